"""Several short formulas at once, and a grader's view of a check."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course_utils.checks.derivation import Derivation
from course_utils.checks.report import NotYet, fail


def formulas(name: str, answers: object, expected: Mapping[str, Derivation], seed: int | None = None) -> None:
    """Check a dictionary of formulas."""
    if answers is None or answers is ...:
        raise NotYet(f"{name} is still {answers}.")
    if not isinstance(answers, dict) or set(answers) != set(expected):
        fail(f"{name} should be a dictionary with the keys {', '.join(map(repr, expected))} and a formula for each.")
    for key, derivation in expected.items():
        derivation.check([answers[key]], seed)


def verdict(look: Callable, *values: object) -> tuple[float, str]:
    """What a grader makes of a value: 1 or 0, and why."""
    try:
        look(*values)
    except (AssertionError, NotImplementedError, ValueError, TypeError) as reason:
        return 0.0, str(reason)
    return 1.0, ""
