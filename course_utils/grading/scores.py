"""From what two runs emitted, the solution's and a student's, to points.

Only the solution's emissions say what there is to earn, with which tolerance. What a student's run emitted is data of
unknown origin: it is decoded with limits, compared, and otherwise ignored.
"""

from __future__ import annotations

import base64
import binascii
import builtins
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from course_utils.checks.probes import MAX_ENTRIES, MAX_PARTS, MAX_TEXT, MIMETYPE

# In place of a message that would quote a text which was computed.
UNSHOWN = "Not right. The check above says more about what is written in the cell."


@dataclass(frozen=True)
class Score:
    """What one probe earned.

    Attributes:
        name: the probe's.
        points: earned, 0 to max_points.
        max_points: what it is worth.
        message: for the student; empty when all points were earned.
    """

    name: str
    points: float
    max_points: float
    message: str = ""


class Unusable(ValueError):
    """An emission is not what :func:`course_utils.checks.probes.encode` writes."""


def emissions(outputs: Iterable[Mapping]) -> list[dict]:
    """All probes among a cell's outputs, in order."""
    found = []
    for output in outputs:
        data = output.get("data") if isinstance(output, Mapping) else None
        if (
            isinstance(data, Mapping)
            and output.get("output_type") == "display_data"
            and isinstance(data.get(MIMETYPE), dict)
        ):
            found.append(data[MIMETYPE])
    return found


def decode(value: object, depth: int = 0) -> npt.NDArray[np.float64] | str | list | dict:
    """Read what ``encode`` wrote: an array, a text, or a list or dictionary of such.

    Raises:
        Unusable: it is something else, or larger than an emission may be.
    """
    if not isinstance(value, Mapping) or depth > 4:
        raise Unusable("no emission")
    kind = value.get("kind")
    if kind == "error":
        raise Unusable(stopped_with(value.get("error")))
    if kind == "text" and isinstance(value.get("text"), str) and len(value["text"]) <= MAX_TEXT:
        return value["text"]
    if kind == "parts" and isinstance(value.get("parts"), list) and len(value["parts"]) <= MAX_PARTS:
        parts, keys = [decode(part, depth + 1) for part in value["parts"]], value.get("keys")
        if not keys:
            return parts
        if not isinstance(keys, list) or len(keys) != len(parts) or not all(isinstance(key, str) for key in keys):
            raise Unusable("its keys do not fit")
        return dict(zip(keys, parts, strict=True))
    shape, data = value.get("shape"), value.get("data")
    if kind != "array" or not isinstance(shape, list) or not isinstance(data, str):
        raise Unusable("of an unknown kind")
    if len(shape) > 8 or not all(type(n) is int and 0 <= n <= MAX_ENTRIES for n in shape):
        raise Unusable("its shape is not usable")
    if math.prod(shape) > MAX_ENTRIES or len(data) > 12 * MAX_ENTRIES:
        raise Unusable("too large")
    try:
        return np.frombuffer(base64.b64decode(data, validate=True), "<f8").reshape(shape).copy()
    except (binascii.Error, ValueError):
        raise Unusable("its data does not fit its shape") from None


def stopped_with(name: object) -> str:
    """What to say of an error. Only Python's own are named: another's name is a text that the submission chose."""
    if name in ("NotImplementedError", "NotYet"):
        return "not written yet"
    known = isinstance(name, str) and isinstance(found := vars(builtins).get(name), type)
    return f"stopped with {name}" if known and issubclass(found, BaseException) else "stopped with an error of its own"


def agree(got: object, expected: object, rtol: float, atol: float) -> bool:
    """Whether two decoded values are the same, arrays to the tolerance and infinities and NaN alike."""
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(got) == len(expected)
            and all(agree(one, other, rtol, atol) for one, other in zip(got, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(agree(got[key], expected[key], rtol, atol) for key in expected)
        )
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    if not isinstance(got, np.ndarray) or got.shape != expected.shape:
        return False
    scale = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
    return bool(np.allclose(got, expected, rtol=0, atol=atol + rtol * scale, equal_nan=True))


def score(
    solution: Iterable[Mapping],
    student: Iterable[Mapping],
    judges: Mapping[str, Callable] | None = None,
    written: str | None = None,
) -> list[Score]:
    """Compare the emissions of one cell.

    Args:
        solution: the solution's, which say what there is to earn.
        student: the student's. Of several with one name the first counts, and none counts twice.
        judges: name -> function(got, expected) -> fraction of the points, 0 to 1, or (fraction, message); called with
            decoded values.
        written: what the student wrote. A judge's message may quote what was emitted, and a submission could emit the
            hidden tests: so it is shown only when every text that was emitted stands in here. None: always.

    Returns:
        A score for each of the solution's probes, in their order.
    """
    theirs: dict[str, Mapping] = {}
    for emitted in student:
        if isinstance(emitted.get("name"), str):
            theirs.setdefault(emitted["name"], emitted)
    return [one_score(probe, theirs.get(probe["name"]), judges or {}, written) for probe in solution]


def one_score(
    probe: Mapping, emitted: Mapping | None, judges: Mapping[str, Callable], written: str | None = None
) -> Score:
    """Compare one probe."""
    name, worth, hint = probe["name"], float(probe["points"]), probe.get("hint", "")
    if emitted is None:
        return Score(name, 0.0, worth, "Your notebook did not come this far. " + hint)
    try:
        got = decode(emitted.get("value"))
    except Unusable as reason:
        said = "Not written yet." if str(reason) == "not written yet" else f"No usable value: {reason}. {hint}"
        return Score(name, 0.0, worth, said)
    expected = decode(probe["value"])
    if not probe.get("judge"):
        right = agree(got, expected, probe["rtol"], probe["atol"])
        return Score(name, worth if right else 0.0, worth, "" if right else hint)
    verdict = judges[probe["judge"]](got, expected)
    fraction, message = verdict if isinstance(verdict, tuple) else (verdict, "")
    fraction = min(1.0, max(0.0, float(fraction)))
    if message and written is not None and not stands_in(got, "".join(written.split())):
        message = hint or UNSHOWN
    return Score(name, worth * fraction, worth, message or ("" if fraction == 1.0 else hint))


def stands_in(value: object, written: str) -> bool:
    """Whether every line of every text in a value stands in what was written; spaces do not count."""
    if isinstance(value, str):
        return all("".join(line.split()) in written for line in value.splitlines())
    if isinstance(value, dict):
        return all(stands_in(part, written) for item in value.items() for part in item)
    return not isinstance(value, list) or all(stands_in(part, written) for part in value)
