"""The runner: order, threads, what is told to whom, and every way in which work can fail."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import settle
from tests.ui.fakes import FakeBook, FakeChanged
from villagebook.base.errors import KnownError, UserError
from villagebook.ui.runner import ALL_FAMILIES, Runner, Task


class Told(QObject):
    """Collects what a runner says."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.lines: list[Any] = []
        runner.written.connect(lambda changed: self.lines.append(("written", changed.heading)))
        runner.changed.connect(lambda families: self.lines.append(("changed", families)))
        runner.failed.connect(lambda error: self.lines.append(("failed", error.id)))
        runner.cancelled.connect(lambda task: self.lines.append(("cancelled", task.title)))
        runner.shown.connect(lambda task: self.lines.append(("shown", task.title)))
        runner.hidden.connect(lambda task: self.lines.append(("hidden", task.title)))

    def done(self, _result: object = None) -> None:
        """A result arrived."""
        self.lines.append("done")


def changing(title: str = "记走访", families: frozenset[str] = frozenset({"visit"})) -> Any:
    """Return a change that does nothing but say so."""
    return lambda book, progress: FakeChanged(families, 1, title)


def test_changes_happen_in_the_order_asked_for_in_one_thread(runner: Runner, book: FakeBook) -> None:
    for number in range(20):
        runner.change(lambda book, progress, n=number: (book.note(f"{n}"), FakeChanged())[1])
    settle(runner)
    assert [what for what, _ in book.calls] == [str(number) for number in range(20)]
    assert len({thread for _, thread in book.calls}) == 1
    assert book.calls[0][1].startswith("writer")


def test_reads_run_in_the_readers_thread_and_results_come_to_the_gui_thread(runner: Runner, book: FakeBook) -> None:
    arrived: list[tuple[str, bool]] = []

    def done(result: str) -> None:
        arrived.append((result, threading.current_thread() is threading.main_thread()))

    runner.read(lambda book: (book.note("read"), "rows")[1], done)
    settle(runner)
    assert arrived == [("rows", True)]
    assert book.calls[0][1].startswith("reader")


def test_a_read_does_not_wait_for_a_long_change(runner: Runner) -> None:
    release = threading.Event()
    arrived: list[int] = []
    runner.change(lambda book, progress: (release.wait(5), FakeChanged())[1])
    runner.read(lambda book: 1, arrived.append)
    until = time.monotonic() + 5
    while not arrived and time.monotonic() < until:
        QApplication.processEvents()
    assert arrived == [1]
    assert runner.busy
    release.set()


def test_after_a_change_the_asker_is_told_before_the_pages(runner: Runner) -> None:
    told = Told(runner)
    runner.change(changing(), told.done)
    settle(runner)
    assert told.lines == [("written", "记走访"), "done", ("changed", frozenset({"visit"}))]


def test_a_change_that_touched_nothing_refreshes_nothing(runner: Runner) -> None:
    told = Told(runner)
    runner.change(changing(families=frozenset()), told.done)
    settle(runner)
    assert told.lines == [("written", "记走访"), "done"]


def test_a_newer_read_with_the_same_key_replaces_the_older(runner: Runner, book: FakeBook) -> None:
    release = threading.Event()
    arrived: list[str] = []
    runner.read(lambda book: release.wait(5), lambda _: None)
    runner.read(lambda book: book.note("old"), lambda _: arrived.append("old"), key="list")
    runner.read(lambda book: book.note("new"), lambda _: arrived.append("new"), key="list")
    release.set()
    settle(runner)
    assert arrived == ["new"]
    assert [what for what, _ in book.calls] == ["new"]


def test_a_dropped_read_is_not_delivered(runner: Runner) -> None:
    arrived: list[int] = []
    runner.read(lambda book: 1, arrived.append, key="gone")
    runner.drop("gone")
    settle(runner)
    assert arrived == []


def test_a_result_for_a_widget_that_is_gone_is_dropped(runner: Runner) -> None:
    import shiboken6

    label = QLabel()
    runner.read(lambda book: "text", label.setText)
    shiboken6.delete(label)
    settle(runner)


@pytest.mark.parametrize("error", [UserError("a.b", "没有这一户"), KnownError("c.d", "磁盘满了")])
def test_our_own_errors_go_to_the_panel_unless_the_asker_takes_them(runner: Runner, error: Exception) -> None:
    told = Told(runner)
    taken: list[Exception] = []

    def fail(book: object, progress: object = None) -> Any:
        raise error

    runner.change(fail)
    runner.read(fail, told.done)
    runner.change(fail, told.done, taken.append)
    settle(runner)
    assert told.lines == [("failed", error.id)] * 2  # type: ignore[attr-defined]
    assert taken == [error]


