"""Checks of assignment 2: how widely a noisy walk hovers; and the five walks of the plot that is read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from course_utils import tiny_example
from course_utils.checks.answers import as_array, call
from course_utils.checks.derivation import Derivation
from course_utils.checks.report import check, fail


def variance(eta: float, lam: float, sigma: float) -> float:
    """What many steps add up to: each one's noise, shrunk by all the steps after it."""
    return float(sum((eta * sigma) ** 2 * (1 - eta * lam) ** (2 * k) for k in range(3000)))


def draw(rng: np.random.Generator) -> dict:
    """A stable stepsize, and the variance that goes with it."""
    lam, sigma = rng.uniform(0.5, 4), rng.uniform(0.2, 2)
    eta = rng.uniform(0.1, 1.8) / lam
    return {"eta": eta, "lam": lam, "sigma": sigma, "v": variance(eta, lam, sigma)}


SPREAD = Derivation(
    left="v",
    draw=draw,
    target=lambda s: s["v"],
    final=("eta", "lam", "sigma"),
    least_lines=2,
    slips={
        "The factor 1 - eta lam is not squared: a variance takes the square of a factor.": lambda s: (
            (1 - s["eta"] * s["lam"]) * s["v"] + (s["eta"] * s["sigma"]) ** 2
        ),
        "The factor 1 - eta lam is not squared: a variance takes the square of a factor. ": lambda s: (
            s["eta"] * s["sigma"] ** 2 / s["lam"]
        ),
        "The noise is multiplied by eta in the step, so its variance by eta².": lambda s: (
            (1 - s["eta"] * s["lam"]) ** 2 * s["v"] + s["sigma"] ** 2
        ),
        "The noise is multiplied by eta in the step, so its variance by eta². ": lambda s: s["v"] / s["eta"] ** 2,
        "eta is not squared at the noise: a variance takes the square of a factor.": lambda s: (
            (1 - s["eta"] * s["lam"]) ** 2 * s["v"] + s["eta"] * s["sigma"] ** 2
        ),
        "eta is not squared at the noise: a variance takes the square of a factor. ": lambda s: s["v"] / s["eta"],
        "That is the standard deviation; v is its square.": lambda s: s["v"] ** 0.5,
        "sigma is not squared.": lambda s: s["v"] / s["sigma"],
        "The noise is missing.": lambda s: (1 - s["eta"] * s["lam"]) ** 2 * s["v"],
        "The noise has been subtracted: variances of independent parts add up, whatever the sign.": lambda s: (
            (1 - s["eta"] * s["lam"]) ** 2 * s["v"] - (s["eta"] * s["sigma"]) ** 2
        ),
        "That is the limit for small eta: the square of eta lam has been dropped.": lambda s: (
            s["eta"] * s["sigma"] ** 2 / (2 * s["lam"])
        ),
        "Solving for v: v minus (1 - eta lam)² v, so the bracket 1 - (1 - eta lam)² is in the denominator.": lambda s: (
            (s["eta"] * s["sigma"]) ** 2 / (1 - s["eta"] * s["lam"]) ** 2
        ),
        "The sign in the denominator is wrong: 1 minus the square.": lambda s: (
            (s["eta"] * s["sigma"]) ** 2 / (1 + (1 - s["eta"] * s["lam"]) ** 2)
        ),
        "1 - (1 - a)² is a (2 - a): the sign of the second term is wrong.": lambda s: (
            s["eta"] * s["sigma"] ** 2 / (s["lam"] * (2 + s["eta"] * s["lam"]))
        ),
        "lam is missing in the denominator: 1 - (1 - a)² is a (2 - a) with a = eta lam.": lambda s: s["v"] * s["lam"],
    },
)


@check("spread_lines")
def spread_lines(lines: object) -> None:
    """The derivation of the variance."""
    SPREAD.check(lines)


