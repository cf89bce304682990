"""Make the student versions: `make exercises`, or with --check say whether exercises/ is what solutions/ gives.

nbgrader's own `generate_assignment` does the work, with its gradebook in a temporary folder: the same sources give the
same bytes.
"""

import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


def assignments() -> list[str]:
    """Names of all assignments."""
    return sorted(path.parent.name for path in (ROOT / "solutions").glob("*/*.ipynb") if path.stem == path.parent.name)


def generate(target: pathlib.Path) -> None:
    """Write the student versions of all assignments into a folder."""
    # nbgrader makes its gradebook with a program, alembic, which it calls by name.
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    with tempfile.TemporaryDirectory() as folder:
        course = pathlib.Path(folder)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        for name in assignments():
            leave = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
            shutil.copytree(ROOT / "solutions" / name, course / "solutions" / name, ignore=leave)
            command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--create", "--log-level=WARN"]
            done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"nbgrader could not generate {name}:\n{done.stdout}{done.stderr}")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(course / "exercises", target)


def differences(one: pathlib.Path, other: pathlib.Path) -> list[str]:
    """Files that are only in one of two folders, or not the same byte for byte."""
    files = {path.relative_to(top) for top in (one, other) for path in top.rglob("*") if path.is_file()}
    files = {path for path in files if not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)}
    _, unequal, missing = filecmp.cmpfiles(one, other, sorted(map(str, files)), shallow=False)
    return sorted(unequal + missing)


def main(arguments: list[str]) -> None:
    """Write exercises/, or compare it with what would be written."""
    if "--check" not in arguments:
        generate(ROOT / "exercises")
        return
    with tempfile.TemporaryDirectory() as folder:
        generate(pathlib.Path(folder) / "exercises")
        found = differences(pathlib.Path(folder) / "exercises", ROOT / "exercises")
    if found:
        raise SystemExit(
            f"exercises/ is not what solutions/ gives; run `make exercises`. Different: {', '.join(found)}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
