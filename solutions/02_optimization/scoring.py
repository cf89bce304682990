"""Judges answers of assignment 2 that have no single right value: derivations, and a measurement by chance."""

import numpy as np

from course_utils.checks.derivation import Derivation
from course_utils.checks.optimization_landscape import LINES
from course_utils.checks.optimization_noise import SPREAD
from course_utils.checks.report import CheckFailed, NotYet


def follows(derivation: Derivation, lines: object) -> tuple[float, str]:
    """Full points if every line follows, else none and the reason."""
    try:
        derivation.check(lines)
    except (CheckFailed, NotYet) as reason:
        return 0.0, str(reason)
    return 1.0, ""


def dC_dw1(got: object, expected: object) -> tuple[float, str]:
    """The gradient's first entry."""
    return follows(LINES["dC_dw1"], got)


def dC_dw2(got: object, expected: object) -> tuple[float, str]:
    """The gradient's second entry."""
    return follows(LINES["dC_dw2"], got)


def H11(got: object, expected: object) -> tuple[float, str]:
    """The Hessian's first diagonal entry."""
    return follows(LINES["H11"], got)


def H12(got: object, expected: object) -> tuple[float, str]:
    """The Hessian's mixed entry."""
    return follows(LINES["H12"], got)


def H22(got: object, expected: object) -> tuple[float, str]:
    """The Hessian's second diagonal entry."""
    return follows(LINES["H22"], got)


def spread_lines(got: object, expected: object) -> tuple[float, str]:
    """The lines to the variance of a noisy walk."""
    return follows(SPREAD, got)


def measured_spread(got: object, expected: np.ndarray) -> float:
    """A third of the points for each setting within 5% of the solution's measurement: 20 000 walks are within 2%."""
    if not isinstance(got, np.ndarray) or got.shape != expected.shape:
        return 0.0
    with np.errstate(invalid="ignore"):
        return float(np.mean(np.abs(got - expected) <= 0.05 * expected))
