"""What the dashboard answers by itself, with no kernel: pages that were run once, their assets, its health."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError, RequestHandler

from ..pages import Site
from ..running import PageError
from ..shell import assets, error_html

log = logging.getLogger("iepkit")
_ALWAYS = "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
OURS = f"default-src 'self'; {_ALWAYS}"
LIVE = (
    f"default-src 'self'; {_ALWAYS}; script-src 'self' 'unsafe-inline' blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:"
)
YEAR_SECONDS = 31_536_000
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


class OncePages:
    """Every page that is not live, run once: those who come while it runs wait for the same run.

    A run that fails is not kept, so the next visitor tries anew.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._runs: dict[tuple[str, str], asyncio.Future[str]] = {}

    async def html(self, language: str, name: str) -> str:
        """The page's HTML. Raises PageError when its notebook fails."""
        key = (language, name)
        if key not in self._runs:
            self._runs[key] = asyncio.ensure_future(self._run(language, name))
            self._runs[key].add_done_callback(lambda run: self._forget_failed(key, run))
        return await asyncio.shield(self._runs[key])

    async def warm(self) -> None:
        """Run all pages, one after the other, before a visitor asks."""
        for name, page in self.site.pages.items():
            if not page.live:
                try:
                    await self.html("en", name)
                except PageError as error:
                    log.error("%s", error)  # noqa: TRY400 - the message says it; visitors get the kind page

    async def _run(self, language: str, name: str) -> str:
        page = self.site.pages[name]
        return self.site.html(page, language, await self.site.main(page, language), with_live=True)

    def _forget_failed(self, key: tuple[str, str], run: asyncio.Future[str]) -> None:
        if run.cancelled() or run.exception() is not None:
            self._runs.pop(key, None)


class KindHandler(RequestHandler):
    """Errors as a page that helps, never a traceback. No cookie, no referrer, nothing from outside."""

    def initialize(self, site: Site, **extra: Any) -> None:
        """Keep what the handlers need."""
        self.site = site
        self.extra = extra

    def set_default_headers(self) -> None:
        """The policy of pages that need no Python behind them."""
        set_policy(self, OURS)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what happened in plain words."""
        self.finish(kind_error(self.site, status_code))

    async def prepare(self) -> None:
        """Only reading is asked of these."""
        if self.request.method not in {"GET", "HEAD"}:
            raise HTTPError(405)


def set_policy(handler: RequestHandler, policy: str) -> None:
    """The security headers of every answer."""
    handler.set_header("Content-Security-Policy", policy)
    handler.set_header("Referrer-Policy", "no-referrer")
    handler.set_header("X-Content-Type-Options", "nosniff")


def kind_error(site: Site, status_code: int) -> str:
    """The error page for a status."""
    content = site.content("en")
    words = content.words.page
    if status_code == HTTPStatus.NOT_FOUND:
        return error_html(content, words["missing_title"], words["missing_text"])
    return error_html(content, words["error_title"], words["error_text"])


class PageHandler(KindHandler):
    """A page that was run once."""

    async def get(self, language: str | None = None, name: str | None = None) -> None:
        """The page ``name`` (``index`` is home) in a language, English where none is named."""
        language = language or "en"
        name = "home" if name in {None, "", "index"} else str(name)
        page = self.site.pages.get(name)
        if page is None or page.live or not (language in self.site.languages_of(page) or language == "ar-XB"):
            raise HTTPError(404)
        pages: OncePages = self.extra["pages"]
        try:
            html = await pages.html(language, name)
        except PageError as error:
            log.error("%s", error)  # noqa: TRY400 - as above
            raise HTTPError(500) from error
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.write(html)

    head = get


class AssetHandler(KindHandler):
    """The script and the style of pages. Their names change with what they hold, so they are kept for a year."""

    async def get(self, name: str) -> None:
        """The file, if it is of this version."""
        if name not in assets():
            raise HTTPError(404)
        self.set_header("Content-Type", TYPES[name.rpartition(".")[2]])
        self.set_header("Cache-Control", f"public, max-age={YEAR_SECONDS}, immutable")
        self.write(assets()[name])

    head = get


class HealthHandler(KindHandler):
    """Whether the server answers, and how many kernels it runs."""

    async def get(self) -> None:
        """``{"status": "ok", "kernels": n}``; starts nothing."""
        count: Callable[[], int] = self.extra["kernels"]
        self.set_header("Cache-Control", "no-store")
        self.write({"status": "ok", "kernels": count()})

    head: Callable[..., Coroutine[Any, Any, None]] = get


class MissingHandler(KindHandler):
    """Every address that nothing else answers."""

    async def prepare(self) -> None:
        """There is nothing here."""
        raise HTTPError(404)
