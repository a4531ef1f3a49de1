"""Pages that are the same for everybody: run once, kept whole or not at all."""

import asyncio

import pytest

from iepkit.hosts.dashboard.once import OncePages
from iepkit.hosts.pages import Site
from iepkit.hosts.running import PageError


@pytest.fixture(autouse=True)
def own_disk(monkeypatch, tmp_path):
    """What these tests keep, no other test finds."""
    monkeypatch.setenv("IEPKIT_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def runs(site, monkeypatch):
    """Each run of a notebook; what it gives says how many there were before it."""
    found = []

    async def count(page, language):
        await asyncio.sleep(0)
        found.append((page.name, language))
        return f"<p>run {len(found)}</p>"

    monkeypatch.setattr(site, "main", count)
    return found


def bodies(pages: OncePages, *names: str) -> list[bytes]:
    async def all_of_them():
        return [body.data for body in await asyncio.gather(*(pages.body("en", name) for name in names))]

    return asyncio.run(all_of_them())


def test_a_page_is_run_once_for_all_who_wait(site, runs):
    assert len(set(bodies(OncePages(site), *["home"] * 20))) == 1
    assert runs == [("home", "en")]


def test_a_server_that_starts_again_has_its_pages_at_once(site, runs):
    before = bodies(OncePages(site), "home", "compare")
    assert bodies(OncePages(site), "home", "compare") == before
    assert len(runs) == 2


def test_a_page_of_other_content_is_another_page(good, runs, site, monkeypatch):
    bodies(OncePages(site), "home")
    other = Site(good)
    monkeypatch.setattr(other, "main", site.main)
    bodies(OncePages(other), "home")
    assert len(runs) == 2


@pytest.mark.parametrize("name", ["practice", "quiz", "teaching"])
def test_a_page_is_another_once_what_is_taught_with_changes(good, name):
    before = Site(good).version
    with (good / f"{name}.yaml").open("a") as file:
        file.write("\n# changed\n")
    assert Site(good).version != before


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes().replace(b"run 1", b"run 9")),
        lambda file: file.write_bytes(b"\xff\xfe" + file.read_bytes()),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["cut short", "empty", "changed", "not text", "a folder"],
)
@pytest.mark.usefixtures("runs")
def test_a_kept_page_that_is_not_whole_is_made_anew(site, own_disk, harm):
    bodies(OncePages(site), "home")
    (file,) = own_disk.glob("page-*-en-home.html")
    harm(file)
    (again,) = bodies(OncePages(site), "home")
    assert b"run 2" in again
    assert b"run 1" not in again


def test_a_page_whose_picture_could_not_be_drawn_is_tried_again_at_the_next_start(site, monkeypatch, own_disk):
    broken = own_disk.parent / "broken"
    broken.mkdir()
    (broken / "pygraphviz.py").write_text("raise ImportError('not today')")
    monkeypatch.setenv("PYTHONPATH", str(broken))
    (without,) = bodies(OncePages(site), "review")
    assert b"<svg" not in without
    monkeypatch.delenv("PYTHONPATH")
    (drawn,) = bodies(OncePages(site), "review")
    assert b"<svg" in drawn


@pytest.mark.usefixtures("runs")
def test_a_disk_that_takes_nothing_costs_time_alone(site, own_disk):
    own_disk.write_text("a file where the folder should be")
    assert b"run 1" in bodies(OncePages(site), "home")[0]
    assert b"run 2" in bodies(OncePages(site), "home")[0]


def test_a_run_that_fails_is_not_kept(site, monkeypatch):
    answers = iter([PageError("home.ipynb: broken"), "main part"])

    async def fail_once(*_):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(site, "main", fail_once)

    async def twice():
        pages = OncePages(site)
        with pytest.raises(PageError, match="broken"):
            await pages.body("en", "home")
        return await pages.body("en", "home")

    assert b"main part" in asyncio.run(twice()).data


def test_a_page_that_fails_does_not_keep_the_server_from_being_ready(site, monkeypatch):
    async def fail(page, _):
        raise PageError(f"{page.name}: broken")

    monkeypatch.setattr(site, "main", fail)

    async def warmed():
        pages = OncePages(site)
        assert not pages.warm
        await pages.warm_up()
        return pages.warm

    assert asyncio.run(warmed())
