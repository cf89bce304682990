"""Probes: what a graded cell says to the grader. It emits data and holds no expected value.

    rng = probe_rng("softmax")
    probe("softmax of logits", softmax, rng.normal(size=(5, 10)), points=1, hint="Each row is one distribution.")

The instructor's solution runs the same cells with the same seed, and what a student's run emits is compared with what
the solution's emits (`course_utils.grading.scores`). Points, tolerance and hint count as the solution states them.
While nobody grades, a probe does nothing.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import os
from collections.abc import Callable

import numpy as np

SEED_VARIABLE = "COURSE_PROBE_SEED"
MIMETYPE = "application/vnd.course.probe+json"
MAX_ENTRIES = 200_000
MAX_TEXT = 20_000
MAX_PARTS = 100


def grading() -> bool:
    """Whether somebody grades: then the variable holds this grading run's seed."""
    return bool(os.environ.get(SEED_VARIABLE))


def probe_rng(name: str) -> np.random.Generator:
    """A generator whose draws depend on the grading run's seed and on the name: the same in solution and answer."""
    text = f"{os.environ.get(SEED_VARIABLE, '')}/{name}"
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


def probe(
    name: str,
    value: object,
    *args: object,
    points: float,
    hint: str = "",
    rtol: float = 1e-5,
    atol: float = 1e-8,
    judge: str = "",
) -> None:
    """Emit a value for the grader.

    Args:
        name: what is probed, as the student will read it; unique in the assignment.
        value: the value; or a function, which is called on copies of the arguments.
        *args: arguments for the function.
        points: what it is worth.
        hint: what the student reads when it did not pass.
        rtol: relative tolerance of the comparison with the solution's value.
        atol: absolute tolerance.
        judge: name of a function in the assignment's scoring.py that decides instead of a comparison.
    """
    if not grading():
        return
    settings = {"name": name, "points": points, "hint": hint, "rtol": rtol, "atol": atol, "judge": judge}
    send({**settings, "value": emission(value, args)})


def send(data: dict) -> None:
    """Hand an emission to the notebook's outputs."""
    from IPython.display import display

    display({MIMETYPE: data, "text/plain": f"probe: {data['name']}"}, raw=True)


def emission(value: object, args: tuple = ()) -> dict:
    """Turn a value, or what a function returns, into plain data; an error becomes its name."""
    try:
        if isinstance(value, Callable):
            with np.errstate(all="ignore"):
                value = value(*copy.deepcopy(args))
        return encode(value)
    except Exception as error:
        return {"kind": "error", "error": type(error).__name__[:100]}


def encode(value: object, depth: int = 0) -> dict:
    """Write a number, array, text, or a list, tuple or dictionary of such, as plain data.

    Numbers go as the bytes of little-endian float64, which no decoder needs to trust.
    """
    if isinstance(value, str):
        return {"kind": "text", "text": value[:MAX_TEXT]}
    if isinstance(value, dict | list | tuple) and depth < 3 and not all_numbers(value):
        parts = list(value.values()) if isinstance(value, dict) else list(value)
        keys = list(map(str, value)) if isinstance(value, dict) else []
        if len(parts) > MAX_PARTS:
            raise ValueError("too many parts")
        return {"kind": "parts", "keys": keys, "parts": [encode(part, depth + 1) for part in parts]}
    if type(value).__module__.startswith("sympy."):
        return {"kind": "text", "text": str(value)[:MAX_TEXT]}  # a formula
    array = np.asarray(float(value) if type(value) is int else value)
    if isinstance(value, np.ma.MaskedArray) or array.dtype.kind not in "fiub" or array.size > MAX_ENTRIES:
        raise TypeError(f"cannot emit {type(value).__name__}")
    data = base64.b64encode(array.astype("<f8").tobytes()).decode()
    return {"kind": "array", "shape": list(array.shape), "data": data}


def all_numbers(value: dict | list | tuple) -> bool:
    """Whether a list is an array written out."""
    return isinstance(value, list) and all(isinstance(part, int | float) for part in value) and bool(value)
