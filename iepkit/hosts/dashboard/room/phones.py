"""What phones ask for: the page of a room, its state, and that a vote be counted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError

from ..bodies import Body
from ..once import HTML
from .answering import LineHandler, RoomHandler
from .codes import typed_code
from .hall import RefusedError
from .pages import join_html, phone_html
from .polls import PHASES
from .rooms import Listener, Room, for_device

COOKIE = "iepkit_device"
DAY_SECONDS = 86_400
STATUS = {"closed": 409, "option": 422, "full": 503, "busy": 503}
LINES_OF_A_DEVICE = 4


class PhoneHandler(RoomHandler):
    """Something of one room, for a device."""

    room: Room
    device: bytes | None = None

    async def prepare(self) -> None:
        """Find the device, then the room. Guessing codes is slowed for those who are in no room yet."""
        await super().prepare()
        code = typed_code(self.path_args[0])
        room = self.hall.rooms.get(code) if code else None
        if room is not None:
            self.device = self.desk.devices.device(room.code, self.get_cookie(COOKIE, ""))
        address, paces = self.request.remote_ip, self.desk.paces
        if self.device is None:
            self.slow(paces.guess.wait(address))
        else:
            self.slow(paces.device.take(self.device))
        if room is None:
            paces.guess.take(address)
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.room = room

    def give_token(self) -> None:
        """A cookie for a device that has none; not when another site has led here, since it may have one then."""
        if self.device is None and self.request.headers.get("Sec-Fetch-Site") != "cross-site":
            self.slow(self.desk.paces.newcomer.take(self.request.remote_ip))
            token = self.desk.devices.new_token(self.room.code)
            self.device = self.desk.devices.device(self.room.code, token)
            secure = self.request.headers.get("X-Forwarded-Proto", self.request.protocol) == "https"
            place: dict[str, Any] = {"path": f"/room/{self.room.code}", "max_age": DAY_SECONDS, "secure": secure}
            self.set_cookie(COOKIE, token, httponly=True, samesite="Strict", **place)

    async def page(self, said: str = "", status: int = 200) -> None:
        """The page as it is now, with something to say."""
        html = phone_html(self.hall.questions.content, self.hall.questions.teaching, self.told(), said)
        self.set_status(status)
        await Body.of(html.encode(), HTML, level=6).answer(self, "no-store")

    def told(self) -> dict[str, Any]:
        """What the page shows."""
        state = self.room.for_phones(self.hall.questions)
        return {**state, "mine": self.room.mine(self.device), "code": self.own_code()}

    def own_code(self) -> str | None:
        """The device's code in a check before and after a training, once it has answered in one."""
        return self.room.codes.get(self.device) if self.device else None

    def write_error(self, status_code: int, **more: Any) -> None:
        """A wrong code gets the form again; who is a script gets JSON."""
        if self.request.method == "POST" or "json" in self.request.headers.get("Accept", ""):
            self.tell(status_code, said={404: "gone", 429: "slow"}.get(status_code, "refused"))
        elif status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS}:
            said = "wrong" if status_code == HTTPStatus.NOT_FOUND else "slow"
            self.set_header("Content-Type", HTML)
            self.finish(join_html(self.hall.questions.content, self.hall.questions.teaching, said))
        else:
            super().write_error(status_code, **more)


class JoinHandler(RoomHandler):
    """Where a code is typed."""

    async def get(self) -> None:
        """The form, or on to the room."""
        typed = self.get_query_argument("code", "")
        if typed:
            self.redirect(f"/room/{typed_code(typed) or 'none'}", status=HTTPStatus.SEE_OTHER)
            return
        html = join_html(self.hall.questions.content, self.hall.questions.teaching)
        await Body.of(html.encode(), HTML, level=6).answer(self, "no-store")

    head = get


class PhonePageHandler(PhoneHandler):
    """The page of a room."""

    async def get(self, typed: str) -> None:
        """One address for a room: the cookie is for it alone."""
        if typed != self.room.code:
            self.redirect(f"/room/{self.room.code}", status=HTTPStatus.SEE_OTHER)
            return
        self.give_token()
        await self.page()

    head = get


class StateHandler(PhoneHandler):
    """The state of a room, for a page whose line could not be opened."""

    async def get(self, _: str) -> None:
        """As JSON."""
        self.give_token()
        self.set_header("Content-Type", "application/json")
        self.finish(for_device(self.room, self.device, self.hall.questions))


class PhoneLineHandler(PhoneHandler, LineHandler):
    """The open line of a phone."""

    async def get(self, _: str) -> None:
        """Events, while there is a line left."""
        lines = sum(len(room.phones) for room in self.hall.rooms.values())
        own = [each for each in self.room.phones if self.device and each.device == self.device]
        if lines >= self.desk.most_lines or len(own) >= LINES_OF_A_DEVICE:
            self.again_seconds = 5
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        self.give_token()
        listener = Listener(self.device)
        stop = self.room.listen(listener, self.room.phones)
        try:
            await self.follow(listener, lambda: for_device(self.room, self.device, self.hall.questions))
        finally:
            stop()


class VoteHandler(PhoneHandler):
    """A vote."""

    async def post(self, _: str) -> None:
        """From the script as JSON, or from a form of the page where there is no script."""
        is_form = self.request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        sent = (
            {name: self.get_body_argument(name, "") for name in ("phase", "ref", "option")} if is_form else self.body()
        )
        said = await self._said(*(sent.get(name, "") for name in ("phase", "ref", "option")))
        status = {"kept": 200, "waiting": 202, "again": 428, "refused": 400, **STATUS}[said]
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.set_header("Retry-After", "2")
        if not is_form:
            self.tell(status, said=said, code=self.own_code())
        elif said == "kept":
            self.redirect(f"/room/{self.room.code}", status=HTTPStatus.SEE_OTHER)
        else:
            await self.page(said, status)

    async def _said(self, phase: Any, ref: Any, option: Any) -> str:
        if phase not in PHASES or not isinstance(ref, str) or not isinstance(option, str):
            return "refused"
        if self.device is None:  # no vote without a cookie: the same phone could vote twice
            self.give_token()
            return "again"
        try:
            kept = self.hall.vote(self.room, self.device, phase, ref, option)
        except RefusedError as error:
            return error.why
        return "kept" if await self.is_kept(kept) else "waiting"
