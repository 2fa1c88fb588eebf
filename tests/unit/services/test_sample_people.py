"""People, households and incomes of the sample village agree with each other and with what is usual."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from villagebook.base import resident_ids
from villagebook.base.clock import FixedClock, SeededIds
from villagebook.base.days import age_on
from villagebook.models import (
    Household,
    HouseholdYear,
    IncomeItem,
    Membership,
    Person,
    PersonYear,
    StatusPeriod,
    VillageYear,
)
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES, RELATION_SEX
from villagebook.services.sample import SAMPLE_DAY, SampleVillage, build

Row = dict[str, Any]
NO_LABOUR = {"无劳动力", "丧失劳动力"}


class Village:
    """The sample's rows, found by what refers to them."""

    def __init__(self, sample: SampleVillage) -> None:
        self.sample = sample
        self.people: dict[Any, Row] = {row["id"]: row for row in sample.rows[Person]}
        self.homes: dict[Any, Row] = {row["id"]: row for row in sample.rows[Household]}
        self.members: dict[Any, list[Row]] = defaultdict(list)
        for row in sample.rows[Membership]:
            self.members[row["household_id"]].append(row)
        self.person_years = {(row["person_id"], row["year"]): row for row in sample.rows[PersonYear]}
        self.years = {(row["household_id"], row["year"]): row for row in sample.rows[HouseholdYear]}
        self.statuses: dict[Any, list[Row]] = defaultdict(list)
        for row in sample.rows[StatusPeriod]:
            self.statuses[row["household_id"]].append(row)

    def on(self, home: Any, day: dt.date) -> list[Row]:
        return [row for row in self.members[home]
                if (row["from_on"] or day) <= day <= (row["through_on"] or day)]

    def has(self, home: Any, *kinds: str, on: dt.date) -> bool:
        return any(row["kind"] in kinds and (row["from_on"] or on) <= on <= (row["through_on"] or on)
                   for row in self.statuses[home])

    def planted(self, what: str) -> str:
        return next(one.code for one in self.sample.planted if one.what == what)


@pytest.fixture(scope="module")
def village() -> Village:
    clock = FixedClock(dt.datetime(2025, 11, 5, tzinfo=dt.UTC))
    return Village(build(SeededIds(1, clock)))


def age(person: Row, year: int) -> int:
    return age_on(person["born"], min(dt.date(year, 12, 31), SAMPLE_DAY))


def test_id_numbers_are_right_and_agree_with_birth_sex_and_certificate(village: Village) -> None:
    for person in village.people.values():
        assert resident_ids.problems(person["id_number"], on=SAMPLE_DAY) == ()
        number = resident_ids.parse(person["id_number"])
        if number.kind == "none_yet":
            assert person["code"] == village.planted("no-id-yet")
            continue
        assert (number.born, number.sex) == (person["born"], person["sex"])
        assert (number.kind == "resident") == (person["disability"] is None)
    kinds = Counter(resident_ids.parse(person["id_number"]).kind for person in village.people.values())
    assert kinds["disability"] > 3
    assert kinds["disability_reissued"] == 1
    assert kinds["none_yet"] == 1


def test_nobody_shares_an_id_number_or_a_code(village: Village) -> None:
    assert len({str(p["id_number"])[:18] for p in village.people.values()}) == len(village.people)
    assert len({p["code"] for p in village.people.values()}) == len(village.people)
    assert len({h["code"] for h in village.homes.values()}) == len(village.homes)


def test_codes_begin_with_those_of_village_and_household(village: Village) -> None:
    for key, home in village.homes.items():
        assert re.fullmatch(rf"{village.sample.village['code']}\d{{4}}", home["code"])
        for member in village.members[key]:
            assert re.fullmatch(rf"{home['code']}\d{{2}}", village.people[member["person_id"]]["code"])


def test_the_head_is_the_first_member_and_named_in_the_household(village: Village) -> None:
    for key, home in village.homes.items():
        heads = [row for row in village.on(key, SAMPLE_DAY) if row["relation"] == "户主"]
        assert [row["person_id"] for row in heads] == [home["head_id"]]
        head = village.people[home["head_id"]]
        assert (home["head_name"], home["head_code"], home["head_id_number"]) == (
            head["name"], head["code"], head["id_number"])


