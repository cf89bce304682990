"""Checks of assignment 5: early stopping, L1, and choosing by validation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import sem

from course_utils.checks.answers import as_array, call
from course_utils.checks.compare import expect, expect_function
from course_utils.checks.report import check, fail


def several(name: str, value: object, names: str) -> npt.NDArray[np.float64]:
    """Turn a few numbers that were returned together into an array."""
    expected = names.split(", ")
    if not isinstance(value, tuple | list | np.ndarray) or len(value) != len(expected):
        fail(f"{name} should return {len(expected)} numbers: return {names}")
    return np.array([float(as_array(one, part, ())) for one, part in zip(expected, value, strict=True)])


def walk(errors: list[float], patience: int, ties: bool = False, reset: bool = True, late: int = 0) -> tuple[int, int]:
    """Best and last epoch, by looking at all epochs so far at each."""
    bad = 0
    for last in range(1, len(errors) + 1):
        so_far = errors[:last]
        least = min(so_far)
        best = last - so_far[::-1].index(least) if ties else so_far.index(least) + 1
        bad = 0 if best == last and reset else bad + (best != last)
        if bad >= patience + late:
            break
    return best, last


@check("early stopping")
def early_stopping(answer: object) -> None:
    rng = np.random.default_rng()
    drop = [float(e) for e in np.round(9 - np.arange(4) + rng.uniform(0, 0.3, 4), 2)]
    low = drop[-1] - 0.5
    up = [round(low + float(d), 2) for d in rng.uniform(0.1, 0.4, 9)]
    cases = {
        "a single minimum": ([*drop, low, *up], 3),
        "a short rise, then better": ([*drop, drop[-1] + 1, low, *up], 3),
        "a tie, which is no better": ([*drop, low, up[0], low, *up], 3),
        "two short rises": ([drop[0], drop[0] + 1, drop[1], drop[1] + 1, drop[2], drop[3], low, *up], 3),
        "better once more, after the patience is over": ([*drop, *[drop[-1] + 1] * 4, low], 3),
        "better to the end": ([*drop, low], 2),
    }
    for case, (errors, patience) in cases.items():
        value = call("early_stopping", answer, errors, patience)
        got = several("early_stopping", value, "best_epoch, last_epoch")
        best, last = walk(errors, patience)
        whole = errors.index(min(errors)) + 1
        slips = {
            "Epochs are counted from 1, yours from 0.": (best - 1, last - 1),
            "A tie counts as better in yours: only a smaller error is better.": walk(errors, patience, ties=True),
            "Bad epochs are counted in total. Patience is for bad epochs in a row: start again at each better one.": (
                walk(errors, patience, reset=False)
            ),
            "It stops one epoch too late: after exactly `patience` epochs without a better one.": (
                walk(errors, patience, late=1)
            ),
            "It stops one epoch too early: after exactly `patience` epochs without a better one.": (
                walk(errors, patience, late=-1)
            ),
            "The best epoch is counted from 0, expected from 1.": (best - 1, last),
            "It looks at all epochs. Training that has stopped knows nothing of later ones.": (whole, last),
            "It goes through all epochs: where does it stop?": (whole, len(errors)),
            "It keeps the last epoch: expected is the best one.": (last, last),
            "The two are in the wrong order: best_epoch first.": (last, best),
            "Each epoch is compared with the one before, expected with the best so far.": versus_previous(
                errors, patience
            ),
        }
        look = f"errors = {errors}, patience = {patience}"
        expect(f"best and last epoch ({case})", got, [best, last], slips, look=look)


def versus_previous(errors: list[float], patience: int) -> tuple[int, int]:
    """What comes out when "better" means better than the epoch before."""
    bad, best = 0, 1
    for last in range(2, len(errors) + 1):
        better = errors[last - 1] < errors[last - 2]
        bad, best = (0, last) if better else (bad + 1, best)
        if bad == patience:
            break
    return best, last


def least_of(candidates: list[npt.NDArray], cost) -> npt.NDArray[np.float64]:
    """Entry by entry, the candidate that costs least."""
    candidates = np.array(candidates)
    return np.take_along_axis(candidates, np.argmin(cost(candidates), axis=0)[None], axis=0)[0]


@check("soft threshold")
def soft_threshold(answer: object) -> None:
    rng = np.random.default_rng()
    threshold = float(rng.uniform(0.4, 0.7))
    w = np.array([1.5, 1, 0.3, 0.1, -0.1, -0.3, -1, -1.5]) * rng.uniform(0.8, 1.2, 8)

    def expected(w: npt.NDArray, t: float) -> npt.NDArray[np.float64]:
        # A parabola plus a kink is least at the kink or where one of its two sides is flat.
        return least_of([0 * w, w - t, w + t], lambda v: (v - w) ** 2 / 2 + t * np.abs(v))

    off = expected(w, threshold) == 0
    slips = {
        "Small weights are cut off, but the rest did not move: it should come closer to zero by the threshold.": (
            np.where(off, 0, w)
        ),
        "Small weights jump over zero: what would get past zero stays at zero.": np.where(
            w > 0, w - threshold, w + threshold
        ),
        "Negative weights are lost: they too move towards zero, from the other side.": np.maximum(w - threshold, 0),
        "The signs are lost.": np.abs(expected(w, threshold)),
        "The threshold was taken twice.": expected(w, 2 * threshold),
        "The weights move away from zero, expected towards it.": w + threshold * np.sign(w),
        "All weights are shrunk by a factor: that is L2. L1 moves all by the same distance.": w / (1 + threshold),
        "All weights move the same way. They move towards zero, the negative ones upwards.": w - threshold,
        "Large weights are cut off, expected the small ones.": np.clip(w, -threshold, threshold),
        "The threshold is halved: the parabola has a 1/2, so its slope is v − w.": expected(w, threshold / 2),
    }
    got = call("soft_threshold", answer, w, threshold)
    expect(
        f"soft_threshold(w, {threshold:.3f})", got, expected(w, threshold), slips, rtol=1e-4, look=f"w = {w.round(3)}"
    )


@check("a step with L1")
def l1_step(answer: object) -> None:
    rng = np.random.default_rng()
    eta, strength = float(rng.uniform(0.2, 0.4)), float(rng.uniform(0.8, 1.2))
    w = np.array([0.9, 0.2, 0.5, -0.2, -0.9, 0.05]) * rng.uniform(0.9, 1.1, 6)
    g = np.array([0.3, 0.5, -0.8, -0.4, 0.7, 2.5]) * rng.uniform(0.9, 1.1, 6)

    def step(w: npt.NDArray, g: npt.NDArray, eta: float, strength: float, inner: float | None = None) -> npt.NDArray:
        t = eta * strength if inner is None else inner
        z = w - eta * g
        return least_of([0 * w, z - t, z + t], lambda v: (v - z) ** 2 / 2 + t * np.abs(v))

    slips = {
        "The threshold lacks eta: it is eta * strength.": lambda w, g, eta, strength: step(
            w, g, eta, strength, strength
        ),
        "The gradient step goes uphill: w − eta g.": lambda w, g, eta, strength: step(w, -g, eta, strength),
        "That is a step down the slope of |w|, which hops around zero. Threshold instead.": (
            lambda w, g, eta, strength: w - eta * (g + strength * np.sign(w))
        ),
        "The threshold came before the gradient step, expected after it.": (
            lambda w, g, eta, strength: step(w, 0 * g, eta, strength) - eta * g
        ),
        "The gradient step is missing.": lambda w, g, eta, strength: step(w, 0 * g, eta, strength),
        "The threshold is missing.": lambda w, g, eta, strength: w - eta * g,
        "eta is missing at the gradient.": lambda w, g, eta, strength: step(w, g / eta, eta, strength),
        "strength has been added to the gradient too.": (
            lambda w, g, eta, strength: step(w, g + strength * np.sign(w), eta, strength)
        ),
        "All weights are shrunk by a factor: that is weight decay, L2.": (
            lambda w, g, eta, strength: (1 - eta * strength) * w - eta * g
        ),
    }
    expect_function("l1_step", answer, step, {"a few weights": (w, g, eta, strength)}, slips, rtol=1e-4)


@check("choose by validation, report by test")
def choose_and_report(answer: object) -> None:
    rng = np.random.default_rng()
    S, R = 9, 4
    # Setting 4 is best by validation; setting 6 would be by test; setting 7 has the single best run, 8 is the worst.
    valid = np.array([4.6, 4.7, 4.8, 4.5, 3.0, 4.4, 4.0, 4.5, 6.0])[:, None] + rng.uniform(-0.3, 0.3, (S, R))
    test = np.array([4.8, 4.6, 4.9, 4.4, 3.9, 4.6, 3.2, 4.5, 6.4])[:, None] + rng.uniform(-0.3, 0.3, (S, R))
    valid[7, rng.integers(R)] = 1.0
    got = several("choose_and_report", call("choose_and_report", answer, valid, test), "chosen, error, standard_error")
    chosen = int(np.argsort(np.sort(valid, axis=1).sum(axis=1))[0])
    by = {
        "It was chosen by the test error. Then the test set is no longer independent of the choice.": np.argmin(
            [sum(row) for row in test]
        ),
        "It was chosen by its single best run. Compare the means over the seeds.": 7,
        "Settings are counted from 0.": chosen + 1,
        "The worst was chosen, expected the least error.": np.argmax([sum(row) for row in valid]),
        "Settings are the rows, counted from 0. Was the mean taken over the settings (axis=0)?": np.argmin(
            [sum(column) for column in valid.T]
        ),
    }
    for sentence, row in by.items():
        if got[0] == row != chosen:
            fail(f"chosen is {got[0]:g}, expected {chosen}.", sentence)
    expect("chosen", got[0], chosen)
    runs, seen = test[chosen], valid[chosen]
    expect(
        "error",
        got[1],
        sum(runs) / R,
        {
            "That is the validation error, by which it was chosen. Report the test error.": sum(seen) / R,
            "That is the best of its runs. Report their mean.": min(runs),
            "That is the least test error of all settings, and not that of the chosen one.": min(map(sum, test)) / R,
            "That is the mean over all settings.": test.mean(),
            "That is the test error of a single seed. Report the mean over seeds.": runs[np.argmin(seen)],
            "That is the median. Report the mean.": np.median(runs),
        },
        rtol=1e-4,
    )
    error = sem(runs)
    expect(
        "standard_error",
        got[2],
        error,
        {
            "That is the standard deviation of single runs; for that of their mean divide by √R.": error * np.sqrt(R),
            "The standard deviation was divided by R, expected by √R.": error / np.sqrt(R),
            "The spread has 1/R in it, expected 1/(R − 1) (ddof=1): the mean was estimated from the same runs.": (
                error * np.sqrt((R - 1) / R)
            ),
            "That is the standard deviation with 1/R; expected ddof=1, and then divided by √R.": (
                error * np.sqrt(R - 1)
            ),
            "That comes from the validation errors.": sem(seen),
            "That comes from all settings together: take the chosen one's runs.": sem(test.ravel()),
            "That is the variance of the mean: take the root.": error**2,
        },
        rtol=1e-4,
    )
