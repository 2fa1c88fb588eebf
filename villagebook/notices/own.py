"""Kinds of notices a village made for itself: a NoticeForm row of its book as a NoticeKind, with every rule of one.

Such a kind shows public columns of one ledger and nothing else: it has no disclosures, so that a column with an
office or secret field is refused here as it would be at import. Ledgers whose very rows say how a household is (those
monitored, those helped, all people by name) are not offered: a name in such a list tells it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, cast

from sqlalchemy import Connection, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent, Value
from villagebook.ledgers import LEDGERS, Column, Ledger, Row, Scope, rows
from villagebook.ledgers.parts import table
from villagebook.models import NoticeForm, Privacy
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table
from villagebook.notices.kind import Ask, Board, Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.minors import standing
from villagebook.notices.projects import short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject
from villagebook.notices.words import found_in

Mode = Literal["公示", "公告"]

#: Before the form's code, in Notice.kind.
PREFIX = "own:"
NUMBER = "自设"
ALL, YEAR, PROJECT = "", "year", "project"
CHOICES = {ALL: "全部", YEAR: "按年度", PROJECT: "按项目"}

#: Ledgers a form may take; a list of households or people by their state is none of them.
OFFERED = (
    "households", "village", "projects", "funds", "fund-balances", "funds-by-project", "funds-by-source",
    "funds-by-year", "reimbursements", "distributions", "distribution-lines", "rosters", "to-household", "benefits",
    "agreements", "coverage", "contracts", "acceptances", "assets", "meetings", "committees", "social-help",
    "officers",
)  # fmt: skip
#: Ledgers of households and people, whose names are persons'; elsewhere a name is that of a project or a unit.
_OF_PERSONS = frozenset({"households", "distribution-lines", "rosters", "to-household", "benefits", "coverage"})
_PERSON_IDS = frozenset({"head", "name"})

#: Running numbers of a ledger's own rows; the sheet has its own.
_OWN_NUMBERS = frozenset({"list_number"})
#: What is counted below the list; anything else is an item.
_UNITS = {"distribution-lines": "人", "committees": "人", "officers": "人"}

_SHEET_KINDS = {"int": "int", "size": "int", "quantity": "quantity", "money": "money", "day": "day", "month": "month"}
_SLOTS = {"村": "{village}", "年": "{period}", "项目": "{project}"}
_SLOT = re.compile(r"\{([^{}]*)\}")
_PRIVACY_WORDS = {Privacy.OFFICE: "只供办公室和上级核对", Privacy.SECRET: "绝不公开"}


@dataclass(frozen=True)
class _Taken:
    """Where the rows of an own kind come from."""

    ledger: Ledger
    table: NoticeTable
    choose: str


def form_rows(conn: Connection, village_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the village's forms, retired ones too, in the order in which they were made."""
    form = table(NoticeForm)
    found = conn.execute(select(form).where(form.c.village_id == village_id).order_by(form.c.id)).mappings()
    return [dict(row) for row in found]


def own_kind(conn: Connection, village_id: uuid.UUID, said: str) -> NoticeKind | None:
    """Return the own kind with this id (``own:<code>``) or name, also a retired one; None if there is none."""
    for row in form_rows(conn, village_id):
        if said in (PREFIX + row["code"], row["name"]):
            return kind_of_form(row)
    return None


def own_kinds(conn: Connection, village_id: uuid.UUID, *, retired: bool = False) -> tuple[NoticeKind, ...]:
    """Return the village's own kinds that can be drafted, with ``retired`` all of them."""
    return tuple(kind_of_form(row) for row in form_rows(conn, village_id) if retired or row["retired_on"] is None)


def offered_ledgers() -> tuple[Ledger, ...]:
    """Return the ledgers a form may take."""
    return tuple(LEDGERS[name] for name in OFFERED)


def offered_columns(ledger: Ledger) -> tuple[Column, ...]:
    """Return the columns of a ledger that a form may show."""
    return tuple(
        column for column in ledger.columns if column.privacy is Privacy.PUBLIC and column.id not in _OWN_NUMBERS
    )  # fmt: skip


