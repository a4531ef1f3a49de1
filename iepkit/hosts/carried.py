"""The kit to carry: all pages, the presenter pages and the handouts, opened by double click with nothing installed."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..views.environment import environment, words_of
from .export import ExportError, replace_folder, site_files
from .pages import Site
from .presenting import FOLDER
from .shell import plain_head

START = "START-HERE.html"
README = "README.txt"
PAGES, HANDOUTS = "pages", "handouts"
ZIP = ".zip"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can name: the same kit gives the same bytes
READABLE = 0o100644 << 16  # a plain file that everybody may read, as Unix writes it into a ZIP
DEFLATE_LEVEL = 9

Fill = Callable[[Path, Site], Any]  # writes files into an empty folder


def export_kit(target: Path, site: Site, fill_handouts: Fill | None = None) -> list[str]:
    """Write the kit into a folder, or into a ZIP when ``target`` ends in ``.zip``. Returns the files' names.

    ``fill_handouts`` writes what is to be printed into a folder. What iepkit wrote at the target before is replaced.
    Raises what `export_site` raises, and nothing that was there is changed then.
    """
    if target.suffix.lower() != ZIP:
        return replace_folder(target, site, lambda: kit_files(site, fill_handouts))
    if target.is_dir():
        raise ExportError(f"{target} is a folder: name a file, as in {target / 'kit.zip'}")
    _ = site.version  # the content's problems show here, all at once
    files = kit_files(site, fill_handouts)
    try:
        _write_zip(target, files)
    except OSError as error:
        mend = "free space, or choose another folder"
        raise ExportError(f"{target} can't be written ({error.strerror}): {mend}") from error
    return sorted(files)


def kit_files(site: Site, fill_handouts: Fill | None = None) -> dict[str, bytes]:
    """Every file of the kit by its name, with forward slashes. Raises ExportError for names that Windows can't have."""
    files = {f"{PAGES}/{name}": data for name, data in site_files(site).items()}
    if fill_handouts is not None:
        with tempfile.TemporaryDirectory(prefix="iepkit-") as work:
            fill_handouts(Path(work), site)
            made = sorted(path for path in Path(work).rglob("*") if path.is_file())
            files |= {f"{HANDOUTS}/{path.relative_to(work).as_posix()}": path.read_bytes() for path in made}
    files[START] = _start_html(site, sorted(files)).encode()
    files[README] = _readme(site).encode()
    _refuse_odd_names(files)
    return files


def _start_html(site: Site, names: list[str]) -> str:
    content, teaching = site.content("en"), site.teaching
    words = words_of(content, teaching)
    handouts: dict[str, list[str]] = {}  # by folder: the paper of these schools first, then others and languages
    for name in sorted((each for each in names if each.startswith(f"{HANDOUTS}/")), key=_after_letter):
        handouts.setdefault(name.rpartition("/")[0], []).append(name)
    return (
        environment()
        .get_template("present/start.html.j2")
        .render(
            content=content,
            words=words,
            head=plain_head(content, words.present.start_title),
            presenters=f"{PAGES}/{FOLDER}/index.html",
            families=f"{PAGES}/index.html",
            workshops={f"{PAGES}/{FOLDER}/workshop-{each.id}.html": each for each in teaching.workshops.values()},
            handouts=handouts,
        )
    )


def _after_letter(name: str) -> tuple[int, bool, str]:
    folder = name.rpartition("/")[0]
    return folder.count("/"), not folder.endswith("/letter"), name


def _readme(site: Site) -> str:
    """A line for each thing that whoever holds the stick must know; lines end as Windows likes them."""
    words = site.teaching.words.present
    lines = [words["readme_start"], words["readme_whole"], words["readme_wall"]]
    lines += [words["readme_offline"], words["readme_print"]]
    return "\r\n".join([*lines, ""])


def _refuse_odd_names(files: Mapping[str, bytes]) -> None:
    same: dict[str, str] = {}
    for name in files:
        other = same.setdefault(name.lower(), name)
        if other != name or any(sign in name for sign in '<>:"\\|?*') or not name.isascii():
            clash = f" and {other!r} differ only in case" if other != name else " can't be a name on every computer"
            raise ExportError(f"the file {name!r}{clash}: rename it, with small letters, digits and hyphens")


def _write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    handle, work = tempfile.mkstemp(prefix=".iepkit-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w") as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, FIRST_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # Unix, on whatever system it is written
                entry.external_attr = READABLE
                archive.writestr(entry, files[name], compresslevel=DEFLATE_LEVEL)
        Path(work).chmod(0o644)
        Path(work).replace(target)
    finally:
        Path(work).unlink(missing_ok=True)
