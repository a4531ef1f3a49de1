"""What changed between two versions of the content, claim by claim and text by text."""

from __future__ import annotations

from dataclasses import dataclass

from .fields import by_id, retell
from .loading import Content
from .models import Claim

_CITED = ("kind", "law", "source")


@dataclass(frozen=True, order=True)
class Change:
    """One difference: the id path, what it is a change of, the value before and after (None: not there)."""

    place: str
    what: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.place}: new {self.what}: {self.after}"
        if self.after is None:
            return f"{self.place}: {self.what} is gone: {self.before}"
        return f"{self.place}: {self.what}\n    was: {self.before}\n    is:  {self.after}"


def changes(before: Content, after: Content) -> list[Change]:
    """All differences in what families read and in what it rests on, by id path."""
    old, new = _values(before), _values(after)
    return sorted(
        Change(*key, old.get(key), new.get(key)) for key in old.keys() | new.keys() if old.get(key) != new.get(key)
    )


def _values(content: Content) -> dict[tuple[str, str], str]:
    """What can change, by its id path and what it is."""
    found: dict[tuple[str, str], str] = {}

    def note(context: str, text: str) -> str:
        found[context, "text"] = text
        return text

    for name, thing in content.shown().items():
        retell(thing, name, note)
        for place, model in by_id(thing, name):
            if isinstance(model, Claim):
                for field in _CITED:
                    value = getattr(model, field)
                    text = ", ".join(value) if isinstance(value, tuple) else value
                    if text:
                        found[place, field] = text
    for entry in content.law.values():
        found[f"law/{entry.id}", "citation"] = entry.citation
        found[f"law/{entry.id}", "statement"] = entry.statement
    return found
