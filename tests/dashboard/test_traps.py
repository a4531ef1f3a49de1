"""The traps of Voila that we step around: each of them catches the pinned Voila as it comes, and not our server.

A trap that no longer catches Voila makes its test fail too: then our way around it can go.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import nbformat
import psutil
import pytest

from iepkit.content import where
from iepkit.hosts.dashboard.settings import FRONT_END
from tests.browser.serving import Dashboard, free_port, is_kernel
from tests.browser.waiting import running

SECONDS = 60
SETTLED_SECONDS = 5  # when the youngest kernel is older, no other is being started
KERNEL = re.compile(r'"kernelId": ?"([\w-]+)"')


@dataclass(frozen=True)
class Server:
    """A server with a live page, its pool filled."""

    port: int
    page: str  # the live page's address
    script: str  # the front end's
    process: psutil.Process

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, Message, str]:
        """Status, headers, and the whole of its answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            line.close()

    def kernels(self) -> dict[int, str]:
        """What each kernel that runs was told by its environment, by process id."""
        found = {}
        for each in self.process.children(recursive=True):
            try:
                if is_kernel(each):
                    found[each.pid] = json.dumps(each.environ())
            except psutil.Error:
                continue
        return found


@pytest.fixture(scope="module")
def stock(tmp_path_factory) -> Iterator[Server]:
    """Voila as it comes, one kernel kept ready, over a folder as people have one."""
    folder = tmp_path_factory.mktemp("stock")
    cell = nbformat.v4.new_code_cell("import ipywidgets\nipywidgets.Button(description='Press')")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "page.ipynb")
    (folder / "photo-of-kim.png").write_bytes(b"\x89PNG")
    port = free_port()
    command = [
        sys.executable, "-m", "voila", str(folder), f"--port={port}", "--no-browser", "--Voila.ip=127.0.0.1",
        "--preheat_kernel=True", "--pool_size=1",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}/voila/static/voila.js"
    with running(command, url, tmp_path_factory.mktemp("log") / "log", env={**os.environ}, cwd=folder) as process:
        server = Server(port, "/voila/render/page.ipynb", "/voila/static/voila.js", psutil.Process(process.pid))
        until(lambda: len(server.kernels()) == 1)
        yield server


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Iterator[Server]:
    """``iepkit serve``, one kernel kept ready."""
    options = ["--host", "127.0.0.1", "--preheat", "1"]
    with Dashboard(tmp_path_factory.mktemp("ours"), options=options) as served:
        served.wait_until_ready()
        server = Server(served.port, "/explore", f"/{FRONT_END}/static/voila.js", served.process)
        until(lambda: len(server.kernels()) == 1)
        yield server


