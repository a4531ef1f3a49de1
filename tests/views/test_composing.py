"""How scripts and styles are joined: each view has its behavior in one script, and no rule is harmed."""

import re

import pytest

from iepkit.hosts.shell import Added, own_assets
from iepkit.views.composing import (
    OWN,
    own_script,
    own_style,
    own_views,
    page_script,
    page_style,
    widget_module,
    widget_style,
)
from iepkit.views.environment import FOLDER

BEHAVING = sorted(path.parent.name for path in FOLDER.glob("*/behavior.js"))


def enhanced_by(script: str) -> set[str]:
    (named,) = re.findall(r"const ENHANCERS = \{ ([^}]*) \};", script)
    found = dict(re.findall(r"(\w+): (\w+)", named))
    assert all(f"function {function}(" in script for function in found.values())
    return set(found)


def test_each_behavior_comes_with_every_page_or_with_its_own_view():
    shared = enhanced_by(page_script())
    assert shared | set(OWN) == set(BEHAVING)
    assert not shared & set(OWN)
    assert enhanced_by(widget_module()) == shared
    for view in OWN:
        assert enhanced_by(own_script(view)) == enhanced_by(widget_module(view)) == {view}


def test_what_one_page_alone_needs_is_not_on_every_page():
    for view in OWN:
        assert f".ik-{view}" in own_style(view)
        assert f".ik-{view}" in widget_style(view)
        assert f".ik-{view}" not in page_style()


@pytest.mark.parametrize("view", OWN)
def test_a_view_is_found_in_its_page_and_brings_its_own_along(view, kit):
    html = getattr(kit, view)().html
    assert own_views(html) == (view,)
    assert own_views(kit.comparison().html) == ()
    inside, beside = Added.to(html), Added.to(html, "../assets/")
    assert own_script(view) in inside.script
    assert own_style(view) in inside.style
    (name,) = re.findall(r'<script src="\.\./assets/([^"]+)"></script>', beside.script)
    assert own_assets()[name].decode() == own_script(view)


def test_content_that_reads_like_a_view_brings_no_script():
    assert own_views('<p>&lt;section class="ik" id="x" data-view="quiz"&gt;</p>') == ()


def test_no_string_of_a_style_holds_what_ends_a_rule():
    """The space around these is taken out, and would be taken out of a string too."""
    strings = [text for path in FOLDER.rglob("*.css") for text in re.findall(r'"([^"\n]*)"', path.read_text("utf-8"))]
    assert strings
    assert [text for text in strings if set(text) & set("{};")] == []