@check("measured_spread")
def measured_spread(answer: object) -> str:
    """Against the sum of all noise, to within the error of 20 000 walks."""
    walks, steps, worst = 20000, 120, 0.0
    seed = int(np.random.default_rng().integers(10**9))
    for eta, lam, sigma in ((0.3, 2.0, 0.5), (0.1, 1.5, 2.0), (1.5, 1.0, 0.1)):
        args = (eta, lam, sigma, walks, steps)
        values = [call("measured_spread", answer, *args, np.random.default_rng(s)) for s in (seed, seed)]
        one, other = (float(as_array("measured_spread", value, ())) for value in values)
        right = variance(eta, lam, sigma) ** 0.5
        said = (
            f"measured_spread({eta}, {lam}, {sigma}, {walks}, {steps}, rng) is {one:.4g}, expected about {right:.4g}."
        )
        if one != other:
            fail(said, "Two equal generators gave two values: take all chance from the rng that is passed in.")
        slips = {
            "That is the mean square; its root is asked for.": right**2,
            "The noise is not multiplied by eta: it is part of the gradient.": right / eta,
            "The noise stays the same in all steps; each step should draw anew.": sigma / lam,
            "The curvature has no effect: its walks drift away.": eta * sigma * steps**0.5,
            "That is the spread after a single step: go on from where the walks are.": eta * sigma,
            "sigma has no effect.": right / sigma,
            "The gradient lacks lam: it is lam · x.": variance(eta, 1.0, sigma) ** 0.5,
            "eta stands at the noise twice.": right * eta,
            "sigma is the standard deviation of the noise, not its variance.": right / sigma**0.5,
            "sigma is squared: it is a standard deviation already.": right * sigma,
            "All is zero: is there any noise, and do the walks move?": 0.0,
            "The noise is uniform between 0 and 1, whose mean is not 0.": np.hypot(right * 12**-0.5, sigma / lam / 2),
            "Squares are added up over the walks; take their mean.": right * walks**0.5,
            "The mean of x comes out near 0 whatever the spread: square first.": right / walks**0.5,
        }
        if abs(one / right - 1) < 0.04:
            worst = max(worst, abs(one / right - 1))
            continue
        again = [call("measured_spread", answer, *args, np.random.default_rng(seed + k)) for k in range(1, 6)]
        if np.std(np.array([one, *again], dtype=float)) > 0.2 * np.mean(np.abs([one, *again])):
            fail(said, "Other noise gives quite another value: are the walks independent, each with noise of its own?")
        for sentence, wrong in slips.items():
            if abs(one - wrong) <= 0.05 * abs(wrong) and abs(wrong / right - 1) > 0.08:
                fail(said, sentence)
        fail(said, "Each step of each walk: x ← x - eta (lam x + sigma ξ), ξ with variance 1.")
    return f"Within {100 * worst:.1f}% of what your derivation predicts."


def five_walks() -> dict[str, npt.NDArray]:
    """C above its least value over 300 steps, for five walks from one start; which is which the reader is to say.

    The noisy ones are means over 200 walks.
    """
    start, steps, walk = tiny_example.MINIMA[0] + [0.3, -0.25], 300, tiny_example.walk
    alpha, eta = tiny_example.best_momentum([0.16, 5.84])
    many = np.tile(start, (200, 1))
    annealed, rng = [many], np.random.default_rng(3)
    for k in range(steps):
        now = 0.25 * min(1.0, 2 * (1 - k / steps))
        annealed.append(walk("gradient descent", annealed[-1], 1, now, noise=0.05, rng=rng)[-1])
    walks = {
        "A": walk("gradient descent", many, steps, 0.25, noise=0.05, rng=np.random.default_rng(3)),
        "B": walk("momentum", start, steps, eta, alpha),
        "C": walk("gradient descent", start, steps, 0.35),
        "D": np.array(annealed),
        "E": walk("gradient descent", start, steps, 0.25),
    }
    least = tiny_example.C(tiny_example.MINIMA[0])
    return {
        name: np.maximum(tiny_example.C(w).reshape(steps + 1, -1).mean(axis=1) - least, 1e-14)
        for name, w in walks.items()
    }
