"""Which notices hung in the sample village, from when to when; services/ drafts and posts them from the book.

Kinds are named by their number in the catalogue (N1, N4 …). Past notices have fixed days; those of the present lie
around ``today``, so that every state can be seen: 草稿, 公示中, 期满, 归档, 已撤回. To add a notice: one ``_past``,
``_live`` or ``_draft`` line at its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from villagebook.services.sample import shift
from villagebook.services.sample.projects import document, told

_D = dt.date
_NO_OBJECTION = "公示期内未收到异议。"
_TEN, _SEVEN, _FIVE = 10, 7, 5


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """One notice to be drafted, and what became of it.

    Attributes:
        key: Names it in this list; ``replaces`` names the withdrawn one it corrects.
        kind: Number in the catalogue of notice kinds.
        drafted_on: The day it was drafted.
        from_on: The day it was posted; None for a draft.
        taken_down_on: None while it hangs, and for drafts and withdrawn ones.
        project_code, household_codes, year, period: What it is about; the kind says which it needs. ``period`` is
            first and last day of the accounts.
        meeting_id: The meeting that decided it.
        basis_document: The document it names.
        result: What is written down at the taking down.
        corrects: The key of the posted one it corrects; that one was wrong because ``misprint`` said so.
        misprint: Whether the first quantity of its list was wrong in the book when it was posted.
    """

    key: str
    kind: str
    drafted_on: dt.date
    from_on: dt.date | None = None
    taken_down_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    withdrawn_why: str | None = None
    replaces: str | None = None
    project_code: str | None = None
    household_codes: tuple[str, ...] = ()
    year: int | None = None
    period: tuple[dt.date, dt.date] | None = None
    meeting_id: UUID | None = None
    basis_document: str | None = None
    result: str | None = None
    corrects: str | None = None
    misprint: bool = False

    def state(self, today: dt.date, days: int) -> str:
        """Return the state on a day, for a kind that hangs ``days`` after the day of posting."""
        if self.from_on is None:
            return "草稿"
        if self.withdrawn_on is not None:
            return "已撤回"
        if self.misprint:
            return "已更正"
        if self.taken_down_on is not None:
            return "归档"
        return "公示中" if today <= self.from_on + dt.timedelta(days=days) else "期满"


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """A notice before keys are resolved: ``project`` is (year, serial), ``houses`` numbers, ``meeting`` a key."""

    kind: str
    from_on: dt.date | None
    days: int
    project: tuple[int, int] | None = None
    houses: tuple[int, ...] = ()
    year: int | None = None
    period: tuple[dt.date, dt.date] | None = None
    meeting: str | None = None
    hangs: bool = False
    withdrawn_after: int | None = None
    withdrawn_why: str | None = None
    replaces_previous: bool = False
    corrects_previous: bool = False
    misprint: bool = False
    drafted_on: dt.date | None = None

    @property
    def basis(self) -> str | None:
        """The document that granted the money, where the notice is about a project's start, list or end."""
        if self.project is None or self.kind not in ("N3", "N4", "N5"):
            return None
        project = told(*self.project)
        return document(project, next(iter(project.sources_yuan)))


def notices(today: dt.date, years: int = 0) -> Iterator[NoticeTold]:
    """Yield all notices by day of posting, drafts last; those of the past hung ``years`` later than told here."""
    for past in PAST:
        moves = past.from_on is not None and not shift.historic(past.from_on)
        yield replace(past, from_on=shift.day(past.from_on, years)) if past.from_on and moves else past
    yield from _present(today)


def _start(project: tuple[int, int], from_on: dt.date) -> NoticeTold:
    return NoticeTold("N3", from_on, _TEN, project)


def _done(project: tuple[int, int], from_on: dt.date) -> NoticeTold:
    return NoticeTold("N5", from_on, _TEN, project)


