"""Doing each verb of bodies, meetings and social help once to the sample book, for test_verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from tests import made_books
from villagebook.services import committees
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"
NEW = committees.NewMember


def a_body(book: Book) -> uuid.UUID:
    """A body of two members, formed for this test."""
    texts = {"name": "试用小组", "kind": "其他", "since": "2025-01-01"}
    return committees.form(book, texts, [NEW("林甲", "组长"), NEW("林乙")], actor=ACTOR)[1]


def prepared(prepare: Callable[[Book], Any], do: Callable[[Book, Any], Any]) -> Callable[[Book], Any]:
    """Do it to what was made for it first."""

    def doing(book: Book) -> Any:
        made = prepare(book)
        yield
        yield do(book, made)

    return doing


def a_member(book: Book, body: uuid.UUID) -> uuid.UUID:
    """The last member of a body."""
    return committees.committee(book, body, TODAY).members[-1].key


DOINGS: dict[str, Callable[[Book], Any]] = {
    "committee.form": lambda book: committees.form(
        book, {"name": "试用小组", "kind": "其他"}, [NEW("林甲")], actor=ACTOR),
    "committee.correct": prepared(a_body, lambda book, body: committees.correct(
        book, body, {"document": "试"}, actor=ACTOR)),
    "committee.change": prepared(a_body, lambda book, body: committees.change(
        book, body, TODAY, come=[NEW("林丙")], go=[a_member(book, body)], actor=ACTOR)),
    "committee.elect": prepared(a_body, lambda book, body: committees.elect(
        book, body, TODAY, [NEW("林乙"), NEW("林丁", "组长")], actor=ACTOR)),
    "committee.correct_member": prepared(a_body, lambda book, body: committees.correct_member(
        book, a_member(book, body), {"post": "成员"}, actor=ACTOR)),
    "committee.remove": prepared(a_body, lambda book, body: committees.remove(book, body, actor=ACTOR)),
}  # fmt: skip
