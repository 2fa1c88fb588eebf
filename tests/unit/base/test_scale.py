"""Reading what is to be built out of a sentence, and saying what was."""

from __future__ import annotations

from decimal import Decimal

import pytest

from villagebook.base.scale import Scale, number, read, sentence, states


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("建冷库1座，库容300立方米", [("建冷库", "1", "座"), ("库容", "300", "立方米")]),
        ("拓宽2.6公里，路面由3.5米拓宽至6米", [("拓宽", "2.6", "公里")]),
        ("补植茶苗4.5万株；改造低产茶园150亩", [("补植茶苗", "4.5", "万株"), ("改造低产茶园", "150", "亩")]),
        ("保洁员3人、护林员2人，每人每月800元，3月至12月", [("保洁员", "3", "人"), ("护林员", "2", "人")]),
        ("36盏太阳能路灯", [("太阳能路灯", "36", "盏")]),
        ("铺管1,200米", [("铺管", "1200", "米")]),
    ],
)
def test_items_are_read_with_quantity_and_unit(text: str, items: list[tuple[str, str, str]]) -> None:
    assert [(one.what, str(one.quantity), one.unit) for one in read(text)] == items


def test_words_without_a_quantity_are_items_and_rates_are_none() -> None:
    assert read("改造卫生厕所，每座补助1000元") == (Scale("改造卫生厕所"),)
    assert read("") == read(None) == ()


def test_the_sentence_states_the_scale_and_the_result() -> None:
    items = [Scale("安装路灯", Decimal("36.0000"), "盏"), Scale("接线")]
    assert sentence(items) == "实际完成安装路灯36盏，接线，质量符合要求，验收合格。"
    assert "合格" not in sentence(items, "整改")
    assert "不合格" in sentence(items, "不合格")


def test_a_quantity_is_stated_as_a_number_of_its_own() -> None:
    assert states("实际完成拓宽2.60公里", Decimal("2.6"))
    assert states("铺管1,200米", Decimal(1200))
    assert not states("拓宽12.6公里", Decimal("2.6"))
    assert not states("已完成", Decimal(1))


def test_numbers_have_no_zeros_behind() -> None:
    assert [number(Decimal(text)) for text in ("1200.0000", "0.5000", "100")] == ["1200", "0.5", "100"]
