"""The content is as much as it is said to be."""

import pytest

from iepkit.content import graph, load

TREES = [
    "which-plan",
    "iep-eligibility",
    "504-eligibility",
    "school-said-no",
    "disputes",
    "plan-not-followed",
    "review",
    "changing-plans",
    "discipline",
    "next-stage",
]
GROUPS = [
    "the-law",
    "who-is-covered",
    "getting-started",
    "the-plan",
    "people",
    "over-time",
    "when-you-disagree",
    "life-stages",
    "practical",
]


@pytest.fixture(scope="module")
def content():
    return load()


def test_all_ten_trees_are_there_in_their_order(content):
    assert list(content.trees) == TREES


def test_no_path_is_longer_than_nine_questions(content):
    longest = {name: graph.longest(tree)[tree.start] for name, tree in content.trees.items()}
    assert max(longest.values()) <= 9, longest


def test_the_comparison_has_its_rows_in_their_groups(content):
    assert len(content.comparison.rows) >= 43
    assert list(content.comparison.groups) == GROUPS
    assert {row.group for row in content.comparison.rows} == set(GROUPS)


def test_questions_words_and_myths_are_enough(content):
    assert len(content.faq.items) >= 45
    assert len(content.glossary.items) >= 60
    assert len(content.myths.items) >= 20
    assert all(any(item.topic == topic for item in content.faq.items) for topic in content.faq.topics)
    assert all(myth.rows or myth.questions for myth in content.myths.items)


def test_there_is_a_story_of_a_family_and_one_child_under_both_plans(content):
    assert any(any(scene.urgent == "true" for scene in story.scenes) for story in content.stories.items)
    assert any(all(scene.iep and scene.plan_504 for scene in story.scenes) for story in content.stories.items)


def test_the_plan_explorer_has_parts_of_each_kind_cards_goals_needs_and_checks(content):
    contents = content.plan_contents
    assert {part.where for part in contents.parts} == {"both", "iep", "504"}
    assert {card.kind for card in contents.cards} == {support.id for support in contents.supports}
    assert len(contents.supports) == 4
    assert all(claim.kind == "example" for need in contents.needs for claim in need.items)
    assert all(goal.goal.kind == "example" for goal in contents.goals)
    assert {check.plan for check in contents.checklist} <= {"both", "iep", "504"}


def test_the_pages_to_read_are_named_for_their_files(content, good):
    assert list(content.readable()) == ["faq", "glossary", "myths", "stories", "plan-contents"]
    assert all((content.folder / f"{name}.yaml").is_file() for name in content.readable())
    (good / "faq.yaml").unlink()
    (good / "myths.yaml").unlink()
    fewer = load(good)
    assert list(fewer.readable()) == ["glossary", "stories", "plan-contents"]
    assert set(fewer.readable()) < set(fewer.shown())


def test_every_row_that_an_ending_names_is_in_the_table(content):
    rows = {row.id for row in content.comparison.rows}
    for tree in content.trees.values():
        for outcome in tree.outcomes:
            assert {name for ending in (outcome, *outcome.variants) for name in ending.rows} <= rows
