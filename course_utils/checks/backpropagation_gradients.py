"""Checks of assignment 3's own gradient check."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import a, call
from course_utils.checks.compare import complex_step, expect
from course_utils.checks.report import CheckFailed, fail


def check_numerical_gradient(function: object) -> None:
    """numerical_gradient(f, theta, eps) against complex steps."""
    rng = np.random.default_rng()
    c = rng.normal(size=5)
    vector, matrix = rng.normal(size=5), rng.normal(size=(2, 3))
    theta, eps = np.array([1.0, -2.0, 0.5]), 0.1

    def cubic(t: npt.NDArray) -> npt.NDArray:
        return (t**3).sum() + t.prod()

    got = call("numerical_gradient", function, cubic, theta, eps)
    slips = difference_slips(cubic, theta, eps)
    slips["The argument eps is not used: another step has been taken."] = complex_step(cubic, theta)
    # With a large step every slip shows plainly; and what a cubic's central difference is off by is known: eps squared.
    truth, look = complex_step(cubic, theta) + eps**2, "One entry at a time, a step to both sides, and then?"
    expect("For f = sum of theta³ + their product and eps = 0.1, the gradient", got, truth, slips, rtol=1e-8, look=look)
    cases = {
        "sum of c sin(theta)": (lambda t: (c * np.sin(t)).sum(), vector),
        "a product of exponentials, theta a matrix": (lambda t: np.exp(t[0] @ t[1]), matrix),
    }
    for case, (f, theta) in cases.items():
        try:
            got = call("numerical_gradient", function, f, theta)
        except CheckFailed as reason:
            fail(str(reason), f"Here theta has shape {theta.shape}: any shape is possible.")
        slips = difference_slips(f, theta, 1e-5)
        look = "One entry at a time, whatever theta's shape: theta[0] of a matrix is a whole row."
        expect(f"The gradient of {case},", got, complex_step(f, theta), slips, rtol=1e-7, look=look)
    got = call("numerical_gradient", function, lambda t: (t**2).sum() / 2, np.array([3, -1, 2]))
    whole = "theta of whole numbers cannot take a step of 0.00001: make it a floating-point array first."
    truth = np.array([3.0, -1, 2])
    expect("The gradient at theta = [3, -1, 2], an integer array,", got, truth, {whole: np.zeros(3)}, 1e-7, look=whole)


def difference_slips(f, theta: npt.NDArray, eps: float) -> dict[str, npt.NDArray]:
    """What wrong differences give."""
    step = [eps * unit.reshape(theta.shape) for unit in np.eye(theta.size)]
    walk = np.cumsum(step, axis=0)
    one_sided = [(f(theta + s) - f(theta)) / eps for s in step]
    drifting = [(f(theta + w) - f(theta + w - 2 * s)) / (2 * eps) for w, s in zip(walk, step, strict=True)]
    never_back = [(f(theta + w) - f(theta + w - s)) / eps for w, s in zip(walk, step, strict=True)]
    slips = {
        "It steps to one side only: its error is eps times larger than a step to both sides has.": one_sided,
        "It divides by eps, but the two points are 2 eps apart.": [(f(theta + s) - f(theta - s)) / eps for s in step],
        "The step is not undone before the next entry is changed.": drifting,
        "The steps add up: each entry must be put back before the next one is changed.": never_back,
        "All entries take the step at once: change one at a time.": [(f(theta + eps) - f(theta - eps)) / (2 * eps)]
        * theta.size,
    }
    return {sentence: np.reshape(value, theta.shape) for sentence, value in slips.items()}


# Sentence for a case that goes wrong -> gradient and numeric of the parameters W and b, and which names are wrong.
def gradient_check_cases(rng: np.random.Generator) -> dict[str, tuple[dict, dict, list[str]]]:
    """Cases, each with what to think of when it is judged wrongly."""
    W, b = rng.normal(size=(4, 3)), rng.normal(size=4)
    noise = 1 + 1e-9 * rng.normal(size=W.shape)
    up, down = W.copy(), W.copy()
    up[1, 2] += 0.1
    down[1, 2] -= 0.1
    broken = W.copy()
    broken[0, 0] = np.nan
    return {
        "Both agree to nine digits.": ({"W": W * noise, "b": b}, {"W": W, "b": b}, []),
        "One entry of W is too large by 0.1.": ({"W": up, "b": b}, {"W": W, "b": b}, ["W"]),
        "One entry of W is too small by 0.1. A negative difference counts like a positive one: take absolute values or "
        "squares.": ({"W": down, "b": b}, {"W": W, "b": b}, ["W"]),
        "All of b has the wrong sign.": ({"W": W, "b": -b}, {"W": W, "b": b}, ["b"]),
        "All entries are about 1e-9, and W is twice what it should be. Compare relative to the size of the gradient, "
        "not absolutely.": ({"W": 2e-9 * W, "b": 1e-9 * b}, {"W": 1e-9 * W, "b": 1e-9 * b}, ["W"]),
        "All entries are about 1e6 and agree to nine digits. Compare relative to the size of the gradient, not "
        "absolutely.": ({"W": 1e6 * W * noise, "b": b}, {"W": 1e6 * W, "b": b}, []),
        "Both gradients of b are exactly zero, as for units that are off: they agree, and 0/0 must not decide.": (
            {"W": W, "b": 0 * b},
            {"W": W, "b": 0 * b},
            [],
        ),
        "The gradient of W holds a NaN. A comparison with NaN is always False: ask whether the error is small, not "
        "whether it is large.": ({"W": broken, "b": b}, {"W": W, "b": b}, ["W"]),
        "The gradient of b is zero where it should not be.": ({"W": W, "b": 0 * b}, {"W": W, "b": b}, ["b"]),
        "Both are wrong, and both should be named.": ({"W": W.T.reshape(4, 3), "b": -b}, {"W": W, "b": b}, ["W", "b"]),
    }


def check_gradient_check(function: object) -> None:
    """gradient_check(gradient, numeric, tolerance) -> names of the wrong ones."""
    rng = np.random.default_rng()
    for sentence, (gradient, numeric, wrong) in gradient_check_cases(rng).items():
        got = call("gradient_check", function, gradient, numeric, 1e-6)
        if not isinstance(got, list | tuple | set) or not all(isinstance(name, str) for name in got):
            fail(f"gradient_check returned {a(got)}, expected a list of names, such as ['W'].")
        if sorted(got) != wrong:
            fail(f"gradient_check returned {sorted(got)}, expected {wrong}.", f"The case: {sentence}")
    W = rng.normal(size=(4, 3))
    got = call("gradient_check", function, {"W": 1.001 * W}, {"W": W}, 0.01)
    if list(got):
        fail("A relative error of 0.0005 was refused with tolerance 0.01.", "Is the argument tolerance used?")
