"""Recall questions say at once whether an answer is right and why, on the screen, on paper and aloud."""

import copy
import html
import json
import random
import re

import pytest

from course_utils import quiz

QUESTIONS = [
    {
        "question": "Is 1 < 2?",
        "type": "multiple_choice",
        "answers": [
            {"answer": "yes & always", "correct": True, "feedback": "Because it is."},
            {"answer": "no", "correct": False, "feedback": "Count again."},
            {"answer": "sometimes", "correct": False, "feedback": "Numbers stay."},
        ],
    },
    {
        "question": "Which are even?",
        "type": "many_choice",
        "answers": [
            {"answer": "two", "correct": True, "feedback": "Twice one."},
            {"answer": "four", "correct": True, "feedback": "Twice two."},
            {"answer": "three", "correct": False, "feedback": "Odd."},
        ],
    },
    {
        "question": "A quarter?",
        "type": "numeric",
        "precision": 2,
        "answers": [
            {"type": "value", "value": 0.25, "correct": True, "feedback": "One of four."},
            {"type": "range", "range": [3, 5], "correct": False, "feedback": "Upside down."},
            {"type": "default", "feedback": "Divide one by four."},
        ],
    },
]


@pytest.fixture
def write(tmp_path):
    def to_file(content):
        path = tmp_path / "questions.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return to_file


def test_every_feedback_says_first_whether_the_answer_is_right():
    page = quiz.as_html(QUESTIONS)
    unfolded = re.findall(r"<details><summary>(.*?)</summary><p>(.*?)</p></details>", page)
    assert unfolded[:2] == [("yes &amp; always", "Right. Because it is."), ("no", "No. Count again.")]
    assert len(unfolded) == 6
    (form,) = re.findall(r'data-numeric="(.*?)"', page)
    numeric = json.loads(html.unescape(form))
    assert [a["feedback"] for a in numeric["answers"]] == [
        "Right. One of four.",
        "No. Upside down.",
        "No. Divide one by four.",
    ]
    assert numeric["precision"] == 2


@pytest.mark.parametrize(
    "correct, feedback, verdict",
    [
        (True, "Exactly: it cancels.", "Exactly: it cancels."),
        (True, "No unit is on.", "Right. No unit is on."),
        (False, "No, it does not.", "No, it does not."),
        (False, "No training helps.", "No. No training helps."),
        (False, "Right: but not here.", "No. Right: but not here."),
    ],
)
def test_the_verdict_is_not_said_twice(correct, feedback, verdict):
    assert quiz.verdict({"correct": correct, "feedback": feedback}) == verdict


def test_questions_and_answers_are_text_not_markup():
    page = quiz.as_html(QUESTIONS)
    assert "Is 1 &lt; 2?" in page and "Is 1 < 2?" not in page


def test_paper_has_every_answer_and_the_right_ones_explained_at_the_end():
    text = quiz.as_text(QUESTIONS)
    body, key = text.split("The right answers, explained:")
    for question in QUESTIONS:
        assert question["question"] in body
    assert [line.strip("[] ") for line in body.splitlines() if "[ ]" in line] == [
        "yes & always",
        "no",
        "sometimes",
        "two",
        "four",
        "three",
    ]
    assert key.split("\n")[1:] == [
        "1. yes & always. Because it is.",
        "2. two. Twice one.",
        "2. four. Twice two.",
        "3. 0.25. One of four.",
    ]
    assert max(map(len, text.splitlines())) <= 96
    page = quiz.as_html(QUESTIONS)
    folded = page[page.index('<details class="key">') :]
    assert [text in folded for text in ("Because it is.", "Twice two.", "One of four.", "Odd.")] == [True] * 3 + [False]


def test_answers_stand_in_a_mixed_order_that_is_always_the_same(write):
    texts = [f"answer {k}" for k in range(8)]
    answers = [{"answer": text, "correct": k == 0, "feedback": "."} for k, text in enumerate(texts)]
    path = write([{"question": "Which?", "type": "multiple_choice", "answers": answers}])
    random.seed(1)
    before = random.getstate()
    orders = [[answer["answer"] for answer in quiz.load(path)[0]["answers"]] for _ in range(2)]
    assert orders[0] == orders[1] != texts and sorted(orders[0]) == texts
    assert random.getstate() == before, "nobody else's random numbers are touched"


def test_output_is_the_same_each_time_and_small(write):
    path = write(QUESTIONS)
    pages = {quiz.as_html(quiz.load(path)) for _ in range(3)}
    assert len(pages) == 1
    assert len(pages.pop()) < 5000
    assert " id=" not in quiz.as_html(QUESTIONS), "two views of a notebook would share it"


def test_nothing_is_asked_of_the_network():
    assert re.findall(r"https?:|//\w+\.\w|import\(|fetch\(|src=", quiz.as_html(QUESTIONS)) == []


def test_ask_shows_the_page_and_the_text(write, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    quiz.ask(write(QUESTIONS))
    ((data, how),) = shown
    assert how == {"raw": True}
    assert data["text/html"].count("<details>") == 6 and "Which are even?" in data["text/plain"]


def broken(change):
    questions = copy.deepcopy(QUESTIONS)
    change(questions)
    return questions


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda q: q[0].pop("question"), r"question 1 of .* has no text, expected \"question\""),
        (lambda q: q[1].update(type="essay"), "question 2 of .* has the type 'essay', expected one of multiple_choice"),
        (lambda q: q[0].update(hint="x"), "question 1 of .* unknown entry 'hint'"),
        (lambda q: q[0].update(answers=q[0]["answers"][:1]), "question 1 of .* at least two answers"),
        (lambda q: q[0]["answers"][1].pop("feedback"), "question 1 of .* has no feedback to answer 2"),
        (lambda q: q[0]["answers"][1].update(feedback=" "), "question 1 of .* has no feedback to answer 2"),
        (lambda q: q[0]["answers"][2].update(correct="no"), "question 1 of .* in answer 3"),
        (
            lambda q: q[0]["answers"][1].update(correct=True),
            "has 2 right answers, expected exactly one",
        ),
        (lambda q: q[1]["answers"][0].update(correct=False), None),
        (lambda q: [a.update(correct=False) for a in q[1]["answers"]], "question 2 of .* has 0 right answers"),
        (lambda q: q[2]["answers"][0].update(value="1/4"), 'question 3 of .* needs "value": a number'),
        (lambda q: q[2]["answers"][1].update(range=[3]), 'question 3 of .* needs "value": a number'),
        (lambda q: q[2]["answers"].pop(), 'question 3 of .* "type": "default" as its last answer'),
    ],
)
def test_a_broken_question_is_named(write, change, message):
    path = write(broken(change))
    if message is None:
        quiz.load(path)
        return
    with pytest.raises(ValueError, match=message) as caught:
        quiz.load(path)
    assert str(path) in str(caught.value)


def test_a_file_that_is_missing_or_no_list_is_named(write, tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no file .*nowhere.json"):
        quiz.load(tmp_path / "nowhere.json")
    with pytest.raises(ValueError, match="is not valid JSON"):
        quiz.load(write("[{"))
    for content in ({}, []):
        with pytest.raises(ValueError, match="expected a list of questions"):
            quiz.load(write(content))
