"""Is everything there that the course needs? Asked by the first cell of the start page."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterable

from packaging.requirements import Requirement

REPAIR = "In the project's folder, run `make lab`, or `pip install -r requirements.txt -e .` in this Python."


def problems(requirements: Iterable[str], installed: Callable[[str], str] = importlib.metadata.version) -> list[str]:
    """Return a sentence for each requirement that is not met; an empty list when all is well.

    Args:
        requirements: as in requirements.txt, such as "numpy>=2.0,<3"; those of extras are passed over.
        installed: from a package's name to its version; raises PackageNotFoundError.
    """
    sentences = []
    for requirement in map(Requirement, requirements):
        if requirement.marker and "extra" in str(requirement.marker):
            continue
        try:
            version = installed(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            sentences.append(f"{requirement.name} is missing.")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            sentences.append(f"{requirement.name} is version {version}, and the course needs {requirement.specifier}.")
    return sentences


def report() -> None:
    """Print what is missing and how to mend it, or that all is well, and which data the lectures will use."""
    sentences = problems(importlib.metadata.requires("course-utils") or [])
    print(f"Python {sys.version.split()[0]}")
    if sentences:
        print(*sentences, REPAIR, sep="\n")
        return
    print("Every package that the course needs is there.")
    from course_utils.data import load_mnist
    from course_utils.mnist_files import DataFileError

    try:
        data = load_mnist()
    except DataFileError as error:
        print(f"The data cannot be used: {error}.")
        return
    if data.name == "MNIST":
        print(f"The data: MNIST, {len(data.X_train)} images to learn from. You are ready.")
    else:
        print("You are ready all the same: every lecture runs on these digits, only its numbers differ a little.")
