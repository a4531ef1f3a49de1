"""What all tests share: content folders to break, and a Chromium that no other event loop minds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import iepkit
from iepkit.content import where
from iepkit.kit import Kit

ROOT = Path(__file__).resolve().parent.parent
GOOD = Path(__file__).parent / "content" / "good"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

settings.register_profile("iepkit", deadline=None, derandomize=True, database=None)
settings.load_profile("iepkit")


@pytest.fixture(scope="session", autouse=True)
def kept_of_these_tests(tmp_path_factory) -> Iterator[None]:
    """Pictures are drawn, and served pages run, once for these tests, and leave nothing behind."""
    before = os.environ.get("IEPKIT_CACHE")
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # workers share what they make: it is whole or it is not there
        place = place.parent
    os.environ["IEPKIT_CACHE"] = before or str(place / "kept")
    yield
    if before is None:
        del os.environ["IEPKIT_CACHE"]


@pytest.fixture(scope="session", autouse=True)
def rooms_of_these_tests(tmp_path_factory) -> Iterator[None]:
    """Votes of rooms lie in a folder of these tests, not in the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IEPKIT_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Our own content."""
    return iepkit.load()


@pytest.fixture
def good(tmp_path) -> Path:
    """A complete tiny content folder of its own, to change at will."""
    folder = tmp_path / "good"
    shutil.copytree(GOOD, folder)
    for words in ("interface.yaml", "teaching.yaml"):
        shutil.copy(where("data") / words, folder)
    return folder


@pytest.fixture(scope="session")
def javascript() -> Iterator[Callable[[str, Any], Any]]:
    """Evaluates a JavaScript function, with one JSON argument, in a blank page of a real Chromium."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("IEPKIT_CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: run the tests with `make test`, or name one in IEPKIT_CHROMIUM"
    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        browser = thread.submit(playwright.chromium.launch, executable_path=path, args=CHROMIUM_ARGUMENTS).result()
        page = thread.submit(browser.new_page).result()
        yield lambda function, argument: thread.submit(page.evaluate, function, argument).result()
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()


@pytest.fixture(scope="session")
def exported(tmp_path_factory) -> Path:
    """Our own site, exported by the real command."""
    return _export(tmp_path_factory.mktemp("exported") / "site")


@pytest.fixture(scope="session")
def alone(tmp_path_factory) -> Path:
    """One page as one file, by the real command."""
    return _export(tmp_path_factory.mktemp("alone") / "plan.html", "which-plan", "--single-file")


def _export(target: Path, *more: str) -> Path:
    command = [sys.executable, "-m", "iepkit.cli", "export", str(target), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target
