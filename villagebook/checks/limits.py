"""The running limits of money: what may never fall below zero, and which entries, added to a book, let it fall.

A limit adds some kinds of entries and takes others off, for each project and source (收益 and 分配: for the village).
An entry that takes off is asked about where the rest would be below zero on its day or any later one; an entry that
adds never is. A 冲销 takes back on the day of the entry it reverses, as everywhere.

Source: 专款专用，先到账后支出，验收后报账 (domain facts on the life of money); income before its distribution.
"""

from __future__ import annotations

import datetime as dt
import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.checks.money_rows import EntryRow, ProjectRow
from villagebook.ledgers.figures import REVERSAL

Place = tuple[object, str | None]
_NO_DAY = dt.date.max


@dataclass
class Account:
    """The entries of one project from one source that count, in the order of days; plan and grants beside them."""

    place: Place
    planned_fen: int = 0
    entries: list[tuple[dt.date, EntryRow]] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The source in a message."""
        return f"{self.place[1]}资金" if self.place[1] else "没有写来源的资金"

    def total(self, *kinds: str, through: dt.date = _NO_DAY) -> int:
        """The sum in 分 of what counts as these kinds up to a day."""
        return sum(entry.amount_fen or 0 for day, entry in self.entries if entry.counted in kinds and day <= through)


@dataclass(frozen=True)
class Limit:
    """One limit.

    Attributes:
        plus, minus: Kinds that add, and that take off.
        by_day: Whether it holds on every day; else for the sums.
        holds: Whether an account is under this limit at all.
        start: What an account has before any entry, in 分.
        say: (account, day, entry) -> the message.
        village: Whether it is one account for the whole village.
    """

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    by_day: bool
    say: Callable[[Account, dt.date, EntryRow], str]
    holds: Callable[[Account], bool] = lambda account: True
    start: Callable[[Account], int] = lambda account: 0
    village: bool = False


def _overspent(account: Account, day: dt.date, entry: EntryRow) -> str:
    if entry.kind != REVERSAL and not account.total("指标下达") and not account.total("到账"):
        return f"这个项目没有{account.source}的指标或到账，却有{entry.counted}"
    received, spent, returned = (account.total(kind, through=day) for kind in ("到账", "支出", "收回"))
    back = f"，收回 {format_yuan(returned)} 元" if returned else ""
    when = f"到{chinese(day)}" if day != _NO_DAY else ""
    return f"{account.source}{when}到账 {format_yuan(received)} 元，支出 {format_yuan(spent)} 元{back}"


def _sums(first: str, second: str) -> Callable[[Account, dt.date, EntryRow], str]:
    def say(account: Account, day: dt.date, entry: EntryRow) -> str:
        one, other = account.total(first), account.total(second)
        return f"{account.source}{second} {format_yuan(other)} 元，{first} {format_yuan(one)} 元"

    return say


def _over_plan(account: Account, day: dt.date, entry: EntryRow) -> str:
    granted = account.total("指标下达")
    return f"{account.source}下达 {format_yuan(granted)} 元，项目计划 {format_yuan(account.planned_fen)} 元"


def _shared_out(account: Account, day: dt.date, entry: EntryRow) -> str:
    earned, shared = account.total("收益", through=day), account.total("分配", through=day)
    return f"到{chinese(day)}收益 {format_yuan(earned)} 元，分配 {format_yuan(shared)} 元"


LIMITS: tuple[Limit, ...] = (
    Limit(("到账",), ("支出", "收回"), True, _overspent),
    Limit(("支出",), ("报账",), False, _sums("支出", "报账")),
    Limit(("指标下达",), ("到账",), False, _sums("指标下达", "到账"), lambda one: one.total("指标下达") > 0),
    Limit((), ("指标下达",), False, _over_plan, lambda one: one.planned_fen > 0, lambda one: one.planned_fen),
    Limit(("收益",), ("分配",), True, _shared_out, village=True),
)


class Accounts:
    """Entries that stand, and entries to be added to them, sorted into accounts."""

    def __init__(self, entries: Iterable[EntryRow], projects: Mapping[uuid.UUID, ProjectRow]) -> None:
        self._projects = projects
        self._entries = list(entries)
        self._by_key = {entry.key: entry for entry in self._entries}

    def asked(self, added: Collection[uuid.UUID], allowed: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, list[str]]:
        """Return what to ask about the added entries: messages by key.

        Args:
            allowed: Those that are added whatever is asked; others that are asked about do not count for the rest.
        """
        chosen = set(added)
        found: dict[uuid.UUID, list[str]] = defaultdict(list)
        for limit in LIMITS:
            for account in self._accounts(limit, chosen):
                if limit.holds(account):
                    _judge(limit, account, chosen, allowed, found)
        return dict(found)

    def _accounts(self, limit: Limit, chosen: Collection[uuid.UUID]) -> list[Account]:
        """Return the accounts in which something is added."""
        made: dict[Place, Account] = {}
        touched: set[Place] = set()
        kinds = limit.plus + limit.minus
        for entry in self._entries:
            place: Place = ("", None) if limit.village else (entry.project or entry.project_code, entry.source)
            account = made.get(place)
            if account is None:
                account = made[place] = Account(place, self._planned(entry))
            account.entries.append((self.counts_on(entry), entry))
            if entry.key in chosen and entry.counted in kinds:
                touched.add(place)
        return [account for place, account in made.items() if place in touched]

    def _planned(self, entry: EntryRow) -> int:
        project = self._projects.get(entry.project) if entry.project else None
        return project.planned.get(entry.source or "", 0) if project else 0

    def counts_on(self, entry: EntryRow) -> dt.date:
        """The day an entry counts on: for a 冲销 that of the entry it reverses."""
        origin = self._by_key.get(entry.reverses) if entry.reverses and entry.kind == REVERSAL else None
        return (origin.date if origin else entry.date) or _NO_DAY


def _judge(
    limit: Limit,
    account: Account,
    chosen: Collection[uuid.UUID],
    allowed: Collection[uuid.UUID],
    found: dict[uuid.UUID, list[str]],
) -> None:
    """Take the added entries that take off one after the other, all that adds standing; ask about those too much."""
    moved = [(day if limit.by_day else _NO_DAY, entry, _effect(limit, entry)) for day, entry in account.entries]
    undone = {entry.reverses: effect for _, entry, effect in moved if entry.key in chosen and entry.reverses}
    by_key = {entry.key for _, entry, _ in moved if entry.key in chosen}
    taking: list[tuple[dt.date, EntryRow, int]] = []
    standing: dict[dt.date, int] = defaultdict(int)
    for day, entry, effect in moved:
        if entry.key in chosen and entry.kind == REVERSAL and entry.reverses in by_key:
            continue  # counted with the entry it reverses
        if entry.key in chosen:
            effect += undone.get(entry.key, 0)
        if entry.key in chosen and effect < 0:
            taking.append((day, entry, -effect))
        else:
            standing[day] += effect
    days = sorted({*standing, *(day for day, _, _ in taking)})
    least = _least_from(days, standing, limit.start(account))
    taken = 0
    for day, entry, amount in sorted(taking, key=lambda one: (one[0], one[1].kind == REVERSAL, one[1].voucher or "")):
        if least[bisect_left(days, day)] - taken - amount < 0:
            found[entry.key].append(limit.say(account, day, entry))
            if entry.key not in allowed:
                continue
        taken += amount


def _effect(limit: Limit, entry: EntryRow) -> int:
    if entry.counted in limit.plus:
        return entry.amount_fen or 0
    return -(entry.amount_fen or 0) if entry.counted in limit.minus else 0


def _least_from(days: Sequence[dt.date], moved: Mapping[dt.date, int], start: int) -> list[int]:
    """Return for each day the least the account holds on it or any later day."""
    ends = [start + total for total in accumulate(moved.get(day, 0) for day in days)]
    return list(accumulate(reversed(ends), min))[::-1]
