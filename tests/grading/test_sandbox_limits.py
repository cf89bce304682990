"""A sandbox: what runs in it, what stops it, and what is believed of it."""

import json
import os
import struct
import time

import pytest

from course_utils.grading import calls, sandbox
from course_utils.grading.sandbox import (
    MAX_FRAME,
    Cell,
    Job,
    Limits,
    Reports,
    Sandbox,
    SandboxUnavailable,
    TooMuch,
    readable,
)
from tests.grading import need_sandbox

MODES = pytest.mark.parametrize("box", [False, True], ids=["one after the other", "alone"], indirect=True)
SMALL = Limits(seconds=10, cell_seconds=2, memory_mb=300, processes=10, file_mb=5, disk_mb=10, output_mb=2)


@pytest.fixture(scope="module")
def box(request):
    """A sandbox for all tests of this module."""
    need_sandbox()
    with Sandbox(alone=getattr(request, "param", False)) as made:
        yield made


def said(played, cell=0):
    """What a cell printed, or which error it ended with."""
    return "".join(o.get("text", "") or o.get("ename", "") for o in played.outputs.get(cell, []))


def play(box, *sources, limits=SMALL):
    return box.play(Job(tuple(map(Cell, sources)), limits=limits))


PROBE = "from course_utils.checks.probes import probe\nprobe('x', x, points=1)\nprint('hidden')"


@MODES
def test_hidden_tests_run_with_the_names_of_their_place_and_say_only_probes(box):
    cells = (Cell("x = 1.0"), Cell("print('first')", PROBE, True), Cell("x = 2.0"), Cell("print(x)", PROBE, True))
    played = box.play(Job(cells, environment={"COURSE_PROBE_SEED": "s"}, limits=SMALL))
    assert (said(played, 1), said(played, 3), played.stopped) == ("first\n", "2.0\n", "")
    assert [probes[0]["name"] for probes in played.probes.values()] == ["x", "x"]
    assert played.probes[1][0]["value"] != played.probes[3][0]["value"]


@MODES
def test_only_hidden_tests_write_to_the_pipe_of_probes_once_all_is_shown(box, monkeypatch):
    # A word of another process in the midst of a long emission would spoil it, and all that follow.
    watch, between = sandbox.watch_the_notebook, []

    def watch_longer(job, played, reports, *rest):
        reason = watch(job, played, reports, *rest)
        between.append(reports.next(time.monotonic() + 1))
        return reason

    monkeypatch.setattr(sandbox, "watch_the_notebook", watch_longer)
    job = Job((Cell("x = 1.0", PROBE, True),), environment={"COURSE_PROBE_SEED": "s"}, limits=SMALL)
    assert len(box.play(job).probes[0]) == 1 and between == [None]


@MODES
def test_notebook_that_ends_its_process_is_known_to_have_left_at_once(box):
    begin = time.monotonic()
    played = play(box, "print('here')", "import os; os._exit(0)", limits=Limits(seconds=120))
    assert (said(played), played.stopped) == ("here\n", "left") and time.monotonic() - begin < 60


@MODES
def test_files_beside_the_notebook_are_there(box):
    job = Job((Cell("print(open('data/a.txt').read())"),), {"data/a.txt": b"hello"}, limits=SMALL)
    assert said(box.play(job)) == "hello\n"


@MODES
def test_loop_is_stopped_after_its_seconds_and_the_next_cell_runs(box):
    played = play(box, "while True: pass", "print('next')")
    assert (said(played), said(played, 1), played.stopped) == ("TookTooLong", "next\n", "")


def test_notebook_is_stopped_after_its_seconds(box):
    limits = Limits(seconds=2, cell_seconds=30)
    begin = time.monotonic()
    assert play(box, "import time\ntime.sleep(60)", limits=limits).stopped == "seconds"
    assert time.monotonic() - begin < 20


def test_memory_files_and_open_files_end_where_they_shall(box):
    assert said(play(box, "a = bytearray(10**9)")) == "MemoryError"
    assert said(play(box, "open('a', 'wb').write(bytes(6 * 2**20))")) == "OSError"
    assert said(play(box, "[open('a%d' % i, 'wb').write(bytes(4 * 2**20)) for i in range(9)]")) == "OSError"
    assert said(play(box, "a = [open('/dev/null') for _ in range(1000)]")) == "OSError"


def test_processes_are_counted_and_the_reason_is_told(box):
    many = "import os, time\nfor _ in range(15):\n    if not os.fork(): time.sleep(9)\ntime.sleep(9)"
    assert play(box, many).stopped == "processes"


def test_long_output_is_cut(box):
    text = said(play(box, "for _ in range(10**6): print('x' * 100)"))
    assert len(text) < 101_000 and "is cut here" in text


def test_sandbox_without_bubblewrap_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    with pytest.raises(SandboxUnavailable, match="apt install bubblewrap"), Sandbox() as other:
        other.start()


def test_sandbox_that_does_not_start_says_so(monkeypatch):
    monkeypatch.setattr(sandbox, "command", lambda disk_mb: ["/bin/sh", "-c", "echo no namespaces here; false"])
    with pytest.raises(SandboxUnavailable, match="no namespaces here"), Sandbox() as other:
        other.start()


def test_sandbox_that_was_killed_is_started_again(box):
    assert said(play(box, "print(1)")) == "1\n"
    box.process.kill()
    box.process.wait()
    assert said(play(box, "print(2)")) == "2\n"


def test_without_a_known_machine_no_filter_is_made_and_nothing_runs(monkeypatch):
    monkeypatch.setattr(calls.platform, "machine", lambda: "abacus")
    with pytest.raises(OSError, match="abacus"):
        calls.refuse()


