"""The peers show the same tree as iepkit: the same questions, the same endings, the same words."""

import importlib.util
import json
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import bench.peers
from bench.peers import tree as walks
from bench.peers.check import OPTIONS, WALKS, follow
from bench.peers.tree import NAME
from bench.peers.words import tree_of, written
from iepkit.content.fields import unmarked
from iepkit.flow import Flow, walk
from tests.browser.conftest import Watch, chromium, visitor, watch
from tests.browser.walking import all_paths, to_endings

__all__ = ["Watch", "chromium", "visitor", "watch"]  # fixtures
PEERS = Path(bench.peers.__file__).parent


@pytest.fixture(scope="module")
def flow(kit) -> Flow:
    return kit.flow(NAME)


@pytest.fixture(scope="module")
def tree(kit) -> walks.Tree:
    return tree_of(kit, NAME)


@pytest.fixture(scope="module")
def page_by_hand(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("peers")
    written(folder)
    return (folder / "index.html").as_uri()


def test_every_path_leads_where_iepkit_leads(flow, tree):
    for path in all_paths(flow):
        options = [option for _, option in path]
        for length in range(len(options)):
            assert walks.question(tree, options[:length]) == walk(flow, path[:length]).question
        end = walk(flow, path)
        assert walks.question(tree, options) is None
        told, meant = walks.ending(tree, options), flow.endings[end.outcome, end.variant]
        assert (told["outcome"], told["headline"]) == (end.outcome, meant.headline)
        assert told["papers"] == [unmarked(paper) for paper in meant.papers]


def test_every_ending_holds_all_its_steps(flow, tree):
    for (outcome, _), meant, told in zip(flow.endings, flow.endings.values(), tree["endings"], strict=True):
        assert told["outcome"] == outcome
        assert [step["text"] for step in told["steps"]] == [unmarked(step.text) for step in meant.steps]
        assert set(told["says"]) >= {unmarked(claim.text) for claim in meant.says}


def test_no_mark_of_the_glossary_is_left(tree):
    assert "](term:" not in json.dumps(tree)


def test_the_page_by_hand_is_small_and_asks_nobody(tmp_path):
    written(tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    script = text.partition("<script>\n")[2].partition("</script>")[0]
    assert len(script.splitlines()) <= 65
    assert "http" not in text.replace("https://", "").partition("<script>")[2]
    assert "src=" not in text


def test_stock_widgets_tell_the_same(flow, tree):
    spec = importlib.util.spec_from_file_location("wizard", PEERS / "voila" / "wizard.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for path in to_endings(flow):
        wizard = module.Wizard(tree)
        for question, option in path:
            asked = flow.questions[question]
            assert escape(asked.ask) in wizard.text.value
            (radio,) = wizard.choice.children
            assert [value for _, value in radio.options] == [each.id for each in asked.options]
            radio.value = option
        end = walk(flow, path)
        meant = flow.endings[end.outcome, end.variant]
        assert escape(meant.headline) in wizard.text.value
        assert all(escape(unmarked(step.text)) in wizard.text.value for step in meant.steps)
        assert wizard.choice.children == ()
        wizard.back.click()
        assert wizard.options == [option for _, option in path[:-1]]
        wizard.again.click()
        assert wizard.options == []


@pytest.mark.sweep
@pytest.mark.browser
def test_the_page_by_hand_walks_as_iepkit_does(visitor, page_by_hand, flow, tree):
    first = [(option.id,) for option in flow.questions[flow.tree.start].options]
    ends = [tuple(option for _, option in path) for path in to_endings(flow)]
    for options in (*first, *WALKS, *ends):
        page: Page = visitor(page_by_hand)
        follow(page, flow, tree, options)
        page.close()


@pytest.mark.browser
def test_back_and_again_on_the_page_by_hand(visitor, page_by_hand, flow):
    page: Page = visitor(page_by_hand)
    start, asked = flow.questions[flow.tree.start], page.locator("h2.asked")
    expect(page.locator("#back")).to_be_disabled()
    page.locator(OPTIONS).nth(2).click()
    page.locator(OPTIONS).nth(1).click()
    page.locator("#back").click()
    expect(asked).to_have_text(flow.questions[start.options[2].to].ask)
    page.locator("#again").click()
    expect(asked).to_have_text(start.ask)
