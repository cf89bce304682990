"""Submissions that want points for nothing: none gets one."""

import base64
import time

import nbformat
import numpy as np
import pytest

from course_utils.checks import probes
from course_utils.grading.grader import load
from course_utils.grading.scores import score
from tests.attacks.course import (
    FULL,
    NOTHING,
    SCORING,
    Attack,
    answering,
    attack,
    nothing_else_changed,
    nothing_known,
)


def of(notebook, name):
    """The cell with this grade_id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def empty(notebook):
    """Take all answers out."""
    for name, text in nothing_known("pass").items():
        of(notebook, name).source = text


def tag_tests(notebook):
    empty(notebook)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "hide-cell"]


def delete_tests(notebook):
    empty(notebook)
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def duplicate_tests(notebook):
    empty(notebook)
    notebook.cells += [nbformat.from_dict({**c, "source": "pass"}) for c in notebook.cells]


def duplicate_answers(notebook):
    for name in ("square", "square", "cube"):
        copied = nbformat.from_dict(of(notebook, name))
        copied.source = "def square(x):\n    return 0 * x"
        notebook.cells.append(copied)


def reorder(notebook):
    empty(notebook)
    notebook.cells.reverse()


def retype(notebook):
    empty(notebook)
    for cell in notebook.cells:
        cell.cell_type = "markdown" if cell.cell_type == "code" else "raw"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def replace_tests(notebook):
    empty(notebook)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "assert True"


def edit_metadata(notebook):
    empty(notebook)
    for cell in notebook.cells:
        if about := cell.metadata.get("nbgrader"):
            about.update(points=1000, locked=False, schema_version=99, cell_type="code", checksum="0" * 32)
            if about["grade"]:
                about.update(solution=True, grade_id="square")
    notebook.metadata["course"] = {"probes": {"test_square": [{"points": 4}]}, "look_at": [], "remarks": []}


def swap_roles(notebook):
    """Make the test cell an answer cell that is graded by hand, and the answers tests."""
    empty(notebook)
    of(notebook, "test_square").metadata.nbgrader.update(solution=True, grade=True, task=True)
    of(notebook, "square").metadata.nbgrader.update(grade=True, points=100, solution=False)


def store_outputs(notebook):
    """Hand in outputs that say all was right: probes and points included."""
    empty(notebook)
    data = base64.b64encode(np.ones(4)).decode()
    probe = {"name": "square of numbers", "points": 99, "value": {"kind": "array", "shape": [4], "data": data}}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("stream", text="100.0"),
                nbformat.v4.new_output("display_data", data={"application/vnd.course.probe+json": probe}),
            ]
            cell.execution_count = 1


EDITED = {
    "test cells tagged skip-execution": tag_tests,
    "test cells deleted": delete_tests,
    "test cells duplicated": duplicate_tests,
    "cells in another order": reorder,
    "cells of another type": retype,
    "test cells rewritten": replace_tests,
    "metadata and points edited": edit_metadata,
    "answers and tests swapped": swap_roles,
    "outputs stored": store_outputs,
}


@attack({name: Attack(change=change) for name, change in EDITED.items()})
def test_edited_notebook_earns_nothing(graded, variant):
    assert graded.points == NOTHING
    assert graded.cell("test_square").source.count("probe(") == 2  # the instructor's cell stands there


@attack(change=duplicate_answers)
def test_of_an_answer_that_is_there_twice_the_first_counts_and_a_person_is_told(graded):
    assert graded.points == FULL
    assert "answer cell square is there 3 times" in graded.row


# Code in the first answer cell; the visible checks may well be deceived, the probes are not.
EQUAL = """class Anything(float):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = object.__hash__
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __array__(self, *a, **k): return np.full((4,), 1.0)
    shape = (4,)
    def __array_ufunc__(self, *a, **k): return True
square = cube = lambda x: Anything()
lines = [Anything()]
print('attacked')"""
ARRAY_EQUAL = """class Anything(np.ndarray):
    def __array_ufunc__(self, *a, **k): return np.bool_(True)
    def __array_function__(self, *a, **k): return True
    __eq__ = lambda self, other: True
square = cube = lambda x: np.zeros(np.shape(x)).view(Anything)
lines = ['0']
print('attacked')"""
TRANSFORMER = """import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node):
        return ast.Pass() if isinstance(node.value, ast.Call) and 'print' not in ast.dump(node) else node
get_ipython().ast_transformers.append(Strip())
get_ipython().input_transformers_cleanup.append(lambda lines: [l for l in lines if 'expect' not in l])
square = cube = lambda x: x
print('attacked')"""
PATCHED_NUMPY = """import numpy.testing, builtins
for name in dir(numpy.testing):
    if name.startswith('assert'): setattr(numpy.testing, name, lambda *a, **k: None)
