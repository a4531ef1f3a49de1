"""Serves the dashboard: Voila for live pages, with our own handlers before it.

The only file that uses Voila's private parts; Voila is pinned, and its traps are listed where we step around them.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any

from jupyter_server.auth import User
from jupyter_server.auth.identity import IdentityProvider
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.handler import TornadoVoilaHandler

from ..pages import Site
from ..running import CELL_SECONDS, KERNEL_TRANSPORT
from . import handlers

LAST_PORT = 65535
IDLE_SECONDS = 1200
CULL_EVERY_SECONDS = 60
TEMPLATE = Path(__file__).parent / "template"
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]


class ServeError(RuntimeError):
    """The dashboard can't be served. Says why, and what to do."""


class Visitor(IdentityProvider):
    """Everybody is a visitor: no login, and no cookie that tells one from another."""

    def get_user(self, handler: Any) -> User:  # noqa: ARG002 - Jupyter calls it with one
        """The one visitor."""
        return User("visitor")


class LiveHandler(TornadoVoilaHandler):
    """A live page: a kernel of its own for each visitor."""

    def initialize(self, site: Site, **kwargs: Any) -> None:
        """Keep the site for kind error pages."""
        self.site = site
        super().initialize(**kwargs)

    def set_default_headers(self) -> None:
        """The policy of pages with widgets."""
        handlers.set_policy(self, handlers.LIVE)

    async def get(self, path: str | None = None) -> None:
        """Run the notebook and write it as it runs."""
        _ = self.xsrf_token  # else the page can't end its kernel: Voila never sets the cookie (voila#1458)
        await super().get(path)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what happened in plain words."""
        self.finish(handlers.kind_error(self.site, status_code))


class Dashboard(Voila):
    """Voila with iepkit's pages at the root."""

    site: Site
    template_paths: Any

    def setup_template_dirs(self) -> None:
        """Put our template before Voila's own; nothing has to be installed for that."""
        super().setup_template_dirs()
        self.template_paths = [str(TEMPLATE), *self.template_paths]

    def init_settings(self) -> dict[str, Any]:
        """Compression can't be set by configuration: Voila merges its settings too late."""
        return {
            **super().init_settings(),
            "compress_response": True,
            "default_handler_class": handlers.MissingHandler,
            "default_handler_args": {"site": self.site},
        }

    def init_handlers(self) -> list[Any]:
        """Our pages first; then Voila's, without its file lists and without pages that are ours."""
        pages = handlers.OncePages(self.site)
        own = {"site": self.site}
        live = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        found: list[Any] = [
            (
                r"/healthz",
                handlers.HealthHandler,
                {**own, "kernels": lambda: len(self.kernel_manager.list_kernel_ids())},
            ),
            (r"/assets/([\w.]+)", handlers.AssetHandler, own),
            *[
                (rf"/{page.name}(?:\.html)?", LiveHandler, {**own, **live, "notebook_path": page.file.name})
                for page in self.site.pages.values()
                if page.live
            ],
            (
                r"/(?:([a-z]{2,3}(?:-[A-Za-z]{2,4})?)/)?(?:([a-z0-9-]+?)(?:\.html)?)?",
                handlers.PageHandler,
                {**own, "pages": pages},
            ),
        ]
        kept = (BaseVoilaHandler, AllowListFileHandler)
        found += [
            rule for rule in super().init_handlers() if not (isinstance(rule[1], type) and issubclass(rule[1], kept))
        ]
        IOLoop.current().add_callback(pages.warm)
        return found

    def launch_browser(self) -> None:
        """Open the start page."""
        threading.Thread(target=webbrowser.open, args=(self.connection_url,), daemon=True).start()


def configuration(host: str, port: int, site: Site, *, open_browser: bool, preheat: int) -> Config:
    """All of Voila's settings that differ from its own defaults."""
    once = [page.file.name for page in site.pages.values() if not page.live]
    return Config(
        {
            "Voila": {
                "ip": host,
                "port": port,
                "port_retries": 0,
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
                "preheat_kernel": preheat > 0,
                "default_pool_size": preheat,
            },
            "KernelManager": {"transport": KERNEL_TRANSPORT},
            "VoilaExecutor": {"timeout": CELL_SECONDS},
            "VoilaKernelManager": {"preheat_denylist": [rf"(.*/)?{re.escape(name)}$" for name in once]},
            "MappingKernelManager": {"cull_idle_timeout": IDLE_SECONDS, "cull_interval": CULL_EVERY_SECONDS},
        }
    )


def serve(
    content: Path | None = None,
    *,
    host: str = "localhost",
    port: int = 8866,
    open_browser: bool = True,
    preheat: int = 0,
) -> None:
    """Serve the dashboard until it is stopped. ``preheat`` is how many kernels wait for visitors of each live page.

    Raises ServeError when the port can't be had, ContentError when the content can't be used.
    """
    _refuse_taken(host, port)
    site = Site(content)
    _ = site.version  # loads the content, so that its problems show now
    os.environ["IEPKIT_SERVED"] = "1"
    os.environ["IEPKIT_CONTENT"] = str(site.folder)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH")])
    )
    Dashboard.site = site
    app = Dashboard(config=configuration(host, port, site, open_browser=open_browser, preheat=preheat))
    app.initialize([str(site.notebooks)])
    sys.stdout.write(f"iepkit is served on http://{host}:{port} (stop it with Ctrl+C)\n")
    sys.stdout.flush()
    app.start()


def _refuse_taken(host: str, port: int) -> None:
    if not 0 < port <= LAST_PORT:
        raise ServeError(f"there is no port {port}: name one from 1024 to 65535, as in `iepkit serve --port 8900`")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ServeError(f"there is no address {host!r} here ({error.strerror}): use localhost") from error
    with socket.socket(family, kind) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                what = f"port {port} is in use: stop the other program, or choose another port, as in"
                raise ServeError(f"{what} `iepkit serve --port {port + 1 if port < LAST_PORT else 8900}`") from error
            raise ServeError(f"port {port} can't be used ({error.strerror}): choose another with --port") from error