def test_any_other_exception_goes_to_the_boundary(runner: Runner, qtbot: QtBot) -> None:
    def bug(book: object, progress: object = None) -> Any:
        raise ZeroDivisionError("a bug")

    told = Told(runner)
    with qtbot.captureExceptions() as caught:
        runner.change(bug, told.done, lambda _error: told.done())
        settle(runner)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert told.lines == []


def test_a_bug_in_the_asker_goes_to_the_boundary_and_pages_still_refresh(runner: Runner, qtbot: QtBot) -> None:
    def bug(_result: object) -> None:
        raise KeyError("a bug in the page")

    told = Told(runner)
    with qtbot.captureExceptions() as caught:
        runner.change(changing(), bug)
        settle(runner)
    assert [kind for kind, *_ in caught] == [KeyError]
    assert ("changed", frozenset({"visit"})) in told.lines


def test_cancelled_work_says_so_and_changes_nothing(runner: Runner) -> None:
    told = Told(runner)
    started = threading.Event()

    def long(book: object, progress: Any) -> FakeChanged:
        for number in range(10_000):
            progress.step(number, 10_000, "导入")
            started.set()
            time.sleep(0.001)
        return FakeChanged()

    task = runner.change(long, told.done, title="导入人信息")
    assert started.wait(5)
    task.cancel()
    settle(runner)
    assert told.lines == [("cancelled", "导入人信息")]


def test_short_work_is_never_shown(runner: Runner, qtbot: QtBot) -> None:
    told = Told(runner)
    runner.change(changing())
    settle(runner)
    qtbot.wait(550)
    assert not [line for line in told.lines if line[0] in ("shown", "hidden")]


def test_long_work_is_shown_after_half_a_second_and_reports(runner: Runner, qtbot: QtBot) -> None:
    told = Told(runner)
    release = threading.Event()
    reports: list[tuple[int, int, str]] = []
    runner.reported.connect(lambda task: reports.append((task.done, task.total, task.what)))
    begun = time.monotonic()

    def long(book: object, progress: Any) -> FakeChanged:
        while not release.wait(0.05):
            progress.step(3, 10, "第 3 户")
        return FakeChanged()

    runner.change(long, title="正在导入")
    with qtbot.waitSignal(runner.shown, timeout=3000):
        pass
    assert time.monotonic() - begun >= 0.45
    qtbot.waitUntil(lambda: bool(reports), timeout=3000)
    release.set()
    settle(runner)
    assert reports[-1] == (3, 10, "第 3 户")
    assert told.lines[0] == ("shown", "正在导入")
    assert ("hidden", "正在导入") in told.lines


def test_closing_finishes_changes_drops_reads_and_takes_no_more(app: QApplication, book: FakeBook) -> None:
    made = Runner(book)
    told = Told(made)
    made.change(lambda book, progress: (time.sleep(0.1), book.note("first"), FakeChanged())[2])
    made.change(lambda book, progress: (book.note("second"), FakeChanged())[1], told.done)
    made.close()
    assert [what for what, _ in book.calls] == ["first", "second"]
    assert "done" in told.lines
    assert made.read(lambda book: 1, told.done).dropped
    with pytest.raises(RuntimeError):
        made.change(changing())
    made.close()


def test_opening_a_book_adopts_it_and_refreshes_everything(app: QApplication, book: FakeBook) -> None:
    made = Runner(None)
    told = Told(made)
    made.open_book(lambda progress: book, told.done)
    settle(made)
    assert made.book is book
    assert told.lines == ["done", ("changed", ALL_FAMILIES)]
    made.close()


def test_time_left_is_told_only_when_it_can_be(app: QApplication) -> None:
    task = Task("导入", True, None, None)
    assert task.left_s() is None
    task.started_at -= 10
    task.done, task.total = 5, 20
    assert task.left_s() == pytest.approx(30, abs=0.5)


def test_reads_asked_for_while_a_book_is_opened_are_dropped(app: QApplication, book: FakeBook) -> None:
    made, release = Runner(book), threading.Event()
    got: list[object] = []
    made.open_book(lambda progress: release.wait(5) and FakeBook())
    made.read(lambda opened: opened, got.append)
    release.set()
    settle(made)
    assert got == []
    made.read(lambda opened: opened, got.append)
    settle(made)
    assert got == [made.book]
    made.close()


def test_slow_reads_do_not_keep_others_waiting(runner: Runner) -> None:
    release, order = threading.Event(), []
    runner.read(lambda book: release.wait(5), lambda _: order.append("slow"), slow=True)
    runner.read(lambda book: release.set(), lambda _: order.append("quick"))
    settle(runner)
    assert sorted(order) == ["quick", "slow"]


def test_what_changed_is_found_in_a_tuple(runner: Runner) -> None:
    families: list[object] = []
    runner.changed.connect(families.append)
    runner.change(lambda book, progress: (FakeChanged(frozenset({"visit"})), "key of the new one"))
    settle(runner)
    assert families == [frozenset({"visit"})]
