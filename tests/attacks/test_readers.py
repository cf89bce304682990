"""Submissions that aim at who reads them: instructors in formgrader, students on feedback pages, nbgrader itself."""

import os
import pathlib
import re
import subprocess

import pytest
from bs4 import BeautifulSoup

from course_utils.grading import markup
from course_utils.grading.nbgrader_parts import tidy
from tests.attacks.course import FULL, MARK, NAME, Attack, answering, attack, formgrader_page, nothing_else_changed

FEEDBACK = True  # each submission's page is made
MORE_LIMITS = {"seconds": 60}
CORRECT = "\ndef square(x):\n    return x * x"
SHOW = "from IPython.display import display\ndisplay({data}, metadata={metadata}, raw=True)\nprint('shown')" + CORRECT

PAYLOADS = {
    "a script": "<script>alert(1)</script>",
    "a script in pieces": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "an event": "<img src=x onerror=alert(1)><b onclick='alert(1)'>x</b><p/onmouseover=alert(1)>y",
    "a frame": "<iframe src='javascript:alert(1)'></iframe><object data='x'></object><embed src='x'>",
    "a link that acts": "<a href='javascript:alert(1)'>x</a><a href='java&#9;script:1'>y</a><a href=' JAVASCRIPT:1'>z",
    "a link to data": "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "a link to a page handed in": "<a href='evil.html'>x</a><a href='/formgrader/x'>y</a><a href='//evil.example'>z",
    "a picture from afar": "<img src='https://evil.example/x.png'><img src='//evil.example/x'><img src='/x?delete'>",
    "a form": "<form action='/formgrader'><input name='score'><button>x</button></form><textarea>",
    "a style sheet": "<style>.score{display:none}</style><link rel='stylesheet' href='x'><meta http-equiv='refresh'>",
    "a style that covers": "<div style='position:fixed;top:0;width:99em;background:url(http://evil.example)'>x</div>",
    "a name of formgrader's": "<b id='test_square' class='score panel nbgrader_cell'>4</b>",
    "a drawing": "<svg onload=alert(1)><script>alert(1)</script></svg><math><a xlink:href='javascript:1'>x</a></math>",
    "an unclosed comment": "<!-- <script>alert(1)</script>",
    "a template": "{{ 7 * 7 }}{% raw %}<template><script>alert(1)</script></template>",
}
HARMLESS_LINKS = re.compile(r"(https?:|mailto:|#)")
HARMLESS_PICTURES = re.compile(r"data:image/|(?!/|.*\.\.)[\w./-]+$")
ACTING = {"script", "iframe", "object", "embed", "form", "style", "link", "meta", "svg", "base", "template"}


def acting(page: str) -> list[str]:
    """What could act on a page, or fetch something, apart from nbgrader's own parts of it."""
    found = []
    for node in BeautifulSoup(page, "html.parser").select("#notebook-container *"):
        found += [f"{node.name} {key}" for key in node.attrs if key.lower().startswith("on")]
        own = node.name in ("input", "button", "textarea") and node.find_parent(class_="rendered_html") is None
        if node.name in ACTING:
            found.append(node.name)
        if node.name in ("input", "button", "textarea") and not own:
            found.append(node.name)
        href, src = node.get("href", "#"), node.get("src", "data:image/png")
        if not HARMLESS_LINKS.match(href) or "evil.example" in href and not href.startswith("http"):
            found.append(f"href {href}")
        if not HARMLESS_PICTURES.match(src):
            found.append(f"src {src}")
        if "position" in node.get("style", "") or "url" in node.get("style", ""):
            found.append(node["style"])
        if node.get("id") == "test_square" and node.name != "input":
            found.append("id")
    return found


def pages(graded) -> list[str]:
    """Both pages that a submission is read on."""
    both = [graded.formgrader, graded.feedback]
    assert all(BeautifulSoup(page, "html.parser").select("#notebook-container p") for page in both)
    return both


