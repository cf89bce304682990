"""What takes the place of nbgrader's own parts, by configuration alone: ``nbgrader autograde``, formgrader's button and
``python -m course_utils.grading autograde`` all grade through these.

    c.Autograde.pre_convert_hook         tidies the submission's folder
    c.Autograde.exporter_class           reads a submission, and makes the canonical notebook of it
    c.Autograde.autograde_preprocessors  run it in the sandbox, and write its scores
    c.HTMLExporter.filters               show nothing of a student's that acts
    c.GenerateFeedback.preprocessors     take hidden tests out
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pathlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from traitlets import Dict, Integer, TraitError, Unicode
from traitlets.config import Config, LoggingConfigurable

from course_utils.grading import canonical, outputs
from course_utils.grading.grader import Grader, NotReady, Result
from course_utils.grading.sandbox import Limits, SandboxUnavailable
from course_utils.grading.scores import Score
from course_utils.grading.store import Store

ABOUT = "course"  # in a notebook's metadata: what the grader has to say about it
OWN_LIBRARY = re.compile(r"\bcourse_utils\b|\bimportlib\b|\bcheck\.")


class Grading(LoggingConfigurable):
    """Settings: ``c.Grading.limits = {"cell_seconds": 120}`` in nbgrader_config.py."""

    limits = Dict(help="What a submission may use; see course_utils.grading.sandbox.Limits.").tag(config=True)
    results = Unicode(".grading", help="Folder of kept results, in the course's root.").tag(config=True)
    workers = Integer(0, help="Submissions graded at the same time; 0 for one a core.").tag(config=True)

    def make_limits(self) -> Limits:
        """The limits, checked."""
        try:
            return Limits(**self.limits)
        except TypeError as error:
            raise TraitError(f"c.Grading.limits: {error}") from None


GRADERS: dict[tuple, Grader] = {}


def grader(coursedir: CourseDirectory, assignment: str, notebook: str, config: Config) -> Grader:
    """The grader of a notebook of an assignment, kept until the assignment's files or settings change."""
    settings = Grading(config=config)
    root = pathlib.Path(coursedir.root)
    folder = pathlib.Path(coursedir.format_path(coursedir.source_directory, ".", assignment)).resolve()
    files = sorted((str(p), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file())
    key = (str(folder), notebook, settings.results, repr(config), tuple(files))
    if key not in GRADERS:
        store = Store(root / settings.results)
        GRADERS[key] = Grader(folder, notebook, store, settings.make_limits(), tuple(coursedir.ignore), config)
    return GRADERS[key]


def check_release(coursedir: CourseDirectory, assignment: str, notebook: str, about: Grader) -> None:
    """Make sure that the gradebook knows the assignment as it is.

    Raises:
        NotReady: it does not.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            known = gradebook.find_notebook(notebook, assignment)
        except MissingEntry:
            raise NotReady(f"Run `nbgrader generate_assignment {assignment}` first.") from None
        graded = {cell.name for cell in known.grade_cells}
        checksums = {cell.name: cell.checksum for cell in known.source_cells if cell.name in graded}
    changed = about.changed_since_release(checksums)
    if changed:
        raise NotReady(
            f"{', '.join(changed[:5])} in the source of {assignment} changed since the assignment was generated. "
            f"Run `nbgrader generate_assignment {assignment} --force`, then grade again."
        )


class CanonicalExporter(NotebookExporter):
    """Reads what was handed in, and goes on with the instructor's notebook and its answers.

    A submission that cannot be read becomes the blank notebook, marked as set aside.
    """

    def from_filename(self, filename: str, resources: dict | None = None, **settings: object) -> tuple:
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **settings)
        coursedir, about = self.parent.coursedir, resources["nbgrader"]
        # What nbconvert's own from_filename says of the file.
        resources["metadata"] = {"name": about["notebook"], "path": str(pathlib.Path(filename).parent)}
        with stopping(self.parent, about):
            own = grader(coursedir, about["assignment"], about["notebook"], self.config)
            if not getattr(self.parent, "checked", False):
                check_release(coursedir, about["assignment"], about["notebook"], own)
        notebook = handed_in(own, pathlib.Path(filename))
        if reason := notebook.metadata[ABOUT].get("set_aside"):
            self.log.warning("%s is set aside: %s", filename, reason)
        return self.from_notebook_node(notebook, resources=resources)


@contextlib.contextmanager
def stopping(converter: Autograde, about: dict) -> Iterator[None]:
    """Stop the whole run, with one sentence, when nothing can be graded.

    What was begun is removed, or the next run would take it for done. nbgrader goes on after any other exception.
    """
    try:
        yield
    except (NotReady, SandboxUnavailable) as reason:
        shutil.rmtree(converter._format_dest(about["assignment"], about["student"]), ignore_errors=True)
        raise SystemExit(f"Nothing was graded. {reason}") from None


def handed_in(own: Grader, path: pathlib.Path) -> nbformat.NotebookNode:
    """The canonical notebook of a submission; the blank one, and the reason, where it cannot be read."""
    try:
        made = canonical.canonical(own.blank, canonical.read_submission(path), own.source)
    except canonical.SetAside as reason:
        made = canonical.Canonical(nbformat.from_dict(own.blank))
        made.notebook.metadata[ABOUT] = {"set_aside": str(reason), "remarks": [], "look_at": []}
        return made.notebook
    look_at = library_calls(own, made.notebook)
    remarks = [*made.remarks, *(f"{name} uses the course's own library" for name in look_at)]
    made.notebook.metadata[ABOUT] = {"remarks": remarks, "look_at": look_at}
    return made.notebook


def library_calls(own: Grader, notebook: nbformat.NotebookNode) -> list[str]:
    """Names of answer cells that reach for ``course_utils``, where the solution's does not."""
    solutions = {canonical.nbgrader(c).get("grade_id"): c.source for c in own.source.cells if canonical.is_answer(c)}
    stubs = {canonical.nbgrader(c).get("grade_id"): c.source for c in own.blank.cells if canonical.is_answer(c)}
    found = []
    for cell in canonical.code_cells(notebook, canonical.is_answer):
        name = canonical.nbgrader(cell)["grade_id"]
        allowed = set(OWN_LIBRARY.findall(solutions[name] + stubs[name]))
        if set(OWN_LIBRARY.findall(cell.source)) - allowed:
            found.append(name)
    return found


class PlayInSandbox(NbGraderPreprocessor):
    """Runs the canonical notebook in the sandbox, or takes what a run of the same left, and compares its probes."""

    def preprocess(self, nb: nbformat.NotebookNode, resources: dict) -> tuple:
        about = resources["nbgrader"]
        own = grader(self.parent.parent.coursedir, about["assignment"], about["notebook"], self.config)
        marks = nb.metadata[ABOUT]
        resources["course"] = marks
        if marks.get("set_aside"):
            # Nothing ran: nothing is known of what it is worth.
            text = f"**This submission could not be read and was set aside:** {marks['set_aside']}."
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="set-aside"))
            return nb, resources
        with stopping(self.parent.parent, about):
            result = own.scores(nb, own.play(nb))
        outputs.put_in(nb, result.played, result.scores)
        marks["probes"] = {name: [asdict(score) for score in scores] for name, scores in by_cell(nb, result).items()}
        marks["remarks"] += result.remarks
        if result.played.stopped:
            marks["remarks"].append(outputs.LIMITS.get(result.played.stopped, "stopped"))
        return nb, resources


