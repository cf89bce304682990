"""What an assignment's grades say about the class, and the grades as files that Canvas and Moodle import."""

from __future__ import annotations

import csv
import json
import pathlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from course_utils.grading.grader import NotReady
from course_utils.grading.nbgrader_parts import ABOUT

# A spreadsheet takes a cell that begins like this for a formula, and runs it (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LAYOUTS = ("plain", "canvas", "moodle")


@dataclass
class CellReport:
    """How a class fared with one graded cell.

    Attributes:
        name: its grade_id.
        points: what it is worth.
        scores: one a student; a person's where there is one, else the program's.
        waiting: how many students' still need a person.
        slips: what the probes said to those who lost points -> how often.
    """

    name: str
    points: float
    scores: list[float] = field(default_factory=list)
    waiting: int = 0
    slips: Counter = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        """The share of the points that the class earned, 0 to 1."""
        return sum(self.scores) / (len(self.scores) * self.points) if self.scores and self.points else 0.0

    def share(self, of: str) -> float:
        """The share of students with all points ("full"), none ("none") or some ("part")."""
        full = sum(score >= self.points for score in self.scores)
        none = sum(score <= 0 < self.points for score in self.scores)
        counts = {"full": full, "none": none, "part": len(self.scores) - full - none}
        return counts[of] / max(1, len(self.scores))


@dataclass
class Report:
    """An assignment's report.

    Attributes:
        assignment: its name.
        totals: scores of all who handed in.
        max_score: of the assignment.
        cells: in the notebook's order.
    """

    assignment: str
    totals: list[float]
    max_score: float
    cells: list[CellReport]


def make_report(coursedir: CourseDirectory, assignment: str) -> Report:
    """Read an assignment's gradebook entries and autograded notebooks.

    Raises:
        NotReady: nothing of it was graded yet.
    """
    cells: dict[str, CellReport] = {}
    totals, max_score = [], 0.0
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            submissions = gradebook.assignment_submissions(assignment)
            about = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise NotReady(f"The gradebook has no assignment {assignment}.") from None
        for notebook in about.notebooks:
            for cell in notebook.grade_cells:
                cells[f"{notebook.name}/{cell.name}"] = CellReport(cell.name, cell.max_score)
        for submission in submissions:
            totals.append(submission.score)
            max_score = submission.max_score
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    cell = cells[f"{notebook.name}/{grade.name}"]
                    if grade.auto_score is not None or grade.manual_score is not None:
                        cell.scores.append(grade.score)
                    cell.waiting += bool(grade.needs_manual_grade)
                count_slips(coursedir, submission.student_id, assignment, notebook.name, cells)
    if not totals:
        raise NotReady(f"No submission of {assignment} was graded yet.")
    return Report(assignment, totals, max_score, list(cells.values()))


def count_slips(
    coursedir: CourseDirectory, student: str, assignment: str, notebook: str, cells: dict[str, CellReport]
) -> None:
    """Count what the probes of one autograded notebook said, and bring the cells into its order."""
    folder = pathlib.Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
    path = folder / f"{notebook}.ipynb"
    if not path.is_file():
        return
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell, probes in content["metadata"].get(ABOUT, {}).get("probes", {}).items():
        for probe in probes:
            if probe["points"] < probe["max_points"]:
                said = " ".join(probe["message"].split())
                cells[f"{notebook}/{cell}"].slips[f"{probe['name']}: {said}"] += 1
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in content["cells"]]
    order = {f"{notebook}/{name}": i for i, name in enumerate(names)}
    for name in sorted((name for name in cells if name in order), key=order.get):
        cells[name] = cells.pop(name)


def as_text(report: Report, slips: int = 3) -> str:
    """The report as a table: cells in the notebook's order, then those most failed, and on what."""
    totals = sorted(report.totals)
    quartiles = [totals[round(q * (len(totals) - 1))] for q in (0, 0.25, 0.5, 0.75, 1)]
    lines = [
        f"{report.assignment}: {len(totals)} submissions, of {report.max_score:g} points",
        "lowest {:g}, lower quartile {:g}, median {:g}, upper quartile {:g}, highest {:g}".format(*quartiles),
        "",
    ]
    width = max(len(cell.name) for cell in report.cells)
    lines.append(f"{'cell':{width}}  points   mean   full   part   none  person")
    for cell in report.cells:
        values = (cell.mean, *map(cell.share, ("full", "part", "none")))
        shares = "  ".join(f"{100 * value:4.0f}%" if cell.scores else "    –" for value in values)
        lines.append(f"{cell.name:{width}}  {cell.points:6g}  {shares}  {cell.waiting or '':>6}".rstrip())
    failed = sorted((cell for cell in report.cells if cell.slips), key=lambda cell: cell.mean)[:5]
    if failed:
        lines += ["", "Most failed, and what the class was told there:"]
    for cell in failed:
        lines.append(f"{cell.name} ({100 * cell.mean:.0f}% of the points)")
        lines += [f"  {count} × {text}" for text, count in cell.slips.most_common(slips)]
    return "\n".join(lines)


