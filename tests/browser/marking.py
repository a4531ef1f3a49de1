"""Content in which every text that people read ends in markup, by way of the translation step, which knows them all."""

import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from iepkit.content import load, messages, where
from iepkit.hosts.pages import page_messages

MARKED = "en-XX"  # a language of its own, so that the English stays as it is
MARKUP = ' <img src="x" onerror="window.pwned=1"></script></template></title><script>window.pwned=1</script><b a=\'"'


def mark_everything(folder: Path) -> Path:
    """Our content in a new folder, and the language."""
    shutil.copytree(where("data"), folder, ignore=shutil.ignore_patterns("locale"))
    (folder / "locale").mkdir()
    catalog = Catalog(fuzzy=False)
    for context, text in [*messages(load(folder)), *page_messages()]:
        catalog.add(text, text + MARKUP, context=context)
    with (folder / "locale" / f"{MARKED}.po").open("wb") as file:
        write_po(file, catalog, width=0)
    return folder
