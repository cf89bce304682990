"""Assignment 3, backpropagation: what its test cells call.

The formulas are in `backpropagation_formulas` and `backpropagation_steps`; here are the functions. Gradients are
compared with central differences through the course's own network, path sums with products of matrices.
"""

from __future__ import annotations

from course_utils.checks import backpropagation_formulas as formulas
from course_utils.checks import backpropagation_steps as steps
from course_utils.checks import report
from course_utils.checks.backpropagation_backward import check_backward
from course_utils.checks.backpropagation_gradients import check_gradient_check, check_numerical_gradient
from course_utils.checks.backpropagation_numpy import check_forward
from course_utils.checks.backpropagation_paths import check_number_of_paths, check_path_sum, check_stored_results
from course_utils.checks.report import CheckFailed, NotYet, check, fail


def summary() -> None:
    """Print how far the assignment is."""
    report.summary(__name__)


def which(name: str, derivation, lines: object) -> None:
    """Check one derivation of several in a cell, and say which of them a message is about."""
    try:
        derivation.check(lines)
    except NotYet as reason:
        raise NotYet(f"In {name}: {reason}") from None
    except CheckFailed as reason:
        fail(f"In {name}:", str(reason))


@check("3.1 The chain rule with scalars")
def scalar_chain_rule(dC_dw2: object, dC_dw1: object) -> None:
    """Two derivations, lists of lines."""
    which("dC_dw2", formulas.SCALAR_W2, dC_dw2)
    which("dC_dw1", formulas.SCALAR_W1, dC_dw1)


@check("3.2 The number of paths")
def number_of_paths(function: object) -> str:
    """number_of_paths(sizes, l)."""
    return check_number_of_paths(function)


@check("3.3 Index form, the output layer")
def index_output(dC_dz3: object, dC_dW3: object) -> None:
    """Two derivations, lists of lines."""
    which("dC_dz3", formulas.OUTPUT, dC_dz3)
    which("dC_dW3", formulas.WEIGHTS3, dC_dW3)


@check("3.3 Index form, W2")
def index_dW2(lines: object) -> None:
    """A derivation, a list of lines."""
    formulas.HIDDEN2.check(lines)


@check("3.3 Index form, W1")
def index_dW1(lines: object) -> None:
    """A derivation, a list of lines."""
    formulas.HIDDEN1.check(lines)


@check("3.4 Matrix form, one sample")
def matrix_form(text: object) -> None:
    """Eleven lines in one text."""
    steps.MATRIX_FORM.check(text)


@check("3.4 Matrix form, a batch")
def batch_form(text: object) -> None:
    """Eleven lines in one text."""
    steps.BATCH_FORM.check(text)


@check("3.5 forward")
def forward(function: object) -> str:
    """forward(X, W, b) -> P, H."""
    return check_forward(function)


@check("3.5 backward")
def backward(function: object) -> str:
    """backward(P, H, y, W) -> dW, db."""
    return check_backward(function)


@check("3.6 A numerical gradient")
def numerical_gradient(function: object) -> None:
    """numerical_gradient(f, theta, eps)."""
    check_numerical_gradient(function)


@check("3.6 A gradient check")
def gradient_check(function: object) -> None:
    """gradient_check(gradient, numeric, tolerance)."""
    check_gradient_check(function)


@check("3.7 Path sum and dynamic programming")
def paths_and_stored_results(path_sum: object, stored_results: object) -> str:
    """path_sum(J, g, j) and stored_results(J, g)."""
    check_path_sum(path_sum)
    return check_stored_results(stored_results)


@check("3.8 The scaling issue")
def scaling(new_dC_dw1: object, new_dC_dw2: object, decrease: object) -> None:
    """Three derivations, lists of lines."""
    which("new_dC_dw1", steps.SCALED["w1"], new_dC_dw1)
    which("new_dC_dw2", steps.SCALED["w2"], new_dC_dw2)
    which("decrease", steps.DECREASE, decrease)
