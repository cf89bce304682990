"""What runs inside the sandbox: a parent that holds the imports, and forks a child for each submission.

The parent never sees a submission. It receives, over a socket, the ends of pipes that lead to the grader, and gives
them to a child which it forks. That child moves into namespaces of its own (user, processes, mounts, IPC), with empty
/tmp, /dev/shm and /proc, so that nothing it leaves behind or reaches for is anybody else's; when it ends, the kernel
ends every process it started.

In the child the notebook's visible cells run, and their outputs go to the grader. After each test cell the process
forks once more, and the copy waits. When all outputs are handed over and no more are taken, the copies get the hidden
tests, one after the other, and may say nothing but probes. So a hidden test runs with the names as they were at its
place, and no answer can read one and show it: until the display is closed there is none in this sandbox.

Started by :mod:`course_utils.grading.sandbox`; uses the standard library, IPython and what is listed for preloading.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable

from course_utils.grading import calls

NEWNS, NEWIPC, NEWUSER, NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
MS_NOSUID, MS_NODEV, MS_RDONLY, MS_REC, MS_PRIVATE = 2, 4, 1, 0x4000, 0x40000
PR_SET_PDEATHSIG = 1
CAPABILITY_VERSION = 0x20080522
# The file descriptors of a child: what to run, what to say, when to stop, that the notebook's process is gone; from
# then on one for each test cell. Long messages are not written in one piece: so only one process at a time may write
# to a pipe, and who keeps the others has one of its own.
JOB, REPORT, STOP, GONE, FIRST_TEST = 3, 4, 5, 6, 7
LOOK_SECONDS = 0.05
libc = ctypes.CDLL(None, use_errno=True)


def must(result: int, what: str) -> None:
    """Raise when a call of the C library failed."""
    if result:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def send(descriptor: int, message: dict) -> None:
    """Write a message: its length, then JSON."""
    data = json.dumps(message, default=str).encode()
    view = memoryview(struct.pack(">I", len(data)) + data)
    while view:
        view = view[os.write(descriptor, view) :]


def receive(descriptor: int) -> dict:
    """Read a message."""
    return json.loads(read(descriptor, struct.unpack(">I", read(descriptor, 4))[0]))


def read(descriptor: int, n: int) -> bytes:
    """Read exactly n bytes."""
    data = b""
    while len(data) < n:
        more = os.read(descriptor, n - len(data))
        if not more:
            raise EOFError
        data += more
    return data


# --- The parent ---------------------------------------------------------------------------------------------------


def serve(control: socket.socket, shell_maker: Callable) -> None:
    """Fork a child for each job that arrives, watch it, and say how it ended."""
    shell = shell_maker()
    gc.collect()
    gc.freeze()
    control.send(b'{"ready": true}')
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 250)
        if not message:
            return
        limits = json.loads(message)
        child = os.fork()
        if not child:
            become(descriptors, limits, shell)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(json.dumps({"ended": watch(child, limits)}).encode())


def watch(child: int, limits: dict) -> str:
    """Wait for a child; stop it when it uses more than it may. Why it was stopped, if it was."""
    reason, step, looks = "", LOOK_SECONDS / 16, 0
    own = megabytes("self", "statm")
    while not os.waitpid(child, os.WNOHANG)[0]:
        looks += 1
        if reason := overused(limits, own, thorough=looks % 20 == 0):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            break
        time.sleep(step)
        step = min(LOOK_SECONDS, 1.5 * step)
    while any(pid != os.getpid() and pid != 1 for pid in processes()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)  # where it had no process numbers of its own, what it left behind lives on
        time.sleep(0.002)  # the kernel is still clearing up
    return reason


def processes() -> list[int]:
    """All that run in this sandbox."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def overused(limits: dict, own: float, thorough: bool) -> str:
    """Which limit the processes of a submission exceed together: processes, memory, or none.

    Every process begins with this parent's memory (``own``, in MB), which it shares until it writes there. What each
    has beyond that is quickly counted; the exact share of each takes the kernel milliseconds, and is asked for now
    and then.
    """
    most = limits["processes"] + 4  # with this parent, the sandbox's first process, and two that keep the submission's
    others = [pid for pid in processes() if pid not in (1, os.getpid())]
    beyond = sum(max(0.0, megabytes(pid, "statm") - own) for pid in others)
    exact = 0.0
    for pid in others if thorough or beyond > limits["memory_mb"] / 2 else ():
        # The kernel lets us wait for a process that forks all the time: count again before every one.
        if len(processes()) > most:
            break
        exact += megabytes(pid, "smaps_rollup")
    if len(processes()) > most:
        return "processes"
    return "memory" if exact > limits["memory_mb"] else ""


def megabytes(pid: int | str, source: str, field: int = 1) -> float:
    """Memory of a process: statm counts pages that it shares with its parent whole, smaps_rollup their part."""
    try:
        with open(f"/proc/{pid}/{source}") as file:
            if source == "statm":
                return int(file.read().split()[field]) * resource.getpagesize() / 2**20
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except PermissionError:  # it has made itself unreadable (prctl): all of it counts
        return megabytes(pid, "statm")
    except (OSError, ValueError):
        return 0.0


# --- A child's own rooms -------------------------------------------------------------------------------------------


