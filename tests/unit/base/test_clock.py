"""Clocks and ids: reproducible where they must be, growing always."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from villagebook.base.clock import SYSTEM_CLOCK, Clock, FixedClock, IdSource, SeededIds, SystemIds, uuid7

START = datetime(2025, 7, 1, 8, tzinfo=UTC)


class _ClockGoingBack:
    """A clock that somebody sets back by an hour after the first call."""

    def __init__(self) -> None:
        self._times = [START, START - timedelta(hours=1), START - timedelta(hours=1)]

    def now(self) -> datetime:
        return self._times.pop(0)


def test_system_clock_tells_utc() -> None:
    assert SYSTEM_CLOCK.now().utcoffset() == timedelta(0)


def test_fixed_clock_moves_on_at_each_call() -> None:
    clock = FixedClock(START, timedelta(minutes=2))
    assert [clock.now(), clock.now()] == [START, START + timedelta(minutes=2)]


def test_fixed_clock_gives_utc_whatever_zone_it_was_started_in() -> None:
    china = timezone(timedelta(hours=8))
    assert FixedClock(datetime(2025, 7, 1, 16, tzinfo=china)).now().isoformat() == "2025-07-01T08:00:00+00:00"


def test_fixed_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        FixedClock(datetime(2025, 7, 1))


def test_uuid7_is_laid_out_as_rfc_9562_says() -> None:
    # The example of RFC 9562, appendix A.6: 2022-02-22T14:22:22-05:00.
    made = uuid7(0x017F22E279B0, 0xCC3 << 62 | 0x18C4DC0C0C07398F)
    assert str(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


@pytest.mark.parametrize("ids", [SystemIds(), SeededIds(1, FixedClock(START, timedelta(microseconds=7)))])
def test_ids_grow_within_a_millisecond(ids: IdSource) -> None:
    made = [ids.next() for _ in range(3000)]
    assert all(a < b for a, b in pairwise(made))
    assert {m.version for m in made} == {7}


def test_ids_grow_when_the_clock_is_set_back() -> None:
    ids = SeededIds(1, _ClockGoingBack())
    made = [ids.next() for _ in range(3)]
    assert made == sorted(made)
    assert len(set(made)) == 3


def test_ids_carry_the_time_of_the_clock() -> None:
    assert SeededIds(1, FixedClock(START)).next().int >> 80 == int(START.timestamp() * 1000)


def test_full_millisecond_moves_into_the_next() -> None:
    ids = SystemIds(FixedClock(START, timedelta(0)))
    first = ids.next()
    ids._bits = (1 << 74) - 1
    second = ids.next()
    assert second > first
    assert second.int >> 80 == (first.int >> 80) + 1


def test_same_seed_and_clock_give_the_same_ids() -> None:
    def some(seed: int) -> list[str]:
        clock: Clock = FixedClock(START)
        ids = SeededIds(seed, clock)
        return [str(ids.next()) for _ in range(5)]

    assert some(7) == some(7)
    assert some(7) != some(8)
