"""Checks of assignment 7's simulated annealing, and the baselines that a map has to beat.

Annealing is checked by what statistical mechanics says of it: at a constant temperature T, after many swaps, a map g
is found with a probability in proportion to exp(-cost(g) / T). On a map of six units all 720 can be listed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt
import scipy.special

from course_utils.checks.answers import call
from course_utils.checks.map_cost import as_grid, squared_distances, total
from course_utils.checks.report import fail

TINY = (2, 3)
RUNS, SWAPS = 150, 60
HOT, COLD = 1e9, 1e-9


def greedy(D: npt.NDArray, shape: Sequence[int]) -> npt.NDArray[np.int64]:
    """The greedy baseline: place after place, row by row, the unit that is closest to its neighbours so far."""
    left, grid = list(range(len(D))), np.full(shape, -1)
    for r, c in np.ndindex(*shape):
        near = [grid[place] for place in ((r, c - 1), (r - 1, c)) if min(place) >= 0]
        unit = min(left, key=lambda u: sum(D[u, v] for v in near))
        left.remove(unit)
        grid[r, c] = unit
    return grid


def baselines(D: npt.NDArray, shape: Sequence[int]) -> tuple[float, float]:
    """Cost of an average random map, and of the greedy one."""
    rng, n = np.random.default_rng(0), len(D)
    return float(np.mean([total(rng.permutation(n).reshape(shape), D) for _ in range(20)])), total(greedy(D, shape), D)


def expect_better(name: str, value: object, D: npt.NDArray, shape: Sequence[int], much: float = 1.0) -> float:
    """Fail unless a map is better than the baselines; return its share of a random map's cost."""
    grid = as_grid(name, value, shape)
    got, (random, baseline) = total(grid, D), baselines(D, shape)
    said = f"{name} costs {got:.4g}; a random map {random:.4g}, the greedy one {baseline:.4g}."
    if got > 0.9 * random:
        fail(said, "It is no better than a random map.")
    if got >= much * baseline:
        fail(said, "It is better than random, and no better than greedy: more steps, or a slower end?")
    return got / random


def sheet(rng: np.random.Generator, shape: Sequence[int], d: int = 12) -> npt.NDArray[np.float64]:
    """Weights of units that lie on a bent sheet in d dimensions, in random order: there is a good map of them."""
    n = int(np.prod(shape))
    place = rng.random((n, 2)) * shape
    bend = rng.normal(size=(2, d)) / 4
    return np.sin(place @ bend + rng.uniform(0, 6, d)) + 0.2 * rng.normal(size=(n, d))


def problem(rng: np.random.Generator, shape: Sequence[int] = (8, 8)) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray]:
    """A map to be improved, distances between its units, and temperatures to do it with."""
    D = squared_distances(sheet(rng, shape))
    temperatures = np.median(D) * np.geomspace(0.6, 0.02, 30_000)
    return rng.permutation(len(D)).reshape(shape), D, temperatures


def check_anneal(function: object) -> str:
    """anneal(grid, D, temperatures, rng): its rules on six units, its success on 64."""
    rng = np.random.default_rng()
    D = squared_distances(rng.normal(size=(6, 2)))
    D /= D.mean()

    def run(grid: npt.NDArray, temperatures: Sequence[float]) -> npt.NDArray:
        value = call("anneal", function, grid, D, np.array(temperatures), np.random.default_rng(rng.integers(1 << 30)))
        return as_grid("anneal(…)", value, TINY)

    def start() -> npt.NDArray:
        return rng.permutation(6).reshape(TINY)

    single_steps(run, start, D)
    states = np.array([total(np.reshape(g, TINY), D) for g in permutations(range(6))])
    hot = np.array([total(run(states_best(D, states), [HOT] * SWAPS), D) for _ in range(RUNS)])
    if mean_differs(hot, states, 0.0):
        fail(
            f"With an enormous temperature every swap is taken, and the mean cost is {states.mean():.3g},"
            f" as of random maps; yours is {hot.mean():.3g}.",
            "Too few swaps that cost are taken, or some places are never drawn."
            if hot.mean() < states.mean()
            else "Too few swaps that help are taken, or some places are never drawn.",
        )
    T = float(states.std())
    warm = np.array([total(run(start(), [T] * SWAPS), D) for _ in range(2 * RUNS)])
    if mean_differs(warm, states, 1 / T):
        expected = (states * scipy.special.softmax(-states / T)).sum()
        words = "too few swaps that cost are taken" if warm.mean() < expected else "too many swaps that cost are taken"
        fail(
            f"At the constant temperature {T:.3g} the mean cost of six units is {warm.mean():.3g}, expected"
            f" {expected:.3g}: {words}.",
            "A swap that changes the cost by d > 0 is taken with probability exp(−d/T), T that step's temperature.",
        )
    schedule(run, start, D, states)
    grid, D8, temperatures = problem(rng)
    seeds = [np.random.default_rng(5) for _ in range(2)]
    first = call("anneal", function, grid, D8, temperatures, seeds[0])
    share = expect_better("anneal(…) of 64 units", first, D8, grid.shape)
    second = call("anneal", function, grid, D8, temperatures[:200], np.random.default_rng(6))
    third = call("anneal", function, grid, D8, temperatures[:200], np.random.default_rng(6))
    if not np.array_equal(second, third):
        fail("The same generator gave two different maps.", "Let every draw come from rng.")
    return f"64 units in {len(temperatures)} steps: {share:.0%} of a random map's cost."


