"""A JupyterLab on a copy of the lectures and of an assignment, and a headless Chromium to open them in."""

import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASSIGNMENT = "03_backpropagation"  # the one that runs fastest


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A running JupyterLab: a function from a notebook's name to its address."""
    folder = tmp_path_factory.mktemp("course")
    for copy in ("lectures", "untouched"):  # a second copy for who wants notebooks as they were stored
        shutil.copytree(ROOT / "lectures", folder / copy)
    for copy in ("solutions", "exercises"):
        shutil.copytree(ROOT / copy / ASSIGNMENT, folder / copy / ASSIGNMENT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"]
    # The embedded default: what is tested is the page, and small data keeps it quick. No trace in the user's settings.
    environment = {**os.environ, "COURSE_OFFLINE": "1", "COURSE_DATA_DIR": "", "JUPYTERLAB_SETTINGS_DIR": str(folder)}
    environment["COURSE_CACHE_DIR"] = str(folder / "no-cache")
    environment |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"), "JUPYTER_PREFER_ENV_PATH": "1"}
    with open(folder / "lab.log", "w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={token}", timeout=5) as answer:
                    json.load(answer)
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    pytest.fail("JupyterLab did not start:\n" + (folder / "lab.log").read_text()[-3000:])
                time.sleep(0.3)
        yield lambda name, copy="lectures": f"http://127.0.0.1:{port}/lab/tree/{copy}/{name}?reset&token={token}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def page(browser):
    """A fresh page, wide enough that figures are not squeezed."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    yield page
    page.close()
