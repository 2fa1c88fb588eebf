"""Any list of any village in any dress: the same book when nothing is spoiled; no crash, no row lost, no digit
invented when much is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import made_books
from tests.generators import families, lists
from tests.generators.disguise import disguise, soil
from tests.generators.generator import VILLAGE
from villagebook.base.resident_ids import fold
from villagebook.importing import read_file, recognise
from villagebook.models import Household, HouseholdYear, Membership, Person, PersonYear, StatusPeriod, fields_of
from villagebook.services import books, history
from villagebook.services import lists as importing
from villagebook.services.lists import ImportReport
from villagebook.store import Book

HOUSEHOLDS = 6
#: Where a record came from, and cells that have no field.
BESIDES = {"import_row_id", "extra"}
NAMING = {"id_number", "code", "household_code", "head_id_number", "head_code", "card", "phone"}
seeds = st.integers(0, 10**9)


@cache
def rows(seed: int) -> tuple[list[lists.Row], list[lists.Row]]:
    return lists.tables(VILLAGE, families.houses(Random(seed), HOUSEHOLDS))


@contextmanager
def taken(*files: Path) -> Iterator[tuple[Book, ImportReport]]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "石桥村.vbook"
        with books.create(folder, name=VILLAGE["name"], code=VILLAGE["code"], actor="测试") as book:
            yield book, importing.import_files(book, list(files), actor="测试", today=made_books.TODAY)


def told(book: Book) -> dict[str, list[dict[str, Any]]]:
    """All records of people and households without keys, by what they say."""
    found: dict[str, list[dict[str, Any]]] = {}
    with book.read() as connection:
        for record in (Household, HouseholdYear, Person, PersonYear, Membership, StatusPeriod):
            plain = [field.name for field in fields_of(record) if field.kind not in {"key", "ref"}]
            said = [
                {name: row[name] for name in plain if name not in BESIDES and row[name] is not None}
                for row in connection.execute(select(record.__table__)).mappings()
            ]
            found[record.__tablename__] = sorted(said, key=repr)
    return found


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(village=st.integers(0, 3), seed=seeds)
def test_the_same_lists_in_another_dress_make_the_same_book(village: int, seed: int) -> None:
    random = Random(seed)
    homes, people = rows(village)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        plain = [
            lists.write(folder / "户信息.xlsx", "户信息", lists.HOUSEHOLD_COLUMNS, homes),
            lists.write(folder / "人信息.xlsx", "人信息", lists.PERSON_COLUMNS, people),
        ]
        dressed = [disguise(random, folder, "户名单", homes), disguise(random, folder, "人名单", people)]
        with taken(*plain) as (book, _):
            expected = told(book)
        with taken(*dressed) as (book, report):
            assert report.count("refused") == 0, [(r.file, r.row, r.reason) for r in report.rows if r.reason]
            assert _differences(expected, told(book)) == []


def _differences(expected: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[Any]:
    """What the plain lists told and the dressed ones did not, and the other way round."""
    return [
        (table, sign, {key: value for key, value in row.items() if value != near.get(key)})
        for table in expected
        for sign, ours, theirs in (("-", expected[table], found[table]), ("+", found[table], expected[table]))
        for row in ours
        if row not in theirs
        for near in (max(theirs, key=lambda other: len(row.items() & other.items()), default={}),)
    ]


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(village=st.integers(0, 3), seed=seeds, share=st.sampled_from([0.01, 0.05, 0.3]))
def test_no_dirt_stops_an_import_loses_a_row_or_invents_a_digit(village: int, seed: int, share: float) -> None:
    random = Random(seed)
    homes, people = rows(village)
    with tempfile.TemporaryDirectory() as place:
        files = [
            disguise(random, Path(place), "户名单", soil(random, homes, share)),
            disguise(random, Path(place), "人名单", soil(random, people, share)),
        ]
        with taken(*files) as (book, report):
            _no_row_is_lost(files, report)
            _no_digit_is_invented(files, book)
            assert history.verify(book) == []
            again = importing.import_files(book, files, actor="测试", today=made_books.TODAY)
            assert again.count("new") == 0, [(r.file, r.row, r.code) for r in again.rows if r.outcome == "new"]


def _no_row_is_lost(files: list[Path], report: ImportReport) -> None:
    """Every row below the headings that holds anything was taken, refused, or is no record and says why."""
    known = {(row.file, row.row) for row in report.rows} | {(file, row) for file, _, row, _ in report.skipped}
    for file in files:
        (sheet,) = read_file(file).sheets
        table = recognise(sheet)
        assert table is not None, file.name
        first = table.heading_rows[1] + 1
        for number, cells in enumerate(sheet.rows, start=sheet.first_row):
            if number >= first and any(cell is not None and str(cell).strip() for cell in cells):
                assert (file.name, number) in known, (file.name, number, cells)


def _no_digit_is_invented(files: list[Path], book: Book) -> None:
    """Whatever names somebody in the book stood in a cell just so, but for width, blanks and an apostrophe."""
    sheets = [sheet for file in files for sheet in read_file(file).sheets]
    given_ = {fold(str(cell)) for sheet in sheets for row in sheet.rows for cell in row}
    given_ |= {text.removesuffix(".0") for text in given_}
    with book.read() as connection:
        for record in (Household, Person, Membership):
            for row in connection.execute(select(record.__table__)).mappings():
                for name in NAMING & set(row):
                    value = row[name]
                    assert value is None or fold(value) in given_, (record.__tablename__, name, value)
