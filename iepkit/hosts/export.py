"""Writes the pages as files: a static site that works from a web server and from ``file://``."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from pathlib import Path

from markupsafe import Markup

from ..content import nearest
from .pages import Page, Site
from .shell import assets

MANIFEST = ".iepkit-export.json"
AT_ONCE = 2
NAMED = 5


class ExportError(RuntimeError):
    """The export can't be written. Says why and what to do; the target is as it was."""


def export_site(target: Path, site: Site) -> list[str]:
    """Write every page that needs no Python, in every language, into the folder ``target``.

    Returns the files written, relative to it. A folder that iepkit wrote before is replaced as a whole.
    Raises ExportError when the target holds other files, or can't be written; nothing is changed then.
    """
    _refuse_others(target)
    place = target.parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".iepkit-export-", dir=place))
    except OSError as error:
        raise ExportError(f"{place} can't be written ({error.strerror}): choose another folder") from error
    try:
        names = _write_all(work, site)
        _swap(work, target)
    except OSError as error:
        raise ExportError(
            f"{target} can't be written ({error.strerror}): free space or choose another folder"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return names


def _write_all(work: Path, site: Site) -> list[str]:
    files: dict[str, bytes] = {f"assets/{name}": data for name, data in assets().items()}
    for (page, language), main in asyncio.run(_run_all(site)).items():
        folder = "" if language == "en" else f"{language}/"
        files[folder + page.href] = site.html(page, language, main, with_live=False).encode()
    names = sorted(files)
    files[MANIFEST] = json.dumps({"iepkit": site.version, "files": names}, indent=1).encode()
    for name, data in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    work.chmod(0o755)
    return names


async def _run_all(site: Site) -> dict[tuple[Page, str], Markup]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def run(page: Page, language: str) -> Markup:
        async with gate:
            return await site.main(page, language)

    keys = [(page, language) for page in site.pages.values() if not page.live for language in site.languages]
    done = await asyncio.gather(*(run(*key) for key in keys))
    return dict(zip(keys, done, strict=True))


def _refuse_others(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ExportError(f"{target} is a file: name a folder to write the site into")
    if not target.is_dir():
        return
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    ours: set[str] = set()
    if MANIFEST in found:
        try:
            ours = {MANIFEST, *json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"]}
        except (ValueError, KeyError, TypeError, OSError):
            ours = set()
    others = sorted(found - ours)
    if others:
        some = ", ".join(others[:NAMED]) + (", ..." if len(others) > NAMED else "")
        mend = "name a new folder, or move them away"
        raise ExportError(f"{target} has files that iepkit did not write ({some}): {mend}. Nothing was changed.")


def _swap(work: Path, target: Path) -> None:
    if not target.exists():
        work.replace(target)
        return
    old = Path(tempfile.mkdtemp(prefix=".iepkit-old-", dir=target.parent))
    target.replace(old / "site")
    work.replace(target)
    shutil.rmtree(old, ignore_errors=True)


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
    html = site.html_alone(page, language, asyncio.run(site.main(page, language)))
    try:
        handle, work = tempfile.mkstemp(prefix=".iepkit-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(html)
        Path(work).chmod(0o644)
        Path(work).replace(target)
    except OSError as error:
        raise ExportError(f"{target} can't be written ({error.strerror}): choose another folder") from error
