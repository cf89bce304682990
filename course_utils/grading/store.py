"""Results, each under a hash of all that it depends on: a run that was killed goes on where it was, and what did not
change is not computed again.

A result is written to a file of its own, which appears whole or not at all.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.metadata
import json
import os
import pathlib
import secrets
import sys
import tempfile

import course_utils

PACKAGES = ("numpy", "scipy", "sympy", "scikit-learn", "matplotlib", "ipython")


def digest(*parts: object) -> str:
    """A hash of values that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@functools.cache
def environment_version() -> str:
    """A hash of the Python, the packages and the ``course_utils`` that a notebook runs with."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    folder = pathlib.Path(course_utils.__file__).parent
    sources = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.py"))}
    return digest(sys.version, versions, sources)


class Store:
    """A folder of results.

    Args:
        folder: made when it is not there, for its owner only: what students wrote and earned is in it.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, kind: str, key: str) -> pathlib.Path:
        """Where a result stands."""
        return self.folder / kind / key[:2] / f"{key}.json.gz"

    def get(self, kind: str, key: str) -> dict | list | None:
        """A result; None when there is none, or none that can be read."""
        try:
            return json.loads(gzip.decompress(self.path(kind, key).read_bytes()))
        except (OSError, EOFError, ValueError):
            return None

    def put(self, kind: str, key: str, value: dict | list) -> None:
        """Keep a result."""
        path = self.path(kind, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, gzip.compress(json.dumps(value).encode(), 3, mtime=0))

    def forget(self, kind: str, key: str) -> None:
        """Drop a result."""
        self.path(kind, key).unlink(missing_ok=True)

    def seed(self, name: str) -> str:
        """The secret that an assignment's probes draw their inputs with; made when first asked for."""
        path = self.folder / f"seed-{name}"
        if not path.exists():
            write(path, secrets.token_hex(16).encode())
        return path.read_text()


def write(path: pathlib.Path, data: bytes) -> None:
    """Write a file so that it is there whole, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
