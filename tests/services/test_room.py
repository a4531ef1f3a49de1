"""A room behind a real nginx with the shipped configuration, and a server that is killed while a hall votes."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.browser.serving import Dashboard, free_port

from .nginx import Nginx

pytestmark = [pytest.mark.services, pytest.mark.browser]
REF = "item/which-law"
OPTIONS = ("one-law", "idea-and-504", "state-law")
AT_ONCE_SECONDS = 5  # an event that is held back comes with the next beat, after 15
BACK_SECONDS = 5
PHONES, ACKNOWLEDGED = 40, 200


@dataclass
class Hall:
    """One dashboard with rooms, and the port at which it is asked: its own, or nginx's."""

    served: Dashboard
    port: int

    @property
    def secret(self) -> str:
        return re.findall(r"#presenter=(\S+)", self.served.log.read_text())[-1]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, path, method="GET", body=None, cookie="", *, presenter=False):
        """Status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": cookie, **({"X-Iepkit-Presenter": self.secret} if presenter else {})}
        try:
            line.request(method, path, json.dumps(body) if body else None, headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def room(self) -> str:
        """A new room in which a vote is open."""
        code = json.loads(self.ask("/present/rooms", "POST", presenter=True)[2])["room"]
        assert self.ask(f"/present/rooms/{code}", "POST", {"do": "open", "ref": REF}, presenter=True)[0] == 200
        return code

    def join(self, code) -> str:
        """The cookie of a new device."""
        return self.ask(f"/room/{code}")[1]["Set-Cookie"].partition(";")[0]

    def vote(self, code, cookie, option):
        body = {"phase": "", "ref": REF, "option": option}
        return self.ask(f"/room/{code}/vote", "POST", body, cookie)[0]

    def mine(self, code, cookie):
        return json.loads(self.ask(f"/room/{code}/state", cookie=cookie)[2])["mine"].get(REF)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Dashboard]:
    folder = tmp_path_factory.mktemp("rooms")
    with Dashboard(folder, options=["--rooms", "--preheat", "0"], IEPKIT_STATE=str(folder / "state")) as one:
        yield one


@pytest.fixture(scope="module")
def proxied(served, tmp_path_factory) -> Iterator[Hall]:
    """The room's replica and one that is not there, behind nginx."""
    ports = {"127.0.0.1:8871": f"127.0.0.1:{served.port}", "127.0.0.1:8872": f"127.0.0.1:{free_port()}"}
    with Nginx(tmp_path_factory.mktemp("nginx"), "replicas.conf", ports) as nginx:
        hall = Hall(served, nginx.port)
        hall.nginx = nginx
        yield hall


class Line:
    """An open line, read event by event; each has to come at once."""

    def __init__(self, hall, path, **headers):
        self._connection = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=AT_ONCE_SECONDS)
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
        self.answer = self._connection.getresponse()

    def until(self, holds):
        while True:
            line = self.answer.readline().decode()
            assert line, "the line has ended"
            name, _, value = line.partition(":")
            if name == "data" and holds(state := json.loads(value)):
                return state


def test_each_event_passes_nginx_at_once(proxied):
    code = proxied.room()
    cookie = proxied.join(code)
    phone = Line(proxied, f"/room/{code}/events", Cookie=cookie)
    presenter = Line(proxied, f"/present/rooms/{code}/events", **{"X-Iepkit-Presenter": proxied.secret})
    for line in (phone, presenter):
        assert line.answer.headers["Content-Type"] == "text/event-stream"
        assert line.answer.headers["Content-Encoding"] is None
    assert phone.until(lambda message: message["state"]["open"])
    joined = presenter.until(lambda state: state["poll"])
    assert joined["join"] == [proxied.address(f"/room/{code}")]
    assert proxied.vote(code, cookie, OPTIONS[0]) == 200
    assert presenter.until(lambda state: state["poll"]["total"] == 1)
    proxied.ask(f"/present/rooms/{code}", "POST", {"do": "close"}, presenter=True)
    assert phone.until(lambda message: not message["state"]["open"])


def test_a_hall_votes_by_way_of_nginx(proxied, chromium):
    context, phone_context = chromium.new_context(), chromium.new_context()
    presenter, phone = context.new_page(), phone_context.new_page()
    presenter.goto(proxied.address(f"/present/room.html#presenter={proxied.secret}"))
    presenter.locator("[data-ik-room]").wait_for()
    presenter.locator("[data-wall=ask]").select_option(REF)
    presenter.locator("[data-deed=open]").click()
    phone.goto(proxied.address(f"/room/{presenter.locator('.ik-code').inner_text()}"))
    phone.locator(f"button[value={OPTIONS[2]}]").click()
    expect(phone.locator("button[aria-pressed=true]")).to_have_attribute("value", OPTIONS[2])
    presenter.locator("[data-deed=show]").click()
    expect(presenter.locator(".ik-bars [data-part=count]").nth(2)).to_have_text("1")
    context.close()
    phone_context.close()


