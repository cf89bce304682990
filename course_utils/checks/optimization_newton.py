"""Checks of assignment 2: Newton's step, where it goes uphill, its saddle-free version, and shortened steps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import scipy.linalg

from course_utils import tiny_example
from course_utils.checks.answers import a, call
from course_utils.checks.compare import close, expect
from course_utils.checks.report import check, fail

RTOL = 1e-4  # float32 is welcome


def hessian(rng: np.random.Generator, *curvatures: float) -> npt.NDArray:
    """A symmetric matrix with these eigenvalues, in random directions."""
    V = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))[0]
    return V @ np.diag(curvatures) @ V.T


def absolute(H: npt.NDArray) -> npt.NDArray:
    """abs(H), as the root of its square."""
    return np.real(scipy.linalg.sqrtm(H @ H))


def slips(g: npt.NDArray, H: npt.NDArray) -> dict[str, npt.NDArray]:
    """Wrong steps that both methods share."""
    V = np.linalg.eigh(H)[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        entry_by_entry = -(1 / H) @ g
    return {
        "It is multiplied by the Hessian where it should be divided by it.": -H @ g,
        "It is the negative gradient: the Hessian has no effect.": -g,
        "Only the diagonal of the Hessian is used.": -g / np.diag(H),
        "Only the diagonal of the Hessian is used, in absolute value.": -g / np.abs(np.diag(H)),
        "Each entry of the Hessian is inverted for itself, 1/H; that is no inverse of a matrix.": entry_by_entry,
        "The entries of the Hessian have lost their signs; its eigenvalues should.": -np.linalg.solve(np.abs(H), g),
        "The eigenvectors are transposed: they stand in the columns of V, so V.T @ g has the parts of g.": -V.T
        @ ((V @ g) / np.abs(np.linalg.eigvalsh(H))),
        "The way back from the eigenvectors to the weights is missing.": -(V.T @ g) / np.abs(np.linalg.eigvalsh(H)),
        "The way into the eigenvectors is missing: g is divided as it is.": -V @ (g / np.abs(np.linalg.eigvalsh(H))),
        "It is divided by the eigenvalues without going into the eigenvectors.": -g / np.abs(np.linalg.eigvalsh(H)),
        "It is divided by the eigenvalues without going into the eigenvectors: g has to be expressed in them.": -g
        / np.linalg.eigvalsh(H),
        "It is multiplied by the absolute curvatures where it should be divided.": -absolute(H) @ g,
        "The entries of the step have lost their signs; the eigenvalues should.": -np.abs(np.linalg.solve(H, g)),
        "The entries of the inverse have lost their signs; the eigenvalues should.": -np.abs(np.linalg.inv(H)) @ g,
        "The root of the absolute curvature is used; the whole of it is wanted.": -np.linalg.solve(
            np.real(scipy.linalg.sqrtm(absolute(H))), g
        ),
        "Negative curvatures are left out; they should count with their absolute value.": -np.linalg.pinv(
            (H + absolute(H)) / 2, rcond=1e-8
        )
        @ g,
    }


@check("newton_step")
def newton_step(answer: object) -> None:
    """H d = -g, in bowls and at saddles."""
    rng = np.random.default_rng()
    for H in (np.array([[2.0, 1.0], [1.0, 3.0]]), hessian(rng, 3.0, 1.0, 0.4), hessian(rng, 2.0, -1.0, 0.5, -0.3)):
        g = rng.normal(size=len(H)).round(2)
        value = call("newton_step", answer, g, H)
        right = np.linalg.lstsq(H, -g, rcond=None)[0]
        wrong = slips(g, H)
        if not close(-np.linalg.solve(absolute(H), g), right):
            wrong["These are absolute curvatures already; Newton's own step comes first."] = -np.linalg.solve(
                absolute(H), g
            )
        curvatures = np.linalg.eigvalsh(H).round(2).tolist()
        look = "The step d solves H d = -g: np.linalg.solve."
        expect(f"newton_step with the curvatures {curvatures}", value, right, wrong, "(parameters,)", RTOL, look=look)


@check("saddle_free_step")
def saddle_free_step(answer: object) -> None:
    """abs(H) d = -g, in bowls and at saddles."""
    rng = np.random.default_rng()
    for H in (hessian(rng, 3.0, 1.0, 0.4), np.diag([2.0, -0.5]), hessian(rng, 3.0, -1.0, 0.5, -0.2)):
        g = rng.normal(size=len(H)).round(2)
        value = call("saddle_free_step", answer, g, H)
        right = np.linalg.lstsq(absolute(H), -g, rcond=None)[0]
        wrong = {
            "That is Newton's own step: negative curvatures still turn it around.": -np.linalg.solve(H, g)
        } | slips(g, H)
        curvatures = np.linalg.eigvalsh(H).round(2).tolist()
        look = "Eigenvectors of H, absolute values of its eigenvalues; then it is Newton's step."
        expect(
            f"saddle_free_step with the curvatures {curvatures}", value, right, wrong, "(parameters,)", RTOL, look=look
        )


@check("goes_uphill")
def goes_uphill(answer: object) -> str:
    """The slope along Newton's step, for Hessians of all kinds."""
    rng = np.random.default_rng()
    signs = [(1, 1), (1, -1), (-1, -1), (1, 1, 1), (1, 1, -1), (1, -1, -1), (-1, -1, -1)]
    cases = [(np.array([1.0, 0.1]), np.diag([2.0, -1.0])), (np.array([0.1, 1.0]), np.diag([2.0, -1.0]))]
    for _ in range(12):
        cases += [
            (rng.normal(size=len(s)), hessian(rng, *(np.array(s) * rng.uniform(0.2, 3, size=len(s))))) for s in signs
        ]
    got = []
    for g, H in cases:
        value = call("goes_uphill", answer, g, H)
        if not isinstance(value, bool | np.bool_ | int | float | np.number) or value not in (0, 1):
            fail(f"goes_uphill returned {a(value)}, expected True or False.")
        got.append(bool(value))
    steps = [np.linalg.lstsq(H, -g, rcond=None)[0] for g, H in cases]
    right = [bool(g @ d > 0) for (g, _), d in zip(cases, steps, strict=True)]
    if got == right:
        return f"Uphill in {sum(right)} of {len(right)} cases, with Hessians of all kinds."
    known = {
        "It is the other way round: uphill is where the slope along the step, g·d, is positive.": [
            not r for r in right
        ],
        "One negative eigenvalue is not enough: the slope along the step decides, and that depends on g too.": [
            bool(np.linalg.eigvalsh(H)[0] < 0) for _, H in cases
        ],
        "The step can go uphill although not all eigenvalues are negative.": [
            bool(np.linalg.eigvalsh(H)[-1] < 0) for _, H in cases
        ],
        "A negative determinant is not the test: two negative eigenvalues have a positive product, and g counts too.": [
            bool(np.linalg.det(H) < 0) for _, H in cases
        ],
        "That is the curvature along the gradient; the slope along Newton's step is asked for.": [
            bool(g @ H @ g < 0) for g, H in cases
        ],
        "A negative trace is not the test: the slope along the step decides.": [
            bool(np.trace(H) < 0) for _, H in cases
        ],
        "That asks whether the quadratic model rises by the step; uphill is a matter of the slope where one stands.": [
            bool(g @ d + d @ H @ d / 2 >= 0) for (g, H), d in zip(cases, steps, strict=True)
        ],
        "It always says False.": [False] * len(cases),
        "It always says True.": [True] * len(cases),
        "That looks at the first entries of gradient and step only; the slope is the sum over all.": [
            bool(g[0] * d[0] > 0) for (g, _), d in zip(cases, steps, strict=True)
        ],
        "That is so if any weight moves up its own slope; the slope along the step is the sum over all weights.": [
            bool((g * d > 0).any()) for (g, _), d in zip(cases, steps, strict=True)
        ],
        "That is so if all weights move up their own slopes; the slope along the step is the sum over all weights.": [
            bool((g * d > 0).all()) for (g, _), d in zip(cases, steps, strict=True)
        ],
    }
    k = next(k for k in range(len(cases)) if got[k] != right[k])
    (g, H), d = cases[k], steps[k]
    said = f"With g = {g.round(2).tolist()} and H = {H.round(2).tolist()} it says {got[k]}; "
    said += f"the step is {d.round(2).tolist()}, the slope along it {g @ d:.2g}."
    why = next((sentence for sentence, wrong in known.items() if wrong == got), "The sign of g·d decides.")
    fail(said, why)