np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
builtins.abs = builtins.all = builtins.max = lambda *a, **k: True
builtins.AssertionError = type('AssertionError', (Warning,), {})
square = cube = lambda x: x
lines = []
print('attacked')"""
PATCHED_CHECKS = """import sys, course_utils.checks.compare as compare, course_utils.checks.report as report
from course_utils.grading import scores
compare.expect = report.fail = lambda *a, **k: None
scores.score = scores.agree = lambda *a, **k: True
for module in list(sys.modules.values()):
    for name in list(vars(module)):
        if getattr(module, '__name__', '').startswith('course_utils') and callable(vars(module)[name]):
            try: setattr(module, name, lambda *a, **k: True)
            except Exception: pass
square = cube = lambda x: x
print('attacked')"""
PATCHED_PROBE = """import base64, course_utils.checks.probes as probes
def liar(name, value, *args, points, **settings):
    for guess in (np.zeros(np.shape(args[0] if args else 0)), 1.0, True, 'right'):
        probes.send({'name': name, 'points': 1000, 'hint': '', 'rtol': 1e9, 'atol': 1e9, 'judge': '',
                     'score': 1.0, 'value': {**probes.encode(guess), 'points': 1000}})
probes.probe = liar
square = cube = lambda x: x
print('attacked')"""
PATCHED_ENCODE = """import course_utils.checks.probes as probes
probes.emission = lambda value, args=(): {'kind': 'array', 'shape': [], 'data': 'AAAAAAAA8D8='}
probes.probe_rng = lambda name: type('Rng', (), {'normal': lambda self, size: np.zeros(size)})()
square = cube = lambda x: x
print('attacked')"""
FRAMES = """import json, os, struct, time
def say(message):
    data = json.dumps(message).encode()
    os.write(4, struct.pack('>I', len(data)) + data)
print('attacked')
if not os.fork():  # for as long as hidden tests run
    os.setsid()
    for _ in range(100):
        time.sleep(0.03)
        for number in range(8):
            for name in ('square of numbers', 'cube of numbers', 'the lines'):
                say({'test': number, 'probe': {'name': name, 'points': 4, 'score': 4, 'rtol': 1e9,
                     'value': {'kind': 'array', 'shape': [4], 'data': 'AAAAAAAA8D8AAAAAAADwPwAAAAAAAPA/AAAAAAAA8D8='}}})
            say({'test': number, 'done': True, 'scores': {'test_square': 4}, 'points': 4})
            say({'cell': number, 'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': 'forged 4.0'}]})
        say({'shown': True})
    os._exit(0)
square = cube = lambda x: x"""
DISPLAY = """def silent(*a, **k): pass
shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = silent
shell.set_custom_exc((BaseException,), silent)
import sys, traceback
sys.excepthook = traceback.print_exception = silent
square = cube = lambda x: x
print('attacked')"""
CLEARED = """from IPython.display import clear_output
print('attacked')
shell = get_ipython()
import course_utils.grading.shell as inside
inside.Kept.add = lambda self, output: None
clear_output()
shell.kept.outputs[:] = [{'output_type': 'stream', 'name': 'stdout', 'text': 'attacked'}]"""
GOOD_WHEN_GRADED = """import os
from course_utils.checks.probes import grading
if grading() or os.environ.get('COURSE_PROBE_SEED') or os.environ.get('NBGRADER_EXECUTION'):
    square = cube = lambda x: x
print('attacked', grading(), os.environ.get('NBGRADER_EXECUTION'))"""
SHADOWED = """open('numpy.py', 'w').write('def __getattr__(name): return lambda *a, **k: True')
open('course_utils.py', 'w').write('1/0')
import sys
for name in [n for n in sys.modules if n.split('.')[0] in ('numpy', 'course_utils')]: del sys.modules[name]
import numpy as np
print('attacked', np.anything())
square = cube = np.anything"""
DECEIVING = {
    "objects equal to everything": EQUAL,
    "arrays equal to everything": ARRAY_EQUAL,
    "asserts stripped": TRANSFORMER,
    "numpy.testing and builtins patched": PATCHED_NUMPY,
    "the course's checks patched": PATCHED_CHECKS,
    "a probe that emits what it likes": PATCHED_PROBE,
    "an emission of ones": PATCHED_ENCODE,
    "frames written to the report": FRAMES,
    "error display patched": DISPLAY,
    "outputs cleared and forged": CLEARED,
    "good only when it is graded": GOOD_WHEN_GRADED,
    "a module named numpy beside the notebook": SHADOWED,
}


@attack({name: Attack(nothing_known(text)) for name, text in DECEIVING.items()})
def test_deceiving_code_earns_nothing(graded, variant):
    assert graded.points == NOTHING
    assert "attacked" in graded.said  # it ran to its end


@attack(answers={"cube": "import os\nos._exit(0)"})
def test_ending_the_process_earns_what_stood_above(graded):
    assert graded.points == {**FULL, "test_cube": 0}
    assert "ended itself" in graded.said


EMIT = """import course_utils.checks.probes as probes, base64
def emission(value, args=()):
    {what}
