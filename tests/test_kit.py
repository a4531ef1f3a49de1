"""What a notebook's author sees."""

import shutil

import pytest

import iepkit
from iepkit.hosts.widget import Explorer
from tests.parsing import parsed


def test_unknown_ids_name_the_nearest(kit):
    cases = [
        (lambda: kit.explorer("wich-plan"), "there is no tree 'wich-plan': did you mean 'which-plan'?"),
        (lambda: kit.workshop("parent-evening-6"), "there is no workshop 'parent-evening-6': did you mean 'parent-"),
        (lambda: kit.walk("xyz", {}), "there is no tree 'xyz': known: 504-eligibility, changing-plans, discipline, "),
        (
            lambda: kit.comparison(rows=["law", "revew"]),
            "there is no row 'revew' in the comparison: did you mean 'review'?",
        ),
    ]
    for call, words in cases:
        with pytest.raises(LookupError) as caught:
            call()
        assert words in caught.value.args[0]


def test_the_environment_names_the_pages_content_and_language(good, monkeypatch):
    monkeypatch.setenv("IEPKIT_CONTENT", str(good))
    monkeypatch.setenv("IEPKIT_LANGUAGE", "ar-XB")
    content = iepkit.load().content
    assert (list(content.trees), content.language, content.direction) == (["plan"], "ar-XB", "rtl")
    assert iepkit.load(language="en").content.language == "en"


def test_an_unknown_language_names_those_there_are(good):
    with pytest.raises(LookupError, match="use one of en, ar-XB"):
        iepkit.load(str(good), "xx")


def test_broken_content_raises_what_iepkit_exports(good):
    (good / "law.yaml").write_text("- id: x\n", encoding="utf-8")
    with pytest.raises(iepkit.ContentError, match="statement"):
        iepkit.load(str(good))


def test_a_page_to_read_without_its_file_is_named_with_the_remedy(good):
    (good / "plan-contents.yaml").unlink()
    with pytest.raises(LookupError, match=r"this content has no plan-contents\.yaml: add the file to .*good"):
        iepkit.load(str(good)).plan_contents()


@pytest.mark.parametrize("name", ["practice", "quiz"])
def test_a_page_to_learn_with_needs_its_file_too(name, good):
    (good / f"{name}.yaml").unlink()
    shutil.rmtree(good / "workshops")
    with pytest.raises(LookupError, match=rf"this content has no {name}\.yaml: add the file to .*good"):
        getattr(iepkit.load(str(good)), name)()


def test_a_view_carries_its_html_and_a_uid_of_its_own(good):
    kit = iepkit.load(str(good))
    first, second = kit.explorer("plan"), kit.explorer("plan")
    assert first.uid != second.uid
    for view in (first, second, kit.comparison(), kit.home(), kit.practice(), kit.quiz()):
        found = parsed(view.html)
        assert found.elements[0][1]["id"] == view.uid
        assert found.unclosed == []


def test_two_views_of_one_tree_share_no_id_and_no_radio_group(good):
    kit = iepkit.load(str(good))
    pages = [parsed(kit.explorer("plan").html) for _ in range(2)]
    assert not set(pages[0].ids) & set(pages[1].ids)
    names = [{each["name"] for each in page.named("input") if each.get("type") == "radio"} for page in pages]
    assert len(names[0]) == 3
    assert not names[0] & names[1]


@pytest.mark.parametrize("view", ["which-plan", "disputes", "comparison", "home"])
def test_ids_are_unique_and_links_within_a_page_lead_somewhere(kit, view):
    widget = {"comparison": kit.comparison, "home": kit.home}.get(view, lambda: kit.explorer(view))()
    found = parsed(widget.html)
    assert len(found.ids) == len(set(found.ids))
    inside = {each["href"][1:] for each in found.named("a") if each.get("href", "").startswith("#")}
    assert inside - set(found.ids) == set()
    named = " ".join(
        each.get(name, "") for _, each in found.elements for name in ("aria-labelledby", "aria-describedby", "for")
    )
    assert set(named.split()) - set(found.ids) == set()


