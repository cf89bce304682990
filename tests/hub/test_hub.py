"""The course served to a class: the whole story in a browser, then what must be refused, then accidents."""

import json
import os
import pathlib
import pwd
import re
import secrets
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest
import requests
import websocket
from nbgrader.api import Gradebook

from deploy.jupyterhub import prepare
from tests.hub.client import COURSE, NAME

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solutions" / NAME / f"{NAME}.ipynb"
PATIENCE = 120_000
KERNEL_IDLE = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"""
WRITE = """([name, source]) => {
    for (const cell of window.jupyterapp.shell.currentWidget.model.cells)
        if (cell.getMetadata('nbgrader')?.grade_id === name) cell.sharedModel.setSource(source);
}"""
OUTPUT = """name => { const cell = [...window.jupyterapp.shell.currentWidget.model.cells]
    .find(cell => cell.getMetadata('nbgrader')?.grade_id === name);
    return cell.executionCount ? JSON.stringify(cell.toJSON().outputs) : ''; }"""


def answer(name):
    """The instructor's answer to a cell of the assignment."""
    cells = json.loads(SOLUTION.read_text())["cells"]
    source = next("".join(c["source"]) for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.M)


# --- What people do in the browser.


def log_in(page, hub, role, address=""):
    """Open an address of the hub, which asks who it is."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{hub.address}/{address}")
    page.fill("#username_input", hub.name(role))
    page.fill("#password_input", hub.facts["password"])
    page.click("#login_submit")


def row_of(page, text):
    return page.locator("#main-table tr", has_text=text)


def press(page, row, cell):
    """Press one of the formgrader's buttons, and wait until it says that it worked."""
    row.locator(f"td.{cell} a").click()
    dialog = page.locator(".modal-dialog", has=page.locator(".modal-title"))
    dialog.wait_for()
    assert "Success" in dialog.locator(".modal-title").inner_text(), dialog.inner_text()
    dialog.locator("button", has_text="OK").click()
    page.locator(".modal-backdrop").wait_for(state="detached")


def release(page, hub):
    """The instructor makes the student version and releases it."""
    log_in(page, hub, "teacher", f"services/{COURSE}/")
    row_of(page, NAME).wait_for()
    press(page, row_of(page, NAME), "assign")
    press(page, row_of(page, NAME), "release")


def set_deadline(page, moment):
    """The instructor sets the deadline, to the second."""
    save = "due => new Promise((done, failed) => models.get(due[0]).save("
    save += "{duedate_notimezone: due[1], duedate_timezone: '+0000'}, {success: () => done(), error: failed}))"
    page.evaluate(save, [NAME, moment.strftime("%Y-%m-%dT%H:%M:%S")])


def open_assignment_list(page):
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    page.locator(".lm-Menu-itemLabel", has_text="Assignment List").click()
    page.locator("#fetched_assignments_list").wait_for()


def fetch_and_open(page, hub, role):
    """A student fetches the assignment from the list, and opens it."""
    # For the test to look into the page. It is the student's own setting, not the hub's.
    settings = hub.home(role) / ".jupyter" / "jupyter_server_config.json"
    settings.parent.mkdir()
    settings.write_text('{"LabApp": {"expose_app_in_browser": true}}')
    for path in (settings.parent, settings):
        shutil.chown(path, hub.name(role), hub.name(role))
    log_in(page, hub, role)
    open_assignment_list(page)
    page.locator("#released_assignments_list button", has_text="Fetch").click()
    page.locator("#fetched_assignments_list a.assignment-notebooks-link").click()
    page.locator("#fetched_assignments_list .nested_list_item a", has_text=NAME).click()
    page.wait_for_function(KERNEL_IDLE)


