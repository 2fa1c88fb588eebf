"""The verbs of objections and complaints, each done once to the sample book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from villagebook.services import objections
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
DONE = {"actor": "测试", "today": TODAY}


def taken(book: Book) -> uuid.UUID:
    """A complaint that nobody has answered."""
    return objections.take(book, {"about": "路灯不亮", "way": "12345"}, **DONE)[1]  # type: ignore[arg-type]


def answered(book: Book) -> uuid.UUID:
    """A complaint and its answer."""
    key = taken(book)
    objections.answer(book, key, TODAY, {"handling": "换了灯泡", "result": "成立"}, **DONE)  # type: ignore[arg-type]
    return key


def after(prepare: Callable[[Book], uuid.UUID], do: Callable[[Book, uuid.UUID], Any]) -> Callable[[Book], Any]:
    """Prepare, then do the one thing that is looked at."""

    def run(book: Book) -> Any:
        key = prepare(book)
        yield
        yield do(book, key)

    return run


DOINGS: dict[str, Callable[[Book], Any]] = {
    "objection.take": lambda book: objections.take(
        book, {"about": "路灯不亮", "from_name": "谢义金"}, **DONE),  # type: ignore[arg-type]
    "objection.correct": after(taken, lambda book, key: objections.correct(
        book, key, {"content": "晚上七点以后"}, **DONE)),  # type: ignore[arg-type]
    "objection.answer": after(taken, lambda book, key: objections.answer(
        book, key, TODAY, {"handling": "换了灯泡", "result": "成立"}, **DONE)),  # type: ignore[arg-type]
    "objection.reopen": after(answered, lambda book, key: objections.reopen(book, key, actor="测试")),
    "objection.remove": after(taken, lambda book, key: objections.remove(book, key, actor="测试")),
}  # fmt: skip
