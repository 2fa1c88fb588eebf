"""What becomes of an asset: confirmed, handed over, counted, let, idle, repaired, disposed of; each an event of a day.

Each verb writes the event and what it changes of the asset in one operation. Source: process of the state rules on
project assets of 2021 (clearing up, confirming, handing over with both sides signing, keeping, income, disposal decided
by the four-meetings procedure).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.models import Asset, AssetEvent, Project
from villagebook.models.codes import CODES
from villagebook.services import assets, works_reading
from villagebook.services.assets import DAMAGED, GONE, IDLE, IN_USE
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Row = dict[str, Any]

CONFIRMED, HANDED, COUNTED, REPAIRED, LET, BACK, LYING, DISPOSED = (
    "确权", "移交", "盘点", "维修", "出租", "收回", "闲置", "处置")  # fmt: skip


@verb("asset.confirm", "资产确权", Undo.INVERSE)
def confirm(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    *,
    owner: str = "",
    level: str = "",
    approval: str = "",
    who: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Confirm whose an asset is; without ``owner`` and ``level`` what stands in the record is confirmed.

    Raises:
        UserError: nobody is named as owner, the level is none of the list, or the day is to come.
    """
    with book.work(declaration(confirm).id, actor, "资产确权", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        owner, level = owner.strip() or row["owner"] or "", level or row["owner_level"] or ""
        if not owner:
            raise UserError("asset.no_owner", "没有写所有权人", "请写确权给谁，如某某村股份经济合作社")
        if level and level not in CODES["owner_level"].values:
            raise UserError("asset.level", f"没有“{level}”这一级", f"可以是：{'、'.join(CODES['owner_level'].values)}")
        _write(work, row, CONFIRMED, on, {"confirmed_on": on, "owner": owner, "owner_level": level or None},
               approval=approval, who=who, note=f"确权给{owner}")  # fmt: skip
        return Changed.of(work.commit())


@verb("asset.hand_over", "资产移交", Undo.INVERSE)
def hand_over(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    by: str,
    to: str,
    *,
    keeper: str = "",
    who: str = "",
    note: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Hand an asset over from one side to the other; the project's own 资产移交日期 follows when all its assets are.

    Raises:
        UserError: a side is not named, it is handed over before it was built, or the day is to come.
    """
    if not by.strip() or not to.strip():
        raise UserError("asset.sides", "移交要写清双方", "请写移交单位和接收单位")
    with book.work(declaration(hand_over).id, actor, "资产移交", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        if row["built_on"] is not None and on < row["built_on"]:
            raise UserError("asset.handed_first", f"移交日期{on}早于购建日期{row['built_on']}", "请核对两个日期")
        new: Row = {"handed_on": on, "handed_by": by.strip(), "received_by": to.strip()}
        if keeper.strip():
            new["keeper"] = keeper.strip()
        said = "；".join(part for part in (f"{by.strip()}移交{to.strip()}", note.strip()) if part)
        _write(work, row, HANDED, on, new, who=who, note=said)
        _date_project(work, row, key, on)
        return Changed.of(work.commit())


def _date_project(work: Work, row: Row, key: uuid.UUID, on: dt.date) -> None:
    if row["project_id"] is None:
        return
    asset = Asset.__table__.c
    query = select(asset.id).where(
        asset.project_id == row["project_id"], asset.id != key, asset.handed_on.is_(None))  # fmt: skip
    project = record_row(work.connection, "project", row["project_id"])
    if work.connection.execute(query).first() is None and project["handed_on"] is None:
        work.write_rows(Project, updates=[(project["id"], {"handed_on": on})])


@verb("asset.count", "资产盘点", Undo.INVERSE)
def count(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    *,
    state: str = IN_USE,
    net_fen: int | None = None,
    who: str = "",
    note: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Enter what the yearly stock-taking found: the state, and the net value if it was reckoned.

    Raises:
        UserError: the state is none of 在用, 闲置, 损毁; the net value is negative; the day is to come.
    """
    if state not in (IN_USE, IDLE, DAMAGED):
        raise UserError("asset.state", f"盘点的状态不能是“{state}”", "可以是：在用、闲置、损毁；不在了的请记处置")
    if net_fen is not None and net_fen < 0:
        raise UserError("asset.negative", "净值不能小于 0", "请核对金额")
    with book.work(declaration(count).id, actor, "资产盘点", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        new: Row = {} if net_fen is None else {"net_fen": net_fen}
        _write(work, row, COUNTED, on, new, state=state, amount_fen=net_fen, who=who, note=note)
        return Changed.of(work.commit())


@verb("asset.let", "资产出租", Undo.INVERSE)
def let(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    operator: str,
    *,
    from_on: dt.date,
    through_on: dt.date,
    income_fen: int,
    way: str = "租赁",
    sharing: str = "",
    meeting: uuid.UUID | None = None,
    approval: str = "",
    note: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Let, contract out or invest an asset: to whom, how, from when to when, for how much a year.

    Raises:
        UserError: nobody is named, the contract ends before it begins, the way is none of the list, or the income is
            negative.
    """
    if not operator.strip():
        raise UserError("asset.nobody", "没有写经营主体", "请写租给谁、包给谁")
    if through_on < from_on:
        raise UserError("asset.ends_first", f"经营合同结束{through_on}早于开始{from_on}", "请核对两个日期")
    if way not in CODES["asset_way"].values:
        raise UserError("asset.way", f"没有“{way}”这种经营方式", f"可以是：{'、'.join(CODES['asset_way'].values)}")
    if income_fen < 0:
        raise UserError("asset.negative", "年收益不能小于 0", "请核对金额")
    with book.work(declaration(let).id, actor, "资产出租", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        new = {
            "operator": operator.strip(), "way": way, "contract_from": from_on, "contract_through": through_on,
            "income_fen": income_fen, **({"sharing": sharing.strip()} if sharing.strip() else {}),
        }  # fmt: skip
        said = "；".join(part for part in (f"{operator.strip()} {way} {from_on}至{through_on}", note.strip()) if part)
        _write(work, row, LET, on, new, state=IN_USE, amount_fen=income_fen, meeting_id=meeting, approval=approval,
               note=said)  # fmt: skip
        return Changed.of(work.commit())


@verb("asset.take_back", "资产收回或闲置", Undo.INVERSE)
def take_back(
    book: Book, key: uuid.UUID, on: dt.date, *, idle: bool = True, note: str = "", actor: str, today: dt.date
) -> Changed:
    """Take an asset back from whoever ran it; ``idle``: it lies idle from that day, otherwise the village uses it.

    Raises:
        UserError: the day is to come, or it was disposed of.
    """
    with book.work(declaration(take_back).id, actor, "资产收回或闲置", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        ends = row["contract_through"] is not None and row["contract_through"] > on
        new: Row = {"contract_through": on} if ends else {}
        was_let = row["way"] in ("承包", "租赁", "入股")
        if was_let:
            new["way"] = None if idle else "自营"
        _write(work, row, BACK if was_let else LYING, on, new, state=IDLE if idle else IN_USE, note=note)
        return Changed.of(work.commit())


@verb("asset.repair", "资产维修", Undo.INVERSE)
def repair(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    *,
    amount_fen: int | None = None,
    state: str = IN_USE,
    who: str = "",
    note: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Enter a repair, what it cost, and the state after it.

    Raises:
        UserError: the state is unknown, the cost is negative, or the day is to come.
    """
    if amount_fen is not None and amount_fen < 0:
        raise UserError("asset.negative", "维修金额不能小于 0", "请核对金额")
    if state not in (IN_USE, IDLE, DAMAGED):
        raise UserError("asset.state", f"维修后的状态不能是“{state}”", "可以是：在用、闲置、损毁")
    with book.work(declaration(repair).id, actor, "资产维修", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        _write(work, row, REPAIRED, on, {}, state=state, amount_fen=amount_fen, who=who, note=note)
        return Changed.of(work.commit())


@verb("asset.dispose", "资产处置", Undo.INVERSE)
def dispose(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    how: str,
    *,
    approval: str = "",
    meeting: uuid.UUID | None = None,
    income_fen: int | None = None,
    note: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Dispose of an asset: how, who approved it, which meeting decided it, what came in.

    Raises:
        UserError: neither approval nor meeting is named, the way is none of the list, or the day is to come.
    """
    if how not in CODES["asset_disposal"].values:
        raise UserError(
            "asset.disposal", f"没有“{how}”这种处置方式", f"可以是：{'、'.join(CODES['asset_disposal'].values)}")
    if not approval.strip() and meeting is None:
        raise UserError(
            "asset.unapproved", "处置资产要有批准", "请写批准文件，或选民主议定的会议；没有批准的先办批准，不要先处置")
    with book.work(declaration(dispose).id, actor, "资产处置", Undo.INVERSE) as work:
        row = _there(work, key, on, today)
        if meeting is not None:
            held = record_row(work.connection, "meeting", meeting)
            if held["held_on"] is not None and held["held_on"] > on:
                raise UserError("asset.decided_after", f"会议{held['held_on']}才开，晚于处置日期{on}", "请核对日期")
            approval = approval.strip() or f"{held['held_on'] or ''}{held['kind']}".strip()
        ends = row["contract_through"] is not None and row["contract_through"] > on
        new: Row = {
            "disposed_on": on, "disposed_how": how, "disposal_approval": approval.strip(), "disposed_fen": income_fen,
            **({"contract_through": on} if ends else {}),
        }  # fmt: skip
        _write(work, row, DISPOSED, on, new, state=GONE, amount_fen=income_fen, meeting_id=meeting, approval=approval,
               note="；".join(part for part in (how, note.strip()) if part))  # fmt: skip
        return Changed.of(work.commit())


@verb("asset.drop_event", "删资产变动", Undo.INVERSE)
def drop_event(book: Book, event: uuid.UUID, *, actor: str) -> Changed:
    """Take an event entered by mistake out; what it had set of the asset goes back to what the earlier ones said.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(drop_event).id, actor, "删资产变动", Undo.INVERSE) as work:
        gone = record_row(work.connection, "asset_event", event)
        row = record_row(work.connection, "asset", gone["asset_id"])
        left = [one for one in assets.events_of(work.connection, row["id"]) if one.key != event]
        work.write_rows(AssetEvent, deletes=[event])
        new = _without(row, gone, left)
        if new:
            work.write_rows(Asset, updates=[(row["id"], new)])
        work.heading = f"删资产变动 {gone['kind']} {row['name'] or row['code'] or ''}".rstrip()
        return Changed.of(work.commit())


def _without(row: Row, gone: Mapping[str, Any], left: list[assets.Event]) -> Row:
    """What an asset loses with an event: only what that very event had set."""
    sets = {
        CONFIRMED: ("confirmed_on", ("confirmed_on",)),
        HANDED: ("handed_on", ("handed_on", "handed_by", "received_by")),
        DISPOSED: ("disposed_on", ("disposed_on", "disposed_how", "disposal_approval", "disposed_fen")),
    }
    new: Row = {}
    if gone["kind"] in sets:
        day, names = sets[gone["kind"]]
        if row[day] == gone["on"]:
            new |= dict.fromkeys(names)
    if gone["state"] and row["state"] == gone["state"]:
        said = [one.state for one in left if one.state]
        new["state"] = said[-1] if said else IN_USE
    return {name: value for name, value in new.items() if row[name] != value}


def _there(work: Work, key: uuid.UUID, on: dt.date, today: dt.date) -> Row:
    """The asset, if something can still happen to it that day."""
    row = record_row(work.connection, "asset", key)
    if on > today:
        raise UserError("asset.future", f"{on}还没有到", "请核对日期")
    if row["disposed_on"] is not None and on >= row["disposed_on"]:
        raise UserError("asset.gone", f"这项资产{row['disposed_on']}已经处置", "处置记错了的，先删掉那条处置")
    return row


def _write(
    work: Work,
    row: Row,
    kind: str,
    on: dt.date,
    new: Row,
    *,
    state: str = "",
    amount_fen: int | None = None,
    meeting_id: uuid.UUID | None = None,
    approval: str = "",
    who: str = "",
    note: str = "",
) -> None:
    """Write an event and what it changes; the newest event that says a state is the asset's own state."""
    later = [one for one in assets.events_of(work.connection, row["id"]) if one.state and one.on > on]
    if state and not later:
        new = {**new, "state": state}
    event = {
        "id": work.new_id(), "village_id": work.village_id, "asset_id": row["id"], "kind": kind, "on": on,
        "who": who.strip() or None, "state": state or None, "amount_fen": amount_fen, "meeting_id": meeting_id,
        "approval": approval.strip() or None, "note": note.strip() or None,
    }  # fmt: skip
    work.write_rows(AssetEvent, inserts=[event])
    if new:
        work.write_rows(Asset, updates=[(row["id"], new)])
    work.heading = f"资产{kind} {row['name'] or row['code'] or ''}".rstrip()


def meeting_of(book: Book, text: str) -> uuid.UUID | None:
    """The meeting that a person names by code or day; None for an empty text.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        return works_reading.meeting_called(connection, book.village_id, text)
