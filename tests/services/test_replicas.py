"""Two real dashboards behind a real nginx with the shipped configuration."""

from __future__ import annotations

import http.client
import re
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from iepkit.content import load
from iepkit.flow import Flow, walk
from iepkit.hosts.pages import Site
from iepkit.tables import ending_records
from tests.browser.serving import Dashboard
from tests.browser.walking import ExplorerOn, some_path

from .nginx import SHIPPED, Nginx

pytestmark = [pytest.mark.services, pytest.mark.browser]
COOKIE = "iepkit_replica"
FIRST_LOAD_MILLISECONDS = 60_000
ANSWER_MILLISECONDS = 20_000
KERNEL_ID = re.compile(r"/api/kernels/([0-9a-f-]{36})")


@dataclass
class Cluster:
    """nginx and its two replicas, by the names that the cookie has for them."""

    nginx: Nginx
    replicas: dict[str, Dashboard]

    def has_kernel(self, name: str, kernel: str) -> bool:
        """Whether a replica, asked directly, knows the kernel."""
        connection = http.client.HTTPConnection("127.0.0.1", self.replicas[name].port, timeout=30)
        connection.request("GET", f"/api/kernels/{kernel}")
        status = connection.getresponse().status
        connection.close()
        assert status in {200, 404}
        return status == 200


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    for name in "ab":
        (folder / name).mkdir()
    with Dashboard(folder / "a") as a, Dashboard(folder / "b") as b, before(folder, a.port, b.port) as nginx:
        yield Cluster(nginx, {"a": a, "b": b})


def before(folder: Path, a: int, b: int) -> Nginx:
    """nginx before two replicas on these ports."""
    ports = {"127.0.0.1:8871": f"127.0.0.1:{a}", "127.0.0.1:8872": f"127.0.0.1:{b}"}
    return Nginx(folder, "replicas.conf", ports)


@dataclass
class Trainer:
    """A browser of its own on the live page."""

    cluster: Cluster
    chromium: object
    earlier: str = ""  # the cookie of an earlier visit
    kernels: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __enter__(self):
        self.context = self.chromium.new_context()
        self.context.set_default_timeout(FIRST_LOAD_MILLISECONDS)
        if self.earlier:
            cookie = {"name": COOKIE, "value": self.earlier, "url": self.cluster.nginx.address("/")}
            self.context.add_cookies([cookie])
        self.page = self.context.new_page()
        self.page.on("websocket", lambda socket: self.kernels.extend(KERNEL_ID.findall(socket.url)))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else 0)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self

    def __exit__(self, *_):
        self.context.close()

    def open(self):
        """Open the live page, and wait for its first control."""
        self.page.goto(self.cluster.nginx.address("/explore"))
        expect(self.dropdown).to_be_visible(timeout=FIRST_LOAD_MILLISECONDS)

    @property
    def dropdown(self):
        return self.page.locator(".widget-dropdown select")

    @property
    def cookie(self):
        return next(each for each in self.context.cookies() if each["name"] == COOKIE)

    def choose_another_tree(self):
        """Python answers: the page shows where another tree can end."""
        here, other = (
            [record["headline"] for record in ending_records(Flow(tree))] for tree in list(load().trees.values())[:2]
        )
        self.dropdown.select_option(index=1)
        ends = self.page.locator(".ik-plain table").first
        expect(ends).to_contain_text(next(each for each in other if each not in here), timeout=ANSWER_MILLISECONDS)


@pytest.fixture
def trainer(cluster, chromium):
    with Trainer(cluster, chromium) as one:
        yield one


