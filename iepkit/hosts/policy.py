"""The Content-Security-Policies: what a browser may do on a page of ours, wherever it is served from."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from ..views.composing import page_script

_OURS = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'"
_LIVE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; form-action 'none'"
)


@cache
def _known_script() -> str:
    """The name of our own script in a policy: each answer has one, so it is worked out once."""
    return f"sha256-{b64encode(hashlib.sha256(page_script().encode()).digest()).decode()}"


class PolicyError(RuntimeError):
    """An origin that can't be allowed to embed pages. Says what one looks like."""


@dataclass(frozen=True)
class Policy:
    """The Content-Security-Policies. ``embed_in`` are the origins whose pages may show ours in a frame."""

    embed_in: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse what would open more than one site."""
        for origin in self.embed_in:
            parts = urlsplit(origin)
            whole = f"{parts.scheme}://{parts.netloc}"
            if origin != whole or parts.scheme not in {"http", "https"} or set(parts.netloc or "*") & set("*;, '\""):
                mend = "name a site as its scheme and host alone, with no path"
                raise PolicyError(f"{origin!r} can't be allowed to embed: {mend}, as in https://school.example")

    @property
    def ours(self) -> str:
        """Exported pages: scripts from files of ours alone."""
        return f"{_OURS}; {self._around}"

    @property
    def served(self) -> str:
        """Pages of this server that need no Python: also the one script of ours that stands inside some of them."""
        return f"{_OURS}; script-src 'self' '{_known_script()}'; {self._around}"

    @property
    def forms(self) -> str:
        """A room: as ours, with a form to this server, and in no frame: another site could have somebody vote there."""
        ours = _OURS.replace("form-action 'none'", "form-action 'self'")
        return f"{ours}; base-uri 'none'; frame-ancestors 'none'"

    @property
    def live(self) -> str:
        """Pages with ipywidgets, whose manager writes scripts into the page and loads modules as blobs; no eval."""
        return f"{_LIVE}; {self._around}"

    @property
    def _around(self) -> str:
        return "base-uri 'none'; frame-ancestors " + (" ".join(self.embed_in) or "'none'")
