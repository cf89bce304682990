"""What is derived in assignment 3, and the values that its lines are compared with.

Small networks of the slides' form are drawn at random, with a different number of units in every layer, so that
swapped indices and transposed matrices are seen. All derivatives come from complex steps through the criterion.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from course_utils.checks.compare import complex_step
from course_utils.checks.derivation import Derivation

SIZES = {"i": 4, "m": 4, "j": 3, "k": 5, "l": 6}  # outputs (twice, for sums over them), h2, h1, x
N = 7

Values = Mapping[str, npt.NDArray]
FORWARD = ("x", "W1", "b1", "z1", "h1", "W2", "b2", "z2", "h2", "W3", "b3", "z3", "p")
Z_OF = {"z1": ("x", "W1", "b1"), "z2": ("h1", "W2", "b2"), "z3": ("h2", "W3", "b3")}


def rectified(z: npt.NDArray) -> npt.NDArray:
    """Relu that complex steps go through."""
    return np.where(z.real > 0, z, 0)


def normalised(z: npt.NDArray) -> npt.NDArray:
    """Softmax that complex steps go through."""
    e = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def signals(values: Values, **put: npt.NDArray) -> dict[str, npt.NDArray]:
    """All signals of the network, computed from its weights, with some of them put to other values on the way."""
    s = {**values, **put}
    for name in FORWARD:
        if name in put:
            continue
        if name in Z_OF:
            h, W, b = (s[one] for one in Z_OF[name])
            s[name] = np.einsum("...j,ij->...i", h, W) + b
        elif name in ("h1", "h2"):
            s[name] = rectified(s["z" + name[1]])
        elif name == "p":
            s[name] = normalised(s["z3"])
    return s


def criterion(values: Values, **put: npt.NDArray) -> complex:
    """C of one sample, or the mean over a batch with one sample a row; t has a 1 where the label is."""
    costs = -(values["t"] * np.log(signals(values, **put)["p"])).sum(axis=-1)
    return costs.mean()


def gradient(values: Values, name: str) -> npt.NDArray:
    """∂C/∂ the quantity of this name, everything that is computed before it held fast."""
    return complex_step(lambda there: criterion(values, **{name: there}), values[name])


def jacobian(values: Values, of: str, by: str) -> npt.NDArray:
    """The derivatives of one signal by another, axes of the first before those of the second."""
    return complex_step(lambda there: signals(values, **{by: there})[of], values[by])


def pulled(values: Values, c: npt.NDArray, of: str, by: str, **put: npt.NDArray) -> npt.NDArray:
    """What ∂C/∂by would be, if C's derivative by the signal ``of`` were c: how slips further up arrive below."""
    return complex_step(lambda there: (c * signals(values, **{**put, by: there})[of]).sum(), values[by])


def network(rng: np.random.Generator, N: int | None = None) -> dict[str, npt.NDArray]:
    """A random network with its signals for a sample, or for a batch of N; no relu is near its kink."""
    n = [SIZES[index] for index in "lkji"]
    while True:
        s = {"x": rng.normal(size=n[0] if N is None else (N, n[0]))}
        for layer in (1, 2, 3):
            s[f"W{layer}"] = rng.normal(size=(n[layer], n[layer - 1])) / np.sqrt(n[layer - 1] / 2)
            s[f"b{layer}"] = rng.normal(size=n[layer]) / 2
        s["t"] = np.eye(n[3])[rng.integers(n[3], size=N)]
        s = {name: np.real(value) for name, value in signals(s).items()}
        z = np.concatenate([s["z1"].ravel(), s["z2"].ravel()])
        active = [0 < (s[h] > 0).mean() < 1 for h in ("h1", "h2")]  # a relu that is off, and one that is on
        if np.abs(z).min() > 1e-3 and all(active) and not np.allclose(s["h1"], s["z1"]):
            return s


