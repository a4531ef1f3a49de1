"""What changed between two versions, claim by claim."""

import shutil
import subprocess

import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.content.changes import changes


@pytest.fixture
def newer(good, tmp_path):
    return shutil.copytree(good, tmp_path / "newer")


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_changed(good, newer):
    assert changes(load(good), load(newer)) == []


def test_a_text_a_kind_and_a_citation_are_told_by_their_id_path(good, newer, capsys):
    text = next(iter(load(good).comparison.rows)).question
    change(newer, "comparison.yaml", text, "A new question?")
    found = changes(load(good), load(newer))
    assert [(each.what, each.before, each.after) for each in found] == [("text", text, "A new question?")]
    assert found[0].place.startswith("comparison/")
    assert main(["changes", str(good), str(newer)]) == 0
    out = capsys.readouterr().out
    assert f"was: {text}" in out
    assert "is:  A new question?" in out
    assert out.rstrip().endswith(f"1 changes from {good} to {newer}")


def test_a_claim_that_is_gone_and_one_that_is_new_are_told(good, newer):
    change(newer, "plan-contents.yaml", "id: card-time", "id: another-name")
    found = changes(load(good), load(newer))
    assert any(each.after is None and "/card-time/" in each.place for each in found)
    assert any(each.before is None and "/another-name/" in each.place for each in found)


def test_a_new_citation_is_told(good, newer):
    entry = next(iter(load(good).law.values()))
    change(newer, "law.yaml", entry.citation, "99 CFR 1")
    (found,) = changes(load(good), load(newer))
    assert (found.place, found.what, found.after) == (f"law/{entry.id}", "citation", "99 CFR 1")


def test_a_revision_of_the_repository_is_a_version_too(good, capsys):
    def git(*arguments):
        own = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(good), *own, *arguments]
        subprocess.run(command, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    text = next(iter(load(good).comparison.rows)).title
    change(good, "comparison.yaml", text, "Another title")
    assert main(["--content", str(good), "changes", "HEAD", str(good)]) == 0
    assert "is:  Another title" in capsys.readouterr().out


def test_a_name_that_is_no_version_says_what_to_name(good, capsys):
    assert main(["--content", str(good), "changes", "no-such-thing", str(good)]) == 1
    assert "'no-such-thing' is neither a content folder nor a git revision" in capsys.readouterr().err
