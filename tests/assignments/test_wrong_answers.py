"""The bank of wrong answers: no wrong one passes, no right one is refused, and the messages name the slips."""

from collections import Counter

import pytest

from tests.wrong_answers import ASSIGNMENTS, Assignment, bank
from tests.wrong_answers.judgement import judged


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def verdicts(request):
    """(assignment, counts of each cell, complaints)."""
    assignment, counts, complaints = Assignment(request.param), {}, []
    for answer in bank(request.param):
        verdict = judged(answer, assignment.outcome(answer))
        counts.setdefault(answer.cell, Counter()).update(verdict.counts)
        complaints += verdict.complaints
    return assignment, counts, complaints


def test_every_wrong_answer_is_refused_and_every_right_one_accepted(verdicts):
    _, _, complaints = verdicts
    assert [line for line in complaints if not line.startswith("slip not named")] == []


def test_four_slips_in_five_are_named(verdicts):
    _, counts, complaints = verdicts
    total = sum(counts.values(), Counter())
    assert total["named"] >= 0.8 * total["wrong"], "\n".join(complaints)


def test_every_autograded_cell_has_six_wrong_answers_and_two_right_ones(verdicts):
    assignment, counts, _ = verdicts
    cells = set(assignment.answer_cells())
    assert set(counts) == cells
    assert {cell: dict(c) for cell, c in counts.items() if c["wrong"] < 6 or c["right"] < 2} == {}


def test_points_of_a_cells_probes_add_up_to_the_cells_points(verdicts):
    assignment, _, _ = verdicts
    assignment.run_solution()
    for number, cell in enumerate(assignment.cells):
        if assignment.kind(cell) == "test":
            probed = sum(emitted["points"] for emitted in assignment.expected[number])
            assert probed == cell.metadata.nbgrader.points, cell.metadata.nbgrader.grade_id


def test_no_two_probes_of_an_assignment_share_a_name(verdicts):
    assignment, _, _ = verdicts
    assignment.run_solution()
    names = [emitted["name"] for probes in assignment.expected.values() for emitted in probes]
    assert len(names) == len(set(names))
