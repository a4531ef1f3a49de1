"""What the presenter asks for. Each request carries the secret in a header, which no other site can send."""

from __future__ import annotations

import csv
import hmac
import io
import json
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError

from ..bodies import Body
from ..lan import qr_svg
from ..once import HTML
from .answering import LineHandler, RoomHandler
from .codes import typed_code
from .hall import RefusedError
from .pages import fallback_html
from .polls import Poll
from .rooms import Listener, Room

HEADER = "X-Iepkit-Presenter"
MOST_LINES = 8  # of presenters of one room


class WallHandler(RoomHandler):
    """A page with the panel alone, and a list of all there is to ask. It holds no secret: anybody may see it."""

    async def get(self) -> None:
        """The page."""
        questions = self.hall.questions
        html = fallback_html(questions.content, questions.teaching, questions.groups)
        await Body.of(html.encode(), HTML, level=6).answer(self, "no-store")

    head = get


class PresenterHandler(RoomHandler):
    """Something that only the presenter may ask for."""

    route = "presenter"

    async def prepare(self) -> None:
        """Compare the secret, in a time that tells nothing of it. Guessing is slowed."""
        await super().prepare()
        wrong = self.desk.paces.secret
        given = self.request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.desk.secret.encode()):
            self.slow(wrong.take(self.request.remote_ip))
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def room(self, typed: str) -> Room:
        """The room of a code. Raises HTTPError 404."""
        room = self.hall.rooms.get(typed_code(typed) or "")
        if room is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return room

    def joining(self, room: Room) -> list[str]:
        """Where phones join: at the addresses of this machine, else where the presenter's own browser found it."""
        scheme = self.request.headers.get("X-Forwarded-Proto", self.request.protocol)
        here = f"{'https' if scheme == 'https' else 'http'}://{self.request.host}"
        return [f"{address}/room/{room.code}" for address in self.desk.addresses() or [here]]

    def write_error(self, status_code: int, **_: Any) -> None:
        """JSON, as all answers here."""
        self.tell(status_code, error=HTTPStatus(status_code).phrase)


class RoomsHandler(PresenterHandler):
    """All rooms."""

    async def get(self) -> None:
        """Their codes, the newest first."""
        rooms = sorted(self.hall.rooms.values(), key=lambda room: -room.made)
        self.tell(200, rooms=[room.code for room in rooms])

    async def post(self) -> None:
        """One more."""
        try:
            room, kept = self.hall.open_room()
        except RefusedError as error:
            self.tell(409, error=str(error))
            return
        self.tell(201 if await self.is_kept(kept) else 202, room=room.code)


class OneRoomHandler(PresenterHandler):
    """What is done with one room: ``{"do": "open", "ref": "item/which-law"}`` and the like."""

    async def post(self, typed: str) -> None:
        """200 when it is on the disk, 202 when it waits for that, 409 with the reason when it can't be done."""
        room, body = self.room(typed), self.body()
        try:
            kept = self._done(room, body)
        except (RefusedError, LookupError) as error:
            self.tell(409, error=str(error.args[0]))
        except (TypeError, ValueError, AttributeError):
            self.tell(400, error="this can't be read: see SECURITY.md")
        else:
            self.tell(200 if await self.is_kept(kept) else 202)

    async def delete(self, typed: str) -> None:
        """Delete it, with all votes."""
        kept = self.hall.delete(self.room(typed))
        self.tell(200 if await self.is_kept(kept) else 202)

    def _done(self, room: Room, body: dict[str, Any]) -> Any:
        match body.get("do"):
            case "open" if body.get("set"):
                name = str(body["set"])
                poll = Poll(self.hall.questions.refs_of(name), str(body.get("phase")), name)
                return self.hall.ask(room, poll)
            case "open":
                return self.hall.ask(room, Poll((str(body.get("ref")),)), anew=bool(body.get("anew")))
            case "close":
                return self.hall.turn(room, is_open=False)
            case "show" | "hide" as how:
                return self.hall.turn(room, shown=how == "show")
            case "reveal":
                return self.hall.turn(room, is_open=False, shown=True)
            case "hands":
                counts = {str(name): int(count) for name, count in body.get("counts", {}).items()}
                return self.hall.count_hands(room, counts, instead=bool(body.get("instead")))
        raise RefusedError("question", "nothing is to be done: open, close, show, hide, reveal or hands")


class PresenterLineHandler(PresenterHandler, LineHandler):
    """The open line of a presenter."""

    async def get(self, typed: str) -> None:
        """Events: the state of the panel."""
        room = self.room(typed)
        if len(room.presenters) >= MOST_LINES:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        join = self.joining(room)
        writer = self.hall.writer

        def message() -> str:
            state = room.for_presenter(self.hall.questions)
            return json.dumps({**state, "join": join, "waiting": writer.waiting, "trouble": writer.trouble})

        listener = Listener()
        stop = room.listen(listener, room.presenters)
        try:
            await self.follow(listener, message)
        finally:
            stop()


class CodePictureHandler(PresenterHandler):
    """The QR code of a room, for a wall."""

    async def get(self, typed: str) -> None:
        """As SVG, of the address that ``at`` counts to."""
        found = self.joining(self.room(typed))
        at = self.get_query_argument("at", "0")
        which = int(at) if at.isdecimal() and len(at) < 3 else 0  # noqa: PLR2004 - digits
        await Body.of(qr_svg(found[which % len(found)]), "image/svg+xml").answer(self, "no-store")


class AnswersHandler(PresenterHandler):
    """What was answered before and after a training, for a spreadsheet: no names, a code by lot for each device."""

    async def get(self, typed: str) -> None:
        """As CSV: code, when, item, option."""
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(("code", "when", "item", "option"))
        table.writerows(await self.hall.answers(self.room(typed)))
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.finish(out.getvalue())
