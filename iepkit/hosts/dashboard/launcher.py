"""Starts the dashboard: what is asked of it, the port, what Python behind pages is told, where it is found."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tornado.netutil import bind_sockets

from ..pages import Site
from ..policy import Policy
from .engine import Dashboard
from .journal import Journal
from .lan import addresses, qr_text
from .room.routes import RoomService
from .settings import Limits, configuration

LAST_PORT = 65535
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only where it was asked for
WAITING = 1024  # connections that may wait to be taken: a hall of phones comes at once


class ServeError(RuntimeError):
    """The dashboard can't be served. Says why, and what to do."""


@dataclass(frozen=True)
class Options:
    """What ``iepkit serve`` was asked for. ``lan``: phones in the same network may come; else this machine alone.

    ``rooms``: people may vote also where it is not this machine's network that phones come by, as behind a proxy.
    """

    content: Path | None = None
    host: str = "localhost"
    port: int = 8866
    lan: bool = False
    open_browser: bool = True
    limits: Limits = field(default_factory=Limits)
    embed_in: Sequence[str] = ()
    log: str | None = None
    rooms: bool = False


def serve(options: Options) -> None:
    """Serve the dashboard until it is stopped, by Ctrl+C or SIGTERM.

    Raises ServeError when the port can't be had, ContentError when the content can't be used, PolicyError for an
    origin that can't be allowed to embed, JournalError for a log that can't be written, StoreError for votes that
    can't be kept.
    """
    host = EVERYWHERE if options.lan else options.host
    policy, journal = Policy(options.embed_in), Journal(options.log)
    sockets = _bound(host, options.port)
    try:
        site = Site(options.content)
        _ = site.version  # loads the content, so that its problems show now
        _tell_kernels(site)
        Dashboard.site, Dashboard.limits, Dashboard.sockets = site, options.limits, sockets
        Dashboard.policy, Dashboard.journal = policy, journal
        Dashboard.room = room = _room(site, options)
        told = "localhost" if host == EVERYWHERE else host
        app = Dashboard(
            config=configuration(told, options.port, site, options.limits, open_browser=options.open_browser)
        )
        app.initialize([str(site.notebooks)])
        sys.stdout.write(_greeting(host, options.port, room))
        sys.stdout.flush()
        app.start()
    finally:
        for each in sockets:
            each.close()


def _tell_kernels(site: Site) -> None:
    os.environ["IEPKIT_SERVED"] = "1"
    os.environ["IEPKIT_CONTENT"] = str(site.folder)
    code = [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, code))


def _room(site: Site, options: Options) -> RoomService:
    if not (options.lan or options.rooms):
        return RoomService()
    return RoomService.open(site, options.port, lambda: _phones_at(options.port) if options.lan else [])


def _phones_at(port: int) -> list[str]:
    return [f"http://{address}:{port}" for address in addresses()]


def _greeting(host: str, port: int, room: RoomService) -> str:
    here = f"http://{'localhost' if host == EVERYWHERE else host}:{port}"
    told = f"iepkit is served on {here} (stop it with Ctrl+C)\n"
    link = room.link(here)
    if link:
        told += f"For the presenter alone, to hold votes: {link}\n"
    if host != EVERYWHERE:
        return told
    found = _phones_at(port)
    if not found:
        return f"{told}This machine is in no network, so no phone can come: join the hall's wifi, or open a hotspot.\n"
    code = room.first_code()
    join = f"{found[0]}/room/{code}"
    more = "".join(f"or {each}\n" for each in found[1:])
    return f"{told}Phones in the same network:\n\n{qr_text(join)}\n{join} (room {code})\n{found[0]}\n{more}"


def _bound(host: str, port: int) -> list[socket.socket]:
    """Sockets that nobody else has. Taken before anything else, and never another port than the one asked for."""
    if not 0 < port <= LAST_PORT:
        raise ServeError(f"there is no port {port}: name one from 1024 to 65535, as in `iepkit serve --port 8900`")
    try:
        return bind_sockets(port, host, backlog=WAITING)
    except socket.gaierror as error:
        raise ServeError(f"there is no address {host!r} here ({error.strerror}): use localhost") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            what = f"port {port} is in use: stop the other program, or choose another port, as in"
            raise ServeError(f"{what} `iepkit serve --port {port + 1 if port < LAST_PORT else 8900}`") from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise ServeError(f"there is no address {host!r} here ({error.strerror}): use localhost") from error
        raise ServeError(f"port {port} can't be used ({error.strerror}): choose another with --port") from error
