"""Checks of assignment 4: how large signals and gradients are in a network with random weights.

Here are its derivations and formulas; ``deep_signals``, ``weight_matrices`` and ``batch_normalization`` hold the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from course_utils.checks import batch_normalization, deep_signals, report, weight_matrices
from course_utils.checks.batch_normalization import batch_norm_backward, batch_norm_forward
from course_utils.checks.deep_signals import (
    factor_after,
    measure_signals,
    predict_gradients,
    predict_signals,
    second_moment,
)
from course_utils.checks.derivation import Derivation
from course_utils.checks.formulas import formulas
from course_utils.checks.report import check
from course_utils.checks.sign_patterns import all_signs, kept, relu
from course_utils.checks.weight_matrices import initialize, orthogonal_weights, sparse_weights

__all__ = [
    "batch_norm_backward",
    "batch_norm_forward",
    "factor_after",
    "initialize",
    "measure_signals",
    "orthogonal_weights",
    "predict_gradients",
    "predict_signals",
    "second_moment",
    "sparse_weights",
]

# The derivations.


def draw_forward(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    """A unit with n_j inputs; r counts all equally likely values of its weights."""
    n_j, n_i = int(rng.choice((3, 5, 6))), 4
    v, h = rng.uniform(0.2, 0.8), rng.uniform(0.2, 2, n_j)
    W = math.sqrt(v) * all_signs(n_j)
    return {"W": W, "h": h, "z": W @ h, "v": v, "q": np.mean(h**2), "mu": h.mean(), "n_j": n_j, "n_i": n_i}


def draw_backward(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
    """A unit with n_i units above it, on in half of the cases whatever the weights are."""
    n_i, n_j = int(rng.choice((3, 4, 6))), 5
    v, delta = rng.uniform(0.2, 0.8), rng.uniform(0.2, 2, n_i)
    W = math.sqrt(v) * np.tile(all_signs(n_i), (2, 1))
    on = np.repeat([0.0, 1.0], 2**n_i)
    return {"W": W, "on": on, "delta": delta, "v": v, "g": np.mean(delta**2), "n_j": n_j, "n_i": n_i}


def second(x: Mapping[str, npt.NDArray]) -> npt.NDArray:
    """E[z^2] of the unit drawn."""
    return np.mean((x["W"] @ x["h"]) ** 2)


VARIANCE_FOR_MOMENT = (
    "The variance of h, q - mu**2, stands where its second moment q = E[h²] belongs: signals after relu have a mean."
)
FORWARD_Z = Derivation(
    left="E[z²]",
    draw=draw_forward,
    target=second,
    indices=lambda x: {"r": len(x["W"]), "j": len(x["h"]), "k": len(x["h"])},
    final=("n_j", "v", "q"),
    least_lines=4,
    slips={
        VARIANCE_FOR_MOMENT: lambda x: second(x) * (1 - x["mu"] ** 2 / x["q"]),
        "The sum over the n_j units is lost: each of them adds its own part.": lambda x: second(x) / x["n_j"],
        "n_i stands where n_j belongs: z sums over the units in.": lambda x: second(x) / x["n_j"] * x["n_i"],
        "The standard deviation √v stands where E[W²] = v belongs.": lambda x: second(x) / np.sqrt(x["v"]),
        "The variance of the weights is squared: E[W²] is v itself.": lambda x: second(x) * x["v"],
        "The cross terms j ≠ k are still in: independent weights of mean 0 leave only j = k.": lambda x: np.max(
            (x["W"] @ x["h"]) ** 2
        ),
        "The square has gone inside the mean: this is E[z]², which is 0.": lambda x: 0.0,
        "relu's half does not belong here yet: z is what goes into relu.": lambda x: second(x) / 2,
    },
)
FORWARD_H = Derivation(
    left="E[relu(z)²]",
    draw=draw_forward,
    target=lambda x: np.mean(relu(x["W"] @ x["h"]) ** 2),
    indices=FORWARD_Z.indices,
    final=("n_j", "v", "q"),
    least_lines=3,
    slips={
        "relu's half is missing: z² gets through only where z > 0, half of the time.": second,
        "The half is squared: relu's indicator is 1 or 0, and so is its square.": lambda x: second(x) / 4,
        VARIANCE_FOR_MOMENT: lambda x: second(x) / 2 * (1 - x["mu"] ** 2 / x["q"]),
        "This is the variance of relu(z), its second moment less its squared mean. Keep E[h²].": lambda x: np.var(
            relu(x["W"] @ x["h"])
        ),
        "n_i stands where n_j belongs: z sums over the units in.": lambda x: second(x) / 2 / x["n_j"] * x["n_i"],
        "The mean is squared: this is E[relu(z)]², expected E[relu(z)²].": lambda x: (
            np.mean(relu(x["W"] @ x["h"])) ** 2
        ),
        "The standard deviation √v stands where E[W²] = v belongs.": lambda x: second(x) / 2 / np.sqrt(x["v"]),
    },
)
BACKWARD = Derivation(
    left="E[delta_j²]",
    draw=draw_backward,
    target=lambda x: np.mean((x["on"] * (x["W"] @ x["delta"])) ** 2),
    indices=lambda x: {"r": len(x["W"]), "i": len(x["delta"]), "k": len(x["delta"])},
    final=("n_i", "v", "g"),
    least_lines=4,
    slips={
        "relu's half is missing: delta_j is 0 where the unit is off, half of the time.": lambda x: np.mean(
            (x["W"] @ x["delta"]) ** 2
        ),
        "The half is squared: on is 1 or 0, and so is its square.": lambda x: np.mean((x["W"] @ x["delta"]) ** 2) / 4,
        "n_j stands where n_i belongs: on the way back the sum runs over the units out, i.": lambda x: (
            BACKWARD.target(x) / x["n_i"] * x["n_j"]
        ),
        "The sum over the n_i units is lost: each of them adds its own part.": lambda x: BACKWARD.target(x) / x["n_i"],
        "The standard deviation √v stands where E[W²] = v belongs.": lambda x: BACKWARD.target(x) / np.sqrt(x["v"]),
        "The cross terms i ≠ k are still in: independent weights of mean 0 leave only i = k.": lambda x: (
            np.max((x["on"] * (x["W"] @ x["delta"])) ** 2) / 2
        ),
        "The square has gone inside the mean: this is E[delta_j]², which is 0.": lambda x: 0.0,
    },
)


def formula(key: str, f: Callable) -> Derivation:
    """What is expected of one of the variances, for relu or for small signals through tanh."""

    def draw(rng: np.random.Generator) -> dict[str, npt.ArrayLike]:
        n_i, n_j = rng.choice([3, 7, 11], 2, replace=False)  # sizes for which no slip looks like another
        return {"n_i": n_i, "n_j": n_j}

    def v(x: Mapping[str, npt.NDArray], which: str = key, g: Callable = f) -> float:
        return kept(which, int(x["n_i"]), int(x["n_j"]), g)

    swapped = {"forward": "backward", "backward": "forward"}.get(key, key)
    other = {relu: np.tanh, np.tanh: relu}[f]
    named = {
        relu: "relu's 2 is missing: half of the signals are off.",
        np.tanh: "tanh has no half: near 0 its slope is 1.",
    }
    way = "n_j, the units in" if key == "forward" else "n_i, the units out"
    return Derivation(
        left=f"the variance {key!r}",
        draw=draw,
        target=v,
        rtol=1e-5,
        slips={
            "That is the standard deviation, expected the variance: no square root.": lambda x: math.sqrt(v(x)),
            f"n_i and n_j have changed places: this way the sum runs over {way}.": lambda x: v(x, swapped),
            named[f]: lambda x: v(x, g=other),
            "It is inverted: more units need smaller weights.": lambda x: 1 / v(x),
            "That is the mean of the two variances. Wanted is the one for which the mean of the factors is 1.": (
                lambda x: (v(x, "forward") + v(x, "backward")) / 2
            ),
            "That is the geometric mean of the two. Wanted is the one for which the mean of the factors is 1.": (
                lambda x: math.sqrt(v(x, "forward") * v(x, "backward"))
            ),
            "That is what the way forward wants alone.": lambda x: v(x, "forward"),
            "That is what the way backward wants alone.": lambda x: v(x, "backward"),
        },
    )


VARIANCES = {key: formula(key, relu) for key in ("forward", "backward", "balanced")}
TANH_VARIANCES = {key: formula(key, np.tanh) for key in VARIANCES}


@check("forward: E[z²]")
def forward_z(lines: object) -> None:
    FORWARD_Z.check(lines)


@check("forward: through relu")
def forward_h(lines: object) -> None:
    FORWARD_H.check(lines)


@check("backward")
def backward(lines: object) -> None:
    BACKWARD.check(lines)


@check("three variances for relu")
def variances(answers: object) -> None:
    formulas("variances", answers, VARIANCES)


@check("three variances for tanh")
def tanh_variances(answers: object) -> None:
    formulas("tanh_variances", answers, TANH_VARIANCES)


def summary() -> None:
    """Say what passes so far."""
    report.summary(__name__, *(part.__name__ for part in (deep_signals, weight_matrices, batch_normalization)))
