"""Run all benchmarks, one after the other: they must not disturb one another."""

import importlib
import sys

BENCHMARKS = ["footprint", "explorers", "speed", "accuracy", "regularization"]


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all, and print a line a figure as soon as it is known."""
    for name in names or BENCHMARKS:
        for figure, value in importlib.import_module(f"tests.benchmarks.{name}").measure():
            print(f"{figure}: {value:.3g}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
