"""A language has the pages that it has whole, and a draft says that it is one."""

import re

import pytest

from iepkit.content import load
from iepkit.content.translating import PSEUDO, languages
from iepkit.content.wording import words
from iepkit.hosts.pages import Site


@pytest.fixture(scope="module")
def spanish():
    return load(None, "es")


def names(folder):
    return {path.stem for path in folder.glob("*.html")}


def test_spanish_has_the_start_the_first_tree_and_the_core_of_the_comparison(exported, spanish):
    assert "es" in languages(spanish.folder)
    assert names(exported / "es") == {"index", "compare", "which-plan"}
    core = [row.id for row in spanish.comparison.rows if row.core == "true"]
    page = (exported / "es" / "compare.html").read_text(encoding="utf-8")
    assert re.findall(r'data-row="([^"]+)"', page) == core


def test_what_is_taught_with_is_in_english_alone():
    site = Site()
    for name in ("practice", "quiz"):
        assert site.languages_of(site.pages[name]) == ("en",)
        assert not site.has(site.pages[name], PSEUDO)
    assert "practice.html" not in [item.href for item in site.menu(PSEUDO, with_live=True)]
    assert site.has(site.pages["faq"], PSEUDO)


def test_each_spanish_page_says_that_it_is_a_draft_and_no_english_page_does(exported, spanish):
    assert spanish.draft
    for path in (exported / "es").glob("*.html"):
        assert f"{spanish.words.page['draft']}</span>" in path.read_text(encoding="utf-8")
    assert 'class="ik-draft"' not in (exported / "index.html").read_text(encoding="utf-8")


def test_no_page_leads_to_a_page_that_its_language_does_not_have(exported):
    for folder in (exported, exported / "es"):
        for path in folder.glob("*.html"):
            links = re.findall(r'href="([^"#:]+\.html)', path.read_text(encoding="utf-8"))
            missing = [link for link in links if not (folder / link).is_file()]
            assert missing == [], path


def test_the_languages_of_a_page_are_named_on_it_where_there_are_any(exported):
    assert 'hreflang="es"' in (exported / "which-plan.html").read_text(encoding="utf-8")
    assert 'hreflang="es"' not in (exported / "disputes.html").read_text(encoding="utf-8")
    assert 'hreflang="en"' in (exported / "es" / "which-plan.html").read_text(encoding="utf-8")


def test_the_translation_keeps_what_is_filled_in_and_what_is_marked(spanish):
    english = load()
    for before, after in ((english.words, spanish.words), (english.trees["which-plan"], spanish.trees["which-plan"])):
        old, new = before.model_dump_json(), after.model_dump_json()
        assert sorted(re.findall(r"\{[a-z]+\}", old)) == sorted(re.findall(r"\{[a-z]+\}", new))
        assert sorted(re.findall(r"\(term:[a-z0-9-]+\)", old)) == sorted(re.findall(r"\(term:[a-z0-9-]+\)", new))
    tree = spanish.trees["which-plan"]
    assert all(len(each.short) <= 28 for each in (*tree.questions, *tree.outcomes))
    assert all(words(question.ask) <= 25 for question in tree.questions)


def test_a_tree_that_lacks_one_text_has_no_page_in_that_language(good):
    (good / "locale").mkdir()
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    (good / "locale" / "es.po").write_text(header, encoding="utf-8")
    content = load(good, "es")
    assert not content.whole("trees/plan")
    assert not content.draft
    site = Site(good)
    assert site.languages == ("en", "es")
    assert site.languages_of(site.pages["home"]) == ("en",)
