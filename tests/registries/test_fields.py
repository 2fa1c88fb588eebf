"""Every field of every record is declared once, with a label, a kind and a privacy."""

from __future__ import annotations

import pytest

from villagebook.models import RECORDS, Privacy, Record, fields_of
from villagebook.models.codes import CODES
from villagebook.models.types import KINDS

FIELDS = [pytest.param(field, id=field.id) for record in RECORDS for field in fields_of(record)]


def test_every_record_is_listed() -> None:
    """A record class that is not in RECORDS would be missing from migrations, journal and replay."""
    assert {mapper.class_ for mapper in Record.registry.mappers} == set(RECORDS)


@pytest.mark.parametrize("field", FIELDS)
def test_field_has_label_kind_and_privacy(field) -> None:
    assert field.label.strip()
    assert field.kind in KINDS
    assert isinstance(field.privacy, Privacy)


@pytest.mark.parametrize("field", FIELDS)
def test_choices_name_a_code_list_that_exists(field) -> None:
    if field.kind == "choice":
        assert field.codes in CODES
    else:
        assert field.codes is None


@pytest.mark.parametrize("field", FIELDS)
def test_money_is_named_by_its_unit(field) -> None:
    assert (field.kind == "money") == field.name.endswith("_fen")


@pytest.mark.parametrize("field", FIELDS)
def test_numbers_of_people_and_cards_are_secret(field) -> None:
    if field.kind in {"id_number", "card"} or field.codes in {"health", "disability", "cause", "risk"}:
        assert field.privacy is Privacy.SECRET


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.id)
def test_code_list_has_values_and_a_source(codes) -> None:
    assert codes.values
    assert codes.source
    assert len(set(codes.values)) == len(codes.values)
    assert not set(codes.values) & set(codes.retired)
