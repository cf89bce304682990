"""Checks of assignment 7's self-organizing map: a step, the places, and the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.signal.windows import gaussian
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from course_utils.checks.answers import call
from course_utils.checks.compare import expect
from course_utils.checks.map_annealing import baselines, sheet
from course_utils.checks.map_cost import as_grid, squared_distances, total
from course_utils.checks.report import fail

RTOL = 1e-5


def bell(n: int, middle: int, sigma: float) -> npt.NDArray[np.float64]:
    """A Gaussian window of height 1 over n places with its peak at one of them."""
    return gaussian(2 * n + 1, sigma)[n - middle : 2 * n - middle]


def moved(M: npt.NDArray, v: npt.NDArray, rates: npt.NDArray) -> npt.NDArray:
    """The map with every place moved towards v by its own rate."""
    return M - np.einsum("rc,rcd->rcd", rates, M - v)


def check_som_step(function: object) -> None:
    """som_step(M, v, eta, sigma)."""
    rng = np.random.default_rng()
    for shape, d in (((4, 6), 3), ((5, 5), 5), ((1, 7), 2), ((15, 15), 20)):
        M, v = rng.normal(size=(*shape, d)), rng.normal(size=d)
        eta, sigma = float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.8, 1.6))
        winner = np.unravel_index(int(cKDTree(M.reshape(-1, d)).query(v)[1]), shape)
        window = np.outer(*(bell(n, k, sigma) for n, k in zip(shape, winner, strict=True)))
        loser = np.unravel_index(int(((M - v) ** 2).sum(axis=-1).argmax()), shape)
        product = np.unravel_index(int((M @ v).argmax()), shape)
        only = np.zeros(shape)
        only[winner] = 1

        def around(place: Sequence[int], s: float = sigma, shape: tuple = shape) -> npt.NDArray:
            return np.outer(*(bell(n, k, s) for n, k in zip(shape, place, strict=True)))

        R, C = np.indices(shape)
        distance = np.hypot(R - winner[0], C - winner[1])
        slips = {
            "Only the winner has moved: its neighbours on the map should learn along.": moved(M, v, eta * only),
            "All places move by the same share: the farther from the winner on the map, the less.": (
                moved(M, v, np.full(shape, eta))
            ),
            "The places move away from v: the sign is wrong.": 2 * M - moved(M, v, eta * window),
            "The winner is the place farthest from v, expected the closest.": moved(M, v, eta * around(loser)),
            "The winner is the place with the largest scalar product, expected the closest.": (
                moved(M, v, eta * around(product))
            ),
            "The factor 2 is missing in exp(−distance²/(2 sigma²)).": moved(M, v, eta * around(winner, sigma / 2**0.5)),
            "In the exponent stands the distance, expected its square.": (
                moved(M, v, eta * np.exp(-distance / (2 * sigma**2)))
            ),
            "The exponent is divided by 2 sigma, expected by 2 sigma².": (
                moved(M, v, eta * np.exp(-(distance**2) / (2 * sigma)))
            ),
            "The stepsize eta is missing.": moved(M, v, window),
            "Row and column of the winner have changed places.": (
                moved(M, v, eta * around(winner[::-1])) if max(winner) < min(shape) else M
            ),
            "The neighbourhood is measured between weights, expected between places on the map.": (
                moved(M, v, eta * np.exp(-((M - M[winner]) ** 2).sum(axis=-1) / (2 * sigma**2)))
            ),
            "v is added, expected a step towards it, v − M.": M + eta * window[..., None] * v,
        }
        value = call("som_step", function, M, v, eta, sigma)
        look = f"The winner is the place {tuple(int(k) for k in winner)}."
        case = f"The map of {shape[0]} × {shape[1]} after a step"
        expect(case, value, moved(M, v, eta * window), slips, "(rows, columns, weights)", RTOL, look=look)


def check_place(function: object) -> None:
    """place(M, V): every unit once, at the least total distance."""
    rng = np.random.default_rng()
    for shape in ((2, 2), (3, 5), (6, 6)):
        n = int(np.prod(shape))
        # Two clusters: some places are the closest of many units, some of none.
        M = rng.normal(size=(*shape, 3)) + 2 * (rng.random((*shape, 1)) < 0.5)
        V = rng.normal(size=(n, 3)) * 1.5
        value = call("place", function, M, V)
        distances = cdist(M.reshape(n, 3), V, "sqeuclidean")
        if isinstance(value, np.ndarray) and value.shape == (n,):
            fail(f"place(…) has shape ({n},), expected {shape}: rows and columns of the map. reshape makes them.")
        grid = as_grid(f"place(…) on a map of {shape[0]} × {shape[1]}", value, shape)
        got = distances[np.arange(n), grid.ravel()].sum()
        rows, columns = linear_sum_assignment(distances)
        least = distances[rows, columns].sum()
        if got <= least * (1 + 1e-6):
            continue
        said = f"The units' squared distances to their places sum to {got:.4g}; {least:.4g} is possible."
        inverse = np.argsort(grid.ravel())
        if abs(distances[np.arange(n), inverse].sum() - least) < 1e-6 * least:
            fail(said, "It says for every unit its place; expected for every place its unit: the other way round.")
        if abs(got - distances[linear_sum_assignment(-distances)].sum()) < 1e-6 * got:
            fail(said, "It is the largest sum possible, expected the least.")
        root = np.sqrt(distances)
        if abs(root[np.arange(n), grid.ravel()].sum() - root[linear_sum_assignment(root)].sum()) < 1e-9 * got:
            fail(said, "It is the least sum of distances; expected of their squares.")
        if abs(got - one_by_one(distances)) < 1e-6 * got or abs(got - one_by_one(distances.T)) < 1e-6 * got:
            fail(said, "Served one after the other, the last get what is left: look for the least sum of all.")
        fail(said, "Which pairs are compared? Place (r, c) is row r · columns + c when the map is a list.")


def one_by_one(distances: npt.NDArray) -> float:
    """The sum if each row in turn takes the closest column that is left."""
    left, sum_ = distances.copy(), 0.0
    for row in range(len(left)):
        column = int(left[row].argmin())
        sum_ += distances[row, column]
        left[:, column] = np.inf
    return sum_


def check_self_organizing_map(function: object) -> str:
    """self_organizing_map(V, shape, steps, rng): better than random and than greedy on units that lie on a sheet."""
    rng = np.random.default_rng()
    for shape, steps in (((6, 9), 1500), ((8, 8), 1500)):
        V = sheet(rng, shape)
        D = squared_distances(V)
        value = call("self_organizing_map", function, V, shape, steps, np.random.default_rng(rng.integers(1 << 30)))
        grid = as_grid(f"The map of {shape[0]} × {shape[1]}", value, shape)
        got, (random, baseline) = total(grid, D), baselines(D, shape)
        said = f"It costs {got:.4g}; a random map {random:.4g}, the greedy one {baseline:.4g}."
        if got > 0.8 * random:
            fail(
                said,
                "It is hardly better than random. Does the winner's neighbourhood learn along, wide at first, a third"
                " of the map or more, and down to about one place in the end? Is what som_step returns kept?",
            )
        if got >= baseline:
            fail(
                said,
                "It is better than random, and not than greedy: the coarse order is there, the fine one is not. Does"
                " sigma shrink to about one place, and eta to a few hundredths, over all the steps?",
            )
    maps = [call("self_organizing_map", function, V, shape, 50, np.random.default_rng(3)) for _ in range(2)]
    if not np.array_equal(*maps):
        fail("The same generator gave two different maps.", "Let every draw come from rng.")
    few = call("self_organizing_map", function, V, shape, 1, np.random.default_rng(3))
    if np.array_equal(few, maps[0]):
        fail("The map is the same after 1 step as after 50.", "steps says how many times a unit is shown.")
    return f"64 units: {got / random:.0%} of a random map's cost."
