"""Taking back: whole or not at all, with each obstacle named; what left the office is not taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.unit.store.samples import book_rows, seeded_book, write_everything
from villagebook.base.errors import UserError
from villagebook.models import (
    BY_TABLE,
    AttachmentLink,
    FundEntry,
    Household,
    ImportFile,
    ImportRow,
    Membership,
    Notice,
    Person,
    Project,
)
from villagebook.store import Book, Undo, journal, open_book

AT = dt.datetime(2026, 3, 11, tzinfo=dt.UTC)


def do(book: Book, record: Any, undo: Undo = Undo.INVERSE, **rows: Any) -> tuple[int, list[uuid.UUID]]:
    """One operation of bulk writes; returns its number and the keys of inserted rows."""
    with book.work("x", "王", f"改{record.title}", undo) as work:
        keys = work.write_rows(record, **rows)
        seq = work.commit().seq
        assert seq is not None
        return seq, keys


def rows(book: Book) -> Any:
    with book.read() as connection:
        return book_rows(connection)


def undone(book: Book, seq: int) -> int:
    result = journal.undo(book, seq, "王")
    assert result.conflicts == ()
    assert result.done is not None
    assert result.done.seq is not None
    return result.done.seq


def why(book: Book, seq: int) -> list[tuple[str, str, str, str, str]]:
    before = rows(book)
    result = journal.undo(book, seq, "王")
    assert result.done is None
    assert rows(book) == before
    assert all(conflict.message for conflict in result.conflicts)
    return [(c.record, c.code, c.field, c.expected, c.now) for c in result.conflicts]


def test_an_insert_an_update_and_a_delete_are_taken_back(book: Book) -> None:
    empty = rows(book)
    first, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲", "phone": "1"}])
    added = rows(book)
    second, _ = do(book, Person, updates=[(key, {"name": "乙", "phone": None, "sex": "男"})])
    third, _ = do(book, Person, deletes=[key])
    undone(book, third)
    undone(book, second)
    assert rows(book) == added
    undone(book, first)
    assert rows(book) == empty
    assert journal.verify(book) == []


def test_undo_of_a_delete_brings_back_every_field(book: Book) -> None:
    with book.work("x", "王", "全部") as work:
        keys = write_everything(work, book.village_id)
        work.commit()
    full = rows(book)
    leaves = ("income_item", "person_year", "roster_line", "guarantee", "status_period", "project_source", "officer")
    with book.work("x", "王", "删") as work:
        for table in leaves:
            work.write_rows(BY_TABLE[table], deletes=[keys[table]])
        seq = work.commit().seq or 0
    assert rows(book) != full
    undone(book, seq)
    assert rows(book) == full


def test_an_undo_stands_in_the_journal_and_says_what_it_took_back(book: Book) -> None:
    seq, _ = do(book, Person, inserts=[{"name": "甲"}])
    by = undone(book, seq)
    last, first = journal.entries(book, limit=2)
    assert (last.seq, last.verb, last.heading, last.undoes, last.undo) == (
        by, "journal.undo", "撤销：改人", seq, Undo.INVERSE,
    )  # fmt: skip
    assert first.undone_by == by


def test_undoing_an_undone_operation_does_it_again(book: Book) -> None:
    seq, _ = do(book, Person, inserts=[{"name": "甲"}])
    added = rows(book)
    undone(book, seq)
    again = undone(book, seq)
    assert rows(book) == added
    entry = journal.entry(book, again)
    assert entry is not None
    assert (entry.heading, entry.undoes) == ("重做：改人", seq + 1)
    stands = journal.entry(book, seq)
    assert stands is not None
    assert stands.undone_by is None
    undone(book, seq)
    assert rows(book)["person"] == []
    entries = journal.entries(book)
    assert [(entry.seq, entry.undoes, entry.undone_by) for entry in entries[:4]] == [
        (5, 2, None), (4, 3, None), (3, 2, 4), (2, None, 5),
    ]  # fmt: skip


def test_a_field_changed_since_is_a_conflict(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲", "sex": "男"}])
    seq, _ = do(book, Person, updates=[(key, {"name": "乙", "sex": "女"})])
    do(book, Person, updates=[(key, {"name": "丙"})])
    assert why(book, seq) == [("person", "R1", "姓名", "乙", "丙")]


def test_other_fields_changed_since_are_kept(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲", "phone": "1"}])
    seq, _ = do(book, Person, updates=[(key, {"name": "乙"})])
    do(book, Person, updates=[(key, {"phone": "2"})])
    undone(book, seq)
    (row,) = rows(book)["person"]
    assert (row["name"], row["phone"]) == ("甲", "2")


def test_a_row_changed_since_is_not_deleted(book: Book) -> None:
    seq, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    do(book, Person, updates=[(key, {"politics": "群众"})])
    assert why(book, seq) == [("person", "R1", "政治面貌", "空", "群众")]


def test_volatile_fields_changed_since_are_no_conflict(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲", "pinyin": "jia"}])
    seq, _ = do(book, Person, updates=[(key, {"name": "乙", "pinyin": "yi"})])
    do(book, Person, updates=[(key, {"pinyin": "er"})])
    undone(book, seq)
    (row,) = rows(book)["person"]
    assert (row["name"], row["pinyin"]) == ("甲", "er")


def test_a_row_deleted_since_is_a_conflict(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    seq, _ = do(book, Person, updates=[(key, {"name": "乙"})])
    do(book, Person, deletes=[key])
    assert why(book, seq) == [("person", "R1", "", "还在", "已不存在")]


def test_a_row_back_again_is_a_conflict(book: Book) -> None:
    first, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    second, _ = do(book, Person, deletes=[key])
    third, _ = do(book, Person, inserts=[{"id": key, "code": "R1", "name": "甲"}])
    assert why(book, second) == [("person", "R1", "", "已不存在", "又有了")]
    assert (first, second, third) == (2, 3, 4)


def test_something_added_since_that_refers_to_the_row_is_a_conflict(book: Book) -> None:
    seq, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    do(book, Membership, inserts=[{"person_id": key, "household_code": "H1"}])
    assert why(book, seq) == [("membership", "R1 H1", "", "", "R1")]


def test_a_photo_added_since_is_a_conflict(book: Book) -> None:
    seq, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    with book.work("x", "王", "照片") as work:
        photo = book.files.put(work, b"jpeg", "照片.jpg", "image/jpeg")
        link = {"attachment_id": photo, "record": "person", "record_id": key, "role": "照片"}
        work.write_rows(AttachmentLink, [link])
        work.commit()
    assert why(book, seq) == [("attachment_link", "照片.jpg 照片", "", "", "R1")]


def test_rows_of_the_same_operation_may_refer_to_each_other(book: Book) -> None:
    with book.work("x", "王", "一户") as work:
        person, household = work.new_id(), work.new_id()
        work.write_rows(Person, [{"id": person}])
        work.write_rows(Household, [{"id": household, "head_id": person}])
        work.write_rows(Membership, [{"person_id": person, "household_id": household}])
        seq = work.commit().seq or 0
    undone(book, seq)
    assert rows(book)["membership"] == []
    undone(book, seq)
    assert len(rows(book)["membership"]) == 1
    assert journal.verify(book) == []


def test_what_a_restored_field_pointed_to_may_be_gone(book: Book) -> None:
    _, (old, new) = do(book, Household, inserts=[{"code": "旧"}, {"code": "新"}])
    _, (someone,) = do(book, Person, inserts=[{"code": "R1"}])
    _, (member,) = do(book, Membership, inserts=[{"person_id": someone, "household_id": old}])
    seq, _ = do(book, Membership, updates=[(member, {"household_id": new})])
    do(book, Household, deletes=[old])
    assert [conflict[:3] for conflict in why(book, seq)] == [("membership", "R1 新", "户")]


def test_secret_values_are_not_shown_in_conflicts(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1", "name": "甲", "id_number": "1"}])
    seq, _ = do(book, Person, updates=[(key, {"id_number": "350699198001011234"})])
    do(book, Person, updates=[(key, {"id_number": "350699198001011235"})])
    assert why(book, seq) == [("person", "R1", "证件号码", "（保密）", "（保密）")]


def test_money_is_shown_in_yuan_and_references_by_code(book: Book) -> None:
    _, (road, water) = do(book, Project, inserts=[{"code": "P1"}, {"code": "P2"}])
    _, (key,) = do(book, FundEntry, inserts=[{"voucher": "V1"}])
    seq, _ = do(book, FundEntry, updates=[(key, {"amount_fen": 123456, "project_id": road})])
    do(book, FundEntry, updates=[(key, {"amount_fen": 1, "project_id": water})])
    assert set(why(book, seq)) == {
        ("fund_entry", "V1", "项目", "P1", "P2"),
        ("fund_entry", "V1", "金额", "1,234.56元", "0.01元"),
    }


def test_a_trial_changes_nothing(book: Book) -> None:
    seq, _ = do(book, Person, inserts=[{"name": "甲"}])
    before = rows(book)
    result = journal.undo(book, seq, "王", dry_run=True)
    assert (result.done, result.conflicts) == (None, ())
    assert rows(book) == before
    assert journal.entries(book)[0].seq == seq


def test_a_trial_tells_conflicts(book: Book) -> None:
    seq, (key,) = do(book, Person, inserts=[{"name": "甲"}])
    do(book, Person, updates=[(key, {"name": "乙"})])
    assert len(journal.undo(book, seq, "王", dry_run=True).conflicts) == 1


@pytest.mark.parametrize(("kind", "id"), [(Undo.COUNTER, "journal.counter"), (Undo.NONE, "journal.no_undo")])
def test_other_verbs_are_refused_in_words(book: Book, kind: Undo, id: str) -> None:
    seq, _ = do(book, Person, kind, inserts=[{"name": "甲"}])
    with pytest.raises(UserError) as error:
        journal.undo(book, seq, "王")
    assert error.value.id == id
    assert "改人" in str(error.value)


def test_no_such_operation(book: Book) -> None:
    with pytest.raises(UserError) as error:
        journal.undo(book, 77, "王")
    assert error.value.id == "journal.no_such_operation"


def test_the_making_of_the_book_is_not_undone(book: Book) -> None:
    with pytest.raises(UserError) as error:
        journal.undo(book, 1, "王")
    assert error.value.id == "journal.no_undo"


def test_an_entry_posted_since_is_not_taken_back(book: Book) -> None:
    seq, (key,) = do(book, FundEntry, inserts=[{"voucher": "V1", "amount_fen": 5}])
    edit, _ = do(book, FundEntry, updates=[(key, {"amount_fen": 6})])
    do(book, FundEntry, Undo.COUNTER, updates=[(key, {"posted_at": AT})])
    assert ("fund_entry", "V1", "", "", "") in why(book, seq)
    assert why(book, edit) == [("fund_entry", "V1", "", "", "")]


def test_taking_down_a_posted_notice_can_be_taken_back(book: Book) -> None:
    notice = {
        "number": "清溪公示〔2026〕1号", "year": 2026, "serial": 1, "kind": "k", "state": "公示中", "subject": {},
        "posted_at": AT,
    }  # fmt: skip
    _, (key,) = do(book, Notice, Undo.COUNTER, inserts=[notice])
    seq, _ = do(book, Notice, updates=[(key, {"state": "已摘下", "taken_down_on": dt.date(2026, 3, 22)})])
    undone(book, seq)
    (row,) = rows(book)["notice"]
    assert (row["state"], row["taken_down_on"]) == ("公示中", None)


def an_import(book: Book) -> tuple[int, uuid.UUID]:
    """An import that adds one person and changes another; returns its number and the changed person's key."""
    _, (known,) = do(book, Person, inserts=[{"code": "R1", "name": "甲"}])
    with book.work("lists.import", "王", "导入 人员.xlsx") as work:
        original = book.files.put(work, b"PK", "人员.xlsx", "application/xlsx")
        file = {"attachment_id": original, "file_name": "人员.xlsx", "sha256": "0", "imported_at": AT, "counts": {}}
        (file_id,) = work.write_rows(ImportFile, [file])
        link = {"attachment_id": original, "record": "import_file", "record_id": file_id, "role": "原表"}
        work.write_rows(AttachmentLink, [link])
        row = {"file_id": file_id, "sheet": "1", "kind": "people", "outcome": "new"}
        made = work.write_rows(ImportRow, [{**row, "row": 2}, {**row, "row": 3}])
        work.write_rows(
            Person,
            [{"code": "R2", "name": "乙", "import_row_id": made[0]}],
            [(known, {"name": "丙", "import_row_id": made[1]})],
        )
        return work.commit().seq or 0, known


