"""Checks of assignment 6's functions that repeat, sum up and report, on the stage of `experiment_stage`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.stats

from course_utils.checks.answers import a, as_array, call
from course_utils.checks.compare import close, expect
from course_utils.checks.experiment_stage import N_VALID, finalist, stage
from course_utils.checks.report import fail


def check_experiment(function: object) -> None:
    """experiment(train_one, settings, seeds, data) with pretenders."""
    on = stage(np.random.default_rng())
    value = call("experiment", function, on.train_one(), on.settings, on.seeds, on.data)
    fail_if(asked_too_much(on.asked, ()))
    fail_if(trained_fault(on.trained, on.settings, on.seeds))
    expect_named("experiment", value, on.settings)
    right, on_training, on_test = on.errors(1), on.errors(0), on.errors(2)
    for name in on.settings:
        got = value[name]
        if isinstance(got, float | np.floating):
            fail(
                f"experiment(…)['{name}'] is the single number {got:.4g}, expected an array of {len(on.seeds)} errors.",
                "One for each seed, not their mean: the error bars need them all.",
            )
        got = np.array(got) if isinstance(got, list) else got
        slips = {
            "It is the error as a fraction: in percent it is 100 times as much.": right[name] / 100,
            "It is the percentage that is right, expected the percentage that is wrong.": 100 - right[name],
            "These are the errors on the training images: choose by the validation images.": on_training[name],
            "These are the errors on the test images.": on_test[name],
            "The errors stand in the wrong order: one for each seed, in the order of seeds.": right[name][::-1],
            "The last seed's error stands for all.": np.full(len(on.seeds), right[name][-1]),
            "It counts the wrong images, expected is a percentage.": right[name] * N_VALID / 100,
        }
        expect(f"experiment(…)['{name}']", got, right[name], slips, "(seeds,)", look="Is each run's error its own?")


def asked_too_much(asked: Sequence[tuple], allowed: Sequence[str]) -> list[str]:
    """Say which settings' networks were asked about test images without leave."""
    names = sorted({name for name, _, part in asked if "e" in part and name not in allowed})
    if not names:
        return []
    if not allowed:
        return [
            f"Networks ({', '.join(names)}) were asked about test images.",
            "Nothing is chosen yet: the test set stays untouched until it is.",
        ]
    return [
        f"Networks of other settings ({', '.join(names)}) were asked about test images; chosen is '{allowed[0]}'.",
        "The test set is for the chosen setting only: what has seen it before the choice has used it up.",
    ]


def trained_fault(trained: Sequence[tuple], settings: Sequence[str], seeds: Sequence[int]) -> list[str]:
    """Say whether it is not each of these settings once with each seed."""
    used = sorted({seed for _, seed in trained})
    if trained and used != sorted(seeds):
        return [
            f"It trains with the seeds {', '.join(map(str, used))}; seeds is ({', '.join(map(str, seeds))}).",
            "All of them, and themselves: not their positions, nor one for all.",
        ]
    wanted = sorted((name, seed) for name in settings for seed in seeds)
    if sorted(trained) != wanted:
        missing = [pair for pair in wanted if pair not in trained]
        what = f"{missing[0][0]} with seed {missing[0][1]} is missing" if missing else "some are trained repeatedly"
        return [f"It trains {len(trained)} networks, expected {len(wanted)}: {what}."]
    return []


def expect_named(name: str, value: object, expected: Sequence[str]) -> None:
    """Fail unless a value is a dictionary with these keys."""
    if not isinstance(value, dict):
        fail(f"{name} returned {a(value)}, expected a dictionary with the settings' names as keys.")
    if set(value) != set(expected):
        fail(
            f"{name} returned a dictionary with the keys {', '.join(map(str, value)) or 'none'};"
            f" expected the settings' names, {', '.join(expected)}."
        )


