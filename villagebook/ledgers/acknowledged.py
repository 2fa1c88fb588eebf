"""The ledger of findings known to be true (情况属实): what the auditor asks for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import Acknowledgement

COLUMNS = (
    of(Acknowledgement.on),
    of(Acknowledgement.subject),
    of(Acknowledgement.field_name, "field"),
    of(Acknowledgement.said, "message"),
    of(Acknowledgement.reason),
    of(Acknowledgement.who),
    of(Acknowledgement.until),
    computed("state", "状态", "choice", (Acknowledgement.until,)),
    of(Acknowledgement.check),
)


def _select(scope: Scope) -> Select[Any]:
    word = table(Acknowledgement)
    made = {"state": case((word.c.until < scope.on, "已过期"), else_="有效")}
    return select(word.c.id.label("_id"), *labelled(COLUMNS, {"acknowledgement": word}, made)).where(
        word.c.village_id == scope.village_id
    )


ACKNOWLEDGED = Ledger("acknowledged", "情况属实清单", COLUMNS, _select, ("on", "subject"))
