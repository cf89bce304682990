"""How a check speaks: one plain sentence when an answer is right, at most ten lines when it is not, and never a
traceback.

A check is a function that is called with a student's answer. :func:`check` makes it one: it remembers how the check
ended for :func:`summary`, and turns whatever went wrong into a :class:`CheckFailed` that Jupyter shows as text.
"""

from __future__ import annotations

import functools
import sys
import textwrap
import warnings
from collections.abc import Callable

from course_utils.checks.probes import grading

MAX_LINES = 9
WIDTH = 82  # nbgrader's Validate cuts lines at 83
# Said when a check itself stopped; the bank of wrong answers counts that as a crash.
INSIDE = "inside the check"


class Plain:
    """Shown by Jupyter as its message alone: IPython asks an exception how it wants to be shown."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class CheckFailed(Plain, AssertionError):
    """An answer is wrong; the message says how, in words for students."""


class NotYet(Plain, NotImplementedError):
    """There is no answer yet."""


def fail(*sentences: str) -> None:
    """End the check: what is wrong, the smallest case that shows it, what to look at; each argument begins a line."""
    lines = [line for sentence in sentences for line in wrapped(sentence)]
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], "…"]
    raise CheckFailed("\n".join(lines))


def wrapped(sentence: str) -> list[str]:
    """Break long prose into lines; a text with line breaks of its own (a small table) stays as it is."""
    return sentence.splitlines() if "\n" in sentence else textwrap.wrap(sentence, WIDTH) or [""]


# Title of each check -> how it ended last ("passed", "failed", "not yet"), by the module that the check belongs to.
RESULTS: dict[str, dict[str, str]] = {}


def check(title: str) -> Callable[[Callable], Callable]:
    """Make a function a check: ``@check("softmax")`` above ``def softmax(answer): ...``.

    The function ends by itself when the answer is right, and calls :func:`fail` when it is not. It may return a
    sentence to be shown with the good news.

    While an answer is graded, the message is printed, not raised: so that the probes that follow in the same cell
    still earn what is right, and the student reads both.
    """

    def decorate(function: Callable) -> Callable:
        results = RESULTS.setdefault(function.__module__, {})
        results[title] = "not yet"

        @functools.wraps(function)
        def checked(*answers: object, **settings: object) -> None:
            results[title], ended = "failed", None
            try:
                with warnings.catch_warnings():  # of overflows on the way to a verdict; the verdict says it better
                    warnings.simplefilter("ignore", RuntimeWarning)
                    remark = function(*answers, **settings)
            except NotImplementedError as reason:
                results[title] = "not yet"
                ended = NotYet(f"{title}: not written yet.\n{reason if isinstance(reason, NotYet) else ''}".strip())
            except CheckFailed as reason:
                ended = CheckFailed(with_title(title, str(reason)))
            except Exception as error:  # an answer of a kind that nobody thought of
                kind = type(error).__name__
                sentence = f"This could not be checked ({kind} {INSIDE}). Is the answer of the kind asked for?"
                ended = CheckFailed(with_title(title, sentence))
            if ended and grading():
                print(ended)
            elif ended:
                # Raised anew, so that nothing of the check's inside hangs on to it.
                raise ended from None
            else:
                results[title] = "passed"
                print(f"✓ {title}: right." + (f" {remark}" if remark else ""))

        return checked

    return decorate


def with_title(title: str, message: str) -> str:
    """Put the check's title above a message."""
    return f"✗ {title}\n{message}"


def summary(*modules: str) -> None:
    """Print a line for every check of an assignment, which may have several modules: passed, failed or not yet."""
    results = {title: state for module in modules for title, state in RESULTS[module].items()}
    marks = {"passed": "✓", "failed": "✗", "not yet": "·"}
    for title, state in results.items():
        print(f"{marks[state]} {title}: {state}")
    passed = sum(state == "passed" for state in results.values())
    print(f"{passed} of {len(results)} checks pass so far.")
    sys.stdout.flush()
