"""The rooms in memory and on the disk, whatever happens in whatever order."""

import asyncio
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.hosts.dashboard.room.codes import ALPHABET, new_code, typed_code
from iepkit.hosts.dashboard.room.devices import Devices
from iepkit.hosts.dashboard.room.hall import Hall, RefusedError
from iepkit.hosts.dashboard.room.pace import Pace
from iepkit.hosts.dashboard.room.polls import Hands, Poll
from iepkit.hosts.dashboard.room.store import Store
from iepkit.hosts.dashboard.room.writer import TooManyError, Writer

REF, OTHER = "item/which-law", "tree/which-plan/where"
OPTIONS = ("one-law", "idea-and-504", "state-law")
DEVICES = [number.to_bytes(16, "big") for number in range(4)]


def in_hall(questions, test, clock=None, file=None):
    """Run a test with a hall that writes to a file."""

    async def run():
        hall = Hall(Store(file), questions, **({"clock": clock} if clock else {}))
        hall.begin()
        try:
            return await test(hall)
        finally:
            await hall.stop()

    return asyncio.run(run())


async def until(state):
    """Wait until something holds, while the hall goes on."""
    async with asyncio.timeout(20):
        while not state():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)


def reopened(questions, file, clock=None):
    """The rooms as a server finds them that starts again."""
    store = Store(file)
    hall = Hall(store, questions, **({"clock": clock} if clock else {}))
    store.close()
    return hall.rooms


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.sampled_from(DEVICES), st.sampled_from([*OPTIONS, "no-option"])),
        st.tuples(st.just("turn"), st.sampled_from(["ask", "anew", "close", "show", "hide"])),
        st.tuples(st.just("count"), st.integers(0, 5), st.booleans()),
        st.just(("drain",)),
    ),
    max_size=30,
)


class Model:
    """What a room should hold: a dict that a vote changes while the vote is open."""

    def __init__(self, hall):
        self.hall = hall
        self.room, _ = hall.open_room()
        self.votes, self.hands, self.open, self.kept = {}, Hands(), True, []
        hall.ask(self.room, Poll((REF,)))

    def vote(self, device, option):
        fits = option in OPTIONS if self.open else self.votes.get(device) == option
        if not fits:
            with pytest.raises(RefusedError):
                self.hall.vote(self.room, device, "", REF, option)
            return
        self.kept.append(self.hall.vote(self.room, device, "", REF, option))
        self.votes[device] = option

    def turn(self, how):
        """Open, close, show, hide, or ask anew."""
        if how in ("ask", "anew"):
            self.hall.ask(self.room, Poll((REF,)), anew=how == "anew")
        else:
            self.hall.turn(
                self.room, **{"close": {"is_open": False}, "show": {"shown": True}}.get(how, {"shown": False})
            )
        self.open = self.open if how in ("show", "hide") else how != "close"
        if how == "anew":
            self.votes, self.hands = {}, Hands()

    def count(self, hands, instead):
        self.hands = Hands({OPTIONS[0]: hands} if hands else {}, instead)
        self.hall.count_hands(self.room, {OPTIONS[0]: hands}, instead=instead)


@settings(max_examples=60)
@given(DEEDS)
def test_any_order_of_votes_changes_and_closes_gives_the_tally_of_a_model(questions, deeds):
    """In memory, and after a new start."""

    async def play(hall):
        model = Model(hall)
        for name, *more in deeds:
            if name == "drain":
                await asyncio.gather(*model.kept)
            else:
                getattr(model, name)(*more)
        await until(lambda: not hall.writer.waiting)
        await asyncio.wait_for(asyncio.gather(*model.kept), 20)
        return model

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "room.db"
        model = in_hall(questions, play, file=file)
        room = model.room
        phones = Counter() if model.hands.instead else Counter(model.votes.values())
        assert room.tally(REF).counts == phones + Counter(model.hands.counts)
        again = reopened(questions, file)[room.code]
        assert again.votes.get(("", REF), {}) == model.votes
        assert again.poll == room.poll
        assert again.tally(REF) == room.tally(REF)


