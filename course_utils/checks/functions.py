"""The functions that a formula may call, and what to say where it calls anything else."""

from __future__ import annotations

import ast

import numpy as np
import numpy.typing as npt
import scipy.special


class Unreadable(ValueError):
    """A formula cannot be read or has no value; the message is a sentence for students."""


def outer(u: npt.NDArray, v: npt.NDArray) -> npt.NDArray:
    """u v^T of two vectors."""
    if u.ndim != 1 or v.ndim != 1:
        raise Unreadable(f"outer(u, v) wants two vectors, here of shapes {u.shape} and {v.shape}")
    return np.outer(u, v)


FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sigmoid": scipy.special.expit,
    "relu": lambda z: np.maximum(z, 0.0),
    "step": lambda z: (z > 0) * 1.0,
    "max": np.maximum,
    "min": np.minimum,
    "diag": np.diag,
    "outer": outer,
    "softmax": lambda z: scipy.special.softmax(z, axis=-1),
}
# How SymPy prints the same functions, so that str(expression) can be read too.
FUNCTIONS |= {"Abs": np.abs, "Max": np.maximum, "Min": np.minimum, "Heaviside": FUNCTIONS["step"]}
REDUCTIONS = {"sum": np.sum, "mean": np.mean}


def no_function(node: ast.AST) -> str:
    """Say what to write in place of a call of something that is no plain name, such as np.sum(A), A.sum() or 2(a)."""
    written, known = ast.unparse(node)[:40], {**FUNCTIONS, **REDUCTIONS}
    if not isinstance(node, ast.Attribute):
        return f"{written!r} is not a function here. Every product needs its sign: {written} * (…)"
    if node.attr not in known:
        return f"{written!r} is not a function here. There are {', '.join(name for name in known if name.islower())}"
    if isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy", "math", "sp", "sympy"):
        return f"functions are written without a module's name here: {node.attr}(…), not {written}(…)"
    return f"functions stand before what they are applied to: {node.attr}({ast.unparse(node.value)[:40]}, …)"
