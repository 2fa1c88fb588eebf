"""What all notices share: title, basis, period, whom to tell, who signs, and tables with their sums.

Nothing is invented: a document, meeting or day that the book does not know is left out of the sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.base.sheet import Contact, NoticeContent, SheetTable, Value
from villagebook.ledgers import LEDGERS, Row, Scope, rows
from villagebook.ledgers.parts import table
from villagebook.models import Meeting, Officer, Village
from villagebook.notices.earlier import with_earlier
from villagebook.notices.kind import Cells, NoticeKind, NoticeTable
from villagebook.notices.masking import NONE, shown_names
from villagebook.notices.subject import NoticeRules, NoticeSubject

#: The number printed on all notices about this money since 2018 (domain 3.1: always).
NATIONAL_HOTLINE = ("12317", "")


@dataclass(frozen=True)
class Words:
    """What a kind's patterns are filled with, and its own sentences.

    Attributes:
        year: In the title.
        project: Its name in the title; empty where the notice is about several.
        document: What the notice rests on; empty if not known.
        meeting: Row of the meeting that decided; None if not known.
        period: Of the accounts, in words (2025年第三季度).
        site: Where the project is; the notice hangs there, too, if its kind says so.
        sentences: Free sentences between table and closing lines.
    """

    year: int
    project: str = ""
    document: str = ""
    meeting: RowMapping | None = None
    sentences: tuple[str, ...] = ()
    period: str = ""
    site: str = ""


def finish(
    kind: NoticeKind,
    conn: Connection,
    scope: Scope,
    subject: NoticeSubject,
    rules: NoticeRules,
    words: Words,
    tables: Sequence[SheetTable],
) -> NoticeContent:
    """Return the content of a notice from its words and tables."""
    village = _village(conn, scope)
    start = subject.from_on or scope.on
    length = kind.length(start, rules.overrides)
    through = length.after(start, first_day_counts=rules.first_day_counts, is_working_day=rules.is_working_day)
    filled = {
        "village": village["name"], "year": f"{words.year}年", "project": words.project, "day": chinese(scope.on),
        "period": words.period,
    }  # fmt: skip
    own = subject.words.get("sentences")
    content = NoticeContent(
        kind=kind.id,
        number=subject.number,
        title_parts=tuple(part for part in (pattern.format(**filled) for pattern in kind.title) if part),
        basis=subject.words.get("basis") or _basis(words, kind.basis.format(**filled)),
        tables=tuple(tables),
        from_on=start,
        through_on=through,
        days_text=str(length),
        contacts=_contacts(conn, scope, village, start),
        hotlines=(NATIONAL_HOTLINE, *_hotlines(conn, scope, start)),
        signers=tuple(_signer(signer, village) for signer in kind.signers),
        signed_on=start,
        as_of=scope.on,
        village=f"{village['township'] or ''}{village['name']}",
        place=subject.words.get("place") or _place(kind, words, village["board_place"] or "村务公开栏"),
        sentences=tuple(own.splitlines()) if own is not None else words.sentences,
        period_label=kind.period_label,
        contact_label=kind.objection,
    )
    return with_earlier(conn, scope, subject, content)


def sheet_table(spec: NoticeTable, cells: Sequence[Cells], count_text: str, rules: NoticeRules) -> SheetTable:
    """Return a table's rows and sums; names of persons are masked if the village wants that."""
    made = tuple(
        tuple(column.of(row, place) for column in spec.columns) for place, row in enumerate(cells, start=1)
    )
    if rules.mask != NONE:
        made = _masked(spec, made, cells, rules.mask)
    sums: tuple[Value, ...] = tuple(
        _sum([row[place] for row in made]) if column.total else None for place, column in enumerate(spec.columns)
    )
    totals = sums if any(column.total for column in spec.columns) else ()
    return SheetTable(tuple(column.sheet for column in spec.columns), made, totals, count_text, spec.heading)


def numbered(tables: Sequence[SheetTable]) -> list[SheetTable]:
    """Number the headings of the tables that are there: where the second is missing the third is 二."""
    return [
        replace(one, heading=f"{number}、{one.heading.split('、', 1)[-1]}")
        for number, one in zip("一二三四五六", tables, strict=False)
    ]


def _sum(values: Sequence[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, (int, Decimal))]
    return sum(numbers) if numbers else None


def _masked(
    spec: NoticeTable, made: Sequence[tuple[Value, ...]], cells: Sequence[Cells], profile: str
) -> tuple[tuple[Value, ...], ...]:
    """Hide the names; whoever then looks like another has the group beside, unless it has a column of its own."""
    grouped = any(column.kind == "group" for column in spec.columns)
    groups = ["" if grouped else str(row.get("group") or "") for row in cells]
    columns = [
        [text or None for text in shown_names([str(row[place] or "") for row in made], groups, profile)]
        if column.kind == "name" else [row[place] for row in made]
        for place, column in enumerate(spec.columns)
    ]  # fmt: skip
    return tuple(zip(*columns, strict=True))


