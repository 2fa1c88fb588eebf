"""Ledgers of contracts, acceptances and assets: sums, counts, and the state of a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders import a_database, a_project, a_village, add, an_entry
from villagebook.ledgers import LEDGERS, Scope, rows, totals
from villagebook.models import (
    Acceptance,
    AcceptanceItem,
    AcceptanceMember,
    Asset,
    AssetEvent,
    Contract,
)

D = dt.date
ON = D(2025, 11, 5)


@pytest.fixture
def conn():
    with a_database() as connection:
        yield connection


@pytest.fixture
def village(conn):
    return a_village(conn)


def only(conn, village, ledger, on=ON):
    (row,) = rows(conn, LEDGERS[ledger], Scope(village, on))
    return row


def test_a_contract_shows_what_is_due_paid_left_and_held_back(conn, village):
    project = a_project(conn, village, code="35069920250002").project
    key = add(conn, Contract, village_id=village, project_id=project, amount_fen=48_600_000, changed_fen=-600_000,
              retention_share=Decimal(10), signed_on=D(2025, 4, 1))  # fmt: skip
    an_entry(conn, village, "记-0001", "支出", 20_000_000, contract_id=key, posted=True)
    wrong = an_entry(conn, village, "记-0002", "支出", 500, contract_id=key, posted=True)
    an_entry(conn, village, "记-0003", "冲销", -500, reverses_id=wrong, posted=True)
    an_entry(conn, village, None, "支出", 900, contract_id=key)
    an_entry(conn, village, "记-0004", "支出", 1_800_000, contract_id=key, payment_step="质保金", posted=True)
    row = only(conn, village, "contracts")
    assert (row["agreed_fen"], row["paid_fen"], row["left_fen"]) == (48_000_000, 21_800_000, 26_200_000)
    assert (row["held_fen"], row["state"], row["project"]) == (3_000_000, "履行中", "35069920250002")


def test_a_settled_contract_is_settled_from_its_day_on(conn, village):
    add(conn, Contract, village_id=village, amount_fen=100, settled_fen=90, settled_on=D(2025, 8, 1),
        signed_on=D(2025, 4, 1))  # fmt: skip
    assert [only(conn, village, "contracts", on)["state"] for on in (D(2025, 7, 31), D(2025, 8, 1))] == [
        "履行中", "已结算"]
    assert only(conn, village, "contracts")["left_fen"] == 90


def test_half_a_fen_of_a_deposit_is_rounded_up(conn, village):
    add(conn, Contract, village_id=village, amount_fen=1_050, retention_share=Decimal("5"))
    assert only(conn, village, "contracts")["held_fen"] == 53


def test_an_acceptance_counts_its_items_and_those_done_otherwise(conn, village):
    project = a_project(conn, village).project
    key = add(conn, Acceptance, village_id=village, project_id=project, kind="乡镇验收", accepted_on=D(2025, 6, 24))
    for planned, done in ((Decimal(2), Decimal(2)), (Decimal(2), Decimal(1)), (None, Decimal(1)), (None, None)):
        add(conn, AcceptanceItem, village_id=village, acceptance_id=key, item="路面", planned=planned, done=done)
    add(conn, AcceptanceMember, village_id=village, acceptance_id=key, name="林晓芸")
    row = only(conn, village, "acceptances")
    assert (row["items"], row["differing"], row["members"]) == (4, 2, 1)


def test_an_asset_is_in_the_state_of_the_day_and_not_there_before_it_was_built(conn, village):
    key = add(conn, Asset, village_id=village, name="冷库", state="处置", built_on=D(2024, 3, 1))
    for on, state in ((D(2024, 12, 20), "闲置"), (D(2025, 9, 1), "处置")):
        add(conn, AssetEvent, village_id=village, asset_id=key, kind="盘点", on=on, state=state)
    add(conn, AssetEvent, village_id=village, asset_id=key, kind="移交", on=D(2025, 2, 1))
    days = (D(2024, 3, 1), D(2024, 12, 20), D(2025, 8, 31), D(2025, 9, 1))
    assert [only(conn, village, "assets", on)["state"] for on in days] == ["在用", "闲置", "闲置", "处置"]
    assert list(rows(conn, LEDGERS["assets"], Scope(village, D(2024, 2, 29)))) == []


def test_an_asset_without_events_is_in_the_state_of_its_record(conn, village):
    add(conn, Asset, village_id=village, name="冷库", state="损毁")
    assert only(conn, village, "assets")["state"] == "损毁"


def test_income_of_an_asset_is_of_the_year_and_of_all_years_by_the_day(conn, village):
    key = add(conn, Asset, village_id=village, name="冷库", original_fen=500)
    for number, (on, fen) in enumerate(((D(2024, 7, 1), 100), (D(2025, 7, 1), 30), (D(2025, 12, 1), 7))):
        an_entry(conn, village, f"记-{number}", "收益", fen, asset_id=key, on=on, posted=True)
    an_entry(conn, village, None, "收益", 1_000, asset_id=key, on=D(2025, 7, 2))
    row = only(conn, village, "assets")
    assert (row["year_income_fen"], row["all_income_fen"]) == (30, 130)
    assert totals(conn, LEDGERS["assets"], Scope(village, ON))["original_fen"] == 500


@pytest.mark.parametrize(
    ("ledger", "years"),
    [("assets", {2024: 1, 2025: 0}), ("contracts", {2024: 0, 2025: 1}), ("acceptances", {2025: 1})])
def test_a_year_chooses_rows(conn, village, ledger, years):
    project = a_project(conn, village).project
    add(conn, Asset, village_id=village, name="冷库", origin_year=2024)
    add(conn, Contract, village_id=village, amount_fen=1, signed_on=D(2025, 4, 1))
    add(conn, Acceptance, village_id=village, project_id=project, kind="乡镇验收", accepted_on=D(2025, 6, 24))
    for year, found in years.items():
        assert len(list(rows(conn, LEDGERS[ledger], Scope(village, ON, year=year)))) == found
