"""Methods that make a network generalize better: the list on slide 37, where one needs more than train()'s settings.

Weight decay, noise on the inputs and the size of the network are settings of :func:`course_utils.training.train` and
:class:`course_utils.network.MLP`. Weight sharing is in convolution.py, the ensemble in ensembles.py, the variational
method in variational.py.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.history import History
from course_utils.initialization import initial_weights
from course_utils.network import MLP, Cache, cross_entropy
from course_utils.optimizers import Optimizer, make_optimizer
from course_utils.training import restore


def check_strength(name: str, strength: float, below: float = np.inf) -> float:
    """Return the strength of a method, or raise a ValueError that names it."""
    if not 0 <= strength < below:
        limit = f", below {below:g}" if below < np.inf else ""
        raise ValueError(f"{name} is {strength}, expected a number from 0 up{limit}")
    return float(strength)


class WeightDecayMLP(MLP):
    """C + strength * ||W||^2, the squares of all weights, biases left out (Tikhonov 1943; slide 37).

    With plain gradient descent this is train()'s ``weight_decay = 2 * strength``: each step shrinks the weights by the
    factor 1 - 2 eta strength.

    Args:
        strength: lambda on the slide.
        sizes, settings: as in MLP, rng among them.
    """

    def __init__(self, sizes: Sequence[int], strength: float, **settings) -> None:
        super().__init__(sizes, **settings)
        self.strength = check_strength("WeightDecayMLP: strength", strength)

    def loss_and_gradient(self, X, y, cache, rng):
        """The criterion with its penalty, and the gradient of both; see MLP."""
        C, gradient = super().loss_and_gradient(X, y, cache, rng)
        for l, W in self.W.items():
            C += self.strength * float(np.vdot(W, W))
            cache.gradient.W[l] += 2 * self.strength * W
        return C, gradient


class HiddenSignalsMLP(MLP):
    """A network that does something of its own to its hidden signals while it trains, and nothing when it predicts.

    A subclass overrides :meth:`up`, which sees the signals on their way up, and :meth:`down`, which sees the gradients
    on their way down.
    """

    def up(self, H: npt.NDArray, rng: np.random.Generator) -> tuple[float, npt.NDArray | None]:
        """Look at the signals H (N, n_l) of a hidden layer, or change them in place.

        Returns:
            What to add to the criterion, and whatever :meth:`down` needs to know.
        """
        raise NotImplementedError

    def down(self, dH: npt.NDArray, H: npt.NDArray, known: npt.NDArray | None) -> None:
        """Change the gradient dH (N, n_l) of the criterion with respect to those signals in place."""
        raise NotImplementedError

    def loss_and_gradient(self, X, y, cache, rng):
        """As MLP.forward and MLP.backward, with one line more in each."""
        H, gradient, known, penalty = cache.H, cache.gradient, {}, 0.0
        H[0] = X
        for l in range(1, self.L + 1):
            np.matmul(H[l - 1], self.W[l].T, out=H[l])
            H[l] += self.b[l]
            if l < self.L:
                self.f(H[l], out=H[l])
                term, known[l] = self.up(H[l], rng)
                penalty += term
        C, dZ = cross_entropy(H[self.L], y)
        for l in range(self.L, 0, -1):
            np.matmul(dZ.T, H[l - 1], out=gradient.W[l])
            np.sum(dZ, axis=0, out=gradient.b[l])
            if l > 1:
                dH = np.matmul(dZ, self.W[l], out=cache.dH[l - 1])
                self.down(dH, H[l - 1], known[l - 1])
                dH *= self.slope(H[l - 1])
                dZ = dH
        return C + penalty, gradient.vector


class SparseSignalsMLP(HiddenSignalsMLP):
    """C + strength * E[sum of |h| over the hidden units]: units that are on must be worth it (slide 37).

    Args:
        strength: the price of a signal of size 1 in one image, in nats.
        sizes, settings: as in MLP, rng among them.
    """

    def __init__(self, sizes: Sequence[int], strength: float, **settings) -> None:
        super().__init__(sizes, **settings)
        self.strength = check_strength("SparseSignalsMLP: strength", strength)

    def up(self, H, rng):
        """Return the penalty; the signals stay as they are."""
        return self.strength * float(np.abs(H).sum()) / len(H), None

    def down(self, dH, H, known):
        """Its derivative: the sign of each signal, none where the unit is off."""
        dH += self.strength / len(H) * np.sign(H)


class DropoutMLP(HiddenSignalsMLP):
    """Each hidden signal is put to zero with probability ``rate`` while training (Srivastava et al. 2014).

    Those that are left are divided by 1 - rate, so that the mean stays and nothing changes for predictions.

    Args:
        rate: 0 to less than 1.
        sizes, settings: as in MLP, rng among them.
    """

    def __init__(self, sizes: Sequence[int], rate: float, **settings) -> None:
        super().__init__(sizes, **settings)
        self.rate = check_strength("DropoutMLP: rate", rate, below=1)
        if settings.get("activation", "relu") != "relu":
            # For others the slope, a function of h, would be taken at the wrong h.
            raise ValueError(f"DropoutMLP: activation is {settings['activation']!r}, expected 'relu'")

    def up(self, H, rng):
        """Draw who stays, and put the others to zero."""
        factor = (rng.random(H.T.shape, dtype=np.float32) >= self.rate).T / np.asarray(1 - self.rate, H.dtype)
        H *= factor
        return 0.0, factor

    def down(self, dH, H, known):
        """A signal that was put to zero passes nothing down."""
        dH *= known


class AuxiliaryMLP(MLP):
    """A network with a second task: its last layer also draws the image again from the hidden signals (slide 37).

    The criterion is C + strength * E||x^ - x||^2. No label is needed for the second term, so it can be had from images
    without any.

    Args:
        strength: weight of the second task, in nats a squared grey level.
        unlabelled: (M, D) images without labels: each step also redraws as many of them as its batch has. None for the
            batch's own only.
        sizes, settings: as in MLP, rng among them.
    """

    def __init__(
        self, sizes: Sequence[int], strength: float, unlabelled: npt.NDArray | None = None, **settings
    ) -> None:
        super().__init__((*sizes[:-1], sizes[-1] + sizes[0]), **settings)
        self.K = sizes[-1]
        # The classes begin as they would alone; the second task with an empty page, not with random scribbles.
        method = settings.get("initialization", "balanced")
        self.W[self.L][: self.K] = initial_weights(self.K, sizes[-2], settings["rng"], method)
        self.W[self.L][self.K :] = 0
        self.strength = check_strength("AuxiliaryMLP: strength", strength)
        if unlabelled is not None and (unlabelled.ndim != 2 or unlabelled.shape[1] != sizes[0] or not len(unlabelled)):
            raise ValueError(f"AuxiliaryMLP: unlabelled has shape {unlabelled.shape}, expected (M, {sizes[0]})")
        self.unlabelled = unlabelled
        self.both: Cache | None = None

    def forward(self, X, cache=None):
        """The logits only, (N, K); the redrawn images are the other columns of cache.H[L]."""
        Z, cache = super().forward(X, cache)
        return Z[:, : self.K], cache

    def loss_and_gradient(self, X, y, cache, rng):
        """The criterion of both tasks and its gradient; see MLP."""
        N = len(X)
        if self.unlabelled is not None:
            rows = rng.integers(len(self.unlabelled), size=N)
            X = np.concatenate([X, self.unlabelled[rows]])
            if self.both is None or len(self.both.H[0]) != 2 * N:
                self.both = self.new_cache(2 * N)
            cache = self.both
        Z, cache = self.forward(X, cache)
        dZ = cache.H[self.L]  # both outputs; each is replaced by its gradient
        C, dZ_class = cross_entropy(Z[:N], y)
        dZ[:N, : self.K], dZ[N:, : self.K] = dZ_class, 0
        missing = dZ[:, self.K :]
        missing -= X
        C += self.strength * float(np.vdot(missing, missing)) / len(X)
        missing *= 2 * self.strength / len(X)
        return C, self.backward(dZ, cache).vector


def soft_threshold(w: npt.NDArray, threshold: float) -> npt.NDArray:
    """Return the v with the least (v - w)^2 / 2 + threshold |v|: w moved towards zero, and zero if it gets there."""
    return np.sign(w) * np.maximum(np.abs(w) - threshold, 0)


class SparseWeights(Optimizer):
    """A penalty strength * |w| on every parameter, by a proximal step (Daubechies, Defrise and De Mol 2004).

    After the step of ``rule`` the parameters are soft-thresholded by eta * strength: a gradient step on |w| would hop
    around zero for ever, this one stops there. Only with plain gradient descent is it exactly that penalty.

    Args:
        strength: the penalty's weight, in nats for a parameter of size 1.
        rule: the optimizer that does the rest.
    """

    def __init__(self, strength: float, rule: str | Optimizer = "sgd") -> None:
        self.strength = check_strength("SparseWeights: strength", strength)
        self.rule = make_optimizer(rule)

    def update(self, theta, g, eta):
        self.rule.step(theta, g, eta)
        theta[...] = soft_threshold(theta, eta * self.strength)


class EarlyStopping:
    """A callback of train() that keeps the parameters of the epoch with the least validation error (slide 37).

    Args:
        patience: training ends when that many epochs in a row were no better.

    Attributes:
        best_epoch, best_error: the epoch kept, counted from 1, and its validation error in percent.
    """

    def __init__(self, patience: int) -> None:
        if patience < 1:
            raise ValueError(f"EarlyStopping: patience is {patience}, expected at least 1")
        self.patience, self.best_error, self.best_epoch, self.best_state = patience, np.inf, 0, ()

    def __call__(self, net: MLP, history: History) -> bool:
        """Look at the epoch that just ended; True ends the training."""
        if not history.valid_error:
            raise ValueError("EarlyStopping: there is no validation error, expected data with a validation set")
        if history.valid_error[-1] < self.best_error:
            self.best_error, self.best_epoch = history.valid_error[-1], history.epoch[-1]
            self.best_state = copy.deepcopy(net.state)
        return history.epoch[-1] - self.best_epoch >= self.patience

    def restore(self, net: MLP) -> None:
        """Put the network back to its best epoch."""
        restore(net, self.best_state)