def by_cell(notebook: nbformat.NotebookNode, result: Result) -> dict[str, list[Score]]:
    """Scores of each test cell, by grade_id."""
    cells = canonical.code_cells(notebook)
    return {cells[number].metadata.nbgrader.grade_id: scores for number, scores in result.scores.items()}


class SaveScores(NbGraderPreprocessor):
    """Writes the scores of test cells as the trusted comparison found them, and asks for a person where it must.

    Like nbgrader's SaveAutoGrades, but the whole notebook in one transaction: it is written, or it is not.
    """

    def preprocess(self, nb: nbformat.NotebookNode, resources: dict) -> tuple:
        about, marks, answer = resources["nbgrader"], resources["course"], None
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            grades = {grade.name: grade for grade in notebook.grades}
            comments = {comment.name: comment for comment in notebook.comments}
            for cell in nb.cells:
                name = canonical.nbgrader(cell).get("grade_id")
                if utils.is_solution(cell):
                    answer = name
                if utils.is_grade(cell):
                    grade, by_person = grades[name], utils.is_solution(cell)
                    grade.auto_score = auto_score(cell, marks)
                    flagged = not by_person and answer in marks["look_at"]
                    unknown = grade.manual_score is not None or grade.auto_score is None
                    grade.needs_manual_grade = unknown or flagged
                if utils.is_solution(cell) or utils.is_task(cell):
                    untouched = not utils.is_task(cell) and is_untouched(cell)
                    comments[name].auto_comment = "No response." if untouched else None
            gradebook.db.commit()
        return nb, resources


