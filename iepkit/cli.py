"""The command ``iepkit``: serve, export, and what looks after the content."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .content import ADAPTERS as CONTENT_ADAPTERS
from .content import ContentError, Desk, content_of, lint, load, messages
from .teaching import ADAPTERS as TEACHING_ADAPTERS
from .teaching import TeachingDesk

ADAPTERS = {**CONTENT_ADAPTERS, **TEACHING_ADAPTERS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after a message that says what went wrong and how to mend it."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (ContentError, LookupError, OSError, RuntimeError) as error:
        print(f"iepkit: {error.args[0] if isinstance(error, LookupError) else error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="iepkit", description="Explains and compares the IEP and the 504 plan.")
    own: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "a content folder of your own (default: iepkit's)"}
    parser.add_argument("--content", **own)
    common = argparse.ArgumentParser(add_help=False)  # the same after the command
    common.add_argument("--content", default=argparse.SUPPRESS, **own)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", parents=[common], help="serve the dashboard")
    serve.add_argument("--port", type=int, default=8866, help="default: 8866")
    serve.add_argument("--host", default="localhost", help="the address to listen on (default: localhost)")
    serve.add_argument("--lan", action="store_true", help="let phones in the same network come; shows a QR code")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.add_argument("--preheat", type=_count, default=1, metavar="N", help="kernels kept ready (default: 1)")
    serve.add_argument("--max-kernels", type=_count, default=12, metavar="N", help="live pages at once (default: 12)")
    left = "end a live page's kernel so long after it was left (default: 30)"
    serve.add_argument("--end-after", type=_count, default=30, metavar="SECONDS", help=left)
    embed = "a site that may show our pages in a frame, as https://school.example; may be given twice"
    serve.add_argument("--embed-in", action="append", default=[], metavar="ORIGIN", help=embed)
    serve.add_argument("--log", metavar="FILE", help="write one line of JSON a request, with no address (- for here)")
    serve.set_defaults(run=_serve)

    export = commands.add_parser("export", parents=[common], help="write the pages as files that need no server")
    export.add_argument("target", type=Path, metavar="DIR", help="the folder (with --single-file: the file) to write")
    export.add_argument("page", nargs="?", metavar="PAGE", help="with --single-file: the page, as which-plan")
    export.add_argument("--single-file", action="store_true", help="write one page as one HTML file, all inside")
    export.add_argument("--language", default="en", help="with --single-file: the language (default: en)")
    export.add_argument("--base-url", metavar="URL", help="the site's root on the web, for its page of missing pages")
    export.set_defaults(run=_export)

    check = commands.add_parser("check", parents=[common], help="check the content and name every problem at once")
    check.add_argument("--strict", action="store_true", help="let what is only worth a look fail too")
    check.set_defaults(run=_check)

    coverage = commands.add_parser("coverage", parents=[common], help="account for every statement of the sources")
    coverage.set_defaults(run=_coverage)

    changed = commands.add_parser("changes", parents=[common], help="name what changed, claim by claim")
    changed.add_argument("before", metavar="A", help="a content folder, or a git revision, as HEAD~3")
    changed.add_argument("after", metavar="B", help="the same")
    changed.set_defaults(run=_changes)

    sheet = commands.add_parser("review-sheet", parents=[common], help="write one page a tree for an expert to sign")
    sheet.add_argument("target", type=Path, metavar="DIR", help="the folder to write into; it is made if need be")
    sheet.set_defaults(run=_review_sheet)

    schema = commands.add_parser("schema", help="print the JSON Schema of the content files")
    schema.add_argument("kind", nargs="?", choices=sorted(ADAPTERS), help="only of this kind of file")
    schema.set_defaults(run=_schema)

    texts = commands.add_parser("messages", parents=[common], help="print a PO template of every text, for translators")
    texts.set_defaults(run=_messages)
    return parser


def _count(text: str) -> int:
    """A number from 0 on."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def _serve(options: argparse.Namespace) -> None:
    from .hosts.dashboard.launcher import Options, serve
    from .hosts.dashboard.settings import Limits

    serve(
        Options(
            content=options.content,
            host=options.host,
            port=options.port,
            lan=options.lan,
            open_browser=not options.no_browser,
            limits=Limits(options.max_kernels, options.preheat, options.end_after),
            embed_in=options.embed_in,
            log=options.log,
        )
    )


