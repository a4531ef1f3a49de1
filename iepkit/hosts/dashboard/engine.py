"""Voila for live pages, with our own handlers before it.

The only file that uses Voila's private parts; Voila is pinned, and its traps are listed where we step around them.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.log import gen_log
from voila.app import Voila
from voila.handler import VoilaHandler
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.utils import get_voila_labextensions_path

from ..pages import Page, Site
from ..policy import Policy
from ..presenting import Presenter
from ..running import PageError
from . import handlers, walls
from .bodies import Stream
from .journal import Journal
from .kernels import Kernels, OwnKernels
from .once import HTML, WITHOUT_KERNEL, OncePages, showing
from .polite import Polite
from .presence import Place, Presence
from .room.routes import RoomService
from .settings import EXTENSIONS, FRONT_END, Limits

log = logging.getLogger("iepkit")
TEMPLATE = Path(__file__).parent / "template"
KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
READING_SECONDS = 0.2  # for the visitor's browser to show the first part before the second comes, and its scripts
END_SECONDS = 5  # for open answers to end after the server was told to stop
_END_OF_PAGE = b"</body>\n</html>"


async def drop_dead(manager: Any, notebook: str) -> None:
    """Take kernels out of the pool that died while they waited for a visitor; others are started in their place."""
    pool = getattr(manager, "_pools", {}).get(notebook, [])
    for waiting in [each for each in pool if each.done()]:
        kernel = None if waiting.cancelled() or waiting.exception() else waiting.result()["kernel_id"]
        if kernel is None or kernel not in manager or not await ensure_async(manager.get_kernel(kernel).is_alive()):
            pool.remove(waiting)
            if kernel is not None and kernel in manager:
                await ensure_async(manager.shutdown_kernel(kernel, now=True))
    if hasattr(manager, "fill_if_needed"):
        manager.fill_if_needed(delay=0, notebook_name=notebook)


class LiveHandler(Polite, VoilaHandler):
    """A live page: readable at once, then with a kernel of its own for each visitor."""

    route = "live page"
    is_live = True

    def initialize(self, page: Page, pages: OncePages, presence: Presence, **kwargs: Any) -> None:
        """Keep the page and who is on it."""
        self.page = page
        self.pages = pages
        self.presence = presence
        self.place: Place | None = None
        super().initialize(**kwargs)

    @property
    def kernel_manager(self) -> Any:
        """Voila's, by way of our note of whose kernel it is."""
        return OwnKernels(self.settings["kernel_manager"], self._note)

    def _note(self, kernel: str) -> None:
        if self.place is not None:
            self.place.kernel = kernel
        RequestInfoSocketHandler._cache.clear()  # noqa: SLF001 - Voila never clears what it keeps of requests here

    async def get(self, path: str | None = None) -> None:  # noqa: ARG002 - Voila's has it; ours knows its page
        """The page as it was run once for everybody, then what this visitor's own kernel adds to it."""
        self._forget_request()
        _ = self.xsrf_token  # else the page can't end its kernel: Voila never sets the cookie (voila#1458)
        try:
            first = (await self.pages.body("en", self.page.name)).data
        except PageError:
            self.send_error(500)
            return
        self.set_header("Content-Type", HTML)
        self.place = self.presence.enter()
        if self.place is None:
            self.set_status(503)
            self.set_header("Retry-After", "120")
            Stream(self).end(showing(first, "full"))
            return
        start, _, end = first.rpartition(_END_OF_PAGE)
        self.set_header("X-Accel-Buffering", "no")  # a proxy must pass the first part on at once
        stream = Stream(self)
        try:
            await stream.send(start)
            await asyncio.sleep(READING_SECONDS)
            if self.page.preheated:
                await drop_dead(self.settings["kernel_manager"], self.page.file.name)
            async for html in self.get_generator():
                await stream.send(html.encode())
        except StreamClosedError:
            return  # gone before the kernel was there: presence ends it
        except Exception:
            log.exception("a kernel of the live page %s did not start", self.page.name)
            await stream.send(WITHOUT_KERNEL)
        finally:
            self.presence.settle(self.place)
        stream.end(_END_OF_PAGE + end)

    async def head(self) -> None:
        """That the page is there; no kernel for that."""
        self.set_header("Content-Type", HTML)

    def _forget_request(self) -> None:
        """A kernel is told the address that was asked for, and a template in it passes by the pool. Not here."""
        self.request.query = ""
        self.request.uri = self.request.path
        self.request.arguments = self.request.query_arguments = {}


def kind(route: str, handler: type) -> type:
    """A handler of Jupyter's or Voila's, with our policy and our words where it fails."""
    return type(f"Kind{handler.__name__}", (Polite, handler), {"route": route})


