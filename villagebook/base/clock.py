"""The clock and the source of ids, as objects passed in, so that a book made twice is the same book.

Only the window and the command line use SYSTEM_CLOCK and SystemIds; the sample book and golden files use
FixedClock and SeededIds. Keys are UUIDv7 (RFC 9562): their first 48 bits are milliseconds, so that rows of
one table lie on disk in the order in which they were made.
"""

from __future__ import annotations

import random
import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

_RANDOM_BITS = 74
_LOW_BITS = 62
# A fresh millisecond starts in the lower half, so that its ids can grow without reaching the end.
_START_BITS = _RANDOM_BITS - 1
_STEP_BITS = 32


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""


class IdSource(Protocol):
    """What makes keys."""

    def next(self) -> UUID:
        """Return a UUIDv7 greater than every one this source has given before."""


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


SYSTEM_CLOCK: Clock = _SystemClock()


class FixedClock:
    """A clock for reproducible books: it gives ``start`` first and ``step`` more at each further call.

    Raises:
        ValueError: ``start`` has no time zone.
    """

    def __init__(self, start: datetime, step: timedelta = timedelta(seconds=1)) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs a time with its zone")
        self._next = start.astimezone(UTC)
        self._step = step
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the time of this call."""
        with self._lock:
            time = self._next
            self._next += self._step
        return time


def uuid7(milliseconds: int, random_bits: int) -> UUID:
    """Return the UUIDv7 of a time since 1970 and 74 bits that tell apart the ids of one millisecond."""
    high, low = random_bits >> _LOW_BITS, random_bits & ((1 << _LOW_BITS) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


class _Ids:
    """Ids of a clock and a source of random bits; within a millisecond, or if the clock goes back, they grow.

    Safe to use from several threads.
    """

    def __init__(self, clock: Clock, random_source: random.Random) -> None:
        self._clock = clock
        self._random = random_source
        self._milliseconds = -1
        self._bits = 0
        self._lock = threading.Lock()

    def next(self) -> UUID:
        """Return the next id."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        with self._lock:
            now = (self._clock.now() - epoch) // timedelta(milliseconds=1)
            bits = self._bits + 1 + self._random.getrandbits(_STEP_BITS)
            if now > self._milliseconds or bits >> _RANDOM_BITS:
                self._milliseconds = max(now, self._milliseconds + 1)
                bits = self._random.getrandbits(_START_BITS)
            self._bits = bits
            return uuid7(self._milliseconds, bits)


class SystemIds(_Ids):
    """Ids for real books: the system's clock and its secure random numbers."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        super().__init__(clock, secrets.SystemRandom())


class SeededIds(_Ids):
    """Ids that are the same for the same seed and clock.

    Give it a clock of its own: each id asks the clock once, which moves a FixedClock on.
    """

    def __init__(self, seed: int, clock: Clock) -> None:
        super().__init__(clock, random.Random(seed))
