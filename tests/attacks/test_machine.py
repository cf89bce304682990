"""Submissions that want to wear the machine down, to break out, or to outlive themselves."""

from tests.attacks.course import FULL, NOTHING, Attack, answering, attack, nothing_else_changed

MORE_LIMITS = {"seconds": 12, "cell_seconds": 3, "memory_mb": 400, "processes": 20, "output_mb": 4}

FORKS = """import os
while True:
    try: os.fork()
    except OSError: pass"""
SPREAD = """import os, time
for _ in range(10):
    if not os.fork():
        held = bytearray(80 << 20)
        held[::4096] = bytes([1]) * len(held[::4096])
        time.sleep(20); os._exit(0)
time.sleep(20)"""
UNREADABLE = "import ctypes\nctypes.CDLL(None).prctl(4, 0)\n" + SPREAD  # 4: no one may read this process' numbers
FRAMES = """import os, struct
data = struct.pack('>I', 2) + b'{}'
while True: os.write(4, data * 1000)"""
# What a submission does in its last answer -> why it is stopped, as its line in the table says.
BOMBS = {
    "forks without end": (FORKS, "processes"),
    "memory spread over processes": (SPREAD, "memory"),
    "memory of processes that cannot be looked at": (UNREADABLE, "memory"),
    "raw bytes as its report": ("import os\nwhile True: os.write(4, b'\\xff' * 65536)", "output"),
    "frames without end as its report": (FRAMES, "output"),
}


@attack({name: Attack({"cube": text}) for name, (text, _) in BOMBS.items()})
def test_bomb_is_stopped_and_named(graded, variant):
    assert graded.points == NOTHING
    assert f"stopped: {BOMBS[variant][1]}" in graded.row


BUSY = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
ENDING = {
    "ignores its time limit": (BUSY, "stopped: seconds"),
    "stops itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "stopped: seconds"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "stopped: left"),
    "exits": ("import os\nos._exit(0)", "stopped: left"),
    "exits as Python does": ("import sys\nsys.exit(0)", ""),
    "loops": ("while True: pass", ""),
    "prints without end": ("while True: print('x' * 1000)", ""),
    "shows without end": ("while True: display(1)", ""),
    "recurses without end": ("def f(): return f()\nf()", ""),
    "takes all memory at once": ("held = bytearray(10**10)", ""),
}


@attack({name: Attack({"cube": text}) for name, (text, _) in ENDING.items()})
def test_what_stood_above_is_earned_when_an_answer(graded, variant):
    assert graded.points == {**FULL, "test_cube": 0}
    assert ENDING[variant][1] in graded.row
    assert len(graded.said) < 200_000


DISK = """import os
def fill(folder):
    held = 0
    try:
        for number in range(1000):
            with open(f'{folder}/{number}', 'wb') as file: held += file.write(bytes(10 << 20))
    except OSError: pass
    return held >> 20
def big(path):
    held = 0
    try:
        with open(path, 'wb', 0) as file:
            for _ in range(1000): held += file.write(bytes(1 << 20))
    except OSError: pass
    return held >> 20
print('big', big('/tmp/big')); os.unlink('/tmp/big')
print('fill', fill('/tmp'), fill('/dev/shm'))
def square(x): return x * x"""


@attack(answers={"square": DISK})
def test_files_fill_only_what_a_submission_may_have(graded):
    big, *filled = [int(word) for word in graded.shown("square").split() if word.isdigit()]
    assert big <= 20 and max(filled) <= 30  # file_mb, disk_mb


