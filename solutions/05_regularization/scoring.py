"""Judges of assignment 5: derivations are evaluated again, line by line."""

from functools import partial

from course_utils.checks import averaging as averaging_checks
from course_utils.checks import input_noise
from course_utils.checks import regularization as check
from course_utils.checks.formulas import verdict

SEED = 5


def derivation(expected_lines, got, expected):
    """All points for lines that follow from one another to the end, none otherwise."""
    return verdict(expected_lines.check, got, SEED)


def formula(expected_formula, got, expected):
    """All points for a formula with the right value."""
    return verdict(expected_formula.check, [got], SEED)


def averaging(got, expected):
    """All points for a chain of lines from the gap down to 0."""
    return verdict(averaging_checks.chain, got, SEED)


decayed_step = partial(derivation, check.DECAYED_STEP)
noise = partial(derivation, input_noise.NOISE)
prior_gradient, prior_strength, prior_sd = (partial(formula, one) for one in check.PRIOR.values())
