"""Checks of assignment 1: mini-batches, and an epoch of gradient descent.

What an answer does is recorded: which rows a gradient was asked for, at which parameters. The rule is then checked on
the record.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from course_utils.checks.answers import a, as_array, call, shape_of
from course_utils.checks.compare import close
from course_utils.checks.example_network_gradients import dictionary, pair
from course_utils.checks.report import check, fail

RTOL = 1e-4  # float32 is welcome


def not_a_partition(batches: object, N: int, size: int) -> str:
    """Say why batches are not all of 0 to N - 1 cut into pieces of a size; empty if they are."""
    if not isinstance(batches, list | tuple) or not all(
        isinstance(rows, np.ndarray | list) and len(shape_of(rows) or ()) == 1 for rows in batches
    ):
        return f"minibatches returned {a(batches)}, expected a list of integer arrays."
    rows = [np.asarray(rows) for rows in batches]
    if any(part.size and part.dtype.kind not in "iu" for part in rows):
        return "The batches are not of an integer dtype: as row numbers only integers will do."
    together, lengths = np.concatenate([np.zeros(0, int), *rows]), [len(part) for part in rows]
    missing = sorted(set(range(N)) - set(together.tolist()))
    if len(together) and (together.min() < 0 or together.max() >= N):
        return f"There is a row number {together.max()}; with N = {N} they run from 0 to {N - 1}."
    if len(np.unique(together)) < len(together):
        return "A sample comes twice in an epoch: draw without replacement, one order for the whole epoch."
    if missing and lengths and set(lengths) == {size} and len(missing) == N % size:
        return f"The last, shorter batch is missing: with N = {N} and batch_size = {size}, {len(missing)} samples."
    if missing:
        return f"{len(missing)} of {N} samples are in no batch, sample {missing[0]} for one."
    if 0 in lengths:
        return "There is an empty batch. When batch_size divides N, nothing is left for a last one."
    if any(length != size for length in lengths[:-1]) or lengths[-1] > size:
        return f"The batches have the lengths {lengths}; expected is batch_size = {size}, the last one may be shorter."
    return ""


@check("minibatches")
def minibatches(answer: object) -> None:
    """Batches cover all samples once, in an order drawn from rng."""
    for N, size in ((11, 4), (12, 4), (3, 5)):
        batches = call("minibatches", answer, N, size, np.random.default_rng())
        wrong = not_a_partition(batches, N, size)
        if wrong:
            fail(f"minibatches({N}, {size}, rng): {wrong}")
    orders = [np.concatenate(call("minibatches", answer, 200, 7, np.random.default_rng(seed))) for seed in (1, 2, 1)]
    if np.array_equal(orders[0], np.arange(200)):
        fail("The samples stay in their old order; each epoch should draw a new one from rng.")
    if np.array_equal(orders[0], orders[1]):
        fail("Two different generators gave the same order: take all chance from the rng that is passed in.")
    if not np.array_equal(orders[0], orders[2]):
        fail(
            "The same generator gave two orders: take all chance from the rng that is passed in, so that a run repeats."
        )
    if np.mean(np.diff(orders[0]) == 1) > 0.5:
        fail("Only whole batches change places; within them samples keep their neighbours. Shuffle the samples.")


@check("sgd_epoch")
def sgd_epoch(answer: object) -> None:
    """Each batch moves all parameters, from where they are, against the gradient of this batch."""
    rng = np.random.default_rng()
    W, b = {1: rng.normal(size=(3, 4)), 2: rng.normal(size=(2, 3))}, {1: rng.normal(size=3), 2: rng.normal(size=2)}
    X, y, eta = rng.normal(size=(10, 4)), np.arange(10), 0.3
    batches = [np.array([7, 2, 9]), np.array([0, 4, 1]), np.array([3, 8])]
    asked = []

    def gradient(X_batch: npt.NDArray, y_batch: npt.NDArray, W: dict, b: dict) -> tuple[dict, dict]:
        if len(asked) > 50:
            fail("sgd_epoch asks for more than 50 gradients with 3 batches: one for each is expected.")
        g = [{l: rng.normal(size=np.shape(v)) for l, v in which.items()} for which in (W, b)]
        here = [{l: np.array(v, dtype=float) for l, v in which.items()} for which in (W, b)]
        asked.append((np.array(X_batch), np.array(y_batch), here, [{l: v.copy() for l, v in d.items()} for d in g]))
        return g[0], g[1]

    ends = pair("sgd_epoch", call("sgd_epoch", answer, W, b, gradient, X, y, batches, eta), "W, b")
    if len(asked) != len(batches):
        why = "Is return inside the loop?" if len(asked) == 1 else "One for each batch is expected, in turn."
        fail(f"With {len(batches)} batches the gradient was asked for {len(asked)} times.", why)
    at = [W, b]
    for k, (X_batch, y_batch, here, g) in enumerate(asked):
        if not np.array_equal(X_batch, X[batches[k]]) or not np.array_equal(y_batch, y[batches[k]]):
            whole = "All of X was given. " if len(X_batch) == len(X) else ""
            fail(f"Gradient {k + 1} was asked for other samples than batch {k + 1}. {whole}Take X[rows], y[rows].")
        moved(f"Batch {k + 1}: its gradient was taken", here, at, asked[:k], eta, [W, b])
        at = [{l: which[l] - eta * step[l] for l in which} for which, step in zip(at, g, strict=True)]
    for name, end, start in zip("Wb", ends, (W, b), strict=True):
        dictionary(f"the new {name}", end, start)
        for l in start:
            as_array(f"the new {name}[{l}]", end[l], start[l].shape)
    moved("After the epoch the parameters are", ends, at, asked, eta, [W, b])


def moved(where: str, got: list, expected: list, asked: list, eta: float, start: list) -> None:
    """Fail unless parameters are where they should be after the steps so far; say which slip brings them elsewhere."""
    sums = [{l: sum(one[3][i][l] for one in asked) + 0 * v for l, v in start[i].items()} for i in (0, 1)]
    last = [{l: (asked[-1][3][i][l] if asked else 0) + 0 * v for l, v in start[i].items()} for i in (0, 1)]

    def same(i: int, factor: float, steps: list) -> bool:
        return all(close(np.asarray(got[i][l]), start[i][l] + factor * steps[i][l], RTOL) for l in start[i])

    for i, kind in enumerate(("weights W", "biases b")):
        if all(close(np.asarray(got[i][l]), expected[i][l], RTOL) for l in start[i]):
            continue
        slips = {
            "They went uphill: the gradient is to be subtracted.": (eta, sums),
            "eta is missing.": (-1, sums),
            f"The {kind} have not moved at all.": (0, sums),
            "Only the last step is in them: each batch should start where the one before ended.": (-eta, last),
            "The step is divided by the number of batches.": (-eta / 3, sums),
        }
        for sentence, (factor, steps) in slips.items():
            if asked and same(i, factor, steps):
                fail(f"{where} at the wrong {kind}.", sentence)
        fail(f"{where} at the wrong {kind}.", "Every batch: θ ← θ - eta · gradient, from where the one before ended.")