def _quarter(year: int, quarter: int) -> tuple[dt.date, dt.date]:
    last_month = quarter * 3
    first_of_next = _D(year + last_month // 12, last_month % 12 + 1, 1)
    return _D(year, last_month - 2, 1), first_of_next - dt.timedelta(days=1)


def _accounts(year: int, quarter: int, from_on: dt.date) -> NoticeTold:
    return NoticeTold("N15", from_on, _TEN, year=year, period=_quarter(year, quarter))


#: Two households that were poor, and one that got 低保.
_POOR, _HELPED = (8, 23), (26,)

PAST: tuple[NoticeTold, ...] = (
    NoticeTold("poverty-first", _D(2015, 11, 10), _TEN, houses=_POOR),
    NoticeTold("poverty-second", _D(2015, 11, 26), _TEN, houses=_POOR),
    NoticeTold("poverty-announcement", _D(2015, 12, 11), _TEN, houses=_POOR),
    NoticeTold("poverty-exit", _D(2016, 10, 21), _TEN, houses=_POOR),
    NoticeTold("poverty-exit-township", _D(2016, 11, 1), _TEN, houses=_POOR),
    NoticeTold("poverty-exit-announcement", _D(2016, 11, 16), _TEN, houses=_POOR),
    NoticeTold("assistance-first", _D(2020, 12, 2), _TEN, houses=_HELPED),
    NoticeTold("assistance-confirmed", _D(2020, 12, 16), _TEN, houses=_HELPED),
    NoticeTold("N1", _D(2024, 1, 13), _TEN, year=2024, meeting="2024-01-12"),
    NoticeTold("N4", _D(2024, 2, 2), _TEN, (2024, 704), meeting="2024-01-12"),
    _start((2024, 701), _D(2024, 3, 4)),
    NoticeTold("N8", _D(2024, 3, 5), _FIVE, houses=(35,), meeting="2024-03-04"),
    NoticeTold("N10", _D(2024, 3, 5), _FIVE, houses=(52,), meeting="2024-03-04"),
    NoticeTold("N9", _D(2024, 3, 18), _FIVE, houses=(35,)),
    _start((2024, 702), _D(2024, 3, 20)),
    NoticeTold("risk-removal-announcement", _D(2024, 4, 12), _TEN, houses=(52,)),
    _start((2024, 703), _D(2024, 4, 15)),
    NoticeTold("N8", _D(2024, 6, 5), _FIVE, houses=(9,), meeting="2024-06-04"),
    NoticeTold("N9", _D(2024, 6, 19), _FIVE, houses=(9,)),
    _done((2024, 701), _D(2024, 6, 25)),
    _done((2024, 702), _D(2024, 7, 3)),
    _done((2024, 703), _D(2024, 8, 12)),
    NoticeTold("N7", _D(2024, 12, 13), _TEN, (2024, 701), year=2024, meeting="2024-12-12"),
    NoticeTold("N16", _D(2024, 12, 20), _TEN, year=2024),
    NoticeTold("N6", _D(2024, 12, 27), _TEN, year=2024),
    _accounts(2024, 4, _D(2025, 1, 8)),
    _done((2024, 704), _D(2025, 1, 13)),
    NoticeTold("N1", _D(2025, 1, 14), _TEN, year=2025, meeting="2025-01-13"),
    NoticeTold("disability-subsidies", _D(2025, 1, 20), _TEN, year=2025),
    NoticeTold("N4", _D(2025, 2, 12), _TEN, (2025, 710), meeting="2025-01-13"),
    NoticeTold("public-posts", _D(2025, 2, 24), _TEN, year=2025),
    _start((2025, 702), _D(2025, 3, 17)),
    _start((2025, 704), _D(2025, 3, 25)),
    _start((2025, 703), _D(2025, 4, 8)),
    _accounts(2025, 1, _D(2025, 4, 9)),
    NoticeTold("N8", _D(2025, 4, 15), _FIVE, houses=(1,), meeting="2025-04-14"),
    NoticeTold("N9", _D(2025, 4, 24), _FIVE, houses=(1,)),
    NoticeTold("N4", _D(2025, 4, 29), _TEN, (2025, 706), meeting="2025-04-28"),
    _start((2025, 705), _D(2025, 5, 12)),
    NoticeTold("N4", _D(2025, 5, 12), _TEN, (2025, 709), meeting="2025-04-28", withdrawn_after=2,
               withdrawn_why="一户的组别写错，撤回更正后重新公示。"),
    NoticeTold("N4", _D(2025, 5, 16), _TEN, (2025, 709), meeting="2025-04-28", replaces_previous=True),
    _start((2025, 712), _D(2025, 5, 20)),
    NoticeTold("N2", _D(2025, 6, 23), _TEN, year=2025),
    NoticeTold("fund-release", _D(2025, 6, 23), _TEN, year=2025),
    _start((2025, 701), _D(2025, 6, 25)),
    _done((2025, 706), _D(2025, 6, 26)),
    _done((2025, 702), _D(2025, 7, 2)),
    _accounts(2025, 2, _D(2025, 7, 9)),
    NoticeTold("N6", _D(2025, 7, 9), _TEN, year=2025, period=(_D(2025, 1, 1), _D(2025, 6, 30))),
    _done((2025, 712), _D(2025, 7, 14)),
    NoticeTold("N8", _D(2025, 7, 15), _FIVE, houses=(40,), meeting="2025-07-14"),
    NoticeTold("N16", _D(2025, 7, 16), _TEN, (2025, 712), year=2025),
    NoticeTold("N9", _D(2025, 7, 28), _FIVE, houses=(40,)),
    _done((2025, 709), _D(2025, 8, 4)),
    NoticeTold("own:1", _D(2025, 8, 6), _TEN, (2025, 709), year=2025),
    _done((2025, 704), _D(2025, 9, 10)),
    NoticeTold("N4", _D(2025, 9, 22), _TEN, (2025, 708), hangs=True, misprint=True),
    NoticeTold("N4", _D(2025, 9, 25), _TEN, (2025, 708), corrects_previous=True),
    NoticeTold("house-repair", _D(2025, 9, 25), _TEN, year=2025),
    NoticeTold("temporary-aid", _D(2025, 10, 9), _TEN, year=2025, period=_quarter(2025, 3)),
    _done((2025, 708), _D(2025, 10, 13)),
    NoticeTold("education-aid", _D(2025, 10, 16), _TEN, year=2025),
)


def _present(today: dt.date) -> Iterator[NoticeTold]:
    """Yield what hangs now, what should have been taken down, and what is still being drafted."""

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    yield NoticeTold("N6", ago(16), _TEN, (2025, 705), hangs=True)
    yield NoticeTold("N5", ago(14), _TEN, (2025, 705), hangs=True)
    yield NoticeTold("N4", ago(7), _TEN, (2025, 707), meeting="2025-10-26", hangs=True)
    yield NoticeTold("N15", ago(5), _TEN, year=2025, period=_quarter(2025, 3), meeting="2025-10-26", hangs=True)
    yield NoticeTold("N6", ago(3), _TEN, year=2025, hangs=True)
    yield NoticeTold("N13", ago(2), _SEVEN, houses=(45,), hangs=True)
    yield NoticeTold("N3", None, _TEN, (2025, 711), drafted_on=ago(1))
    yield NoticeTold("N6", None, _TEN, (2025, 704), drafted_on=ago(1))
    yield NoticeTold("N10", None, _FIVE, houses=(35,), drafted_on=ago(0))


def order(
    told_: NoticeTold, position: int, *, years: int, previous_key: str, household_code: dict[int, str],
    meetings: dict[str, UUID],
) -> NoticeOrder:
    """Resolve one notice. ``position`` counts from 1 and names it; what it is about moves by ``years``."""
    from_on = told_.from_on
    day = from_on or told_.drafted_on
    if day is None:
        raise ValueError(f"notice {position} has no day")
    down = None
    if from_on and not told_.hangs and told_.withdrawn_after is None:
        down = from_on + dt.timedelta(days=told_.days + 1)
    withdrawn = told_.withdrawn_after
    first_last = told_.period
    return NoticeOrder(
        key=f"{told_.kind}-{position:02d}", kind=told_.kind, drafted_on=day, from_on=from_on, taken_down_on=down,
        withdrawn_on=from_on + dt.timedelta(days=withdrawn) if from_on and withdrawn is not None else None,
        withdrawn_why=told_.withdrawn_why, replaces=previous_key if told_.replaces_previous else None,
        project_code=shift.text(told(*told_.project).code, years) if told_.project else None,
        household_codes=tuple(household_code[number] for number in told_.houses),
        year=told_.year + years if told_.year else None,
        period=(shift.day(first_last[0], years), shift.day(first_last[1], years)) if first_last else None,
        meeting_id=meetings[told_.meeting] if told_.meeting else None,
        basis_document=shift.text(told_.basis, years) if told_.basis else None,
        result=_NO_OBJECTION if down else None, misprint=told_.misprint,
        corrects=previous_key if told_.corrects_previous else None)
