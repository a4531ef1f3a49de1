"""Answers that are the same for everybody: compressed once, and sent again only when they have changed."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import zlib
from dataclasses import dataclass
from typing import Self

from tornado.web import RequestHandler

YEAR_SECONDS = 31_536_000
FOR_EVER = f"public, max-age={YEAR_SECONDS}, immutable"  # for what stands at an address that changes with it
ASK_AGAIN = "no-cache"  # kept, but asked for each time whether it is still the same
_GZIP = 31  # zlib's name for it
_WORTH_IT = 200  # bytes: below it gzip makes larger
SHOWING_SECONDS = 0.1  # for the browser to show what came first, before it has to read the rest


@dataclass(frozen=True)
class Body:
    """Bytes of a media type, as they are and by gzip, with a tag that changes with them.

    ``first``: how many of each are sent a moment before the rest; none means all at once.
    """

    kind: str
    data: bytes
    zipped: bytes | None
    tag: str
    first: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, data: bytes, kind: str, *, level: int = 9, first: int = 0) -> Self:
        """Compress where that makes it smaller. ``level`` is gzip's: 9 is smallest, 6 three times as fast."""
        text = kind.startswith("text/") or "json" in kind or "javascript" in kind or "svg" in kind
        start, end = _zipped(data, level, first) if text and len(data) > _WORTH_IT else (None, b"")
        zipped = None if start is None else start + end
        return cls(
            kind, data, zipped, hashlib.sha256(data).hexdigest()[:20], (first, len(start or b"") if first else 0)
        )

    async def answer(self, handler: RequestHandler, cache: str) -> None:
        """Write it, by gzip to those who take it; 304 and nothing to those who have it already.

        Raises StreamClosedError where the visitor leaves between the two parts.
        """
        takes_gzip = self.zipped is not None and accepts_gzip(handler)
        handler.set_header("Content-Type", self.kind)
        handler.set_header("Cache-Control", cache)
        if self.zipped is not None:
            handler.set_header("Vary", "Accept-Encoding")
        handler.set_header("Etag", f'"{self.tag}{"-gzip" if takes_gzip else ""}"')
        if handler.check_etag_header():
            handler.set_status(304)
            return
        data = self.zipped if takes_gzip and self.zipped is not None else self.data
        if takes_gzip:
            handler.set_header("Content-Encoding", "gzip")
        cut = self.first[takes_gzip]
        if cut and handler.request.method == "GET":
            handler.set_header("Content-Length", str(len(data)))
            handler.write(data[:cut])
            await handler.flush()
            await asyncio.sleep(SHOWING_SECONDS)
            data = data[cut:]
        handler.write(data)


def _zipped(data: bytes, level: int, first: int) -> tuple[bytes, bytes]:
    """By gzip, in two pieces, the first of which can be read by itself."""
    if not first:
        return gzip.compress(data, level, mtime=0), b""
    packer = zlib.compressobj(level, wbits=_GZIP)
    start = packer.compress(data[:first]) + packer.flush(zlib.Z_SYNC_FLUSH)
    return start, packer.compress(data[first:]) + packer.flush()


class Stream:
    """An answer that is sent in parts, each on its way before the next is there; by gzip to those who take it."""

    def __init__(self, handler: RequestHandler) -> None:
        self._handler = handler
        self._zip = zlib.compressobj(wbits=_GZIP) if accepts_gzip(handler) else None
        handler.set_header("Vary", "Accept-Encoding")
        if self._zip:
            handler.set_header("Content-Encoding", "gzip")

    async def send(self, data: bytes) -> None:
        """Send a part."""
        if self._zip:
            data = self._zip.compress(data) + self._zip.flush(zlib.Z_SYNC_FLUSH)
        self._handler.write(data)
        await self._handler.flush()

    def end(self, data: bytes) -> None:
        """Send the last part."""
        self._handler.finish(self._zip.compress(data) + self._zip.flush() if self._zip else data)


def accepts_gzip(handler: RequestHandler) -> bool:
    """Whether the browser takes gzip."""
    return "gzip" in handler.request.headers.get("Accept-Encoding", "")