def run_all(page, until):
    """Run all cells, as far as one of them, which raises an error or is the last; that cell's outputs."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(OUTPUT, arg=until)
    page.wait_for_function(KERNEL_IDLE)
    return page.evaluate(OUTPUT, until)


def solve_and_submit(page):
    """A student solves a cell, hears what the checks say, validates and submits."""
    assert "NotImplementedError" in run_all(page, "scalar-chain-rule")
    right = answer("scalar-chain-rule")
    page.evaluate(WRITE, ["scalar-chain-rule", right.replace("2 * (y - t) * h", "(y - t) * h")])
    said = run_all(page, "scalar-chain-rule-test")
    assert "Line 2 does not follow" in said and "a factor of 2 is missing" in said, said
    page.evaluate(WRITE, ["scalar-chain-rule", right])
    page.evaluate(WRITE, ["explanation", "Paths share what lies above a unit: it is computed once, and stored."])
    run_all(page, "number-of-paths")
    assert '"error"' not in page.evaluate(OUTPUT, "scalar-chain-rule-test")
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.model.dirty")
    page.locator(".validate-button:visible").click()
    dialog = page.locator(".jp-Dialog", has=page.locator("#validation-message"))
    dialog.wait_for()
    said = dialog.inner_text()
    assert "not written yet" in said and "scalar_chain_rule" not in said, said
    dialog.locator("button").last.click()
    open_assignment_list(page)
    page.locator("#fetched_assignments_list button", has_text="Submit").click()
    page.locator("#submitted_assignments_list", has_text=NAME).wait_for()


def collect_and_autograde(page, hub):
    """The instructor collects, and autogrades the two submissions."""
    page.goto(f"{hub.address}/services/{COURSE}/formgrader/manage_assignments")
    row_of(page, NAME).wait_for()
    press(page, row_of(page, NAME), "collect")
    page.goto(f"{hub.address}/services/{COURSE}/formgrader/manage_submissions/{NAME}")
    for role in ("student1", "student2"):
        press(page, row_of(page, hub.name(role)), "autograde")


def mark_and_give_feedback(page, hub):
    """The instructor marks the first student's written answer, and releases feedback to all."""
    with Gradebook(f"sqlite:///{hub.course_root}/gradebook.db", COURSE) as gradebook:
        submission = gradebook.find_submission_notebook(NAME, NAME, hub.name("student1")).id
    page.goto(f"{hub.address}/services/{COURSE}/formgrader/submissions/{submission}")
    page.wait_for_function("formgrader.grades.loaded && formgrader.comments.loaded")
    written = page.locator(".nbgrader_cell", has=page.locator("text=Paths share what lies above a unit"))
    written.locator("input.score").fill("3")
    with page.expect_response(lambda response: "/api/grade/" in response.url and response.request.method == "PUT"):
        written.locator("input.score").press("Tab")
    written.locator("textarea.comment").fill("Say what is stored.")
    with page.expect_response(lambda response: "/api/comment/" in response.url and response.request.method == "PUT"):
        written.locator("textarea.comment").press("Tab")
    page.goto(f"{hub.address}/services/{COURSE}/formgrader/manage_assignments")
    row_of(page, NAME).wait_for()
    press(page, row_of(page, NAME), "generate-feedback")
    press(page, row_of(page, NAME), "release-feedback")


def read_feedback(page):
    """A student fetches the feedback and opens it; its text."""
    page.locator("#submitted_assignments_list button", has_text="Fetch Feedback").click()
    page.locator("#submitted_assignments_list a", has_text="view feedback").click()
    page.locator(".jp-DirListing-item", has_text=f"{NAME}.html").dblclick()
    text = page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    text.locator("text=Say what is stored.").first.wait_for()
    return text.inner_text()


# --- What somebody tries who wants points without working.

