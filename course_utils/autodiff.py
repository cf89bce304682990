"""Reverse-mode automatic differentiation of NumPy expressions: what a framework does, small enough to read.

    w = Node(np.array([1.0, 2.0]))
    C = ((w * 3 - 1) ** 2).sum()
    C.backward()
    w.gradient  # dC/dw

Each operation on a Node computes its value at once, and notes which Nodes it was computed from, its parents, and how
to turn the gradient with respect to itself into the gradient with respect to each parent. ``backward`` plays the
notes in reverse (Linnainmaa 1970): that is slide 26, for any expression. Arrays and numbers that are no Nodes are
constants and get no gradient.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

# From the gradient with respect to a result to that with respect to one of the arrays it was computed from.
Pullback = Callable[[npt.NDArray], npt.NDArray]


class Node:
    """An array that remembers how it was computed.

    Args:
        value: array or number; whole numbers become float64.
        name: what to call it; operations name their results by their sign.
        parents: pairs of a parent and its pullback; those that are no Nodes are left out.

    Attributes:
        value, name, parents: as given.
        gradient: dC/d(this), of the same shape, after ``C.backward()``.
    """

    __array_ufunc__ = None  # so that array @ Node asks the Node, not NumPy

    def __init__(self, value: npt.ArrayLike, name: str = "", parents: tuple[tuple[object, Pullback], ...] = ()) -> None:
        value = np.asarray(value)
        if value.dtype.kind not in "biuf":
            raise TypeError(f"Node: value has dtype {value.dtype}, expected real numbers")
        self.value = value if value.dtype.kind == "f" else value.astype(np.float64)
        self.name = name
        self.parents = [(parent, pullback) for parent, pullback in parents if isinstance(parent, Node)]
        self.gradient: npt.NDArray | None = None

    def __add__(self, other: Node | npt.ArrayLike) -> Node:
        return Node(self.value + value(other), "+", ((self, lambda g: g), (other, lambda g: g)))

    def __sub__(self, other: Node | npt.ArrayLike) -> Node:
        return Node(self.value - value(other), "−", ((self, lambda g: g), (other, lambda g: -g)))

    def __mul__(self, other: Node | npt.ArrayLike) -> Node:
        a, b = self.value, value(other)
        return Node(a * b, "×", ((self, lambda g: g * b), (other, lambda g: g * a)))

    def __truediv__(self, other: Node | npt.ArrayLike) -> Node:
        a, b = self.value, value(other)
        return Node(a / b, "/", ((self, lambda g: g / b), (other, lambda g: -g * a / b**2)))

    def __pow__(self, exponent: float) -> Node:
        if not isinstance(exponent, numbers.Real):
            raise TypeError(f"**: the exponent is {exponent!r}, expected a number")
        a = self.value
        return Node(a**exponent, f"power {exponent:g}", ((self, lambda g: g * exponent * a ** (exponent - 1)),))

    # A method whose name begins with r serves "constant operation Node".
    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Node:
        return self * -1.0

    def __rsub__(self, other: npt.ArrayLike) -> Node:
        return -self + other

    def __rtruediv__(self, other: npt.ArrayLike) -> Node:
        return self**-1 * other

    def __matmul__(self, other: Node | npt.ArrayLike) -> Node:
        return matmul(self, other)

    def __rmatmul__(self, other: npt.ArrayLike) -> Node:
        return matmul(other, self)

    @property
    def T(self) -> Node:
        """The transpose."""
        return Node(self.value.T, "T", ((self, lambda g: g.T),))

    def sum(self, axis: int | None = None) -> Node:
        """Sum over one axis, which stays with length 1; over everything when None."""
        shape = self.value.shape
        total = self.value.sum(axis=axis, keepdims=axis is not None)
        return Node(total, "sum", ((self, lambda g: np.broadcast_to(g, shape)),))

    def exp(self) -> Node:
        """e to the power of each number."""
        result = np.exp(self.value)
        return Node(result, "exp", ((self, lambda g: g * result),))

    def log(self) -> Node:
        """Natural logarithm of each number."""
        a = self.value
        return Node(np.log(a), "log", ((self, lambda g: g / a),))

    def relu(self) -> Node:
        """max(0, z) of each number; its slope at 0 is taken as 0."""
        on = self.value > 0
        return Node(self.value * on, "relu", ((self, lambda g: g * on),))

    def backward(self) -> None:
        """Set the gradient of all Nodes that this one was computed from: d(this)/d(Node).

        Raises:
            ValueError: this is not a single number.
        """
        if self.value.size != 1:
            raise ValueError(f"backward: the result has shape {self.value.shape}, expected a single number; sum it")
        nodes = in_order(self)
        for node in nodes:
            node.gradient = np.zeros_like(node.value)
        self.gradient = np.ones_like(self.value)
        for node in reversed(nodes):
            for parent, pullback in node.parents:
                # Added, not set: a Node that is used twice reaches the result by two ways.
                parent.gradient = parent.gradient + sum_to_shape(pullback(node.gradient), parent.value.shape)


def value(x: Node | npt.ArrayLike) -> npt.NDArray | float:
    """The value of a Node, or a constant as it is: a plain number leaves float32 arrays float32."""
    return x.value if isinstance(x, Node) else x if isinstance(x, numbers.Real) else np.asarray(x)


def matmul(A: Node | npt.ArrayLike, B: Node | npt.ArrayLike) -> Node:
    """The product of two matrices, (n, k) @ (k, m) -> (n, m)."""
    a, b = np.asarray(value(A)), np.asarray(value(B))
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError(f"@: the factors have shapes {a.shape} and {b.shape}, expected (n, k) and (k, m)")
    return Node(a @ b, "@", ((A, lambda g: g @ b.T), (B, lambda g: a.T @ g)))


def sum_to_shape(g: npt.NDArray, shape: tuple[int, ...]) -> npt.NDArray:
    """Sum a gradient over the axes along which an array of that shape was repeated (broadcast) by an operation."""
    added = g.ndim - len(shape)
    g = g.sum(axis=tuple(range(added))) if added else g
    repeated = tuple(k for k, n in enumerate(shape) if n == 1 and g.shape[k] > 1)
    return g.sum(axis=repeated, keepdims=True) if repeated else g


def in_order(result: Node) -> list[Node]:
    """All Nodes that the result was computed from, and itself last: each after its parents (topological order)."""
    order, seen, stack = [], set(), [(result, False)]
    while stack:  # a list instead of recursion: a long calculation would exceed Python's recursion limit
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(parent, False) for parent, _ in node.parents]
    return order


def cross_entropy(Z: Node, y: npt.NDArray) -> Node:
    """The criterion C = E[-log P(y | x)] from logits (N, K) and labels (N,), as ``network.cross_entropy`` has it."""
    if Z.value.ndim != 2 or np.shape(y) != Z.value.shape[:1]:
        raise ValueError(f"cross_entropy: z has shape {Z.value.shape} and y {np.shape(y)}, expected (N, K) and (N,)")
    onehot = np.eye(Z.value.shape[1], dtype=Z.value.dtype)[y]
    Z = Z - Z.value.max(axis=1, keepdims=True)  # a constant a row: it prevents overflow and changes no gradient
    return (Z.exp().sum(axis=1).log() - (Z * onehot).sum(axis=1)).sum() / len(onehot)
