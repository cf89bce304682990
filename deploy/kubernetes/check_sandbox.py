"""Run a notebook of one cell in the sandbox, and end with one sentence where this pod has none.

An init container of everything that grades: a pod without a sandbox never becomes a worker, so nothing is ever graded
outside of one.
"""

import sys

import matplotlib.font_manager  # noqa: F401 - leaves its list of fonts where sandboxes take it from

from course_utils.grading.sandbox import Cell, Job, Sandbox, SandboxUnavailable

try:
    with Sandbox() as sandbox:
        played = sandbox.play(Job(cells=(Cell("print(6 * 7)"),)))
except SandboxUnavailable as reason:
    sys.exit(str(reason))
if "42" not in str(played.outputs):
    sys.exit(f"The sandbox starts, but a notebook does not run in it ({played.stopped or 'no output'}).")
print("The sandbox works.")
