"""A tiny assignment worth attacking, submissions that attack it, and what became of them."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.grading.tiny import cell
from tools.classroom import Classroom

NAME = "ps"
# Stands in the hidden tests alone: wherever it turns up, they have been read. In two halves, so that this file's own
# text, which a test may hand to a sandbox, does not hold it.
MARK = "mark" + "4711mark"
SOLUTION = {
    "square": "def square(x):\n    return x * x",
    "lines": "lines = ['2 * x * y', 'y * x + x * y']",
    "cube": "def cube(x):\n    return x * x * x",
    "why": "Because it is so.",
}
TEST = """from course_utils.checks.compare import expect

expect("{name}(3.0)", {name}(3.0), {value})
### BEGIN HIDDEN TESTS
from course_utils.checks.probes import probe, probe_rng

{mark} = probe_rng("{name}")
probe("{name} of numbers", {name}, {mark}.normal(size=4), points=2, hint="Try four numbers.")
probe("{name} of a matrix", {name}, {mark}.normal(size=(2, 3)), points=2, hint="Try a matrix.")
### END HIDDEN TESTS
"""
TEST_LINES = """assert isinstance(lines, list)
### BEGIN HIDDEN TESTS
from course_utils.checks.probes import probe

{mark} = lines
probe("the lines", {mark}, points=2, hint="Look at the lines again.", judge="follows")
### END HIDDEN TESTS
"""
SCORING = '''"""Judges the lines."""

from course_utils.checks.derivation import Derivation
from course_utils.checks.report import CheckFailed, NotYet

LINES = Derivation("dC/dx", lambda rng: {"x": rng.normal(), "y": rng.normal()}, lambda s: 2 * s["x"] * s["y"])


def follows(got, expected):
    """All points for lines that are right."""
    try:
        LINES.check(got, seed=1)
    except (CheckFailed, NotYet) as reason:
        return 0.0, str(reason)
    return 1.0, ""
'''
FULL = {"test_square": 4.0, "test_lines": 2.0, "test_cube": 4.0}
NOTHING = dict.fromkeys(FULL, 0.0)
HONEST = ("aa-honest", "mm-honest", "zz-honest")  # graded before, among and after the attacks
LIMITS = {"seconds": 30, "cell_seconds": 5, "memory_mb": 500, "processes": 30, "file_mb": 20, "disk_mb": 30}
LIMITS |= {"output_mb": 8, "cpu_seconds": 20}


def write_source(folder: pathlib.Path) -> pathlib.Path:
    """Write the instructor's notebook and scoring.py; return their folder."""

    def answer(name: str) -> nbformat.NotebookNode:
        return cell("code", name, f"### BEGIN SOLUTION\n{SOLUTION[name]}\n### END SOLUTION", solution=True)

    def test(name: str, source: str, points: int) -> nbformat.NotebookNode:
        return cell("code", f"test_{name}", source, grade=True, locked=True, points=points)

    why = f"### BEGIN SOLUTION\n{SOLUTION['why']}\n### END SOLUTION"
    cells = [
        new_markdown_cell("# A problem set"),
        new_code_cell("import numpy as np"),
        answer("square"),
        test("square", TEST.format(name="square", value=9.0, mark=MARK), 4),
        answer("lines"),
        test("lines", TEST_LINES.format(mark=MARK), 2),
        answer("cube"),
        test("cube", TEST.format(name="cube", value=27.0, mark=MARK), 4),
        cell("markdown", "why", why, grade=True, solution=True, points=2),
    ]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / f"{NAME}.ipynb")
    (folder / "scoring.py").write_text(SCORING)
    return folder


