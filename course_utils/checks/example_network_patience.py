"""Checks of assignment 1: early stopping by patience, on simulated runs that record when it looked and stopped."""

from __future__ import annotations

import numpy as np

from course_utils.checks.answers import a, call
from course_utils.checks.compare import expect
from course_utils.checks.report import NotYet, check, fail


def looked(state: tuple, k: int, error: float, increase: float, threshold: float) -> tuple:
    """The state after a look, by arithmetic on truth values."""
    patience, best, best_k = state
    better, counts = error < best, error < threshold * best
    return float(np.maximum(patience, increase * k * counts)), min(error, best), best_k + (k - best_k) * better


@check("update_patience")
def update_patience(answer: object) -> None:
    """Cases by hand, each for a rule; then random ones."""
    cases = [
        ("a first look", (10, 40.0, (50, np.inf, 0), 2, 0.995)),
        ("an improvement that counts", (40, 20.0, (50, 30.0, 30), 2, 0.995)),
        ("an improvement too small to count", (40, 29.95, (50, 30.0, 30), 2, 0.995)),
        ("a worse error", (40, 31.0, (50, 30.0, 30), 2, 0.995)),
        ("an equal error", (40, 30.0, (50, 30.0, 30), 2, 0.995)),
        ("an early improvement", (10, 20.0, (50, 30.0, 5), 2, 0.995)),
    ]
    rng = np.random.default_rng()
    for _ in range(20):
        k, best = int(rng.integers(20, 80)), float(rng.uniform(5, 10))
        state = (int(rng.integers(50, 150)), best, k - int(rng.integers(1, 20)))
        cases.append(("a random look", (k, best * rng.uniform(0.8, 1.2), state, 3, 0.9)))
    for case, (k, error, state, increase, threshold) in cases:
        value = call("update_patience", answer, k, error, *state, increase, threshold)
        if not isinstance(value, tuple | list | np.ndarray) or len(value) != 3:
            fail(f"update_patience returned {a(value)}, expected three things: patience, best_error, best_k")
        patience, best, _ = state
        better, counts = error < best, error < threshold * best
        said = f" after {case} (k = {k}, error = {error:.4g}, before: patience, best_error, best_k = {state})"
        new = looked(state, k, error, increase, threshold)
        slips = {
            "Patience may grow, it never shrinks: the old one was longer.": increase * k if counts else np.nan,
            "Patience grows only when the improvement counts: error < threshold * best_error.": max(
                patience, increase * k
            ),
            "It grows to increase times k, the mini-batches so far; not by a factor of its own.": increase * patience,
            "It grows to increase times k, not by so much on top of the old one.": patience + increase * k,
            "It grows to increase times k, not by increase alone.": patience + increase,
            "It has not grown, although the improvement counts.": patience,
            "It grows to increase times k of this look, not of the best look before.": max(
                patience, increase * state[2]
            ),
        }
        expect(f"patience{said}", value[0], new[0], slips, rtol=1e-9)
        slips = {
            "The best error is the least so far, even when the improvement is too small to count for patience.": best
            if better
            else np.nan,
            "A worse error is not a new best.": error if not better else np.nan,
        }
        expect(f"best_error{said}", value[1], new[1], slips, rtol=1e-9) if np.isfinite(new[1]) else None
        slips = {
            "It goes with best_error: when that is new, so is best_k, even if patience does not grow.": state[2]
            if better
            else np.nan,
            "There is no new best here, so best_k stays.": k if not better else np.nan,
        }
        expect(f"best_k{said}", value[2], new[2], slips, rtol=1e-9)


class SimulatedRun:
    """A training that takes no time: its validation error falls, more and more slowly, and jitters.

    Attributes:
        steps: the k that step was called with. looks: after how many steps the validation set was looked at.
        errors: the validation error after k steps, by k.
    """

    def __init__(self, rng: np.random.Generator, longest: int) -> None:
        self.steps: list[int] = []
        self.looks: list[int] = []
        self.longest = longest
        k = np.arange(longest + 1)
        self.errors = 3 + 30 * np.exp(-k / rng.uniform(0.1, 0.5) / longest) + 0.7 * rng.normal(size=longest + 1)

    def step(self, k: int) -> None:
        """One mini-batch."""
        if len(self.steps) > self.longest:
            fail(f"More than {self.longest} steps were made, epochs * batches_per_epoch: the loop does not end.")
        self.steps.append(int(k))

    def validation_error(self) -> float:
        """The error now."""
        self.looks.append(len(self.steps))
        if len(self.looks) > 2 * self.longest:
            fail("The validation set is looked at without end.")
        return float(self.errors[len(self.steps)])


