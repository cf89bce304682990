"""Submissions that want to read what is not theirs, or to write there: hidden tests, gradebook, solutions, others."""

import pytest

from course_utils.grading.sandbox import Cell, Job, Limits, Sandbox
from course_utils.grading.scores import decode
from tests.attacks.course import FULL, MARK, NOTHING, Attack, answering, attack, nothing_else_changed
from tests.grading import need_sandbox

FEEDBACK = True  # each submission's page is made

# --- While visible cells run ---------------------------------------------------------------------------------------

SEARCH = """import os
print('STUDENT')
def search(root):
    for place, folders, files in os.walk(root):
        for name in files:
            try:
                with open(os.path.join(place, name), 'rb') as file: text = file.read(2_000_000)
            except OSError: continue
            if b'mark' + b'4711mark' in text: print('FOUND', place, name)
{what}
print('searched')
def square(x): return x * x"""
NAMES = """import os
print('STUDENT')
for path in ('ROOM', 'ROOM/gradebook.db', 'ROOM/solutions/ps/ps.ipynb', 'ROOM/solutions/ps/scoring.py', 'ROOM/.grading',
             'ROOM/submitted/aa-honest/ps/ps.ipynb', 'ROOM/nbgrader_config.py', '/home', '/root/.ssh', '/etc/passwd'):
    if os.path.exists(path): print('FOUND', path)
print('searched')
def square(x): return x * x"""
WRITE = """import os
print('STUDENT')
places = ['ROOM/gradebook.db', 'ROOM/solutions/ps/scoring.py', 'ROOM/submitted/aa-honest/ps/ps.ipynb', 'ROOM/new',
          '/usr/lib/new', '/etc/new', '/opt/course/lib/course_utils/new.py', '/opt/new', '/new', '/dev/new',
          np.__file__]
for path in places:
    try:
        with open(path, 'ab') as file: file.write(b'x')
        print('WROTE', path)
    except OSError: pass
    for act in (os.unlink, os.rmdir, lambda p: os.chmod(p, 0o777), lambda p: os.rename(p, p + 'x')):
        try: act(path); print('CHANGED', path)
        except OSError: pass
print('searched')
def square(x): return x * x"""
OBJECTS = """import gc, sys, linecache, threading
print('STUDENT')
def texts():
    frames = list(sys._current_frames().values())
    while frames:
        frame = frames.pop()
        if frame is None: continue
        frames.append(frame.f_back)
        yield from map(repr, list(frame.f_locals.values()))
    for found in gc.get_objects():
        if isinstance(found, (dict, list, tuple)) and len(found) < 10_000:
            for part in (found.values() if isinstance(found, dict) else found):
                if isinstance(part, (str, bytes)): yield str(part)
    for lines in linecache.cache.values(): yield str(lines)
    yield str(get_ipython().user_ns.get('In')) + str(get_ipython().history_manager.input_hist_raw)
print('FOUND' if any('mark' + str(4711) in text for text in texts()) else 'searched')
def square(x): return x * x"""
PIPES = """import os, select
print('STUDENT')
for number in range(3, 40):
    try: ready = select.select([number], [], [], 0)[0]
    except (OSError, ValueError): continue
    if ready and number != 5:
        os.set_blocking(number, False)
        try: print('FOUND' if b'mark' + b'4711' in os.read(number, 10**6) else 'nothing in', number)
        except OSError: pass
print('searched')
def square(x): return x * x"""
LOOKING = {
    "in the working folder and above": SEARCH.replace("{what}", "search('.')\nsearch('/tmp')\nsearch('/dev/shm')"),
    "in the course's packages": SEARCH.replace("{what}", "search('/opt/course/lib')\nsearch('/proc')\nsearch('/etc')"),
    "for gradebook, solutions and others": NAMES,
    "for something to write to": WRITE,
    "among all objects, frames and sources": OBJECTS,
    "in the pipes that hidden tests will come through": PIPES,
}


@attack(answering("square", LOOKING))
def test_looking_in_visible_cells_finds_nothing(graded, variant):
    said = graded.shown("square")
    assert "searched" in said
    assert [line for line in said.splitlines() if line.split(" ")[0] in ("FOUND", "WROTE", "CHANGED")] == []
    assert graded.points == FULL


# Reads the process' own memory, page by page, without knowing where it is: writing it to a file fails, and never hurts,
# where nothing is mapped. The pattern does not find itself.
SCAN = """import ctypes, gc, os, re
libc = ctypes.CDLL(None)
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
libc.sbrk.restype = ctypes.c_void_p
libc.sbrk.argtypes = [ctypes.c_long]
def scan():
    local = ctypes.create_string_buffer(8)
    known = {id(found) >> 20 for found in gc.get_objects()} | {id('x') >> 20, ctypes.addressof(local) >> 20}
    known |= {(libc.sbrk(0) >> 20) - back for back in range(400)}
    count, read = 0, 0
    file = os.open('/tmp/scan', os.O_RDWR | os.O_CREAT, 0o600)
    for chunk in sorted({number + step for number in known for step in range(-3, 4)}):
        address, end = chunk << 20, (chunk + 1) << 20
        while address < end:
            os.lseek(file, 0, 0)
            written = libc.write(file, address, end - address)
            if written > 0:
                count += len(re.findall(rb'mark4[7]11mark', os.pread(file, written, 0)))
                read += written
            address += max(written, 4096)
    return float(count), float(read)
"""


