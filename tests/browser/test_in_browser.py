"""Each lecture as its reader meets it: in JupyterLab, run from top to bottom, used by keyboard, checked by axe."""

import json
import pathlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from course_utils import quiz
from tools.notebooks import WIDGET_STATE, WIDGET_VIEW

FOLDER = pathlib.Path(__file__).parents[2] / "lectures"
LECTURES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
KERNEL_IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
    return session?.kernel?.status === 'idle';
}"""
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.model.sharedModel.cells
    .filter(cell => cell.cell_type === 'code')
    .map(cell => ({source: cell.source, outputs: cell.toJSON().outputs, count: cell.execution_count}))"""
# What is ours on the page, apart from what Markdown and Matplotlib make.
OURS = [".course-explorer", ".course-quiz", ".jp-OutputArea-output details"]
# Slowest on the embedded default is lecture 3, about half a minute.
PATIENCE = 240_000


def open_notebook(page, address):
    page.goto(address)
    page.wait_for_function(KERNEL_IDLE, timeout=60_000)


def run_all(page):
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        f"({OUTPUTS})().every(cell => cell.count !== null || cell.source === '')", timeout=PATIENCE, polling=500
    )
    page.wait_for_function(KERNEL_IDLE, timeout=PATIENCE)
    return page.evaluate(OUTPUTS)


def draw_everything(page):
    """Let JupyterLab draw all of the notebook, not only what is in view."""
    page.evaluate(
        """() => { const notebook = window.jupyterapp.shell.currentWidget.content;
                   notebook.notebookConfig = {...notebook.notebookConfig, windowingMode: 'none'}; }"""
    )


def explorers_stored(name):
    """How many explorers the notebook shows, by its stored outputs."""
    notebook = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    models = notebook["metadata"].get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    views = [output["data"][WIDGET_VIEW] for output in outputs if WIDGET_VIEW in output.get("data", {})]
    shown = [models[view["model_id"]]["state"] for view in views]
    return sum("course-explorer" in model.get("_dom_classes", []) for model in shown)


class Lecture:
    """A lecture that has been run in a page."""

    def __init__(self, name, page, address):
        self.name, self.page, self.console = name, page, []
        page.on("console", lambda message: self.console.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.console.append(f"{error} {error.stack}"))
        open_notebook(page, address)
        self.cells = run_all(page)
        draw_everything(page)


