"""Drafts of notices about one project's work: N3 before it begins, N5 after it is done, as lists of matters.

A matter that the book does not know is left out: nothing is invented, and no blank hangs on the wall.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.base.money import format_wan, wan_decimals
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Column, Row, Scope
from villagebook.ledgers.bodies import sitting
from villagebook.ledgers.column import computed, of
from villagebook.ledgers.parts import running, table
from villagebook.models import Acceptance, Asset, Contract, Officer, Project, ProjectSource
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.plans import months_words, said_source
from villagebook.notices.projects import short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject

_P = LEDGERS["projects"]

#: Cells -> what is said, from exactly the columns of the matter.
Say = Callable[[Cells], str]


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of such a notice: what it is called, what it is made of, how it is said (else as it stands)."""

    label: str
    columns: tuple[Column, ...]
    say: Say | None = None

    def words(self, cells: Cells) -> str:
        """Return what is said; empty if nothing is known."""
        own = {column.id: cells.get(column.id) for column in self.columns}
        if all(value in (None, "") for value in own.values()):
            return ""
        if self.say is not None:
            return self.say(own)
        (value,) = own.values()
        return chinese(value) if isinstance(value, dt.date) else str(value)


def matters_table(matters: Sequence[Matter]) -> NoticeTable:
    """Return the table of two columns that shows these matters; each row has the cells of one of them."""
    reads = tuple(column for matter in matters for column in matter.columns)

    def found(cells: Cells) -> Matter | None:
        return next((matter for matter in matters if matter.words(cells)), None)

    def label(cells: Cells) -> str:
        matter = found(cells)
        return matter.label if matter is not None else ""

    def said(cells: Cells) -> str:
        matter = found(cells)
        return matter.words(cells) if matter is not None else ""

    return NoticeTable((
        NoticeColumn("matter", "事项", "text", reads, label),
        NoticeColumn("said", "内容", "text", reads, said),
    ))  # fmt: skip


def _rows_of(matters: Sequence[Matter], known: Mapping[str, Any]) -> list[Cells]:
    """Return one row of cells per matter that has words, with its own cells only."""
    every = [column.id for matter in matters for column in matter.columns]
    found: list[Cells] = []
    for matter in matters:
        if matter.words(known):
            own = {column.id for column in matter.columns}
            found.append({name: known.get(name) if name in own else None for name in every})
    return found


def _wan(cells: Cells) -> str:
    (value,) = cells.values()
    return f"{format_wan(int(value))}万元"


def _joined(cells: Cells) -> str:
    return "，".join(str(value) for value in cells.values() if value not in (None, ""))


def _covers(cells: Cells) -> str:
    parts = ((cells["covers_households"], "户"), (cells["covers_people"], "人"))
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)


def _sources(cells: Cells) -> str:
    return "、".join(dict.fromkeys(said_source(programme, source) for source, programme, _ in cells["source"]))


def _make_up(cells: Cells) -> str:
    """合计54.00万元，其中中央40.00万元、县14.00万元; the sum alone where it has one source or none."""
    parts = cells["made_up"] or ()
    total = cells["planned_fen"] if cells["planned_fen"] is not None else sum(fen for _, _, fen in parts)
    if not total:
        return ""
    many = wan_decimals((total, *(fen for _, _, fen in parts)))
    said = "、".join(f"{source}{format_wan(fen, many)}万元" for source, _, fen in parts)
    return f"合计{format_wan(total, many)}万元，其中{said}" if len(parts) > 1 else f"{format_wan(total)}万元"


def _chosen(cells: Cells) -> str:
    day = cells["contract_chosen_on"]
    return f"{chinese(day) if day else ''}{cells['contract_chosen_by'] or '确定'}"


#: The sources with their money, apart from the column of 资金来源: a matter is known by the columns it is made of.
_SOURCE = computed("source", "资金来源", "text", (ProjectSource.source, ProjectSource.programme))
_MADE_UP = computed("made_up", "资金构成", "text", (ProjectSource.source, ProjectSource.planned_fen))
_COVERED = ((_P.column("covers_households"), _P.column("covers_people")), _covers)

#: What a notice about a project says by the national rule of 2018; its last item, the result, is told by DONE_MATTERS.
START_MATTERS = (
    Matter("项目名称", (_P.column("name"),)),
    Matter("实施地点", (_P.column("place"),)),
    Matter("建设内容", (_P.column("content"),)),
    Matter("建设期限", (_P.column("planned_start"), _P.column("planned_finish")), months_words),
    Matter("建设单位及责任人", (_P.column("unit_in_charge"), _P.column("person_in_charge")), _joined),
    Matter("施工单位及责任人", (of(Contract.party, "contract_party"), of(Contract.party_person, "contract_person")),
           _joined),
    Matter("资金来源", (_SOURCE,), _sources),
    Matter("资金构成及规模", (_P.column("planned_fen"), _MADE_UP), _make_up),
    Matter("政府采购及招标情况", (
        of(Contract.chosen_by, "contract_chosen_by"), of(Contract.chosen_on, "contract_chosen_on")), _chosen),
    Matter("受益对象", *_COVERED),
    Matter("预期目标", (_P.column("goal"),)),
)  # fmt: skip
DONE_MATTERS = (
    Matter("项目名称", (_P.column("name"),)),
    Matter("实施地点", (_P.column("place"),)),
    Matter("计划建设内容", (_P.column("content"),)),
    Matter("完成建设内容", (of(Acceptance.done_content, "acceptance_done"),)),
    Matter("计划投资", (_P.column("planned_fen"),), _wan),
    Matter("实际投资", (of(Acceptance.actual_fen, "acceptance_actual"),), _wan),
    Matter("资金来源", (_SOURCE,), _sources),
    Matter("开工日期", (_P.column("started_on"),)),
    Matter("竣工日期", (_P.column("finished_on"),)),
    Matter("验收日期", (_P.column("accepted_on"),)),
    Matter("验收结论", (of(Acceptance.result, "acceptance_result"), of(Acceptance.quality, "acceptance_quality")), (
        lambda cells: "，".join(dict.fromkeys(str(value) for value in cells.values() if value)))),
    Matter("受益户、人", *_COVERED),
    Matter("管护责任人", (of(Asset.keeper, "asset_keeper"),)),
    Matter("施工单位", (of(Contract.party, "contract_party"),)),
)  # fmt: skip
START_TABLE, DONE_TABLE = matters_table(START_MATTERS), matters_table(DONE_MATTERS)


