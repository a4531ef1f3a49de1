"""Checks of single statements: that each cites what bears it, and claims no more than that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .errors import Problem
from .fields import Parts
from .models import Claim, LawEntry
from .reading import Document, Key

DUTY = re.compile(r"\b(must|(?:has|have|had) the right|entitled)\b", re.IGNORECASE)
VERDICT = re.compile(r"\byour child (?:does |will |would )?(?:qualif(?:y|ies)|is eligible)\b", re.IGNORECASE)
BEARS = {"law": {"law"}, "silent": {"silent"}, "guidance": {"guidance", "law"}}
NEEDS_LAW = frozenset({"law", "silent", "guidance", "practice"})


def check_claims(document: Document, parts: Parts, law: Mapping[str, LawEntry]) -> Iterator[Problem]:
    """All that is wrong with the claims among the ``parts`` (see `fields.models`) of a document.

    That what they cite exists is for `references` to check.
    """
    for path, claim in parts:
        if not isinstance(claim, Claim):
            continue
        yield from _check_sources(document, path, claim, law)
        if claim.kind != "law" and (found := DUTY.search(claim.text)):
            yield document.problem(
                (*path, "text"),
                f"'{found[0]}' in a claim of kind {claim.kind}: only the law can bind",
                "say 'may', 'often' or 'is likely', or cite the law and make it kind law",
            )
        if found := VERDICT.search(claim.text):
            yield document.problem(
                (*path, "text"),
                f"'{found[0]}' decides for a family",
                "say what is likely and what the next step is; the school's team decides",
            )


def _check_sources(document: Document, path: Key, claim: Claim, law: Mapping[str, LawEntry]) -> Iterator[Problem]:
    if claim.kind in NEEDS_LAW and not claim.law:
        what = f"a claim of kind {claim.kind} without a source"
        yield document.problem(path, what, "add `law: [id]` with an id of law.yaml, or say whose view it is")
    if claim.kind == "view" and claim.source is None:
        yield document.problem(path, "a view without a source", "add `source: id` with an id of sources.yaml")
    kinds = {entry.kind for name in claim.law if (entry := law.get(name)) is not None}
    if kinds and claim.kind in BEARS and not kinds & BEARS[claim.kind]:
        yield document.problem(
            (*path, "kind"),
            f"a claim of kind {claim.kind}, but its sources are only of kind {', '.join(sorted(kinds))}",
            f"cite an entry of kind {' or '.join(sorted(BEARS[claim.kind]))}, or make the claim weaker",
        )


def check_law(document: Document, entries: tuple[LawEntry, ...]) -> Iterator[Problem]:
    """Entries that can't be shown, and kinds that say more than how the entry was verified."""
    strongest = {"primary-text": "law", "primary-text-absence": "silent", "agency-guidance": "guidance"}
    for index, entry in enumerate(entries):
        if entry.verification == "unverified":
            mend = "verify it against the text of the law, or take it out"
            yield document.problem((index, "verification"), "an unverified entry is never shown", mend)
        elif entry.kind in {"law", "guidance"} and strongest.get(entry.verification) != entry.kind:
            what = f"kind {entry.kind}, but verified only by {entry.verification}"
            yield document.problem((index, "kind"), what, "give the kind that the verification bears")
