"""How long the import takes, and what each lecture needs of time and memory."""

import pathlib
import statistics
import subprocess
import sys
from collections.abc import Iterator

from tools.notebooks import execute

LIGHT = "data, initialization, network, optimizers, tiny_example, training"
TIMED = """
import time
start = time.perf_counter()
import numpy
numpy_alone = time.perf_counter()
{statement}
print(time.perf_counter() - numpy_alone)
"""


def seconds_beyond_numpy(statement: str) -> float:
    """Median over fresh processes of what a statement takes once NumPy is there."""
    command = [sys.executable, "-c", TIMED.format(statement=statement)]
    runs = [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(7)]
    return statistics.median(runs)


def measure() -> Iterator[tuple[str, float]]:
    """Yield import times in seconds, then each lecture's seconds, and the largest lecture's memory in MB."""
    yield "import_seconds", seconds_beyond_numpy(f"import course_utils; from course_utils import {LIGHT}")
    yield "import_seconds_with_plots_and_widgets", seconds_beyond_numpy("from course_utils import plots, widgets")
    largest = 0.0
    for path in sorted(pathlib.Path("lectures").glob("0[1-9]*.ipynb")):
        _, seconds, megabytes = execute(path)
        largest = max(largest, megabytes)
        yield f"lecture_seconds_{path.stem}", seconds
    yield "peak_memory_mb", largest
