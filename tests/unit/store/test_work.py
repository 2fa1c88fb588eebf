"""Works: one transaction, one operation; whatever way rows are written, the journal sees the same."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.unit.store.samples import WRITTEN, full_row
from villagebook.base.errors import Cancelled, UserError
from villagebook.base.progress import Cancellable
from villagebook.models import Household, Membership, Operation, Person
from villagebook.store import Book, Committed, Undo, journal
from villagebook.store.guard import UnrecordedWriteError


def add_person(book: Book, **fields: Any) -> uuid.UUID:
    with book.work("person.add", "王", "添加") as work:
        person = Person(**fields)
        work.session.add(person)
        work.commit()
        return person.id


def names(book: Book) -> list[str]:
    with book.read() as connection:
        return list(connection.execute(select(Person.name).order_by(Person.name)).scalars())


def test_leaving_without_commit_rolls_back(book: Book) -> None:
    with book.work("person.add", "王", "添加") as work:
        work.session.add(Person(name="甲"))
        work.session.flush()
    assert names(book) == []
    assert len(journal.entries(book)) == 1


def test_an_error_inside_rolls_back_and_passes(book: Book) -> None:
    def fail() -> None:
        with book.work("person.add", "王", "添加") as work:
            work.write_rows(Person, [{"name": "甲"}])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(book) == []


def test_commit_returns_number_heading_and_families(book: Book) -> None:
    with book.work("x", "王", "先写的标题") as work:
        person, household = Person(name="甲", id=work.new_id()), Household(code="H", id=work.new_id())
        work.session.add_all([person, household])
        work.heading = "后来的标题"
        done = work.commit()
    assert done == Committed(2, "后来的标题", frozenset({"person", "household"}))
    assert journal.entries(book)[0].heading == "后来的标题"


def test_new_objects_get_key_and_village(book: Book) -> None:
    key = add_person(book, name="甲")
    with book.read() as connection:
        row = connection.execute(select(Person.id, Person.village_id)).one()
    assert row == (key, book.village_id)


#: A closing is neither changed nor deleted, by whatever way; test_triggers tells so.
CHANGEABLE = tuple(record for record in WRITTEN if record.__tablename__ != "closing")


@pytest.mark.parametrize("record", CHANGEABLE, ids=lambda record: record.__tablename__)
def test_session_and_write_rows_make_identical_changes(book: Book, record: Any) -> None:
    """The same insert, update and delete of a full row, once through each way."""
    seen = []
    for through_session in (True, False):
        keys = {each.__tablename__: book.ids.next() for each in WRITTEN} | {"village": book.village_id}
        row = full_row(record, keys)
        row.pop("posted_at", None)
        with book.work("parents", "王", "所指") as work:
            for each in WRITTEN:
                if each is not record:
                    parent = full_row(each, keys)
                    parent.pop("posted_at", None)
                    work.write_rows(each, [parent])
            write(work, record, through_session, insert_row=row)
            work.commit()
        field = next(name for name, value in row.items() if isinstance(value, (str, int)) and name not in keys)
        value = row[field] + row[field]
        with book.work("x", "王", "改") as work:
            write(work, record, through_session, change=(row["id"], field, value))
            seen_update = work.commit().seq
        found = [change for change in journal.changes(book, seen_update or 0) if change.id == row["id"]]
        inserted = journal.history(book, record.__tablename__, row["id"])[-1][1]
        seen.append([plain(keys, change) for change in [inserted, *found]])
    assert seen[0] == seen[1]
    assert len(seen[0]) == 2


def write(work: Any, record: Any, through_session: bool, insert_row: Any = None, change: Any = None) -> None:
    if insert_row:
        if through_session:
            work.session.add(record(**insert_row))
        else:
            work.write_rows(record, [insert_row])
    if change:
        key, field, value = change
        if through_session:
            setattr(work.session.get(record, key), field, value)
        else:
            work.write_rows(record, updates=[(key, {field: value})])


def plain(keys: dict[str, uuid.UUID], change: Any) -> Any:
    """A change with the keys of its book replaced by the tables' names."""
    by_key = {key: table for table, key in keys.items()}
    images = [
        None if image is None else {name: by_key.get(value, value) if isinstance(value, uuid.UUID) else value
                                    for name, value in image.items()}
        for image in (change.before, change.after)
    ]  # fmt: skip
    return change.table, *images, [field.name for field in change.fields]


def test_deletes_are_recorded_both_ways(book: Book) -> None:
    first, second = add_person(book, name="甲"), add_person(book, name="乙")
    with book.work("x", "王", "删") as work:
        work.session.delete(work.session.get(Person, first))
        work.write_rows(Person, deletes=[second])
        seq = work.commit().seq
    assert [(change.id, change.after) for change in journal.changes(book, seq or 0)] == [(first, None), (second, None)]
    assert names(book) == []


