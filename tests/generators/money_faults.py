"""Faults planted into a project workbook, each into another project. To add one: a branch of ``plant`` by its id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generators.faults import Fault
from tests.generators.money import YEAR, Entry, Money, Planned, number_vouchers
from villagebook.services.sample.facts import AREA

_SOME_DAYS = dt.timedelta(days=3)
UNKNOWN_PROJECT = f"{AREA}{YEAR}0999"


def plant(told: Money, random: Random, *, more: bool = False) -> list[Fault]:
    """Spoil the workbook once in each way, and return what was done; ``told.figures`` keep the right answers.

    Args:
        more: Plant those of ``_more``, too; the village must have more projects than TEMPLATES.
    """
    free = random.sample(told.projects, len(told.projects))

    def take(fits: Callable[[Planned], bool]) -> Planned:
        project = next(one for one in free if fits(one))
        free.remove(project)
        return project

    found = [
        *_rosters(take, told), *_entries(take, told), *_projects(take), *(_more(take, told) if more else []),
    ]
    told.entries.sort(key=lambda entry: entry.day)
    if more:
        wrong, lost = _sums_of_nothing(take, told)
    number_vouchers(told.entries)
    told.entries[-1].voucher = told.entries[0].voucher
    if more:
        told.entries.remove(lost)
        found += [Fault("wrong-sign", wrong.voucher), Fault("voucher-gap", lost.voucher)]
    return [*found, Fault("voucher-number-twice", told.entries[0].voucher)]


_Take = Callable[[Callable[[Planned], bool]], Planned]


def _rosters(take: _Take, told: Money) -> list[Fault]:
    wrong, twice, unknown = (take(lambda one: bool(one.lines)) for _ in range(3))
    wrong.lines[0].extra_yuan = 100
    twice.lines.append(replace(twice.lines[0]))
    unknown.lines[0].code = f"{unknown.lines[0].code[:12]}8888"
    return [
        Fault("roster-line-not-quantity-times-rate", wrong.code, "补助金额（元）", wrong.lines[0].code),
        Fault("household-twice-in-roster", twice.code, "户编号", twice.lines[0].code),
        Fault("roster-household-unknown", unknown.code, "户编号", unknown.lines[0].code),
    ]


def _entries(take: _Take, told: Money) -> list[Fault]:
    def of(project: Planned, kind: str) -> Entry:
        return next(entry for entry in told.entries if (entry.code, entry.kind) == (project.code, kind))

    early = take(lambda one: one.received_share == 1)
    of(early, "报账").day = early.days["accepted"] - _SOME_DAYS
    bare = take(lambda one: len(one.sources_fen) > 1)
    over = take(lambda one: True)
    _last_payment(told, over).amount_fen += 100_000
    told.entries.remove(of(bare, "指标下达"))
    last = told.entries[-1]
    told.entries.append(Entry(last.day, UNKNOWN_PROJECT, "其他支出", "支出", "县", "施工单位", 50_000))
    return [
        Fault("reimbursed-before-acceptance", early.code, "日期"),
        Fault("spent-more-than-received", over.code, "支出（元）"),
        Fault("source-without-grant", bare.code, "资金来源"),
        Fault("unknown-project", UNKNOWN_PROJECT, "项目编号"),
    ]


def _more(take: _Take, told: Money) -> list[Fault]:
    """Faults of the flow on one day or in one sum, each in a project of its own."""

    def of(project: Planned, kind: str) -> Entry:
        return next(entry for entry in told.entries if (entry.code, entry.kind) == (project.code, kind))

    early, claimed, received = (take(lambda one: one.received_share == 1) for _ in range(3))
    of(early, "支出").day = early.days["granted"] + _SOME_DAYS
    of(claimed, "报账").amount_fen += 100
    of(received, "到账").amount_fen += 100
    return [
        Fault("spent-before-received", early.code, "支出（元）"),
        Fault("reimbursed-more-than-spent", claimed.code, "金额"),
        Fault("received-more-than-granted", received.code, "金额"),
    ]


def _sums_of_nothing(take: _Take, told: Money) -> tuple[Entry, Entry]:
    """Return a claim whose sign is made wrong, and a grant that will be lost."""
    signed, lost = (take(lambda one: one.received_share == 1) for _ in range(2))
    entries = [entry for entry in told.entries if entry.code == signed.code and entry.kind == "报账"]
    entries[0].amount_fen = -entries[0].amount_fen
    gone = next(entry for entry in told.entries[3:] if (entry.code, entry.kind) == (lost.code, "报账"))
    return entries[0], gone


def _last_payment(told: Money, project: Planned) -> Entry:
    """Return the project's last payment: the first may be the one that is reversed."""
    return [entry for entry in told.entries if (entry.code, entry.kind) == (project.code, "支出")][-1]


def _projects(take: _Take) -> list[Fault]:
    sums, order, short = (take(lambda one: True) for _ in range(3))
    sums.stated_fen = sums.planned_fen + 1_000_000
    order.days["accepted"] = order.days["finished"] - _SOME_DAYS
    short.days["notice_through"] = short.days["notice_from"] + _SOME_DAYS
    return [
        Fault("sources-differ-from-total", sums.code, "合计"),
        Fault("accepted-before-finished", order.code, "验收日期"),
        Fault("notice-too-short", short.code, "入库公示"),
    ]
