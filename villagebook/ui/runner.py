"""The only place in the program that starts threads.

Threads, each an executor with one worker: the *writer* owns the writing connection, so changes happen in
the order in which they were asked for; the *reader* owns a read-only connection and serves tables. Results come back
to the GUI thread through one queued signal, in the order in which they were finished.

    runner.change(op, done)     op(book, progress) -> Changed; afterwards ``changed(families)`` is emitted
    runner.read(op, done, key)  op(book) -> anything; a newer read with the same key replaces an older one;
                                slow=True: in a third thread, so that tables need not wait for it

``book`` is passed through untouched; services know what to do with it. The two names tell a reader of the
call whether data can change.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any, Protocol, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from villagebook.base.errors import Cancelled, VillagebookError
from villagebook.base.progress import Cancellable, Progress

SHOW_AFTER_S = 0.5
READS_END_WITHIN_S = 10
_REPORT_EVERY_S = 0.1

ALL_FAMILIES = frozenset({"*"})


class Changed(Protocol):
    """What a change returns.

    Attributes:
        seq: Its number in the journal; None if nothing was written.
        heading: What was done, as the undo button says it.
        families: The families of records it touched; pages refresh by them.
    """

    seq: int | None
    heading: str
    families: frozenset[str]


ChangeOp = Callable[[Any, Progress], Changed]
ReadOp = Callable[[Any], Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Task:
    """One piece of work on its way; touched by the GUI thread, except where said otherwise.

    Attributes:
        title: What the status bar calls it while it runs.
        writing: Whether it is a change.
        started_at: Monotonic time when it was asked for.
        done, total, what: Its last report; total 0 means unknown.
    """

    def __init__(self, title: str, writing: bool, finished: Done | None, failed: Failed | None) -> None:
        self.title = title
        self.writing = writing
        self.started_at = time.monotonic()
        self.done, self.total, self.what = 0, 0, title
        self.key: Hashable | None = None
        self.result: Any = None
        self.error: Exception | None = None
        self.dropped = False
        self.switches = False
        self.future: Future[None] | None = None
        self._finished = finished
        self._failed = failed
        self._reported_at = 0.0
        self._wake: Callable[[], None] | None = None
        self.progress = Cancellable(self._report)

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point; the book is then as before."""
        self.progress.cancel()

    def left_s(self) -> float | None:
        """Return the estimated seconds until the end, None if they cannot be told yet."""
        spent = time.monotonic() - self.started_at
        if self.total <= 0 or self.done <= 0 or spent < 1:
            return None
        return spent / self.done * max(0, self.total - self.done)

    def on_report(self, wake: Callable[[], None]) -> None:
        """Set what is called (in the worker) when there is a new report."""
        self._wake = wake

    def _report(self, done: int, total: int, what: str) -> None:
        # Called in the worker. Plain assignments; the GUI thread only reads them.
        self.done, self.total, self.what = done, total, what or self.title
        now = time.monotonic()
        if self._wake is not None and now - self._reported_at >= _REPORT_EVERY_S:
            self._reported_at = now
            self._wake()

    def wants_result(self) -> bool:
        """Say whether whoever asked is still there."""
        return all(_alive(target) for target in (self._finished, self._failed))

    def deliver(self) -> bool:
        """Hand the result or the error to whoever asked; return False if an error found no taker."""
        if self.error is None:
            if self._finished is not None:
                self._finished(self.result)
            return True
        if self._failed is None:
            return False
        self._failed(self.error)
        return True