def index_draw(rng: np.random.Generator) -> dict[str, npt.NDArray]:
    """What the index form may use: signals, weights, and all local derivatives on the way."""
    s = network(rng)
    local = {
        "dp_dz3": jacobian(s, "p", "z3"),
        "dz3_dh2": jacobian(s, "z3", "h2"),
        "dh2_dh1": jacobian(s, "h2", "h1"),
        "dh2_dW2": np.einsum("jjk->jk", jacobian(s, "h2", "W2")),
        "dh1_dW1": np.einsum("kkl->kl", jacobian(s, "h1", "W1")),
    }
    return {**s, **local, **{f"dC_d{name}": gradient(s, name) for name in ("p", "z3", "h2", "z2", "h1", "z1")}}


def uncoupled(s: Values) -> npt.NDArray:
    """What ∂C/∂z3 would be, if p_i depended on z3_i alone: the slip on the slide."""
    return s["dC_dp"] * np.diagonal(s["dp_dz3"])


SOFTMAX_SLIP = (
    "It follows one path only, from p[i] to z3[i]. But softmax couples the outputs: every p[m] depends on every z3[i], "
    "so there is a sum over m. (The slide's formula without a sum holds for outputs before the softmax.)"
)
NO_SLOPE = "A factor is missing: the slope of relu in layer {}, which is 1 where the unit is on and 0 where it is off."
SIGNAL_FOR_SLOPE = "It multiplies by the signal where the slope of relu belongs, which is 1 or 0: h > 0."

OUTPUT = Derivation(
    "∂C/∂z3[i]",
    index_draw,
    lambda s: gradient(s, "z3"),
    SIZES,
    ("i",),
    final=("p", "t"),
    least_lines=2,
    slips={
        SOFTMAX_SLIP: uncoupled,
        "It stops at p: this is ∂C/∂p[i]. The way goes on through the softmax, to z3.": lambda s: s["dC_dp"],
        "The label is missing: a 1 is subtracted where the label is.": lambda s: s["p"],
        "Outside its diagonal, softmax's derivative has a minus: p[m] * (delta(m, i) − p[i]).": lambda s: (
            -(s["t"] + s["p"])
        ),
    },
)
WEIGHTS3 = Derivation(
    "∂C/∂W3[i, j]",
    index_draw,
    lambda s: gradient(s, "W3"),
    SIZES,
    ("i", "j"),
    final=("p", "t", "h2"),
    slips={
        SOFTMAX_SLIP: lambda s: pulled(s, uncoupled(s), "z3", "W3"),
        "The signal that comes into W3 is h2, after relu; here stands z2.": lambda s: pulled(
            s, s["dC_dz3"], "z3", "W3", h2=s["z2"]
        ),
    },
)
HIDDEN2 = Derivation(
    "∂C/∂W2[j, k]",
    index_draw,
    lambda s: gradient(s, "W2"),
    SIZES,
    ("j", "k"),
    final=("p", "t", "W3", "z2", "h2", "h1"),
    least_lines=2,
    slips={
        NO_SLOPE.format(2): lambda s: pulled(s, s["dC_dh2"], "z2", "W2"),
        SIGNAL_FOR_SLOPE: lambda s: pulled(s, s["dC_dh2"] * s["h2"], "z2", "W2"),
        SOFTMAX_SLIP: lambda s: pulled(s, uncoupled(s), "z3", "W2"),
        "The last factor is the signal that comes into W2: h1, after relu.": lambda s: pulled(
            s, s["dC_dz2"], "z2", "W2", h1=s["z1"]
        ),
        "The last factor is missing: the signal that comes into W2.": lambda s: pulled(
            s, s["dC_dz2"], "z2", "W2", h1=np.ones(SIZES["k"])
        ),
    },
)
HIDDEN1 = Derivation(
    "∂C/∂W1[k, l]",
    index_draw,
    lambda s: gradient(s, "W1"),
    SIZES,
    ("k", "l"),
    final=("p", "t", "W3", "W2", "z2", "h2", "z1", "h1", "x"),
    least_lines=2,
    slips={
        NO_SLOPE.format(1): lambda s: pulled(s, s["dC_dh1"], "z1", "W1"),
        NO_SLOPE.format(2): lambda s: pulled(s, s["dC_dh2"], "z2", "W1"),
        "Both slopes of relu are missing: 1 where a unit is on, 0 where it is off.": lambda s: pulled(
            s, pulled(s, s["dC_dh2"], "z2", "h1"), "z1", "W1"
        ),
        SIGNAL_FOR_SLOPE: lambda s: pulled(s, s["dC_dh1"] * s["h1"], "z1", "W1"),
        SOFTMAX_SLIP: lambda s: pulled(s, uncoupled(s), "z3", "W1"),
        "The last factor is missing: the signal that comes into W1.": lambda s: pulled(
            s, s["dC_dz1"], "z1", "W1", x=np.ones(SIZES["l"])
        ),
    },
)