def states_best(D: npt.NDArray, states: npt.NDArray) -> npt.NDArray[np.int64]:
    """The best map of six units."""
    return np.reshape(list(permutations(range(6)))[int(states.argmin())], TINY)


def mean_differs(costs: npt.NDArray, states: npt.NDArray, beta: float) -> bool:
    """Whether the mean of some runs' costs is not that of Boltzmann's distribution, far beyond chance."""
    p = scipy.special.softmax(-beta * states)
    mean = (states * p).sum()
    spread = np.sqrt(((states - mean) ** 2 * p).sum() / len(costs))
    return bool(abs(costs.mean() - mean) > 5 * spread)


def single_steps(run: Callable, start: Callable, D: npt.NDArray) -> None:
    """One step at a time: how many units move, uphill when hot, never uphill when cold."""
    grid = start()
    if not np.array_equal(run(grid, []), grid):
        fail("Without any temperature there is no step, and the map should stay as it is.")
    rises, falls, hot_rises = 0, 0, 0
    for _ in range(60):
        grid = start()
        cold = run(grid, [COLD])
        if (cold != grid).sum() > 2:
            fail(
                f"In a single step {(cold != grid).sum()} units moved, expected two or none.",
                "One swap is tried for each entry of temperatures.",
            )
        change = total(cold, D) - total(grid, D)
        rises, falls = rises + (change > 1e-12), falls + (change < -1e-12)
        hot_rises += total(run(grid, [HOT]), D) > total(grid, D) + 1e-12
    if rises and not falls:
        fail(
            f"At a temperature near zero the cost rose in {rises} of 60 single steps and never fell.",
            "The sign is wrong: a swap that lowers the cost is always taken.",
        )
    if rises:
        fail(
            f"At a temperature near zero the cost still rose in {rises} of 60 single steps.",
            "A swap that raises the cost by d is taken with probability exp(−d/T): next to never when T is small.",
        )
    if not hot_rises:
        fail(
            "Even at an enormous temperature, the cost never rises in a single step.",
            "Annealing takes swaps uphill, too, with probability exp(−d/T); that is how it gets out of a dead end."
            " And the map after the last step is expected, not the best so far.",
        )
    if not falls:
        fail("In 60 single steps at a temperature near zero the cost never fell.", "Are swaps carried out?")


def schedule(run: Callable, start: Callable, D: npt.NDArray, states: npt.NDArray) -> None:
    """Whether each step has its own temperature: cooling ends in a low place, heating in a random one."""
    cooled = np.array([total(run(start(), [HOT] * 30 + [COLD] * 150), D) for _ in range(40)])
    melted = np.array([total(run(start(), [HOT] * 150 + [COLD]), D) for _ in range(80)])
    heated = np.array([total(run(start(), [COLD] * 150 + [HOT] * SWAPS), D) for _ in range(80)])
    low = np.quantile(states, 0.2)
    if cooled.mean() > low:
        fail(
            f"Hot at first and cold in the end, it stops at a mean cost of {cooled.mean():.3g}; expected is"
            f" less than {low:.3g}.",
            "Does each step use its own temperature, the next entry of temperatures? Are all of them used?",
        )
    if melted.mean() < (low + cooled.mean()) / 2:
        fail(
            f"Hot but for the last step, the map should be nearly random; its mean cost is {melted.mean():.3g},"
            f" a random map's {states.mean():.3g}.",
            "Does each step use its own temperature, not the last one's?",
        )
    if mean_differs(heated, states, 0.0):
        fail(
            "Cold at first and hot in the end, the map should be random at last, and is not.",
            "Does each step use its own temperature, the next entry of temperatures? And the map after the last step"
            " is expected, not the best so far.",
        )
