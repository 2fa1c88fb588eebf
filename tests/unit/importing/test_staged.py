"""Headings of measures and of 三保障 and incomes at a moment, inside lists of households and persons."""

from __future__ import annotations

import pytest

from tests.unit.importing.lists import rows_of
from villagebook.importing.columns import field_of, value_id
from villagebook.importing.headings import fold_heading
from villagebook.importing.staged import choices, words
from villagebook.models import Guarantee, fields_of
from villagebook.models.codes import CODES

#: The columns of 帮扶措施, as the monitored household's list has them.
SIXTEEN = [
    "实施开发式帮扶措施情况", "产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "住房安全保障", "饮水安全保障",
    "健康帮扶", "义务教育保障", "其他教育帮扶", "综合保障", "社会帮扶", "搬迁", "生产生活条件改善", "基础设施建设",
]


def _known(kind: str, *path: str) -> str | None:
    return value_id(kind, tuple(fold_heading(part) for part in path))


@pytest.mark.parametrize("heading", SIXTEEN)
@pytest.mark.parametrize("kind", ["households", "people"])
@pytest.mark.parametrize("group", [(), ("帮扶措施",)])
def test_a_column_of_measures_is_a_class(kind: str, group: tuple[str, ...], heading: str) -> None:
    wanted = "status_period.development" if heading.startswith("实施") else f"measure.item#{heading}"
    assert _known(kind, *group, heading) == wanted


def test_every_class_of_today_has_its_heading_below_the_group() -> None:
    for name in CODES["measure_class"].values:
        assert _known("households", "帮扶措施", name) == f"measure.item#{name}"


def test_other_meanings_of_the_same_words_stay() -> None:
    assert _known("people", "公益岗位") == "person_year.post_kind"
    assert _known("households", "易地扶贫搬迁") == "household.relocated"
    assert _known("households", "其他") is None
    assert _known("households", "工资性收入") == "household_year.wage_fen"
    assert _known("households", "风险消除时间") == "status_period.removed_on"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("风险消除后家庭人均纯收入",), "guarantee.per_capita_fen#风险消除时"),
        (("风险消除后是否住房出现安全问题",), "guarantee.house_problem#风险消除时"),
        (("识别时", "工资性收入"), "guarantee.wage_fen#识别时"),
        (("收支情况（识别时）", "生产经营性支出（元）"), "guarantee.cost_fen#识别时"),
        (("三保障和饮水安全", "风险消除时", "是否饮水出现安全问题"), "guarantee.water_problem#风险消除时"),
        (("是否有家庭成员未参加城乡居民（职工）基本医疗保险",), "guarantee.medical_problem"),
        (("消除后", "纳入监测对象的收入参考范围（人均）"), "guarantee.reference_per_capita_fen#风险消除时"),
    ],
)
def test_a_block_of_one_moment(path: tuple[str, ...], wanted: str) -> None:
    assert _known("households", *path) == wanted
    assert _known("people", *path) == wanted


def test_every_field_of_the_block_is_known_at_both_moments() -> None:
    for info in fields_of(Guarantee):
        if info.kind in {"choice", "money"} and info.name != "stage":
            for stage in ("识别时", "风险消除时"):
                assert _known("households", stage + info.label) == f"guarantee.{info.name}#{stage}"


def test_cells_are_read_as_their_fields() -> None:
    (row,) = rows_of(
        ["户编号", "户主姓名", "监测对象类别", "产业帮扶", "风险消除后家庭纯收入（万元）",
         "识别时是否饮水出现安全问题"],
        ["3506991012030001", "许玉美", "边缘易致贫户", "种植业、养殖业", "3.25", "否"],
    )
    assert row.kind == "households"
    assert row.values["measure.item#产业帮扶"] == "种植业、养殖业"
    assert row.values["guarantee.net_fen#风险消除时"] == 3_250_000
    assert row.values["guarantee.water_problem#识别时"] == "否"
    assert row.extra == {}


def test_every_choice_of_the_mapping_is_a_field_with_words_of_its_own() -> None:
    found = choices()
    assert len({id for id, _, _ in found}) == len({(words_, title) for _, words_, title in found}) == len(found)
    for id, said, _ in found:
        assert field_of(id)
        assert words(id) == said
    assert ("measure.item#产业帮扶", "帮扶措施（产业帮扶）", "帮扶措施") in found
    assert ("guarantee.net_fen#风险消除时", "家庭纯收入（风险消除时）", "三保障和收支") in found
    assert words("household.phone") == words("guarantee.net_fen") == ""
