"""The sample village as a whole: reproducible, whole in its references, invented, with the names that test type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from villagebook.base import resident_ids
from villagebook.base.clock import FixedClock, SeededIds
from villagebook.models import (
    BankLine,
    BankMatch,
    BankStatement,
    Case,
    CaseStep,
    FundEntry,
    Household,
    Membership,
    Officer,
    Person,
    Project,
    Record,
    StatusPeriod,
    fields_of,
)
from villagebook.models.codes import CODES, MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample import SAMPLE_DAY, SampleVillage, build
from villagebook.services.sample.shift import years_until

START = dt.datetime(2025, 11, 5, tzinfo=dt.UTC)
RARE = "㛃䶮𬭎𫍯𬀩𬳵𠅤𡒄𣲗𠮷"
TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str, "long_text": str, "name": str, "code": str, "sort": str, "phone": str, "id_number": str, "card": str,
    "choice": str, "int": int, "money": int, "quantity": Decimal, "day": dt.date, "month": str, "year": int,
    "time": dt.datetime, "ref": UUID, "key": UUID, "json": list,
}


def made(seed: int = 1, today: dt.date = SAMPLE_DAY) -> SampleVillage:
    return build(SeededIds(seed, FixedClock(START)), today)


@pytest.fixture(scope="module")
def sample() -> SampleVillage:
    return made()


def cells(sample: SampleVillage) -> Iterator[tuple[type[Record], dict[str, Any], str, Any]]:
    for record, rows in sample.rows.items():
        for row in rows:
            for name, value in row.items():
                yield record, row, name, value


def test_the_same_keys_give_the_same_village(sample: SampleVillage) -> None:
    assert made() == sample


def test_other_keys_change_nothing_but_keys(sample: SampleVillage) -> None:
    other = made(seed=2)
    assert {r: len(rows) for r, rows in other.rows.items()} == {r: len(rows) for r, rows in sample.rows.items()}
    assert [row["name"] for row in other.rows[Person]] == [row["name"] for row in sample.rows[Person]]
    assert not {row["id"] for row in other.rows[Person]} & {row["id"] for row in sample.rows[Person]}


def test_rows_hold_fields_of_their_record_in_its_kinds(sample: SampleVillage) -> None:
    kinds = {record: {field.name: field.kind for field in fields_of(record)} for record in sample.rows}
    for record, row, name, value in cells(sample):
        assert name in kinds[record], f"{record.__tablename__}.{name}"
        if value is not None:
            kind = kinds[record][name]
            assert isinstance(value, TYPES[kind]), (record, name, value, row)
            assert not isinstance(value, bool), (record, name, value, row)


def test_required_fields_are_filled(sample: SampleVillage) -> None:
    for record, rows in sample.rows.items():
        required = {field.name for field in fields_of(record) if field.required} - {"village_id"}
        for row in rows:
            assert all(row.get(name) is not None for name in required), (record.__tablename__, row)


def test_choices_are_of_their_code_lists(sample: SampleVillage) -> None:
    codes = {record: {field.name: field.codes for field in fields_of(record)} for record in sample.rows}
    for record, row, name, value in cells(sample):
        list_id = codes[record][name]
        if list_id and value is not None:
            if value == "石板路":
                assert row["code"] == next(one.code for one in sample.planted if one.what == "stone-road")
                continue
            assert CODES[list_id].accepts(value), (name, value, row)
            assert value not in CODES[list_id].retired, (name, value, row)


def test_every_reference_names_a_row_of_the_record_it_points_to(sample: SampleVillage) -> None:
    keys = {record.__tablename__: {row["id"] for row in rows} for record, rows in sample.rows.items()}
    followed = 0
    for record, rows in sample.rows.items():
        for column in record.__table__.columns:
            for target in column.foreign_keys if column.name != "village_id" else ():
                values = {row[column.name] for row in rows if row.get(column.name) is not None}
                followed += len(values)
                assert values <= keys.get(target.column.table.name, set()), f"{record.__tablename__}.{column.name}"
    assert followed > 700


def test_keys_are_never_used_twice(sample: SampleVillage) -> None:
    keys = [row["id"] for rows in sample.rows.values() for row in rows]
    assert len(set(keys)) == len(keys)


def test_nothing_but_names_is_real(sample: SampleVillage) -> None:
    assert str(sample.village["code"]).startswith("350699")
    assert all(str(row["id_number"]).startswith(("350699", "999999")) for row in sample.rows[Person])
    phones = [row["phone"] for record in (Person, Household) for row in sample.rows[record] if row["phone"]]
    assert all(str(phone).startswith("1390000") for phone in phones)
    assert all(re.fullmatch(r"0599-555\d{4}", str(row["phone"])) for row in sample.rows[Officer])


#: Ends that were agreed beforehand.
AGREED = {
    ("contract", "through_on"), ("contract", "retention_until"), ("asset", "contract_through"),
    ("benefit_agreement", "through_on"), ("benefit_line", "due_on"),
}  # fmt: skip


def test_nothing_has_happened_after_the_sample_day(sample: SampleVillage) -> None:
    for record, row, name, value in cells(sample):
        if (record.__tablename__, name) in AGREED:
            continue
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            assert value <= SAMPLE_DAY, (record.__tablename__, name, row)


@pytest.mark.parametrize("char", RARE)
def test_a_rare_character_is_someones_name(sample: SampleVillage, char: str) -> None:
    assert any(char in str(row["name"]) for row in sample.rows[Person])


def test_names_of_two_to_four_characters_and_a_long_one_with_a_point(sample: SampleVillage) -> None:
    names = [str(row["name"]) for row in sample.rows[Person]]
    assert {2, 3, 4} <= {len(name) for name in names}
    assert "欧阳志恒" in names
    assert any("·" in name and len(name) > 7 for name in names)
    assert len(set(names)) == len(names)


def test_there_are_as_many_of_everything_as_a_small_village_has(sample: SampleVillage) -> None:
    on_day = [status for status in sample.rows[StatusPeriod]
              if status["through_on"] is None or status["through_on"] >= SAMPLE_DAY]
    kinds = [str(status["kind"]) for status in on_day]
    assert (len(sample.rows[Household]), len(sample.rows[Person])) == (52, 195)
    assert sum(kind in POOR_STATUSES for kind in kinds) == 24
    assert sum(kind in MONITORED_STATUSES for kind in kinds) == 4
    assert set(MONITORED_STATUSES) | {"低保户", "特困户", "低保边缘户", "一般农户"} <= set(kinds)


def test_one_household_overflows_its_page_and_others_are_of_one(sample: SampleVillage) -> None:
    members = [row["household_code"] for row in sample.rows[Membership] if row["through_on"] is None]
    sizes = {code: members.count(code) for code in members}
    assert max(sizes.values()) == 11
    assert min(sizes.values()) == 1


def test_a_household_has_a_long_note(sample: SampleVillage) -> None:
    assert max(len(str(row.get("note") or "")) for row in sample.rows[Household]) > 200


def settled(village: SampleVillage) -> dict[Any, list[Any]]:
    """All rows but those of the present, which move with the day of the demonstration.

    Cases under way and their meeting, and the bank statement that reaches up to the present.
    """
    running = {row["id"] for row in village.rows[Case] if row["state"] == "办理中"}
    mine = [row for row in village.rows[CaseStep] if row["case_id"] in running]
    moving = running | {row["id"] for row in mine} | {row["meeting_id"] for row in mine}
    newest = village.rows[BankStatement][-1]["id"]
    fresh = {row["id"] for row in village.rows[BankLine] if row["statement_id"] == newest}
    moving |= {newest} | fresh | {row["id"] for row in village.rows[BankMatch] if row["line_id"] in fresh}
    return {record: [row for row in rows if row["id"] not in moving] for record, rows in village.rows.items()}


def test_a_later_day_moves_only_the_notices_and_cases_of_the_present(sample: SampleVillage) -> None:
    later = made(today=SAMPLE_DAY + dt.timedelta(days=200))
    assert settled(later) == settled(sample)
    assert [row["lead_on"] for row in later.rows[Case]] != [row["lead_on"] for row in sample.rows[Case]]
    moved = [new.key for old, new in zip(sample.notices, later.notices, strict=True) if old != new]
    assert 0 < len(moved) < 12


def test_an_earlier_day_counts_as_the_sample_day(sample: SampleVillage) -> None:
    assert made(today=dt.date(2020, 1, 1)) == sample


@pytest.fixture(scope="module")
def later() -> SampleVillage:
    return made(today=dt.date(2028, 2, 29))


def test_two_years_later_the_whole_village_is_two_years_younger(sample: SampleVillage, later: SampleVillage) -> None:
    """A demonstration made in any year shows that year: days, years and texts move by whole years."""
    after = settled(later)
    for record, before in settled(sample).items():
        kinds = {field.name: field.kind for field in fields_of(record)}
        for old, new in zip(before, after[record], strict=True):
            for name, value in old.items():
                moved = new[name]
                if kinds[name] == "day" and value and value.year > 2021:
                    assert moved == value.replace(year=value.year + 2), name
                elif kinds[name] == "year" and name not in ("lifted_year", "house_built"):
                    assert moved == value + 2, name
                elif kinds[name] in ("text", "long_text", "name") and value:
                    assert years_in(moved) == [year + 2 for year in years_in(value)], moved


def years_in(text: str) -> list[int]:
    return [int(year) for year in re.findall(r"20\d\d(?=[年〕])", text)]


def test_numbers_and_codes_move_with_the_years(later: SampleVillage) -> None:
    for row in later.rows[Person]:
        assert resident_ids.problems(row["id_number"]) == ()
        number = resident_ids.parse(row["id_number"])
        assert number.born in (None, row["born"])
        assert row["identified_on"] is None or row["identified_on"] >= row["born"]
    codes = {row["code"] for row in later.rows[Project]}
    assert all(re.fullmatch(r"350699202[67]\d{4}", code) for code in codes)
    assert {row["project_code"] for row in later.rows[FundEntry]} == codes
    assert {order.project_code for order in later.notices if order.project_code} <= codes
    assert next(one.code for one in later.planted if one.what == "draft-without-papers") in codes


def test_nobody_left_poverty_after_2020_in_any_year(later: SampleVillage) -> None:
    lifted = [row for row in later.rows[StatusPeriod] if row["lifted_year"]]
    assert all(row["lifted_year"] <= 2020 and row["from_on"].year <= 2020 for row in lifted)


def test_notices_of_later_years_are_in_order_too(later: SampleVillage) -> None:
    posted = [order.from_on for order in later.notices if order.from_on]
    assert posted == sorted(posted)
    assert posted[-1] == later.today - dt.timedelta(days=2)
    assert {order.year for order in later.notices} == {None, 2026, 2027}


@pytest.mark.parametrize(
    ("day", "years"),
    [("2024-01-01", 0), ("2025-11-05", 0), ("2026-11-04", 0), ("2026-11-05", 1), ("2028-02-29", 2)],
)
def test_the_village_moves_on_each_fifth_of_november(day: str, years: int) -> None:
    assert years_until(dt.date.fromisoformat(day)) == years


@pytest.mark.parametrize("day", [SAMPLE_DAY, dt.date(2026, 9, 30), dt.date(2028, 2, 29)])
def test_cases_tell_how_the_monitored_came_to_be_so(day: dt.date) -> None:
    village = made(today=day)
    by_key = {row["id"]: row for row in village.rows[Case]}
    for status in village.rows[StatusPeriod]:
        if status["kind"] in MONITORED_STATUSES and status["from_on"].year > 2022 + years_until(day):
            case = by_key[status["case_id"]]
            assert (case["state"], case["target"], case["household_id"]) == (
                "已办结", status["kind"], status["household_id"])  # fmt: skip
            (county,) = [s for s in village.rows[CaseStep] if (s["case_id"], s["step"]) == (case["id"], "county")]
            assert county["done_on"] == status["from_on"]
    running = [row for row in by_key.values() if row["state"] == "办理中"]
    assert sorted((day - row["lead_on"]).days for row in running) == [2, 9, 9, 27]
    assert len({row["code"] for row in by_key.values()}) == len(by_key) == 14
