"""Each verb of a project's life and its planned money, done once to the sample book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests import made_books
from villagebook.models import ProjectSource
from villagebook.services import project_moves, project_sources, projects
from villagebook.store import Book

ACTOR = "测试"
DONE = {"actor": ACTOR, "today": made_books.TODAY}
ROAD, PIPES = "35069920250701", "35069920250711"


def of(book: Book, code: str) -> uuid.UUID:
    """A project of the sample by its code."""
    return projects.key_of(book, code)


def a_source(book: Book) -> uuid.UUID:
    """The first source of the road's money."""
    with book.read() as connection:
        query = select(ProjectSource.id).where(ProjectSource.project_id == of(book, ROAD))
        return connection.execute(query.order_by(ProjectSource.position)).scalars().first()  # type: ignore[return-value]


def take_up(book: Book) -> Any:
    project_moves.set_aside(book, of(book, PIPES), "终止", made_books.TODAY, "资金收回", **DONE)
    yield
    yield project_moves.take_up(book, of(book, PIPES), made_books.TODAY, "重新安排资金", **DONE)


def total(book: Book) -> Any:
    project_sources.change(book, a_source(book), {"planned_fen": "1"}, actor=ACTOR)
    yield
    yield project_sources.total(book, of(book, ROAD), actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "project.reach": lambda book: project_moves.reach(book, of(book, ROAD), "finished", dt.date(2025, 11, 3), **DONE),
    "project.edit": lambda book: projects.change(
        book, of(book, ROAD), {"goal_quality": "合格率100%", "covers_villages": "上云村"}, actor=ACTOR),
    "project.set_aside": lambda book: project_moves.set_aside(
        book, of(book, PIPES), "调整", made_books.TODAY, "管网改线", **DONE),
    "project.take_up": take_up,
    "project.add_source": lambda book: project_sources.add(
        book, of(book, ROAD), {"source": "自筹", "planned_fen": "100"}, actor=ACTOR),
    "project.change_source": lambda book: project_sources.change(
        book, a_source(book), {"document": "示财农〔2025〕99号"}, actor=ACTOR),
    "project.remove_source": lambda book: project_sources.remove(book, a_source(book), actor=ACTOR),
    "project.total_sources": total,
}  # fmt: skip
