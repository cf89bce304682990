"""Lecture 6 on the full data, by its own cells, with five seeds each: power demo, noise, the best single network."""

import statistics
import time
from collections.abc import Iterator

import numpy as np

from tests.benchmarks.cells import full_mnist, function_of

LECTURE = "06_regularization.ipynb"
SEEDS = range(5)


def measure() -> Iterator[tuple[str, float]]:
    """Yield medians over the seeds: errors in percent, the gain by noise in percentage points, times in seconds."""
    data = full_mnist()
    yield from power_demo(data)
    yield from noise_gain(data)
    yield from best_single_network(data)


def power_demo(data) -> Iterator[tuple[str, float]]:
    """The network whose first layer alone is trained."""
    train, runs = function_of(LECTURE, "power-demo"), []
    for seed in SEEDS:
        start = time.perf_counter()
        net = train(data, np.random.default_rng(seed))[0]
        seconds = time.perf_counter() - start
        errors = net.error_percent(data.X_train, data.y_train), net.error_percent(data.X_test, data.y_test)
        runs.append([*errors, seconds])
    for name, values in zip(("train_percent", "test_percent", "seconds"), zip(*runs, strict=True), strict=True):
        yield f"power_demo_{name}", statistics.median(values)


def noise_gain(data) -> Iterator[tuple[str, float]]:
    """Test error of the plain network minus that of the one trained with noise, from the same start."""
    train, gains = function_of(LECTURE, "noise-gain"), []
    for seed in SEEDS:
        plain, noisy = train(data, np.random.default_rng(seed))[:2]
        gains.append(plain.error_percent(data.X_test, data.y_test) - noisy.error_percent(data.X_test, data.y_test))
        yield f"noise_gain_percent_seed_{seed}", gains[-1]
    yield "noise_gain_percent", statistics.median(gains)


def best_single_network(data) -> Iterator[tuple[str, float]]:
    """The example network by the best recipe."""
    train, errors = function_of(LECTURE, "best-recipe"), []
    for seed in SEEDS:
        net = train(data, np.random.default_rng(seed))[0]
        errors.append(net.error_percent(data.X_test, data.y_test))
        yield f"best_single_network_percent_seed_{seed}", errors[-1]
    yield "best_single_network_percent", statistics.median(errors)
