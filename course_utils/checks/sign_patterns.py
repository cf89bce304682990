"""Expectations over random weights, exactly and without a formula.

Weights of variance v that are +sqrt(v) or -sqrt(v) have as many equally likely values as there are patterns of signs,
and for few units all of them can be gone through.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

SMALL = 1e-4  # signals so small that tanh is its tangent


def relu(z: npt.ArrayLike) -> npt.NDArray:
    return np.maximum(z, 0)


def all_signs(n: int) -> npt.NDArray[np.float64]:
    """Every pattern of n signs, a row each: (2^n, n)."""
    return np.array(list(itertools.product((-1.0, 1.0), repeat=n)))


def forward_factor(n_j: int, v: float, f: Callable) -> float:
    """E[h_i^2] / E[h_j^2] of one layer, over all patterns of signs."""
    h = SMALL * np.linspace(1, 2, n_j)
    return float(np.mean(f(math.sqrt(v) * all_signs(n_j) @ h) ** 2) / np.mean(h**2))


def backward_factor(n_i: int, v: float, f: Callable) -> float:
    """E[delta_j^2] / E[delta_i^2] of one layer; the slopes are measured where z is a little above and below zero."""
    delta = np.linspace(1, 2, n_i)
    slopes = [(f(z + SMALL / 2) - f(z - SMALL / 2)) / SMALL for z in (SMALL, -SMALL)]
    return float(np.mean(np.outer(slopes, math.sqrt(v) * all_signs(n_i) @ delta) ** 2) / np.mean(delta**2))


def kept(key: str, n_i: int, n_j: int, f: Callable) -> float:
    """The variance that leaves sizes as they are: "forward", "backward", or both on average ("balanced")."""
    factors = {"forward": [(forward_factor, n_j)], "backward": [(backward_factor, n_i)]}
    factors["balanced"] = factors["forward"] + factors["backward"]
    return brentq(lambda v: np.mean([factor(n, v, f) for factor, n in factors[key]]) - 1, 1e-3, 10, xtol=1e-14)
