"""What a group learned, in a trainer's own notebook: from a file, or from what a room gives."""

from iepkit.hosts.learned import Learned


def shown(page: Learned) -> str:
    return page.children[-1].value


def test_the_answers_of_a_room_are_asked_for_each_time(kit):
    item = kit.teaching.quiz.items[0]
    right = next(option.id for option in item.options if option.right == "true")
    given = []
    page = kit.learned(lambda: given, at_least=1)
    page.room.click()
    assert page.frame.loc[("", ""), "people"] == 0
    given += [("kim", when, item.id, right) for when in ("before", "after")]
    page.room.click()
    assert page.frame.loc[("", ""), "people"] == 1
    assert "100%" in shown(page)
    assert "kim" not in shown(page)


def test_answers_about_another_quiz_are_told_and_nothing_else_is_shown(kit):
    page = kit.learned(lambda: [("kim", "before", "no-such-item", "x")])
    page.room.click()
    assert page.frame is None
    assert kit.teaching.words.learned["bad_room"].replace("'", "&#39;") in shown(page)
    assert "no-such-item" in shown(page)


def test_without_a_room_there_is_no_button_for_it(kit):
    page = kit.learned()
    assert page.room not in page.children
    assert page.upload in page.children