def draft_start(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N3: what is to be built, where, by whom, with which money."""
    project = _project(kind, conn, scope, subject)
    if not project["content"]:
        raise UserError("notice.no-content", f"项目“{project['name']}”没有写建设内容", "请先在项目里写建设内容及规模")
    known = _known(conn, project)
    sentences = _who(conn, scope, project, subject.from_on or scope.on)
    shown = sheet_table(START_TABLE, _rows_of(START_MATTERS, known), "", rules)
    return finish(kind, conn, scope, subject, rules, _words(conn, scope, subject, project, sentences), (shown,))


def draft_done(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N5: what was planned and what was done, what it cost, who keeps it; not before the acceptance."""
    project = _project(kind, conn, scope, subject)
    if project["accepted_on"] is None or project["accepted_on"] > (subject.from_on or scope.on):
        raise UserError("notice.not-accepted", f"项目“{project['name']}”还没有验收，不能公告竣工", "请先记验收日期")
    shown = sheet_table(DONE_TABLE, _rows_of(DONE_MATTERS, _known(conn, project)), "", rules)
    return finish(kind, conn, scope, subject, rules, _words(conn, scope, subject, project, ()), (shown,))


def _who(conn: Connection, scope: Scope, project: Row, on: dt.date) -> tuple[str, ...]:
    """Who is in charge, with the office phone the book has for an officer of that name; who supervises."""
    found = []
    name, phone = project["person_in_charge"], ""
    if name:
        officer = table(Officer)
        query = select(officer.c.phone).where(
            officer.c.village_id == scope.village_id, officer.c.name == name, officer.c.phone.is_not(None),
            running(officer.c.since, officer.c.until, on))  # fmt: skip
        phone = conn.execute(query.order_by(officer.c.id).limit(1)).scalar() or ""
    if phone:
        found.append(f"项目责任人：{name}，办公电话 {phone}。")
    assert isinstance(project.key, uuid.UUID)
    group = sitting(conn, scope.village_id, "项目监督小组", on, project.key)
    if group:
        found.append(f"项目监督小组：{'、'.join(one.name for one in group)}。")
    return tuple(found)


def _project(kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject) -> Row:
    if not subject.project_code:
        raise UserError("notice.needs-project", f"{kind.name}要选一个项目", "请给出项目编号")
    return find_project(conn, scope, subject.project_code)


def _words(
    conn: Connection, scope: Scope, subject: NoticeSubject, project: Row, sentences: tuple[str, ...]
) -> Words:
    held = conn.execute(select(Project.meeting_id).where(Project.id == project.key)).scalar()
    return Words(
        year=subject.year or project["year"] or (subject.from_on or scope.on).year,
        project=short_name(project["name"] or ""),
        document=subject.basis_document or project["approval_number"] or "",
        meeting=meeting_of(conn, scope, subject.meeting_id or held),
        sentences=sentences,
        site=project["place"] or "",
    )


def _known(conn: Connection, project: Row) -> dict[str, Any]:
    """Return the project's cells with those of its contract, its acceptance and its asset."""
    source = table(ProjectSource)
    query = select(source.c.source, source.c.programme, source.c.planned_fen).where(source.c.project_id == project.key)
    planned = [tuple(row) for row in conn.execute(query.order_by(source.c.position, source.c.id))]
    known: dict[str, Any] = {**project, "source": planned or None, "made_up": planned or None}
    contract, acceptance, asset = table(Contract), table(Acceptance), table(Asset)
    works = select(contract).where(contract.c.project_id == project.key).order_by(
        (contract.c.kind != "施工"), contract.c.signed_on, contract.c.id)  # fmt: skip
    for row in conn.execute(works.limit(1)).mappings():
        known |= {"contract_party": row["party"], "contract_person": row["party_person"],
                  "contract_chosen_by": row["chosen_by"], "contract_chosen_on": row["chosen_on"]}  # fmt: skip
    last = select(acceptance).where(acceptance.c.project_id == project.key).order_by(
        acceptance.c.accepted_on.desc().nulls_last(), acceptance.c.id.desc())  # fmt: skip
    for row in conn.execute(last.limit(1)).mappings():
        known |= {"acceptance_done": row["done_content"], "acceptance_actual": row["actual_fen"],
                  "acceptance_result": row["result"], "acceptance_quality": row["quality"]}  # fmt: skip
    kept = select(asset.c.keeper).where(asset.c.project_id == project.key, asset.c.keeper.is_not(None))
    keepers = dict.fromkeys(conn.execute(kept.order_by(asset.c.code, asset.c.id)).scalars())
    known["asset_keeper"] = "、".join(str(name) for name in keepers)
    return known