def check_summarize(function: object) -> None:
    """summarize(errors) against SciPy."""
    rng = np.random.default_rng()
    for R in (4, 3, 7):
        errors = {name: np.round(rng.uniform(2, 9, size=R), 1) for name in ("small", "usual")}
        value = call("summarize", function, errors)
        expect_named("summarize", value, errors)
        for name, runs in errors.items():
            pair = value[name]
            if not isinstance(pair, tuple | list | np.ndarray) or len(pair) != 2:
                fail(f"summarize(…)['{name}'] is {a(pair)}, expected two numbers: mean, standard error.")
            mean, error = (float(as_array(f"summarize(…)['{name}'][{k}]", part, ())) for k, part in enumerate(pair))
            if close(np.array([error, mean]), np.array([runs.mean(), scipy.stats.sem(runs)])):
                fail(f"summarize(…)['{name}']: the two are in the wrong order. First the mean.")
            slips = {"It is the median, expected the mean.": np.median(runs), "It is the least.": runs.min()}
            shown = f"the errors {', '.join(map(str, runs))}"
            expect(f"The mean of {shown}", mean, runs.mean(), slips)
            both = np.concatenate(list(errors.values()))
            slips = {
                "It is the standard deviation of the runs; the mean's is smaller, by √R.": np.std(runs, ddof=1),
                "It is the standard deviation with 1/R; expected R − 1, and then divided by √R.": np.std(runs),
                "The sum of squares is divided by R, expected R − 1: the mean was computed from the same runs.": (
                    scipy.stats.sem(runs, ddof=0)
                ),
                "It is divided by R, expected √R.": np.std(runs, ddof=1) / R,
                "It is a variance: the root is missing.": np.var(runs, ddof=1),
                "It is the standard error's square: the root is missing.": np.var(runs, ddof=1) / R,
                "It is half the range of the runs.": np.ptp(runs) / 2,
                "It is computed over all settings together.": scipy.stats.sem(both),
                "Divided by √4 whatever the number of runs: R is how many there are.": np.std(runs, ddof=1) / 2,
                "Divided by √3 whatever the number of runs: R is how many there are.": np.std(runs, ddof=1) / 3**0.5,
            }
            expect(f"The standard error for {shown}", error, scipy.stats.sem(runs), slips)


def check_final_test(function: object) -> None:
    """final_test(train_one, settings, seeds, data, valid_errors) with pretenders."""
    on, table = finalist(np.random.default_rng())
    value = call("final_test", function, on.train_one(), on.settings, on.seeds, on.data, table)
    if not isinstance(value, tuple | list) or len(value) != 2:
        fail(f"final_test returned {a(value)}, expected two values: return chosen, test_errors")
    chosen, errors = value
    if not isinstance(chosen, str) or chosen not in on.settings:
        fail(f"chosen is {a(chosen)}, expected the name of a setting: {', '.join(on.settings)}.")
    reasons = {
        "large": "It has the least median, or the least test error: choose by the mean validation error.",
        "small": "It has the best single run, or the largest mean: choose by the least mean over the seeds.",
    }
    fail_if(asked_too_much(on.asked, (chosen,)))
    if chosen != "usual":
        means = ", ".join(f"{name} {runs.mean():.2f}" for name, runs in table.items())
        fail(f"'{chosen}' was chosen. Mean validation errors: {means}.", reasons[chosen])
    fail_if(trained_fault(on.trained, ("usual",), on.seeds))
    right, valid = on.errors(2)["usual"], on.errors(1)["usual"]
    slips = {
        "It is the error as a fraction: in percent it is 100 times as much.": right / 100,
        "These are the errors on the validation images: those have made the choice already.": valid,
        "These are the validation errors that were given.": table["usual"],
        "It is the percentage that is right.": 100 - right,
        "The errors stand in the wrong order.": right[::-1],
    }
    if isinstance(errors, float | np.floating):
        fail(f"test_errors is the single number {errors:.4g}, expected one error for each seed, not their mean.")
    expect("test_errors", np.array(errors) if isinstance(errors, list) else errors, right, slips, "(seeds,)")
    n = sum("e" in part for *_, part in on.asked)
    if n > len(on.seeds):
        fail(f"The test images were shown {n} times to {len(on.seeds)} networks.", "Once to each is enough.")


def fail_if(sentences: Sequence[str]) -> None:
    """Fail with these sentences, if there are any."""
    if sentences:
        fail(*sentences)
