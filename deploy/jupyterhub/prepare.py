"""Make the machine fit the settings: accounts, folders and their permissions, Jupyter's settings, the data.

Runs before each start of the hub, as root, and may run any number of times: it adds what is missing, and deletes no
account and no file of anybody's.
"""

import json
import os
import pathlib
import pwd
import secrets
import shutil
import sqlite3
import subprocess
import sys

from deploy.jupyterhub.settings import Settings, SettingsError, load

LEAST_USER_ID = 1000  # below are the system's own accounts, which a roster must not open


def prepare(settings: Settings) -> None:
    """Do all of it, in the order in which later steps need earlier ones."""
    if settings.accounts == "system" and os.geteuid() != 0:
        raise SettingsError("accounts are made by root: use sudo")
    make_accounts(settings)
    make_token(settings)
    make_folders(settings)
    write_jupyter_settings(settings)
    copy_course(settings)
    forget_who_left(settings)
    import_roster(settings)
    fetch_data(settings)


def exists(name: str) -> bool:
    """Whether the machine has an account of this name."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def make_accounts(settings: Settings) -> None:
    """Make the accounts that are missing; first passwords go to a file that only root can read."""
    (settings.folder / "hub").mkdir(parents=True, exist_ok=True)
    settings.folder.chmod(0o755)
    settings.state.chmod(0o700)
    settings.homes.mkdir(parents=True, exist_ok=True)
    people = [*settings.instructors, *settings.students]
    if settings.accounts == "own":
        for name in people:
            (settings.homes / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    for name in people:
        if exists(name) and pwd.getpwnam(name).pw_uid < LEAST_USER_ID:
            raise SettingsError(f"{name} is an account of the system's own: choose another user name")
    comment = ["--comment", f"course {settings.course}"]
    if not exists(settings.grader):
        home = ["--home-dir", str(settings.grader_home), "--no-create-home"]
        _run("useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", *home, *comment, settings.grader)
    new = [name for name in people if not exists(name)]
    for name in new:
        home = ["--base-dir", str(settings.homes), "--create-home", "--key", "HOME_MODE=0700"]
        _run("useradd", "--user-group", "--shell", "/bin/bash", *home, *comment, name)
    if new:
        passwords = "".join(f"{name}:{secrets.token_urlsafe(9)}\n" for name in new)
        _run("chpasswd", input=passwords.encode())
        with open(os.open(settings.state / "first_passwords", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as f:
            f.write(passwords)


def make_token(settings: Settings) -> None:
    """Make the secret that hub and proxy share."""
    token = settings.state / "proxy_token"
    if not token.exists():
        with open(os.open(token, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_hex(32))


def make_folders(settings: Settings) -> None:
    """Make the exchange and the grader's folder, and set their permissions anew."""
    # Root makes and changes nothing inside a folder that the grader can write to: a link there would lead it astray.
    _folder(settings, settings.grader_home.parent, "root", 0o755)
    _folder(settings, settings.grader_home, settings.grader, 0o700)
    _folder(settings, settings.course_root, settings.grader, 0o700)
    # In the inbound folder students may make a folder of their own, which belongs to the grader's group (setgid), may
    # not list the others', and may not rename or delete them (sticky).
    here = settings.exchange / settings.course
    _folder(settings, settings.exchange, "root", 0o755)
    _folder(settings, here, "root", 0o755)
    _folder(settings, here / "inbound", settings.grader, 0o3733)
    _folder(settings, here / "outbound", settings.grader, 0o755)
    _folder(settings, here / "feedback", settings.grader, 0o711)


def _folder(settings: Settings, path: pathlib.Path, owner: str, mode: int) -> None:
    path.mkdir(exist_ok=True)
    if settings.accounts == "system":
        shutil.chown(path, owner, pwd.getpwnam(owner).pw_gid)
    path.chmod(mode)


