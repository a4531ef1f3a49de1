"""Pages: the export and the dashboard write the same ``<main>``; notebooks are thin; a visitor's kernel is small."""

import asyncio
import json
import os
import re

import nbformat
import psutil
import pytest
from jupyter_client.manager import KernelManager

from iepkit.content import where
from iepkit.hosts.dashboard.once import OncePages
from iepkit.hosts.export import export_site
from iepkit.hosts.pages import Site, find_pages
from iepkit.hosts.running import PageError

MAX_KERNEL_MB = 70
MAX_ABOVE_BARE_MB = 30
MAIN = re.compile(r"<main[^>]*>(.*?)</main>", re.DOTALL)
SCRIPT = re.compile(r"<script( src=[^>]*)?>.*?</script>", re.DOTALL)  # of the page: inside, or a file


def test_the_export_and_the_dashboard_write_the_same_main(tmp_path):
    site = Site()
    export_site(tmp_path / "site", site)
    once = [page for page in find_pages() if not page.live]

    async def serve_all():
        pages = OncePages(site)
        return [(await pages.body("en", page.name)).data.decode() for page in once]

    for page, served in zip(once, asyncio.run(serve_all()), strict=True):
        exported = (tmp_path / "site" / page.href).read_text(encoding="utf-8")
        (ours,), (theirs,) = MAIN.findall(exported), MAIN.findall(served)
        assert SCRIPT.sub("", ours) == SCRIPT.sub("", theirs), page.name


def test_a_cell_that_fails_names_the_notebook_and_the_error(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("raise ValueError('no such thing')")],
        metadata={"title": "Bad", "iepkit": {"menu": 1}, "kernelspec": {"name": "python3", "display_name": "Python"}},
    )
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    site = Site(notebooks=tmp_path)
    with pytest.raises(PageError, match=r"bad\.ipynb: ValueError: no such thing"):
        asyncio.run(site.main(site.pages["bad"], "en"))


def test_a_notebook_that_is_dropped_in_becomes_a_page(tmp_path):
    notebook = nbformat.v4.new_notebook(metadata={"title": "Our district", "iepkit": {"menu": 15, "label": "District"}})
    nbformat.write(notebook, tmp_path / "district.ipynb")
    site = Site(notebooks=tmp_path)
    assert [(item.label, item.href) for item in site.menu("en", with_live=True)] == [("District", "district.html")]


def test_a_notebook_without_a_title_is_refused_with_the_remedy(tmp_path):
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "untitled.ipynb")
    with pytest.raises(PageError, match=r"untitled\.ipynb: a page without a title .*add \"title\""):
        find_pages(tmp_path)


@pytest.mark.parametrize("file", sorted(where("notebooks").glob("*.ipynb")), ids=lambda file: file.stem)
def test_notebooks_are_thin(file):
    notebook = json.loads(file.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(notebook["cells"]) <= 5
    assert [cell["outputs"] for cell in code] == [[] for _ in code]
    assert max(len("".join(cell["source"]).splitlines()) for cell in code) <= 5
    assert {"title", "language", "iepkit"} <= notebook["metadata"].keys()


def kernel_mb(code: str) -> float:
    """What a fresh kernel weighs after the code ran: proportional set size, in MB of a million bytes."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env={"SERVER_SOFTWARE": "voila/0", **os.environ})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
        assert reply["content"]["status"] == "ok", reply["content"]
        process = psutil.Process(manager.provisioner.process.pid)
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_full_info().pss for each in family) / 1e6
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_live_visitors_kernel_is_small(kit):
    kit.explorer("which-plan")  # the picture is on disk before a visitor comes, as `iepkit serve` sees to
    live = nbformat.read(where("notebooks") / "explore.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in live.cells if cell.cell_type == "code")
    bare, ours = kernel_mb("pass"), kernel_mb(code)
    assert ours <= MAX_KERNEL_MB
    assert ours - bare <= MAX_ABOVE_BARE_MB
