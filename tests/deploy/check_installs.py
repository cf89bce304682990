"""That the image, the exchange's server and Binder install what they say, in empty environments: `make check-deploy`.

Takes five minutes, nearly all of it pip's, so it is no part of `make test`.
"""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"


def test_dockerfile_installs_what_it_says(tmp_path):
    python = fresh_environment(tmp_path / "image")
    pins = ["--constraint", HERE / "constraints.txt"]
    wanted = ["--requirement", ROOT / "requirements.txt", "--requirement", HERE / "requirements.txt"]
    install(python, *pins, *wanted)
    install(python, "--no-deps", ROOT)
    subprocess.run([python, "-m", "pip", "check"], check=True)
    code = "import course_utils.grading.sandbox, distributed, jupyterhub.singleuser, nbgrader, ngshare_exchange"
    subprocess.run([python, "-c", code], check=True, cwd=tmp_path, env={**os.environ, "USER": "jovyan"})
    missing = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    pinned = (HERE / "constraints.txt").read_text().lower()
    loose = [line for line in missing.splitlines() if "==" in line and line.lower() not in pinned]
    assert loose == []
    subprocess.run([python, HERE / "check_sandbox.py"], check=True, cwd=tmp_path)


def test_exchange_server_installs(tmp_path):
    python = fresh_environment(tmp_path / "ngshare")
    install(python, "--requirement", HERE / "ngshare.txt")
    subprocess.run([python, "-m", "ngshare", "--help"], check=True, capture_output=True)


def fresh_environment(folder: pathlib.Path) -> pathlib.Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def install(python: pathlib.Path, *arguments: object) -> None:
    subprocess.run([python, "-m", "pip", "install", "--quiet", *map(str, arguments)], check=True)


def test_binder_installs_what_it_says(tmp_path):
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    project = tmp_path / "project"
    for name in tracked.stdout.decode().split("\n"):
        if name and (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, project / name)
    python = fresh_environment(tmp_path / "binder")
    install(python, "--requirement", project / ".binder" / "requirements.txt")
    environment = {**os.environ, "PATH": f"{python.parent}:{os.environ['PATH']}", "COURSE_CACHE_DIR": str(tmp_path)}
    subprocess.run([project / ".binder" / "postBuild"], check=True, cwd=project, env=environment)
    assert (project / "lectures" / "00_start_here.ipynb").is_file() and not (project / "solutions").exists()
