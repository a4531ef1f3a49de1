"""The command ``iepkit``: a module for each command, or for a few that do alike."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..content import ContentError
from . import exporting, handouts, looking, printing, serving


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after a message that says what went wrong and how to mend it."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (ContentError, LookupError, OSError, RuntimeError) as error:
        print(f"iepkit: {error.args[0] if isinstance(error, LookupError) else error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    found = argparse.ArgumentParser(prog="iepkit", description="Explains and compares the IEP and the 504 plan.")
    own: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "a content folder of your own (default: iepkit's)"}
    found.add_argument("--content", **own)
    common = argparse.ArgumentParser(add_help=False)  # the same after the command
    common.add_argument("--content", default=argparse.SUPPRESS, **own)
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    for module in (serving, exporting, handouts, looking, printing):
        module.add_to(commands, common)
    return found
