"""Print how the checkers fare against the bank, cell by cell: `make check-the-checkers`."""

import sys
from collections import Counter

from tests.wrong_answers import ASSIGNMENTS, Assignment, bank
from tests.wrong_answers.judgement import judged


def main(names: list[str]) -> int:
    """Print a line a cell, what went wrong, and the three fractions; return how many answers were misjudged."""
    total: Counter = Counter()
    misjudged = []
    print(f"{'assignment / cell':52} {'wrong':>6} {'refused':>8} {'named':>6} {'right':>6} {'accepted':>9}")
    for name in names or ASSIGNMENTS:
        assignment = Assignment(name)
        answers = list(bank(name))
        for cell in assignment.answer_cells():
            counts: Counter = Counter()
            for answer in (answer for answer in answers if answer.cell == cell):
                verdict = judged(answer, assignment.outcome(answer))
                counts.update(verdict.counts)
                misjudged += verdict.complaints
            print(
                f"{name + ' / ' + cell:52} {counts['wrong']:6} {counts['refused']:8} {counts['named']:6} "
                f"{counts['right']:6} {counts['accepted']:9}",
                flush=True,
            )
            total.update(counts)
    for complaint in misjudged:
        print(complaint)
    print(f"wrong_refused: {total['refused'] / max(1, total['wrong']):.3f}")
    print(f"slip_named: {total['named'] / max(1, total['wrong']):.3f}")
    print(f"right_accepted: {total['accepted'] / max(1, total['right']):.3f}")
    return total["wrong"] - total["refused"] + total["right"] - total["accepted"]


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
