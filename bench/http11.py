"""A visitor's connections: as little of HTTP/1.1 as a first visit needs, cheap enough for hundreds of visitors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

CONNECTIONS = 6  # that a browser opens to one server
HEAD = "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n{more}\r\n"
BUFFER_BYTES = 1 << 20


@dataclass(frozen=True)
class Answer:
    """What a server answered: its status, headers (names in lower case) and body, and all bytes that came."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int


class Connections:
    """Fetches from one server over six connections at most, each kept for the next file where the server allows."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.cookie = ""
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._places = asyncio.Semaphore(CONNECTIONS)

    async def get(self, path: str) -> Answer:
        """One file. Raises OSError or EOFError when the server cuts it short, ValueError for a status that is bad."""
        async with self._places:
            reader, writer = await self._connection()
            more = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
            writer.write(HEAD.format(path=path, host=f"{self.host}:{self.port}", more=more).encode("ascii"))
            answer = await read_answer(reader)
            if answer.headers.get("connection", "").lower() == "close" or "length-unknown" in answer.headers:
                writer.close()
            else:
                self._free.append((reader, writer))
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise ValueError(f"status {answer.status} for {path}")
        return answer

    def close(self) -> None:
        """Hang up."""
        for _, writer in self._free:
            writer.close()
        self._free.clear()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
        return await asyncio.open_connection(self.host, self.port, limit=BUFFER_BYTES)


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """One answer, its body as long as its headers say, in chunks, or up to the end of the connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if first.startswith("HTTP/1.0"):
        headers.setdefault("connection", "close")
    size = len(head)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, framing = await _chunks(reader)
        size += framing
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        headers["length-unknown"] = ""
        body = await reader.read()
    return Answer(int(first.split()[1]), headers, body, size + len(body))


async def _chunks(reader: asyncio.StreamReader) -> tuple[bytes, int]:
    parts, framing = [], 0
    while True:
        line = await reader.readuntil(b"\r\n")
        length = int(line.split(b";")[0], 16)
        framing += len(line) + 2
        if length:
            parts.append(await reader.readexactly(length))
        await reader.readexactly(2)
        if not length:
            return b"".join(parts), framing
