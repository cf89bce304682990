"""A user of the hub without a browser."""

import time

import requests

COURSE = "deep-learning"
NAME = "03_backpropagation"


class Client:
    """One user's session: `hub` for the hub's own pages and API, `server` for the user's server, by token."""

    def __init__(self, address: str, user: str, password: str):
        self.address, self.user = address, user
        self.browser = requests.Session()  # as a browser: cookies
        self.browser.get(f"{address}/hub/login", timeout=60).raise_for_status()
        answer = self.browser.post(
            f"{address}/hub/login",
            params={"_xsrf": self._xsrf()},
            data={"username": user, "password": password},
            allow_redirects=False,
            timeout=60,
        )
        self.logged_in = answer.status_code == 302
        self.token = ""
        if self.logged_in:
            answer = self.hub("POST", f"users/{user}/tokens")
            answer.raise_for_status()
            self.token = answer.json()["token"]

    def _xsrf(self) -> str:
        return next((cookie.value for cookie in self.browser.cookies if cookie.name == "_xsrf"), "")

    def hub(self, method: str, path: str, **options) -> requests.Response:
        """Ask the hub's API."""
        address = f"{self.address}/hub/api/{path}"
        headers = {"Referer": f"{self.address}/hub/home"}
        return self.browser.request(
            method, address, params={"_xsrf": self._xsrf()}, headers=headers, timeout=60, **options
        )

    def start(self, patience: float = 180) -> float:
        """Start the server, wait until it answers; the seconds that took."""
        began = time.monotonic()
        while (answer := self.hub("POST", f"users/{self.user}/server")).status_code == 429:
            time.sleep(1)  # the hub starts so many at a time
        assert answer.status_code in (201, 202, 400), f"{answer.status_code}: {answer.text[:200]}"  # 400: it runs
        while True:
            answer = self.server("GET", "api/status")
            if answer.ok:
                return time.monotonic() - began
            assert time.monotonic() - began < patience, f"{self.user}'s server did not start"
            time.sleep(0.25)

    def server(self, method: str, path: str, **options) -> requests.Response:
        """Ask the user's own server."""
        address = f"{self.address}/user/{self.user}/{path}"
        options.setdefault("timeout", 120)
        return requests.request(method, address, headers={"Authorization": f"token {self.token}"}, **options)

    def assignments(self, action: str) -> dict:
        """Fetch, submit or fetch_feedback, as the assignment list in JupyterLab does."""
        answer = self.server("POST", f"assignments/{action}", json={"course_id": COURSE, "assignment_id": NAME})
        answer.raise_for_status()
        return answer.json()
