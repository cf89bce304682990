"""A course folder with everything released, and submissions graded by nbgrader itself."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from tests.grading import need_sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))


def nbgrader(course: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run nbgrader's command line in a course folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])  # it calls alembic by name
    return subprocess.run(command, cwd=course, env={**os.environ, "PATH": path}, capture_output=True, text=True)


@pytest.fixture(scope="session", params=NAMES)
def course(request, tmp_path_factory):
    """(name, folder): one assignment released, handed in as its solution and untouched, and graded."""
    need_sandbox()
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions" / name, folder / "solutions" / name)
    made = nbgrader(folder, "generate_assignment", name, "--create")
    assert made.returncode == 0, made.stderr
    for student, source in (("solution", "solutions"), ("untouched", "exercises")):
        shutil.copytree(folder / source / name, folder / "submitted" / student / name)
    graded = nbgrader(folder, "autograde", name, "--create", "--force")
    assert graded.returncode == 0, graded.stderr
    return name, folder
