"""Breaks a content folder as a case says: a YAML file with what to change and the words of the error."""

import re
from pathlib import Path

import yaml

FORM = re.compile(r"[\w./-]+\.?\w*:\d+: [^:]+: .+: .+")


def spoil(folder: Path, case: dict) -> None:
    for change in case.get("replace", []):
        path = folder / change["file"]
        text = path.read_text(encoding="utf-8")
        assert text.count(change["old"]) == 1, f"{change['old']!r} is not once in {change['file']}"
        path.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
    for file, text in case.get("write", {}).items():
        (folder / file).write_text(text, encoding="utf-8")
    for file, text in case.get("latin", {}).items():
        (folder / file).write_text(text, encoding="latin-1")
    for file, to in case.get("move", {}).items():
        (folder / file).rename(folder / to)
    for file in case.get("remove", []):
        (folder / file).unlink()


def case_of(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
