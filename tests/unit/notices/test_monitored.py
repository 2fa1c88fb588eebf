"""N8: the households chosen, with the class they are to be taken into, and nothing about why."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, add
from villagebook.base.errors import UserError
from villagebook.models import Case
from villagebook.notices import NOTICE_KINDS, NoticeSubject
from villagebook.notices.words import found_in

KIND = NOTICE_KINDS["monitored-identification"]


def case(kind, **fields):
    return {"kind": kind, "risk1": "因病", "note": "患大病", **fields}


def test_households_stand_in_the_order_chosen(conn, village, scope):
    a_household(conn, village, code="H1", head="王一", group="上溪", income={"population": 4},
                statuses=("脱贫户", case("脱贫不稳定户")))
    a_household(conn, village, code="H2", head="陈二", group="下溪", people=({"name": "陈二"}, {"name": "小二"}),
                statuses=(case("突发严重困难户", from_on=dt.date(2026, 1, 1)),))
    content = KIND.draft(conn, scope, NoticeSubject(household_codes=("H2", "H1")))
    (table,) = content.tables
    assert content.title == "清溪村2025年监测对象识别公示"
    assert table.rows == ((1, "下溪", "陈二", 2, "突发严重困难户"), (2, "上溪", "王一", 4, "脱贫不稳定户"))
    assert (table.totals[3], table.count_text) == (6, "2户")
    assert (content.through_on - content.from_on).days == 5
    assert found_in(str(content.to_json())) == ()


def test_the_newest_open_case_is_taken(conn, village, scope):
    a_household(conn, village, code="H1", statuses=(
        case("脱贫不稳定户", from_on=dt.date(2022, 1, 1), removed="是"),
        case("边缘易致贫户", from_on=dt.date(2023, 1, 1)),
        case("突发严重困难户", from_on=dt.date(2025, 1, 1)),
    ))
    (table,) = KIND.draft(conn, scope, NoticeSubject(household_codes=("H1",))).tables
    assert table.rows[0][4] == "突发严重困难户"


@pytest.mark.parametrize(
    ("codes", "why"),
    [((), "notice.needs-households"), (("H9",), "notice.household-unknown"), (("H1",), "notice.not-monitored")],
)
def test_what_cannot_be_shown_is_refused(conn, village, scope, codes, why):
    a_household(conn, village, code="H1", statuses=("脱贫户", case("脱贫不稳定户", through_on=dt.date(2024, 1, 1))))
    with pytest.raises(UserError) as caught:
        KIND.draft(conn, scope, NoticeSubject(household_codes=codes))
    assert caught.value.id == why


def test_a_case_under_way_says_as_what_the_household_is_to_be_taken_in(conn, village, scope):
    home = a_household(conn, village, code="H1", head="王一", statuses=("一般农户",)).household
    add(conn, Case, village_id=village, household_id=home, kind="监测对象识别", target="边缘易致贫户", state="办理中")
    (table,) = KIND.draft(conn, scope, NoticeSubject(household_codes=("H1",))).tables
    assert table.rows[0][4] == "边缘易致贫户"


def test_a_case_that_did_not_pass_puts_nobody_on_the_wall(conn, village, scope):
    home = a_household(conn, village, code="H1", statuses=("一般农户",)).household
    add(conn, Case, village_id=village, household_id=home, kind="监测对象识别", target="边缘易致贫户", state="未通过")
    with pytest.raises(UserError) as caught:
        KIND.draft(conn, scope, NoticeSubject(household_codes=("H1",)))
    assert caught.value.id == "notice.not-monitored"
