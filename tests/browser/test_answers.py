"""Answers live in the browser's history: Back is one step back, a reload keeps the place, a link restores."""

import pytest
from playwright.sync_api import expect

from iepkit.content import load
from iepkit.flow import Flow, answer, to_link, walk

from .conftest import PHONE
from .walking import TREES, ExplorerOn, all_paths, some_path

pytestmark = pytest.mark.browser
RUBBISH = (
    "which-plan=where-public.no-such-option",
    "which-plan=no-such-option",
    "which-plan=constructor.__proto__",
    "which-plan=<script>window.pwned=1</script>",
    'which-plan="><img src=x onerror=window.pwned=1>',
    "which-plan=javascript:window.pwned=1",
    "which-plan=%3Csvg%20onload%3Dwindow.pwned%3D1%3E",
    "which-plan=%",
)
UNREADABLE_STATES = (
    "1",
    "'text'",
    "{iepkit: 7}",
    "{iepkit: {ik1: 'text'}}",
    "{iepkit: {ik1: {answers: {where: 'where-public'}, at: 5}}}",
    "{iepkit: {ik1: {answers: [null, 4, ['where'], [{}, []]], at: 'has'}}}",
    "{iepkit: {ik1: {answers: [['where', '<img src=x onerror=window.pwned=1>']], at: '__proto__'}}, depth: 'x'}",
)


