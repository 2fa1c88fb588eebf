"""A notice comes down: taken off the wall, put into the archive with its result, or withdrawn."""

from __future__ import annotations

import datetime as dt

from villagebook.base.errors import UserError
from villagebook.models import Notice
from villagebook.services.notice_days import refuse_to_come
from villagebook.services.notice_earlier import proposed_result
from villagebook.services.notice_sheets import Row, notice_row
from villagebook.services.notice_states import (
    ARCHIVED,
    DOWN,
    DRAFT,
    READY,
    RECEIVED,
    UP,
    WITHDRAWN,
    must_be,
    refuse_open,
)
from villagebook.services.notice_states import hung_on as went_up
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo


@verb("notice.take_down", "摘下公示", Undo.INVERSE)
def take_down(
    book: Book, number: str, on: dt.date, *, actor: str, result: str = "", today: dt.date | None = None
) -> Changed:
    """Record that a posted notice was taken down; with a result it goes to the archive at once.

    Raises:
        UserError: it is not on the wall, the day is to come (after ``today``) or lies before it went up, or a result
            is given while an objection is open.
    """
    result = result.strip()
    with book.work(declaration(take_down).id, actor, f"摘下 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        must_be(row, (UP,), "摘下")
        _not_before(went_up(row), on, number, "notice.down_before_up", "摘下")
        refuse_to_come(number, on, today, "摘下")
        new: Row = {"state": DOWN, "taken_down_on": on}
        if result:
            refuse_open(work.connection, row, "写结果")
            new |= {"state": ARCHIVED, "result": result, "concluded_on": on}
        work.write_rows(Notice, updates=[(row["id"], new)])
        work.heading = f"摘下 {number}（{on}）"
        return Changed.of(work.commit())


@verb("notice.archive", "公示归档", Undo.INVERSE)
def archive(
    book: Book, number: str, result: str, on: dt.date, *, actor: str, today: dt.date | None = None
) -> Changed:
    """Put a notice that was taken down into the archive with the sentence on how it ended.

    Args:
        result: How it ended; empty: as its objections say it (notices of township and county need none).

    Raises:
        UserError: it still hangs or was never hung, an objection is open, or the day is to come (after ``today``) or
            lies before it was taken down.
    """
    result = result.strip()
    with book.work(declaration(archive).id, actor, f"归档 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        must_be(row, (DOWN,), "归档")
        refuse_open(work.connection, row, "归档")
        if not result and row["kind"] != RECEIVED:
            result = proposed_result(work.connection, row)
        _not_before(row["taken_down_on"], on, number, "notice.archived_before_down", "归档")
        refuse_to_come(number, on, today, "归档")
        new: Row = {"state": ARCHIVED, "concluded_on": on} | ({"result": result} if result else {})
        work.write_rows(Notice, updates=[(row["id"], new)])
        return Changed.of(work.commit())


@verb("notice.withdraw", "撤回公示", Undo.COUNTER, counter="再拟一份")
def withdraw(
    book: Book, number: str, why: str, on: dt.date, *, actor: str, today: dt.date | None = None
) -> Changed:
    """Withdraw a posted notice; the frozen sheet and the trace stay.

    Raises:
        UserError: it was not posted, it is withdrawn already, no reason is given, or the day is to come (after
            ``today``) or lies before it went up.
    """
    if not why.strip():
        raise UserError("notice.withdraw_why", f"撤回{number}没有写原因", "请写明为什么撤回")
    with book.work(declaration(withdraw).id, actor, f"撤回 {number}", Undo.COUNTER) as work:
        row = notice_row(work.connection, book, number)
        if row["state"] not in (UP, DOWN, ARCHIVED):
            hints = {DRAFT: "草稿可以直接撤销", READY: "还没有贴上墙，退回草稿就可以（notice unfinalise）"}
            raise UserError(
                "notice.state", f"{number}现在是{row['state']}，不能撤回", hints.get(row["state"], "")
            )
        _not_before(went_up(row), on, number, "notice.back_before_up", "撤回")
        refuse_to_come(number, on, today, "撤回")
        work.write_rows(
            Notice, updates=[(row["id"], {"state": WITHDRAWN, "withdrawn_on": on, "withdrawn_why": why.strip()})]
        )
        work.heading = f"撤回 {number}：{why.strip()}"
        return Changed.of(work.commit())


def _not_before(first: dt.date | None, on: dt.date, number: str, error: str, what: str) -> None:
    """Refuse a day before what must have come first."""
    if first is not None and on < first:
        before = "摘下" if what == "归档" else "张贴"
        raise UserError(error, f"{number}是{first}{before}的，不能{on}就{what}", "请改日期")


def proposed(book: Book, number: str) -> str:
    """The result of a notice as its objections say it; empty for one from above."""
    with book.read() as connection:
        row = notice_row(connection, book, number)
        return "" if row["kind"] == RECEIVED else proposed_result(connection, row)