def draw(report: Report, path: pathlib.Path) -> str:
    """Draw the report into a picture, and return what it shows in words."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from course_utils.plots import COLOURS

    fig, (left, right) = plt.subplots(
        1, 2, figsize=(11, 1.5 + 0.3 * len(report.cells)), width_ratios=[1, 2], layout="constrained"
    )
    left.hist(report.totals, bins=12, range=(0, report.max_score), color=COLOURS[0], edgecolor="white")
    left.set(xlabel="points", ylabel="students", title="Total")
    names, begin = [cell.name for cell in report.cells], [0.0] * len(report.cells)
    styles = (("full", COLOURS[2], ""), ("part", COLOURS[5], "//"), ("none", COLOURS[1], "xx"))
    for kind, colour, hatch in styles:
        shares = [100 * cell.share(kind) for cell in report.cells]
        right.barh(names, shares, left=begin, color=colour, hatch=hatch, edgecolor="white", label=kind)
        begin = [one + other for one, other in zip(begin, shares, strict=True)]
    right.invert_yaxis()
    right.set(xlabel="students in %", title="Points of each cell", xlim=(0, 100))
    right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12 * 12 / max(6, len(names))), ncols=3, frameon=False)
    fig.suptitle(report.assignment)
    fig.savefig(path, dpi=110)
    plt.close(fig)
    worst = min((cell for cell in report.cells if cell.scores), key=lambda cell: cell.mean)
    return (
        f"Left, a histogram of {len(report.totals)} totals. Right, a bar a cell: the students with all, some and none "
        f"of its points; the lowest is {worst.name}, where {100 * worst.share('full'):.0f}% have all."
    )


def safe(value: object) -> str:
    """A value for a CSV cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) else text


def rows(coursedir: CourseDirectory, assignment: str, layout: str) -> Iterable[list[object]]:
    """The lines of an export, the heading first.

    ``canvas``: the columns that Canvas' gradebook import asks for, with its line of points possible. ``moodle``: those
    of Moodle's grade export, which its import maps. ``plain``: all that the gradebook knows. Students who handed
    nothing in are left out of the first two, so that nothing is overwritten there; ``plain`` names them.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            max_score = gradebook.find_assignment(assignment).max_score
        except MissingEntry:
            raise NotReady(f"The gradebook has no assignment {assignment}.") from None
        submissions = {s.student_id: s for s in gradebook.assignment_submissions(assignment)}
        if layout == "canvas":
            yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment]
            yield ["    Points Possible", "", "", "", "", f"{max_score:g}"]
        elif layout == "moodle":
            yield ["First name", "Last name", "ID number", "Email address", assignment]
        else:
            yield ["student", "last_name", "first_name", "email", "handed_in", "late_by_seconds", "score", "max_score"]
        for student in sorted(gradebook.students, key=lambda student: student.id):
            submission = submissions.get(student.id)
            first, last = student.first_name or "", student.last_name or ""
            if submission is None:
                if layout == "plain":
                    yield [student.id, last, first, student.email, "", "", "", f"{max_score:g}"]
                continue
            score = f"{max(0.0, submission.score - (submission.late_submission_penalty or 0)):g}"
            if layout == "canvas":
                name = ", ".join(part for part in (last, first) if part) or student.id
                yield [name, "", student.id, student.lms_user_id or student.id, "", score]
            elif layout == "moodle":
                yield [first, last, student.id, student.email, score]
            else:
                late = f"{submission.total_seconds_late:.0f}"
                yield [student.id, last, first, student.email, submission.timestamp, late, score, f"{max_score:g}"]


def export(coursedir: CourseDirectory, assignment: str, layout: str, path: pathlib.Path) -> int:
    """Write the grades into a CSV file; return the number of its lines."""
    lines = [[safe(value) for value in row] for row in rows(coursedir, assignment, layout)]
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    return len(lines)