def write_jupyter_settings(settings: Settings) -> None:
    """Write what Jupyter and nbgrader read: for everyone, and what the grader has more."""
    everyone, grader = settings.folder / "jupyter" / "everyone", settings.folder / "jupyter" / "grader"
    for folder in (everyone / "labconfig", grader / "labconfig"):
        folder.mkdir(parents=True, exist_ok=True)
    # pip switches all of nbgrader on for everybody. Off again: what instructors need, and the list of courses, which
    # would open the formgrader inside of JupyterLab, where a hub forbids frames; its own address works.
    server = {name: f"nbgrader.server_extensions.{name}" for name in ("formgrader", "course_list")}
    page = {name: f"@jupyter/nbgrader:{name}" for name in ("formgrader", "create-assignment", "course-list")}
    announcements = {"@jupyterlab/apputils-extension:announcements": True}  # asks a server elsewhere, and the user
    _write(everyone / "labconfig" / "page_config.json", {"disabledExtensions": {**_all(page, True), **announcements}})
    _write(
        everyone / "jupyter_server_config.json",
        {
            "ServerApp": {"jpserver_extensions": _all(server, False)},
            # Sockets in a folder of one's own: what goes over TCP on a shared machine is not encrypted.
            "KernelManager": {"transport": "ipc"},
        },
    )
    _write(grader / "jupyter_server_config.json", {"ServerApp": {"jpserver_extensions": {server["formgrader"]: True}}})
    on = {page["formgrader"]: False, page["create-assignment"]: False}
    _write(grader / "labconfig" / "page_config.json", {"disabledExtensions": on})
    lines = [
        "import os, sys",
        f"sys.path.insert(0, {str(everyone)!r})",
        "c = get_config()",
        f"c.CourseDirectory.course_id = {settings.course!r}",
        f"c.Exchange.root = {str(settings.exchange)!r}",
        # Else nbgrader insists on an exchange where everybody may write, and make courses.
        "c.CourseDirectory.groupshared = True",
        'c.ExchangeFactory.submit = "course_exchange.PrivateSubmit"',
    ]
    if settings.accounts == "own":  # one account for all: the hub says who it is
        lines += ['if os.environ.get("JUPYTERHUB_USER"):']
        lines += ['    c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]']
    (everyone / "nbgrader_config.py").write_text("\n".join(lines) + "\n")
    # The course's own settings come first, and what this server needs on top.
    lines = [
        (settings.source / "nbgrader_config.py").read_text(encoding="utf-8"),
        f"c.CourseDirectory.course_id = {settings.course!r}",
        f"c.CourseDirectory.root = {str(settings.course_root)!r}",
        f"c.ExchangeCollect.check_owner = {settings.accounts == 'system'}",
        f"c.CarefulCollect.check_owner = {settings.accounts == 'system'}",
        'c.ExchangeFactory.collect = "course_exchange.CarefulCollect"',
    ]
    (grader / "nbgrader_config.py").write_text("\n".join(lines) + "\n")
    shutil.copyfile(pathlib.Path(__file__).with_name("exchange.py"), everyone / "course_exchange.py")


def _all(names: dict[str, str], value: bool) -> dict[str, bool]:
    return dict.fromkeys(names.values(), value)


def _write(path: pathlib.Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")


def copy_course(settings: Settings) -> None:
    """Give the grader the assignments the first time. From then on they are the instructor's to change."""
    if not (settings.course_root / "solutions").exists():
        leave = ["--exclude=.ipynb_checkpoints", "--exclude=__pycache__"]
        packed = subprocess.run(
            ["tar", "-C", settings.source, *leave, "-c", "solutions"], check=True, capture_output=True
        )
        _run(*_as_grader(settings), "tar", "--no-same-owner", "-x", cwd=settings.course_root, input=packed.stdout)


def _as_grader(settings: Settings) -> list[str]:
    return ["runuser", "-u", settings.grader, "--"] if settings.accounts == "system" else []


def forget_who_left(settings: Settings) -> None:
    """End the sessions and memberships of those who are no longer on the list: JupyterHub itself only adds."""
    database = settings.state / "jupyterhub.sqlite"
    if not database.exists():
        return
    groups = {f"nbgrader-{settings.course}": settings.students, f"formgrade-{settings.course}": settings.instructors}
    with sqlite3.connect(database, timeout=30) as db:
        users = dict(db.execute("SELECT name, id FROM users"))
        for group, members in groups.items():
            gone = [(users[name], group) for name in users if name not in members]
            db.executemany(
                "DELETE FROM user_group_map WHERE user_id = ? AND group_id = (SELECT id FROM groups WHERE name = ?)",
                gone,
            )
        gone = [(users[name],) for name in users.keys() - {*settings.students, *settings.instructors}]
        db.executemany("DELETE FROM api_tokens WHERE user_id = ?", gone)
        db.executemany("UPDATE users SET cookie_id = hex(randomblob(16)) WHERE id = ?", gone)
    db.close()


def import_roster(settings: Settings) -> None:
    """Tell the gradebook of all students, so that the formgrader shows who has handed nothing in."""
    script = f'cat >students.csv && exec "{sys.executable}" -m nbgrader db student import students.csv --log-level=WARN'
    environment = {"PATH": path_with_python(), "HOME": str(settings.grader_home), "LANG": "C.UTF-8"}
    environment["JUPYTER_CONFIG_PATH"] = settings.config_path("grader")
    command = [*_as_grader(settings), "sh", "-c", script]
    _run(*command, cwd=settings.course_root, env=environment, input=settings.roster.read_bytes())


def path_with_python() -> str:
    """PATH with this Python's programs first: nbgrader calls alembic by name."""
    return os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def fetch_data(settings: Settings) -> None:
    """Fetch MNIST once, for all to read. Where that fails the course runs on scikit-learn's digits."""
    if settings.data or any(settings.mnist.glob("t*-images*")):
        return
    from course_utils import load_mnist

    settings.mnist.mkdir(exist_ok=True)
    load_mnist(cache_dir=settings.mnist)
    for file in settings.mnist.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def _run(*command: str, **options) -> None:
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).decode(errors="replace")
        raise SettingsError(f"{' '.join(command)} failed: {said}")


if __name__ == "__main__":
    try:
        prepare(load(sys.argv[1]))
    except SettingsError as error:
        raise SystemExit(str(error)) from None