def find_project(conn: Connection, scope: Scope, code: str) -> Row:
    """Return the projects' ledger row with this code.

    Raises:
        UserError: the book has no such project, or several.
    """
    found = list(rows(conn, LEDGERS["projects"], scope.only(code=code)))
    if not found:
        raise UserError("notice.project-unknown", f"书里没有项目编号为 {code} 的项目", "请核对项目编号")
    if len(found) > 1:
        raise UserError("notice.project-twice", f"有 {len(found)} 个项目的编号都是 {code}", "请先改正重复的项目编号")
    return found[0]


def year_of(conn: Connection, scope: Scope, subject: NoticeSubject) -> int:
    """Return the year a notice about several projects is about: as asked, else the newest that has projects."""
    if subject.year:
        return subject.year
    start = (subject.from_on or scope.on).year
    years = {row["year"] for row in rows(conn, LEDGERS["projects"], scope) if row["year"]}
    return max((year for year in years if year <= start), default=start)


def meeting_of(conn: Connection, scope: Scope, key: Any) -> RowMapping | None:
    """Return a meeting's row, None if there is none."""
    if key is None:
        return None
    meeting = table(Meeting)
    statement = select(meeting).where(meeting.c.id == key, meeting.c.village_id == scope.village_id)
    return conn.execute(statement).mappings().first()


def _place(kind: NoticeKind, words: Words, board: str) -> str:
    """Return where it hangs: as the kind says, at the project's place and on the board, if that place is known."""
    if not kind.place or ("{site}" in kind.place and not words.site):
        return board
    return kind.place.format(site=words.site, board=board)


def _basis(words: Words, ending: str) -> str:
    parts = []
    if words.document:
        parts.append(f"根据{words.document}，")
    if words.meeting is not None:
        held_on: dt.date | None = words.meeting["held_on"]
        parts.append(f"经{chinese(held_on) if held_on else ''}{words.meeting['kind']}讨论通过，")
    return "".join([*parts, ending])


def _village(conn: Connection, scope: Scope) -> RowMapping:
    village = table(Village)
    return conn.execute(select(village).where(village.c.id == scope.village_id)).mappings().one()


def _committee(village: RowMapping) -> str:
    return village["committee"] or f"{village['township'] or ''}{village['name']}村民委员会"


def _signer(signer: str, village: RowMapping) -> str:
    """The unit below the notice; the township's own name is its people's government."""
    units = {
        "committee": _committee(village),
        "supervision": f"{village['name']}村务监督委员会",
        "township": f"{village['township'] or '乡镇'}人民政府",
        "county": f"{village['county'] or '县'}人民政府",
    }
    return units[signer]


def _officers(conn: Connection, scope: Scope, role: str, on: dt.date) -> Sequence[RowMapping]:
    """Officers of a role with a phone, in office on a day (``until`` is exclusive)."""
    officer = table(Officer)
    statement = (
        select(officer)
        .where(
            officer.c.village_id == scope.village_id,
            officer.c.role == role,
            officer.c.phone.is_not(None),
            or_(officer.c.since.is_(None), officer.c.since <= on),
            or_(officer.c.until.is_(None), officer.c.until > on),
        )
        .order_by(officer.c.id)
    )
    return conn.execute(statement).mappings().all()


def whom_to_tell(
    conn: Connection, scope: Scope, on: dt.date
) -> tuple[tuple[Contact, ...], tuple[tuple[str, str], ...]]:
    """Return the contacts and hotlines that a notice of this village would print on a day."""
    return _contacts(conn, scope, _village(conn, scope), on), (NATIONAL_HOTLINE, *_hotlines(conn, scope, on))


def _contacts(conn: Connection, scope: Scope, village: RowMapping, on: dt.date) -> tuple[Contact, ...]:
    """Whom to tell: officers of 意见反映, else the village's office."""
    place = village["office_address"] or ""
    named = tuple(
        Contact(officer["name"] + (f"（{officer['post']}）" if officer["post"] else ""), officer["phone"], place)
        for officer in _officers(conn, scope, "意见反映", on)
    )
    return named or (Contact(_committee(village), village["office_phone"] or "", place),)


def _hotlines(conn: Connection, scope: Scope, on: dt.date) -> tuple[tuple[str, str], ...]:
    found = _officers(conn, scope, "监督", on)
    return tuple((officer["phone"], officer["unit"] or officer["name"]) for officer in found)
