"""What must be made public in a year: by quarter or month, by policy; met, late, missed, or not known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.builders import a_project, add, an_entry
from villagebook.ledgers import LEDGERS, Scope, rows
from villagebook.ledgers.duties import DUE, DUTY_KINDS, MET, MET_LATE, MISSED, TO_COME, UNKNOWN, duties
from villagebook.models import Notice, SocialHelp
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import NO_OVERRIDES, POLICIES

ON = dt.date(2025, 11, 5)


def found(conn, village, year=2025, on=ON, own=NO_OVERRIDES):
    return {(one.duty, one.period): one for one in duties(conn, village, [year], on, own)}


def a_notice(conn, village, kind, from_on, state="公示中", number="1号", project=None, **subject):
    return add(conn, Notice, village_id=village, kind=kind, number=number, year=from_on.year, serial=1, state=state,
               from_on=from_on, subject=subject, project_id=project)


def money(conn, village, on, kind="到账", **fields):
    return an_entry(conn, village, None, kind, 100, posted=True, on=on, **fields)


def test_every_duty_names_a_kind_of_notice_a_policy_and_a_rule():
    for kind in DUTY_KINDS:
        assert NOTICE_KINDS[kind.notice]
        assert POLICIES[kind.by].unit == ("期限" if kind.every == "quarter" else "月日")
        assert kind.source


def test_nothing_is_owed_by_a_book_without_anything_to_tell(conn, village):
    assert duties(conn, village, None, ON, NO_OVERRIDES) == []
    money(conn, village, dt.date(2025, 2, 1), kind="指标下达")
    assert duties(conn, village, [2025], ON, NO_OVERRIDES) == []


def test_accounts_are_due_a_month_after_each_quarter_from_the_first_money_on(conn, village):
    money(conn, village, dt.date(2025, 5, 1))
    a_notice(conn, village, "village-accounts", dt.date(2025, 8, 2), period="2025Q2")
    every = found(conn, village)
    assert {key[1]: (one.due_on, one.state, one.days) for key, one in every.items()} == {
        "2025Q2": (dt.date(2025, 7, 30), MET_LATE, 3),
        "2025Q3": (dt.date(2025, 10, 30), MISSED, 6),
        "2025Q4": (dt.date(2026, 1, 31), TO_COME, 0),
    }
    assert found(conn, village, on=dt.date(2025, 10, 20))["accounts", "2025Q3"].state == DUE
    assert (every["accounts", "2025Q2"].number, every["accounts", "2025Q2"].words) == ("1号", "2025年第二季度")


def test_where_much_money_moves_each_month_is_told_but_a_quarter_tells_its_months_too(conn, village):
    for day in range(1, 31):
        for month in (7, 8, 9):
            money(conn, village, dt.date(2025, month, day))
    a_notice(conn, village, "village-accounts", dt.date(2025, 8, 10), period="2025-07")
    every = found(conn, village)
    assert [key[1] for key in every] == ["2025-07", "2025-08", "2025-09", "2025Q4"]
    assert [one.state for one in every.values()] == [MET, MISSED, MISSED, TO_COME]
    a_notice(conn, village, "village-accounts", dt.date(2025, 10, 9), period="2025Q3")
    assert [one.state for one in found(conn, village).values()] == [MET, MET_LATE, MET, TO_COME]


def test_the_village_s_own_values_of_policies_count(conn, village):
    money(conn, village, dt.date(2025, 7, 1))
    own = {"duty.accounts.within": [(None, None, "15天")], "duty.accounts.busy": [(None, None, 1)]}
    assert found(conn, village, own=own)["accounts", "2025-07"].due_on == dt.date(2025, 8, 15)


def test_what_was_left_undone_before_notices_were_kept_here_is_not_known(conn, village):
    money(conn, village, dt.date(2025, 1, 5))
    assert found(conn, village)["accounts", "2025Q1"].state == UNKNOWN
    a_notice(conn, village, "project-library", dt.date(2025, 7, 1))
    assert [one.state for one in found(conn, village).values()] == [UNKNOWN, MISSED, MISSED, TO_COME]
    a_notice(conn, village, "village-accounts", dt.date(2025, 10, 9), period="2025Q3")
    assert [one.state for one in found(conn, village).values()] == [UNKNOWN, UNKNOWN, MET, TO_COME]


def test_drafts_and_what_was_withdrawn_meet_nothing_but_a_draft_is_named(conn, village):
    money(conn, village, dt.date(2025, 7, 1))
    a_notice(conn, village, "village-accounts", dt.date(2025, 10, 9), state="已撤回", period="2025Q3")
    a_notice(conn, village, "village-accounts", dt.date(2025, 10, 20), state="草稿", number="2号", period="2025Q3")
    one = found(conn, village, on=dt.date(2025, 10, 20))["accounts", "2025Q3"]
    assert (one.state, one.number, one.waiting) == (DUE, None, "2号")


def test_yearly_ones_are_owed_only_where_there_is_something_and_met_by_a_notice_of_the_year(conn, village):
    project = a_project(conn, village, code="P1", name="路", year=2025, approval_number="1号").project
    money(conn, village, dt.date(2025, 3, 1), kind="支出", project=project)
    add(conn, SocialHelp, village_id=village, date=dt.date(2025, 5, 1), kind="捐助资金", amount_fen=1)
    a_notice(conn, village, "fund-use", dt.date(2025, 7, 1), project=project, year=2025)
    # What half a year spent is no result of the year.
    a_notice(conn, village, "fund-use", dt.date(2025, 7, 9), year=2025)
    a_notice(conn, village, "annual-plan", dt.date(2025, 6, 1), number="3号")
    every = {key: one for key, one in found(conn, village).items() if key[0] != "accounts"}
    assert {key[0]: (one.due_on, one.state) for key, one in every.items()} == {
        "plan": (dt.date(2025, 7, 31), MET), "results": (dt.date(2026, 1, 31), TO_COME),
        "gifts": (dt.date(2026, 1, 31), TO_COME),
    }  # fmt: skip
    a_notice(conn, village, "fund-use", dt.date(2026, 1, 3), number="4号", year=2025)
    later = found(conn, village, on=dt.date(2026, 2, 3))
    assert (later["results", "2025"].number, later["gifts", "2025"].state) == ("4号", MISSED)


def test_the_ledger_says_the_same_of_one_year_or_of_all(conn, village):
    money(conn, village, dt.date(2024, 11, 1))
    scope = Scope(village, ON)
    assert [row["period"] for row in rows(conn, LEDGERS["duties"], scope)] == [
        "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"]  # fmt: skip
    only = replace(scope, year=2024)
    assert [(row["title"], row["state"]) for row in rows(conn, LEDGERS["duties"], only)] == [("财务公开", UNKNOWN)]
