"""The example network's test error by lecture 3's recipe: the very cell of the notebook, with five seeds."""

import statistics
import time
from collections.abc import Iterator

import numpy as np

from tests.benchmarks.cells import full_mnist, function_of

SEEDS = range(5)


def measure() -> Iterator[tuple[str, float]]:
    """Yield the median test error in percent and the median time of a training in seconds."""
    recipe, data = function_of("03_optimization.ipynb", "recipe"), full_mnist()
    errors, seconds = [], []
    for seed in SEEDS:
        start = time.perf_counter()
        net, _ = recipe(data, np.random.default_rng(seed))
        seconds.append(time.perf_counter() - start)
        errors.append(net.error_percent(data.X_test, data.y_test))
        yield f"test_error_percent_seed_{seed}", errors[-1]
    yield "test_error_percent_median_of_5", statistics.median(errors)
    yield "training_seconds", statistics.median(seconds)
