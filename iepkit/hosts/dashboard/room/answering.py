"""What all handlers of rooms share: who asks, how fast, and that no other site asks in somebody's name."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from ..handlers import BEAT_SECONDS
from ..polite import Polite
from .devices import Devices
from .hall import Hall
from .pace import Pace
from .rooms import Listener

log = logging.getLogger("iepkit")
MOST_BODY_BYTES = 4000
GAP_SECONDS = 0.1  # between two messages of a line: a hundred votes in a second are ten messages
SLOW_SECONDS = 10.0  # a line that takes nothing for so long is closed
RETRY_MILLISECONDS = 1000
KEPT_SECONDS = 1.5  # so long an answer waits for the disk, then it says that the vote waits


@dataclass
class Paces:
    """How fast devices may ask, and, loosely, addresses: a whole hall may come by one."""

    device: Pace = field(default_factory=lambda: Pace(30, 3))
    address: Pace = field(default_factory=lambda: Pace(3000, 600))
    newcomer: Pace = field(default_factory=lambda: Pace(600, 20))  # devices that an address may bring
    guess: Pace = field(default_factory=lambda: Pace(30, 0.5))  # codes that lead to no room
    secret: Pace = field(default_factory=lambda: Pace(10, 0.2))  # wrong secrets of a presenter


@dataclass(frozen=True)
class Desk:
    """What the handlers answer from. ``addresses`` are where phones find this machine, none where a proxy knows."""

    hall: Hall
    secret: str
    devices: Devices
    addresses: Callable[[], list[str]]
    most_lines: int = 600
    paces: Paces = field(default_factory=Paces)


class RoomHandler(Polite):
    """A handler of rooms. Nothing of the request is ever logged."""

    route = "room"
    has_forms = True
    again_seconds = 0.0  # when to come again; an error starts from the default headers

    def initialize(self, desk: Desk) -> None:
        """Keep what it answers from."""
        self.desk = desk
        self.hall = desk.hall

    def set_default_headers(self) -> None:
        """A form of a page without a script must name its origin, which takes a referrer within this server."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")
        if self.again_seconds:
            self.set_header("Retry-After", str(math.ceil(self.again_seconds)))

    async def prepare(self) -> None:
        """Refuse who asks too fast, what is too large, and what another site sends."""
        self.slow(self.desk.paces.address.take(self.request.remote_ip))
        if len(self.request.body) > MOST_BODY_BYTES:
            raise HTTPError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.request.method not in {"GET", "HEAD"} and not self._own_site():
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def slow(self, seconds: float) -> None:
        """Tell who asks too fast when to come again: 429, where there is something to wait for."""
        if seconds > 0:
            self.again_seconds = seconds
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS)

    def check_xsrf_cookie(self) -> None:
        """Origins are compared instead: a cookie for that would be one more, and phones have one already."""

    def _own_site(self) -> bool:
        headers = self.request.headers
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return False
        origin = headers.get("Origin")  # who is no browser sends neither, and acts in nobody's name
        return origin is None or urlsplit(origin).netloc == self.request.host

    def tell(self, status: int, **what: Any) -> None:
        """An answer as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(what))

    def body(self) -> dict[str, Any]:
        """The JSON object that was sent. Raises HTTPError 400."""
        try:
            found = json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from error
        if not isinstance(found, dict):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        return found

    async def is_kept(self, kept: asyncio.Future[None]) -> bool:
        """Whether it is on the disk soon. It stays in line if not."""
        done, _ = await asyncio.wait({kept}, timeout=KEPT_SECONDS)
        return bool(done)

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Tornado would write the address of who asked, and what for."""
        if not isinstance(value, HTTPError) and typ is not None and value is not None:
            log.error("an answer of a room failed", exc_info=(typ, value, tb))


class LineHandler(RoomHandler):
    """An open line of server-sent events: the whole state, again whenever it has changed."""

    async def follow(self, listener: Listener, message: Callable[[], str]) -> None:
        """Send until the line ends, from either side."""
        self.listener = listener
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")  # a proxy must pass each event on at once
        number = 0
        with suppress(StreamClosedError):
            await self._send(f"retry: {RETRY_MILLISECONDS}\n\n")
            while not listener.ended:
                listener.changed.clear()
                number += 1
                await self._send(f"id: {number}\nevent: state\ndata: {message()}\n\n")
                await asyncio.sleep(GAP_SECONDS)
                await self._beat_until_changed(listener)
            if listener.ended == "gone":
                await self._send("event: gone\ndata:\n\n")

    async def _beat_until_changed(self, listener: Listener) -> None:
        while not listener.changed.is_set():
            try:
                await asyncio.wait_for(listener.changed.wait(), BEAT_SECONDS)
            except TimeoutError:
                await self._send(": beat\n\n")

    async def _send(self, text: str) -> None:
        self.write(text)
        try:
            await asyncio.wait_for(asyncio.shield(self.flush()), SLOW_SECONDS)
        except TimeoutError:
            self.detach().close()
            raise StreamClosedError from None

    def on_connection_close(self) -> None:
        """The phone has gone."""
        if listener := getattr(self, "listener", None):
            listener.end("left")
