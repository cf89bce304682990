"""Checks of assignment 2: gradient and Hessian of the tiny example, derived by hand.

The references are derivatives of C by a complex step; slips are put together from those of its two parts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from course_utils import tiny_example
from course_utils.checks.compare import central_difference, complex_step
from course_utils.checks.derivation import Derivation
from course_utils.checks.report import CheckFailed, NotYet, check


def fit(w: npt.NDArray) -> npt.NDArray:
    """The part of C without the weight decay."""
    return tiny_example.C(w) - decay(w)


def decay(w: npt.NDArray) -> npt.NDArray:
    """The weight decay in C."""
    return tiny_example.DECAY * (w**2).sum()


def at(s: dict) -> npt.NDArray:
    """The point of a random draw."""
    return np.array([s["w1"], s["w2"]])


def first(part: Callable, i: int) -> Callable:
    """Derivative of a part of C by weight i."""
    return lambda s: complex_step(part, at(s))[i]


def second(part: Callable, i: int, j: int) -> Callable:
    """Second derivative of a part of C by weights i and j."""
    return lambda s: central_difference(lambda w: complex_step(part, w)[i], at(s))[j]


def mixture(one: Callable, x: float, two: Callable, y: float) -> Callable:
    """x times one plus y times the other."""
    return lambda s: x * one(s) + y * two(s)


def draw(rng: np.random.Generator) -> dict:
    """A random point."""
    return {"w1": rng.normal(), "w2": rng.normal()}


def gradient_entry(i: int) -> Derivation:
    """What is to be derived: dC/dw1 or dC/dw2."""
    T, D, own, other = first(fit, i), first(decay, i), f"w{i + 1}", f"w{2 - i}"
    return Derivation(
        left=f"∂C/∂{own}",
        draw=draw,
        target=first(tiny_example.C, i),
        slips={
            f"The inner derivative is missing: the derivative of w1 w2 by {own} is {other}.": lambda s: (
                T(s) / s[other] + D(s)
            ),
            f"The inner derivative is that of the other weight: differentiate w1 w2 by {own}.": lambda s: (
                T(s) / s[other] * s[own] + D(s)
            ),
            "The 2 from the derivative of the weight decay's square is missing.": mixture(T, 1, D, 0.5),
            "The 2 from the derivative of the first square is missing.": mixture(T, 0.5, D, 1),
            "The weight decay is missing.": T,
            "The weight decay alone is there; the first square depends on the weights too.": D,
            f"That is the derivative by the other weight, {other}.": first(tiny_example.C, 1 - i),
            "The weight decay has the wrong sign.": mixture(T, 1, D, -1),
            "The decay holds the other weight.": lambda s: T(s) + D(s) / s[own] * s[other],
            "Is it + 1.5 in your line? The error is w1 w2 minus 1.5.": lambda s: T(s) + D(s) + 6 * s[other],
            "That is C itself, not yet differentiated.": lambda s: tiny_example.C(at(s)),
        },
    )


def hessian_entry(i: int, j: int) -> Derivation:
    """What is to be derived: H11, H12 or H22."""
    T, D = second(fit, i, j), second(decay, i, j)
    slips: dict[str, Callable] = {
        "The weight decay is missing.": T,
        "The 2 from the weight decay's square is missing.": mixture(T, 1, D, 0.5),
        "The 2 from the first square is missing.": mixture(T, 0.5, D, 1),
        "That is a first derivative; differentiate once more.": first(tiny_example.C, i),
        "That is the other diagonal entry: which weight is held fixed?": second(tiny_example.C, 1 - i, 1 - j),
        "The weight decay has not been differentiated twice: it still depends on the weight.": lambda s: (
            T(s) + first(decay, i)(s)
        ),
        "It has been differentiated by one weight twice where it should be once by each, or the other way round.": (
            second(tiny_example.C, 0, 1 if i == j else 0)
        ),
    }
    if i != j:
        error = lambda s: 2 * (s["w1"] * s["w2"] - tiny_example.TARGET)  # noqa: E731
        slips = {
            "One of the two terms of the product rule is missing: the error w1 w2 - 1.5 depends on this weight "
            "too.": error,
            "One of the two terms of the product rule is missing: the factor outside the error, too, depends on this "
            "weight.": lambda s: T(s) - error(s),
            "The weight decay has no mixed derivative: each of its squares holds one weight only.": lambda s: (
                T(s) + second(decay, 0, 0)(s)
            ),
            "Is it + 1.5 in your line? The error is w1 w2 minus 1.5.": lambda s: T(s) + 6,
            "The 1.5 has got lost in the mixed derivative: it is multiplied by a weight in the gradient.": lambda s: (
                T(s) + 3
            ),
            **slips,
        }
    return Derivation(f"H{i + 1}{j + 1}", draw, second(tiny_example.C, i, j), slips=slips, rtol=1e-5)


LINES = {"dC_dw1": gradient_entry(0), "dC_dw2": gradient_entry(1)}
LINES |= {"H11": hessian_entry(0, 0), "H12": hessian_entry(0, 1), "H22": hessian_entry(1, 1)}


def follow(**answers: object) -> None:
    """Check several lists of lines, and say which of them a message is about."""
    for name, lines in answers.items():
        try:
            LINES[name].check(lines)
        except NotYet as reason:
            raise NotYet(f"{name}: {reason}") from None
        except CheckFailed as reason:
            raise CheckFailed(f"{name}: {reason}") from None


@check("gradient")
def gradient(dC_dw1: object, dC_dw2: object) -> None:
    """Both derivatives of C."""
    follow(dC_dw1=dC_dw1, dC_dw2=dC_dw2)


@check("hessian")
def hessian(H11: object, H12: object, H22: object) -> None:
    """The three second derivatives of C."""
    follow(H11=H11, H12=H12, H22=H22)
