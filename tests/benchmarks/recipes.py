"""Which ingredient of the best recipe gives what: trains each recipe with five seeds, and keeps the table of lecture 6.

    python -m tests.benchmarks.recipes

What stands in lectures/recipes.csv already is not trained again: it can be stopped at any time, and goes on when it is
started again. To measure a recipe anew, delete its lines.
"""

import csv
import pathlib
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from course_utils.batch_norm import BatchNormMLP
from course_utils.data import Dataset
from course_utils.network import MLP
from course_utils.receptive_fields import LocalBatchNormMLP
from course_utils.training import train
from tests.benchmarks.cells import LECTURES, full_mnist

TABLE = LECTURES / "recipes.csv"
COLUMNS = ["ingredient", "seed", "test_error_percent"]
SEEDS = range(5)
SIZES = (784, 225, 144, 10)


def recipe(
    network: type[MLP] = MLP, hidden_noise: float = 0.0, epochs: int = 50, eta: float = 0.001, **how
) -> Callable:
    """Return a function from (data, rng) to a trained network; ``how`` goes to :func:`course_utils.training.train`."""

    def trained(data: Dataset, rng: np.random.Generator) -> MLP:
        inside = {"hidden_noise": hidden_noise} if hidden_noise else {}
        net = network(SIZES, rng=rng, **inside)
        settings = {"optimizer": "adam", "schedule": "anneal", "batch_size": 100, "progress": False} | how
        train(net, data, epochs=epochs, eta=eta, rng=rng, **settings)
        return net

    return trained


BATCH_NORM = {"network": BatchNormMLP, "input_noise": 0.3, "eta": 0.002, "schedule": "cosine"}
LOCAL = BATCH_NORM | {"network": LocalBatchNormMLP, "hidden_noise": 0.3}

# Each adds to the one above it. (No commas in the names: they stand in a table whose columns commas separate.)
RECIPES = {
    "no regularization": recipe(),
    "+ noise on the inputs": recipe(input_noise=0.3),
    "+ batch normalization": recipe(**BATCH_NORM),
    "+ noise on the hidden units": recipe(**BATCH_NORM, hidden_noise=0.3),
    "+ local receptive fields": recipe(**LOCAL),
}


def measured(table: pathlib.Path) -> set[tuple[str, int]]:
    """Return what a table holds already: (ingredient, seed)."""
    if not table.exists():
        return set()
    with table.open(encoding="utf-8", newline="") as file:
        return {(row["ingredient"], int(row["seed"])) for row in csv.DictReader(file)}


def fill(table: pathlib.Path, recipes: Mapping[str, Callable], seeds: Iterable[int], data: Dataset) -> None:
    """Train what a table lacks, and add a line to it as soon as each training is done."""
    if not table.exists():
        table.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    done = measured(table)
    for name, trained in recipes.items():
        for seed in seeds:
            if (name, seed) in done:
                continue
            net = trained(data, np.random.default_rng(seed))
            error = net.error_percent(data.X_test, data.y_test)
            with table.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerow([name, seed, f"{error:.2f}"])
            print(f"{name}, seed {seed}: {error:.2f}%", flush=True)


if __name__ == "__main__":
    fill(TABLE, RECIPES, SEEDS, full_mnist())
