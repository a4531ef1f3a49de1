"""Pages that are the same for everybody, each run once for a version of the content and a language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from ...kept import keep, kept
from ...views.environment import environment, words_of
from ..pages import Page, Site
from ..presenting import FOLDER, Presenter
from ..running import PageError
from ..shell import live_address, start_of
from .bodies import Body

Key = tuple[str, str]
Made = TypeVar("Made")
log = logging.getLogger("iepkit")
AT_ONCE = 2
WITHOUT_PICTURE = 'data-part="no-picture"'
HTML = "text/html; charset=utf-8"
WITHOUT_KERNEL = f'<script src="{live_address("live")}"></script>'.encode()  # it finds none, and says so


class OncePages:
    """Every page, run once: those who come while it runs wait for the same run.

    What came of it is kept on disk under the version of content and code, so a server that starts again has it at
    once. A run that fails is not kept, so the next visitor tries anew. A live page is here too: as it is before
    its kernel has started.
    """

    def __init__(self, site: Site, presenter: Presenter | None = None) -> None:
        self.site = site
        self.presenter = presenter or Presenter(site)
        self.warm = False
        self._mains: dict[tuple[str, str], asyncio.Future[Markup]] = {}
        self._bodies: dict[tuple[str, str], asyncio.Future[Body]] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def body(self, language: str, name: str) -> Body:
        """The whole page. Raises PageError when its notebook fails."""
        return await _once(self._bodies, (language, name), lambda: self._made(language, name))

    async def presented(self, name: str) -> Body:
        """A presenter page, from the same run. Raises LookupError when there is none, PageError as `body` does."""
        return await _once(self._bodies, (FOLDER, name), lambda: self._presented(name))

    async def _main(self, language: str, name: str) -> Markup:
        return await _once(self._mains, (language, name), lambda: self._run(language, name))

    async def warm_up(self) -> None:
        """Run all pages before a visitor asks, in the order of the menu."""
        await asyncio.gather(*(self._warmed(page) for page in self.site.pages.values()))
        self.warm = True

    async def _warmed(self, page: Page) -> None:
        for language in self.site.languages_of(page):
            with suppress(PageError):  # it was told where it failed; the next visitor tries anew
                await self.body(language, page.name)

    async def _made(self, language: str, name: str) -> Body:
        page = self.site.pages[name]
        main = await self._main(language, name)
        if page.live:
            main += live_notes(self.site)
        html = self.site.html(page, language, main, with_live=True)
        return await asyncio.to_thread(partial(Body.of, first=start_of(html)), html.encode(), HTML)

    async def _presented(self, name: str) -> Body:
        html = await self.presenter.html(name, lambda page: self._main("en", page.name))
        return await asyncio.to_thread(Body.of, html.encode(), HTML)

    async def _run(self, language: str, name: str) -> Markup:
        page = self.site.pages[name]
        file = f"page-{self.site.version}-{language}-{name}.html"
        inside = await asyncio.to_thread(kept, file)
        if inside is None:
            try:
                async with self._gate:
                    inside = str(await self.site.main(page, language))
            except PageError as error:  # once for all who wait: visitors get the kind page, the log the reason
                log.error("%s", error)  # noqa: TRY400 - it says which notebook, and what Python said
                raise
            if WITHOUT_PICTURE not in inside:  # Graphviz may do better next time
                await asyncio.to_thread(keep, file, inside)
        return Markup(inside)  # noqa: S704 - our own page, as it was made


async def _once(runs: dict[Key, asyncio.Future[Made]], key: Key, make: Callable[[], Awaitable[Made]]) -> Made:
    """What ``make`` gives, made once for all who wait. What failed is not kept: the next visitor tries anew."""
    if key not in runs:
        runs[key] = asyncio.ensure_future(make())
        runs[key].add_done_callback(lambda run: _forget_failed(runs, key, run))
    return await asyncio.shield(runs[key])


def _forget_failed(runs: dict[Key, asyncio.Future[Made]], key: Key, run: asyncio.Future[Made]) -> None:
    if run.cancelled() or run.exception() is not None:
        runs.pop(key, None)


def live_notes(site: Site) -> Markup:
    """What a live page may have to tell, each part hidden until it does, but for the first: the kernel is starting."""
    parts = environment().get_template("shared/live.html.j2").module
    return Markup(parts.notes(words_of(site.content("en"))))  # type: ignore[attr-defined]  # noqa: S704 - a template's


def showing(page: bytes, note: str) -> bytes:
    """A live page that says at once that it has no kernel, by one of its notes."""
    hidden = page.replace(b'data-live-note="waiting"', b'data-live-note="waiting" hidden')
    return hidden.replace(f'data-live-note="{note}" hidden'.encode(), f'data-live-note="{note}"'.encode())