UNCOUNTED = """import ctypes, os, resource
libc = ctypes.CDLL(None, use_errno=True)
def memfd(): os.memfd_create('x')
def shm():
    if libc.shmget(0, 1 << 20, 0o1600) < 0: raise OSError(ctypes.get_errno(), 'shmget')
def files():
    held = [os.open('/dev/null', os.O_RDONLY) for _ in range(1000)]
for attempt in (memfd, shm, files):
    try: attempt(); print('WORKED', attempt.__name__)
    except OSError: print('refused')
def square(x): return x * x"""
BREAKING_OUT = """import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS, NEWPID = 0x10000000, 0x20000, 0x20000000
attempts = {
    'new namespaces': lambda: libc.unshare(NEWUSER | NEWNS | NEWPID),
    'clone into a new namespace': lambda: libc.syscall(56, NEWUSER | 17, 0, 0, 0, 0),
    'clone3': lambda: libc.syscall(435, 0, 0),
    'uncovering /tmp': lambda: libc.umount2(b'/tmp', 2),
    'uncovering /proc': lambda: libc.umount2(b'/proc', 2),
    'mounting proc': lambda: libc.mount(b'proc', b'/tmp', b'proc', 0, None),
    'binding the root': lambda: libc.mount(b'/', b'/tmp', None, 0x1000, None),
    'making /usr writable': lambda: libc.mount(b'none', b'/usr', None, 32 | 0x1000, None),
    'tracing process 1': lambda: libc.ptrace(16, 1, 0, 0),
    'tracing the parent': lambda: libc.ptrace(16, os.getppid(), 0, 0),
    'a key that stays': lambda: libc.syscall(248, b'user', b'k', b'v', 1, -3),
    'a new root': lambda: libc.chroot(b'/tmp'),
    'another user': lambda: libc.setuid(0) if os.getuid() else libc.setgroups(0, None),
    'a device': lambda: libc.mknod(b'/tmp/device', 0o020600, 1 << 8 | 1),
    'a name for the host': lambda: libc.sethostname(b'x', 1),
    'the clock': lambda: libc.settimeofday(ctypes.create_string_buffer(16), None),
    'more memory': lambda: __import__('resource').setrlimit(__import__('resource').RLIMIT_AS, (-1, -1)),
}
for name, act in attempts.items():
    try: worked = act() != -1
    except (OSError, ValueError): worked = False
    print('WORKED' if worked else 'refused', name)
    if os.getpid() != ME: os._exit(0)
for path in ('/proc/self/mem', '/proc/1/environ', '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/sys/kernel',
             '/dev/kmsg', '/dev/mem', '/dev/sda', '/run'):
    print('WORKED' if os.path.exists(path) else 'refused', path)
def square(x): return x * x""".replace("libc =", "ME = os.getpid()\nlibc =", 1)


@attack(answering("square", {"memory nobody counts": UNCOUNTED, "a way out": BREAKING_OUT}))
def test_reaching_for_more_is_refused(graded, variant):
    said = graded.shown("square")
    assert said.count("refused") >= 3 and "WORKED" not in said
    assert graded.points == FULL


KILLING = {
    "all processes": "import os\nos.kill(-1, 9)",
    "process 1": "import os\nfor signal in (15, 9, 2): os.kill(1, signal)\nimport time\ntime.sleep(1)",
    "its parent": "import os\nos.kill(os.getppid(), 9); os.kill(os.getppid(), 2)\nimport time\ntime.sleep(1)",
}


@attack(answering("cube", KILLING))
def test_killing_hurts_only_oneself(graded, variant):
    assert graded.points["test_cube"] == 0
    assert graded.row.split()[1:4] == [f"{sum(graded.points.values()):g}", "of", "12"]


BREAKDOWN = """import os, struct, json
for message in ({'broken': 'unshare'}, {'ended': 'memory'}, {'ready': True}):
    data = json.dumps(message).encode()
    os.write(4, struct.pack('>I', len(data)) + data)
print('said')
def square(x): return x * x"""


@attack(answers={"square": BREAKDOWN})
def test_forged_breakdown_of_the_sandbox_is_not_believed(graded):
    assert graded.points == FULL
    assert "said" in graded.said


DAEMON = """import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        for signal in range(1, 32):
            try: __import__('signal').signal(signal, __import__('signal').SIG_IGN)
            except (OSError, ValueError): pass
        open('/tmp/alive', 'w').write('x')
        time.sleep(1000)
    os._exit(0)
os.wait()
import threading
threading.Thread(target=time.sleep, args=(1000,)).start()
while not os.path.exists('/tmp/alive'): time.sleep(0.01)
print('a daemon lives')
def square(x): return x * x"""


@attack(answers={"square": DAEMON})
def test_daemon_does_not_outlive_its_submission(graded):
    assert "a daemon lives" in graded.said
    assert graded.points == FULL  # and test_nothing_else_changed finds no process left


def test_nothing_else_changed(batch):
    nothing_else_changed(batch)