def _export(options: argparse.Namespace) -> int:
    from .hosts.export import export_single_file, export_site
    from .hosts.pages import Site

    if options.single_file != (options.page is not None):
        print("iepkit: one page goes into one file: iepkit export --single-file FILE which-plan", file=sys.stderr)
        return 2
    if options.single_file and options.base_url is not None:
        print("iepkit: one file needs no --base-url: it leads to no other page", file=sys.stderr)
        return 2
    site = Site(options.content)
    if options.single_file:
        export_single_file(options.target, options.page, site, options.language)
        print(f"{options.target}: {options.target.stat().st_size:,} bytes")
        return 0
    names = export_site(options.target, site, options.base_url)
    print(f"{options.target}: {len(names)} files")
    left_out = [page.name for page in site.pages.values() if page.live]
    if left_out:
        print(f"Not exported, because they need Python behind them: {', '.join(left_out)}")
    return 0


def _check(options: argparse.Namespace) -> int:
    desk = Desk(options.content)
    teaching = TeachingDesk(content_of(desk))
    found = [lint(desk), lint(teaching)]
    wrong = [problem for each in found for problem in each.wrong]
    doubtful = [problem for each in found for problem in each.doubtful]
    for problem in wrong:
        print(problem)
    for problem in doubtful:
        print(f"worth a look: {problem}")
    taught = {name: len(thing.items) for name, thing in teaching.things.items()}
    parts = {
        "trees": len(desk.trees),
        "rows": len(desk.things["comparison"].rows),
        "law entries": len(desk.things["law"]),
        "practice cases": taught.get("practice", 0),
        "quiz items": taught.get("quiz", 0),
        "workshops": len(teaching.workshops),
    }
    counts = ", ".join(f"{count} {name}" for name, count in parts.items())
    print(f"{desk.folder}: {len(wrong) or 'no'} problems, {len(doubtful)} worth a look, in {counts}")
    return int(bool(wrong or (options.strict and doubtful)))


def _coverage(options: argparse.Namespace) -> int:
    from .content.coverage import account

    accounts = account(load(options.content))
    for fault in accounts.faults:
        print(fault, file=sys.stderr)
    print(accounts.table())
    return int(bool(accounts.faults))


def _changes(options: argparse.Namespace) -> None:
    from .content.changes import changes
    from .content.versions import open_version

    found = changes(*(open_version(name, options.content) for name in (options.before, options.after)))
    for change in found:
        print(change)
    print(f"{len(found)} changes from {options.before} to {options.after}")


def _review_sheet(options: argparse.Namespace) -> None:
    from .flow import Flow
    from .views.review.view import review_sheet

    content = load(options.content)
    try:
        options.target.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise NotADirectoryError(
            f"{options.target} is a file, or below one: name a folder to write the sheets into"
        ) from error
    for name, tree in content.trees.items():
        file = options.target / f"{name}.html"
        file.write_text(review_sheet(content, Flow(tree)), encoding="utf-8")
        print(f"{file}: {file.stat().st_size:,} bytes")


def _schema(options: argparse.Namespace) -> None:
    kinds = [options.kind] if options.kind else sorted(ADAPTERS)
    schemas = {kind: ADAPTERS[kind].json_schema() for kind in kinds}
    print(json.dumps(schemas[options.kind] if options.kind else schemas, indent=2, ensure_ascii=False))


def _messages(options: argparse.Namespace) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    from .hosts.pages import page_messages

    catalog = Catalog(project="iepkit")
    for context, text in [*messages(load(options.content)), *page_messages()]:
        catalog.add(text, context=context)
    write_po(sys.stdout.buffer, catalog, width=0, omit_header=False)


if __name__ == "__main__":
    sys.exit(main())
