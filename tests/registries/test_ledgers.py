"""Every ledger: its SELECT yields its columns, sorts and filters by each of them, and compiles for both engines."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy.dialects import postgresql

from tests.builders import (
    a_database,
    a_household,
    a_meeting,
    a_project,
    a_roster_line,
    a_village,
    add,
    an_entry,
    an_officer,
)
from villagebook.ledgers import LEDGERS, Scope, count, ids, rows, totals
from villagebook.models import (
    BY_TABLE,
    Acknowledgement,
    BenefitAgreement,
    BenefitLine,
    Case,
    CaseStep,
    Committee,
    CommitteeMember,
    Guarantee,
    Measure,
    MeetingMember,
    SocialHelp,
    VillageYear,
    Visit,
    WorkRecord,
    fields_of,
)

#: Column ids that the command line's readers rely on.
PROMISED = {
    "households": "code head group members status net_income_fen per_capita_fen",
    "people": "code household name sex born id_number relation phone",
    "projects": "code name category mode planned_fen",
    "funds": "date voucher project kind source payee amount_fen posted",
    "fund-balances": "project source granted_fen received_fen spent_fen reimbursed_fen balance_fen",
    "rosters": "project household quantity rate_fen amount_fen",
    "cases": "code kind household head group target",
    "notices": "number kind title state from through sha256",
}

COLUMNS = [
    pytest.param(ledger, column, id=f"{ledger.id}.{column.id}") for ledger in LEDGERS for column in ledger.columns
]


@pytest.fixture(scope="module")
def book():
    with a_database() as conn:
        village = a_village(conn)
        home = a_household(conn, village, people=({"name": "许玉美", "relation": "户主", "education": "小学"},),
                           statuses=("脱贫户",), income={"net_fen": 100})
        project = a_project(conn, village, sources={"中央": 100}).project
        an_entry(conn, village, "记-0001", "到账", 100, project=project, posted=True)
        a_roster_line(conn, village, project, home.household, 100)
        case = add(conn, Case, village_id=village, code="2025-001", kind="监测对象识别", household_id=home.household,
                   lead_on=dt.date(2025, 11, 1), state="办理中", target="边缘易致贫户")  # fmt: skip
        add(conn, CaseStep, village_id=village, case_id=case, step="visit", done_on=dt.date(2025, 11, 2), passed="是")
        add(conn, Acknowledgement, village_id=village, check="people.phone", subject="3506", field_name="成员联系电话",
            said="应为11位", reason="座机", on=dt.date(2025, 11, 1), until=dt.date(2025, 11, 4))  # fmt: skip
        add(conn, Measure, village_id=village, household_id=home.household, kind="产业帮扶", amount_fen=100, year=2025)
        add(conn, Measure, village_id=village, household_code="不认得", kind="健康帮扶", person_name="许玉美")
        add(conn, Visit, village_id=village, household_id=home.household, visitor="林晓芸", content="看望")
        add(conn, WorkRecord, village_id=village, person_id=home.people[0], worked="是", transport_fen=300)
        add(conn, Guarantee, village_id=village, household_id=home.household, stage="识别时", wage_fen=100)
        add(conn, VillageYear, village_id=village, year=2025, households=1)
        body = add(conn, Committee, village_id=village, name="村民代表会议", kind="村民代表")
        add(conn, CommitteeMember, village_id=village, committee_id=body, name="许玉美", post="代表")
        met = a_meeting(conn, village, dt.date(2025, 1, 13), due=9, present=8, committee_id=body)
        add(conn, MeetingMember, village_id=village, meeting_id=met, name="许玉美", attendance="到会")
        given = add(conn, SocialHelp, village_id=village, code="2025-01", date=dt.date(2025, 9, 1), kind="捐助资金",
                    giver="乡贤", amount_fen=500)
        an_entry(conn, village, "记-0002", "支出", 200, social_help_id=given, posted=True)
        agreed = add(conn, BenefitAgreement, village_id=village, project_id=project, code="XY1", kind="分红")
        add(conn, BenefitLine, village_id=village, project_id=project, agreement_id=agreed, year=2025, kind="分红",
            household_id=home.household, due_fen=500, paid_fen=100)  # fmt: skip
        an_officer(conn, village, "陈主任", "0596-3000001", "意见反映")
        yield conn, Scope(village, dt.date(2025, 11, 5))


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_promised_columns_come_first(ledger):
    promised = PROMISED.get(ledger.id, "").split()
    if ledger.id == "fund-balances":
        assert set(promised) <= {column.id for column in ledger.columns}
    else:
        assert [column.id for column in ledger.columns][: len(promised)] == promised


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_select_yields_a_key_and_every_column(ledger):
    labels = ledger.select(Scope(uuid.UUID(int=1), dt.date(2025, 1, 1))).subquery().c.keys()
    assert labels[0] == "_id"
    assert [label for label in labels if not label.startswith("_")] == [column.id for column in ledger.columns]


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_rows_keys_count_and_totals_agree(ledger, book):
    conn, scope = book
    keys = ids(conn, ledger, scope)
    found = list(rows(conn, ledger, scope))
    assert [row.key for row in found] == keys
    assert len(set(keys)) == len(keys) == count(conn, ledger, scope)
    for name, total in totals(conn, ledger, scope).items():
        assert total == sum(row[name] or 0 for row in found)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_select_compiles_for_postgresql(ledger):
    statement = ledger.select(Scope(uuid.UUID(int=1), dt.date(2025, 1, 1), posted_only=True))
    text = str(statement.compile(dialect=postgresql.dialect()))
    assert "hex(" not in text


@pytest.mark.parametrize(("ledger", "column"), COLUMNS)
def test_column_sorts_and_filters(ledger, column, book):
    conn, scope = book
    assert len(ids(conn, ledger, scope, column.id, descending=True)) == count(conn, ledger, scope)
    for row in rows(conn, ledger, scope):
        assert row.key in ids(conn, ledger, scope.only(**{column.id: row[column.id]}))


@pytest.mark.parametrize(("ledger", "column"), COLUMNS)
def test_column_has_a_heading_and_sources_that_exist(ledger, column):
    assert column.heading.strip()
    assert column.sources
    for source in column.sources:
        assert source in fields_of(BY_TABLE[source.record])
        assert column.privacy.rank >= source.privacy.rank
    assert (column.kind == "money") == column.id.endswith("_fen")