def test_several_steps_on_a_row_are_one_change(book: Book) -> None:
    with book.work("x", "王", "几步") as work:
        person = Person(name="甲")
        work.session.add(person)
        work.session.flush()
        person.name = "乙"
        work.session.flush()
        work.write_rows(Person, updates=[(person.id, {"phone": "1"})])
        assert person.phone == "1"
        person.sex = "男"
        seq = work.commit().seq
    (change,) = journal.changes(book, seq or 0)
    assert change.before is None
    assert (change.after["name"], change.after["phone"], change.after["sex"]) == ("乙", "1", "男")


def test_a_change_taken_back_writes_nothing(book: Book) -> None:
    key = add_person(book, name="甲")
    with book.work("x", "王", "来回") as work:
        person = work.session.get(Person, key)
        person.name = "乙"
        work.session.flush()
        assert work.changed_anything
        person.name = "甲"
        added = Person(name="丙")
        work.session.add(added)
        work.session.flush()
        work.session.delete(added)
        assert not work.changed_anything
        assert work.commit() == Committed(None, "来回", frozenset())
    assert len(journal.entries(book)) == 2


def test_equal_values_write_nothing(book: Book) -> None:
    key = add_person(book, name="甲", phone="1")
    with book.work("x", "王", "同值") as work:
        work.write_rows(Person, updates=[(key, {"name": "甲", "phone": "1", "sex": None})])
        work.session.get(Person, key).name = "甲"
        assert work.commit().seq is None


def test_nothing_done_writes_nothing(book: Book) -> None:
    with book.work("x", "王", "空") as work:
        assert work.commit().seq is None


REFUSED = [
    update(Person).values(name="x"),
    delete(Person),
    insert(Person).values(id=uuid.UUID(int=1), name="x"),
    update(Person.__table__).values(name="x"),
    delete(Person.__table__),
    text("UPDATE person SET name = 'x'"),
    text("  -- a comment\n/* and */ delete from person"),
    text("WITH a AS (SELECT 1) UPDATE person SET name = 'x'"),
    text("REPLACE INTO person (id) VALUES (1)"),
    text("DROP TABLE person"),
    text("CREATE TABLE more (id)"),
]


@pytest.mark.parametrize("statement", REFUSED, ids=range(len(REFUSED)))
@pytest.mark.parametrize("way", ["session", "connection"])
def test_bulk_statements_past_the_journal_are_refused(book: Book, statement: Any, way: str) -> None:
    add_person(book, name="甲")
    with pytest.raises(UnrecordedWriteError), book.work("x", "王", "绕过") as work:
        getattr(work, way).execute(statement)
    assert names(book) == ["甲"]


def test_bulk_helpers_of_the_session_are_refused(book: Book) -> None:
    with pytest.raises(UnrecordedWriteError), book.work("x", "王", "绕过") as work:
        work.session.bulk_save_objects([Person(id=work.new_id(), village_id=book.village_id)])


def test_queries_inside_a_work_see_what_it_wrote(book: Book) -> None:
    with book.work("x", "王", "查") as work:
        work.write_rows(Person, [{"name": "甲"}])
        count = select(func.count()).select_from(Person)
        assert work.connection.execute(count).scalar() == 1
        assert work.session.execute(text("WITH a AS (SELECT name FROM person) SELECT * FROM a")).scalar() == "甲"


def test_journal_rows_are_written_by_the_store_only(book: Book) -> None:
    with book.work("x", "王", "伪造") as work:
        operation = work.session.execute(select(Operation)).scalar_one()
        operation.actor = "别人"
        with pytest.raises(UnrecordedWriteError):
            work.session.flush()
    with pytest.raises(UnrecordedWriteError), book.work("x", "王", "伪造") as work:
        work.write_rows(Operation, [{"seq": 9}])


def test_committing_the_session_commits_nothing(book: Book) -> None:
    with book.work("x", "王", "会话") as work:
        work.session.add(Person(name="甲"))
        work.session.commit()
    assert names(book) == []


def test_after_a_failed_flush_nothing_can_be_committed(book: Book) -> None:
    with book.work("x", "王", "失败") as work:
        work.write_rows(Person, [{"name": "甲"}])
        work.session.add(Membership(household_code="H"))  # person_id is required
        with pytest.raises(IntegrityError):
            work.session.flush()
        with pytest.raises(RuntimeError):
            work.commit()
    assert names(book) == []


def test_a_savepoint_rolled_back_leaves_no_change(book: Book) -> None:
    key = add_person(book, name="甲")
    with book.work("x", "王", "保存点") as work:
        savepoint = work.session.begin_nested()
        work.write_rows(Person, [{"name": "丙"}], updates=[(key, {"name": "乙"})])
        savepoint.rollback()
        work.session.get(Person, key).phone = "1"
        seq = work.commit().seq
    (change,) = journal.changes(book, seq or 0)
    assert [field.name for field in change.fields] == ["phone"]
    assert journal.verify(book) == []


