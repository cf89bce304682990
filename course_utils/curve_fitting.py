"""Fitting a curve to a few noisy samples: small enough to see what overfitting is, and what holds it back (slide 35).

The true function is sin(4x) on [-1, 1]; samples lie at equal distances and carry Gaussian noise. A polynomial

    f(x) = w_0 + w_1 x + ... + w_K x^K

is fitted by least squares, so everything here is exact: no training, no learning curve. Many data sets are fitted
at once, one a column.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NOISE = 0.3  # standard deviation of the samples' noise
EVERYWHERE = np.linspace(-1, 1, 401)  # where a fit is compared with the truth

# Gauss-Hermite quadrature: with 20 points, averages of polynomials up to degree 39 over Gaussian noise are exact.
POINTS, WEIGHTS = np.polynomial.hermite_e.hermegauss(20)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def truth(x: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The function that made the data, sin(4x)."""
    return np.sin(4 * np.asarray(x, dtype=float))


def draw(N: int, datasets: int, rng: np.random.Generator) -> tuple[npt.NDArray, npt.NDArray]:
    """Draw data sets of N samples: x (N,), the same for all, and y (N, datasets)."""
    x = np.linspace(-1, 1, N)
    return x, truth(x)[:, None] + NOISE * rng.standard_normal((N, datasets))


def powers(x: npt.ArrayLike, degree: int) -> npt.NDArray[np.float64]:
    """The features 1, x, ..., x^degree of each sample: (N,) -> (N, degree + 1)."""
    return np.vander(np.asarray(x, dtype=float), degree + 1, increasing=True)


def fit(
    x: npt.NDArray, y: npt.NDArray, degree: int, weight_decay: float = 0.0, input_noise: float = 0.0
) -> npt.NDArray[np.float64]:
    """Return the weights w, (degree + 1, ...), that minimize

        1/N sum_n E[(f(x_n + e) - y_n)^2] + lambda (w_1^2 + ... + w_K^2),   e ~ N(0, s^2).

    The expectation over input noise is taken exactly, by quadrature: each sample counts as 20 copies of itself, moved
    aside and weighted. The bias w_0 is not decayed.

    Args:
        x: (N,) inputs.
        y: (N,) outputs, or (N, R) for R data sets at once.
        degree: K. Beyond N - 1 the weights are not unique, and the shortest are returned.
        weight_decay: lambda (Tikhonov 1943; slide 37).
        input_noise: s, the standard deviation of the noise on x (Sietsma and Dow 1991; slide 37).

    Raises:
        ValueError: shapes do not fit, or a setting is negative.
    """
    if x.ndim != 1 or len(y) != len(x) or len(x) == 0:
        raise ValueError(f"fit: x has shape {x.shape} and y {y.shape}, expected (N,) and (N,) or (N, R)")
    if degree < 0 or not weight_decay >= 0 or not input_noise >= 0:
        raise ValueError(f"fit: degree {degree}, weight_decay {weight_decay}, input_noise {input_noise}: none below 0")
    N = len(x)
    A, b = powers(x, degree), y
    if input_noise:
        A = powers((x[:, None] + input_noise * POINTS).ravel(), degree) * np.sqrt(np.tile(WEIGHTS, N))[:, None]
        b = (np.repeat(y, len(POINTS), axis=0).T * np.sqrt(np.tile(WEIGHTS, N))).T
    if weight_decay:
        # A decayed weight is a further sample: "this weight should be 0".
        A = np.vstack([A, np.sqrt(N * weight_decay) * np.eye(degree + 1)[1:]])
        b = np.concatenate([b, np.zeros((degree, *y.shape[1:]))])
    return np.linalg.lstsq(A, b, rcond=None)[0]


def errors(x: npt.NDArray, y: npt.NDArray, w: npt.NDArray) -> tuple[npt.NDArray, npt.NDArray]:
    """Mean squared errors of fits, on their own samples and on new ones.

    Args:
        x: (N,) inputs of the training samples.
        y: (N, R) outputs, one data set a column.
        w: (degree + 1, R) weights, one fit a column.

    Returns:
        Training error (R,), and the error expected on new samples (R,), whose x may be anywhere in [-1, 1]: squared
        distance to the truth, plus the noise's variance, which nobody can predict.
    """
    degree = len(w) - 1
    train = np.mean((powers(x, degree) @ w - y) ** 2, axis=0)
    distance = powers(EVERYWHERE, degree) @ w - truth(EVERYWHERE)[:, None]
    return train, np.mean(distance**2, axis=0) + NOISE**2


def bias_and_variance(
    x: npt.NDArray, degree: int, weight_decay: float = 0.0, input_noise: float = 0.0
) -> tuple[float, float]:
    """Split the error expected on new samples, over all data sets with these x (Geman, Bienenstock and Doursat 1992).

    A fit is a linear function of y, so the average fit is the fit to the average y, which has no noise; and each
    sample's noise moves the fit by a curve of its own.

    Args:
        x: (N,) inputs of the training samples.
        degree: of the polynomial.
        weight_decay: lambda, as in :func:`fit`.
        input_noise: standard deviation, as in :func:`fit`.

    Returns:
        Bias squared (distance of the average fit to the truth) and variance (of single fits around the average), both
        averaged over [-1, 1]. With the noise's variance they add up to the expected error on new samples.
    """
    response = powers(EVERYWHERE, degree) @ fit(x, np.eye(len(x)), degree, weight_decay, input_noise)
    bias = response @ truth(x) - truth(EVERYWHERE)
    variance = NOISE**2 * np.sum(response**2, axis=1)
    return float(np.mean(bias**2)), float(np.mean(variance))
