"""Checks of assignment 5: weight decay and its prior.

``input_noise``, ``shrinkage``, ``averaging`` and ``posterior_checks`` hold the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import norm

from course_utils.checks import averaging, input_noise, posterior_checks, report, shrinkage
from course_utils.checks.answers import call
from course_utils.checks.averaging import averaging_never_hurts, ensemble_losses
from course_utils.checks.compare import central_difference, complex_step, expect
from course_utils.checks.derivation import Derivation
from course_utils.checks.formulas import formulas
from course_utils.checks.input_noise import noise, ridge
from course_utils.checks.posterior_checks import log_joint, log_predictive, mode_and_mean, posterior
from course_utils.checks.report import check, fail
from course_utils.checks.shrinkage import choose_and_report, early_stopping, l1_step, soft_threshold

__all__ = [
    "averaging_never_hurts",
    "choose_and_report",
    "early_stopping",
    "ensemble_losses",
    "l1_step",
    "log_joint",
    "log_predictive",
    "mode_and_mean",
    "noise",
    "posterior",
    "ridge",
    "soft_threshold",
]

# Weight decay.


@check("weight decay and its gradient")
def penalty(answer: object) -> None:
    rng = np.random.default_rng()
    weights = [rng.normal(size=(4, 3)), rng.normal(size=(2, 4))]
    strength = float(rng.uniform(0.2, 0.4))
    got = call("penalty", answer, weights, strength)
    if not isinstance(got, tuple | list) or len(got) != 2:
        fail("penalty should return two things: the value, and the list of gradients.")

    def value(power: int = 2) -> float:
        return strength * sum(float(np.sum(np.abs(W) ** power)) for W in weights)

    expect(
        "the value",
        got[0],
        value(),
        {
            "The root of the sum of squares was taken: ||W||² is the sum itself.": (
                lambda: strength * sum(np.linalg.norm(W) for W in weights)
            ),
            "The weights' absolute values were summed, expected their squares.": lambda: value(1),
            "The mean of the squares was taken, expected their sum.": (
                lambda: strength * sum(np.mean(W**2) for W in weights)
            ),
            "strength is missing.": lambda: value() / strength,
            "Only the last layer counts: add up over all of them.": lambda: strength * np.sum(weights[-1] ** 2),
            "Only the first layer counts: add up over all of them.": lambda: strength * np.sum(weights[0] ** 2),
        },
        rtol=1e-4,
    )
    if not isinstance(got[1], tuple | list) or len(got[1]) != len(weights):
        fail(f"The gradients should be a list of {len(weights)} arrays, one for each layer.")
    for l, (W, gradient) in enumerate(zip(weights, got[1], strict=True), start=1):
        slope = complex_step(lambda W: np.sum(W * W), W)
        slips = {
            "strength is missing.": slope,
            "That is the gradient of the sum of absolute values.": strength * np.sign(W),
            "The gradient of the square root was taken: there is no root in ||W||².": (
                strength * complex_step(lambda W: np.sqrt(np.sum(W * W)), W)
            ),
            "The 2 is missing: the derivative of w² is 2w.": strength * slope / 2,
            "strength is squared.": strength**2 * slope,
            "It is divided by the number of weights, which belongs to a mean.": strength * slope / W.size,
        }
        expect(f"gradient {l}", gradient, strength * slope, slips, "the shape of W", rtol=1e-4)


def draw_step(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    return {
        "w": rng.normal(size=4),
        "g": rng.normal(size=4),
        "eta": rng.uniform(0.1, 0.4),
        "lam": rng.uniform(0.3, 0.8),
    }


def stepped(x: Mapping[str, npt.NDArray], decay: float = 1.0) -> npt.NDArray[np.float64]:
    """A step down the gradient of g.w + decay * lam ||w||^2, measured by small differences."""
    slope = central_difference(lambda w: x["g"] @ w + decay * x["lam"] * w @ w, x["w"])
    return x["w"] - x["eta"] * slope


DECAYED_STEP = Derivation(
    left="the weights after a step",
    draw=draw_step,
    target=stepped,
    least_lines=2,
    slips={
        "The 2 is missing: the derivative of lam * w² is 2 * lam * w.": lambda x: stepped(x, 0.5),
        "The step goes uphill: minus eta times the gradient.": lambda x: 2 * x["w"] - stepped(x),
        "The decay makes the weights grow: mind the sign.": lambda x: stepped(x, -1),
        "eta is missing at the decay: it is part of the gradient, and eta multiplies all of it.": lambda x: stepped(
            x, 1 / x["eta"]
        ),
        "The decay is missing: C has the term lam ||w||².": lambda x: stepped(x, 0),
        "The factor shrinks g too: it belongs to w alone.": lambda x: stepped(
            {**x, "g": x["g"] * (1 - 2 * x["eta"] * x["lam"])}
        ),
        "eta is missing at the gradient g of C.": lambda x: stepped({**x, "g": x["g"] / x["eta"]}),
    },
    rtol=1e-5,
)


@check("a step with weight decay")
def decayed_step(lines: object) -> None:
    DECAYED_STEP.check(lines)


def draw_prior(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    return {
        "w": rng.uniform(0.5, 2),
        "s": rng.uniform(0.4, 0.8),
        "N": int(rng.integers(3, 9)),
        "lam": rng.uniform(0.2, 2),
    }


def prior_slope(w: float, s: float, N: float) -> float:
    """Slope of -(1/N) log N(w; 0, s^2)."""
    return float(central_difference(lambda w: -norm.logpdf(w, 0, s) / N, np.array(w)))


def prior_formula(left: str, names: str, target: Callable, slips: Mapping[str, Callable]) -> Derivation:
    def draw(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
        return {name: value for name, value in draw_prior(rng).items() if name in names.split()}

    return Derivation(left=left, draw=draw, target=target, slips=slips, rtol=1e-5)


def decay_of(s: float, N: float) -> float:
    """The strength whose slope is the prior's: both are in proportion to w, so one w will do."""
    return brentq(
        lambda lam: float(central_difference(lambda w: lam * w * w, np.array(1.0))) - prior_slope(1, s, N), 0, 99
    )


