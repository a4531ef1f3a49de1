"""Writes the pages as files: a static site that works from a web server and from ``file://``."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from markupsafe import Markup

from ..content import nearest
from .hosting import home_address, hosting_files
from .pages import Page, Site
from .presenting import FOLDER, Presenter
from .shell import assets, own_assets, presenter_assets

MANIFEST = ".iepkit-export.json"
STAGING = ".iepkit-new-"
AT_ONCE = 2
NAMED = 5


class ExportError(RuntimeError):
    """The export can't be written. Says why and what to do; the target is as it was."""


def export_site(target: Path, site: Site, base_url: str | None = None) -> list[str]:
    """Write every page that needs no Python, in every language, into the folder ``target``.

    ``base_url`` is the site's root on the web, for the page that a host shows for missing addresses.
    Returns the files written, relative to it. What iepkit wrote there before is replaced, and what is no
    longer part of the site is removed. Raises ContentError for bad content, ExportError when the target
    holds files that iepkit did not write or can't be written, or the root is no address; nothing that was
    there is changed then.
    """
    try:
        home = home_address(base_url)
    except ValueError as error:
        raise ExportError(str(error)) from error
    return replace_folder(target, site, lambda: site_files(site) | hosting_files(site.content("en"), home))


def replace_folder(target: Path, site: Site, make: Callable[[], Mapping[str, bytes]]) -> list[str]:
    """Write the files that ``make`` gives, by name, into a folder, in the place of what was written there before.

    Returns their names. Raises what `export_site` raises, and changes nothing then.
    """
    before = _written_before(target)
    _ = site.version  # the content's problems show here, all at once
    made = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=STAGING, dir=target) as work:
            names = _write_all(Path(work), site, make())
            for name in [*names, MANIFEST]:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(work) / name).replace(target / name)
        for name in before - set(names):
            (target / name).unlink(missing_ok=True)
    except OSError as error:
        mend = "free space, or choose another folder"
        raise ExportError(f"{target} can't be written ({error.strerror}): {mend}") from error
    finally:
        if made and target.is_dir() and not any(target.iterdir()):
            target.rmdir()
    return names


def site_files(site: Site) -> dict[str, bytes]:
    """Every page that needs no Python, in every language, the presenter pages, and what they load, by name."""
    loaded = assets() | own_assets() | presenter_assets()
    files: dict[str, bytes] = {f"assets/{name}": data for name, data in loaded.items()}
    mains = asyncio.run(_run_all(site))
    for (page, language), main in mains.items():
        folder = "" if language == "en" else f"{language}/"
        files[folder + page.href] = site.html(page, language, main, with_live=False).encode()
    for name, html in asyncio.run(_present_all(site, mains)).items():
        files[f"{FOLDER}/{name}.html"] = html.encode()
    return files


def _write_all(work: Path, site: Site, made: Mapping[str, bytes]) -> list[str]:
    names = sorted(made)
    files = {**made, MANIFEST: json.dumps({"iepkit": site.version, "files": names}, indent=1).encode()}
    for name, data in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return names


async def _present_all(site: Site, mains: Mapping[tuple[Page, str], Markup]) -> dict[str, str]:
    async def main_of(page: Page) -> Markup:
        return mains[page, "en"]

    presenter = Presenter(site)
    return {name: await presenter.html(name, main_of) for name in presenter.names}


async def _run_all(site: Site) -> dict[tuple[Page, str], Markup]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def run(page: Page, language: str) -> Markup:
        async with gate:
            return await site.main(page, language)

    keys = [(page, language) for page in site.pages.values() if not page.live for language in site.languages_of(page)]
    done = await asyncio.gather(*(run(*key) for key in keys), return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return {key: result for key, result in zip(keys, done, strict=True) if isinstance(result, Markup)}


def _written_before(target: Path) -> set[str]:
    """The files of an earlier export. Raises ExportError when there are others."""
    if target.exists() and not target.is_dir():
        raise ExportError(f"{target} is a file: name a folder to write the site into")
    if not target.is_dir():
        return set()
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    ours: set[str] = set()
    if MANIFEST in found:
        try:
            ours = {str(name) for name in json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"]}
        except (ValueError, KeyError, TypeError, OSError):
            ours = set()
    others = sorted(name for name in found - ours - {MANIFEST} if not name.startswith(STAGING))
    if others or (MANIFEST in found and not ours):
        some = ", ".join((others or [MANIFEST])[:NAMED]) + (", ..." if len(others) > NAMED else "")
        mend = "name a new folder, or move them away"
        raise ExportError(f"{target} has files that iepkit did not write ({some}): {mend}. Nothing was changed.")
    return ours & found


def export_single_file(target: Path, name: str, site: Site, language: str = "en") -> None:
    """Write one page as one HTML file with everything inside.

    Raises LookupError for a page that does not exist, ExportError for one that needs Python or a target
    that can't be written.
    """
    if name not in site.pages:
        raise LookupError(f"there is no page {name!r}: {nearest(name, site.pages)}")
    page = site.pages[name]
    if page.live:
        raise ExportError(f"the page {name!r} needs Python behind it: serve it with `iepkit serve`")
    if target.is_dir():
        raise ExportError(f"{target} is a folder: name a file, as in {target / (name + '.html')}")
    _ = site.version  # the content's problems show here, all at once
    html = site.html_alone(page, language, asyncio.run(site.main(page, language)))
    try:
        handle, work = tempfile.mkstemp(prefix=".iepkit-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(html)
        Path(work).chmod(0o644)
        Path(work).replace(target)
    except OSError as error:
        mend = "free space, or choose another folder"
        raise ExportError(f"{target} can't be written ({error.strerror}): {mend}") from error
