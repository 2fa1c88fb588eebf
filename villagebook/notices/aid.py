"""Drafts of N14, aid to single persons and households: who gets what, read from the measures of a year or month.

What stands under 类别 is taken from a closed list, never from the free text of a measure: that one may say why. A
child is never named: the head of the household stands in its place.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, extract, func, or_, select

from villagebook.base.account_periods import AccountPeriod, parse_period
from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import Scope
from villagebook.ledgers.column import computed
from villagebook.ledgers.own import codes as own_codes
from villagebook.ledgers.parts import kept_person, running, table
from villagebook.models import Group, Household, Measure, Membership, Person, PersonYear
from villagebook.models.codes import CODES
from villagebook.notices.drafting import Words, finish, meeting_of, sheet_table
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.minors import in_place_of, is_child
from villagebook.notices.subject import NoticeRules, NoticeSubject

_NAME = computed("name", "姓名", "name", (Measure.person_name, Person.name, Household.head_name))
_CLASS = computed("class", "类别", "text", (Measure.kind, Measure.item))
_POST = computed("class", "类别", "text", (Measure.kind, Measure.item, PersonYear.post_kind))
_AMOUNT = computed("amount_fen", "金额", "money", (Measure.amount_fen,))

_SERIAL = NoticeColumn("serial", "序号", "serial")
_NAMED = NoticeColumn("name", "姓名", "name", (_NAME,))
_STANDARD = NoticeColumn("amount_fen", "金额（标准）", "money", (_AMOUNT,), unit="元", total=True)

AID_TABLE = NoticeTable((_SERIAL, _NAMED, NoticeColumn("class", "类别", "text", (_CLASS,)), _STANDARD))
POST_TABLE = NoticeTable((_SERIAL, _NAMED, NoticeColumn("class", "类别", "text", (_POST,)), _STANDARD))
#: Of the subsidies for disabled people neither class nor degree may be told, and each class names its degree.
SUBSIDY_TABLE = NoticeTable(
    (_SERIAL, _NAMED, NoticeColumn("amount_fen", "金额", "money", (_AMOUNT,), unit="元", total=True))
)


@dataclass(frozen=True)
class Aid:
    """Which measures a notice is about, and what it calls them.

    Attributes:
        table: The notice's table.
        words: A measure whose item contains one of them belongs to it.
        classes: A measure of one of these classes belongs to it, whatever its item.
        labels: (part of the item, what 类别 says), the first that fits.
        other: What 类别 says where none fits.
        lasts: Whether it goes on from its first day (a post, a monthly subsidy); else it happened on that day.
        children: Whether somebody whose age is not known counts as a child.
        posts: Posts of the people's yearly figures belong to it, too; 类别 is a value of the posts' code list.
        unit: 人 or 户, behind the count.
    """

    table: NoticeTable
    words: tuple[str, ...]
    classes: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    other: str = ""
    lasts: bool = False
    children: bool = False
    posts: bool = False
    unit: str = "人"

    def label(self, item: str | None) -> str:
        """Return what 类别 says of an item."""
        return next((label for part, label in self.labels if part in (item or "")), self.other)


TEMPORARY = Aid(
    AID_TABLE, ("临时救助",), labels=(("急难", "急难型临时救助"), ("支出", "支出型临时救助")), other="临时救助",
)  # fmt: skip
DISABILITY = Aid(
    SUBSIDY_TABLE,
    ("残疾人补贴", "残疾补贴", "两项补贴", "困难残疾人生活补贴", "残疾人生活补贴", "残疾人护理补贴", "重残护理补贴"),
    lasts=True,
)
EDUCATION = Aid(
    AID_TABLE, ("雨露",), ("雨露计划",),
    labels=(("中职", "雨露计划（中职）"), ("高职", "雨露计划（高职）"), ("技工", "雨露计划（技工院校）")),
    other="雨露计划", children=True,
)  # fmt: skip
HOUSES = Aid(
    AID_TABLE, ("危房改造", "危改"), ("危房改造",),
    labels=(("重建", "拆除重建"), ("新建", "拆除重建"), ("修缮", "修缮加固"), ("加固", "修缮加固")),
    other="危房改造", unit="户",
)  # fmt: skip
POSTS = Aid(
    POST_TABLE, ("公益岗", "公益性岗位"), ("公益岗位帮扶", "公益岗位"),
    labels=tuple((value, value) for value in CODES["post_kind"].values), other="其他公益岗位", lasts=True, posts=True,
)  # fmt: skip


@dataclass(frozen=True)
class _Given:
    """What one person or household got; ``who`` is the person's key, else the household with the name listed."""

    who: tuple[Any, ...]
    home: uuid.UUID | None
    name: str
    head: str
    head_is: bool
    group: str
    born: dt.date | None
    item: str | None
    amount_fen: int | None


