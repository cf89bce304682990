"""The IPython shell in which a submission's cells run: it shows nothing, and keeps everything for the grader."""

from __future__ import annotations

import sys
from collections.abc import Callable

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_TEXT = 100_000  # characters of one cell's output
MAX_OUTPUTS = 60  # of one cell
MAX_DATA = 3_000_000  # characters of one output's richest form
CUT = "\n… the output was longer, and is cut here."
# What loads or makes things at first use: once here, or in every submission.
WARM_UP = (
    "import matplotlib.pyplot as plt\nplt.plot([0, 1], label='$x^2$')\nplt.legend()\nplt.show()",
    "1 / 0",
    "from course_utils import load_mnist\nload_mnist()",
    "import sympy\nsympy.lambdify(sympy.Symbol('x'), sympy.sympify(1))(1)",
)
PROBE = "application/vnd.course.probe+json"


class Kept:
    """The outputs of the cell that runs now, in the order in which they came, up to a limit."""

    def __init__(self) -> None:
        self.outputs: list[dict] = []
        self.text = 0
        self.probes: Callable[[dict], None] | None = None

    def stream(self, name: str, text: str) -> None:
        """Keep what was printed."""
        if not text or self.probes or self.text > MAX_TEXT:
            return
        self.text += len(text)
        if self.text > MAX_TEXT:
            text = text[: max(0, MAX_TEXT - self.text + len(text))] + CUT
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def add(self, output: dict) -> None:
        """Keep an output; only probes once the display is closed."""
        data = output.get("data", {})
        if self.probes:
            if PROBE in data:
                self.probes(data[PROBE])
        elif len(self.outputs) < MAX_OUTPUTS:
            for kind in [kind for kind, content in data.items() if len(str(content)) > MAX_DATA]:
                data[kind] = "too large to keep" if kind.startswith("text/") else ""
            self.outputs.append(output)


class Stream:
    """Stands for sys.stdout and sys.stderr."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, kept: Kept) -> None:
        self.name, self.kept = name, kept

    def write(self, text: str) -> int:
        self.kept.stream(self.name, str(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return False


class Publisher(DisplayPublisher):
    """What display() shows."""

    def publish(self, data: dict, metadata: dict | None = None, **_: object) -> None:
        self.shell.kept.add({"output_type": "display_data", "data": dict(data), "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.kept.outputs.clear()


class Hook(DisplayHook):
    """What the last line of a cell shows."""

    def write_output_prompt(self) -> None:
        """A notebook has its own."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.kept.add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )


class GradingShell(InteractiveShell):
    """Runs cells as a notebook's kernel does, figures included."""

    @classmethod
    def make(cls) -> GradingShell:
        """The one shell of this process, ready."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.display_pub_class = Publisher
        config.InteractiveShell.displayhook_class = Hook
        shell = cls.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
        shell.kept = Kept()
        shell.run_line_magic("matplotlib", "inline")
        sys.stdout, sys.stderr = Stream("stdout", shell.kept), Stream("stderr", shell.kept)
        for cell in WARM_UP:
            shell.run_cell(cell)
        shell.reset(new_session=True)
        shell.taken()
        return shell

    def taken(self) -> list[dict]:
        """The outputs of the cell that ran last."""
        outputs, self.kept.outputs, self.kept.text = self.kept.outputs, [], 0
        return outputs

    def say_only_probes(self, probes: Callable[[dict], None]) -> None:
        """From now on keep nothing, and hand each probe over."""
        self.kept.probes = probes

    def enable_gui(self, gui: str | None = None) -> None:
        """There is none."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.kept.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": str(evalue)[:2000],
                "traceback": [line[:20_000] for line in stb][:200],
            }
        )
