"""The hub under a class: `make bench-hub`.

Starts the trial hub, as many users' servers as the memory holds (at most --servers), lets 200 submissions arrive
within a minute from all of them, kills the hub with SIGKILL in their midst, and counts what came through.
"""

import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from nbgrader.utils import parse_utc

from tests.hub.client import COURSE, NAME, Client

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPARE = 3 * 1024**3  # bytes of memory that are left alone
GUESS = 250 * 1024**2  # bytes of one server, before one was measured


def main(arguments: list[str]) -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(prog="make bench-hub", description=__doc__.split("\n")[0])
    parser.add_argument("--servers", type=int, default=40)
    parser.add_argument("--submissions", type=int, default=200)
    asked = parser.parse_args(arguments)
    if os.geteuid() != 0:
        raise SystemExit("bench-hub makes an account for each user, which takes root.")
    servers = max(1, min(asked.servers, (available() - SPARE) // GUESS))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hub-bench-", dir="/tmp"))
    command = [sys.executable, "-m", "deploy.jupyterhub.trial", f"--students={servers}", f"--prefix=b{os.getpid()}"]
    with tempfile.TemporaryFile("w+") as log:
        trial = subprocess.Popen([*command, f"--folder={folder}"], cwd=ROOT, stdout=log, stderr=log)
        try:
            while not (folder / "trial.json").exists():
                if trial.poll() is not None:
                    log.seek(0)
                    raise SystemExit(f"The hub did not start: {log.read()}")
                time.sleep(0.5)
            measure(folder, asked.submissions)
        finally:
            trial.send_signal(signal.SIGINT)
            trial.wait(120)


def available() -> int:
    """Bytes of memory that processes could still have."""
    fields = dict(line.split(":") for line in pathlib.Path("/proc/meminfo").read_text().splitlines())
    return 1024 * int(fields["MemAvailable"].split()[0])


def facts(folder: pathlib.Path) -> dict:
    """What the trial has written down."""
    return json.loads((folder / "trial.json").read_text())


def measure(folder: pathlib.Path, n_submissions: int) -> None:
    """Start everybody's server, submit, kill the hub, count."""
    known = facts(folder)
    release(known)
    students = known["people"][1:]
    with ThreadPoolExecutor(8) as pool:
        clients = list(pool.map(lambda name: Client(known["address"], name, known["password"]), students))
        before = available()
        start_ups = list(pool.map(Client.start, clients))
        running = sum(client.server("GET", "api/status").ok for client in clients)
        memory = (before - available()) / len(clients)
        list(pool.map(lambda client: client.assignments("fetch"), clients))
    report("servers_running_at_once", running)
    report("server_start_seconds_median", statistics.median(start_ups))
    report("server_start_seconds_95", percentile_95(start_ups))
    report("memory_per_user_megabytes", memory / 1024**2)
    pids = server_processes(folder, students)

    inbound = folder / "exchange" / COURSE / "inbound"
    times, refused = submit_all(folder, clients, n_submissions)
    report("submissions_sent", n_submissions)
    report("submissions_refused_and_sent_again", refused)
    arrived = [path for path in inbound.iterdir() if (path / f"{NAME}.ipynb").is_file()]
    # Each student's own list of what was handed in, against what is there whole.
    there = {path.name.rsplit("+", 1)[0] for path in arrived}
    lists = (folder / "home").glob(f"*/.local/share/jupyter/nbgrader_cache/{COURSE}/*")
    lost = [path.name for path in lists if path.name not in there]
    report("submissions_lost", max(len(lost), n_submissions - len(arrived)))
    stamps = [parse_utc(path.name.rsplit("+", 3)[2]) for path in arrived]
    report("seconds_from_first_to_last", (max(stamps) - min(stamps)).total_seconds())
    report("submit_seconds_median", statistics.median(times))
    report("submit_seconds_95", percentile_95(times))
    report("servers_lost_when_hub_was_killed", len(pids - server_processes(folder, students)))
    known_to_hub = sum(bool(client.hub("GET", f"users/{client.user}").json()["server"]) for client in clients)
    report("servers_the_new_hub_knows", known_to_hub)


def submit_all(folder: pathlib.Path, clients: list[Client], number: int) -> tuple[list[float], int]:
    """Submit `number` times within a minute, one after the other for each user, the users in parallel.

    After a third of them the hub is killed with SIGKILL. Returns the seconds that each took, and how many were
    refused and sent again, as a student does who sees an error.
    """
    times, refused, lock = [], [], threading.Lock()
    pause = 45 / number  # they arrive evenly over three quarters of a minute
    began = time.monotonic()

    def submit(turn: int) -> None:
        time.sleep(max(0, began + turn * pause - time.monotonic()))
        client, start = clients[turn % len(clients)], time.monotonic()
        while True:
            try:
                accepted = client.assignments("submit")["success"]
            except requests.RequestException:
                accepted = False
            if accepted:
                break
            refused.append(turn)
            time.sleep(0.5)
        with lock:
            times.append(time.monotonic() - start)
            if len(times) == number // 3:
                os.kill(facts(folder)["hub"], signal.SIGKILL)

    killed = facts(folder)["hub"]
    with ThreadPoolExecutor(min(20, len(clients))) as pool:
        list(pool.map(submit, range(number)))
    while facts(folder)["hub"] == killed:
        time.sleep(0.2)
    return times, len(refused)


def release(known: dict) -> None:
    """The instructor generates and releases the assignment, by the formgrader's own requests."""
    teacher = Client(known["address"], known["people"][0], known["password"])
    page = f"{known['address']}/services/{COURSE}/formgrader"
    teacher.browser.get(f"{page}/manage_assignments", timeout=60).raise_for_status()
    xsrf = next(c.value for c in teacher.browser.cookies if c.name == "_xsrf" and "services" in c.path)
    for action in ("assign", "release"):
        answer = teacher.browser.post(
            f"{page}/api/assignment/{NAME}/{action}", headers={"X-XSRFToken": xsrf, "Referer": page}, timeout=120
        )
        answer.raise_for_status()
        if not json.loads(answer.json() if isinstance(answer.json(), str) else answer.text)["success"]:
            raise SystemExit(f"{action} failed: {answer.text[:500]}")


def server_processes(folder: pathlib.Path, students: list[str]) -> set[int]:
    """The process ids of the users' servers."""
    owners = {(folder / "home" / name).stat().st_uid for name in students}
    found = set()
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if entry.stat().st_uid in owners and b"jupyterhub-singleuser" in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def percentile_95(values: list[float]) -> float:
    """The value that 95% do not exceed."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


def report(name: str, value: float) -> None:
    """Print one figure."""
    print(f"{name:36} {value:.2f}" if isinstance(value, float) else f"{name:36} {value}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