def draft_of(aid: Aid) -> Callable[[NoticeKind, Connection, Scope, NoticeSubject, NoticeRules], NoticeContent]:
    """Return the draft function of a kind about this aid."""

    def draw(
        kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
    ) -> NoticeContent:
        return _draft(aid, kind, conn, scope, subject, rules)

    return draw


def _draft(
    aid: Aid, kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    posted_on = subject.from_on or scope.on
    span = _span(subject)
    year = span.first.year if span else subject.year or posted_on.year
    named = span.words if span else f"{year}年"
    given = [*_measures(aid, conn, scope, subject, span, year)]
    if aid.posts:
        measured = {one.who for one in given}
        given += [one for one in _posts(conn, scope, subject, year) if one.who not in measured]
    if not given:
        what = kind.name.removesuffix(kind.mode)
        raise UserError(
            "notice.no-aid",
            f"书里没有{named}的{what}，不能拟{kind.name}",
            "请先在农户的“帮扶”里登记，写明年度和措施内容",
        )
    cells = _cells(_with_own_labels(aid, conn, scope), given, posted_on)
    words = Words(
        year=year,
        period=named,
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id),
    )
    return finish(
        kind, conn, scope, subject, rules, words, (sheet_table(aid.table, cells, f"{len(cells)}{aid.unit}", rules),)
    )


def _span(subject: NoticeSubject) -> AccountPeriod | None:
    if not subject.period:
        return None
    try:
        return parse_period(subject.period)
    except ValueError as fault:
        raise UserError("notice.period", str(fault)) from None


def _with_own_labels(aid: Aid, conn: Connection, scope: Scope) -> Aid:
    """The aid with the posts the village added to the code list."""
    if not aid.posts:
        return aid
    own = sorted(own_codes(conn, scope.village_id).get("post_kind", ()), key=len, reverse=True)
    return Aid(**{**vars(aid), "labels": (*((value, value) for value in own), *aid.labels)})


