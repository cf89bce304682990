"""Checks of assignment 7: outgoing weights, distances, the cost of a map, and what a swap changes.

The reference for the cost knows nothing of rows and columns: it counts all pairs of places one step apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist, pdist, squareform

from course_utils.checks.answers import a, as_array, call
from course_utils.checks.compare import expect
from course_utils.checks.report import NotYet, fail

RTOL = 1e-5  # float32 is welcome


def squared_distances(V: npt.NDArray) -> npt.NDArray[np.float64]:
    """Squared Euclidean distances between the rows of V."""
    return cdist(V, V, "sqeuclidean")


def check_outgoing(function: object) -> None:
    """outgoing(W, l) on networks with equal and with different widths."""
    rng = np.random.default_rng()
    for sizes in ((4, 4, 4, 4), (6, 5, 3, 2), (3, 4, 5, 6, 2)):
        W = {l: rng.normal(size=(sizes[l], sizes[l - 1])) for l in range(1, len(sizes))}
        for l in range(1, len(sizes) - 1):
            value = call("outgoing", function, W, l)
            # A unit's outgoing weights are what the next layer hears when it alone is on.
            expected = np.array([W[l + 1] @ unit for unit in np.eye(sizes[l])])
            into = "A row of the result belongs to a unit of layer l, so it has as many rows as layer l has units."
            for other, sentence in (
                (W[l], "These are the incoming weights of layer l: W[l] leads into it. What leads out of it?"),
                (W[l].T, "This is W[l], which leads into layer l; what leads out of it?"),
                (W[l + 1], f"This is W[l + 1] as it stands, a row for each unit of layer l + 1. {into}"),
            ):
                if isinstance(value, np.ndarray) and np.array_equal(value, other) and other.shape != expected.shape:
                    fail(f"outgoing(W, {l}) has shape {value.shape}, expected {expected.shape}.", sentence)
            slips = {
                "These are the incoming weights of layer l: W[l] leads into it. What leads out of it?": W[l],
                "This is W[l], transposed; W[l] leads into layer l. What leads out of it?": W[l].T,
                f"It is transposed: this is W[l + 1] as it stands. {into}": W[l + 1],
            }
            slips = {k: v for k, v in slips.items() if v.shape == expected.shape}
            meaning = "(units of layer l, units of layer l + 1)"
            expect(f"outgoing(W, {l})", value, expected, slips, meaning, RTOL)


def check_distances(function: object) -> None:
    """distances(V) against SciPy."""
    rng = np.random.default_rng()
    for n, d in ((3, 2), (6, 4), (5, 5), (40, 9)):
        V = rng.normal(size=(n, d))
        expected = squared_distances(V)
        value = call("distances", function, V)
        if isinstance(value, np.ndarray) and value.shape == (d, d) != (n, n):
            fail(f"D has shape {value.shape}, expected ({n}, {n}).", "Compare rows, which are units; not columns.")
        slips = {
            "It is the distance, expected its square: the root is too much.": np.sqrt(expected),
            "It is the scalar product of the units, expected the squared distance.": V @ V.T,
            "It is the sum of absolute differences, expected of squares.": cdist(V, V, "cityblock"),
            "It is the mean over the weights, expected the sum.": expected / d,
            "The columns are compared, expected the rows, which are units.": squared_distances(V.T),
            "It is the square of a sum: first square each difference, then sum.": (
                (V.sum(axis=1)[:, None] - V.sum(axis=1)) ** 2
            ),
            "The product has the wrong sign or factor: ‖u − v‖² = ‖u‖² + ‖v‖² − 2 u·v.": (
                (V**2).sum(axis=1)[:, None] + (V**2).sum(axis=1) - V @ V.T
            ),
        }
        slips = {k: v for k, v in slips.items() if v.shape == (n, n)}
        D = expect(f"distances of {n} units with {d} weights", value, expected, slips, "(units, units)", RTOL)
        if (D < -1e-9).any():
            fail("D has a negative entry.", "Rounding can do that: cut off below zero, or subtract first and square.")


def beside(shape: Sequence[int], step: float = 1.0) -> npt.NDArray[np.bool_]:
    """Which pairs of places, numbered row by row, are neighbours: as far apart as step."""
    places = np.argwhere(np.ones(shape))
    return squareform(pdist(places)) == step


def total(grid: npt.NDArray, D: npt.NDArray, pairs: npt.NDArray | None = None) -> float:
    """Cost of a map: the sum of distances over these pairs of places, neighbours by default, each pair once."""
    grid = np.asarray(grid).astype(int)
    units = grid.ravel()
    return float((D[np.ix_(units, units)] * (beside(grid.shape) if pairs is None else pairs)).sum() / 2)


def random_map(rng: np.random.Generator, shape: Sequence[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """A map in random order and distances between its units."""
    n = int(np.prod(shape))
    return rng.permutation(n).reshape(shape), squared_distances(rng.normal(size=(n, 3)))


def check_cost(function: object) -> None:
    """cost(grid, D) on maps of several shapes."""
    rng = np.random.default_rng()
    for shape in ((3, 4), (3, 3), (1, 4), (2, 2), (6, 5)):
        grid, D = random_map(rng, shape)
        value = call("cost", function, grid, D)
        R, C = np.indices(shape).reshape(2, -1)
        down, right = np.abs(R[:, None] - R), np.abs(C[:, None] - C)
        across = beside(shape, 2**0.5)
        around = ((np.minimum(down, shape[0] - down) + np.minimum(right, shape[1] - right)) == 1) * 1.0
        inner = beside(shape) & ~((R[:, None] == shape[0] - 1) & (R == shape[0] - 1))
        inner &= ~((C[:, None] == shape[1] - 1) & (C == shape[1] - 1))
        expected, n = total(grid, D), beside(shape).sum() / 2
        slips = {
            "Every pair is counted twice, from either side.": 2 * expected,
            "Only neighbours side by side are counted: those above one another are missing.": (
                total(grid, D, (down == 0) & (right == 1))
            ),
            "Only neighbours above one another are counted: those side by side are missing.": (
                total(grid, D, (down == 1) & (right == 0))
            ),
            "Diagonal neighbours are counted, too: only sides count.": total(grid, D, beside(shape) | across),
            "The map is closed to a ring: the last row or column is no neighbour of the first.": total(grid, D, around),
            "It takes places for units: D[u, v] wants the units that stand there, grid[r, c].": (
                total(np.arange(grid.size).reshape(shape), D)
            ),
            "It is the mean over the pairs, expected the sum.": expected / n,
            "Neighbours in the last row or the last column are forgotten: does a loop end too early?": (
                total(grid, D, inner)
            ),
            "The distances' roots are summed: D has squares already, sum them as they are.": total(grid, D**0.5),
            "D is squared once more: it has squares already.": total(grid, D**2),
        }
        case = f"cost of a map of {shape[0]} × {shape[1]}"
        expect(case, value, expected, slips if expected else {}, rtol=RTOL, look=f"It has {n:.0f} pairs of neighbours.")


def check_swap_change(function: object) -> None:
    """swap_change(grid, D, a, b) against the costs before and after."""
    rng = np.random.default_rng()
    apart, near, edge = "two places far apart", "two neighbours", "two corners"
    cases = [
        (apart, (5, 6), (1, 1), (3, 4)),
        (edge, (4, 5), (0, 0), (3, 4)),
        ("a corner and a place inside", (5, 5), (0, 4), (2, 1)),
        (near + " side by side", (4, 4), (1, 1), (1, 2)),
        (near + " above one another", (4, 5), (3, 2), (2, 2)),
        ("a place and itself", (3, 3), (1, 2), (1, 2)),
        ("two places with a neighbour in common", (4, 4), (1, 1), (1, 3)),
    ]
    for case, shape, one, two in cases:
        grid, D = random_map(rng, shape)
        value = as_array(f"swap_change of {case}", call("swap_change", function, grid, D, one, two), ())
        after = grid.copy()
        after[one], after[two] = grid[two], grid[one]
        expected = total(after, D) - total(grid, D)
        between = float(D[grid[one], grid[two]])
        half = [moved(grid, D, place, other) for place, other in ((one, two), (two, one))]
        slips = {
            "The sign is wrong: after less before, so that a swap which helps is negative.": -expected,
            "It is the cost after the swap, expected the change.": total(after, D),
            "The two are neighbours of each other: the pair between them stays as it is, do not count it.": (
                [expected - 2 * between, expected + 2 * between, expected - between, expected + between]
            ),
            "Only one of the two units has been moved: the neighbours of the other place change theirs as well.": half,
            "It goes around the edge: index −1 is the last row or column. There is no neighbour there.": (
                around_the_edge(grid, D, one, two)
            ),
        }
        for sentence, values in slips.items():
            for slip in np.atleast_1d(values):
                if case != "a place and itself" and abs(slip - expected) > 1e-6 and abs(value - slip) < 1e-6:
                    fail(f"Swap of {case}: {float(value):.4g}, expected {expected:.4g}.", sentence)
        look = f"A map of {shape[0]} × {shape[1]}, places {one} and {two}."
        expect(f"swap_change of {case}", value, expected, {}, rtol=RTOL, atol=1e-6, look=look)


def around_the_edge(grid: npt.NDArray, D: npt.NDArray, one: tuple, two: tuple) -> list[float]:
    """The change if negative indices lead to the other side; with and without what goes beyond the far side."""
    after = grid.copy()
    after[one], after[two] = grid[two], grid[one]
    R, C = np.indices(grid.shape).reshape(2, -1)
    down, right = np.abs(R[:, None] - R), np.abs(C[:, None] - C)
    H, W = grid.shape
    ring = (np.minimum(down, H - down) + np.minimum(right, W - right)) == 1
    ring_change = total(after, D, ring) - total(grid, D, ring)
    # From the first row or column one looks back to the last, but from the last none looks ahead to the first.
    change = total(after, D) - total(grid, D)
    for place, other in ((one, two), (two, one)):
        for axis in (0, 1):
            if place[axis] == 0:
                far = list(place)
                far[axis] = grid.shape[axis] - 1
                if tuple(far) not in (place, other):
                    change += D[grid[other], grid[tuple(far)]] - D[grid[place], grid[tuple(far)]]
    return [ring_change, change]


def moved(grid: npt.NDArray, D: npt.NDArray, place: tuple, other: tuple) -> float:
    """The change if only the place's unit is replaced by the other's."""
    after = grid.copy()
    after[place] = grid[other]
    return total(after, D) - total(grid, D)


def as_grid(name: str, value: object, shape: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return a student's map, or fail: it must have every unit once."""
    if value is None or value is ...:
        raise NotYet(f"{name} is still {value}.")
    if isinstance(value, tuple) and any(isinstance(part, np.ndarray) for part in value):
        fail(f"{name} is several values, expected the map alone.")
    if not isinstance(value, np.ndarray):
        fail(f"{name} is {a(value)}, expected a map: an array of shape {tuple(shape)}.")
    grid, n = as_array(name, value, shape, "(rows, columns)"), int(np.prod(shape))
    if not np.array_equal(grid, np.round(grid)) or grid.min() < 0 or grid.max() >= n:
        fail(f"{name} has entries that are no unit: units are numbered 0 to {n - 1}.")
    units, counts = np.unique(grid, return_counts=True)
    if len(units) < n:
        missing = np.setdiff1d(np.arange(n), units)
        fail(
            f"{name} is no arrangement: unit {int(units[counts > 1][0])} stands at {counts.max()} places,"
            f" and {len(missing)} units are missing, {missing[0]} for one.",
            "Every unit has one place, and every place one unit.",
        )
    return grid.astype(np.int64)
