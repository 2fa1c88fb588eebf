"""What the journal keeps of a row is the same whether it comes from the row or from its image."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import pytest

from tests.unit.store.samples import full_row
from villagebook.models import BY_TABLE, JOURNAL_TABLES
from villagebook.store.commitments import Link, OperationHash, canonical, operation_hash, time_text
from villagebook.store.images import encode, parts
from villagebook.store.texts import texts_of, written

KEY = uuid.UUID("01970000-0000-7000-8000-000000000001")
TABLES = [name for name in BY_TABLE if name not in JOURNAL_TABLES]


def row_of(table: str) -> dict[str, Any]:
    return full_row(BY_TABLE[table], dict.fromkeys(BY_TABLE, KEY)) | {"id": KEY}


@pytest.mark.parametrize("table", TABLES)
def test_the_texts_of_a_row_are_those_of_its_image(table: str) -> None:
    row = row_of(table)
    image = encode(table, row)
    opened, secret = parts(table, image)
    texts = written(table, row)
    assert texts == texts_of(table, image)
    assert texts.open.decode() == canonical(opened)
    assert texts.secret == (None if secret is None else canonical(secret).encode())
    assert texts.image == image


def test_signs_that_json_escapes_are_escaped_alike() -> None:
    row = row_of("person") | {"name": 'a"b\\c\n\u2028𬭎\x7f', "note": "\t", "extra": {"栏": '"'}, "phone": None}
    assert written("person", row) == texts_of("person", encode("person", row))


@pytest.mark.parametrize(("name", "value"), [("name", 1), ("born", "2020-01-01"), ("id", "x"), ("id_number", 3.5)])
def test_a_value_that_does_not_fit_is_named(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"person.{name}"):
        written("person", row_of("person") | {name: value})


def test_an_operations_hash_is_that_of_one_canonical_object() -> None:
    at = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
    link = Link(KEY, KEY, 7, at, '会"计', "lists.import", "inverse", None, "0002", "ab", "cd")
    key = str(KEY)
    seals = [(key, "person", key, None, None, "aa", "bb"), (key, "household", key, "x", None, "y", None)]
    covered = {
        "village": str(KEY), "id": str(KEY), "seq": 7, "at": time_text(at), "actor": '会"计', "verb": "lists.import",
        "undo": "inverse", "undoes": None, "schema": "0002", "heading": "ab", "previous": "cd",
        "changes": [list(one) for one in seals],
    }  # fmt: skip
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert operation_hash(link, seals) == hashlib.sha256(text.encode()).hexdigest()
    assert OperationHash(link).hexdigest() == operation_hash(link, [])
