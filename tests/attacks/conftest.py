"""Each module's attacks are handed in together and graded by one run, among honest submissions."""

import ctypes

import pytest

from tests.attacks.course import LIMITS, NAME, copy_of, run_batch, student_of, write_source
from tests.grading import need_sandbox
from tools.classroom import Classroom

PR_SET_CHILD_SUBREAPER = 36


def of(item):
    """A test and the variant of its attack."""
    callspec = getattr(item, "callspec", None)
    return item.function, callspec.params.get("variant") if callspec else None


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """The assignment, released."""
    need_sandbox()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # what loses its parent becomes ours: so that it can be found
    folder = tmp_path_factory.mktemp("released")
    return Classroom(folder / "course", NAME, source=write_source(folder / "source"))


@pytest.fixture(scope="module")
def batch(released, request, tmp_path_factory):
    """All of a module's attacks, graded: student -> what became of it."""
    limits = {**LIMITS, **getattr(request.module, "MORE_LIMITS", {})}
    room = copy_of(released, tmp_path_factory.mktemp("attacked") / "course", limits)
    # Only the attacks of those tests that shall run.
    items = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    mine = [of(item) for item in items if hasattr(item.function, "attacks")]
    attacks = {student_of(test, variant): test.attacks[variant] for test, variant in mine}
    return run_batch(room, attacks, getattr(request.module, "FEEDBACK", False))


@pytest.fixture
def graded(batch, request):
    """What became of this test's submission."""
    return batch[student_of(*of(request.node))]
