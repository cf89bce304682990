"""Each assignment through the real nbgrader: released, handed in solved and untouched, graded, validated."""

import json

from nbgrader.api import Gradebook

from tests.assignments.conftest import nbgrader


def cells(course, student):
    """The graded cells of a submission that a program graded: name -> (points, of how many)."""
    name, folder = course
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(name, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        return {grade.name: (grade.auto_score, grade.max_score) for grade in grades if grade.cell_type == "code"}


def test_solution_earns_every_point(course):
    grades = cells(course, "solution")
    assert {cell: got for cell, (got, most) in grades.items() if got is not None and got != most} == {}
    assert sum(got is not None for got, _ in grades.values()) >= 3


def test_untouched_student_version_earns_nothing(course):
    assert {cell: got for cell, (got, _) in cells(course, "untouched").items() if got} == {}


def test_untouched_student_version_fails_only_for_what_is_not_written(course):
    name, folder = course
    notebook = json.loads((folder / "autograded" / "untouched" / name / f"{name}.ipynb").read_text())
    errors = [
        (o["ename"], o["evalue"])
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if o["output_type"] == "error"
    ]
    assert errors
    assert [error for error in errors if error[0] not in ("NotImplementedError", "NotYet", "NameError")] == []


def test_validate_passes_on_the_solution_and_explains_itself_on_a_stub(course):
    name, folder = course
    solved = nbgrader(folder, "validate", f"solutions/{name}/{name}.ipynb")
    assert "Success! Your notebook passes all the tests." in solved.stdout
    stub = nbgrader(folder, "validate", f"exercises/{name}/{name}.ipynb")
    assert "VALIDATION FAILED" in stub.stdout and "not written yet" in stub.stdout
    # An unsolved cell that a person grades shows its own NotImplementedError; nothing of ours shows a traceback.
    for traceback in stub.stdout.split("Traceback")[1:]:
        assert "raise NotImplementedError()" in traceback
    assert "/course_utils/" not in stub.stdout
