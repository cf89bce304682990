"""Backpropagation with matrices, line by line, for a sample and for a batch; and what rescaling does to a gradient.

The second half of assignment 3's derivations; the networks come from `backpropagation_formulas`.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from course_utils.checks.backpropagation_formulas import N, Values, gradient, network, pulled
from course_utils.checks.compare import complex_step
from course_utils.checks.derivation import Derivation
from course_utils.checks.steps import Steps

ORDER = ("z3", "W3", "b3", "h2", "z2", "W2", "b2", "h1", "z1", "W1", "b1")
GIVEN = ("x", "h1", "z1", "h2", "z2", "p", "t", "W1", "W2", "W3", "b1", "b2", "b3")
IN_A_BATCH = {"x": "X", "h1": "H1", "z1": "Z1", "h2": "H2", "z2": "Z2", "p": "P", "t": "T", "z3": "Z3"}


def draw(rng: np.random.Generator, N: int | None = None) -> tuple[dict, dict]:
    """Signals and weights of a random network, and its derivatives; capital letters for a batch."""
    s = network(rng, N)
    called = IN_A_BATCH if N else {}
    given = {called.get(name, name): s[name] for name in GIVEN} | ({"N": N} if N else {})
    return given, {f"d{called.get(name, name)}": gradient(s, name) for name in ORDER}


def small(s: Values) -> dict[str, np.ndarray]:
    """All quantities under the names that they have for one sample."""
    return {**s, **{name: s[capital] for name, capital in IN_A_BATCH.items() if capital in s}}


def slips_of_a_layer(l: int, batch: bool) -> dict[str, dict]:
    """The slips on the way through layer l of weights and the relu below it."""
    z, h = ("Z", "H") if batch else ("z", "h")
    dz, dW, db, own, dh, under = f"d{z}{l}", f"dW{l}", f"db{l}", f"d{h}{l}", f"d{h}{l - 1}", f"d{z}{l - 1}"
    relu_off = f"{dh} goes through relu: where {h}{l - 1} is 0 the unit is off and nothing passes."
    found: dict[str, dict] = {dW: {}, db: {}}
    if l < 3:
        # Before the relu or behind it: the commonest confusion of all.
        early = f"It starts from {own}, before relu's slope is applied; weights and biases of layer {l} sit behind "
        early += f"the relu, at {z}{l}: start from {dz}."
        found[dW][early] = lambda s: pulled(small(s), s[own], f"z{l}", f"W{l}")
        found[db][early] = lambda s: pulled(small(s), s[own], f"z{l}", f"b{l}")
    if batch:
        found[db]["It is averaged over the batch once more: dZ has its 1/N already, so sum."] = lambda s: s[db] / N
        found[db]["It sums over the units, axis 1; the sum over the batch runs over axis 0, the rows."] = lambda s: s[
            dz
        ].sum(axis=1)
    if l == 1:
        return found
    found[dW][f"The signal that comes into W{l} is {h}{l - 1}, after relu."] = lambda s: pulled(
        small(s), s[dz], f"z{l}", f"W{l}", **{f"h{l - 1}": s[f"{z}{l - 1}"]}
    )
    found[under] = {
        "The slope of relu is missing. " + relu_off: lambda s: s[dh],
        f"It multiplies by the signal {h}{l - 1} itself; relu's slope is 1 or 0.": lambda s: s[dh] * s[f"{h}{l - 1}"],
        f"It multiplies by {z}{l - 1} itself; relu's slope is 1 or 0.": lambda s: s[dh] * s[f"{z}{l - 1}"],
        f"The slope of relu depends on the sign of {z}{l - 1}; here the sign of {dh} decides.": lambda s: np.maximum(
            s[dh], 0
        ),
        f"The slope of relu is 1 where {z}{l - 1} > 0; here it is 1 where {z}{l - 1} < 0.": lambda s: (
            s[dh] * (s[f"{z}{l - 1}"] < 0)
        ),
    }
    if l < 3:
        found[dh] = {
            f"It starts from {own}: the way down begins at {dz}, behind relu's slope.": lambda s: pulled(
                small(s), s[own], f"z{l}", f"h{l - 1}"
            )
        }
    return found


CANCELLED = "The softmax's slope is in it twice: the label's 1 taken from p is all that it leaves of -log p."
ONE_SAMPLE_SLIPS = {
    "dz3": {
        CANCELLED: lambda s: (s["p"] - s["t"]) * s["p"] * (1 - s["p"]),
        "It is p alone: the label is missing.": lambda s: s["p"],
        "This is ∂C/∂p. Behind it comes the softmax, which couples the outputs.": lambda s: -s["t"] / s["p"],
        "Softmax is treated as if each p[i] depended on its own z3[i] only.": lambda s: -s["t"] * (1 - s["p"]),
    },
    **slips_of_a_layer(3, batch=False),
    **slips_of_a_layer(2, batch=False),
    **slips_of_a_layer(1, batch=False),
}
BATCH_SLIPS = {
    "dZ3": {
        CANCELLED: lambda s: (s["P"] - s["T"]) * s["P"] * (1 - s["P"]) / N,
        "It is summed over the batch: dZ3 has a row for each sample, (N, 10).": lambda s: s["db3"],
        "The label is missing.": lambda s: s["P"] / N,
    },
    **slips_of_a_layer(3, batch=True),
    **slips_of_a_layer(2, batch=True),
    **slips_of_a_layer(1, batch=True),
}


def looks(batch: bool) -> dict[str, str]:
    """What to look at where shapes do not fit, or no slip is recognised."""
    found, d, h = {}, "Z" if batch else "z", "H" if batch else "h"
    for l in (1, 2, 3):
        signal = f"{h}{l - 1}" if l > 1 else "Xx"[not batch]
        found[f"dW{l}"] = f"W{l} leads from {signal} to {d.lower()}{l}: " + (
            "its gradient has the shape (units above, units below), and the product's inner axis is the batch's."
            if batch
            else f"entry [i, j] of its gradient is a product of two numbers, one of d{d}{l} and one of {signal}."
        )
        found[f"db{l}"] = "The bias is added to z, once for each unit: what is ∂z/∂b?"
        found[f"db{l}"] += " And each sample of the batch adds its part." if batch else ""
    for l in (1, 2):
        found[f"d{d}{l}"] = f"The slope of relu is taken where {d}{l} is, in the same layer: is the mask from there?"
        found[f"d{h}{l}"] = (
            "A row for each sample, a column for each unit below: the product's inner axis is that of the units above."
            if batch
            else "Each unit below sums over all units above it: which of W and W.T has the units below as its rows?"
        )
    return found


MATRIX_FORM = Steps(
    draw, {f"d{name}": f"∂C/∂{name}" for name in ORDER}, slips=ONE_SAMPLE_SLIPS, looks=looks(batch=False)
)
BATCH_FORM = Steps(
    partial(draw, N=N),
    {f"d{IN_A_BATCH.get(name, name)}": f"∂C/∂{IN_A_BATCH.get(name, name)}" for name in ORDER},
    slips=BATCH_SLIPS,
    looks=looks(batch=True),
    N=N,
)


def scaling_draw(rng: np.random.Generator) -> dict[str, float]:
    """The tiny example without weight decay, its gradient (g1, g2), and a factor a for rescaling."""
    w1, w2, x, t, eta = rng.uniform(0.3, 1.7, size=5)
    s = {"w1": w1, "w2": w2, "x": x, "t": t + 2, "eta": eta, "a": rng.uniform(1.3, 3)}
    g1, g2 = tiny_gradient(s, np.array([w1, w2]))
    return {**s, "g1": g1, "g2": g2}


def tiny_gradient(s: Values, w: np.ndarray) -> np.ndarray:
    """Both derivatives of C = (w2 w1 x − t)² at w."""
    return complex_step(lambda v: (v[1] * v[0] * s["x"] - s["t"]) ** 2, w)


def rescaled(s: Values, power: int = 1) -> np.ndarray:
    """The point a w1, w2 / a; or others."""
    return np.array([s["a"] ** power * s["w1"], s["w2"] / s["a"] ** power])


def first_order_decrease(s: Values, w: np.ndarray) -> float:
    """How fast C falls on the way from w along minus its gradient, times eta."""
    g = tiny_gradient(s, w)
    return float(-s["eta"] * complex_step(lambda r: (np.prod(w - r * g) * s["x"] - s["t"]) ** 2, np.array(0.0)))


SWAPPED = "The factor is upside down: does the slope along the weight that became larger grow or shrink?"
SCALED = {
    name: Derivation(
        f"∂C/∂{name} at (a w1, w2/a)",
        scaling_draw,
        lambda s, k=k: tiny_gradient(s, rescaled(s))[k],
        final=("g1", "g2", "a"),
        slips={
            "Nothing has changed here: this is the derivative before the rescaling.": lambda s, k=k: s[
                "g1 g2".split()[k]
            ],
            SWAPPED: lambda s, k=k: tiny_gradient(s, rescaled(s, -1))[k],
            "The other weight's derivative stands here.": lambda s, k=k: tiny_gradient(s, rescaled(s))[1 - k],
        },
    )
    for k, name in enumerate(("w1", "w2"))
}
DECREASE = Derivation(
    "the decrease of C to first order",
    scaling_draw,
    lambda s: first_order_decrease(s, rescaled(s)),
    final=("g1", "g2", "a", "eta"),
    slips={
        "This is the decrease before the rescaling.": lambda s: first_order_decrease(s, rescaled(s, 0)),
        SWAPPED: lambda s: first_order_decrease(s, rescaled(s, -1)),
        "The stepsize eta is missing.": lambda s: first_order_decrease({**s, "eta": 1.0}, rescaled(s)),
        "The slopes enter as they are. But the step is eta times the slope, and C falls by slope times step: "
        "each slope counts twice.": lambda s: s["eta"] * tiny_gradient(s, rescaled(s)).sum(),
    },
)
