"""What all checks share: guards against any kind of answer, comparison that names slips, messages for students."""

import re

import numpy as np
import pytest
import scipy.special

from course_utils.checks.answers import as_array, call
from course_utils.checks.compare import central_difference, expect, expect_function
from course_utils.checks.report import MAX_LINES, RESULTS, CheckFailed, NotYet, check, fail, summary

Z = np.random.default_rng(0).normal(size=(4, 3))


@check("softmax")
def check_softmax(answer):
    reference = lambda Z: scipy.special.softmax(Z, axis=1)  # noqa: E731
    slips = {"It runs over the batch.": lambda Z: scipy.special.softmax(Z, axis=0)}
    expect_function("softmax", answer, reference, {"ordinary logits": (Z,), "large ones": (1000 * Z,)}, slips)


def right(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return right(Z)


def endless(Z):
    return endless(Z)


def generator(Z):
    yield right(Z)


def leaves(Z):
    raise SystemExit


def stumbles(Z):
    return Z @ Z


def overflows(Z):
    e = np.exp(Z)
    return e / e.sum(axis=1, keepdims=True)


SENTENCES = {
    "no function": (3, "expected a function"),
    "in place": (in_place, "changed its argument 1 in place"),
    "endless recursion": (endless, "calls itself without end"),
    "generator": (generator, "use return, not yield"),
    "exit": (leaves, r"called exit\(\)"),
    "error": (stumbles, "The line that stopped: return Z @ Z"),
    "other arguments": (lambda: 0, "stopped with TypeError"),
    "nothing returned": (lambda Z: None, "returned None"),
    "overflow": (overflows, "of large ones has NaN"),
    "not a number": (lambda Z: right(Z) * np.nan, "has NaN"),
    "transposed": (lambda Z: right(Z).T, "It is transposed"),
    "scalar": (lambda Z: right(Z).sum(), "An axis is missing"),
    "list": (lambda Z: right(Z).tolist(), r"is a list, expected an array of shape \(4, 3\)"),
    "masked array": (lambda Z: np.ma.masked_array(right(Z)), "masked array"),
    "text": (lambda Z: "0.5", "expected an array"),
    "array of text": (lambda Z: Z.astype(str), "expected an array"),
    "objects": (lambda Z: Z.astype(object), "expected an array"),
    "integers": (lambda Z: right(Z).astype(int), "integer dtype"),
    "negative": (lambda Z: -right(Z), "The sign is wrong"),
    "twice": (lambda Z: 2 * right(Z), "factor of 2 too many"),
    "the check's own slip": (lambda Z: right(Z.T).T, "It runs over the batch"),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_every_kind_of_wrong_answer_has_a_short_sentence(case):
    answer, sentence = SENTENCES[case]
    with pytest.raises(CheckFailed) as caught:
        check_softmax(answer)
    assert re.search(sentence, " ".join(str(caught.value).split()))
    lines = str(caught.value).splitlines()
    assert len(lines) <= 10 and max(map(len, lines)) < 140
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert RESULTS[__name__]["softmax"] == "failed"


@pytest.mark.parametrize("answer", [None, ...])
def test_a_missing_answer_is_not_yet_wrong(answer):
    with pytest.raises(NotYet, match="not written yet"):
        check_softmax(answer)
    assert RESULTS[__name__]["softmax"] == "not yet"


def test_an_unsolved_stub_is_not_yet_wrong():
    def stub(Z):
        raise NotImplementedError

    with pytest.raises(NotImplementedError, match="softmax: not written yet"):
        check_softmax(stub)


def test_a_right_answer_passes_and_is_counted(capsys):
    check_softmax(right)
    check_softmax(lambda Z: right(Z.astype(np.float32)))
    print("the answer's own prints stay out of it")
    summary(__name__)
    shown = capsys.readouterr().out
    assert shown.count("✓ softmax: right.") == 2 and "1 of 1 checks pass so far" in shown


def test_what_an_answer_prints_is_not_shown(capsys):
    def chatty(Z):
        print("debug " * 1000)
        return right(Z)

    check_softmax(chatty)
    assert "debug" not in capsys.readouterr().out


def test_jupyter_shows_the_message_without_a_traceback():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["answer"], shell.user_ns["check_softmax"] = in_place, check_softmax
    shown = []
    shell._showtraceback = lambda kind, value, lines: shown.extend(lines)
    shell.run_cell("check_softmax(answer)")
    assert shown[0] == "✗ softmax" and "Traceback" not in "".join(shown) and len(shown) <= 10


def test_arguments_inside_lists_and_dictionaries_are_guarded_too():
    def scales(weights, settings):
        weights[1] *= 2
        return 1.0

    with pytest.raises(CheckFailed, match="argument 1 in place"):
        call("scales", scales, [np.ones(2), np.ones(2)], {})

    def forgets(weights, settings):
        settings.pop("eta")
        return 1.0

    with pytest.raises(CheckFailed, match="added or removed a key"):
        call("forgets", forgets, [], {"eta": 0.1})


def test_the_caller_never_sees_its_arguments_changed():
    x = np.ones(3)
    with pytest.raises(CheckFailed):
        call("f", lambda x: x.__iadd__(1), x)
    assert (x == 1).all()


def test_a_missing_1_over_n_is_recognised():
    gradient = np.arange(6.0).reshape(2, 3)
    with pytest.raises(CheckFailed, match=r"the mean over the batch is\s+missing"):
        expect("dW", 7 * gradient, gradient, N=7)
    with pytest.raises(CheckFailed, match=r"1/N is\s+applied twice"):
        expect("dW", gradient / 7, gradient, N=7)


def test_a_number_may_come_in_any_numeric_type():
    for value in (1, 1.0, np.float32(1), np.array(1), np.int8(1), True):
        assert as_array("x", value, ()) == 1.0
    for value in ("1", [1.0], None, 1j, b"1", {}, print):
        with pytest.raises((CheckFailed, NotYet)):
            as_array("x", value, ())


def test_tolerance_is_relative_to_the_largest_entry():
    expected = np.array([1e6, 0.0])
    expect("x", expected + [0.5, 0.5], expected)
    with pytest.raises(CheckFailed):
        expect("x", expected + [0, 5], expected)


def test_central_difference_is_the_gradient_of_a_known_function():
    x = np.array([[0.3, -1.2], [2.0, 0.7]])
    assert np.allclose(central_difference(lambda x: np.sin(x).sum() * x[0, 0], x)[1], np.cos(x[1]) * 0.3, atol=1e-9)


def test_long_messages_are_cut():
    with pytest.raises(CheckFailed) as caught:
        fail("word " * 1000)
    assert len(str(caught.value).splitlines()) == MAX_LINES
