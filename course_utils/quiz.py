"""Questions to check oneself with, answered at once with an explanation, on the screen and on paper.

The questions stand in JSON files in jupyterquiz's format. They are drawn by the lines below and not by jupyterquiz
2.9.6: in JupyterLab that asks a content-delivery network for a script and fails at every answer when it cannot have it,
the keyboard reaches only a question's first answer, and neither paper nor an untrusted notebook shows anything.
"""

from __future__ import annotations

import html
import json
import pathlib
import random
import re
import textwrap

HINTS = {"multiple_choice": "one answer is right", "many_choice": "one or more are right", "numeric": "a number"}
STYLE = """
.course-quiz li { margin: 1em 0 } .course-quiz summary { cursor: pointer }
.course-quiz li > details { border: 1px solid; border-radius: 4px; margin: 4px 0; padding: 4px 8px; max-width: 50em }
.course-quiz p { margin: 4px 0 } .course-quiz .heard { position: absolute; clip-path: inset(50%) }
.course-quiz :focus-visible { outline: 3px solid #0072B2; outline-offset: 2px }
@media print { .course-quiz label, .course-quiz button { display: none }
    .course-quiz .key::details-content { content-visibility: visible; height: auto } }
"""


def load(path: str | pathlib.Path) -> list[dict]:
    """Read a file of questions and return them, the answers to choose from in a mixed order that is always the same.

    Raises:
        ValueError: naming the file and the question, when a question is not as it should be.
    """
    path = pathlib.Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"quiz: there is no file {path} (looked in {pathlib.Path.cwd()})")
    try:
        questions = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"quiz: {path} is not valid JSON: {error}") from None
    if not isinstance(questions, list) or not questions:
        raise ValueError(f"quiz: {path} holds {type(questions).__name__}, expected a list of questions")
    for number, question in enumerate(questions, start=1):
        fault = fault_of(question)
        if fault:
            raise ValueError(f"quiz: question {number} of {path} {fault}")
        if question["type"] != "numeric":
            random.Random(question["question"]).shuffle(question["answers"])
    return questions


def fault_of(question: object) -> str:
    """Return what is wrong with a question, as the end of a sentence, or nothing."""
    if not isinstance(question, dict) or not is_text(question.get("question")):
        return 'has no text, expected "question": "..."'
    kind, answers = question.get("type"), question.get("answers")
    if kind not in HINTS:
        return f"has the type {kind!r}, expected one of {', '.join(HINTS)}"
    if extra := set(question) - {"question", "type", "answers", "precision"}:
        return f"has the unknown entry {sorted(extra)[0]!r}"
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers) or len(answers) < 2:
        return "needs a list of at least two answers"
    for k, answer in enumerate(answers, start=1):
        if not is_text(answer.get("feedback")):
            return f'has no feedback to answer {k}, expected "feedback": "why"'
        if kind != "numeric" and not (is_text(answer.get("answer")) and isinstance(answer.get("correct"), bool)):
            return f'needs "answer": "..." and "correct": true or false in answer {k}'
        if kind == "numeric" and answer.get("type") != "default" and not is_number(answer):
            return f'needs "value": a number, or "range": [low, high], and "correct": true or false in answer {k}'
    right = sum(answer.get("correct", False) for answer in answers)
    if right == 0 or (kind != "many_choice" and right > 1):
        return f"has {right} right answers, expected {'at least one' if kind == 'many_choice' else 'exactly one'}"
    if kind == "numeric" and answers[-1].get("type") != "default":
        return 'needs "type": "default" as its last answer, for all other numbers'
    return ""


def is_text(value: object) -> bool:
    """Return whether a value is text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_number(answer: dict) -> bool:
    """Return whether a numeric answer says which numbers it is about: a value, or low <= number < high."""
    numbers = answer.get("range", [answer.get("value")])
    plain = all(isinstance(x, int | float) and not isinstance(x, bool) for x in numbers)
    return plain and len(numbers) == (2 if "range" in answer else 1) and isinstance(answer.get("correct"), bool)


def verdict(answer: dict) -> str:
    """Return the feedback to an answer, which begins by saying whether it is right: not by colour alone."""
    word, likewise = ("Right", "right|yes|correct|exactly") if answer.get("correct") else ("No", "no|wrong|incorrect")
    said = re.match(f"(?:{likewise})[.,:;!]", answer["feedback"], re.IGNORECASE)
    return answer["feedback"] if said else f"{word}. {answer['feedback']}"


def wording(answer: dict) -> str:
    """Return an answer as it is read: its text, its value, or its range."""
    low_high = answer.get("range")
    return f"from {low_high[0]} to {low_high[1]}" if low_high else str(answer.get("answer", answer.get("value")))


def as_text(questions: list[dict]) -> str:
    """Return the questions with their answers in plain text, and the right ones, explained, at the end."""
    lines, key = [], ["The right answers, explained:"]
    for number, question in enumerate(questions, start=1):
        lines.append(f"{number}. {question['question']} ({HINTS[question['type']]})")
        if question["type"] != "numeric":
            lines += [f"    [ ] {answer['answer']}" for answer in question["answers"]]
        right = [answer for answer in question["answers"] if answer.get("correct")]
        key += [f"{number}. {wording(answer)}. {answer['feedback']}" for answer in right]
    return "\n".join(textwrap.fill(line, 96, subsequent_indent=" " * 8) for line in lines + key)


def as_html(questions: list[dict]) -> str:
    """Return the questions for a page: each answer unfolds its feedback, which needs no script; a typed number does."""
    items, key = "", ""
    for question in questions:
        said = [{**answer, "feedback": verdict(answer)} for answer in question["answers"]]
        items += f"<li><p><b>{html.escape(question['question'])}</b> ({HINTS[question['type']]})</p>"
        if question["type"] == "numeric":
            data = json.dumps({"answers": said, "precision": question.get("precision")}, ensure_ascii=False)
            items += f'<form data-numeric="{html.escape(data)}"><label>Your answer: '
            items += '<input size="10" autocomplete="off"></label> <button>Check</button><p></p></form>'
        else:
            for answer in said:
                items += f"<details><summary>{html.escape(answer['answer'])}</summary>"
                items += f"<p>{html.escape(answer['feedback'])}</p></details>"
        right = [answer for answer in question["answers"] if answer.get("correct")]
        explained = [f"<p><b>{html.escape(wording(a))}</b><br>{html.escape(a['feedback'])}</p>" for a in right]
        items, key = f"{items}</li>", f"{key}<li>{''.join(explained)}</li>"
    script = pathlib.Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return (
        f'<section class="course-quiz" aria-label="Questions"><style>{STYLE}</style><ol>{items}</ol>'
        f'<details class="key"><summary>The right answers, explained</summary><ol>{key}</ol></details>'
        f'<p class="heard" role="status"></p><script>{script}</script></section>'
    )


def ask(path: str | pathlib.Path) -> None:
    """Show the questions of a file, to be answered by mouse or keyboard.

    Args:
        path: a JSON file in jupyterquiz's format, as in ``lectures/questions``.
    """
    from IPython.display import display

    questions = load(path)
    display({"text/html": as_html(questions), "text/plain": as_text(questions)}, raw=True)
