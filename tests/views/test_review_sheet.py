"""The review sheet: an expert finds all of a tree on it, each part with its source and a box, on one page alone."""

import re
from collections import Counter
from html import unescape
from string import ascii_lowercase

import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.content.fields import unmarked
from iepkit.content.models import next_review
from iepkit.flow import Flow, walk
from iepkit.views.review.view import review_sheet
from tests.parsing import parsed
from tests.strategies import paths_of

TREES = list(load().trees)
BOX = "<td></td></tr>"
MARKUP = "<script>alert(1)</script><b class='x'>&amp;"


@pytest.fixture(scope="module")
def sheets(kit) -> dict[str, str]:
    return {name: str(review_sheet(kit.content, flow)) for name, flow in kit.flows.items()}


def plain(html: str) -> str:
    """The text as people read it, with what a citation says in ⟨these⟩."""
    marked = html.replace("</small>", "⟩ ").replace("<small ", " ⟨<small ")
    return " ".join(unescape(re.sub(r"<[^>]*>", "", marked)).split())


def parts_of(sheet: str) -> list[str]:
    """What stands before part one, and the three parts."""
    return sheet.partition("<main")[2].split("<h2>")


def endings_in(sheet: str) -> dict[int, str]:
    pieces = re.split(r'<h3 id="ending-(\d+)">', parts_of(sheet)[2])[1:]
    return {int(number): html for number, html in zip(pieces[::2], pieces[1::2], strict=True)}


def number_of(flow: Flow, question: str, option: str) -> str:
    place = [each.id for each in flow.questions[question].options].index(option)
    return f"{flow.order.index(question) + 1}{ascii_lowercase[place]}"


@pytest.mark.parametrize("name", TREES)
def test_every_answer_is_on_the_sheet_with_its_number_and_its_reason(name, kit, sheets):
    flow, rows = (
        kit.flow(name),
        re.findall(r"<tr><td>(\w+)</td><td>(.*?)</td><td>(.*?)</td>", parts_of(sheets[name])[1]),
    )
    options = [(question, option) for question in flow.order for option in flow.questions[question].options]
    assert [row[0] for row in rows] == [number_of(flow, question, option.id) for question, option in options]
    for (_, label, reason), (_, option) in zip(rows, options, strict=True):
        assert plain(label).startswith(option.label)
        assert (option.reason is None) == (reason == "")
        assert option.reason is None or plain(reason).startswith(unmarked(option.reason.text))
    heads = [plain(each) for each in re.findall(r"<h3>(.*?)</h3>", parts_of(sheets[name])[1])]
    assert heads == [f"{place}. {flow.questions[each].ask}" for place, each in enumerate(flow.order, start=1)]


@pytest.mark.parametrize("name", TREES)
def test_every_path_is_on_the_sheet_once_with_the_ending_that_it_leads_to(name, kit, sheets):
    flow = kit.flow(name)
    keys = list(flow.endings)
    wanted = Counter()
    for pairs, outcome in paths_of(flow.tree):
        end = walk(flow, pairs)
        assert end.outcome == outcome
        answers = " ".join(number_of(flow, *pair) for pair in pairs)
        wanted[answers, keys.index((end.outcome, end.variant)) + 1] += 1
    found = re.findall(r'<tr><td>([\w ]+)</td><td><a href="#ending-(\d+)">(\d+)</a></td>', parts_of(sheets[name])[3])
    assert Counter((answers, int(place)) for answers, place, _ in found) == wanted
    assert all(place == shown for _, place, shown in found)
    assert f"all {len(found)} paths" in plain(sheets[name])
    assert {int(place) for _, place, _ in found} == set(endings_in(sheets[name]))


@pytest.mark.parametrize("name", TREES)
def test_every_claim_of_every_ending_is_on_the_sheet_with_its_citation(name, kit, sheets):
    content, flow = kit.content, kit.flow(name)
    cited = {number: plain(text) for number, text in re.findall(r'id="sheet-s(\d+)">(.*?)</li>', sheets[name])}
    shown = endings_in(sheets[name])
    assert len(shown) == len(flow.endings)
    for place, ending in enumerate(flow.endings.values(), start=1):
        text = plain(shown[place])
        assert text.startswith(f"{place}. {ending.headline} (")
        assert kit.content.words.plans["p504" if ending.leans == "504" else ending.leans] in text
        claims = [*ending.says, *ending.steps, *(step.by for step in ending.steps if step.by)]
        for claim in claims:
            kind = content.words.kinds[claim.kind] + (f": {content.sources[claim.source].by}" if claim.source else "")
            told = re.search(rf"{re.escape(f'{unmarked(claim.text)} ⟨{kind}')}((?: \d+,?)*)⟩", text)
            assert told, claim.text
            entries = [content.law[law] for law in claim.law]
            wanted = [f"{entry.citation} ({entry.as_of}, {next_review(entry)})" for entry in entries]
            assert [cited[number] for number in re.findall(r"\d+", told[1])] == wanted, claim.text
        for step in ending.steps:
            assert f"{content.words.who[step.who.replace('-', '_')]}: {unmarked(step.text)}" in text


