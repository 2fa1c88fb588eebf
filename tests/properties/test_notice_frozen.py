"""A posted notice never changes: whatever is done to the book afterwards, its content, SHA-256 and PDF stay."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import made_books
from tests.registries.doings_notice_life import picture
from villagebook.base.errors import UserError, VillagebookError
from villagebook.base.sheet import NoticeContent
from villagebook.models import Household, Notice, Objection, Officer, Person, RosterLine
from villagebook.services import (
    books,
    fields,
    history,
    lists,
    notice_corrections,
    notice_difference,
    notice_events,
    notice_photos,
    objections,
    overrides,
    publicity,
)
from villagebook.store import Book, journal

TODAY = made_books.TODAY
POSTED = dt.date(2025, 10, 20)
ROSTERS = ("35069920250008", "35069920250007")
WHO: dict[str, Any] = {"actor": "测试", "today": TODAY}

Frozen = dict[str, tuple[Any, ...]]


@functools.cache
def _original() -> Path:
    """The imported book with two rosters on the wall and one taken down, made once."""
    place = Path(tempfile.mkdtemp(prefix="villagebook-frozen-"))
    path = made_books.a_copy(made_books.imported(), place)
    with books.open_book(path) as book:
        for project in (*ROSTERS, ROSTERS[0]):
            drafted = publicity.draft(book, "N4", actor="测试", today=POSTED, project=project)
            publicity.post(book, drafted.number, POSTED, actor="测试")
        publicity.take_down(book, drafted.number, dt.date(2025, 11, 1), actor="测试")
    return path


def frozen(book: Book) -> Frozen:
    """What must not change of every notice that was ever hung, the bytes of its PDF among it."""
    columns = Notice.__table__.c
    query = select(columns.number, columns.content, columns.sha256, columns.pdf_id, columns.heading, columns.from_on,
                   columns.through_on, columns.place, columns.paper, columns.chain_head).where(
        columns.posted_at.is_not(None))  # fmt: skip
    with book.read() as connection:
        rows = connection.execute(query).all()
    return {row.number: (*row[1:], hashlib.sha256(book.files.read(row.pdf_id)).hexdigest()) for row in rows}


def _key(book: Book, record: Any, pick: int) -> Any:
    with book.read() as connection:
        keys = connection.execute(select(record.id).order_by(record.id)).scalars().all()
    if not keys:
        raise UserError("test.none", "没有可改的")
    return keys[pick % len(keys)]


def _number(book: Book, pick: int) -> str:
    with book.read() as connection:
        numbers = connection.execute(select(Notice.number).order_by(Notice.serial)).scalars().all()
    return str(numbers[pick % len(numbers)])


def _edit(table: str, record: Any, name: str, text: str) -> Callable[[Book, int], object]:
    return lambda book, pick: fields.edit(book, table, _key(book, record, pick), name, text, actor="测试")


def _undo(book: Book, _pick: int) -> None:
    last = journal.last_undoable(book)
    if last is not None:
        history.undo(book, last.seq, actor="测试")


def _correct(book: Book, pick: int) -> None:
    made = notice_corrections.correct(book, _number(book, pick), **WHO)
    publicity.post(book, made.number, TODAY, actor="测试")


def _answer(book: Book, pick: int) -> None:
    found = {"handling": "核实", "result": ("成立", "不成立")[pick % 2]}
    objections.answer(book, _key(book, Objection, pick), TODAY, found, **WHO)


DOINGS: dict[str, Callable[[Book, int], object]] = {
    "quantity": _edit("roster_line", RosterLine, "quantity", "77"),
    "name": _edit("roster_line", RosterLine, "head_name", "别人"),
    "head": _edit("household", Household, "group_name", "9组"),
    "person": _edit("person", Person, "name", "改名"),
    "village": lambda book, pick: books.edit_village(book, {"office_phone": f"0596-3000{pick + 100}"}, actor="测试"),
    "board": lambda book, pick: books.edit_village(book, {"board_place": f"村口{pick}"}, actor="测试"),
    "officer": _edit("officer", Officer, "phone", "0596-3000099"),
    "mask": lambda book, pick: overrides.set_override(
        book, "setting.notice.mask_names", "是", actor="测试", reason="县里要求"),
    "days": lambda book, pick: overrides.set_override(
        book, "notice.household_beneficiaries.days", "20天", actor="测试", reason="县里要求"),
    "import": lambda book, pick: lists.import_files(book, made_books.FAULTY[1:2], **WHO),
    "objection": lambda book, pick: objections.take(
        book, {"content": "不对", "line": "1"}, notice=_number(book, pick), **WHO),
    "answer": _answer,
    "correct": _correct,
    "take-down": lambda book, pick: publicity.take_down(book, _number(book, pick), TODAY, actor="测试"),
    "archive": lambda book, pick: publicity.archive(book, _number(book, pick), "", TODAY, actor="测试"),
    "withdraw": lambda book, pick: publicity.withdraw(book, _number(book, pick), "写错", TODAY, actor="测试"),
    "unfinalise": lambda book, pick: publicity.unfinalise(book, _number(book, pick), actor="测试"),
    "words": lambda book, pick: publicity.change_words(book, _number(book, pick), {"basis": "换"}, actor="测试"),
    "photo": lambda book, pick: notice_photos.add(book, _number(book, pick), [picture(pick)], **WHO),
    "torn": lambda book, pick: notice_events.record(
        book, _number(book, pick), notice_events.DAMAGED, TODAY, actor="测试", back_on=TODAY),
    "compare": lambda book, pick: notice_difference.of(book, _number(book, pick), TODAY),
    "undo": _undo,
}  # fmt: skip


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(DOINGS)), st.integers(0, 50)), min_size=3, max_size=9))
def test_nothing_that_is_done_later_changes_what_hung(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory(prefix="villagebook-frozen-") as place:
        shutil.copytree(_original(), Path(place) / "b.vbook")
        with books.open_book(Path(place) / "b.vbook") as book:
            kept = frozen(book)
            for name, pick in steps:
                # A verb that does not fit the state is refused; what hangs must not change then either.
                with contextlib.suppress(VillagebookError):
                    DOINGS[name](book, pick)
                now = frozen(book)
                assert {number: now.get(number) for number in kept} == kept, name
                for number, row in now.items():
                    assert NoticeContent.from_json(row[0]).sha256 == row[1], number
                kept = now
            assert journal.verify(book) == []


def test_the_doings_do_something() -> None:
    """Each of them is taken by the book as it lies there, or is refused for a state it needs; none is dead."""
    done = set()
    for name, doing in DOINGS.items():
        with tempfile.TemporaryDirectory(prefix="villagebook-frozen-") as place:
            shutil.copytree(_original(), Path(place) / "b.vbook")
            with books.open_book(Path(place) / "b.vbook") as book:
                before = journal.entries(book, 1)[0].seq
                if name in ("answer",):
                    DOINGS["objection"](book, 0)
                try:
                    doing(book, 2 if name == "archive" else 0)
                except VillagebookError:
                    continue
                if journal.entries(book, 1)[0].seq != before:
                    done.add(name)
    assert set(DOINGS) - done <= {"compare", "unfinalise", "words", "officer"}
