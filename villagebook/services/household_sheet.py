"""The sheet of one household for the visitor at the door (农户情况一页通), out of the book.

It leaves the office: numbers are masked, free notes and amounts of the bank are left out, and where a text speaks of
illness, disability or a cause of poverty its class alone stands.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.progress import QUIET, Progress
from villagebook.documents.saving import write_whole
from villagebook.documents.timeline import HouseholdSheet, MemberLine, StoryLine, render_timelines
from villagebook.models import HouseholdYear, Village
from villagebook.notices.words import found_in
from villagebook.services import households, timeline
from villagebook.services.fields import record_row
from villagebook.services.handbook_values import chosen
from villagebook.services.paper import PrintReport
from villagebook.services.timeline import Event
from villagebook.store import Book

#: Measure words of the sources, for events that are counted.
_UNITS = {
    "visits": "次", "help": "项", "money": "笔", "notices": "份", "cases": "步", "members": "次", "statuses": "次",
    "names": "次", "guarantees": "次", "work": "次",
}  # fmt: skip
#: On paper each year's income has its own bar.
_SHOWN_APART = ("incomes",)
#: Classes of measures that tell of somebody's health; the first is today's word.
_MEDICAL = ("健康帮扶", "健康扶贫")
_FEW = 2


def print_timelines(
    book: Book, codes: Sequence[str], target: Path, *, today: dt.date, progress: Progress = QUIET
) -> PrintReport:
    """Write the sheets of households as one PDF, one page each, by group and code.

    Raises:
        UserError: a code is unknown. KnownError: the target cannot be written.
    """
    with book.read() as connection:
        keys = chosen(connection, book.village_id, codes, today)
        return _written(book, connection, keys, target, today, progress)


def save_timeline(book: Book, key: uuid.UUID, target: Path, *, today: dt.date) -> PrintReport:
    """Write one household's sheet, also of a household without a code.

    Raises:
        UserError: the household is gone. KnownError: the target cannot be written.
    """
    with book.read() as connection:
        return _written(book, connection, [key], target, today, QUIET)


def _written(
    book: Book, connection: Connection, keys: Sequence[uuid.UUID], target: Path, today: dt.date, progress: Progress
) -> PrintReport:
    data, made = render_timelines(_sheets(book, connection, keys, today, progress))
    write_whole(target, data)
    line = f"农户情况一页通 {made.pages} 户，每户 1 页，已存为“{target.name}”"
    if made.folded:
        line += f"；更早的 {made.folded} 件只列了件数"
    missing = tuple(f"{head}户：“{char}”（U+{ord(char):04X}），在“{text}”里" for head, text, char in made.missing)
    if missing:
        line += f"；有 {len(missing)} 处缺字，印成了〓"
    return PrintReport(target, made.pages, made.pages, missing, line)


def timeline_bytes(book: Book, key: uuid.UUID, today: dt.date) -> bytes:
    """Return one household's sheet as a PDF, for the window.

    Raises:
        UserError: the household is gone.
    """
    with book.read() as connection:
        return render_timelines([sheet_of(book, connection, key, today)])[0]


def _sheets(
    book: Book, connection: Connection, keys: Sequence[uuid.UUID], today: dt.date, progress: Progress
) -> Iterator[HouseholdSheet]:
    for done, key in enumerate(keys):
        progress.step(done, len(keys), "农户情况一页通")
        yield sheet_of(book, connection, key, today)


def sheet_of(book: Book, connection: Connection, key: uuid.UUID, today: dt.date) -> HouseholdSheet:
    """Return what a household's sheet says."""
    view = households.view(book, key, today)
    row = record_row(connection, "household", key)
    about = select(Village.province, Village.city, Village.county, Village.township, Village.name)
    village = connection.execute(about.where(Village.id == book.village_id)).one()
    events = timeline.of(connection, book.village_id, row, on_paper=True)
    shown = [harmless(event) for event in events if event.source not in _SHOWN_APART]
    periods = sorted(view.periods, key=lambda one: not one.period.on(today))
    return HouseholdSheet(
        f"{village.township or ''}{village.name}",
        view.head or "（没有户主）",
        tuple(_facts(view, row)),
        tuple((one.period.kind, _span(one.period.from_on, one.period.through_on)) for one in periods),
        tuple(_members(view, (village.province, village.city, village.county))),
        _years(connection, key),
        levels(shown),
        today,
    )


