"""The check of assignment 3's forward pass in NumPy, and what it shares with that of the backward pass."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import scipy.special

from course_utils.checks.answers import a, call
from course_utils.checks.compare import expect
from course_utils.checks.report import CheckFailed, fail
from course_utils.network import MLP

RTOL = 1e-5  # float32 is welcome

# Equal widths come first: there a transposed matrix or a wrong mask gives numbers, which say what they are.
NETWORKS = {
    "three layers of equal width": ((4, 4, 4, 4), 3),
    "6-5-4-3": ((6, 5, 4, 3), 7),
    "two layers of weights, 5-4-3": ((5, 4, 3), 6),
    "five layers of weights": ((3, 5, 4, 6, 3, 4), 5),
    "one sample": ((6, 5, 4, 3), 1),
}


def network(rng: np.random.Generator, sizes: Sequence[int], N: int) -> tuple[MLP, npt.NDArray, npt.NDArray]:
    """A random network in float64 with a batch and its labels; no relu near its kink, some on, some off."""
    while True:
        net = MLP(sizes, dtype=np.float64, rng=rng)
        for b in net.b.values():
            b[...] = rng.normal(size=b.shape) / 3
        X, y = rng.normal(size=(N, sizes[0])), rng.integers(sizes[-1], size=N)
        H = net.forward(X)[1].H
        Z = [H[l - 1] @ net.W[l].T + net.b[l] for l in range(1, net.L)]
        if all(np.abs(one).min() > 1e-3 and 0.2 <= (one > 0).mean() <= 0.9 for one in Z):
            return net, X, y


def by_layer(name: str, value: object, layers: Sequence[int]) -> dict[int, object]:
    """Values by layer from a student's dictionary, or from a list whose entry 0 is layer 0."""
    if isinstance(value, list | tuple) and len(value) == layers[-1] + 1:
        value = {l: value[l] for l in layers}
    if not isinstance(value, dict):
        fail(f"{name} is {a(value)}, expected a dictionary with the layers {', '.join(map(str, layers))} as keys.")
    missing = [l for l in layers if l not in value]
    if missing:
        fail(
            f"{name} has the keys {', '.join(map(str, value)) or 'none'}; layer {missing[0]} is missing.",
            f"Layers are numbered from {layers[0]} here, and their number follows from len(W).",
        )
    return {l: value[l] for l in layers}


def pair(name: str, value: object, parts: str) -> tuple:
    """Two values that a function returns together."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        fail(f"{name} returned {a(value)}, expected two values: return {parts}")
    return tuple(value)


@contextlib.contextmanager
def said_for(case: str) -> Iterator[None]:
    """Say for which network a function stopped, where that is not the first and simplest one."""
    try:
        yield
    except CheckFailed as reason:
        if "stopped with" not in str(reason) or case == next(iter(NETWORKS)):
            raise
        fail(str(reason), f"The network here: {case}. Sizes and number of layers follow from W.")


def check_forward(function: object) -> str:
    """forward(X, W, b) -> P, H against the course's network."""
    rng = np.random.default_rng()
    for case, (sizes, N) in NETWORKS.items():
        net, X, _ = network(rng, sizes, N)
        forward_case(function, case, net, X)
    net, X, _ = network(rng, (6, 5, 4, 3), 7)
    net.W[3][...] *= 1000
    forward_case(function, "logits of several thousand", net, X)
    return "Any number of layers, any sizes, large logits."


def forward_case(function: object, case: str, net: MLP, X: npt.NDArray) -> None:
    """Compare one forward pass, signals from below first."""
    with said_for(case):
        P, H = pair("forward", call("forward", function, X, dict(net.W), dict(net.b)), "P, H")
    Z, cache = net.forward(X)
    if isinstance(P, dict) and isinstance(H, np.ndarray):
        fail("forward returned H, P, expected P, H, in this order.")
    H = by_layer("H", H, list(range(net.L)))
    expect("H[0]", H[0], X, look="H[0] is the input X itself.")
    for l in range(1, net.L):
        before = cache.H[l - 1] @ net.W[l].T + net.b[l]
        slips = {
            "Here is Z, before relu. H holds what comes out of relu.": before,
            "It multiplies by W where W.T belongs: W has shape (units out, units in).": lambda l=l: np.maximum(
                turned(net, l, cache.H[l - 1]), 0
            ),
            "The bias is missing.": np.maximum(before - net.b[l], 0),
            "Here a sigmoid stands in relu's place.": scipy.special.expit(before),
        }
        at = f"H[{l}] of a network with {case}" if " " in case else f"H[{l}] of the network {case}"
        expect(at, H[l], cache.H[l], slips, "(samples, units)", rtol=RTOL, look=f"H[{l - 1}] is right, H[{l}] is not.")
    total = scipy.special.logsumexp(Z, axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        slips = {
            "These are the logits Z: the softmax is missing.": Z,
            "The last layer has no relu: softmax takes the logits as they are.": scipy.special.softmax(
                np.maximum(Z, 0), axis=1
            ),
            "The last bias is missing.": scipy.special.softmax(Z - net.b[net.L], axis=1),
            "This is the log of the probabilities.": Z - total,
            "Relu takes the softmax's place in the last layer.": np.maximum(Z, 0),
            "It multiplies by W where W.T belongs.": lambda: scipy.special.softmax(
                turned(net, net.L, cache.H[net.L - 1]), axis=1
            ),
        }
    if isinstance(P, np.ndarray) and P.shape == Z.shape and P.dtype.kind == "f":
        normalisation(P, Z, case)
    look = "All signals in H are right: look at the last layer, its logits and its softmax."
    expect(f"P ({case})", P, scipy.special.softmax(Z, axis=1), slips, "(samples, classes)", RTOL, look=look)


def normalisation(P: npt.NDArray, Z: npt.NDArray, case: str) -> None:
    """Fail where it shows that the softmax overflows or sums over the wrong axis."""
    with np.errstate(all="ignore"):
        sums = f"The rows of P ({case}) sum to {', '.join(f'{total:.3g}' for total in P.sum(axis=1)[:4])} …"
        by_row, by_column, whole = (np.allclose(P.sum(axis=axis), 1, atol=1e-4) for axis in (1, 0, None))
    if np.abs(Z).max() > 700 and not np.isfinite(P).all():
        fail(
            f"P overflows for logits of several thousand, here {Z.max():.0f}: exp of that is infinite.",
            "What can be subtracted from all logits of a sample without changing its softmax?",
        )
    if by_column and not by_row:
        fail(sums, "The softmax sums over the batch: axis=0 where the classes' axis=1 belongs.")
    if whole and not by_row:
        fail(sums, "The softmax divides by one sum over everything: it should sum over each row, axis=1.")


def turned(net: MLP, l: int, H: npt.NDArray) -> npt.NDArray:
    """Layer l with W where its transpose belongs; not a number where shapes forbid it."""
    W = net.W[l]
    return H @ W + net.b[l] if W.shape[0] == W.shape[1] else np.full((len(H), W.shape[0]), np.nan)
