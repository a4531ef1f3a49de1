"""Phones of a room, in a process of their own: ``python -m bench.phones`` with a plan as JSON on its first line.

The plan: ``host``, ``port``, ``room``, ``phones``, ``assets`` (paths that follow the page), ``seconds`` (that each may
take). All join at once; a line of JSON says how long each took. Then each line of input, ``{"ref": ..., "options":
[...]}``, makes all vote at once, the options in turn; a line says when they were sent (seconds of the clock), and how
long each took to be acknowledged. The phones' lines stay open until the input ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from .http11 import BUFFER_BYTES, Answer, read_answer

VOTE = '{{"phase": "", "ref": "{ref}", "option": "{option}"}}'


@dataclass
class Phone:
    """One phone: a connection for what it asks, another for its open line."""

    plan: dict[str, Any]
    cookie: str = ""
    error: str = ""
    events: int = 0
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _own: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _following: asyncio.Task[None] | None = None

    async def join(self) -> float:
        """The page, what it loads, then the line, up to its first event. Milliseconds; -1 when it did not work."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(self.plan["seconds"]):
                page = await self.ask("GET", f"/room/{self.plan['room']}")
                self.cookie = page.headers["set-cookie"].partition(";")[0]
                for path in self.plan["assets"]:
                    await self.ask("GET", path)
                await self._open_line()
        except Exception as error:  # noqa: BLE001 - whatever it is, this phone is not in the room
            self.error = f"{type(error).__name__}: {error}"
            return -1
        return 1000 * (time.perf_counter() - start)

    async def vote(self, ref: str, option: str) -> float:
        """Milliseconds until it was acknowledged; -1 when it was not."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(self.plan["seconds"]):
                body = VOTE.format(ref=ref, option=option)
                await self.ask("POST", f"/room/{self.plan['room']}/vote", body)
        except Exception as error:  # noqa: BLE001 - as above
            self.error = f"{type(error).__name__}: {error}"
            return -1
        return 1000 * (time.perf_counter() - start)

    async def ask(self, method: str, path: str, body: str = "") -> Answer:
        """One answer. Raises ValueError for another status than 200."""
        if self._own is None:
            self._own = await self._connected()
        reader, writer = self._own
        self._write(writer, method, path, body)
        answer = await read_answer(reader)
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise ValueError(f"status {answer.status} for {path}")
        return answer

    def leave(self) -> None:
        """Hang up."""
        if self._following:
            self._following.cancel()
        for writer in self._writers:
            writer.close()

    async def _open_line(self) -> None:
        reader, writer = await self._connected()
        self._write(writer, "GET", f"/room/{self.plan['room']}/events")
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.split(b"\r\n", 1)[0].decode())
        await reader.readuntil(b"event: state")
        self._following = asyncio.ensure_future(self._follow(reader))

    async def _follow(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                await reader.readuntil(b"event: state")
                self.events += 1

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self.plan["host"], self.plan["port"], limit=BUFFER_BYTES)
        self._writers.append(writer)
        return reader, writer

    def _write(self, writer: asyncio.StreamWriter, method: str, path: str, body: str = "") -> None:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.plan['host']}:{self.plan['port']}", "Accept-Encoding: gzip"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"] if body else []
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


async def main() -> None:
    """All phones join, then vote as they are told."""
    loop = asyncio.get_running_loop()
    plan = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    phones = [Phone(plan) for _ in range(plan["phones"])]
    took = await asyncio.gather(*(phone.join() for phone in phones))
    _say(took=took, errors=[phone.error for phone in phones if phone.error])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        told = json.loads(line)
        options = told["options"]
        sent = time.time()
        votes = (phone.vote(told["ref"], options[at % len(options)]) for at, phone in enumerate(phones))
        took = await asyncio.gather(*votes)
        _say(sent=sent, took=took, errors=[phone.error for phone in phones if phone.error])
    for phone in phones:
        phone.leave()


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
