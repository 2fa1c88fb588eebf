"""What must not stand in the words of a notice is told while they are typed."""

from __future__ import annotations

import pytest

from villagebook.services.notice_words import said, unfit


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("temporary-aid", "因其患 大病、住院\n治疗，予以救助", ("大病", "住院")),
        ("temporary-aid", "户主死亡后生活困难", ("死亡",)),
        ("public-posts", "户主死亡", ()),
        ("house-repair", "经鉴定为Ｄ级危房", ("D级",)),
        ("disability-subsidies", "重度残疾人护理补贴", ("残疾", "重度", "护理补贴")),
        ("roster-beneficiaries", "防治因病虫害减产，接种疫苗", ()),
        ("own:1", "残疾人", ("残疾",)),
        ("roster-beneficiaries", "身份证 350699197003050029", ("像身份证号码的数字",)),
        ("roster-beneficiaries", "联系电话 0596-3000000，共14户28000元", ()),
    ],
)
def test_words_and_shapes_are_found_by_kind(kind, text, found):
    assert set(unfit(kind, text)) == set(found)


def test_it_is_said_in_one_line_and_nothing_is_said_of_good_words():
    assert said("temporary-aid", "因大病住院") in ("这里有不该公开的词：大病、住院", "这里有不该公开的词：住院、大病")
    assert said("temporary-aid", "经村民代表大会评议") == ""
