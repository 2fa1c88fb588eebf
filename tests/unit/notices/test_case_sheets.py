"""N8 to N13: who is on the sheet and as what, from the cases at that step; nothing about why or how poor."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_meeting, add
from villagebook.base.errors import UserError
from villagebook.models import Case, CaseStep
from villagebook.notices import NOTICE_KINDS, NoticeSubject
from villagebook.notices.case_waiting import step_of
from villagebook.notices.words import found_in

N8 = NOTICE_KINDS["monitored-identification"]
KINDS = tuple(kind for kind in NOTICE_KINDS if kind.steps)
D = dt.date
ON = D(2025, 11, 1)
#: All the book knows of a case that must not hang.
PRIVATE = {"risk": "因病", "lead_text": "户主患尿毒症，欠债八万", "note": "收入低"}


def a_case(conn, village, kind, home, code, *, meeting=None, **fields):
    """A case at the step that wants this notice: the steps before it are done a week apart up to ON."""
    procedure, step = step_of(kind)
    before = procedure.steps[: procedure.place(step.id)]
    lead = ON - dt.timedelta(weeks=len(before))
    key = add(conn, Case, village_id=village, household_id=home, code=code, kind=procedure.title, lead_on=lead,
              **{"state": "办理中", **PRIVATE, **fields})
    for place, done in enumerate(before, 1):
        add(conn, CaseStep, village_id=village, case_id=key, step=done.id, passed="是",
            done_on=lead + dt.timedelta(weeks=place), meeting_id=meeting if "meeting" in done.needs else None)
    return key


def two_cases(conn, village, kind, **fields):
    """Two households with cases at the step."""
    one = a_household(conn, village, code="H1", head="王一", group="上溪", income={"population": 4})
    two = a_household(conn, village, code="H2", head="陈二", group="下溪", people=({"name": "陈二"}, {"name": "小二"}))
    a_case(conn, village, kind, one.household, "2025-001", **{"target": "边缘易致贫户", **fields})
    a_case(conn, village, kind, two.household, "2025-002", **{"target": "突发严重困难户", **fields})


def rows(kind, conn, scope, **subject):
    (table,) = kind.draft(conn, scope, NoticeSubject(**subject)).tables
    return table.rows


def test_all_cases_at_the_step_stand_by_household(conn, village, scope):
    two_cases(conn, village, N8)
    content = N8.draft(conn, scope, NoticeSubject())
    (table,) = content.tables
    assert content.title == "清溪村2025年监测对象识别公示"
    assert table.rows == ((1, "上溪", "王一", 4, "边缘易致贫户"), (2, "下溪", "陈二", 2, "突发严重困难户"))
    assert (table.totals[3], table.count_text) == (6, "2户")
    assert (content.through_on - content.from_on).days == 5
    assert content.signers == ("清溪村民委员会",) or content.signers[0].endswith("清溪村村民委员会")


def test_cases_and_households_named_stand_in_the_order_named(conn, village, scope):
    two_cases(conn, village, N8)
    assert [row[2] for row in rows(N8, conn, scope, case_codes=("2025-002", "2025-001"))] == ["陈二", "王一"]
    assert [row[2] for row in rows(N8, conn, scope, household_codes=("H2",))] == ["陈二"]


def test_the_meeting_all_cases_went_through_is_the_basis_of_the_villages_own_sheet(conn, village, scope):
    held = a_meeting(conn, village, D(2025, 10, 25), "民主评议会")
    two_cases(conn, village, N8, meeting=held)
    assert N8.draft(conn, scope, NoticeSubject()).basis.startswith("经2025年10月25日民主评议会讨论通过，")


def test_two_meetings_are_no_basis(conn, village, scope):
    for place, day in enumerate((25, 26), 1):
        home = a_household(conn, village, code=f"H{place}").household
        held = a_meeting(conn, village, D(2025, 10, day), "民主评议会")
        a_case(conn, village, N8, home, f"2025-00{place}", target="边缘易致贫户", meeting=held)
    assert N8.draft(conn, scope, NoticeSubject()).basis.startswith("现将拟纳入")


def test_those_monitored_already_do_not_hang(conn, village, scope):
    a_household(conn, village, code="H1", statuses=({"kind": "脱贫不稳定户", "removed": "否"},))
    for subject, why in ((NoticeSubject(), "notice.nothing-waits"), (NoticeSubject(household_codes=("H1",)),
                                                                     "notice.no-case")):
        with pytest.raises(UserError) as caught:
            N8.draft(conn, scope, subject)
        assert caught.value.id == why


@pytest.mark.parametrize("fields", [{"state": "未通过"}, {"state": "已中止"}])
def test_a_case_that_ended_puts_nobody_on_the_wall(conn, village, scope, fields):
    two_cases(conn, village, N8, closed_on=D(2025, 11, 2), **fields)
    with pytest.raises(UserError) as caught:
        N8.draft(conn, scope, NoticeSubject(household_codes=("H1",)))
    assert caught.value.id == "notice.case-step"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_no_kind_says_why(conn, village, scope, kind):
    target = {"N13": "低保户", "N11": "未脱贫户", "N12": "脱贫户"}.get(kind.number, "边缘易致贫户")
    two_cases(conn, village, kind, target=target, covered=1, grade="B类", month_fen=41_000)
    content = kind.draft(conn, scope, NoticeSubject())
    said = str(content.to_json())
    assert found_in(said) == ()
    assert [word for word in kind.forbidden if word in said] == []
    assert not any(word in said for word in ("尿毒症", "欠债", "收入低"))
    assert len(content.tables[0].rows) == 2
    assert content.title.endswith(kind.mode)
    assert content.from_on < content.through_on


@pytest.mark.parametrize(("kind", "signer"), [
    ("monitored-announcement", "人民政府"), ("poverty-second", "人民政府"), ("poverty-announcement", "县人民政府"),
    ("poverty-exit-announcement", "县人民政府"), ("assistance-confirmed", "人民政府"), ("risk-removal", "村民委员会"),
])  # fmt: skip
def test_it_is_signed_by_whose_notice_it_is(conn, village, scope, kind, signer):
    two_cases(conn, village, NOTICE_KINDS[kind], target="低保户", covered=1, month_fen=100)
    assert NOTICE_KINDS[kind].draft(conn, scope, NoticeSubject()).signers[-1].endswith(signer)


@pytest.mark.parametrize(("kind", "row"), [
    ("monitored-announcement", (1, "上溪", "王一", 4, "边缘易致贫户")),
    ("risk-removal", (1, "上溪", "王一", 4, "边缘易致贫户", "拟消除")),
    ("risk-removal-announcement", (1, "上溪", "王一", 4, "边缘易致贫户", "已消除")),
    ("poverty-first", (1, "王一", 4, "上溪")),
    ("poverty-exit", (1, "王一", 4, "上溪", "2025年")),
    ("assistance-first", (1, "王一", 3, "边缘易致贫户·A类", 123_000, "拟保障")),
    ("assistance-confirmed", (1, "王一", 3, "边缘易致贫户·A类", 123_000, "已保障")),
])  # fmt: skip
def test_a_row_of_each_form(conn, village, scope, kind, row):
    two_cases(conn, village, NOTICE_KINDS[kind], covered=3, grade="A类", month_fen=123_000)
    assert rows(NOTICE_KINDS[kind], conn, scope)[0] == row
