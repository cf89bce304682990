"""How a gradient becomes a step: each class is one update rule, written as on the slides or in its paper.

All work in place on one flat vector, ``theta``: a step makes no new array as large as the network, because at 210,000
parameters and 600 steps an epoch, asking for memory would cost as much as the arithmetic. That is what ``out=`` and
``self.scratch`` are for.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


class Optimizer:
    """What all update rules share: state that starts at zero with the first step."""

    state: tuple[str, ...] = ()

    def step(self, theta: npt.NDArray, gradient: npt.NDArray, eta: float) -> None:
        """Change ``theta`` in place.

        Args:
            theta: (n,) parameters.
            gradient: (n,) gradient of the criterion at theta; left as it is.
            eta: stepsize.
        """
        if theta.shape != gradient.shape:
            raise ValueError(f"step: gradient has shape {gradient.shape}, expected theta's {theta.shape}")
        if not hasattr(self, "scratch"):
            self.k = 0
            for name in ("scratch", *self.state):
                setattr(self, name, np.zeros_like(theta))
        if self.scratch.shape != theta.shape:
            raise ValueError(
                f"step: theta has shape {theta.shape}, expected {self.scratch.shape} as in the steps before"
            )
        self.k += 1
        # A NumPy float64 here would turn all the arithmetic below into float64.
        self.update(theta, gradient, float(eta))

    def update(self, theta: npt.NDArray, g: npt.NDArray, eta: float) -> None:
        """Apply the rule; ``self.k`` counts steps from 1."""
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent: theta <- theta - eta g (Robbins and Monro 1951; slide 16)."""

    def update(self, theta, g, eta):
        np.multiply(g, eta, out=self.scratch)
        theta -= self.scratch


class Momentum(Optimizer):
    """m <- alpha m - eta g;  theta <- theta + m (Polyak 1964; slide 20)."""

    state = ("m",)

    def __init__(self, alpha: float = 0.9) -> None:
        if not 0 <= alpha < 1:
            raise ValueError(f"Momentum: alpha is {alpha}, expected 0 <= alpha < 1")
        self.alpha = alpha

    def update(self, theta, g, eta):
        self.m *= self.alpha
        np.multiply(g, eta, out=self.scratch)
        self.m -= self.scratch
        theta += self.m


class Adagrad(Optimizer):
    """s <- s + g^2;  theta <- theta - eta g / (sqrt(s) + epsilon) (Duchi, Hazan and Singer 2011)."""

    state = ("s",)

    def __init__(self, epsilon: float = 1e-8) -> None:
        self.epsilon = epsilon

    def update(self, theta, g, eta):
        np.multiply(g, g, out=self.scratch)
        self.s += self.scratch
        np.sqrt(self.s, out=self.scratch)
        self.scratch += self.epsilon
        np.divide(g, self.scratch, out=self.scratch)
        self.scratch *= eta
        theta -= self.scratch


class Adadelta(Optimizer):
    """Steps in the units of the parameters themselves (Zeiler 2012, algorithm 1).

    s <- rho s + (1 - rho) g^2;  d = sqrt(u + epsilon) / sqrt(s + epsilon) g;  u <- rho u + (1 - rho) d^2;
    theta <- theta - eta d. The paper has no stepsize, which is eta = 1.
    """

    state = ("s", "u", "d")

    def __init__(self, rho: float = 0.95, epsilon: float = 1e-6) -> None:
        self.rho, self.epsilon = rho, epsilon

    def update(self, theta, g, eta):
        moving_average(self.s, g, self.rho, self.scratch)
        np.add(self.u, self.epsilon, out=self.d)
        np.add(self.s, self.epsilon, out=self.scratch)
        self.d /= self.scratch
        np.sqrt(self.d, out=self.d)
        self.d *= g
        moving_average(self.u, self.d, self.rho, self.scratch)
        np.multiply(self.d, eta, out=self.scratch)
        theta -= self.scratch


class Adam(Optimizer):
    """Momentum and a stepsize of its own for every parameter, both corrected for their start at zero.

    m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2;
    theta <- theta - eta (m / (1 - beta1^k)) / (sqrt(v / (1 - beta2^k)) + epsilon)
    (Kingma and Ba 2015, algorithm 1).
    """

    state = ("m", "v")

    def __init__(self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def update(self, theta, g, eta):
        self.m *= self.beta1
        np.multiply(g, 1 - self.beta1, out=self.scratch)
        self.m += self.scratch
        moving_average(self.v, g, self.beta2, self.scratch)
        # The two corrections are single numbers: apply them to the stepsize instead of to every parameter.
        root = math.sqrt(1 - self.beta2**self.k)
        np.sqrt(self.v, out=self.scratch)
        self.scratch += self.epsilon * root
        np.divide(self.m, self.scratch, out=self.scratch)
        self.scratch *= eta * root / (1 - self.beta1**self.k)
        theta -= self.scratch


def moving_average(average: npt.NDArray, g: npt.NDArray, rho: float, scratch: npt.NDArray) -> None:
    """average <- rho average + (1 - rho) g^2, in place."""
    average *= rho
    np.multiply(g, g, out=scratch)
    scratch *= 1 - rho
    average += scratch


OPTIMIZERS = {"sgd": SGD, "momentum": Momentum, "adagrad": Adagrad, "adadelta": Adadelta, "adam": Adam}


def make_optimizer(optimizer: str | Optimizer) -> Optimizer:
    """Return a fresh optimizer for a name, or the one given."""
    if isinstance(optimizer, str):
        if optimizer not in OPTIMIZERS:
            raise ValueError(f"optimizer: {optimizer!r} is unknown, expected one of {', '.join(OPTIMIZERS)}")
        return OPTIMIZERS[optimizer]()
    if isinstance(optimizer, type):
        raise TypeError(
            f"optimizer is the class {optimizer.__name__}, expected one of its kind: {optimizer.__name__}()"
        )
    if not hasattr(optimizer, "step"):
        raise TypeError(f"optimizer: {optimizer!r} has no step(theta, gradient, eta), expected a name or an Optimizer")
    return optimizer
