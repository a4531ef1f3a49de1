"""Presenter pages, served from the same run as the pages themselves."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError, RedirectHandler

from ..presenting import FOLDER, INDEX
from ..running import PageError
from .bodies import ASK_AGAIN
from .handlers import ReadingHandler
from .once import OncePages


class PresentHandler(ReadingHandler):
    """A presenter page, from the same run as the page itself."""

    route = "presenter page"

    def initialize(self, pages: OncePages) -> None:
        """Keep what it answers from."""
        self.pages = pages

    async def get(self, name: str | None = None) -> None:
        """The presenter page ``name``, the way in where none is named."""
        try:
            body = await self.pages.presented(name or INDEX)
        except LookupError as error:
            raise HTTPError(404) from error
        except PageError as error:
            raise HTTPError(500) from error
        await body.answer(self, ASK_AGAIN)

    head = get


def routes(pages: OncePages) -> list[tuple[Any, ...]]:
    """Where they are: relative links need the folder's own slash."""
    return [
        (rf"/{FOLDER}/(?:([a-z0-9-]+?)(?:\.html)?)?", PresentHandler, {"pages": pages}),
        (rf"/{FOLDER}", RedirectHandler, {"url": f"/{FOLDER}/", "permanent": False}),
    ]
