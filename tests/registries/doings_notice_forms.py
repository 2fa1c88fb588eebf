"""Doing each verb of the village's own kinds of notices once to the sample book, for test_verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests import made_books
from villagebook.services import notice_forms
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"
TOLD: notice_forms.Told = {
    "name": "试用补助公示", "ledger": "rosters", "columns": ["户主姓名", "组", "补助内容"], "choose": "year",
    "days": "5个工作日",
}  # fmt: skip


def a_form(book: Book) -> str:
    """A kind of this test."""
    return notice_forms.add(book, actor=ACTOR, **TOLD)[1]


def change(book: Book) -> Any:
    """Make one, and give it other days."""
    kind = a_form(book)
    yield
    yield notice_forms.change(book, kind, actor=ACTOR, days="10天")


def retire(book: Book) -> Any:
    """Make one, and use it no longer."""
    kind = a_form(book)
    yield
    yield notice_forms.retire(book, kind, TODAY, actor=ACTOR)


def restore(book: Book) -> Any:
    """Make one, retire it, and use it again."""
    kind = a_form(book)
    notice_forms.retire(book, kind, TODAY, actor=ACTOR)
    yield
    yield notice_forms.restore(book, kind, actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "notice.add_kind": lambda book: notice_forms.add(book, actor=ACTOR, **TOLD),
    "notice.change_kind": change,
    "notice.retire_kind": retire,
    "notice.restore_kind": restore,
}  # fmt: skip
