"""The settings of a served course: course.toml and its roster, read and checked."""

import csv
import os
import pathlib
import re
import tomllib
from dataclasses import dataclass, field, fields

NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")  # what useradd takes everywhere; no + and *, which nbgrader splits names at
MEMORY = re.compile(r"(\d+)([MG])")


class SettingsError(ValueError):
    """A sentence for the person who wrote the settings."""


@dataclass(frozen=True)
class Settings:
    """All that the hub needs to know. The first block is for course.toml; the rest has defaults that fit a server."""

    course: str
    instructors: list[str]
    roster: pathlib.Path
    memory: str = "1G"
    cpus: float = 1.0
    idle_minutes: int = 60
    domain: str = ""

    folder: pathlib.Path = pathlib.Path("/srv/course")
    homes: pathlib.Path = pathlib.Path("/home")
    source: pathlib.Path = pathlib.Path(__file__).resolve().parents[2]  # this checkout, whose solutions are copied once
    data: pathlib.Path | None = None  # a folder with MNIST's files; by default fetched into the course's folder
    grader: str = "grader"
    # Accounts of the system, each person's own; or, for trying out without being root, all of it in one's own account.
    accounts: str = "system"
    password: str = field(default="", repr=False)  # for trying out without being root
    spawner: str = "systemd"  # or "process": limits by setrlimit, for machines without systemd
    port: int = 8000
    hub_port: int = 8081
    proxy_port: int = 8001
    formgrader_port: int = 8010

    @property
    def memory_bytes(self) -> int:
        """The limit in bytes."""
        number, unit = MEMORY.fullmatch(self.memory).groups()
        return int(number) * {"M": 1024**2, "G": 1024**3}[unit]

    @property
    def students(self) -> list[str]:
        """User names on the roster, in its order."""
        with open(self.roster, newline="", encoding="utf-8-sig") as file:  # -sig: spreadsheets write a byte order mark
            return [row["id"].strip() for row in csv.DictReader(file) if row.get("id", "").strip()]

    @property
    def state(self) -> pathlib.Path:
        """The hub's database and secrets, for root alone."""
        return self.folder / "hub"

    @property
    def exchange(self) -> pathlib.Path:
        """Where assignments and submissions change hands."""
        return self.folder / "exchange"

    @property
    def course_root(self) -> pathlib.Path:
        """The grader's folder: solutions, submissions, gradebook."""
        return self.folder / "grading" / self.course

    @property
    def grader_home(self) -> pathlib.Path:
        """What Jupyter keeps for the grader's account."""
        return self.folder / "grading" / ".home"

    @property
    def mnist(self) -> pathlib.Path:
        """The folder that COURSE_DATA_DIR names for everybody."""
        return self.data or self.folder / "mnist"

    def config_path(self, *kinds: str) -> str:
        """JUPYTER_CONFIG_PATH of the kinds of settings that `prepare` writes, the strongest first."""
        return os.pathsep.join(str(self.folder / "jupyter" / kind) for kind in (*kinds, "everyone"))


def _need(condition: bool, sentence: str) -> None:
    if not condition:
        raise SettingsError(sentence)


def load(path: str | os.PathLike) -> Settings:
    """Read course.toml and the roster beside it. SettingsError says in one sentence what is wrong with them."""
    path = pathlib.Path(path).resolve()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    known = {item.name for item in fields(Settings)}
    for name in given:
        _need(name in known, f"{path.name}: there is no setting {name!r}; there are {', '.join(sorted(known))}")
    for name in ("course", "instructors", "roster"):
        _need(name in given, f"{path.name}: {name} is missing")
    given["roster"] = path.parent / given["roster"]
    for name in ("folder", "homes", "source", "data"):
        if name in given:
            given[name] = pathlib.Path(given[name])
    settings = Settings(**given)
    _check(settings, path.name)
    return settings


def _check(settings: Settings, where: str) -> None:
    """Raise SettingsError for what could not work or would not be safe."""
    _need(re.fullmatch(r"[a-z][a-z0-9-]*", settings.course), f"{where}: course {settings.course!r} is not a plain name")
    _need(MEMORY.fullmatch(settings.memory), f'{where}: memory {settings.memory!r} is not like "1G" or "512M"')
    _need(settings.cpus > 0 and settings.idle_minutes > 0, f"{where}: cpus and idle_minutes must be above 0")
    _need(settings.spawner in ("systemd", "process"), f'{where}: spawner is "systemd" or "process"')
    _need(settings.accounts in ("system", "own"), f'{where}: accounts is "system" or "own"')
    _need(settings.roster.is_file(), f"{where}: the roster {settings.roster} is not there")
    with open(settings.roster, newline="", encoding="utf-8-sig") as file:
        _need("id" in (csv.DictReader(file).fieldnames or []), f"{settings.roster.name}: needs a column named id")
    students = settings.students
    for name in (*settings.instructors, *students, settings.grader):
        _need(NAME.fullmatch(name), f"{name!r} is no user name: small letters, digits, _ and -, at most 31")
    twice = {name for name in students if students.count(name) > 1}
    _need(not twice, f"{settings.roster.name}: {', '.join(sorted(twice))} is there twice")
    both = {*settings.instructors, settings.grader} & set(students)
    _need(not both, f"{', '.join(sorted(both))}: a student cannot be instructor or grader too")
    _need(settings.grader not in settings.instructors, f"{settings.grader}: the grader is an account of nobody's")
