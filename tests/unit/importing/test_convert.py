"""One cell, one kind of field: what is forgiven, what is kept and reported, what is never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.base.findings import Severity
from villagebook.base.text import is_blank
from villagebook.importing.columns import field_of
from villagebook.importing.convert import READABLE, Reading, read_cell
from villagebook.models import RECORDS, fields_of

FIELDS = [field for record in RECORDS for field in fields_of(record) if field.kind in READABLE]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("person.name", " 张 三　", "张 三"),
        ("person.name", "𬭎", "𬭎"),
        ("household.code", 35069910120.0, "35069910120"),
        ("household.code", "３５０６ 99", "350699"),
        ("household.code", "'3506991012030001", "3506991012030001"),
        ("household.code", '="3506991012030001"', "3506991012030001"),
        ("project.code", 35069920250001.0, "35069920250001"),
        ("project.code", "35069920250001.0", "35069920250001"),
        ("household.phone", 13324117407.0, "13324117407"),
        ("household.phone", "0596-300 0000", "0596-3000000"),
        ("person.id_number", " 350699196209020021　", "350699196209020021"),
        ("person.id_number", "'35069919791026001x", "35069919791026001X"),
        ("person.id_number", 350699620524001, "350699620524001"),
        ("household.card", "6221 8426 6939 2527 388", "6221842669392527388"),
        ("person.id_kind", "居民身份证（户口簿）", "居民身份证(户口簿)"),
        ("person_year.subsistence", True, "是"),
        ("person_year.subsistence", " 否 ", "否"),
        ("person_year.education", "博士后", "博士后"),
        ("person_year.health", "残疾,长期慢性病", "残疾,长期慢性病"),
        ("person.sex", 1.0, "男"),
        ("household_year.population", 5.0, 5),
        ("household_year.population", "5人", 5),
        ("household_year.population", "５", 5),
        ("household_year.year", 2025.0, 2025),
        ("household_year.year", "2025年度", 2025),
        ("status_period.lifted_year", "2016", 2016),
        ("household.farmland", 0.6, Decimal("0.6")),
        ("household.farmland", "3亩", Decimal(3)),
        ("household.farmland", 0.1 + 0.2, Decimal("0.3")),
        ("household.farmland", 1200.0, Decimal(1200)),
        ("household_year.wage_fen", 7020.0, 702000),
        ("household_year.wage_fen", "7,020.50", 702050),
        ("household_year.wage_fen", "0.5万元", 500000),
        ("person.born", "19620524", dt.date(1962, 5, 24)),
        ("person.born", 19620524.0, dt.date(1962, 5, 24)),
        ("fund_entry.date", dt.datetime(2025, 2, 28), dt.date(2025, 2, 28)),
        ("fund_entry.date", "2025.02.28", dt.date(2025, 2, 28)),
        ("fund_entry.date", "2025年2月28日", dt.date(2025, 2, 28)),
        ("fund_entry.date", 45716.0, dt.date(2025, 2, 28)),
        ("project.planned_start", "2025.4", "2025-04"),
        ("project.planned_start", 2025.4, "2025-04"),
        ("project.place", 7.0, "7"),
        ("project.note", "=1+1", "=1+1"),
        ("project.content", "一\n二 ", "一\n二"),
    ],
)
def test_cell_is_read_without_a_word(field: str, cell: object, value: object) -> None:
    reading = read_cell(field_of(field), cell)
    assert (reading.value, reading.problem, reading.keep) == (value, None, False)


@pytest.mark.parametrize("cell", [None, "", "  ", "　", "\u200b"])
def test_blank_cell_says_nothing(cell: object) -> None:
    reading = read_cell(field_of("person.name"), cell)
    assert (reading.value, reading.problem, reading.keep) == (None, None, False)


@pytest.mark.parametrize("field", ["person.id_number", "household.card", "household.code", "person.phone"])
@pytest.mark.parametrize("cell", [3.506992017063e17, 6221844311699449000, "3.50699E+17", "3.506992017063e+17"])
def test_ruined_number_is_never_a_value(field: str, cell: object) -> None:
    reading = read_cell(field_of(field), cell)
    assert reading.value is None
    assert reading.keep
    assert reading.problem is not None
    assert (reading.problem.id, reading.problem.severity) == ("import.ruined-number", Severity.ERROR)


def test_ruined_number_saved_as_text_is_known_by_its_zeros() -> None:
    reading = read_cell(field_of("person.id_number"), "350699201706300000")
    assert reading.problem is not None
    assert reading.problem.id == "import.ruined-number"


def test_message_about_a_ruined_number_does_not_repeat_it() -> None:
    reading = read_cell(field_of("person.id_number"), 3.506992017063e17)
    assert reading.problem is not None
    assert "3.5" not in reading.problem.message + reading.problem.hint


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("household_year.population", "五人"),
        ("household_year.population", 4.5),
        ("household_year.population", "1e400"),
        ("household_year.population", 3e12),
        ("household_year.year", "去年"),
        ("household_year.year", 25.0),
        ("household_year.wage_fen", "约七千"),
        ("household_year.wage_fen", 0.001),
        ("household.farmland", "三亩"),
        ("household.farmland", float("nan")),
        ("fund_entry.date", "2025.2.30"),
        ("fund_entry.date", "2025.2"),
        ("person.born", "1962.05"),
        ("project.planned_start", 2025.1),
        ("person.id_number", "未办理"),
        ("person.id_number", True),
        ("household.code", dt.date(2025, 1, 1)),
        ("person.name", dt.date(2025, 1, 1)),
    ],
)
def test_unreadable_cell_is_kept_with_a_warning(field: str, cell: object) -> None:
    reading = read_cell(field_of(field), cell)
    assert (reading.value, reading.keep) == (None, True)
    assert reading.problem is not None
    assert (reading.problem.id, reading.problem.severity) == ("import.unreadable", Severity.WARNING)


@pytest.mark.parametrize("cell", ["/", "-", "——", "无", " / "])
def test_sign_for_nothing_is_kept_without_a_warning(cell: str) -> None:
    reading = read_cell(field_of("household_year.wage_fen"), cell)
    assert (reading.value, reading.problem, reading.keep) == (None, None, True)
    assert read_cell(field_of("household.note"), "无").value == "无"


@pytest.mark.parametrize(
    ("unit", "cell", "fen"),
    [("wan", 688.5, 688500000), ("wan", "1.298", 1298000), ("qian", 1.5, 150000), ("yuan", 2, 200)],
)
def test_money_is_scaled_by_its_unit(unit: str, cell: object, fen: int) -> None:
    assert read_cell(field_of("project.planned_fen"), cell, unit).value == fen


def test_part_of_a_fen_in_thousands_is_not_rounded_away() -> None:
    assert read_cell(field_of("project.planned_fen"), "0.000001", "qian").value is None


def test_month_stands_for_a_day_only_where_lists_give_months() -> None:
    reading = read_cell(field_of("status_period.from_on"), "202305")
    assert reading.value == dt.date(2023, 5, 1)
    assert reading.problem is not None
    assert (reading.problem.id, reading.problem.severity) == ("import.month-only", Severity.INFO)
    assert read_cell(field_of("project.granted_on"), "202305").value is None


def test_date_under_a_year_gives_the_year_and_stays() -> None:
    reading = read_cell(field_of("household.house_built"), "1998.5")
    assert (reading.value, reading.keep) == (1998, True)


def test_long_decimals_are_rounded_and_said() -> None:
    reading = read_cell(field_of("household.farmland"), 10 / 3)
    assert (reading.value, reading.keep) == (Decimal("3.3333"), True)
    assert reading.problem is not None
    assert reading.problem.id == "import.rounded"


def test_character_of_an_old_system_is_kept_and_reported() -> None:
    reading = read_cell(field_of("person.name"), "王\ue863")
    assert reading.value == "王\ue863"
    assert reading.problem is not None
    assert reading.problem.id == "import.private-use"
    assert "䶮" in reading.problem.hint
    unknown = read_cell(field_of("person.name"), "王\ue000").problem
    assert unknown is not None
    assert "可能" not in unknown.hint


CELLS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=30), st.integers(-(2**63), 2**63 - 1), st.floats(),
    st.dates(), st.datetimes(),
    st.text(alphabet="0123456789.,-+eE年月日/ 　'\"=元万亩", max_size=20),
)  # fmt: skip


@given(st.sampled_from(FIELDS), CELLS, st.sampled_from(["yuan", "qian", "wan", None]))
def test_reading_never_raises_and_loses_nothing(field, cell, unit) -> None:
    reading = read_cell(field, cell, unit)
    assert reading.value not in (None, "") or reading.keep or is_blank(cell)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_every_kind_of_field_can_be_read(field) -> None:
    example = {"day": "2025-01-02", "month": "2025-01", "year": "2025"}.get(field.kind, "12")
    assert read_cell(field, example).value is not None


@pytest.mark.parametrize(
    ("id", "cell", "value"),
    [
        ("person.name", "'李四", "李四"), ("person.sex", " '女", "女"), ("household.address", "'上溪8号", "上溪8号"),
        ("person.born", "'1982-02-02", dt.date(1982, 2, 2)), ("household_year.year", "'2025", 2025),
        ("household_year.wage_fen", "'12.5", 1250), ("household.address", "'老屋'旁", "'老屋'旁"),
    ],
)  # fmt: skip
def test_apostrophe_that_marks_text_is_no_part_of_what_is_said(id, cell, value) -> None:
    assert read_cell(field_of(id), cell) == Reading(value)


@pytest.mark.parametrize("cell", ["0", "０", 0, 0.0, "000", "0.0"])
@pytest.mark.parametrize("id", ["household.phone", "household.card", "person.id_number"])
def test_zero_is_nobodys_number_and_stays_as_it_came(id, cell) -> None:
    reading = read_cell(field_of(id), cell)
    assert (reading.value, reading.problem, reading.keep) == (None, None, True)


@pytest.mark.parametrize(
    ("id", "cell"),
    [("person.name", "/"), ("person.name", " 无 "), ("household.address", "—"), ("household.address", "#N/A")],
)
def test_a_stroke_in_a_cell_is_no_name_and_no_text(id, cell) -> None:
    assert read_cell(field_of(id), cell) == Reading(keep=True)


@pytest.mark.parametrize("id", ["person.name", "person.code", "household.address", "person.sex"])
def test_a_formula_gone_wrong_is_told_and_never_taken_for_what_the_cell_says(id) -> None:
    reading = read_cell(field_of(id), "#REF!")
    assert (reading.value, reading.keep) == (None, True)
    assert reading.problem is not None
    assert reading.problem.message == "“#REF!”是表格里算错的公式，没有采用"


def test_nothing_is_a_text_that_says_something() -> None:
    assert read_cell(field_of("household.address"), "无") == Reading("无")


@pytest.mark.parametrize(
    ("id", "cell"),
    [
        ("household.head_id_number", "350699********0018"), ("household.card", "****0123"),
        ("household.phone", "138＊＊＊＊0001"), ("person.phone", "138xxxx0001"),
    ],
)  # fmt: skip
def test_a_number_with_hidden_digits_is_never_taken_for_the_whole_one(id, cell) -> None:
    reading = read_cell(field_of(id), cell)
    assert (reading.value, reading.keep) == (None, True)
    assert reading.problem is not None
    assert reading.problem.id == "import.masked-number"


@pytest.mark.parametrize("id", ["person.id_number", "household.card"])
def test_an_x_at_the_end_hides_nothing(id) -> None:
    assert read_cell(field_of(id), "35069919800101001x").value == "35069919800101001X"


@pytest.mark.parametrize(("cell", "value"), [("√", "是"), (" × ", "否"), ("是", "是")])
def test_a_tick_is_yes(cell, value) -> None:
    assert read_cell(field_of("household.dangerous_house"), cell) == Reading(value)


@pytest.mark.parametrize("cell", ["停机", "见附表"])
def test_words_are_no_phone(cell) -> None:
    reading = read_cell(field_of("household.phone"), cell)
    assert (reading.value, reading.keep) == (None, True)
    assert reading.problem is not None
    assert reading.problem.message == f"“{cell}”不是电话"
