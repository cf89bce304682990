"""The value of a formula that has been read: its tree is walked and computed with, and never run as a program.

Each index owns an axis of its own, on which it counts 0, 1, 2, …: so ``W2[j, k]`` is ordinary NumPy indexing that
broadcasts, and a sum over i is a sum along i's axis.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from course_utils.checks.functions import FUNCTIONS, REDUCTIONS, Unreadable, no_function

MAX_ENTRIES = 2_000_000


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
}


class Evaluation(ast.NodeVisitor):
    """Walks a formula's tree and computes; whatever it has no method for is refused."""

    def __init__(self, symbols: Mapping[str, npt.ArrayLike], indices: Mapping[str, int]) -> None:
        self.symbols = {name: np.asarray(value, dtype=np.float64) for name, value in symbols.items()}
        self.axis = {name: axis for axis, name in enumerate(indices)}
        self.size = dict(indices)
        self.uses_indices = False

    def generic_visit(self, node: ast.AST) -> None:
        raise Unreadable(f"{ast.unparse(node)[:40]!r} is not part of a formula here")

    def visit_Constant(self, node: ast.Constant) -> npt.NDArray:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise Unreadable(f"{node.value!r} is no number")
        return np.float64(node.value)

    def visit_Name(self, node: ast.Name) -> npt.NDArray:
        if node.id in self.symbols:
            return self.symbols[node.id]
        if node.id in self.axis:
            raise Unreadable(f"the index {node.id} stands alone; indices belong in brackets, as in W[i, j]")
        if node.id in FUNCTIONS or node.id in REDUCTIONS or node.id == "delta":
            raise Unreadable(f"{node.id} is a function: what of? Its arguments stand in round brackets")
        raise Unreadable(f"it uses {node.id}, which is not declared. Declared are {', '.join(self.symbols)}")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> npt.NDArray:
        if type(node.op) not in OPERATORS:
            self.generic_visit(node)
        return OPERATORS[type(node.op)](self.visit(node.operand))

    def visit_BinOp(self, node: ast.BinOp) -> npt.NDArray:
        if isinstance(node.op, ast.BitXor):
            raise Unreadable("^ is no power in Python: write ** for a power")
        if type(node.op) not in OPERATORS:
            self.generic_visit(node)
        return self.apply(OPERATORS[type(node.op)], node, self.visit(node.left), self.visit(node.right))

    def visit_Compare(self, node: ast.Compare) -> npt.NDArray:
        if len(node.ops) != 1 or type(node.ops[0]) not in OPERATORS:
            self.generic_visit(node)
        left, right = self.visit(node.left), self.visit(node.comparators[0])
        return self.apply(OPERATORS[type(node.ops[0])], node, left, right) * 1.0

    def visit_Attribute(self, node: ast.Attribute) -> npt.NDArray:
        if node.attr != "T":
            self.generic_visit(node)
        value = self.visit(node.value)
        if any(isinstance(part, ast.Subscript) for part in ast.walk(node)):
            raise Unreadable(f"{ast.unparse(node)[:40]!r} transposes single entries: swap their indices instead")
        return value.T

    def visit_Subscript(self, node: ast.Subscript) -> npt.NDArray:
        if not isinstance(node.value, ast.Name):
            raise Unreadable(
                f"only named quantities have indices, and {ast.unparse(node)!r} puts them on something else"
            )
        written = ast.unparse(node)
        array = self.visit(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if len(parts) != array.ndim:
            raise Unreadable(f"{written} has {len(parts)} indices, but {node.value.id} has {array.ndim}")
        where = []
        for part, length in zip(parts, array.shape, strict=True):
            if isinstance(part, ast.Constant) and type(part.value) is int and 0 <= part.value < length:
                where.append(part.value)
                continue
            if not isinstance(part, ast.Name) or part.id not in self.axis:
                raise Unreadable(f"{ast.unparse(part)!r} is no index here; the indices are {', '.join(self.axis)}")
            if self.size[part.id] != length:
                fitting = [name for name, size in self.size.items() if size == length]
                raise Unreadable(
                    f"in {written}, {part.id} stands where {' or '.join(fitting) or 'another index'} belongs: "
                    f"{node.value.id} has shape {array.shape}, and {part.id} takes {self.size[part.id]} values"
                )
            where.append(self.counting(part.id))
            self.uses_indices = True
        return array[tuple(where)]

    def visit_Call(self, node: ast.Call) -> npt.NDArray:
        if not isinstance(node.func, ast.Name):
            raise Unreadable(no_function(node.func))
        name = node.func.id
        if name in REDUCTIONS:
            return self.reduction(name, node)
        if name == "delta":
            return self.delta(node)
        if name in self.symbols:
            raise Unreadable(f"{name} is a quantity, not a function. Every product needs its sign: {name} * (…)")
        if name not in FUNCTIONS:
            known = ", ".join(name for name in [*FUNCTIONS, *REDUCTIONS] if name.islower())
            raise Unreadable(f"it calls {name}, which is not a function here. There are {known}")
        if node.keywords:
            raise Unreadable(f"{name} takes no settings by name")
        try:
            return self.apply(FUNCTIONS[name], node, *map(self.visit, node.args))
        except TypeError:
            raise Unreadable(f"{name} cannot be applied to {len(node.args)} arguments") from None

    def delta(self, node: ast.Call) -> npt.NDArray:
        """Kronecker's delta of two indices: 1 where they are equal."""
        names = [part.id if isinstance(part, ast.Name) else None for part in node.args]
        if len(names) != 2 or any(name not in self.axis for name in names):
            raise Unreadable("delta wants two indices, as in delta(i, j)")
        self.uses_indices = True
        return (self.counting(names[0]) == self.counting(names[1])) * 1.0

    def reduction(self, name: str, node: ast.Call) -> npt.NDArray:
        """sum(i, …), sum(i, j, …): over indices. sum(A), sum(A, axis=0): over an array's axes."""
        function, settings = REDUCTIONS[name], {}
        for keyword in node.keywords:
            if keyword.arg not in ("axis", "keepdims") or not isinstance(keyword.value, ast.Constant):
                raise Unreadable(f"{name} knows only the settings axis and keepdims")
            settings[keyword.arg] = keyword.value.value
        if type(settings.get("axis")) not in (int, type(None)) or type(settings.get("keepdims", True)) is not bool:
            raise Unreadable(f"{name}'s axis is a whole number: 0 for the rows, 1 for the columns")
        *over, last = node.args or [None]
        if last is None:
            raise Unreadable(f"{name} of what?")
        if over:
            names = [part.id if isinstance(part, ast.Name) else ast.unparse(part) for part in over]
            unknown = [part for part in names if part not in self.axis]
            if unknown or settings:
                known = ", ".join(self.axis)
                said = f"the indices are {known}" if known else "this exercise has no indices; write sum(A, axis=0)"
                raise Unreadable(f"{name}({', '.join(names)}, …) should begin with indices, and {said}")
            value = self.indexed(last)
            self.uses_indices = True
            for index in names:
                # A term that does not depend on the index counts as often as the index has values.
                value = np.broadcast_to(value, np.broadcast_shapes(value.shape, self.counting(index).shape))
                value = function(value, axis=self.axis[index], keepdims=True)
            return value
        inside = self.visit(last)
        return self.apply(lambda array: function(array, **settings), node, inside)

    def indexed(self, node: ast.AST) -> npt.NDArray:
        """Evaluate what is summed over indices: no array may stand in it without its indices."""
        value = self.visit(node)
        for name in self.bare(node):
            raise Unreadable(f"{name} stands without its indices in a sum over indices")
        return value

    def bare(self, node: ast.AST) -> list[str]:
        """Names of the arrays that stand somewhere in a formula without their indices."""
        names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in self.symbols]
        named = [part.value.id for part in ast.walk(node) if isinstance(part, ast.Subscript)]
        # delta(i, k) is a function, and delta[i] may be a symbol beside it.
        named += [part.func.id for part in ast.walk(node) if isinstance(part, ast.Call)]
        return [
            name for name in dict.fromkeys(names) if self.symbols[name].ndim and names.count(name) > named.count(name)
        ]

    def refuse_bare(self, node: ast.AST) -> None:
        """Where a formula with indices has gone wrong: say so if an array in it stands without its own."""
        for name in self.bare(node) if self.uses_indices else []:
            raise Unreadable(f"{name} stands without its indices beside quantities that have theirs")

    def counting(self, index: str) -> npt.NDArray[np.intp]:
        """0, 1, 2, … along the index's own axis."""
        shape = [1] * len(self.axis)
        shape[self.axis[index]] = self.size[index]
        return np.arange(self.size[index]).reshape(shape)

    def apply(self, function, node: ast.AST, *values: npt.NDArray) -> npt.NDArray:
        """Compute, or say in a sentence why shapes do not fit."""
        try:
            result = function(*values)
        except (ValueError, IndexError):
            written = ast.unparse(node)  # only now: done at every step of a long formula, it takes seconds
            self.refuse_bare(node)
            shapes = " and ".join(str(value.shape) for value in values)
            raise Unreadable(f"the shapes in {written[:60]!r} do not fit: {shapes}") from None
        if np.size(result) > MAX_ENTRIES:
            raise Unreadable(f"{ast.unparse(node)[:60]!r} has more than {MAX_ENTRIES} entries")
        return result

    def free_axes(self, node: ast.AST, value: npt.NDArray, free: Sequence[str]) -> npt.NDArray:
        """Bring an indexed value's axes into the order of the free indices; all others must have been summed over."""
        value = value.reshape((1,) * (len(self.axis) - value.ndim) + value.shape)
        left = [name for name, axis in self.axis.items() if value.shape[axis] > 1 and name not in free]
        strange = value.ndim > len(self.axis) or any(
            value.shape[axis] not in (1, self.size[name]) for name, axis in self.axis.items()
        )
        if left or strange:
            self.refuse_bare(node)
        if left:
            raise Unreadable(
                f"it still depends on {', '.join(left)}, which the left-hand side does not have: "
                f"is a sum over {left[0]} missing, sum({left[0]}, …)?"
            )
        full = [self.size[name] if name in free else 1 for name in self.axis]
        value = np.broadcast_to(value, full)
        order = sorted(free, key=lambda name: self.axis[name])
        value = value.reshape([self.size[name] for name in order])
        return np.transpose(value, [order.index(name) for name in free])
