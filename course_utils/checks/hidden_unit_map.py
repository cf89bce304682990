"""Assignment 7, a map of hidden units: what its test cells call.

Weights, distances and the cost of a map are in `map_cost`, annealing in `map_annealing`, the self-organizing map in
`map_organizing`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from course_utils.checks import map_annealing as annealing
from course_utils.checks import map_cost as costs
from course_utils.checks import map_organizing as organizing
from course_utils.checks import report
from course_utils.checks.report import check
from course_utils.network import MLP

SHAPE = (15, 15)


def summary() -> None:
    """Print how far the assignment is."""
    report.summary(__name__)


def weights_and_distances(net: MLP) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Outgoing weights of layer 1, (225, 144), and squared distances between them: so that no part waits for 7.1."""
    V = np.eye(net.sizes[1]) @ net.W[2].T.astype(np.float64)  # what each unit alone would tell layer 2
    return V, costs.squared_distances(V)


@check("7.1 Outgoing weights")
def outgoing(function: object) -> None:
    """outgoing(W, l) -> V."""
    costs.check_outgoing(function)


@check("7.1 Distances")
def distances(function: object) -> None:
    """distances(V) -> D."""
    costs.check_distances(function)


@check("7.2 The cost of a map")
def cost(function: object) -> None:
    """cost(grid, D)."""
    costs.check_cost(function)


@check("7.3 What a swap changes")
def swap_change(function: object) -> None:
    """swap_change(grid, D, a, b)."""
    costs.check_swap_change(function)


@check("7.4 Simulated annealing")
def anneal(function: object) -> str:
    """anneal(grid, D, temperatures, rng) -> grid."""
    return annealing.check_anneal(function)


@check("7.5 One step of the map")
def som_step(function: object) -> None:
    """som_step(M, v, eta, sigma) -> M."""
    organizing.check_som_step(function)


@check("7.5 A place for every unit")
def place(function: object) -> None:
    """place(M, V) -> grid."""
    organizing.check_place(function)


@check("7.5 The self-organizing map")
def self_organizing_map(function: object) -> str:
    """self_organizing_map(V, shape, steps, rng) -> grid."""
    return organizing.check_self_organizing_map(function)


@check("7.6 The two maps")
def maps(annealed: object, organized: object, D: npt.NDArray) -> str:
    """Two maps of the 225 hidden units."""
    shares = [
        annealing.expect_better(name, one, D, SHAPE) for name, one in (("annealed", annealed), ("organized", organized))
    ]
    return f"Of a random map's cost they have {shares[0]:.0%} and {shares[1]:.0%}."
