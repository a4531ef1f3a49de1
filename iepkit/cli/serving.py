"""The command ``serve``."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    serve = commands.add_parser("serve", parents=[common], help="serve the dashboard")
    serve.add_argument("--port", type=int, default=8866, help="default: 8866")
    serve.add_argument("--host", default="localhost", help="the address to listen on (default: localhost)")
    serve.add_argument("--lan", action="store_true", help="let phones in the same network come; shows a QR code")
    rooms = "let people vote in rooms also without --lan, as behind a proxy"
    serve.add_argument("--rooms", action="store_true", help=rooms)
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.add_argument("--preheat", type=_count, default=1, metavar="N", help="kernels kept ready (default: 1)")
    serve.add_argument("--max-kernels", type=_count, default=12, metavar="N", help="live pages at once (default: 12)")
    left = "end a live page's kernel so long after it was left (default: 30)"
    serve.add_argument("--end-after", type=_count, default=30, metavar="SECONDS", help=left)
    embed = "a site that may show our pages in a frame, as https://school.example; may be given twice"
    serve.add_argument("--embed-in", action="append", default=[], metavar="ORIGIN", help=embed)
    serve.add_argument("--log", metavar="FILE", help="write one line of JSON a request, with no address (- for here)")
    serve.set_defaults(run=_serve)


def _count(text: str) -> int:
    """A number from 0 on."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def _serve(options: argparse.Namespace) -> None:
    from ..hosts.dashboard.launcher import Options, serve
    from ..hosts.dashboard.settings import Limits

    serve(
        Options(
            content=options.content,
            host=options.host,
            port=options.port,
            lan=options.lan,
            open_browser=not options.no_browser,
            limits=Limits(options.max_kernels, options.preheat, options.end_after),
            embed_in=options.embed_in,
            log=options.log,
            rooms=options.rooms,
        )
    )
