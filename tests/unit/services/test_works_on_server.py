"""What projects leave on a township's PostgreSQL, from rosters to sharing out: written, read, held against undo."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.builders import a_project
from tests.unit.store import server
from tests.unit.store.samples import VILLAGE
from villagebook import ledgers
from villagebook.models import Household
from villagebook.services import (
    acceptances,
    assets,
    balances,
    bank,
    benefit_agreements,
    benefits,
    checking,
    committees,
    contracts,
    coverage,
    distributions,
    four_steps,
    history,
    meeting_views,
    meetings,
    rosters,
    social_help,
    social_help_views,
    tables,
)
from villagebook.services.benefit_agreements import Terms
from villagebook.services.committees import NewMember
from villagebook.services.distributions import PartTyped
from villagebook.services.meetings import Decide
from villagebook.store import Book, Undo, create, journal

PROGRAMS = server.binaries()
TODAY = dt.date(2025, 11, 5)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed (apt-get install postgresql)"),
]
WHO = {"actor": "王"}
STATEMENT = "交易日期,收入,支出,余额,对方户名,摘要,交易流水号\n2025-08-01,60.00,,70.00,财政局,拨款,A1\n"
DONE = {"actor": "王", "today": TODAY}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    assert PROGRAMS is not None
    name = f"works_{uuid.uuid4().hex[:12]}"
    with server.running(PROGRAMS) as socket:
        at = f"postgresql+psycopg://villagebook@/postgres?host={socket}"
        engine = create_engine(at, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = f"postgresql://villagebook@/{name}?host={socket}&files={tmp_path / 'files'}"
        with create(url, VILLAGE, actor="王") as made:
            yield made


def test_what_projects_leave_is_kept_as_in_a_folder(book: Book, tmp_path: Path) -> None:
    with book.work("test", "王", "项目", Undo.NONE) as work:
        project = a_project(work, book.village_id, code="P1", accepted_on=dt.date(2025, 2, 1)).project
        (home,) = work.write_rows(Household, inserts=[{"code": "001", "head_name": "王长庚"}])
        work.commit()
    rosters.add(book, project, home, {"content": "鸡苗", "amount_fen": 100}, **DONE)
    benefit_agreements.agree(
        book, project, {"kind": "分红", "operator": "合作社"}, [home], Terms(total_fen=1001), year=2025, **DONE)
    named = {"name": "村民代表会议", "kind": "村民代表", "since": "2024-01-01"}
    body = committees.form(book, named, [NewMember("王", "召集人")], **WHO)[1]
    contract = contracts.add(book, project, {"party": "工程队", "amount_fen": "100"}, **WHO)[1]
    made = journal.last_undoable(book)
    acceptances.add(book, project, {"kind": "乡镇验收", "accepted_on": "2025-02-01", "result": "合格"}, **DONE)
    asset = assets.add(book, {"name": "磨坊", "kind": "经营性资产"}, **WHO)[1]
    texts = {"kind": "村民代表大会", "held_on": "2025-01-13", "subject": "入库"}
    meeting = meetings.record(
        book, texts, committee=body, decides=[Decide(("project", project)), Decide(("contract", contract))], **DONE)[1]
    _, plan = distributions.add(book, year=2025, income_fen=1001, **WHO)
    use = distributions.USES[0]
    distributions.plan(book, plan, [PartTyped(use, 1001)], **WHO)
    distributions.fill(book, plan, use, [home], total_fen=1001, **DONE)
    _, paid = distributions.pay(book, plan, use, TODAY, why="急", **WHO)
    given = {"kind": "捐助资金", "date": "2025-03-01", "giver": "商会", "amount_fen": "10"}
    _, matter = social_help.record(book, given, **DONE)
    path = tmp_path / "八月.csv"
    path.write_text(STATEMENT, encoding="utf-8")
    bank.import_statement(book, path, **DONE)

    assert rosters.view(book, project, TODAY).amount_fen == 100
    assert [of.due_fen for of in benefits.view(book, project, TODAY).years] == [1001]
    assert contracts.view(book, contract).due_fen == 10_000
    assert len(acceptances.of_project(book, project, TODAY)) == 1
    assert len(bank.account(book).only_there) == 1
    assert len(paid) == 1
    assert assets.view(book, asset, TODAY).name == "磨坊"
    assert coverage.of_year(book, 2025, TODAY) is not None
    assert len(meeting_views.view(book, meeting).decisions) == 2
    assert four_steps.states(book, ("project", project), TODAY)
    assert social_help_views.view(book, matter, TODAY).key == matter
    scope = tables.scope(book, TODAY)
    for ledger in ledgers.LEDGERS:
        keys = tables.keys(book, ledger.id, scope)
        assert len(tables.page(book, ledger.id, scope, keys[:20])) == min(len(keys), 20)
        assert tables.count(book, ledger.id, scope) == len(keys)
        tables.totals(book, ledger.id, scope)
        for column in ledger.columns:
            assert len(tables.keys(book, ledger.id, scope, column.id, descending=True)) == len(keys)
    assert balances.standings(book, TODAY) is not None
    assert checking.run(book, TODAY).findings is not None
    assert made is not None
    assert "会议决定事项" in history.undo(book, made.seq, actor="王").conflicts[0].message
