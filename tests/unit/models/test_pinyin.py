"""Names sort and are found by their surnames as surnames are read."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.models.pinyin import _COMPOUND, _SURNAMES, initials, pinyin, readings


@pytest.mark.parametrize(
    ("name", "spelled", "letters"),
    [
        ("曾小明", "zengxiaoming", "zxm"),
        ("单雄", "shanxiong", "sx"),
        ("仇英", "qiuying", "qy"),
        ("解珍", "xiezhen", "xz"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("区新", "ouxin", "ox"),
        ("翟志刚", "zhaizhigang", "zzg"),
        ("查良", "zhaliang", "zl"),
        ("尉健", "weijian", "wj"),
        ("缪伟", "miaowei", "mw"),
        ("覃辉", "qinhui", "qh"),
        ("朴成", "piaocheng", "pc"),
        ("员小", "yunxiao", "yx"),
        ("欧阳海", "ouyanghai", "oyh"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长孙明", "zhangsunming", "zsm"),
        ("单于明", "chanyuming", "cym"),
        ("万俟雪", "moqixue", "mqx"),
        ("吕布", "lvbu", "lb"),
        ("王𬭎", "wanghong", "wh"),
        ("阿卜杜·热合曼", "abodureheman", "abdrhm"),
        ("李 小 明", "lixiaoming", "lxm"),
    ],
)
def test_name_is_spelled_with_its_surname(name: str, spelled: str, letters: str) -> None:
    assert pinyin(name) == spelled
    assert initials(name) == letters


def test_a_place_has_no_surname() -> None:
    assert pinyin("解放路", surname=False) == "jiefanglu"
    assert initials("解放路", surname=False) == "jfl"


def test_the_common_reading_stays_findable() -> None:
    assert readings("曾小明") == ("zengxiaoming", "cengxiaoming")
    assert set(readings("单于明")) == {"chanyuming", "shanyuming"}
    assert readings("林小") == ("linxiao",)


def test_unknown_character_stays_itself() -> None:
    assert pinyin("王\ue000") == "wang\ue000"
    assert pinyin("A1张") == "a1zhang"
    assert pinyin("") == initials("") == ""


@pytest.mark.parametrize("surname", [*_SURNAMES, *_COMPOUND])
def test_every_declared_surname_wins(surname: str) -> None:
    spelled = (_SURNAMES.get(surname) or _COMPOUND[surname]).replace(" ", "")
    assert pinyin(surname + "小明") == spelled + "xiaoming"
    assert spelled.isascii()
    assert spelled.islower()


@given(st.text(max_size=20))
def test_any_text_has_a_spelling(name: str) -> None:
    assert readings(name)[0] == pinyin(name)
    assert len(initials(name)) <= len(name)
    assert not any(char.isspace() for char in pinyin(name))


def test_dictionary_is_loaded_only_when_a_name_is_spelled() -> None:
    code = "import villagebook.models.pinyin, sys; raise SystemExit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
