"""Columns and cells of tables: what a page declares and what a source answers.

A *source* answers with mappings ``{column id: value}``. A value is native (str, int 分, date, tuple of Chip, …) or
a Cell where it needs more than that: a second line, a tone, an icon. How a kind is written is decided here, so
that screen, copied cells and accessible text agree.

To add a kind of column: one value in KINDS, and in widgets/cells.py how it is painted if not as text.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from villagebook.base.money import format_yuan

Key = Hashable
Align = Literal["left", "right", "center"]

# Reserved ids in a row's mapping.
ROW_STATE = "row_state"  # "" | "draft" | "reversal" | "reversed" | "muted"


@dataclass(frozen=True, slots=True)
class Chip:
    """A short state on a tinted ground.

    Attributes:
        text: One or two words; never left out, colour alone says nothing.
        tone: due, late, ok, info or mute (every normal state).
        icon: Lucide name, empty for none.
        dashed: Drawn as a dashed outline (草稿).
    """

    text: str
    tone: str = "mute"
    icon: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with more than its text.

    Attributes:
        value: As the column's kind wants it.
        second: The second line (13 px, text2) of a 46 px row.
        tone: due, late, ok, info, mute or accent for the text; empty for the usual.
        icon: Lucide name before the text.
        struck: Struck through (a reversed amount, an old value).
        strong: Drawn in 500.
        new: For kind ``change``: the value after the arrow.
        tip: Tool tip.
    """

    value: Any = None
    second: str = ""
    tone: str = ""
    icon: str = ""
    struck: bool = False
    strong: bool = False
    new: str | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Value of a ``progress`` cell: ``done`` of ``total``; ``tone`` due while something is missing."""

    done: int
    total: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of a column look.

    Attributes:
        id: Named by Column.kind.
        align: Where heading and cells stand.
        width: Proposed width in px at 100 %.
        strong: Whether cells are drawn in 500 (what identifies a row).
        secret: Whether the source sends masked text; drawn in text2, copied as shown.
    """

    id: str
    align: Align
    width: int
    strong: bool = False
    secret: bool = False


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("name", "left", 112, strong=True),
        Kind("text", "left", 120),
        Kind("code", "left", 136),
        Kind("note", "left", 200),
        Kind("change", "left", 260),
        Kind("money", "right", 112),
        Kind("int", "right", 56),
        Kind("quantity", "right", 80),
        Kind("date", "left", 98),
        Kind("month", "left", 84),
        Kind("chips", "left", 120),
        Kind("state", "left", 92),
        Kind("secret", "left", 148, secret=True),
        Kind("findings", "left", 52),
        Kind("papers", "right", 60),
        Kind("progress", "left", 120),
        Kind("tick", "center", 32),
    )
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        id: Key in the rows' mappings, given to the source when sorted by it.
        heading: As the user knows it; a unit stands in it once.
        kind: One of KINDS.
        unit: Shown behind the heading in full-width brackets: 支出（元）.
        width: px at 100 %; 0 takes the kind's.
        align: None takes the kind's.
        rank: The highest leaves first when it is narrow, 0 last; the one that names the row never does.
        stretch: Takes the width that is left over (in this proportion).
        sortable: Whether the source can sort by it.
        editable: Whether F2 edits a cell in place (the source then has ``set_cell``).
        optional: Not shown until chosen under 列.
        tip: Tool tip of the heading.
    """

    id: str
    heading: str
    kind: str = "text"
    unit: str = ""
    width: int = 0
    align: Align | None = None
    rank: int = 0
    stretch: int = 0
    sortable: bool = True
    editable: bool = False
    optional: bool = False
    tip: str = ""

    @property
    def title(self) -> str:
        """The heading with its unit."""
        return f"{self.heading}（{self.unit}）" if self.unit else self.heading

    @property
    def look(self) -> Kind:
        """The declared kind."""
        return KINDS[self.kind]

    @property
    def at(self) -> Align:
        """Where heading and cells stand."""
        return self.align or self.look.align

    @property
    def natural_width(self) -> int:
        """Width in px at 100 % before stretching."""
        return self.width or self.look.width


@dataclass(frozen=True, slots=True)
class Group:
    """A row painted across the table, standing among the keys a source answers with.

    Attributes:
        id: Stable, so that folding survives a refresh.
        title: 2025年10月, 期满, the name of a check.
        note: Count in words (10 笔，未结账).
        icon, tone: Lucide name and its tone.
        aside: Text at the right edge.
        folded: Whether it starts folded.
    """

    id: str
    title: str
    note: str = ""
    icon: str = ""
    tone: str = ""
    aside: str = ""
    folded: bool = False


def as_cell(value: Any) -> Cell:
    """Return the value as a Cell."""
    return value if isinstance(value, Cell) else Cell(value)


def written(column: Column, value: Any) -> str:
    """Return a value as the table writes it, in one line; empty for None. Money is 分, dates are ISO.

    The minus is U+2212, as everywhere on screen and paper.
    """
    cell = as_cell(value)
    text = _plain(column.kind, cell.value)
    return f"{text} → {cell.new}" if cell.new is not None else text


def spoken(column: Column, value: Any) -> str:
    """Return a cell for the screen reader: heading, text, second line."""
    cell = as_cell(value)
    return "，".join(part for part in (f"{column.heading} {written(column, value) or '空'}", cell.second) if part)


def _plain(kind: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if kind == "money" and isinstance(value, int):
        return format_yuan(value)
    if kind == "tick":
        return "已勾" if value else "未勾"
    if kind == "findings":
        return str(value) if value else ""
    if isinstance(value, Chip):
        return value.text
    if isinstance(value, Share):
        return f"{value.done}/{value.total}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, Decimal)):
        return f"{value:,}".replace("-", "\u2212")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(_plain(kind, part) for part in value)
    return str(value)