def project_column(ledger: Ledger) -> str | None:
    """Return the id of the column with the project's code, None if the ledger has none that is public."""
    wanted = "code" if ledger.id == "projects" else "project"
    return wanted if any(column.id == wanted for column in offered_columns(ledger)) else None


def ledger_of(said: str) -> Ledger:
    """Return a ledger a form may take, by id or title.

    Raises:
        UserError: there is none, or its very rows are private.
    """
    found = next((one for one in LEDGERS if said in (one.id, one.title)), None)
    if found is None:
        raise UserError("notice_form.ledger", f"没有“{said}”这本台账", f"可以是：{'、'.join(OFFERED)}")
    if found.id not in OFFERED:
        raise UserError(
            "notice_form.ledger-private", f"{found.title}不能张贴：名字在不在里面就说明了一户的情况",
            "请换一本台账，或用程序已有的公示种类",
        )  # fmt: skip
    return found


def columns_of(ledger: Ledger, said: Sequence[str]) -> tuple[Column, ...]:
    """Return columns of a ledger by id or heading.

    Raises:
        UserError: one is unknown, stands twice, or may not hang on a wall; the message names it.
    """
    found: list[Column] = []
    for one in said:
        column = next((c for c in ledger.columns if one in (c.id, c.heading)), None)
        if column is None:
            known = "、".join(c.heading for c in offered_columns(ledger))
            raise UserError("notice_form.column", f"{ledger.title}没有“{one}”这一栏", f"可以是：{known}")
        if column.privacy is not Privacy.PUBLIC:
            raise UserError(
                "notice_form.private", f"“{column.heading}”不能张贴：这一栏{_PRIVACY_WORDS[column.privacy]}",
                "自设公示只能用公开的栏目",
            )  # fmt: skip
        if column in found:
            raise UserError("notice_form.twice", f"“{column.heading}”选了两次", "请去掉一个")
        found.append(column)
    if not found:
        raise UserError("notice_form.no-columns", "还没有选栏目", "请至少选一栏")
    return tuple(found)


def kind_of_form(row: Mapping[str, Any]) -> NoticeKind:
    """Return the kind that a row of NoticeForm describes.

    Raises:
        UserError: it cannot be one: words, columns, ledger or days; the message says which.
    """
    ledger = ledger_of(row["ledger"])
    columns = columns_of(ledger, row["columns"])
    choose = row.get("choose") or ALL
    _check_choice(ledger, choose)
    mode: Mode = "公告" if row["mode"] == "公告" else "公示"
    name = _ending(row["name"].strip(), mode)
    _pattern(name, "名称")
    spec = NoticeTable((NoticeColumn("serial", "序号", "serial"), *(_shown(ledger, column) for column in columns)))
    asks: tuple[Ask, ...] = ("project",) if choose == PROJECT else ("year",)
    return NoticeKind(
        id=PREFIX + row["code"],
        number=NUMBER,
        name=name,
        mode=mode,
        days="",
        own_days=_days(row["days"]),
        signers=("committee",),
        board=cast(Board, row.get("board") or "项目"),
        asks=asks,
        tables=(spec,),
        discloses=(),
        title=title_parts(row.get("heading") or _usual_title(name, choose), mode),
        basis=_basis(row.get("basis"), name, mode, choose),
        draw=partial(_draw, _Taken(ledger, spec, choose)),
        source="本村自设",
    )


def _check_choice(ledger: Ledger, choose: str) -> None:
    if choose not in CHOICES:
        raise UserError("notice_form.choose", f"不能按“{choose}”选", "可以不写，或写 year（按年度）、project（按项目）")
    if choose == YEAR and ledger.year is None:
        raise UserError("notice_form.no-year", f"{ledger.title}不分年度", "请选“全部”")
    if choose == PROJECT and project_column(ledger) is None:
        raise UserError("notice_form.no-project", f"{ledger.title}不分项目", "请选“全部”或“按年度”")


def _days(said: str) -> Period:
    try:
        found = Period.parse(str(said))
    except ValueError as fault:
        raise UserError("notice_form.days", str(fault), "如 7天、5个工作日") from None
    if found.count < 1:
        raise UserError("notice_form.days", "期限至少 1 天", "如 7天、5个工作日")
    return found


