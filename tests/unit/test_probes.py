"""Probes emit plain data and nothing else; scores compare them and trust nothing that a student's run emitted."""

import base64

import numpy as np
import pytest

from course_utils.checks import probes
from course_utils.checks.probes import MIMETYPE, emission, probe, probe_rng
from course_utils.grading.scores import Unusable, decode, emissions, score


@pytest.fixture
def sent(monkeypatch):
    """Grading is on; what is emitted is collected."""
    found = []
    monkeypatch.setenv(probes.SEED_VARIABLE, "one run")
    monkeypatch.setattr(probes, "send", found.append)
    return found


def emitted(value, *args, **settings):
    return {"name": "p", "points": 2, "hint": "Look again.", "rtol": 1e-5, "atol": 1e-8, "judge": ""} | {
        "value": emission(value, args),
        **settings,
    }


def test_a_probe_does_nothing_while_nobody_grades(monkeypatch):
    monkeypatch.delenv(probes.SEED_VARIABLE, raising=False)
    monkeypatch.setattr(probes, "send", lambda data: pytest.fail("emitted"))
    probe("p", lambda: pytest.fail("called"), points=1)


def test_draws_depend_on_the_run_and_the_name_alone(monkeypatch):
    monkeypatch.setenv(probes.SEED_VARIABLE, "one")
    first = probe_rng("a").random(3)
    assert (probe_rng("a").random(3) == first).all()
    assert (probe_rng("b").random(3) != first).all()
    monkeypatch.setenv(probes.SEED_VARIABLE, "two")
    assert (probe_rng("a").random(3) != first).all()


VALUES = {
    "number": 1.5,
    "integer": 3,
    "array": np.arange(6.0).reshape(2, 3),
    "float32": np.ones(3, np.float32),
    "infinite": np.array([np.inf, -np.inf, np.nan]),
    "text": "∂C/∂W",
    "list of lines": ["a * b", "c"],
    "tuple": (np.ones(2), 3.0),
    "dictionary": {1: np.ones(2), 2: np.zeros((2, 2))},
    "empty": np.ones((0, 3)),
    "bool": True,
}


@pytest.mark.parametrize("kind", VALUES)
def test_what_is_emitted_is_what_is_read(kind):
    value, read = VALUES[kind], decode(emission(VALUES[kind]))
    if isinstance(value, str):
        assert read == value
    elif isinstance(value, dict):
        assert all(np.array_equal(read[str(key)], value[key]) for key in value) and len(read) == len(value)
    elif isinstance(value, list | tuple):
        assert all(np.array_equal(one, other) for one, other in zip(read, value, strict=True))
    else:
        assert np.array_equal(read, np.asarray(value, dtype=float), equal_nan=True)


def test_arguments_are_copies(sent):
    x = np.ones(3)
    probe("p", lambda x: x.__iadd__(1), x, points=1)
    assert (x == 1).all() and decode(sent[0]["value"]).tolist() == [2, 2, 2]


