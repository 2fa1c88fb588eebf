"""Ratios of project money, declared once: what is divided by what, and where the rule comes from.

All three are measured against what was granted, so that they can be compared with each other: what was paid on
(拨付), spent (支出) and settled (报账) of the money a document promised. Without a grant there is no ratio: the cell
is empty, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, cast, null, type_coerce
from sqlalchemy.types import BigInteger

from villagebook.base.registry import Registry
from villagebook.ledgers.column import Column, computed
from villagebook.models import FundEntry
from villagebook.models.types import QuantityType

_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.reverses_id)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio.

    Attributes:
        id: Column id in ledgers.
        title: As the office calls it.
        above, below: Figure ids (ledgers/figures.py): ``above`` ÷ ``below``.
        words: The definition in words.
        source: Where it comes from.
    """

    id: str
    title: str
    above: str
    below: str
    words: str
    source: str

    def of(self, figures: Mapping[str, Any]) -> Decimal | None:
        """Return the percentage of figures in 分, two decimals, half up; None where nothing was granted."""
        above, below = int(figures[self.above] or 0), int(figures[self.below] or 0)
        if below <= 0:
            return None
        # As the SELECT does it: whole-number division that cuts towards zero.
        doubled = above * 20_000 + below
        points = abs(doubled) // (2 * below) * (1 if doubled >= 0 else -1)
        return Decimal(points).scaleb(-2)

    def column(self) -> Column:
        """Return the ledgers' column, in percent."""
        return computed(self.id, self.title, "quantity", _ENTRY, unit="%")

    def cell(self, figures: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return the SQL of the percentage, NULL where nothing was granted."""
        above, below = cast(figures[self.above], BigInteger), cast(figures[self.below], BigInteger)
        points = (above * 20_000 + below) // (2 * below)
        # A quantity is kept in ten-thousandths: 62.50 % is 6250 points is 625000.
        return type_coerce(case((below > 0, points * 100), else_=null()), QuantityType())


_SOURCE = "assumed; 与衔接资金支出进度同一口径，以指标下达数为分母，请按县里的考核办法核对"

RATIOS: Registry[Ratio] = Registry("ratios", (
    Ratio("received_share", "拨付率", "received_fen", "granted_fen", "到账÷指标下达", _SOURCE),
    Ratio("spent_share", "支出率", "spent_fen", "granted_fen", "支出÷指标下达", _SOURCE),
    Ratio("reimbursed_share", "报账率", "reimbursed_fen", "granted_fen", "报账÷指标下达", _SOURCE),
))  # fmt: skip

RATIO_COLUMNS = tuple(ratio.column() for ratio in RATIOS)


def ratio_cells(figures: Mapping[str, ColumnElement[Any]]) -> dict[str, ColumnElement[Any]]:
    """Return the SQL of all ratios by column id."""
    return {ratio.id: ratio.cell(figures) for ratio in RATIOS}


def ratios_of(figures: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Return all ratios of figures in 分 by id."""
    return {ratio.id: ratio.of(figures) for ratio in RATIOS}
