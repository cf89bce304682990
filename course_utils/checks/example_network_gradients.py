"""Checks of assignment 1: two derivations, and the gradients of the networks.

The references are numerical derivatives of the criterion; the gradients' formulas stand nowhere.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.special as special

from course_utils.checks.answers import a, call
from course_utils.checks.compare import central_difference, expect
from course_utils.checks.derivation import Derivation
from course_utils.checks.report import NotYet, check, fail

RTOL = 1e-4  # float32 is welcome


def positive_functions(rng: np.random.Generator) -> dict:
    """Random Q(y; theta) > 0 that need not sum to one, with their derivatives by a complex step."""
    theta, A, B = rng.normal(size=3), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))

    def Q(theta: npt.NDArray) -> npt.NDArray:
        return np.exp(A @ np.sin(theta) + B @ theta / 2)

    dQ = np.stack([Q(theta + 1e-20j * unit).imag / 1e-20 for unit in np.eye(3)], axis=1)
    dlogQ = np.stack([np.log(Q(theta + 1e-20j * unit)).imag / 1e-20 for unit in np.eye(3)], axis=1)
    C = central_difference(lambda t: -(Q(theta) * np.log(Q(t))).sum(), theta)
    return {"P": Q(theta), "Q": Q(theta), "dQ": dQ, "dlogQ": dlogQ, "dS": dQ.sum(axis=0), "C": C}


GRADIENT_AT_TRUTH = Derivation(
    left="∂C/∂θ[j] where Q = P",
    draw=lambda rng: {k: v for k, v in positive_functions(rng).items() if k != "C"},
    target=lambda s: -np.einsum("y,yj->j", s["P"], s["dlogQ"]),
    indices={"y": 4, "j": 3},
    free=("j",),
    final=("dS",),
    least_lines=3,
    rtol=1e-5,
    slips={
        "0 is right only in the very end, once you know that S = 1. Write the line with dS[j] instead; the last word "
        "is yours.": lambda s: np.zeros(3),
        "The division by Q is missing: the derivative of log Q is dQ/Q. (And with Q = P, it cancels P.)": lambda s: (
            -s["P"] @ s["dQ"]
        ),
        "The weights P are missing: C is an expectation over P.": lambda s: -s["dlogQ"].sum(axis=0),
        "log Q is still there where its derivative should be.": lambda s: np.broadcast_to(
            -(s["P"] * np.log(s["Q"])).sum(), 3
        ),
    },
)


def softmax_symbols(rng: np.random.Generator) -> dict:
    """A random truth P, a softmax Q, and dQ[y, j], the derivative of Q_y by z_j, by differences."""
    z, P = rng.normal(size=4), rng.dirichlet(np.ones(4))
    dQ = np.stack([central_difference(lambda z, y=y: special.softmax(z)[y], z) for y in range(4)])
    return {"P": P, "Q": special.softmax(z), "dQ": dQ}


GRADIENT_BY_LOGITS = Derivation(
    left="∂C/∂z[j]",
    draw=softmax_symbols,
    target=lambda s: central_difference(lambda z: -(s["P"] * special.log_softmax(z)).sum(), np.log(s["Q"])),
    indices={"y": 4, "j": 4},
    free=("j",),
    final=("P", "Q"),
    least_lines=3,
    rtol=1e-5,
    slips={
        "Only the term y = j is there. z_j moves all classes, because softmax couples them: a sum over y.": lambda s: (
            -s["P"] * (1 - s["Q"])
        ),
        "Only the terms with Q_j are there: delta(y, j) picks out one term of the sum, it does not vanish.": lambda s: (
            s["Q"]
        ),
        "The division by Q, from the derivative of the logarithm, is missing.": lambda s: -s["P"] @ s["dQ"],
        "The weights P are missing: C is an expectation over P.": lambda s: -(s["dQ"] / s["Q"][:, None]).sum(axis=0),
    },
)


@check("gradient_at_truth")
def gradient_at_truth(lines: object) -> str:
    """The derivation that the gradient vanishes at Q = P."""
    GRADIENT_AT_TRUTH.check(lines)
    return "And the probabilities sum to one, so dS[j] = 0: the gradient vanishes at Q = P."


@check("gradient_by_logits")
def gradient_by_logits(lines: object) -> str:
    """The derivation of prediction minus truth."""
    GRADIENT_BY_LOGITS.check(lines)
    no_sum_left(lines)
    return "Prediction minus truth."


def no_sum_left(lines: list) -> None:
    """Fail unless the last line is worked out."""
    if "sum" in str(lines[-1]):
        fail(f"Every line is right, but the last one still has a sum: {lines[-1]}", "What do the P[y] add up to?")


def dictionary(name: str, value: object, like: dict) -> dict:
    """Fail unless a value is a dictionary with the same keys."""
    if value is None or value is ...:
        raise NotYet(f"{name} is still {value}.")
    if not isinstance(value, dict):
        fail(f"{name} is {a(value)}, expected a dictionary with the keys {', '.join(map(str, like))}.")
    if set(value) != set(like):
        keys = ", ".join(map(repr, value)) or "none"
        fail(f"{name} has the keys {keys}; expected are {', '.join(map(repr, like))}, the numbers of the layers.")
    return value


def pair(name: str, value: object, parts: str) -> tuple:
    """Fail unless a function returned two things."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        fail(f"{name} returned {a(value)}, expected two things, {parts}: return {parts}")
    return tuple(value)


def criterion(Z: npt.NDArray, y: npt.NDArray) -> float:
    """C of logits and labels."""
    return -float(np.mean([special.log_softmax(z)[k] for z, k in zip(Z, y, strict=True)]))