ATTACK = '''
import copy, json, os, sys
name, course_root, here = sys.argv[1:]
path = f"{here}/{name}/{name}.ipynb"
notebook = json.load(open(path))
by_name = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
by_name["scalar-chain-rule-test"]["source"] = "print(3)"                    # an edited test
notebook["cells"].remove(by_name["number-of-paths-test"])                   # a deleted one
notebook["cells"].append(copy.deepcopy(by_name["forward-test"]))            # one that is there twice
by_name["scalar-chain-rule"]["source"] = f"""
import glob, pathlib, sqlite3
for pattern in ("{course_root}/gradebook.db", "{course_root}/solutions/*/*", "{course_root}/submitted/*/*/*"):
    for found in glob.glob(pattern):
        try:
            print("LOOT", found, len(pathlib.Path(found).read_bytes()))
        except OSError:
            pass
try:
    with sqlite3.connect("{course_root}/gradebook.db") as db:
        db.execute("UPDATE grade SET manual_score = 1000, needs_manual_grade = 0")
except sqlite3.Error:
    pass
"""
json.dump(notebook, open(path, "w"))
'''
FORGE = """
import glob, os, shutil, sys, time
name, inbound, me, victim, mine, course_root = sys.argv[1:]
yesterday = time.strftime("%Y-%m-%d %H:%M:%S.000000 UTC", time.gmtime(time.time() - 86400))
tomorrow = time.strftime("%Y-%m-%d %H:%M:%S.000000 UTC", time.gmtime(time.time() + 86400))
shutil.copytree(mine, f"{inbound}/{victim}+{name}+{tomorrow}+AAAA")          # in another student's name, and newer
os.mkdir(f"{inbound}/{me}+{name}+no time at all+AAAA")                       # a name that means nothing
open(f"{mine}/timestamp.txt", "w").write(yesterday)                          # handed in before the deadline, it says
os.symlink(f"{course_root}/gradebook.db", f"{mine}/loot.db")                 # the collector could follow it
os.mkfifo(f"{mine}/pipe")                                                    # whoever reads it waits forever
os.rename(mine, f"{inbound}/{me}+{name}+{yesterday}+BBBB")
"""


def attack(hub):
    """The second student, after the deadline, in a shell."""
    client = hub.client("student2")
    client.start()
    client.assignments("fetch")
    arguments = [NAME, str(hub.course_root), str(hub.home("student2"))]
    made = hub.shell("student2", sys.executable, "-c", ATTACK, *arguments)
    assert made.returncode == 0, made.stderr
    client.assignments("submit")
    mine = next(inbound(hub).glob(f"{hub.name('student2')}+*"))
    names = [NAME, str(inbound(hub)), hub.name("student2"), hub.name("student1"), str(mine), str(hub.course_root)]
    made = hub.shell("student2", sys.executable, "-c", FORGE, *names)
    assert made.returncode == 0, made.stderr


def inbound(hub):
    return hub.folder / "exchange" / COURSE / "inbound"


@pytest.fixture(scope="module")
def story(hub, browser):
    """The whole story, told once; what the feedback said."""
    teacher, student = (browser.new_context(viewport={"width": 1600, "height": 1000}).new_page() for _ in range(2))
    release(teacher, hub)
    fetch_and_open(student, hub, "student1")
    solve_and_submit(student)
    deadline = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    set_deadline(teacher, deadline)
    hub.wait_until(lambda: datetime.now(UTC) > deadline, "the deadline")
    attack(hub)
    collect_and_autograde(teacher, hub)
    mark_and_give_feedback(teacher, hub)
    feedback = read_feedback(student)
    yield feedback
    for page in (teacher, student):
        page.context.close()


def test_story(hub, story):
    with Gradebook(f"sqlite:///{hub.course_root}/gradebook.db", COURSE) as gradebook:
        honest, forged = (gradebook.find_submission(NAME, hub.name(role)) for role in ("student1", "student2"))
        assert honest.total_seconds_late == 0 and forged.total_seconds_late > 0
        assert (honest.score, honest.written_score) == (6, 3)
        assert forged.score == 0
    assert "Say what is stored." in story


def test_attack_got_nothing(hub, story):
    submitted = hub.course_root / "submitted" / hub.name("student2") / NAME
    assert not (submitted / "loot.db").exists() and not (submitted / "pipe").exists()
    for folder in ("autograded", "feedback"):
        for file in (hub.course_root / folder / hub.name("student2") / NAME).iterdir():
            assert "LOOT /" not in file.read_text()


# --- What must be refused.


@pytest.fixture(scope="module")
def handed_in(hub, story):
    """The first student's submission, known by its full name, which nobody is told."""
    return next(path for path in inbound(hub).glob(f"{hub.name('student1')}+*") if not path.name.endswith("AAAA"))


