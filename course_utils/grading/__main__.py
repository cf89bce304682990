"""``python -m course_utils.grading autograde NAME`` and ``… report NAME``, run in the course's folder."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import pathlib
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

# jsonschema imports it for a format (IRI) that no notebook has; its grammar takes half of the time to start.
sys.modules.setdefault("rfc3987_syntax", None)

from nbgrader.apps.baseapp import NbGrader
from tqdm import tqdm

from course_utils.grading import sandbox
from course_utils.grading.batch import Batch, Row
from course_utils.grading.grader import NotReady
from course_utils.grading.nbgrader_parts import Grading
from course_utils.grading.report import LAYOUTS, as_text, draw, export, make_report


def course() -> NbGrader:
    """nbgrader, configured by the nbgrader_config.py of the folder this runs in."""
    app = NbGrader()
    app.log_level = logging.ERROR  # what is set aside is in the table
    app.initialize([])
    return app


@contextlib.contextmanager
def workers(app: NbGrader, number: int, scheduler: str) -> Iterator[tuple[Executor, Executor, int]]:
    """Whoever runs notebooks: a scheduler's workers, or sandboxes on this machine; one on this machine; how many."""
    if scheduler:
        try:
            from distributed import Client
        except ImportError:
            raise NotReady("--scheduler needs dask: `pip install distributed`.") from None
        with Client(scheduler, timeout="20s") as client, ThreadPoolExecutor(1) as here:
            threads = sum(client.nthreads().values())
            if not threads:
                raise NotReady(f"The scheduler at {scheduler} has no workers: start some with `dask worker`.")
            yield client.get_executor(pure=False), here, threads
        return
    number = number or Grading(config=app.config).workers or os.cpu_count() or 1
    # A thread holds a sandbox, and waits for it: the work is done in the sandboxes' processes.
    with ThreadPoolExecutor(number, initializer=sandbox.ready) as executor:
        yield executor, executor, number


def table(rows: list[Row]) -> str:
    """Rows as text."""
    width = max([7, *(len(row.student) for row in rows)])
    lines = [f"{'student':{width}}  {'score':>12}  {'person':>6}  remarks"]
    for row in rows:
        score = f"{row.score:g} of {row.max_score:g}"
        said = "; ".join([*([row.state] if row.state in ("set aside", "not graded") else []), *row.remarks])
        lines.append(f"{row.student:{width}}  {score:>12}  {row.person or '':>6}  {said}".rstrip())
    count = {state: sum(row.state == state for row in rows) for state in ("graded", "unchanged", "set aside")}
    failed = sum(row.state == "not graded" for row in rows)
    lines.append(
        f"{len(rows)} submissions: {count['graded']} graded, {count['unchanged']} unchanged, "
        f"{count['set aside']} set aside" + (f", {failed} not graded" if failed else "") + "."
    )
    person = sum(row.person > 0 for row in rows)
    if person:
        lines.append(f"{person} need a person (column: how many cells). Look at them in formgrader.")
    # Names of students and of their files stand in it: none of them moves the cursor.
    return "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)


def autograde(options: argparse.Namespace) -> int:
    """Grade an assignment; 1 when a submission could not be graded."""
    app = course()
    batch = Batch(app, options.assignment)
    students = batch.students()
    if not students:
        print(f"Nobody has handed in {options.assignment}.")
        return 0
    with workers(app, options.workers, options.scheduler) as (executor, here, number):
        total = 1 if options.student else len(students)
        with tqdm(total=total, unit="submission", disable=None if not options.progress else False) as bar:
            rows = batch.grade(executor, here, 2 * number + 2, bar.update, options.again, options.student)
    print(table(rows))
    return int(any(row.state == "not graded" for row in rows))


def report(options: argparse.Namespace) -> int:
    """Print an assignment's report, and write what was asked for."""
    app = course()
    made = make_report(app.coursedir, options.assignment)
    print(as_text(made))
    if options.figure:
        print(f"\n{options.figure}: {draw(made, options.figure)}")
    if options.csv:
        export(app.coursedir, options.assignment, options.layout, options.csv)
        print(f"\nThe grades are in {options.csv}, in the {options.layout} layout.")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m course_utils.grading", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("autograde", help="grade all submissions of an assignment in parallel")
    command.add_argument("assignment")
    command.add_argument("--workers", type=int, default=0, help="how many at the same time; one a core by default")
    command.add_argument("--scheduler", default="", help="address of a dask scheduler whose workers run the notebooks")
    command.add_argument("--student", default="", help="only this one")
    command.add_argument("--again", action="store_true", help="run everything anew, also what did not change")
    command.add_argument("--progress", action="store_true", help="draw the progress bar even where no one looks")
    command.set_defaults(run=autograde)
    command = commands.add_parser("report", help="how the class fared, cell by cell; the grades as a file")
    command.add_argument("assignment")
    command.add_argument("--figure", type=pathlib.Path, help="draw the report into this file (.png, .svg, .pdf)")
    command.add_argument("--csv", type=pathlib.Path, help="write the grades into this file")
    command.add_argument("--layout", choices=LAYOUTS, default="plain", help="of the columns; plain by default")
    command.set_defaults(run=report)
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", module="nbgrader")  # SQLAlchemy's, about nbgrader's own sessions
    try:
        return options.run(options)
    except (NotReady, sandbox.SandboxUnavailable) as reason:
        print(reason, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
