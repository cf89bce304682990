"""Reading one line of a derivation: a formula as text, evaluated with numbers, without ever running it as a program.

What can be written: names that the exercise declares; numbers; ``+ - * / **`` (elementwise) and ``@`` (matrix
product); ``A.T``; comparisons such as ``h > 0``, which are 1 or 0; the functions in FUNCTIONS; indexed quantities
``W2[j, k]``; and sums over indices, ``sum(i, dC_dz[i] * W3[i, j])`` for Σ_i, ``sum(i, j, …)`` for a double sum.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.checks.evaluation import Evaluation
from course_utils.checks.functions import Unreadable

MAX_LENGTH = 2000

# What people write, and what Python's grammar wants.
SPELLINGS = {"·": "*", "×": "*", "−": "-", "–": "-", "⊙": "*", "ᵀ": ".T", "²": "**2", "³": "**3"}  # noqa: RUF001


class Expression:
    """A formula.

    Args:
        text: as the student wrote it, or a SymPy expression.

    Raises:
        Unreadable: it is no formula.
    """

    def __init__(self, text: object) -> None:
        try:
            self.text = text if isinstance(text, str) else str(text)
        except Exception:
            raise Unreadable(f"it is of type {type(text).__name__}, expected text") from None
        if len(self.text) > MAX_LENGTH:
            raise Unreadable(f"it is {len(self.text)} characters long, more than {MAX_LENGTH}")
        source = self.text.strip()
        for written, python in SPELLINGS.items():
            source = source.replace(written, python)
        if not source:
            raise Unreadable("it is empty")
        try:
            self.tree = ast.parse(source, mode="eval").body
        except SyntaxError as error:
            raise Unreadable(why_no_formula(source, error)) from None
        except (ValueError, RecursionError, MemoryError):
            raise Unreadable("it is nested too deeply, or holds a character that no formula has") from None

    def names(self) -> set[str]:
        """All names in it, functions included."""
        return {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}

    def multiplies_matrices(self) -> bool:
        """Whether there is an @ in it."""
        return any(isinstance(node, ast.MatMult) for node in ast.walk(self.tree))

    def value(
        self, symbols: Mapping[str, npt.ArrayLike], indices: Mapping[str, int] | None = None, free: Sequence[str] = ()
    ) -> npt.NDArray[np.float64]:
        """Evaluate.

        Args:
            symbols: name -> its value, a number or array.
            indices: index -> how many values it takes, from 0; the order of the axes.
            free: the indices of the left-hand side, which nothing sums over.

        Returns:
            The value; with one axis for each free index, in their order, where the formula is an indexed one.

        Raises:
            Unreadable: it cannot be evaluated, or depends on an index that is neither summed nor free.
        """
        evaluation = Evaluation(symbols, indices or {})
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(evaluation.visit(self.tree), dtype=np.float64)
        except RecursionError:
            raise Unreadable("it is nested too deeply") from None
        except OverflowError:
            raise Unreadable("it holds a number too large to compute with") from None
        if not evaluation.uses_indices:
            return value
        return evaluation.free_axes(self.tree, value, free)


def why_no_formula(source: str, error: SyntaxError) -> str:
    """Say in a sentence why Python's grammar does not take a text for an expression."""
    if "=" in source.replace("==", "").replace(">=", "").replace("<=", ""):
        return "it has an equals sign: write the right-hand side only"
    if source.count("(") != source.count(")"):
        more = "(" if source.count("(") > source.count(")") else ")"
        return f"its brackets do not match: there is a {more!r} too many"
    if "'" in source or "′" in source or "’" in source:  # noqa: RUF001
        return "a derivative's prime cannot be read: write the slope itself, such as 1 - h**2 or (z > 0)"
    place = source[: error.offset or 0][-20:]
    return f"it stops making sense at …{place!r}. Every product needs its sign: 2 * w, not 2 w"
