"""Opens a version of the content: a folder, or a revision of the git repository that the content is in."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from .loading import Content, load
from .places import where


def open_version(name: str, folder: Path | None = None) -> Content:
    """The content of a folder, or of ``folder`` (by default iepkit's own) as it was at a git revision.

    Raises LookupError when ``name`` is neither, and ContentError when that version is broken.
    """
    if Path(name).is_dir():
        return load(Path(name))
    place = (folder or where("data")).resolve()
    command = ["git", "-C", str(place), "archive", "--end-of-options", name, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - no shell
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"").decode(errors="replace").strip() or str(error)
        raise LookupError(
            f"{name!r} is neither a content folder nor a git revision of {place} ({said}):"
            " name a folder that holds law.yaml, or a revision, as HEAD~3"
        ) from error
    with tempfile.TemporaryDirectory(prefix="iepkit-") as copy:
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            archive.extractall(copy, filter="data")
        return load(copy)
