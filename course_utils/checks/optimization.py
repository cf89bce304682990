"""Checks of assignment 2, Optimization: the limit of gradient descent; the rest is imported here.

The references are spectral norms, and walks that are really walked.
"""

from __future__ import annotations

import numpy as np

from course_utils import tiny_example
from course_utils.checks import (
    optimization_landscape,
    optimization_methods,
    optimization_newton,
    optimization_noise,
    optimization_settings,
)
from course_utils.checks.answers import a, as_array, call
from course_utils.checks.compare import expect
from course_utils.checks.optimization_landscape import gradient, hessian
from course_utils.checks.optimization_methods import adam, gradient_descent, momentum
from course_utils.checks.optimization_newton import goes_uphill, limited, newton_step, saddle_free_step, shorten
from course_utils.checks.optimization_noise import five_walks, measured_spread, spread_lines
from course_utils.checks.optimization_settings import anneal, best_momentum
from course_utils.checks.report import NotYet, check, fail
from course_utils.checks.report import summary as summary_of

__all__ = ["adam", "anneal", "best_momentum", "fates", "five_walks", "goes_uphill", "gradient", "gradient_descent"]
__all__ += [
    "hessian",
    "limited",
    "measured_spread",
    "momentum",
    "newton_step",
    "saddle_free_step",
    "shorten",
    "spread_lines",
]
__all__ += ["stability_limit", "summary", "which_exceeds"]

RTOL = 1e-4  # float32 is welcome


@check("stability_limit")
def stability_limit(answer: object) -> None:
    """2 / λmax, by the spectral norm of random Hessians."""
    rng = np.random.default_rng()
    cases = [
        np.diag([0.5, 1.0, 4.0]),
        *(A @ A.T + 0.1 * np.eye(n) for n in (2, 3, 5) for A in [rng.normal(size=(n, n))]),
    ]
    for H in cases:
        most, least = np.linalg.norm(H, 2), 1 / np.linalg.norm(np.linalg.inv(H), 2)
        slips = {
            "That comes from the least eigenvalue; the steepest direction is the first to fail.": 2 / least,
            "That is 1/λ, where the distance becomes 0 in one step; it begins to grow at twice that.": 1 / most,
            "That is the curvature itself.": most,
            "It is upside down.": most / 2,
            "That comes from an entry of the matrix; the curvatures are its eigenvalues.": 2 / H.max(),
            "That comes from the diagonal; the curvatures are the eigenvalues.": 2 / np.diag(H).max(),
            "That comes from the trace, the sum of all eigenvalues; the largest one decides.": 2 / np.trace(H),
            "That comes from the determinant, the product of all eigenvalues.": 2 / np.linalg.det(H),
            "That comes from the norm of all entries, which is a little larger than the largest eigenvalue.": 2
            / np.linalg.norm(H),
            "That is for the mean of the curvatures; the largest one decides.": 2 * len(H) / np.trace(H),
            "That is the best stepsize for both directions, not yet the limit.": 2 / (most + least),
        }
        name = f"stability_limit of a Hessian with the eigenvalues {np.linalg.eigvalsh(H).round(3).tolist()}"
        look = "|1 - ηλ| < 1 must hold for all eigenvalues λ."
        expect(name, call("stability_limit", answer, H), 2 / most, slips, rtol=RTOL, look=look)


@check("which_exceeds")
def which_exceeds(limit: object, too_large: object) -> None:
    """The limit at the minimum of the tiny example, and 0.25 or 0.35."""
    low, high = np.linalg.eigvalsh(tiny_example.hessian(tiny_example.MINIMA[0]))
    slips = {
        "That comes from the flat direction, 0.16; the steep one is the first to fail.": 2 / low,
        "That is 1/5.84, where the steep distance becomes 0 in one step; it begins to grow at twice that.": 1 / high,
        "That comes from a curvature at the saddle; the minimum has others.": 2 / 3.08,
        "That is the curvature itself, not yet the stepsize.": high,
        "That is the ratio of the curvatures, the condition number.": high / low,
    }
    expect("limit", limit, 2 / high, slips, rtol=2e-3, look="The eigenvalues at the minimum are 0.16 and 5.84.")
    if too_large is None or too_large is ...:
        raise NotYet("too_large is still missing.")
    if isinstance(too_large, list | tuple | set | np.ndarray):
        fail(f"too_large is {a(too_large)}, expected one number: only one of the two exceeds the limit.")
    if as_array("too_large", too_large, ()) == 0.25:
        fail("too_large is 0.25, but 1 - 0.25 · 5.84 = -0.46: each step changes the side, and the distance shrinks.")
    expect("too_large", too_large, 0.35, rtol=1e-9, look="Which of 0.25 and 0.35 is above the limit?")


FATES = ("converges", "oscillates", "diverges")


@check("fates")
def fates(answer: object, curvature_at_start: object) -> None:
    """Four walks, really walked."""
    cases = {f"eta {eta} from (-0.5, {y:g})": (eta, y) for eta in (0.25, 0.35) for y in (1.5, 2)}
    if not isinstance(answer, dict) or set(answer) != set(cases):
        fail(f"fates is {a(answer)}, expected a dictionary with the four cases as they stood there.")
    if any(word is None or word is ... or (isinstance(word, str) and not word) for word in answer.values()):
        raise NotYet("A word is still missing.")
    for case, (eta, y) in cases.items():
        word = answer[case].strip().lower() if isinstance(answer[case], str) else ""
        if word not in FATES:
            fail(f"{case}: {a(answer[case])} is none of the words {', '.join(FATES)}.")
        walk = tiny_example.walk("gradient descent", [-0.5, y], steps=400, eta=eta)
        distance = np.linalg.norm(walk - tiny_example.MINIMA[0], axis=1)
        gone = np.isnan(distance[-1])
        true = "diverges" if gone else "converges" if distance[-1] < 1e-3 else "oscillates"
        if word != true:
            far = f"beyond a million from step {int(np.argmax(np.isnan(distance)))} on" if gone else (
                f"{distance[-2]:.2g} and {distance[-1]:.2g} away from the minimum after 399 and 400 steps"
            )  # fmt: skip
            fail(f"{case}: a walk of 400 steps does not say {word!r}; it is {far}.", "Try it, with gradient_descent.")
    H = tiny_example.hessian(np.array([-0.5, 2.0]))
    low, high = np.linalg.eigvalsh(H)
    slips = {
        "That is the smaller eigenvalue.": low,
        "That is an entry of the Hessian, not an eigenvalue.": H[0, 0],
        "That is the largest eigenvalue at the minimum; the start has another.": 5.84,
        "That is the largest eigenvalue at the other start, (-0.5, 1.5).": np.linalg.eigvalsh(
            tiny_example.hessian(np.array([-0.5, 1.5]))
        )[1],
        "That is 2 divided by it.": 2 / high,
    }
    look = "np.linalg.eigvalsh of the Hessian at (-0.5, 2)."
    expect("curvature_at_start", curvature_at_start, high, slips, rtol=5e-3, look=look)


def summary() -> None:
    """How far one is."""
    first, *rest = (
        optimization_landscape,
        optimization_methods,
        optimization_newton,
        optimization_settings,
        optimization_noise,
    )
    summary_of(first.__name__, __name__, *(part.__name__ for part in rest))
