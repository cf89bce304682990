"""All submissions of an assignment, graded in parallel and written by one.

Workers get notebooks and give back what their runs left; they see neither the gradebook nor the solution. This process
compares, and writes each result with nbgrader's own converter, so that the gradebook is what ``nbgrader autograde``
makes of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import pathlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from unittest import mock

import nbformat
import nbgrader.api
import sqlalchemy
from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets.config import Application

from course_utils.grading.grader import Grader, NotReady
from course_utils.grading.nbgrader_parts import ABOUT, check_release, grader, handed_in, tidy
from course_utils.grading.sandbox import SandboxUnavailable, play
from course_utils.grading.store import Store, digest


@dataclass
class Row:
    """A line of the table that grading ends with.

    Attributes:
        student: whose.
        state: "graded", "unchanged", "set aside" or "not graded".
        score, max_score: of the assignment, what is known so far.
        person: how many cells need one.
        remarks: for the instructor.
    """

    student: str
    state: str
    score: float = 0.0
    max_score: float = 0.0
    person: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass
class Submission:
    """What was handed in, read: its canonical notebooks, and a hash of all that its grades depend on."""

    student: str
    folder: pathlib.Path
    notebooks: dict[str, nbformat.NotebookNode]
    keys: dict[str, str]
    remarks: list[str]
    mark: str

    @property
    def set_aside(self) -> list[str]:
        """Why, for each notebook that is."""
        reasons = {name: notebook.metadata[ABOUT].get("set_aside") for name, notebook in self.notebooks.items()}
        return [f"{name}: {reason}" if len(reasons) > 1 else reason for name, reason in reasons.items() if reason]


class Writer(Autograde):
    """nbgrader's converter, for one submission after the other; a missing notebook does not stop it."""

    checked = True

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.force = True
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)

    def write(self, folder: str, notebooks: Iterable[str]) -> None:
        """Write outputs and scores of one submission."""
        self.assignments = {folder: [f"{folder}/{name}.ipynb" for name in notebooks]}
        self.convert_notebooks()


@contextlib.contextmanager
def one_engine() -> Iterator[None]:
    """Let nbgrader, which opens the gradebook eight times for a submission, find its compiled queries again."""
    with mock.patch.object(nbgrader.api, "create_engine", functools.cache(sqlalchemy.create_engine)):
        yield


