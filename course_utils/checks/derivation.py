"""A derivation is an answer too: line by line, the first one that does not follow is found, by numbers.

All quantities of an exercise are drawn at random and made consistent with one another (signals computed from weights,
local derivatives from signals), each line is evaluated with them, and compared with the line before and with a
reference that comes from numerical differentiation, integration or simulation. Any correct form of a line has the
correct value.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from course_utils.checks.compare import close, general_slips
from course_utils.checks.expression import Expression
from course_utils.checks.functions import Unreadable
from course_utils.checks.report import CheckFailed, NotYet, fail

MAX_LINES = 30
MAX_TEXT = 10_000


@dataclass(frozen=True)
class Derivation:
    """What is to be derived.

    Attributes:
        left: what all lines are equal to, as messages call it, such as "∂C/∂W2[j, k]".
        draw: from a generator to the values of all symbols, name -> number or array; another point with every call.
        target: from these values to the value of the left-hand side, computed in a way of its own.
        indices: index -> how many values it takes, for indexed formulas; different numbers, so that swaps are seen. Or
            a function from the values drawn to that, where sizes are drawn too: so that no line is right for one only.
        free: indices of the left-hand side, in the order of the target's axes.
        final: symbols that the last line may use (all, if empty): so that it is worked out.
        slips: sentence -> from the values to what the left-hand side would be if one had made the slip.
        least_lines: how many lines there must be.
        N: the batch size, where there is one, so that a missing 1/N is recognised.
        points: at how many random points the lines are compared.
        rtol: relative tolerance; wider where the target is a simulation.
    """

    left: str
    draw: Callable[[np.random.Generator], Mapping[str, npt.ArrayLike]]
    target: Callable[[Mapping[str, npt.NDArray]], npt.ArrayLike]
    indices: Mapping[str, int] | Callable[[Mapping], Mapping[str, int]] = field(default_factory=dict)
    free: Sequence[str] = ()
    final: Sequence[str] = ()
    slips: Mapping[str, Callable] = field(default_factory=dict)
    least_lines: int = 1
    N: int | None = None
    points: int = 3
    rtol: float = 1e-6
    drawn: dict = field(default_factory=dict, repr=False, compare=False)  # points of a seed, for those who grade many

    def check(self, lines: object, seed: int | None = None) -> None:
        """Fail at the first line that is wrong, in words.

        Args:
            lines: the student's: a list of formulas as text (or SymPy expressions), each equal to the left-hand side.
            seed: of the random points; fresh ones when None.
        """
        expressions = self.read(lines)
        rng = np.random.default_rng(seed)
        for symbols, target in self.at_points(seed):
            try:
                self.compare(expressions, symbols, target)
            except CheckFailed as reason:
                fail(str(reason), *self.other_sizes(lambda: self.compare(expressions, *self.point(rng))))
        extra = sorted(expressions[-1].names() & set(symbols) - {*self.final, *self.sizes(symbols)})
        if self.final and extra:
            fail(
                f"Every line is right, but the last one still uses {', '.join(extra)}: go on, until only "
                f"{', '.join(self.final)} are left."
            )

    def sizes(self, symbols: Mapping[str, npt.NDArray]) -> Mapping[str, int]:
        """How many values each index takes."""
        return self.indices(symbols) if callable(self.indices) else self.indices

    def other_sizes(self, judge: Callable[[], None]) -> list[str]:
        """Where sizes are drawn: a sentence if lines that were wrong are right at some other point."""
        for _ in range(20 if callable(self.indices) else 0):
            with contextlib.suppress(CheckFailed):
                judge()
                return ["For other sizes all lines are right: does a plain number stand where a size belongs?"]
        return []

    def at_points(self, seed: int | None) -> Iterator[tuple[dict[str, npt.NDArray], npt.NDArray]]:
        """The points at which lines are compared, one after the other; those of a seed are drawn once."""
        rng, known = np.random.default_rng(seed), [] if seed is None else self.drawn.setdefault(seed, [])
        if seed is not None and not known:
            known += [self.point(rng) for _ in range(self.points)]
        yield from known or (self.point(rng) for _ in range(self.points))

    def point(self, rng: np.random.Generator) -> tuple[dict[str, npt.NDArray], npt.NDArray]:
        """Draw values of all symbols and of the left-hand side; one that is zero all over would prove nothing."""
        for _ in range(100):
            symbols = {name: np.asarray(value, dtype=np.float64) for name, value in self.draw(rng).items()}
            target = np.asarray(self.target(symbols), dtype=np.float64)
            if np.any(target != 0):
                break
        return symbols, target

    def read(self, lines: object) -> list[Expression]:
        """Parse all lines, or fail with a sentence about the first that cannot be read."""
        if lines is None or lines is ...:
            raise NotYet("The lines of the derivation are still missing.")
        if isinstance(lines, str) or not isinstance(lines, list | tuple):
            fail(f"The derivation is of type {type(lines).__name__}, expected a list of lines: ['…', '…'].")
        if not lines or any(
            line is None or line is ... or (isinstance(line, str) and not line.strip()) for line in lines
        ):
            raise NotYet("A line of the derivation is still missing.")
        if len(lines) > MAX_LINES:
            fail(f"The derivation has {len(lines)} lines, more than {MAX_LINES}.")
        if (length := sum(len(line) for line in lines if isinstance(line, str))) > MAX_TEXT:
            fail(f"The derivation has {length} characters, more than {MAX_TEXT}.")
        expressions = []
        for number, line in enumerate(lines, start=1):
            try:
                expressions.append(Expression(line))
            except Unreadable as reason:
                shown = [f"Line {number}: {shortened(line)}"] if isinstance(line, str) else []
                fail(f"Line {number} cannot be read: {ended(reason)}", *shown)
        if len(lines) < self.least_lines:
            lines_are = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
            fail(
                f"The derivation has {lines_are}, expected at least {self.least_lines}: show the steps.",
                "(Two texts without a comma between them are one line.)",
            )
        return expressions

    def compare(self, lines: Sequence[Expression], symbols: Mapping[str, npt.NDArray], target: npt.NDArray) -> None:
        """Fail at the first line whose value at this point is not the target."""
        for number, line in enumerate(lines, start=1):
            here = f"Line {number}: {shortened(line.text)}"
            try:
                value = line.value(symbols, self.sizes(symbols), self.free)
            except Unreadable as reason:
                fail(f"Line {number} has no value: {ended(reason)}", here)
            if value.shape != target.shape and value.size > 1:
                transposed = " It is transposed." if value.shape == target.shape[::-1] else ""
                fail(
                    f"Line {number} has shape {value.shape}, but {self.left} has shape {target.shape}.{transposed}",
                    here,
                )
            value = np.broadcast_to(value, target.shape)
            if not close(value, target, self.rtol):
                before = f"does not follow from line {number - 1}" if number > 1 else f"is not {self.left}"
                fail(
                    f"Line {number} {before}.", here, self.difference(value, target), *self.slip(value, symbols, target)
                )

    def difference(self, value: npt.NDArray, target: npt.NDArray) -> str:
        """Say where a line's value differs from what it should be, at a random point."""
        wrong = ~(np.abs(value - target) <= self.rtol * np.abs(target).max(initial=0.0) + 1e-12)
        index = tuple(int(k) for k in np.argwhere(wrong)[0]) if target.ndim else ()
        place = f", entry [{', '.join(map(str, index))}]," if index else ""
        if np.isnan(value[index]):
            return f"At a random point{place} it is no number: 0/0, or the log or root of something negative."
        return f"At a random point{place} it is {value[index] + 0.0:.5g} instead of {target[index]:.5g}."

    def slip(self, value: npt.NDArray, symbols: Mapping[str, npt.NDArray], target: npt.NDArray) -> list[str]:
        """Name the slip whose consequence the line's value is, if one is recognised."""
        slips = {sentence: wrong(symbols) for sentence, wrong in self.slips.items()}
        for sentence, wrong in {**slips, **general_slips(target, self.N)}.items():
            wrong = np.asarray(wrong, dtype=np.float64)
            if wrong.shape == value.shape and close(value, wrong, max(self.rtol, 1e-5)):
                return [sentence]
        for index, axis in zip(self.free, range(target.ndim), strict=False):
            constant = [(array.max(axis=axis) == array.min(axis=axis)).all() for array in (value, target)]
            if constant == [True, False]:
                return [
                    f"It is the same for every {index}: has a sum run over {index}, or is a factor with it missing?"
                ]
        return []


def ended(reason: Unreadable) -> str:
    """The reason as a sentence with an end."""
    text = str(reason)
    return text if text[-1] in ".?!" else text + "."


def shortened(line: str) -> str:
    """A student's line, cut where it would not fit into one line of a message."""
    line = line.strip()
    return line if len(line) <= 140 else line[:139] + "…"
