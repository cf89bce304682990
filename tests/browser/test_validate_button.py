"""nbgrader's Validate button, pressed in JupyterLab: what its dialog says of a solution and of a stub."""

import pytest

from tests.browser.conftest import ASSIGNMENT
from tests.browser.test_in_browser import open_notebook

REPLACE = """([grade_id, source]) => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    cells.find(cell => cell.model.metadata.nbgrader?.grade_id === grade_id).model.sharedModel.setSource(source);
}"""


@pytest.fixture
def notebook(page, lab):
    """A function that opens a copy of the assignment, "solutions" or "exercises"."""
    return lambda copy: open_notebook(page, lab(f"{ASSIGNMENT}.ipynb", copy=f"{copy}/{ASSIGNMENT}"))


def validated(page):
    """Press the button; return the dialog's title and its text, line by line."""
    page.get_by_role("button", name="Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for(timeout=120_000)
    assert dialog.locator(".jp-Dialog-header").inner_text() == "Validation Results"
    lines = dialog.locator(".jp-Dialog-body").inner_text().splitlines()
    dialog.get_by_role("button", name="Ok").click()
    return lines


def test_a_solution_passes(page, notebook):
    notebook("solutions")
    assert validated(page) == ["Success! Your notebook passes all the tests."]


def test_a_stub_says_what_is_wrong_and_what_is_not_written_yet(page, notebook):
    notebook("exercises")
    page.evaluate(REPLACE, ["number-of-paths", "def number_of_paths(sizes, l):\n    return sum(sizes[l + 1:])\n"])
    lines = validated(page)
    found = " ".join(lines)
    assert (
        "check.number_of_paths(number_of_paths) ✗ 3.2 The number of paths number_of_paths((7, 4, 3, 2), 1) is" in found
    )
    assert "The widths are added." in found and "3.5 backward: not written yet." in lines
    assert "You did not provide a response." in lines
    # All others are stubs: but for the wrong answer, and the one that a person grades.
    not_written = [line for line in lines if line.endswith(": not written yet.")]
    assert lines.count("The following cell failed:") == len(not_written) + 2
    assert [line for line in lines if "Traceback" in line or "course_utils" in line or len(line) > 90] == []
