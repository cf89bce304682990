"""What of grading is tested needs a sandbox."""

import pytest

from tests.grading import need_sandbox


@pytest.fixture(scope="session", autouse=True)
def sandbox():
    """Skip all where there is none."""
    need_sandbox()