def test_every_question_option_and_ending_is_in_the_page_without_a_script(kit):
    for name, flow in kit.flows.items():
        found = parsed(kit.explorer(name).html)
        sections = found.named("section")
        assert [each["data-question"] for each in sections if "data-question" in each] == list(flow.order)
        ends = [(each["data-outcome"], each.get("data-variant") or None) for each in sections if "data-outcome" in each]
        assert ends == list(flow.endings)
        values = [each["value"] for each in found.named("input") if each.get("type") == "radio"]
        assert values == [option.id for question in flow.order for option in flow.questions[question].options]


def test_outcome_and_walk_follow_the_answers(good):
    view = iepkit.load(str(good)).explorer("plan", observe=True)
    assert (view.observed, view.outcome, view.walk.question) == (True, None, "age")
    view.answers = {"age": "age-school", "tested": "tested-no", "need": "need-yes"}
    assert (view.outcome, view.walk.variant) == ("teaching", "ask-first")
    view.answers = {"age": ["rubbish"], "__proto__": 7}
    assert (view.outcome, view.walk.dropped) == (None, ("age", "__proto__"))


@pytest.mark.parametrize("variable", ["IEPKIT_PAGE", "VOILA_PREHEAT", "SERVER_SOFTWARE"])
def test_observing_is_refused_on_pages_served_to_visitors(good, monkeypatch, variable):
    monkeypatch.setenv(variable, "voila/0.5")
    view = iepkit.load(str(good)).explorer("plan", observe=True)
    assert not view.observed


def test_a_served_output_holds_the_html_and_a_notebooks_does_not(good, monkeypatch):
    view = iepkit.load(str(good)).home()
    assert "text/html" not in view._repr_mimebundle_()[0]
    monkeypatch.setenv("IEPKIT_PAGE", "1")
    data, metadata = view._repr_mimebundle_()
    assert data["text/html"] == view.html
    assert metadata["iepkit"] == view.uid


def test_comparison_shows_the_chosen_rows_in_their_order(kit):
    assert [row.id for row in kit.comparison(rows=["review", "law"]).rows] == ["review", "law"]
    tables = parsed(kit.comparison(rows=["review", "law"]).html)
    assert [each["data-row"] for each in tables.named("tbody")] == ["review", "law"]


def test_the_comparison_is_a_real_table(kit):
    found = parsed(kit.comparison().html)
    scopes = [each.get("scope") for each in found.named("th")]
    assert scopes.count("col") == 3
    assert scopes.count("row") == len(kit.content.comparison.rows)
    assert len(found.named("caption")) == len(found.named("table")) == 1


def test_the_bench_shows_rows_and_endings(good):
    bench = iepkit.load(str(good)).workbench()
    assert isinstance(bench.explorer, Explorer)
    assert list(bench.rows.index) == ["law", "review"]
    bench.filter.value = "from time"
    assert list(bench.rows.index) == ["review"]
    assert len(bench.endings) == 3
    bench.filter.value = "no such words"
    assert list(bench.rows.index) == []


def test_a_workshop_is_readable_notes_with_links(kit):
    first, second = kit.workshop("parent-evening-60"), kit.workshop("parent-evening-90")
    pages = [parsed(first.html), parsed(second.html)]
    assert not set(pages[0].ids) & set(pages[1].ids)
    for view, page in zip((first, second), pages, strict=True):
        assert page.unclosed == []
        assert page.elements[0][1]["id"] == view.uid
        assert "present/which-plan.html#at=where" in {each.get("href") for each in page.named("a")}


def test_the_list_of_workshops_leads_to_each(kit):
    page = parsed(kit.workshops().html)
    links = {each["href"] for each in page.named("a")}
    assert {f"present/workshop-{name}.html" for name in kit.teaching.workshops} <= links
    assert all(part.title in page.text for each in kit.teaching.workshops.values() for part in each.parts)