@check("train_until_patient")
def train_until_patient(answer: object) -> str:
    """Simulated runs: when it looked, where it stopped, what it returned."""
    rng, ended_early = np.random.default_rng(), 0
    for per_epoch, epochs, patience, increase, threshold in [
        (5, 40, 20, 2, 0.99), (10, 6, 200, 2, 0.995), (30, 20, 14, 3, 0.9), (4, 60, 24, 4, 0.97), (5, 40, 23, 2, 0.8),
    ] * 3:  # fmt: skip
        longest = per_epoch * epochs
        run = SimulatedRun(rng, longest)
        step, validation_error = lambda k, run=run: run.step(k), lambda run=run: run.validation_error()
        args = (per_epoch, epochs, patience, increase, threshold)
        value = call("train_until_patient", answer, step, validation_error, *args)
        if not isinstance(value, tuple | list | np.ndarray) or len(value) != 3:
            fail(f"train_until_patient returned {a(value)}, expected three things: best_k, best_error, k")
        said = f"With {per_epoch} batches an epoch, {epochs} epochs, patience {patience}, increase {increase}:"
        judge_run(said, run, value, *args)
        ended_early += len(run.steps) < longest
    return f"{ended_early} of 15 simulated runs were ended by patience, the others by the last epoch."


def judge_run(said: str, run: SimulatedRun, value: tuple, per_epoch, epochs, patience, increase, threshold) -> None:
    """Fail unless a run went by the rules: looks first, then where it stopped, then what was returned."""
    if not run.steps:
        raise NotYet(f"{said} no step was made.")
    if run.steps != list(range(1, len(run.steps) + 1)):
        fail(f"{said} step was called with k = {run.steps[:4]}…, expected 1, 2, 3, …: each mini-batch, counted from 1.")
    every = min(per_epoch, patience // 2)
    if run.looks != [k for k in range(1, len(run.steps) + 1) if k % every == 0]:
        seen = (
            f"{said} the validation set was looked at after k = {run.looks[:4]}…, expected {every}, {2 * every}, ….\n"
        )
        why = (
            "Once an epoch is not enough when the patience is short."
            if all(k % per_epoch == 0 for k in run.looks)
            else ""
        )
        why = why or "Look when k is a multiple of frequency, after the step; frequency stays what it was at the start."
        fail(seen.strip(), why)
    looks = np.arange(every, per_epoch * epochs + 1, every)
    errors = run.errors[looks]
    before = np.minimum.accumulate(np.append(np.inf, errors))[:-1]
    grown = np.maximum.accumulate(np.where(errors < threshold * before, increase * looks, patience))
    k = np.arange(1, per_epoch * epochs + 1)
    now = np.append(patience, np.maximum(grown, patience))[np.searchsorted(looks, k, side="right")]
    stop = int(k[k >= now][0]) if (k >= now).any() else per_epoch * epochs
    if len(run.steps) != stop:
        slips = {
            stop + 1: "One too many: stop as soon as k has reached the patience, k >= patience.",
            stop - 1: "One too few: k counts the mini-batches trained on, from 1.",
            per_epoch * epochs: "Patience was up before: is there a way out of the loop?",
            min(patience, per_epoch * epochs): "That is the patience at the start; it has grown since.",
            int(-(-stop // per_epoch) * per_epoch): "It stops only at an epoch's end; patience may be up before.",
            int(-(-stop // every) * every): "It stops only after a look; patience may be up between two of them.",
        }
        why = slips.get(len(run.steps), "After each look the patience may be a new one; compare k with it then.")
        fail(f"{said} it stopped after {len(run.steps)} mini-batches, expected {stop}.", why)
    best = int(errors[looks <= stop].argmin()) if (looks <= stop).any() else 0
    expect(f"{said} best_k", value[0], looks[best], {
        "That is the number of the look; k counts mini-batches.": best + 1,
        "That is the last k; the best one is asked for.": stop,
        "That is best_error: the order is best_k, best_error, k.": errors[best],
    }, rtol=1e-9)  # fmt: skip
    last = {"That is the last error; the best one is asked for.": errors[looks <= stop][-1]}
    expect(f"{said} best_error", value[1], errors[best], last, rtol=1e-9)
    expect(
        f"{said} the last k", value[2], stop, {"It is one too large.": stop + 1, "One too small.": stop - 1}, rtol=1e-9
    )
