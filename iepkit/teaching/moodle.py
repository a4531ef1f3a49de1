"""The knowledge check for other systems: Moodle's XML of questions, and a CSV with one line an option.

Moodle's format: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from xml.etree import ElementTree as ET

from markupsafe import escape

from ..content import Claim, Content, nearest
from ..content.fields import unmarked
from .models import Choice, Item, Quiz

ROOT_CATEGORY = "$course$/top"
COLUMNS = (
    "item", "topic", "question", "option", "text", "right", "feedback", "kind", "sources", "rows", "myths", "sets",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def items_of(quiz: Quiz, name: str | None = None) -> list[Item]:
    """The items of a set in its order, or all under their topics. Raises LookupError naming the nearest set."""
    if name is None:
        return [item for topic in quiz.topics for item in quiz.items if item.topic == topic]
    sets = {each.id: each for each in quiz.sets}
    if name not in sets:
        raise LookupError(f"there is no set {name!r} in the quiz: {nearest(name, sets)}")
    known = {item.id: item for item in quiz.items}
    return [known[item] for item in sets[name].items]


def moodle_xml(content: Content, quiz: Quiz, items: Sequence[Item]) -> bytes:
    """The items as multiple-choice questions, in a category for each topic, ready for Moodle's question bank.

    Each option has its feedback with its sources as text; ``idnumber`` is the item's id, so an import can be matched.
    """
    root = ET.Element("quiz")
    for topic, heading in quiz.topics.items():
        own = [item for item in items if item.topic == topic]
        if not own:
            continue
        question = ET.SubElement(root, "question", type="category")
        path = "/".join((ROOT_CATEGORY, _category(quiz.title), _category(heading)))
        ET.SubElement(ET.SubElement(question, "category"), "text").text = path
        ET.SubElement(question, "idnumber").text = topic
        for item in own:
            root.append(_question(content, quiz, item))
    ET.indent(root, "  ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _question(content: Content, quiz: Quiz, item: Item) -> ET.Element:
    question = ET.Element("question", type="multichoice")
    ET.SubElement(ET.SubElement(question, "name"), "text").text = unmarked(item.ask)
    _html(question, "questiontext", unmarked(item.ask))
    page = content.words.page
    _html(question, "generalfeedback", f"{page['as_of'].replace('{date}', quiz.as_of)}. {page['disclaimer']}")
    settings = {
        "defaultgrade": "1.0000000",
        "penalty": "0.3333333",
        "hidden": "0",
        "idnumber": item.id,
        "single": "true",
        "shuffleanswers": "true",
        "answernumbering": "abc",
        "showstandardinstruction": "0",
    }
    for name, value in settings.items():
        ET.SubElement(question, name).text = value
    for option in item.options:
        answer = _html(question, "answer", unmarked(option.text))
        answer.set("fraction", "100" if option.right == "true" else "0")
        _html(answer, "feedback", unmarked(option.feedback.text), said_by(content, option.feedback))
    return question


def _html(parent: ET.Element, name: str, *paragraphs: str) -> ET.Element:
    """An element whose text is HTML. Moodle shows it as such, so our text is escaped as HTML before it is as XML."""
    element = ET.SubElement(parent, name, format="html")
    ET.SubElement(element, "text").text = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return element


def _category(name: str) -> str:
    """A name within a path of categories, where Moodle takes one slash for the end of a name."""
    return name.replace("/", "//")


def said_by(content: Content, claim: Claim) -> str:
    """What kind of statement it is, and its citations: ``Law: 34 CFR 300.8(a); 34 CFR 104.3(j)``."""
    kind = content.words.kinds[claim.kind]
    source = [content.sources[claim.source].by] if claim.source else []
    cited = [each for name in claim.law for each in content.law[name].citation.split("; ")]
    named = "; ".join(dict.fromkeys([*source, *cited]))
    return f"{kind}: {named}" if named else kind


def quiz_csv(content: Content, quiz: Quiz, items: Sequence[Item]) -> bytes:
    """One line an option, in UTF-8 with a mark that spreadsheets know it by. No cell can be taken for a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerows([as_text(cell) for cell in _line(content, quiz, item, option)] for option in item.options)
    return out.getvalue().encode("utf-8-sig")


def _line(content: Content, quiz: Quiz, item: Item, option: Choice) -> tuple[str, ...]:
    return (
        item.id,
        quiz.topics[item.topic],
        unmarked(item.ask),
        option.id,
        unmarked(option.text),
        option.right,
        unmarked(option.feedback.text),
        option.feedback.kind,
        said_by(content, option.feedback),
        " ".join(item.rows),
        " ".join(item.myths),
        " ".join(each.id for each in quiz.sets if item.id in each.items),
    )


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> as_text("=HYPERLINK(1)"), as_text("504 plan")
    ("'=HYPERLINK(1)", '504 plan')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
