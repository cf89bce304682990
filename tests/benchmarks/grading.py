"""How fast grading is, beside stock nbgrader on the same submissions in the same run: `make bench-grading`."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from course_utils.grading import sandbox
from tests.wrong_answers import bank
from tools.classroom import ENVIRONMENT, Classroom

NAME = "03_backpropagation"
LONG = "06_mnist_experiments"  # whose submissions compute for seconds: what one wants more machines for


def hand_in(room: Classroom, number: int) -> None:
    """Let a class of this size hand in."""
    answers_of_the_bank = list(bank(room.name))
    for i in range(number):
        # Every n-th answer of the bank, so that all cells have their turn; a comment makes each one of its own.
        slip = answers_of_the_bank[i * 7 % len(answers_of_the_bank)]
        answers = room.answers(**{slip.cell: slip.source})
        answers = {cell: f"{source}\n# {i}" for cell, source in answers.items()}
        room.hand_in(f"s{i:03}", room.notebook(answers))


def stock(room: Classroom) -> None:
    """Take the course's grading out of nbgrader's configuration."""
    path = room.folder / "nbgrader_config.py"
    path.write_text(path.read_text().split("# Grading:")[0])


def seconds(run: callable) -> float:
    """How long a call takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def peak_memory(room: Classroom, *options: str) -> float:
    """Grade, and return the most memory in MB that the grading process itself held."""
    command = [sys.executable, "-m", "course_utils.grading", "autograde", room.name, *options]
    process = subprocess.Popen(command, cwd=room.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        status = pathlib.Path(f"/proc/{process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        peak = max(peak, int(found.group(1)) / 1024 if found else 0.0)
        time.sleep(0.2)
    return peak


def with_dask(room: Classroom, workers: int) -> float:
    """Seconds to grade with this many workers of a Dask scheduler."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:  # a cluster's sandboxes stand when grading begins
            names = client.scheduler_info()["workers"]
            client.gather([client.submit(sandbox.ready, workers=[name], pure=False) for name in names])
        return seconds(lambda: room.grade("--scheduler", cluster.scheduler_address, "--again"))


def measure(few: int = 40, many: int = 200) -> Iterator[tuple[str, float]]:
    """Yield figures as they are known."""
    with tempfile.TemporaryDirectory() as place:
        ours, theirs = Classroom(pathlib.Path(place) / "ours", NAME), Classroom(pathlib.Path(place) / "stock", NAME)
        stock(theirs)
        for room in (ours, theirs):
            hand_in(room, few)
        mine = seconds(ours.grade)
        yield "seconds_per_submission", mine / few
        again = seconds(lambda: theirs.nbgrader("autograde", NAME, "--create"))
        yield "seconds_per_submission_stock", again / few
        yield "speed_vs_stock_nbgrader", again / mine
        # From start to end of the command, its imports included.
        yield "regrade_seconds_per_submission", seconds(ours.grade) / few
        yield f"dask_scaling_{NAME}", with_dask(ours, 1) / with_dask(ours, 2)
        longer = Classroom(pathlib.Path(place) / "long", LONG)
        hand_in(longer, few // 2)
        longer.grade("--workers", "1", "--student", "s000")  # the solution's own run is kept
        yield f"dask_scaling_{LONG}", with_dask(longer, 1) / with_dask(longer, 2)
        hand_in(ours, many)
        yield "peak_memory_mb", peak_memory(ours)


if __name__ == "__main__":
    for figure, value in measure(*map(int, sys.argv[1:])):
        print(f"{figure}: {value:.3g}", flush=True)
