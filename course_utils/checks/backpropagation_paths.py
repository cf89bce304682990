"""Checks of assignment 3's paths: how many there are, their sum, and the same by stored results."""

from __future__ import annotations

import itertools
import math
import numbers

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import a, as_array, call
from course_utils.checks.compare import expect
from course_utils.checks.report import NotYet, fail


def walked(sizes: tuple[int, ...], l: int) -> int:
    """Number of paths from one weight of layer l to C, by counting them step by step: how many end in each unit."""
    ends = [1]
    for width in sizes[l + 1 :]:
        ends = [sum(ends)] * width
    return sum(ends)


def whole(name: str, value: object, what: str) -> int:
    """A count from an answer: a whole number, however large."""
    if value is None or value is ...:
        raise NotYet
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        fail(f"{name} is {a(value)}, expected {what}, a whole number.")
    if not -1e60 < value < 1e60:
        fail(f"{name} is larger than any count here, or not finite: expected {what}, a whole number.")
    return value


def check_number_of_paths(function: object) -> str:
    """number_of_paths(sizes, l) against counting."""
    for sizes, l in (((7, 4, 3, 2), 1), ((7, 4, 3, 2), 2), ((7, 4, 3, 2), 3), ((7, 3, 6, 2, 5, 4), 2)):
        got = whole(f"number_of_paths({sizes}, {l})", call("number_of_paths", function, sizes, l), "a count")
        paths_case(got, sizes, l)
    n = np.random.default_rng().integers(2, 9, size=7)
    got = whole("number_of_paths", call("number_of_paths", function, tuple(map(int, n)), 3), "a count")
    paths_case(got, tuple(map(int, n)), 3)
    deep = (784, *[1000] * 12, 10)
    got = whole("number_of_paths", call("number_of_paths", function, deep, 1), "a count")
    if got <= 0 or abs(got / walked(deep, 1) - 1) > 1e-9:
        fail(
            f"With 12 hidden layers of 1000 units it is {got}, expected 10 to the power 34.",
            "An array's 64-bit integers overflow at 9.2e18, silently. Python's own do not: math.prod, or a loop.",
        )
    return "From one weight of W1 of the MNIST network: 1440 paths; with ten layers more, more than one can walk."


def paths_case(got: float, sizes: tuple[int, ...], l: int) -> None:
    """Compare one count and name the slip."""
    expected = walked(sizes, l)
    if got == expected:
        return
    said = f"number_of_paths({sizes}, {l}) is {got}, expected {expected}."
    above = sizes[l + 1 :]
    slips = {
        "The layer that the weight leads to is counted too. But the weight leads to one of its units.": (
            walked(sizes, l - 1)
        ),
        "The layer that the weight comes from is counted too. But it comes from one of its units.": (
            walked(sizes, l - 2) if l > 1 else -1
        ),
        "The last layer is left out: C depends on every output.": walked(sizes[:-1], l),
        "The widths are added. But every unit of one layer goes on to every unit of the next: they multiply.": sum(
            above
        ),
        "All layers are counted, the input and those below the weight too.": walked(sizes, -1),
        "One layer too many is left out: count layer l + 1 as well.": walked(sizes, l + 1),
        "These are the layers below the weight. The paths go up, to C.": math.prod(sizes[:l]),
        "This is the number of layers.": len(above),
        "This is the number for W1 of the MNIST network. Sizes and l are arguments.": 1440,
    }
    for sentence, wrong in slips.items():
        if got == wrong:
            fail(said, sentence)
    fail(said, "From the unit that the weight leads to, how many ways lead through all layers above it to C?")


def local_derivatives(rng: np.random.Generator, sizes: tuple[int, ...]) -> tuple[dict[int, npt.NDArray], npt.NDArray]:
    """J[l] of shape (n_l, n_{l-1}) for l = 2 ... L, and g of shape (n_L,)."""
    J = {l: rng.normal(size=(sizes[l - 1], sizes[l - 2])) for l in range(2, len(sizes) + 1)}
    return J, rng.normal(size=sizes[-1])


def product(J: dict[int, npt.NDArray], g: npt.NDArray) -> npt.NDArray:
    """The gradient with respect to h1, from the product of all matrices."""
    return np.linalg.multi_dot([g, *[J[l] for l in sorted(J, reverse=True)]])


