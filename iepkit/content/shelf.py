"""A content folder: reads its files one by one, gives each its type, and gathers what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .errors import ContentError, Problem
from .places import where
from .reading import Document, read, shape


class Shelf:
    """The files of a content folder (by default iepkit's own). ``adapters`` give each kind of file its type.

    Raises FileNotFoundError when there is no such folder.
    """

    adapters: Mapping[str, TypeAdapter[Any]] = {}

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = where("data") if folder is None else Path(folder)
        if not self.folder.is_dir():
            raise FileNotFoundError(
                f"there is no content folder {str(self.folder)!r}: name a folder that holds law.yaml and trees/"
            )
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.files: dict[str, Any] = {}  # what each file holds, by the file's name, but for those that can't be used

    def one(self, name: str, kind: str) -> Any:
        """What one file holds, or None for a file that can't be used."""
        path = self.folder / name
        if not path.is_file():
            self.problems.append(
                Problem(name, 1, path.stem, "the file is missing", f"add {name} (see `iepkit schema`)")
            )
            return None
        document, data, problems = read(path, name)
        self.problems += problems
        if data is None:
            return None
        self.documents[name] = document
        thing, problems = shape(document, data, self.adapters[kind])
        self.problems += problems
        if thing is not None:
            self.files[name] = thing
        return thing

    def many(self, name: str, kind: str) -> dict[str, Any]:
        """The things of a folder, one a file, by id. A file is named for the id in it."""
        found = {}
        for path in sorted((self.folder / name).glob("*.yaml")):
            thing = self.one(f"{name}/{path.name}", kind)
            if thing is not None and thing.id != path.stem:
                what = f"the id '{thing.id}' is not the file's name"
                mend = f"name the file {thing.id}.yaml, or mend the id"
                self.problems.append(self.documents[f"{name}/{path.name}"].problem(("id",), what, mend))
            if thing is not None:
                found[path.stem] = thing
        return found

    def raise_problems(self) -> None:
        """Raise ContentError with every problem at once, if there is any."""
        if self.problems:
            raise ContentError(self.problems)
