"""Quantities computed line by line: the first wrong line is named, each is judged by itself, none is ever run."""

import ast
import builtins
import re

import numpy as np
import pytest

from course_utils.checks.report import MAX_LINES, CheckFailed, NotYet
from course_utils.checks.steps import MAX_TEXT, Steps

N = 5


def draw(rng):
    """u = A v for N samples, E the mean of u²: by loops, so that nothing of the evaluator is used."""
    A, V = rng.normal(size=(3, 4)), rng.normal(size=(N, 4))
    U, dA, da = np.zeros((N, 3)), np.zeros((3, 4)), np.zeros(3)
    for n in range(N):
        for i in range(3):
            U[n, i] = sum(A[i, j] * V[n, j] for j in range(4))
    dU = 2 * U / N
    for n in range(N):
        for i in range(3):
            da[i] += dU[n, i]
            for j in range(4):
                dA[i, j] += dU[n, i] * V[n, j]
    return {"A": A, "V": V, "U": U, "N": N}, {"dU": dU, "dA": dA, "da": da}


STEPS = Steps(
    draw,
    {"dU": "∂E/∂U", "dA": "∂E/∂A", "da": "∂E/∂a"},
    slips={"dA": {"Here stands U where V belongs.": lambda s: s["dU"].T @ s["U"]}},
    looks={"dA": "Look at what A is multiplied by.", "da": "Look at da."},
    N=N,
)
dU, dA, da = "dU = 2 * U / N", "dA = dU.T @ V", "da = sum(dU, axis=0)"
RIGHT = [dU, dA, da]


def complaint(*lines):
    with pytest.raises(CheckFailed) as caught:
        STEPS.check("\n".join(lines))
    assert len(str(caught.value).splitlines()) <= MAX_LINES
    return " ".join(str(caught.value).split())


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(RIGHT),
        RIGHT,
        "\n\n  dU=2*U/N  # the mean\ndA = dU.T@V\n# nothing\nda = sum(dU, axis=0)\n",
        "dU = (U + U) / N\nmine = V.T @ dU\ndA = mine.T * N / N\nda = sum(dU * (U[0, 0] == U[0, 0]), axis=0)",
        "half = U / N\ndU = half * 2\nda = mean(dU, axis=0) * N\ndA = (V.T @ dU).T",
    ],
)
def test_every_correct_form_passes(text):
    STEPS.check(text)
    assert STEPS.fraction(text) == (1.0, "")


