"""The journal alone is enough to make the book again."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.unit.store.samples import VALUES, book_rows, seeded_book, write_everything
from villagebook.base.errors import UserError
from villagebook.models import FundEntry, Household, Membership, Person, fields_of
from villagebook.store import Book, journal

NOW = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def replayed(book: Book, at: dt.datetime = NOW) -> Any:
    with journal.as_known(book, at) as connection:
        return book_rows(connection)


def present(book: Book) -> Any:
    with book.read() as connection:
        return book_rows(connection)


def test_a_full_book_is_made_again(book: Book) -> None:
    with book.work("x", "王", "全部") as work:
        write_everything(work, book.village_id)
        work.commit()
    assert replayed(book) == present(book)


def test_the_book_as_it_was_recorded_then(book: Book) -> None:
    times = []
    for name in ("甲", "乙", "丙"):
        with book.work("x", "王", name) as work:
            person = work.session.execute(select(Person)).scalars().first()
            if person is None:
                work.session.add(Person(name=name))
            else:
                person.name = name
            work.commit()
        times.append(journal.entries(book, 1)[0].at)
    assert [replayed(book, at)["person"][0]["name"] for at in times] == ["甲", "乙", "丙"]
    assert replayed(book, times[0] - dt.timedelta(microseconds=1))["person"] == []


TABLES = (Person, Household, Membership, FundEntry)
KINDS = {"text", "name", "code", "int", "money", "quantity", "day", "json", "choice", "id_number", "year"}
WRITABLE = {
    record: [field for field in fields_of(record) if field.kind in KINDS and not field.required] for record in TABLES
}
VALUE = {
    "int": st.integers(0, 99), "year": st.integers(1950, 2050), "money": st.integers(-(10**12), 10**12),
    "quantity": st.decimals(0, 9999, places=4), "day": st.dates(),
    "json": st.dictionaries(st.text(max_size=3), st.text(max_size=3), min_size=1, max_size=2),
}  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)


@st.composite
def values(draw: Any, record: Any) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(WRITABLE[record]), max_size=4, unique_by=lambda field: field.name))
    return {field.name: draw(st.none() | VALUE.get(field.kind, TEXT)) for field in chosen}


@st.composite
def steps(draw: Any) -> tuple[str, Any, int, dict[str, Any]]:
    record = draw(st.sampled_from(TABLES))
    what = draw(st.sampled_from(["insert", "insert", "update", "update", "delete", "undo"]))
    return what, record, draw(st.integers(0, 50)), draw(values(record))


def perform(book: Book, way: str, step: tuple[str, Any, int, dict[str, Any]], work: Any) -> None:
    what, record, number, fields = step
    ids = list(work.connection.execute(select(record.__table__.c.id).order_by("id")).scalars())
    if what == "insert":
        if record is Membership:
            people = list(work.connection.execute(select(Person.id)).scalars())
            if not people:
                return
            fields = {**fields, "person_id": people[number % len(people)]}
        work.session.add(record(**fields)) if way == "session" else work.write_rows(record, [fields])
    elif ids and what in ("update", "delete"):
        key: uuid.UUID = ids[number % len(ids)]
        if way == "rows":
            more: Any = {"updates": [(key, fields)]} if what == "update" else {"deletes": [key]}
            work.write_rows(record, **more)
            return
        item = work.session.get(record, key)
        if what == "delete":
            work.session.delete(item)
        for name, value in fields.items() if what == "update" else ():
            setattr(item, name, value)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(st.sampled_from(["session", "rows"]), st.lists(steps(), min_size=1, max_size=4)), max_size=8))
def test_replaying_any_journal_gives_the_book(operations: Any) -> None:
    with tempfile.TemporaryDirectory() as place, seeded_book(Path(place) / "a.vbook") as book:
        for way, made in operations:
            if made[0][0] == "undo":
                with contextlib.suppress(UserError):
                    journal.undo(book, made[0][2] % len(journal.entries(book)) + 1, "王")
                continue
            try:
                with book.work("x", "王", way) as work:
                    for step in made:
                        perform(book, way, step, work)
                        work.session.flush()
                    work.commit()
            except UserError:  # somebody was deleted who is still a member somewhere
                continue
        assert replayed(book) == present(book)
        assert journal.verify(book) == []
        assert book.integrity() == []


def test_values_of_the_property_are_of_every_kind() -> None:
    assert set(VALUES) >= KINDS


@pytest.mark.parametrize("record", TABLES)
def test_the_property_has_fields_to_write(record: Any) -> None:
    assert len(WRITABLE[record]) > 3
