"""Derivations are checked by numbers, line by line; what cannot be read gets a sentence and is never run."""

import numpy as np
import pytest
import sympy

from course_utils.checks.derivation import Derivation
from course_utils.checks.expression import Expression
from course_utils.checks.functions import Unreadable
from course_utils.checks.report import CheckFailed, NotYet

SIZES = {"i": 4, "j": 3, "k": 5}


def draw(rng):
    h2 = rng.normal(size=3)
    values = {"dC_dz": rng.normal(size=4), "W3": rng.normal(size=(4, 3)), "h2": h2, "h1": rng.normal(size=5)}
    return values | {"on": (h2 > 0) * 1.0}


def target(s):
    """By loops: nothing of the evaluator is used."""
    out = np.zeros((3, 5))
    for i in range(4):
        for j in range(3):
            for k in range(5):
                out[j, k] += s["dC_dz"][i] * s["W3"][i, j] * (s["h2"][j] > 0) * s["h1"][k]
    return out


W2 = Derivation(
    "∂C/∂W2[j, k]",
    draw,
    target,
    SIZES,
    ("j", "k"),
    final=("dC_dz", "W3", "h2", "h1"),
    slips={"The relu's indicator is missing.": lambda s: np.outer(s["dC_dz"] @ s["W3"], s["h1"])},
)
RIGHT = "sum(i, dC_dz[i] * W3[i, j]) * on[j] * h1[k]"

SAME = [
    "sum(i, dC_dz[i] * W3[i, j]) * (h2[j] > 0) * h1[k]",
    "h1[k] * (0 < h2[j]) * sum(i, W3[i, j] * dC_dz[i])",
    "sum(i, dC_dz[i] * W3[i, j] * step(h2[j]) * h1[k])",
    "sum(i, W3[i,j]·dC_dz[i]) × relu(h2[j]) / h2[j] * h1[k]",
    "outer((dC_dz @ W3) * (h2 > 0), h1)",
    "diag((h2 > 0) * (W3.T @ dC_dz)) @ outer(h2 / h2, h1)",
    "sum(i, sum(k, delta(i, k) * 1)) / 4 * sum(i, dC_dz[i] * W3[i, j]) * (h2[j] > 0) * h1[k]",
    "-(-sum(i, dC_dz[i] * W3[i, j])) * (h2[j] > 0) * h1[k] + 0",
]


@pytest.mark.parametrize("last", SAME)
def test_every_correct_form_of_a_line_passes(last):
    W2.check([RIGHT, last])


WRONG = {
    "sum(i, dC_dz[i] * W3[i, j]) * h1[k]": "relu's indicator is missing",
    "-sum(i, dC_dz[i] * W3[i, j]) * on[j] * h1[k]": "The sign is wrong",
    "2 * sum(i, dC_dz[i] * W3[i, j]) * on[j] * h1[k]": "factor of 2 too many",
    "dC_dz[i] * W3[i, j] * on[j] * h1[k]": "still depends on i.*sum over i missing",
    "sum(i, dC_dz[i] * W3[j, i]) * on[j] * h1[k]": "j stands where i belongs",
    "sum(i, dC_dz[i] * W3[i, j]) * on[j] * x[k]": "it uses x, which is not declared",
    "sum(i, dC_dz[i] * W3[i]) * on[j] * h1[k]": "has 1 indices, but W3 has 2",
    "sum(i, dC_dz * W3[i, j]) * on[j] * h1[k]": "dC_dz stands without its indices",
    "outer(h1, (dC_dz @ W3) * (h2 > 0))": "It is transposed",
    "outer(h1, h2, h2)": "cannot be applied to 3 arguments",
    "W3 @ dC_dz": "shapes in .* do not fit",
    "(h1 * h1) * on[j] * sum(i, dC_dz[i] * W3[i, j])": "does not follow from line 1",
    "sum(i, dC_dz[i] * W3[i, j]) * on * h1[k]": "on stands without its indices beside",
    "dC_dz * on[j] * h1[k]": "dC_dz stands without its indices beside",
    "on[j] * dC_dz": "dC_dz stands without its indices beside",
    "on[j] * sum(i, dC_dz[i]) * outer(dC_dz, dC_dz)": "dC_dz stands without its indices beside",
    "W3 * on[j] * h1[k]": "W3 stands without its indices beside",
    "h1[0] * on * h2": r"has shape \(3,\)",
    "delta[i, k] * h1[k]": r"delta is a function.*round\s+brackets",
    "np.sum(h1[k])": "without a module's name here: sum",
    "dC_dz.sum() * h1[k]": r"before what they are applied to: sum\(dC_dz",
    "relu'(h2[j]) * h1[k]": "a derivative's prime cannot be read",
    "sum(i, j, dC_dz[i] * W3[i, j] * on[j]) * h1[k]": "the same for every j",
    "log(0 - 1) * h1[k] + on[j]": "it is no number",
    "dC_dz @ W3": r"has shape \(3,\)",
    "i * h1[k]": "the index i stands alone",
    "sum(q, h1[k])": "should begin with indices",
    "h1[k].T": "swap their indices",
    "h1[9]": "is no index here",
    "3": "does not follow from line 1",
    "1 / 0": "does not follow from line 1",
    "0 / 0": "does not follow from line 1",
    "9 ** 9 ** 9 ** 9": "does not follow from line 1",
    "1" + "0" * 400: "too large to compute with",
}


