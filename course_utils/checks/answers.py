"""Getting a value out of an answer that may be anything: each way to go wrong has a sentence."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.checks.report import CheckFailed, NotYet, fail

MAX_PRINTED = 200


def call(name: str, function: object, *args: object, **settings: object) -> object:
    """Call a student's function on copies of the arguments.

    Args:
        name: what the function is called in messages.
        function: the answer; anything.
        *args: what it is called with; they stay as they are, whatever the function does.
        **settings: arguments by name.

    Returns:
        What the function returned.

    Raises:
        CheckFailed: it is no function, takes other arguments, raised, recursed without end, changed an argument in
            place, is a generator, or returned nothing.
        NotYet: it raised NotImplementedError.
    """
    if function is None or function is ...:
        raise NotYet(f"{name} is still {shown(function)}.")
    if not callable(function):
        fail(f"{name} is {a(function)}, expected a function.")
    given, given_settings = copy.deepcopy((args, settings))
    quiet = io.StringIO()  # a function may print while it is being written; a check that calls it often should not
    try:
        with contextlib.redirect_stdout(quiet), np.errstate(all="ignore"):
            value = function(*given, **given_settings)
    except NotImplementedError:
        raise NotYet from None
    except (CheckFailed, KeyboardInterrupt):
        raise
    except SystemExit:
        fail(f"{name} called exit(), which would end the whole notebook. Use return to leave a function.")
    except RecursionError:
        fail(f"{name} calls itself without end.", "Where does the recursion stop?")
    except BaseException as error:
        fail(
            f"{name}({shapes(args, settings)}) stopped with {type(error).__name__}: {first_line(error)}",
            *line_of(error, function),
        )
    if inspect.isgenerator(value):
        fail(f"{name} returned a generator, expected its values: use return, not yield.")
    called = parameter_names(function, len(args))
    for position, (before, after) in enumerate(zip(args, given, strict=True)):
        changed(name, f"argument {position + 1}", before, after, called[position])
    for key in settings:
        changed(name, f"argument {key}", settings[key], given_settings[key])
    if value is None:
        fail(f"{name} returned None.", "Does its last line say return?")
    return value


def parameter_names(function: Callable, n: int) -> list[str]:
    """Names of a function's first n parameters; "it" where they cannot be told."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ["it"] * n
    names = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    return names[:n] if len(names) >= n else ["it"] * n


def changed(name: str, which: str, before: object, after: object, called: str = "it") -> None:
    """Fail if an array, or one inside a list, tuple or dictionary, is not what it was."""
    if isinstance(before, np.ndarray):
        same = before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
        if not same:
            fail(
                f"{name} changed its {which} in place.",
                f"The caller still needs {called}: work on a copy. (x -= … changes x itself, x = x - … does not.)",
            )
    elif isinstance(before, dict) and isinstance(after, dict):
        if before.keys() != after.keys():
            fail(f"{name} changed its {which} in place: it added or removed a key.", "Work on a copy.")
        for key in before:
            changed(name, which, before[key], after[key], called)
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        if len(before) != len(after):
            fail(f"{name} changed its {which} in place: it now has another length.", "Work on a copy.")
        for one, other in zip(before, after, strict=True):
            changed(name, which, one, other, called)
    elif isinstance(before, int | float | str) and type(before) is type(after) and before != after == after:
        fail(f"{name} changed its {which} in place: it put {after!r} where {before!r} was.", "Work on a copy.")


def as_array(name: str, value: object, shape: Sequence[int], meaning: str = "") -> npt.NDArray[np.float64]:
    """Return a student's value as float64 of the shape expected.

    Args:
        name: what it is called in messages.
        value: anything.
        shape: what it must have; () for a single number.
        meaning: what the axes mean, such as "(samples, classes)".

    Raises:
        CheckFailed: it is no array of numbers, has another shape or a NaN.
        NotYet: it is None or ... .
    """
    if value is None or value is ...:
        raise NotYet(f"{name} is still {shown(value)}.")
    if isinstance(value, np.ma.MaskedArray):
        fail(f"{name} is a masked array, expected an ordinary one.", "Masked entries have no value to compare.")
    if isinstance(value, str | bytes | dict | set) or callable(value):
        fail(f"{name} is {a(value)}, expected {numbers_of(shape)}.")
    if isinstance(value, list | tuple) and len(shape):
        fail(f"{name} is a {type(value).__name__}, expected {numbers_of(shape)}: np.array(…) makes one of it.")
    try:
        # Python's whole numbers may be larger than an array's: these become floating-point numbers.
        array = np.asarray(float(value) if type(value) is int else value)
        if array.dtype.kind not in "fiub":
            raise TypeError
    except Exception:  # an object may raise anything when it is asked for its numbers
        fail(f"{name} is {a(value)}, expected {numbers_of(shape)}.")
    if array.shape != tuple(shape):
        wrong_shape(name, array.shape, tuple(shape), meaning)
    array = array.astype(np.float64)
    if np.isnan(array).any():
        where = first_index(np.isnan(array))
        fail(
            f"{name} has NaN (not a number){at(where)}.",
            "It comes from 0/0, inf − inf, inf/inf or the log of a negative number: which of them can happen here?",
        )
    return array