def _ending(text: str, mode: str) -> str:
    """The text ending with 公示 or 公告, the other one of them taken away."""
    return text.removesuffix("公示").removesuffix("公告") + mode


def _usual_title(name: str, choose: str) -> str:
    return "{村}{年}{项目}" + name if choose == PROJECT else "{村}{年}" + name


def _basis(said: str | None, name: str, mode: str, choose: str) -> str:
    project = "{项目}" if choose == PROJECT else ""
    return _pattern(said or f"现将{{年}}{project}{name.removesuffix(mode)}情况予以{mode}，接受群众监督。", "依据词句")


def title_parts(said: str, mode: str) -> tuple[str, ...]:
    """Return a title such as {村}{年}厕所改造公示 as the pattern of a kind, cut at its sense breaks.

    Raises:
        UserError: a place in it is none of 村, 年, 项目, or it carries a word that no notice may.
    """
    text = _ending(said.strip(), mode)
    pattern = _pattern(text.removesuffix(mode), "标题")
    parts = [part for part in re.split(r"(\{[a-z]+\})", pattern) if part]
    return (*parts, mode)


def _pattern(said: str, what: str) -> str:
    """Return {村} {年} {项目} as the names drafts are filled with; other braces are refused."""
    told = found_in(said)
    if told:
        raise UserError("notice_form.words", f"{what}里有不该公开的词：{'、'.join(told)}", "请换一种说法")
    wrong = [name for name in _SLOT.findall(said) if name not in _SLOTS]
    rest = _SLOT.sub("", said)
    if wrong or "{" in rest or "}" in rest:
        raise UserError("notice_form.slot", f"{what}里的大括号只能写 {{村}}、{{年}}、{{项目}}", "请改掉别的大括号")
    return _SLOT.sub(lambda found: _SLOTS[found[1]], said)


def _shown(ledger: Ledger, column: Column) -> NoticeColumn:
    """A ledger's column as a notice shows it."""
    kind = _sheet_kind(ledger, column)
    value = _plain if kind == "text" else None
    return NoticeColumn(column.id, column.heading, kind, (column,), value, column.unit, column.total)


def _sheet_kind(ledger: Ledger, column: Column) -> str:
    if column.id == "group":
        return "group"
    if ledger.id in _OF_PERSONS and column.id in _PERSON_IDS:
        return "name"
    return _SHEET_KINDS.get(column.kind, "text")


def _plain(cells: Cells) -> Value:
    (value,) = cells.values()
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _draw(
    taken: _Taken, kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """Draft an own kind: the rows of its ledger, all, of a year or of a project."""
    found, project = _rows(taken, kind, conn, scope, subject)
    if not found:
        title = taken.ledger.title
        raise UserError("notice.no-rows", f"{title}里没有可以张贴的行，不能拟{kind.name}", "请核对年度或项目")
    posted_on = subject.from_on or scope.on
    year = subject.year or (project["year"] if project else None) or posted_on.year
    words = Words(
        year=year,
        period=f"{year}年",
        project=short_name(project["name"] or "") if project else "",
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id),
    )
    listed: list[Cells] = list(found)
    if taken.ledger.id == "distribution-lines":
        names = standing(conn, scope, [(row["household"], row["name"] or "") for row in found], posted_on)
        listed = [{**row, "name": name or None} for row, name in zip(found, names, strict=True)]
    unit = _UNITS.get(taken.ledger.id) or ("户" if taken.ledger.id in _OF_PERSONS else "项")
    shown = sheet_table(taken.table, listed, f"{len(listed)}{unit}", rules)
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _rows(
    taken: _Taken, kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject
) -> tuple[list[Row], Row | None]:
    if taken.choose == PROJECT:
        if not subject.project_code:
            raise UserError("notice.needs-project", f"{kind.name}要选定项目", "请给出项目编号")
        project = find_project(conn, scope, subject.project_code)
        column = project_column(taken.ledger)
        assert column is not None  # looked at when the kind was made
        return list(rows(conn, taken.ledger, scope.only(**{column: subject.project_code}))), project
    if taken.choose == YEAR:
        year = subject.year or (subject.from_on or scope.on).year
        return list(rows(conn, taken.ledger, replace(scope, year=year))), None
    return list(rows(conn, taken.ledger, scope)), None