def become(descriptors: list[int], limits: dict, shell: object) -> None:
    """Turn a fresh fork into the keeper of a submission's processes. Does not return."""
    try:
        keep_only(descriptors)
        if limits["alone"]:  # the whole sandbox is for this one, and ends with it
            os.chdir("/tmp")
            restrict(limits, int(megabytes("self", "statm", field=0) * 2**20))
            keep(len(descriptors) - FIRST_TEST + JOB, limits, shell)
        uid, gid = os.getuid(), os.getgid()
        must(libc.unshare(NEWUSER | NEWNS | NEWIPC | NEWPID), "unshare")
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        first = os.fork()
        if first:
            os.waitpid(first, 0)
            os._exit(0)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        address_space = int(megabytes("self", "statm", field=0) * 2**20)  # /proc is covered soon
        furnish(limits)
        restrict(limits, address_space)
        keep(len(descriptors) - FIRST_TEST + JOB, limits, shell)
    except BaseException as error:
        send(REPORT, {"broken": f"{type(error).__name__}: {error}"})
    os._exit(1)


def keep_only(descriptors: list[int]) -> None:
    """Leave these files open, as number 3, 4, ..., and nothing else."""
    high = [os.dup2(descriptor, 1000 + i) for i, descriptor in enumerate(descriptors)]
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, 1000)
    for i, descriptor in enumerate(high):
        os.dup2(descriptor, JOB + i, inheritable=False)
    os.closerange(1000, 1000 + len(high))


def furnish(limits: dict) -> None:
    """Mount empty rooms over what is shared."""
    must(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    size = f"size={int(limits['disk_mb'])}m,mode=700".encode()
    for room in (b"/tmp", b"/dev/shm"):
        must(libc.mount(b"tmpfs", room, b"tmpfs", MS_NOSUID | MS_NODEV, size), f"mount {room.decode()}")
    must(libc.mount(b"tmpfs", b"/proc", b"tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, b"size=4k"), "mount /proc")
    os.mkdir("/tmp/work")
    os.chdir("/tmp/work")


def restrict(limits: dict, address_space: int) -> None:
    """Give up every right, and set the kernel's limits."""
    calls.refuse()
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    must(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    for kind, most in (
        (resource.RLIMIT_AS, address_space + limits["memory_mb"] * 2**20),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["file_mb"] * 2**20),
        (resource.RLIMIT_NPROC, limits["processes"] + 20),
        (resource.RLIMIT_NOFILE, limits["open_files"]),  # pipes and sockets hold memory that nobody counts
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (int(most), int(most)))


def keep(tests: int, limits: dict, shell: object) -> None:
    """Be process 1: start the notebook's process, stop it when told, and bury what dies.

    This process runs nothing of the submission. When the notebook's process is gone, the copies that wait for
    hidden tests live on.
    """
    player = os.fork()
    if not player:
        os.close(GONE)
        play(limits, shell)
        os._exit(0)
    for test in range(tests):
        os.close(FIRST_TEST + test)
    os.close(JOB)
    os.set_blocking(STOP, False)
    while True:
        try:
            if os.read(STOP, 1):
                os.kill(player, signal.SIGKILL)
            else:
                os._exit(0)  # the grader has all it wants
        except (BlockingIOError, ProcessLookupError):
            pass
        try:
            while ended := os.waitpid(-1, os.WNOHANG):
                if ended[0] == 0:
                    break
                if ended[0] == player:
                    os.write(GONE, b"x")
        except ChildProcessError:
            pass
        time.sleep(0.005)


# --- The notebook ---------------------------------------------------------------------------------------------------


class TookTooLong(BaseException):
    """A cell ran into its time limit."""

    def _render_traceback_(self) -> list[str]:
        return ["This cell took too long and was stopped."]


def play(limits: dict, shell: object) -> None:
    """Run the visible cells, and leave a copy behind at each test cell."""
    job = receive(JOB)
    for name, content in job["files"].items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(bytes.fromhex(content))
    sys.path.insert(0, "")
    send(REPORT, {"begun": True})
    signal.signal(signal.SIGALRM, too_long)
    test = 0
    for number, cell in enumerate(job["cells"]):
        run(shell, cell["source"], limits["cell_seconds"])
        send(REPORT, {"cell": number, "outputs": shell.taken()})
        if cell["test"]:
            if not os.fork():
                wait_for_test(FIRST_TEST + test, number, limits, shell)
            test += 1
    send(REPORT, {"shown": True})


def wait_for_test(descriptor: int, number: int, limits: dict, shell: object) -> None:
    """Wait, as a copy of the process at a test cell, for its hidden tests, and run them. Does not return."""
    try:
        job = receive(descriptor)
        os.environ.update(job["environment"])
        shell.say_only_probes(lambda data: send(REPORT, {"test": number, "probe": data}))
        run(shell, job["source"], limits["cell_seconds"])
        send(REPORT, {"test": number, "done": True})
    finally:
        os._exit(0)


def too_long(*_: object) -> None:
    raise TookTooLong


def run(shell: object, source: str, seconds: float) -> None:
    """Run a cell; interrupt it, again and again if need be, when its time is over."""
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
        shell.run_cell(source, store_history=True)
    except TookTooLong:
        pass  # came late, in our own code
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def make_shell() -> object:
    """An IPython shell that keeps what a cell shows."""
    from course_utils.grading.shell import GradingShell

    return GradingShell.make()


def main() -> None:
    """Preload, then serve the socket whose number is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    checks = importlib.import_module("course_utils.checks")
    for name in [*sys.argv[2:], *(f"{checks.__name__}.{part.name}" for part in pkgutil.iter_modules(checks.__path__))]:
        importlib.import_module(name)
    serve(control, make_shell)


if __name__ == "__main__":
    main()
