"""The example network of the lecture: its layers, its criterion, and its gradient.

    h1 = relu(W1 x + b1),   h2 = relu(W2 h1 + b2),   y = softmax(W3 h2 + b3)      (slide 7)

Here a batch X holds one sample a row, so a layer is ``X @ W.T + b``. Layers are numbered from 1, as on the slides:
``net.W[1]``, ``net.b[1]``; signals from 0: ``H[0]`` is the input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from course_utils.data import check_images_and_labels
from course_utils.initialization import initial_weights


def relu(Z: npt.NDArray, out: npt.NDArray | None = None) -> npt.NDArray:
    """max(0, z), elementwise (slide 7)."""
    return np.maximum(Z, 0, out=out)


def sigmoid(Z: npt.NDArray, out: npt.NDArray | None = None) -> npt.NDArray:
    """1 / (1 + exp(-z)), elementwise, written with tanh so that no z overflows."""
    half = np.tanh(np.multiply(Z, 0.5, out=out), out=out)
    return np.add(np.multiply(half, 0.5, out=out), 0.5, out=out)


def identity(Z: npt.NDArray, out: npt.NDArray | None = None) -> npt.NDArray:
    """z itself: the layer stays linear (slide 11)."""
    return np.positive(Z, out=out)


# Each activation with its derivative, which is written in terms of the signal h = f(z): that is what the cache holds.
ACTIVATIONS = {
    "relu": (relu, lambda H: H > 0),
    "sigmoid": (sigmoid, lambda H: H * (1 - H)),
    "tanh": (np.tanh, lambda H: 1 - H * H),
    "identity": (identity, np.ones_like),
}


def softmax(Z: npt.NDArray) -> npt.NDArray:
    """Probabilities exp(z_i) / sum_j exp(z_j) of each row (slide 7).

    Args:
        Z: (N, K) logits, any finite size: the row's largest is subtracted first, which changes nothing but overflow.

    Returns:
        (N, K), each row positive with sum 1.

    Raises:
        ValueError: Z is not a matrix.
    """
    Z = np.asarray(Z)
    if Z.ndim != 2:
        raise ValueError(f"softmax: z has shape {Z.shape}, expected (N, K)")
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


def cross_entropy(Z: npt.NDArray, y: npt.NDArray) -> tuple[float, npt.NDArray]:
    """The training criterion C = E[-log P(y | x)] and its gradient (slide 12).

    Args:
        Z: (N, K) logits.
        y: (N,) integer labels, 0 to K - 1.

    Returns:
        C, the mean over the batch in nats, and dC/dZ = (softmax(Z) - onehot(y)) / N of shape (N, K).

    Raises:
        ValueError: shapes do not fit, or a label is no class.
    """
    if Z.ndim != 2 or y.shape != Z.shape[:1] or len(y) == 0:
        raise ValueError(
            f"cross_entropy: z has shape {Z.shape} and y {y.shape}, expected (N, K) and (N,), N at least 1"
        )
    if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= Z.shape[1]:
        raise ValueError(f"cross_entropy: y holds {y.min()} to {y.max()}, expected integers from 0 to {Z.shape[1] - 1}")
    rows = np.arange(len(y))
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    total = P.sum(axis=1, keepdims=True)
    # log of the softmax, never softmax and then log: a probability that rounds to 0 would cost infinity.
    C = float(np.log(total).mean() - Z[rows, y].mean())
    P /= total
    P[rows, y] -= 1
    P /= len(y)
    return C, P


def batch_buffer(N: int, n: int, dtype: npt.DTypeLike) -> npt.NDArray:
    """An uninitialised (N, n) array in which a unit's signals over the batch lie side by side in memory.

    Matrix products on two cores come out a third faster into this order than into the usual one.
    """
    return np.empty((n, N), dtype).T


class Parameters:
    """All weights and biases of a network in one vector: theta on the slides, and its gradient too.

    Attributes:
        vector: (n,) all of them.
        W: layer l -> (n_i, n_j) weights, units out times units in; a view of the vector, so changing one changes both.
        b: layer l -> (n_i,) biases; a view as well.
    """

    def __init__(self, sizes: Sequence[int], dtype: npt.DTypeLike = np.float32) -> None:
        self.vector = np.zeros(sum(n_j * n_i + n_i for n_j, n_i in pairwise(sizes)), dtype)
        self.W: dict[int, npt.NDArray] = {}
        self.b: dict[int, npt.NDArray] = {}
        start = 0
        for l, (n_j, n_i) in enumerate(pairwise(sizes), start=1):
            stop = start + n_j * n_i
            # Transposed, so that the product that makes the gradient is written in its fast order (batch_buffer).
            self.W[l] = self.vector[start:stop].reshape(n_j, n_i).T
            self.b[l] = self.vector[stop : stop + n_i]
            start = stop + n_i


class Cache:
    """What the forward pass keeps for the backward pass, and the memory that both write into.

    Attributes:
        H: layer l -> (N, n_l) signals; H[0] is the input X, H[L] the logits.
        dH: layer l -> (N, n_l) gradients of the criterion with respect to the hidden signals.
        gradient: Parameters, filled by the backward pass.
    """

    def __init__(self, sizes: Sequence[int], N: int, dtype: npt.DTypeLike) -> None:
        self.H = {l: batch_buffer(N, n, dtype) for l, n in enumerate(sizes) if l > 0}
        self.dH = {l: batch_buffer(N, n, dtype) for l, n in enumerate(sizes[:-1]) if l > 0}
        self.H[0] = np.empty((N, sizes[0]), dtype)
        self.gradient = Parameters(sizes, dtype)


class MLP:
    """A multilayer perceptron; as built by default, the 784-225-144-10 network of the slides.

    Args:
        sizes: units of each layer, input first, classes last.
        activation: "relu", "sigmoid", "tanh" or "identity", for all hidden layers.
        initialization: a method of :func:`course_utils.initialization.initial_weights`; biases start at zero.
        dtype: float32 for training; float64 for checking gradients.
        rng: where the initial weights are drawn from.

    Attributes:
        L: number of layers of weights.
        W, b: layer l -> its weights (n_i, n_j) and biases (n_i,).
        theta: (n,) all of them in one vector; W and b are views of it.
        f, slope: the activation, and its derivative as a function of the signal h = f(z).

    Raises:
        ValueError: a size, the activation or the initialization is not usable.
    """

    def __init__(
        self,
        sizes: Sequence[int] = (784, 225, 144, 10),
        activation: str = "relu",
        initialization: str = "balanced",
        dtype: npt.DTypeLike = np.float32,
        *,
        rng: np.random.Generator,
    ) -> None:
        if len(sizes) < 2 or any(n < 1 for n in sizes):
            raise ValueError(f"MLP: sizes is {tuple(sizes)}, expected at least two positive numbers of units")
        if activation not in ACTIVATIONS:
            raise ValueError(f"MLP: activation {activation!r} is unknown, expected one of {', '.join(ACTIVATIONS)}")
        self.sizes, self.dtype, self.L = tuple(sizes), np.dtype(dtype), len(sizes) - 1
        self.f, self.slope = ACTIVATIONS[activation]
        parameters = Parameters(self.sizes, dtype)
        self.theta, self.W, self.b = parameters.vector, parameters.W, parameters.b
        for W in self.W.values():
            W[...] = initial_weights(*W.shape, rng, initialization)

    def new_cache(self, N: int) -> Cache:
        """Memory for batches of N samples; pass it to :meth:`forward` again and again."""
        return Cache(self.sizes, N, self.dtype)

    def forward(self, X: npt.NDArray, cache: Cache | None = None) -> tuple[npt.NDArray, Cache]:
        """Compute the logits of a batch.

        Args:
            X: (N, D) inputs.
            cache: memory from :meth:`new_cache` to write into, for speed; new memory when None.

        Returns:
            Z of shape (N, K), and the cache with all signals for :meth:`backward`. Z lies in the cache: the next
            forward pass with the same cache overwrites it.
        """
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            raise ValueError(f"forward: X has shape {X.shape}, expected (N, {self.sizes[0]})")
        cache = self.new_cache(len(X)) if cache is None else cache
        H = cache.H
        H[0] = X
        for l in range(1, self.L + 1):
            np.matmul(H[l - 1], self.W[l].T, out=H[l])
            H[l] += self.b[l]
            if l < self.L:
                self.f(H[l], out=H[l])
        return H[self.L], cache

    def backward(self, dZ: npt.NDArray, cache: Cache) -> Parameters:
        """Compute the gradient of a criterion from its gradient with respect to the logits (slide 26).

        Args:
            dZ: (N, K) gradient with respect to the logits, such as :func:`cross_entropy` returns.
            cache: as the forward pass of the same batch left it.

        Returns:
            The gradient with respect to all weights and biases; it lies in the cache.
        """
        H, gradient = cache.H, cache.gradient
        for l in range(self.L, 0, -1):
            np.matmul(dZ.T, H[l - 1], out=gradient.W[l])
            np.sum(dZ, axis=0, out=gradient.b[l])
            if l > 1:
                dH = np.matmul(dZ, self.W[l], out=cache.dH[l - 1])
                dH *= self.slope(H[l - 1])
                dZ = dH
        return gradient

    def loss_and_gradient(
        self, X: npt.NDArray, y: npt.NDArray, cache: Cache, rng: np.random.Generator
    ) -> tuple[float, npt.NDArray]:
        """The criterion on a batch and its gradient: what one step of training asks for.

        A network that behaves differently while it trains, or that adds a term to the criterion, overrides this.

        Args:
            X: (N, D) inputs.
            y: (N,) labels.
            cache: memory from :meth:`new_cache`.
            rng: where a network with randomness inside draws from; not used here.

        Returns:
            C in nats, and its gradient with respect to theta, (n,); it lies in the cache.
        """
        Z, cache = self.forward(X, cache)
        C, dZ = cross_entropy(Z, y)
        return C, self.backward(dZ, cache).vector

    @property
    def state(self) -> tuple[npt.NDArray, ...]:
        """The arrays that training changes; with copies of them a network can be put back to where it was."""
        return (self.theta,)

    def signals(self, X: npt.NDArray) -> dict[int, npt.NDArray]:
        """All signals of a batch (slide 9): 0 -> X, l -> h of hidden layer l, L -> probabilities y, each (N, n_l)."""
        Z, cache = self.forward(X)
        return {**dict(sorted(cache.H.items())), self.L: softmax(Z)}

    def probabilities(self, X: npt.NDArray) -> npt.NDArray:
        """P(y | x) for each row of X: (N, D) -> (N, K)."""
        return np.concatenate([softmax(Z) for Z, _ in self._logits(X)])

    def predict(self, X: npt.NDArray) -> npt.NDArray[np.intp]:
        """The most probable class of each row of X: (N, D) -> (N,)."""
        return np.concatenate([Z.argmax(axis=1) for Z, _ in self._logits(X)])

    def loss(self, X: npt.NDArray, y: npt.NDArray) -> float:
        """The criterion C on a set, in nats: X (N, D), y (N,)."""
        check_images_and_labels(X, y, n_classes=self.sizes[-1])
        return sum(cross_entropy(Z, y[part])[0] * len(Z) for Z, part in self._logits(X)) / len(X)

    def error_percent(self, X: npt.NDArray, y: npt.NDArray) -> float:
        """Percentage of rows of X (N, D) whose most probable class is not the label in y (N,)."""
        check_images_and_labels(X, y, n_classes=self.sizes[-1])
        return 100 * float(np.mean(self.predict(X) != y))

    def _logits(self, X: npt.NDArray, N: int = 1000) -> Iterator[tuple[npt.NDArray, slice]]:
        # In parts, so that the signals of 60,000 images never need to be in memory at once.
        X = np.asarray(X)
        if len(X) == 0:
            raise ValueError("X is empty, expected at least one row")
        if not np.isfinite(X.sum(dtype=np.float64)):
            raise ValueError("X has NaN or infinity, expected finite numbers")
        cache = self.new_cache(min(N, len(X)))
        for start in range(0, len(X), N):
            part = slice(start, min(start + N, len(X)))
            last = part.stop - part.start < N
            yield self.forward(X[part], None if last else cache)[0], part