BAD = {
    "raises": lambda: 1 / 0,
    "exception of its own": lambda: (_ for _ in ()).throw(type("E", (Exception,), {})()),
    "object": object,
    "masked": lambda: np.ma.ones(2),
    "complex": lambda: 1j,
    "huge": lambda: np.zeros(10_000_000),
    "deep": lambda: [[[[[1.0, "a"], "b"], "c"], "d"], "e"],
    "nothing": lambda: None,
    "recursion": lambda: BAD["recursion"](),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_probe_of_anything_emits_an_error_and_ends_well(kind, sent):
    probe("p", BAD[kind], points=1)
    assert sent[0]["value"]["kind"] == "error"
    with pytest.raises(Unusable):
        decode(sent[0]["value"])


def test_the_same_value_earns_all_and_another_nothing():
    (same,) = score([emitted(np.ones(3))], [emitted(np.ones(3) + 1e-7)])
    (other,) = score([emitted(np.ones(3))], [emitted(np.ones(3) + 1e-3)])
    assert (same.points, same.max_points, same.message) == (2, 2, "")
    assert (other.points, other.message) == (0, "Look again.")


def test_no_emission_no_points():
    (missing,) = score([emitted(1.0)], [])
    assert missing.points == 0 and "did not come this far" in missing.message


def test_points_tolerance_and_judge_are_the_solutions():
    forged = emitted(5.0, points=100, rtol=1e9, judge="generous")
    (one,) = score([emitted(1.0)], [forged], {"generous": lambda got, expected: 1})
    assert (one.points, one.max_points) == (0, 2)


def test_emitting_many_times_does_not_help():
    guesses = [emitted(float(k)) for k in range(10)]
    (one,) = score([emitted(7.0)], guesses)
    assert one.points == 0


def test_a_judge_decides_where_no_single_value_is_right():
    judges = {"half": lambda got, expected: (got.sum() / 4, "Half of it."), "wild": lambda got, expected: 99}
    (half,) = score([emitted(np.ones(4), judge="half")], [emitted(np.array([1.0, 1, 0, 0]))], judges)
    (wild,) = score([emitted(1.0, judge="wild")], [emitted(1.0)], judges)
    assert (half.points, half.message) == (1, "Half of it.") and wild.points == 2


def array(shape, data=b"\0" * 8):
    return {"kind": "array", "shape": shape, "data": base64.b64encode(data).decode()}


FORGED = {
    "no dictionary": [1],
    "no kind": {},
    "unknown kind": {"kind": "pickle", "data": "gASV"},
    "negative shape": array([-1]),
    "bool shape": array([True]),
    "huge shape": array([200_000, 200_000]),
    "many axes": array([1] * 9),
    "shape of text": array(["1"]),
    "short data": array([3]),
    "no base64": {"kind": "array", "shape": [1], "data": "***"},
    "data of another type": {"kind": "array", "shape": [1], "data": 7},
    "long data": {"kind": "array", "shape": [1], "data": "A" * 10_000_000},
    "long text": {"kind": "text", "text": "a" * 100_000},
    "text of another type": {"kind": "text", "text": 3},
    "keys that do not fit": {"kind": "parts", "keys": ["a", "b"], "parts": [array([1])]},
    "keys of another type": {"kind": "parts", "keys": [["a"]], "parts": [array([1])]},
    "many parts": {"kind": "parts", "parts": [array([1])] * 1000},
    "deep parts": {"kind": "parts", "parts": [{"kind": "parts", "parts": [{"kind": "parts", "parts": [{"kind": "parts",
        "parts": [{"kind": "parts", "parts": [array([1])]}]}]}]}]},
    "error of another type": {"kind": "error", "error": ["x"] * 100_000},
}  # fmt: skip


@pytest.mark.parametrize("kind", FORGED)
def test_forged_emissions_are_unusable_and_earn_nothing(kind):
    with pytest.raises(Unusable):
        decode(FORGED[kind])
    (one,) = score([emitted(np.zeros(1))], [{"name": "p", "value": FORGED[kind]}])
    assert one.points == 0 and len(one.message) < 200


def test_only_displayed_probes_are_found_among_outputs():
    good = {"output_type": "display_data", "data": {MIMETYPE: {"name": "p"}}, "metadata": {}}
    others = [
        {"output_type": "stream", "name": "stdout", "text": MIMETYPE},
        {"output_type": "execute_result", "data": {MIMETYPE: {"name": "q"}}},
        {"output_type": "display_data", "data": {MIMETYPE: "text"}},
        {"output_type": "display_data", "data": None},
        {"output_type": "error"},
        "nothing",
    ]
    assert emissions([*others, good]) == [{"name": "p"}]


def test_a_list_agrees_only_part_by_part():
    value = [np.ones(2), np.zeros(3)]
    answers = [(np.ones(2), np.zeros(3)), [np.zeros(3), np.ones(2)], [np.ones(2)], np.ones(2)]
    assert [score([emitted(value)], [emitted(answer)])[0].points for answer in answers] == [2, 0, 0, 0]


def test_a_dictionary_agrees_by_its_keys_in_any_order():
    value = {1: np.ones(2), 2: np.zeros(3)}
    answers = [{2: np.zeros(3), 1: np.ones(2)}, {2: np.ones(2), 1: np.zeros(3)}, {0: np.ones(2), 1: np.zeros(3)}, []]
    assert [score([emitted(value)], [emitted(answer)])[0].points for answer in answers] == [2, 0, 0, 0]
