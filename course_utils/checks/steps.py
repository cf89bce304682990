"""Several quantities derived one after the other, a line each, such as a backward pass written with matrices:

    dz3 = p - t
    dW3 = outer(dz3, h2)

Each line is compared with a reference of its own, and may use what the lines above it have computed: there the true
values are put in, so that one wrong line is one wrong line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from course_utils.checks.compare import close, general_slips
from course_utils.checks.derivation import ended, shortened
from course_utils.checks.expression import Expression
from course_utils.checks.functions import FUNCTIONS, REDUCTIONS, Unreadable
from course_utils.checks.report import CheckFailed, NotYet, fail

MAX_LINES = 60
MAX_TEXT = 10_000
LINE = re.compile(r"([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Steps:
    """What is to be computed, line by line.

    Attributes:
        draw: from a generator to two dictionaries: name -> value of what is given, and name -> value of what is to be
            computed, the latter found in a way of its own. Another point with every call.
        wanted: name -> what it is, such as "dW3" -> "∂C/∂W3", in an order in which they can be computed.
        slips: name -> {sentence: from all values to what the quantity would be if one had made the slip}.
        looks: name -> what to look at when its shapes do not fit or no slip is recognised.
        N: the batch size, where there is one, so that a missing 1/N is recognised.
        points: at how many random points the lines are compared.
        rtol: relative tolerance.
    """

    draw: Callable[[np.random.Generator], tuple[Mapping[str, npt.ArrayLike], Mapping[str, npt.ArrayLike]]]
    wanted: Mapping[str, str]
    slips: Mapping[str, Mapping[str, Callable]] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    N: int | None = None
    points: int = 2
    rtol: float = 1e-6
    drawn: dict = field(default_factory=dict, repr=False, compare=False)  # points of a seed, for those who grade many

    def check(self, text: object, seed: int | None = None) -> None:
        """Fail at the first line that is wrong, or when a quantity is missing.

        Args:
            text: the student's: lines ``name = formula``; what stands after # is a comment.
            seed: of the random points; fresh ones when None.
        """
        lines = self.read(text)
        wrong = self.first_wrong(lines, seed)
        if wrong:
            fail(*wrong)
        missing = [name for name in self.wanted if name not in [name for name, _ in lines]]
        if missing:
            many = "line is" if len(lines) == 1 else f"{len(lines)} lines are"
            own = [name for name, _ in lines if name.lower() in map(str.lower, missing) and name not in self.wanted]
            fail(
                f"Your {many} right. Still missing: {', '.join(missing)}.",
                *([f"(Capitals count: {', '.join(own)} is a name of your own.)"] if own else []),
            )

    def fraction(self, text: object, seed: int | None = None) -> tuple[float, str]:
        """How much of what is wanted is right, 0 to 1, each line judged by itself; and what to say of the rest."""
        try:
            lines = self.read(text)
        except (CheckFailed, NotYet) as reason:
            return 0.0, str(reason)
        wrong = {}
        while True:
            failed = self.first_wrong(lines, seed, set(wrong))
            if not failed:
                break
            wrong[failed.number] = failed
        right = {name for number, (name, _) in enumerate(lines) if number not in wrong} & set(self.wanted)
        message = "\n".join(next(iter(wrong.values()))) if wrong else ""
        return len(right) / len(self.wanted), message or self.missing_sentence(lines)

    def missing_sentence(self, lines: list[tuple[str, str]]) -> str:
        """Say what is not there; nothing if all is."""
        missing = [name for name in self.wanted if name not in dict(lines)]
        return f"Missing: {', '.join(missing)}." if missing else ""

    def read(self, text: object) -> list[tuple[str, str]]:
        """Split the text into names and formulas, or fail with a sentence."""
        if text is None or text is ... or (isinstance(text, str) and not text.strip()):
            raise NotYet("The lines are still missing.")
        if isinstance(text, list | tuple) and all(isinstance(line, str) for line in text):
            text = "\n".join(text)
        if not isinstance(text, str):
            fail(f"The lines are of type {type(text).__name__}, expected one text with a line for each quantity.")
        found = [line.split("#")[0].strip() for line in text[:MAX_TEXT].splitlines()]
        found = [line for line in found if line]
        if len(found) > MAX_LINES or len(text) > MAX_TEXT:
            fail(f"There are {len(found)} lines with {len(text)} characters, more than {MAX_LINES} or {MAX_TEXT}.")
        lines = []
        for line in found:
            parts = LINE.fullmatch(line)
            if not parts:
                fail("A line cannot be read: expected name = formula.", f"The line: {line[:70]}")
            name, formula = parts[1], parts[2].strip()
            if name in dict(lines):
                fail(f"There are two lines for {name}.", f"The second: {line[:70]}")
            if not formula:
                raise NotYet(f"The formula for {name} is still missing.")
            lines.append((name, formula))
        if not lines:
            raise NotYet("The lines are still missing.")
        return lines

    def first_wrong(self, lines: list[tuple[str, str]], seed: int | None, skip: set[int] = frozenset()) -> Wrong | None:
        """Sentences about the first line that is wrong, other than those to be skipped; None if all are right."""
        for given, targets in self.at_points(seed):
            known = dict(given)
            for number, (name, formula) in enumerate(lines):
                if number not in skip:
                    sentences = self.line(name, formula, known, given, targets)
                    if sentences:
                        return Wrong(sentences, number)
                if name in targets:
                    known[name] = targets[name]
        return None

    def at_points(self, seed: int | None) -> Iterator[list[dict[str, npt.NDArray]]]:
        """The points at which lines are compared, what is given and what is wanted; those of a seed are drawn once."""
        rng, known = np.random.default_rng(seed), [] if seed is None else self.drawn.setdefault(seed, [])
        if seed is not None and not known:
            known += [self.point(rng) for _ in range(self.points)]
        yield from known or (self.point(rng) for _ in range(self.points))

    def point(self, rng: np.random.Generator) -> list[dict[str, npt.NDArray]]:
        """Draw values of all that is given, and of all that is wanted."""
        return [{name: np.asarray(value, np.float64) for name, value in part.items()} for part in self.draw(rng)]

    def line(self, name: str, formula: str, known: dict, given: Mapping, targets: Mapping) -> list[str]:
        """Sentences about what is wrong with one line. A quantity of the student's own is added to the known ones."""
        shown = f"Line: {name} = {shortened(formula)}"
        if name in given or name in FUNCTIONS or name in REDUCTIONS:
            kind = "is given" if name in given else "is the name of a function"
            return [f"{name} {kind}, so it cannot stand on the left.", shown]
        try:
            expression = Expression(formula)
            later = sorted((expression.names() & set(targets)) - set(known))
            if later:
                above = "itself" if later == [name] else f"{', '.join(later)}, which no line above it has computed yet"
                return [f"The formula for {name} uses {above}.", shown]
            value = expression.value(known)
        except Unreadable as reason:
            return [f"{name} has no value: {ended(reason)}", shown, *self.look(name)]
        if name not in targets:
            known[name] = value
            return []
        target, what = targets[name], f"{name}, {self.wanted[name]},"
        # Slips come first: one of them may have another shape too.
        for sentence, slip in {**self.slips.get(name, {}), **general_slips(target, self.N)}.items():
            wrong = np.asarray(slip({**given, **targets}) if callable(slip) else slip, dtype=np.float64)
            if same(wrong, value, 1e-5) and not same(wrong, target, self.rtol):
                return [f"{what} is not right.", shown, sentence]
        if np.isnan(value).any():
            return [f"{what} is no number: 0/0, or the log or root of something negative.", shown, *self.look(name)]
        if value.shape != target.shape:
            why = self.look(name)
            if value.ndim == 2 and value.shape == target.shape[::-1]:
                why = ["It is transposed: rows and columns have changed places."]
            elif value.ndim == 0 and expression.multiplies_matrices():
                why = ["u @ v of two vectors is a single number; u * v goes entry by entry, outer(u, v) is a matrix."]
            return [f"{what} has shape {value.shape}, expected {target.shape}.", shown, *why]
        if same(value, target, self.rtol):
            return []
        index = tuple(int(k) for k in np.unravel_index(np.argmax(np.abs(value - target)), target.shape))
        place = f", entry [{', '.join(map(str, index))}]," if index else ""
        numbers = f"At a random point{place} it is {value[index]:.5g} instead of {target[index]:.5g}."
        return [f"{what} is not right.", shown, numbers, *self.look(name)]

    def look(self, name: str) -> list[str]:
        """What to look at, if there is a sentence for it."""
        return [self.looks[name]] if name in self.looks else []


class Wrong(list):
    """Sentences about a wrong line, and its number from 0."""

    def __init__(self, sentences: list[str], number: int) -> None:
        super().__init__(sentences)
        self.number = number


def same(one: npt.NDArray, other: npt.NDArray, rtol: float) -> bool:
    """Whether two values agree in shape and numbers."""
    return one.shape == other.shape and close(one, other, rtol)