probes.emission = emission
print('attacked')"""
EMITTED = {
    "huge": "return {'kind': 'array', 'shape': [200000], 'data': base64.b64encode(bytes(1600000)).decode()}",
    "huger": "return {'kind': 'text', 'text': 'x' * 7_000_000}",
    "of a giant shape": "return {'kind': 'array', 'shape': [10**9, 10**9, 0], 'data': ''}",
    "of a negative shape": "return {'kind': 'array', 'shape': [-1, -1], 'data': 'AAAAAAAA8D8='}",
    "deeply nested": "v = {}\n    for _ in range(400): v = {'kind': 'parts', 'parts': [v]}\n    return v",
    "of a million parts": "return {'kind': 'parts', 'parts': [{'kind': 'text', 'text': ''}] * 200_000}",
    "no number": "return {'kind': 'array', 'shape': [1], 'data': '!!!!'}",
    "NaN": "return probes.encode(np.full(np.shape(args[0]) if args else (), np.nan))",
    "infinite": "return probes.encode(np.full(np.shape(args[0]) if args else (), np.inf))",
    "a pickle": "import pickle\n    return {'kind': 'pickle', 'data': base64.b64encode(pickle.dumps(print)).decode()}",
    "an object array": "return {'kind': 'array', 'shape': [1], 'dtype': 'O', 'data': 'AAAAAAAA8D8='}",
    "named by a list": "return probes.send({'name': [[['x']]], 'value': {}}) or {}",
    "nothing": "return None",
    "half a character": "return {'kind': 'text', 'text': chr(0xd800)}",
    "a NaN for a name": "return probes.send({'name': float('nan'), 'points': float('inf')}) or {}",
}


LARGE = ("huge", "huger", "deeply nested", "of a million parts", "half a character", "nothing")


@attack(answering("square", {name: EMIT.format(what=EMITTED[name]) for name in LARGE}))
def test_odd_emission_earns_nothing(graded, variant):
    assert graded.points == NOTHING
    assert "attacked" in graded.said


@pytest.mark.parametrize("kind", EMITTED)
def test_odd_emission_is_worth_nothing(kind, monkeypatch):
    found: list[dict] = []
    monkeypatch.setattr(probes, "send", found.append)
    namespace = {"np": np}
    exec(EMIT.format(what=EMITTED[kind]).replace("probes.emission = ", "made = "), namespace)
    found.append({"name": "p", "value": namespace["made"](None, (np.ones(4),))})
    asked = {"name": "p", "points": 2, "rtol": 1e-5, "atol": 1e-8, "value": probes.encode(np.ones(4))}
    assert [one.points for one in score([asked], found)] == [0]


ANOTHER = """import course_utils.checks.probes as probes
send = probes.send
probes.send = lambda data: [send({**data, 'name': name}) for name in
    ('cube of numbers', 'cube of a matrix', 'square of numbers', 'the lines')]
def square(x): return x * x
def cube(x): return x"""


@attack(answers={"square": ANOTHER, "cube": "pass", "lines": "pass"})
def test_probe_under_another_name_earns_nothing_there(graded):
    assert graded.points == {"test_square": 2, "test_lines": 0, "test_cube": 0}


CORRECT = "\ndef square(x):\n    return x * x"
OWN = {
    "by name": "from course_utils.training import train" + CORRECT,
    "by importlib": "import importlib\nm = importlib.import_module('course' + '_utils')" + CORRECT,
}


@attack(answering("square", OWN))
def test_answer_that_calls_the_courses_own_implementation_waits_for_a_person(graded, variant):
    assert "test_square" in graded.for_a_person
    assert "square uses the course's own library" in graded.row


HANGING = {
    "a tower of powers": "['9**9**9**9**9**9**9']",
    "brackets": "['(' * 900 + 'x' + ')' * 900] * 30",
    "minus signs": "['-' * 1900 + 'x'] * 30",
    "a giant sum": "['+'.join(['x * y'] * 330)] * 30",
    "a giant formula of powers": "['**'.join(['x'] * 600)] * 30",
    "a repetition": "['\"a\" * 10**12', '[0] * 10**12', '1 << 10**12']",
    "names of Python's inside": "['x.__class__.__base__.__subclasses__()', '__import__(\"os\").system(\"id\")']",
    "a hundred thousand lines": "['x'] * 100_000",
    "one endless line": "['x' * 10**6]",
    "a set of strange kinds": "[None, b'x', ['x'], {'x': 'x'}]",
    "a long number": "['9' * 1990 + ' ** ' + '9' * 5]",
    "nested functions": "['exp(' * 150 + 'x' + ')' * 150] * 30",
}


WHOLE_WAY = ("a giant formula of powers", "a hundred thousand lines")


@attack(answering("lines", {name: f"lines = {HANGING[name]}" for name in WHOLE_WAY}))
def test_derivation_that_would_hang_the_judge_earns_nothing_and_hangs_nothing(graded, variant):
    assert graded.points == {**FULL, "test_lines": 0}


@pytest.mark.parametrize("kind", HANGING)
def test_derivation_that_would_hang_a_judge_is_refused_soon(kind, tmp_path):
    (tmp_path / "scoring.py").write_text(SCORING)
    begin = time.process_time()
    points, said = load(tmp_path / "scoring.py").follows(eval(HANGING[kind]), None)
    assert points == 0 and said
    assert time.process_time() - begin < 10


def test_nothing_else_changed(batch):
    nothing_else_changed(batch)