def auto_score(cell: nbformat.NotebookNode, marks: dict) -> float | None:
    """What a program gives for a cell; None where a person has to."""
    if marks.get("set_aside"):
        return None
    if utils.is_solution(cell):  # read by a person, unless there is nothing to read
        return 0.0 if is_untouched(cell) else None
    probes = marks["probes"].get(cell.metadata.nbgrader.grade_id)
    return None if probes is None else sum(probe["points"] for probe in probes)


def is_untouched(cell: nbformat.NotebookNode) -> bool:
    """Whether a student left an answer cell as it was."""
    return cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of test cells, for feedback. nbgrader's own stumbles over an answer with its markers."""

    def preprocess_cell(self, cell: nbformat.NotebookNode, resources: dict, cell_index: int) -> tuple:
        if canonical.is_test(cell):
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def tidy(folder: pathlib.Path) -> list[str]:
    """Take out of a submission what nbgrader would follow or stumble over: links, pipes, a time that is none.

    Returns:
        What was taken out, in words. Nothing that has a content of its own is.
    """
    said = []
    try:
        for path in [pathlib.Path(place) / name for place, *names in os.walk(folder) for name in sum(names, [])]:
            if path.is_symlink():
                if path.suffix != ".ipynb":  # nbgrader does not copy that, and reading it is refused
                    said.append(f"{path.name}, a link to {os.readlink(path)}, was taken out")
                    path.unlink()
            elif not path.is_file() and not path.is_dir():
                said.append(f"{path.name}, which is no file, was taken out")
                path.unlink()
    except RecursionError:
        said.append("its folders are too deep to be looked through")
    stamp = folder / "timestamp.txt"
    if os.path.lexists(stamp) and not is_time(stamp):
        names = (f"timestamp-unreadable{number or ''}.txt" for number in itertools.count())
        name = next(name for name in names if not os.path.lexists(folder / name))
        said.append(f"timestamp.txt holds no time; it is kept as {name}")
        stamp.rename(folder / name)
    return said


def is_time(stamp: pathlib.Path) -> bool:
    """Whether nbgrader can read a time from a file; an empty one it passes over."""
    if not stamp.is_file() or stamp.stat().st_size > 1000:
        return False
    try:
        text = stamp.read_text().strip()
        return not text or utils.parse_utc(text) is not None
    except Exception:  # what parses dates has many ways to fail
        return False


def tidy_before(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook before it copies a submission's files."""
    for folder in {pathlib.Path(notebook).parent for notebook in notebooks}:
        tidy(folder)
