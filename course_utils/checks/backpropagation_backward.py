"""The check of assignment 3's backward pass in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import call, shape_of
from course_utils.checks.backpropagation_numpy import NETWORKS, RTOL, by_layer, network, pair, said_for
from course_utils.checks.compare import central_difference, expect
from course_utils.checks.report import CheckFailed, fail
from course_utils.network import MLP, Parameters, cross_entropy


def check_backward(function: object) -> str:
    """backward(P, H, y, W) -> dW, db against central differences."""
    rng = np.random.default_rng()
    for case, (sizes, N) in NETWORKS.items():
        net, X, y = network(rng, sizes, N)
        backward_case(function, case, net, X, y)
    return "It agrees with central differences, weight by weight, for any number of layers."


SUM_OVER_SAMPLES = "The sum runs over the units, axis 1. One bias serves all samples: sum over them, axis 0."


def called(function: object, P: npt.NDArray, H: dict, y: npt.NDArray, W: dict) -> tuple:
    """Call backward; explain what NumPy says when labels are taken for rows."""
    try:
        return pair("backward", call("backward", function, P, H, y, W), "dW, db")
    except CheckFailed as reason:
        if f"({P.shape[0]},{P.shape[1]}) ({len(y)},)" in str(reason):
            fail(str(reason), "P has a row for each sample, y one number: the label, which says where T has its 1.")
        if f"KeyError: {len(W)}\n" in f"{reason}\n":
            fail(str(reason), f"H holds the layers 0 … {len(W) - 1}; the relu below layer l is seen in H[l - 1].")
        raise


def true_gradient(net: MLP, X: npt.NDArray, y: npt.NDArray) -> Parameters:
    """The gradient by central differences."""
    there, gradient = MLP(net.sizes, dtype=np.float64, rng=np.random.default_rng(0)), Parameters(net.sizes, np.float64)

    def C(theta: npt.NDArray) -> float:
        there.theta[...] = theta
        return cross_entropy(there.forward(X)[0], y)[0]

    gradient.vector[...] = central_difference(C, net.theta)
    return gradient


def backward_case(function: object, case: str, net: MLP, X: npt.NDArray, y: npt.NDArray) -> None:
    """Compare one backward pass, from the last layer down: the first that is wrong is where the fault is."""
    P = net.probabilities(X)
    H = {l: H.copy() for l, H in net.forward(X)[1].H.items() if l < net.L}
    W = {l: W.copy() for l, W in net.W.items()}
    with said_for(case):
        dW, db = called(function, P, H, y, W)
    layers = list(range(1, net.L + 1))
    dW, db = by_layer("dW", dW, layers), by_layer("db", db, layers)
    if all(shape_of(dW[l]) == b.shape and shape_of(db[l]) == net.W[l].shape for l, b in net.b.items()):
        fail("backward returned db, dW, expected dW, db, in this order.")
    truth, N = true_gradient(net, X, y), len(X)
    wrong = dict(mistaken(net, X, y))
    for l in reversed(layers):
        where = f" of a network with {case}" if " " in case else f" of the network {case}"
        look = f"Layer {l + 1} is right: look at the way from dZ{l + 1} through W{l + 1} and through relu {l} to dZ{l}."
        look = look if l < net.L else "Begin with dZ of the last layer: each row is P minus a 1 at the label, over N."
        slips = {sentence: gradient.W[l] for sentence, gradient in wrong.items()}
        if shape_of(dW[l]) == truth.W[l].shape and np.asarray(dW[l]).dtype.kind == "f":
            eta = ((W[l] - dW[l]) * truth.W[l]).sum() / (truth.W[l] ** 2).sum()
            slips["These are the weights after a step. Asked for is the gradient alone."] = W[l] - eta * truth.W[l]
        if l > 1 and H[l - 1].shape == H[l - 2].shape:
            dZ = solved_for_dZ(net, X, y, l)
            slips[f"It uses the signal of another layer: W[{l}] is fed by H[{l - 1}]."] = sum(
                map(np.multiply.outer, dZ, H[l - 2])
            )
        meaning = "(units out, units in), as W's"
        expect(f"dW[{l}]{where}", dW[l], truth.W[l], slips, meaning, rtol=RTOL, N=N, look=look)
        if shape_of(db[l]) == (N,) != net.b[l].shape:
            fail(f"db[{l}] has shape ({N},), an entry for each sample; expected {net.b[l].shape}.", SUM_OVER_SAMPLES)
        slips = {sentence: gradient.b[l] for sentence, gradient in wrong.items()}
        slips["The sum over the batch has become a mean: dZ has its 1/N already."] = truth.b[l] / N
        expect(f"db[{l}]{where}", db[l], truth.b[l], slips, rtol=RTOL, N=N, look=f"dW[{l}] is right, db[{l}] is not.")


def solved_for_dZ(net: MLP, X: npt.NDArray, y: npt.NDArray, l: int) -> npt.NDArray:
    """dC/dZ of layer l, by central differences in a bias that each sample has for itself."""
    H = net.forward(X)[1].H

    def C(shift: npt.NDArray) -> float:
        Z = H[l - 1] @ net.W[l].T + net.b[l] + shift
        for above in range(l + 1, net.L + 1):
            Z = np.maximum(Z, 0) @ net.W[above].T + net.b[above]
        return cross_entropy(Z, y)[0]

    return central_difference(C, np.zeros((len(X), net.sizes[l])))


def mistaken(net: MLP, X: npt.NDArray, y: npt.NDArray) -> Iterator[tuple[str, Parameters]]:
    """Gradients as slips would make them: the course's own backward pass, fed or equipped wrongly."""
    N = len(X)

    def run(dZ: npt.NDArray | None = None, slope: Callable | None = None, turn: bool = False) -> Parameters:
        other = MLP(net.sizes, dtype=np.float64, rng=np.random.default_rng(0))
        other.theta[...] = net.theta
        Z, cache = other.forward(X)
        dZ = cross_entropy(Z, y)[1] if dZ is None else dZ
        signals = dict(cache.H)
        if slope is not None:
            other.slope = lambda H: slope(H, next(l for l, one in signals.items() if one is H), signals)
        if turn:
            other.W = {l: W.T.copy() for l, W in other.W.items()}
        return other.backward(dZ, cache)

    P, right = net.probabilities(X), cross_entropy(net.forward(X)[0], y)[1]
    yield "The label is missing: dZ starts from P alone.", run(dZ=P / N)
    yield "The softmax's slope is counted twice: P minus the label's 1 has it already.", run(dZ=right * P * (1 - P))
    columns = P.copy()
    columns[:, y] -= 1
    sentence = "P[:, y] are whole columns. One entry in each row is meant, that of the row's own label."
    yield sentence, run(dZ=columns / N)
    if net.L > 1:
        yield "The slope of relu is missing on the way down.", run(slope=lambda H, l, signals: np.ones_like(H))
        yield "It multiplies by the signal H where relu's slope, 1 or 0, belongs.", run(slope=lambda H, l, signals: H)
        yield "The relu's mask is upside down: it lets pass where the unit is off.", run(slope=lambda H, l, _: H <= 0)
    if len(set(net.sizes)) == 1:
        sentence = "The relu's mask comes from the wrong layer: dH[l] is masked where H[l] > 0."
        yield sentence, run(slope=lambda H, l, signals: signals[l - 1] > 0)
        yield sentence + " ", run(slope=lambda H, l, signals: signals[min(l + 1, net.L - 1)] > 0)
        yield "On the way down it multiplies by W.T where W belongs (a batch has its samples in rows).", run(turn=True)