class Batch:
    """Grades an assignment.

    Args:
        app: nbgrader's, with its configuration and its course directory.
        assignment: which.

    Raises:
        NotReady: the assignment cannot be graded as it is.
    """

    def __init__(self, app: Application, assignment: str) -> None:
        self.coursedir, self.config, self.assignment = app.coursedir, app.config, assignment
        self.coursedir.assignment_id = assignment
        self.writer = Writer(coursedir=self.coursedir, parent=app)
        with self.gradebook() as gradebook:
            try:
                names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
            except MissingEntry:
                raise NotReady(
                    f"The gradebook has no assignment {assignment}: run `nbgrader generate_assignment {assignment}`."
                ) from None
        self.graders = {name: grader(self.coursedir, assignment, name, self.config) for name in names}
        for name, own in self.graders.items():
            check_release(self.coursedir, assignment, name, own)
        self.store: Store = next(iter(self.graders.values())).store

    def gradebook(self) -> Gradebook:
        """The gradebook, to be closed after use."""
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other run grade this assignment at the same time."""
        with open(self.store.folder / f"lock-{self.assignment}", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise NotReady(f"Another run is grading {self.assignment}.") from None
            yield

    def students(self) -> list[str]:
        """Who handed in."""
        pattern = self.coursedir.format_path(self.coursedir.submitted_directory, "*", self.assignment)
        root = pathlib.Path(pattern.split("*")[0])
        folders = root.glob(str(pathlib.Path(pattern).relative_to(root)))
        return sorted(folder.relative_to(root).parts[0] for folder in folders if folder.is_dir())

    def read(self, student: str) -> Submission:
        """Read what a student handed in."""
        folder = pathlib.Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, self.assignment))
        remarks = tidy(folder)
        stamp = folder / "timestamp.txt"
        notebooks = {name: handed_in(own, folder / f"{name}.ipynb") for name, own in self.graders.items()}
        keys = {name: own.key(notebooks[name]) for name, own in self.graders.items()}
        for notebook in notebooks.values():
            remarks += notebook.metadata[ABOUT]["remarks"]
        about = [notebook.metadata[ABOUT] for notebook in notebooks.values()]
        written = [[cell.source for cell in notebook.cells] for notebook in notebooks.values()]
        solutions = [(own.key(own.source), own.scoring) for own in self.graders.values()]
        time = stamp.read_text() if stamp.is_file() else ""
        return Submission(student, folder, notebooks, keys, remarks, digest(about, written, keys, solutions, time))

    def grades(self) -> dict[str, dict[str, float | None]]:
        """What the gradebook holds: student -> notebook/cell -> score by program."""
        with self.gradebook() as gradebook:
            query = sqlalchemy.text(
                "select s.student_id, n.name, c.name, g.auto_score from grade g "
                "join grade_cells gc on gc.id = g.cell_id "
                "join base_cell c on c.id = gc.id "
                "join submitted_notebook sn on sn.id = g.notebook_id "
                "join notebook n on n.id = sn.notebook_id "
                "join submitted_assignment s on s.id = sn.assignment_id "
                "join assignment a on a.id = s.assignment_id "
                "where a.name = :name"
            )
            found: dict[str, dict[str, float | None]] = {}
            for student, notebook, cell, score in gradebook.db.execute(query, {"name": self.assignment}):
                found.setdefault(student, {})[f"{notebook}/{cell}"] = score
            return found

    def unchanged(self, submission: Submission, grades: dict) -> bool:
        """Whether all is written already, and still there."""
        written = self.store.get("written", digest(self.assignment, submission.student)) or {}
        there = pathlib.Path(
            self.coursedir.format_path(self.coursedir.autograded_directory, submission.student, self.assignment)
        )
        return (
            written.get("mark") == submission.mark
            and written.get("grades") == grades.get(submission.student)
            and all((there / f"{name}.ipynb").is_file() for name in submission.notebooks)
        )

    def grade(
        self,
        executor: Executor,
        here: Executor,
        at_once: int,
        progress: Callable[[], None],
        again: bool = False,
        only: str = "",
    ) -> list[Row]:
        """Grade what changed since the last run.

        Args:
            executor: runs :func:`course_utils.grading.sandbox.play`, wherever its workers are.
            here: the same on this machine, for the solution, which goes nowhere else.
            at_once: submissions that are read and wait for a worker, so that memory does not grow with the class.
            progress: called after each submission.
            again: run everything anew.
            only: one student.

        Raises:
            NotReady: the solution does not earn its own points.
            SandboxUnavailable: nothing can be graded on this machine.
        """
        rows: dict[str, Row] = {}
        with self.alone(), one_engine():
            for own in self.graders.values():
                own.keep_solution(here)
                _ = own.expected
            grades, waiting = self.grades(), {}
            for student in [name for name in self.students() if only in ("", name)]:
                try:
                    submission = self.read(student)
                except Exception as error:  # something odd in one folder must not stop the others
                    rows[student] = Row(student, "not graded", remarks=[f"cannot be read ({type(error).__name__})"])
                    progress()
                    continue
                if not again and self.unchanged(submission, grades):
                    rows[student] = self.row(submission, "unchanged")
                    progress()
                    continue
                futures = self.begin(submission, executor, again)
                waiting[student] = (submission, futures)
                while len(waiting) >= at_once:
                    self.finish(waiting, rows, progress)
            while waiting:
                self.finish(waiting, rows, progress)
            self.fill_in(rows)
        return [rows[student] for student in sorted(rows)]

    def begin(self, submission: Submission, executor: Executor, again: bool) -> dict[str, Future]:
        """Send off what has to run."""
        futures = {}
        for name, notebook in submission.notebooks.items():
            own: Grader = self.graders[name]
            if notebook.metadata[ABOUT].get("set_aside"):
                continue
            if again or own.kept(submission.keys[name]) is None:
                futures[name] = executor.submit(play, own.job(notebook))
        return futures

    def finish(self, waiting: dict, rows: dict[str, Row], progress: Callable[[], None]) -> None:
        """Write the submissions whose runs have ended; wait for one if none has."""
        futures = [future for _, these in waiting.values() for future in these.values()]
        if all(these for _, these in waiting.values()):
            wait(futures, return_when=FIRST_COMPLETED)
        for student, (submission, these) in list(waiting.items()):
            if all(future.done() for future in these.values()):
                del waiting[student]
                rows[student] = self.write(submission, these)
                progress()

    def write(self, submission: Submission, futures: dict[str, Future]) -> Row:
        """Keep what the runs of a submission left, and write it into the gradebook."""
        student, remarks = submission.student, list(submission.remarks)
        try:
            for name, future in futures.items():
                self.graders[name].keep(submission.keys[name], future.result())
            self.writer.write(str(submission.folder), submission.notebooks)
        except SandboxUnavailable:
            raise
        except NbGraderException:
            return Row(student, "not graded", remarks=[*remarks, "nbgrader could not write it; see the log above"])
        except Exception as error:  # a worker that was lost, again and again
            return Row(student, "not graded", remarks=[*remarks, f"{type(error).__name__}: {error}"])
        record = {"mark": submission.mark, "grades": self.grades_of(student)}
        self.store.put("written", digest(self.assignment, student), record)
        row = self.row(submission, "graded")
        played = [self.graders[name].kept(key) for name, key in submission.keys.items()]
        row.remarks += [f"stopped: {one.stopped}" for one in played if one and one.stopped]
        return row

    @staticmethod
    def row(submission: Submission, state: str) -> Row:
        """A row for a submission, or the reasons why it was set aside."""
        reasons = submission.set_aside
        return Row(submission.student, "set aside" if reasons else state, remarks=[*reasons, *submission.remarks])

    def grades_of(self, student: str) -> dict[str, float | None]:
        """What the gradebook holds of one student."""
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            return {
                f"{notebook.name}/{grade.name}": grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    def fill_in(self, rows: dict[str, Row]) -> None:
        """Read scores, and what needs a person, from the gradebook."""
        with self.gradebook() as gradebook:
            for submission in gradebook.assignment_submissions(self.assignment):
                row = rows.get(submission.student_id)
                if row:
                    row.score, row.max_score = submission.score, submission.max_score
                    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
                    row.person = sum(bool(grade.needs_manual_grade) for grade in grades)
