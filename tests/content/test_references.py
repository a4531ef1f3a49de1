"""Names of other things are checked because of their fields' types; no list holds an id twice."""

from pathlib import Path

import pytest
import yaml

from iepkit.content import ContentError, load, models
from iepkit.content.desk import Desk
from iepkit.content.fields import models as models_in
from iepkit.content.fields import names_of
from iepkit.content.references import Known, check_references, known_ids
from iepkit.teaching import TeachingDesk, load_teaching

GOOD = Path(__file__).parent / "good"
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*.yaml"))
TAUGHT = {"practice.yaml", "quiz.yaml", "workshops/evening.yaml"}
TAUGHT_KINDS = {"case", "myth", "quiz item"}
KINDS = {"law entry", "source", "statement", "row", "tree", "letter", "question", "term"}
# Ids of what is in the same file, which have checks of their own; a law entry's topic only sorts.
OWN = {
    ("Answered", "topic"),
    ("Card", "kind"),
    ("Comparison", "groups"),
    ("LawEntry", "topic"),
    ("Option", "to"),
    ("Questions", "topics"),
    ("Resources", "parent_center"),
    ("Row", "group"),
    ("Tree", "start"),
    ("Variant", "when"),
}


def test_each_id_in_a_model_is_its_own_or_a_name_that_is_checked():
    plain = {
        (kind.__name__, field)
        for kind in vars(models).values()
        if isinstance(kind, type) and issubclass(kind, models.Model)
        for field, annotation in kind.__annotations__.items()
        if "Slug" in str(annotation) and field != "id"
    }
    assert plain == OWN


def test_every_name_in_our_content_is_of_a_kind_that_is_known():
    desk = Desk()
    known = known_ids(desk.things, {"letters": desk.letters, "trees": desk.trees})
    names = [name for thing in desk.files.values() for name in names_of(models_in(thing))]
    assert {kind for _, kind, _ in names} == set(known) == KINDS
    assert all(known.has(kind, name) for _, kind, name in names)


@pytest.mark.parametrize("file", FILES)
def test_each_name_is_told_with_its_own_line_when_its_thing_is_gone(file, good):
    desk = TeachingDesk(load(good)) if file in TAUGHT else Desk(good)
    document, parts = desk.documents[file], models_in(desk.files[file])
    found = list(check_references(document, parts, Known(dict.fromkeys(KINDS | TAUGHT_KINDS, ()))))
    told = {(problem.line, problem.what) for problem in found}
    wanted = {(document.line(path), f"the {kind} '{name}' does not exist") for path, kind, name in names_of(parts)}
    assert wanted <= told
    assert all(path in document.lines for path, _, _ in names_of(parts)), "a path leads to a part of the file"
    assert all(problem.mend == "known: none" for problem in found if "does not exist" in problem.what)


def lists_in(data, path=()):
    """The path of each list of things with ids."""
    if isinstance(data, list) and isinstance(data[0], dict) and "id" in data[0]:
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from lists_in(value, (*path, key))


@pytest.mark.parametrize("file", FILES)
def test_a_thing_that_is_given_twice_is_told_for_every_list(file, good):
    text = (good / file).read_text(encoding="utf-8")
    for path in lists_in(yaml.load(text, yaml.BaseLoader)):  # noqa: S506 - BaseLoader makes text only
        data = here = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - the same
        for key in path:
            here = here[key]
        here.append(here[0])
        (good / file).write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
        with pytest.raises(ContentError, match="duplicate id") as caught:
            load_teaching(good)
        assert here[0]["id"] in str(caught.value), path
