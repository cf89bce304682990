"""Try the course's hub out on this machine: `make hub`.

The same preparation and configuration as on a server, on loopback, with everything in a temporary folder. As root it
makes real accounts and removes them in the end; without root all servers run in one's own account, which shows how
things go but keeps nobody from anybody's files.
"""

import argparse
import contextlib
import ctypes
import dataclasses
import json
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from deploy.jupyterhub import prepare
from deploy.jupyterhub.settings import SettingsError, load

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
MARK = "course hub trial"  # in the comment of each account made here, so that a later trial can clear up


class Trial:
    """A hub for trying out. Call `start`, then `keep_running`; `stop` leaves nothing behind."""

    def __init__(self, folder: pathlib.Path, prefix: str, students: int, options: dict):
        """folder: an empty one. prefix: of all account names. options: settings to put into course.toml."""
        self.folder, self.root = folder, os.geteuid() == 0
        self.people = [f"{prefix}-teacher", *(f"{prefix}-student{n}" for n in range(1, students + 1))]
        self.accounts = [*self.people, f"{prefix}-grader"] if self.root else []
        self.password = secrets.token_urlsafe(9)
        ports = _free_ports(4)
        settings = {
            "course": "deep-learning",
            "instructors": self.people[:1],
            "roster": "students.csv",
            "folder": str(folder),
            "homes": str(folder / "home"),
            "grader": f"{prefix}-grader",
            "accounts": "system" if self.root else "own",
            "spawner": "process",
            **dict(zip(("port", "hub_port", "proxy_port", "formgrader_port"), ports, strict=True)),
            **options,
        }
        if not self.root:
            settings["password"] = self.password
        data = os.environ.get("COURSE_DATA_DIR")
        if data:
            settings["data"] = str(pathlib.Path(data).resolve())
        (folder / "students.csv").write_text("id\n" + "\n".join(self.people[1:]) + "\n")
        self.file = folder / "course.toml"
        self.file.touch(0o600)
        self.file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()))
        self.settings = load(self.file)
        self.hub = self.proxy = None

    @property
    def address(self) -> str:
        """Where a browser finds the hub."""
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self) -> None:
        """Make accounts and folders, start proxy and hub, and wait until both answer."""
        # Whoever loses a parent here becomes our child: nothing gets away when we stop.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
        if self.root:
            self._make_accounts()
        if self.settings.data is None:
            os.environ["COURSE_OFFLINE"] = "1"  # a trial does not begin with a download
        (self.folder / "hub").mkdir(mode=0o700)
        self.start_proxy()
        self.start_hub()

    def _make_accounts(self) -> None:
        """The same accounts as on a server, with one password for all and a mark by which they are recognised."""
        for name in self.accounts:
            if prepare.exists(name):
                raise SettingsError(f"there is an account {name} already: is another trial running? Try --prefix=other")
        self.settings.homes.mkdir()
        comment = ["--comment", f"{MARK} {os.getpid()}"]
        for name in self.people:
            home = ["--base-dir", str(self.settings.homes), "--create-home", "--key", "HOME_MODE=0700"]
            subprocess.run(["useradd", "--user-group", "--shell", "/bin/bash", *home, *comment, name], check=True)
        home = ["--home-dir", str(self.settings.grader_home), "--no-create-home"]
        name = self.settings.grader
        subprocess.run(
            ["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", *home, *comment, name], check=True
        )
        passwords = "".join(f"{name}:{self.password}\n" for name in self.people)
        subprocess.run(["chpasswd"], input=passwords, text=True, check=True)

    def start_proxy(self) -> None:
        """Start the proxy, a process of its own, as on a server."""
        settings = self.settings
        prepare.make_token(settings)
        token = (settings.state / "proxy_token").read_text()
        command = ["configurable-http-proxy", "--ip=127.0.0.1", f"--port={settings.port}", "--api-ip=127.0.0.1"]
        command += [f"--api-port={settings.proxy_port}", f"--default-target=http://127.0.0.1:{settings.hub_port}"]
        command += [f"--error-target=http://127.0.0.1:{settings.hub_port}/hub/error"]
        self.proxy = self._popen(command, "proxy.log", {"CONFIGPROXY_AUTH_TOKEN": token})

    def start_hub(self) -> None:
        """Prepare and start the hub, and wait until it and the formgrader answer."""
        prepare.prepare(self.settings)
        config = pathlib.Path(__file__).with_name("jupyterhub_config.py")
        command = [sys.executable, "-m", "jupyterhub", f"--config={config}"]
        self.hub = self._popen(command, "hub.log", {"COURSE_HUB_SETTINGS": str(self.file)})
        deadline = time.monotonic() + 120
        while not self._answers():
            if self.hub.poll() is not None or time.monotonic() > deadline:
                raise SettingsError(f"the hub did not start:\n{self._tail('hub.log')}{self._tail('proxy.log')}")
            time.sleep(0.3)
        self.write_facts()

    def _answers(self) -> bool:
        try:
            # By way of the proxy, the formgrader and the hub, which asks who it is.
            formgrader = f"{self.address}/services/{self.settings.course}/"
            with urllib.request.urlopen(formgrader, timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _popen(self, command: list[str], log: str, environment: dict) -> subprocess.Popen:
        def die_with_us():
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

        environment = {**os.environ, "PATH": prepare.path_with_python(), **environment}
        with open(self.settings.state / log, "a") as file:
            options = {"cwd": self.settings.state, "env": environment, "stdout": file, "stderr": file}
            # A session of its own: Ctrl-C is for us, and we end the rest in order.
            return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_us, **options)

    def write_facts(self) -> None:
        """Tell a test or a benchmark where everything is."""
        facts = {"address": self.address, "people": self.people, "password": self.password, "hub": self.hub.pid}
        facts |= {"folder": str(self.folder), "course_root": str(self.settings.course_root), "proxy": self.proxy.pid}
        temporary = self.folder / "hub" / "facts"
        temporary.touch(0o600)
        temporary.write_text(json.dumps(facts))
        temporary.replace(self.folder / "trial.json")

    def keep_running(self) -> None:
        """Start hub or proxy again whenever one ends, as systemd does on a server."""
        while True:
            time.sleep(0.5)
            if self.proxy.poll() is not None:
                self.start_proxy()
                self.write_facts()
            if self.hub.poll() is not None:
                self.start_hub()

    def stop(self) -> None:
        """End every process, and remove accounts and files."""
        deadline = time.monotonic() + 30
        while (left := _descendants(os.getpid())) and time.monotonic() < deadline:
            for process in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            _reap()
            time.sleep(0.05)
        for name in self.accounts:
            _remove_account(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tail(self, log: str) -> str:
        return (self.settings.state / log).read_text(errors="replace")[-3000:]


class View:
    """What the users of a trial see of this machine: all but the solutions.

    On a server the checkout is closed to all but root. Here it may be anybody's. So the trial lives in a mount
    namespace of its own, where in the checkout's place there is only what the users' servers need; likewise in place of
    folders that are closed to them and in which Python happens to be.
    """

    def __init__(self, *needed: pathlib.Path):
        """Call in a mount namespace of one's own. needed: folders that must stay to be seen."""
        self.stash = pathlib.Path(tempfile.mkdtemp(prefix="hub-view-", dir="/tmp"))
        closed = [[above for above in place.parents if not above.stat().st_mode & 0o001] for place in needed]
        covers = sorted({SOURCE, *(above[-1] for above in closed if above)})
        keep = [place for place in sorted(set(needed)) if any(cover in place.parents for cover in covers)]
        self.held = [self._hold(place, number) for number, place in enumerate(keep)]
        self.source = self._hold(SOURCE, len(keep))
        for cover in covers:
            self._mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", cover)
        for place, held in zip(keep, self.held, strict=True):
            place.mkdir(parents=True, exist_ok=True)
            self._mount("--bind", held, place)

    def _hold(self, place: pathlib.Path, number: int) -> pathlib.Path:
        held = self.stash / str(number)
        held.mkdir()
        self._mount("--bind", place, held)
        return held

    def _mount(self, *arguments) -> None:
        subprocess.run(["mount", *map(str, arguments)], check=True)

    def close(self) -> None:
        """Let go of what was held. The rest ends with the namespace."""
        for held in (*self.held, self.source):
            subprocess.run(["umount", str(held)])
            held.rmdir()  # which removes nothing but an empty folder
        self.stash.rmdir()


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _descendants(ancestor: int) -> list[int]:
    """Processes below one, from /proc."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    found, new = [], [ancestor]
    while new:
        new = [process for process, parent in parents.items() if parent in new]
        found += new
    return found


def _remove_account(name: str) -> None:
    """Remove an account that a trial has made; never another."""
    with contextlib.suppress(KeyError):
        if pwd.getpwnam(name).pw_gecos.startswith(MARK):
            subprocess.run(["userdel", name], check=True, capture_output=True)


def clear_up() -> None:
    """Remove accounts and processes of trials that were killed before they could."""
    for account in pwd.getpwall():
        if account.pw_gecos.startswith(MARK):
            owner = account.pw_gecos.removeprefix(MARK).strip()
            if owner.isdigit() and not pathlib.Path("/proc", owner).exists():
                subprocess.run(["pkill", "-KILL", "-U", str(account.pw_uid)])
                _remove_account(account.pw_name)


def _free_ports(number: int) -> list[int]:
    """Ports that are free now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def main(arguments: list[str]) -> None:
    """Run a trial until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make hub", description=__doc__.split("\n")[0])
    parser.add_argument("--prefix", default="demo", help="begins the names of all accounts")
    parser.add_argument("--students", type=int, default=2)
    parser.add_argument("--folder", type=pathlib.Path, help="an empty folder for everything, removed in the end")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of course.toml")
    asked = parser.parse_args(arguments)
    if not shutil.which("configurable-http-proxy", path=prepare.path_with_python()):
        raise SystemExit("configurable-http-proxy is not installed: `make hub` does so, with npm")
    inside = os.environ.pop("COURSE_HUB_INSIDE", "")
    if os.geteuid() == 0 and not inside:
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0:
            os.environ["COURSE_HUB_INSIDE"] = "1"
            command = [sys.executable, "-m", "deploy.jupyterhub.trial", *arguments]
            os.execvp("unshare", ["unshare", "--mount", *command])
        print("No mount namespace can be made here: the users of this trial can read this checkout.")
    options = {name: json.loads(value) for name, value in (pair.split("=", 1) for pair in asked.set)}
    # Ctrl-C and an orderly end are the same to us.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    folder = (asked.folder or pathlib.Path(tempfile.mkdtemp(prefix="hub-", dir="/tmp"))).resolve()
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        clear_up()
    trial, view = Trial(folder, asked.prefix, asked.students, options), None
    try:
        if inside:
            proxy = pathlib.Path(shutil.which("configurable-http-proxy", path=prepare.path_with_python()))
            needed = [
                SOURCE / "course_utils",
                SOURCE / "deploy",
                pathlib.Path(sys.prefix),
                pathlib.Path(sys.base_prefix),
            ]
            needed += [proxy.parents[1], trial.settings.mnist] if trial.settings.data else [proxy.parents[1]]
            view = View(*needed)
            trial.settings = dataclasses.replace(trial.settings, source=view.source)
        trial.start()
        print(f"\nThe course's hub is at {trial.address}\n")
        print(f"  instructor   {trial.people[0]}, whose formgrader is at {trial.address}/services/deep-learning/")
        print(f"  students     {', '.join(trial.people[1:3])}{' ...' if asked.students > 2 else ''}")
        print(f"  password     {trial.password}   (for all of them, until this ends)\n")
        if not trial.root:
            print("Without root all servers run in your own account: nobody is kept from anybody's files.")
        print("Ctrl-C ends it, and removes the accounts and all that was written.", flush=True)
        trial.keep_running()
    except KeyboardInterrupt:
        print("\nEnding.")
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        trial.stop()
        if view:
            view.close()


if __name__ == "__main__":
    main(sys.argv[1:])