@pytest.mark.parametrize("name", TREES)
def test_each_row_has_an_empty_box_and_the_sheet_a_place_to_sign(name, kit, sheets):
    flow, (start, *parts) = kit.flow(name), parts_of(sheets[name])
    boxes = [
        sum(len(question.options) for question in flow.questions.values()),
        sum(len(ending.says) + len(ending.steps) for ending in flow.endings.values()),
        sum(1 for _ in paths_of(flow.tree)),
    ]
    assert [part.count(BOX) for part in parts] == boxes
    assert [part.count("</tr>") - part.count("</tr></thead>") for part in parts] == boxes
    words = kit.content.words.review
    assert re.search(rf"{words['reviewer']} _{{20,}} {words['date']} _{{8,}}", plain(start))
    assert f"{kit.content.version}" in plain(start)
    assert flow.tree.as_of in plain(start)


@pytest.mark.parametrize("name", TREES)
def test_the_sheet_is_one_sound_page_that_asks_for_nothing(name, kit, sheets):
    sheet = sheets[name]
    found = parsed(sheet)
    assert sheet.startswith("<!DOCTYPE html>")
    assert found.unclosed == []
    assert len(found.ids) == len(set(found.ids))
    assert found.named("html") == [{"lang": "en", "dir": "ltr"}]
    assert [len(found.named(each)) for each in ("title", "h1", "main")] == [1, 1, 1]
    assert [each["open"] for each in found.named("details")] == [""], "the sources are there on paper too"
    assert {each["href"] for each in found.named("a")} <= {f"#{each}" for each in found.ids}
    assert found.named("script") == found.named("button") == found.named("img") == []
    assert found.loaded == []
    assert not re.search(r"url\(|@import|expression\(", sheet)
    assert kit.flow(name).tree.title in found.text


def test_markup_in_content_is_shown_as_text(good):
    file = good / "trees" / "plan.yaml"
    flow = Flow(load(good).trees["plan"])
    headline = next(iter(flow.endings.values())).headline
    places = [flow.tree.title, flow.tree.questions[0].ask, flow.tree.questions[0].options[0].label, headline]
    text = file.read_text(encoding="utf-8")
    for old in places:
        assert text.count(f": {old}\n") == 1
        text = text.replace(f": {old}\n", f': "{old} {MARKUP}"\n')
    file.write_text(text, encoding="utf-8")
    content = load(good)
    sheet = review_sheet(content, Flow(content.trees["plan"]))
    found = parsed(sheet)
    assert found.text.count(MARKUP) == len(places) + 1, "the title is said twice"
    assert found.named("script") == []
    assert not [each for each in found.named("b") if each]
    assert found.unclosed == []


def test_the_command_writes_one_file_a_tree_and_makes_the_folder(sheets, tmp_path, capsys):
    target = tmp_path / "to" / "sign"
    for _ in range(2):  # and again into the folder that is there
        assert main(["review-sheet", str(target)]) == 0
    assert sorted(path.name for path in target.iterdir()) == sorted(f"{name}.html" for name in TREES)
    assert {path.stem: path.read_text(encoding="utf-8") for path in target.iterdir()} == sheets
    out = capsys.readouterr().out.splitlines()[: len(TREES)]
    assert out == [f"{path}: {path.stat().st_size:,} bytes" for path in (target / f"{name}.html" for name in TREES)]


@pytest.mark.parametrize("below", ["", "more"])
def test_a_target_that_is_a_file_is_named_with_the_remedy(below, good, tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    target = file / below
    assert main(["--content", str(good), "review-sheet", str(target)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"iepkit: {target} is a file, or below one: name a folder to write the sheets into\n"
    assert file.read_text(encoding="utf-8") == "mine"


def test_broken_content_writes_no_sheet(good, tmp_path, capsys):
    (good / "sources.yaml").unlink()
    assert main(["--content", str(good), "review-sheet", str(tmp_path / "out")]) == 1
    assert "sources.yaml:1: sources: the file is missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
