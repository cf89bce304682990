"""The checkers, proved: for every autograded cell wrong answers that must be refused and right ones that must pass.

The bank is a folder an assignment, a file an answer cell (``03_backpropagation/backward.py``), and in it one section an
answer, which takes the place of the cell's source:

    # %% wrong: dW2 is transposed | transposed
    # %% right: by loops

After the bar stands what the visible check's message must contain (a regular expression) to have named the slip.
"""

from __future__ import annotations

import contextlib
import copy
import io
import os
import pathlib
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import numpy as np

from course_utils.checks import probes
from course_utils.checks.report import INSIDE, CheckFailed, NotYet
from course_utils.grading.scores import score

ROOT = pathlib.Path(__file__).resolve().parents[2]
BANK = pathlib.Path(__file__).parent
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))
SECTION = re.compile(r"^# %% (wrong|right): *([^|\n]+?) *(?:\| *(.+?) *)?$", re.MULTILINE)

# How a check says no while an answer is graded (course_utils.checks.report).
FAILED = re.compile(r"^✗ |: not written yet\.", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """One answer of the bank.

    Attributes:
        assignment, cell: where it belongs.
        right: whether it must pass.
        name: what is wrong with it, or how it is written.
        says: regular expression for the message that names the slip; empty for right answers.
        source: what takes the place of the cell's source.
    """

    assignment: str
    cell: str
    right: bool
    name: str
    says: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """How an answer fared: the visible check's message if that refused it, and the names of probes that did."""

    message: str = ""
    failed_probes: tuple[str, ...] = ()
    crash: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.message or self.failed_probes)


def bank(assignment: str) -> Iterator[Answer]:
    """All answers for an assignment."""
    for path in sorted((BANK / assignment).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        headers = list(SECTION.finditer(text))
        for header, following in zip(headers, [*headers[1:], None], strict=True):
            source = text[header.end() : following.start() if following else None].strip("\n") + "\n"
            kind, name, says = header.groups()
            yield Answer(assignment, path.stem, kind == "right", name, says or "", source)


class Assignment:
    """A solution notebook whose cells can be run one by one with another answer in place of one of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = ROOT / "solutions" / name
        notebook = nbformat.read(self.folder / f"{name}.ipynb", as_version=4)
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.done = 0
        self.names: dict[str, object] = {}
        self.before: dict[str, dict[str, object]] = {}
        self.expected: dict[int, list[dict]] = {}
        scoring = self.folder / "scoring.py"
        module = types.ModuleType("scoring")
        if scoring.exists():
            exec(compile(scoring.read_text(), str(scoring), "exec"), module.__dict__)
        self.judges = vars(module)

    def kind(self, cell: nbformat.NotebookNode) -> str:
        """ "answer", "test" or "" for a cell."""
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and nbgrader.get("grade"):
            return ""  # graded by a person
        return "answer" if nbgrader.get("solution") else "test" if nbgrader.get("grade") else ""

    def answer_cells(self) -> list[str]:
        """grade_ids of the cells that a program grades, in order."""
        return [c.metadata.nbgrader.grade_id for c in self.cells if self.kind(c) == "answer"]

    def run_solution(self) -> None:
        """Run the solution from top to bottom, keeping the names before each answer and each test's emissions."""
        if self.done:
            return
        for number, cell in enumerate(self.cells):
            if self.kind(cell) == "answer":
                self.before[cell.metadata.nbgrader.grade_id] = dict(self.names)
            self.expected[number], printed = self.run(cell.source, self.names)
            if FAILED.search(printed):
                raise AssertionError(f"The solution of {self.name} does not pass: {printed}")
        self.done = len(self.cells)

    def run(self, source: str, names: dict[str, object]) -> tuple[list[dict], str]:
        """Run a cell's source; return what its probes emitted and what it printed."""
        emitted: list[dict] = []
        quiet = io.StringIO()
        names.setdefault("__name__", "__main__")
        original, folder = probes.send, os.getcwd()
        probes.send = emitted.append
        os.environ[probes.SEED_VARIABLE] = "wrong answers"
        try:
            os.chdir(self.folder)
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                exec(compile(source, "<cell>", "exec"), names)
        finally:
            probes.send = original
            os.environ.pop(probes.SEED_VARIABLE)
            os.chdir(folder)
        return emitted, quiet.getvalue()

    def outcome(self, answer: Answer) -> Outcome:
        """Run an answer and the test cells that come after it."""
        self.run_solution()
        names = {name: fresh(value) for name, value in self.before[answer.cell].items()}
        position = next(
            k for k, c in enumerate(self.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == answer.cell
        )
        try:
            self.run(answer.source, names)
        except Exception as error:
            return Outcome(message=f"{type(error).__name__}: {error}")
        message, failed, tested = "", [], False
        for number in range(position + 1, len(self.cells)):
            cell = self.cells[number]
            if tested and not self.tested_again(number):
                break
            emitted: list[dict] = []
            try:
                emitted, printed = self.run(cell.source, names)
                if self.kind(cell) == "test" and FAILED.search(printed):
                    message = message or printed[FAILED.search(printed).start() :]
            except (CheckFailed, NotYet) as reason:
                message = message or str(reason)
            except Exception as error:
                if self.kind(cell) == "test":
                    return Outcome(message, (), f"{type(error).__name__}: {error}")
            if self.kind(cell) == "test":
                tested = True
                earned = score(self.expected[number], emitted, self.judges)
                failed += [one.name for one in earned if one.points < one.max_points]
        return Outcome(message, tuple(failed), message if INSIDE in message else "")

    def tested_again(self, number: int) -> bool:
        """Whether there is a test from this cell on, before the next answer: what else follows need not be run."""
        kinds = [self.kind(cell) for cell in self.cells[number:]]
        return next((kind for kind in kinds if kind), "answer") == "test"


def fresh(value: object) -> object:
    """A copy of what an answer might change in place."""
    return copy.deepcopy(value) if isinstance(value, np.ndarray | list | dict) else value
