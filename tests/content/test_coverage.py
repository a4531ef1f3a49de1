"""Every statement of the sources is accounted for, and a gap is named."""

import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.content.coverage import MOST_LEFT_OUT, account
from iepkit.content.fields import models


def test_every_statement_of_our_sources_is_accounted_for(capsys):
    assert main(["coverage"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("404 of 404 accounted for")


def test_few_statements_are_left_out_and_each_for_a_reason():
    accounts = account(load())
    assert len(accounts.of("left-out")) <= MOST_LEFT_OUT * len(accounts.all)
    assert all(each.statement.left_out for each in accounts.of("left-out"))
    assert all(each.statement.not_verifiable for each in accounts.of("not-verifiable"))


def test_each_statement_that_is_taken_up_stands_in_an_exported_page(exported):
    pages = "".join(path.read_text(encoding="utf-8") for path in exported.glob("*.html"))
    shown = set()
    for piece in pages.split('data-claim="')[1:]:
        shown |= set(piece.split('"', 1)[0].split())
    accounts = account(load())
    taken = {each.statement.id for each in [*accounts.of("shown"), *accounts.of("corrected")]}
    assert taken
    assert taken <= shown, sorted(taken - shown)


def add(folder, statement):
    with (folder / "coverage.yaml").open("a", encoding="utf-8") as file:
        file.write(f"- {statement}\n")


def test_what_became_of_a_statement_is_told_by_who_takes_it_up(good):
    found = {each.statement.id: each for each in account(load(good)).all}
    assert found["ask-in-writing"].disposition == "shown"
    assert found["ask-in-writing"].places == ("faq/how-to-ask/answer",)
    assert found["no-law-says-he"].disposition == "corrected"
    assert found["no-law-says-he"].places == ("myths/no-law",)
    assert found["hello"].disposition == "left-out"


def test_a_gap_fails_and_is_named(good, capsys):
    add(good, '{id: new, source: a-parent, line: "2", says: One statement}')
    assert main(["--content", str(good), "coverage"]) == 1
    out, err = capsys.readouterr()
    assert out.rstrip().endswith("3 of 4 accounted for")
    assert "new: nothing takes it up (One statement)" in err


def test_too_many_left_out_fail(good, capsys):
    assert main(["--content", str(good), "coverage"]) == 1
    assert "1 statements are left out, of at most 0" in capsys.readouterr().err


def test_a_statement_that_is_given_up_and_taken_up_fails(good, capsys):
    file = good / "coverage.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("says: Ask in writing.", "says: Ask in writing.\n  not_verifiable: an opinion"))
    assert main(["--content", str(good), "coverage"]) == 1
    assert "ask-in-writing: given up in coverage.yaml, but taken up by faq/how-to-ask/answer" in capsys.readouterr().err


def test_content_without_a_list_of_statements_says_so(good):
    (good / "coverage.yaml").unlink()
    with pytest.raises(LookupError, match=r"no coverage\.yaml"):
        account(load(good))


def test_no_statement_is_covered_under_a_name_that_does_not_exist():
    content = load()
    known = {statement.id for statement in content.coverage.statements}
    holders = [model for thing in content.shown().values() for _, model in models(thing)]
    named = {name for model in holders for name in getattr(model, "covers", ())}
    assert named <= known