def test_refused_in_a_shell(hub, handed_in):
    assert hub.shell("student1", "ls", str(hub.home("student1") / NAME)).returncode == 0
    refused = [
        ["ls", str(hub.course_root)],
        ["cat", str(hub.course_root / "gradebook.db")],
        ["cat", str(hub.course_root / "solutions" / NAME / f"{NAME}.ipynb")],
        ["cat", str(SOLUTION)],
        ["ls", str(hub.folder / "hub")],
        ["cat", str(hub.folder / "hub" / "proxy_token")],
        ["cat", str(hub.folder / "trial.json")],
        ["ls", str(hub.home("student1"))],
        ["ls", str(inbound(hub))],
        ["ls", str(handed_in)],
        ["cat", str(handed_in / f"{NAME}.ipynb")],
        ["mv", str(handed_in), f"{handed_in}-gone"],
        ["touch", str(handed_in / "timestamp.txt")],
        ["ls", str(hub.folder / "exchange" / COURSE / "feedback")],
        ["mkdir", str(hub.folder / "exchange" / "another-course")],
        ["touch", str(hub.folder / "exchange" / COURSE / "outbound" / NAME / "more.ipynb")],
    ]
    assert [command for command in refused if hub.shell("student2", *command).returncode == 0] == []


def test_refused_over_the_web(hub, story):
    client, me, other = hub.client("student2"), hub.name("student2"), hub.name("student1")
    client.start()

    def status(address, **headers):
        return client.browser.get(f"{hub.address}{address}", headers=headers, timeout=60).status_code

    token = {"Authorization": f"token {client.token}"}
    assert status(f"/user/{me}/lab") == 200
    for address in (f"/services/{COURSE}/formgrader", f"/services/{COURSE}/api/contents/gradebook.db"):
        assert status(address) == 403 and status(address, **token) == 403
    # At an address of the server of another's the hub does not even say whether there is such a user.
    for address in (f"/user/{other}/lab", f"/user/{other}/api/contents", f"/hub/spawn/{other}", "/hub/admin"):
        assert status(address) in (403, 404) and status(address, **token) in (403, 404)
    assert status(f"/user/{me}/formgrader") == 404 and status(f"/user/{me}/formgraders") == 404
    assert client.hub("GET", f"users/{me}").status_code == 200
    beyond = [
        ("GET", "users"),
        ("GET", "groups"),
        ("GET", "services"),
        ("GET", "proxy"),
        ("GET", f"users/{other}"),
        ("POST", f"users/{other}/server"),
        ("DELETE", f"users/{other}/server"),
        ("POST", f"users/{other}/tokens"),
        ("POST", f"groups/formgrade-{COURSE}/users"),
        ("POST", "shutdown"),
    ]
    let_in = [(*ask, code) for ask in beyond if (code := client.hub(*ask, json={"users": [me]}).status_code) < 400]
    assert [ask for ask in let_in if ask[1] not in ("users", "groups", "services")] == []
    # Lists hold what one may see, which is oneself, and nothing.
    for path, seen in (("users", [me]), ("groups", []), ("services", [])):
        answer = client.hub("GET", path)
        names = [item["name"] for item in answer.json()] if answer.ok and path != "services" else []
        assert set(names) <= set(seen) and (path != "services" or not answer.ok or answer.json() == {})
    scopes = [f"access:services!service={COURSE}"]
    assert client.hub("POST", f"users/{me}/tokens", json={"scopes": scopes}).status_code in (400, 403)


def test_teacher_is_no_administrator(hub, story):
    teacher, student = hub.client("teacher"), hub.name("student1")
    assert teacher.browser.get(f"{hub.address}/services/{COURSE}/formgrader", timeout=60).status_code == 200
    assert teacher.browser.get(f"{hub.address}/user/{student}/api/contents", timeout=60).status_code in (403, 404)
    assert teacher.browser.get(f"{hub.address}/hub/admin", timeout=60).status_code == 403


# --- Accidents.


