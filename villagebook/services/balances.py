"""What money stands at, summed by project, source, year or the whole village, with its ratios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from villagebook.base.errors import UserError
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.ledgers.balances import SUM_COLUMNS
from villagebook.ledgers.ratios import RATIOS, Ratio, ratios_of
from villagebook.policies import share
from villagebook.services.overrides import overrides
from villagebook.store import Book

SUMS = tuple(column.id for column in SUM_COLUMNS)

#: By what sums can be asked for -> ledger, and the column that names a row.
WAYS: Mapping[str, tuple[str, str]] = {
    "project": ("funds-by-project", "project"),
    "source": ("funds-by-source", "source"),
    "year": ("funds-by-year", "year"),
    "village": ("funds-by-source", ""),
}
NO_SOURCE, NO_YEAR = "未写来源", "未写年度"


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums in 分 of one project, source, year or of the village, and their ratios in percent.

    Attributes:
        of: The code, source or year; empty for the village.
        name: The project's name; empty otherwise.
        ratios: By ratio id; None where nothing was granted.
        drafts_fen: How far drafts moved the balance.
    """

    of: str
    name: str
    sums: Mapping[str, int]
    ratios: Mapping[str, Decimal | None]
    drafts_fen: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same for machines: money in 分, ratios as text or null."""
        shares = {id: None if ratio is None else f"{ratio:f}" for id, ratio in self.ratios.items()}
        return {"of": self.of, "name": self.name, **self.sums, **shares, "drafts_fen": self.drafts_fen}


@dataclass(frozen=True, slots=True)
class Standings:
    """All rows in the order of the ledger, their sum, and the target of 报账率 in percent on the day."""

    rows: tuple[Standing, ...]
    total: Standing
    target: Decimal
    by: str


def standings(
    book: Book, on: dt.date, by: str = "source", *, year: int | None = None, through: dt.date | None = None,
    project: str | None = None,
) -> Standings:
    """What money stands at, drafts counted.

    Args:
        by: One of WAYS.
        year: Money of this year's projects only.
        through: Leave out entries dated later.
        project: Of one project only, by its code; then the rows are its sources.

    Raises:
        UserError: ``by`` is none of WAYS.
    """
    if by not in WAYS:
        raise UserError("balances.by", f"不能按“{by}”汇总", f"可以按：{'、'.join(WAYS)}")
    ledger_id, naming = WAYS[by]
    scope = Scope(book.village_id, on, year=year, through=through)
    if project is not None:
        ledger_id, naming, scope = "fund-balances", "source", scope.only(project=project)
    ledger = LEDGERS[ledger_id]
    with book.read() as connection:
        every = list(read.rows(connection, ledger, scope))
        posted = {row["_id"]: row for row in read.rows(connection, ledger, replace(scope, posted_only=True))}
        target = share("money.reimbursed_target", on, overrides(connection, book.village_id))
    rows = tuple(
        _standing(_named(row[naming], by), str(row.get("name") or ""), row,
                  (row["balance_fen"] or 0) - ((posted[row["_id"]]["balance_fen"] or 0) if row["_id"] in posted else 0))
        for row in every
    ) if naming else ()  # fmt: skip
    sums = {name: sum(row[name] or 0 for row in every) for name in SUMS}
    drafts = sums["balance_fen"] - sum(row["balance_fen"] or 0 for row in posted.values())
    return Standings(rows, _standing("", "", sums, drafts), target * 100, by)


def _standing(of: str, name: str, row: Mapping[str, Any], drafts_fen: int) -> Standing:
    sums = {sum_id: int(row[sum_id] or 0) for sum_id in SUMS}
    return Standing(of, name, sums, ratios_of(sums), drafts_fen)


def _named(value: Any, by: str) -> str:
    return str(value) if value is not None else NO_YEAR if by == "year" else NO_SOURCE


def percent(ratio: Decimal | None) -> str:
    """62.5%; 无指标 where nothing was granted."""
    return "无指标" if ratio is None else f"{ratio:.2f}".rstrip("0").rstrip(".") + "%"


def ratio_words(sums: Mapping[str, Any], target: Decimal | None = None) -> str:
    """拨付率 97.6%　支出率 69.4%　报账率 41.3%（目标 100%）, one decimal; empty where nothing was granted.

    Args:
        sums: Sums in 分 by id, as the ledgers of balances have them.
    """
    found = ratios_of(sums)
    if all(ratio is None for ratio in found.values()):
        return ""
    goal = f"（目标 {percent(target)}）" if target is not None else ""
    rounded = {id: None if ratio is None else round(ratio, 1) for id, ratio in found.items()}
    return "　".join(f"{ratio.title} {percent(rounded[ratio.id])}" for ratio in RATIOS) + goal


def definitions() -> tuple[Ratio, ...]:
    """The ratios with their definitions."""
    return tuple(RATIOS)