def test_relations_fit_sexes_and_ages(village: Village) -> None:
    for key, home in village.homes.items():
        head = village.people[home["head_id"]]
        spouses = [row for row in village.members[key] if row["relation"] == "配偶"]
        assert len(spouses) <= 1
        assert all(village.people[row["person_id"]]["sex"] != head["sex"] for row in spouses)
        for row in village.members[key]:
            person = village.people[row["person_id"]]
            assert RELATION_SEX.get(row["relation"], person["sex"]) == person["sex"]
            younger = (person["born"] - head["born"]).days / 365.25
            if row["relation"] in ("之子", "之女"):
                assert (younger < 14) == (person["code"] == village.planted("stepson"))
                assert younger < 45, person["name"]
            if row["relation"] in ("之孙子", "之孙女", "之外孙女"):
                assert younger > 34, person["name"]
            if row["relation"] in ("之父", "之母", "之公公", "之婆婆"):
                assert younger < -17, person["name"]


def test_one_was_born_one_died_one_married_in(village: Village) -> None:
    changes = [row for row in village.sample.rows[Membership] if row["why"] or row["why_ended"]]
    since = [row for row in changes if (row["from_on"] or row["through_on"]) >= dt.date(2025, 1, 1)]
    assert sorted(str(row["why"] or row["why_ended"]) for row in since) == ["出生", "婚入", "死亡"]
    for row in changes:
        person = village.people[row["person_id"]]
        assert row["why"] != "出生" or row["from_on"] == person["born"]


def test_people_counted_are_the_members_at_the_end_of_the_collection_year(village: Village) -> None:
    for (home, year), row in village.years.items():
        assert row["population"] == len(village.on(home, dt.date(year, 9, 30)))
        assert row["population"] == len(village.on(home, min(dt.date(year, 12, 31), SAMPLE_DAY)))
        if year == 2025:
            assert row["current_population"] == row["population"]


def test_the_village_counts_its_people(village: Village) -> None:
    for row in village.sample.rows[VillageYear]:
        day = min(dt.date(row["year"], 12, 31), SAMPLE_DAY)
        assert row["people"] == sum(len(village.on(home, day)) for home in village.homes)


def test_a_member_has_a_yearly_record_for_each_year_of_membership(village: Village) -> None:
    for home in village.homes:
        for year in (2023, 2024, 2025):
            for row in village.on(home, dt.date(year, 11, 5)):
                assert (row["person_id"], year) in village.person_years
    assert len(village.person_years) == len(village.sample.rows[PersonYear])


def test_school_and_education_fit_the_age(village: Village) -> None:
    for (person_id, year), row in village.person_years.items():
        years = age(village.people[person_id], year)
        school = row["school"]
        assert bool(school) != bool(row["education"])
        if school is None:
            assert years >= 17
        elif school in ("学龄前儿童", "学前教育"):
            assert years <= 5
        elif school == "小学":
            assert 6 <= years <= 12
        elif school in ("七年级", "八年级", "九年级"):
            assert 12 <= years <= 15
        elif school.startswith(("普通高中", "中职")):
            assert 15 <= years <= 18
        else:
            assert 18 <= years <= 23
        if school is None and years <= 22:
            assert row["education"] not in ("文盲或半文盲", "小学")


def test_school_goes_up_by_one_each_year(village: Village) -> None:
    lena = next(p for p in village.people.values() if p["name"] == "欧阳志恒")
    years = [village.person_years[lena["id"], year] for year in (2023, 2024, 2025)]
    assert [row["school"] for row in years] == ["本科三年级", "本科四年级", None]
    assert [row["work_months"] for row in years] == [0, 0, 3]
    assert years[2]["education"] == "本科及以上"


def test_labour_fits_age_school_and_health(village: Village) -> None:
    for (person_id, year), row in village.person_years.items():
        person = village.people[person_id]
        years = age(person, year)
        if years < 16 or row["school"]:
            assert row["labour"] == "无劳动力"
        elif years >= 60:
            assert row["labour"] in ("弱劳动力或半劳动力", "无劳动力")
        elif row["health"] == "健康":
            assert row["labour"] in ("普通劳动力", "技能劳动力")


