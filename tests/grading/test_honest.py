"""Honest students are never harmed: every right answer of the bank earns full marks through the whole pipeline."""

import itertools
import sqlite3

import pytest

from tests.wrong_answers import ASSIGNMENTS, bank
from tools.classroom import Classroom

# Where one answer's grid goes into the next: whole numbers and floats are both right, but not in one notebook.
ALONE = ("07_hidden_unit_map",)


def together(right: dict[str, list[str]]) -> list[dict[str, str]]:
    """The n-th student gives the n-th right answer of every cell, so that few notebooks hold them all."""
    rows = itertools.zip_longest(*right.values())
    return [{cell: source for cell, source in zip(right, row, strict=True) if source is not None} for row in rows]


def alone(right: dict[str, list[str]]) -> list[dict[str, str]]:
    """Each student gives one of them, and the solution's answers elsewhere."""
    return [{cell: source} for cell, sources in right.items() for source in sources]


@pytest.fixture(params=ASSIGNMENTS)
def room(request, tmp_path):
    """A course folder with one assignment."""
    return Classroom(tmp_path / "course", request.param)


def test_right_answers_written_another_way_get_full_marks(room):
    right: dict[str, list[str]] = {}
    for answer in bank(room.name):
        if answer.right:
            right.setdefault(answer.cell, []).append(answer.source)
    for n, given in enumerate(alone(right) if room.name in ALONE else together(right)):
        room.hand_in(f"s{n:02}", room.notebook(room.answers(**given)))
    table = room.grade().stdout
    with sqlite3.connect(room.folder / "gradebook.db") as database:
        lost = database.execute(
            "select s.student_id, c.name, g.auto_score, gc.max_score from grade g "
            "join grade_cells gc on gc.id = g.cell_id "
            "join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id "
            "join submitted_assignment s on s.id = n.assignment_id "
            "where g.auto_score is not null and g.auto_score < gc.max_score - 1e-9"
        ).fetchall()
    assert lost == [], table
    assert "stopped" not in table and "set aside" not in table.splitlines()[-2:][0].replace("0 set aside", "")
