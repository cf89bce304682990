"""An assignment small enough to be graded hundreds of times in a test: two answers of a line, two tests, a text."""

from __future__ import annotations

import pathlib

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.classroom import Classroom

NAME = "tiny"
ANSWERS = {"double": "def double(x):\n    return 2 * x", "total": "def total(x):\n    return x.sum()"}
TEST = """assert {name} is not None
### BEGIN HIDDEN TESTS
from course_utils.checks.probes import probe, probe_rng

rng = probe_rng("{name}")
probe("{name} of a vector", {name}, rng.normal(size=5), points=1, hint="Try a vector of five.")
probe("{name} of a matrix", {name}, rng.normal(size=(2, 3)), points=2, hint="Try a matrix.")
### END HIDDEN TESTS
"""


def cell(kind: str, name: str, source: str, **about: object) -> nbformat.NotebookNode:
    """A cell with nbgrader's metadata."""
    settings = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    make = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, metadata={"nbgrader": {**settings, **about}})


def write_source(folder: pathlib.Path) -> pathlib.Path:
    """Write the instructor's notebook; return its folder."""
    cells = [new_markdown_cell("# A tiny assignment"), new_code_cell("import numpy as np")]
    for name, answer in ANSWERS.items():
        head, body = answer.split("\n", 1)
        solution = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        cells.append(cell("code", name, solution, solution=True))
        cells.append(cell("code", f"{name}-test", TEST.format(name=name), grade=True, locked=True, points=3))
    cells.append(
        cell("markdown", "why", "### BEGIN SOLUTION\nBecause.\n### END SOLUTION", grade=True, solution=True, points=2)
    )
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / f"{NAME}.ipynb")
    return folder


def tiny_room(folder: pathlib.Path, settings: str = "") -> Classroom:
    """A course folder with the tiny assignment released."""
    return Classroom(folder / "course", NAME, settings, write_source(folder / "source"))
