"""Who is on a live page: places are limited, and given back however a visitor leaves."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from iepkit.hosts.dashboard.presence import START_SECONDS, Presence


class FakeKernels:
    """Kernels by name, which a test may let die."""

    def __init__(self) -> None:
        self.running: set[str] = set()
        self.dead: set[str] = set()

    def __contains__(self, kernel: str) -> bool:
        return kernel in self.running

    async def alive(self, kernel: str) -> bool:
        return kernel not in self.dead

    async def end(self, kernel: str) -> None:
        self.running.discard(kernel)

    async def tidy(self) -> None:
        """None of these wait for a visitor."""


class Hall:
    """A presence with a clock to turn, and pages that note what they are told."""

    def __init__(self, most: int = 2) -> None:
        self.now = 1000.0
        self.kernels = FakeKernels()
        self.presence = Presence(self.kernels, most=most, leave_seconds=30, clock=lambda: self.now)

    def visitor(self, kernel: str):
        place = self.presence.enter()
        if place is not None:
            place.kernel = kernel
            self.kernels.running.add(kernel)
            self.presence.settle(place)
        return place

    def page(self, place):
        told: list[str] = []

        async def tell(event: str) -> None:
            told.append(event)

        return told, self.presence.listen(place, tell)

    def look(self) -> None:
        asyncio.run(self.presence.look())


def test_there_is_room_for_so_many_and_no_more():
    hall = Hall(most=2)
    assert [hall.visitor(name) is not None for name in "abc"] == [True, True, False]
    hall.kernels.dead.add("a")
    hall.look()
    assert hall.visitor("c") is not None


def test_a_page_without_a_kernel_frees_its_place_at_once():
    hall = Hall(most=1)
    hall.presence.settle(hall.presence.enter())
    assert hall.presence.enter() is not None


def test_a_kernel_that_takes_long_to_start_is_not_taken_for_one_that_was_left():
    hall = Hall()
    place = hall.presence.enter()
    place.kernel = "a"
    hall.kernels.running.add("a")
    hall.now += START_SECONDS - 1
    hall.look()
    assert hall.kernels.running == {"a"}
    hall.presence.settle(place)
    hall.now += 29
    hall.look()
    assert hall.kernels.running == {"a"}


def test_an_open_page_keeps_its_kernel_for_ever():
    hall = Hall()
    told, _ = hall.page(hall.visitor("a"))
    hall.now += 1_000_000
    hall.look()
    assert (told, hall.kernels.running) == ([], {"a"})


def test_a_visitor_who_left_without_a_word_gives_the_kernel_back():
    hall = Hall()
    _, leave = hall.page(hall.visitor("a"))
    hall.now += 500
    leave()
    hall.now += 29
    hall.look()
    assert hall.kernels.running == {"a"}  # perhaps only the wifi was away
    hall.now += 2
    hall.look()
    assert (hall.kernels.running, hall.presence.taken) == (set(), 0)


def test_a_page_that_comes_back_in_time_keeps_its_kernel():
    hall = Hall()
    place = hall.visitor("a")
    _, leave = hall.page(place)
    leave()
    hall.now += 20
    hall.page(place)
    hall.now += 1000
    hall.look()
    assert hall.kernels.running == {"a"}


def test_a_page_that_never_listened_gives_the_kernel_back():
    hall = Hall()
    hall.visitor("a")
    hall.now += 31
    hall.look()
    assert hall.kernels.running == set()


def test_a_kernel_that_died_is_told_and_its_place_is_free():
    hall = Hall()
    told, _ = hall.page(hall.visitor("a"))
    hall.kernels.dead.add("a")
    hall.look()
    assert (told, hall.presence.taken) == (["ended"], 0)


def test_a_place_whose_page_was_never_made_is_free_after_a_while():
    hall = Hall(most=1)
    assert hall.presence.enter() is not None
    hall.now += 31
    hall.look()
    assert hall.presence.enter() is None  # the kernel may still be starting
    hall.now += START_SECONDS
    hall.look()
    assert hall.presence.enter() is not None


def test_a_page_that_can_t_be_told_does_not_keep_others_from_hearing():
    hall = Hall()

    async def gone(_event: str) -> None:
        raise OSError("the page has gone")

    hall.presence.listen(hall.visitor("a"), gone)
    told, _ = hall.page(hall.visitor("b"))
    asyncio.run(hall.presence.tell_all("stopping"))
    assert told == ["stopping"]


def test_a_clock_that_is_set_back_ends_nobody_and_frees_places_later(monkeypatch):
    """The wall clock is not asked at all: set it back a day, and a visitor who leaves is still noticed."""
    import time

    monkeypatch.setattr(time, "time", lambda: -86_400.0)
    hall = Hall()
    _, leave = hall.page(hall.visitor("a"))
    hall.look()
    assert hall.kernels.running == {"a"}
    leave()
    hall.now += 31
    hall.look()
    assert hall.kernels.running == set()


@given(st.lists(st.sampled_from(["enter", "leave", "die", "wait", "look"]), max_size=60), st.integers(1, 4))
def test_places_are_never_lost_or_made(steps, most):
    hall = Hall(most)
    open_pages = []
    for count, step in enumerate(steps):
        if step == "enter" and (place := hall.visitor(f"k{count}")):
            open_pages.append((f"k{count}", hall.page(place)[1]))
        elif step == "leave" and open_pages:
            open_pages.pop(0)[1]()
        elif step == "die" and open_pages:
            hall.kernels.dead.add(open_pages.pop()[0])
        elif step == "wait":
            hall.now += 31
        elif step == "look":
            hall.look()
        assert hall.presence.taken <= most
    hall.now += 31
    hall.look()
    assert hall.presence.taken == len(open_pages)
    assert hall.kernels.running - hall.kernels.dead == {kernel for kernel, _ in open_pages}
