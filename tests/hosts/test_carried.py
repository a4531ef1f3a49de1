"""The kit to carry: whole, with names that every computer takes, the same bytes each time."""

import errno
import os
import zipfile
from pathlib import Path

import nbformat
import pytest

from iepkit.cli import main
from iepkit.hosts import carried
from iepkit.hosts.carried import export_kit, kit_files
from iepkit.hosts.export import MANIFEST, ExportError
from iepkit.hosts.pages import Site
from tests.parsing import parsed


@pytest.fixture
def small(good, tmp_path) -> Site:
    """A site of one page that needs no kernel, and one workshop."""
    (tmp_path / "pages").mkdir()
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Home\n\nHello.")])
    made.metadata = {"title": "Home", "language": "en", "iepkit": {"menu": 10, "live": False}}
    nbformat.write(made, tmp_path / "pages" / "home.ipynb")
    return Site(good, tmp_path / "pages")


def fill(folder: Path, site: Site) -> None:
    (folder / "a4").mkdir()
    (folder / "a4" / "chart.pdf").write_bytes(b"%PDF " + site.version.encode())


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_and_a_zip_hold_the_same(small, tmp_path):
    names = export_kit(tmp_path / "kit", small, fill)
    assert export_kit(tmp_path / "kit.zip", small, fill) == names
    folder = files_in(tmp_path / "kit")
    folder.pop(MANIFEST)
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert archive.testzip() is None
        assert {each.filename: archive.read(each) for each in archive.infolist()} == folder
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
        assert not [each.filename for each in archive.infolist() if "\\" in each.filename or each.is_dir()]
    wanted = {"START-HERE.html", "README.txt", "handouts/a4/chart.pdf", "pages/index.html", "pages/present/index.html"}
    assert wanted <= set(names)
    assert (tmp_path / "kit.zip").stat().st_mode & 0o777 == 0o644


def test_a_zip_again_is_the_same_bytes(small, tmp_path):
    export_kit(tmp_path / "one.zip", small)
    export_kit(tmp_path / "two.ZIP", small)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.ZIP").read_bytes()


def test_every_link_of_the_start_page_leads_somewhere_and_it_loads_nothing(small, tmp_path):
    export_kit(tmp_path / "kit", small, fill)
    page = parsed((tmp_path / "kit" / "START-HERE.html").read_text(encoding="utf-8"))
    links = {each["href"] for each in page.named("a")}
    assert {"pages/present/workshop-evening.html", "handouts/a4/chart.pdf", "pages/index.html"} <= links
    assert all((tmp_path / "kit" / link).is_file() for link in links)
    assert [each for each in page.loaded if not each.startswith("data:")] == []
    text = (tmp_path / "kit" / "README.txt").read_bytes()
    assert text.count(b"\r\n") == 5
    assert text.isascii()


def test_a_kit_without_handouts_does_not_speak_of_them(small):
    files = kit_files(small)
    assert not [name for name in files if name.startswith("handouts/")]
    assert b"handouts/" not in files["START-HERE.html"]


@pytest.mark.parametrize("names", [("Chart.pdf", "chart.pdf"), ("a:b.pdf",), ("caf\u00e9.pdf",), ("what?.pdf",)])
def test_a_name_that_not_every_computer_takes_is_refused(names, small, tmp_path):
    def odd(folder: Path, _: Site) -> None:
        for name in names:
            (folder / name).write_bytes(b"x")

    with pytest.raises(ExportError, match="rename it, with small letters, digits and hyphens"):
        export_kit(tmp_path / "kit.zip", small, odd)
    assert not (tmp_path / "kit.zip").exists()


def test_what_others_wrote_stays(small, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("ten years", encoding="utf-8")
    with pytest.raises(ExportError, match=r"files that iepkit did not write \(thesis\.txt\)"):
        export_kit(tmp_path / "mine", small)
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(ExportError, match=r"is a folder: name a file, as in .*kit\.zip"):
        export_kit(tmp_path / "folder.zip", small)
    assert files_in(tmp_path / "mine") == {"thesis.txt": b"ten years"}


def test_a_full_disk_leaves_the_old_zip_as_it_was(small, tmp_path, monkeypatch):
    export_kit(tmp_path / "kit.zip", small)
    before = (tmp_path / "kit.zip").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(carried.zipfile.ZipFile, "writestr", full)
    with pytest.raises(ExportError, match=r"can't be written .*: free space, or choose another folder"):
        export_kit(tmp_path / "kit.zip", small)
    assert (tmp_path / "kit.zip").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"good", "pages", "kit.zip"}


@pytest.mark.parametrize("more", [["home", "--single-file"], ["--base-url", "https://plans.example/"]])
def test_a_kit_takes_no_other_way_of_writing(more, capsys, tmp_path):
    assert main(["export", "--kit", str(tmp_path / "kit"), *more]) == 2
    assert "a kit is opened from a stick" in capsys.readouterr().err
