"""The command ``quiz-export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    quiz = commands.add_parser("quiz-export", parents=[common], help="write the knowledge check for Moodle or as CSV")
    quiz.add_argument("target", type=Path, metavar="FILE", help="FILE.xml for Moodle's question bank, or FILE.csv")
    quiz.add_argument("--set", metavar="ID", dest="items", help="only the questions of a set, as educators")
    quiz.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from ..content import load
    from ..teaching import load_teaching
    from ..teaching.moodle import items_of, moodle_xml, quiz_csv

    writers = {".xml": moodle_xml, ".csv": quiz_csv}
    write = writers.get(options.target.suffix.lower())
    if write is None:
        mend = "name it quiz.xml for Moodle's question bank, or quiz.csv for a spreadsheet"
        print(f"iepkit: {options.target} is neither .xml nor .csv: {mend}", file=sys.stderr)
        return 2
    content = load(options.content)
    quiz = load_teaching(content).quiz
    if quiz is None:
        raise LookupError(f"this content has no quiz.yaml: add the file to {content.folder}")
    items = items_of(quiz, options.items)
    options.target.write_bytes(write(content, quiz, items))
    print(f"{options.target}: {len(items)} questions")
    return 0