def scalar_draw(rng: np.random.Generator) -> dict[str, float]:
    """The tiny example with a tanh: h = tanh(w1 x), y = w2 h, C = (y − t)²."""
    s = dict(zip(("w1", "w2", "x", "t"), rng.uniform(0.4, 1.2, size=4) * rng.choice([-1, 1], size=4), strict=True))
    s["h"] = np.tanh(s["w1"] * s["x"])
    s["y"] = s["w2"] * s["h"]
    slope = complex_step(np.tanh, s["w1"] * s["x"])
    return {**s, "dC_dy": scalar_gradient(s, "y"), "dy_dw2": s["h"], "dy_dh": s["w2"], "dh_dw1": slope * s["x"]}


def scalar_gradient(s: Values, name: str) -> npt.NDArray:
    """∂C/∂ w1, w2 or y of the tiny example with a tanh."""

    def C(there: complex) -> complex:
        v = {**s, name: there}
        y = there if name == "y" else v["w2"] * np.tanh(v["w1"] * v["x"])
        return (y - v["t"]) ** 2

    return complex_step(C, s[name])


SCALAR_FINAL = ("w1", "w2", "x", "t", "h", "y")
SCALAR_W2 = Derivation(
    "∂C/∂w2",
    scalar_draw,
    lambda s: scalar_gradient(s, "w2"),
    final=SCALAR_FINAL,
    least_lines=2,
    slips={
        "The last factor is missing: ∂y/∂w2 is not 1.": lambda s: s["dC_dy"],
        "The last factor is ∂y/∂w2, and here stands ∂y/∂h.": lambda s: s["dC_dy"] * s["w2"],
        "The signal that comes into w2 is h = tanh(w1 x); here stands x.": lambda s: s["dC_dy"] * s["x"],
    },
)
SCALAR_W1 = Derivation(
    "∂C/∂w1",
    scalar_draw,
    lambda s: scalar_gradient(s, "w1"),
    final=SCALAR_FINAL,
    least_lines=2,
    slips={
        "The slope of tanh is missing: it is not 1, except at 0.": lambda s: s["dC_dy"] * s["w2"] * s["x"],
        "A factor is missing at the end: inside the tanh stands w1 x, and its derivative by w1 is not 1.": lambda s: (
            s["dC_dy"] * s["w2"] * s["dh_dw1"] / s["x"]
        ),
        "The slope of tanh is taken at h, where it should be taken at w1 x. (Written with h it is 1 − h².)": lambda s: (
            s["dC_dy"] * s["w2"] * s["x"] * complex_step(np.tanh, s["h"])
        ),
        "The factor ∂y/∂h is missing.": lambda s: s["dC_dy"] * s["dh_dw1"],
        "The factor ∂C/∂y is missing.": lambda s: s["w2"] * s["dh_dw1"],
    },
)