def _facts(view: households.HouseholdView, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    phone = next((f.masked for _, fs in view.sections for f in fs if f.name == "phone"), "")
    found = (
        ("户编号", row["code"] or ""),
        ("村民小组", row["group_name"] or ""),
        ("家庭住址", row["address"] or ""),
        ("联系电话", phone),
        ("帮扶责任人", "　".join(part for part in (row["helper"], row["helper_phone"]) if part)),
        ("帮扶单位", row["helper_unit"] or ""),
    )
    return ((label, str(value)) for label, value in found if value)


def _span(begin: dt.date | None, end: dt.date | None) -> str:
    if begin is None and end is None:
        return ""
    if end is None:
        return f"{begin} 起"
    return f"{begin or '时间不详'} 至 {end}"


def _members(view: households.HouseholdView, here: Iterable[str | None]) -> Iterator[MemberLine]:
    """The members; where they work is said without the village's own province, city and county."""
    own = tuple(part for part in here if part)
    for member in view.members:
        if not member.here:
            continue
        number = next((f.masked for f in member.fields if f.name == "id_number"), "")
        months, place = member.value("work_months"), str(member.value("work_place") or "")
        for part in own:
            place = place.removeprefix(part)
        work = f"{months} 个月　{place}".rstrip() if months else ""
        yield MemberLine(
            str(member.value("name") or ""), member.relation, str(member.value("sex") or ""), member.value("born"),
            member.age, number, "" if found_in(work) else work,
        )  # fmt: skip


def _years(connection: Connection, key: uuid.UUID) -> list[tuple[int, int]]:
    query = select(HouseholdYear.year, HouseholdYear.per_capita_fen).where(
        HouseholdYear.household_id == key, HouseholdYear.per_capita_fen.is_not(None)
    )
    return [(row.year, row.per_capita_fen) for row in connection.execute(query.order_by(HouseholdYear.year.desc()))]


# The story, told shorter and shorter


def harmless(event: Event) -> Event:
    """Take out of an event what must not be read at the door: notes, words of illness and causes, help with an illness.

    What is left of such a measure is its class, and nobody is named.
    """
    medical = event.source == "help" and _is_medical(event)
    if medical or found_in(event.words):
        kind = event.evidence.partition("，")[0] if event.source == "help" else ""
        plain = kind if kind and not found_in(kind) else timeline.SOURCES[event.source].title
        return replace(event, note="", words=_MEDICAL[0] if medical else plain, evidence="")
    return replace(event, note="", evidence="" if found_in(event.evidence) else event.evidence)


def _is_medical(event: Event) -> bool:
    """Whether a measure is for somebody's health; everybody's insurance tells nothing."""
    told = (event.words, event.evidence.partition("，")[0])
    return any(kind in told for kind in _MEDICAL) and "保险" not in event.words


def levels(events: Sequence[Event]) -> tuple[tuple[StoryLine, ...], ...]:
    """Tell the same events in fewer and fewer lines.

    What is the same on one day stands in one line always; then a year's visits do, then the steps of a case, then a
    year's measures.
    """
    full = _same_day(events)
    visits = _by_year(full, "visits")
    cases = _by_case(visits)
    return tuple(dict.fromkeys((full, visits, cases, _by_year(cases, "help"))))


def _line(event: Event) -> StoryLine:
    source = timeline.SOURCES[event.source]
    return StoryLine(
        event.when, event.on, source.title, event.words, event.evidence, event.amount_fen,
        unit=_UNITS.get(event.source, "条"),
    )  # fmt: skip


def _same_day(events: Iterable[Event]) -> tuple[StoryLine, ...]:
    """Join what has the same day, kind and words: four members' insurance of one day."""
    groups: dict[tuple[object, ...], list[StoryLine]] = {}
    for event in events:
        line = _line(event)
        groups.setdefault((line.when, line.kind, line.words), []).append(line)
    return tuple(_joined(lines) for lines in groups.values())


def _joined(lines: Sequence[StoryLine]) -> StoryLine:
    if len(lines) == 1:
        return lines[0]
    count, first = sum(line.count for line in lines), lines[0]
    evidence = first.evidence if len({line.evidence for line in lines}) == 1 else f"共 {count} {first.unit}"
    return replace(first, count=count, amount_fen=_total(lines), evidence=evidence)


def _total(lines: Iterable[StoryLine]) -> int | None:
    amounts = [line.amount_fen for line in lines if line.amount_fen is not None]
    return sum(amounts) if amounts else None


def _by_year(lines: Sequence[StoryLine], source: str) -> tuple[StoryLine, ...]:
    """Tell all events of one source in a year in one line, where the newest of them stands."""
    kind = timeline.SOURCES[source].title
    groups: defaultdict[int, list[StoryLine]] = defaultdict(list)
    for line in lines:
        if line.kind == kind and line.on is not None:
            groups[line.on.year].append(line)
    told: set[int] = set()
    found = []
    for line in lines:
        group = groups[line.on.year] if line.kind == kind and line.on is not None else []
        if len(group) <= _FEW or line.on is None:
            found.append(line)
        elif line.on.year not in told:
            told.add(line.on.year)
            found.append(_of_year(line.on.year, group))
    return tuple(found)


def _of_year(year: int, lines: Sequence[StoryLine]) -> StoryLine:
    count = sum(line.count for line in lines)
    first = lines[0]
    newest = f"最近一次 {first.when}" if first.on and first.when == first.on.isoformat() else ""
    words = list(dict.fromkeys(line.words.partition("：")[0] for line in lines))
    named = words[0] if len(words) == 1 else "、".join(words[:3]) + ("等" if len(words) > 3 else "")
    return StoryLine(
        f"{year}年", first.on, first.kind, f"{named} {count} {first.unit}", newest, _total(lines), count, first.unit
    )


def _by_case(lines: Sequence[StoryLine]) -> tuple[StoryLine, ...]:
    """Tell the steps of one kind of case in one year in one line; how it ended has a line of its own."""
    kind = timeline.SOURCES["cases"].title
    groups: defaultdict[tuple[str, int], list[StoryLine]] = defaultdict(list)

    def case(line: StoryLine) -> tuple[str, int] | None:
        return (line.words.split("：")[0].split("（")[0], line.on.year) if line.kind == kind and line.on else None

    for line in lines:
        if (key := case(line)) is not None:
            groups[key].append(line)
    told: set[tuple[str, int]] = set()
    found = []
    for line in lines:
        key = case(line)
        if key is None or len(groups[key]) <= _FEW:
            found.append(line)
        elif key not in told:
            told.add(key)
            steps = groups[key]
            count = sum(step.count for step in steps)
            words = f"{steps[0].words}，自 {steps[-1].when} 起 {count} 步"
            found.append(replace(steps[0], words=words, count=count))
    return tuple(found)
