"""How content is read: as text, with its lines, with its order, from where it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from iepkit.content import load, where
from iepkit.content.reading import read


def written(folder: Path, text: str) -> Path:
    path = folder / "thing.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_scalar_is_text(tmp_path):
    text = "a: no\nb: 504\nc: 2026-11\nd: true\ne: 1e3\nf: null\ng: ~\nh:\n'504': [yes, 0o17, .5]\n"
    document, _, problems = read(written(tmp_path, text), "thing.yaml")
    assert problems == []
    assert document.data == {
        "a": "no", "b": "504", "c": "2026-11", "d": "true",
        "e": "1e3", "f": "null", "g": "~", "h": "", "504": ["yes", "0o17", ".5"],
    }  # fmt: skip


def test_no_and_504_in_content_stay_words(good):
    content = load(good)
    assert content.trees["plan"].questions[1].options[1].label == "no"
    assert content.law["no-rule"].applies_to == "504"


def test_each_part_knows_its_line(tmp_path):
    text = "# a comment\nid: a\nlist:\n- one\n-\n  deep: |\n    two\n    lines\n  last: x\nend: {b: c,\n  d: e}\n"
    document, _, _ = read(written(tmp_path, text), "thing.yaml")
    lines = {
        ("id",): 2,
        ("list",): 3,
        ("list", 0): 4,
        ("list", 1, "deep"): 6,
        ("list", 1, "last"): 9,
        ("end", "b"): 10,
        ("end", "d"): 11,
    }
    assert {path: document.line(path) for path in lines} == lines
    assert document.line(("list", 1, "nowhere", 7)) in {5, 6}
    assert document.line(("nowhere",)) == 2


def test_a_problem_names_the_innermost_id(tmp_path):
    text = "id: outer\nthings:\n- id: inner\n  parts: [{id: core}, {}]\n"
    document, _, _ = read(written(tmp_path, text), "thing.yaml")
    assert document.id_at(("things", 0, "parts", 0, "x")) == "core"
    assert document.id_at(("things", 0, "parts", 1)) == "inner"
    assert document.id_at(("things", 9)) == "outer"


def test_a_byte_order_mark_of_a_windows_editor_is_no_problem(good):
    path = good / "sources.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(good).sources["a-lawyer"].by == "A lawyer"


def test_things_keep_the_order_of_the_file_and_trees_that_of_their_place(good):
    text = (good / "trees" / "plan.yaml").read_text(encoding="utf-8")
    for name, place in (("aaa", "20"), ("zzz", "3")):
        other = text.replace("id: plan\n", f"id: {name}\n").replace("place: '10'", f"place: '{place}'")
        (good / "trees" / f"{name}.yaml").write_text(other, encoding="utf-8")
    content = load(good)
    assert list(content.trees) == ["zzz", "plan", "aaa"]
    assert list(content.law) == ["iep-law", "no-rule", "agency-says", "often-done"]


def test_content_can_not_be_changed(good):
    content = load(good)
    with pytest.raises(ValueError, match="frozen"):
        content.comparison.rows[0].title = "Other"
    with pytest.raises(AttributeError):
        content.language = "es"


def test_a_variant_takes_from_its_outcome_what_it_does_not_say(good):
    import iepkit

    endings = iepkit.load(str(good)).flow("plan").endings
    tested, ask = endings["teaching", "tested-first"], endings["teaching", "ask-first"]
    assert (tested.leans, ask.leans) == ("iep", "either")
    assert tested.steps == ask.steps != ()
    assert (tested.letter, ask.letter) == ("ask", "ask")
    assert ask.headline == "Ask for testing first."


def test_the_version_changes_with_any_file_of_content_and_with_no_other(good):
    first = load(good).version
    (good / "notes.txt").write_text("mine", encoding="utf-8")
    assert load(good).version == first
    for name in ("law.yaml", "letters/ask.yaml"):
        (good / name).write_text((good / name).read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
        second = load(good).version
        assert second != first
        first = second


@pytest.mark.parametrize("name", ["nowhere", "good/law.yaml"])
def test_a_folder_that_is_none_is_named(good, name):
    with pytest.raises(FileNotFoundError, match=r"there is no content folder .* law\.yaml and trees/"):
        load(good.parent / name)


def test_our_folders_are_found_from_anywhere(tmp_path):
    names = "[str(where('data')), str(where('notebooks'))]"
    code = f"import json; from iepkit.content import where; print(json.dumps({names}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [Path(path).is_dir() for path in json.loads(done.stdout)] == [True, True]
    with pytest.raises(FileNotFoundError, match="install iepkit again"):
        where("no-such-folder")
