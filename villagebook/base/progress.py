"""Progress of long work, and its cancelling, as an object passed in.

Long functions take ``progress: Progress = QUIET`` and call ``step`` at points where stopping is safe.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from villagebook.base.errors import Cancelled


class Progress(Protocol):
    """What long work reports to."""

    def step(self, done: int, total: int, what: str) -> None:
        """Say that ``done`` of ``total`` units are finished (total 0: unknown), ``what`` in Chinese.

        Raises:
            Cancelled: the person asked to stop.
        """


class _Quiet:
    def step(self, done: int, total: int, what: str) -> None:
        return None


QUIET: Progress = _Quiet()


class Cancellable:
    """A progress that tells a listener and can be cancelled from another thread."""

    def __init__(self, listener: Callable[[int, int, str], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point; may be called from any thread."""
        self._cancelled.set()

    def step(self, done: int, total: int, what: str) -> None:
        """Report, or raise Cancelled if cancel() was called."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._listener is not None:
            self._listener(done, total, what)
