"""Each lecture as its reader meets it: opened in JupyterLab, run from top to bottom, its sliders moved by keyboard."""

import pathlib

import pytest

LECTURES = sorted(path.name for path in (pathlib.Path(__file__).parents[2] / "lectures").glob("*.ipynb"))
KERNEL_IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
    return session?.kernel?.status === 'idle';
}"""
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.model.sharedModel.cells
    .filter(cell => cell.cell_type === 'code')
    .map(cell => ({source: cell.source, outputs: cell.toJSON().outputs, count: cell.execution_count}))"""
EXPLORERS = {
    "00_start_here.ipynb": 1,  # slope of a line
    "01_overview.ipynb": 1,  # depth of the spiral classifier
    "02_example_network.ipynb": 2,  # signals of a chosen digit, the criterion's Q
    "03_optimization.ipynb": 3,  # two walks on the tiny example, W1 over the epochs
}
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


def explorers(page):
    """Scroll through the notebook, so that JupyterLab draws all of it, and return its explorers."""
    page.evaluate(
        """() => { const notebook = window.jupyterapp.shell.currentWidget.content;
                   notebook.notebookConfig = {...notebook.notebookConfig, windowingMode: 'none'}; }"""
    )
    return page.locator(".course-explorer")


@pytest.mark.parametrize("name", LECTURES)
def test_lecture_runs_and_its_sliders_work_by_keyboard(name, lab, page):
    console = []
    page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: console.append(str(error)))
    open_notebook(page, lab(name))
    cells = run_all(page)
    failed = [cell["source"] for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]
    assert failed == []
    spoken = [output for cell in cells for output in cell["outputs"] if output.get("name") == "stderr"]
    assert spoken == []
    found = explorers(page)
    assert found.count() == EXPLORERS[name]
    for k in range(found.count()):
        sliders_change_the_picture(found.nth(k))
    ours = [line for line in console if "course" in line.lower() or "picture" in line.lower() or "anywidget" in line]
    assert ours == []


def sliders_change_the_picture(explorer):
    """Every slider has a name; moved by an arrow key, it changes the caption or the picture."""
    explorer.scroll_into_view_if_needed()
    image, caption = explorer.locator("img").first, explorer.locator("figcaption").first
    assert image.get_attribute("src").startswith("data:image/png")
    assert len(image.get_attribute("alt")) > 20
    assert len(caption.inner_text()) > 10
    handles = explorer.locator(".noUi-handle")
    assert handles.count() > 0
    for k in range(handles.count()):
        handle = handles.nth(k)
        if handle.evaluate("handle => handle.closest('[disabled]') !== null"):
            continue  # plays no part with the method chosen
        handle.page.wait_for_function("handle => handle.getAttribute('aria-label')", arg=handle.element_handle())
        before = [image.get_attribute("src"), caption.inner_text()]
        handle.focus()
        low = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if low else "ArrowRight")
        handle.page.wait_for_function(
            "([image, caption, before]) => image.src !== before[0] || caption.innerText !== before[1]",
            arg=[image.element_handle(), caption.element_handle(), before],
            timeout=15_000,
        )


def test_pictures_are_there_before_anything_is_run(lab, page):
    open_notebook(page, lab("00_start_here.ipynb", copy="untouched"))
    explorers(page)
    # A notebook not yet trusted shows the stored picture, a trusted one the widget: either way there is one.
    image = page.locator(".jp-OutputArea-output img").first
    image.wait_for(timeout=20_000)
    assert image.evaluate("image => image.naturalWidth") > 100
