"""A week of the course in two minutes: `make demo`.

In a temporary folder an assignment is released, a small class hands in what classes hand in, all of it is graded in
the sandbox, and the feedback is written.
"""

from __future__ import annotations

import copy
import json
import pathlib
import re
import shutil
import tempfile
import time

from tools.classroom import Classroom

NAME = "03_backpropagation"
# A demonstration does not wait as long as an exam would.
SETTINGS = '\nc.Grading.limits = {"cell_seconds": 4, "seconds": 40}\n'
LOOP = "def forward(X, W, b):\n    while True:\n        pass\n"
ATTACK = """
import os, pathlib, sys
import course_utils.checks.probes as probes
probes.probe = lambda name, *rest, **more: probes.send({"name": name, "points": 100, "value": 42})
for place in ("/home", "/root", "solutions", "../../../gradebook.db"):
    try:
        print(place, os.listdir(place))
    except OSError as error:
        print(error)
dC_dw2 = dC_dw1 = type("Anything", (), {"__eq__": lambda self, other: True})()
print("<script>alert('hello')</script>")
"""


def hand_in(room: Classroom) -> dict[str, str]:
    """Let the class hand in; return what each of them did."""
    answers = room.answers()
    answers["explanation"] += "\n\nThat is how I would say it."
    untouched = dict(answers)
    for cell in room.stub.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            untouched[about["grade_id"]] = cell.source
    half = {name: answers[name] if i % 2 else untouched[name] for i, name in enumerate(answers)}

    copied = copy.deepcopy(room.notebook(answers))
    tests = [
        cell for cell in copied.cells if cell.metadata.get("nbgrader", {}).get("grade") and "check." in cell.source
    ]
    copied.cells += copy.deepcopy(tests[:2])

    transposed = answers["forward"].replace("@ W[l].T", "@ W[l]")
    corrupt = json.dumps(room.notebook(answers))[:2000]
    class_ = {
        "ada": (room.notebook(answers), "everything right"),
        "ben": (room.notebook(half), "every second answer"),
        "cleo": (room.stub, "handed in as it was given out"),
        "dan": (copied, "copied two test cells"),
        "eve": (room.notebook({**answers, "scalar-chain-rule": ATTACK}), "tries to write her own grade"),
        "finn": (room.notebook({**answers, "forward": LOOP}), "an endless loop in one answer"),
        "gus": (corrupt, "a file that was cut off"),
        "hana": (room.notebook({**answers, "forward": transposed}), "forgot to transpose W"),
    }
    for student, (notebook, _) in class_.items():
        room.hand_in(student, notebook)
    return {student: what for student, (_, what) in class_.items()}


def main() -> None:
    """Play the week."""
    begin = time.monotonic()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="course-demo-"))
    print(f"A course folder: {folder}")
    try:
        room = Classroom(folder / "course", NAME, SETTINGS)
        print(f"Released: {NAME}")
        for student, what in hand_in(room).items():
            print(f"  {student:5} hands in: {what}")
        print("\nGrading, in a sandbox:\n")
        room.grade("--progress", capture=False)
        print()
        room.nbgrader("generate_feedback", NAME)
        pages = sorted((room.folder / "feedback").glob(f"*/{NAME}/{NAME}.html"))
        print(f"Feedback: {len(pages)} pages, such as {pages[-1]}")
        text = pages[-1].read_text()
        for name, points, hint in re.findall(r"<td>[✗◐]</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>", text)[:2]:
            print(f"  hana reads: {name}, {points}: {hint}")
        print(f"\nThe same for a person: python -m course_utils.grading report {NAME}\n")
        print(room.run("course_utils.grading", "report", NAME).stdout)
        print(f"{time.monotonic() - begin:.0f} seconds. Look around, then remove {folder}")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


if __name__ == "__main__":
    main()
