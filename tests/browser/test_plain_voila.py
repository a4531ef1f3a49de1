"""Plain ``voila``, with no launcher of ours: the template that the install placed gives the same pages."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from iepkit.content import where

from .serving import free_port
from .waiting import running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["voila notebooks/", "cd notebooks && voila ."])
def plain(request, tmp_path_factory) -> Iterator[str]:
    """Voila started over the folder from outside, and from within, where it reads ``voila.json``."""
    folder = tmp_path_factory.mktemp("voila")
    notebooks = where("notebooks")
    inside = request.param.startswith("cd")
    port = free_port()
    target = "." if inside else str(notebooks)
    command = [sys.executable, "-m", "voila", target, f"--port={port}", "--no-browser", "--Voila.ip=127.0.0.1"]
    cwd: Path = notebooks if inside else folder
    with running(
        command, f"http://127.0.0.1:{port}/voila/static/voila.js", folder / "log", env={**os.environ}, cwd=cwd
    ):
        yield f"http://127.0.0.1:{port}/voila/render/"


def test_plain_voila_serves_the_same_page_with_its_menu(visitor, watch, plain: str):
    watch.missing_is_fine = True  # leaving the page, plain Voila is refused by its own server (voila#1458)
    page: Page = visitor(f"{plain}which-plan.ipynb")
    view = page.locator(".ik-explorer.ik-on")
    expect(view).to_be_visible()
    before = view.locator(".ik-question:not([hidden])").get_attribute("data-question")
    view.locator(".ik-question:not([hidden]) input").first.click()
    expect(view.locator(f'[data-question="{before}"]')).to_be_hidden()
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator(".ik-comparison.ik-on table")).to_be_visible()
    assert page.url == f"{plain}compare.ipynb"


def test_a_view_with_a_script_of_its_own_behaves_there_too(visitor, watch, plain: str):
    watch.missing_is_fine = True
    page: Page = visitor(f"{plain}practice.ipynb")
    page.locator('.ik-practice.ik-on a[href^="#case-"]').first.click()
    case = page.locator("[data-stop]:visible")
    expect(case).to_have_count(1)
    case.locator("label").first.click()
    expect(case.locator("[data-said]")).not_to_be_empty()
    expect(case.locator(".ik-go").first).to_have_attribute("href", re.compile(r"^which-plan\.ipynb#which-plan="))


def test_links_of_the_start_page_lead_on(visitor, watch, plain: str):
    watch.missing_is_fine = True
    page: Page = visitor(f"{plain}home.ipynb")
    page.locator(".ik-doors a").first.click()
    expect(page.locator(".ik-explorer.ik-on")).to_be_visible()
