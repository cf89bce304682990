"""Judges answers of assignment 1 that have no single right value: derivations, and batches drawn at random."""

import numpy as np

from course_utils.checks import example_network_gradients as gradients
from course_utils.checks.derivation import Derivation
from course_utils.checks.example_network_training import not_a_partition
from course_utils.checks.report import CheckFailed, NotYet


def follows(derivation: Derivation, lines: object) -> tuple[float, str]:
    """Full points if every line follows, else none and the reason."""
    try:
        derivation.check(lines)
    except (CheckFailed, NotYet) as reason:
        return 0.0, str(reason)
    return 1.0, ""


def gradient_at_truth(got: object, expected: object) -> tuple[float, str]:
    """The lines from dC/dtheta_j to dS[j]."""
    return follows(gradients.GRADIENT_AT_TRUTH, got)


def gradient_by_logits(got: object, expected: object) -> tuple[float, str]:
    """The lines to prediction minus truth, the last one without a sum."""
    fraction, reason = follows(gradients.GRADIENT_BY_LOGITS, got)
    if fraction == 1.0 and "sum" in got[-1]:
        return 0.0, "The last line still has a sum."
    return fraction, reason


def minibatches(got: object, expected: list) -> tuple[float, str]:
    """Two epochs from different generators, and the first one again: each covers all samples once."""
    N, size = sum(len(rows) for rows in expected[0]), len(expected[0][0])
    if not isinstance(got, list) or len(got) != 3:
        return 0.0, "There are no three epochs."
    epochs = [[rows.astype(int) if isinstance(rows, np.ndarray) else rows for rows in epoch] for epoch in got]
    reasons = [not_a_partition(epoch, N, size) for epoch in epochs]
    if any(reasons):
        return 0.0, next(filter(None, reasons))
    first, second, again = (np.concatenate(epoch) for epoch in epochs)
    if np.array_equal(first, np.arange(N)) or np.array_equal(first, second) or not np.array_equal(first, again):
        return 0.0, "The order is to be drawn from the generator that is passed in."
    return 1.0, ""
