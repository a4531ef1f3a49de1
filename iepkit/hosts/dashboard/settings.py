"""How the dashboard is set up: its limits, and all of Voila's settings that differ from its own defaults."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from jupyter_server.auth import User
from jupyter_server.auth.identity import IdentityProvider
from traitlets.config import Config

from ..pages import Site
from ..running import CELL_SECONDS, KERNEL_TRANSPORT
from ..shell import live_address

EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
IDLE_SECONDS = 1200  # a second net below presence: a kernel that did nothing for so long and has no connection
CULL_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Limits:
    """How much the server gives to whom. Seconds and bytes; ``kernels`` counts open live pages, not the pool."""

    kernels: int = 12
    preheat: int = 1
    leave_seconds: float = 30
    header_seconds: float = 20
    body_seconds: float = 20
    header_bytes: int = 16_384
    body_bytes: int = 100_000
    message_bytes: int = 1_000_000


class Visitor(IdentityProvider):
    """Everybody is a visitor: no login, and no cookie that tells one from another."""

    def get_user(self, handler: Any) -> User:  # noqa: ARG002 - Jupyter calls it with one
        """The one visitor."""
        return User("visitor")


def _front_end() -> str:
    packages = ("voila", "ipywidgets", "jupyterlab_widgets", "anywidget")
    return "front-end/" + sha256(" ".join(map(version, packages)).encode()).hexdigest()[:12]


FRONT_END = _front_end()  # an address that changes with what is served below it


def page_config(current: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Where the front end finds its files, and no address outside."""
    places = {"fullStaticUrl": f"/{FRONT_END}/static", "fullLabextensionsUrl": f"/{FRONT_END}/labextensions"}
    return {**current, **places, "fullMathjaxUrl": live_address("formulas")}


def configuration(host: str, port: int, site: Site, limits: Limits, *, open_browser: bool) -> Config:
    """All of Voila's settings that differ from its own defaults."""
    cold = [page.file.name for page in site.pages.values() if not (page.live and page.preheated)]
    return Config(
        {
            "Voila": {
                "ip": host,
                "port": port,
                "open_browser": open_browser,
                "config_file_paths": [],
                "identity_provider_class": Visitor,
                "log_level": logging.ERROR,
            },
            "VoilaConfiguration": {
                "template": "lab",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "show_tracebacks": False,
                "strip_sources": True,
                "extension_allowlist": EXTENSIONS,
                "preheat_kernel": limits.preheat > 0,
                "default_pool_size": limits.preheat,
                "page_config_hook": page_config,
            },
            "KernelManager": {"transport": KERNEL_TRANSPORT, "autorestart": False},
            "VoilaExecutor": {"timeout": CELL_SECONDS},
            "VoilaKernelManager": {"preheat_denylist": [rf"(.*/)?{re.escape(name)}$" for name in cold]},
            "MappingKernelManager": {"cull_idle_timeout": IDLE_SECONDS, "cull_interval": CULL_EVERY_SECONDS},
        }
    )
