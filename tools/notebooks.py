"""Run notebooks from top to bottom and store their outputs in place, as `make lectures` does.

    python -m tools.notebooks lectures/01_overview.ipynb ...

Widgets are stored with their state, so that a reader sees them before running anything.
"""

import html
import pathlib
import re
import sys
import time

import nbformat
from nbclient import NotebookClient

PROGRESS = re.compile(r"^\s*\S*\s*\d+%\|")
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PEAK_MEMORY = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"


def execute(path: pathlib.Path) -> tuple[nbformat.NotebookNode, float, float]:
    """Run a notebook in its own folder; return it with outputs, the seconds it took and its kernel's peak MB."""
    notebook = nbformat.read(path, as_version=4)
    measure = nbformat.v4.new_code_cell(PEAK_MEMORY)
    notebook.cells.append(measure)
    start = time.perf_counter()
    where = {"metadata": {"path": str(path.parent)}}
    # The kernel warns that others on the machine could listen to it; here it runs our own notebooks only.
    quiet = ["--IPKernelApp.log_level=ERROR"]
    NotebookClient(notebook, timeout=300, resources=where, extra_arguments=quiet).execute()
    seconds = time.perf_counter() - start
    notebook.cells.pop()
    return notebook, seconds, float(measure.outputs[0].text)


def progress_in_words(model_id: str, state: dict) -> str:
    """Return what a finished progress bar reads, for places that draw no widgets."""
    children = state[model_id]["state"].get("children", [])
    texts = [state[child.removeprefix("IPY_MODEL_")]["state"].get("value", "") for child in children]
    return html.unescape(" ".join(text.strip() for text in texts if isinstance(text, str)))


def tidy(notebook: nbformat.NotebookNode) -> None:
    """Drop time stamps, and let progress bars say how they ended."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if WIDGET_VIEW in data and PROGRESS.match(data.get("text/plain", "")):
                data["text/plain"] = progress_in_words(data[WIDGET_VIEW]["model_id"], state)


def main(names: list[str]) -> None:
    """Run each notebook and write it back."""
    for path in map(pathlib.Path, names):
        notebook, seconds, megabytes = execute(path)
        tidy(notebook)
        nbformat.write(notebook, path)
        size = path.stat().st_size // 1024
        print(f"{path}: {seconds:.0f} s, at most {megabytes:.0f} MB of memory, {size} KB on disk", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