class Dashboard(Voila):
    """Voila with iepkit's pages at the root."""

    site: Site
    limits: Limits
    policy: Policy
    journal: Journal
    room: RoomService
    sockets: list[socket.socket]
    template_paths: Any
    stopping = False

    def setup_template_dirs(self) -> None:
        """Put our template before Voila's own; nothing has to be installed for that."""
        super().setup_template_dirs()
        self.template_paths = [str(TEMPLATE), *self.template_paths]
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        # Jupyter gives its times to Tornado in the wrong unit, and each visitor would make Tornado say so.
        gen_log.addFilter(lambda record: "websocket_ping_timeout" not in record.getMessage())

    def init_settings(self) -> dict[str, Any]:
        """Ours. Compression is not among them: every answer brings its own, made once."""
        return {
            **super().init_settings(),
            "default_handler_class": handlers.MissingHandler,
            "iepkit_policy": self.policy,
            "iepkit_errors": handlers.error_pages(self.site),
            "log_function": self.journal.note,
            "websocket_max_message_size": self.limits.message_bytes,
        }

    def init_handlers(self) -> list[Any]:
        """Our pages first; of Voila's handlers only those that a live page needs."""
        self.pages = OncePages(self.site, Presenter(self.site, self.room.panel()))
        self.presence = Presence(
            Kernels(self, self._tidy), most=self.limits.kernels, leave_seconds=self.limits.leave_seconds
        )
        presence = {"presence": self.presence}
        live = {
            "pages": self.pages,
            **presence,
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        live_pages = [page for page in self.site.pages.values() if page.live]
        extensions = {"roots": get_voila_labextensions_path(), "only": EXTENSIONS}
        for begin in (self.pages.warm_up, self.presence.watch, self.room.begin):
            IOLoop.current().add_callback(begin)
        return [
            *self.room.routes(),
            (r"/healthz", handlers.HealthHandler, presence),
            (r"/readyz", handlers.ReadyHandler, {"ready": lambda: self.pages.warm and not self.stopping}),
            (r"/assets/([\w.]+)", handlers.AssetHandler),
            *walls.routes(self.pages),
            *[
                (rf"/{page.name}(?:\.html)?", LiveHandler, {"page": page, "notebook_path": page.file.name, **live})
                for page in live_pages
            ],
            (
                r"/(?:([a-z]{2,3}(?:-[A-Za-z]{2,4})?)/)?(?:([a-z0-9-]+?)(?:\.html)?)?",
                handlers.PageHandler,
                {"site": self.site, "pages": self.pages},
            ),
            (rf"/{FRONT_END}/static/(.+)", handlers.FrontEndHandler, {"roots": self.static_paths}),
            (rf"/{FRONT_END}/labextensions/(.+)", handlers.FrontEndHandler, extensions),
            (rf"/api/kernels/{KERNEL_ID}/events", handlers.EventsHandler, presence),
            (rf"/api/kernels/{KERNEL_ID}", kind("kernel", KernelHandler)),
            (rf"/api/kernels/{KERNEL_ID}/channels", kind("channels", VoilaKernelWebsocketHandler)),
            (r"/voila/api/shutdown/(.*)", kind("kernel", VoilaShutdownKernelHandler)),
        ]

    async def _tidy(self) -> None:
        for page in self.site.pages.values():
            if page.live and page.preheated and not self.stopping:
                await drop_dead(self.kernel_manager, page.file.name)

    def listen(self) -> None:
        """Answer on the sockets that were opened before anything else, until told to stop."""
        limits = self.limits
        self.server = HTTPServer(
            self.app,
            idle_connection_timeout=limits.header_seconds,
            body_timeout=limits.body_seconds,
            max_header_size=limits.header_bytes,
            max_body_size=limits.body_bytes,
            max_buffer_size=limits.body_bytes + limits.header_bytes,
        )
        self.server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=(self.connection_url,), daemon=True).start()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _handle_signal_stop(self, sig: Any, frame: Any) -> None:  # noqa: ARG002 - a signal handler's two
        """Stop once; a second signal does not wait."""
        self.ioloop.add_callback_from_signal(self.ioloop.stop if self.stopping else self._wind_down)
        self.stopping = True

    async def _wind_down(self) -> None:
        """Take no more visitors, tell open pages, let open answers end."""
        self.server.stop()
        await asyncio.gather(self.presence.tell_all("stopping"), self.room.stop())
        try:
            await asyncio.wait_for(self.server.close_all_connections(), END_SECONDS)
        except TimeoutError:
            log.warning("answers were still open after %s s", END_SECONDS)
        self.ioloop.stop()
