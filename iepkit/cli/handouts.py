"""The commands that make paper: ``handouts`` and ``facilitator-guide``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..content import Content, load
from ..teaching import Teaching, load_teaching

BAR = 30  # characters
PAPERS = ("letter", "a4")  # those of handouts/typesetting.py, which no other command has to load


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    handouts = commands.add_parser("handouts", parents=[common], help="write what is handed out, as PDF, XLSX and CSV")
    handouts.add_argument("target", type=Path, metavar="DIR", help="the folder to write into; it is made if need be")
    handouts.add_argument("--paper", choices=(*PAPERS, "both"), default="both", help="default: both")
    only = "only these, by name or pattern, as chart-core or 'booklet-*'"
    handouts.add_argument("--only", nargs="+", default=[], metavar="NAME", help=only)
    handouts.add_argument("--language", default="en", help="those that are whole in this language (default: en)")
    handouts.set_defaults(run=_handouts)

    guide = commands.add_parser("facilitator-guide", parents=[common], help="write the printed guide of a workshop")
    guide.add_argument("workshop", nargs="?", metavar="WORKSHOP", help="its id, as parent-evening-60; else all of them")
    guide.add_argument("target", type=Path, metavar="TARGET", help="the PDF to write; for all of them, a folder")
    guide.add_argument("--paper", choices=PAPERS, default="letter", help="default: letter")
    guide.set_defaults(run=_guide)


def _handouts(options: argparse.Namespace) -> None:
    from ..handouts import handout_names, make_handouts

    content, teaching = _loaded(options, options.language)
    papers = PAPERS if options.paper == "both" else (options.paper,)
    names = make_handouts(options.target, content, teaching, papers, options.only, _progress())
    _say_what(options.target, names)
    if options.language != "en" and not options.only:
        there = handout_names(content, teaching)
        missing = [name for name in handout_names(load(options.content), teaching) if name not in there]
        print(f"Not made, because not whole in {options.language}: {', '.join(missing)}")


def _guide(options: argparse.Namespace) -> None:
    from ..handouts import make_guides, write_guide

    content, teaching = _loaded(options, "en")
    if options.workshop is None:
        _say_what(options.target, make_guides(options.target, content, teaching, [options.paper], _progress()))
        return
    write_guide(options.target, content, teaching, options.workshop, options.paper)
    print(f"{options.target}: {options.target.stat().st_size:,} bytes")


def _loaded(options: argparse.Namespace, language: str) -> tuple[Content, Teaching]:
    content = load(options.content, language)
    return content, load_teaching(content)


def _say_what(folder: Path, names: Sequence[str]) -> None:
    size = sum((folder / name).stat().st_size for name in names)
    print(f"{folder}: {len(names)} files, {size:,} bytes")


def _progress() -> Any:
    """A bar on the terminal, or nothing where there is none."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of_all: int, name: str) -> None:
        bar = "#" * (BAR * done // of_all)
        end = "\n" if done == of_all else ""
        print(f"\r\x1b[K[{bar:<{BAR}}] {done}/{of_all} {name}", end=end, file=sys.stderr, flush=True)

    return tell
