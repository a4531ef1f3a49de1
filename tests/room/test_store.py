"""Votes on the disk: kept whole, deleted whole, refused when they can't be kept."""

import os
import sqlite3
import stat

import pytest

from iepkit.hosts.dashboard.room import store as on_disk
from iepkit.hosts.dashboard.room.place import Place
from iepkit.hosts.dashboard.room.store import Store, StoreError

DEVICE, OTHER = b"device-number-16", b"another-one---16"


@pytest.fixture
def store(file):
    found = Store(file)
    found.apply([on_disk.make_room("B4K75", 100.0)])
    yield found
    found.close()


def test_what_was_applied_is_there_for_who_opens_the_file_without_a_close(store, file):
    store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, "yes"), on_disk.set_poll("B4K75", '{"x": 1}')])
    other = Store(file)
    (room,) = other.rooms()
    assert (room.code, room.made, room.poll) == ("B4K75", 100.0, '{"x": 1}')
    assert room.votes == [("", "item/a", DEVICE, "yes")]
    other.close()


def test_each_commit_is_synced_before_it_returns(store):
    """FULL is 2: with less, a power cut could take an acknowledged vote."""
    assert store._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_vote_replaces_the_first(store):
    for option in ("yes", "no"):
        store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, option)])
    (room,) = store.rooms()
    assert room.votes == [("", "item/a", DEVICE, "no")]


def test_all_changes_or_none(store):
    bad = ("INSERT INTO no_such_table VALUES (1)", ())
    with pytest.raises(sqlite3.OperationalError):
        store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, "yes"), bad])
    assert next(store.rooms()).votes == []
    store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, "yes")])


def test_answers_are_paired_by_the_code_of_the_device(store):
    store.apply(
        [
            on_disk.name_device("B4K75", DEVICE, "Q7777"),
            on_disk.name_device("B4K75", DEVICE, "R2222"),  # the first stays
            on_disk.put_vote("B4K75", "after", "item/which-law", DEVICE, "b"),
            on_disk.put_vote("B4K75", "before", "item/which-law", DEVICE, "a"),
            on_disk.put_vote("B4K75", "", "item/which-law", DEVICE, "c"),
        ]
    )
    assert store.answers("B4K75") == [("Q7777", "before", "which-law", "a"), ("Q7777", "after", "which-law", "b")]


def test_a_deleted_room_is_gone_from_the_disk(store, file):
    store.apply([on_disk.make_room("ROOM2", 100.0), on_disk.put_vote("ROOM2", "", "item/a", OTHER, "kept-option")])
    store.apply(
        [
            on_disk.put_vote("B4K75", "before", "item/which-law", DEVICE, "option-to-forget"),
            on_disk.name_device("B4K75", DEVICE, "Q7777"),
            on_disk.put_hands("B4K75", "", "item/which-law", '{"counts": {"option-by-hand": 3}}'),
        ]
    )
    secrets = (DEVICE, b"option-to-forget", b"Q7777", b"option-by-hand", b"B4K75")
    on_the_disk = [path.read_bytes() for path in file.parent.iterdir()]
    assert all(any(secret in data for data in on_the_disk) for secret in secrets)
    store.forget("B4K75")
    on_the_disk = [path.read_bytes() for path in file.parent.iterdir()]
    assert not any(secret in data for data in on_the_disk for secret in secrets)
    assert [room.code for room in store.rooms()] == ["ROOM2"]
    assert any(b"kept-option" in data for data in on_the_disk)


def test_a_room_that_another_program_still_reads_is_not_said_to_be_gone(store, file):
    store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, "option-to-forget")])
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM votes").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        store.forget("B4K75")
    reader.execute("ROLLBACK")
    reader.close()
    store.forget("B4K75")
    assert b"option-to-forget" not in b"".join(path.read_bytes() for path in file.parent.iterdir())


def test_nobody_else_may_read_the_files(store, file):
    store.apply([on_disk.put_vote("B4K75", "", "item/a", DEVICE, "yes")])
    assert {path.name for path in file.parent.iterdir()} == {"room.db", "room.db-wal", "room.db-shm"}
    for path in file.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_file_says_so_and_what_was_there_stays(file):
    small = Store(file, most_bytes=80_000)
    small.apply([on_disk.make_room("B4K75", 1.0)])
    many = [on_disk.put_vote("B4K75", "", "item/a", each.to_bytes(16, "big"), "x" * 500) for each in range(200)]
    small.apply(many[:20])
    with pytest.raises(sqlite3.OperationalError, match="full"):
        small.apply(many[20:])
    assert len(next(small.rooms()).votes) == 20
    small.close()


def test_a_file_that_is_no_database_says_how_to_mend_it(file):
    file.parent.mkdir()
    file.write_bytes(b"this was never a database, but long enough to look like one" * 40)
    with pytest.raises(StoreError, match="delete the file"):
        Store(file)


def test_a_folder_that_can_t_be_made_says_how_to_mend_it(tmp_path):
    (tmp_path / "a-file").write_text("")
    with pytest.raises(StoreError, match="IEPKIT_STATE"):
        Store(tmp_path / "a-file" / "room.db")


class TestSecret:
    def test_it_stays_while_there_are_rooms_and_for_a_day(self, tmp_path):
        place = Place(tmp_path, 8866)
        first = place.secret(rooms=False)
        assert len(first) >= 40
        assert place.secret(rooms=False) == first
        assert Place(tmp_path, 8867).secret(rooms=False) != first

    def test_an_old_one_is_made_anew_but_not_over_a_room(self, tmp_path):
        place = Place(tmp_path, 8866)
        first = place.secret(rooms=False)
        os.utime(tmp_path / "room-8866.secret", (0, 0))
        assert place.secret(rooms=True) == first
        assert place.secret(rooms=False) != first

    def test_nobody_else_may_read_it(self, tmp_path):
        Place(tmp_path, 8866).secret(rooms=False)
        assert stat.S_IMODE((tmp_path / "room-8866.secret").stat().st_mode) == 0o600
