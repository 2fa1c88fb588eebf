"""Projects, rosters, vouchers and notices of the sample village follow the order of a project's file."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import pytest

from villagebook.base.clock import FixedClock, SeededIds
from villagebook.models import (
    FundEntry,
    Household,
    HouseholdYear,
    IncomeItem,
    Meeting,
    Officer,
    PersonYear,
    Project,
    ProjectSource,
    RosterLine,
)
from villagebook.services.sample import SAMPLE_DAY, NoticeOrder, SampleVillage, build

Row = dict[str, Any]
DAYS = {"N8": 5, "N9": 5, "N10": 5, "N13": 7}


@pytest.fixture(scope="module")
def sample() -> SampleVillage:
    clock = FixedClock(dt.datetime(2025, 11, 5, tzinfo=dt.UTC))
    return build(SeededIds(1, clock))


@pytest.fixture(scope="module")
def projects(sample: SampleVillage) -> dict[str, Row]:
    return {str(row["code"]): row for row in sample.rows[Project]}


@pytest.fixture(scope="module")
def entries(sample: SampleVillage) -> list[Row]:
    return list(sample.rows[FundEntry])


def of_kind(entries: list[Row], code: str, *kinds: str) -> list[Row]:
    return [row for row in entries if row["project_code"] == code and row["kind"] in kinds and row["voucher"]]


def through(order: NoticeOrder) -> dt.date:
    assert order.from_on is not None
    return order.from_on + dt.timedelta(days=DAYS.get(order.kind, 10))


def test_there_are_twelve_projects_this_year_in_every_stage(projects: dict[str, Row]) -> None:
    now = [row for row in projects.values() if row["year"] == 2025]
    assert len(now) == 12
    assert len(projects) == 16
    assert {row["mode"] for row in now} == {"分户实施", "集体实施", "公益设施"}
    assert any(row["started_on"] is None for row in now)
    assert any(row["started_on"] and not row["finished_on"] for row in now)
    assert any(row["finished_on"] and not row["accepted_on"] for row in now)
    assert sum(row["accepted_on"] is not None for row in now) >= 6


def test_sources_add_up_to_the_plan(sample: SampleVillage, projects: dict[str, Row]) -> None:
    planned: Counter[Any] = Counter()
    for row in sample.rows[ProjectSource]:
        planned[row["project_id"]] += row["planned_fen"]
        assert row["planned_fen"] > 0
        assert row["document"]
    assert all(planned[row["id"]] == row["planned_fen"] for row in projects.values())


def test_dates_of_a_project_are_in_order(sample: SampleVillage, projects: dict[str, Row]) -> None:
    held = {row["id"]: row["held_on"] for row in sample.rows[Meeting]}
    for row in projects.values():
        days = [row["library_notice_from"], row["library_notice_through"], row["granted_on"], row["started_on"],
                row["finished_on"], row["accepted_on"]]
        told = [day for day in days if day]
        assert all(earlier < later for earlier, later in pairwise(told)), row["name"]
        assert days[: len(told)] == told, f"{row['name']} skips a stage"
        assert (row["library_notice_through"] - row["library_notice_from"]).days >= 10
        assert held[row["meeting_id"]] < row["library_notice_from"]
        assert row["planned_start"] <= row["planned_finish"]


def test_phones_of_projects_are_office_phones(sample: SampleVillage, projects: dict[str, Row]) -> None:
    office = {row["phone"] for row in sample.rows[Officer]}
    assert {row["phone"] for row in projects.values()} <= office


def test_meetings_count_their_votes_and_have_a_quorum(sample: SampleVillage) -> None:
    for row in sample.rows[Meeting]:
        due, present, votes = (row[name] for name in ("due", "present", "agreed"))
        assert present == votes + row["against"] + row["abstained"] <= due
        assert 3 * present >= 2 * due
        assert 2 * votes > present


def test_roster_lines_are_quantity_times_rate_and_add_up_to_the_plan(
    sample: SampleVillage, projects: dict[str, Row]
) -> None:
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in sample.rows[RosterLine]:
        lines[str(row["project_code"])].append(row)
        assert row["amount_fen"] == row["quantity"] * row["rate_fen"]
    assert set(lines) == {code for code, row in projects.items() if row["mode"] == "分户实施"}
    assert len(lines) == 6
    for code, found in lines.items():
        assert sum(row["amount_fen"] for row in found) == projects[code]["planned_fen"]
        assert len({row["household_id"] for row in found}) == len(found) == projects[code]["covers_households"]
        assert sum(row["population"] for row in found) == projects[code]["covers_people"]


def test_roster_lines_name_their_household_as_it_is(sample: SampleVillage) -> None:
    homes = {row["id"]: row for row in sample.rows[Household]}
    for row in sample.rows[RosterLine]:
        home = homes[row["household_id"]]
        assert (row["household_code"], row["head_name"], row["group_name"]) == (
            home["code"], home["head_name"], home["group_name"])
        assert str(home["card"]).endswith(str(row["card_tail"]))


def test_vocational_pupils_of_helped_households_are_in_the_roster(sample: SampleVillage) -> None:
    pupils = [row for row in sample.rows[PersonYear]
              if row["year"] == 2025 and str(row["school"]).startswith(("中职", "高职"))]
    line = [row for row in sample.rows[RosterLine] if row["content"] == "职业教育补助"]
    assert len(pupils) == len(line) == 4


def test_vouchers_run_without_gap_in_order_of_days(entries: list[Row]) -> None:
    for year in (2024, 2025):
        numbered = [row for row in entries if row["year"] == year and row.get("voucher")]
        assert [row["voucher"] for row in numbered] == [f"记-{n:04d}" for n in range(1, len(numbered) + 1)]
        assert [row["date"] for row in numbered] == sorted(row["date"] for row in numbered)
        assert all(row["date"].year == year and row["date"].weekday() < 5 for row in numbered)
        posted = [row["posted_at"] for row in numbered]
        assert posted == sorted(posted)
        assert all(p.date() > row["date"] for p, row in zip(posted, numbered, strict=True))
    assert 130 <= len(entries) <= 160


def test_six_entries_of_this_month_are_drafts(entries: list[Row]) -> None:
    drafts = [row for row in entries if row.get("posted_at") is None]
    assert len(drafts) == 6
    assert not any(row.get("voucher") for row in drafts)
    assert {(row["date"].year, row["date"].month) for row in drafts} == {(2025, 11)}
    assert max(row["date"] for row in entries if row.get("voucher")) < dt.date(2025, 11, 1)
    assert [row["project_code"] for row in drafts if not row["papers"]] == ["35069920250701"]
    assert all(row["papers"] for row in entries if row.get("voucher"))


def test_amounts_are_positive_but_for_the_one_reversal(entries: list[Row]) -> None:
    (back,) = [row for row in entries if row["kind"] == "冲销"]
    assert all((row["amount_fen"] > 0) == (row is not back) for row in entries)
    wrong = next(row for row in entries if row["id"] == back["reverses_id"])
    assert (wrong["voucher"], wrong["amount_fen"], wrong["source"], wrong["project_id"]) == (
        back["reverses_text"], -back["amount_fen"], back["source"], back["project_id"])
    assert wrong["voucher"] in back["memo"]
    assert back["reason"]
    right = [row for row in entries if row["amount_fen"] == wrong["amount_fen"] and row["voucher"] > back["voucher"]]
    assert len(right) == 1
    assert right[0]["payee"] != wrong["payee"]


def test_no_source_is_ever_overspent(sample: SampleVillage, projects: dict[str, Row], entries: list[Row]) -> None:
    planned = {(row["project_id"], row["source"]): row["planned_fen"] for row in sample.rows[ProjectSource]}
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in entries:
        if row["kind"] in ("收益", "分配"):
            continue
        key = (row["project_id"], row["source"])
        figures = sums[key]
        figures["支出" if row["kind"] == "冲销" else row["kind"]] += row["amount_fen"]
        assert figures["指标下达"] <= planned[key]
        assert figures["到账"] <= figures["指标下达"]
        assert figures["支出"] + figures["收回"] <= figures["到账"], row["memo"]
        assert figures["报账"] <= figures["支出"]
    assert {key: figures["指标下达"] for key, figures in sums.items()} == planned


def test_income_of_the_power_station_covers_what_is_shared_out(entries: list[Row]) -> None:
    balance = 0
    for row in (row for row in entries if row["kind"] in ("收益", "分配")):
        balance += row["amount_fen"] if row["kind"] == "收益" else -row["amount_fen"]
        assert balance >= 0
    assert balance > 0


def test_what_was_shared_out_arrived_in_the_households(sample: SampleVillage, entries: list[Row]) -> None:
    years = {row["id"]: row["year"] for row in sample.rows[HouseholdYear]}
    got: Counter[str] = Counter()
    for row in sample.rows[IncomeItem]:
        if years[row["household_year_id"]] == 2025:
            got[str(row["arithmetic"]).rstrip("0123456789只×")] += row["amount_fen"]
    shared = next(row for row in entries if row["kind"] == "分配" and "收益分配" in row["memo"])
    assert got["光伏电站收益分配"] == shared["amount_fen"]
    assert got["养鸡到户补助"] == of_kind(entries, "35069920250706", "支出")[0]["amount_fen"]


def test_money_follows_the_stages_of_its_project(projects: dict[str, Row], entries: list[Row]) -> None:
    for code, row in projects.items():
        grants, receipts, paid, reimbursed = (of_kind(entries, code, k) for k in ("指标下达", "到账", "支出", "报账"))
        assert {entry["date"] for entry in grants} == {row["granted_on"]}
        assert all(entry["date"] > row["granted_on"] for entry in receipts)
        assert not paid or (row["started_on"] and min(entry["date"] for entry in paid) >= row["started_on"])
        assert not reimbursed or min(entry["date"] for entry in reimbursed) > row["accepted_on"]


def test_signed_roster_lines_were_paid(sample: SampleVillage, entries: list[Row]) -> None:
    for row in sample.rows[RosterLine]:
        assert bool(row["signed"]) == bool(row["received_on"])
        if row["received_on"]:
            paid = of_kind(entries, str(row["project_code"]), "支出")
            assert row["received_on"] == max(entry["date"] for entry in paid)


def test_notices_show_every_state(sample: SampleVillage) -> None:
    states = Counter(order.state(SAMPLE_DAY, DAYS.get(order.kind, 10)) for order in sample.notices)
    assert set(states) == {"草稿", "公示中", "期满", "归档", "已更正", "已撤回"}
    assert (states["草稿"], states["公示中"], states["期满"], states["已撤回"]) == (3, 4, 2, 1)


def test_the_kinds_every_book_has_show_every_state_too(sample: SampleVillage) -> None:
    common = [order for order in sample.notices if order.kind in ("N1", "N4", "N6", "N8")]
    assert len({order.state(SAMPLE_DAY, DAYS.get(order.kind, 10)) for order in common}) == 6


def test_notices_are_in_order_and_hang_long_enough(sample: SampleVillage) -> None:
    posted = [order for order in sample.notices if order.from_on]
    assert [order.from_on for order in posted] == sorted(order.from_on for order in posted if order.from_on)
    assert sample.notices[: len(posted)] == tuple(posted)
    assert all(order.taken_down_on > through(order) for order in posted if order.taken_down_on)
    held = {row["id"]: row["held_on"] for row in sample.rows[Meeting]}
    assert all(held[order.meeting_id] < order.from_on for order in posted if order.meeting_id and order.from_on)


def test_a_withdrawn_notice_is_replaced_by_one_on_the_same_matter(sample: SampleVillage) -> None:
    by_key = {order.key: order for order in sample.notices}
    (new,) = [order for order in sample.notices if order.replaces]
    old = by_key[str(new.replaces)]
    assert old.withdrawn_on
    assert new.from_on
    assert old.withdrawn_on < new.from_on
    assert (old.kind, old.project_code, bool(old.withdrawn_why)) == (new.kind, new.project_code, True)


def test_projects_were_posted_before_their_start_and_after_their_end(
    sample: SampleVillage, projects: dict[str, Row], entries: list[Row]
) -> None:
    for code, row in projects.items():
        about = {order.kind: order for order in sample.notices
                 if order.project_code == code and order.from_on and not order.withdrawn_on}
        before = about.get("N4" if row["mode"] == "分户实施" else "N3")
        if row["started_on"]:
            assert before, row["name"]
            assert row["granted_on"] < through(before) - dt.timedelta(days=10), row["name"]
            assert through(before) < row["started_on"], row["name"]
            assert all(e["date"] > through(before) for e in of_kind(entries, code, "支出")), row["name"]
        if row["accepted_on"]:
            done = through(about["N5"]) - dt.timedelta(days=10)
            assert 0 < (done - row["accepted_on"]).days <= 30, row["name"]


def test_monitored_households_were_posted_before_they_were_taken_in(sample: SampleVillage) -> None:
    posted = {code: order for order in sample.notices if order.kind == "N8" for code in order.household_codes}
    announced = {code: order for order in sample.notices if order.kind == "N9" for code in order.household_codes}
    assert posted.keys() == announced.keys()
    assert len(posted) == 4
    for code, order in posted.items():
        after = announced[code].from_on
        assert after
        assert through(order) < after


def test_references_of_notices_resolve(sample: SampleVillage, projects: dict[str, Row]) -> None:
    codes = {row["code"] for row in sample.rows[Household]}
    meetings = {row["id"] for row in sample.rows[Meeting]}
    for order in sample.notices:
        assert order.project_code is None or order.project_code in projects
        assert set(order.household_codes) <= codes
        assert order.meeting_id is None or order.meeting_id in meetings
        assert order.project_code or order.household_codes or order.year
