"""Assignment 6, experiments: what its test cells call.

The split and a single training are in `experiment_parts`, the functions that repeat, sum up and report in
`experiment_pipeline`, the student's own experiment in `own_experiment`.
"""

from __future__ import annotations

import numpy as np

from course_utils.checks import experiment_parts as parts
from course_utils.checks import experiment_pipeline as pipeline
from course_utils.checks import own_experiment, report
from course_utils.checks.answers import call
from course_utils.checks.report import check, fail


def summary() -> None:
    """Print how far the assignment is."""
    report.summary(__name__)


@check("6.1 A clean split")
def split(function: object) -> str:
    """split(N, n_train, n_valid, n_test, rng) -> three arrays of indices."""
    for N, *sizes in ((20, 12, 4, 4), (50, 20, 10, 15), (3, 1, 1, 1)):
        value = call("split", function, N, *sizes, np.random.default_rng())
        parts.expect_parts(value, N, sizes)
    draws = parts.splits(lambda *args: call("split", function, *args), int(np.random.default_rng().integers(1 << 30)))
    fail_if(parts.split_fault(draws))
    return "No image is in two parts, and the generator decides which image goes where."


@check("6.2 One training")
def train_one(function: object) -> str:
    """train_one(settings, seed, data) -> a trained network."""
    seed = int(np.random.default_rng().integers(1 << 30))
    done = parts.trainings(lambda *args: parts.expect_network(call("train_one", function, *args)), seed)
    fail_if(parts.learning_fault(done))
    fail_if(parts.seeds_fault(done))
    fail_if(parts.settings_fault(done)[1])
    return "Its seed decides everything that is random, and every setting counts."


@check("6.3 Several settings, several seeds")
def experiment(function: object) -> str:
    """experiment(train_one, settings, seeds, data) -> name -> errors."""
    pipeline.check_experiment(function)
    return "Each setting with each seed, in percent of the validation images."


@check("6.4 Mean and error bar")
def summarize(function: object) -> None:
    """summarize(errors) -> name -> (mean, standard error)."""
    pipeline.check_summarize(function)


@check("6.5 The test set, once")
def final_test(function: object) -> str:
    """final_test(train_one, settings, seeds, data, valid_errors) -> name, errors."""
    pipeline.check_final_test(function)
    return "Chosen by validation; only the chosen setting's networks have seen the test images."


@check("6.6 Your experiment")
def my_experiment(
    settings: object,
    seeds: object,
    valid_errors: object,
    chosen: object,
    test_errors: object,
    train_one: object,
    example: dict,
    data: object,
) -> str:
    """The student's experiment: its design, and whether what it reports comes out again."""
    seed = int(np.random.default_rng().integers(1 << 30))
    found = own_experiment.design(settings, seeds, valid_errors, chosen, test_errors, example)
    fail_if(own_experiment.design_fault(found))

    def again(one: dict, seed: object) -> object:
        return parts.expect_network(call("train_one", train_one, one, seed, data))

    for which, X, y in (("valid", data.X_valid, data.y_valid), ("test", data.X_test, data.y_test)):
        once_more = own_experiment.rerun(again, settings, seeds, found, which, X, seed)
        fail_if(own_experiment.rerun_fault(once_more, once_more["draw"], y, which))
    return f"{len(settings)} settings, {len(seeds)} seeds; two trainings were run again and gave what you report."


def fail_if(sentences: list[str]) -> None:
    """Fail with these sentences, if there are any."""
    if sentences:
        fail(*sentences)
