"""Our own content keeps the rules for words and sources."""

import re

from iepkit.content import load, messages
from iepkit.content.fields import claims

MOST_WORDS = 25
END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
SHORTENED = re.compile(r"\b(?:U\.S\.C?|e\.g|i\.e|Mr|Mrs|Dr|vs|No|a\.m|p\.m)\.$")


def sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in END.split(text):
        if found and SHORTENED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def everything():
    content = load()
    things = [*content.trees.values(), content.comparison, content.resources]
    return content, [claim for thing in things for _, claim in claims(thing)]


def test_no_sentence_is_longer_than_25_words():
    long = [
        f"{context}: {len(words)} words: {sentence}"
        for context, text in messages(load())
        for sentence in sentences(text)
        if len(words := re.findall(r"\S*\w\S*", sentence)) > MOST_WORDS
    ]
    assert not long, "\n".join(long)


def test_each_claim_cites_law_that_exists_and_is_verified():
    content, found = everything()
    assert {name for claim in found for name in claim.law} <= set(content.law)
    assert "unverified" not in {entry.verification for entry in content.law.values()}
    assert len(found) > 500


def test_only_law_binds():
    _, found = everything()
    binding = re.compile(r"\b(must|has the right|have the right|entitled)\b", re.IGNORECASE)
    assert not [claim.text for claim in found if claim.kind != "law" and binding.search(claim.text)]


def test_nobody_is_told_that_a_child_qualifies():
    verdict = re.compile(r"\byour child (does |will )?(qualif|is eligible)", re.IGNORECASE)
    assert not [text for _, text in messages(load()) if verdict.search(text)]


def test_citations_stand_in_law_yaml_only():
    citation = re.compile(r"\b(U\.S\.C|CFR|§)")
    assert not [f"{context}: {text}" for context, text in messages(load()) if citation.search(text)]


def test_kinds_of_words_are_those_of_the_code():
    content = load()
    assert set(content.words.kinds) == {"law", "silent", "guidance", "practice", "view", "example"}
    assert set(content.words.plans) == {"iep", "p504", "either", "neither", "none", "mixed"}
    assert set(content.words.who) == {
        "you",
        "student",
        "school",
        "district",
        "state",
        "ocr",
        "hearing_officer",
        "court",
        "mediator",
    }


def test_the_eight_dimensions_are_there_with_both_plans_and_why_they_matter():
    core = [row for row in load().comparison.rows if row.core == "true"]
    assert len(core) == 8
    assert all(row.iep and row.plan_504 and row.why.text and row.asides for row in core)
