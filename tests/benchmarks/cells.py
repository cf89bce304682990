"""The lectures' own functions, so that a benchmark measures the very cell that a reader runs."""

import pathlib
from collections.abc import Callable

import nbformat

from course_utils.data import Dataset, load_mnist

LECTURES = pathlib.Path(__file__).parents[2] / "lectures"


def function_of(lecture: str, tag: str) -> Callable:
    """Return the function that a notebook's cell with this tag defines, the set-up cell having been run."""
    notebook = nbformat.read(LECTURES / lecture, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell.source for cell in code if tag in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise LookupError(f"{lecture} has {len(tagged)} cells tagged {tag!r}, expected 1")
    names: dict = {}
    exec(code[0].source, names)  # our own notebook's source
    before = set(names)
    exec(tagged[0], names)
    functions = [names[name] for name in names.keys() - before if callable(names[name])]
    if len(functions) != 1:
        raise LookupError(f"the cell tagged {tag!r} of {lecture} defines {len(functions)} functions, expected 1")
    return functions[0]


def full_mnist() -> Dataset:
    """Return MNIST, or end: on the embedded default these figures would mean nothing."""
    data = load_mnist()
    if data.name != "MNIST":
        raise SystemExit("this benchmark is about MNIST, which cannot be had here")
    return data