def test_undoing_an_import_keeps_what_was_imported_from_where(book: Book) -> None:
    seq, known = an_import(book)
    after = rows(book)
    undone(book, seq)
    now = rows(book)
    assert [(row["id"], row["name"], row["import_row_id"]) for row in now["person"]] == [(known, "甲", None)]
    for table in ("import_file", "import_row", "attachment", "attachment_link"):
        assert now[table] == after[table]
        assert now[table]
    undone(book, seq)
    assert rows(book) == after
    assert journal.verify(book) == []


def test_a_photo_is_taken_off_its_record_but_its_content_stays(book: Book) -> None:
    _, (key,) = do(book, Person, inserts=[{"code": "R1"}])
    with book.work("x", "王", "照片") as work:
        photo = book.files.put(work, b"jpeg", "照片.jpg", "image/jpeg")
        link = {"attachment_id": photo, "record": "person", "record_id": key, "role": "照片"}
        work.write_rows(AttachmentLink, [link])
        seq = work.commit().seq or 0
    undone(book, seq)
    assert rows(book)["attachment_link"] == []
    assert book.files.read(photo) == b"jpeg"


def test_ctrl_z_takes_the_last_operation_that_stands(book: Book, folder: Path) -> None:
    assert journal.last_undoable(book) is None
    first, (key,) = do(book, Person, inserts=[{"name": "甲"}])
    second, _ = do(book, Person, updates=[(key, {"name": "乙"})])
    do(book, Person, Undo.NONE, updates=[(key, {"phone": "1"})])
    assert last(book) == second
    undone(book, second)
    assert last(book) == first
    book.close()
    with open_book(folder) as again:
        assert last(again) == first
        redoable = journal.last_redoable(again)
        assert redoable is not None
        undone(again, redoable.seq)
        assert last(again) == second


