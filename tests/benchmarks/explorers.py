"""How long a slider's picture takes, in every explorer of every lecture: from the new value to the new picture."""

import inspect
import json
from collections.abc import Iterator

import nbformat
from nbclient import NotebookClient

from tests.benchmarks.cells import LECTURES

COLLECT = """
from course_utils import widgets as _widgets
_explorers, _init = [], _widgets.Explorer.__init__
def _collect(self, *args, **controls):
    _init(self, *args, **controls)
    _explorers.append(self)
_widgets.Explorer.__init__ = _collect
"""


def neighbours(control) -> list:
    """Return the values of an ipywidgets control next to the present one."""
    if hasattr(control, "index"):  # a choice from a list
        values = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return [values[k] for k in (control.index - 1, control.index + 1) if 0 <= k < len(values)]
    if isinstance(control.value, bool):
        return [not control.value]
    if hasattr(control, "base"):  # a logarithmic slider
        low, high = control.base**control.min, control.base**control.max
        values = [control.value * control.base**-control.step, control.value * control.base**control.step]
    else:
        low, high = control.min, control.max
        values = [control.value - control.step, control.value + control.step]
    return [value for value in values if low <= value <= high]


def update_seconds(explorers) -> list[float]:
    """Return each explorer's median time of a move to a neighbouring value of a control, or back."""
    import statistics
    import time

    medians = []
    for explorer in explorers:
        seconds = []
        for control in explorer.controls.values():
            here = control.value
            for there in neighbours(control):
                for value in (there, here):
                    start = time.perf_counter()
                    control.value = value
                    seconds.append(time.perf_counter() - start)
        medians.append(statistics.median(seconds))
    return medians


def medians_of(path) -> list[float]:
    """Run a notebook and return its explorers' medians, in the order in which they were made."""
    notebook = nbformat.read(path, as_version=4)
    functions = inspect.getsource(neighbours) + "\n\n" + inspect.getsource(update_seconds)
    ask = nbformat.v4.new_code_cell(f"{functions}\n\nimport json\nprint(json.dumps(update_seconds(_explorers)))")
    notebook.cells = [nbformat.v4.new_code_cell(COLLECT), *notebook.cells, ask]
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, resources=where, extra_arguments=["--IPKernelApp.log_level=ERROR"]).execute()
    return json.loads(next(output.text for output in ask.outputs if output.get("name") == "stdout"))


def measure() -> Iterator[tuple[str, float]]:
    """Yield each explorer's median seconds, and the slowest explorer's."""
    worst = 0.0
    for path in sorted(LECTURES.glob("*.ipynb")):
        for k, median in enumerate(medians_of(path), start=1):
            worst = max(worst, median)
            yield f"widget_update_seconds_{path.stem}_{k}", median
    yield "widget_update_seconds", worst
