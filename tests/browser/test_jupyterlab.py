"""A walk in a real JupyterLab: its shortcuts leave our keys alone, and two views of one tree are two."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from iepkit.content import where
from iepkit.flow import walk

from .checking import AXE, TAGS
from .marking import MARKED, MARKUP, mark_everything
from .serving import free_port
from .waiting import running
from .walking import TREES, stops

pytestmark = pytest.mark.browser
QUIET = {"fetchNews": "false", "checkForUpdates": False}
SLOW_MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[str]:
    """A real JupyterLab over our notebooks, and one with two views of the same tree: its address."""
    folder = tmp_path_factory.mktemp("lab")
    notebooks = folder / "notebooks"
    shutil.copytree(where("notebooks"), notebooks, ignore=shutil.ignore_patterns(".*", "kernel-*"))
    nbformat.write(two_views(notebooks / "which-plan.ipynb"), notebooks / "two.ipynb")
    content = mark_everything(folder / "marked")
    nbformat.write(every_view(notebooks / "which-plan.ipynb", content), notebooks / "marked.ipynb")
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET))
    port = free_port()
    env = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    command = [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
        "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True", "--IdentityProvider.token=",
        f"--notebook-dir={notebooks}",
    ]  # fmt: skip
    with running(command, f"http://127.0.0.1:{port}/api", folder / "log", env=env, cwd=folder):
        yield f"http://127.0.0.1:{port}"


def two_views(file: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('watched = kit.explorer("which-plan", observe=True)\nwatched'))
    notebook.cells.append(nbformat.v4.new_code_cell("print('seen', watched.outcome, len(watched.answers))"))
    return notebook


def every_view(file: Path, content: Path) -> nbformat.NotebookNode:
    """Each view of content that is full of markup, in a cell of its own."""
    notebook = nbformat.read(file, as_version=4)
    calls = ['explorer("which-plan")', "comparison()", "faq()", "glossary()", "myths()", "stories()"]
    load = f"import iepkit\nkit = iepkit.load({str(content)!r}, {MARKED!r})"
    cells = [load, *(f"kit.{call}" for call in [*calls, "plan_contents()", "home()", "practice()", "quiz()"])]
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return notebook


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(SLOW_MILLISECONDS)
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
    yield context.new_page()
    context.close()
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []


WALK = """(options) => {
    const view = document.querySelector(".ik-explorer.ik-on");
    view.querySelector("[data-part=again]").click();
    for (const option of options) view.querySelector(`input[value="${option}"]`).dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
}"""
SEE = """async (tags) => {
    while (document.querySelector("[data-drawing]")) await new Promise(requestAnimationFrame);
    const view = document.querySelector(".ik-explorer.ik-on");
    const card = view.querySelector(".ik-stage > section:not([hidden])");
    const away = [...view.querySelectorAll("[hidden], .ik-where")]
        .filter((node) => !node.parentElement.closest("[hidden]"));
    const places = away.map((node) => [node, document.createComment("")]);
    for (const [node, mark] of places) node.replaceWith(mark);
    const done = await axe.run(view, { runOnly: tags, resultTypes: ["violations"], preload: false });
    for (const [node, mark] of places) mark.replaceWith(node);
    return {
        card: card.dataset.question ?? card.dataset.outcome,
        found: done.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`)),
    };
}"""
RUN_ALL = """async () => {
    const { shell, commands } = window.jupyterapp;
    const panel = shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    await commands.execute("notebook:run-all-cells");
}"""


def run_all(page: Page, lab: str, name: str) -> None:
    """Open a notebook in a workspace of its own, and run it once its kernel answers."""
    page.goto(f"{lab}/lab/workspaces/{uuid4().hex}/tree/{name}.ipynb")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext")
    page.evaluate(RUN_ALL)


def question(view: Locator) -> Locator:
    return view.locator(".ik-question:not([hidden])")


def test_a_walk_with_keys_in_jupyterlab(page: Page, lab: str):
    run_all(page, lab, "two")
    views = page.locator(".ik-explorer.ik-on")
    expect(views).to_have_count(2, timeout=SLOW_MILLISECONDS)
    first, second = views.nth(0), views.nth(1)
    assert first.get_attribute("id") != second.get_attribute("id")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    radios = question(first).locator("input")
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    expect(radios.nth(1)).to_be_checked()
    page.keyboard.press("b")  # in JupyterLab: insert a cell below
    page.keyboard.press("ArrowDown")
    expect(radios.nth(2)).to_be_checked()
    before = question(first).get_attribute("data-question")
    page.keyboard.press("Enter")
    expect(first.locator(f'[data-question="{before}"]')).to_be_hidden()
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert question(second).get_attribute("data-question") == before, "the other view of the tree moved too"
    assert "#" not in page.url

    question(second).locator("input").first.click()
    expect(second.locator(f'[data-question="{before}"]')).to_be_hidden()
    expect(question(first).locator("input:checked")).to_have_count(0)


def test_a_walk_with_taps_ends_and_python_hears_of_it_only_where_it_was_asked_to(page: Page, lab: str):
    run_all(page, lab, "two")
    views = page.locator(".ik-explorer.ik-on")
    expect(views).to_have_count(2, timeout=SLOW_MILLISECONDS)
    watched = views.nth(1)
    for _ in range(9):
        if not question(watched).count():
            break
        before = question(watched).get_attribute("data-question")
        question(watched).locator("input").first.click()
        expect(watched.locator(f'[data-question="{before}"]')).to_be_hidden()
    outcome = watched.locator(".ik-outcome:not([hidden])")
    expect(outcome).to_be_visible()
    last = page.locator(".jp-Notebook .jp-CodeCell").last
    last.locator(".jp-InputArea-editor").click()
    page.keyboard.press("Control+Enter")
    expect(last.locator(".jp-OutputArea-output")).to_contain_text(f"seen {outcome.get_attribute('data-outcome')}")


def test_the_trainers_notebook_shows_the_result_of_the_walk(page: Page, lab: str):
    run_all(page, lab, "explore")
    view = page.locator(".ik-explorer.ik-on")
    expect(view).to_have_count(1, timeout=SLOW_MILLISECONDS)
    question(view).locator("input").first.click()
    headline = view.locator(".ik-outcome:not([hidden]) h2").evaluate("node => node.lastChild.textContent.trim()")
    expect(page.locator(".jp-OutputArea .widget-html").first).to_contain_text(headline)
    page.locator(".widget-dropdown select").select_option(index=1)
    expect(page.locator(".ik-plain caption").first).to_be_visible()
    expect(question(view).locator("h2")).to_be_visible(timeout=SLOW_MILLISECONDS)
    page.locator(".widget-text input").fill("hearing")
    expect(page.locator(".ik-plain table").nth(1).locator("tbody tr")).not_to_have_count(8)


@pytest.mark.parametrize("name", ["home", "compare", "disputes"])
def test_every_notebook_runs_in_jupyterlab(page: Page, lab: str, name: str):
    run_all(page, lab, name)
    expect(page.locator(".jp-OutputArea-output section.ik")).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.locator(".jp-OutputArea-output[data-mime-type*=error]")).to_have_count(0)


def test_the_knowledge_check_behaves_in_jupyterlab_and_leaves_its_address_alone(page: Page, lab: str):
    run_all(page, lab, "quiz")
    view = page.locator(".ik-quiz.ik-on")
    expect(view).to_have_count(1, timeout=SLOW_MILLISECONDS)
    expect(view.locator("[data-stop]:visible")).to_have_count(0)
    view.locator('a[href^="#topic-"]').first.click()
    item = view.locator("[data-stop]:visible").first
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    item.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("b")  # in JupyterLab: insert a cell below
    page.keyboard.press("Enter")
    expect(item.get_by_role("status")).not_to_be_empty()
    expect(item.locator(".ik-says")).to_have_css("margin-top", "12px")  # its own style has come along
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert "#" not in page.url


def test_markup_in_every_text_is_shown_as_text_in_jupyterlab(page: Page, lab: str):
    run_all(page, lab, "marked")
    views = page.locator(".jp-OutputArea-output section.ik")
    expect(views).to_have_count(10, timeout=SLOW_MILLISECONDS)
    expect(page.locator(".jp-OutputArea-output[data-mime-type*=error]")).to_have_count(0)
    page.locator(".ik-explorer .ik-question:not([hidden]) label").first.click()
    page.get_by_role("searchbox").first.fill("onerror")
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("section.ik img").count() == 0
    assert page.locator("section.ik [onerror]").count() == 0
    assert all(MARKUP.strip() in text for text in views.all_text_contents())


@pytest.mark.parametrize("tree", [TREES[0], *(pytest.param(tree, marks=pytest.mark.sweep) for tree in TREES[1:])])
def test_no_question_and_no_ending_has_a_violation_in_jupyterlab(page: Page, lab: str, kit, tree: str):
    run_all(page, lab, tree)
    view = page.locator(".ik-explorer.ik-on")
    expect(view).to_have_count(1)
    page.evaluate(AXE)
    flow = kit.flow(tree)
    found = {}
    for path in stops(flow):
        page.evaluate(WALK, [option for _, option in path])
        stop = walk(flow, path)
        seen = page.evaluate(SEE, TAGS)
        assert seen["card"] == (stop.question or stop.outcome)
        if seen["found"]:
            found[seen["card"]] = seen["found"]
    assert found == {}
