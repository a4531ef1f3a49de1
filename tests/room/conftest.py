"""The rooms' handlers alone in a small server: as the dashboard has them, without Voila around them."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from iepkit.content import load
from iepkit.hosts.dashboard.handlers import AssetHandler, MissingHandler
from iepkit.hosts.dashboard.room.answering import Desk
from iepkit.hosts.dashboard.room.devices import Devices
from iepkit.hosts.dashboard.room.hall import Hall
from iepkit.hosts.dashboard.room.presenting import HEADER
from iepkit.hosts.dashboard.room.questions import Questions
from iepkit.hosts.dashboard.room.routes import RoomService
from iepkit.hosts.dashboard.room.store import Store
from iepkit.hosts.policy import Policy
from iepkit.teaching import load_teaching

SECRET = "of-the-presenter"  # noqa: S105 - of these tests
REF = "item/which-law"
RIGHT, WRONG = "idea-and-504", "one-law"


@pytest.fixture(scope="session")
def questions() -> Questions:
    content = load()
    return Questions(content, load_teaching(content))


@dataclass
class Served:
    """A running server of rooms, and its state, to be looked at from the test's own thread."""

    desk: Desk
    port: int
    loop: asyncio.AbstractEventLoop
    notes: list[tuple[str, int]]

    @property
    def hall(self) -> Hall:
        return self.desk.hall

    def within(self, call: Callable[[], Any]) -> Any:
        """What a call returns that is made in the server's own loop."""
        done: Future[Any] = Future()
        self.loop.call_soon_threadsafe(lambda: done.set_result(call()))
        return done.result(10)

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Message, bytes]:
        """Status, headers and body. A dict is sent as JSON."""
        line = http.client.HTTPConnection("localhost", self.port, timeout=20)
        sent = json.dumps(body) if isinstance(body, dict) else body
        try:
            line.request(method, path, sent, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def present(self, path: str = "", method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Any]:
        """What the presenter is answered."""
        status, _, told = self.ask(f"/present/rooms{path}", method, body, **{HEADER: SECRET, **headers})
        return status, json.loads(told)

    def open_room(self) -> str:
        status, told = self.present(method="POST")
        assert status == 201
        return str(told["room"])

    def do(self, code: str, **what: Any) -> int:
        return self.present(f"/{code}", "POST", what)[0]

    def joined(self, code: str) -> Phone:
        _, headers, _ = self.ask(f"/room/{code}")
        return Phone(self, code, headers["Set-Cookie"].partition(";")[0])

    def totals(self, code: str, ref: str = REF) -> dict[str, int]:
        return dict(self.hall.rooms[code].tally(ref).counts)


@dataclass
class Phone:
    """A device that has joined."""

    server: Served
    code: str
    cookie: str

    def vote(self, option: str, ref: str = REF, phase: str = "") -> tuple[int, str]:
        body = {"phase": phase, "ref": ref, "option": option}
        status, _, told = self.server.ask(f"/room/{self.code}/vote", "POST", body, Cookie=self.cookie)
        return status, json.loads(told)["said"]

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.server.ask(f"/room/{self.code}/state", Cookie=self.cookie)[2])
        return found


@dataclass
class Line:
    """An open line, read event by event."""

    connection: http.client.HTTPConnection
    answer: http.client.HTTPResponse
    raw: list[str] = field(default_factory=list)

    @classmethod
    def to(cls, server: Served, path: str, **headers: str) -> Line:
        connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return cls(connection, connection.getresponse())

    def event(self) -> dict[str, str]:
        """The next event, as its fields."""
        fields: dict[str, str] = {}
        while True:
            line = self.answer.readline().decode()
            assert line, "the line has ended"
            self.raw.append(line)
            if line == "\n":
                if "event" in fields:
                    return fields
                continue
            name, _, value = line.rstrip("\n").partition(":")
            fields[name] = value.strip()

    def until(self, holds: Callable[[Any], bool]) -> Any:
        """The first state of which something holds."""
        while True:
            fields = self.event()
            state = json.loads(fields["data"] or "{}")
            if holds(state):
                return state

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.fixture
def server(tmp_path, questions) -> Iterator[Served]:
    with_state: Future[Served] = Future()
    stop: list[asyncio.Event] = []

    async def run() -> None:
        desk = Desk(Hall(Store(tmp_path / "room.db"), questions), SECRET, Devices(SECRET), list, most_lines=6)
        service, notes = RoomService(desk), []
        routes = [*service.routes(), (r"/assets/([\w.]+)", AssetHandler)]
        settings: dict[str, Any] = {"iepkit_policy": Policy(), "iepkit_errors": lambda status: f"{status}".encode()}
        app = Application(
            routes,
            default_handler_class=MissingHandler,
            log_function=lambda handler: notes.append((handler.route, handler.get_status())),
            **settings,
        )
        http_server = HTTPServer(app, max_body_size=100_000)
        (socket,) = bind_sockets(0, "127.0.0.1")
        http_server.add_sockets([socket])
        await service.begin()
        stop.append(asyncio.Event())
        with_state.set_result(Served(desk, socket.getsockname()[1], asyncio.get_running_loop(), notes))
        await stop[0].wait()
        http_server.stop()
        await service.stop()
        await http_server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    served = with_state.result(20)
    yield served
    served.loop.call_soon_threadsafe(stop[0].set)
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def line(server: Served) -> Iterator[Callable[..., Line]]:
    """Opens lines that are closed after the test."""
    lines = []

    def opened(path: str, **headers: str) -> Line:
        lines.append(Line.to(server, path, **headers))
        return lines[-1]

    yield opened
    for each in lines:
        each.close()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "votes" / "room.db"