WRONG = {
    "dA = V.T @ dU": r"dA, ∂E/∂A, has shape \(4, 3\), expected \(3, 4\)\. .*It is transposed",
    "dA = -dU.T @ V": "dA, ∂E/∂A, is not right.*The sign is wrong",
    "dA = N * dU.T @ V": "too large by the factor N, the batch size",
    "dA = dU.T @ V / N": "too small by the factor N, the batch size",
    "dA = dU.T @ U": "Here stands U where V belongs",
    "dA = dU.T @ V + 1": r"At a random point, entry \[\d, \d\], it is .* instead of .*Look at what A is multiplied by",
    "dA = dU @ V": r"dA has no value: the shapes in 'dU @ V' do not fit: \(5, 3\) and \(5, 4\)\. .*multiplied by",
    "dA = dU.T @ X": "dA has no value: it uses X, which is not declared",
    "dA = dU.T @@ V": "dA has no value: it stops making sense",
    "dA = dA / N": "The formula for dA uses itself",
    "dA = outer(da, da)": "uses da, which no line above it has computed yet",
    "dA = V[0] @ U[0]": "V.0. has 1 indices, but V has 2",
    "dA = 3": r"has shape \(\), expected \(3, 4\)",
    "dA = U[0, 0] @ V": "do not fit",
    "dA = U[0, 0] * V": r"has shape \(5, 4\), expected \(3, 4\)",
    "dA = sum(V, axis='rows')": "sum's axis is a whole number",
    "dA = np.outer(U, V)": "without a module's name here: outer",
    "dA = dU.T.dot(V)": "'dU.T.dot' is not a function here. There are exp, log",
    "dA = U.sum(axis=0)": r"before what they are applied to: sum\(U, …\)",
    "dA = dU.T @ V * (0 / 0)": "it is no number|is no number: 0/0",
    "V = dU": "V is given, so it cannot stand on the left",
    "sum = dU": "sum is the name of a function, so it cannot stand on the left",
    "dA: dU.T @ V": "A line cannot be read: expected name = formula. The line: dA: dU.T @ V",
    "dA == dU.T @ V": "A line cannot be read",
    "2 * dA = dU": "A line cannot be read",
    "dA = dU.T = V": "equals sign",
    "dU = dU": "There are two lines for dU",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_named_with_its_slip(line):
    assert re.search(WRONG[line], complaint(dU, line, da))


def test_the_first_wrong_line_is_named_and_those_below_are_judged_by_the_true_values():
    assert "dU, ∂E/∂U" in complaint("dU = U / N", "dA = dU @ V", "da = dU")
    # dA is right, given a right dU: one wrong line is one wrong line.
    fraction, message = STEPS.fraction("\n".join(["dU = U / N", dA, da]))
    assert fraction == 2 / 3 and message.startswith("dU, ∂E/∂U, is not right.")


def test_every_line_is_judged_by_itself_in_a_fraction():
    assert STEPS.fraction("\n".join([dU, "dA = V", da]))[0] == 2 / 3
    assert STEPS.fraction("\n".join([dU, "dA = V", "da = U"]))[0] == 1 / 3
    assert STEPS.fraction(dU) == (1 / 3, "Missing: dA, da.")
    assert STEPS.fraction(7) == (0.0, "The lines are of type int, expected one text with a line for each quantity.")
    assert STEPS.fraction(None)[0] == 0.0


def test_numbers_are_wrong_at_any_of_the_random_points():
    """A line that is right at the first point by luck is found at the second."""
    lucky = Steps(lambda rng: ({"a": np.sign(rng.normal())}, {"b": 1.0}), {"b": "b"}, points=40)
    for seed in range(8):
        with pytest.raises(CheckFailed, match="b, b, is not right"):
            lucky.check("b = a", seed)
    lucky.check("b = a * a")


def test_the_entry_that_differs_most_is_shown():
    one_off = Steps(lambda rng: ({"v": [1.0, 2.0, 3.0]}, {"s": [1.0, 4.0, 30.0]}), {"s": "s"})
    with pytest.raises(CheckFailed, match=r"entry \[2\], it is 9 instead of 30"):
        one_off.check("s = v * v")


def test_what_is_missing_is_said_when_all_that_is_there_is_right():
    assert complaint(dU, dA) == "Your 2 lines are right. Still missing: da."
    assert complaint(dU) == "Your line is right. Still missing: dA, da."
    assert "(Capitals count: Da is a name of your own.)" in complaint(dU, dA, "Da = sum(dU, axis=0)")


@pytest.mark.parametrize("text", [None, ..., "", "  \n ", "# nothing but a comment", [], "dU ="])
def test_missing_lines_are_not_yet_wrong(text):
    with pytest.raises(NotYet):
        STEPS.check(text)


KINDS = {
    3: "of type int, expected one text",
    (("a", 1),): "of type tuple",
    b"dU = U": "of type bytes",
    print: "of type builtin_function_or_method",
    float("nan"): "of type float",
    "a = 1\n" * 100: "more than 60",
    "dU = " + "U + " * 5000 + "U": f"more than 60 or {MAX_TEXT}",
}


@pytest.mark.parametrize("text", KINDS, ids=lambda text: type(text).__name__)
def test_what_is_no_text_of_lines_gets_a_sentence(text):
    with pytest.raises(CheckFailed, match=KINDS[text]):
        STEPS.check(text)


@pytest.mark.parametrize("text", [np.ones(3), {"dU": "2 * U / N"}, object(), [dU, 3], np.ma.masked_array([1.0])])
def test_other_kinds_of_answers_get_a_sentence_too(text):
    with pytest.raises(CheckFailed, match=r"expected one text with a line for each\s+quantity"):
        STEPS.check(text)


def test_a_product_of_two_vectors_that_should_go_entry_by_entry_is_named():
    square = Steps(lambda rng: (lambda v: ({"v": v}, {"s": v * v}))(rng.normal(size=3)), {"s": "s"})
    with pytest.raises(CheckFailed, match="of two vectors is a single number"):
        square.check("s = v @ v")


NEVER_RUN = [
    "__import__('os').system('true')",
    "open('x')",
    "().__class__",
    "A.tofile('x')",
    "exec('1')",
    "(lambda: 1)()",
    "[1 for a in [1]]",
    "(x := 3)",
    "f'{A}'",
    "eval('A')",
]


@pytest.mark.parametrize("formula", NEVER_RUN)
def test_a_formula_is_never_run(formula, monkeypatch):
    only_to_trees = builtins.compile

    def guarded(*args, **settings):
        # ast.parse calls compile for a tree; anything else would make code that can be run.
        assert ast.PyCF_ONLY_AST in args or settings.get("flags") == ast.PyCF_ONLY_AST
        return only_to_trees(*args, **settings)

    def forbidden(*args, **settings):
        raise KeyboardInterrupt("a formula was run")

    monkeypatch.setattr(builtins, "compile", guarded)
    for name in ("eval", "exec", "open"):
        monkeypatch.setattr(builtins, name, forbidden)
    try:
        STEPS.check(f"dU = {formula}")
        message = ""
    except CheckFailed as reason:
        message = str(reason)
    finally:
        monkeypatch.undo()
    assert message.startswith("dU has no value")
