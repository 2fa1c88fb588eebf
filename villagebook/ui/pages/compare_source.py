"""What differs between lists as a table: under its kinds, the older value beside the newer, ticks for what is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.services import comparing, fields
from villagebook.services.comparing import (
    ABOUT_WORDS,
    ADDED,
    ALIKE,
    AMBIGUOUS,
    CHANGED,
    GONE,
    KIND_WORDS,
    MOVED,
    Comparison,
    Difference,
)
from villagebook.ui.field_views import is_masked
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.widgets.lists import Choosable

ALL, OPEN = "all", "open"
#: Kind -> (icon, tone): amber is what a person must decide.
LOOKS: Mapping[str, tuple[str, str]] = {
    CHANGED: ("pencil", ""),
    MOVED: ("house", ""),
    ADDED: ("plus", ""),
    GONE: ("minus", ""),
    ALIKE: ("triangle-alert", "due"),
    AMBIGUOUS: ("circle-question-mark", "due"),
}
_WHOLE = (ADDED, GONE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: ALL, OPEN, or a kind; a text; which differences are done."""

    choice: str = ALL
    text: str = ""
    done: frozenset[str] = frozenset()


def columns(comparison: Comparison | None) -> tuple[Column, ...]:
    """Return the columns for as many lists as there are."""
    names = comparing.names_of(comparison.sides) if comparison is not None else ("甲表", "乙表")
    first = (
        Column("done", "", "tick", width=34, sortable=False, tip="已处理"),
        Column("who", "谁", "name", width=132, sortable=False),
        Column("what", "栏目", width=124, sortable=False),
    )
    if len(names) == 2:
        heading = f"{names[1]} → {names[0]}"
        values = (Column("change", heading, "change", width=250, stretch=3, sortable=False),)
    else:
        values = tuple(Column(f"side{i}", l, width=120, stretch=1, sortable=False) for i, l in enumerate(names))
    return (*first, *values, Column("note", "说明", "note", width=130, stretch=1, rank=1, sortable=False))


def choices(comparison: Comparison, done: frozenset[str]) -> tuple[Choosable, ...]:
    """Return the lines of the side column: kinds with counts."""
    total = len(comparison.differences)
    left = sum(line.id not in done for line in comparison.differences)
    lines = [
        Choosable("全部不同", ALL, "list-checks", "", f"{total:,}"),
        Choosable("还没处理的", OPEN, "square", "", f"{left:,}"),
        Choosable("哪一种"),
    ]
    for kind, count in comparison.counts.items():
        icon, tone = LOOKS[kind]
        lines.append(Choosable(KIND_WORDS[kind], kind, icon, tone if count else "", f"{count:,}"))
    lines.append(Choosable("比的是"))
    for called, side in zip(comparing.names_of(comparison.sides), comparison.sides, strict=True):
        name = "这本书" if side.is_book else f"{called}：{side.name}"
        lines.append(Choosable(name, f"side {called}", "book-open" if side.is_book else "file-text"))
    return tuple(lines)


class CompareSource:
    """Differences under their kinds (models.rows.Source); ``comparison`` is set by the page."""

    def __init__(self) -> None:
        self.comparison: Comparison | None = None
        self.columns = columns(None)
        self._lines: dict[Key, Difference] = {}
        self._done: frozenset[str] = frozenset()

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        wanted = filter if isinstance(filter, Wanted) else Wanted()
        self._done = wanted.done
        every = self.comparison.differences if self.comparison is not None else ()
        self._lines = {line.id: line for line in every}
        groups: dict[tuple[str, str, bool], list[Difference]] = {}
        for line in every:
            if _is_wanted(line, wanted):
                groups.setdefault((line.kind, line.about, _one_is_empty(line)), []).append(line)
        order = list(KIND_WORDS)
        rows: list[Key | Group] = []
        for key, lines in sorted(groups.items(), key=lambda item: (order.index(item[0][0]), item[0][2])):
            rows.append(_group(*key, lines, wanted.done))
            rows += [line.id for line in lines]
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._dress(self._lines[key]) if key in self._lines else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}

    def line(self, key: Key | None) -> Difference | None:
        """Return a difference by its key."""
        return self._lines.get(key)

    def _dress(self, line: Difference) -> dict[str, Any]:
        texts = [shown(line, text) for text in line.texts]
        if len(set(texts)) < len(set(line.texts)):
            texts = list(line.texts)  # what is masked is just what differs
        row: dict[str, Any] = {
            "done": line.id in self._done,
            "who": Cell(line.who or line.code, tip=line.code),
            "what": line.what,
            "note": Cell(line.note, tip=line.note, tone="mute"),
            ROW_STATE: "muted" if line.id in self._done else "",
        }
        if len(texts) != 2:
            return row | {f"side{place}": Cell(text, tip=text) for place, text in enumerate(texts)}
        if line.kind in _WHOLE:
            row["change"] = Cell(where(line))
        elif line.kind in (ALIKE, AMBIGUOUS):
            row["change"] = Cell(" ｜ ".join(texts), tip="\n".join(texts))
        else:
            row["change"] = Cell(texts[1], new=texts[0] or "空着", tip=f"{texts[1]} → {texts[0]}")
        return row


def shown(line: Difference, text: str) -> str:
    """Return a text as the table shows it: secret numbers masked, as elsewhere."""
    return fields.hidden(line.info, text) if line.info is not None and is_masked(line.info) else text


def where(line: Difference) -> str:
    """Return where a row stands that only one list has."""
    entry = next(entry for entry in line.entries if entry is not None)
    if entry.of_book:
        return f"{entry.group or ''} 书里有，表里没有".strip()
    return f"{entry.sheet} 第 {entry.row} 行"


def _is_wanted(line: Difference, wanted: Wanted) -> bool:
    if wanted.choice == OPEN and line.id in wanted.done:
        return False
    if wanted.choice in KIND_WORDS and line.kind != wanted.choice:
        return False
    said = f"{line.who} {line.code} {line.what} {' '.join(line.texts)}"
    return all(word in said for word in wanted.text.split())


def _one_is_empty(line: Difference) -> bool:
    """Whether a list has the column and left this cell empty: less pressing than two values that differ."""
    return line.kind == CHANGED and not all(text for text, rows in zip(line.texts, line.rows, strict=True) if rows)


def _group(kind: str, about: str, empty: bool, lines: Sequence[Difference], done: frozenset[str]) -> Group:
    icon, tone = LOOKS[kind]
    counts = Counter(line.id in done for line in lines)
    unit = "处" if kind in (CHANGED, MOVED) else "户" if about == "households" else "人"
    note = f"{len(lines):,} {unit}" + (f"，{counts[True]:,} {unit}已处理" if counts[True] else "")
    title = f"{KIND_WORDS[kind]}（{ABOUT_WORDS[about]}）" + ("：一边空着" if empty else "")
    only = {line.what for line in lines} if kind in _WHOLE else set()
    if len(only) == 1:
        note = f"{note}，{only.pop()}"
    return Group(f"{kind} {about} {empty}", title, note, icon, tone)
