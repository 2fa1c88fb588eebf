"""The list of notices: grouped by state, each with how long still, or since when."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.services import publicity, tables
from villagebook.ui.models.columns import Cell, Column, Group, Key
from villagebook.ui.models.table import Row

LEDGER = "notices"
#: With so many days left a notice is soon to be taken down.
SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class StateGroup:
    """How the notices of one state stand in the list.

    Attributes:
        state: As services call it. title: As the list calls it.
        order: Ledger column its notices are ordered by; descending for what is over.
        over: Whether it is over; a chosen year limits only those.
    """

    state: str
    title: str
    icon: str
    tone: str
    order: str
    over: bool = False


GROUPS = (
    StateGroup(publicity.EXPIRED, "期满", "clock-alert", "late", "through"),
    StateGroup(publicity.UP, "公示中", "megaphone", "accent", "through"),
    StateGroup(publicity.READY, "待张贴", "stamp", "due", "from"),
    StateGroup(publicity.DRAFT, "草稿", "pencil", "", "number"),
    StateGroup(publicity.DOWN, "待归档", "calendar-check", "due", "taken_down"),
    StateGroup(publicity.ARCHIVED, "已归档", "archive", "", "taken_down", over=True),
    StateGroup(publicity.CORRECTED, "已更正", "rotate-ccw", "", "through", over=True),
    StateGroup(publicity.WITHDRAWN, "已撤回", "ban", "", "withdrawn", over=True),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notices are shown: of a year (those still hanging always are), of a kind, of a state, with a text."""

    year: int | None = None
    kind: str = ""
    state: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out besides what is over in other years."""
        return bool(self.kind or self.state or self.text)


def short_title(title: str) -> str:
    """Return a title without village and year, which the number and the page say already."""
    found = re.fullmatch(r".{1,12}?\d{4}年度?(.{2,})", title)
    return found[1] if found else title


def number_tail(number: str) -> str:
    """Return 〔2025〕17号 of 清溪公示〔2025〕17号."""
    return number[number.find("〔") :] if "〔" in number else number


class NoticesSource:
    """Notices under their states (models.rows.Source)."""

    columns = (
        Column("title", "公示", "name", width=120, stretch=1, sortable=False),
        Column("when", "期限", width=88, sortable=False),
    )

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self.today = today

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        wanted = filter if isinstance(filter, Wanted) else Wanted()
        keys: list[Key | Group] = []
        for group in GROUPS:
            if wanted.state in ("", group.state):
                found = self._of(book, group, wanted)
                if found:
                    keys.append(Group(group.state, group.title, f"{len(found):,} 份", group.icon, group.tone))
                keys.extend(found)
        return keys

    def _of(self, book: Any, group: StateGroup, wanted: Wanted) -> list[Key]:
        filters: dict[str, object] = {"state": group.state}
        if wanted.kind:
            filters["kind"] = wanted.kind
        if wanted.year is not None and group.over:
            filters["year"] = wanted.year
        scope = tables.scope(book, self.today(), text=wanted.text, filters=filters)
        return tables.keys(book, LEDGER, scope, group.order, group.over)

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        scope = tables.scope(book, self.today())
        found = {row["_id"]: row for row in tables.page(book, LEDGER, scope, keys)}
        return [self._dress(found[key]) if key in found else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        keys = self.ids(book, None, False, filter)
        return {"label": f"{sum(not isinstance(key, Group) for key in keys):,} 份"}

    def _dress(self, row: Mapping[str, Any]) -> dict[str, Any]:
        theirs = row["kind"] == publicity.RECEIVED
        title = (row["title"] or "") if theirs else short_title(row["title"] or row["number"])
        second = f"{row['issuer']}　{row['their_number'] or row['number']}" if theirs else number_tail(row["number"])
        name = Cell(title, second=second, tip=row["title"] or "")
        return {"title": name, "when": self._when(row)}

    def _when(self, row: Mapping[str, Any]) -> Cell:
        today, state, through = self.today(), row["state"], row["through"]
        if state == publicity.DRAFT:
            return Cell("未张贴", tone="mute")
        if state == publicity.READY:
            late = row["from"] < today
            return Cell("过了日子" if late else f"{short_day(row['from'], today)} 贴", tone="late" if late else "due")
        if state == publicity.DOWN:
            return Cell("待写结果", tone="due")
        if state == publicity.EXPIRED:
            return Cell(f"过期 {(today - through).days} 天", tone="late", strong=True)
        if state == publicity.UP and row["open_ended"]:
            return Cell("长期", tone="mute")
        if state == publicity.UP:
            left = (through - today).days
            tone = "due" if left <= SOON_DAYS else ""
            return Cell("今天期满" if left == 0 else f"{left} 天", tone=tone, strong=True)
        over = row["withdrawn"] if state == publicity.WITHDRAWN else row["taken_down"]
        return Cell(short_day(over, today), tone="mute")


def short_day(day: dt.date | None, today: dt.date) -> str:
    """Return 11-07, with the year where it is not the present one."""
    if day is None:
        return ""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many notices are in each state, and of which years there are any, the newest first."""

    states: Mapping[str, int]
    years: tuple[int, ...]


def counts(book: Any, on: dt.date) -> Counts:
    """Count all notices; called in the reader's thread."""
    rows = tables.listed(book, LEDGER, tables.scope(book, on)).rows
    years = {row["year"] for row in rows if row["year"]}
    return Counts(Counter(row["state"] for row in rows), tuple(sorted(years, reverse=True)))


def key_of(book: Any, number: str, on: dt.date) -> Key | None:
    """Return the key of the notice with this number; called in the reader's thread."""
    found = tables.keys(book, LEDGER, tables.scope(book, on, filters={"number": number}))
    return found[0] if found else None


def number_of(book: Any, key: Key, on: dt.date) -> str | None:
    """Return the number of the notice with this key; None if it is gone."""
    rows = tables.page(book, LEDGER, tables.scope(book, on), [key])
    return rows[0]["number"] if rows else None
