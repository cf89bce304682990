"""What one submission leaves for the next in the same sandbox, and for the machine outside: nothing."""

import os
import socket
import subprocess
import threading

import pytest

from course_utils.grading import sandbox
from course_utils.grading.sandbox import Cell, Job, Limits, Sandbox
from tests.grading import need_sandbox

MODES = pytest.mark.parametrize("alone", [False, True], ids=["one after the other", "alone"])
PLANT = """import builtins, ctypes, os, socket, time, sys
import numpy as np
for folder in ('/tmp', '/dev/shm', '.', '/tmp/work', '/var/tmp', '/dev/mqueue', '/run'):
    try: open(folder + '/planted', 'w').write('x')
    except OSError: pass
os.environ['PLANTED'] = 'x'
builtins.planted = np.planted = 'x'
np.ones = None
import course_utils.checks.probes as probes
probes.probe = None
libc = ctypes.CDLL(None, use_errno=True)
libc.shmget(4711, 4096, 0o1666)
libc.msgget(4711, 0o1666)
libc.semget(4711, 1, 0o1666)
libc.syscall(248, b'user', b'planted', b'x', 1, -3)
libc.syscall(240, b'planted', os.O_CREAT | os.O_RDWR, 0o666, None)
for pid in range(3):
    if not os.fork():
        os.setsid()
        listening = socket.socket(socket.AF_UNIX)
        try: listening.bind(chr(0) + 'planted'); listening.listen()
        except OSError: pass
        local = socket.socket()
        try: local.bind(('127.0.0.1', 4711)); local.listen()
        except OSError: pass
        time.sleep(1000)
time.sleep(0.3)
if not os.fork(): os._exit(0)  # a zombie
os.symlink('/tmp', '/tmp/link')
print('planted')"""
LOOK = """import builtins, ctypes, os, socket
import numpy as np
folders = ('/tmp', '/dev/shm', '.', '/tmp/work', '/var/tmp', '/dev/mqueue', '/run')
found = [folder for folder in folders if os.path.exists(folder + '/planted')]
found += [name for name in ('PLANTED',) if name in os.environ]
found += [type(place).__name__ for place in (builtins, np) if hasattr(place, 'planted')]
import course_utils.checks.probes as probes
found += ['patched'] if np.ones is None or probes.probe is None else []
libc = ctypes.CDLL(None, use_errno=True)
found += ['shared memory'] if libc.shmget(4711, 4096, 0) >= 0 else []
found += ['messages'] if libc.msgget(4711, 0) >= 0 else []
found += ['semaphores'] if libc.semget(4711, 1, 0) >= 0 else []
found += ['key'] if libc.syscall(250, 10, -3, b'user', b'planted', 0) >= 0 else []
found += ['message queue'] if libc.syscall(240, b'planted', os.O_RDWR, 0, None) >= 0 else []
for family, address in ((socket.AF_UNIX, chr(0) + 'planted'), (socket.AF_INET, ('127.0.0.1', 4711))):
    try: socket.socket(family).connect(address); found.append(str(address))
    except OSError: pass
found += [pid for pid in range(os.getpid() + 1, 300) if alive(pid)]
print('found', found)""".replace(
    "import numpy as np\n",
    """import numpy as np
def alive(pid):
    try: os.kill(pid, 0)
    except OSError: return False
    return True
""",
    1,
)


def said(played: sandbox.Played, cell: int = 0) -> str:
    """What a cell printed."""
    return "".join(output.get("text", output.get("evalue", "")) for output in played.outputs.get(cell, []))


def job(*cells: str, **limits: float) -> Job:
    """Cells without tests."""
    return Job(tuple(map(Cell, cells)), limits=Limits(**{"seconds": 60, "cell_seconds": 30, **limits}))


