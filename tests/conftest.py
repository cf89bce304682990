"""What tests of several folders share."""

import os
import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright: one for all tests of a process, which holds no two of them."""
    if CHROMIUM is None:
        missing = "no Chromium on this machine: the lectures are not opened in a browser (install chromium to do so)"
        if os.environ.get("COURSE_BROWSER_TESTS") == "required":
            pytest.fail(f"{missing}, and COURSE_BROWSER_TESTS=required")
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