def until(state: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not state():
        assert time.monotonic() < end
        time.sleep(0.2)


def a_cookie_tells_visitors_apart(server: Server) -> bool:
    return any("username" in cookie for cookie in server.ask(server.page)[1].get_all("Set-Cookie") or [])


def no_policy_holds_scripts_back(server: Server) -> bool:
    return "script-src" not in (server.ask(server.page)[1]["Content-Security-Policy"] or "")


def the_page_names_other_hosts(server: Server) -> bool:
    page = re.sub(r"<main.*?</main>", "", server.ask(server.page)[2], flags=re.DOTALL)  # the law's own addresses
    return re.search(r'(?:src|href)="(?:https?:)?//', page) is not None


def the_page_has_no_main_part(server: Server) -> bool:
    return "<main" not in server.ask(server.page)[2]


def the_page_hands_its_log_to_whoever_frames_it(server: Server) -> bool:
    return "window.top.postMessage" in server.ask(server.page)[2]


def files_are_sent_at_full_length(server: Server) -> bool:
    return server.ask(server.script, Accept_Encoding="gzip")[1]["Content-Encoding"] is None


def files_are_asked_for_each_time(server: Server) -> bool:
    return "max-age" not in (server.ask(server.script)[1]["Cache-Control"] or "")


def a_file_beside_the_notebooks_is_served(server: Server) -> bool:
    return server.ask("/voila/files/photo-of-kim.png")[0] == 200


def the_folder_can_be_listed(server: Server) -> bool:
    return server.ask("/voila/api/contents")[0] == 200 or server.ask("/voila/tree")[0] == 200


def nothing_says_whether_it_is_well(server: Server) -> bool:
    return server.ask("/healthz")[0] != 200


def asking_for_the_head_of_a_page_is_an_error(server: Server) -> bool:
    return server.ask("/", "HEAD")[0] == 405


def a_visitor_chooses_the_theme(server: Server) -> bool:
    page = server.ask(f"{server.page}?theme=dark")[2]
    return "JupyterLab Dark" in page or 'data-jp-theme-light="false"' in page


def a_query_passes_by_the_kernel_that_is_ready(server: Server) -> bool:
    until(lambda: min(map(_age, server.kernels()), default=0) > SETTLED_SECONDS)  # the pool is full again
    ready = set(server.kernels())
    kernel = KERNEL.search(server.ask(f"{server.page}?template=classic")[2])
    used = kernel is not None and [pid for pid in ready if _is_of(pid, kernel[1])]
    return not used


def _age(pid: int) -> float:
    try:
        return time.time() - psutil.Process(pid).create_time()
    except psutil.Error:  # it has just ended
        return 0


def _is_of(pid: int, kernel: str) -> bool:
    try:
        return kernel in " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def the_next_visitor_s_kernel_learns_what_the_last_one_asked(server: Server) -> bool:
    before = set(server.kernels())
    server.ask(f"{server.page}?child=secret-of-kim")
    until(lambda: bool(set(server.kernels()) - before))
    return any("secret-of-kim" in told for told in server.kernels().values())


def requests_can_be_read_by_whoever_knows_a_kernel(server: Server) -> bool:
    return server.ask("/voila/query/00000000-0000-0000-0000-000000000000")[0] != 404


def a_page_that_is_left_can_t_end_its_kernel(server: Server) -> bool:
    """As a browser does on its first visit: it sends what cookies it was given, and the one for forms in the body."""
    _, headers, page = server.ask(server.page)
    cookies = dict(cookie.split(";")[0].split("=", 1) for cookie in headers.get_all("Set-Cookie") or [])
    token = cookies.get("_xsrf", "")
    (kernel,) = KERNEL.findall(page)
    status, _, _ = server.ask(
        f"/voila/api/shutdown/{kernel}",
        "POST",
        f"_xsrf={token}",
        Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
        Content_Type="application/x-www-form-urlencoded",
    )
    return status != 204


TRAPS = [
    a_cookie_tells_visitors_apart,
    no_policy_holds_scripts_back,
    the_page_names_other_hosts,
    the_page_has_no_main_part,
    the_page_hands_its_log_to_whoever_frames_it,
    files_are_sent_at_full_length,
    files_are_asked_for_each_time,
    a_file_beside_the_notebooks_is_served,
    the_folder_can_be_listed,
    nothing_says_whether_it_is_well,
    asking_for_the_head_of_a_page_is_an_error,
    a_visitor_chooses_the_theme,
    a_query_passes_by_the_kernel_that_is_ready,
    the_next_visitor_s_kernel_learns_what_the_last_one_asked,
    requests_can_be_read_by_whoever_knows_a_kernel,
    a_page_that_is_left_can_t_end_its_kernel,
]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
def test_it_catches_voila_as_it_comes_and_not_us(stock, ours, trap):
    assert trap(stock)
    assert not trap(ours)


def test_voila_takes_another_port_when_its_own_is_in_use_and_we_do_not(stock, tmp_path):
    """A printed QR code would lead nowhere. Ours: ``test_two_servers_on_one_port``."""
    notebook = tmp_path / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), notebook)
    command = [sys.executable, "-m", "voila", str(notebook), f"--port={stock.port}", "--no-browser"]
    other = f"http://localhost:{stock.port + 1}/voila/static/voila.js"
    with running([*command, "--Voila.ip=127.0.0.1"], other, tmp_path / "log", env={**os.environ}, cwd=tmp_path):
        assert "trying another port" in (tmp_path / "log").read_text()


def test_no_page_has_a_link_that_makes_the_browser_say_it_leaves(exported):
    """A click on a mailto: link ends the kernel of the page that it stands on, which stays open."""
    for file in exported.rglob("*.html"):
        assert "mailto:" not in file.read_text(encoding="utf-8"), file.name


def test_nothing_of_ours_is_named_as_voila_is():
    """Beside the notebooks a file voila.py would be imported in Voila's place."""
    package = Path(__file__).parents[2] / "iepkit"
    for place in (package, where("notebooks"), where("data")):
        assert [path for path in place.rglob("voila*") if path.suffix in {".py", ""}] == []