def run_code(client, code):
    """Run code in the one kernel of a user, over its websocket; what it prints."""
    kernels = client.server("GET", "api/kernels").json()
    kernel = (kernels or [client.server("POST", "api/kernels", json={"name": "python3"}).json()])[0]["id"]
    address = f"{client.address}/user/{client.user}/api/kernels/{kernel}/channels"
    socket = websocket.create_connection(
        address.replace("http", "ws", 1),
        header=[f"Authorization: token {client.token}"],
        suppress_origin=True,  # no page of another site's
        timeout=60,
    )
    me = secrets.token_hex(8)
    header = {"msg_id": me, "username": "", "session": me, "msg_type": "execute_request", "version": "5.3"}
    content = {"code": code, "silent": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    socket.send(json.dumps(message))
    printed = ""
    while True:
        answer = json.loads(socket.recv())
        if answer["parent_header"].get("msg_id") == me:
            printed += answer["content"].get("text", "") if answer["msg_type"] == "stream" else ""
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                socket.close()
                return printed


@pytest.fixture(scope="module")
def killed(hub, story):
    """A hub that was killed, as by a machine that runs out of memory, while students worked, and that came back.

    Student 3 submits while it is dead. Student 4 left the roster before. Returns both, and student 3's server process.
    """
    worker, leaver = hub.client("student3"), hub.client("student4")
    worker.start()
    worker.assignments("fetch")
    process = run_code(worker, "import os; x = 41; print(os.getppid())")
    assert leaver.logged_in and leaver.hub("GET", "user").ok
    roster = hub.folder / "students.csv"
    roster.write_text(roster.read_text().replace(hub.name("student4") + "\n", ""))
    before = hub.facts["hub"]
    os.kill(before, signal.SIGKILL)
    worker.assignments("submit")
    hub.wait_until(lambda: hub.facts["hub"] != before, "the hub to come back")
    hub.wait_until(lambda: worker.server("GET", "api/status").ok, "the server to be found again")
    return worker, leaver, process


def test_killed_hub_loses_neither_server_nor_submission(hub, killed):
    worker, _, process = killed
    assert len(list(inbound(hub).glob(f"{hub.name('student3')}+{NAME}+*"))) == 1
    assert run_code(worker, "print(x + 1, os.getppid())") == f"42 {process}"
    assert worker.hub("GET", f"users/{worker.user}").json()["server"]  # and the hub knows that it runs
    again = hub.client("student3")
    again.start()
    assert again.assignments("submit")["success"]


def test_who_left_the_roster_stays_out(hub, killed):
    _, leaver, _ = killed
    assert not hub.client("student4").logged_in
    assert leaver.hub("GET", "user").status_code in (401, 403)
    headers = {"Authorization": f"token {leaver.token}"}
    assert requests.get(f"{hub.address}/hub/api/user", headers=headers, timeout=60).status_code in (401, 403)
    assert not hub.client("student3", password="wrong").logged_in


def test_memory_limit_is_said_in_python(hub, killed):
    code = "try:\n    held = [bytearray(2**28) for _ in range(8)]\nexcept MemoryError:\n    print('no more')"
    assert run_code(killed[0], code) == "no more\n"


def test_proxy_that_ends_comes_back_with_all_routes(hub, story):
    client = hub.client("student3")
    client.start()
    before = hub.facts["proxy"]
    os.kill(before, signal.SIGKILL)

    def reached():
        try:
            return hub.facts["proxy"] != before and client.server("GET", "api/status").ok
        except requests.ConnectionError:
            return False

    hub.wait_until(reached, "the route to the server")


def test_end_leaves_nothing(hub, story):
    """Ctrl-C: no process, no account, no file. The last test of the hub."""
    accounts = [hub.name(role) for role in ("teacher", "grader", "student1", "student4")]
    users = {pwd.getpwnam(name).pw_uid for name in accounts}
    hub.stop()
    assert hub.process.returncode == 0
    assert [name for name in accounts if prepare.exists(name)] == []
    assert not hub.folder.exists()
    assert [process for process in pathlib.Path("/proc").glob("[0-9]*") if process.stat().st_uid in users] == []
