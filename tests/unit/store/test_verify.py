"""Whatever is changed behind the program's back, verify names the record."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.unit.store.samples import seeded_book, write_everything
from villagebook.base.errors import UserError
from villagebook.base.findings import Finding, Severity
from villagebook.models import BY_TABLE, JOURNAL_TABLES, Household, Membership, Person, fields_of
from villagebook.store import Book, journal, open_book, triggers
from villagebook.store.commitments import canonical, commit_to


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A book with a full row in every table, open for reading; tests put back what they change."""
    folder = tmp_path_factory.mktemp("verify") / "清溪.vbook"
    with seeded_book(folder) as book, book.work("x", "王", "全部") as work:
        keys = write_everything(work, book.village_id)
        work.commit()
    with raw(folder) as connection:
        for name in triggers.names():
            connection.execute(f'DROP TRIGGER "{name}"')
    with open_book(folder, read_only=True) as book, raw(folder) as connection:
        yield book, connection, keys


@contextmanager
def raw(folder: Path) -> Iterator[Any]:
    with closing(dbapi2.connect(str(folder / "book.db"), isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


def verified(book: Book, head: str | None = None) -> list[Finding]:
    return [found for found in journal.verify(book, head) if found.id != "journal.triggers"]


def findings(folder: Path, head: str | None = None) -> list[Finding]:
    with open_book(folder, read_only=True) as book:
        return verified(book, head)


def one_byte_more(value: Any) -> Any:
    if value is None:
        return "x"
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    return value + 1


NAMES = {
    "village": "清溪村",
    "person": "A-001",
    "household": "A-001",
    "fund_entry": "A-001",
    "notice": "A-001",
    "membership": "A-001 A-001",
    "income_item": "A-001 2026 否",
    "attachment_link": "一句话 否",
    "import_row": "一句话 一句话 3",
}


@pytest.mark.parametrize("table", [name for name in BY_TABLE if name not in JOURNAL_TABLES])
def test_one_byte_in_any_field_of_a_row_names_record_and_field(full: Any, table: str) -> None:
    book, connection, keys = full
    key: uuid.UUID = keys[table]
    for info in fields_of(BY_TABLE[table]):
        name = info.name
        (value,) = connection.execute(f'SELECT "{name}" FROM "{table}"').fetchone()
        connection.execute(f'UPDATE "{table}" SET "{name}" = ?', (one_byte_more(value),))
        found = verified(book)
        connection.execute(f'UPDATE "{table}" SET "{name}" = ?', (value,))
        named = [each for each in found if each.record == (table, str(key))]
        assert named, info.id
        assert named[0].severity is Severity.ERROR
        assert named[0].subject == NAMES.get(table, named[0].subject)
        if name not in ("id", "village_id"):
            assert [(each.id, each.field) for each in found] == [("book.row_changed", info.label)]
    assert verified(book) == []


@pytest.mark.parametrize("table", [name for name in BY_TABLE if name not in (*JOURNAL_TABLES, "village")])
def test_missing_and_extra_rows_are_named(full: Any, table: str) -> None:
    book, connection, keys = full
    connection.execute("BEGIN")
    row = connection.execute(f'SELECT * FROM "{table}"').fetchone()
    connection.execute(f'DELETE FROM "{table}"')
    connection.execute("COMMIT")
    assert [(each.id, each.record) for each in verified(book)] == [("book.row_missing", (table, str(keys[table])))]
    marks = ",".join("?" * len(row))
    connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)
    place = [info.name for info in fields_of(BY_TABLE[table])].index("id")
    other = uuid.UUID(int=5)
    extra = [*row[:place], other.bytes, *row[place + 1 :]]
    connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', extra)
    assert [(each.id, each.record) for each in verified(book)] == [("book.row_extra", (table, str(other)))]
    connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (other.bytes,))
    assert verified(book) == []


