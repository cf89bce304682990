"""Judges of assignment 4: derivations are evaluated again, and random matrices judged by their properties."""

from functools import partial

import numpy as np

from course_utils.checks import initialization as check
from course_utils.checks import weight_matrices
from course_utils.checks.formulas import verdict

SEED = 4


def derivation(expected_lines, got, expected):
    """All points for lines that follow from one another to the end, none otherwise."""
    return verdict(expected_lines.check, got, SEED)


def formula(expected_formula, got, expected):
    """All points for a formula with the right value."""
    return verdict(expected_formula.check, [got], SEED)


def matrix(look, got, expected, *settings):
    """All points for a matrix with the right properties."""
    if not isinstance(got, np.ndarray) or got.shape != expected.shape or not np.isfinite(got).all():
        return 0.0, f"Expected an array of shape {expected.shape}, all of it finite."
    return verdict(look, got, *settings)


forward_z = partial(derivation, check.FORWARD_Z)
forward_h = partial(derivation, check.FORWARD_H)
backward = partial(derivation, check.BACKWARD)
relu_forward, relu_backward, relu_balanced = (partial(formula, one) for one in check.VARIANCES.values())
tanh_forward, tanh_backward, tanh_balanced = (partial(formula, one) for one in check.TANH_VARIANCES.values())
orthogonal = partial(matrix, weight_matrices.look_at_orthogonal)


def weights_relu(got, expected):
    return matrix(weight_matrices.look_at_independent, got, expected, "relu")


def weights_tanh(got, expected):
    return matrix(weight_matrices.look_at_independent, got, expected, "tanh")


def sparse_12(got, expected):
    return matrix(weight_matrices.look_at_sparse, got, expected, 12)
