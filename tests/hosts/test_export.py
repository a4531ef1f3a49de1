"""The exported site and the single file: whole, from one place, and careful with what is there already."""

import errno
import json
import re
from pathlib import Path

import nbformat
import pytest

from iepkit.flow import from_link
from iepkit.hosts.export import MANIFEST, ExportError, export_single_file, export_site
from iepkit.hosts.hosting import HEADERS, MISSING, NO_JEKYLL
from iepkit.hosts.pages import PageError, Site, find_pages
from iepkit.hosts.presenting import FOLDER, Presenter
from tests.parsing import parsed

PAGES = [
    f"{folder}{page.href}"
    for page in Site().pages.values()
    for folder in ("" if each == "en" else f"{each}/" for each in Site().languages_of(page))
    if not page.live
]


def notebook(folder: Path, name: str, *cells: str, **metadata) -> None:
    folder.mkdir(exist_ok=True)
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, cells)]
    )
    made.metadata = {"title": f"The {name}", "language": "en", "iepkit": {"menu": 10, "live": False}, **metadata}
    nbformat.write(made, folder / f"{name}.ipynb")


@pytest.fixture
def small(good, tmp_path) -> Site:
    """A site of one page that asks nothing of anybody."""
    notebook(tmp_path / "pages", "home", "import iepkit\niepkit.load().home()")
    return Site(good, tmp_path / "pages")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_has_each_page_that_needs_no_python_and_nothing_else(exported):
    names = set(files_in(exported))
    presented = {f"{FOLDER}/{name}.html" for name in Presenter(Site()).names}
    assert presented <= names
    names -= presented
    assert {name for name in names if name.endswith(".html")} == {*PAGES, MISSING}
    assert {Path(name).suffix for name in names if name.startswith("assets/")} == {".js", ".css"}
    for_hosts = {MISSING, HEADERS, NO_JEKYLL}
    assert names - set(PAGES) - {name for name in names if name.startswith("assets/")} == {MANIFEST, *for_hosts}
    assert set(json.loads((exported / MANIFEST).read_text(encoding="utf-8"))["files"]) == names - {MANIFEST} | presented


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_at_most_three_files_all_of_its_own_site(name, exported):
    page = parsed((exported / name).read_text(encoding="utf-8"))
    loaded = [address for address in page.loaded if not address.startswith("data:")]
    assert len(loaded) <= 3
    assert all((exported / name).parent.joinpath(address).is_file() for address in loaded)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_comes_from_outside(name, exported):
    html = (exported / name).read_text(encoding="utf-8")
    outside = re.compile(r"^(https?:)?//")
    elements = [
        (tag, key, value) for tag, each in parsed(html).elements for key, value in each.items() if outside.match(value)
    ]
    assert {(tag, key) for tag, key, _ in elements} <= {("a", "href")}
    css = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert css
    assert not re.search(r"@import|url\((?!['\"]?data:)", css)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name, exported, kit):
    page = parsed((exported / name).read_text(encoding="utf-8"))
    assert page.elements[0][0] == "html"
    assert page.elements[0][1] == {"lang": name.partition("/")[0] if "/" in name else "en", "dir": "ltr"}
    assert len(page.named("main")) == len(page.named("h1")) == len(page.named("title")) == 1
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))
    local = {each["href"] for each in page.named("a") if re.fullmatch(r"[\w./-]+\.html(#.*)?", each.get("href", ""))}
    assert local
    for address in local:
        file, _, place = address.partition("#")
        target = parsed(((exported / name).parent / file).read_text(encoding="utf-8"))
        if "=" in place:  # a walk: the tree's page goes to its end
            flow = kit.flow(place.partition("=")[0])
            assert not from_link(flow, place).dropped, address
        else:
            assert not place or place in target.ids, address


def test_an_export_again_gives_the_same_and_takes_old_files_away(small, tmp_path):
    target = tmp_path / "site"
    names = export_site(target, small)
    first = files_in(target)
    assert set(first) == {*names, MANIFEST}
    manifest = json.loads(first[MANIFEST])
    manifest["files"].append("old.html")
    (target / "old.html").write_text("old", encoding="utf-8")
    (target / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    export_site(target, small)
    assert files_in(target) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "pages", "site"]


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"files": 7}', '{"files": ["index.html"]}'])
def test_a_folder_with_files_of_others_is_refused_and_stays_as_it_is(manifest, small, tmp_path):
    target = tmp_path / "mine"
    (target / "deep").mkdir(parents=True)
    (target / "deep" / "thesis.txt").write_text("ten years", encoding="utf-8")
    (target / "index.html").write_text("my page", encoding="utf-8")
    if manifest is not None:
        (target / MANIFEST).write_text(manifest, encoding="utf-8")
    before = files_in(target)
    with pytest.raises(
        ExportError, match=r"has files that iepkit did not write \(.*deep/thesis\.txt.*Nothing was changed"
    ):
        export_site(target, small)
    assert files_in(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "mine", "pages"]


def test_an_empty_folder_is_filled_and_a_missing_one_made(small, tmp_path):
    (tmp_path / "empty").mkdir()
    for target in (tmp_path / "empty", tmp_path / "new" / "deep"):
        assert export_site(target, small)
        assert (target / "index.html").is_file()


