"""What breaks while grading, and that nothing is lost by it."""

from __future__ import annotations

import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from course_utils.grading.store import Store
from tests.grading.tiny import NAME, tiny_room
from tools.classroom import ENVIRONMENT

COMMAND = [sys.executable, "-m", "course_utils.grading", "autograde", NAME]


def grades(room) -> list[tuple]:
    """The gradebook's content: who has what in which cell, as a program found it, and what needs a person."""
    with sqlite3.connect(room.folder / "gradebook.db") as database:
        return sorted(
            database.execute(
                "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade from grade g "
                "join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id"
            )
        )


def hand_in(room, number: int) -> None:
    """A class: all right, wrong in one cell, blank, an error, by turns."""
    kinds = (
        room.answers(),
        room.answers(double="def double(x):\n    return x + x[0]"),
        {},
        room.answers(total="raise ValueError('no idea')"),
    )
    for i in range(number):
        answers = {name: f"{source}\n# number {i}" for name, source in kinds[i % 4].items()}  # no two alike
        room.hand_in(f"s{i:03}", room.notebook({**answers, "why": f"I am number {i}."}))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A class graded without trouble."""
    room = tiny_room(tmp_path_factory.mktemp("undisturbed"))
    hand_in(room, 24)
    begin = time.monotonic()
    room.grade()
    return room, time.monotonic() - begin


def start(room, *options: str) -> subprocess.Popen:
    """Begin to grade."""
    return subprocess.Popen(
        [*COMMAND, *options],
        cwd=room.folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_class_of_every_kind_gets_what_it_earned(undisturbed):
    room, _ = undisturbed
    expected = {0: {3.0}, 1: {0.0, 3.0}, 2: {0.0}, 3: {0.0, 3.0}}
    for student, _, auto, _, _ in [row for row in grades(room) if row[1].endswith("-test")]:
        assert auto in expected[int(student[1:]) % 4]
    assert len({row[0] for row in grades(room)}) == 24


def test_killed_at_ten_moments_and_run_again_gives_the_same_gradebook(undisturbed, tmp_path):
    reference, seconds = undisturbed
    room = tiny_room(tmp_path)
    hand_in(room, 24)
    draw, killed = random.Random(7), 0
    for _ in range(10):
        process = start(room)
        try:
            process.wait(draw.uniform(0.25, 0.8) * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed >= 3  # each run that is killed leaves less to do
    room.grade()
    assert grades(room) == grades(reference)


def lives(pid):
    """Whether a process is there, and not only its number, which waits for an init that is late to take note."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_killed_run_leaves_no_process_behind(tmp_path):
    room = tiny_room(tmp_path)
    loop = "import os, time\nopen('/tmp/here', 'w').write('x')\ntime.sleep(1000)\ndef double(x): return 2 * x"
    room.hand_in("s000", room.notebook(room.answers(double=loop)))
    process = start(room)
    deadline = time.monotonic() + 60
    while not sandboxes_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    inside = sandboxes_of(process.pid)
    assert inside
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while any(map(lives, inside)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in inside if lives(pid)] == []


def sandboxes_of(process: int) -> list[int]:
    """Processes of bubblewrap below another, and all below them."""
    parents: dict[int, list[int]] = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, new = [], parents.get(process, [])
    while new:
        found += new
        new = [child for pid in new for child in parents.get(pid, [])]
    return found


def test_dask_worker_killed_in_mid_run_changes_no_grade(undisturbed, tmp_path):
    from distributed import LocalCluster

    reference, _ = undisturbed
    room = tiny_room(tmp_path)
    hand_in(room, 24)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        process = start(room, "--scheduler", cluster.scheduler_address)
        runs = room.folder / ".grading" / "runs"
        deadline = time.monotonic() + 120
        while len(list(runs.glob("*/*.gz"))) < 6 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None
        victim = next(iter(cluster.workers.values()))
        os.kill(victim.pid, signal.SIGKILL)
        assert process.wait(180) == 0
    assert grades(room) == grades(reference)


