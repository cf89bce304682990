"""The table of slides is complete and true."""

import pathlib
import re

import nbformat
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = (ROOT / "lectures" / "README.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| \d", line)]


def headings(chapter):
    path = next((ROOT / "lectures").glob(f"0{chapter}_*.ipynb"))
    cells = nbformat.read(path, as_version=4).cells
    return re.findall(r"^## (.+)$", "\n".join(c.source for c in cells if c.cell_type == "markdown"), re.M)


def test_every_slide_has_its_row():
    assert [int(row[0]) for row in ROWS] == list(range(1, 46))


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) == 5], ids=lambda row: row[0])
def test_the_section_and_the_tests_named_exist(row):
    for section in row[2].split("; "):
        assert section in headings(section[0])
    tests = "".join(path.read_text() for path in (ROOT / "tests" / "unit").glob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", row[4]):
        assert f"def {name}(" in tests
