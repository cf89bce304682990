"""What every assignment keeps to: points that add up, hints, a sum at the end; student versions without any answer."""

import json
import pathlib
import re

import nbformat
import pytest

from tools.exercises import differences, generate

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))
EXPECTED = [
    "01_example_network",
    "02_optimization",
    "03_backpropagation",
    "04_initialization",
    "05_regularization",
    "06_mnist_experiments",
    "07_hidden_unit_map",
]
every_assignment = pytest.mark.parametrize("name", NAMES)


def solution(name):
    return nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)


def graded(cell):
    return cell.metadata.get("nbgrader", {})


def test_the_seven_assignments_are_there():
    assert NAMES == EXPECTED


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated") / "exercises"
    generate(folder)
    return folder


def test_exercises_are_what_nbgrader_makes_of_solutions_byte_for_byte(generated):
    assert differences(generated, ROOT / "exercises") == []


@every_assignment
def test_points_add_up_to_what_the_notebook_says(name):
    notebook = solution(name)
    total = sum(graded(cell).get("points", 0) for cell in notebook.cells)
    assert re.search(rf"\b{total}\b points", notebook.cells[0].source), f"the first cell does not say {total} points"


@every_assignment
def test_every_autograded_cell_has_a_friendly_check_and_a_hidden_probe(name):
    for cell in solution(name).cells:
        if graded(cell).get("grade") and not graded(cell).get("solution"):
            visible, hidden = cell.source.split("### BEGIN HIDDEN TESTS")
            assert "check." in visible and "probe(" in hidden and "probe(" not in visible


@every_assignment
def test_probe_names_are_unique(name):
    names = [found for c in solution(name).cells for found in re.findall(r'\bprobe\(\s*f?"([^"]+)"', c.source)]
    assert len(names) == len(set(names))


@every_assignment
def test_has_objectives_minutes_hints_and_a_sum_at_the_end(name):
    cells = solution(name).cells
    assert cells[0].source.startswith("# ") and re.search(r"\d+ minutes", cells[0].source)
    assert "be able to" in cells[0].source
    assert sum(c.source.count("<details>") for c in cells if c.cell_type == "markdown") >= 3
    assert "check.summary()" in [c for c in cells if c.cell_type == "code"][-1].source


@every_assignment
def test_some_answers_are_read_by_a_person(name):
    assert any(graded(c).get("grade") and graded(c).get("solution") for c in solution(name).cells)


MARKERS = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)|DELETE LINE|\bprobe\(|\bjudge\b|scoring")


@every_assignment
def test_student_version_holds_no_marker_probe_or_hidden_file(name):
    folder = ROOT / "exercises" / name
    assert MARKERS.search((folder / f"{name}.ipynb").read_text()) is None
    assert [path.name for path in folder.rglob("*.py")] == []


@every_assignment
def test_student_version_holds_no_line_of_a_solution(name):
    student = [cell.source for cell in nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4).cells]
    kept = {line.strip() for source in student for line in source.splitlines()}
    given = {line.strip() for c in solution(name).cells if not graded(c) for line in c.source.splitlines()}
    for cell in solution(name).cells:
        if not graded(cell).get("solution"):
            continue
        source = cell.source
        if "### BEGIN SOLUTION" in source:
            source = "\n".join(re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL))
        lines = {line.strip() for line in source.splitlines() if len(line.strip()) > 25}
        assert (lines & kept) - given == set()


@every_assignment
def test_solution_is_stored_without_outputs_and_small(name):
    path = ROOT / "solutions" / name / f"{name}.ipynb"
    assert all(not cell.get("outputs") for cell in json.loads(path.read_text())["cells"])
    assert path.stat().st_size < 200_000


@every_assignment
def test_ids_of_cells_are_nbgraders_and_unique(name):
    ids = [graded(c).grade_id for c in solution(name).cells if graded(c)]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[\w-]+", one) for one in ids)