CORRUPT = {
    "s005": ("cut off", lambda text: text[: len(text) // 2]),
    "s025": ("notebook format 3", lambda text: json.dumps({**json.loads(text), "nbformat": 3})),
    "s045": ("names no kernel", lambda text: json.dumps({**json.loads(text), "metadata": {}})),
    "s065": ("empty", lambda text: ""),
    "s085": ("UTF-8", lambda text: text.replace("tiny", "tïny").encode("utf-16")),
    "s105": ("no notebook", lambda text: None),
    "s125": ("52 MB", lambda text: text.replace('"outputs": []', '"outputs": ["' + "x" * 54_000_000 + '"]', 1)),
    "s145": ("not JSON", lambda text: "<html>Please log in</html>"),
    "s165": ("no list of cells", lambda text: json.dumps({**json.loads(text), "cells": {"0": "a"}})),
    "s185": ("UTF-8", lambda text: b"PK\x03\x04\xff\xfe" + text.encode()),
}


def test_of_200_submissions_with_10_corrupt_ones_190_are_graded_and_none_is_lost(tmp_path):
    room = tiny_room(tmp_path)
    hand_in(room, 200)
    for student, (_, spoil) in CORRUPT.items():
        path = room.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        spoilt = spoil(path.read_text())
        path.unlink()
        room.hand_in(student, spoilt)
    table = room.grade().stdout
    assert "200 submissions: 190 graded, 0 unchanged, 10 set aside." in table
    for student, (reason, _) in CORRUPT.items():
        line = next(line for line in table.splitlines() if line.startswith(student))
        assert "set aside" in line and reason in line
    rows = grades(room)
    assert len({row[0] for row in rows}) == 200
    for row in rows:
        if row[0] in CORRUPT:
            assert row[2] is None and row[4], row  # no score by program, and a person is asked
    again = room.grade().stdout
    assert "200 submissions: 0 graded, 190 unchanged, 10 set aside." in again


def test_two_runs_with_different_seeds_give_the_same_scores(undisturbed, tmp_path):
    reference, _ = undisturbed
    room = tiny_room(tmp_path)
    hand_in(room, 8)
    room.grade()
    seeds = [Store(other.folder / ".grading").seed(f"{NAME}-{NAME}") for other in (reference, room)]
    assert seeds[0] != seeds[1]
    assert grades(room) == [row for row in grades(reference) if row[0] < "s008"]


def test_slow_but_correct_answer_within_its_limit_gets_its_points(tmp_path):
    room = tiny_room(tmp_path, '\nc.Grading.limits = {"cell_seconds": 8}\n')
    slow = "import time\n\ndef double(x):\n    time.sleep(2)\n    return 2 * x"
    room.hand_in("s000", room.notebook(room.answers(double=slow)))
    too_slow = slow.replace("sleep(2)", "sleep(100)")
    room.hand_in("s001", room.notebook(room.answers(double=too_slow)))
    room.grade()
    scores = {(student, cell): auto for student, cell, auto, _, _ in grades(room)}
    assert scores["s000", "double-test"] == 3 and scores["s000", "total-test"] == 3
    assert scores["s001", "double-test"] == 0 and scores["s001", "total-test"] == 3


def test_nbgraders_own_command_gives_the_same_gradebook(undisturbed, tmp_path):
    reference, _ = undisturbed
    room = tiny_room(tmp_path)
    hand_in(room, 8)
    room.nbgrader("autograde", NAME)
    assert grades(room) == [row for row in grades(reference) if row[0] < "s008"]


def test_a_score_given_by_a_person_survives_a_regrade(tmp_path):
    room = tiny_room(tmp_path)
    hand_in(room, 2)
    room.grade()
    with sqlite3.connect(room.folder / "gradebook.db") as database:
        database.execute("update grade set manual_score = 2, needs_manual_grade = 0 where auto_score is null")
    before = grades(room)
    assert "2 unchanged" in room.grade().stdout
    assert grades(room) == before
    room.grade("--again")
    assert [row[:4] for row in grades(room)] == [row[:4] for row in before]


def test_changed_source_stops_grading_with_a_sentence(tmp_path):
    room = tiny_room(tmp_path)
    hand_in(room, 1)
    path = room.folder / "solutions" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("Try a matrix.", "Try a larger matrix."))
    done = room.grade(check=False)
    assert done.returncode == 2
    assert "changed since the assignment was generated" in done.stderr and "Traceback" not in done.stderr


def test_without_bubblewrap_grading_stops_with_a_sentence(tmp_path, monkeypatch):
    room = tiny_room(tmp_path)
    hand_in(room, 1)
    monkeypatch.setitem(ENVIRONMENT, "PATH", str(pathlib.Path(sys.executable).parent))
    done = room.grade(check=False)
    assert done.returncode == 2
    assert "needs bubblewrap" in done.stderr and "Traceback" not in done.stderr
    done = room.nbgrader("autograde", NAME, check=False)
    assert done.returncode != 0 and "needs bubblewrap" in done.stderr
    assert not (room.folder / "autograded" / "s000").exists() or not list(
        (room.folder / "autograded" / "s000").glob("*")
    )
    assert {row[2] for row in grades(room) if row[1] == "double-test"} <= {None}
