"""Random weights to start from."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

# Standard deviation of a weight by the sizes of W, n_i units out and n_j units in. The 2 is for relu, which passes half
# of the signals (slide 31; Glorot and Bengio 2010; He et al. 2015).
STANDARD_DEVIATIONS = {
    "balanced": lambda n_i, n_j: math.sqrt(4 / (n_i + n_j)),
    "forward": lambda n_i, n_j: math.sqrt(2 / n_j),
    "backward": lambda n_i, n_j: math.sqrt(2 / n_i),
}

# How many units of the layer before a unit is connected to with "sparse" (Martens 2010; Sutskever et al. 2013).
CONNECTIONS = 15

METHODS = (*STANDARD_DEVIATIONS, "sparse", "orthogonal")


def initial_weights(
    n_i: int, n_j: int, rng: np.random.Generator, method: str = "balanced", scale: float = 1.0
) -> npt.NDArray[np.float32]:
    """Draw a weight matrix.

    All methods are for relu. For tanh, which passes small signals unchanged, take ``scale=1/sqrt(2)``; for sigmoid,
    whose slope at zero is 1/4, ``scale=4/sqrt(2)``.

    Args:
        n_i: units out, rows of W.
        n_j: units in, columns of W.
        rng: where the draws come from.
        method: "balanced" (the slide's), "forward" (keeps the signals' size) or "backward" (keeps the gradients'), all
            three independent and Gaussian; or "sparse" or "orthogonal", see :func:`sparse` and :func:`orthogonal`.
        scale: factor of all weights.

    Returns:
        W of shape (n_i, n_j), float32.

    Raises:
        ValueError: the method is unknown.
    """
    if method not in METHODS:
        raise ValueError(f"initialization: {method!r} is unknown, expected one of {', '.join(METHODS)}")
    if method == "sparse":
        W = sparse(n_i, n_j, rng)
    elif method == "orthogonal":
        W = orthogonal(n_i, n_j, rng)
    else:
        W = rng.standard_normal((n_i, n_j), dtype=np.float32)
        W *= STANDARD_DEVIATIONS[method](n_i, n_j)
    W *= scale
    return W


def sparse(n_i: int, n_j: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Connect each unit to 15 units of the layer before, or to all where there are fewer (Sutskever et al. 2013).

    The paper draws these weights from N(0, 1), for tanh units. Here their variance is 2/15, so that relu signals keep
    their size; ``scale=sqrt(7.5)`` gives the paper's.

    Returns:
        W of shape (n_i, n_j), zero but for 15 weights in each row.
    """
    connections = min(CONNECTIONS, n_j)
    W = np.zeros((n_i, n_j), np.float32)
    W[:, :connections] = rng.normal(0, math.sqrt(2 / connections), (n_i, connections))
    return rng.permuted(W, axis=1)  # each row in an order of its own


def orthogonal(n_i: int, n_j: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Draw sqrt(2) times a matrix with orthonormal columns, or rows where it has fewer rows (Saxe et al. 2014).

    All its singular values are sqrt(2): with as many rows as columns, or more, it makes every vector longer by just
    this factor, and relu takes away half of the square on average.

    Returns:
        W of shape (n_i, n_j), uniformly distributed over such matrices.
    """
    Q, R = np.linalg.qr(rng.standard_normal((max(n_i, n_j), min(n_i, n_j))))
    # Which of a column's two signs the factorization gives depends on the library: this makes both equally likely.
    Q *= np.sign(np.diag(R))
    return (math.sqrt(2) * (Q if n_i >= n_j else Q.T)).astype(np.float32)
