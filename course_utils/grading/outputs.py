"""What a submission showed, made safe to look at: for the notebook that instructors open, and for the feedback page."""

from __future__ import annotations

import base64
import binascii
import html
import re
import sys
from collections.abc import Iterable

from nbformat import NotebookNode

from course_utils.grading.demonstrations import needless
from course_utils.grading.markup import clean_html
from course_utils.grading.sandbox import HOUSE, Played
from course_utils.grading.scores import Score

IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
MAX_EVERYTHING = 16_000_000  # characters of a notebook's outputs
TAG_COSTS = 1_000  # as many characters as a tag counts: reading them takes time
NOT_RUN = "(Not run for grading: no points depend on this cell.)\n"
LIMITS = {
    "seconds": "The notebook took longer than it may and was stopped; the cells after that did not run.",
    "left": "The notebook's process ended itself; the cells after that did not run.",
    "memory": "The notebook needed more memory than it may have and was stopped.",
    "processes": "The notebook started more processes than it may and was stopped.",
    "output": "The notebook put out more than it may and was stopped.",
}


def without_paths(text: str) -> str:
    """Text that every file can hold, in which no folder of the grading machine is named."""
    text = text.encode("utf-8", "replace").decode()  # half a character (a lone surrogate) is none
    for folder, name in ((sys.base_prefix, "python"), (HOUSE + "/environment", "python"), (HOUSE + "/lib", "course")):
        text = text.replace(folder, name)
    return text


def clean(outputs: Iterable[object], room: int = MAX_EVERYTHING) -> tuple[list[NotebookNode], int]:
    """Of a cell's outputs what is well formed, made safe, as far as there is room; and how much room is left."""
    kept = []
    for output in outputs:
        room -= weight(output)
        if room < 0:
            break
        try:
            one = clean_one(output)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            continue
        if one:
            kept.append(NotebookNode(one))
    return kept, room


def weight(output: object) -> int:
    """How long an output is, and how long it takes to clean."""
    data = output.get("data") if isinstance(output, dict) else None
    page = str(data.get("text/html", "")) if isinstance(data, dict) else ""
    return len(str(output)) + TAG_COSTS * (page.count("<") + page.count("&"))


def clean_one(output: dict) -> dict | None:
    """One output; None when nothing of it can be shown."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": without_paths(str(output["text"]))}
    if kind == "error":
        lines = [without_paths(str(line)) for line in output["traceback"]]
        value = without_paths(str(output["evalue"]))
        return {
            "output_type": "error",
            "ename": without_paths(str(output["ename"]))[:200],
            "evalue": value,
            "traceback": lines,
        }
    if kind not in ("display_data", "execute_result"):
        return None
    data = {mime: content for mime, value in output["data"].items() if (content := clean_data(mime, value))}
    one = {"output_type": kind, "data": data, "metadata": clean_metadata(output.get("metadata"))}
    if kind == "execute_result":
        count = output.get("execution_count")
        one["execution_count"] = count if type(count) is int and 0 <= count < 10**6 else None
    return one if data else None


def clean_data(mime: str, value: object) -> str:
    """One form of an output; empty when it cannot be shown."""
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    if mime in IMAGES:
        try:
            picture = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return ""
        return base64.b64encode(picture).decode() if picture.startswith(IMAGES[mime]) else ""
    if mime == "text/plain":
        return without_paths(text)
    if mime == "text/html":
        return clean_html(without_paths(text))
    return without_paths(text) if mime == "text/latex" and "<" not in text else ""


def clean_metadata(metadata: object) -> dict:
    """A picture's description and size; all else goes."""
    about = metadata.get("image/png") if isinstance(metadata, dict) else None
    if not isinstance(about, dict):
        return {}
    sizes = {key: about.get(key) for key in ("width", "height")}
    kept = {key: size for key, size in sizes.items() if type(size) in (int, float) and 0 < size < 10_000}
    if isinstance(about.get("alt"), str):
        kept["alt"] = html.escape(re.sub(r"\s+", " ", without_paths(about["alt"][:2000])))
    return {"image/png": kept} if kept else {}


def table(scores: Iterable[Score]) -> NotebookNode:
    """What each probe of a test cell earned, as an output for the student."""
    rows, lines = [], []
    for score in scores:
        mark = "✓" if score.points >= score.max_points else "✗" if score.points == 0 else "◐"
        points = f"{score.points:g} of {score.max_points:g}"
        lines.append(f"{mark} {score.name}: {points}" + (f". {score.message}" if score.message else ""))
        said = "".join(f"<td>{html.escape(text)}</td>" for text in (mark, score.name, points, score.message))
        rows.append(f"<tr>{said}</tr>")
    head = "<tr><th></th><th>What was tried</th><th>Points</th><th>What to look at</th></tr>"
    page = f'<table class="course-scores"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'
    data = {"text/plain": "\n".join(lines), "text/html": page}
    return NotebookNode(output_type="display_data", data=data, metadata={})


def put_in(notebook: NotebookNode, played: Played, scores: dict[int, list[Score]]) -> None:
    """Write what was shown, and what was earned, into a canonical notebook."""
    count, told, room = 0, False, MAX_EVERYTHING
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    leave = needless(cells)
    for number, cell in enumerate(cells):
        cell.outputs, room = clean(played.outputs.get(number, []), room)
        if number not in played.outputs:
            if played.stopped and not told:
                text = LIMITS.get(played.stopped, "The notebook was stopped.") + "\n"
                cell.outputs, told = [NotebookNode(output_type="stream", name="stderr", text=text)], True
        elif number in leave:
            cell.outputs = [NotebookNode(output_type="stream", name="stdout", text=NOT_RUN)]
        else:
            count += 1
            cell.execution_count = count
        if number in scores:
            cell.outputs.append(table(scores[number]))