def shape_of(value: object) -> tuple[int, ...] | None:
    """The shape of a value that may be anything; None if it has none."""
    try:
        return np.shape(value)
    except Exception:  # a list of lists of different lengths, or an object that raises when it is looked at
        return None


def wrong_shape(name: str, got: tuple[int, ...], expected: tuple[int, ...], meaning: str) -> None:
    """Fail for a shape, with the likely reason where one is seen."""
    said = f"{name} has shape {got}, expected {expected}" + (f" = {meaning}." if meaning else ".")
    if len(got) > 1 and got == expected[::-1]:
        fail(said, "It is transposed: rows and columns have changed places.")
    if sorted(n for n in got if n != 1) == sorted(n for n in expected if n != 1) and len(got) != len(expected):
        fail(said, "An axis of length 1 is missing or too many: keepdims=True keeps one, indexing or ravel drops one.")
    if expected == () and got:
        fail(said, "A single number is expected: is a sum or mean over all entries missing?")
    if len(got) < len(expected):
        fail(said, "An axis is missing: has a sum or mean run over one axis too many?")
    if len(got) == len(expected) and len(got) > 1:
        fail(said, "Look at which axes each product sums over.")
    fail(said)


def a(value: object) -> str:
    """Name what a value is, for a sentence."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} with shape {value.shape}"
    if callable(value):
        return f"the function {getattr(value, '__name__', type(value).__name__)}"
    try:
        text = repr(value)
    except Exception:
        return f"of type {type(value).__name__}"
    kind = type(value).__name__
    return f"{text[:40]}{'…' if len(text) > 40 else ''} ({'an' if kind[0] in 'aeiou' else 'a'} {kind})"


def shown(value: object) -> str:
    """None or ..., as they are written."""
    return "..." if value is ... else str(value)


def numbers_of(shape: Sequence[int]) -> str:
    """Say what kind of value has this shape."""
    return f"an array of shape {tuple(shape)}" if len(shape) else "a number"


def shapes(args: Sequence[object], settings: dict[str, object]) -> str:
    """Say with what a function was called: arrays by their shapes, all else by its value."""

    def one(value: object) -> str:
        if isinstance(value, np.ndarray):
            return f"array of shape {value.shape}"
        if isinstance(value, Callable | dict | list | tuple):
            return getattr(value, "__name__", f"a {type(value).__name__}")
        return repr(value)[:30]

    return ", ".join([*map(one, args), *(f"{key}={one(value)}" for key, value in settings.items())])


def first_line(error: BaseException) -> str:
    """The first line of an error's message, cut to a readable length."""
    try:
        text = (str(error).splitlines() or [""])[0]
    except Exception:
        text = ""
    return text if len(text) <= MAX_PRINTED else text[:MAX_PRINTED] + "…"


def line_of(error: BaseException, function: object) -> list[str]:
    """Say which line of the student's own code an error comes from; nothing if that cannot be told."""
    code, found = getattr(function, "__code__", None), None
    trace = error.__traceback__
    while trace is not None and code is not None:
        if trace.tb_frame.f_code.co_filename == code.co_filename:
            found = trace.tb_lineno
        trace = trace.tb_next
    if found is None:
        return []
    import linecache

    source = linecache.getline(code.co_filename, found).strip()
    return [f"The line that stopped: {source}"] if source else []


def first_index(where: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """Index of the first True entry."""
    return tuple(int(k) for k in np.argwhere(where)[0]) if where.ndim else ()


def at(index: tuple[int, ...]) -> str:
    """Say where an entry is."""
    return f" at [{', '.join(map(str, index))}]" if index else ""
