"""Reads one YAML file into text, lists and dicts, and remembers the line of each part.

Every scalar stays text, so ``no`` and ``504`` mean what they say. A key given twice is a problem,
not a silent loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from .errors import Problem, nearest

Key = tuple[str | int, ...]
Shape = TypeVar("Shape")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A parsed file: its ``data`` and, for each path into it, the line where that part starts (from 1)."""

    file: str
    data: Any
    lines: Mapping[Key, int]

    def line(self, path: Key) -> int:
        """The line of the part at ``path``, or of the nearest part around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def id_at(self, path: Key) -> str:
        """The id of the innermost thing around ``path`` that has one; else the file's own name."""
        found, here = Path(self.file).stem, self.data
        for key in path:
            if isinstance(here, dict) and isinstance(here.get("id"), str):
                found = here["id"]
            try:
                here = here[key]
            except (KeyError, IndexError, TypeError):
                return found
        return str(here["id"]) if isinstance(here, dict) and isinstance(here.get("id"), str) else found

    def problem(self, path: Key, what: str, mend: str) -> Problem:
        """A problem with the part at ``path``."""
        return Problem(self.file, self.line(path), self.id_at(path), what, mend)


def read(path: Path, shown_as: str) -> tuple[Document, list[Problem]]:
    """Parse one file. Problems of the YAML itself come back beside what could be read of it."""
    empty = Document(shown_as, None, {})
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"this is not valid YAML ({error.problem or error.context})"
        return empty, [Problem(shown_as, line, path.stem, what, "mend the indentation, quotes or colon near this line")]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = f"the file can't be read ({' '.join(str(error).split())})"
        return empty, [Problem(shown_as, 1, path.stem, reason, "save it as UTF-8 text that you may read")]
    if node is None:
        return empty, [Problem(shown_as, 1, path.stem, "the file is empty", "write its content or remove the file")]
    lines: dict[Key, int] = {}
    problems: list[Problem] = []
    try:
        data = _plain(node, (), lines, problems, shown_as)
    except RecursionError:
        what = "a part of the file contains itself"
        return empty, [Problem(shown_as, 1, path.stem, what, "write its words out in place of the `*name`")]
    return Document(shown_as, data, lines), problems


def _plain(node: yaml.Node, path: Key, lines: dict[Key, int], problems: list[Problem], file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in found:
                name = str(path[-1]) if path else Path(file).stem
                problems.append(Problem(file, line, name, f"the key '{key}' is given twice", "keep one of the two"))
            found[key] = _plain(value_node, (*path, key), lines, problems, file)
            lines[(*path, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, index), lines, problems, file) for index, item in enumerate(node.value)]
    return node.value


def shape(document: Document, adapter: TypeAdapter[Shape]) -> tuple[Shape | None, list[Problem]]:
    """Give the document its type, or say all that keeps it from having one."""
    try:
        return adapter.validate_python(document.data), []
    except ValidationError as error:
        return None, [_explain(document, dict(found)) for found in error.errors(include_url=False)]


def _explain(document: Document, found: dict[str, Any]) -> Problem:
    path = tuple(found["loc"])
    if path and path[-1] == "[key]":
        path = path[:-1]
    name = path[-1] if path else document.id_at(())
    match found["type"]:
        case "extra_forbidden":
            return document.problem(
                path, f"unknown key '{name}'", "remove it, or mend its spelling (see `iepkit schema`)"
            )
        case "missing":
            return document.problem(path, f"the key '{name}' is missing", f"add '{name}'")
        case "literal_error":
            allowed = found["ctx"]["expected"]
            hint = nearest(str(found["input"]), allowed.replace("'", "").replace(" or ", ", ").split(", "))
            return document.problem(path, f"'{found['input']}' is not a value of '{name}'", f"use {allowed}; {hint}")
        case "string_pattern_mismatch":
            pattern = found["ctx"]["pattern"]
            mend = (
                "use small letters, digits and single hyphens" if "a-z" in pattern else "use year-month, as in 2026-11"
            )
            return document.problem(path, f"'{found['input']}' can't be used for '{name}'", mend)
        case "too_short" | "string_too_short":
            return document.problem(
                path, f"'{name}' is empty or too short", "add what belongs there, or remove the key"
            )
        case _:
            return document.problem(
                path, f"'{name}': {found['msg'].lower()}", "give it the form that `iepkit schema` shows"
            )
