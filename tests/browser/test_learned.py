"""What a group learned: a trainer's live page takes a file of answers, and shows a plot and tables that name nobody."""

import re

import pytest
from playwright.sync_api import Page, expect

from .checking import TOO_WIDE, violations
from .conftest import PHONE

pytestmark = pytest.mark.browser
START_MILLISECONDS = 30_000
HEAD = "code,when,item,option\n"


@pytest.fixture(scope="module")
def answers(kit) -> str:
    """Seven people: one wrong answer more before than after, to each item of a set; one of them left early."""
    items = {item.id: item for item in kit.teaching.quiz.items}
    lines = []
    for name in kit.teaching.quiz.sets[0].items:
        right = next(option.id for option in items[name].options if option.right == "true")
        wrong = next(option.id for option in items[name].options if option.right != "true")
        for person in range(7):
            lines.append(f"kim{person},before,{name},{wrong if person % 2 else right}")
            if person < 6:
                lines.append(f"kim{person},after,{name},{wrong if person == 1 else right}")
    return HEAD + "\n".join(lines)


def give(page: Page, kit, name: str, text: str) -> None:
    button = page.get_by_role("button", name=kit.teaching.words.learned["choose"])
    expect(button).to_be_visible(timeout=START_MILLISECONDS)
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_a_trainer_sees_what_the_group_learned_and_a_bad_file_says_what_to_mend(dashboard, visitor, kit, answers):
    words = kit.teaching.words.learned
    page = visitor(dashboard.address("learned"))
    expect(page.get_by_text(words["private"])).to_be_visible()
    give(page, kit, "wrong.csv", f"{HEAD}a,befor,which-law,one-law\n")
    expect(page.get_by_role("alert")).to_contain_text("line 2: when is 'befor': write before or after")
    give(page, kit, "answers.csv", answers)
    by_topic = page.get_by_role("table", name=words["by_topic"])
    expect(by_topic.locator("tbody tr")).to_have_count(len(kit.teaching.quiz.topics))
    assert by_topic.locator("tbody tr").first.locator("td").all_inner_texts() == ["6", "50%", "83%", "+33", "1"]
    expect(page.get_by_text(words["whole"].replace("{before}", "50").replace("{after}", "83"))).to_be_visible()
    drawn = (
        page.locator(".ik-measure svg")
        .first.locator("circle")
        .evaluate_all("(all) => all.map((each) => each.getAttribute('cx'))")
    )
    assert drawn == ["83%", "50%"]
    assert not re.search(r"kim\d", page.content())
    assert violations(page, "main") == []


def test_on_a_phone_too_few_people_are_not_shown(dashboard, visitor, kit, answers):
    few = "\n".join(line for line in answers.splitlines() if not re.match(r"kim[4-6]", line))
    page = visitor(dashboard.address("learned"), **PHONE, color_scheme="dark")
    give(page, kit, "few.csv", few)
    words = kit.teaching.words.learned
    expect(page.get_by_text(words["paired_n"].replace("{n}", "4"))).to_be_visible()
    expect(page.locator(".ik-learned .ik-note")).to_have_text(words["few"].replace("{n}", "5"))
    assert "%" not in page.locator(".ik-learned").inner_text()
    assert page.evaluate(TOO_WIDE) == []
    assert violations(page, "main") == []
