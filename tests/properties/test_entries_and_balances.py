"""Money through entries: whatever is written, posted and reversed, the ledger's balances equal a naive account."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import made_books
from tests.builders import a_project
from villagebook.base.errors import UserError
from villagebook.services import books, history, money, tables
from villagebook.store import Book, Undo

FIGURE = {
    "指标下达": "granted_fen", "到账": "received_fen", "支出": "spent_fen", "报账": "reimbursed_fen",
    "收回": "returned_fen", "收益": "earned_fen", "分配": "distributed_fen",
}  # fmt: skip
PROJECTS, SOURCES = ("P1", "P2", "不在书里"), ("中央", "省", None)


@dataclass
class Entry:
    """One entry as a child would write it into a copybook."""

    voucher: str
    project: str
    source: str | None
    kind: str
    amount_fen: int
    posted: bool = False
    reversed: bool = False
    counts_as: str = field(default="")


class Account(RuleBasedStateMachine):
    """The book beside the copybook."""

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
        self.day = dt.date(2025, 1, 1)

    def teardown(self) -> None:
        if hasattr(self, "book"):
            assert history.verify(self.book) == []
            self.book.close()
            self.place.cleanup()

    @rule(
        project=st.sampled_from(PROJECTS), source=st.sampled_from(SOURCES), kind=st.sampled_from(list(FIGURE)),
        amount_fen=st.integers(1, 10**12),
    )  # fmt: skip
    def write(self, project: str, source: str | None, kind: str, amount_fen: int) -> None:
        self.day += dt.timedelta(days=1)
        values = {"date": self.day, "project_code": project, "source": source, "kind": kind, "amount_fen": amount_fen}
        money.write_entry(self.book, values, actor="测试")
        voucher = f"记-{len(self.entries) + 1:04d}"
        self.entries.append(Entry(voucher, project, source, kind, amount_fen, counts_as=kind))

    @precondition(lambda self: any(not entry.posted for entry in self.entries))
    @rule(data=st.data())
    def post(self, data: st.DataObject) -> None:
        drafts = [entry for entry in self.entries if not entry.posted]
        chosen = data.draw(st.lists(st.sampled_from(drafts), min_size=1, unique_by=lambda entry: entry.voucher))
        report = money.post(
            self.book, [entry.voucher for entry in chosen], actor="测试", today=made_books.TODAY, why="核对过"
        )
        assert report.refused == ()
        assert sorted(report.posted) == sorted(entry.voucher for entry in chosen)
        for entry in chosen:
            entry.posted = True

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(self.entries))
        self.day += dt.timedelta(days=1)
        allowed = entry.posted and not entry.reversed and entry.kind != "冲销"
        try:
            money.reverse(self.book, entry.voucher, self.day, actor="测试")
        except UserError:
            assert not allowed
            return
        assert allowed
        entry.reversed = True
        self.entries.append(
            Entry(
                f"记-{len(self.entries) + 1:04d}", entry.project, entry.source, "冲销", -entry.amount_fen,
                posted=True, counts_as=entry.kind,
            )
        )  # fmt: skip

    @precondition(lambda self: any(not entry.posted for entry in self.entries))
    @rule()
    def undo_the_last(self) -> None:
        """Ctrl+Z takes back the newest written draft, unless something posted stands in the way."""
        last = self.entries[-1]
        if last.posted:
            return
        history.undo_last(self.book, actor="测试")
        self.entries.pop()

    @invariant()
    def balances_are_those_of_the_copybook(self) -> None:
        if not hasattr(self, "book"):
            return
        for posted_only in (False, True):
            scope = tables.scope(self.book, made_books.TODAY, posted_only=posted_only)
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
        rows = tables.listed(self.book, "funds", tables.scope(self.book, made_books.TODAY)).rows
        assert sorted((r["voucher"], r["kind"], r["amount_fen"], r["posted"]) for r in rows) == sorted(
            (e.voucher, e.kind, e.amount_fen, e.posted) for e in self.entries
        )


TestAccount = Account.TestCase
TestAccount.settings = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
