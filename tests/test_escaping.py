"""Script and HTML in content are shown as text, in every view, in attributes as well as between tags."""

from dataclasses import replace

import pytest

from iepkit.content import load
from iepkit.content.fields import retell
from iepkit.content.translating import PSEUDO
from iepkit.hosts.pages import Site
from iepkit.hosts.running import prose_html
from iepkit.kit import Kit
from iepkit.teaching import load_teaching
from iepkit.views.explorer.view import explorer_html
from iepkit.views.review.view import review_sheet
from tests.parsing import parsed

ATTACK = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    "</script></style></textarea></title><svg onload=alert(1)>&lt;b&gt;"
)
VIEWS = [
    *("explorer", "explorer with its picture", "comparison", "home", "bench", "shell", "review sheet"),
    *("practice", "quiz", "learned"),
]


@pytest.fixture
def spoiled(good, monkeypatch) -> Kit:
    """The good folder with the attack in each text that people read."""

    def attack(_, text: str) -> str:
        return f"{text}{ATTACK}"

    monkeypatch.setattr("iepkit.content.translating.pseudo", attack)
    teaching = load_teaching(good)
    kit = Kit(load(good, PSEUDO))
    parts = {name: retell(getattr(teaching, name), name, attack) for name in ("practice", "quiz", "words")}
    kit.__dict__["teaching"] = replace(teaching, **parts)  # in the place of what it would load
    return kit


def html_of(kit: Kit, view: str) -> str:
    match view:
        case "explorer":
            return explorer_html(kit.content, kit.flow("plan"), "ik-plan")
        case "explorer with its picture":
            return kit.explorer_html("plan", "ik-plan")
        case "comparison" | "home" | "practice" | "quiz":
            return getattr(kit, view)().html
        case "review sheet":
            return review_sheet(kit.content, kit.flow("plan"))
        case "bench" | "learned":
            box = kit.workbench().controls if view == "bench" else learned_by_one(kit)
            return "".join(child.value for child in box.children if type(child).__name__ == "HTML")
        case _:
            site = Site(kit.content.folder)
            page = site.pages["which-plan"]
            return site.html(page, PSEUDO, "", with_live=True)


def learned_by_one(kit: Kit):
    (item,) = kit.teaching.quiz.items
    page = kit.learned(at_least=1)
    page.show([("a", when, item.id, item.options[0].id) for when in ("before", "after")])
    return page


@pytest.mark.parametrize("view", VIEWS)
def test_markup_in_content_is_shown_as_text(view, spoiled):
    found = parsed(html_of(spoiled, view))
    assert found.text.count("<script>alert(1)</script>") > 2
    if "picture" not in view:  # Graphviz takes entities in a label for the characters that they name
        assert found.text.count("&lt;b&gt;") == found.text.count("<script>alert(1)</script>"), "escaped once, not twice"
    handlers = [(name, each) for name, each in found.elements if any(key.startswith("on") for key in each)]
    assert handlers == []
    assert found.named("img") == []
    assert not [script for script in found.scripts if script.strip() == "alert(1)"]
    assert found.unclosed == []


def test_the_script_element_with_the_flow_can_not_be_ended_by_content(spoiled):
    kit = spoiled
    scripts = parsed(kit.explorer_html("plan", "ik-plan")).scripts
    assert len(scripts) == 1
    assert "<" not in scripts[0]


def test_every_text_of_the_tree_is_in_its_page(spoiled):
    from iepkit.content import messages

    shown = " ".join(parsed(spoiled.explorer_html("plan", "ik-plan")).text.split())
    hidden = {"trees/plan/title", "trees/plan/intro", "trees/plan/need/certain"}
    wanted = {
        context: text
        for context, text in messages(spoiled.content)
        if context.startswith("trees/plan/") and context not in hidden
    }
    missing = [context for context, text in wanted.items() if " ".join(text.split()) not in shown]
    assert missing == []


@pytest.mark.parametrize(
    "text",
    [ATTACK, "[a](javascript:alert(1))", "[a](data:text/html,<script>alert(1)</script>)", "![a](https://x.test/y.png)"],
)
def test_prose_of_a_notebook_can_run_nothing(text):
    found = parsed(prose_html(f"{text}\n\n{text}"))
    assert not [name for name, _ in found.elements if name in {"script", "svg", "iframe"}]
    assert not [each for _, each in found.elements if any(key.startswith("on") for key in each)]
    addresses = [each.get("href", each.get("src", "")) for _, each in found.elements]
    assert not [address for address in addresses if address.lower().startswith(("javascript:", "data:", "vbscript:"))]
