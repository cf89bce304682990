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


def initial_weights(n_i: int, n_j: int, rng: np.random.Generator, method: str = "balanced") -> npt.NDArray[np.float32]:
    """Draw a weight matrix, independent and Gaussian.

    Args:
        n_i: units out, rows of W.
        n_j: units in, columns of W.
        rng: where the draws come from.
        method: "balanced" (the slide's), "forward" (keeps the signals' size) or "backward" (keeps the gradients').

    Returns:
        W of shape (n_i, n_j), float32.

    Raises:
        ValueError: the method is unknown.
    """
    if method not in STANDARD_DEVIATIONS:
        raise ValueError(f"initialization: {method!r} is unknown, expected one of {', '.join(STANDARD_DEVIATIONS)}")
    scale = np.float32(STANDARD_DEVIATIONS[method](n_i, n_j))
    return scale * rng.standard_normal((n_i, n_j), dtype=np.float32)
