"""Presenter pages: each page on the wall, a workshop's notes and cards, and the way in. Served and exported alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import cached_property

from markupsafe import Markup

from ..content import Content
from ..teaching import Teaching, Workshop
from ..views.present.view import NO_ROOM, Frame, cards_html, index_html, wall_html
from ..views.walls import shown_at
from ..views.workshop.view import notes_page_html, workshop_html
from .pages import Page, Site
from .shell import presenter_head, presenter_script

FOLDER = "present"
INDEX = "index"
NOTES, CARDS = "workshop-", "cards-"
LIST = "workshops"  # the ordinary page that leads to all of this


class Presenter:
    """The presenter pages of a site by name: that of the page, ``index``, ``workshop-<id>`` or ``cards-<id>``.

    ``room_panel`` is what a server with a room adds to each; exported pages have none.
    """

    def __init__(self, site: Site, room_panel: Markup = NO_ROOM) -> None:
        self.site = site
        self.room_panel = room_panel

    @cached_property
    def walls(self) -> dict[str, Page]:
        """The pages that can be on the wall: all that need no Python, but for the list of workshops."""
        return {name: page for name, page in self.site.pages.items() if not page.live and name != LIST}

    @property
    def names(self) -> Iterator[str]:
        """All presenter pages."""
        yield from (INDEX, *self.walls)
        for name in self._teaching.workshops:
            yield from (NOTES + name, CARDS + name)

    async def html(self, name: str, main_of: Callable[[Page], Awaitable[Markup]]) -> str:
        """One of them. ``main_of`` gives the inside of a page's ``<main>``, from wherever it was run.

        Raises LookupError when there is no such page.
        """
        if name in self.walls:
            page = self.walls[name]
            return self._wall(name, self.site.title(page, "en"), await main_of(page), titled=True)
        if name == INDEX:
            title = self._teaching.words.present["title"]
            return index_html(self._content, self._teaching, self._frame(title), "../index.html")
        kind, _, rest = name.partition("-")
        if f"{kind}-" not in {NOTES, CARDS} or rest not in self._teaching.workshops:
            raise LookupError(f"there is no presenter page {name!r}")
        workshop = self._teaching.workshops[rest]
        return self._notes(workshop) if f"{kind}-" == NOTES else self._cards(workshop)

    def _wall(self, name: str, title: str, main: Markup, *, titled: bool) -> str:
        return wall_html(self._content, self._teaching, name, main, self._frame(title), titled=titled)

    def _cards(self, workshop: Workshop) -> str:
        addresses = {part.id: shown_at(part, self._content, self.walls) for part in workshop.parts}
        main = cards_html(self._content, self._teaching, workshop, addresses)
        return self._wall(CARDS + workshop.id, workshop.title, main, titled=False)

    def _notes(self, workshop: Workshop) -> str:
        notes = workshop_html(self._content, self._teaching, workshop, "ik1", pages=self.walls)
        around = {
            "head": presenter_head(self._content, workshop.title),
            "script": presenter_script("workshop"),
            "room_panel": self.room_panel,
        }
        return notes_page_html(self._content, self._teaching, workshop, notes, **around)

    def _frame(self, title: str) -> Frame:
        pages = [(f"{name}.html", self.site.title(page, "en")) for name, page in self.walls.items()]
        return Frame(title, presenter_head(self._content, title), presenter_script("wall"), pages, self.room_panel)

    @property
    def _content(self) -> Content:
        return self.site.content("en")

    @property
    def _teaching(self) -> Teaching:
        return self.site.teaching
