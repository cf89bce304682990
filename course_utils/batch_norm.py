"""Batch normalization: hidden units with mean 0 and variance 1 over each mini-batch (Ioffe and Szegedy 2015; slide 32).

The two functions are for reading, line by line. The network does the same arithmetic in memory that is there already.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.batch_norm_memory import NormalisedCache, NormalisedParameters
from course_utils.network import MLP, cross_entropy

# Added to every variance, so that a unit which is the same for the whole batch is not divided by zero.
EPSILON = 1e-4

# How much of the running statistics is kept at each batch, once there have been enough of them.
MEMORY = 0.99


def batch_norm_forward(
    Z: npt.NDArray, gamma: npt.NDArray, beta: npt.NDArray, epsilon: float = EPSILON
) -> tuple[npt.NDArray, tuple]:
    """Normalize each unit over the batch, then scale and shift it (Ioffe and Szegedy 2015, algorithm 1).

    Args:
        Z: (N, n) pre-activations of a batch, N at least 2.
        gamma: (n,) scale of each unit.
        beta: (n,) shift of each unit.
        epsilon: added to the variances.

    Returns:
        gamma * normalised + beta, (N, n), and the cache for :func:`batch_norm_backward`.
    """
    if Z.ndim != 2 or len(Z) < 2:
        raise ValueError(f"batch_norm_forward: Z has shape {Z.shape}, expected (N, n), N at least 2")
    if gamma.shape != Z.shape[1:] or beta.shape != Z.shape[1:]:
        raise ValueError(
            f"batch_norm_forward: gamma has shape {gamma.shape} and beta {beta.shape}, expected {Z.shape[1:]} for both"
        )
    mean = Z.mean(axis=0)
    centred = Z - mean
    variance = np.mean(centred**2, axis=0)
    inverse = 1 / np.sqrt(variance + epsilon)
    normalised = centred * inverse
    out = gamma * normalised + beta
    return out, (centred, inverse, normalised, gamma)


def batch_norm_backward(dout: npt.NDArray, cache: tuple) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray]:
    """Go back through :func:`batch_norm_forward`, from its last line to its first.

    Args:
        dout: (N, n) gradient of a criterion with respect to the output.
        cache: as the forward pass returned it.

    Returns:
        dZ of shape (N, n), dgamma and dbeta, (n,) each.
    """
    centred, inverse, normalised, gamma = cache
    if dout.shape != centred.shape:
        raise ValueError(f"batch_norm_backward: dout has shape {dout.shape}, expected {centred.shape}")
    N = len(dout)
    # out = gamma * normalised + beta
    dbeta = dout.sum(axis=0)
    dgamma = (dout * normalised).sum(axis=0)
    dnormalised = dout * gamma
    # normalised = centred * inverse
    dinverse = (dnormalised * centred).sum(axis=0)
    dcentred = dnormalised * inverse
    # inverse = (variance + epsilon) ** (-1/2)
    dvariance = -0.5 * inverse**3 * dinverse
    # variance = mean(centred ** 2): every sample has a part in it
    dcentred = dcentred + 2 / N * centred * dvariance
    # centred = Z - mean
    dmean = -dcentred.sum(axis=0)
    # mean = mean(Z)
    dZ = dcentred + dmean / N
    return dZ, dgamma, dbeta


class BatchNormMLP(MLP):
    """A multilayer perceptron whose hidden layers are h = f(gamma * normalised(W h) + b).

    While it trains (:meth:`loss_and_gradient`), mean and variance are those of the batch, and the gradient goes through
    them. At all other times (:meth:`forward`, and what calls it) they are averages over the batches of the training,
    fixed, so that what it says of one sample does not depend on the samples beside it. Before any training these
    averages are mean 0 and variance 1, and nothing is normalised.

    Weight decay in ``train`` shrinks all of theta, gamma too. It is on gamma and on the last layer's weights that it
    acts: the size of a W whose output is normalised changes nothing but how far a step of a given size turns it.

    Args:
        sizes, activation, initialization, dtype, rng: as in :class:`course_utils.network.MLP`.
        hidden_noise: standard deviation of Gaussian noise that is added to the normalised pre-activations while
            training (Rasmus et al. 2015).

    Attributes:
        gamma: hidden layer l -> (n_l,) scales, first 1; views of theta. b[l] is the shift, called beta in the paper.
        mean, variance: hidden layer l -> (n_l,) running statistics: over the first 199 batches the later count more, in
            proportion to their number, and from then on each batch has a weight of 1 - MEMORY.

    Raises:
        ValueError, TypeError: an argument is not usable.
    """

    def __init__(
        self,
        sizes: Sequence[int] = (784, 225, 144, 10),
        activation: str = "relu",
        initialization: str = "balanced",
        dtype: npt.DTypeLike = np.float32,
        *,
        hidden_noise: float = 0.0,
        rng: np.random.Generator,
    ) -> None:
        if not isinstance(hidden_noise, numbers.Real):
            raise TypeError(f"BatchNormMLP: hidden_noise is {hidden_noise!r}, expected a number")
        if not 0 <= hidden_noise < math.inf:
            raise ValueError(f"BatchNormMLP: hidden_noise is {hidden_noise}, expected a standard deviation from 0 on")
        super().__init__(sizes, activation, initialization, dtype, rng=rng)
        parameters = NormalisedParameters(self.sizes, dtype)
        parameters.vector[: self.theta.size] = self.theta
        self.theta, self.W, self.b, self.gamma = parameters.vector, parameters.W, parameters.b, parameters.gamma
        for gamma in self.gamma.values():
            gamma[...] = 1
        self.hidden_noise = float(hidden_noise)
        self.mean = {l: np.zeros_like(gamma) for l, gamma in self.gamma.items()}
        self.variance = {l: np.ones_like(gamma) for l, gamma in self.gamma.items()}
        self.batches = np.zeros(1, int)  # how many have been seen; an array, to be put back with the rest of the state

    @property
    def state(self) -> tuple[npt.NDArray, ...]:
        """The arrays that training changes: theta and the running statistics."""
        return (self.theta, *self.mean.values(), *self.variance.values(), self.batches)

    def new_cache(self, N: int) -> NormalisedCache:
        """Memory for batches of N samples; pass it to :meth:`forward` again and again."""
        return NormalisedCache(self.sizes, N, self.dtype)

    def forward(self, X: npt.NDArray, cache: NormalisedCache | None = None) -> tuple[npt.NDArray, NormalisedCache]:
        """Compute the logits of a batch with the running statistics: X (N, D) -> (N, K), and the cache."""
        return self.pass_forward(X, cache, training=False)

    def forward_training(
        self, X: npt.NDArray, cache: NormalisedCache | None = None, rng: np.random.Generator | None = None
    ) -> tuple[npt.NDArray, NormalisedCache]:
        """Compute the logits of a batch with its own statistics and with noise, and count it in the running ones.

        Args:
            X: (N, D) inputs, N at least 2.
            cache: memory from :meth:`new_cache`; new memory when None.
            rng: where the noise is drawn from; needed only if there is any.

        Returns:
            Z of shape (N, K) and the cache, as :meth:`forward` does.
        """
        if len(X) < 2:
            raise ValueError(
                f"BatchNormMLP: a batch of {len(X)} sample while training, expected at least 2: one sample has no "
                "variance. Choose a batch_size that leaves no single sample for the end of an epoch"
            )
        if self.hidden_noise and not isinstance(rng, np.random.Generator):
            raise TypeError(f"BatchNormMLP: rng is {rng!r}, expected a Generator to draw the hidden noise from")
        return self.pass_forward(X, cache, training=True, rng=rng)

    def pass_forward(self, X, cache, training, rng=None):
        """Do what :meth:`forward` and :meth:`forward_training` have in common."""
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            raise ValueError(f"forward: X has shape {X.shape}, expected (N, {self.sizes[0]})")
        cache = self.new_cache(len(X)) if cache is None else cache
        H, noisy = cache.H, training and self.hidden_noise > 0
        cache.training = training
        cache.noise.clear()
        if noisy:
            cache.draw_noise(self.hidden_noise, rng)
        if training:
            self.batches += 1
        H[0] = X
        for l in range(1, self.L):
            Z = np.matmul(H[l - 1], self.W[l].T, out=cache.normalised[l])
            if training:
                mean = Z.mean(axis=0)
                Z -= mean
                variance = np.einsum("ni,ni->i", Z, Z)
                variance /= len(X)
                self.count(l, mean, variance, len(X))
            else:
                Z -= self.mean[l]
                variance = self.variance[l]
            cache.inverse[l] = 1 / np.sqrt(variance + EPSILON)
            Z *= cache.inverse[l]
            if noisy:
                np.add(Z, cache.noise[l], out=H[l])
                H[l] *= self.gamma[l]
            else:
                np.multiply(Z, self.gamma[l], out=H[l])
            H[l] += self.b[l]
            self.f(H[l], out=H[l])
        np.matmul(H[self.L - 1], self.W[self.L].T, out=H[self.L])
        H[self.L] += self.b[self.L]
        return H[self.L], cache

    def count(self, l: int, mean: npt.NDArray, variance: npt.NDArray, N: int) -> None:
        """Count a batch of N samples in the running statistics of layer l."""
        weight = max(1 - MEMORY, 2 / (1 + int(self.batches[0])))
        self.mean[l] += weight * (mean - self.mean[l])
        # N - 1: the mean is the batch's own, from which its samples differ less than from the true one.
        self.variance[l] += weight * (variance * (N / (N - 1)) - self.variance[l])

    def backward(self, dZ: npt.NDArray, cache: NormalisedCache) -> NormalisedParameters:
        """Compute the gradient from that with respect to the logits; in training mode, through the batch statistics.

        Arguments and result are those of :meth:`course_utils.network.MLP.backward`.
        """
        H, gradient, N = cache.H, cache.gradient, len(dZ)
        for l in range(self.L, 0, -1):
            np.sum(dZ, axis=0, out=gradient.b[l])
            if l < self.L:
                normalised = cache.normalised[l]
                along = np.einsum("ni,ni->i", dZ, normalised)
                gradient.gamma[l][...] = along
                if l in cache.noise:
                    gradient.gamma[l] += np.einsum("ni,ni->i", dZ, cache.noise[l])
                if cache.training:
                    # batch_norm_backward's lines collected: take from dZ its mean, and its part along `normalised`.
                    dZ -= gradient.b[l] / N
                    along /= N
                    dZ -= np.multiply(normalised, along, out=cache.scratch[l])
                dZ *= self.gamma[l] * cache.inverse[l]
            np.matmul(dZ.T, H[l - 1], out=gradient.W[l])
            if l > 1:
                dH = np.matmul(dZ, self.W[l], out=cache.dH[l - 1])
                dH *= self.slope(H[l - 1])
                dZ = dH
        return gradient

    def loss_and_gradient(
        self, X: npt.NDArray, y: npt.NDArray, cache: NormalisedCache, rng: np.random.Generator
    ) -> tuple[float, npt.NDArray]:
        """The criterion on a batch with the batch's own statistics, and its gradient; as in MLP."""
        Z, cache = self.forward_training(X, cache, rng)
        C, dZ = cross_entropy(Z, y)
        return C, self.backward(dZ, cache).vector
