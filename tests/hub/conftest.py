"""`make hub`, as anyone would start it, and its users with a browser, a shell or a program."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest

from deploy.jupyterhub.prepare import path_with_python
from tests.hub.client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]


def missing() -> str:
    """What the tests of the hub need and this machine has not, in a few words."""
    if os.geteuid() != 0:
        return "they make accounts, which takes root"
    for program, package in (("configurable-http-proxy", "make .venv/hub"), ("nsenter", "util-linux")):
        if not shutil.which(program, path=path_with_python()):
            return f"there is no {program} ({package})"
    try:
        import jupyterhub  # noqa: F401
        import jupyterhub_idle_culler  # noqa: F401
    except ImportError as error:
        return f"{error} (make .venv/hub)"
    return ""


class Hub:
    """A running trial of the hub."""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.prefix = folder, f"t{os.getpid()}"
        command = [sys.executable, "-m", "deploy.jupyterhub.trial", "--students=4", f"--prefix={self.prefix}"]
        self.log = folder.with_suffix(".log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([*command, f"--folder={folder}"], cwd=ROOT, stdout=log, stderr=log)
        self.wait_until(lambda: "Ctrl-C" in self.log.read_text(), "the hub to start", patience=180)

    def wait_until(self, condition, what: str, patience: float = 120):
        """Wait for a condition, however slow the machine; its value."""
        deadline = time.monotonic() + patience
        while not (value := condition()):
            if self.process.poll() is not None:
                pytest.fail(f"the hub ended while waiting for {what}:\n{self.log.read_text()}")
            if time.monotonic() > deadline:
                pytest.fail(f"waited {patience} s in vain for {what}")
            time.sleep(0.2)
        return value

    @property
    def facts(self) -> dict:
        """Addresses, accounts and processes, as the trial has written them down."""
        return json.loads((self.folder / "trial.json").read_text())

    @property
    def address(self) -> str:
        """Where a browser finds the hub."""
        return self.facts["address"]

    @property
    def course_root(self) -> pathlib.Path:
        """The grader's folder."""
        return pathlib.Path(self.facts["course_root"])

    def name(self, role: str) -> str:
        """The account of `teacher`, `student1`, ..., `grader`."""
        return f"{self.prefix}-{role}"

    def home(self, role: str) -> pathlib.Path:
        """A user's home."""
        return self.folder / "home" / self.name(role)

    def client(self, role: str, password: str | None = None) -> Client:
        """A user's session without a browser."""
        return Client(self.address, self.name(role), self.facts["password"] if password is None else password)

    def shell(self, role: str, *command: str, **options) -> subprocess.CompletedProcess:
        """Run a command as a user, seeing what the user sees."""
        inside = ["nsenter", f"--target={self.facts['hub']}", "--mount", "runuser", "-u", self.name(role), "--"]
        return subprocess.run([*inside, *command], cwd="/", capture_output=True, text=True, timeout=120, **options)

    def stop(self) -> None:
        """What Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    """The hub, running."""
    if lacking := missing():
        if os.environ.get("COURSE_HUB_TESTS") == "required":
            pytest.fail(f"The tests of the hub cannot run: {lacking}; and COURSE_HUB_TESTS=required")
        pytest.skip(f"The tests of the hub are skipped: {lacking}.")
    # Not below pytest's own folder, which is closed to all but root.
    hub = Hub(pathlib.Path(f"/tmp/hub-test-{os.getpid()}"))
    yield hub
    hub.stop()
    hub.log.unlink(missing_ok=True)
