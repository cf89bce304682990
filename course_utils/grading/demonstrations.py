"""Cells that show what an answer does and are not graded: run for grading only where something graded needs them.

The instructor tags them ``demonstration``. Students see them run; a grader that trains a network again for every
submission, for nobody to look at, spends most of its time there. A student's answer may use what a demonstration
above it made, though, as it can in the student's own notebook: then the demonstration runs.
"""

from __future__ import annotations

import ast
import functools
import re
import symtable
import warnings
from collections.abc import Iterator

from nbformat import NotebookNode

TAG = "demonstration"
# Ways to a name that a table of symbols does not show, and IPython's own syntax.
INDIRECT = re.compile(r"\b(globals|locals|vars|exec|eval|get_ipython|__main__|__dict__)\b|^\s*[%!?]|\?\s*$", re.M)


def needless(cells: list[NotebookNode]) -> set[int]:
    """Numbers of the demonstrations, among a notebook's code cells, that no other cell needs."""
    found, needed = set(), set()
    for number in reversed(range(len(cells))):
        uses, makes = names(cells[number].source)
        if TAG in cells[number].metadata.get("tags", []) and None not in needed and not makes & needed:
            found.add(number)
        else:
            needed |= uses
    return found


@functools.lru_cache(4096)  # most cells of a class's notebooks are the same
def names(source: str) -> tuple[frozenset[str | None], frozenset[str]]:
    """Names that a cell reads before it binds them itself, and names that it binds.

    None is among the former where that cannot be told.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # of a backslash that escapes nothing
            uses, makes = in_symbols(source)
            if uses & makes:
                uses = read_first(ast.parse(source).body, set())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset({None}), frozenset()
    return frozenset(uses | ({None} if INDIRECT.search(source) else set())), frozenset(makes)


def read_first(statements: list[ast.stmt], bound: set[str]) -> set[str]:
    """Global names that statements read and that are not bound before; ``bound`` grows by what they surely bind."""
    uses = set()
    for statement in statements:
        if isinstance(statement, ast.For):
            before = in_symbols(ast.unparse(statement.iter))[0] - bound
            inside = bound | in_symbols(ast.unparse(statement.target) + " = None")[1]
            uses |= before | read_first(statement.body, inside) | read_first(statement.orelse, set(bound))
        else:
            reads, makes = in_symbols(ast.unparse(statement))
            uses |= reads - bound
            if isinstance(statement, ast.Assign | ast.Import | ast.ImportFrom | ast.FunctionDef):
                bound |= makes
    return uses


def in_symbols(source: str) -> tuple[set[str], set[str]]:
    """Global names that a piece of code reads, and that it binds, as Python's own tables of symbols say."""
    top = symtable.symtable(source, "cell", "exec")
    found = [symbol for table in scopes(top) for symbol in table.get_symbols() if table is top or symbol.is_global()]
    # The tables take `b += 1` for a binding alone.
    added_to = [node.target for node in ast.walk(ast.parse(source)) if isinstance(node, ast.AugAssign)]
    both = {target.id for target in added_to if isinstance(target, ast.Name)}
    reads = {symbol.get_name() for symbol in found if symbol.is_referenced() or symbol.get_name() in both}
    return reads, {symbol.get_name() for symbol in found if symbol.is_assigned() or symbol.is_imported()}


def scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """A table of symbols, and those of the functions and classes in it."""
    yield table
    for inner in table.get_children():
        yield from scopes(inner)
