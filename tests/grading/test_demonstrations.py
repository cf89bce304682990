"""A demonstration runs for grading only where something graded needs what it makes."""

from dataclasses import replace

import nbformat
import pytest

from course_utils.grading import canonical, sandbox
from course_utils.grading.demonstrations import TAG, names, needless
from course_utils.grading.grader import Grader
from course_utils.grading.store import Store
from tests.grading import need_sandbox
from tools.exercises import ROOT, assignments


def cells(*sources: str) -> list:
    """Code cells; those whose source begins with a # are demonstrations."""
    tag = {True: {"tags": [TAG]}, False: {}}
    return [nbformat.v4.new_code_cell(source, metadata=tag[source.startswith("#")]) for source in sources]


def test_demonstration_that_nothing_needs_is_left_out():
    assert needless(cells("a = 1", "#\nb = a", "print(a)")) == {1}


def test_cell_without_the_tag_always_runs():
    assert needless(cells("a = 1", "b = 2", "c = 3")) == set()


@pytest.mark.parametrize(
    "answer",
    [
        "print(b)",
        "def f():\n    return b",
        "f = lambda: b",
        "[b for _ in 'x']",
        "class A:\n    x = b",
        "b += 1",
        "b = b + 1",
        "if x:\n    b = 1\nb",
        "for i in b:\n    pass",
        "for b[0] in 'x':\n    pass",
        "for b in []:\n    pass\nb",
        "def f():\n    global b\n    b += 1",
        "globals()['b']",
        "eval('b')",
        "%timeit b",
        "b?",
        "!echo $b",
        "def broken(:",
    ],
)
def test_demonstration_runs_where_a_later_answer_uses_what_it_makes(answer):
    assert needless(cells("x = 1", "#\nb = 1", answer)) == set()


@pytest.mark.parametrize(
    "answer",
    [
        "b = 1\nprint(b)",
        "def f(b):\n    return b",
        "[b for b in 'x']",
        "for b in 'x':\n    print(b)",
        "import b\nb.x",
        "x.b",
        "'b'",
    ],
)
def test_name_of_the_answers_own_does_not_make_a_demonstration_run(answer):
    assert needless(cells("x = 1", "#\nb = 1", answer)) == {1}


def test_cell_above_a_demonstration_does_not_make_it_run():
    assert needless(cells("print(b)", "#\nb = 1")) == {1}


def test_demonstration_that_runs_makes_those_run_that_it_needs():
    assert needless(cells("#\na = 1", "#\nb = a", "#\nc = 1", "print(b)")) == {2}


def test_import_and_function_of_a_demonstration_are_names_too():
    assert names("import numpy.linalg as la, scipy.stats\ndef f(): pass")[1] == {"la", "scipy", "f"}


def code(name: str) -> list:
    """Code cells of a solution, hidden tests included."""
    return canonical.code_cells(canonical.read_source(ROOT / "solutions" / name / f"{name}.ipynb"))


def tagged(name: str) -> set[int]:
    """Numbers of a solution's demonstrations."""
    return {i for i, cell in enumerate(code(name)) if TAG in cell.metadata.get("tags", [])}


@pytest.mark.parametrize("name", assignments())
def test_no_graded_cell_of_the_course_needs_a_demonstration(name):
    assert needless(code(name)) == tagged(name)


@pytest.mark.parametrize("name", assignments())
def test_no_demonstration_of_the_course_is_graded_or_an_answer(name):
    cells_of_it = [cell for i, cell in enumerate(code(name)) if i in tagged(name)]
    assert not any(canonical.nbgrader(cell).get("grade") or canonical.is_answer(cell) for cell in cells_of_it)


@pytest.mark.parametrize("name", [name for name in assignments() if tagged(name)])
def test_solution_emits_the_same_with_its_demonstrations_and_without(name, tmp_path):
    need_sandbox()
    own = Grader(ROOT / "solutions" / name, name, Store(tmp_path), sandbox.Limits())
    job = own.job(own.source)
    assert {i for i, cell in enumerate(job.cells) if not cell.source} == tagged(name)
    sources = map(canonical.visible, code(name))
    everything = tuple(replace(cell, source=source) for cell, source in zip(job.cells, sources, strict=True))
    with sandbox.Sandbox() as one:
        assert one.play(job).probes == one.play(replace(job, cells=everything)).probes
