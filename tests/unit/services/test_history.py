"""Undo and redo as people use them, and the words for what cannot be taken back so."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from tests.unit.services.conftest import CLEAN, TODAY, take
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.models import Household
from villagebook.services import books, fields, history, households, memberships, money
from villagebook.services.history import UndoConflictError
from villagebook.store import Book

HOME = "3506991012030007"


def key(book: Book) -> uuid.UUID:
    """The key of the household that the tests edit."""
    with book.read() as connection:
        return connection.execute(select(Household.id).where(Household.code == HOME)).scalar_one()


def edit(book: Book, name: str, text: str) -> int:
    """Edit one field of the household; return the operation's number."""
    changed = fields.edit(book, "household", key(book), name, text, actor="测试")
    assert changed.seq is not None
    return changed.seq


def value(book: Book, name: str) -> Any:
    """The household's value now."""
    with book.read() as connection:
        return connection.execute(select(getattr(Household, name)).where(Household.code == HOME)).scalar_one()


def test_undo_and_redo_walk_back_and_forth(imported: Book) -> None:
    states = [dump(imported)]
    for text in ("泥土路", "砂石路", "沥青路"):
        edit(imported, "road_kind", text)
        states.append(dump(imported))
    for state in reversed(states[:-1]):
        history.undo_last(imported, actor="测试")
        assert dump(imported) == state
    for state in states[1:]:
        history.redo_last(imported, actor="测试")
        assert dump(imported) == state
    assert history.verify(imported) == []


def test_undo_and_redo_work_across_restarts(imported: Book) -> None:
    edit(imported, "road_kind", "泥土路")
    for act, expected in (("undo_last", "水泥路"), ("redo_last", "泥土路"), ("undo_last", "水泥路")):
        folder = imported.folder
        assert folder is not None
        imported.close()
        with books.open_book(folder) as again:
            getattr(history, act)(again, actor="测试")
            assert value(again, "road_kind") == expected


def test_after_a_new_change_there_is_nothing_to_redo(imported: Book) -> None:
    edit(imported, "road_kind", "泥土路")
    history.undo_last(imported, actor="测试")
    assert history.next_redo(imported) is not None
    edit(imported, "note", "新的")
    assert history.next_redo(imported) is None
    with pytest.raises(UserError, match="没有可以重做的"):
        history.redo_last(imported, actor="测试")


def test_what_would_be_undone_is_named(imported: Book) -> None:
    edit(imported, "road_kind", "泥土路")
    entry = history.next_undo(imported)
    assert entry is not None
    assert entry.heading == "改入户路类型 钟柏芳"
    history.undo_last(imported, actor="测试")
    redo = history.next_redo(imported)
    assert redo is not None
    assert redo.heading == "撤销：改入户路类型 钟柏芳"


def test_an_operation_in_the_middle_is_taken_back_alone(imported: Book) -> None:
    seq = edit(imported, "road_kind", "泥土路")
    edit(imported, "note", "后来的")
    assert history.undo(imported, seq, actor="测试").conflicts == ()
    assert (value(imported, "road_kind"), value(imported, "note")) == ("水泥路", "后来的")
    assert next(e for e in history.entries(imported) if e.seq == seq).undone_by is not None


def test_a_conflict_is_named_field_by_field_and_nothing_changes(imported: Book) -> None:
    seq = edit(imported, "road_kind", "泥土路")
    edit(imported, "road_kind", "沥青路")
    before, head = dump(imported), history.head(imported)
    (conflict,) = history.undo(imported, seq, actor="测试").conflicts
    assert (conflict.code, conflict.field, conflict.expected, conflict.now) == (HOME, "入户路类型", "泥土路", "沥青路")
    with pytest.raises(UndoConflictError, match="“入户路类型”后来改成了 沥青路（当时是 泥土路）"):
        history.take_back(imported, seq, actor="测试")
    assert (dump(imported), history.head(imported)) == (before, head)


def test_a_trial_says_what_is_in_the_way_and_changes_nothing(imported: Book) -> None:
    seq = edit(imported, "road_kind", "泥土路")
    head = history.head(imported)
    assert history.undo(imported, seq, actor="测试", dry_run=True).conflicts == ()
    assert history.head(imported) == head
    assert value(imported, "road_kind") == "泥土路"


def test_rows_that_others_refer_to_by_now_stay(book: Book) -> None:
    """Undoing the adding of a household to which a member was added since would leave the member without one."""
    changed, home = households.add_household(book, head_name="林秀兰", actor="测试")
    memberships.birth(book, home, memberships.NewPerson("林小"), "之子", TODAY, actor="测试", today=TODAY)
    before = dump(book)
    assert changed.seq is not None
    with pytest.raises(UndoConflictError, match="不能删掉它"):
        history.take_back(book, changed.seq, actor="测试")
    assert dump(book) == before


def test_taking_back_a_whole_import_is_one_act(book: Book) -> None:
    before = dump(book)
    take(book, *CLEAN)
    history.undo_last(book, actor="测试")
    after = dump(book)
    assert {table: rows for table, rows in after.items() if table not in ("attachment", "attachment_link")} == {
        table: rows for table, rows in before.items() if table not in ("attachment", "attachment_link")
    }
    take(book, *CLEAN)
    assert books.info(book).households == 24


@pytest.mark.parametrize(("verb", "says"), [("post", "请用：冲销"), ("reverse", "请按原样重新记一笔")])
def test_counter_verbs_are_refused_in_words_that_say_what_to_do(imported: Book, verb: str, says: str) -> None:
    money.post(imported, ["记-0001"], actor="测试", today=TODAY)
    if verb == "reverse":
        money.reverse(imported, "记-0001", dt.date(2025, 4, 1), actor="测试")
    done = history.entries(imported, 1)[0]
    before = dump(imported)
    with pytest.raises(UserError) as caught:
        history.undo(imported, done.seq, actor="测试")
    assert caught.value.id == "undo.counter"
    assert says in str(caught.value)
    assert done.heading in str(caught.value)
    assert dump(imported) == before


def test_an_unknown_operation_is_refused_in_words(imported: Book) -> None:
    with pytest.raises(UserError, match="没有第 999 号操作"):
        history.undo(imported, 999, actor="测试")


def test_founding_the_book_is_not_taken_back(book: Book) -> None:
    with pytest.raises(UserError, match="没有可撤销的内容"):
        history.undo(book, 1, actor="测试")
    with pytest.raises(UserError, match="没有可以撤销的"):
        history.undo_last(book, actor="测试")


def test_the_history_of_one_record_tells_old_and_new(imported: Book) -> None:
    edit(imported, "road_kind", "泥土路")
    entry, row = history.of_record(imported, "household", key(imported))[0]
    assert entry.heading.startswith("改入户路类型")
    assert row.before is not None
    assert row.after is not None
    assert (row.before["road_kind"], row.after["road_kind"]) == ("水泥路", "泥土路")
    assert [field.label for field in row.fields] == ["入户路类型"]


def test_each_verification_takes_a_head_written_down_before(imported: Book) -> None:
    head = history.head(imported)
    edit(imported, "road_kind", "泥土路")
    assert history.verify(imported, head[:12]) == []
    assert history.verify(imported, head) == []
    assert history.verify(imported, "0123456789ab") != []