def sd_of(lam: float, N: float) -> float:
    return brentq(lambda s: decay_of(s, N) - lam, 0.1, 9)


TWO = "A factor of 2: the derivative of lam * w² is 2 * lam * w."
PRIOR = {
    "gradient": prior_formula(
        "the gradient of −(1/N) log P(w)",
        "w s N",
        lambda x: prior_slope(x["w"], x["s"], x["N"]),
        {
            "The standard deviation s stands where the variance s**2 belongs.": lambda x: (
                prior_slope(x["w"], x["s"], x["N"]) * x["s"]
            ),
            "1/N is missing.": lambda x: prior_slope(x["w"], x["s"], 1),
            "The ½ of the exponent has gone wrong: the derivative of w²/2 is w.": lambda x: (
                2 * prior_slope(x["w"], x["s"], x["N"])
            ),
            "w is missing: the slope of w² is in proportion to w.": lambda x: prior_slope(1, x["s"], x["N"]),
            "That is −(1/N) log P(w) itself, up to a constant: differentiate.": lambda x: (
                -(norm.logpdf(x["w"], 0, x["s"]) - norm.logpdf(0, 0, x["s"])) / x["N"]
            ),
        },
    ),
    "strength": prior_formula(
        "the strength lam",
        "s N",
        lambda x: decay_of(x["s"], x["N"]),
        {
            TWO: lambda x: 2 * decay_of(x["s"], x["N"]),
            "The standard deviation s stands where the variance s**2 belongs.": lambda x: (
                decay_of(x["s"], x["N"]) * x["s"]
            ),
            "1/N is missing: C is a mean over samples, the prior counts once for all of them.": lambda x: decay_of(
                x["s"], 1
            ),
            "N multiplies, expected 1/N: the more samples, the less the prior counts.": lambda x: decay_of(
                x["s"], 1 / x["N"]
            ),
            "It is inverted: a narrow prior is a strong decay.": lambda x: 1 / decay_of(x["s"], x["N"]),
        },
    ),
    "sd": prior_formula(
        "the prior's standard deviation s",
        "lam N",
        lambda x: sd_of(x["lam"], x["N"]),
        {
            "That is the variance s**2: take its root.": lambda x: sd_of(x["lam"], x["N"]) ** 2,
            "1/N is missing.": lambda x: sd_of(x["lam"], 1),
            "A factor of 2 under the root: look at your formula for the strength.": lambda x: sd_of(
                x["lam"] / 2, x["N"]
            ),
            "It is inverted: a strong decay is a narrow prior.": lambda x: 1 / sd_of(x["lam"], x["N"]),
        },
    ),
}


@check("weight decay's prior")
def prior(answers: object) -> None:
    formulas("prior", answers, PRIOR)


def summary() -> None:
    """Say what passes so far."""
    report.summary(__name__, *(part.__name__ for part in (input_noise, shrinkage, averaging, posterior_checks)))
