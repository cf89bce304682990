"""Judges of assignment 7: whether a map has every unit once is seen, and its cost computed, in the trusted process.

The distances are those of the solution's run: it draws the same problems and trains the same network.
"""

import numpy as np

from course_utils.checks import map_annealing as annealing
from course_utils.checks import map_cost as costs
from course_utils.checks.report import CheckFailed, NotYet


def judged(got, D, shape, better_than):
    """All points for an arrangement that is better than a baseline: 0 the random one, 1 the greedy one."""
    try:
        grid = costs.as_grid("Your map", got, shape)
    except (CheckFailed, NotYet) as reason:
        return 0.0, str(reason)
    cost, baseline = costs.total(grid, D), annealing.baselines(D, shape)[better_than]
    if cost < baseline * (0.9 if better_than == 0 else 1.0):
        return 1.0, ""
    return 0.0, f"Your map costs {cost:.4g}, the {('random', 'greedy')[better_than]} one {baseline:.4g}."


def map_of(got):
    """The map among what was emitted."""
    return got.get("grid") if isinstance(got, dict) else None


def better_than_random(got, expected):
    """A map against the random one's cost."""
    return judged(map_of(got), costs.squared_distances(expected["V"]), expected["grid"].shape, 0)


def better_than_greedy(got, expected):
    """A map against the greedy one's cost."""
    return judged(map_of(got), costs.squared_distances(expected["V"]), expected["grid"].shape, 1)


def thermal(got, expected):
    """Many short runs at a constant temperature: all points if their mean cost is that of Boltzmann's distribution."""
    D, T = expected["D"], float(expected["T"])
    states = np.array([costs.total(np.reshape(g, annealing.TINY), D) for g in annealing.permutations(range(6))])
    try:
        grids = np.asarray(got["grids"]).reshape(-1, *annealing.TINY)
        found = np.array([costs.total(costs.as_grid("A map", grid, annealing.TINY), D) for grid in grids])
    except (CheckFailed, NotYet, IndexError, KeyError, TypeError, ValueError) as reason:
        return 0.0, str(reason)
    if len(found) != len(expected["grids"]) or annealing.mean_differs(found, states, 1 / T):
        return 0.0, "At a constant temperature, swaps uphill are taken too often or too rarely."
    return 1.0, ""


def placed(got, expected):
    """Units at places: the least total squared distance that is possible."""
    M, V, least = expected["M"], expected["V"], expected["grid"].astype(int)
    try:
        grid = costs.as_grid("Your map", map_of(got), least.shape)
    except (CheckFailed, NotYet) as reason:
        return 0.0, str(reason)
    sums = [float(((M - V[one]) ** 2).sum()) for one in (grid, least)]
    return float(sums[0] <= sums[1] * (1 + 1e-6))
