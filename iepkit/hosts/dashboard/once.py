"""Pages that are the same for everybody, each run once for a version of the content and a language."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

from markupsafe import Markup

from ...kept import keep, kept
from ...views.environment import environment, words_of
from ..pages import Page, Site
from ..running import PageError
from ..shell import live_address, start_of
from .bodies import Body

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

    def __init__(self, site: Site) -> None:
        self.site = site
        self.warm = False
        self._runs: dict[tuple[str, str], asyncio.Future[Body]] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def body(self, language: str, name: str) -> Body:
        """The whole page. Raises PageError when its notebook fails."""
        key = (language, name)
        if key not in self._runs:
            self._runs[key] = asyncio.ensure_future(self._made(language, name))
            self._runs[key].add_done_callback(lambda run: self._forget_failed(key, run))
        return await asyncio.shield(self._runs[key])

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
        file = f"page-{self.site.version}-{language}-{name}.html"
        inside = await asyncio.to_thread(kept, file)
        if inside is None:
            async with self._gate:
                inside = str(await self.site.main(page, language))
            if WITHOUT_PICTURE not in inside:  # Graphviz may do better next time
                await asyncio.to_thread(keep, file, inside)
        main = Markup(inside)  # noqa: S704 - our own page, as it was made
        if page.live:
            main += live_notes(self.site)
        html = self.site.html(page, language, main, with_live=True)
        return await asyncio.to_thread(partial(Body.of, first=start_of(html)), html.encode(), HTML)

    def _forget_failed(self, key: tuple[str, str], run: asyncio.Future[Body]) -> None:
        """Once for all who waited: visitors get the kind page, whoever runs the server the reason."""
        error = None if run.cancelled() else run.exception()
        if run.cancelled() or error is not None:
            self._runs.pop(key, None)
        if isinstance(error, PageError):
            log.error("%s", error)


def live_notes(site: Site) -> Markup:
    """What a live page may have to tell, each part hidden until it does, but for the first: the kernel is starting."""
    parts = environment().get_template("shared/live.html.j2").module
    return Markup(parts.notes(words_of(site.content("en"))))  # type: ignore[attr-defined]  # noqa: S704 - a template's


def showing(page: bytes, note: str) -> bytes:
    """A live page that says at once that it has no kernel, by one of its notes."""
    hidden = page.replace(b'data-live-note="waiting"', b'data-live-note="waiting" hidden')
    return hidden.replace(f'data-live-note="{note}" hidden'.encode(), f'data-live-note="{note}"'.encode())