def broken(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Start sandboxes in which this was done to what runs inside: a defence less."""
    start = subprocess.Popen

    def popen(command: list[str], **settings: object) -> subprocess.Popen:
        at = command.index("-m")
        program = f"import os\nfrom course_utils.grading import inside\n{code}\ninside.main()"
        return start([*command[:at], "-c", program, *command[at + 2 :]], **settings)

    monkeypatch.setattr(sandbox.subprocess, "Popen", popen)


@pytest.fixture(autouse=True)
def needed():
    need_sandbox()


@MODES
def test_next_submission_finds_nothing_of_the_one_before(alone):
    with Sandbox(alone=alone) as box:
        assert said(box.play(job(PLANT))) == "planted\n"
        assert said(box.play(job(LOOK))) == "found []\n"
        assert box.alone == alone


BOMB = """import os
os.chmod('/tmp', 0)
while True:
    try: os.fork()
    except OSError: pass"""


@MODES
def test_next_submission_is_well_after_one_that_was_stopped(alone):
    with Sandbox(alone=alone) as box:
        assert box.play(job(BOMB, processes=10)).stopped == "processes"
        assert said(box.play(job("print(open('/tmp/new', 'w').write('xy'))"))) == "2\n"


def test_without_rooms_of_its_own_it_would_find_files(monkeypatch):
    broken(monkeypatch, "inside.furnish = lambda limits: os.chdir('/tmp')")
    with Sandbox() as box:
        box.play(job(PLANT))
        assert "'/tmp'" in said(box.play(job(LOOK)))


NAMESPACE = "import ctypes\nprint('made', ctypes.CDLL(None).unshare(0x10000000))"


@MODES
def test_no_further_namespaces_can_be_made(alone):
    with Sandbox(alone=alone) as box:
        assert said(box.play(job(NAMESPACE))) == "made -1\n"


def test_without_the_filter_of_calls_further_namespaces_could_be_made(monkeypatch):
    broken(monkeypatch, "inside.calls.refuse = lambda: None")
    with Sandbox() as box:
        assert said(box.play(job(NAMESPACE))) == "made 0\n"


def test_even_in_a_namespace_of_its_own_the_covers_stay(monkeypatch):
    broken(monkeypatch, "inside.calls.refuse = lambda: None")
    uncover = """import ctypes, os
libc = ctypes.CDLL(None)
print(libc.unshare(0x10000000 | 0x20000), [libc.umount2(p, 2) for p in (b'/tmp', b'/proc', b'/dev/shm')],
      libc.mount(b'/', b'/tmp/work', None, 0x1000, None), libc.mount(b'proc', b'/tmp/work', b'proc', 0, None))"""
    with Sandbox() as box:
        assert said(box.play(job(uncover))) == "0 [-1, -1, -1] -1 -1\n"


CONNECT = """import socket
def reach(family, address):
    try:
        with socket.socket(family) as one:
            one.settimeout(1)
            one.connect(address)
            return 'CONNECTED'
    except OSError: return 'refused'
print([reach(*one) for one in ADDRESSES])"""


@pytest.fixture
def listening():
    """Sockets of this machine that wait for a connection: TCP on the loopback, and an abstract one."""
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as abstract:
        name = f"\0course-{os.getpid()}"
        abstract.bind(name)
        abstract.listen()
        yield [(int(socket.AF_INET), tcp.getsockname()), (int(socket.AF_UNIX), name)]


def test_network_and_the_machines_sockets_are_out_of_reach(listening):
    addresses = [*listening, (int(socket.AF_INET), ("1.1.1.1", 53)), (int(socket.AF_INET), ("192.168.0.1", 80))]
    with Sandbox() as box:
        assert said(box.play(job(CONNECT.replace("ADDRESSES", repr(addresses))))) == f"{['refused'] * 4}\n"


def test_with_the_machines_network_they_would_be_reached(listening, monkeypatch):
    arguments = sandbox.command()
    at = arguments.index("--unshare-all")
    shared = ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts"]
    monkeypatch.setattr(sandbox, "command", lambda disk_mb: [*arguments[:at], *shared, *arguments[at + 1 :]])
    with Sandbox() as box:
        assert said(box.play(job(CONNECT.replace("ADDRESSES", repr(listening))))) == f"{['CONNECTED'] * 2}\n"


def test_two_sandboxes_at_once_do_not_see_each_other():
    talk = """import socket, os, time
open('/tmp/NAME', 'w').write('x'); open('/dev/shm/NAME', 'w').write('x')
server = socket.socket(socket.AF_UNIX); server.bind(chr(0) + 'NAME'); server.listen()
time.sleep(1.5)
seen = os.listdir('/tmp') + os.listdir('/dev/shm')
try: socket.socket(socket.AF_UNIX).connect(chr(0) + 'OTHER'); seen.append('socket')
except OSError: pass
print('OTHER' in seen, 'socket' in seen)"""
    found = {}

    def run(name: str, other: str) -> None:
        with Sandbox() as box:
            box.start()
            ready.wait()
            found[name] = said(box.play(job(talk.replace("NAME", name).replace("OTHER", other))))

    ready = threading.Barrier(2)
    threads = [threading.Thread(target=run, args=pair) for pair in (("one", "two"), ("two", "one"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"one": "False False\n", "two": "False False\n"}


@MODES
def test_files_fill_only_what_a_submission_may_have(alone):
    fill = """held = 0
try:
    for number in range(100):
        with open(f'/tmp/{number}', 'wb', 0) as file: held += file.write(bytes(5 << 20))
except OSError: pass
print(held >> 20)"""
    with Sandbox(alone=alone) as box:
        assert int(said(box.play(job(fill, disk_mb=20)))) <= 20
