"""Doing each verb of bodies, meetings and social help once to the sample book, for test_verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests import made_books
from villagebook.models import Project
from villagebook.services import committees, meeting_views, meetings, social_help
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


def a_meeting(book: Book) -> uuid.UUID:
    """A meeting of two people that decided a project, recorded for this test."""
    return meetings.record(
        book, {"kind": "理事会会议", "held_on": "2025-11-01"}, members=[meetings.Due("林甲"), meetings.Due("林乙")],
        decides=[meetings.Decide(a_project(book))], actor=ACTOR, today=TODAY)[1]


def a_project(book: Book, at: int = 0) -> tuple[str, uuid.UUID]:
    """A project of the sample as a matter."""
    with book.read() as connection:
        return "project", connection.execute(select(Project.id).order_by(Project.code)).scalars().all()[at]


def due(book: Book, meeting: uuid.UUID) -> uuid.UUID:
    """The first of those due."""
    return meeting_views.view(book, meeting).members[0].key


GIFT = {"date": "2025-11-01", "kind": "捐助资金", "giver": "乡贤", "amount_fen": "100"}


def a_gift(book: Book) -> uuid.UUID:
    """A matter of social help of this day, recorded for this test."""
    return social_help.record(book, GIFT, actor=ACTOR, today=TODAY)[1]


def a_gift_and_its_draft(book: Book) -> tuple[uuid.UUID, uuid.UUID]:
    """A matter, and a draft of an entry that names it."""
    key = a_gift(book)
    return key, social_help.enter_money(book, key, "到账", on=TODAY, amount_fen=1, actor=ACTOR)[1]


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
    "meeting.record": lambda book: meetings.record(
        book, {"kind": "村两委会议", "held_on": "2025-11-01"}, actor=ACTOR, today=TODAY),
    "meeting.correct": prepared(a_meeting, lambda book, key: meetings.correct(
        book, key, {"place": "村部"}, actor=ACTOR, today=TODAY)),
    "meeting.invite": prepared(a_meeting, lambda book, key: meetings.invite(
        book, key, [meetings.Due("林丙")], actor=ACTOR)),
    "meeting.uninvite": prepared(a_meeting, lambda book, key: meetings.uninvite(
        book, key, [due(book, key)], actor=ACTOR)),
    "meeting.attend": prepared(a_meeting, lambda book, key: meetings.attend(
        book, key, {due(book, key): "请假"}, others="到会", actor=ACTOR)),
    "meeting.decide": prepared(a_meeting, lambda book, key: meetings.decide(
        book, key, [meetings.Decide(a_project(book, 1))], actor=ACTOR)),
    "meeting.undecide": prepared(a_meeting, lambda book, key: meetings.undecide(
        book, key, a_project(book), actor=ACTOR)),
    "meeting.remove": prepared(a_meeting, lambda book, key: meetings.remove(book, key, actor=ACTOR)),
    "donation.record": lambda book: social_help.record(book, GIFT, actor=ACTOR, today=TODAY),
    "donation.correct": prepared(a_gift, lambda book, key: social_help.correct(
        book, key, {"used": "试"}, actor=ACTOR, today=TODAY)),
    "donation.link": prepared(a_gift_and_its_draft, lambda book, made: social_help.link(
        book, made[0], [made[1]], on=False, actor=ACTOR)),
    "donation.report": prepared(a_gift, lambda book, key: social_help.report(
        book, TODAY.replace(day=1), TODAY, TODAY, actor=ACTOR, today=TODAY)),
    "donation.remove": prepared(a_gift, lambda book, key: social_help.remove(book, key, actor=ACTOR)),
}  # fmt: skip
