"""公示底账: every notice with its time on the wall, photos, objections, result, and what stands in its place.

The names of kinds are told to this module by those who declare them (``name_kinds``), which are built on the ledgers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, case, func, literal, null, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.ledgers.reimbursements import DaysBetween
from villagebook.models import Notice, NoticeEvent, NoticeForm, NoticePhoto, Objection, Project
from villagebook.models.notice_states import ARCHIVED, CORRECTED, DOWN, EXPIRED, UP, WITHDRAWN

_NAMES: dict[str, str] = {}

_PHOTO = (NoticePhoto.moment, NoticePhoto.view)
_HUNG = (Notice.hung_on, Notice.from_on, Notice.posted_at)

NOTICE_COLUMNS = (
    of(Notice.number),
    of(Notice.kind),
    of(Notice.heading, "title"),
    computed("state", "状态", "choice", (Notice.state, Notice.through_on, Notice.open_ended)),
    of(Notice.from_on, "from"),
    of(Notice.through_on, "through"),
    of(Notice.sha256),
    of(Notice.place),
    of(Notice.days),
    of(Notice.taken_down_on, "taken_down"),
    of(Notice.withdrawn_on, "withdrawn"),
    of(Notice.withdrawn_why),
    of(Notice.result),
    of(Notice.year),
    computed("project", "项目编号", "code", (Project.code,)),
    of(Notice.as_of),
    of(Notice.chain_head),
    computed("kind_name", "种类名称", "text", (Notice.kind, NoticeForm.name)),
    computed("issuer", "发布级别", "text", (Notice.issuer,)),
    of(Notice.issued_by),
    of(Notice.their_number),
    computed("hung", "贴上日期", "day", _HUNG),
    computed("days_hung", "实贴天数", "int", (*_HUNG, Notice.taken_down_on, Notice.withdrawn_on), unit="天"),
    of(Notice.open_ended),
    of(Notice.hung_by),
    of(Notice.witness),
    computed("photos_up_near", "张贴近景", "int", _PHOTO, unit="张", total=True),
    computed("photos_up_far", "张贴远景", "int", _PHOTO, unit="张", total=True),
    computed("photos_over_near", "期满近景", "int", _PHOTO, unit="张", total=True),
    computed("photos_over_far", "期满远景", "int", _PHOTO, unit="张", total=True),
    computed("damages", "破损", "int", (NoticeEvent.kind,), unit="次", total=True),
    computed("objections", "异议", "int", (Objection.kind,), unit="条", total=True),
    computed("objections_open", "未答复", "int", (Objection.answered_on,), unit="条", total=True),
    of(Notice.concluded_on, "concluded"),
    of(Notice.corrected_on, "corrected"),
    computed("corrected_by", "更正公示", "code", (Notice.number, Notice.replaces_id)),
    computed("code", "校验码", "code", (Notice.sha256,)),
    of(Notice.override_why),
)


def name_kinds(names: Mapping[str, str]) -> None:
    """Tell the ledger what kinds are called, by their ids."""
    _NAMES.update(names)


def state_then(notice: FromClause, on: dt.date) -> ColumnElement[Any]:
    """The state on an earlier day: what was taken down, archived, corrected or withdrawn later still hung."""
    hung_still = or_(
        and_(notice.c.state == WITHDRAWN, notice.c.withdrawn_on > on),
        and_(notice.c.state == CORRECTED, notice.c.corrected_on > on),
        and_(notice.c.state.in_((DOWN, ARCHIVED)), notice.c.taken_down_on > on),
    )
    down_still = and_(notice.c.state == ARCHIVED, notice.c.concluded_on > on)
    return case((hung_still, UP), (down_still, DOWN), else_=notice.c.state)


def _hung(notice: FromClause) -> ColumnElement[Any]:
    posted = func.coalesce(notice.c.hung_on, notice.c.from_on, type_=Date())
    return case((notice.c.posted_at.is_not(None), posted), else_=null())


def _days_hung(notice: FromClause, on: dt.date) -> ColumnElement[Any]:
    """How long it was on the wall up to its end or the day; None while it was not up."""
    last = func.coalesce(notice.c.taken_down_on, notice.c.withdrawn_on, literal(on, Date()), type_=Date())
    days = DaysBetween(func.coalesce(notice.c.hung_on, notice.c.from_on, type_=Date()), last)
    return case((and_(notice.c.posted_at.is_not(None), days >= 0), days), else_=null())


def _photos(notice: FromClause, moment: str, view: str) -> ColumnElement[Any]:
    photo = table(NoticePhoto, f"photo_{moment}_{view}")
    mine = and_(photo.c.notice_id == notice.c.id, photo.c.moment == moment, photo.c.view == view)
    return select(func.count()).select_from(photo).where(mine).scalar_subquery()


def _objections(notice: FromClause, *limits: str) -> ColumnElement[Any]:
    objection = table(Objection, "_".join(("objection", *limits)))
    query = select(func.count()).select_from(objection).where(objection.c.notice_id == notice.c.id)
    return query.where(*(objection.c[name].is_(None) for name in limits)).scalar_subquery()


def _kind_name(notice: FromClause) -> ColumnElement[Any]:
    """The name of a kind: of the program's, of the village's own, else its id."""
    form = table(NoticeForm, "own_form")
    own = select(func.min(form.c.name)).where(
        form.c.village_id == notice.c.village_id, literal("own:") + form.c.code == notice.c.kind)  # fmt: skip
    named = func.coalesce(own.scalar_subquery(), notice.c.kind)
    return case(_NAMES, value=notice.c.kind, else_=named) if _NAMES else named


def _notices(scope: Scope) -> Select[Any]:
    notice, project, later = table(Notice), table(Project), table(Notice, "later")
    state = notice.c.state if scope.through is None else state_then(notice, scope.through)
    overdue = and_(state == UP, notice.c.through_on < scope.on, notice.c.open_ended.is_not(True))
    fell = table(NoticeEvent, "fell")
    made = {
        # What older versions took down with a result is in the archive.
        "state": case((overdue, EXPIRED), (and_(state == DOWN, notice.c.result.is_not(None)), ARCHIVED), else_=state),
        "project": project.c.code,
        "kind_name": _kind_name(notice),
        "issuer": func.coalesce(notice.c.issuer, "村"),
        "hung": _hung(notice),
        "days_hung": _days_hung(notice, scope.through or scope.on),
        "photos_up_near": _photos(notice, "张贴", "近景"),
        "photos_up_far": _photos(notice, "张贴", "远景"),
        "photos_over_near": _photos(notice, "期满", "近景"),
        "photos_over_far": _photos(notice, "期满", "远景"),
        "damages": select(func.count()).select_from(fell).where(
            fell.c.notice_id == notice.c.id, fell.c.kind == "破损补贴").scalar_subquery(),
        "objections": _objections(notice),
        "objections_open": _objections(notice, "answered_on"),
        "corrected_by": select(func.max(later.c.number)).where(
            later.c.replaces_id == notice.c.id, later.c.posted_at.is_not(None)).scalar_subquery(),
        "code": func.upper(func.substr(notice.c.sha256, 1, 8)),
    }  # fmt: skip
    posted_by_then = [] if scope.through is None else [notice.c.from_on <= scope.through]
    return (
        select(
            notice.c.id.label("_id"),
            *labelled(NOTICE_COLUMNS, {"notice": notice}, made),
            notice.c.serial.label("_serial"),
        )
        .select_from(notice.outerjoin(project, project.c.id == notice.c.project_id))
        .where(notice.c.village_id == scope.village_id, *posted_by_then)
    )


NOTICES = Ledger("notices", "公示底账", NOTICE_COLUMNS, _notices, ("year", "_serial"), year="year")
