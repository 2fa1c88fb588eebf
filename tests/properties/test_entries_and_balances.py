"""Money through entries: whatever is written, posted, reversed, closed, reopened and undone, the ledger's balances
equal a naive account; without a reason no source falls below zero on any day; posted numbers follow each other.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import made_books
from tests.builders import a_project
from villagebook.base.errors import UserError
from villagebook.services import books, closings, history, money, tables
from villagebook.store import Book, Undo

FIGURE = {
    "指标下达": "granted_fen", "到账": "received_fen", "支出": "spent_fen", "报账": "reimbursed_fen",
    "收回": "returned_fen", "收益": "earned_fen", "分配": "distributed_fen",
}  # fmt: skip
SIGN = {"到账": 1, "支出": -1, "收回": -1}
PROJECTS, SOURCES = ("P1", "P2", "不在书里"), ("中央", "省", None)
#: Days lie in January to April: months that can be closed, and some order to get wrong.
DAYS = st.integers(0, 110).map(lambda days: dt.date(2025, 1, 5) + dt.timedelta(days=days))
TODAY = made_books.TODAY


@dataclass
class Entry:
    """One entry as a child would write it into a copybook."""

    key: Any
    day: dt.date
    project: str
    source: str | None
    kind: str
    amount_fen: int
    voucher: str = ""
    posted: bool = False
    reverses: Entry | None = None
    counts_as: str = field(default="")

    @property
    def counts_on(self) -> dt.date:
        """A reversal takes back on the day of what it reverses."""
        return self.reverses.day if self.reverses else self.day


class Account(RuleBasedStateMachine):
    """The book beside the copybook.

    ``lent`` are places (project and source) where somebody went below zero with a reason.
    """

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.book: Book = books.create(
            Path(self.place.name) / "b.vbook", name="清溪村", code="350699101203", actor="测试"
        )
        with self.book.work("test", "测试", "项目", Undo.NONE) as work:
            for code in PROJECTS[:2]:
                a_project(work, self.book.village_id, code=code)
            work.commit()
        self.entries: list[Entry] = []
        self.lent: set[tuple[str, str | None]] = set()
        self.closed: set[int] = set()
        self.undoable = False

    def teardown(self) -> None:
        if hasattr(self, "book"):
            assert history.verify(self.book) == []
            self.book.close()
            self.place.cleanup()

    # What is done

    @rule(
        project=st.sampled_from(PROJECTS), source=st.sampled_from(SOURCES), day=DAYS,
        kind=st.sampled_from([*FIGURE, "到账", "到账", "支出", "支出"]),
        amount_fen=st.one_of(st.integers(1, 300), st.integers(1, 10**12)),
    )  # fmt: skip
    def write(self, project: str, source: str | None, day: dt.date, kind: str, amount_fen: int) -> None:
        values = {"date": day, "project_code": project, "source": source, "kind": kind, "amount_fen": amount_fen}
        try:
            _, key = money.write_entry(self.book, values, actor="测试")
        except UserError:
            assert day.month in self.closed
            return
        assert day.month not in self.closed
        self.entries.append(Entry(key, day, project, source, kind, amount_fen, counts_as=kind))
        self._read_vouchers()
        self.undoable = True

    @precondition(lambda self: any(not entry.posted for entry in self.entries))
    @rule(data=st.data(), why=st.sampled_from(["", "", "核对过"]), renumber=st.booleans())
    def post(self, data: st.DataObject, why: str, renumber: bool) -> None:
        drafts = [entry for entry in self.entries if not entry.posted]
        chosen = data.draw(st.lists(st.sampled_from(drafts), min_size=1, unique_by=lambda entry: entry.key))
        keys = [entry.key for entry in chosen]
        report = money.post(
            self.book, None, keys=keys, actor="测试", today=TODAY, why=why, number=True, renumber=renumber
        )
        assert len(report.posted) + len(report.refused) == len(chosen)
        posted = self._posted_keys()
        for entry in chosen:
            entry.posted = entry.key in posted
            if entry.posted and why:
                self.lent.add((entry.project, entry.source))
        assert sum(entry.posted for entry in chosen) == len(report.posted)
        if renumber and why:
            assert all(entry.posted or entry.day.month in self.closed for entry in chosen)
        if not why:
            assert report.warned == ()
        self._read_vouchers()
        self.undoable = False

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), day=DAYS, why=st.sampled_from(["", "记错了"]))
    def reverse(self, data: st.DataObject, day: dt.date, why: str) -> None:
        entry = data.draw(st.sampled_from(self.entries))
        taken = any(other.reverses is entry for other in self.entries)
        allowed = (
            entry.posted and not taken and entry.kind != "冲销" and day >= entry.day and day.month not in self.closed
        )
        try:
            money.reverse(self.book, entry.voucher, day, actor="测试", why=why)
        except UserError as error:
            wanting = error.id == "funds.reverse_wants_reason" and not why
        else:
            wanting = False
        if not allowed or wanting:
            assert wanting or not self._posted_keys() - {one.key for one in self.entries}
            return
        known = {one.key for one in self.entries}
        (key,) = self._posted_keys() - known
        self.entries.append(
            Entry(key, day, entry.project, entry.source, "冲销", -entry.amount_fen, posted=True, reverses=entry,
                  counts_as=entry.kind)
        )  # fmt: skip
        if why:
            self.lent.add((entry.project, entry.source))
        self._read_vouchers()
        self.undoable = False

    @precondition(lambda self: any(not entry.posted for entry in self.entries))
    @rule(data=st.data())
    def discard(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from([entry for entry in self.entries if not entry.posted]))
        money.discard(self.book, entry.key, actor="测试")
        self.entries.remove(entry)
        self.undoable = False

    @precondition(lambda self: self.undoable)
    @rule()
    def undo_the_last(self) -> None:
        """Ctrl+Z takes back the draft that was just written."""
        history.undo_last(self.book, actor="测试")
        self.entries.pop()
        self.undoable = False

    @rule(month=st.integers(1, 4))
    def close(self, month: int) -> None:
        used = {entry.day.month for entry in self.entries}
        drafts = {entry.day.month for entry in self.entries if not entry.posted}
        before = {one for one in used if one < month} - self.closed
        try:
            closings.close(self.book, 2025, month, actor="测试", today=TODAY)
        except UserError:
            assert month in self.closed or before or month in drafts or month not in used
            return
        assert month in used
        assert not before | (drafts & {month})
        self.closed.add(month)
        self.undoable = False

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        month = data.draw(st.sampled_from(sorted(self.closed)))
        try:
            closings.reopen(self.book, 2025, month, why="漏记", actor="测试", today=TODAY)
        except UserError:
            assert month != max(self.closed)
            return
        assert month == max(self.closed)
        self.closed.discard(month)
        self.undoable = False

    # What always holds

    def _posted_keys(self) -> set[Any]:
        rows = tables.listed(self.book, "funds", tables.scope(self.book, TODAY)).rows
        return {row["_id"] for row in rows if row["posted"]}

    def _read_vouchers(self) -> None:
        rows = tables.listed(self.book, "funds", tables.scope(self.book, TODAY)).rows
        vouchers = {row["_id"]: row["voucher"] for row in rows}
        for entry in self.entries:
            entry.voucher = vouchers[entry.key]

    @invariant()
    def posted_numbers_follow_each_other_and_no_number_stands_twice(self) -> None:
        if not hasattr(self, "book"):
            return
        posted = sorted(int(entry.voucher.removeprefix("记-")) for entry in self.entries if entry.posted)
        assert posted == list(range(1, len(posted) + 1))
        vouchers = [entry.voucher for entry in self.entries]
        assert len(set(vouchers)) == len(vouchers)

    @invariant()
    def without_a_reason_no_source_is_below_zero_on_any_day(self) -> None:
        if not hasattr(self, "book"):
            return
        moved: dict[tuple[str, str | None], Counter[dt.date]] = defaultdict(Counter)
        for entry in self.entries:
            if entry.posted:
                moved[entry.project, entry.source][entry.counts_on] += SIGN.get(entry.counts_as, 0) * entry.amount_fen
        for place, days in moved.items():
            total = 0
            for day in sorted(days):
                total += days[day]
                assert total >= 0 or place in self.lent

    @invariant()
    def balances_are_those_of_the_copybook(self) -> None:
        if not hasattr(self, "book"):
            return
        for posted_only in (False, True):
            scope = tables.scope(self.book, TODAY, posted_only=posted_only)
            listed = tables.listed(self.book, "fund-balances", scope)
            expected: dict[tuple[str, str | None], Counter[str]] = {}
            for entry in self.entries:
                if entry.posted or not posted_only:
                    project = entry.project if entry.project in PROJECTS[:2] else "未归属"
                    sums = expected.setdefault((project, entry.source), Counter())
                    sums[FIGURE[entry.counts_as]] += entry.amount_fen
            found = {(row["project"], row["source"]): row for row in listed.rows}
            assert found.keys() == expected.keys()
            for place, sums in expected.items():
                row = found[place]
                assert {name: row[name] for name in FIGURE.values()} == {name: sums[name] for name in FIGURE.values()}
                assert row["balance_fen"] == sums["received_fen"] - sums["spent_fen"] - sums["returned_fen"]
                assert row["outstanding_fen"] == sums["granted_fen"] - sums["received_fen"]
            for name in FIGURE.values():
                assert (listed.totals[name] or 0) == sum(sums[name] for sums in expected.values())

    @invariant()
    def every_entry_is_there_as_it_was_written(self) -> None:
        if not hasattr(self, "book"):
            return
        rows = tables.listed(self.book, "funds", tables.scope(self.book, TODAY)).rows
        assert sorted((r["voucher"], r["kind"], r["amount_fen"], r["posted"]) for r in rows) == sorted(
            (e.voucher, e.kind, e.amount_fen, e.posted) for e in self.entries
        )


TestAccount = Account.TestCase
TestAccount.settings = settings(
    max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