def test_ctrl_z_passes_over_imports_that_changed_nothing(book: Book) -> None:
    seq, _ = do(book, Person, inserts=[{"name": "甲"}])
    with book.work("lists.import", "王", "导入") as work:
        original = book.files.put(work, b"PK", "人员.xlsx", "application/xlsx")
        link = {"attachment_id": original, "record": "import_file", "record_id": work.new_id(), "role": "原表"}
        work.write_rows(AttachmentLink, [link])
        empty = work.commit().seq or 0
    assert last(book) == seq
    with pytest.raises(UserError) as error:
        journal.undo(book, empty, "王")
    assert error.value.id == "journal.nothing_to_undo"


def test_ctrl_z_stops_at_what_needs_a_counter_verb(book: Book) -> None:
    do(book, Person, inserts=[{"name": "甲"}])
    seq, _ = do(book, Person, Undo.COUNTER, inserts=[{"name": "乙"}])
    assert last(book) == seq


def test_redo_goes_backwards_through_the_undos_and_ends_with_a_new_operation(book: Book) -> None:
    first, _ = do(book, Person, inserts=[{"name": "甲"}])
    second, _ = do(book, Person, inserts=[{"name": "乙"}])
    undos = [undone(book, second), undone(book, first)]
    for expected in reversed(undos):
        redoable = journal.last_redoable(book)
        assert redoable is not None
        assert redoable.seq == expected
        undone(book, expected)
    assert journal.last_redoable(book) is None
    undone(book, second)
    do(book, Person, inserts=[{"name": "丙"}])
    assert journal.last_redoable(book) is None


def test_a_long_journal_is_searched_page_by_page(book: Book) -> None:
    seq, (key,) = do(book, Person, inserts=[{"name": "甲"}])
    for number in range(60):
        do(book, Person, Undo.NONE, updates=[(key, {"phone": str(number)})])
    assert last(book) == seq


def test_what_was_erased_cannot_be_brought_back(folder: Path) -> None:
    from tests.unit.store.test_verify import raw

    with seeded_book(folder) as book:
        _, (key,) = do(book, Person, inserts=[{"code": "R1", "id_number": "1"}])
        seq, _ = do(book, Person, deletes=[key])
    with raw(folder) as connection:
        connection.execute('DROP TRIGGER "villagebook_change_update"')
        connection.execute("UPDATE change SET before_secret = NULL, before_secret_salt = NULL, after_secret = NULL")
    with open_book(folder) as book:
        assert len(why(book, seq)) == 1


def last(book: Book) -> int | None:
    entry = journal.last_undoable(book)
    return None if entry is None else entry.seq
