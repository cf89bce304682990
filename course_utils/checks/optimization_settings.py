"""Checks of assignment 2: the best momentum for two curvatures, and a schedule for the stepsize."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.optimize

from course_utils.checks.answers import a, as_array, call
from course_utils.checks.compare import expect
from course_utils.checks.report import check, fail

RTOL = 1e-4  # float32 is welcome


def factor(alpha: float, eta: float, curvatures: npt.NDArray) -> float:
    """By how much a step with momentum shrinks the distance in the long run, in the slowest direction."""
    maps = [[[1 + alpha - eta * curvature, -alpha], [1, 0]] for curvature in curvatures]
    return float(np.abs(np.linalg.eigvals(maps)).max())


@check("best_momentum")
def best_momentum(answer: object) -> str:
    """Against a numerical search for the least factor."""
    for mu, L in ((0.16, 5.84), tuple(np.sort(np.exp(np.random.default_rng().uniform(-2, 2, size=2))) * [0.5, 1.0])):
        value = call("best_momentum", answer, mu, L)
        if not isinstance(value, tuple | list | np.ndarray) or len(value) != 2:
            fail(f"best_momentum returned {a(value)}, expected two things: alpha, eta")
        alpha, eta = (float(as_array(n, v, ())) for n, v in zip(("alpha", "eta"), value, strict=True))
        if not (abs(alpha) < 1e6 and abs(eta) < 1e6):
            fail(f"best_momentum returned {alpha:.3g}, {eta:.3g}: alpha is between 0 and 1, and eta below 4 / L.")
        grid = [(factor(al, e / L, np.array([mu, L])), al, e / L) for al in np.linspace(0, 0.9, 10) for e in (1, 2, 3)]
        found = scipy.optimize.minimize(
            lambda x, mu=mu, L=L: factor(*x, np.array([mu, L])), min(grid)[1:], method="Nelder-Mead",
            options={"xatol": 1e-10, "fatol": 1e-10, "maxiter": 4000},
        )  # fmt: skip
        ours = factor(alpha, eta, np.array([mu, L]))
        if ours <= found.fun + 2e-4 and abs(ours**2 - alpha) < 2e-3:
            continue
        root = found.x[0] ** 0.5
        said = f"best_momentum({mu:.4g}, {L:.4g}) = {alpha:.5g}, {eta:.5g} shrinks the slower direction by {ours:.4f};"
        slips = {
            "The order is alpha, eta.": (found.x[1], found.x[0]),
            "alpha is the square of that fraction.": (root, found.x[1]),
            "The stepsize is the best without momentum; with it another one is best.": (found.x[0], 2 / (L + mu)),
            "The roots of the curvatures belong in alpha, not the curvatures themselves.": (
                ((L - mu) / (L + mu)) ** 2,
                found.x[1],
            ),
            "The denominator of the stepsize is not squared.": (found.x[0], (4 * found.x[1]) ** 0.5),
            "The stepsize is four times too small.": (found.x[0], found.x[1] / 4),
            "The stepsize is too small by a factor of 2.": (found.x[0], found.x[1] / 2),
            "Without momentum one can do no better; with it one can.": (0.0, 2 / (L + mu)),
            "alpha is negative of what it should be.": (-found.x[0], found.x[1]),
            "That is the momentum one takes in practice; for two known curvatures a better one can be computed.": (
                0.9,
                found.x[1],
            ),
        }
        why = "Both directions should have the same factor, the root of alpha: neither can do better alone."
        for sentence, pair in slips.items():
            if np.allclose((alpha, eta), pair, rtol=1e-3, atol=1e-6):
                why = sentence
        fail(said, f"a search found {found.fun:.4f}.", why)
    return "For 0.16 and 5.84 the distance shrinks by 0.716 a step; without momentum 0.947 is the best."


@check("anneal")
def anneal(answer: object) -> None:
    """All k of an even and an odd K."""
    for K in (10, 7):
        k, eta = np.arange(K + 1), 0.4
        value = np.array(
            [float(as_array(f"anneal({i}, {K}, 0.4)", call("anneal", answer, int(i), K, eta), ())) for i in k]
        )
        right = np.interp(k, [0, K / 2, K], [eta, eta, 0])
        if np.allclose(value, right, rtol=RTOL, atol=1e-6):
            continue
        slips = {
            "It falls from the start; in the first half it should stay.": np.interp(k, [0, K], [eta, 0]),
            "It never falls.": np.full(K + 1, eta),
            "It drops to 0 at once in the middle; it should fall in a straight line.": np.where(k <= K / 2, eta, 0),
            "It begins above eta: 2 (1 - k/K) is more than 1 in the first half.": eta * 2 * (1 - k / K),
            "eta is missing.": right / eta,
            "k is off by one: that is the stepsize of the next step.": np.interp(k + 1, [0, K / 2, K], [eta, eta, 0]),
            "k is off by one: that is the stepsize of the step before.": np.interp(k - 1, [0, K / 2, K], [eta, eta, 0]),
            "It falls along a cosine; a straight line is asked for.": eta
            * np.where(k <= K / 2, 1, (1 + np.cos(np.pi * (2 * k / K - 1))) / 2),
            "It drops to half in the middle and falls from there: at K/2 the line should begin at eta.": eta
            * np.where(k <= K / 2, 1, 1 - k / K),
            "The halves are exchanged: it falls in the first and stays in the second.": np.interp(
                k, [0, K / 2, K], [eta, 0, 0]
            ),
            "The middle of an odd K is no whole number: // cuts it off.": np.interp(k, [0, K // 2, K], [eta, eta, 0]),
            "It reaches 0 one step late: 0 belongs at k = K.": np.interp(k, [0, K / 2, K + 1], [eta, eta, 0]),
            "Whole-number division // makes steps of the line.": eta * np.minimum(1.0, 2 * (1 - k // K)),
        }
        at = int(np.argmax(~np.isclose(value, right, rtol=RTOL, atol=1e-6)))
        why = [s for s, wrong in slips.items() if np.allclose(value, wrong, rtol=RTOL, atol=1e-6)]
        expect(f"anneal({at}, {K}, 0.4)", value[at], right[at], {w: value[at] for w in why[:1]}, rtol=RTOL,
               look="eta up to the middle, 0 at the end, in between a straight line.")  # fmt: skip