def test_nothing_is_acknowledged_or_counted_before_it_is_on_the_disk(questions, file):
    async def play(hall):
        room, made = hall.open_room()
        hall.ask(room, Poll((REF,)))
        await made
        await until(lambda: not hall.writer.waiting)
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        first = hall.vote(room, DEVICES[0], "", REF, OPTIONS[0])
        second = hall.vote(room, DEVICES[0], "", REF, OPTIONS[1])
        await until(lambda: hall.writer.trouble == "locked")
        assert not first.done()
        assert room.tally(REF).total == 0
        hall.turn(room, is_open=False)  # what came before the close still counts
        assert hall.vote(room, DEVICES[0], "", REF, OPTIONS[1]) is second  # its phone asks again
        with pytest.raises(RefusedError, match="closed"):
            hall.vote(room, DEVICES[1], "", REF, OPTIONS[1])
        holder.execute("ROLLBACK")
        holder.close()
        await asyncio.wait_for(asyncio.gather(first, second), 10)
        assert room.tally(REF).counts == {OPTIONS[1]: 1}
        assert hall.writer.trouble == ""
        return room.code

    code = in_hall(questions, play, file=file)
    assert reopened(questions, file)[code].votes["", REF] == {DEVICES[0]: OPTIONS[1]}


def test_no_more_than_so_many_votes_wait(file):
    async def play():
        writer = Writer(Store(file), lambda: None, most=3)
        for number in range(3):
            writer.put([], key=number)
        with pytest.raises(TooManyError):
            writer.put([], key="one more")
        writer.put([], key=1)  # in the place of its earlier one
        writer.put([])  # what a presenter does is always taken
        await writer.stop()

    asyncio.run(play())


def test_a_full_disk_keeps_votes_waiting_until_there_is_room_again(questions, file):
    async def play(hall):
        room, made = hall.open_room()
        hall.ask(room, Poll((REF,)))
        await made
        pages = hall.store._db.execute("PRAGMA page_count").fetchone()[0]
        hall.store._db.execute(f"PRAGMA max_page_count = {pages}")
        votes = [hall.vote(room, number.to_bytes(16, "big"), "", REF, OPTIONS[0]) for number in range(300)]
        await until(lambda: hall.writer.trouble == "full")
        assert not any(vote.done() for vote in votes)
        assert hall.writer.waiting >= 300
        hall.store._db.execute("PRAGMA max_page_count = 10000")
        await asyncio.wait_for(asyncio.gather(*votes), 10)
        assert room.tally(REF).total == 300

    in_hall(questions, play, file=file)


@pytest.mark.parametrize("moved", [86_401, -86_401])
def test_a_room_of_another_day_is_deleted_at_start_and_every_hour(questions, file, moved):
    now = [1_000_000.0]

    async def play(hall):
        old, _ = hall.open_room()
        hall.ask(old, Poll((REF,)))
        await hall.vote(old, DEVICES[0], "", REF, OPTIONS[0])
        now[0] += moved
        young, _ = hall.open_room()
        hall.sweep()
        assert list(hall.rooms) == [young.code]
        await until(lambda: not hall.writer.waiting)
        return young.code

    code = in_hall(questions, play, clock=lambda: now[0], file=file)
    assert list(reopened(questions, file, lambda: now[0])) == [code]
    assert reopened(questions, file, lambda: now[0] + 2 * moved) == {}
    assert OPTIONS[0].encode() not in b"".join(path.read_bytes() for path in file.parent.iterdir())