def _cells(aid: Aid, given: Iterable[_Given], on: dt.date) -> list[Cells]:
    """One row for each person and class, with the sum; two children of one head stay two rows."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in given:
        label = aid.label(one.item)
        first = {"name": _shown_name(one, on, aid.children), "class": label, "amount_fen": None, "group": one.group}
        row = found.setdefault((*one.who, label), first)
        if one.amount_fen is not None:
            row["amount_fen"] = one.amount_fen + (row["amount_fen"] or 0)
    return list(found.values())


def _shown_name(one: _Given, on: dt.date, unknown_is_child: bool) -> str:
    """The name that may stand on the wall."""
    child = unknown_is_child and not one.head_is if one.born is None else is_child(one.born, on)
    return in_place_of(one.name, "" if one.head_is else one.head) if child else one.name or one.head


def _measures(
    aid: Aid, conn: Connection, scope: Scope, subject: NoticeSubject, span: AccountPeriod | None, year: int
) -> Iterator[_Given]:
    measure, home, head, group = table(Measure), table(Household), table(Person, "head"), table(Group)
    person = table(Person)
    query = (
        select(
            measure.c.household_id, home.c.code, measure.c.household_code, measure.c.person_id,
            person.c.id.label("person"), func.coalesce(person.c.name, measure.c.person_name).label("name"),
            func.coalesce(head.c.name, home.c.head_name).label("head"), head.c.id.label("head_key"),
            head.c.born.label("head_born"), func.coalesce(group.c.name, home.c.group_name).label("group"),
            person.c.born, measure.c.item, measure.c.amount_fen,
        )
        .select_from(
            measure.outerjoin(home, home.c.id == measure.c.household_id)
            .outerjoin(head, head.c.id == kept_person(home.c.head_id))
            .outerjoin(group, group.c.id == home.c.group_id)
            .outerjoin(person, person.c.id == kept_person(measure.c.person_id))
        )
        .where(measure.c.village_id == scope.village_id, _belongs(aid, measure), _in_time(aid, measure, span, year))
        .order_by(group.c.pinyin.nulls_last(), home.c.code, measure.c.from_on, measure.c.id)
    )  # fmt: skip
    if subject.household_codes:
        query = query.where(home.c.code.in_(subject.household_codes))
    found = conn.execute(query).mappings().all()
    births = _births(conn, scope, {row["household_id"] for row in found if row["household_id"] and not row["person"]})
    for row in found:
        yield _given(row, births)


def _given(row: RowMapping, births: Mapping[tuple[Any, str], tuple[uuid.UUID, dt.date | None]]) -> _Given:
    """One measure as read; a person the list only names is looked for in the household."""
    key, born, name = row["person"], row["born"], row["name"] or ""
    if key is None and name:
        key, born = births.get((row["household_id"], name), (None, None))
    if key is None and not name:
        key, born, name = row["head_key"], row["head_born"], row["head"] or ""
    who = (key,) if key is not None else (row["household_id"] or row["household_code"], name)
    head = row["head"] or ""
    return _Given(
        who, row["household_id"], name, head, key is not None and key == row["head_key"], row["group"] or "", born,
        row["item"], row["amount_fen"],
    )  # fmt: skip


def _belongs(aid: Aid, measure: Any) -> ColumnElement[bool]:
    return or_(measure.c.kind.in_(aid.classes), *(measure.c.item.contains(word) for word in aid.words))


def _in_time(aid: Aid, measure: Any, span: AccountPeriod | None, year: int) -> ColumnElement[bool]:
    """Whether it was given in the month or quarter, else in the year."""
    if span is None:
        said = func.coalesce(measure.c.year, extract("year", measure.c.from_on))
        return said == year
    if aid.lasts:
        ended = or_(measure.c.through_on.is_(None), measure.c.through_on >= span.first)
        return and_(measure.c.year == span.first.year, measure.c.from_on <= span.last, ended)
    return and_(measure.c.from_on >= span.first, measure.c.from_on <= span.last)


def _births(
    conn: Connection, scope: Scope, homes: Iterable[uuid.UUID]
) -> dict[tuple[Any, str], tuple[uuid.UUID, dt.date | None]]:
    """Return (household, name) -> key and day of birth of its members; of two of one name, the younger."""
    person, member = table(Person), table(Membership)
    query = (
        select(member.c.household_id, person.c.id, person.c.name, person.c.born)
        .select_from(member.join(person, person.c.id == kept_person(member.c.person_id)))
        .where(member.c.village_id == scope.village_id, member.c.household_id.in_(list(homes)))
        .order_by(person.c.born.nulls_first(), person.c.id)
    )
    return {(row.household_id, row.name): (row.id, row.born) for row in conn.execute(query) if row.name}


def _posts(conn: Connection, scope: Scope, subject: NoticeSubject, year: int) -> Iterator[_Given]:
    """Posts that the yearly figures of a person name; nothing is known there of what is paid."""
    figures, person, member = table(PersonYear), table(Person), table(Membership)
    home, head, group = table(Household), table(Person, "head"), table(Group)
    there = running(member.c.from_on, member.c.through_on, scope.on)
    query = (
        select(
            person.c.id, person.c.name, person.c.born, figures.c.post_kind, home.c.id.label("home"),
            func.coalesce(head.c.name, home.c.head_name).label("head"), head.c.id.label("head_key"),
            func.coalesce(group.c.name, home.c.group_name).label("group"),
        )
        .select_from(
            figures.join(person, person.c.id == kept_person(figures.c.person_id))
            .join(member, and_(member.c.person_id == person.c.id, there))
            .join(home, home.c.id == member.c.household_id)
            .outerjoin(head, head.c.id == kept_person(home.c.head_id))
            .outerjoin(group, group.c.id == home.c.group_id)
        )
        .where(
            figures.c.village_id == scope.village_id, figures.c.year == year, figures.c.post_kind.is_not(None),
            figures.c.post_kind != "",
        )
        .order_by(group.c.pinyin.nulls_last(), home.c.code, person.c.id)
    )  # fmt: skip
    if subject.household_codes:
        query = query.where(home.c.code.in_(subject.household_codes))
    for row in conn.execute(query).mappings():
        yield _Given(
            (row["id"],), row["home"], row["name"] or "", row["head"] or "", row["id"] == row["head_key"],
            row["group"] or "", row["born"], row["post_kind"], None,
        )  # fmt: skip
