"""Notices, officers, incomes, statuses and imports as ledgers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.builders import a_household, add, an_officer
from villagebook.ledgers import LEDGERS, rows
from villagebook.models import Attachment, ImportFile, ImportRow, Notice

NOON = dt.datetime(2025, 11, 5, 4, tzinfo=dt.UTC)


def test_a_posted_notice_is_to_be_taken_down_after_its_last_day(conn, village, scope):
    add(conn, Notice, village_id=village, number="清溪公示〔2025〕1号", year=2025, serial=1, kind="fund-use",
        heading="标题", state="公示中", subject={}, from_on=dt.date(2025, 10, 1), through_on=dt.date(2025, 10, 11))
    (last_day,) = rows(conn, LEDGERS["notices"], replace(scope, on=dt.date(2025, 10, 11)))
    (after,) = rows(conn, LEDGERS["notices"], replace(scope, on=dt.date(2025, 10, 12)))
    assert (last_day["state"], after["state"]) == ("公示中", "期满")
    assert (after["title"], after["from"], after["through"]) == ("标题", dt.date(2025, 10, 1), dt.date(2025, 10, 11))


def test_a_withdrawn_notice_stays_withdrawn(conn, village, scope):
    add(conn, Notice, village_id=village, number="1", year=2025, serial=1, kind="fund-use", state="已撤回", subject={},
        through_on=dt.date(2025, 10, 11), withdrawn_on=dt.date(2025, 10, 2))
    (row,) = rows(conn, LEDGERS["notices"], scope)
    assert (row["state"], row["withdrawn"]) == ("已撤回", dt.date(2025, 10, 2))


def test_as_of_an_earlier_day_a_notice_taken_down_since_still_hangs(conn, village, scope):
    for serial, month in enumerate((9, 10), 1):
        add(conn, Notice, village_id=village, number=f"{serial}号", year=2025, serial=serial, kind="fund-use",
            state="已摘下", subject={}, from_on=dt.date(2025, month, 1), through_on=dt.date(2025, month, 11),
            taken_down_on=dt.date(2025, month, 20))
    then = replace(scope, on=dt.date(2025, 9, 12), through=dt.date(2025, 9, 12))
    assert [(row["number"], row["state"]) for row in rows(conn, LEDGERS["notices"], then)] == [("1号", "期满")]


def test_officers_have_their_office_phone(conn, village, scope):
    an_officer(conn, village, "陈主任", "0596-3000001", "意见反映", post="村主任")
    (row,) = rows(conn, LEDGERS["officers"], scope)
    assert (row["name"], row["phone"], row["role"]) == ("陈主任", "0596-3000001", "意见反映")


def test_incomes_have_a_row_for_each_year(conn, village, scope):
    a_household(conn, village, income={"year": 2024, "wage_fen": 5, "net_fen": 4})
    (row,) = rows(conn, LEDGERS["income"], scope)
    assert (row["household"], row["year"], row["wage_fen"], row["net_fen"]) == ("3506991012030001", 2024, 5, 4)


def test_statuses_say_whether_they_are_in_force(conn, village, scope):
    a_household(conn, village, statuses=("脱贫户", {"kind": "低保户", "through_on": dt.date(2024, 1, 1)}))
    assert {row["kind"]: row["in_force"] for row in rows(conn, LEDGERS["statuses"], scope)} == {
        "脱贫户": True, "低保户": False,
    }  # fmt: skip


def test_imports_count_their_rows_by_outcome(conn, village, scope):
    blob = add(conn, Attachment, village_id=village, sha256="0" * 64, size=1, media_type="text/csv", file_name="a.csv",
               added_at=NOON)
    file = add(conn, ImportFile, village_id=village, attachment_id=blob, file_name="a.csv", sha256="0" * 64,
               imported_at=NOON, counts={})
    for place, outcome in enumerate(("new", "new", "refused")):
        add(conn, ImportRow, village_id=village, file_id=file, sheet="表", row=place, kind="people", outcome=outcome)
    (row,) = rows(conn, LEDGERS["imports"], scope)
    assert (row["new"], row["changed"], row["unchanged"], row["refused"], row["at"]) == (2, 0, 0, 1, NOON)
    assert [row["outcome"] for row in rows(conn, LEDGERS["import-rows"], scope)] == ["new", "new", "refused"]
