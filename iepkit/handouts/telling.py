"""Turns content into plain data for a template: texts without marks, claims with their kind, sources numbered."""

from __future__ import annotations

from collections.abc import Iterable

from ..content import Claim, Content, Letter, Row, Step
from ..content.fields import unmarked
from ..content.models import Dated, LawEntry, Myth
from ..teaching import Teaching
from .typesetting import Data

WORDS = "teaching/handouts"  # the id path of the handouts' own words, for translators


class Telling:
    """What one handout tells. Its sources get their numbers, from 1, as they are first told."""

    def __init__(self, content: Content, teaching: Teaching) -> None:
        self.content = content
        self.teaching = teaching
        self.words = handout_words(content, teaching)
        self._numbers: dict[tuple[str, str], int] = {}

    def whole(self, title: str, dated: Dated, body: Data, intro: str | None = None) -> Data:
        """All that a template needs. Told last: by then the sources have their numbers."""
        page = self.content.words.page
        return {
            "language": self.content.language,
            "direction": self.content.direction,
            "title": title,
            "intro": intro,
            "month": dated.as_of,
            "as_of": page["as_of"].replace("{date}", dated.as_of),
            "disclaimer": page["disclaimer"],
            "draft": page["draft"] if self.content.draft else None,
            "words": self.content.words.model_dump() | {"handouts": self.words},
            **body,
            "sources": [
                {"number": number, "citation": citation, "as_of": as_of}
                for (citation, as_of), number in self._numbers.items()
            ],
        }

    def claim(self, claim: Claim) -> Data:
        """One claim: its text, its kind, the words that mark it (a view has its owner's name), its sources."""
        words = self.content.words.kinds
        owner = f": {self.content.sources[claim.source].by}" if claim.source else ""
        return {
            "text": unmarked(claim.text),
            "kind": claim.kind,
            "mark": words[claim.kind] + owner,
            "cites": self.cites(claim.law),
        }

    def claims(self, claims: Iterable[Claim]) -> list[Data]:
        """Several claims."""
        return [self.claim(each) for each in claims]

    def cites(self, law: Iterable[str]) -> list[int]:
        """The numbers of law entries. Entries with one citation have one number."""
        return sorted({self._number(self.content.law[name]) for name in law})

    def _number(self, entry: LawEntry) -> int:
        return self._numbers.setdefault((entry.citation, entry.as_of), len(self._numbers) + 1)

    def step(self, step: Step) -> Data:
        """One next step: who does it, what, and by when."""
        who = self.content.words.who[step.who.replace("-", "_")]
        return {**self.claim(step), "who": who, "by": self.claim(step.by) if step.by else None}

    def row(self, row: Row) -> Data:
        """What a row of the comparison says of both plans."""
        return {"title": row.title, "iep": self.claims(row.iep), "p504": self.claims(row.plan_504)}

    def myth(self, myth: Myth) -> Data:
        """A myth, who says so, the rule, and more."""
        by = self.content.sources[myth.source].by if myth.source else None
        told: Data = {"myth": unmarked(myth.myth), "by": by, "rule": self.claim(myth.rule)}
        return {**told, "more": self.claims(myth.more)}

    def letter(self, letter: Letter) -> Data:
        """A letter to copy, with the law that it rests on."""
        told: Data = {"id": letter.id, "title": letter.title, "to": letter.to, "lines": letter.lines}
        return {**told, "cites": self.cites(letter.law)}


def handout_words(content: Content, teaching: Teaching) -> dict[str, str]:
    """The handouts' own words, in the language of the content."""
    return {name: content.say(f"{WORDS}/{name}", text) for name, text in teaching.words.handouts.items()}


def handout_messages(teaching: Teaching) -> list[tuple[str, str]]:
    """The handouts' own words as (context, text), for a translator's catalog."""
    return [(f"{WORDS}/{name}", text) for name, text in teaching.words.handouts.items()]
