"""How large signals and gradients are, layer by layer: as measured, and as theory predicts (slides 29 to 31).

The size of a layer's signals is their second moment E[h^2], a mean over its units (and over samples, networks, ...);
that of its gradients is E[delta^2] with delta = dC/dz, where z is what goes into the activation function. No biases, as
on the slide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from course_utils.initialization import STANDARD_DEVIATIONS
from course_utils.network import ACTIVATIONS, MLP

# Points and weights that make integrals over N(0, 1) into sums. For smooth functions equal steps are as exact as any,
# and because no point lies on relu's kink at zero, by symmetry they are so for relu too.
POINTS = (np.arange(-900, 900) + 0.5) / 100
WEIGHTS = np.exp(-(POINTS**2) / 2)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def activation_moments(activation: str, q: npt.ArrayLike) -> tuple[npt.NDArray, npt.NDArray]:
    """Return E[f(z)^2] and E[f'(z)^2] for z ~ N(0, q).

    Args:
        activation: a name in ``course_utils.network.ACTIVATIONS``.
        q: E[z^2], a number or an array.
    """
    f, slope = ACTIVATIONS[activation]
    h = f(np.sqrt(np.asarray(q, dtype=float))[..., None] * POINTS)
    return (h**2) @ WEIGHTS, (slope(h).astype(float) ** 2) @ WEIGHTS


def predict_sizes(
    sizes: Sequence[int], variances: Sequence[float], activation: str = "relu", first: float = 1.0, last: float = 1.0
) -> tuple[npt.NDArray, npt.NDArray]:
    """Predict the size of signals and gradients in each layer of a network with random weights.

    Forward: E[z^2] = n_j Var(W) E[h^2] of the layer before, then E[h^2] = E[f(z)^2], as if z were Gaussian (which it is
    for Gaussian weights). Backward: E[delta_j^2] = E[f'(z)^2] n_i Var(W) E[delta_i^2].

    Args:
        sizes: (L + 1) units of each layer, input first; the last layer has no activation function.
        variances: (L) variances of the weights, which have mean 0.
        activation: of the hidden layers.
        first: E[x^2].
        last: E[delta^2] of the last layer.

    Returns:
        Signals (L + 1): E[x^2], E[h^2] of hidden layers 1 to L - 1, E[y^2]; and gradients (L + 1): that of x first,
        then of z in layers 1 to L.

    Raises:
        ValueError: there is not one variance a layer of weights.
    """
    L = len(sizes) - 1
    if len(variances) != L:
        raise ValueError(f"predict_sizes: {len(variances)} variances, expected {L}, one for each layer of weights")
    signals, gradients, slopes = np.full(L + 1, first), np.full(L + 1, last), np.ones(L + 1)
    for l in range(1, L + 1):
        signals[l] = sizes[l - 1] * variances[l - 1] * signals[l - 1]
        if l < L:
            signals[l], slopes[l] = activation_moments(activation, signals[l])
    for l in range(L, 0, -1):
        gradients[l - 1] = slopes[l - 1] * sizes[l] * variances[l - 1] * gradients[l]
    return signals, gradients


def measure_sizes(net: MLP, X: npt.NDArray, dZ: npt.NDArray) -> tuple[npt.NDArray, npt.NDArray]:
    """Measure in a network what :func:`predict_sizes` predicts.

    Args:
        net: the network; float64, lest squares overflow.
        X: (N, D) inputs.
        dZ: (N, K) gradient with respect to the logits, from which all others follow.

    Returns:
        Signals (L + 1) and gradients (L + 1), means over samples and units.
    """
    Z, cache = net.forward(X)
    net.backward(dZ, cache)
    delta = {0: cache.dH[1] @ net.W[1] if net.L > 1 else dZ @ net.W[1], **cache.dH, net.L: dZ}
    return mean_squares(cache.H), mean_squares(delta)


def mean_squares(layers: Mapping[int, npt.NDArray]) -> npt.NDArray:
    """Return the mean of the squares of each layer's (N, n_l) array, in the order of the layers."""
    return np.array([np.mean(np.square(layers[l])) for l in sorted(layers)])


def predict_walk(sizes: Sequence[int], each: float = 5.0) -> tuple[npt.NDArray, npt.NDArray]:
    """Predict how networks of finite width differ: the logarithm of E[h^2] does a random walk from layer to layer.

    In one relu layer of n units with Gaussian weights, E[h^2] is the mean of n squares, each zero half of the time. Its
    factor against the prediction has mean 1 and variance 5/n, so its logarithm has mean -5/(2n) and variance 5/n, up to
    terms of order 1/n^2 (Hanin and Rolnick 2018).

    Args:
        sizes: (L + 1) units of each layer, input first; all layers after it have the activation function.
        each: n times a layer's variance: 5 for Gaussian weights; 3 for orthogonal ones in layers of equal width.

    Returns:
        Mean and standard deviation, (L + 1) each, of the natural logarithm of E[h^2] / its prediction, for one input
        and over networks.
    """
    variance = np.cumsum([0.0, *(each / n for n in sizes[1:])])
    return -variance / 2, np.sqrt(variance)


def predict_cosine(c: npt.ArrayLike) -> npt.NDArray:
    """Predict the cosine of the angle between the signals of two inputs one relu layer on (Cho and Saul 2009).

    Args:
        c: the cosine between the layer's inputs, -1 to 1.
    """
    angle = np.arccos(np.clip(c, -1, 1))
    return (np.sin(angle) + (np.pi - angle) * np.cos(angle)) / np.pi


def standard_deviations(sizes: Sequence[int], method: str) -> npt.NDArray:
    """Return the standard deviation of the weights in each layer: "balanced", "forward" or "backward"."""
    return np.array([STANDARD_DEVIATIONS[method](n_i, n_j) for n_j, n_i in pairwise(sizes)])
