"""Several fields of a record at once, as typed: each text read as its field's kind, nothing taken that is not typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.money import MAX_FEN, times
from villagebook.models import Record, fields_of
from villagebook.models.codes import CODES
from villagebook.services import codes
from villagebook.services.fields import typed
from villagebook.store import Work


def values(work: Work, record: type[Record], texts: Mapping[str, str], allowed: Collection[str]) -> dict[str, Any]:
    """Return native values by field name; empty text clears a field.

    Args:
        texts: What was typed, by field name. allowed: The fields a person may type.

    Raises:
        UserError: a text is not of its field's kind, or none of its code list. ValueError: no such field is typed.
    """
    strange = set(texts) - set(allowed)
    if strange:
        raise ValueError(f"{record.__tablename__}: {sorted(strange)} are not typed by people")
    declared = {info.name: info for info in fields_of(record)}
    new = {name: typed(declared[name], text) for name, text in texts.items()}
    for name, value in new.items():
        if declared[name].codes and value is not None:
            refuse_unknown(work, declared[name].codes or "", value)
    return new


def amount_of(quantity: Decimal | int, rate_fen: int) -> int:
    """Return what a quantity at a rate comes to, in 分.

    Raises:
        UserError: no amount is so large.
    """
    fen = times(quantity, rate_fen)
    if abs(fen) > MAX_FEN:
        raise UserError("typed.too_large", "数量乘单价太大，不像是金额", "请核对数量和单价")
    return fen


def refuse_unknown(work: Work, list_id: str, value: str) -> None:
    """Raise a UserError if the book's code list does not offer the value."""
    known = [one.value for one in codes.values_in(work.connection, work.village_id, list_id) if not one.retired]
    if value not in known:
        raise UserError("typed.unknown", f"{CODES[list_id].title}没有“{value}”", f"可以是：{'、'.join(known)}")