@pytest.mark.parametrize("name", [info.name for info in fields_of(BY_TABLE["operation"])])
def test_one_byte_in_an_operation_names_it(full: Any, name: str) -> None:
    book, connection, _ = full
    key, value = connection.execute(f'SELECT id, "{name}" FROM operation WHERE seq = 2').fetchone()
    forged = 1 if value is None else one_byte_more(value)
    connection.execute(f'UPDATE operation SET "{name}" = ? WHERE id = ?', (forged, key))
    found = verified(book)
    key_now = forged if name == "id" else key
    connection.execute(f'UPDATE operation SET "{name}" = ? WHERE id = ?', (value, key_now))
    if name == "village_id":  # it is as if the village did not have it: its changes and rows tell
        assert {each.id for each in found} >= {"book.row_extra"}
    else:
        subject = "第3号操作" if name == "seq" else "第2号操作"
        assert any(each.id == "journal.operation" and each.subject == subject for each in found)
    assert verified(book) == []


@pytest.mark.parametrize("name", [info.name for info in fields_of(BY_TABLE["change"])])
@pytest.mark.parametrize("of", ["person", "fund_entry", "project_source"])
def test_one_byte_in_a_change_names_the_record_it_is_about(full: Any, name: str, of: str) -> None:
    book, connection, keys = full
    code = {"person": "A-001", "fund_entry": "A-001", "project_source": "A-001 否"}[of]
    key, value = connection.execute(f'SELECT id, "{name}" FROM change WHERE record = ?', (of,)).fetchone()
    forged = b"x" if value is None else one_byte_more(value)
    if name == "position":
        forged = 99
    connection.execute(f'UPDATE change SET "{name}" = ? WHERE id = ?', (forged, key))
    found = verified(book)
    connection.execute(f'UPDATE change SET "{name}" = ? WHERE id = ?', (value, forged if name == "id" else key))
    if name == "id":  # nothing hangs on a change's key but its operation's hash
        assert [each.id for each in found] == ["journal.operation"]
    elif name == "operation_id":
        assert {each.id for each in found} >= {"journal.operation", "journal.orphan", "book.row_extra"}
    elif name in ("record", "record_id"):
        assert {each.id for each in found} >= {"journal.operation", "book.row_extra"}
        assert any(each.record == (of, str(keys[of])) for each in found)
    else:
        assert any(each.id == "journal.change" and each.subject == code for each in found)
    assert verified(book) == []


def test_missing_triggers_are_found(full: Any) -> None:
    (found,) = journal.verify(full[0])
    assert (found.id, found.subject) == ("journal.triggers", "清溪")


def person(book: Book, **fields: Any) -> uuid.UUID:
    with book.work("person.add", "王", "添加") as work:
        (key,) = work.write_rows(Person, [fields])
        work.commit()
    return key


def rename(book: Book, key: uuid.UUID, name: str) -> None:
    with book.work("person.edit", "王", "改名") as work:
        work.write_rows(Person, updates=[(key, {"name": name})])
        work.commit()


def test_a_change_past_the_program_followed_by_one_through_it_is_found(folder: Path) -> None:
    """The later operation's image would otherwise make the forged value look right."""
    with seeded_book(folder) as book:
        key = person(book, code="R1", name="甲", phone="1")
    with raw(folder) as connection:
        connection.execute("UPDATE person SET phone = '2'")
    with open_book(folder) as book:
        rename(book, key, "乙")
        found = journal.verify(book)
    assert [(each.id, each.subject, each.record) for each in found] == [("journal.before", "R1", ("person", str(key)))]


def test_a_deleted_operation_leaves_a_gap(folder: Path) -> None:
    with seeded_book(folder) as book:
        key = person(book, code="R1", name="甲")
        rename(book, key, "乙")
        rename(book, key, "丙")
    with raw(folder) as connection:
        for name in triggers.names():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM change WHERE operation_id = (SELECT id FROM operation WHERE seq = 3)")
        connection.execute("DELETE FROM operation WHERE seq = 3")
    ids = {each.id for each in findings(folder)}
    assert {"journal.gap", "journal.chain"} <= ids