def test_another_site_is_refused_behind_nginx_too(proxied):
    code = proxied.room()
    line = http.client.HTTPConnection("127.0.0.1", proxied.port, timeout=20)
    body = json.dumps({"phase": "", "ref": REF, "option": OPTIONS[0]})
    line.request("POST", f"/room/{code}/vote", body, {"Cookie": proxied.join(code), "Origin": "https://evil.example"})
    assert line.getresponse().status == 403
    line.close()


def test_the_log_of_nginx_names_no_room(proxied):
    code = proxied.room()
    proxied.vote(code, proxied.join(code), OPTIONS[0])
    assert proxied.ask(f"/present/rooms/{code}/code.svg", presenter=True)[0] == 200
    log = proxied.nginx.log()
    assert " POST /room/-/vote 200 " in log
    assert " POST /present/rooms/- 200 " in log
    assert code not in log


@dataclass
class Voter:
    """A phone that votes again and again: what was acknowledged last, and what was sent after that."""

    cookie: str
    acknowledged: str | None = None
    sent: set[str] = field(default_factory=set)
    count: int = 0

    def storm(self, hall, code, over: threading.Event):
        """Vote until the server has gone."""
        while not over.is_set():
            option = OPTIONS[self.count % len(OPTIONS)]
            self.sent.add(option)
            try:
                status = hall.vote(code, self.cookie, option)
            except (OSError, http.client.HTTPException):
                return
            if status == 200:
                self.acknowledged, self.sent = option, set()
                self.count += 1
            elif status == 429:
                over.wait(0.2)


def test_killed_in_a_storm_of_votes_the_server_has_every_acknowledged_one_and_all_go_on(tmp_path, chromium):
    options = ["--rooms", "--preheat", "0"]
    with Dashboard(tmp_path, options=options, IEPKIT_STATE=str(tmp_path / "state")) as served:
        hall = Hall(served, served.port)
        code, secret = hall.room(), hall.secret
        contexts = [chromium.new_context(), chromium.new_context()]
        presenter, phone = (context.new_page() for context in contexts)
        presenter.goto(hall.address(f"/present/room.html#presenter={secret}"))
        presenter.locator("[data-wall=ask]").select_option(REF)
        presenter.locator("[data-deed=show]").click()
        phone.goto(hall.address(f"/room/{code}"))
        phone.locator(f"button[value={OPTIONS[0]}]").click()
        expect(presenter.locator("[data-part=state]")).to_contain_text("1")

        voters = [Voter(hall.join(code)) for _ in range(PHONES)]
        over = threading.Event()
        with ThreadPoolExecutor(PHONES) as pool:
            storms = [pool.submit(voter.storm, hall, code, over) for voter in voters]
            until = time.monotonic() + 60
            while sum(voter.count for voter in voters) < ACKNOWLEDGED:
                assert time.monotonic() < until
                over.wait(0.005)
            served.kill()
            over.set()
        assert all(storm.exception() is None for storm in storms)
        expect(phone.locator("[data-say=lost]")).to_be_visible()
        expect(presenter.locator("[data-trouble=lost]")).to_be_visible()

        served.start()
        back = time.monotonic()
        expect(phone.locator("[data-say=lost]")).to_be_hidden(timeout=BACK_SECONDS * 1000)
        expect(presenter.locator("[data-trouble=lost]")).to_be_hidden(timeout=BACK_SECONDS * 1000)
        assert time.monotonic() - back < BACK_SECONDS
        assert hall.secret == secret
        for voter in voters:
            kept = hall.mine(code, voter.cookie)
            assert kept == voter.acknowledged or kept in voter.sent
        phone.locator(f"button[value={OPTIONS[1]}]").click()
        expect(phone.locator("[data-say=sending]")).to_be_hidden()
        line = Line(hall, f"/present/rooms/{code}/events", **{"X-Iepkit-Presenter": secret})
        mine = [hall.mine(code, voter.cookie) for voter in voters]
        counts = {option: mine.count(option) + (option == OPTIONS[1]) for option in OPTIONS}
        told = line.until(lambda state: state["poll"]["counts"] == {k: v for k, v in counts.items() if v})
        assert told["poll"]["total"] == 1 + sum(each is not None for each in mine)
        shown = presenter.locator(".ik-bars [data-part=count]")
        expect(shown).to_have_text([str(counts[option]) for option in OPTIONS])
        for context in contexts:
            context.close()
    assert "an answer of a room failed" not in served.log.read_text()
