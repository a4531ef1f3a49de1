"""What goes with every answer of the server: a policy, no referrer, and kind words where something fails."""

from __future__ import annotations

from typing import Any, ClassVar

from tornado.web import RequestHandler

from ..policy import Policy


class Polite(RequestHandler):
    """A handler whose every answer has the policy, and whose errors say kindly what to do. No cookie."""

    route: ClassVar[str] = "other"  # what the journal calls it: never the address, which may hold anything
    is_live: ClassVar[bool] = False
    has_forms: ClassVar[bool] = False

    def set_default_headers(self) -> None:
        """Headers of every answer, errors too."""
        policy: Policy = self.settings["iepkit_policy"]
        chosen = policy.live if self.is_live else policy.forms if self.has_forms else policy.served
        self.set_header("Content-Security-Policy", chosen)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what happened in plain words; nothing of the request, no traceback."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["iepkit_errors"](status_code))
