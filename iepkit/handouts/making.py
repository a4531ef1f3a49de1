"""Writes handouts into a folder: all of them or none, each file whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ..content import Content, nearest
from ..teaching import Teaching
from .catalog import Handout, chosen, handout_names, handouts, sheets
from .guide import guide
from .telling import Telling
from .typesetting import PAPERS, Data, HandoutError, pdf

STAGING = ".iepkit-new-"
Tell = Callable[[int, int, str], None]
Jobs = Mapping[str, Callable[[], bytes]]


def make_handouts(
    folder: Path,
    content: Content,
    teaching: Teaching,
    papers: Sequence[str] = tuple(PAPERS),
    only: Iterable[str] = (),
    tell: Tell | None = None,
) -> list[str]:
    """Write every handout that is whole in the language of the content: ``letter/chart-core.pdf``, ``comparison.csv``.

    ``papers``: keys of ``PAPERS``. ``only``: names or patterns of names, as ``booklet-*``. ``tell`` hears after each
    file how many are done, of how many, and its name. Another language than English has a folder of its own.

    Returns the files written, relative to ``folder``. Raises LookupError for a name that there is not, HandoutError
    when one can't be made or written; nothing in the folder has changed then.
    """
    wanted = chosen(handout_names(content, teaching), only)
    below = "" if content.language == "en" else f"{content.language}/"
    jobs: dict[str, Callable[[], bytes]] = {
        f"{below}{sheet.name}": partial(sheet.made, content) for sheet in sheets(content) if sheet.name in wanted
    }
    for handout in handouts(content, teaching):
        if handout.name in wanted:
            told = _Once(content, teaching, handout)
            jobs |= {f"{below}{paper}/{handout.name}.pdf": partial(told.pdf, paper) for paper in papers}
    return _write_all(folder, jobs, tell)


def make_guides(
    folder: Path,
    content: Content,
    teaching: Teaching,
    papers: Sequence[str] = tuple(PAPERS),
    tell: Tell | None = None,
) -> list[str]:
    """Write the guide of every workshop: ``letter/guide-<workshop>.pdf``. In English; else as `make_handouts`."""
    jobs = {
        f"{paper}/guide-{name}.pdf": partial(_guide_pdf, content, teaching, name, paper)
        for name in teaching.workshops
        for paper in papers
    }
    return _write_all(folder, jobs, tell)


def write_guide(file: Path, content: Content, teaching: Teaching, workshop: str, paper: str = "letter") -> None:
    """Write the facilitator's guide of one workshop as one file.

    Raises LookupError, naming the nearest, for a workshop that there is not; HandoutError when it can't be written.
    """
    if workshop not in teaching.workshops:
        raise LookupError(f"there is no workshop {workshop!r}: {nearest(workshop, teaching.workshops)}")
    if file.is_dir():
        raise HandoutError(f"{file} is a folder: name a file, as {file / f'guide-{workshop}.pdf'}")
    made = _guide_pdf(content, teaching, workshop, paper)
    with _told_apart(file.parent), tempfile.TemporaryDirectory(prefix=STAGING, dir=file.parent) as work:
        staged = Path(work) / "guide.pdf"
        staged.write_bytes(made)
        staged.replace(file)


def _guide_pdf(content: Content, teaching: Teaching, workshop: str, paper: str) -> bytes:
    return pdf("guide", guide(Telling(content, teaching), teaching.workshops[workshop]), paper)


class _Once:
    """A handout that is told once, for all papers."""

    def __init__(self, content: Content, teaching: Teaching, handout: Handout) -> None:
        self._parts = content, teaching, handout
        self._data: Data | None = None

    def pdf(self, paper: str) -> bytes:
        content, teaching, handout = self._parts
        if self._data is None:
            self._data = handout.told(Telling(content, teaching))
        return pdf(handout.template, self._data, paper)


def _write_all(folder: Path, jobs: Jobs, tell: Tell | None) -> list[str]:
    if folder.exists() and not folder.is_dir():
        raise HandoutError(f"{folder} is a file: name a folder to write the handouts into")
    made = not folder.exists()
    try:
        with _told_apart(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder) as work:
                _stage(Path(work), jobs, tell)
                for name in jobs:
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    (Path(work) / name).replace(folder / name)
    finally:
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return sorted(jobs)


def _stage(work: Path, jobs: Jobs, tell: Tell | None) -> None:
    for name in jobs:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {name: pool.submit(job) for name, job in jobs.items()}
        try:
            for place, (name, done) in enumerate(waiting.items(), start=1):
                (work / name).write_bytes(done.result())
                if tell:
                    tell(place, len(jobs), name)
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _told_apart(folder: Path) -> Iterator[None]:
    """What the system says of a disk that is full or not ours, in words that help."""
    try:
        yield
    except OSError as error:
        mend = "free space, or choose another folder"
        raise HandoutError(f"{folder} can't be written ({error.strerror or error}): {mend}") from error
