"""How waves of visitors are judged."""

import pytest

from bench.load import HAND, ONCE, Course, Wave, table

SLOW = [60_001.0] * 100


def wave(visitors: int, took: list[float], errors: tuple[str, ...] = (), kernels: int = 0) -> Wave:
    return Wave(visitors, took, [1000] * len(took), list(errors), (100.0, 120.0, 101.0), kernels)


def test_a_wave_with_an_error_has_no_p95():
    assert wave(2, [5.0, 9.0]).p95 == 9
    assert wave(3, [5.0, 9.0], ("TimeoutError: ",)).p95 is None
    assert wave(1, [], ("TimeoutError: ",)).p95 is None


def test_larger_waves_are_tried_only_after_good_ones():
    assert wave(2, [5.0, 9.0]).good
    assert not wave(2, [5.0], ("status 500",)).good
    assert not wave(100, SLOW).good


@pytest.mark.parametrize(
    ("took", "errors", "kernels", "met"),
    [
        ([1500.0] * 100, (), 0, True),
        ([1500.0] * 95 + [9000.0] * 5, (), 0, True),
        ([1500.0] * 94 + [1501.0] * 6, (), 0, False),
        ([10.0] * 99, ("status 500",), 0, False),
        ([10.0] * 100, (), 1, False),
    ],
)
def test_the_limit_counts_time_errors_and_kernels(took, errors, kernels, met):
    found = table([Course(ONCE, [wave(100, took, errors, kernels)])])
    assert [limit.met for limit in found.limits] == [met]


def test_only_our_page_at_its_size_has_a_limit():
    found = table([Course(ONCE, [wave(10, [1.0])]), Course(HAND, [wave(100, [1.0])])])
    assert found.limits == []


def test_what_was_not_tried_is_said():
    course = Course(HAND, [wave(1, [5.0]), wave(10, [5.0], ("a", "a"))], "2 of 10 failed, more not tried")
    assert course.points == [(1, 5.0)]
    assert "more not tried" in table([course]).markdown()