LOOK = "Compare your lines with the shapes: what does each product sum over?"


@check("logistic_gradient")
def logistic_gradient(answer: object) -> None:
    """The gradient of logistic regression against differences of the criterion."""
    rng = np.random.default_rng()
    N, D, K = 6, 4, 3
    X, y, W, b = rng.normal(size=(N, D)), rng.integers(0, K, size=N), rng.normal(size=(K, D)), rng.normal(size=K)
    dW, db = pair("logistic_gradient", call("logistic_gradient", answer, X, y, W, b), "dW, db")
    Z, T = X @ W.T + b, np.eye(K)[y]
    true = central_difference(lambda W: criterion(X @ W.T + b, y), W)
    # What the truth contributes to the gradient, and what the prediction: the slips are other mixtures of the two.
    truth = np.einsum("nk,nd->kd", T, X) / N
    ours = true + truth
    slips = {
        "The truth is not subtracted: that is the mean of prediction times input.": ours,
        "The truth is not subtracted: that is the sum of prediction times input.": N * ours,
        "The truth is added; it should be subtracted: prediction minus truth.": ours + truth,
        "The softmax is missing: the logits are not yet a prediction.": np.einsum("nk,nd->kd", Z - T, X) / N,
        "The biases are missing in the logits.": central_difference(lambda W: criterion(X @ W.T, y), W),
        "It is divided by N·K; the mean runs over the N samples only.": true / K,
        "It is divided by the number of inputs or classes where the number of samples N belongs.": N * true / D,
        "It is divided by the number of classes where the number of samples N belongs.": N * true / K,
    }
    expect("dW", dW, true, slips, "(classes, inputs)", RTOL, N=N, look=LOOK)
    true = central_difference(lambda b: criterion(X @ W.T + b, y), b)
    slips = {
        "It is divided by N twice: dZ holds 1/N already, so db is a sum over the batch, no mean.": true / N,
        "The truth is not subtracted.": true + T.mean(axis=0),
    }
    expect("db", db, true, slips, "(classes,)", RTOL, N=N, look=LOOK)


@check("hidden_gradient")
def hidden_gradient(answer: object) -> None:
    """The gradient of a network with one hidden layer against differences of the criterion."""
    rng = np.random.default_rng()
    N, n = 7, (5, 6, 4)
    X, y = rng.normal(size=(N, n[0])), rng.integers(0, n[2], size=N)
    W = {l: rng.normal(size=(n[l], n[l - 1])) for l in (1, 2)}
    b = {l: rng.normal(size=n[l]) for l in (1, 2)}
    dW, db = pair("hidden_gradient", call("hidden_gradient", answer, X, y, W, b), "dW, db")
    dW, db = dictionary("dW", dW, W), dictionary("db", db, b)

    def logits(W: dict, b: dict) -> npt.NDArray:
        A = X @ W[1].T + b[1]
        return (A + np.abs(A)) / 2 @ W[2].T + b[2]

    def slope(which: dict, l: int) -> npt.NDArray:
        original = which[l].copy()

        def C(values: npt.NDArray) -> float:
            which[l] = values
            return criterion(logits(W, b), y)

        result = central_difference(C, original)
        which[l] = original
        return result

    A, Z = X @ W[1].T + b[1], logits(W, b)
    dZ = central_difference(lambda Z: criterion(Z, y), Z)

    def through(M: npt.NDArray) -> npt.NDArray:
        """Slope by W1 of a network whose units pass on their sums times M instead of relu's derivative."""
        return central_difference(lambda V: (dZ * ((M * (X @ V.T)) @ W[2].T)).sum(), W[1])

    expect("dW[2]", dW[2], slope(W, 2), {
        "It holds the sums before relu; the signals h after relu belong here.": np.einsum("ni,nj->ij", dZ, A),
        "The truth is not subtracted.": slope(W, 2) + np.einsum("ni,nj->ij", np.eye(n[2])[y], np.maximum(A, 0)) / N,
    }, "(units out, units in)", RTOL, N=N, look=LOOK)  # fmt: skip
    expect("db[2]", db[2], slope(b, 2), {}, "(units,)", RTOL, N=N, look="The sum of dZ over the batch.")
    backwards = dZ @ W[2]
    slips = {
        "The relu's mask is missing: a unit that is off passes nothing on.": through(np.ones_like(A)),
        "The mask is that of the gradient (dH > 0); relu's derivative asks whether the unit is on, h > 0.": through(
            backwards > 0
        ),
        "The mask is upside down: it keeps the units that are off.": through(A < 0),
        "The gradient is multiplied by the signals h; relu's derivative is 1 or 0.": through(np.maximum(A, 0)),
        "The gradient is multiplied by the sums before relu; relu's derivative is 1 or 0.": through(A),
        "The gradient itself went through relu; it wants relu's derivative, which depends on h.": through(
            (backwards > 0) * (A > 0)
        ),
        "That is the derivative of the sigmoid or tanh, h (1 - h) or 1 - h²; relu's is 1 or 0.": through(
            1 - np.maximum(A, 0) ** 2
        ),
    }
    look = "From dZ go back through W[2], then through the relu, then to the weights."
    expect("dW[1]", dW[1], slope(W, 1), slips, "(units out, units in)", RTOL, N=N, look=look)
    wrong = {
        "The relu's mask is missing in db[1], or comes after it: a unit that is off passes nothing on.": dZ.sum(0)
        @ W[2]
    }
    expect(
        "db[1]", db[1], slope(b, 1), wrong, "(units,)", RTOL, N=N, look="The sum of dH over the batch, after the mask."
    )
