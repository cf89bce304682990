"""Judges get what a submission emitted, and a submission emits what it likes: nothing at all earns nothing."""

import numpy as np
import pytest

from course_utils.grading.grader import load
from tools.classroom import ROOT

LAZY = [None, 0.0, np.array(1.0), np.zeros(3), np.zeros((0, 3)), np.full(3, np.nan), "", "0", [], [[]], [[], [], []]]
LAZY += [["0"], [np.zeros(0)] * 3, [[np.zeros(0)] * 3] * 3, {}, {"grid": np.zeros(0)}, {"": ""}, [None] * 3]
SPLITS = [[np.arange(30.0), np.arange(30.0, 40), np.arange(40.0, 50)] for _ in range(3)]


def ids(value):
    return repr(value)[:40]


@pytest.mark.parametrize("got", LAZY, ids=ids)
def test_split_of_nothing_earns_nothing(got):
    judges = vars(load(ROOT / "solutions" / "06_mnist_experiments" / "scoring.py"))
    for name in ("split_disjoint", "split_random"):
        verdict = judges[name](got, SPLITS)
        assert (verdict[0] if isinstance(verdict, tuple) else verdict) == 0


DERIVATIONS = {
    "01_example_network": ("gradient_at_truth", "gradient_by_logits"),
    "02_optimization": ("dC_dw1", "H11", "spread_lines"),
    "03_backpropagation": ("scalar_w2", "index_W1", "matrix_form", "batch_form", "scaling_decrease"),
    "04_initialization": ("forward_z", "backward", "relu_forward"),
}
ODD_LINES = [
    *LAZY,
    ["x.__class__"],
    ["9**9**9**9"],
    ["(" * 500],
    [["a"]],
    ["sum(W, axis=True)"],
    ["sum()"],
    ["\0"],
    "a = ",
]


@pytest.mark.parametrize("assignment", DERIVATIONS)
def test_odd_lines_earn_nothing_and_stop_no_judge(assignment):
    judges = vars(load(ROOT / "solutions" / assignment / "scoring.py"))
    for name in DERIVATIONS[assignment]:
        for got in ODD_LINES:
            verdict = judges[name](got, None)
            assert (verdict[0] if isinstance(verdict, tuple) else verdict) == 0, (name, got)
