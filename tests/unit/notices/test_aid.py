"""N14: who gets which aid, by year or month; no cause, no class of disability, no child by name."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_person, add
from villagebook.base.errors import UserError
from villagebook.models import CodeValue, Measure
from villagebook.notices import NOTICE_KINDS, NoticeSubject
from villagebook.notices.words import found_in

ADULT, CHILD = dt.date(1970, 1, 1), dt.date(2012, 5, 1)


def measure(conn, village, home, item, yuan=None, kind="综合保障", **fields):
    on = fields.get("from_on") or dt.date(2025, 6, 1)
    fen = None if yuan is None else yuan * 100
    add(conn, Measure, **{"village_id": village, "household_id": home, "kind": kind, "item": item, "year": on.year,
                          "from_on": on, "amount_fen": fen, **fields})


def drafted(conn, scope, kind, **about):
    return NOTICE_KINDS[kind].draft(conn, scope, NoticeSubject(**about))


def rows(conn, scope, kind, **about):
    (table,) = drafted(conn, scope, kind, **about).tables
    return [row[1:] for row in table.rows]


@pytest.fixture
def home(conn, village):
    """王大明 (1970) with his daughters 王小花 (2012) and 王小草 (2014) and his son 王小树 (2005)."""
    return a_household(conn, village, code="H1", head="王大明", group="上溪", people=(
        {"name": "王大明", "born": ADULT, "relation": "户主"},
        {"name": "王小花", "born": CHILD, "relation": "之女"},
        {"name": "王小草", "born": dt.date(2014, 1, 1), "relation": "之女"},
        {"name": "王小树", "born": dt.date(2005, 1, 1), "relation": "之子"},
    ))


def test_temporary_aid_says_who_what_and_how_much_and_not_why(conn, village, scope, home):
    measure(conn, village, home.household, "支出型临时救助（因病住院）", 3000, note="患大病")
    measure(conn, village, home.household, "小额信贷", 50000, kind="金融帮扶")
    content = drafted(conn, scope, "temporary-aid", year=2025)
    (table,) = content.tables
    assert content.title == "清溪村2025年临时救助公示"
    assert table.rows == ((1, "王大明", "支出型临时救助", 300000),)
    assert (table.totals[3], table.count_text) == (300000, "1人")
    assert found_in(str(content.to_json())) == ()


def test_subsidies_for_the_disabled_show_name_and_amount_only(conn, village, scope, home):
    son = home.people[3]
    measure(conn, village, home.household, "重度残疾人护理补贴（一级）", 960, person_id=son)
    measure(conn, village, home.household, "困难残疾人生活补贴", 1020, person_id=son)
    content = drafted(conn, scope, "disability-subsidies", year=2025)
    (table,) = content.tables
    assert table.rows == ((1, "王小树", 198000),)
    assert content.title == "清溪村2025年残疾人两项补贴公示"
    beside_title = {**content.to_json(), "title_parts": [], "kind": ""}
    assert found_in(str(beside_title)) == ()
    assert [word for word in ("护理", "一级") if word in str(beside_title)] == []


def test_a_child_stands_by_the_head_and_two_children_stay_two_rows(conn, village, scope, home):
    for child in home.people[1:]:
        measure(conn, village, home.household, "雨露计划", 3000, kind="其他教育帮扶", person_id=child)
    assert rows(conn, scope, "education-aid", year=2025) == [
        ("王大明", "雨露计划", 300000), ("王大明", "雨露计划", 300000), ("王小树", "雨露计划", 300000),
    ]


def test_a_child_is_one_until_the_day_of_its_eighteenth_birthday(conn, village, scope, home):
    measure(conn, village, home.household, "雨露计划（中职）", 3000, kind="其他教育帮扶", person_id=home.people[1])
    for day, name in ((dt.date(2030, 4, 30), "王大明"), (dt.date(2030, 5, 1), "王小花")):
        ((shown, kind, _),) = rows(conn, scope, "education-aid", year=2025, from_on=day)
        assert (shown, kind) == (name, "雨露计划（中职）")


def test_a_person_the_list_only_names_is_looked_for_in_the_household(conn, village, scope, home):
    measure(conn, village, home.household, "临时救助", 500, person_name="王小花")
    assert rows(conn, scope, "temporary-aid", year=2025)[0][0] == "王大明"


def test_a_pupil_of_unknown_age_counts_as_a_child(conn, village, scope, home):
    measure(conn, village, home.household, "雨露计划", 3000, person_name="王某生")
    assert rows(conn, scope, "education-aid", year=2025)[0][0] == "王大明"


def test_a_child_that_is_the_head_stands_by_its_surname(conn, village, scope):
    made = a_household(conn, village, code="H2", head="林小果", people=({"name": "林小果", "born": CHILD},))
    conn.exec_driver_sql("UPDATE household SET head_id = (SELECT id FROM person WHERE name = '林小果')")
    measure(conn, village, made.household, "临时救助", 500)
    assert rows(conn, scope, "temporary-aid", year=2025)[0][0] == "林某"


def test_payments_to_one_person_are_one_row_with_their_sum(conn, village, scope, home):
    for month in (3, 9):
        measure(conn, village, home.household, "雨露计划", 1500, person_id=home.people[3],
                from_on=dt.date(2025, month, 1))
    assert rows(conn, scope, "education-aid", year=2025) == [("王小树", "雨露计划", 300000)]


def test_a_month_takes_what_was_given_in_it_and_what_goes_on_in_it(conn, village, scope, home):
    measure(conn, village, home.household, "临时救助", 500, from_on=dt.date(2025, 8, 31))
    measure(conn, village, home.household, "急难型临时救助", 800, from_on=dt.date(2025, 9, 1))
    measure(conn, village, home.household, "残疾人补贴", 960, from_on=dt.date(2025, 1, 1))
    measure(conn, village, home.household, "残疾人补贴", 500, from_on=dt.date(2025, 1, 1),
            through_on=dt.date(2025, 8, 31))
    content = drafted(conn, scope, "temporary-aid", period="2025-09")
    assert content.title == "清溪村2025年9月临时救助公示"
    assert content.tables[0].rows == ((1, "王大明", "急难型临时救助", 80000),)
    assert rows(conn, scope, "disability-subsidies", period="2025-09") == [("王大明", 96000)]


def test_repairs_of_houses_tell_no_grade(conn, village, scope, home):
    measure(conn, village, home.household, "D级危房拆除重建", 31500, kind="住房安全保障", policy="危房改造")
    measure(conn, village, home.household, "危房改造（C级，修缮）", 26500, kind="住房安全保障")
    measure(conn, village, home.household, "D级", 18000, kind="危房改造")
    assert rows(conn, scope, "house-repair", year=2025) == [
        ("王大明", "修缮加固", 2650000), ("王大明", "危房改造", 1800000),
    ]


def test_posts_come_from_measures_and_from_the_years_of_people(conn, village, scope, home):
    add(conn, CodeValue, village_id=village, list="post_kind", value="水库巡查员", retired=False)
    measure(conn, village, home.household, "水库巡查员", 6000, kind="公益岗位帮扶", person_id=home.people[0])
    for name, post in (("林护", "护林员"), ("王大明二", "")):
        a_person(conn, village, household=home.household, name=name, born=ADULT, post_kind=post)
    assert rows(conn, scope, "public-posts", year=2025) == [
        ("王大明", "水库巡查员", 600000), ("林护", "护林员", None),
    ]


def test_a_post_the_lists_do_not_know_is_not_told_by_its_free_text(conn, village, scope, home):
    measure(conn, village, home.household, "照顾患病的老人", 6000, kind="公益岗位", person_id=home.people[0])
    assert rows(conn, scope, "public-posts", year=2025)[0][1] == "其他公益岗位"


def test_households_may_be_chosen(conn, village, scope, home):
    other = a_household(conn, village, code="H2", head="陈二")
    for one in (home, other):
        measure(conn, village, one.household, "临时救助", 500)
    assert [row[0] for row in rows(conn, scope, "temporary-aid", year=2025, household_codes=("H2",))] == ["陈二"]


@pytest.mark.parametrize("kind", [kind.id for kind in NOTICE_KINDS if kind.number == "N14"])
def test_nothing_to_show_is_refused_with_what_to_do(conn, village, scope, home, kind):
    measure(conn, village, home.household, "小额信贷", 5000, kind="金融帮扶")
    with pytest.raises(UserError) as caught:
        drafted(conn, scope, kind, year=2024)
    assert caught.value.id == "notice.no-aid"
    assert "2024年" in str(caught.value)


def test_a_period_that_is_none_is_refused(conn, village, scope, home):
    with pytest.raises(UserError) as caught:
        drafted(conn, scope, "temporary-aid", period="去年底")
    assert caught.value.id == "notice.period"
