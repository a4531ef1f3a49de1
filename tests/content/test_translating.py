"""The one translation step: it meets each text that people read, and none that they do not."""

import subprocess
import sys
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from iepkit.content import ContentError, load, messages
from iepkit.content.models import Translatable
from iepkit.handouts import handout_messages
from iepkit.hosts.pages import page_messages
from iepkit.teaching import load_teaching

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


def strings_in(thing, annotation=None, path="") -> typing.Iterator[tuple[str, str, bool]]:
    """Each string in a model, with its path and whether its type says that people read it."""
    if isinstance(thing, str):
        yield path, thing, is_text(annotation)
    elif isinstance(thing, BaseModel):
        hints = typing.get_type_hints(type(thing), include_extras=True)
        for name in type(thing).model_fields:
            yield from strings_in(getattr(thing, name), hints[name], f"{path}/{name}")
    elif isinstance(thing, dict | tuple):
        inner = inner_of(annotation)
        for key, value in thing.items() if isinstance(thing, dict) else enumerate(thing):
            yield from strings_in(value, inner, f"{path}/{key}")


def inner_of(annotation):
    """The type of the values of a dict or a tuple, whatever marks stand around it."""
    if typing.get_origin(annotation) is typing.Annotated:
        return inner_of(typing.get_args(annotation)[0])
    parts = typing.get_args(annotation)
    return parts[1] if typing.get_origin(annotation) is dict else parts[0]


def is_text(annotation) -> bool:
    marked = any(isinstance(mark, Translatable) for mark in getattr(annotation, "__metadata__", ()))
    return marked or any(is_text(part) for part in typing.get_args(annotation))


def things_of(content):
    return content.shown().values()


def test_everything_that_people_read_is_shown(good):
    content = load(good)
    names = set(content.shown())
    assert {"comparison", "resources", "interface", "faq", "glossary", "myths", "stories", "plan-contents"} < names
    assert {"trees/plan", "letters/ask", "sources/a-parent"} < names


@pytest.fixture
def folder_of(good):
    return lambda name: None if name == "ours" else good


@pytest.mark.parametrize("name", ["ours", "good"])
def test_every_text_passes_the_translation_step_and_nothing_else_does(name, folder_of):
    plain = [each for thing in things_of(load(folder_of(name))) for each in strings_in(thing)]
    told = [each for thing in things_of(load(folder_of(name), "ar-XB")) for each in strings_in(thing)]
    assert len(plain) == len(told) > 100
    for (path, before, read), (_, after, _) in zip(plain, told, strict=True):
        if read:
            assert after == f"⟦{before}{'·' * (len(before) // 2)}⟧", path
        else:
            assert after == before, path


@pytest.mark.parametrize("name", ["ours", "good"])
def test_messages_hold_each_text_once_under_a_path_of_its_own(name, folder_of):
    content = load(folder_of(name))
    found = messages(content)
    texts = sorted(text for thing in things_of(content) for _, text, read in strings_in(thing) if read)
    assert sorted(text for _, text in found) == texts
    contexts = [context for context, _ in found]
    assert len(set(contexts)) == len(contexts)


def test_paths_of_texts_hold_ids_so_that_they_stay_when_things_move(good):
    contexts = {text: context for context, text in messages(load(good))}
    assert contexts["How old is your child?"] == "trees/plan/age/ask"
    assert contexts["Under 3"] == "trees/plan/age/age-young/label"
    assert contexts["Ask for testing first."] == "trees/plan/teaching/ask-first/headline"
    assert contexts["It rests on one law."] == "comparison/law/iep/0/text"
    assert contexts["Helps families near you."] == "resources/center/purpose"


def template(seed: str) -> str:
    command = [sys.executable, "-m", "iepkit.cli", "messages"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""})
    return done.stdout.decode("utf-8")


def test_the_template_for_translators_is_whole_and_always_in_the_same_order():
    from io import BytesIO

    from babel.messages.pofile import read_po

    text = template("1")
    undated = [line for line in text.splitlines() if "POT-Creation-Date" not in line]
    assert undated == [line for line in template("2").splitlines() if "POT-Creation-Date" not in line]
    catalog = read_po(BytesIO(text.encode("utf-8")))
    wanted = {*messages(load()), *page_messages(), *handout_messages(load_teaching())}
    assert {(message.context, message.id) for message in catalog if message.id} == wanted


def translated(folder: Path, *pairs: tuple[str, str, str]) -> Path:
    (folder / "locale").mkdir()
    lines = [f'\nmsgctxt "{context}"\nmsgid "{text}"\nmsgstr "{words}"\n' for context, text, words in pairs]
    (folder / "locale" / "es.po").write_text(PO + "".join(lines), encoding="utf-8")
    return folder


def test_a_catalog_translates_and_what_it_lacks_stays_english(good):
    translated(
        good,
        ("trees/plan/age/ask", "How old is your child?", "¿Cuántos años tiene su hijo?"),
        ("trees/plan/title", "Which plan?", ""),
    )
    content = load(good, "es")
    assert (content.language, content.direction) == ("es", "ltr")
    assert content.trees["plan"].questions[0].ask == "¿Cuántos años tiene su hijo?"
    assert content.trees["plan"].title == "Which plan?"
    assert content.trees["plan"].questions[1].ask == "Has the school tested your child?"
    assert load(good).trees["plan"].questions[0].ask == "How old is your child?"


def test_one_text_may_have_other_words_at_another_place(good):
    translated(good, ("trees/plan/age/age-unsure/label", "I am not sure", "No sé"))
    questions = load(good, "es").trees["plan"].questions
    assert [question.options[-1].label for question in questions[:2]] == ["No sé", "I am not sure"]


def test_a_language_without_a_catalog_names_those_there_are(good):
    translated(good)
    with pytest.raises(LookupError, match=r"there is no language 'fr' .*fr\.po.*: use one of en, es, ar-XB"):
        load(good, "fr")


def test_a_guess_of_a_tool_is_not_shown(good):
    translated(good)
    text = PO + '\n#, fuzzy\nmsgctxt "trees/plan/title"\nmsgid "Which plan?"\nmsgstr "¿Cuál?"\n'
    (good / "locale" / "es.po").write_text(text, encoding="utf-8")
    assert load(good, "es").trees["plan"].title == "Which plan?"


@pytest.mark.parametrize(("text", "line"), [(PO + '\nmsgid "a"\nnonsense\n', 5), ("msgid \xe9\n", 1)])
def test_a_broken_catalog_is_a_problem_with_its_place(text, line, good):
    translated(good)
    (good / "locale" / "es.po").write_text(text, encoding="latin-1")
    with pytest.raises(
        ContentError, match=rf"locale/es\.po:{line}: es: the catalog can't be read .+: mend it in a PO editor"
    ):
        load(good, "es")
