"""Checks of assignment 4: batch normalization, forward by its properties and backward by differentiation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import as_array, call
from course_utils.checks.compare import complex_step, expect
from course_utils.checks.report import check, fail


def normalise(
    Z: npt.NDArray,
    gamma: npt.NDArray,
    beta: npt.NDArray,
    epsilon: float,
    mean: npt.NDArray | None = None,
    spread: npt.NDArray | None = None,
) -> npt.NDArray:
    """Unit by unit, sample by sample; the statistics may be held fixed, for the slip that forgets them."""
    out = np.empty(Z.shape, np.result_type(Z, gamma, beta))
    for i in range(Z.shape[1]):
        unit = Z[:, i]
        m = sum(unit) / len(unit) if mean is None else mean[i]
        s = sum(z * z for z in unit) / len(unit) - (sum(unit) / len(unit)) ** 2 if spread is None else spread[i]
        out[:, i] = beta[i] + gamma[i] * (unit - m) * (s + epsilon) ** -0.5
    return out


def draw(N: int = 6, n: int = 4) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray, float]:
    """A batch whose units differ in mean and spread, one of them little spread beside epsilon."""
    rng = np.random.default_rng()
    Z = rng.normal(rng.uniform(-2, 2, n), [0.05, *rng.uniform(0.5, 3, n - 1)], (N, n))
    return Z, rng.uniform(1.3, 2.5, n), rng.normal(0, 1, n) + 3, float(rng.uniform(0.01, 0.03))


@check("batch normalization, forward")
def batch_norm_forward(answer: object) -> None:
    Z, gamma, beta, epsilon = draw()
    N, n = Z.shape
    got = as_array(
        "batch_norm_forward(…)",
        call("batch_norm_forward", answer, Z, gamma, beta, epsilon),
        Z.shape,
        "(samples, units)",
    )
    mean, variance = Z.mean(axis=0), Z.var(axis=0)
    whole, one, zero = Z.mean(), np.ones(n), np.zeros(n)
    slips = {
        "The statistics were taken along the wrong axis, over the units of a sample: here it is axis=0.": (
            lambda: gamma * normalise(Z.T, np.ones(N), np.zeros(N), epsilon).T + beta
        ),
        "One mean and one variance were taken for all units together: every unit has its own, axis=0.": (
            lambda: normalise(Z, gamma, beta, epsilon, np.full(n, whole), np.full(n, Z.var()))
        ),
        "The variance was divided by N − 1 (ddof=1), expected the mean over the batch, 1/N.": (
            lambda: normalise(Z, gamma, beta, epsilon, mean, Z.var(axis=0, ddof=1))
        ),
        "The sum of the squares was taken, expected their mean over the batch: 1/N is missing.": (
            lambda: normalise(Z, gamma, beta, epsilon, mean, N * variance)
        ),
        "epsilon stands outside the square root, expected inside: √(variance + epsilon).": (
            lambda: normalise(Z, gamma, beta, 0, mean, (np.sqrt(variance) + epsilon) ** 2)
        ),
        "epsilon has no effect: where a unit hardly varies it matters, see the first column.": (
            lambda: normalise(Z, gamma, beta, 0)
        ),
        "Divided by the variance, expected by its square root.": (
            lambda: normalise(Z, gamma, beta, 0, mean, (variance + epsilon) ** 2)
        ),
        "The second moment E[z²] was taken, expected the variance: subtract the mean first.": (
            lambda: normalise(Z, gamma, beta, epsilon, mean, variance + mean**2)
        ),
        "The mean was not subtracted.": lambda: normalise(Z, gamma, beta, epsilon, zero, variance),
        "gamma and beta have changed places.": lambda: normalise(Z, beta, gamma, epsilon),
        "gamma has no effect.": lambda: normalise(Z, one, beta, epsilon),
        "beta has no effect.": lambda: normalise(Z, gamma, zero, epsilon),
        "gamma scales beta too: scale first, then shift.": lambda: normalise(Z, gamma, gamma * beta, epsilon),
    }
    expected = normalise(Z, gamma, beta, epsilon)
    look = "With gamma 1 and beta 0 each column should have mean 0 and, but for epsilon, variance 1."
    expect("batch_norm_forward(…)", got, expected, slips, "(samples, units)", rtol=1e-4, look=look)


def gradient(
    dout: npt.NDArray, at: npt.NDArray, function: Callable[[npt.NDArray], npt.NDArray]
) -> npt.NDArray[np.float64]:
    """Gradient of sum(dout * function(at)) with respect to at."""
    return complex_step(lambda x: np.sum(dout * function(x)), at)


@check("batch normalization, backward")
def batch_norm_backward(answer: object) -> None:
    Z, gamma, beta, epsilon = draw()
    dout = np.random.default_rng().normal(size=Z.shape)
    N, n = Z.shape
    got = call("batch_norm_backward", answer, dout, Z, gamma, epsilon)
    if not isinstance(got, tuple | list) or len(got) != 3:
        fail("batch_norm_backward should return three arrays: return dZ, dgamma, dbeta.")
    mean, variance = Z.mean(axis=0), Z.var(axis=0)
    dbeta = gradient(dout, beta, lambda b: normalise(Z, gamma, b, epsilon))
    dgamma = gradient(dout, gamma, lambda g: normalise(Z, g, beta, epsilon))
    expect(
        "dbeta",
        got[2],
        dbeta,
        {
            "That is the mean over the batch. beta is added to every sample, so its gradient is the sum.": dbeta / N,
            "That is dgamma: the order is dZ, dgamma, dbeta.": dgamma,
            "The sum ran over the wrong axis: beta has an entry for each unit, so sum over the samples, axis=0.": (
                lambda: dout.sum(axis=1)[:n] if N >= n else np.zeros(n)
            ),
        },
        "(units)",
        rtol=1e-4,
    )
    expect(
        "dgamma",
        got[1],
        dgamma,
        {
            "dout was multiplied with Z itself. gamma multiplies the normalised Z.": (dout * Z).sum(axis=0),
            "dout was multiplied with Z − mean, without the division by √(variance + epsilon).": (
                (dout * (Z - mean)).sum(axis=0)
            ),
            "That is the mean over the batch. gamma acts on every sample, so its gradient is the sum.": dgamma / N,
            "dout was multiplied with gamma times the normalised Z: without gamma.": gamma * dgamma,
        },
        "(units)",
        rtol=1e-4,
    )

    def dZ(gamma: npt.NDArray = gamma, **held: npt.NDArray) -> npt.NDArray:
        return gradient(dout, Z, lambda z: normalise(z, gamma, beta, epsilon, **held))

    expected = dZ()
    # What comes through the mean is the same for all samples.
    through_mean = dZ(spread=variance) - dZ(mean=mean, spread=variance)
    slips = {
        "Mean and variance were held fixed. They depend on every sample of the batch: two paths are missing.": (
            lambda: dZ(mean=mean, spread=variance)
        ),
        "The path through the variance is missing: it too depends on every Z.": lambda: dZ(spread=variance),
        "The path through the mean is missing: it too depends on every Z.": lambda: dZ(mean=mean),
        "gamma is missing: dout reaches the normalised Z through it.": lambda: dZ(np.ones(n)),
        "The path through the mean lacks its 1/N.": lambda: expected + (N - 1) * through_mean,
        "The sign of the path through the mean is wrong.": lambda: expected - 2 * through_mean,
        "The sign of the path through the variance is wrong.": lambda: 2 * dZ(spread=variance) - expected,
        "The path through the variance lacks a 2, the derivative of a square.": (
            lambda: (expected + dZ(spread=variance)) / 2
        ),
        "The path through the variance lacks its 1/N.": (
            lambda: dZ(spread=variance) + N * (expected - dZ(spread=variance))
        ),
        "Divided by the variance, expected by its square root.": (lambda: expected / np.sqrt(variance + epsilon)),
        "epsilon is missing: use the same √(variance + epsilon) as on the way forward.": (
            lambda: gradient(dout, Z, lambda z: normalise(z, gamma, beta, 0.0))
        ),
    }
    look = "Draw the graph: Z goes into the mean, into the variance and into the numerator. Which paths do you have?"
    expect("dZ", got[0], expected, slips, "(samples, units)", rtol=1e-4, look=look)
