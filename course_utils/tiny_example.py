"""The lecture's tiny example: a network with two weights, whose criterion can be seen whole (slides 14 to 21 and 27).

One input, one hidden unit, one output, one sample: h = w1 x and y ~ N(w2 h, 1), with x = 1 and y = 1.5. With some
weight decay the criterion is

    C(w1, w2) = (w1 w2 - 1.5)^2 + 0.04 (w1^2 + w2^2).

Its first term is twice the negative log-likelihood of y, up to the constant log(2 pi). Points have the shape (..., 2),
so that all functions take one point or a whole grid of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from course_utils.optimizers import SGD, Adam, Momentum

TARGET = 1.5
DECAY = 0.04

# Both weights of a minimum are equal, and their product falls short of the target by the weight decay.
MINIMA = np.sqrt(TARGET - DECAY) * np.array([[1.0, 1.0], [-1.0, -1.0]])
SADDLE = np.zeros(2)

METHODS = ("gradient descent", "momentum", "Newton", "saddle-free Newton", "Adam")

# A walk farther out than this has diverged: it is followed no further.
FAR = 1e6


def points(name: str, w: npt.ArrayLike) -> npt.NDArray:
    """Return w as an array of points; one sentence if it is none."""
    try:
        w = np.asarray(w)
        numbers = w.dtype.kind in "iufc"
    except ValueError:  # rows of unequal length
        numbers = False
    if not numbers:
        raise ValueError(f"{name} is {w!r}, expected numbers: the weights w1 and w2 of each point")
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"{name} has shape {w.shape}, expected (..., 2): the weights w1 and w2 of each point")
    return w


def C(w: npt.ArrayLike) -> npt.NDArray:
    """The criterion at each point, (..., 2) -> (...)."""
    w = points("C: w", w)
    w1, w2 = w[..., 0], w[..., 1]
    return (w1 * w2 - TARGET) ** 2 + DECAY * (w1**2 + w2**2)


def gradient(w: npt.ArrayLike) -> npt.NDArray:
    """The two partial derivatives of C at each point, (..., 2) -> (..., 2)."""
    w = points("gradient: w", w)
    w1, w2 = w[..., 0], w[..., 1]
    error = w1 * w2 - TARGET
    return np.stack([2 * error * w2 + 2 * DECAY * w1, 2 * error * w1 + 2 * DECAY * w2], axis=-1)


def hessian(w: npt.ArrayLike) -> npt.NDArray:
    """The four second derivatives of C at each point, (..., 2) -> (..., 2, 2)."""
    w = points("hessian: w", w)
    w1, w2 = w[..., 0], w[..., 1]
    mixed = 4 * w1 * w2 - 2 * TARGET
    rows = [[2 * w2**2 + 2 * DECAY, mixed], [mixed, 2 * w1**2 + 2 * DECAY]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def stability_limit(eigenvalue: float, alpha: float = 0.0) -> float:
    """Return the stepsize beyond which steps along a direction of this curvature grow instead of shrinking.

    Gradient descent multiplies the distance by 1 - eta * eigenvalue, which is -1 at eta = 2 / eigenvalue. Momentum
    alpha moves the limit to 2 (1 + alpha) / eigenvalue.
    """
    if not eigenvalue > 0:
        raise ValueError(f"stability_limit: eigenvalue is {eigenvalue}, expected a positive curvature")
    return 2 * (1 + alpha) / eigenvalue


def best_momentum(eigenvalues: npt.ArrayLike) -> tuple[float, float]:
    """Return the (alpha, eta) that shrink the slowest direction fastest, by sqrt(alpha) a step (Polyak 1964).

    Args:
        eigenvalues: curvatures in all directions; only the least and the largest matter.
    """
    if not np.min(eigenvalues) > 0:
        raise ValueError(f"best_momentum: eigenvalues are {eigenvalues}, expected positive curvatures")
    least, largest = np.sqrt(np.min(eigenvalues)), np.sqrt(np.max(eigenvalues))
    return float(((largest - least) / (largest + least)) ** 2), float(4 / (largest + least) ** 2)


def newton_step(w: npt.ArrayLike, g: npt.NDArray | None = None, absolute: bool = False) -> npt.NDArray:
    """Return Newton's step -H^-1 g at each point, (..., 2) -> (..., 2), by way of the eigenvectors of H.

    Seen along each eigenvector it divides the slope by the curvature. Where a curvature is negative that goes
    uphill, towards a maximum in this direction.

    Args:
        w: (..., 2) points.
        g: (..., 2) gradient to use, the exact one when left out.
        absolute: divide by the curvature's absolute value, as in ``saddle_free_newton_step``.
    """
    w = points("newton_step: w", w)
    g = gradient(w) if g is None else g
    curvature, V = np.linalg.eigh(hessian(w))
    # On two curves in the plane one curvature is exactly zero, and the step infinite.
    curvature = np.where(np.abs(curvature) < 1e-12, 1e-12, curvature)
    slope = np.einsum("...ji,...j->...i", V, g)
    step = -slope / (np.abs(curvature) if absolute else curvature)
    return np.einsum("...ij,...j->...i", V, step)


def saddle_free_newton_step(w: npt.ArrayLike, g: npt.NDArray | None = None) -> npt.NDArray:
    """Return the step -abs(H)^-1 g at each point (Pascanu et al. 2014, arXiv 1405.4604; slide 19).

    abs(H) has the eigenvectors of H and the absolute values of its eigenvalues. The step always points downhill, but
    can be far too long where a curvature is nearly zero: see ``shorten``.
    """
    return newton_step(w, g, absolute=True)


def shorten(w: npt.NDArray, step: npt.NDArray, g: npt.NDArray) -> npt.NDArray:
    """Halve each downhill step until C falls by at least a tenth of what the slope promises (Armijo 1966).

    Args:
        w: (..., 2) points.
        step: (..., 2) steps from there, with g . step < 0.
        g: (..., 2) gradient at w.
    """
    for _ in range(100):
        promised = 0.1 * (g * step).sum(-1)
        too_long = C(w + step) > C(w) + promised
        if not too_long.any():
            return step
        step = np.where(too_long[..., None], step / 2, step)
    # C is flat to rounding here: stay.
    return np.where(too_long[..., None], 0.0, step)


def walk(
    method: str,
    start: npt.ArrayLike,
    steps: int = 40,
    eta: float = 0.25,
    alpha: float = 0.5,
    noise: float = 0.0,
    rng: np.random.Generator | None = None,
) -> npt.NDArray[np.float64]:
    """Return the trajectory of one method, (steps + 1, ..., 2), its start included.

    Every method but saddle-free Newton moves as on its slide, without safeguards. Saddle-free Newton halves a step
    that does not descend (``shorten``). On the line w1 = -w2 the gradient has no part that leads off the line, so
    from there every method without noise heads for the saddle, or stays on the line but for rounding.

    Args:
        method: one of ``METHODS``.
        start: (..., 2) one or many starting points; many are walked side by side.
        steps: number of steps.
        eta: stepsize of gradient descent, momentum and Adam; Newton's methods take their full step.
        alpha: momentum, for "momentum" alone.
        noise: standard deviation of the noise added to each part of each gradient.
        rng: where the noise comes from; the same seed gives all methods the same noise.

    Returns:
        (steps + 1, ..., 2). A walk that goes beyond ``FAR`` has diverged: NaN from there on, which plots leave out.
    """
    theta = points("walk: start", start).astype(np.float64)
    if not (np.abs(theta) <= FAR).all():
        raise ValueError(
            f"walk: start is {np.array2string(theta, threshold=4)}, expected finite numbers, at most {FAR:g}"
        )
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 0:
        raise ValueError(f"walk: steps is {steps!r}, expected a whole number from 0 up")
    for name, value in (("eta", eta), ("noise", noise)):
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"walk: {name} is {value}, expected a finite number from 0 up")
    if noise > 0 and rng is None:
        raise ValueError(f"walk: rng is None with noise {noise}, expected a numpy.random.Generator")
    optimizers = {"gradient descent": SGD, "momentum": lambda: Momentum(alpha), "Adam": Adam}
    if method not in METHODS:
        raise ValueError(f"walk: method is {method!r}, expected one of {', '.join(METHODS)}")
    optimizer = optimizers[method]() if method in optimizers else None

    trajectory = np.full((steps + 1, *theta.shape), np.nan)
    trajectory[0] = theta
    gone = np.zeros(theta.shape[:-1], dtype=bool)
    for k in range(steps):
        g = gradient(theta)
        if noise > 0:
            g += noise * rng.standard_normal(g.shape)
        if method == "Newton":
            theta += newton_step(theta, g)
        elif method == "saddle-free Newton":
            theta += shorten(theta, saddle_free_newton_step(theta, g), g)
        else:
            optimizer.step(theta, g, eta)
        gone |= (np.abs(theta) > FAR).any(-1)
        # A walk that is gone waits at the saddle, out of sight, so that no number overflows.
        theta[gone] = SADDLE
        trajectory[k + 1][~gone] = theta[~gone]
    return trajectory
