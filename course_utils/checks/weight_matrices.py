"""Checks of assignment 4: random weight matrices, judged by their properties, since no two draws are the same.

``look_at_…`` judge one matrix, in a student's notebook and again where grading decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import as_array, call
from course_utils.checks.report import check, fail
from course_utils.checks.sign_patterns import backward_factor, forward_factor, relu

ACTIVATIONS = {"relu": relu, "tanh": np.tanh}


def draw(name: str, function: object, n_i: int, n_j: int, *settings: object) -> npt.NDArray[np.float64]:
    """Draw a matrix twice from equal generators and once from another, and compare; return the first."""
    seed = int(np.random.default_rng().integers(2**32))
    W, again, other = (
        as_array(f"{name}(…)", call(name, function, n_i, n_j, *arguments), (n_i, n_j), "(units out, units in)")
        for arguments in ([*settings, np.random.default_rng(s)] for s in (seed, seed, seed + 1))
    )
    if not np.array_equal(W, again):
        fail(
            f"{name} drew different weights from two generators with the same seed.",
            "All draws must come from rng; np.random.normal and its like have a hidden generator of their own.",
        )
    if np.array_equal(W, other):
        fail(f"{name} gives the same weights whatever rng is.", "Draw them from rng, without a seed of your own.")
    return W


def look_at_independent(W: npt.NDArray[np.float64], activation: str) -> None:
    """Fail unless a matrix looks drawn independently, with mean 0 and the compromise's variance."""
    n_i, n_j = W.shape
    f = ACTIVATIONS[activation]
    # A layer's factor is in proportion to its units and to the variance: those of one unit say all.
    forward, backward = n_j * forward_factor(1, 1.0, f), n_i * backward_factor(1, 1.0, f)
    wanted = 2 / (forward + backward)
    variance, error = np.mean(W**2), math.sqrt(wanted / W.size)
    if not W.any():
        fail("All weights are zero: then every unit gives 0, and no gradient comes back.")
    if np.allclose(W, W[:1]) or np.allclose(W, W[:, :1]):
        fail("The rows (or columns) of W are all the same: each weight needs a draw of its own, size=(n_i, n_j).")
    if abs(W.mean()) > 6 * max(error, math.sqrt(variance / W.size)):
        fail(
            f"The mean of the {W.size} weights is {W.mean():.4g}, expected 0 within ±{6 * error:.2g}.",
            "The derivation needs mean 0. Gaussian draws have it; draws between 0 and 1 do not.",
        )
    if abs(variance / wanted - 1) > 0.05:
        fail(
            f"The weights' variance is {variance:.4g}, expected {wanted:.4g} for {activation}, {n_i} units out and "
            f"{n_j} in.",
            *named(variance, slips_of_variance(wanted, forward, backward)),
        )


def slips_of_variance(wanted: float, forward: float, backward: float) -> Mapping[str, float]:
    """Sentence -> the variance that the slip would give."""
    return {
        "The variance was used as the standard deviation: draw with its square root.": wanted**2,
        "The square root was taken twice.": math.sqrt(wanted),
        "They keep the signals' size on the way forward alone; expected is the compromise.": 1 / forward,
        "They keep the gradients' size on the way back alone; expected is the compromise.": 1 / backward,
        "relu's 2 is missing (or this is the variance for tanh).": wanted / 2,
        "That is relu's variance, twice that for tanh: small signals go through tanh undiminished.": 2 * wanted,
        "The weights have no scale: their variance is 1 whatever the sizes are.": 1.0,
        "The mean of the two variances was taken, expected the variance for which the mean of the factors is 1.": (
            (1 / forward + 1 / backward) / 2
        ),
        "The variance is a quarter of what it should be: was a factor taken into the root wrongly?": wanted / 4,
    }


def named(variance: float, slips: Mapping[str, float], tolerance: float = 0.04) -> list[str]:
    """The slip nearest to the variance measured, if one is near."""
    nearest = min(slips, key=lambda sentence: abs(math.log(variance / slips[sentence])))
    return [nearest] if abs(variance / slips[nearest] - 1) < tolerance else []


@check("an initializer")
def initialize(answer: object) -> None:
    for activation in ACTIVATIONS:
        look_at_independent(draw("initialize", answer, 240, 90, activation), activation)


