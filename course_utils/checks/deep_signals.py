"""Checks of assignment 4: the size of the signals many layers deep, predicted and measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.integrate import quad
from scipy.stats import norm

from course_utils.checks.answers import call, shape_of
from course_utils.checks.compare import expect, expect_function
from course_utils.checks.report import check, fail
from course_utils.checks.sign_patterns import backward_factor, forward_factor, relu


def identity(z: npt.NDArray) -> npt.NDArray:
    return z


def average(f: Callable, sd: float) -> float:
    """E[f(z)] for z ~ N(0, sd^2), by adaptive integration on both sides of relu's kink."""
    return sum(quad(lambda t: f(sd * t) * norm.pdf(t), *side)[0] for side in ((-12, 0), (0, 12)))


@check("E[f(z)²] for a Gaussian z")
def second_moment(answer: object) -> None:
    rng = np.random.default_rng()

    def moment(f: Callable, q: float) -> float:
        return average(lambda z: f(z) ** 2, math.sqrt(q))

    cases = {
        f"{f.__name__}, q = {q:.2f}": (f, q)
        for f, q in ((np.tanh, rng.uniform(0.3, 0.7)), (relu, rng.uniform(1.5, 3)), (np.tanh, rng.uniform(4, 9)))
    }
    slips = {
        "That is the variance of f(z), its second moment less its squared mean. The argument keeps E[f(z)²].": (
            lambda f, q: moment(f, q) - average(f, math.sqrt(q)) ** 2
        ),
        "q is the variance of z, E[z²]: its standard deviation is √q.": lambda f, q: moment(f, q**2),
        "z seems to have variance q/2: hermite.hermgauss is for exp(−x²), hermite_e.hermegauss for exp(−x²/2).": (
            lambda f, q: moment(f, q / 2)
        ),
        "z seems to have variance 1 whatever q is.": lambda f, q: moment(f, 1.0),
        "The density of the Gaussian lacks its factor 1/√(2π), or the weights do not sum to 1.": (
            lambda f, q: moment(f, q) * math.sqrt(2 * math.pi)
        ),
        "The mean is squared: that is E[f(z)]², expected E[f(z)²].": lambda f, q: average(f, math.sqrt(q)) ** 2,
        "That is E[f(z)]: the square is missing.": lambda f, q: average(f, math.sqrt(q)),
        "That is E[|f(z)|]: the square is missing.": lambda f, q: average(lambda z: abs(f(z)), math.sqrt(q)),
        "That is the root of E[f(z)²]: leave it squared.": lambda f, q: math.sqrt(moment(f, q)),
        "f has no effect: that is E[z²], which is q itself.": lambda f, q: q,
    }
    look = "Is the grid wide and fine enough? Try f(z) = z, where the answer must be q."
    expect_function("second_moment", answer, moment, cases, slips, rtol=5e-3, look=look)


@check("factor after many layers")
def factor_after(answer: object) -> None:
    rng = np.random.default_rng()

    def factor(layers: int, scale: float, weight: float = 2 / 3) -> float:
        return math.prod(forward_factor(3, weight * scale**2, relu) for _ in range(layers))

    cases = {
        f"{layers} layers, scale {scale:.3f}": (layers, float(scale))
        for layers, scale in (
            (int(rng.integers(3, 9)), rng.uniform(1.1, 1.4)),
            (50, 1.0),
            (50, rng.uniform(0.85, 0.95)),
        )
    }
    slips = {
        "Here the weights' scale enters once a layer. A second moment goes with its square.": (
            lambda n, s: factor(n, math.sqrt(s))
        ),
        "relu's half is taken off again: weights of variance 2/n have paid for it already.": (
            lambda n, s: factor(n, s) / 2.0**n
        ),
        "One layer is missing: each of them multiplies once.": lambda n, s: factor(n - 1, s),
        "That is one layer too many: each of them multiplies once.": lambda n, s: factor(n + 1, s),
        "That grows in proportion to the number of layers. Each layer multiplies what the one before left.": (
            lambda n, s: n * factor(1, s)
        ),
        "The factors are added up. Each layer multiplies what the one before left.": (
            lambda n, s: 1 + n * (factor(1, s) - 1)
        ),
        "It is the factor of a single layer.": lambda n, s: factor(1, s),
        "It is inverted.": lambda n, s: 1 / factor(n, s),
    }
    expect_function("factor_after", answer, factor, cases, slips)


def small_network(rng: np.random.Generator) -> tuple[list[int], list[float]]:
    """Sizes, all different from layer to layer, and variances."""
    sizes = [int(n) for n in rng.permutation([3, 4, 6, 7, 8])]
    return sizes, [float(v) for v in rng.uniform(0.15, 0.45, len(sizes) - 1)]


def chain(factor: Callable, units: Sequence[int], variances: Sequence[float], first: float) -> npt.NDArray:
    """Multiply up a layer's factor after another."""
    return first * np.cumprod([1.0, *(factor(n, v) for n, v in zip(units, variances, strict=True))])