@pytest.mark.parametrize("machine", calls.CALLS)
def test_every_jump_of_the_filter_ends_at_allow_or_refuse(machine):
    code = calls.program(machine)
    lines = [struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)]

    def run(architecture, number, argument=0):
        """The kernel's little machine."""
        at, loaded = 0, {calls.ARCHITECTURE: architecture, calls.NUMBER: number, calls.FIRST_ARGUMENT: argument}
        while True:
            operation, yes, no, value = lines[at]
            at += 1
            if operation == calls.RETURN:
                return value
            if operation == calls.LOAD:
                held = loaded[value]
            else:
                passed = {calls.EQUAL: held == value, calls.AT_LEAST: held >= value, calls.ANY_OF: held & value}
                at += yes if passed[operation] else no

    own, clone, refused = calls.CALLS[machine]
    assert run(own, 1) == run(own, clone, 17) == calls.ALLOW
    assert {run(own, number) for number in refused.values()} == {calls.REFUSE}
    assert run(own, clone, 0x10000000) == run(own ^ 1, 1) == run(own, 0x40000001) == calls.REFUSE


# --- Reports: what comes out is data of unknown origin ---------------------------------------------------------------


@pytest.fixture
def pipe():
    """A pipe's writing end, and the reports that are read from it."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    yield writing, Reports(reading, Limits(output_mb=1))
    os.close(reading)
    os.close(writing)


def frame(message):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(data)) + data


def soon():
    return time.monotonic() + 0.2


def test_messages_are_read_one_by_one_however_they_arrive(pipe):
    writing, reports = pipe
    data = frame({"a": 1}) + frame({"b": 2})
    os.write(writing, data[:7])
    assert reports.next(soon()) is None
    os.write(writing, data[7:])
    assert [reports.next(soon()), reports.next(soon()), reports.next(soon())] == [{"a": 1}, {"b": 2}, None]


def test_giant_frame_is_refused_before_it_comes(pipe):
    writing, reports = pipe
    os.write(writing, struct.pack(">I", MAX_FRAME + 1))
    with pytest.raises(TooMuch):
        reports.next(soon())


def test_header_without_its_frame_does_not_hold_the_reader(pipe):
    writing, reports = pipe
    os.write(writing, struct.pack(">I", 1000))
    begin = time.monotonic()
    assert reports.next(soon()) is None and time.monotonic() - begin < 5


def test_endless_small_frames_are_too_much(pipe, monkeypatch):
    writing, reports = pipe
    monkeypatch.setattr(sandbox, "MAX_FRAMES", 100)
    os.write(writing, frame({}) * 500)
    with pytest.raises(TooMuch):
        for _ in range(500):
            reports.next(soon())


def test_more_bytes_than_the_limit_are_too_much(pipe):
    writing, reports = pipe
    with pytest.raises(TooMuch):
        for _ in range(40):
            os.write(writing, frame({"x": "y" * 50_000}))
            reports.next(soon())


NO_MESSAGES = {
    "no JSON": b"\xff\xff",
    "a list": b"[1]",
    "a number with 5000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "too deep to read": b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "too deep to write again": b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}",
    "a million parts": b'{"a": [' + b"[]," * 1_000_000 + b"1]}",
}


@pytest.mark.parametrize("kind", NO_MESSAGES)
def test_what_is_no_message_counts_as_an_empty_one(kind):
    assert readable(NO_MESSAGES[kind]) == {}


def test_breakdown_is_believed_only_before_the_submissions_code_runs(pipe):
    writing, reports = pipe
    job, played = Job((Cell("1"),)), sandbox.Played()
    os.write(writing, frame({"begun": True}) + frame({"broken": "x"}) + frame({"shown": True}))
    assert sandbox.watch_the_notebook(job, played, reports, soon()) == ""
    os.write(writing, frame({"broken": "x"}))
    assert sandbox.watch_the_notebook(job, played, reports, soon()) == "broken: x"


ODD_OUTPUTS = [{"cell": 9, "outputs": []}, {"cell": -1, "outputs": []}, {"cell": True, "outputs": []}]
ODD_OUTPUTS += [{"cell": 0, "outputs": {}}, {"cell": "0", "outputs": []}, {"cell": None}, {"cell": [0], "outputs": []}]


@pytest.mark.parametrize("message", ODD_OUTPUTS, ids=repr)
def test_outputs_of_no_cell_are_passed_over(pipe, message):
    writing, reports = pipe
    played = sandbox.Played()
    os.write(writing, frame(message) + frame({"shown": True}))
    sandbox.watch_the_notebook(Job((Cell("1"),)), played, reports, soon())
    assert played.outputs == {}


def test_of_a_cells_outputs_the_first_count(pipe):
    writing, reports = pipe
    played = sandbox.Played()
    os.write(writing, frame({"cell": 0, "outputs": [1]}) + frame({"cell": 0, "outputs": [2]}) + frame({"shown": True}))
    sandbox.watch_the_notebook(Job((Cell("1"),)), played, reports, soon())
    assert played.outputs == {0: [1]}


def test_probes_of_another_test_and_after_the_end_are_passed_over(pipe):
    writing, reports = pipe
    for message in ({"test": 1, "probe": {}}, {"test": 0, "probe": {"a": 1}}, {"test": 0, "done": True}):
        os.write(writing, frame(message))
    os.write(writing, frame({"test": 0, "probe": {"late": 1}}))
    assert sandbox.watch_a_test(0, reports, soon()) == [{"a": 1}]
