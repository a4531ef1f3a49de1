"""The commands that print what other tools read: ``schema`` and ``messages``."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from ..content import ADAPTERS as CONTENT_ADAPTERS
from ..content import load, messages
from ..teaching import ADAPTERS as TEACHING_ADAPTERS

ADAPTERS = {**CONTENT_ADAPTERS, **TEACHING_ADAPTERS}


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    schema = commands.add_parser("schema", help="print the JSON Schema of the content files")
    schema.add_argument("kind", nargs="?", choices=sorted(ADAPTERS), help="only of this kind of file")
    schema.set_defaults(run=_schema)

    texts = commands.add_parser("messages", parents=[common], help="print a PO template of every text, for translators")
    texts.set_defaults(run=_messages)


def _schema(options: argparse.Namespace) -> None:
    kinds = [options.kind] if options.kind else sorted(ADAPTERS)
    schemas = {kind: ADAPTERS[kind].json_schema() for kind in kinds}
    print(json.dumps(schemas[options.kind] if options.kind else schemas, indent=2, ensure_ascii=False))


def _messages(options: argparse.Namespace) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    from ..handouts import handout_messages
    from ..hosts.pages import page_messages
    from ..teaching import load_teaching

    catalog = Catalog(project="iepkit")
    content = load(options.content)
    for context, text in [*messages(content), *handout_messages(load_teaching(content)), *page_messages()]:
        catalog.add(text, context=context)
    write_po(sys.stdout.buffer, catalog, width=0, omit_header=False)