@dataclass
class Attack:
    """What is handed in: answers in place of the solution's, changes of the notebook, files beside it."""

    answers: Mapping[str, str] = field(default_factory=dict)
    change: Callable[[nbformat.NotebookNode], object] | None = None
    files: Callable[[pathlib.Path], object] | None = None
    student: str = ""  # an odd name

    def hand_in(self, room: Classroom, student: str) -> None:
        """Put it into the submitted folder."""
        answers = {
            name: text.replace("ROOM", str(room.folder)).replace("STUDENT", student)
            for name, text in self.answers.items()
        }
        notebook = room.notebook({**SOLUTION, **answers})
        if self.change:
            notebook = self.change(notebook) or notebook
        folder = room.hand_in(student, notebook)
        if self.files:
            self.files(folder)


def attack(variants: Mapping[str, Attack] | None = None, **one: object) -> Callable:
    """Say what a test's submission is: ``@attack(answers={...})``; or several, and the test is run for each."""

    def decorate(test: Callable) -> Callable:
        test.attacks = {None: Attack(**one)} if variants is None else dict(variants)
        return test if variants is None else pytest.mark.parametrize("variant", list(variants))(test)

    return decorate


def answering(name: str, texts: Mapping[str, str]) -> dict[str, Attack]:
    """Variants, each with another text as one answer."""
    return {about: Attack({name: text}) for about, text in texts.items()}


def nothing_known(text: str) -> dict[str, str]:
    """The same code in place of every answer of code: what it earns, it has stolen."""
    return {"square": text, "lines": "pass", "cube": "pass"}


def student_of(test: Callable, variant: str | None) -> str:
    """The student who hands in a test's submission."""
    made = test.attacks[variant].student
    return made or re.sub("[^A-Za-z0-9]+", "-", f"{test.__name__.removeprefix('test_')} {variant or ''}").strip("-")


@dataclass
class Graded:
    """What became of a submission."""

    student: str
    room: Classroom
    table: str

    @property
    def points(self) -> dict[str, float | None]:
        """The gradebook's scores by program, of the test cells."""
        with sqlite3.connect(self.room.folder / "gradebook.db") as database:
            rows = database.execute(QUERY, (self.student,)).fetchall()
        return {name: score for name, score, _ in rows if name in FULL}

    @property
    def for_a_person(self) -> set[str]:
        """Graded cells that wait for one."""
        with sqlite3.connect(self.room.folder / "gradebook.db") as database:
            return {name for name, _, person in database.execute(QUERY, (self.student,)) if person}

    @property
    def row(self) -> str:
        """The line of the table that grading ends with."""
        return next(line for line in self.table.splitlines() if line.startswith(self.student))

    @property
    def autograded(self) -> pathlib.Path:
        """The notebook that instructors open."""
        return self.room.folder / "autograded" / self.student / NAME / f"{NAME}.ipynb"

    @functools.cached_property
    def notebook(self) -> nbformat.NotebookNode:
        """The same, read."""
        return nbformat.read(self.autograded, as_version=4)

    def cell(self, name: str) -> nbformat.NotebookNode:
        """A cell of it."""
        return next(c for c in self.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)

    def shown(self, name: str) -> str:
        """What a cell printed."""
        return "".join(o.get("text", "") for o in self.cell(name).get("outputs", []))

    @property
    def said(self) -> str:
        """What all cells put out."""
        return json.dumps([c.get("outputs") for c in self.notebook.cells], ensure_ascii=False)

    @property
    def emitted(self) -> str:
        """What its run said to the grader alone; found among the kept results by the student's name in its outputs."""
        paths = (self.room.folder / ".grading" / "runs").glob("*/*.gz")
        runs = [json.loads(gzip.decompress(path.read_bytes())) for path in paths]
        return json.dumps([run["probes"] for run in runs if self.student in json.dumps(run["outputs"])])

    @property
    def feedback(self) -> str:
        """The page that the student reads."""
        return (self.room.folder / "feedback" / self.student / NAME / f"{NAME}.html").read_text()

    @functools.cached_property
    def formgrader(self) -> str:
        """The page that instructors grade on, made as formgrader makes it with our settings."""
        return formgrader_page(self.room.folder, self.autograded)


