"""One assignment's grader: from a submission to outputs and scores, by way of the sandbox and of what was kept."""

from __future__ import annotations

import functools
import importlib.util
import pathlib
import types
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, find_all_files
from traitlets.config import Config

from course_utils.checks.probes import SEED_VARIABLE
from course_utils.grading import canonical, sandbox
from course_utils.grading.sandbox import Job, Limits, Played
from course_utils.grading.scores import Score, emissions, score  # noqa: F401 - emissions: for tests
from course_utils.grading.store import Store, digest, environment_version


class NotReady(RuntimeError):
    """The assignment cannot be graded as it is; the message says what the instructor should do."""


@dataclass
class Result:
    """How a submission fared.

    Attributes:
        played: what its notebook showed, and emitted.
        scores: of each test cell, by number among the code cells; a cell whose judge failed is missing.
        remarks: for the instructor.
    """

    played: Played
    scores: dict[int, list[Score]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class Grader:
    """Grades one notebook of an assignment.

    Args:
        folder: the assignment's in the source directory; with its files and, perhaps, scoring.py.
        notebook: the notebook's name without ``.ipynb``.
        store: keeps the results.
        limits: of each submission.
        ignore: patterns of files that stay with the instructor.
        config: nbgrader's, for how it makes stubs.
    """

    def __init__(
        self,
        folder: pathlib.Path,
        notebook: str,
        store: Store,
        limits: Limits,
        ignore: tuple[str, ...] = (),
        config: Config | None = None,
    ) -> None:
        self.store, self.limits = store, limits
        self.source = canonical.read_source(folder / f"{notebook}.ipynb")
        self.blank = canonical.stub(self.source, config)
        files = find_all_files(str(folder), [*ignore, "scoring.py", "*.ipynb", "__pycache__"])
        self.files = {str(pathlib.Path(path).relative_to(folder)): pathlib.Path(path).read_bytes() for path in files}
        scoring = folder / "scoring.py"
        self.scoring = scoring.read_text() if scoring.exists() else ""
        self.judges = vars(load(scoring)) if scoring.exists() else {}
        self.environment = {SEED_VARIABLE: store.seed(f"{folder.name}-{notebook}")}

    def job(self, notebook: NotebookNode) -> Job:
        """What a sandbox shall run."""
        return Job(canonical.cells_to_play(notebook), self.files, self.environment, self.limits)

    def key(self, notebook: NotebookNode) -> str:
        """A hash of all that a run depends on."""
        job = self.job(notebook)
        cells = [asdict(cell) for cell in job.cells]
        files = {name: content.hex() for name, content in job.files.items()}
        return digest(cells, files, job.environment, asdict(job.limits), environment_version())

    def kept(self, key: str) -> Played | None:
        """What a run left, when it is kept."""
        found = self.store.get("runs", key)
        if found is None:
            return None
        outputs, probes = ({int(n): v for n, v in found[name].items()} for name in ("outputs", "probes"))
        return Played(outputs, probes, found["stopped"])

    def keep(self, key: str, played: Played) -> None:
        """Keep what a run left."""
        self.store.put("runs", key, asdict(played))

    def play(self, notebook: NotebookNode) -> Played:
        """Run a notebook in this thread's sandbox, or take what its run left before."""
        key = self.key(notebook)
        played = self.kept(key)
        if played is None:
            played = sandbox.play(self.job(notebook))
            self.keep(key, played)
        return played

    def keep_solution(self, executor: Executor) -> None:
        """Run the solution where an executor does, so that no other sandbox need be started for it."""
        key = self.key(self.source)
        if self.kept(key) is None:
            self.keep(key, executor.submit(sandbox.play, self.job(self.source)).result())

    @functools.cached_property
    def expected(self) -> dict[int, list[dict]]:
        """What the solution emits: it says what there is to earn, and how a value is compared.

        Raises:
            NotReady: the solution does not earn every point of every test cell.
        """
        played = self.play(self.source)
        for number, cell in enumerate(canonical.code_cells(self.source)):
            if not canonical.is_test(cell):
                continue
            name, worth = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
            probes = played.probes.get(number, [])
            if abs(sum(float(probe["points"]) for probe in probes) - worth) > 1e-9:
                errors = [o for o in played.outputs.get(number, []) if o.get("output_type") == "error"]
                reason = f" ({errors[0].get('ename')}: {errors[0].get('evalue')})" if errors else ""
                reason += f"; it was stopped ({played.stopped})" if played.stopped else ""
                raise NotReady(
                    f"In the solution, test cell {name} is worth {worth:g} points, but its probes add up to "
                    f"{sum(float(probe['points']) for probe in probes):g}{reason}. Mend the solution first."
                )
            lost = [s for s in score(probes, probes, self.judges) if s.points < s.max_points]
            if lost:
                raise NotReady(f"The solution itself fails a probe of test cell {name}: {lost[0].name}.")
        return played.probes

    def scores(self, notebook: NotebookNode, played: Played) -> Result:
        """Compare what a notebook's run emitted with what the solution's run did."""
        expected = self.expected
        about = digest(self.key(notebook), self.scoring, self.key(self.source))
        kept = self.store.get("scores", about)
        if kept is not None:
            scores = {int(number): [Score(**one) for one in scores] for number, scores in kept.items()}
            return Result(played, scores)
        result, written = Result(played), canonical.written(notebook)
        for number, probes in expected.items():
            try:
                result.scores[number] = score(probes, played.probes.get(number, []), self.judges, written)
            except Exception as error:  # a judge that stumbles over what it got: for a person to look at
                result.remarks.append(f"a judge failed ({type(error).__name__}) in code cell {number + 1}")
        if not result.remarks:
            kept = {str(number): [asdict(one) for one in scores] for number, scores in result.scores.items()}
            self.store.put("scores", about, kept)
        return result

    def changed_since_release(self, checksums: dict[str, str]) -> list[str]:
        """Names of graded cells that are not what the gradebook knows: grade_id -> checksum."""
        mine = {
            cell.metadata.nbgrader.grade_id: compute_checksum(cell)
            for cell in self.blank.cells
            if canonical.nbgrader(cell).get("grade")
        }
        return sorted(name for name in mine.keys() | checksums.keys() if mine.get(name) != checksums.get(name))


def load(path: pathlib.Path) -> types.ModuleType:
    """Import an assignment's scoring.py, under a name that no other assignment's has."""
    spec = importlib.util.spec_from_file_location(f"scoring_{digest(str(path))[:12]}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
