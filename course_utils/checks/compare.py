"""Comparing an answer with a reference that knows nothing of the answer, and naming the slip between them.

Slips are recognised by their consequences: if twice the answer, its negative or its transpose would have been right,
the message says so. A check adds the slips of its own subject as values: what the answer would be if one had made them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import as_array, at, call, first_index
from course_utils.checks.report import fail

RTOL = 1e-6
ATOL = 1e-9


def close(got: npt.NDArray, expected: npt.NDArray, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Whether two arrays agree in every entry, to the relative tolerance of the larger array."""
    if got.shape != expected.shape or not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return False
    scale = np.abs(expected).max(initial=0.0)
    return bool((np.abs(got - expected) <= atol + rtol * scale).all())


def expect(
    name: str,
    value: object,
    expected: npt.ArrayLike,
    slips: Mapping[str, object] | None = None,
    meaning: str = "",
    rtol: float = RTOL,
    atol: float = ATOL,
    N: int | None = None,
    look: str = "",
) -> npt.NDArray[np.float64]:
    """Fail unless a value is the one expected.

    Args:
        name: what it is called in messages.
        value: the student's; anything.
        expected: the reference.
        slips: sentence -> the value that the slip would give, or a function that computes it. Tried before the
            general ones.
        meaning: what the axes mean.
        rtol: tolerance relative to the largest entry expected.
        atol: absolute tolerance.
        N: size of the batch, if there is one: so that a missing 1/N is recognised.
        look: what to look at, when no slip is recognised.

    Returns:
        The value as float64.
    """
    expected = np.asarray(expected, dtype=np.float64)
    got = as_array(name, value, expected.shape, meaning)
    if close(got, expected, rtol, atol):
        return got
    case = smallest_case(name, got, expected, rtol, atol)
    if np.asarray(value).dtype.kind in "iu" and not np.array_equal(expected, np.round(expected)):
        fail(case, "It is of an integer dtype: fractions were cut off. Use floating-point arrays.")
    with np.errstate(all="ignore"):
        made = {
            sentence: np.asarray(slip() if callable(slip) else slip, dtype=np.float64)
            for sentence, slip in {**(slips or {}), **general_slips(expected, N)}.items()
        }
    made = {sentence: wrong for sentence, wrong in made.items() if not close(wrong, expected, rtol, atol)}
    # First to all digits, so that no slip takes the place of another that happens to come near it.
    for tolerances in ((1e-9, 0.0), (max(rtol, 1e-5), atol)):
        for sentence, wrong in made.items():
            if close(got, wrong, *tolerances):
                fail(case, sentence)
    if np.isinf(got).any():
        fail(case, "A number overflowed: exp of something large, or a division by zero.")
    fail(case, *([look] if look else []))


def general_slips(expected: npt.NDArray, N: int | None) -> dict[str, npt.NDArray]:
    """Slips that can happen anywhere, and what each makes of the value expected."""
    slips = {"The sign is wrong: yours is the negative of what is expected.": -expected}
    if N is not None and N > 1:
        slips["It is too large by the factor N, the batch size: the mean over the batch is missing, 1/N."] = (
            N * expected
        )
        slips["It is too small by the factor N, the batch size: 1/N is applied twice, or to a sum that wants none."] = (
            expected / N
        )
    slips["It is twice what is expected: a factor of 2 too many (or a 1/2 forgotten)."] = 2 * expected
    slips["It is half of what is expected: a factor of 2 is missing (or a 1/2 too many)."] = expected / 2
    if expected.ndim == 2 and expected.shape[0] == expected.shape[1]:
        slips["It is transposed: rows and columns have changed places."] = expected.T
    cut = expected.size > 0 and np.median(np.abs(expected)) < 1 and not np.array_equal(expected, np.round(expected))
    slips["It is all zeros." + (" Does an array of integer dtype cut off fractions?" if cut else "")] = 0 * expected
    slips["Fractions were cut off: an array of integer dtype is in play. Use floating-point arrays."] = np.trunc(
        expected
    )
    return slips


def smallest_case(name: str, got: npt.NDArray, expected: npt.NDArray, rtol: float = RTOL, atol: float = ATOL) -> str:
    """Say in one sentence where two arrays of the same shape first differ."""
    scale = np.abs(expected).max(initial=0.0)
    with np.errstate(invalid="ignore"):
        wrong = ~(np.abs(got - expected) <= atol + rtol * scale)
    index = first_index(wrong)
    many = f" ({wrong.sum()} of {wrong.size} entries differ)" if got.ndim else ""
    return f"{name}{at(index)} is {float(got[index]):.6g}, expected {float(expected[index]):.6g}{many}."


def expect_function(
    name: str,
    function: object,
    reference: Callable,
    cases: Mapping[str, tuple],
    slips: Mapping[str, Callable] | None = None,
    **settings,
) -> None:
    """Fail unless a student's function agrees with a reference on every case.

    Args:
        name: what the function is called.
        function: the student's.
        reference: what it is compared with; called with the same arguments.
        cases: description of a case -> arguments.
        slips: sentence -> a wrong version of the function, called with the same arguments.
        settings: further arguments of :func:`expect`.
    """
    for case, args in cases.items():
        value = call(name, function, *args)
        wrong = {sentence: (lambda slip=slip, args=args: slip(*args)) for sentence, slip in (slips or {}).items()}
        expect(f"{name} of {case}", value, reference(*args), wrong, **settings)


def central_difference(function: Callable, x: npt.NDArray, h: float = 1e-5) -> npt.NDArray[np.float64]:
    """Gradient of a function of one array, entry by entry: (f(x + h) - f(x - h)) / 2h, in float64."""
    x = np.array(x, dtype=np.float64)
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        there = [x.copy(), x.copy()]
        there[0][index] += h
        there[1][index] -= h
        gradient[index] = (float(function(there[0])) - float(function(there[1]))) / (2 * h)
    return gradient


def complex_step(function: Callable, x: npt.ArrayLike, h: float = 1e-30) -> npt.NDArray[np.float64]:
    """Derivative of a function with respect to one array, exact to rounding: Im f(x + ih) / h, entry by entry.

    Args:
        function: of a complex array; analytic where it is called (relu as ``z * (z.real > 0)``). Its value is a number
            or an array.
        x: where.
        h: the step; nothing is subtracted, so it may be as small as can be.

    Returns:
        Shape of the value, then shape of x: a gradient where the value is a number, a Jacobian where it is an array.
    """
    x = np.array(x, dtype=np.complex128)
    columns = []
    for index in np.ndindex(x.shape):
        there = x.copy()
        there[index] += 1j * h
        columns.append(np.imag(function(there)) / h)
    columns = np.array(columns, dtype=np.float64)
    return np.moveaxis(columns, 0, -1).reshape(columns.shape[1:] + x.shape)
