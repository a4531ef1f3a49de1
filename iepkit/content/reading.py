"""Reads one YAML file into text, lists and dicts, and remembers the line of each part.

Every scalar stays text, so ``no`` and ``504`` mean what they say. A key given twice is a problem,
not a silent loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from .errors import Problem, nearest

Key = tuple[str | int, ...]
Shape = TypeVar("Shape")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # one of two, known when it runs
    """Leaves every scalar as it is written: no word becomes a number, a date or a truth value."""

    def resolve(self, _kind: type[yaml.Node], _value: str, _implicit: Any) -> str:
        return ""


@dataclass(frozen=True)
class Document:
    """A file: its name, its text, and, gathered from the text only when a problem is told, what is where in it."""

    file: str
    text: str = ""

    @cached_property
    def data(self) -> Any:
        """The text, lists and dicts of the file."""
        node = _compose(self.text)
        return None if node is None else _plain(node, "", [], self.file)

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """For each path into the data, the line where that part starts (from 1)."""
        found: dict[Key, int] = {}
        node = _compose(self.text)
        if node is not None:
            _note_lines(node, (), found)
        return found

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


def read(path: Path, shown_as: str) -> tuple[Document, Any, list[Problem]]:
    """Parse one file: the document, its data (None when there is none to use), and problems of the YAML itself."""
    empty = Document(shown_as)
    try:
        text = path.read_text(encoding="utf-8")
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"this is not valid YAML ({error.problem or error.context})"
        mend = "mend the indentation, quotes or colon near this line"
        return empty, None, [Problem(shown_as, line, path.stem, what, mend)]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = f"the file can't be read ({' '.join(str(error).split())})"
        return empty, None, [Problem(shown_as, 1, path.stem, reason, "save it as UTF-8 text that you may read")]
    if node is None:
        what, mend = "the file is empty", "write its content or remove the file"
        return empty, None, [Problem(shown_as, 1, path.stem, what, mend)]
    problems: list[Problem] = []
    try:
        data = _plain(node, path.stem, problems, shown_as)
    except RecursionError:
        what = "a part of the file contains itself"
        return empty, None, [Problem(shown_as, 1, path.stem, what, "write its words out in place of the `*name`")]
    return Document(shown_as, text), data, problems


def _compose(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return node


def _plain(node: yaml.Node, name: str, problems: list[Problem], file: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, str(index), problems, file) for index, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            line = key_node.start_mark.line + 1
            problems.append(Problem(file, line, name, f"the key '{key}' is given twice", "keep one of the two"))
        found[key] = _plain(value_node, key, problems, file)
    return found


def _note_lines(node: yaml.Node, path: Key, lines: dict[Key, int]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            here = (*path, str(key_node.value))
            _note_lines(value_node, here, lines)
            lines[here] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*path, index), lines)


def shape(document: Document, data: Any, adapter: TypeAdapter[Shape]) -> tuple[Shape | None, list[Problem]]:
    """Give a document's data its type, or say all that keeps it from having one."""
    try:
        return adapter.validate_python(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        # A list whose items are at fault counts as too short as well: that only follows from them.
        deeper = {found["loc"][:end] for found in errors for end in range(len(found["loc"]))}
        told = [found for found in errors if not (found["type"] == "too_short" and found["loc"] in deeper)]
        return None, [_explain(document, dict(found)) for found in told]


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
