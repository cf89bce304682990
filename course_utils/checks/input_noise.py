"""Checks of assignment 5: noise on a linear model's inputs, and the ridge regression that it equals."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import call
from course_utils.checks.compare import expect
from course_utils.checks.derivation import Derivation
from course_utils.checks.report import check


def draw_noise(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    """All equally likely noises whose entries are +s or -s: mean 0, variance s^2, uncorrelated."""
    s, D = rng.uniform(0.3, 0.8), int(rng.choice((3, 4, 5)))
    e = s * np.array(list(itertools.product((-1.0, 1.0), repeat=D)))
    return {"w": rng.uniform(0.3, 1.5, D), "x": rng.normal(size=D), "y": rng.normal(), "e": e, "s": s, "D": D}


def noisy(x: Mapping[str, npt.NDArray]) -> npt.NDArray:
    return np.mean(((x["x"] + x["e"]) @ x["w"] - x["y"]) ** 2)


def clean(x: Mapping[str, npt.NDArray]) -> npt.NDArray:
    return (x["x"] @ x["w"] - x["y"]) ** 2


NOISE = Derivation(
    left="the expected squared error",
    draw=draw_noise,
    target=noisy,
    indices=lambda x: {"r": len(x["e"]), "i": len(x["x"]), "k": len(x["x"])},
    final=("w", "x", "y", "s"),
    least_lines=4,
    slips={
        "The noise is lost. Its mean is zero, that of its square is not.": clean,
        "The standard deviation s stands where the noise's variance s**2 belongs.": lambda x: (
            clean(x) + (noisy(x) - clean(x)) / x["s"]
        ),
        "The cross terms i ≠ k are still in: independent noises of mean 0 leave only i = k.": lambda x: (
            clean(x) + np.max(x["e"] @ x["w"]) ** 2
        ),
        "The squares of the weights are missing: the noise of x[i] reaches the output times w[i].": lambda x: (
            clean(x) + np.sum(x["e"][0] ** 2)
        ),
        "The noise's part is subtracted. It makes the error larger.": lambda x: 2 * clean(x) - noisy(x),
        "There is a factor of 2 too many at the noise's part.": lambda x: 2 * noisy(x) - clean(x),
        "A factor D is too many: each input adds its own part, s**2 * w[i]**2.": lambda x: (
            clean(x) + x["D"] * (noisy(x) - clean(x))
        ),
        "Σw² under a root: ||w||² has none.": lambda x: clean(x) + x["s"] ** 2 * np.linalg.norm(x["w"]),
    },
)


@check("input noise on a linear model")
def noise(lines: object) -> None:
    NOISE.check(lines)


def least_squares(X: npt.NDArray, y: npt.NDArray, weight: float) -> npt.NDArray[np.float64]:
    """Least squares where each weight is a further sample, "this should be 0", that counts so much."""
    more = np.sqrt(weight) * np.eye(X.shape[1])
    return np.linalg.lstsq(np.vstack([X, more]), np.append(y, np.zeros(len(more))), rcond=None)[0]


@check("ridge regression")
def ridge(answer: object) -> None:
    rng = np.random.default_rng()
    N, n = 8, 3
    X, y, strength = rng.normal(size=(N, n)), rng.normal(size=N), float(rng.uniform(0.2, 0.5))

    def fit(weight: float) -> npt.NDArray[np.float64]:
        return least_squares(X, y, weight)

    slips = {
        "The 1/N of the mean is missing (or an N at strength): the criterion has a mean over the samples.": fit(
            strength
        ),
        "strength has no effect: this is plain least squares.": fit(0),
        "strength is divided by N twice.": fit(strength / N),
        "strength counts half: the derivative of both squares has a 2, and it cancels.": fit(N * strength / 2),
        "strength counts twice: the derivative of both squares has a 2, and it cancels.": fit(2 * N * strength),
        "strength is squared.": fit(N * strength**2),
        "strength has entered with the wrong sign.": (
            lambda: np.linalg.lstsq(X.T @ X - N * strength * np.eye(n), X.T @ y, rcond=None)[0]
        ),
        "strength was added to every entry of X.T @ X, expected on its diagonal only: times np.eye.": (
            lambda: np.linalg.lstsq(X.T @ X + N * strength, X.T @ y, rcond=None)[0]
        ),
    }
    look = "At the minimum the gradient of the criterion is zero: write it down and solve for w."
    got = call("ridge", answer, X, y, strength)
    expect("ridge(X, y, strength)", got, fit(N * strength), slips, "(inputs)", rtol=1e-4, look=look)