def look_at_sparse(W: npt.NDArray[np.float64], k: int) -> None:
    """Fail unless each row has k weights of variance 2/k, in places drawn anew for each row."""
    n_i, n_j = W.shape
    connections = np.count_nonzero(W, axis=1)
    wanted = min(k, n_j)
    if connections.max() == n_j > wanted:
        fail(f"No weight is zero; expected {wanted} connections in each row.")
    if not (connections == wanted).all():
        columns = np.count_nonzero(W, axis=0)
        row = int(np.argmax(connections != wanted))
        why = ["The columns have that many: rows are the units out, and each of them has k inputs."]
        if not (columns == wanted).all():
            fewer = connections.max() <= wanted
            why = ["A place drawn twice counts once: draw them with replace=False."] if fewer else []
            why = why or ["Does each unit get exactly min(k, n_j), or only on average?"]
        fail(f"Row {row} has {connections[row]} non-zero weights, expected {wanted}.", *why)
    places = W != 0
    if wanted < n_j and (places == places[:1]).all():
        fail("All units are connected to the same units of the layer before: draw the places anew for each row.")
    if wanted < n_j and not places.any(axis=0).all() and n_i * wanted > 30 * n_j:
        fail("Some units of the layer before are connected to nobody, which chance alone would not leave so.")
    weights = W[places]
    variance = np.mean(weights**2)
    if abs(weights.mean()) > 6 * math.sqrt(variance / weights.size):
        fail(f"The weights that are not zero have the mean {weights.mean():.3g}, expected 0.")
    if np.ptp(np.abs(weights)) < 1e-9 * np.abs(weights).max():
        fail("The weights that are not zero are all of the same size, expected Gaussian draws.")
    target = forward_factor(wanted, 1.0, relu) ** -1
    if abs(variance / target - 1) > 0.1:
        slips = {
            "The variance counts all n_j units, but only k of them are connected.": target * wanted / n_j,
            "relu's 2 is missing.": target / 2,
            "The variance was used as the standard deviation: draw with its square root.": target**2,
            "The square root was taken twice.": math.sqrt(target),
            "The weights have variance 1: with k of them z² grows by the factor k/2 a layer.": 1.0,
        }
        fail(
            f"The {weights.size} weights that are not zero have the variance {variance:.4g}, expected {target:.4g}.",
            *named(variance, slips, 0.08),
        )


@check("sparse weights")
def sparse_weights(answer: object) -> None:
    for n_i, n_j, k in ((600, 60, 10), (600, 8, 20)):
        look_at_sparse(draw("sparse_weights", answer, n_i, n_j, k), k)


def look_at_orthogonal(W: npt.NDArray[np.float64]) -> None:
    """Fail unless the shorter side's vectors are orthogonal and of squared length 2."""
    n_i, n_j = W.shape
    which, product, said = ("rows", W @ W.T, "W @ W.T") if n_i < n_j else ("columns", W.T @ W, "W.T @ W")
    lengths = np.diag(product)
    cosines = product / np.sqrt(np.outer(lengths, lengths) + 1e-300) - np.eye(len(product))
    where = f"W has shape {W.shape}"
    if np.abs(cosines).max() > 1e-4:
        a, b = np.unravel_index(np.abs(cosines).argmax(), cosines.shape)
        fail(
            f"{where}, and its {which} {min(a, b)} and {max(a, b)} have the cosine {cosines[a, b]:.3f}, expected 0.",
            f"The {which} must be at right angles to each other: {said} is diagonal.",
            *(["Draws of length 1 are not enough."] if np.ptp(lengths) < 1e-6 else []),
        )
    if np.count_nonzero(W) <= max(W.shape):
        fail("Each row has a single weight. Expected is a random rotation: begin with a Gaussian matrix.")
    wanted = 1 / forward_factor(1, 1.0, relu)
    if np.abs(lengths - wanted).max() > 1e-3:
        slips = {
            "Each has length 1: the factor for relu is missing, which takes away half of the square.": 1.0,
            "The factor belongs to the weights, its square to the lengths squared: √2, not 2.": wanted**2,
            "The factor √2 was taken with another root.": math.sqrt(wanted),
            "They are too small by the factor √n: orthonormal vectors have length 1 already.": wanted / max(W.shape),
        }
        fail(
            f"{where}, and the squared length of its first {which[:-1]} is {lengths[0]:.4g}, expected {wanted:.4g}.",
            *named(float(lengths[0]), slips),
        )


@check("orthogonal weights")
def orthogonal_weights(answer: object) -> None:
    for n_i, n_j in ((12, 12), (9, 5), (5, 9)):
        look_at_orthogonal(draw("orthogonal_weights", answer, n_i, n_j))
