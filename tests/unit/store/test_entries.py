"""The journal as people read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.unit.store.samples import START, WRITTEN, write_everything
from villagebook.models import RECORDS, Household, Person
from villagebook.store import Book, journal, naming
from villagebook.store.commitments import FIRST


def add(book: Book, **fields: Any) -> Any:
    with book.work("person.add", "李四", f"添加 {fields.get('name')}") as work:
        (key,) = work.write_rows(Person, [fields])
        work.commit()
        return key


def test_entries_come_newest_first_with_who_when_and_how_many(book: Book) -> None:
    with book.work("lists.import", "李四", "导入") as work:
        work.write_rows(Person, [{"name": "甲"}, {"name": "乙"}])
        work.write_rows(Household, [{"code": "H"}])
        work.commit()
    newest, first = journal.entries(book)
    assert (newest.seq, newest.actor, newest.verb, newest.heading) == (2, "李四", "lists.import", "导入")
    assert newest.tables == {"person": 2, "household": 1}
    assert first.at >= START
    assert newest.at - first.at > dt.timedelta(0)
    assert newest.at.tzinfo is dt.UTC
    assert [entry.seq for entry in journal.entries(book, limit=1)] == [2]
    assert journal.entry(book, 2) == newest
    assert journal.entry(book, 9) is None


def test_changes_show_native_values_and_the_fields_that_differ(book: Book) -> None:
    key = add(book, code="R1", name="甲", born=dt.date(1980, 1, 1))
    with book.work("person.edit", "王", "改") as work:
        work.write_rows(Person, updates=[(key, {"name": "乙", "born": dt.date(1980, 1, 2)})])
        seq = work.commit().seq or 0
    (change,) = journal.changes(book, seq)
    assert (change.table, change.id, change.code, change.erased) == ("person", key, "R1", False)
    assert change.before is not None
    assert change.after is not None
    assert (change.before["born"], change.after["born"]) == (dt.date(1980, 1, 1), dt.date(1980, 1, 2))
    assert [field.label for field in change.fields] == ["姓名", "出生日期"]
    assert journal.changes(book, 99) == []


def test_every_field_comes_back_as_it_was_written(book: Book) -> None:
    with book.work("x", "王", "全部") as work:
        write_everything(work, book.village_id)
        seq = work.commit().seq or 0
    with book.read() as connection:
        for change in journal.changes(book, seq):
            table = next(record.__table__ for record in RECORDS if record.__tablename__ == change.table)
            stored = connection.execute(table.select().where(table.c.id == change.id)).mappings().one()  # type: ignore[attr-defined]
            assert change.after == dict(stored)
    assert len(journal.changes(book, seq)) == len(WRITTEN)
    assert journal.changes(book, seq, limit=2) == journal.changes(book, seq)[:2]


def test_history_of_one_record(book: Book) -> None:
    key, other = add(book, code="R1", name="甲"), add(book, code="R2", name="丙")
    with book.work("person.edit", "王", "改名") as work:
        work.write_rows(Person, updates=[(key, {"name": "乙"}), (other, {"name": "丁"})])
        work.commit()
    told = [
        (entry.heading, change.after and change.after["name"]) for entry, change in journal.history(book, "person", key)
    ]
    assert told == [("改名", "乙"), ("添加 甲", "甲")]


def test_the_head_changes_with_every_operation(book: Book) -> None:
    heads = [journal.head(book)]
    for name in "甲乙":
        add(book, name=name)
        heads.append(journal.head(book))
    assert len({*heads, FIRST}) == 4
    assert all(len(head) == 64 for head in heads)


def test_every_record_has_a_name_for_people() -> None:
    assert set(naming.NAMED_BY) == {record.__tablename__ for record in RECORDS}
    for record in RECORDS:
        for group in naming.NAMED_BY[record.__tablename__]:
            assert set(group) <= set(record.__table__.columns.keys())


def test_a_record_nothing_names_is_called_by_the_end_of_its_key(book: Book) -> None:
    key = add(book, name=None)
    (_, change) = journal.history(book, "person", key)[0]
    assert change.code == f"…{key.hex[-6:]}"