@contextmanager
def stand_in(name: str, full: set[str]) -> Iterator[int]:
    """A replica that says no more than its name, and that it is full while ``full`` has it."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(503 if name in full and self.path == "/explore" else 200)
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def asked(nginx, path, **headers):
    with nginx.ask(path, **headers) as answer:
        return answer.status, answer.headers, answer.read()


def end(served):
    """As the system ends it when there is no memory left: at once, with all its kernels."""
    server = psutil.Process(served._process.pid)
    kernels = server.children(recursive=True)
    server.kill()
    served._process.wait()
    for kernel in kernels:
        if kernel.is_running():
            kernel.kill()


def test_the_file_names_the_live_pages():
    text = (SHIPPED / "replicas.conf").read_text(encoding="utf-8")
    named = re.search(r"location ~ \^/\(([\w|-]+)\)\(\\\.html\)\?\$", text)
    assert set(named[1].split("|")) == {page.name for page in Site().pages.values() if page.live}


def test_the_page_for_no_replica_has_the_words_of_the_others():
    text = (SHIPPED / "replicas.conf").read_text(encoding="utf-8")
    words = load().words.page
    assert f"<h1>{words['error_title']}</h1><p>{words['error_text']}</p>" in text


def test_pages_come_from_both_replicas_and_no_visitor_meets_an_error(cluster):
    paths = ["/", "/which-plan", "/compare.html", "/es/which-plan.html"] * 5
    with ThreadPoolExecutor(len(paths)) as visitors:
        answers = list(visitors.map(lambda path: asked(cluster.nginx, path), paths))
    assert [status for status, _, _ in answers] == [200] * 20
    assert len({body for path, (_, _, body) in zip(paths, answers, strict=True) if path == "/"}) == 1
    log = cluster.nginx.log()
    for served in cluster.replicas.values():
        assert f"by=127.0.0.1:{served.port} said=200" in log


def test_a_page_that_was_executed_once_comes_as_its_replica_gives_it(cluster):
    direct = f"http://127.0.0.1:{cluster.replicas['a'].port}/compare"
    with urllib.request.urlopen(direct) as answer:
        policy, body = answer.headers["Content-Security-Policy"], answer.read()
    status, headers, same = asked(cluster.nginx, "/compare", Cookie=f"{COOKIE}=b")
    assert (status, same) == (200, body)
    assert headers["Content-Security-Policy"] == policy
    assert "frame-ancestors" in policy
    asset = re.search(rb'src="(assets/[^"]+\.js)"', body)[1].decode()
    assert "max-age=31536000" in asked(cluster.nginx, f"/{asset}")[1]["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/which-plan.html", "/es/compare.html", "/no-such-page", "/healthz"])
def test_no_other_page_sets_a_cookie(cluster, path):
    assert asked(cluster.nginx, path)[1].get_all("Set-Cookie") is None


def test_a_live_page_stays_with_the_replica_that_its_cookie_names(cluster, trainer):
    trainer.open()
    cookie = trainer.cookie
    assert cookie["value"] in cluster.replicas
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["expires"]) == (True, "Lax", "/", -1)
    assert {each["name"] for each in trainer.context.cookies()} <= {COOKIE, "_xsrf"}
    trainer.choose_another_tree()
    kernel = trainer.kernels[-1]
    assert {name: cluster.has_kernel(name, kernel) for name in cluster.replicas} == {
        name: name == cookie["value"] for name in cluster.replicas
    }
    assert trainer.complaints == []
    trainer.page.goto(cluster.nginx.address("/"))  # the page says that it goes, so its kernel ends
    for _ in range(100):
        if not cluster.has_kernel(cookie["value"], kernel):
            break
        trainer.page.wait_for_timeout(100)
    assert not cluster.has_kernel(cookie["value"], kernel)


def test_each_name_leads_to_its_replica_and_any_other_to_either_by_lot(tmp_path):
    with ExitStack() as stack:
        ports = [stack.enter_context(stand_in(name, set())) for name in "ab"]
        nginx = stack.enter_context(before(tmp_path, *ports))
        for path in ("/explore", "/explore.html"):
            for given, led in [("a", {"a"}), ("b", {"b"}), ("", {"a", "b"}), ("../../zzz", {"a", "b"})]:
                answers = [asked(nginx, path, Cookie=f"{COOKIE}={given}") for _ in range(40)]
                assert {body.decode() for _, _, body in answers} == led
                for _, headers, body in answers:
                    cookie = f"{COOKIE}={body.decode()}; Path=/; HttpOnly; SameSite=Lax"
                    assert headers.get_all("Set-Cookie") == [cookie]
        for path in ("/api/kernels/x", "/voila/api/shutdown/x"):
            for given in "ab":
                answers = [asked(nginx, path, Cookie=f"{COOKIE}={given}") for _ in range(10)]
                assert {(body.decode(), headers["Set-Cookie"]) for _, headers, body in answers} == {(given, None)}


def test_a_full_replica_passes_newcomers_on_and_keeps_those_it_has(tmp_path):
    full = {"a"}
    with ExitStack() as stack:
        ports = [stack.enter_context(stand_in(name, full)) for name in "ab"]
        nginx = stack.enter_context(before(tmp_path, *ports))
        for _ in range(20):
            status, headers, body = asked(nginx, "/explore", Cookie=f"{COOKIE}=a")
            assert (status, body) == (200, b"b")
            assert headers["Set-Cookie"].startswith(f"{COOKIE}=b;")
            assert asked(nginx, "/api/kernels/x", Cookie=f"{COOKIE}=a")[2] == b"a"
        full.add("b")
        status, headers, _ = asked(nginx, "/explore")
        assert (status, headers["Set-Cookie"]) == (503, None)


def test_what_only_kernels_ask_for_is_not_given_outside(cluster):
    assert asked(cluster.nginx, "/voila/query/00000000-0000-0000-0000-000000000000")[0] == 404


def test_the_log_tells_nobody_apart(cluster):
    """Last but one: it reads what all visits above have left."""
    asked(cluster.nginx, "/which-plan?child=Kim", User_Agent="Kim's phone", Referer="https://school.example.org/kim")
    lines = cluster.nginx.log().splitlines()
    assert any(" GET /which-plan 200 " in line for line in lines)
    assert any(re.search(r" GET /api/kernels/-/channels 101 ", line) for line in lines)
    ports = {f"127.0.0.1:{served.port}" for served in cluster.replicas.values()}
    for line in lines:
        visit, _, replicas = line.partition(" by=")
        assert set(re.findall(r"[\d.]+:\d+", replicas.split(" said=")[0])) <= ports
        for told in ("127.0.0.1", "::1", "Kim", "?", "phone", "school.example.org"):
            assert told not in visit
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", line)
    assert (cluster.nginx.folder / "iepkit.error.log").read_text() == ""


def test_when_a_replica_is_killed_visitors_go_on_with_the_other(cluster, trainer, kit):
    """The last: it takes one replica away, then both."""
    trainer.open()
    before = trainer.cookie["value"]
    after = next(name for name in cluster.replicas if name != before)
    on = ExplorerOn(trainer.page)
    flow = kit.flow(on.root.get_attribute("data-tree"))
    path = some_path(flow)
    on.walk(path[:1])
    end(cluster.replicas[before])

    on.walk(path[1:])
    on.at(walk(flow, path))
    for page in ("/", "/which-plan", "/compare") * 4:
        assert asked(cluster.nginx, page)[0] == 200, page

    trainer.page.reload()
    expect(trainer.dropdown).to_be_visible()
    assert trainer.cookie["value"] == after
    on.at(walk(flow, path))
    trainer.choose_another_tree()
    assert cluster.has_kernel(after, trainer.kernels[-1])

    end(cluster.replicas[after])
    status, headers, body = asked(cluster.nginx, "/which-plan")
    assert status == 503
    assert headers["Retry-After"] == "10"
    assert load().words.page["error_text"] in body.decode()
    assert "nginx" not in body.decode()
