"""Fetch MNIST into the folder that COURSE_DATA_DIR names, for all to read: a step of the image's build."""

import os
import pathlib
import sys

from course_utils import load_mnist

folder = pathlib.Path(os.environ.pop("COURSE_DATA_DIR"))  # else the empty folder would be remarked upon
folder.mkdir(parents=True, exist_ok=True)
data = load_mnist(cache_dir=folder, timeout=60)
if data.name != "MNIST":
    # An image that falls back on the small digits would give a class other figures than the lectures show.
    sys.exit(f"MNIST could not be fetched: {data.source}")
for path in folder.rglob("*"):
    path.chmod(0o555 if path.is_dir() else 0o444)
folder.chmod(0o555)
print(f"{folder}: {data!r}")