@pytest.fixture(scope="module", params=LECTURES)
def lecture(request, browser, lab):
    """One lecture at a time, run from top to bottom; its tests follow one another."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)  # a page of many figures is busy for long on a busy machine
    yield Lecture(request.param, page, lab(request.param))
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()


def test_lecture_runs_without_an_error(lecture):
    outputs = [output for cell in lecture.cells for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []


def test_every_control_works_by_keyboard(lecture):
    found = lecture.page.locator(".course-explorer")
    assert found.count() == explorers_stored(lecture.name) > 0
    for k in range(found.count()):
        controls_change_the_picture(found.nth(k))


def controls_change_the_picture(explorer):
    """Every control has a name; moved by keyboard, it changes the caption or the picture."""
    explorer.scroll_into_view_if_needed()
    image, caption = explorer.locator("img").first, explorer.locator("figcaption").first
    assert image.get_attribute("src").startswith("data:image/png")
    assert len(image.get_attribute("alt")) > 20
    assert len(caption.inner_text()) > 10

    def press(control, key):
        before = [image.get_attribute("src"), caption.inner_text()]
        control.press(key)
        explorer.page.wait_for_function(
            "([image, caption, before]) => image.src !== before[0] || caption.innerText !== before[1]",
            arg=[image.element_handle(), caption.element_handle(), before],
            timeout=15_000,
        )

    boxes, lists = explorer.locator("input[type=checkbox]"), explorer.locator("select")
    plays = explorer.locator(".widget-play button")
    assert explorer.locator(".noUi-handle").count() + boxes.count() + lists.count() > 0
    moved = move_sliders(explorer, press, set())
    for k in range(boxes.count()):
        for _ in range(2):  # on and off
            press(boxes.nth(k), "Space")
            moved = move_sliders(explorer, press, moved)
    for k in range(lists.count()):
        choices = lists.nth(k).locator("option").count()
        chosen = lists.nth(k).evaluate("list => list.selectedIndex")
        for key in ["ArrowUp"] * chosen + ["ArrowDown"] * (choices - 1):
            press(lists.nth(k), key)
            moved = move_sliders(explorer, press, moved)
    assert moved == set(range(explorer.locator(".noUi-handle").count())), "a slider was never enabled"
    if plays.count():
        press(plays.first, "Enter")
        plays.first.press("Enter")


def move_sliders(explorer, press, moved):
    """Move each slider that is enabled and not in `moved`; return these with those moved now."""
    handles = explorer.locator(".noUi-handle")
    for k in set(range(handles.count())) - moved:
        handle = handles.nth(k)
        if handle.evaluate("handle => handle.closest('[disabled]') !== null"):
            continue  # plays no part with what is chosen now
        handle.page.wait_for_function("handle => handle.getAttribute('aria-label')", arg=handle.element_handle())
        last = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        press(handle, "ArrowLeft" if last else "ArrowRight")
        moved = moved | {k}
    return moved


def test_every_answer_is_explained_at_once_by_keyboard(lecture):
    path = FOLDER / "questions" / lecture.name.replace(".ipynb", ".json")
    if lecture.name.startswith("00"):
        assert not path.exists()
        return  # comes before the lectures, and asks nothing
    asked, page = lecture.page.locator(".course-quiz"), lecture.page
    asked.scroll_into_view_if_needed()
    spoken = asked.locator("[role=status]")
    for item, question in zip(asked.locator("> ol > li").all(), quiz.load(path), strict=True):
        assert question["question"] in item.inner_text()
        if question["type"] == "numeric":
            given, feedback = item.get_by_label("Your answer"), item.locator("form > p")
            numbers = [answer.get("value", answer.get("range", [-12345.678])[0]) for answer in question["answers"]]
            expected = {str(n): quiz.verdict(a) for n, a in zip(numbers, question["answers"], strict=True)}
            expected["many"] = "Type a number, such as 0.25 or 1/4."
            for number, words in expected.items():
                given.focus()
                page.keyboard.press("Control+A")
                page.keyboard.type(number)
                page.keyboard.press("Enter")
                assert feedback.inner_text() == spoken.text_content() == words
            continue
        answers = item.locator("details")
        answers.first.locator("summary").focus()
        page.keyboard.press("m")  # no shortcut here: JupyterLab would turn the cell into Markdown
        for k, answer in enumerate(question["answers"]):
            feedback = answers.nth(k).locator("p")
            assert answers.nth(k).locator("summary").inner_text() == answer["answer"]
            assert not feedback.is_visible()
            page.keyboard.press("Enter" if k % 2 else "Space")
            feedback.wait_for()
            assert feedback.inner_text() == quiz.verdict(answer)
            page.wait_for_function("p => p.matches('details[open] p')", arg=feedback.element_handle())
            page.wait_for_function(
                "([heard, words]) => heard.textContent === words", arg=[spoken.element_handle(), quiz.verdict(answer)]
            )
            page.keyboard.press("Tab")  # to the next answer


def checked_by_axe(page):
    """What axe says about what is ours."""
    ours = [selector for selector in OURS if page.locator(selector).count()]
    # JupyterLab's body is 0 pixels high and hides what overflows it: axe would take all text for hidden. And it
    # stumbles over what is scrolled out of view: make the window as high as the notebook is long.
    page.evaluate("document.body.style.overflow = 'visible'")
    notebook = page.locator(".jp-WindowedPanel-outer")
    if notebook.count():
        long, panel = notebook.evaluate("panel => panel.scrollHeight"), notebook.element_handle()
        page.set_viewport_size({"width": 1400, "height": long + 400})
        page.wait_for_function("([panel, long]) => panel.clientHeight >= long", arg=[panel, long])
        notebook.evaluate("panel => panel.scrollTo(0, 0)")
    whole = {"resultTypes": ["violations", "incomplete", "passes"]}  # of others it would name one example each
    return Axe().run(page, context={"include": [[selector] for selector in ours]}, options=whole).response


def serious(result):
    """The violations that shut somebody out."""
    return [
        f"{found['impact']}: {found['help']}: {node['html'][:200]}"
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_no_serious_violation(lecture, theme):
    page = lecture.page
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === String(light)", arg=theme.endswith("Light"), timeout=20_000
    )
    page.evaluate(
        "document.querySelectorAll('.jp-OutputArea-output details').forEach((part, k) => (part.open = k % 2 === 0))"
    )
    result = checked_by_axe(page)
    assert serious(result) == []
    looked_at = {rule["id"]: len(rule["nodes"]) for rule in result["passes"]}
    texts = 5 if page.locator(".course-quiz").count() else 3  # the start page has an explorer's texts only
    assert looked_at["image-alt"] >= 1 and looked_at["color-contrast"] >= texts, "axe has looked at next to nothing"
    assert [rule["error"] for rule in result["incomplete"] if "error" in rule] == [], "axe has failed"


def test_the_browser_had_no_complaint_about_us(lecture):
    marks = ("course", "picture", "quiz", "anywidget")
    assert [line for line in lecture.console if any(mark in line.lower() for mark in marks)] == []


def test_pictures_are_there_before_anything_is_run(page, lab):
    open_notebook(page, lab("00_start_here.ipynb", copy="untouched"))
    draw_everything(page)
    # A notebook not yet trusted shows the stored picture, a trusted one the widget: either way there is one.
    image = page.locator(".jp-OutputArea-output img").first
    image.wait_for(timeout=20_000)
    assert image.evaluate("image => image.naturalWidth") > 100


def test_questions_can_be_read_and_answered_before_anything_is_run(page, lab):
    open_notebook(page, lab("01_overview.ipynb", copy="untouched"))
    page.evaluate(
        """() => { const notebook = window.jupyterapp.shell.currentWidget.content;
                   notebook.activeCellIndex = notebook.widgets.length - 2;  // the one before the summary
                   notebook.scrollToItem(notebook.activeCellIndex); }"""
    )
    answer = page.locator(".jp-OutputArea-output li details").first
    answer.locator("summary").press("Enter", timeout=20_000)
    answer.locator("p").wait_for()
    key = page.locator(".jp-OutputArea-output details", has_text="The right answers, explained")
    key.locator("summary").press("Enter")
    key.locator("ol > li").first.wait_for()


@pytest.mark.parametrize(
    "planted, rule",
    [
        ('<div class="course-explorer"><img src="data:,"></div>', "alternative text"),
        ('<section class="course-quiz"><input></section>', "labels"),
        (
            '<div class="jp-OutputArea-output"><details><summary>a</summary>'
            '<p style="color: #aaa; background: #fff">hard to read</p></details></div>',
            "contrast",
        ),
    ],
)
def test_axe_would_find_a_violation_in_each_thing_of_ours(page, planted, rule):
    page.set_content(f"<main>{planted}</main>")
    page.evaluate("document.querySelector('details')?.setAttribute('open', '')")
    found = serious(checked_by_axe(page))
    assert found and any(rule in line for line in found), found