QUERY = """select c.name, g.auto_score, g.needs_manual_grade from grade g join base_cell c on c.id = g.cell_id
join submitted_notebook n on n.id = g.notebook_id join submitted_assignment s on s.id = n.assignment_id
where s.student_id = ?"""


def formgrader_page(course: pathlib.Path, notebook: pathlib.Path) -> str:
    """Render a notebook with nbgrader's template for graders, under the course's nbgrader_config.py."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config, PyFileConfigLoader

    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    about = {"notebook_id": NAME, "assignment_id": NAME, "submission_id": "x", "base_url": "", "index": 0, "total": 1}
    about |= {"student": "s", "last_name": None, "first_name": None, "notebook_path": "", "mathjax_url": ""}
    page, _ = HTMLExporter(config=config).from_filename(str(notebook), resources=about)
    return page


def run_batch(room: Classroom, attacks: Mapping[str, Attack], feedback: bool) -> dict[str, Graded]:
    """Hand all in, grade them with two workers, and make the feedback, if it is looked at."""
    for student in HONEST:
        room.hand_in(student, room.notebook(SOLUTION))
    for student, one in attacks.items():
        one.hand_in(room, student)
    # What a submission's own folder holds may be taken out of it: links, pipes.
    own = [str(room.folder / "submitted" / student) for student, one in attacks.items() if one.files]
    room.before = {path: content for path, content in bytes_of(room.folder).items() if not path.startswith(tuple(own))}
    done = room.grade("--workers", "2", check=False)
    room.said, room.returned = done.stdout + done.stderr, done.returncode
    if feedback:
        made = room.nbgrader("generate_feedback", NAME, check=False)
        room.said, room.returned = room.said + made.stdout + made.stderr, room.returned or made.returncode
    return {student: Graded(student, room, done.stdout) for student in [*HONEST, *attacks]}


def nothing_else_changed(batch: Mapping[str, Graded]) -> None:
    """What holds after every batch: the honest have their points, nothing that was there changed, nothing runs on."""
    room = batch[HONEST[0]].room
    assert room.returned == 0, room.said
    assert [batch[student].points for student in HONEST] == [FULL] * len(HONEST)
    after = bytes_of(room.folder)
    gradebook = str(room.folder / "gradebook.db")
    assert {path for path, content in room.before.items() if path != gradebook and after.get(path) != content} == set()
    new = {pathlib.Path(path).relative_to(room.folder).parts[0] for path in after.keys() - room.before.keys()}
    assert new <= {"autograded", "feedback", ".grading", "submitted"}
    pages = (room.folder / "feedback").rglob("*.html")
    assert [page for page in pages if MARK in page.read_text()] == []
    assert none_left()


def bytes_of(folder: pathlib.Path) -> dict[str, str]:
    """A hash of every file that an attack must not change, links as links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = f"link to {path.readlink()}"
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def sandboxes() -> list[str]:
    """Command lines of what still runs below this process, or was left to it."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]

    below, new = [], {str(os.getpid())}
    while new:
        children = [row for row in rows if row[1] in new and "Z" not in row[2]]
        below += children
        new = {row[0] for row in children}
    return [row[3] for row in below if "grading.inside" in row[3] or "bwrap" in row[3]]


def none_left(seconds: float = 20) -> bool:
    """Whether all sandboxes are gone, now or soon."""
    deadline = time.monotonic() + seconds
    while sandboxes() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not sandboxes()


def copy_of(room: Classroom, folder: pathlib.Path, limits: Mapping[str, float]) -> Classroom:
    """Another room like this one, with limits of its own."""
    shutil.copytree(room.folder, folder)
    other = object.__new__(Classroom)
    other.__dict__.update(room.__dict__, folder=folder)
    with open(folder / "nbgrader_config.py", "a") as settings:
        settings.write(f"\nc.Grading.limits = {dict(limits)!r}\n")
    return other
