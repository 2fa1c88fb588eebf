"""Images and commitments: every kind survives, and nothing is stored as something else."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.store.samples import VALUES, WRITTEN, full_row
from villagebook.models.types import KINDS
from villagebook.store.commitments import SeededRandomness, canonical, commit_to, time_text
from villagebook.store.images import decode, decode_value, encode, encode_value, parts, shape, touched

KEY = uuid.UUID("01970000-0000-7000-8000-000000000001")
SAMPLES = {**VALUES, "key": KEY, "ref": KEY}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_survives_canonical_json(kind: str) -> None:
    value = SAMPLES[kind]
    encoded = encode_value(kind, value)
    assert json.loads(canonical(encoded)) == encoded
    again = decode_value(kind, json.loads(canonical(encoded)))
    assert again == value
    assert type(again) is type(value)


WRONG = [
    ("money", 1.5), ("money", True), ("money", "1"), ("int", Decimal(1)), ("day", dt.datetime(2026, 1, 1)),
    ("day", "2026-01-01"), ("time", dt.datetime(2026, 1, 1)), ("quantity", 0.5), ("quantity", False), ("text", 1),
    ("text", b"x"), ("bool", 1), ("key", str(KEY)), ("bytes", "x"), ("json", {"x": KEY}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_what_the_database_would_store_as_something_else_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(TypeError, match=kind):
        encode_value(kind, value)


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_value("json", {"x": float("nan")})


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_quantities_survive(value: Decimal) -> None:
    assert decode_value("quantity", encode_value("quantity", value)) == value


@given(st.datetimes(timezones=st.timezones()))
def test_times_survive_in_utc(value: dt.datetime) -> None:
    try:
        value.astimezone(dt.UTC)
    except OverflowError:
        return
    again = decode_value("time", encode_value("time", value))
    assert again == value.astimezone(dt.UTC)
    assert again.utcoffset() == dt.timedelta(0)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_survive_unnormalised(value: str) -> None:
    assert decode_value("name", json.loads(canonical(encode_value("name", value)))) == value


@given(st.binary())
def test_bytes_survive(value: bytes) -> None:
    assert decode_value("bytes", encode_value("bytes", value)) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_json_survives_and_is_a_copy(value: Any) -> None:
    encoded = encode_value("json", value)
    assert encoded == value
    assert canonical(encoded) == canonical(value)


def test_canonical_json_is_sorted_tight_and_unescaped() -> None:
    assert canonical({"乙": 1, "a": [True, None, "\n", 0.5], "甲": {}}) == '{"a":[true,null,"\\n",0.5],"乙":1,"甲":{}}'


@pytest.mark.parametrize("record", WRITTEN, ids=lambda record: record.__tablename__)
def test_rows_survive_and_secrets_are_apart(record: Any) -> None:
    keys = {each.__tablename__: KEY for each in WRITTEN} | {"village": KEY}
    row = full_row(record, keys)
    image = encode(record.__tablename__, row)
    assert decode(record.__tablename__, image) == row
    open_part, secret_part = parts(record.__tablename__, image)
    secret = shape(record.__tablename__).secret
    assert (secret_part is None) == (not secret)
    assert set(secret_part or {}) == secret
    assert {**open_part, **(secret_part or {})} == image


def test_empty_columns_leave_no_trace() -> None:
    assert encode("person", {"name": "甲", "phone": None}) == {"name": "甲"}
    assert parts("person", {"name": "甲"}) == ({"name": "甲"}, {})
    assert decode("person", {"name": "甲", "dropped_by_a_migration": 1})["phone"] is None


def test_strings_that_are_more_become_plain() -> None:
    class Choice(StrEnum):
        YES = "是"

    assert type(encode("person", {"sex": Choice.YES})["sex"]) is str


def test_a_wrong_value_names_its_field() -> None:
    with pytest.raises(TypeError, match=r"fund_entry\.amount_fen"):
        encode("fund_entry", {"amount_fen": 1.0})


def test_touched_names_what_differs() -> None:
    assert touched({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ("b", "c")
    assert touched(None, {"a": 1}) == ("a",)


def test_times_of_the_journal_are_utc_with_microseconds() -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    assert time_text(dt.datetime(2026, 3, 11, 10, 0, tzinfo=china)) == "2026-03-11T02:00:00.000000Z"


def test_commitments_are_sha256_of_salt_and_text() -> None:
    assert commit_to(b"", "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert commit_to(b"a", "b") != commit_to(b"b", "b")


def test_seeded_salts_repeat() -> None:
    assert SeededRandomness(1)(16) == SeededRandomness(1)(16)
    assert SeededRandomness(1)(16) != SeededRandomness(2)(16)
