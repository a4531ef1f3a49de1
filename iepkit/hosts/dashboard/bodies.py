"""Answers that are the same for everybody: compressed once, and sent again only when they have changed."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Body:
    """Bytes of a media type, as they are and by gzip, with a tag that changes with them."""

    kind: str
    data: bytes
    zipped: bytes | None
    tag: str

    @classmethod
    def of(cls, data: bytes, kind: str, *, level: int = 9) -> Self:
        """Compress where that makes it smaller. ``level`` is gzip's: 9 is smallest, 6 three times as fast."""
        text = kind.startswith("text/") or "json" in kind or "javascript" in kind or "svg" in kind
        zipped = gzip.compress(data, level, mtime=0) if text and len(data) > _WORTH_IT else None
        return cls(kind, data, zipped, hashlib.sha256(data).hexdigest()[:20])

    def answer(self, handler: RequestHandler, cache: str) -> None:
        """Write it, by gzip to those who take it; 304 and nothing to those who have it already."""
        takes_gzip = self.zipped is not None and accepts_gzip(handler)
        handler.set_header("Content-Type", self.kind)
        handler.set_header("Cache-Control", cache)
        if self.zipped is not None:
            handler.set_header("Vary", "Accept-Encoding")
        handler.set_header("Etag", f'"{self.tag}{"-gzip" if takes_gzip else ""}"')
        if handler.check_etag_header():
            handler.set_status(304)
            return
        if takes_gzip and self.zipped is not None:
            handler.set_header("Content-Encoding", "gzip")
            handler.write(self.zipped)
        else:
            handler.write(self.data)


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