@pytest.mark.parametrize("alone", [False, True], ids=["one after the other", "alone"])
def test_memory_holds_no_hidden_test_before_its_time(alone):
    need_sandbox()
    hidden = f"from course_utils.checks.probes import probe\n{MARK} = scan\nprobe('found', {MARK}, points=1)"
    cells = (Cell(SCAN), Cell("print('found', *scan())", hidden, test=True))
    job = Job(cells, environment={"COURSE_PROBE_SEED": "a seed"}, limits=Limits(cell_seconds=60))
    with Sandbox(alone=alone) as sandbox:
        for _ in range(2):  # the second time, the first one's hidden tests have been in this sandbox
            played = sandbox.play(job)
            found, read = map(float, played.outputs[1][0]["text"].split()[1:])
            assert found == 0 and read > 50e6
            found, read = decode(played.probes[1][0]["value"])
            assert found > 0 and read > 50e6  # this is how it looks where there is something to find


# --- While hidden tests run ----------------------------------------------------------------------------------------

# The thief finds the hidden test's source in IPython's list of inputs, and proves it to the grader. `show` is what it
# does to prove it to its student.
THIEF = """import json, os, struct, sys
import course_utils.checks.probes as probes
print('STUDENT')
In = get_ipython().user_ns['In']
def show(text): pass
def say(message):
    data = json.dumps(message).encode()
    os.write(4, struct.pack('>I', len(data)) + data)
send, emission = probes.send, probes.emission
def thief(name, value, *args, points=0, **settings):
    text = In[-1]
    assert 'mark' + str(4711) in text
    send({'name': 'witness', 'value': {'kind': 'text', 'text': text}})
    show(text)
    if name != 'the lines': send({'name': name, 'value': emission(value, args)})
probes.probe = thief
"""
WORD = "word = text[text.index('mark'):][:12]"
SMUGGLING = {
    "printed": "print(text); sys.stderr.write(text); raise ValueError(text)",
    "displayed": "from IPython.display import display, HTML; display(HTML(text)); display(text)",
    "shown again": "kept = get_ipython().kept; kept.probes = None; print(text); "
    "say({'cell': 2, 'outputs': kept.outputs})",
    "in frames of outputs": "for n in range(9): say({'cell': n, 'outputs': [{'output_type': 'stream', "
    "'name': 'stdout', 'text': text}]})",
    "in the name of an error": f"{WORD}; value = {{'kind': 'error', 'error': word}}; "
    "send({'name': 'square of numbers', 'value': value})",
    "in the class of an error": f"{WORD}; send({{'name': 'square of numbers', 'value': emission(raises(word))}})",
    "in lines that a judge quotes": "send({'name': 'the lines', 'value': probes.encode([text[:100]])})",
    "in a name that a judge quotes": f"{WORD}; send({{'name': 'the lines', 'value': probes.encode([word])}})",
    "in keys": f"{WORD}; send({{'name': 'the lines', 'value': probes.encode({{word: 'x'}})}})",
    "in hint and name": "send({'name': text, 'hint': text, 'points': 4, 'judge': text, 'value': emission(text)})",
    "as the reason of a breakdown": "say({'broken': text}); say({'left': text}); say({'ended': text})",
    "by a process that waits": "open('/tmp/work/stolen', 'w').write(text)",
    "by the cell after": "In.append(text); open('stolen', 'w').write(text); builtins.stolen = text",
}
HELPERS = """
import builtins
def raises(word):
    def function(*args): raise type(word, (Exception,), {})(word)
    return function
if not os.fork():
    os.setsid()
    if os.fork(): os._exit(0)
    import time
    for _ in range(100):
        time.sleep(0.05)
        try: text = open('/tmp/work/stolen').read()
        except OSError: continue
        for n in range(9): say({'cell': n, 'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': text}]})
        say({'broken': text})
    os._exit(0)
def square(x): return x * x
"""
LATER = """def cube(x): return x * x * x
import os
print('LATER', os.path.exists('/tmp/work/stolen'), hasattr(__import__('builtins'), 'stolen'))"""


def stealing(show: str) -> str:
    """A thief's code."""
    return THIEF.replace("def show(text): pass", f"def show(text):\n    {show}") + HELPERS


@attack({name: Attack({"square": stealing(show), "cube": LATER}) for name, show in SMUGGLING.items()})
def test_hidden_test_that_was_read_is_not_shown(graded, variant):
    assert MARK in graded.emitted  # the thief had it
    assert MARK not in graded.feedback and MARK not in graded.said
    assert "LATER False False" in graded.shown("cube")


@attack(answers={"lines": "lines = ['2 * x * y', 'y * x * y']"})
def test_judges_message_about_a_line_that_stands_in_the_cell_is_shown(graded):
    assert graded.points == {**FULL, "test_lines": 0}
    assert "Line 2: y * x * y" in graded.feedback


@attack(answers={"square": "def square(x):\n    raise NotImplementedError()", "lines": "pass", "cube": "pass"})
def test_untouched_answer_earns_nothing_and_reads_so(graded):
    assert graded.points == NOTHING
    assert "square of numbers: 0 of 2. Not written yet." in graded.said


def test_nothing_else_changed(batch):
    nothing_else_changed(batch)
