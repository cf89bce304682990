"""Grading: what holds for honest students, and when things break."""

import functools
import os

import pytest

from course_utils.grading.sandbox import Cell, Job, Sandbox, SandboxUnavailable


@functools.cache
def missing_sandbox() -> str:
    """Why no notebook can be graded on this machine; empty where it can."""
    try:
        with Sandbox(alone=True) as sandbox:
            sandbox.play(Job((Cell("1"),)))
    except SandboxUnavailable as reason:
        return str(reason)
    return ""


def need_sandbox() -> None:
    """Skip a test where there is no sandbox; with COURSE_SANDBOX_TESTS=required fail instead."""
    if reason := missing_sandbox():
        if os.environ.get("COURSE_SANDBOX_TESTS") == "required":
            pytest.fail(f"no sandbox, and COURSE_SANDBOX_TESTS=required: {reason}")
        pytest.skip(f"no sandbox on this machine, and nothing is graded without one: {reason}")