def test_the_folder_one_stands_in_can_be_the_target(small, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    export_site(Path(), small)
    assert (tmp_path / "here" / "index.html").is_file()
    assert [path.name for path in tmp_path.joinpath("here").iterdir() if path.name.startswith(".iepkit-old")] == []


@pytest.mark.parametrize("place", ["file", "file/site", "file/deep/site"])
def test_a_target_that_can_not_be_written_is_named(place, small, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(
        ExportError, match=r"is a file: name a folder|can't be written \(.+\): free space, or choose another folder"
    ):
        export_site(tmp_path / place, small)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    with pytest.raises(ExportError, match=r"can't be written \(.+\): free space, or choose another folder"):
        export_single_file(tmp_path / "file" / "page.html", "home", small)


def test_a_page_that_fails_leaves_the_old_site_as_it_is(small, good, tmp_path):
    target = tmp_path / "site"
    export_site(target, small)
    before = files_in(target)
    notebook(tmp_path / "pages", "sad", "1 / 0")
    with pytest.raises(PageError, match=r"sad\.ipynb: ZeroDivisionError: division by zero"):
        export_site(target, Site(good, tmp_path / "pages"))
    assert files_in(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "pages", "site"]


@pytest.mark.usefixtures("small")
def test_content_named_by_a_relative_path_is_found_by_the_pages_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export_single_file(Path("page.html"), "home", Site(Path("good"), Path("pages")))
    assert "Helps families near you." in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_another_language_has_a_path_of_its_own(good, tmp_path):
    (good / "locale").mkdir()
    words = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "resources/center/purpose"\n'
    (good / "locale" / "es.po").write_text(
        f'{words}msgid "Helps families near you."\nmsgstr "Ayuda cerca."\n', encoding="utf-8"
    )
    notebook(tmp_path / "pages", "home", "import iepkit\niepkit.load().home()")
    export_site(tmp_path / "site", Site(good, tmp_path / "pages"))
    english, spanish = (
        (tmp_path / "site" / name).read_text(encoding="utf-8") for name in ("index.html", "es/index.html")
    )
    assert "Helps families near you." in english
    assert "Ayuda cerca." in spanish
    assert parsed(spanish).elements[0][1] == {"lang": "es", "dir": "ltr"}
    assert {"es/index.html"} <= {each.get("href") for each in parsed(english).named("a")}
    assert {"../index.html"} <= {each.get("href") for each in parsed(spanish).named("a")}
    loaded = [address for address in parsed(spanish).loaded if not address.startswith("data:")]
    assert all((tmp_path / "site" / "es" / address).resolve().is_file() for address in loaded)


def test_a_single_file_holds_all_inside(alone):
    page = parsed(alone.read_text(encoding="utf-8"))
    assert [address for address in page.loaded if not address.startswith("data:")] == []
    assert page.named("style")
    assert page.named("script")
    outside = [
        each["href"] for each in page.named("a") if not each.get("href", "#").startswith(("#", "https://", "tel:"))
    ]
    assert outside == []
    assert alone.stat().st_mode & 0o777 == 0o644


def test_a_single_file_knows_its_pages(small, tmp_path):
    with pytest.raises(LookupError, match="there is no page 'hom': did you mean 'home'"):
        export_single_file(tmp_path / "f.html", "hom", small)
    with pytest.raises(ExportError, match=r"is a folder: name a file, as in .*home\.html"):
        export_single_file(tmp_path, "home", small)
    notebook(tmp_path / "pages", "bench", "1", iepkit={"menu": 20, "live": True})
    with pytest.raises(ExportError, match="the page 'bench' needs Python behind it: serve it with `iepkit serve`"):
        export_single_file(tmp_path / "f.html", "bench", Site(small.folder, tmp_path / "pages"))
    assert not (tmp_path / "f.html").exists()


@pytest.mark.parametrize("metadata", [{"title": None}, {"iepkit": {}}, {"iepkit": {"menu": "first"}}])
def test_a_notebook_without_title_or_place_is_named_with_its_remedy(metadata, tmp_path):
    notebook(tmp_path / "pages", "odd", "1", **metadata)
    with pytest.raises(PageError, match=r'odd\.ipynb: a page without a title or a menu place: add "title"'):
        find_pages(tmp_path / "pages")


@pytest.mark.usefixtures("small")
def test_a_notebook_dropped_in_is_a_page_in_its_place_of_the_menu(good, tmp_path):
    notebook(tmp_path / "pages", "last", "1", iepkit={"menu": 99, "live": False, "label": "The end"})
    notebook(tmp_path / "pages", "first", "1", iepkit={"menu": 1})
    site = Site(good, tmp_path / "pages")
    assert [(item.name, item.label) for item in site.menu("en", with_live=False)] == [
        ("first", "The first"),
        ("home", "The home"),
        ("last", "The end"),
    ]


@pytest.mark.parametrize("before_it_is_full", [0, 1, 3])
def test_when_the_disk_is_full_the_old_site_stays_as_it_was(small, tmp_path, monkeypatch, before_it_is_full):
    target = tmp_path / "site"
    export_site(target, small)
    before = files_in(target)
    left = before_it_is_full
    write = Path.write_bytes

    def write_until_full(self, data):
        nonlocal left
        left -= 1
        if left < 0:
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", write_until_full)
    with pytest.raises(ExportError, match=r"can't be written \(No space left on device\): free space, or choose"):
        export_site(target, small)
    assert files_in(target) == before
