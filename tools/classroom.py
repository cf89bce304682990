"""A course folder of its own with an assignment released, and a class that hands in: for demo, tests, benchmarks."""

from __future__ import annotations

import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys

import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[1]

# Environment of everything that runs in such a folder: offline, and packages' programs found (nbgrader calls alembic).
ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]]),
    "COURSE_OFFLINE": "1",
    "COURSE_DATA_DIR": "",
    "OPENBLAS_NUM_THREADS": "1",
}


class Classroom:
    """A course folder.

    Args:
        folder: empty, or not there yet.
        name: the assignment.
        settings: lines added to nbgrader_config.py.
        source: the assignment's folder, when it is not one of the course's.
    """

    def __init__(self, folder: pathlib.Path, name: str, settings: str = "", source: pathlib.Path | None = None) -> None:
        self.folder, self.name = folder, name
        folder.mkdir(exist_ok=True)
        (folder / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + settings)
        leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(source or ROOT / "solutions" / name, folder / "solutions" / name, ignore=leave)
        self.nbgrader("generate_assignment", name, "--create")
        self.solution = nbformat.read(folder / "solutions" / name / f"{name}.ipynb", as_version=4)
        self.stub = nbformat.read(folder / "exercises" / name / f"{name}.ipynb", as_version=4)

    def run(self, *arguments: str, check: bool = True, capture: bool = True) -> subprocess.CompletedProcess:
        """Run a Python module in the folder: its name, and its arguments."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, capture_output=capture, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def nbgrader(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run nbgrader."""
        return self.run("nbgrader", *arguments, check=check)

    def grade(self, *options: str, check: bool = True, capture: bool = True) -> subprocess.CompletedProcess:
        """Grade the assignment in parallel."""
        return self.run("course_utils.grading", "autograde", self.name, *options, check=check, capture=capture)

    def notebook(self, answers: dict[str, str]) -> nbformat.NotebookNode:
        """A submission: the student version with these answers in it."""
        notebook = copy.deepcopy(self.stub)
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("solution") and about["grade_id"] in answers:
                cell.source = answers[about["grade_id"]]
        return notebook

    def answers(self, **replaced: str) -> dict[str, str]:
        """The solution's answers by grade_id, without nbgrader's markers, some of them replaced."""
        found = {}
        for cell in self.solution.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("solution"):
                lines = [line for line in cell.source.splitlines() if "### BEGIN" not in line and "### END" not in line]
                found[about["grade_id"]] = "\n".join(lines)
        return {**found, **replaced}

    def hand_in(self, student: str, notebook: nbformat.NotebookNode | bytes | str | None) -> pathlib.Path:
        """Put a submission into the submitted folder; None for one without a notebook."""
        folder = self.folder / "submitted" / student / self.name
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.ipynb"
        if isinstance(notebook, bytes):
            path.write_bytes(notebook)
        elif notebook is not None:
            path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
        return folder