def test_only_those_who_can_work_do_and_say_where(village: Village) -> None:
    for (person_id, _), row in village.person_years.items():
        person = village.people[person_id]
        places = (row["work_place"], row["work_company"], row["work_industry"], row["work_channel"])
        assert all(places) if row["work_months"] else not any(places)
        assert row["work_months"] <= 12
        assert bool(row["post_kind"]) == bool(row["post_months"])
        if row["work_months"] or row["post_kind"]:
            assert row["labour"] not in NO_LABOUR
            assert not row["school"]
        if row["work_months"]:
            wrong = person["code"] == village.planted("short-worker-phone")
            assert bool(re.fullmatch(r"1[3-9]\d{9}", person["phone"])) != wrong
            assert row["work_place"].endswith(("县", "市", "区", "镇"))
        elif not row["school"]:
            assert row["labour"] != "技能劳动力"
            assert row["education"] not in ("大专", "本科及以上")


def test_health_and_certificates_agree(village: Village) -> None:
    for (person_id, _), row in village.person_years.items():
        person = village.people[person_id]
        assert ("残疾" in row["health"]) == (person["disability"] is not None)
        assert (person["id_kind"] == "残疾人证") == (person["disability"] is not None)
        if person["disability"] == "肢体" and person["disability_grade"] in ("一级", "二级"):
            assert row["labour"] != "普通劳动力"


def test_everyone_is_insured_once(village: Village) -> None:
    for row in village.person_years.values():
        assert {row["resident_medical"], row["employee_medical"]} == {"是", "否"}
        assert row["serious_illness"] == "是"
        assert row["resident_pension"]
        assert row["employee_pension"]


def test_arithmetic_is_right(village: Village) -> None:
    checked = 0
    for row in village.sample.rows[IncomeItem]:
        found = re.search(r"([\d,.]+)(?:亩|只|头|箱)?×([\d,.]+)(?:个月)?$", str(row["arithmetic"]))
        if found:
            left, right = (Decimal(part.replace(",", "")) for part in found.groups())
            assert left * right * 100 == row["amount_fen"], row["arithmetic"]
            checked += 1
    assert checked > 700


def test_incomes_of_a_year_are_the_sums_of_their_parts(village: Village) -> None:
    for row in village.years.values():
        assert row["wage_fen"] == row["post_wage_fen"] + row["other_wage_fen"]
        assert row["property_fen"] == row["dividend_fen"] + row["other_property_fen"]
        assert row["transfer_fen"] == sum(row[f"{part}_fen"] for part in (
            "family_planning", "subsistence", "destitute", "pension", "ecology", "other_transfer"))
        assert row["total_fen"] == row["wage_fen"] + row["business_fen"] + row["property_fen"] + row["transfer_fen"]
        assert row["net_fen"] == row["total_fen"] - row["cost_fen"]
        exact = Decimal(row["net_fen"]) / row["population"]
        assert abs(exact - row["per_capita_fen"]) <= Decimal("0.5")


def test_income_lines_add_up_to_the_year_they_belong_to(village: Village) -> None:
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in village.sample.rows[IncomeItem]:
        sums[row["household_year_id"]][str(row["item"])] += row["amount_fen"]
    told = {row["id"]: row for row in village.years.values() if row["year"] > 2023}
    assert sums.keys() == told.keys()
    for key, row in told.items():
        items = sums[key]
        assert row["wage_fen"] == items["务工收入"] + items["公益性岗位"] + items["其他工资性收入"]
        assert row["business_fen"] == items["种植业"] + items["养殖业"] + items["林果业"]
        assert row["property_fen"] == items["资产收益分红"] + items["土地流转"]
        assert row["cost_fen"] == items["种植业支出"] + items["养殖业支出"] + items["林果业支出"]
        assert (row["out_of_pocket_fen"] or 0) == items["合规自付支出"]
        assert row["pension_fen"] == items["养老保险金"]
        assert row["subsistence_fen"] == items["低保金"]
        assert row["destitute_fen"] == items["特困供养金"]
        assert row["ecology_fen"] == items["生态补偿金"]


def test_incomes_are_plausible(village: Village) -> None:
    lines = {row["year"]: row["monitoring_line_fen"] for row in village.sample.rows[VillageYear]}
    for (home, year), row in village.years.items():
        day = dt.date(year, 9, 30)
        if not village.has(home, *MONITORED_STATUSES, on=day):
            assert row["per_capita_fen"] >= lines[year], village.homes[home]["head_name"]
        else:
            assert 400_000 < row["per_capita_fen"] < 2_000_000
        assert (row["business_fen"] > 0) == (row["cost_fen"] > 0)
        assert row["wage_fen"] == 0 or 30_000 < row["wage_fen"] < 30_000_000
        before = village.years.get((home, year - 1))
        if before:
            assert row["per_capita_fen"] > before["per_capita_fen"] * 0.7, village.homes[home]["head_name"]