def test_a_room_asks_what_teaching_has_and_nothing_else(questions, file):
    async def play(hall):
        room, _ = hall.open_room()
        for ref in ("item/no-such-item", "page/faq", "tree/which-plan", ""):
            with pytest.raises(LookupError):
                hall.ask(room, Poll((ref,)))
        with pytest.raises(RefusedError):
            hall.ask(room, Poll((REF,), phase="during"))
        with pytest.raises(RefusedError, match="open a vote first"):
            hall.turn(room, shown=True)
        with pytest.raises(RefusedError, match="closed"):
            hall.vote(room, DEVICES[0], "", REF, OPTIONS[0])
        case = f"case/{questions.teaching.practice.items[0].id}"
        hall.ask(room, Poll((case,)))
        option = questions.asked(case).options[0][0]
        await hall.vote(room, DEVICES[0], "", case, option)
        with pytest.raises(RefusedError):
            hall.count_hands(room, {"no-option": 2}, instead=False)
        with pytest.raises(RefusedError):
            hall.count_hands(room, {option: -1}, instead=False)

    in_hall(questions, play, file=file)


def test_before_and_after_are_paired_and_the_room_makes_the_codes(questions, file):
    name = next(iter(questions.sets))
    refs = questions.refs_of(name)

    async def play(hall):
        room, _ = hall.open_room()
        for phase in ("before", "after"):
            hall.ask(room, Poll(refs, phase, name))
            for device in DEVICES[:2]:
                for ref in refs:
                    wrong, right = questions.asked(ref).options[0][0], questions.asked(ref).right
                    await hall.vote(room, device, phase, ref, right if phase == "after" else wrong)
        with pytest.raises(RefusedError, match="closed"):
            hall.vote(room, DEVICES[0], "before", refs[0], "any")
        assert room.voters() == 2
        return await hall.answers(room)

    answers = in_hall(questions, play, file=file)
    codes = {code for code, *_ in answers}
    assert len(codes) == 2
    assert all(set(code) <= set(ALPHABET) for code in codes)
    assert Counter((code, when) for code, when, *_ in answers) == {
        (code, when): len(refs) for code in codes for when in ("before", "after")
    }
    for _, when, item, option in answers:
        asked = questions.asked(f"item/{item}")
        assert option == (asked.right if when == "after" else asked.options[0][0])


def test_a_room_whose_question_is_no_longer_in_the_content_starts_with_none(questions, file):
    async def play(hall):
        room, _ = hall.open_room()
        room.poll = Poll(("item/of-yesterday",))
        await hall.turn(room, shown=True)
        return room.code

    code = in_hall(questions, play, file=file)
    assert reopened(questions, file)[code].poll is None


@given(st.text(max_size=60))
def test_what_is_typed_is_a_code_or_none(text):
    code = typed_code(text)
    assert code is None or (len(code) == 5 and set(code) <= set(ALPHABET))


def test_a_code_is_found_again_however_it_is_typed():
    taken = {new_code(()) for _ in range(50)}
    for code in taken:
        for typed in (code.lower(), f" {code[:2]} {code[2:]} ", f"{code[:3]}-{code[3:]}", code.replace("5", "S")):
            assert typed_code(typed) == code
    assert new_code(taken) not in taken


def test_a_token_is_good_for_its_room_alone_and_can_t_be_made_up():
    devices = Devices("secret")
    token = devices.new_token("B4K75")
    assert devices.device("B4K75", token)
    assert devices.device("B4K75", token) == Devices("secret").device("B4K75", token)
    assert devices.device("B4K76", token) is None
    assert Devices("other").device("B4K75", token) is None
    for made_up in ("", "x", "é", token[:-4] + "AAAA", "A" * len(token)):
        assert devices.device("B4K75", made_up) is None


def test_a_pace_lets_a_burst_through_then_so_much_a_second():
    now = [0.0]
    pace = Pace(3, 2, clock=lambda: now[0])
    assert [pace.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert pace.wait("a") == 0.5
    assert pace.take("b") == 0
    now[0] = 0.5
    assert [pace.take("a"), pace.take("a")] == [0, 0.5]
    now[0] = -100  # a clock that was set back gives nothing and takes nothing
    assert pace.take("a") == 0.5