@check("signals, predicted layer by layer")
def predict_signals(answer: object) -> None:
    rng = np.random.default_rng()
    sizes, variances = small_network(rng)
    q0, centred = float(rng.uniform(1.5, 3)), 0.5 - 0.5 / math.pi
    predict = partial(chain, partial(forward_factor, f=relu))
    expected = predict(sizes[:-1], variances, q0)
    without_half = chain(partial(forward_factor, f=identity), sizes[:-1], variances, q0)
    slips = {
        "relu's half is missing: z² gets through only where z > 0.": without_half,
        "The variance of relu(z) is handed on, where its second moment E[h²] belongs.": (
            without_half * centred ** np.arange(len(sizes))
        ),
        "The units out stand where the units in belong: z sums over the layer below.": predict(
            sizes[1:], variances, q0
        ),
        "The variances are taken for standard deviations and squared.": predict(sizes[:-1], np.square(variances), q0),
        "The variances have gone through a square root: they are Var(W) already.": predict(
            sizes[:-1], np.sqrt(variances), q0
        ),
        "The first value should be q0, the second moment of the input; you began with 1.": expected / q0,
        "q0 is squared: it is a second moment already.": expected * q0,
        "Each layer begins anew from q0. What goes in is what the layer before put out.": q0
        * np.array([1.0, *(forward_factor(n, v, relu) for n, v in zip(sizes[:-1], variances, strict=True))]),
        "The number of units has no effect: z sums over all units of the layer below.": predict(
            [1] * len(variances), variances, q0
        ),
    }
    got = call("predict_signals", answer, sizes, variances, q0)
    look = f"The sizes are {sizes}, q0 is {q0:.3f}. Work out the first layer by hand."
    expect("predict_signals(…)", got, expected, slips, "(layers + 1): input first", rtol=1e-4, look=look)


@check("gradients, predicted layer by layer")
def predict_gradients(answer: object) -> None:
    rng = np.random.default_rng()
    sizes, variances = small_network(rng)
    last = float(rng.uniform(1.5, 3))

    def predict(units: Sequence[int], variances: Sequence[float], f: Callable = relu) -> npt.NDArray:
        return chain(partial(backward_factor, f=f), units[::-1], variances[::-1], last)[::-1]

    out, down = sizes[2:], variances[1:]
    expected = predict(out, down)
    slips = {
        "relu's half is missing: nothing comes back through a unit that is off.": predict(out, down, identity),
        "The units in stand where the units out belong: on the way back the sum is over i.": predict(sizes[1:-1], down),
        "The variance is that of the layer below: from layer l to l − 1 the way leads through the weights of l.": (
            predict(out, variances[:-1])
        ),
        "The variance and the units are those of the layer below: from l to l − 1 it is through W of layer l.": (
            predict(sizes[1:-1], variances[:-1])
        ),
        "The order is upside down: the first entry belongs to layer 1, and the last one is g_last.": expected[::-1],
        "The gradients run forwards: g_last belongs to the last layer, and from there it goes down.": (
            chain(partial(backward_factor, f=relu), out, down, last)
        ),
        "The variances are taken for standard deviations and squared.": predict(out, np.square(down)),
        "The last value should be g_last; you began with 1.": expected / last,
        "The number of units has no effect: each gradient sums over all units of the layer above.": (
            predict([1] * len(out), down)
        ),
    }
    got = call("predict_gradients", answer, sizes, variances, last)
    if shape_of(got) == (len(sizes),):
        fail(
            f"predict_gradients(…) has {len(sizes)} entries, expected {len(sizes) - 1}: for layers 1 to L, none for "
            "the input."
        )
    look = f"The sizes are {sizes}, g_last is {last:.3f}. Work out the last but one by hand."
    expect("predict_gradients(…)", got, expected, slips, "(layers)", rtol=1e-4, look=look)


@check("signals, measured")
def measure_signals(answer: object) -> None:
    rng = np.random.default_rng()
    N, n, L = 6, 5, 4  # layers of equal size, so that a transposed weight matrix gives numbers and not an error
    X = rng.normal(0.5, 1, (N, n))
    weights = [rng.normal(0, 0.8, (n, n)) for _ in range(L)]

    def run(f: Callable = relu, turn: bool = False, size: Callable = lambda H: np.vdot(H, H) / H.size) -> list:
        return [size(H) for _, H in signals(X, weights, f, turn)]

    expected = np.array(run())
    before = [np.mean(np.square(Z)) for Z, _ in signals(X, weights, relu)]
    slips = {
        "These are variances, with the mean taken off. Expected are second moments, E[h²].": run(size=np.var),
        "W is transposed: a layer is X @ W.T, W having the units out as rows.": run(turn=True),
        "relu is missing.": run(identity),
        "These are the means of |h|: the squares are missing.": run(size=lambda H: np.mean(np.abs(H))),
        "These are E[h]², squares of means: square first, then take the mean.": run(size=lambda H: np.mean(H) ** 2),
        "These are the roots of the mean squares: leave them squared.": np.sqrt(expected),
        "These are sums of squares. Expected are means, over samples and units.": expected * N * n,
        "The sum over the units is left: expected is the mean over samples and units.": expected * n,
        "The sum over the samples is left: expected is the mean over samples and units.": expected * N,
        "These are the sizes of z, before relu. Measure h, after it.": before,
    }
    got = call("measure_signals", answer, X, weights)
    if isinstance(got, list):
        got = np.asarray(got) if all(shape_of(value) == () for value in got) else got
    if shape_of(got) == (L,):
        fail(f"measure_signals(…) has {L} entries, expected {L + 1}: the input's second moment comes first.")
    expect("measure_signals(…)", got, expected, slips, "(layers + 1): input first", rtol=1e-4)


def signals(X: npt.NDArray, weights: Sequence[npt.NDArray], f: Callable, turn: bool = False) -> list[tuple]:
    """What goes into f and what comes out, for all layers; the input first, twice."""
    found = [(X, X)]
    for W in weights:
        Z = np.einsum("nj,ji->ni" if turn else "nj,ij->ni", found[-1][1], W)
        found.append((Z, f(Z)))
    return found