def limited(C: Callable, most: int = 2000) -> Callable:
    """A criterion that may be asked so many times only, and then ends a loop without end."""
    calls = [0]

    def counted(x: npt.NDArray) -> float:
        calls[0] += 1
        if calls[0] > most:
            fail("shorten does not come to an end.", "Does each round of the loop change the step that it looks at?")
        return C(x)

    return counted


@check("shorten")
def shorten(answer: object) -> None:
    """On bowls, where it is known which halving is the first good one, and on the tiny example."""
    rng = np.random.default_rng()
    bowl = (lambda x: float((x**2).sum()), lambda x: 2 * x)
    tiny = (lambda x: float(tiny_example.C(x)), tiny_example.gradient)
    one = np.array([1.0])
    # On the bowl from 1, a step of -s arrives at 1 - s. In this order each slip shows first where no other looks alike.
    cases = [(*bowl, one, -s * one) for s in (0.5, 1.2, 3.5, 8.4, 7.8, 1.85, 1.95, 3.9, 9.0)]
    for _ in range(10):
        w = rng.uniform(-2, 2, size=2)
        cases.append((*tiny, w, -tiny_example.gradient(w) * rng.uniform(0.1, 1)))
    for C, gradient, theta, step in cases:
        g = gradient(theta)
        value = call("shorten", answer, limited(C), theta, step, g)
        halves = step / 2.0 ** np.arange(60)[:, None]
        drop = np.array([C(theta + d) - C(theta) for d in halves])
        slope = halves @ g

        def chosen(good: npt.NDArray, halves=halves) -> npt.NDArray:
            return halves[int(np.argmax(good))] if good.any() else np.nan * halves[0]

        right = chosen(drop <= 0.1 * slope)
        wrong = {
            "The step has not been halved at all.": step,
            "That is the point where one arrives; the step is asked for.": theta + right,
            "That step lowers C, but by less than a tenth of what its slope promises.": chosen(drop < 0),
            "Halving the step also halves what it promises: compute the promise anew in each round.": chosen(
                drop <= 0.1 * slope[0]
            ),
            "It demands all that the slope promises; a tenth is enough.": chosen(drop <= slope),
            "It demands half of what the slope promises; a tenth is enough.": chosen(drop <= 0.5 * slope),
            "The condition is upside down: a good step has been halved on and on.": 0 * step,
            "It has been halved once too often.": right / 2,
            "It has been halved once and no more; go on until it is good.": step / 2,
            "It may go up by a tenth of the slope; it should go down by so much.": chosen(drop <= -0.1 * slope),
            "It has been halved once too seldom: that step is not good yet.": right * 2,
            "It is divided by 10 in each round; halve it.": chosen_by(10.0, C, theta, step, g),
        }
        where = f"from θ = {theta.round(3).tolist()} with the step {step.round(3).tolist()}"
        expect(
            f"shorten {where}",
            value,
            right,
            wrong,
            "(parameters,)",
            RTOL,
            look="The first of step, step/2, … that is good.",
        )


def chosen_by(divisor: float, C, theta: npt.NDArray, step: npt.NDArray, g: npt.NDArray) -> npt.NDArray:
    """The first good step when each is a fraction of the one before."""
    steps = step / divisor ** np.arange(30)[:, None]
    return steps[int(np.argmax([C(theta + d) - C(theta) <= 0.1 * g @ d for d in steps]))]
