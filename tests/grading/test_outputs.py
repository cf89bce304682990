"""What a submission showed, as instructors and students get to see it."""

import sys

import pytest

from course_utils.grading.markup import clean_html, tame
from course_utils.grading.outputs import LIMITS, MAX_EVERYTHING, NOT_RUN, clean, put_in, table
from course_utils.grading.sandbox import HOUSE, Played
from course_utils.grading.scores import Score

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def cleaned(*outputs):
    return clean(outputs)[0]


def shown(data, metadata=None):
    """What is left of an output with these forms."""
    found = cleaned({"output_type": "display_data", "data": data, "metadata": metadata or {}})
    return (found[0]["data"], found[0]["metadata"]) if found else (None, None)


def test_text_errors_and_pictures_are_kept():
    stream = {"output_type": "stream", "name": "stdout", "text": "hello\n"}
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
    result = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 3}
    assert cleaned(stream, error, result) == [stream, error, result]
    assert shown({"image/png": PNG}, {"image/png": {"width": 3, "alt": "a plot"}}) == (
        {"image/png": PNG},
        {"image/png": {"width": 3, "alt": "a plot"}},
    )


MALFORMED = [None, 3, [], "x", {}, {"output_type": "stream"}, {"output_type": "error", "ename": "x"}]
MALFORMED += [{"output_type": "display_data", "data": 3}, {"output_type": "update_display_data", "data": {}}]
MALFORMED += [{"output_type": "display_data", "data": {"application/javascript": "alert(1)"}}]


@pytest.mark.parametrize("output", MALFORMED, ids=repr)
def test_malformed_output_is_dropped(output):
    assert cleaned(output) == []


@pytest.mark.parametrize(
    "mime", ["application/javascript", "image/svg+xml", "text/markdown", "application/x", "TEXT/HTML", "image/gif"]
)
def test_forms_that_could_act_are_dropped(mime):
    assert shown({mime: "x", "text/plain": "y"})[0] == {"text/plain": "y"}


def test_picture_that_is_none_is_dropped():
    assert shown({"image/png": "x' onerror='alert(1)"}) == (None, None)
    assert shown({"image/jpeg": PNG}) == (None, None)


def test_latex_with_a_tag_is_dropped():
    assert shown({"text/latex": "$x$"})[0] == {"text/latex": "$x$"}
    assert shown({"text/latex": "$x$<script>"}) == (None, None)


def test_metadata_is_a_pictures_own_and_finite():
    about = {"image/png": {"width": float("nan"), "height": -1, "alt": '"><script>', "x": 1}, "y": 2}
    assert shown({"image/png": PNG}, about)[1] == {"image/png": {"alt": "&quot;&gt;&lt;script&gt;"}}


def test_no_folder_of_the_machine_is_named():
    text = f"{HOUSE}/lib/course_utils/x.py {HOUSE}/environment/lib {sys.base_prefix}/lib"
    (one,) = cleaned({"output_type": "stream", "name": "stdout", "text": text})
    assert one["text"] == "course/course_utils/x.py python/lib python/lib"


def test_half_a_character_can_be_written_to_a_file():
    (one,) = cleaned({"output_type": "stream", "name": "stdout", "text": "a\ud800b"})
    assert one["text"] == "a?b"


def test_there_is_room_for_so_much_of_a_notebook():
    many = [{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000} for _ in range(20)]
    kept, room = clean(many)
    assert len(kept) == 15 and room < 0
    assert clean(many, room) == ([], room - len(str(many[0])))
    assert clean([{"output_type": "display_data", "data": {"text/html": "<" * (MAX_EVERYTHING // 1000)}}])[0] == []


HTML = {
    "<b>a": "<b>a</b>",
    "<b><i>a</b></i>": "<b><i>a</i></b>",
    "a < b & c": "a &lt; b &amp; c",
    "<p onclick=alert(1) title='x'>x": '<p title="x">x</p>',
    "<a href='javascript:alert(1)'>x</a>": "<a>x</a>",
    "<a href='https://a.b/?c'>x</a>": '<a href="https://a.b/?c">x</a>',
    "<a href='page.html'>x</a>": "<a>x</a>",
    "<img src='https://a.b/c.png'>": "<img>",
    "<b id='x' class='score'>x</b>": "<b>x</b>",
    "<table class='dataframe'><tr><td>1</td></tr></table>": (
        '<table class="dataframe"><tbody><tr><td>1</td></tr></tbody></table>'
    ),
    "<script>1</script>": "&lt;script&gt;1&lt;/script&gt;",
    "a<!-- b --> c <!-- d": "a c ",
    "<p style='color: red; position: fixed'>x</p>": '<p style="color: red;">x</p>',
}


@pytest.mark.parametrize("text", HTML)
def test_html_is_put_in_order(text):
    assert clean_html(text) == HTML[text]


def test_tags_are_not_deep_and_not_many():
    assert tame("<div>" * 1000) == "<div>" * 50 + "</div>" * 50
    assert tame("<br>" * 10_000).count("<br>") == 5000


def test_table_of_scores_escapes_what_it_says():
    made = table([Score("<a>", 1.0, 2.0, "<script>")])
    assert "&lt;script&gt;" in made["data"]["text/html"] and "<script" not in made["data"]["text/html"]
    assert made["data"]["text/plain"] == "◐ <a>: 1 of 2. <script>"


def test_first_cell_that_did_not_run_says_why():
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell("1"), new_markdown_cell("x"), new_code_cell("2"), new_code_cell("3")])
    outputs = {0: [{"output_type": "stream", "name": "stdout", "text": "one"}]}
    put_in(notebook, Played(outputs, {}, "memory"), {2: [Score("p", 0.0, 1.0)]})
    one, _, two, three = notebook.cells
    assert one.outputs[0].text == "one" and one.execution_count == 1
    assert two.outputs[0].text.strip() == LIMITS["memory"]
    assert ["0 of 1" in o["data"]["text/plain"] for o in three.outputs] == [True]


def test_demonstration_that_did_not_run_says_so():
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell("1"), new_code_cell("2", metadata={"tags": ["demonstration"]})])
    put_in(notebook, Played({0: [], 1: []}, {}, ""), {})
    shown, left_out = notebook.cells
    assert shown.execution_count == 1 and not shown.outputs
    assert left_out.execution_count is None and left_out.outputs[0].text == NOT_RUN
