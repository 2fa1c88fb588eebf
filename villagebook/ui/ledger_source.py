"""A ledger as the source of a table: columns from the ledger's declarations, keys and rows from services.tables.

A page names the ledger, the columns it shows, and how some of them differ from their declaration:

    LedgerSource("projects", context.today, ("name", "stage", "planned_fen"), unit="个项目",
                 looks={"name": {"width": 168, "stretch": 1}, "planned_fen": {"heading": "计划"}})

All other columns of the ledger can be chosen under 列. A page that shows more than its ledger says overrides
``dress`` (one row) or ``ids`` (groups among the keys). ``Wanted`` is the filter its table is given.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from villagebook.ledgers import Column as Declared
from villagebook.models import Privacy
from villagebook.services import fields, tables
from villagebook.services.known_at import as_known
from villagebook.ui import preferences
from villagebook.ui.models.columns import Chip, Column, Group, Key
from villagebook.ui.models.table import Row

#: Kind of a ledger's column -> kind of a table's column; all others are text.
KINDS: Mapping[str, str] = {
    "code": "code",
    "int": "int",
    "size": "int",
    "money": "money",
    "quantity": "quantity",
    "day": "date",
    "month": "month",
    "statuses": "chips",
    "long_text": "note",
}
WITH_UNIT = ("money", "quantity")
HEADING_PX, HEADING_MARGIN_PX = 13, 20

#: Status of a household -> its chip in a list: short, and coloured only where it wants attention.
STATUS_CHIPS: Mapping[str, Chip] = {
    "脱贫户": Chip("脱贫"),
    "脱贫不稳定户": Chip("监测", "due", "radar"),
    "边缘易致贫户": Chip("监测", "due", "radar"),
    "突发严重困难户": Chip("监测", "due", "radar"),
    "低保户": Chip("低保", "info"),
    "特困户": Chip("特困", "info"),
    "低保边缘户": Chip("低边", "info"),
    "未脱贫户": Chip("未脱贫", "due", "radar"),
    "返贫户": Chip("返贫", "late", "radar"),
}
MOST_CHIPS = 2
_ORDER = {tone: place for place, tone in enumerate(("late", "due", "mute", "info"))}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table is filtered by.

    Attributes:
        text: Rows in which some column contains this.
        filters: Column id -> wanted value, as ledgers.Scope takes them.
        posted_only: Leave drafts out.
    """

    text: str = ""
    filters: Mapping[str, object] = field(default_factory=dict)
    posted_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.filters or self.posted_only)


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class When:
    """Which time a ledger is shown of.

    Attributes:
        year: Rows of this year only.
        on: As of this day: what is dated later is left out; None is today, with everything.
        known_at: As it had been recorded by the end of this day; None: as it is recorded now.
    """

    year: int | None = None
    on: dt.date | None = None
    known_at: dt.date | None = None


NOW = When()


class LedgerSource:
    """Rows of a ledger (models.rows.Source).

    Args:
        ledger: Its id.
        today: The day on which dated rows are looked at.
        shown: Ids of the columns shown until others are chosen, in order; the first is what identifies a row.
            None shows the first ten of the ledger.
        looks: Column id -> attributes of ui.models.columns.Column that differ from what is derived.
        unit: What the row under the table counts (户).
        extra: Further columns, filled by ``dress``; their ids may stand in ``shown``.
    """

    def __init__(
        self,
        ledger: str,
        today: Callable[[], dt.date],
        shown: Sequence[str] | None = None,
        *,
        looks: Mapping[str, Mapping[str, Any]] | None = None,
        unit: str = "行",
        extra: Sequence[Column] = (),
    ) -> None:
        self.ledger = tables.ledger(ledger)
        self.today = today
        self.unit = unit
        chosen = tuple(shown) if shown is not None else tuple(c.id for c in self.ledger.columns[:10])
        self.columns = columns(self.ledger.columns, chosen, looks or {}, extra)
        self._declared = {column.id: column for column in self.ledger.columns}
        self.when = NOW

    def scope(self, book: Any, wanted: Wanted | None) -> Any:
        """Return which rows are meant, as services take it."""
        wanted = wanted or EVERYTHING
        return tables.scope(
            book, self.when.on or self.today(), text=wanted.text, filters=wanted.filters,
            posted_only=wanted.posted_only, year=self.when.year, through=self.when.on,
        )  # fmt: skip

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        book = as_known(book, self.when.known_at)
        return tables.keys(book, self.ledger.id, self.scope(book, filter), sort, descending)

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        book = as_known(book, self.when.known_at)
        found = {row["_id"]: row for row in tables.page(book, self.ledger.id, self.scope(book, None), keys)}
        return [self.dress(book, found[key]) if key in found else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        book = as_known(book, self.when.known_at)
        within = self.scope(book, filter)
        count = tables.count(book, self.ledger.id, within)
        return {"label": f"{count:,} {self.unit}", **tables.totals(book, self.ledger.id, within)}

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return one row of the ledger as the table shows it; called in the reader's thread."""
        row = tables.named(self.ledger, row)
        return {name: shown(declared, row[name]) for name, declared in self._declared.items()}


def columns(
    declared: Sequence[Declared],
    chosen: Sequence[str],
    looks: Mapping[str, Mapping[str, Any]],
    extra: Sequence[Column] = (),
) -> tuple[Column, ...]:
    """Return the table's columns: the chosen ones in their order, then all others, not shown until asked for."""
    derived = {column.id: _derived(column) for column in declared} | {column.id: column for column in extra}
    order = [*chosen, *(name for name in derived if name not in chosen)]
    result = []
    for place, name in enumerate(order):
        optional = name not in chosen
        # Later columns leave first where it is narrow; one that was asked for stays as long as it can.
        rank = 1 if optional else place
        column = dataclasses.replace(derived[name], optional=optional, rank=rank)
        if place == 0:
            column = dataclasses.replace(column, kind="name", width=0)
        result.append(dataclasses.replace(column, **looks.get(name, {})))
    return tuple(result)


def _derived(declared: Declared) -> Column:
    kind = "secret" if declared.privacy is Privacy.SECRET else KINDS.get(declared.kind, "text")
    unit = declared.unit or "" if declared.kind in WITH_UNIT else ""
    column = Column(declared.id, declared.heading, kind, unit, tip=declared.heading)
    needed = HEADING_PX * len(column.title) + HEADING_MARGIN_PX
    return dataclasses.replace(column, width=max(column.natural_width, min(needed, 200)))


def shown(declared: Declared, value: Any) -> Any:
    """Return a ledger's value as a table's cell: chips for statuses, stars for secrets, local time."""
    if value is None:
        return None
    if declared.kind == "statuses":
        return chips(str(value).split("、"))
    if declared.privacy is Privacy.SECRET:
        source = next(f for f in declared.sources if f.privacy is Privacy.SECRET)
        text = fields.shown(source, value)
        return fields.hidden(source, text) if preferences.current().setting("window.mask_secrets") else text
    if isinstance(value, dt.datetime):
        return value.astimezone().replace(tzinfo=None)
    if declared.kind == "year":
        return str(value)
    return value


def chips(statuses: Sequence[str]) -> tuple[Chip, ...]:
    """Return the chips of a household's statuses, the weightiest first, at most two; an ordinary one has none."""
    found = dict.fromkeys(STATUS_CHIPS[status] for status in statuses if status in STATUS_CHIPS)
    return tuple(sorted(found, key=lambda chip: _ORDER[chip.tone])[:MOST_CHIPS])
