"""Judges of assignment 3's derivations, in the trusted process: the lines are evaluated again, at other points.

Each is called with what the student's and the solution's run emitted, and returns a fraction of the points and a
message.
"""

from collections.abc import Callable

from course_utils.checks import backpropagation_formulas as formulas
from course_utils.checks import backpropagation_steps as steps
from course_utils.checks.derivation import Derivation
from course_utils.checks.report import CheckFailed, NotYet
from course_utils.checks.steps import Steps

SEED = 20151026  # of the random points: the same answer earns the same points, however often it is graded


def derivation(what: Derivation) -> Callable[[object, object], tuple[float, str]]:
    """A judge for a list of lines: all or nothing."""

    def judge(got: object, expected: object) -> tuple[float, str]:
        try:
            what.check(got, seed=SEED)
        except (CheckFailed, NotYet) as reason:
            return 0.0, str(reason)
        return 1.0, ""

    return judge


def lines(what: Steps) -> Callable[[object, object], tuple[float, str]]:
    """A judge for a text of lines: the fraction of quantities that are right."""
    return lambda got, expected: what.fraction(got, seed=SEED)


scalar_w2 = derivation(formulas.SCALAR_W2)
scalar_w1 = derivation(formulas.SCALAR_W1)
index_z3 = derivation(formulas.OUTPUT)
index_W3 = derivation(formulas.WEIGHTS3)
index_W2 = derivation(formulas.HIDDEN2)
index_W1 = derivation(formulas.HIDDEN1)
matrix_form = lines(steps.MATRIX_FORM)
batch_form = lines(steps.BATCH_FORM)
scaling_w1 = derivation(steps.SCALED["w1"])
scaling_w2 = derivation(steps.SCALED["w2"])
scaling_decrease = derivation(steps.DECREASE)
