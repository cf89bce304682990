"""Checks of assignment 1: the L1 and L2 terms, and their gradients, compared with differences of the terms."""

from __future__ import annotations

import numpy as np

from course_utils.checks.answers import call
from course_utils.checks.compare import central_difference, expect
from course_utils.checks.example_network_gradients import dictionary
from course_utils.checks.report import check

RTOL = 1e-4  # float32 is welcome


def weights(rng: np.random.Generator) -> dict:
    """Weights of three layers, none near 0, where abs(w) has a kink."""
    shapes = {1: (3, 2), 2: (4, 3), 3: (2, 4)}
    return {l: rng.choice([-1, 1], size=s) * rng.uniform(0.2, 2, size=s) for l, s in shapes.items()}


@check("penalty")
def penalty(answer: object) -> None:
    """The L1 and L2 terms."""
    W = weights(np.random.default_rng())
    one, two = (sum(float(np.linalg.norm(V.ravel(), p)) ** p for V in W.values()) for p in (1, 2))
    last = {p: float(np.linalg.norm(W[3].ravel(), p)) ** p for p in (1, 2)}
    count = sum(V.size for V in W.values())
    for l1, l2 in ((0.3, 0.0), (0.0, 0.7), (0.3, 0.7)):
        slips = {
            "The L2 term has a root too many: squares are added, without a root.": l1 * one + l2 * two**0.5,
            "The L2 term has a root too many: the norm of each matrix, where squares should be added.": l1 * one
            + l2 * sum(float(np.linalg.norm(V)) for V in W.values()),
            "The absolute values are missing: positive and negative weights cancel.": l1
            * sum(V.sum() for V in W.values())
            + l2 * two,
            "The two lambdas are swapped.": l2 * one + l1 * two,
            "There is a 1/2 at the L2 term; this definition has none.": l1 * one + l2 * two / 2,
            "It is a mean over the weights; a sum is asked for.": (l1 * one + l2 * two) / count,
            "Only one layer is there: all layers count.": l1 * last[1] + l2 * last[2],
            "Only the first layer is there: all layers count.": l1 * np.abs(W[1]).sum() + l2 * (W[1] ** 2).sum(),
            "lambda2 is squared too.": l1 * one + l2**2 * two,
        }
        value = call("penalty", answer, W, l1, l2)
        expect(f"penalty with lambda1 = {l1}, lambda2 = {l2}", value, l1 * one + l2 * two, slips, rtol=RTOL)


@check("penalty_gradient")
def penalty_gradient(answer: object) -> None:
    """The gradient of the L1 and L2 terms against differences of the terms."""
    W = weights(np.random.default_rng())
    for l1, l2 in ((0.3, 0.0), (0.0, 0.7), (0.3, 0.7)):
        name = f"penalty_gradient with lambda1 = {l1}, lambda2 = {l2}"
        value = dictionary(name, call("penalty_gradient", answer, W, l1, l2), W)
        for l, V in W.items():
            slope1, slope2 = (central_difference(lambda V, p=p: (np.abs(V) ** p).sum(), V) for p in (1, 2))
            one, two = l1 * slope1, l2 * slope2
            slips = {
                "The factor 2 from the derivative of w² is missing.": one + two / 2,
                "The L1 term lost its sign: the slope of abs(w) is -1 for negative w.": np.abs(one) + two,
                "The L1 term is abs(w) itself; its slope is asked for.": l1 * np.abs(V) + two,
                "The L1 term is w; the slope of abs(w) does not depend on how large w is.": l1 * V + two,
                "The L2 term is w² itself; its slope is asked for.": one + l2 * V**2,
                "The two lambdas are swapped.": l2 * slope1 + l1 * slope2,
                "The L1 term has the wrong sign.": two - one,
                "The L1 term is missing.": two,
                "The L2 term is missing.": one,
                "It is divided by the number of weights; the penalty is a sum.": (one + two) / V.size,
            }
            expect(f"{name}: entry {l}", value[l], one + two, slips, "(units out, units in)", RTOL)
