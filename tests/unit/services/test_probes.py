"""Searching while somebody types: every way of finding goes through an index, and finds what it should."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Select

from tests.builders import a_household
from villagebook.services import probes
from villagebook.services.search import search
from villagebook.store import Book, Undo, finding
from villagebook.store.guard import gate

SHAPES = [probes.Shape(*each) for each in product((True, False), repeat=5)]


def plan(book: Book, statement: Callable[..., Select[Any]], shape: probes.Shape) -> list[str]:
    """How SQLite runs a statement, line by line."""
    typed = probes.Typed("1234", 8, book.village_id)
    with book.read() as connection:
        compiled: Any = statement("sqlite", shape).compile(dialect=connection.dialect)
        values = compiled.construct_params(typed.values)
        bound = [values[name] for name in compiled.positiontup]
        raw = tuple(value.bytes if hasattr(value, "bytes") else value for value in bound)
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", raw)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("statement", [probes._persons, probes._households])
def test_no_table_is_read_as_a_whole(book: Book, statement: Any, shape: probes.Shape) -> None:
    lines = plan(book, statement, shape)
    read = [line for line in lines if re.search(r"(SCAN|SEARCH) (person|household|membership)\b", line)]
    assert read
    # The index of long names holds few rows, and all of them are looked at.
    assert [line for line in read if line.startswith("SCAN") and not line.endswith("name_long")] == []


@pytest.fixture
def few(book: Book) -> Book:
    with book.work("test", "测试", "户", Undo.NONE) as work:
        a_household(work, book.village_id, code="3506991012030077", head="欧阳志恒", people=(
            {"name": "买买提·艾合麦提", "relation": "之子", "id_number": "35069919800105123X"},
            {"name": "曾小明", "pinyin": "zengxiaoming", "initials": "zxm", "relation": "之女", "phone": "13900000001",
             "former_name": "曾大明"}))  # fmt: skip
        work.commit()
    return book


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("欧", "欧阳志恒"), ("阳志", "欧阳志恒"), ("恒", "欧阳志恒"), ("志恒", "欧阳志恒"), ("麦提", "买买提·艾合麦提"),
        ("提·艾", "买买提·艾合麦提"), ("小", "曾小明"), ("明", "曾小明"), ("大明", "曾小明"), ("曾大", "曾小明"),
        ("zeng", "曾小明"), ("zxm", "曾小明"), ("139000", "曾小明"), ("123x", "买买提·艾合麦提"),
        ("0105123X", "买买提·艾合麦提"), ("3506991980", "买买提·艾合麦提"), ("30077", "欧阳志恒"),
        ("35069910120300", "欧阳志恒"),
    ],
)  # fmt: skip
def test_any_part_of_a_name_and_both_ends_of_a_number_find(few: Book, typed: str, found: str) -> None:
    assert found in [hit.title for hit in search(few, typed)]


@pytest.mark.parametrize("typed", ["%", "_", "志_", "1233", "00771", "小%"])
def test_signs_of_patterns_are_signs(few: Book, typed: str) -> None:
    assert search(few, typed) == []


def test_the_same_is_found_without_the_indexes(few: Book) -> None:
    asked = ("欧", "志恒", "麦提", "大明", "zxm", "139", "123x", "30077")
    before = {text: search(few, text) for text in asked}
    with few.work("test", "测试", "没有索引", Undo.NONE) as work:
        with gate(work.connection):
            assert finding.listed(work.connection) == finding.names("sqlite")
            finding.drop(work.connection)
        work.connection.commit()
    few.renew()
    assert {text: search(few, text) for text in asked} == before
    assert all(before.values())
