"""The one shell around every page, served or exported: head, menu, ``<main>``, footer, script."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markupsafe import Markup

from ..content import Content
from ..views.composing import (
    OWN,
    live_scripts,
    own_script,
    own_style,
    own_views,
    page_script,
    page_style,
    presenter_scripts,
    presenter_style,
    room_scripts,
    room_styles,
)
from ..views.environment import BEGIN, environment, words_of


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu: the page's name, what the line says, where it leads, whether it is the start page."""

    name: str
    label: str
    href: str


@dataclass(frozen=True)
class Language:
    """Another language of the same page: its code, its own name for itself, where it is."""

    code: str
    name: str
    href: str


@dataclass(frozen=True)
class Shell:
    """The parts around ``<main>``, each safe HTML, for the page of one language.

    The ``script`` stands where the first view of ``<main>`` can begin, if one says so, else at the end. Where it
    begins early, a page that is ``served`` has it inside, so that nothing has to come before. What stands in
    ``<main>`` may add to it, and to the style: see ``Added``.
    """

    language: str
    direction: str
    head: Markup
    header: Markup
    footer: Markup
    script: Markup
    live: bool = False
    served: bool = False
    assets_at: str | None = None

    def around(self, main: Markup) -> str:
        """The whole page."""
        page = environment().get_template("shared/page.html.j2")
        added = Added.to(main, self.assets_at)
        whole = replace(self, head=self.head + added.style)
        before, begins, after = main.partition(BEGIN)
        if not begins:
            return page.render(shell=whole, main=main, script=self.script + added.script)
        script = _inside() if self.served else self.script
        return page.render(shell=whole, main=before + script + after, script=added.script)


@dataclass(frozen=True)
class Added:
    """The style and the scripts that the views in a part of a page need beside those of every page.

    Each view names its own in ``views/composing.py``; most have none.
    """

    style: Markup
    script: Markup

    @classmethod
    def to(cls, html: str, assets_at: str | None = None) -> Added:
        """For these views. ``assets_at`` is the address of the assets' folder; without it the scripts stand inside."""
        own = own_views(html)
        style = Markup().join(Markup(f"<style>{own_style(view)}</style>\n") for view in own)  # noqa: S704 - our own files
        if assets_at is None:
            return cls(style, Markup().join(Markup(f"<script>{own_script(view)}</script>") for view in own))  # noqa: S704
        script = Markup('<script src="{}"></script>')
        return cls(style, Markup().join(script.format(assets_at + _named(own_assets(), view)) for view in own))


@cache
def assets() -> dict[str, bytes]:
    """What every page loads, its script, by a name that changes with what it holds: ``iepkit.<hash>.js``."""
    return _hashed({"iepkit": page_script()})


@cache
def own_assets() -> dict[str, bytes]:
    """The scripts that only pages with a certain view load, by such names: ``quiz.<hash>.js``."""
    return _hashed({view: own_script(view) for view in OWN})


@cache
def live_assets() -> dict[str, bytes]:
    """The scripts that only live pages load, by such names: ``live.<hash>.js``, ``formulas.<hash>.js``."""
    return _hashed(live_scripts())


@cache
def room_assets() -> dict[str, bytes]:
    """What only rooms load: ``phone.<hash>.js``, and the panel's ``panel.<hash>.js`` and ``panel.<hash>.css``."""
    return _hashed(room_scripts()) | _hashed(room_styles(), "css")


@cache
def presenter_assets() -> dict[str, bytes]:
    """What only presenter pages load: ``wall.<hash>.js``, ``workshop.<hash>.js``, ``presenter.<hash>.css``."""
    return _hashed(presenter_scripts()) | _hashed({"presenter": presenter_style()}, "css")


def _hashed(texts: Mapping[str, str], ending: str = "js") -> dict[str, bytes]:
    files = {name: text.encode() for name, text in texts.items()}
    return {f"{name}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}": data for name, data in files.items()}


def live_address(name: str) -> str:
    """Where the server has one of them."""
    return f"/assets/{_named(live_assets(), name)}"


def _named(files: Mapping[str, bytes], name: str) -> str:
    return next(file for file in files if file.startswith(f"{name}."))


def start_of(page: str) -> int:
    """The bytes of a whole page up to where its views begin to answer; 0 where its script stands at its end."""
    for script in (f'{next(iter(assets()))}"></script>', _inside()):
        start, _, rest = page.rpartition(script)
        if start and "</main>" in rest:
            return len(page.encode()) - len(rest.encode())
    return 0


def _inside() -> Markup:
    return Markup(f"<script>{page_script()}</script>")  # noqa: S704 - our own file


def room_address(name: str) -> str:
    """Where the server has one of a room's: ``room_address("panel.css")``."""
    start, _, ending = name.partition(".")
    return next(f"/assets/{file}" for file in room_assets() if file.startswith(f"{start}.") and file.endswith(ending))


def shell(  # noqa: PLR0913 - each part of the shell is named where it is called
    content: Content,
    title: str,
    *,
    here: str = "",
    home: str = "index.html",
    menu: Sequence[MenuItem] = (),
    languages: Sequence[Language] = (),
    assets_at: str | None = None,
    live: bool = False,
    served: bool = False,
) -> Shell:
    """The shell of a page. ``assets_at`` is the address of the assets' folder; without it the script stands inside.

    A ``live`` page is sent in two parts, the second when its kernel has run: its script does not wait for that.
    """
    words = words_of(content)
    style = Markup(f"<style>{page_style()}</style>")  # noqa: S704 - our own file; a page is shown at once with it
    if assets_at is None:
        script = _inside()
    else:
        address = assets_at + next(iter(assets()))
        if not served:
            style += Markup('\n<link rel="preload" as="script" href="{}">').format(address)
        script = Markup('<script src="{}"></script>').format(address)
    parts: Any = environment().get_template("shared/shell.html.j2").module
    return Shell(
        content.language,
        content.direction,
        parts.head(title, words, style),
        parts.header(menu, here, home, words, languages, draft=content.draft),
        parts.footer(content, words),
        script,
        live,
        served,
        assets_at,
    )


def presenter_head(content: Content, title: str) -> Markup:
    """The inside of the ``<head>`` of a presenter page, which is one folder below the assets' own."""
    name = next(name for name in presenter_assets() if name.endswith(".css"))
    return _head(content, title, Markup('<link rel="stylesheet" href="../assets/{}">').format(name))


def plain_head(content: Content, title: str) -> Markup:
    """The inside of the ``<head>`` of a page that loads nothing."""
    return _head(content, title, Markup(f"<style>{page_style()}</style>"))  # noqa: S704 - our own file


def _head(content: Content, title: str, style: Markup) -> Markup:
    parts: Any = environment().get_template("shared/shell.html.j2").module
    return Markup(parts.head(title, words_of(content), style))  # noqa: S704 - a template's


def presenter_script(name: str) -> Markup:
    """The script element of a presenter page: ``wall`` or ``workshop``."""
    file = next(file for file in presenter_assets() if file.startswith(f"{name}."))
    return Markup('<script src="../assets/{}"></script>').format(file)


def error_html(content: Content, title: str, text: str, *, home: str = "/") -> str:
    """A page that says kindly what went wrong and leads ``home``. No traceback, nothing of the request."""
    main = Markup('<h1>{}</h1><p class="ik-prose">{}</p><p><a href="{}">{}</a></p>')
    bare = replace(shell(content, title, home=home), script=Markup())  # nothing here needs one, and no policy bears it
    return bare.around(main.format(title, text, home, content.words.page["error_home"]))
