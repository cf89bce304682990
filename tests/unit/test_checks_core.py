"""What all checks share: guards against any kind of answer, comparison that names slips, messages for students."""

import importlib
import inspect
import pkgutil
import re
import sys

import numpy as np
import pytest
import scipy.special

import course_utils.checks
from course_utils.checks.answers import as_array, call
from course_utils.checks.compare import central_difference, complex_step, expect, expect_function
from course_utils.checks.derivation import Derivation
from course_utils.checks.formulas import formulas
from course_utils.checks.report import INSIDE, MAX_LINES, RESULTS, CheckFailed, NotYet, check, fail, summary

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


def test_of_two_slips_that_come_near_each_other_the_one_made_is_named():
    near = {"The first.": 3.0, "The second.": 3.00001}
    for value, sentence in ((3.0, "first"), (3.00001, "second"), (3.00002, "first")):
        with pytest.raises(CheckFailed, match=f"The {sentence}"):
            expect("x", value, 2.0, near, rtol=1e-4)


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


def test_complex_step_is_exact_to_rounding_where_differences_are_not():
    f, x = lambda x: np.exp(x) / np.sqrt(np.sin(x) ** 3 + np.cos(x) ** 3), np.array(1.5)
    exact = 4.05342789389862  # Squire and Trapp, 1998
    assert complex_step(f, x).shape == ()
    assert abs(complex_step(f, x) - exact) < 1e-13 < abs(central_difference(f, x) - exact)


def test_complex_step_is_a_gradient_or_a_jacobian_with_the_axes_of_the_value_first():
    rng = np.random.default_rng(2)
    A, x, X = rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=(2, 4))
    assert np.allclose(complex_step(lambda x: A @ np.sin(x), x), A * np.cos(x), rtol=1e-14)
    assert np.allclose(complex_step(lambda X: (X**3).sum() * X[0, 1], X)[1], 3 * X[1] ** 2 * X[0, 1], rtol=1e-14)
    jacobian = complex_step(lambda X: A @ X, X)
    assert jacobian.shape == (3, 4, 2, 4)
    assert np.array_equal(jacobian, np.einsum("ij,kl->ikjl", A, np.eye(4)))


def test_complex_step_takes_relu_and_whole_numbers_and_leaves_its_argument():
    x = np.array([3, -1, 2])
    assert np.array_equal(complex_step(lambda z: (z * (z.real > 0) * np.arange(3)).sum(), x), [0, 0, 2])
    assert x.dtype.kind == "i" and np.array_equal(x, [3, -1, 2])


DOUBLED = Derivation("dC/dx", lambda rng: {"x": rng.normal()}, lambda s: 2 * s["x"])


@pytest.mark.parametrize("answer", [None, ..., {"a": None}, {"a": ...}, {"a": ""}])
def test_missing_formulas_are_not_yet_wrong(answer):
    with pytest.raises(NotYet):
        formulas("slopes", answer, {"a": DOUBLED})


@pytest.mark.parametrize(
    "answer", ["2 * x", [1], {}, {"b": "2 * x"}, {"a": "2 * x", "b": "x"}, {"a": "x"}, {"a": 3}, np.ones(2)]
)
def test_formulas_that_are_wrong_or_no_dictionary_get_a_sentence(answer):
    formulas("slopes", {"a": "x + x"}, {"a": DOUBLED})
    with pytest.raises(CheckFailed):
        formulas("slopes", answer, {"a": DOUBLED})


class Strange:
    """Raises whatever it is asked."""

    __hash__ = None

    def __getattr__(self, name):
        raise KeyError(name)

    def __repr__(self):
        raise RuntimeError

    __eq__ = __len__ = __iter__ = __float__ = __repr__


def raises(*args, **settings):
    raise ValueError("more\nthan a line")


def mutates(*args, **settings):
    for array in args:
        if isinstance(array, np.ndarray):
            array[...] = 0
    return args[0]


def chatty(*args, **settings):
    print("debug")


def several(*args, **settings):
    yield args


def ends(*args, **settings):
    raise SystemExit(1)


def recurses(*args, **settings):
    return recurses(*args, **settings)


MASKED = np.ma.masked_array([1.0, 2.0], [True, False])
VALUES = [
    None,
    ...,
    float("nan"),
    np.full((3, 2), np.nan),
    np.inf,
    3,
    10**400,
    1j,
    "a text",
    b"x",
    [],
    [None],
    ["x"],
    [[1], [2, 3]],
]
VALUES += [
    {},
    {"a": 1},
    {1},
    np.zeros((0, 3)),
    np.array([None, 1]),
    MASKED,
    np,
    (n for n in (1, 2)),
    Strange(),
    Strange,
]
FUNCTIONS = [lambda: 0, raises, mutates, chatty, several, ends, recurses, lambda *args, **settings: args[0]]
FUNCTIONS += [lambda *args, value=value, **settings: value for value in VALUES]
FUNCTIONS += [lambda *args, **settings: (1, 2), lambda *args, **settings: (None, None, None)]

for module in pkgutil.iter_modules(course_utils.checks.__path__):
    importlib.import_module(f"course_utils.checks.{module.name}")
CHECKS = {
    f"{module.rpartition('.')[2]}.{name}": function
    for module in RESULTS
    if module.startswith("course_utils.")
    for name, function in vars(sys.modules[module]).items()
    if hasattr(function, "__wrapped__") and function.__module__ == module
}


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_a_sentence_for_every_kind_of_bad_answer(name):
    parameters = inspect.signature(CHECKS[name]).parameters.values()
    n = sum(one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD for one in parameters)
    for answer in VALUES + FUNCTIONS:
        with pytest.raises((CheckFailed, NotYet)) as caught:
            CHECKS[name](*[answer] * n)
        message = str(caught.value)
        assert message and INSIDE not in message and len(message.splitlines()) <= 10, message


def test_every_assignment_has_its_checks():
    assert len(CHECKS) > 80
