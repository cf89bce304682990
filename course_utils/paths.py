"""The gradient as a sum over paths, and the same gradient by stored results; both count what they do (slides 25, 26).

A change of the weight W^(l)_ij reaches the criterion C by every path

    W^(l)_ij -> unit i of layer l -> a unit of layer l+1 -> ... -> a unit of the last layer -> C

and the gradient is the sum, over all paths, of the product of the derivatives along each. Both functions work on one
sample and in plain Python, a multiplication at a time: slow, but their counts and times can be compared. Units are
numbered from 0, as in ``net.W[l][i, j]``; layers from 1. The units of the last layer are those before the softmax.
"""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from course_utils.network import MLP, cross_entropy


@dataclass(frozen=True)
class PathSum:
    """The gradient with respect to one weight.

    Attributes:
        gradient: the sum over all paths.
        paths: how many there are.
        blocked: how many of them lead through a hidden unit whose activation has slope zero, such as a relu that is
            off; they add nothing.
        multiplications: how many it took.
    """

    gradient: float
    paths: int
    blocked: int
    multiplications: int


@dataclass(frozen=True)
class Backpropagated:
    """The gradient with respect to all weights and biases.

    Attributes:
        W, b: layer l -> (n_i, n_j) and (n_i,), as in ``net.W`` and ``net.b``.
        multiplications: how many it took.
    """

    W: dict[int, npt.NDArray]
    b: dict[int, npt.NDArray]
    multiplications: int


def number_of_paths(sizes: Sequence[int], l: int) -> int:
    """From one weight of layer l to C: the product of the widths of all layers above l (slide 25).

    Args:
        sizes: units of each layer, input first.
        l: the weight's layer, from 1 up.
    """
    return math.prod(sizes[l + 1 :])


def multiplications_by_paths(sizes: Sequence[int], l: int) -> int:
    """How many multiplications the sum over paths takes for one weight of layer l.

    With L layers of weights a path has 2(L - l) + 2 factors: the signal at its start, a slope and a weight for each
    layer above l, and dC/dz at its end. That is one multiplication fewer.
    """
    return number_of_paths(sizes, l) * (2 * (len(sizes) - 1 - l) + 1)


def multiplications_by_backpropagation(sizes: Sequence[int]) -> int:
    """How many multiplications the stored results take for all weights and biases of the network together.

    For each layer n_i n_j for its weights' gradient; and for each but the first n_i n_j to pass the gradient on to the
    layer below, and n_j for the slopes there.
    """
    weights = [n_i * n_j for n_j, n_i in pairwise(sizes)]
    return sum(weights) + sum(weights[1:]) + sum(sizes[1:-1])


def forward(
    net: MLP, x: npt.NDArray, y: int
) -> tuple[dict[int, list[float]], dict[int, list[float]], dict[int, list[list[float]]], list[float]]:
    """Run the network on one sample.

    Args:
        net: the network.
        x: (D,) the input.
        y: its label.

    Returns:
        Plain Python numbers: layer -> signals h, layer -> slopes f'(z), layer -> weights, and dC/dz of the last layer.
    """
    x = np.asarray(x)
    if x.shape != (net.sizes[0],):
        raise ValueError(f"x has shape {x.shape}, expected ({net.sizes[0]},): one sample")
    if isinstance(y, bool) or not isinstance(y, numbers.Integral):
        raise TypeError(f"y is {y!r}, expected a label, a whole number")
    Z, cache = net.forward(x[None])
    _, dZ = cross_entropy(Z, np.array([y]))
    h = {l: H[0].tolist() for l, H in cache.H.items()}
    slope = {l: np.asarray(net.slope(cache.H[l]), dtype=net.dtype)[0].tolist() for l in range(1, net.L)}
    return h, slope, {l: W.tolist() for l, W in net.W.items()}, dZ[0].tolist()


def all_paths(
    net: MLP, x: npt.NDArray, y: int, l: int, i: int, j: int
) -> Iterator[tuple[tuple[int, ...], list[float], bool]]:
    """Go through every path from the weight W^(l)_ij to C.

    Args:
        net: the network.
        x: (D,) one sample.
        y: its label.
        l: the weight's layer, 1 to L.
        i: the unit of layer l that it leads to.
        j: the unit of layer l - 1 that it comes from.

    Yields:
        The units on the path, of layers l to L; the derivatives along it, whose product is what the path adds to the
        gradient; and whether a slope of zero blocks it.

    Raises:
        ValueError, TypeError: the sample does not fit the network, or there is no such weight.
    """
    if not 1 <= l <= net.L:
        raise ValueError(f"l is {l}, expected a layer from 1 to {net.L}")
    for name, unit, layer in (("i", i, l), ("j", j, l - 1)):
        if not 0 <= unit < net.sizes[layer]:
            raise ValueError(f"{name} is {unit}, expected a unit of layer {layer}, 0 to {net.sizes[layer] - 1}")
    h, slope, W, dz = forward(net, x, y)
    for above in itertools.product(*(range(n) for n in net.sizes[l + 1 :])):
        units = (i, *above)
        factors, blocked = [h[l - 1][j]], False
        for layer, (lower, upper) in enumerate(pairwise(units), start=l):
            factors += [slope[layer][lower], W[layer + 1][upper][lower]]
            blocked = blocked or slope[layer][lower] == 0
        factors.append(dz[units[-1]])
        yield units, factors, blocked


def path_sum(net: MLP, x: npt.NDArray, y: int, l: int, i: int, j: int) -> PathSum:
    """The gradient of C with respect to W^(l)_ij, path by path, each from scratch; arguments as in :func:`all_paths`.

    Time grows with the number of paths: tens of thousands take about a second.
    """
    gradient, paths, stopped, multiplications = 0.0, 0, 0, 0
    for _units, factors, blocked in all_paths(net, x, y, l, i, j):
        product = factors[0]
        for factor in factors[1:]:
            product *= factor
            multiplications += 1
        gradient += product
        paths += 1
        stopped += blocked
    return PathSum(gradient, paths, stopped, multiplications)


def backpropagation(net: MLP, x: npt.NDArray, y: int) -> Backpropagated:
    """The gradient with respect to all weights and biases, by stored results, from the last layer down (slide 26).

    Args:
        net: the network.
        x: (D,) one sample.
        y: its label.

    Raises:
        ValueError, TypeError: the sample does not fit the network.
    """
    h, slope, W, dz = forward(net, x, y)
    dW, db, multiplications = {}, {}, 0
    for l in range(net.L, 0, -1):
        dW[l], db[l] = np.zeros(net.W[l].shape), np.array(dz)
        for i, j in itertools.product(range(net.sizes[l]), range(net.sizes[l - 1])):
            dW[l][i, j] = dz[i] * h[l - 1][j]
            multiplications += 1
        if l > 1:
            # dC/dh of the layer below, stored: whatever lies further down needs only this of all that is above.
            dh = [0.0] * net.sizes[l - 1]
            for i, j in itertools.product(range(net.sizes[l]), range(net.sizes[l - 1])):
                dh[j] += dz[i] * W[l][i][j]
                multiplications += 1
            dz = [d * s for d, s in zip(dh, slope[l - 1], strict=True)]
            multiplications += len(dz)
    return Backpropagated(dW, db, multiplications)