@pytest.mark.parametrize("line", WRONG)
def test_the_first_wrong_line_is_named_with_its_slip(line):
    with pytest.raises(CheckFailed, match=f"(?s)Line 2.*{WRONG[line]}"):
        W2.check([RIGHT, line, RIGHT])


NEVER_RUN = [
    "__import__('os').system('true')",
    "().__class__.__bases__",
    "h1.__class__",
    "h1.tofile('x')",
    "open('x')",
    "(lambda: 1)()",
    "[h1 for h1 in [1]]",
    "h1 if h1 else h2",
    "h1 and h2",
    "f'{h1}'",
    "(x := 3)",
    "exec('1')",
    "print(1)",
    "'a' * 10",
    "b'a'",
    "1j",
    "True",
    "[1, 2]",
    "{1}",
    "h1[0:2]",
    "h1[::-1]",
    "h1[-1]",
    "exp(*h1)",
    "exp(x=h1)",
    "1 < 2 < 3",
    "h1 in h2",
    "~h1",
    "h1 % 2",
    "h1 // 2",
    "h1 << 2",
    "await h1",
    "yield",
    "...",
    "sum(h1, key=1)",
    "sum()",
]


@pytest.mark.parametrize("text", NEVER_RUN)
def test_what_is_no_formula_is_refused_in_a_sentence_and_never_run(text):
    symbols = draw(np.random.default_rng(0))
    with pytest.raises(Unreadable) as caught:
        Expression(text).value(symbols, SIZES, ("k",))
    assert len(str(caught.value)) < 300


UNREADABLE = {
    "": "empty",
    "a = 3": "has an equals sign",
    "2 w": "Every product needs its sign",
    "(1": r"there is a '\(' too many",
    "1))": r"there is a '\)' too many",
    "a ^ 2": r"write \*\* for a power",
    "(" * 500 + "1" + ")" * 500: "cannot be read|stops making sense|nested",
    "-" * 1900 + "1": "nested too deeply",
    "1+" * 3000 + "1": "characters long",
    "1\n2": "stops making sense",
    "\0": "character|stops making sense",
}


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:12].strip() or "empty")
def test_what_cannot_be_read_gets_a_sentence(text):
    with pytest.raises(Unreadable, match=UNREADABLE[text]):
        Expression(text).value({"a": 1.0})


def test_large_results_are_refused_before_they_fill_the_memory():
    symbols = {"a": np.ones(1500), "b": np.ones(1500)}
    with pytest.raises(Unreadable, match="entries"):
        Expression("outer(a, b) + 1").value(symbols)


def test_the_last_line_must_be_worked_out():
    with pytest.raises(CheckFailed, match="still uses on: go on"):
        W2.check([RIGHT])


def test_too_few_lines_are_asked_for_more():
    short = Derivation("a", lambda rng: {"a": 1.0, "b": 1.0}, lambda s: s["a"] * s["b"], least_lines=2)
    with pytest.raises(
        CheckFailed, match=r"has 1 line, expected at least 2: show the steps.\n\(Two texts without a comma"
    ):
        short.check(["a * b"])
    short.check(["a * b", "b * a"])


@pytest.mark.parametrize("lines", [None, ..., [], [""], ["  "], [RIGHT, None], [RIGHT, ...]])
def test_missing_lines_are_not_yet_wrong(lines):
    with pytest.raises(NotYet):
        W2.check(lines)


@pytest.mark.parametrize(
    "lines", ["a text", 3, {"a": 1}, np.ones(3), [np.ones(3), RIGHT], [3.0, object()], [["a"]], ["1"] * 100]
)
def test_what_is_no_list_of_lines_gets_a_sentence(lines):
    with pytest.raises(CheckFailed):
        W2.check(lines)


def test_sympy_expressions_are_lines_too():
    x, y = sympy.symbols("x y")
    slope = Derivation("dC/dx", lambda rng: dict(zip("xy", rng.normal(size=2), strict=True)), central)
    slope.check([sympy.diff(sympy.exp(x**2) * y + sympy.log(1 + x**2), x)])
    with pytest.raises(CheckFailed, match="Line 1 is not dC/dx"):
        slope.check([sympy.exp(x**2) * y])


def central(s, h=1e-6):
    C = lambda x: np.exp(x**2) * s["y"] + np.log(1 + x**2)  # noqa: E731
    return (C(s["x"] + h) - C(s["x"] - h)) / (2 * h)


def test_a_term_without_the_index_counts_once_for_each_value_of_it():
    assert Expression("sum(i, 1)").value({}, {"i": 7}) == 7
    assert Expression("sum(i, j, a[j])").value({"a": np.arange(3.0)}, {"i": 4, "j": 3}) == 12
    assert Expression("mean(i, 3)").value({}, {"i": 7}) == 3


def test_free_indices_come_in_the_order_of_the_left_hand_side():
    A = np.arange(6.0).reshape(2, 3)
    value = Expression("A[i, j]").value({"A": A}, {"i": 2, "j": 3}, ("j", "i"))
    assert np.array_equal(value, A.T)
