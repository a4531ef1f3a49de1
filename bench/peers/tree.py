"""The tree that all peers show: its words as plain data, and the walk over them.

A peer reads `FILE` in its folder and nothing of iepkit, so that it does not pay for what iepkit loads.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NAME = "which-plan"
FILE = "tree.json"
Tree = dict[str, Any]


def read(folder: Path = Path()) -> Tree:
    """The tree that was written into a folder."""
    found: Tree = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return found


def question(tree: Tree, options: Sequence[str]) -> str | None:
    """The id of the question after these answers (option ids, in order), or None when they reached an ending."""
    here = _target(tree, options)
    return here if here in tree["questions"] else None


def ending(tree: Tree, options: Sequence[str]) -> Tree:
    """The ending that a finished walk reaches: of its outcome, the first whose conditions hold.

    Raises LookupError while there is no such ending.
    """
    here, answers = _target(tree, options), set(options)
    for each in tree["endings"]:
        if each["outcome"] == here and all(answers & set(wanted) for wanted in each["when"]):
            return dict(each)
    raise LookupError(f"no ending after {list(options)}")


def because(tree: Tree, options: Sequence[str]) -> list[tuple[str, str]]:
    """What was answered, and the reason that the tree gives with each answer."""
    every = {each["id"]: each for asked in tree["questions"].values() for each in asked["options"]}
    return [(every[name]["label"], every[name]["reason"]) for name in options]


def _target(tree: Tree, options: Sequence[str]) -> str:
    here: str = tree["start"]
    for name in options:
        here = next(each["to"] for each in tree["questions"][here]["options"] if each["id"] == name)
    return here
