"""What every lecture notebook keeps to: sources that resolve, figures in words, short cells, clean outputs."""

import ast
import csv
import json
import pathlib
import re

import pytest

from course_utils import quiz

LECTURES = pathlib.Path(__file__).parents[2] / "lectures"
NOTEBOOKS = sorted(LECTURES.glob("*.ipynb"))
NUMBERED = [path for path in NOTEBOOKS if re.match(r"0[1-9]|[1-9]\d", path.name)]
BIBLIOGRAPHY = (LECTURES / "bibliography.md").read_text(encoding="utf-8")
KEYS = re.findall(r'<a id="([^"]+)"></a>', BIBLIOGRAPHY)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_lecture = pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)


def cells(path: pathlib.Path, cell_type: str | None = None) -> list[dict]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return [cell for cell in notebook["cells"] if cell_type in (None, cell["cell_type"])]


def outputs(path: pathlib.Path) -> list[dict]:
    return [output for cell in cells(path, "code") for output in cell["outputs"]]


def prose(path: pathlib.Path) -> str:
    return "\n".join(cell["source"] for cell in cells(path, "markdown"))


def imagenet_table() -> list[dict]:
    with (LECTURES / "imagenet_top5.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_lectures():
    assert NUMBERED and KEYS


# Sources


@every_notebook
def test_every_reference_resolves_to_a_bibliography_entry(path):
    links = re.findall(r"\]\(([^)\s]*bibliography\.md[^)\s]*)\)", prose(path))
    targets = [link.removeprefix("bibliography.md#") for link in links if link != "bibliography.md"]
    assert [target for target in targets if target not in KEYS] == []


@every_notebook
def test_every_link_to_a_file_resolves(path):
    targets = re.findall(r"\]\((?!https?:|#)([^)\s#]+)", prose(path))
    missing = [name for name in targets if not (LECTURES / name).exists()]
    later = [name for name in missing if re.fullmatch(r"0[1-9]_\w+\.ipynb", name)]
    if later == missing and missing:
        pytest.skip(f"to come: {', '.join(later)}")
    assert missing == []


def test_bibliography_entries_are_complete_unique_and_in_order():
    assert len(KEYS) == len(set(KEYS))
    entries = re.findall(r'<a id="([^"]+)"></a>(.*)', BIBLIOGRAPHY)
    for key, text in entries:
        assert re.search(r"\(.*\d{4}\)|Prize .*\d{4}|Award \d{4}", text), f"{key}: no year"
        assert key[-4:] in text, f"{key}: its year is not in the entry"
    without_link = [key for key, text in entries if "](https://" not in text and "](http://" not in text]
    assert set(without_link) <= {"tikhonov1943", "lang1988"}, "only two old papers have no address"
    names = [re.match(r"[a-z]+", key)[0] for key in KEYS]
    assert names == sorted(names)


def test_the_imagenet_numbers_of_2012_are_the_slides():
    year = {row["role"]: float(row["error_percent"]) for row in imagenet_table() if row["year"] == "2012"}
    assert (year["winner"], year["second"]) == (16.4, 26.2)


def test_every_imagenet_number_has_a_source_and_is_plausible():
    table = imagenet_table()
    assert [row["source"] for row in table if row["source"] not in KEYS] == []
    winners = [row for row in table if row["role"] == "winner"]
    assert [int(row["year"]) for row in winners] == list(range(2010, 2018))
    errors = [float(row["error_percent"]) for row in winners]
    assert errors == sorted(errors, reverse=True), "the winners' error falls every year"
    assert [row["deep"] for row in winners] == ["no", "no", *["yes"] * 6]
    assert [float(row["error_percent"]) for row in table if row["role"] == "human"] == [5.1]


def test_the_errors_of_the_four_routes_are_computed_not_typed():
    (cell,) = [c for c in cells(LECTURES / "01_overview.ipynb", "code") if '"raw pixels + linear":' in c["source"]]
    tree = ast.parse(cell["source"])
    numbers = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    assert numbers == []
    assigned = {ast.unparse(n.targets[0]): n.value for n in tree.body if isinstance(n, ast.Assign)}
    errors = assigned["errors"]
    assert len(errors.values) == 4
    assert all(isinstance(value, ast.Call) and value.func.id == "test_errors" for value in errors.values)
    assert "bars_with_errors(ax, list(errors), list(errors.values())" in cell["source"]


# Cells


@every_notebook
def test_code_cells_are_at_most_18_lines(path):
    assert [cell["source"] for cell in cells(path, "code") if len(cell["source"].splitlines()) > 18] == []


@every_notebook
def test_set_up_takes_at_most_three_lines(path):
    if path in NUMBERED:
        lines = [line for line in cells(path, "code")[0]["source"].splitlines() if line.strip()]
        assert len(lines) <= 3 and all(re.match(r"import |from ", line) for line in lines)
    code = "\n".join(cell["source"] for cell in cells(path, "code"))
    assert re.findall(r"sys\.path|^\s*[%!]\s*(?:pip|conda)|filterwarnings", code, flags=re.MULTILINE) == []


@every_lecture
def test_title_says_what_one_will_be_able_to_do_and_how_long_it_takes(path):
    title = cells(path)[0]
    assert title["cell_type"] == "markdown" and title["source"].startswith("# ")
    assert "be able to" in title["source"]
    assert re.search(r"\d+ minutes", title["source"])


@every_lecture
def test_ends_with_questions_summary_since_2015_references_and_next_step(path):
    headings = re.findall(r"^## (.+)$", prose(path), flags=re.MULTILINE)
    assert headings[-5:] == ["Check yourself", "Summary", "What came since 2015", "References", "Next step"]


# Questions


def questions_asked(path: pathlib.Path) -> tuple[int, str]:
    """Return which cell asks the recall questions, and from which file."""
    asking = [
        (k, name)
        for k, cell in enumerate(cells(path))
        for name in re.findall(r'^quiz\.ask\("(.+)"\)$', cell["source"], re.M)
    ]
    assert len(asking) == 1, f"{len(asking)} cells ask questions, expected 1"
    return asking[0]


@every_lecture
def test_asks_for_at_least_three_predictions(path):
    assert len(re.findall(r"^\*\*Predict\.\*\* .+\?", prose(path), flags=re.MULTILINE)) >= 3


@every_lecture
def test_five_to_eight_recall_questions_stand_right_before_the_summary(path):
    place, name = questions_asked(path)
    before, after = cells(path)[place - 1 : place + 2 : 2]
    assert name == f"questions/{path.stem}.json"
    assert re.search(r"^## Check yourself\n+.+$", before["source"], flags=re.MULTILINE)
    assert "\n## " not in before["source"].split("## Check yourself")[1]
    assert after["source"].startswith("## Summary")
    assert 5 <= len(quiz.load(LECTURES / name)) <= 8


@every_lecture
def test_every_answer_explains_itself(path):
    for question in quiz.load(LECTURES / questions_asked(path)[1]):  # which checks that right answers exist
        for answer in question["answers"]:
            assert len(answer["feedback"].split()) >= 4, f"{question['question']}: {answer}"
        texts = [quiz.wording(answer) for answer in question["answers"]]
        assert len(texts) == len(set(texts)), question["question"]


@every_lecture
def test_stored_questions_are_those_of_the_file(path):
    place, name = questions_asked(path)
    questions = quiz.load(LECTURES / name)
    (output,) = cells(path)[place]["outputs"]
    stored = {mime: "".join(text) for mime, text in output["data"].items()}
    assert stored == {"text/html": quiz.as_html(questions), "text/plain": quiz.as_text(questions)}


def test_every_file_of_questions_belongs_to_a_lecture():
    assert {path.stem for path in (LECTURES / "questions").glob("*")} <= {path.stem for path in NUMBERED}


# Outputs


@every_notebook
def test_outputs_are_stored_and_clean(path):
    for cell in cells(path, "code"):
        assert cell["execution_count"] is not None, f"not executed: {cell['source'][:60]}"
    assert [o for o in outputs(path) if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert outputs(path)


@every_notebook
def test_every_figure_is_described_in_words(path):
    for output in outputs(path):
        if "image/png" in output.get("data", {}):
            alt = output["metadata"].get("image/png", {}).get("alt", "")
            assert len(alt) >= 40, f"a figure is described only as {alt!r}"
            assert "nan" not in alt.split()


@every_lecture
def test_at_least_five_outputs_are_compared_when_it_runs_again(path):
    tagged = [c for c in cells(path, "code") if "nbval-check-output" in c["metadata"].get("tags", [])]
    assert len([cell for cell in tagged if cell["outputs"]]) >= 5
    assert [cell["source"] for cell in tagged if not cell["outputs"]] == []


@every_notebook
def test_file_is_under_2_megabytes(path):
    assert path.stat().st_size < 2_000_000