class Runner(QObject):
    """The seam between the window and the book; lives in the GUI thread.

    Attributes:
        book: The open book as services understand it, None if none is open.

    Signals:
        changed: (frozenset of families) after a change was written; ``{"*"}`` means everything.
        written: (the Changed value) just before ``changed``: for the undo button and the foot line.
        failed: (UserError or KnownError) that nobody took. Any other exception goes to ``sys.excepthook``.
        cancelled: (Task) the user cancelled.
        shown, reported, hidden: (Task) for the status bar: running for 0.5 s; made headway; over.
    """

    changed = Signal(frozenset)
    written = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)
    shown = Signal(object)
    reported = Signal(object)
    hidden = Signal(object)
    _woken = Signal()

    def __init__(self, book: Any = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self._finished: deque[Task] = deque()
        self._headway: deque[Task] = deque()
        self._running: list[Task] = []
        self._visible: list[Task] = []
        self._newest: dict[Hashable, Task] = {}
        self._switching = 0
        self._closed = False
        # Objects travel in the deques; the signal only wakes, so that no Python object is freed in a worker.
        self._woken.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def change(
        self,
        op: ChangeOp,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: bool = True,
        *,
        title: str = "正在保存",
    ) -> Task:
        """Change the book in the writer's thread.

        Args:
            op: Called there with (book, progress); returns what changed, or a tuple that begins with it.
            done: Called here with the returned value, before ``changed`` is emitted.
            failed: Called here with a UserError or KnownError; without it the error panel shows it.
            progress: Whether the status bar shows the work once it lasts longer than 0.5 s.
            title: What the status bar calls it until the work says something itself.
        """
        task = Task(title, True, done, failed)
        self._start(task, self._writer, lambda: op(self.book, task.progress), progress)
        return task

    def read(
        self,
        op: ReadOp,
        done: Done,
        failed: Failed | None = None,
        *,
        key: Hashable | None = None,
        slow: bool = False,
    ) -> Task:
        """Read from the book in the reader's thread.

        Args:
            op: Called there with (book); returns plain values.
            done: Called here with them, unless it is a method of a widget that is gone.
            failed: As in ``change``.
            key: A newer read with an equal key replaces this one: its result is dropped, and it is not
                even begun if it still waits.
            slow: Whether it may take seconds (all checks); it then has a thread of its own.
        """
        task = Task("", False, done, failed)
        task.key = key
        if key is not None:
            older = self._newest.get(key)
            if older is not None:
                older.dropped = True
            self._newest[key] = task
        self._start(task, self._slow if slow else self._reader, lambda: op(self.book), False)
        return task

    def drop(self, key: Hashable) -> None:
        """Forget the read with this key, if one is on its way."""
        task = self._newest.pop(key, None)
        if task is not None:
            task.dropped = True

    def open_book(
        self,
        op: Callable[[Progress], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        title: str = "正在打开",
    ) -> Task:
        """Open, make or restore a book in the writer's thread and adopt it; all pages refresh afterwards.

        Reads of the book before are dropped, also those asked for before the new one is there; those that run are
        waited for, so that nothing holds the old book any more. An ``op`` that returns None leaves no book open.
        """
        self.drop_reads()
        reads = [task.future for task in self._running if task.future is not None and not task.writing]

        def adopt(book: Any) -> None:
            self.book = book
            if done is not None:
                done(book)
            self.changed.emit(ALL_FAMILIES)

        task = Task(title, True, adopt, failed)
        task.switches = True
        self._switching += 1

        def work() -> Any:
            wait(reads, timeout=READS_END_WITHIN_S)
            return op(task.progress)

        self._start(task, self._writer, work, True)
        return task

    def drop_reads(self) -> None:
        """Forget every read on its way."""
        for task in self._running:
            task.dropped = task.dropped or not task.writing

    @property
    def idle(self) -> bool:
        """Whether nothing at all is on its way."""
        return not self._running

    @property
    def busy(self) -> bool:
        """Whether a change is on its way."""
        return any(task.writing for task in self._running)

    def wait(self, seconds: float = 30.0) -> bool:
        """Wait (without running the event loop) until all work is done, and deliver it; False on time-out."""
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until:
            for task in tuple(self._running):
                if task.future is not None:
                    with contextlib.suppress(TimeoutError):
                        task.future.result(timeout=max(0.0, until - time.monotonic()))
            self._collect()
        return not self._running

    def close(self) -> None:
        """Stop: reads that wait are dropped, every change already asked for is finished and delivered."""
        if self._closed:
            return
        self._closed = True
        for pool in (self._reader, self._slow):
            pool.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._collect()

    def _start(self, task: Task, pool: ThreadPoolExecutor, work: Callable[[], Any], show: bool) -> None:
        if self._closed:
            if task.writing:
                raise RuntimeError("a change was asked for after the runner was closed")
            task.dropped = True
            return
        if self._switching and not task.writing:
            task.dropped = True
            return
        self._running.append(task)
        if show:
            task.on_report(lambda: self._wake_with(self._headway, task))
            QTimer.singleShot(round(SHOW_AFTER_S * 1000), self, lambda: self._show(task))
        task.future = pool.submit(self._run, task, work)

    def _run(self, task: Task, work: Callable[[], Any]) -> None:
        # In a worker thread. Nothing is raised here: the error travels in the task.
        assert threading.current_thread() is not threading.main_thread()
        try:
            if not task.dropped:
                task.result = work()
        except Exception as error:
            task.error = error
        self._wake_with(self._finished, task)

    def _wake_with(self, queue: deque[Task], task: Task) -> None:
        queue.append(task)
        # The last reference of a window that was closed without waiting may be gone already.
        with contextlib.suppress(RuntimeError):
            self._woken.emit()

    def _collect(self) -> None:
        while self._headway:
            task = self._headway.popleft()
            if task in self._visible:
                self.reported.emit(task)
        while self._finished:
            self._finish(self._finished.popleft())

    def _finish(self, task: Task) -> None:
        self._running.remove(task)
        self._switching -= task.switches
        if task in self._visible:
            self._visible.remove(task)
            self.hidden.emit(task)
        if task.key is not None and self._newest.get(task.key) is task:
            del self._newest[task.key]
        if task.dropped or not (task.writing or task.wants_result()):
            return
        try:
            self._deliver(task)
        except Exception as error:  # a bug in the page's own code
            _to_boundary(error)

    def _deliver(self, task: Task) -> None:
        error = task.error
        if error is None:
            changed = _changed_in(task.result) if task.writing else None
            if changed is not None:
                self.written.emit(changed)
            try:
                if task.wants_result():
                    task.deliver()
            finally:
                if changed is not None and changed.families:
                    self.changed.emit(changed.families)
        elif isinstance(error, Cancelled):
            self.cancelled.emit(task)
        elif not isinstance(error, VillagebookError):
            _to_boundary(error)
        elif not (task.wants_result() and task.deliver()):
            self.failed.emit(error)

    def _show(self, task: Task) -> None:
        if task in self._running and task not in self._visible:
            self._visible.append(task)
            self.shown.emit(task)


def _changed_in(result: Any) -> Changed | None:
    """Return what a change returned, also out of a tuple like (changed, key of the new record)."""
    first = result[0] if isinstance(result, tuple) and result else result
    return cast(Changed, first) if hasattr(first, "families") else None


def _to_boundary(error: Exception) -> None:
    # The same hook that takes exceptions of slots: ui.errors in the program, the test runner in tests.
    sys.excepthook(type(error), error, error.__traceback__)


def _alive(target: Callable[..., None] | None) -> bool:
    """Say whether ``target`` may be called: a method of a destroyed widget may not."""
    if isinstance(target, partial):
        target = target.func
    owner = getattr(target, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
