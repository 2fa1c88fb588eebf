"""What people of the sample village said of its notices and projects, and how they were answered.

One objection did not hold, one did: its notice was wrong when it was posted and another corrects it. One complaint came
by 12317 and is answered; one waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from sqlalchemy import select

from villagebook.models import Notice, RosterLine
from villagebook.services import fields, objections, publicity
from villagebook.services.sample import shift
from villagebook.services.sample.projects import told
from villagebook.store import Book

_D = dt.date


@contextmanager
def misprinted(book: Book, project: str | None, wrong: bool, *, actor: str) -> Iterator[None]:
    """Let the first quantity of a project's roster be one too many as long as this lasts."""
    if not wrong:
        yield
        return
    line = RosterLine.__table__
    with book.read() as connection:
        query = select(line.c.id, line.c.quantity).where(line.c.project_code == project).order_by(line.c.id)
        key, quantity = connection.execute(query).all()[0]
    for number in (quantity + Decimal(1), quantity):
        fields.edit(book, "roster_line", key, "quantity", f"{number.normalize():f}", actor=actor)
        if number != quantity:
            yield


def object_to_misprint(book: Book, number: str, day: dt.date, *, actor: str) -> None:
    """Somebody sees the wrong quantity two days after it was posted; he is right."""
    seen, heard = day + dt.timedelta(days=2), day + dt.timedelta(days=3)
    texts = {
        "line": "1", "from_name": "蓝水生", "from_phone": "13900009711",
        "content": "第一户写了 3 学期，实际是 2 学期",
        "received_on": seen.isoformat(),
    }  # fmt: skip
    _, key = objections.take(book, texts, notice=number, actor=actor, today=seen)
    found = {"handling": "对照学籍证明，多写了一学期", "result": "成立", "answer": "改台账，重新张贴更正公示"}
    objections.answer(book, key, heard, found, actor=actor, today=heard)


def speak(book: Book, today: dt.date, years: int, *, actor: str) -> None:
    """Write down what else was said."""
    hanging = _hanging(book, "roster-beneficiaries")
    if hanging:
        number, day = hanging
        seen, heard = day + dt.timedelta(days=3), day + dt.timedelta(days=5)
        texts = {
            "line": "5", "from_name": "谢龙和", "content": "登记 3 亩，认为应为 4 亩。",
            "received_on": seen.isoformat(),
        }  # fmt: skip
        _, key = objections.take(book, texts, notice=number, actor=actor, today=today)
        found = {"handling": "入户丈量为 3 亩", "result": "不成立", "answer": "维持原来的面积，本人签字"}
        objections.answer(book, key, heard, found, actor=actor, today=today)
    came = shift.day(_D(2025, 7, 22), years)
    lamps = shift.text(told(2025, 712).code, years)
    texts = {
        "way": "12317", "kind": "投诉", "content": "下溪两盏路灯晚上不亮，反映过没有人管",
        "received_on": came.isoformat(), "from_phone": "13900009712",
    }  # fmt: skip
    _, key = objections.take(book, texts, project=lamps, actor=actor, today=today)
    heard = came + dt.timedelta(days=6)
    found = {
        "handling": "电工到现场查看，两盏灯蓄电池接线松脱，当天接好", "result": "成立",
        "answer": "已修好，电话告知反映人", "answered_way": "电话",
    }  # fmt: skip
    objections.answer(book, key, heard, found, actor=actor, today=today)
    accounts = _hanging(book, "village-accounts")
    if accounts:
        texts = {
            "way": "电话", "content": "想知道第三季度办公用品是哪几笔",
            "received_on": (today - dt.timedelta(days=2)).isoformat(),
        }  # fmt: skip
        objections.take(book, texts, notice=accounts[0], actor=actor, today=today)


def _hanging(book: Book, kind: str) -> tuple[str, dt.date] | None:
    """The newest notice of a kind on the wall, and the day it went up."""
    rows = Notice.__table__.c
    query = select(rows.number, rows.from_on).where(rows.kind == kind, rows.state == publicity.UP)
    with book.read() as connection:
        found = connection.execute(query.order_by(rows.from_on.desc())).first()
    return None if found is None else (found.number, found.from_on)
