"""Lists that come back as they went out: our own ledgers, taken in again, change nothing of what they show."""

from __future__ import annotations

import datetime as dt
import string
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.models import RECORDS, Household, HouseholdYear, Membership, Person, StatusPeriod, fields_of
from villagebook.services import books, fields, history, lists, tables
from villagebook.store import Book

TODAY = made_books.TODAY
#: What may be taken from a list besides what it is about: cells under headings of no field, where they came from,
#: and that the group somebody typed by hand is a group of the book now.
BESIDES = {"extra", "import_row_id", "group_id"}

#: What a person can type into a field: no control characters, which no form and no sheet can hold.
texts = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"、，； 　０１２xX\u202e"), st.sampled_from(string.ascii_letters + string.digits),
        st.characters(exclude_categories=("Cc", "Cs", "Cn")),
    ),
    max_size=12,
)  # fmt: skip
edits = st.lists(
    st.tuples(
        st.integers(0, 23),
        st.sampled_from([
            "group_name", "phone", "address", "card", "main_cause", "house_area", "road_distance",
            "house_built", "standard", "note", "farmland",
        ]),
        st.one_of(texts, st.sampled_from(["许玉美", "𠮷㛃", "0596-3000000", "3.5", "0", "1998", "因病", "=1+1"])),
    ),
    max_size=6,
)  # fmt: skip


def records(book: Book) -> dict[str, dict[uuid.UUID, dict[str, Any]]]:
    """Every record of the registered people, by table and key, without what the list brings besides."""
    with book.read() as connection:
        return {
            record.__tablename__: {
                row["id"]: {name: value for name, value in row.items() if name not in BESIDES}
                for row in connection.execute(select(record.__table__)).mappings()
            }
            for record in (Household, HouseholdYear, Membership, Person, StatusPeriod)
        }


def edited(book: Book, wanted: list[tuple[int, str, str]]) -> None:
    """Edit fields of households; what is refused in words stays as it was."""
    with book.read() as connection:
        keys = list(connection.execute(select(Household.id).order_by(Household.code)).scalars())
    for place, name, text in wanted:
        try:
            fields.edit(book, "household", keys[place], name, text, actor="测试")
        except UserError:
            continue


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(wanted=edits)
def test_a_ledger_taken_in_again_changes_nothing_it_shows(ending: str, wanted: list[tuple[int, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with books.open_book(made_books.a_copy(made_books.imported(), folder)) as book:
            edited(book, wanted)
            before = records(book)
            for ledger in ("households", "people"):
                path = tables.export(book, ledger, folder / f"{ledger}{ending}", on=TODAY)
                report = lists.import_files(book, [path], actor="测试", today=TODAY)
                assert report.counts["new"] == 0
                assert differences(before, records(book)) == []
                again = lists.import_files(book, [path], actor="测试", today=TODAY)
                assert again.changed.seq is None
            assert history.verify(book) == []


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs, by table, code and field."""
    found = []
    for table, rows in before.items():
        if rows.keys() != after[table].keys():
            found.append(f"{table}: {len(after[table]) - len(rows)} more")
            continue
        for key, row in rows.items():
            found += [
                f"{table} {row.get('code')} {name}: {value!r} -> {after[table][key][name]!r}"
                for name, value in row.items()
                if value != after[table][key][name]
            ]
    return found


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(st.one_of(texts, st.integers(), st.floats(allow_nan=False), st.dates(
    dt.date(1901, 1, 1), dt.date(2100, 1, 1))), min_size=8, max_size=8), min_size=1, max_size=5))  # fmt: skip
def test_no_cell_stops_an_import(rows: list[list[Any]]) -> None:
    """Whatever stands in the cells: rows are taken or refused, and the book verifies."""
    import openpyxl

    headings = ["户编号", "户主姓名", "户主证件号码", "家庭人口数", "户联系电话", "纯收入", "年度", "户类型"]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "表.xlsx"
        workbook = openpyxl.Workbook()
        workbook.active.append(headings)
        for row in rows:
            workbook.active.append([_storable(cell) for cell in row])
        workbook.save(path)
        with books.create(Path(place) / "b.vbook", name="清溪村", code="350699101203", actor="测试") as book:
            report = lists.import_files(book, [path], actor="测试", today=TODAY)
            assert sum(report.counts.values()) == len(report.rows)
            again = lists.import_files(book, [path], actor="测试", today=TODAY)
            assert (again.counts["new"], again.counts["changed"]) == (0, 0), again.rows
            assert history.verify(book) == []


def _storable(cell: Any) -> Any:
    """What a spreadsheet can hold: no control characters, no formula."""
    if not isinstance(cell, str):
        return cell
    text = "".join(char for char in cell if char.isprintable() or char in "\t\u3000")
    return f" {text}" if text.startswith("=") else text


def test_all_records_of_the_book_are_known_to_this_test() -> None:
    """What an import of these lists may write is compared above, or belongs to the import's own history."""
    besides = {"village", "village_group", "import_file", "import_row", "attachment", "attachment_link"}
    shown = {"household", "household_year", "membership", "person", "status_period", "person_year", "income_item"}
    assert shown | besides <= {record.__tablename__ for record in RECORDS}
    assert all(fields_of(record) for record in RECORDS)