def test_unstable_and_marginal_households_lie_below_the_line_when_found(village: Village) -> None:
    lines = {row["year"]: row["monitoring_line_fen"] for row in village.sample.rows[VillageYear]}
    found = [row for row in village.sample.rows[StatusPeriod]
             if row["kind"] in ("脱贫不稳定户", "边缘易致贫户") and row["through_on"] is None]
    assert len(found) == 3
    for row in found:
        year = row["from_on"].year
        assert village.years[row["household_id"], year]["per_capita_fen"] < lines[year]


def test_assistance_received_fits_the_classes(village: Village) -> None:
    for (home, year), row in village.years.items():
        day = dt.date(year, 9, 30)
        people = [village.person_years[member["person_id"], year] for member in village.on(home, day)]
        assert (row["subsistence_fen"] > 0) == village.has(home, "低保户", on=day)
        assert (row["destitute_fen"] > 0) == village.has(home, "特困户", on=day)
        assert any(p["subsistence"] == "是" for p in people) == (row["subsistence_fen"] > 0)
        assert any(p["destitute"] == "是" for p in people) == (row["destitute_fen"] > 0)
        if all(p["labour"] in NO_LABOUR for p in people):
            assert village.has(home, "低保户", "特困户", on=day)
        assert row["dividend_fen"] == 0 or village.has(home, *POOR_STATUSES, *MONITORED_STATUSES, on=day)


def test_monitored_households_say_why(village: Village) -> None:
    for row in village.sample.rows[StatusPeriod]:
        if row["kind"] not in MONITORED_STATUSES:
            continue
        assert row["risk1"]
        assert row["meeting_id"]
        assert row["contact"]
        assert row["development"] == "已实施"
        people = [village.people[m["person_id"]] for m in village.members[row["household_id"]]]
        years = [village.person_years[p["id"], 2025] for p in people if (p["id"], 2025) in village.person_years]
        risks = [row.get(f"risk{n}") for n in range(1, 6)]
        if "因病" in risks:
            assert any(y["health"] in ("患有大病", "长期慢性病") for y in years)
        if "因残" in risks:
            assert any(p["disability"] for p in people)
        if "因务工就业不稳" in risks:
            assert any(y["work_months"] for y in years)
        assert ("因自然灾害" in risks) == (row["disaster"] is not None)
        if row["removed_on"]:
            assert (row["removed_on"] - row["from_on"]).days > 183
            assert (row["removed"], row["removed_way"], row["through_on"]) == ("是", "帮扶消除", row["removed_on"])


def test_homes_are_safe_and_land_is_within_reason(village: Village) -> None:
    for key, home in village.homes.items():
        assert (home["dangerous_house"], home["safe_water"], home["home_power"], home["toilet"]) == (
            "否", "是", "是", "是")
        assert Decimal(0) <= home["road_distance"] <= 5
        assert max(home["farmland"], home["water_area"]) <= 100
        assert home["returned_forest"] <= home["forest"]
        assert max(home["forest"], home["orchard"]) <= 200
        ecology = [village.years[key, year]["ecology_fen"] for year in (2023, 2024, 2025)]
        assert all((fen > 0) == (home["returned_forest"] > 0) for fen in ecology)


def test_only_the_planted_phones_are_wrong(village: Village) -> None:
    phones = {home["code"]: home["phone"] for home in village.homes.values()}
    wrong = {code for code, phone in phones.items() if not re.fullmatch(r"1[3-9]\d{9}", phone or "")}
    assert wrong == {village.planted("short-phone"), village.planted("no-phone")}
    shared = {code for code, phone in phones.items() if phone and list(phones.values()).count(phone) > 1}
    assert len(shared) == 2
    assert village.planted("same-phone") in shared


def test_medical_costs_are_unknown_only_where_planted(village: Village) -> None:
    unknown = {village.homes[home]["code"] for (home, _), row in village.years.items()
               if row["out_of_pocket_fen"] is None}
    assert unknown == {village.planted("no-out-of-pocket")}
    for (home, _), row in village.years.items():
        ill = any(village.person_years[m["person_id"], row["year"]]["health"] != "健康"
                  for m in village.on(home, dt.date(row["year"], 11, 5)))
        assert ill or not row["out_of_pocket_fen"]