def test_pointing_to_nothing_is_refused_at_commit(book: Book) -> None:
    with book.work("x", "王", "悬空") as work:
        work.session.add(Membership(person_id=work.new_id()))
        with pytest.raises(UserError) as error:
            work.commit()
    assert error.value.id == "store.referred"
    assert "家庭成员1条" in str(error.value)
    assert len(journal.entries(book)) == 1
    add_person(book, name="还能写")


def test_rows_of_one_work_may_come_in_any_order(book: Book) -> None:
    with book.work("x", "王", "倒序") as work:
        person, household = work.new_id(), work.new_id()
        work.write_rows(Membership, [{"person_id": person, "household_id": household}])
        work.write_rows(Household, [{"id": household, "head_id": person}])
        work.write_rows(Person, [{"id": person}])
        assert work.commit().seq == 2


def test_write_rows_refuses_what_does_not_fit(book: Book) -> None:
    with book.work("x", "王", "错") as work:
        with pytest.raises(KeyError, match="nmae"):
            work.write_rows(Person, [{"nmae": "甲"}])
        with pytest.raises(TypeError, match=r"person\.name"):
            work.write_rows(Person, [{"name": 5}])
        with pytest.raises(LookupError):
            work.write_rows(Person, updates=[(work.new_id(), {"name": "甲"})])
        with pytest.raises(LookupError):
            work.write_rows(Person, deletes=[work.new_id()])
        with pytest.raises(ValueError, match="another village"):
            work.write_rows(Person, [{"village_id": work.new_id()}])
        assert not work.changed_anything


def test_rows_of_another_village_are_refused_in_the_session(book: Book) -> None:
    with book.work("x", "王", "错") as work:
        work.session.add(Person(village_id=work.new_id()))
        with pytest.raises(ValueError, match="another village"):
            work.session.flush()


def test_keys_never_change(book: Book) -> None:
    key = add_person(book, name="甲")
    with book.work("x", "王", "换键") as work:
        work.session.get(Person, key).id = work.new_id()
        with pytest.raises(ValueError, match="never changes"):
            work.session.flush()
    with pytest.raises(ValueError, match="never changes"), book.work("x", "王", "换键") as work:
        work.write_rows(Person, updates=[(key, {"id": work.new_id()})])


def test_an_update_after_a_bulk_delete_is_not_seen_by_the_session(book: Book) -> None:
    key = add_person(book, name="甲")
    with book.work("x", "王", "删") as work:
        work.session.get(Person, key)
        work.write_rows(Person, deletes=[key])
        assert work.session.get(Person, key) is None
        work.commit()


def test_cancelling_leaves_the_book_as_it_was(book: Book) -> None:
    progress = Cancellable()
    progress.cancel()
    with pytest.raises(Cancelled), book.work("x", "王", "取消") as work:
        work.write_rows(Person, [{"name": "甲"}], progress=progress)
    assert names(book) == []


def test_progress_counts_rows(book: Book) -> None:
    told: list[tuple[int, int, str]] = []
    with book.work("x", "王", "导入") as work:
        rows = [{"name": str(number)} for number in range(2500)]
        work.write_rows(Person, rows, progress=Cancellable(lambda *said: told.append(said)))
    assert [done for done, _, _ in told] == [1000, 2000, 2500]
    assert {said[1:] for said in told} == {(2500, "人")}


def test_a_work_inside_a_work_is_a_bug(book: Book) -> None:
    with book.work("x", "王", "外") as outer:
        with pytest.raises(RuntimeError), book.work("x", "王", "内"):
            pass
        outer.write_rows(Person, [{"name": "甲"}])
        assert outer.commit().seq == 2


def test_a_finished_work_cannot_go_on(book: Book) -> None:
    with book.work("x", "王", "完") as work:
        work.write_rows(Person, [{"name": "甲"}])
        work.commit()
        with pytest.raises(RuntimeError):
            work.commit()


def test_works_of_several_threads_wait_for_each_other(book: Book) -> None:
    def add(number: int) -> None:
        for each in range(5):
            with book.work("x", "王", f"{number}-{each}") as work:
                work.write_rows(Person, [{"name": f"{number}-{each}"}])
                work.commit()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(book)) == 20
    assert [entry.seq for entry in journal.entries(book)] == list(range(21, 0, -1))
    assert journal.verify(book) == []


def test_undo_kind_is_recorded(book: Book) -> None:
    for kind in Undo:
        with book.work("x", "王", kind, kind) as work:
            work.write_rows(Person, [{"name": kind}])
            work.commit()
    assert [entry.undo for entry in journal.entries(book, limit=3)] == list(Undo)[::-1]