def showing(mime: str, payload: str, metadata: str = "{}") -> str:
    """An answer that shows a payload as this kind of output."""
    return SHOW.format(data=repr({mime: payload, "text/plain": payload}), metadata=metadata)


ALL_PAYLOADS = "\n".join(showing("text/html", payload).removesuffix(CORRECT) for payload in PAYLOADS.values())


@attack(answers={"square": ALL_PAYLOADS + CORRECT, "why": "\n\n".join(PAYLOADS.values())})
def test_html_in_outputs_and_answers_does_not_act(graded):
    assert graded.shown("square").count("shown") == len(PAYLOADS)
    pages_shown = [o for o in graded.cell("square").outputs if "text/html" in o.get("data", {})]
    assert len(pages_shown) == len(PAYLOADS) - 1  # nothing is left of the unclosed comment
    assert graded.points == FULL
    assert [found for page in pages(graded) for found in acting(page)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_does_not_act(payload):
    html = PAYLOADS[payload]
    texts = [markup.markdown2html(None, text) for text in (html, f"# {html}", f"- {html}", f"[x]({html})", f"`{html}`")]
    for page in [*texts, markup.clean_html(html), markup.clean_html(f"<table><tr><td>{html}")]:
        assert acting(f"<div id='notebook-container'>{page}</div>") == []


LINKS = "[a](javascript:alert(1)) ![b](javascript:alert(1)) <javascript:alert(1)> [c][d]\n\n[d]: javascript:alert(1)"


def test_markdown_link_does_not_act():
    page = markup.markdown2html(None, LINKS)
    assert not re.search(r"(href|src)=.?javascript", page)


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
SCRIPT = "<script>alert(1)</script>"
OTHER_OUTPUTS = {
    "latex": showing("text/latex", f"$x$ {SCRIPT}"),
    "latex that links": showing("text/latex", r"$\href{javascript:alert(1)}{x}$"),
    "javascript": showing("application/javascript", "alert(1)"),
    "an svg": showing("image/svg+xml", f"<svg>{SCRIPT}</svg>"),
    "a png that is none": showing("image/png", "x' onerror='alert(1)"),
    "a jpeg that is a png": showing("image/jpeg", PNG),
    "a picture's description": showing("image/png", PNG, str({"image/png": {"alt": f'">{SCRIPT}', "width": '1" x="'}})),
    "a picture's size": showing("image/png", PNG, "{'image/png': {'width': float('1e999'), 'height': -1}}"),
    "markdown": showing("text/markdown", SCRIPT),
    "a widget": showing("application/vnd.jupyter.widget-view+json", "x"),
    "a kind of its own": showing("text/html; x", SCRIPT),
    "printed": f"print({SCRIPT!r})\nprint('\\x1b]0;title\\x07\\x1b[31m', 'shown')" + CORRECT,
    "an error": f"print('shown')\ndef square(x): return x * x\ntry: raise ValueError({SCRIPT!r})\nfinally: pass",
    "an error's class": f"print('shown'){CORRECT}\nraise type({SCRIPT!r}, (Exception,), {{}})({SCRIPT!r})",
    "half a character": "print(chr(0xd800), 'shown', chr(0), chr(0x202e))" + CORRECT,
}
TOGETHER = [name for name in OTHER_OUTPUTS if OTHER_OUTPUTS[name].startswith("from IPython.display")]
ALL_OUTPUTS = "\n".join(OTHER_OUTPUTS.pop(name).removesuffix(CORRECT) for name in TOGETHER) + CORRECT


@attack(answering("square", {"of every kind": ALL_OUTPUTS, **OTHER_OUTPUTS}))
def test_output_does_not_act(graded, variant):
    assert graded.shown("square").count("shown") == (len(TOGETHER) if variant == "of every kind" else 1)
    assert graded.points == FULL
    assert [found for page in pages(graded) for found in acting(page)] == []
    kinds = {mime for c in graded.notebook.cells for o in c.get("outputs", []) for mime in o.get("data", {})}
    assert kinds <= {"text/plain", "text/html", "text/latex", "image/png"}
    assert "Infinity" not in graded.autograded.read_text()  # which is no JSON
    # MathJax' own guard against links that act.
    assert all(",Safe" in page for page in pages(graded))


SLOW = {
    "deep": "<div>" * 400_000,
    "many formats": "".join(f"<b title={n}>" for n in range(40_000)) + "<p>x" * 40_000,
    "many attributes": "<a " + " ".join(f"x{n}=1" for n in range(200_000)) + ">",
    "many signs": "<a " * 300_000 + "&" * 300_000 + "<!--" * 300_000,
    "nested style": "<p style='" + "color:(" * 100_000 + "'>",
    "a huge table": "<table>" + "<tr><td>1</td></tr>" * 100_000 + "</table>",
}


@pytest.mark.parametrize("what", SLOW)
def test_html_that_would_take_hours_is_cut(what):
    assert len(markup.clean_html(SLOW[what])) < 4_000_000


@pytest.mark.parametrize("text", ["[" * 200_000, "*a" * 9_000, "> " * 9_000, "`" * 19_999, "![" * 9_000, "$" * 19_999])
def test_markdown_that_would_take_minutes_is_shown_as_typed(text):
    assert markup.markdown2html(None, text)


@pytest.mark.parametrize("code", ["a." * 100_000, "(" * 200_000, ("a." * 180 + "\n") * 80])
def test_code_that_would_take_minutes_is_not_coloured(code):
    assert markup.highlight_code(code)


MARKERS = {
    "begins": "### BEGIN HIDDEN TESTS" + CORRECT,
    "ends": CORRECT + "\n### END HIDDEN TESTS",
    "both": "### BEGIN HIDDEN TESTS" + CORRECT + "\n### END HIDDEN TESTS",
    "twice": "### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS" + CORRECT,
    "solution": "### BEGIN SOLUTION" + CORRECT,
}


@attack(answering("square", MARKERS))
def test_markers_in_an_answer_neither_stop_feedback_nor_go_unnoticed(graded, variant):
    assert graded.points == FULL
    assert "how did they come by it" in graded.row
    assert "return" in graded.feedback and MARK not in graded.feedback


# --- Files beside the notebook -------------------------------------------------------------------------------------


def link_notebook(folder: pathlib.Path) -> None:
    path = folder / f"{NAME}.ipynb"
    path.unlink()
    path.symlink_to(folder.parents[2] / "solutions" / NAME / f"{NAME}.ipynb")


def link_files(folder: pathlib.Path) -> None:
    root = folder.parents[2]
    (folder / "answers.py").symlink_to(root / "solutions" / NAME / "scoring.py")
    (folder / "passwords").symlink_to("/etc/passwd")
    (folder / "course").symlink_to(root)
    (folder / "other.ipynb").symlink_to(root / "solutions" / NAME / f"{NAME}.ipynb")
    (folder / "folder.ipynb").symlink_to(root / "solutions")
    (folder / "loop").symlink_to("loop")


def link_timestamp(folder: pathlib.Path) -> None:
    (folder / "timestamp.txt").symlink_to("/etc/passwd")


def odd_timestamp(text: str):
    return lambda folder: (folder / "timestamp.txt").write_text(text)


def pipe_notebook(folder: pathlib.Path) -> None:
    path = folder / f"{NAME}.ipynb"
    path.unlink()
    os.mkfifo(path)


def pipes(folder: pathlib.Path) -> None:
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")


def folder_notebook(folder: pathlib.Path) -> None:
    path = folder / f"{NAME}.ipynb"
    path.unlink()
    path.mkdir()


def folder_timestamp(folder: pathlib.Path) -> None:
    (folder / "timestamp.txt").mkdir()
    (folder / "timestamp-unreadable.txt").mkdir()


def unreadable_timestamp(folder: pathlib.Path) -> None:
    (folder / "timestamp.txt").write_bytes(b"\xff\xfe now")
    (folder / "timestamp-unreadable.txt").mkdir()


def odd_names(folder: pathlib.Path) -> None:
    for name in (b"\xff\xfe", b"new\nline", b"\x1b[2J", b"<script>", b"-rf", b"%s{0}", b"scoring.py", b"numpy.py"):
        pathlib.Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text("1/0")
        os.symlink("/etc/passwd", bytes(folder) + b"/link" + name)


SET_ASIDE = {"a linked notebook": link_notebook, "a pipe for a notebook": pipe_notebook}
SET_ASIDE |= {"a folder for a notebook": folder_notebook}
FILES = {
    "links out of the folder": link_files,
    "a linked timestamp": link_timestamp,
    "a timestamp of words": odd_timestamp("now and then"),
    "a timestamp of the year 99999": odd_timestamp("99999-01-01 00:00:00 UTC"),
    "a timestamp of the year 1": odd_timestamp("0001-01-01 00:00:00 +14:00"),
    "a timestamp of noughts": odd_timestamp("\0" * 100),
    "pipes": pipes,
    "a folder for a timestamp": folder_timestamp,
    "no timestamp and no place for it": unreadable_timestamp,
    "odd file names": odd_names,
}


def test_very_deep_folders_stop_nobody_else(tmp_path):
    """Not in the batch: nbgrader cannot copy them, and that submission alone is not graded."""
    folder, here = tmp_path / "submission", os.getcwd()
    folder.mkdir()
    os.chdir(folder)
    for _ in range(1500):
        os.mkdir("a")
        os.chdir("a")
    os.chdir(here)
    (folder / "timestamp.txt").write_text("no time")
    try:
        assert tidy(folder) == [
            "its folders are too deep to be looked through",
            "timestamp.txt holds no time; it is kept as timestamp-unreadable.txt",
        ]
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)  # which goes deeper than Python does


