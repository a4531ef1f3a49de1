"""The command ``export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..hosts.pages import Site


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    export = commands.add_parser("export", parents=[common], help="write the pages as files that need no server")
    export.add_argument(
        "target",
        type=Path,
        metavar="DIR",
        help="the folder (with --single-file: the file; with --kit: either) to write",
    )
    export.add_argument("page", nargs="?", metavar="PAGE", help="with --single-file: the page, as which-plan")
    export.add_argument("--single-file", action="store_true", help="write one page as one HTML file, all inside")
    export.add_argument(
        "--kit",
        action="store_true",
        help="write a kit to carry, with the handouts: a folder, or a file that ends in .zip",
    )
    export.add_argument("--language", default="en", help="with --single-file: the language (default: en)")
    export.add_argument("--base-url", metavar="URL", help="the site's root on the web, for its page of missing pages")
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from ..hosts.export import export_single_file, export_site
    from ..hosts.pages import Site

    if options.single_file != (options.page is not None):
        print("iepkit: one page goes into one file: iepkit export --single-file FILE which-plan", file=sys.stderr)
        return 2
    if options.single_file and options.base_url is not None:
        print("iepkit: one file needs no --base-url: it leads to no other page", file=sys.stderr)
        return 2
    if options.kit and (options.single_file or options.base_url is not None):
        print("iepkit: a kit is opened from a stick: it takes neither --single-file nor --base-url", file=sys.stderr)
        return 2
    site = Site(options.content)
    if options.kit:
        from ..hosts.carried import export_kit

        print(f"{options.target}: {len(export_kit(options.target, site, _print))} files. Open START-HERE.html")
        return 0
    if options.single_file:
        export_single_file(options.target, options.page, site, options.language)
        print(f"{options.target}: {options.target.stat().st_size:,} bytes")
        return 0
    names = export_site(options.target, site, options.base_url)
    print(f"{options.target}: {len(names)} files")
    left_out = [page.name for page in site.pages.values() if page.live]
    if left_out:
        print(f"Not exported, because they need Python behind them: {', '.join(left_out)}")
    return 0


def _print(folder: Path, site: Site) -> None:
    """What is to be printed, into a kit's folder: every handout, and the guide of each workshop."""
    from ..handouts import make_guides, make_handouts

    for language in ("en", *site.languages):
        make_handouts(folder, site.content(language), site.teaching)
    make_guides(folder, site.content("en"), site.teaching)
