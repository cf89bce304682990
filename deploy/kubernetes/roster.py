"""Put the roster into the exchange and the gradebook: an init container of the formgrader, at each of its starts.

It adds and corrects, and takes nobody out: who has left the roster cannot log in any more, and what they handed in
stays.
"""

import csv
import json
import os
import sys
import time

import requests
from nbgrader.api import Gradebook

FIELDS = ("first_name", "last_name", "email")


def read(path: str) -> list[dict[str, str]]:
    """The roster's rows, with the columns id, first_name, last_name, email."""
    with open(path, newline="", encoding="utf-8-sig") as file:  # -sig: spreadsheets write a byte order mark
        rows = [row for row in csv.DictReader(file) if (row.get("id") or "").strip()]
    return [{"id": row["id"].strip(), **{name: (row.get(name) or "").strip() for name in FIELDS}} for row in rows]


def fill_exchange(url: str, course: str, token: str, people: list[dict[str, str]]) -> None:
    """Make the course, with the formgrader's own account as its instructor, and its students."""
    headers = {"Authorization": f"token {token}"}
    made = requests.post(f"{url}/course/{course}", {"instructors": json.dumps([course])}, headers=headers, timeout=60)
    if made.status_code not in (200, 409):  # 409: it is there already
        sys.exit(f"The exchange refuses the course {course}: {made.status_code} {made.text[:200]}")
    students = [{"username": row["id"], **{name: row[name] for name in FIELDS}} for row in people]
    if students:
        form = {"students": json.dumps(students)}
        added = requests.post(f"{url}/students/{course}", form, headers=headers, timeout=300)
        if not added.ok:
            sys.exit(f"The exchange refuses the roster: {added.status_code} {added.text[:200]}")


def fill_gradebook(url: str, course: str, people: list[dict[str, str]]) -> None:
    """Add the students that the gradebook lacks, and correct names and addresses."""
    with Gradebook(url, course) as gradebook:
        for row in people:
            gradebook.update_or_create_student(row["id"], **{name: row[name] for name in FIELDS})


def wait_for(url: str, seconds: int = 300) -> None:
    """Wait until the exchange answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if requests.get(f"{url}/healthz", timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(2)
    sys.exit(f"The exchange at {url} does not answer.")


def main() -> None:
    """Read the roster and tell both."""
    course, exchange = os.environ["COURSE_ID"], os.environ["COURSE_EXCHANGE_URL"]
    people = read(os.environ["COURSE_ROSTER"])
    wait_for(exchange)
    fill_exchange(exchange, course, os.environ["JUPYTERHUB_API_TOKEN"], people)
    root = os.environ["COURSE_ROOT"]
    os.makedirs(root, exist_ok=True)
    fill_gradebook(f"sqlite:///{root}/gradebook.db", course, people)
    print(f"{len(people)} students are on the roster.")


if __name__ == "__main__":
    main()