@attack({name: Attack(files=files) for name, files in SET_ASIDE.items()})
def test_what_is_no_notebook_of_its_own_is_set_aside_for_a_person(graded, variant):
    assert graded.points == dict.fromkeys(FULL)
    assert "set aside" in graded.row and graded.for_a_person >= set(FULL)


@attack({name: Attack(files=files) for name, files in FILES.items()})
def test_odd_files_neither_help_nor_harm(graded, variant):
    assert graded.points == FULL
    folder = graded.autograded.parent
    assert [path for path in folder.rglob("*") if path.is_symlink()] == []
    assert not any("root:" in path.read_text(errors="replace") for path in folder.glob("*") if path.is_file())
    assert not (folder / "course").exists() and not (folder / "answers.py").exists()


ODD_STUDENTS = {
    "letters from elsewhere": "Zoë Ünïcödé 学生",
    "quotes": 'o\'neill "x" --',
    "a script": "<script>alert(1)<b>",
    "a pattern": "{0}%s$(id)",
    "an option": "--help",
    "a formula": "=1+1",
    "dots": "a..b",
    "a name of SQL": "x; drop table grade",
}


@attack({name: Attack(student=student) for name, student in ODD_STUDENTS.items()})
def test_odd_student_is_graded_like_any_other(graded, variant):
    assert graded.points == FULL
    assert SCRIPT[:8] not in graded.feedback.split("</head>")[1]


@attack(student="esc\x1b[2Jape")
def test_what_the_table_says_can_be_printed_on_any_terminal(graded):
    assert "esc?[2Jape" in graded.table and all(line.isprintable() for line in graded.table.splitlines())


@attack(answers={"why": "\n\n".join(PAYLOADS.values())})
def test_grader_with_stock_settings_would_run_the_script(graded, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")
    assert "script" in acting(formgrader_page(tmp_path, graded.autograded))


def test_nothing_else_changed(batch):
    nothing_else_changed(batch)
