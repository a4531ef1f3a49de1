"""What goes with every answer of the server: two policies, no referrer, and kind words where something fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tornado.web import RequestHandler

_OURS = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'"
_LIVE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; form-action 'none'"
)


class PolicyError(RuntimeError):
    """An origin that can't be allowed to embed pages. Says what one looks like."""


@dataclass(frozen=True)
class Policy:
    """The two Content-Security-Policies. ``embed_in`` are the origins whose pages may show ours in a frame."""

    embed_in: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse what would open more than one site."""
        for origin in self.embed_in:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or set(origin) & set("*;, '\"") or parts.path:
                mend = "name a site as its scheme and host alone, with no path"
                raise PolicyError(f"{origin!r} can't be allowed to embed: {mend}, as in https://school.example")

    @property
    def ours(self) -> str:
        """Pages that need no Python: scripts from files of ours alone."""
        return f"{_OURS}; {self._around}"

    @property
    def live(self) -> str:
        """Pages with ipywidgets, whose manager writes scripts into the page and loads modules as blobs; no eval."""
        return f"{_LIVE}; {self._around}"

    @property
    def _around(self) -> str:
        return "base-uri 'none'; frame-ancestors " + (" ".join(self.embed_in) or "'none'")


class Polite(RequestHandler):
    """A handler whose every answer has the policy, and whose errors say kindly what to do. No cookie."""

    route: ClassVar[str] = "other"  # what the journal calls it: never the address, which may hold anything
    is_live: ClassVar[bool] = False

    def set_default_headers(self) -> None:
        """Headers of every answer, errors too."""
        policy: Policy = self.settings["iepkit_policy"]
        self.set_header("Content-Security-Policy", policy.live if self.is_live else policy.ours)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what happened in plain words; nothing of the request, no traceback."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.settings["iepkit_errors"](status_code))