def two(name: str, value: object, parts: str) -> tuple:
    """What a function returns together."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        fail(f"{name} returned {a(value)}, expected two values: return {parts}")
    return tuple(value)


def check_path_sum(function: object) -> None:
    """path_sum(J, g, j) -> gradient, multiplications."""
    rng = np.random.default_rng()
    for sizes in ((3, 3, 3), (2, 3, 4), (3, 2), (2, 4, 3, 2, 3)):
        J, g = local_derivatives(rng, sizes)
        truth, j = product(J, g), sizes[0] - 1
        got, count = two("path_sum", call("path_sum", function, J, g, j), "gradient, multiplications")
        swapped = {l: M.T for l, M in J.items()}
        slips = {
            "It is the sum over all units of layer 1: the paths begin at unit j only.": truth.sum(),
            "It leaves out g: each path ends with ∂C/∂h of the last layer.": product(J, np.ones_like(g))[j],
            "The paths begin at another unit than j.": truth[0],
        }
        if len(set(sizes)) == 1:
            slips["The indices of J are swapped: J[l][i, j] leads from unit j below to unit i above."] = product(
                swapped, g
            )[j]
        expect(f"The sum over all paths through layers of {sizes} units", got, truth[j], slips, rtol=1e-8)
        paths, factors = walked(sizes, 0), len(sizes)
        slips = {
            "This is the number of paths. Each takes several multiplications.": paths,
            "One too many for each path: to multiply three numbers takes two multiplications.": paths * factors,
            "One too few for each path: do not forget the one with g.": paths * (factors - 2),
            "As few as stored results take: that comes next. Here each path is walked by itself, from scratch.": sum(
                m * n for m, n in itertools.pairwise(sizes)
            ),
            SHARED: nested(sizes),
            SHARED + " (And multiplying by 1 at the start is not needed.)": nested(sizes) + sizes[1],
            "Paths from every unit of layer 1 are counted: only those from unit j are walked.": sizes[0]
            * paths
            * (factors - 1),
            "The paths add up, they do not multiply each other: count within each path only, not its addition.": paths
            * factors
            - 1,
        }
        counted("path_sum", sizes, count, paths * (factors - 1), slips)


SHARED = "Paths that begin alike seem to share partial products. That comes next; here each path starts from scratch."


def nested(sizes: tuple[int, ...]) -> int:
    """Multiplications when paths that begin alike share their beginning."""
    return sum(math.prod(sizes[1:k]) for k in range(3, len(sizes) + 1)) + math.prod(sizes[1:])


def counted(name: str, sizes: tuple[int, ...], count: object, expected: int, slips: dict[str, int]) -> None:
    """Compare a number of multiplications."""
    count = whole(f"{name}'s number of multiplications", count, "a count")
    if count == expected:
        return
    said = f"{name} counts {count} multiplications for layers of {sizes} units, expected {expected}."
    fail(said, *[sentence for sentence, wrong in slips.items() if count == wrong][:1])


def check_stored_results(function: object) -> str:
    """stored_results(J, g) -> gradient of all units of layer 1, multiplications."""
    rng = np.random.default_rng()
    for sizes in ((3, 3, 3, 3), (2, 3, 4), (3, 2), (2, 4, 3, 2, 3)):
        J, g = local_derivatives(rng, sizes)
        got, count = two("stored_results", call("stored_results", function, J, g), "gradient, multiplications")
        slips = {}
        if len(set(sizes)) == 1:
            slips[
                "On the way down each unit sums over the units above it; here rows and columns have changed places."
            ] = product({l: M.T for l, M in J.items()}, g)
            slips["The matrices come in the wrong order: begin at the last layer, with g."] = product(
                {l: J[len(sizes) + 2 - l] for l in J}, g
            )
        got = as_array("stored_results' gradient", got, (sizes[0],), "one entry for each unit of layer 1")
        expect(f"The gradient through layers of {sizes} units", got, product(J, g), slips, rtol=1e-8)
        products = list(itertools.pairwise(sizes))
        forward = sum(sizes[0] * above * below for below, above in products[1:]) + sizes[0] * sizes[-1]
        slips = {
            "As many as the sum over paths takes for all units of layer 1: nothing was stored.": sizes[0]
            * walked(sizes, 0)
            * (len(sizes) - 1),
            "The matrices are multiplied with each other first, which costs far more than a vector with each.": forward,
            "The additions are counted too; only multiplications are asked for.": sum(2 * m * n for m, n in products),
            "These are the additions: a sum of n products takes n multiplications.": sum(
                n * (m - 1) for n, m in products
            ),
            "The number of layers, not of multiplications: a matrix with n × m entries takes n m of them.": len(J),
            "One multiplication for each unit is too few: each entry of J takes part in one.": sum(sizes[:-1]),
        }
        counted("stored_results", sizes, count, sum(m * n for m, n in products), slips)
    return "Exponential in depth against linear in it."
