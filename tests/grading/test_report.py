"""The report, and the grades as files: they say what the gradebook holds, and no spreadsheet runs them."""

import csv

import pytest
from nbgrader.api import Gradebook

from course_utils.grading.report import export, make_report, rows, safe
from tests.grading.tiny import NAME, tiny_room


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A graded course of four, one of them with a name that a spreadsheet would run."""
    room = tiny_room(tmp_path_factory.mktemp("report"))
    wrong = room.answers(double="def double(x):\n    return x + x[0]")
    for student, answers in (("ann", room.answers()), ("bob", wrong), ("cy", {}), ("dee", wrong)):
        room.hand_in(student, room.notebook({**answers, "why": "I say so."} if answers else {}))
    room.grade()
    url = f"sqlite:///{room.folder}/gradebook.db"
    with Gradebook(url, "deep-learning") as gradebook:
        gradebook.update_or_create_student("ann", first_name="=1+1", last_name='O"Neil, Jr', email="ann@example.org")
        gradebook.update_or_create_student("eve", first_name="Eve", last_name="Absent", email=None)

    class Coursedir:
        """What of nbgrader's course directory a report asks for."""

        db_url, course_id, autograded_directory = url, "deep-learning", "autograded"

        def format_path(self, step, student, assignment):
            return str(room.folder / step / student / assignment)

    return Coursedir(), room


def test_report_counts_points_and_what_the_class_was_told(course):
    report = make_report(course[0], NAME)
    assert sorted(report.totals) == [0, 3, 3, 6] and report.max_score == 8
    cells = {cell.name: cell for cell in report.cells}
    assert [cell.name for cell in report.cells] == ["double-test", "total-test", "why"]
    double = cells["double-test"]
    assert double.mean == pytest.approx(3 / 12) and double.share("full") == 0.25 and double.share("none") == 0.75
    assert cells["total-test"].mean == pytest.approx(9 / 12)
    # Two were told how their matrix came out wrong, and one that nothing was written.
    assert double.slips.total() == 6
    assert cells["why"].waiting == 3 and cells["why"].scores == [0]  # blank: nothing to read


def test_report_as_text_names_the_worst_cell_first(course):
    done = course[1].run("course_utils.grading", "report", NAME)
    after = done.stdout.split("Most failed")[1]
    assert after.splitlines()[1].startswith("double-test (25% of the points)")
    assert "Try a matrix." in after


def test_figure_is_drawn_and_described(course, tmp_path):
    done = course[1].run("course_utils.grading", "report", NAME, "--figure", str(tmp_path / "report.png"))
    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    assert "a histogram of 4 totals" in done.stdout and "the lowest is why" in done.stdout


@pytest.mark.parametrize("layout, first", [("canvas", "Student"), ("moodle", "First name"), ("plain", "student")])
def test_exports_are_csv_with_one_line_a_student(course, tmp_path, layout, first):
    path = tmp_path / "grades.csv"
    export(course[0], NAME, layout, path)
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert lines[0][0] == first and len({len(line) for line in lines}) == 1
    students = {"canvas": 4 + 2, "moodle": 4 + 1, "plain": 5 + 1}  # with the headings; plain names who is missing
    assert len(lines) == students[layout]
    assert any("6" in line for line in lines) and any('O"Neil, Jr' in cell for line in lines for cell in line)


def test_canvas_export_has_the_columns_and_the_points_that_canvas_asks_for(course):
    lines = list(rows(course[0], NAME, "canvas"))
    assert lines[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert lines[1][0].strip() == "Points Possible" and lines[1][5] == "8"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_cell_begins_like_a_formula(value):
    assert safe(value) == "'" + value


def test_formula_in_a_name_is_written_as_text(course, tmp_path):
    export(course[0], NAME, "moodle", tmp_path / "grades.csv")
    text = (tmp_path / "grades.csv").read_text()
    assert "'=1+1" in text and ",=1" not in text


def test_report_of_what_was_not_graded_is_a_sentence(course):
    done = course[1].run("course_utils.grading", "report", "no-such", check=False)
    assert done.returncode == 2 and done.stderr.strip() == "The gradebook has no assignment no-such."
