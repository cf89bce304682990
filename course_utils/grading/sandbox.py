"""The grader's side of the sandbox: starts it, hands it notebooks, reads what comes out, with limits on everything.

The sandbox is bubblewrap's: no network, no home, no course folder; the system, Python's packages and ``course_utils``
read-only; empty folders for the rest. What runs in it is :mod:`course_utils.grading.inside`, which describes how a
submission is kept from the next one. Nothing that comes out is believed: it is data of unknown origin.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import pathlib
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field

import matplotlib

import course_utils

# Imported once in each sandbox's parent, so that no submission pays for it.
PRELOAD = (
    "numpy", "scipy.special", "scipy.optimize", "scipy.ndimage", "scipy.stats", "sympy",
    "sklearn.datasets", "sklearn.metrics", "sklearn.model_selection", "ipywidgets", "IPython.core.completer",
    "matplotlib.pyplot", "matplotlib_inline.backend_inline", "course_utils.plots",
)  # fmt: skip
HOUSE = "/opt/course"  # where packages stand inside
START_SECONDS = 120
MAX_FRAME = 8 * 2**20
MAX_FRAMES = 20_000
MAX_PARTS = 30_000  # values in a message
MAX_DEPTH = 30  # of lists and dictionaries in it


class SandboxUnavailable(RuntimeError):
    """There is no working sandbox on this machine; the message says what to install."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes:
        seconds: wall time for the whole notebook, hidden tests included.
        cell_seconds: wall time for a cell; it is interrupted, and the next one runs.
        cpu_seconds: CPU time of each process.
        memory_mb: memory of all processes together, and address space of each beyond what the imports took.
        processes: at the same time, threads not counted.
        file_mb: size of a file.
        open_files: of each process.
        disk_mb: size of all files in /tmp, which is memory.
        output_mb: all that the notebook says.
    """

    seconds: float = 900.0
    cell_seconds: float = 180.0
    cpu_seconds: int = 900
    memory_mb: int = 2048
    processes: int = 64
    file_mb: int = 64
    open_files: int = 128
    disk_mb: int = 256
    output_mb: int = 32


@dataclass(frozen=True)
class Cell:
    """A code cell: what students see of it, and the hidden tests that follow in it."""

    source: str
    hidden: str = ""
    test: bool = False


@dataclass(frozen=True)
class Job:
    """A notebook to run: its code cells, the files beside it, and the environment of its hidden tests."""

    cells: tuple[Cell, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    limits: Limits = Limits()


@dataclass
class Played:
    """What a run left: outputs and probes by number of the code cell, and why it ended early, if it did."""

    outputs: dict[int, list] = field(default_factory=dict)
    probes: dict[int, list] = field(default_factory=dict)
    stopped: str = ""


def environment() -> dict[str, str]:
    """The environment inside: nothing of the machine's own."""
    return {
        "HOME": "/tmp",
        "PATH": f"{HOUSE}/environment/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": f"{HOUSE}/lib",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp",
        "COURSE_OFFLINE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


@functools.cache
def knows_size(bwrap: str) -> bool:
    """Whether this bubblewrap can limit a folder in memory; old ones cannot."""
    return "--size" in subprocess.run([bwrap, "--help"], capture_output=True, text=True).stdout


def command(disk_mb: int = Limits.disk_mb) -> list[str]:
    """bubblewrap's arguments, up to what it shall run."""
    bwrap = shutil.which("bwrap")
    if sys.platform != "linux" or not bwrap:
        raise SandboxUnavailable(
            "Grading runs students' code in a sandbox and needs bubblewrap on Linux: "
            "`sudo apt install bubblewrap` (Debian, Ubuntu) or `sudo dnf install bubblewrap` (Fedora)."
        )
    arguments = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = pathlib.Path("/") / name
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--ro-bind", "/usr", "/usr"]
    for path in ("/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime"):
        arguments += ["--ro-bind-try", path, path]
    if not pathlib.Path(sys.base_prefix).is_relative_to("/usr"):
        arguments += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    if sys.prefix != sys.base_prefix:
        arguments += ["--ro-bind", sys.prefix, f"{HOUSE}/environment"]
    arguments += ["--ro-bind", str(pathlib.Path(course_utils.__file__).parent), f"{HOUSE}/lib/course_utils"]
    arguments += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    arguments += ["--size", str(disk_mb * 2**20)] if knows_size(bwrap) else []
    arguments += ["--tmpfs", "/tmp", "--remount-ro", "/"]
    # matplotlib's list of fonts, so that it is not made anew in every sandbox.
    for path in pathlib.Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        arguments += ["--ro-bind", str(path), f"/tmp/{path.name}"]
    for name, value in environment().items():
        arguments += ["--setenv", name, value]
    return [*arguments, "--chdir", "/tmp"]


def python() -> str:
    """The interpreter, as its path is inside."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return f"{HOUSE}/environment/bin/{pathlib.Path(sys.executable).name}"


class Sandbox:
    """A sandbox that runs one notebook after the other, each in rooms of its own.

    Args:
        alone: start a new sandbox for every notebook. Slower; needed where a sandbox may not make further namespaces
            inside itself (AppArmor's rules on some systems), and chosen by itself there.
    """

    def __init__(self, alone: bool = False) -> None:
        self.alone = alone
        self.process: subprocess.Popen | None = None
        self.control: socket.socket | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, disk_mb: int = Limits.disk_mb) -> None:
        """Start the sandbox and wait until its imports are done.

        Args:
            disk_mb: size of its own /tmp, which is a submission's where that has the sandbox alone.

        Raises:
            SandboxUnavailable: it does not start.
        """
        if self.process and self.process.poll() is None:
            return
        self.close()
        self.control, theirs = socket.socketpair()
        run = [python(), "-m", "course_utils.grading.inside", str(theirs.fileno()), *PRELOAD]
        with theirs, tempfile.TemporaryFile() as complaints:
            self.process = subprocess.Popen(
                [*command(disk_mb), *run],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=complaints,
                stderr=complaints,
                env={},
            )
            theirs.close()
            self.control.settimeout(START_SECONDS)
            with contextlib.suppress(OSError):
                if self.control.recv(65536):
                    return
            self.close()
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
        raise SandboxUnavailable(
            "bubblewrap is installed, but the sandbox does not start"
            + (f" ({said[-1]})" if said else "")
            + ". Grading needs it: allow user namespaces on this machine (kernel.unprivileged_userns_clone=1)."
        )

    def close(self) -> None:
        """End everything in it."""
        if self.control:
            self.control.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        self.control = self.process = None

    def play(self, job: Job) -> Played:
        """Run a notebook: first what students see, then, when no output is taken any more, the hidden tests."""
        self.start(job.limits.disk_mb)
        with contextlib.ExitStack() as stack:
            pipes = [os.pipe() for _ in range(4 + sum(cell.test for cell in job.cells))]
            (job_in, job_out), (report_in, report_out), (stop_in, stop_out), (gone_in, gone_out), *tests = pipes
            inside = [job_in, report_out, stop_in, gone_out, *(test_in for test_in, _ in tests)]
            outside = [job_out, report_in, stop_out, gone_in, *(test_out for _, test_out in tests)]
            reading = (report_in, gone_in)
            ends = {end: stack.enter_context(open(end, "rb" if end in reading else "wb", 0)) for end in outside}
            limits = {**asdict(job.limits), "alone": self.alone}
            socket.send_fds(self.control, [json.dumps(limits).encode()], inside)
            for end in inside:
                os.close(end)
            played = Played()
            try:
                reports = Reports(report_in, job.limits)
                converse(job, played, job_out, reports, gone_in, stop_out, [out for _, out in tests])
            finally:
                for end in ends.values():
                    end.close()
                reason = self.ended()
            if reason and played.stopped in ("", "left"):
                played.stopped = reason
        if played.stopped.startswith("broken") and not self.alone:
            self.close()
            self.alone = True
            return self.play(job)
        if played.stopped.startswith("broken"):
            raise SandboxUnavailable(f"The sandbox cannot close itself off ({played.stopped}).")
        return played

    def ended(self) -> str:
        """Wait until all processes of a submission are gone, now that nobody listens to them; why they were stopped."""
        try:
            self.control.settimeout(10)
            return json.loads(self.control.recv(65536))["ended"]
        except (OSError, ValueError, KeyError):
            self.close()
            return ""
        finally:
            if self.alone:
                self.close()


class TooMuch(Exception):
    """More came out of a sandbox than may."""


class Reports:
    """Reads messages from the sandbox, of which none is trusted."""

    def __init__(self, descriptor: int, limits: Limits) -> None:
        self.descriptor, self.left, self.frames = descriptor, limits.output_mb * 2**20, 0
        self.buffer = bytearray()
        os.set_blocking(descriptor, False)

    def next(self, deadline: float, gone: int | None = None) -> dict | None:
        """The next message; None when there will be none, or none in time.

        Args:
            deadline: of the monotonic clock.
            gone: a descriptor that ends when whoever sends is gone: what they sent is in the pipe by then.

        Raises:
            TooMuch: more was sent than the limits allow.
        """
        while True:
            if len(self.buffer) >= 4:
                size = struct.unpack(">I", self.buffer[:4])[0]
                if size > MAX_FRAME or self.frames > MAX_FRAMES:
                    raise TooMuch
                if len(self.buffer) >= 4 + size:
                    self.frames += 1
                    message = readable(bytes(self.buffer[4 : 4 + size]))
                    del self.buffer[: 4 + size]
                    return message
            wait = deadline - time.monotonic()
            watched = [self.descriptor] if gone is None else [self.descriptor, gone]
            if wait <= 0 or self.descriptor not in select.select(watched, [], [], wait)[0]:
                return None
            more = os.read(self.descriptor, 1 << 20)
            if not more:
                return None
            self.buffer += more
            self.left -= len(more)
            if self.left < 0:
                raise TooMuch


def readable(data: bytes) -> dict:
    """A message, or an empty one where it is none."""
    try:
        message = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) and small(message) else {}


def small(message: object) -> bool:
    """Whether a message has few parts, and is not deep: else whoever reads it next would stumble, or need gigabytes."""
    count, level = 0, [message]
    for _ in range(MAX_DEPTH):
        inner = [value for value in level if isinstance(value, dict | list)]
        count += sum(map(len, inner))
        if count > MAX_PARTS:
            return False
        level = [part for value in inner for part in (value.values() if isinstance(value, dict) else value)]
    return not any(isinstance(value, dict | list) for value in level)


def hand_over(descriptor: int, message: dict, deadline: float) -> None:
    """Write a message to a pipe whose reader may be stuck, or gone."""
    data = json.dumps(message).encode()
    view = memoryview(struct.pack(">I", len(data)) + data)
    os.set_blocking(descriptor, False)
    while view and (wait := deadline - time.monotonic()) > 0 and select.select([], [descriptor], [], wait)[1]:
        try:
            view = view[os.write(descriptor, view) :]
        except BrokenPipeError:
            return


def converse(
    job: Job, played: Played, job_out: int, reports: Reports, gone_in: int, stop_out: int, tests: list[int]
) -> None:
    """Hand a job over and collect what it says, for as long as its limits allow."""
    deadline = time.monotonic() + job.limits.seconds
    files = {name: content.hex() for name, content in job.files.items()}
    visible = [{"source": cell.source, "test": cell.test} for cell in job.cells]
    hand_over(job_out, {"files": files, "cells": visible}, deadline)
    try:
        played.stopped = watch_the_notebook(job, played, reports, deadline, gone_in)
        if played.stopped:
            with contextlib.suppress(OSError):
                os.write(stop_out, b"x")
        numbers = [number for number, cell in enumerate(job.cells) if cell.test]
        for number, descriptor in zip(numbers, tests, strict=True):
            # A notebook that ran into its limit has earned what stands above: each hidden test has its time.
            until = time.monotonic() + min(job.limits.cell_seconds + 10, job.limits.seconds)
            if number in played.outputs:
                environment = job.environment
                hand_over(descriptor, {"source": job.cells[number].hidden, "environment": environment}, until)
                played.probes[number] = watch_a_test(number, reports, until)
    except TooMuch:
        played.stopped = "output"


def watch_the_notebook(job: Job, played: Played, reports: Reports, deadline: float, gone: int | None = None) -> str:
    """Collect the outputs of the visible cells; why they are not complete, if so."""
    begun = False
    while (message := reports.next(deadline, gone)) is not None:
        if message.get("shown") is True:
            return ""
        # From then on the submission's own code runs, and may say what it likes.
        begun = begun or "begun" in message
        if "broken" in message and not begun:
            return f"broken: {str(message['broken'])[:200]}"
        number, outputs = message.get("cell"), message.get("outputs")
        if type(number) is int and 0 <= number < len(job.cells) and isinstance(outputs, list):
            played.outputs.setdefault(number, outputs)
    return "seconds" if time.monotonic() >= deadline else "left"


def watch_a_test(number: int, reports: Reports, deadline: float) -> list[dict]:
    """Collect the probes of a test cell."""
    probes: list[dict] = []
    while (message := reports.next(deadline)) is not None:
        if message.get("test") == number and message.get("done") is True:
            break
        if message.get("test") == number and isinstance(message.get("probe"), dict) and len(probes) < 100:
            probes.append(message["probe"])
    return probes


HERE = threading.local()


def ready() -> None:
    """Start this thread's sandbox, so that the first notebook does not wait for it."""
    if not hasattr(HERE, "sandbox"):
        HERE.sandbox = Sandbox()
    with contextlib.suppress(SandboxUnavailable):  # said when a notebook shall run
        HERE.sandbox.start()


def play(job: Job) -> Played:
    """Run a notebook in this thread's own sandbox, which stays for the next: what workers do."""
    if not hasattr(HERE, "sandbox"):
        HERE.sandbox = Sandbox()
    try:
        return HERE.sandbox.play(job)
    except OSError:  # the sandbox itself broke down; once more, in a new one
        HERE.sandbox.close()
        return HERE.sandbox.play(job)