def test_a_rewritten_chain_is_whole_but_has_not_the_head_on_paper(folder: Path, tmp_path: Path) -> None:
    with seeded_book(folder) as book:
        key = person(book, code="R1", name="甲")
        rename(book, key, "乙")
        on_paper = journal.head(book)[:12]
        rename(book, key, "丙")
        assert journal.verify(book, on_paper) == []
        assert journal.verify(book, f" {on_paper.upper()} ") == []
        assert journal.verify(book, journal.head(book)) == []
    with seeded_book(tmp_path / "伪造.vbook") as forged:
        person(forged, code="R1", name="从来没有过")
        assert journal.verify(forged) == []
        (found,) = journal.verify(forged, on_paper)
    assert found.id == "journal.head"


@pytest.mark.parametrize("head", ["", "abc", "0" * 11, "g" * 12, "0" * 65])
def test_a_head_that_is_none_is_refused(book: Book, head: str) -> None:
    with pytest.raises(UserError) as error:
        journal.verify(book, head)
    assert error.value.id == "journal.bad_head"


def test_the_head_of_an_operation_that_was_changed_does_not_count(folder: Path) -> None:
    with seeded_book(folder) as book:
        person(book, code="R1", name="甲")
        head = journal.head(book)
    with raw(folder) as connection:
        connection.execute('DROP TRIGGER "villagebook_operation_update"')
        connection.execute("UPDATE operation SET actor = '别人' WHERE seq = 2")
    assert {each.id for each in findings(folder, head)} == {"journal.operation", "journal.head"}


def test_erased_secrets_leave_the_chain_whole(folder: Path) -> None:
    with seeded_book(folder) as book:
        key = person(book, code="R1", name="甲", id_number="350699198001011234")
    with raw(folder) as connection:
        connection.execute('DROP TRIGGER "villagebook_change_update"')
        connection.execute("UPDATE change SET after_secret = NULL, after_secret_salt = NULL WHERE record = 'person'")
        (found,) = findings(folder)
        assert (found.id, found.severity, found.record) == (
            "journal.erased", Severity.INFO, ("person", str(key)),
        )  # fmt: skip
        connection.execute("UPDATE person SET name = '乙'")
        assert {each.id for each in findings(folder)} == {"journal.erased", "book.row_changed"}
        connection.execute("UPDATE change SET after_open = NULL, after_open_salt = NULL WHERE record = 'person'")
        assert "journal.change" in {each.id for each in findings(folder)}


def test_values_stay_out_of_the_hash(folder: Path) -> None:
    """What a package without secrets contains is enough to check the chain."""
    with seeded_book(folder) as book:
        person(book, code="R1", name="甲", id_number="350699198001011234")
    with raw(folder) as connection:
        row = connection.execute(
            "SELECT after_secret, after_secret_salt, after_secret_commitment, after_open FROM change"
            " WHERE record = 'person'"
        ).fetchone()
    assert json.loads(row[0]) == {"id_number": "350699198001011234"}
    assert "id_number" not in json.loads(row[3])
    assert commit_to(row[1], canonical(json.loads(row[0]))) == row[2]


def test_children_are_named_by_those_they_hang_on(book: Book, folder: Path) -> None:
    with book.work("x", "王", "户") as work:
        (someone,) = work.write_rows(Person, [{"code": "R1", "name": "甲"}])
        (house,) = work.write_rows(Household, [{"code": "H1"}])
        work.write_rows(Membership, [{"person_id": someone, "household_id": house, "relation": "户主"}])
        work.commit()
    with raw(folder) as connection:
        connection.execute("UPDATE membership SET relation = '之子'")
    (found,) = journal.verify(book)
    assert (found.subject, found.field) == ("R1 H1", "与户主关系")
    assert "R1 H1" in found.message
