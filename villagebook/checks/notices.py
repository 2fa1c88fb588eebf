"""Checks of notices on the wall: photos, days, what hangs too long or twice, results, what was let through.

Notices posted by versions that did not ask for the day, photos and result are asked for none of them: they have no
``hung_on``.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.checks.check import INFO, OFFICE, WARNING, Check, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.parts import table
from villagebook.models import FieldInfo, Notice, NoticeEvent, NoticePhoto, Record, info
from villagebook.models.notice_states import DOWN, READY, UP
from villagebook.notices import wall

Row = Mapping[str, Any]

_FILE = "公示公告制度：留存公示底账和张贴、期满的照片"
_TIME = "公示期限按种类的规定，贴满才算"
#: A result is asked for so many days after the sheet came down.
_RESULT_DAYS = 7

_WANTED_COLUMNS = (
    "id", "number", "kind", "state", "subject", "project_id", "days", "from_on", "through_on", "open_ended", "hung_on",
    "posted_at", "taken_down_on", "withdrawn_on", "corrected_on", "result", "replaces_id", "override_why",
)  # fmt: skip


def _notices(facts: Facts, *limits: Any) -> list[Row]:
    """Return notices of the village by number; ``limits`` are conditions on ``table(Notice)``."""
    notice = table(Notice)
    query = select(*(notice.c[name] for name in _WANTED_COLUMNS)).where(
        notice.c.village_id == facts.scope.village_id, *limits)  # fmt: skip
    return [dict(row) for row in facts.conn.execute(query.order_by(notice.c.number)).mappings()]


def _hung(facts: Facts) -> list[Row]:
    """Return notices that were hung since the day and the photos are asked for, and that were not withdrawn."""
    notice = table(Notice)
    return _notices(
        facts, notice.c.posted_at.is_not(None), notice.c.hung_on.is_not(None), notice.c.hung_on <= facts.on,
        notice.c.withdrawn_on.is_(None),
    )  # fmt: skip


def _of_notices(facts: Facts, record: type[Record]) -> dict[uuid.UUID, list[Row]]:
    rows = table(record)
    query = select(rows).where(rows.c.village_id == facts.scope.village_id).order_by(rows.c.id)
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in facts.conn.execute(query).mappings():
        found[row["notice_id"]].append(dict(row))
    return found


def _down(row: Row) -> dt.date | None:
    day: dt.date | None = row["taken_down_on"]
    return day


def _problem(row: Row, field: FieldInfo, message: str) -> Problem:
    return Problem(row["number"], field.label, message, ("notice", row["id"]))


def _listed(photos: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{moment}{view}" for moment, view in photos)


@check(
    "notices.start-photo", "张贴时的照片", WARNING, source=_FILE, hint="请补放张贴时的近景和远景照片",
    needs=(Notice.hung_on,),
)  # fmt: skip
def start_photo(facts: Facts) -> Iterator[Problem]:
    """From the day after it went up there are a near and a far photo of a notice on the wall."""
    photos = _of_notices(facts, NoticePhoto)
    for row in _hung(facts):
        there = {(one["moment"], one["view"]) for one in photos[row["id"]]}
        lacking = wall.lacking(there, over=False)
        if lacking and facts.on > row["hung_on"]:
            yield _problem(row, info(NoticePhoto.moment), f"{chinese(row['hung_on'])}张贴，没有{_listed(lacking)}照片")


@check(
    "notices.end-photo", "期满时的照片", WARNING, source=_FILE, hint="请补放期满、摘下时的近景和远景照片",
    needs=(Notice.hung_on,),
)  # fmt: skip
def end_photo(facts: Facts) -> Iterator[Problem]:
    """What was taken down was photographed before: that it still hung on its last day."""
    photos = _of_notices(facts, NoticePhoto)
    for row in _hung(facts):
        down = _down(row)
        there = {(one["moment"], one["view"]) for one in photos[row["id"]]}
        lacking = [one for one in wall.lacking(there, over=True) if one[0] == wall.OVER]
        if down is not None and lacking and facts.on > down and row["corrected_on"] is None:
            yield _problem(row, info(NoticePhoto.moment), f"{chinese(down)}摘下，没有{_listed(lacking)}照片")


@check(
    "notices.photo-day", "照片的日期", WARNING, source=OFFICE, hint="请核对照片和登记的日期",
    needs=(NoticePhoto.moment,),
)  # fmt: skip
def photo_day(facts: Facts) -> Iterator[Problem]:
    """A photo was taken while the notice hung, on the day the camera says, at the moment it is filed under."""
    photos = _of_notices(facts, NoticePhoto)
    for row in _notices(facts, table(Notice).c.posted_at.is_not(None)):
        for one in photos[row["id"]]:
            for doubt in wall.doubts(one["moment"], one["on"], one["taken_at"] or "", row, facts.on):
                named = f"{one['moment']}{one['view'] or ''}"
                yield _problem(row, info(NoticePhoto.on), f"{named}：{doubt}")


@check(
    "notices.down-early", "提前摘下", WARNING, source=_TIME, hint="印了几天就要贴几天；确有原因的，请在结果里写明",
    needs=(Notice.taken_down_on,),
)  # fmt: skip
def down_early(facts: Facts) -> Iterator[Problem]:
    """A notice hung until the last day its sheet says, though a shorter time would have been enough by the rule."""
    notice = table(Notice)
    for row in _notices(facts, notice.c.taken_down_on.is_not(None), notice.c.withdrawn_on.is_(None)):
        down, through = row["taken_down_on"], row["through_on"]
        if through is not None and down < through and row["corrected_on"] is None:
            message = f"纸上印到{chinese(through)}，{chinese(down)}就摘下了，早 {(through - down).days} 天"
            yield _problem(row, info(Notice.taken_down_on), message)


@check(
    "notices.hung-late", "按印的日期张贴", WARNING, source=_TIME, hint="还没有贴的，退回草稿，按真正的日期重新定稿",
    needs=(Notice.from_on,),
)  # fmt: skip
def hung_late(facts: Facts) -> Iterator[Problem]:
    """A finalised notice is on the wall on the first day its sheet says."""
    for row in _notices(facts, table(Notice).c.from_on.is_not(None)):
        first, hung = row["from_on"], row["hung_on"]
        if row["state"] == READY and first < facts.on:
            yield _problem(row, info(Notice.from_on), f"定了{chinese(first)}张贴，还没有贴上墙")
        elif hung is not None and hung > first and row["kind"] != "received":
            yield _problem(row, info(Notice.hung_on), f"纸上印从{chinese(first)}公示，{chinese(hung)}才贴上")


@check(
    "notices.still-hanging", "期满未摘下", WARNING, source=OFFICE, hint="请摘下，拍照，记下日期和结果",
    needs=(Notice.hung_on,),
)  # fmt: skip
def still_hanging(facts: Facts) -> Iterator[Problem]:
    """A notice past its last day comes down, so that people read what is in force."""
    for row in _hung(facts):
        through = row["through_on"]
        if row["state"] == UP and through is not None and not row["open_ended"] and through < facts.on:
            late = (facts.on - through).days
            yield _problem(row, info(Notice.through_on), f"{chinese(through)}期满，过了 {late} 天还没有摘下")


@check(
    "notices.no-result", "公示结果", WARNING, source="公示期满后要有结论，有异议的要答复",
    hint="请写明有没有异议、怎样答复的，归档", needs=(Notice.hung_on,),
)  # fmt: skip
def no_result(facts: Facts) -> Iterator[Problem]:
    """What was taken down is concluded before long."""
    for row in _hung(facts):
        down = _down(row)
        waits = row["state"] == DOWN and not row["result"] and row["kind"] != "received"
        if waits and down is not None and (facts.on - down).days > _RESULT_DAYS:
            message = f"{chinese(down)}摘下，过了 {(facts.on - down).days} 天还没有写结果"
            yield _problem(row, info(Notice.result), message)


@check(
    "notices.overlapping", "同样的公示重叠", WARNING, source=OFFICE, hint="写错的请撤回或更正，不要两份一起挂",
    needs=(Notice.from_on,),
)  # fmt: skip
def overlapping(facts: Facts) -> Iterator[Problem]:
    """Of two notices of one kind about the same thing only one hangs at a time."""
    notice = table(Notice)
    before: dict[tuple[str, str], list[Row]] = defaultdict(list)
    query = (notice.c.posted_at.is_not(None), notice.c.withdrawn_on.is_(None), notice.c.corrected_on.is_(None))
    rows = [row for row in _notices(facts, *query) if row["kind"] != "received" and row["from_on"] is not None]
    for row in sorted(rows, key=lambda one: (one["from_on"], one["number"])):
        same = before[row["kind"], _about(row)]
        for other in same:
            last = other["taken_down_on"] or (facts.on if other["open_ended"] else other["through_on"])
            if last is not None and row["from_on"] < last:
                message = f"与{other['number']}说的是同一件事，那一份挂到{chinese(last)}"
                yield _problem(row, info(Notice.from_on), message)
                break
        same.append(row)


def _about(row: Row) -> str:
    """What a notice is about, as text to compare."""
    told = {name: value for name, value in (row["subject"] or {}).items() if value}
    return json.dumps([str(row["project_id"] or ""), told], ensure_ascii=False, sort_keys=True)


@check(
    "notices.days-off", "破损脱落，天数不满", WARNING, source=_TIME,
    hint="还挂着的，多挂几天再摘；脱落还没有补的，请补贴",
    needs=(NoticeEvent.kind,),
)  # fmt: skip
def days_off(facts: Facts) -> Iterator[Problem]:
    """Days on which a torn sheet was off the wall do not count; what fell is put up again."""
    events = _of_notices(facts, NoticeEvent)
    for row in _hung(facts):
        torn = [one for one in events[row["id"]] if one["kind"] == wall.DAMAGED and one["on"] <= facts.on]
        down = _down(row)
        if not torn:
            continue
        if down is None and any(one["back_on"] is None for one in torn):
            since = min(one["on"] for one in torn if one["back_on"] is None)
            yield _problem(row, info(NoticeEvent.back_on), f"{chinese(since)}破损脱落，还没有补贴")
            continue
        off = wall.days_off(torn, down or facts.on)
        asked, hung = row["days"] or 0, ((down or facts.on) - row["hung_on"]).days
        over = down is not None or (row["through_on"] is not None and facts.on > row["through_on"])
        if off and over and hung - off < asked:
            yield _problem(row, info(NoticeEvent.on), f"脱落 {off} 天，实贴 {max(0, hung - off)} 天，未满 {asked} 天")


@check(
    "notices.let-through", "写明原因放行的公示", INFO, source=OFFICE, hint="请复核这份公示有没有不该公开的内容",
    needs=(Notice.override_why,),
)  # fmt: skip
def let_through(facts: Facts) -> Iterator[Problem]:
    """What was posted although the scan found something private is listed for whoever looks later."""
    for row in _notices(facts, table(Notice).c.override_why.is_not(None)):
        if row["withdrawn_on"] is None:
            yield _problem(row, info(Notice.override_why), f"出门前检查有提示，放行原因：{row['override_why']}")


NOTICES: tuple[Check, ...] = (
    start_photo, end_photo, photo_day, down_early, hung_late, still_hanging, no_result, overlapping, days_off,
    let_through,
)  # fmt: skip
