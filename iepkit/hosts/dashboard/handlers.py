"""What the dashboard answers with no kernel: pages that were run once, files of the front end, its health."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from pathlib import Path

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from ..pages import HOME, Site
from ..running import PageError
from ..shell import assets, error_html, live_assets, own_assets, presenter_assets, room_assets
from .bodies import ASK_AGAIN, FOR_EVER, Body
from .once import OncePages
from .polite import Polite
from .presence import Presence

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
BEAT_SECONDS = 15  # an open page hears at least so often that the server is there


class ReadingHandler(Polite):
    """Only reading is asked of these; an answer's tag is its body's own."""

    async def prepare(self) -> None:
        """Refuse every other method."""
        if self.request.method not in {"GET", "HEAD"}:
            self.set_header("Allow", "GET, HEAD")
            raise HTTPError(405)

    def compute_etag(self) -> str | None:
        """A body has its tag already."""
        return None


def error_pages(site: Site) -> Callable[[int], bytes]:
    """Error pages by status, each written once: they hold nothing of the request."""

    @cache
    def page(status_code: int) -> bytes:
        content = site.content("en")
        words = content.words.page
        if status_code == HTTPStatus.NOT_FOUND:
            return error_html(content, words["missing_title"], words["missing_text"]).encode()
        return error_html(content, words["error_title"], words["error_text"]).encode()

    return page


class PageHandler(ReadingHandler):
    """A page that was run once."""

    route = "page"

    def initialize(self, site: Site, pages: OncePages) -> None:
        """Keep what it answers from."""
        self.site = site
        self.pages = pages

    async def get(self, language: str | None = None, name: str | None = None) -> None:
        """The page ``name`` (``index`` is home) in a language, English where none is named."""
        language = language or "en"
        name = HOME if name in {None, "", "index"} else str(name)
        page = self.site.pages.get(name)
        if page is None or page.live or not self.site.has(page, language):
            raise HTTPError(404)
        try:
            body = await self.pages.body(language, name)
        except PageError as error:
            raise HTTPError(500) from error
        with suppress(StreamClosedError):  # gone before the second part
            await body.answer(self, ASK_AGAIN)

    head = get


class AssetHandler(ReadingHandler):
    """The scripts and the style of pages. Their names change with what they hold, so they are kept for a year."""

    route = "asset"

    async def get(self, name: str) -> None:
        """The file, if it is of this version."""
        body = _asset_bodies().get(name)
        if body is None:
            raise HTTPError(404)
        await body.answer(self, FOR_EVER)

    head = get


@cache
def _asset_bodies() -> dict[str, Body]:
    files = assets() | own_assets() | live_assets() | presenter_assets() | room_assets()
    return {name: Body.of(data, TYPES[Path(name).suffix]) for name, data in files.items()}


class FrontEndHandler(ReadingHandler):
    """Files of Jupyter's front end, compressed once. Their address holds a version, so they are kept for a year."""

    route = "front end"

    def initialize(self, roots: Sequence[str], only: Sequence[str] = ()) -> None:
        """``roots`` are the folders, the first wins; of them only the folders ``only``, where some are named."""
        self.roots = tuple((root, tuple(only)) for root in roots)

    async def get(self, path: str) -> None:
        """The file, when it lies in one of the folders and is of a known kind."""
        body = await asyncio.to_thread(_file_body, self.roots, path)
        if body is None:
            raise HTTPError(404)
        await body.answer(self, FOR_EVER)

    head = get


@cache
def _known_body(file: Path) -> Body:
    return Body.of(file.read_bytes(), TYPES[file.suffix])


def _file_body(roots: tuple[tuple[str, tuple[str, ...]], ...], path: str) -> Body | None:
    for root, only in roots:
        try:
            file = Path(root, path).resolve()
            allowed = [Path(root, each).resolve() for each in only] or [Path(root).resolve()]
            inside = any(map(file.is_relative_to, allowed)) and file.suffix in TYPES and file.is_file()
        except (OSError, ValueError):  # a name that no file can have
            return None
        if inside:
            return _known_body(file)
    return None


class HealthHandler(ReadingHandler):
    """Whether the server answers at all."""

    route = "health"

    def initialize(self, presence: Presence) -> None:
        """Keep what it counts."""
        self.presence = presence

    async def get(self) -> None:
        """``{"status": "ok", "live": n, "room": m}``: live pages that are open, and how many there may be."""
        self.write({"status": "ok", "live": self.presence.taken, "room": self.presence.most})

    head = get


class ReadyHandler(ReadingHandler):
    """Whether visitors should be sent here: pages have been run, and the server is not being stopped."""

    route = "health"

    def initialize(self, ready: Callable[[], bool]) -> None:
        """Keep what it asks."""
        self.ready = ready

    async def get(self) -> None:
        """200 and ``{"ready": true}``, or 503."""
        if not self.ready():
            self.set_status(503)
            self.set_header("Retry-After", "5")
        self.write({"ready": self.ready()})

    head = get


class EventsHandler(ReadingHandler):
    """What an open live page hears of its kernel, as server-sent events: ``here``, ``ended``, ``stopping``."""

    route = "events"

    def initialize(self, presence: Presence) -> None:
        """Keep whom it tells."""
        self.presence = presence
        self.gone = asyncio.Event()

    async def get(self, kernel_id: str) -> None:
        """An open answer, until the page or the kernel has gone. 204 for a kernel that is not there."""
        place = self.presence.of(kernel_id)
        if place is None:
            self.set_status(204)  # tells the page not to ask again
            return
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")  # a proxy must pass each event on at once
        stop = self.presence.listen(place, self._tell)
        try:
            await self._tell("here")
            while not self.gone.is_set():
                try:
                    await asyncio.wait_for(self.gone.wait(), BEAT_SECONDS)
                except TimeoutError:
                    await self._write(": beat\n\n")
        finally:
            stop()

    def on_connection_close(self) -> None:
        """The page has gone."""
        self.gone.set()

    async def _tell(self, event: str) -> None:
        await self._write(f"event: {event}\ndata:\n\n")
        if event == "ended":
            self.gone.set()

    async def _write(self, text: str) -> None:
        try:
            self.write(text)
            await self.flush()
        except StreamClosedError:
            self.gone.set()


class MissingHandler(Polite):
    """Every address that nothing else answers."""

    route = "missing"

    async def prepare(self) -> None:
        """There is nothing here."""
        raise HTTPError(404)
