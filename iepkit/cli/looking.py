"""The commands that look after the content: ``check``, ``coverage``, ``changes``, ``review-sheet``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ..content import Desk, content_of, lint, load
from ..teaching import TeachingDesk


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    check = commands.add_parser("check", parents=[common], help="check the content and name every problem at once")
    check.add_argument("--strict", action="store_true", help="let what is only worth a look fail too")
    check.set_defaults(run=_check)

    coverage = commands.add_parser("coverage", parents=[common], help="account for every statement of the sources")
    coverage.set_defaults(run=_coverage)

    changed = commands.add_parser("changes", parents=[common], help="name what changed, claim by claim")
    changed.add_argument("before", metavar="A", help="a content folder, or a git revision, as HEAD~3")
    changed.add_argument("after", metavar="B", help="the same")
    changed.set_defaults(run=_changes)

    sheet = commands.add_parser("review-sheet", parents=[common], help="write one page a tree for an expert to sign")
    sheet.add_argument("target", type=Path, metavar="DIR", help="the folder to write into; it is made if need be")
    sheet.set_defaults(run=_review_sheet)


def _check(options: argparse.Namespace) -> int:
    desk = Desk(options.content)
    teaching = TeachingDesk(content_of(desk))
    found = [lint(desk), lint(teaching)]
    wrong = [problem for each in found for problem in each.wrong]
    doubtful = [problem for each in found for problem in each.doubtful]
    for problem in wrong:
        print(problem)
    for problem in doubtful:
        print(f"worth a look: {problem}")
    taught = {name: len(thing.items) for name, thing in teaching.things.items() if name != "teaching"}
    parts = {
        "trees": len(desk.trees),
        "rows": len(desk.things["comparison"].rows),
        "law entries": len(desk.things["law"]),
        "practice cases": taught.get("practice", 0),
        "quiz items": taught.get("quiz", 0),
        "workshops": len(teaching.workshops),
    }
    counts = ", ".join(f"{count} {name}" for name, count in parts.items())
    print(f"{desk.folder}: {len(wrong) or 'no'} problems, {len(doubtful)} worth a look, in {counts}")
    return int(bool(wrong or (options.strict and doubtful)))


def _coverage(options: argparse.Namespace) -> int:
    from ..content.coverage import account

    accounts = account(load(options.content))
    for fault in accounts.faults:
        print(fault, file=sys.stderr)
    print(accounts.table())
    return int(bool(accounts.faults))


def _changes(options: argparse.Namespace) -> None:
    from ..content.changes import changes
    from ..content.versions import open_version

    found = changes(*(open_version(name, options.content) for name in (options.before, options.after)))
    for change in found:
        print(change)
    print(f"{len(found)} changes from {options.before} to {options.after}")


def _review_sheet(options: argparse.Namespace) -> None:
    from ..flow import Flow
    from ..views.review.view import review_sheet

    content = load(options.content)
    try:
        options.target.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise NotADirectoryError(
            f"{options.target} is a file, or below one: name a folder to write the sheets into"
        ) from error
    for name, tree in content.trees.items():
        file = options.target / f"{name}.html"
        file.write_text(review_sheet(content, Flow(tree)), encoding="utf-8")
        print(f"{file}: {file.stat().st_size:,} bytes")
