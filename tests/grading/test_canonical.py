"""The notebook that is graded: the instructor's, with a submission's answers and nothing else of it."""

import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.grading.canonical import (
    MAX_SOURCE,
    SetAside,
    canonical,
    cells_to_play,
    parsed,
    read_submission,
    stub,
    written,
)
from tests.grading.tiny import cell

HIDDEN = "### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS\n"


@pytest.fixture
def source():
    """The instructor's notebook: an answer, its test, an answer in words."""
    cells = [
        new_code_cell("import numpy as np"),
        cell("code", "a", "### BEGIN SOLUTION\na = 1\n### END SOLUTION", solution=True),
        cell("code", "test_a", f"assert a\n{HIDDEN}assert a", grade=True, points=2, locked=True),
        cell("markdown", "why", "### BEGIN SOLUTION\nSo.\n### END SOLUTION", grade=True, solution=True, points=1),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def submission(*answers):
    """Cells that claim to be answers: (grade_id, source)."""
    return nbformat.from_dict({"cells": [cell("code", name, text) for name, text in answers]})


def test_stub_holds_hidden_tests_and_no_solution(source):
    text = json.dumps(stub(source))
    assert "secret" in text and "a = 1" not in text


def test_only_the_text_of_answers_is_taken(source):
    handed = submission(("a", "a = 2"), ("test_a", "pass"), ("new", "import os"))
    handed.cells[0].metadata["tags"] = ["skip-execution"]
    handed.cells[0].metadata["nbgrader"]["points"] = 100
    made = canonical(stub(source), handed).notebook
    before = stub(source)
    assert [c.source for c in made.cells] == [before.cells[0].source, "a = 2", *[c.source for c in before.cells[2:]]]
    assert [c.metadata for c in made.cells] == [c.metadata for c in before.cells]


def test_order_and_types_of_a_submission_do_not_matter(source):
    handed = submission(("a", "a = 2"), ("why", "Well."))
    handed.cells.reverse()
    handed.cells[1]["cell_type"] = "raw"
    made = canonical(stub(source), handed).notebook
    assert [c.cell_type for c in made.cells] == ["code", "code", "code", "markdown"]
    assert (made.cells[1].source, made.cells[3].source) == ("a = 2", "Well.")


def test_of_several_answers_the_first_that_was_written_counts(source):
    blank = stub(source)
    made = canonical(blank, submission(("a", blank.cells[1].source), ("a", "a = 2"), ("a", "a = 3")))
    assert made.notebook.cells[1].source == "a = 2"
    assert "answer cell a is there 3 times; the first that was written counts" in made.remarks


def test_missing_and_endless_answers_are_remarked_on(source):
    made = canonical(stub(source), submission(("a", "#" * (MAX_SOURCE + 1))))
    assert made.notebook.cells[1].source == stub(source).cells[1].source
    assert set(made.remarks) == {"answer cell a is too long to be read", "answer cell why is missing"}


@pytest.mark.parametrize("text", ["### BEGIN SOLUTION\na = 2", "a = 2 ### END HIDDEN TESTS"])
def test_markers_in_an_answer_are_remarked_on(source, text):
    made = canonical(stub(source), submission(("a", text), ("why", "x")), source)
    assert ["how did they come by it" in remark for remark in made.remarks] == [True]


def test_source_as_a_list_of_lines_is_read_and_anything_else_is_not(source):
    listed = nbformat.from_dict({"cells": [{"metadata": {"nbgrader": {"grade_id": "a"}}, "source": ["a = ", "2"]}]})
    assert canonical(stub(source), listed).notebook.cells[1].source == "a = 2"
    for odd in (None, 3, ["a", 3], {"x": 1}):
        listed.cells[0]["source"] = odd
        assert "answer cell a is missing" in canonical(stub(source), listed).remarks
    for odd in (None, 3, "x", [], {"metadata": None}, {"metadata": {"nbgrader": []}}):
        assert canonical(stub(source), nbformat.from_dict({"cells": [odd]})).notebook.cells


def test_half_characters_become_question_marks(source):
    made = canonical(stub(source), submission(("a", "a = '\ud800'")))
    assert made.notebook.cells[1].source == "a = '?'"


def test_what_is_seen_and_what_is_hidden_are_told_apart(source):
    cells = cells_to_play(stub(source))
    assert [c.test for c in cells] == [False, False, True]
    assert cells[2].source == "assert a\nassert a" and cells[2].hidden == "secret = 1\n"


def test_marker_in_an_answer_hides_nothing(source):
    made = canonical(stub(source), submission(("a", HIDDEN)))
    assert cells_to_play(made.notebook)[1].source == HIDDEN


def test_what_a_student_wrote_does_not_hold_hidden_tests(source):
    made = canonical(stub(source), submission(("a", "a = 'x' 'y'\nb = '''1\n2'''")))
    assert "secret" not in written(made.notebook)
    assert "xy" in written(made.notebook).split()
    assert written(canonical(stub(source), submission(("a", "no python("))).notebook)


UNREADABLE = {
    "empty": b" \n",
    "not UTF-8": b"\xff\xfe\x00",
    "not JSON": b'{"nbformat": 4,',
    "notebook format 3": b'{"nbformat": 3}',
    "notebook format None": b"[]",
    "names no kernel": b'{"nbformat": 4, "metadata": []}',
    "no list of cells": b'{"nbformat": 4, "metadata": {"kernelspec": {"name": "python3"}}, "cells": {}}',
    "perhaps cut off": b"[" * 100_000,
    "perhaps cut off (E": b'{"nbformat": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("reason", UNREADABLE)
def test_what_cannot_be_read_is_set_aside_with_a_reason(reason):
    with pytest.raises(SetAside, match=reason.split(" (")[0]):
        parsed(UNREADABLE[reason])


def test_links_pipes_and_folders_are_not_read(tmp_path):
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (
        ("link", "a symbolic link"),
        ("pipe", "not a file of its own"),
        (".", "not a file of its own"),
        ("nothing", "no notebook of this name"),
    ):
        with pytest.raises(SetAside, match=reason):
            read_submission(tmp_path / name)