def test_the_phones_back_goes_one_step_back_and_forward_one_step_on(address, visitor, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    on = ExplorerOn(visitor(address("which-plan"), **PHONE))
    for question, option in path:
        on.at(walk(flow, path[: path.index((question, option))]))
        on.option(option).tap()
    on.at(walk(flow, path))
    for length in range(len(path) - 1, -1, -1):
        on.page.go_back()
        on.at(walk(flow, path[:length]))
        assert on.state()["focus"] == "H2"
    on.page.go_forward()
    on.at(walk(flow, path[:1]))


def test_our_back_button_is_the_phones_back(address, visitor, kit):
    flow = kit.flow("disputes")
    path = some_path(flow)
    on = ExplorerOn(visitor(address("disputes")))
    expect(on.back).to_be_hidden()
    on.walk(path)
    for length in range(len(path) - 1, -1, -1):
        on.back.click()
        on.at(walk(flow, path[:length]))
    expect(on.back).to_be_hidden()
    on.page.go_forward()
    on.at(walk(flow, path[:1]))


@pytest.mark.parametrize("tree", TREES)
def test_a_reload_keeps_the_answers_and_the_place(address, visitor, kit, tree):
    flow = kit.flow(tree)
    path = some_path(flow)
    on = ExplorerOn(visitor(address(tree)))
    for start, stop in ((0, 2), (2, len(path))):
        on.walk(path[start:stop])
        on.page.reload()
        on.at(walk(flow, path[:stop]))
        assert len(on.state()["answers"]) == stop
    on.page.go_back()
    on.at(walk(flow, path[:-1]))


def test_coming_back_from_another_page_keeps_the_answers(address, visitor, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    on = ExplorerOn(visitor(address("which-plan")))
    on.walk(path)
    on.root.locator(".ik-rows a:visible").first.click()
    on.page.wait_for_url("**/compare.html#row-*")
    on.page.go_back()
    on.at(walk(flow, path))


@pytest.mark.parametrize("tree", TREES)
def test_only_a_link_that_is_asked_for_holds_answers_and_it_restores_the_walk(address, visitor, kit, tree):
    flow = kit.flow(tree)
    path = some_path(flow)
    on = ExplorerOn(visitor(address(tree)))
    on.walk(path)
    assert on.page.url == address(tree)
    on.part("link").click()
    link = on.part("link-field").locator("input").input_value()
    assert link == f"{address(tree)}#{to_link(flow, walk(flow, path))}"
    assert on.page.url == address(tree)
    elsewhere = ExplorerOn(visitor(link))
    elsewhere.at(walk(flow, path))
    expect(elsewhere.note).to_have_text("")


def test_other_parts_of_the_address_are_kept(address, visitor, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    link = to_link(flow, walk(flow, path[:2]))
    on = ExplorerOn(visitor(f"{address('which-plan')}?from=hall#room=7&{link}&later"))
    on.at(walk(flow, path[:2]))
    on.choose(path[2][1])
    on.at(walk(flow, path[:3]))
    assert on.page.url == f"{address('which-plan')}?from=hall#room=7&later"


@pytest.mark.parametrize("fragment", RUBBISH)
def test_a_link_with_rubbish_starts_fresh_and_says_so(address, visitor, kit, fragment):
    flow = kit.flow("which-plan")
    on = ExplorerOn(visitor(f"{address('which-plan')}#{fragment}"))
    on.at(walk(flow, {}))
    expect(on.note).to_have_text(kit.content.words.explorer["link_stale"])
    on.walk(some_path(flow))
    on.at(walk(flow, some_path(flow)))
    assert on.page.evaluate("() => window.pwned") is None


@pytest.mark.parametrize("state", UNREADABLE_STATES)
def test_a_state_that_cannot_be_read_starts_fresh(site, visitor, kit, state):
    flow = kit.flow("which-plan")
    on = ExplorerOn(visitor((site / "which-plan.html").as_uri()))
    on.page.evaluate(f"() => history.replaceState({state}, '')")
    on.page.reload()
    on.at(walk(flow, {}))
    on.walk(some_path(flow))
    on.at(walk(flow, some_path(flow)))
    assert on.page.evaluate("() => window.pwned") is None


def changes_with(flow, *, kept: bool, dropped: bool):
    """A path, one of its questions and another option of it, that keep and drop later answers as asked."""
    for path in all_paths(flow):
        so_far = walk(flow, path)
        for place, (question, given) in enumerate(path[:-1]):
            for option in flow.questions[question].options:
                after = answer(flow, so_far, question, option.id)
                found = (len(after.path) > place + 1, bool(after.dropped))
                if option.id != given and found == (kept, dropped):
                    return path, place, option.id, after
    raise LookupError


def changes_there_are():
    """Each tree with each kind of change that it has; a tree whose questions all stand apart can't do both at once."""
    for name, tree in load().trees.items():
        for kept, dropped in ((True, False), (False, True), (True, True)):
            try:
                changes_with(Flow(tree), kept=kept, dropped=dropped)
            except LookupError:
                continue
            yield name, kept, dropped


CHANGES = list(changes_there_are())


def test_the_first_tree_has_every_kind_of_change():
    assert {(kept, dropped) for name, kept, dropped in CHANGES if name == "which-plan"} == {
        (True, False),
        (False, True),
        (True, True),
    }
    assert {name for name, _, _ in CHANGES} == set(TREES)


@pytest.mark.parametrize(("tree", "kept", "dropped"), CHANGES)
def test_changing_an_answer_keeps_what_still_applies_and_names_what_does_not(swept, visitor, kit, tree, kept, dropped):
    flow = kit.flow(tree)
    path, place, option, after = changes_with(flow, kept=kept, dropped=dropped)
    on = ExplorerOn(visitor(swept(tree)))
    on.walk(path)
    on.part("answer-list").locator("button").nth(place).click()
    on.at(walk(flow, path[:place]))
    expect(on.card().locator("input:checked")).to_have_value(path[place][1])
    assert len(on.state()["answers"]) == len(path)
    on.choose(option)
    on.at(after)
    assert on.state()["answers"] == [flow.option(*pair).label for pair in after.path]
    names = ", ".join(flow.questions[name].short for name in after.dropped)
    said = kit.content.words.explorer["dropped"].replace("{names}", names) if names else ""
    expect(on.note).to_have_text(said)
    on.page.go_back()
    on.page.go_back()
    on.at(walk(flow, path))


def test_a_tap_before_the_script_was_there_counts(web, visitor, kit):
    flow = kit.flow("which-plan")
    start = flow.tree.start
    held = []
    page = visitor("about:blank")
    page.route("**/assets/iepkit.*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks the function
    page.goto(f"{web}which-plan.html", wait_until="commit")
    first = flow.questions[start].options[0]
    page.locator(f'section[data-question="{start}"] label').first.click()
    assert page.evaluate("document.readyState") == "loading"  # the page stops where its script belongs
    for route in held:
        route.continue_()
    page.wait_for_load_state()  # until then every card is shown
    on = ExplorerOn(page)
    on.at(walk(flow, [(start, first.id)]))
    page.go_back()
    on.at(walk(flow, {}))


def test_an_address_with_a_slash_too_many_still_answers(web, visitor, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    page = visitor(f"{web}/which-plan.html")
    on = ExplorerOn(page)
    on.walk(path[:2])
    page.reload()
    on.at(walk(flow, path[:2]))
