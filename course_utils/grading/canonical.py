"""The notebook that is graded: the instructor's, with nothing of the submission in it but the text of its answers.

Tags, metadata, points, order, added, deleted and copied cells of a submission do not survive, since they are not read.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import pathlib
import re
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums
from traitlets.config import Config

from course_utils.grading.demonstrations import needless
from course_utils.grading.sandbox import Cell

MAX_BYTES = 20 * 2**20
MAX_SOURCE = 200_000  # characters of an answer
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[ \t]*### END HIDDEN TESTS[^\n]*$\n?", re.M | re.S)
MARKERS = re.compile(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS)")


class SetAside(ValueError):
    """A submission cannot be read; the message says why, for the instructor."""


@dataclass(frozen=True)
class Canonical:
    """A notebook to grade.

    Attributes:
        notebook: the instructor's notebook, hidden tests and checksums included, with a submission's answers.
        remarks: what a person should know, such as a missing answer cell.
    """

    notebook: NotebookNode
    remarks: tuple[str, ...] = field(default=())


def nbgrader(cell: NotebookNode) -> dict:
    """A cell's nbgrader metadata."""
    return cell.metadata.get("nbgrader", {})


def is_answer(cell: NotebookNode) -> bool:
    """Whether students write this cell."""
    return bool(nbgrader(cell).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    """Whether a program grades this cell."""
    return cell.cell_type == "code" and bool(nbgrader(cell).get("grade")) and not is_answer(cell)


def read_source(path: pathlib.Path) -> NotebookNode:
    """The instructor's notebook, solutions included."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def stub(source: NotebookNode, config: Config | None = None) -> NotebookNode:
    """What students started from, with the hidden tests still in it: made as ``generate_assignment`` makes it."""
    notebook = copy.deepcopy(source)
    for preprocessor in (ClearSolutions(config=config or Config()), ComputeChecksums()):
        notebook, _ = preprocessor.preprocess(notebook, {})
    return notebook


def read_submission(path: pathlib.Path) -> NotebookNode:
    """Read what was handed in.

    Raises:
        SetAside: it is not a notebook of this course.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise SetAside("there is no notebook of this name") from None
    except OSError as error:
        raise SetAside(
            "the notebook is a symbolic link" if path.is_symlink() else f"unreadable ({error.strerror})"
        ) from None
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        raise SetAside("the notebook is not a file of its own")
    with open(descriptor, "rb") as file:
        if about.st_size > MAX_BYTES:
            raise SetAside(f"{about.st_size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} that are read")
        data = file.read(MAX_BYTES + 1)
    return parsed(data)


def parsed(data: bytes) -> NotebookNode:
    """A notebook from its bytes."""
    if not data.strip():
        raise SetAside("the file is empty")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SetAside("not UTF-8 text, as notebooks are") from None
    except (ValueError, RecursionError) as error:
        raise SetAside(f"not JSON, perhaps cut off ({str(error)[:80]})") from None
    if not isinstance(content, dict) or content.get("nbformat") != 4:
        found = content.get("nbformat") if isinstance(content, dict) else None
        raise SetAside(f"notebook format {str(found)[:20]}, not 4; open and save it in JupyterLab")
    kernel = content.get("metadata", {}).get("kernelspec") if isinstance(content.get("metadata"), dict) else None
    if not isinstance(kernel, dict) or not kernel.get("name"):
        raise SetAside("it names no kernel; open it in JupyterLab, choose Python 3, and save")
    if not isinstance(content.get("cells"), list):
        raise SetAside("it has no list of cells")
    return NotebookNode(cells=content["cells"])


def answers_in(submission: NotebookNode) -> dict[str, list[str]]:
    """Sources of the cells that say which answer they are, by grade_id."""
    found: dict[str, list[str]] = {}
    for cell in submission.cells:
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if isinstance(about, dict) and isinstance(about.get("grade_id"), str) and isinstance(source, str):
            found.setdefault(about["grade_id"], []).append(source)
    return found


def canonical(blank: NotebookNode, submission: NotebookNode, source: NotebookNode | None = None) -> Canonical:
    """Put a submission's answers into the instructor's notebook.

    Of several cells that claim to be the same answer, the first that differs from the stub counts.

    Args:
        blank: what :func:`stub` gives.
        submission: what :func:`read_submission` gives.
        source: the notebook with solutions; an answer that repeats them letter for letter is remarked on.
    """
    notebook, answers, remarks = copy.deepcopy(blank), answers_in(submission), []
    solutions = {nbgrader(c).get("grade_id"): c.source for c in source.cells if is_answer(c)} if source else {}
    copied = 0
    for cell in notebook.cells:
        if not is_answer(cell):
            continue
        name = nbgrader(cell)["grade_id"]
        candidates = answers.get(name, [])
        changed = [text for text in candidates if text.strip() != cell.source.strip()]
        if not candidates:
            remarks.append(f"answer cell {name} is missing")
        if len(set(changed)) > 1:
            remarks.append(f"answer cell {name} is there {len(candidates)} times; the first that was written counts")
        text = changed[0] if changed else cell.source
        if len(text) > MAX_SOURCE:
            remarks.append(f"answer cell {name} is too long to be read")
            text = cell.source
        copied += MARKERS.search(text) is not None or (len(text) > 300 and text == solutions.get(name))
        cell.source = text.encode("utf-8", "replace").decode()
    if copied:
        cells = "1 answer holds" if copied == 1 else f"{copied} answers hold"
        remarks.append(f"{cells} the solution's own text or its markers: how did they come by it?")
    return Canonical(notebook, tuple(remarks))


def code_cells(notebook: NotebookNode, keep: Callable[[NotebookNode], bool] = lambda cell: True) -> list[NotebookNode]:
    """A notebook's code cells, in order: what a sandbox numbers them by."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and keep(cell)]


def visible(cell: NotebookNode) -> str:
    """What students see of a code cell: no hidden tests."""
    return HIDDEN.sub("", cell.source) if is_test(cell) else cell.source


def cells_to_play(notebook: NotebookNode) -> tuple[Cell, ...]:
    """A notebook's code cells, hidden tests apart from what is seen; demonstrations that nothing needs are empty."""
    cells, leave = code_cells(notebook), needless(code_cells(notebook))
    hidden = ["\n".join(part.group(1) for part in HIDDEN.finditer(c.source)) if is_test(c) else "" for c in cells]
    return tuple(Cell("" if i in leave else visible(c), hidden[i], is_test(c)) for i, c in enumerate(cells))


def written(notebook: NotebookNode) -> str:
    """All that a student sees of the code, and the texts in it as Python reads them."""
    sources = [visible(cell) for cell in code_cells(notebook)]
    texts = []
    for source in sources:
        try:
            with warnings.catch_warnings(action="ignore"):  # of a backslash that escapes nothing
                nodes = ast.walk(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        texts += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join([*sources, *texts])
