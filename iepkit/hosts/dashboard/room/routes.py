"""Opens the rooms of a server, and puts their handlers among its other ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from ...pages import Site
from . import phones, presenting
from .answering import Desk
from .devices import Devices
from .hall import Hall
from .pages import room_panel
from .place import Place
from .questions import Questions
from .store import Store, StoreError

PRESENT = "/present/index.html"  # the page that the presenter's link leads to
CODE = r"([^/]{1,40})"


class RoomService:
    """The rooms of one server, or none."""

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk

    @classmethod
    def open(cls, site: Site, port: int, addresses: Callable[[], list[str]]) -> RoomService:
        """Take up the rooms of this port, or begin anew. Raises StoreError, ContentError."""
        from ....teaching import load_teaching

        place = Place.of(port)
        content = site.content("en")
        questions = Questions(content, load_teaching(content))
        store = Store(place.votes)
        try:
            hall = Hall(store, questions)
        except sqlite3.Error as error:
            mend = "end the program that uses it, or delete it; its votes are gone then"
            raise StoreError(f"{place.votes} can't be read ({error}): {mend}") from error
        secret = place.secret(rooms=bool(hall.rooms))
        return cls(Desk(hall, secret, Devices(secret), addresses))

    def link(self, address: str) -> str:
        """Where the presenter begins. The secret is in the part of an address that no browser sends."""
        return f"{address}{PRESENT}#presenter={self.desk.secret}" if self.desk else ""

    def panel(self) -> Markup:
        """The presenter's panel for the ``room_panel`` slot of a page; nothing where there are no rooms."""
        if self.desk is None:
            return Markup()
        questions = self.desk.hall.questions
        return room_panel(questions.content, questions.teaching)

    def first_code(self) -> str:
        """The code of the newest room, opened now if there is none."""
        return self.desk.hall.room_at_start().code if self.desk else ""

    def routes(self) -> list[Any]:
        """The handlers. Called once, when the server's loop is there."""
        if self.desk is None:
            return []
        found = {
            "/room/?": phones.JoinHandler,
            f"/room/{CODE}": phones.PhonePageHandler,
            f"/room/{CODE}/state": phones.StateHandler,
            f"/room/{CODE}/events": phones.PhoneLineHandler,
            f"/room/{CODE}/vote": phones.VoteHandler,
            r"/present/room\.html": presenting.WallHandler,
            "/present/rooms": presenting.RoomsHandler,
            f"/present/rooms/{CODE}": presenting.OneRoomHandler,
            f"/present/rooms/{CODE}/events": presenting.PresenterLineHandler,
            rf"/present/rooms/{CODE}/code\.svg": presenting.CodePictureHandler,
            rf"/present/rooms/{CODE}/answers\.csv": presenting.AnswersHandler,
        }
        return [(path, handler, {"desk": self.desk}) for path, handler in found.items()]

    async def begin(self) -> None:
        """Begin to write, in the server's loop."""
        if self.desk:
            self.desk.hall.begin()

    async def stop(self) -> None:
        """Write what waits, and end every line."""
        if self.desk:
            await self.desk.hall.stop()
