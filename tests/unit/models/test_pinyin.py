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


#: Surnames whose reading is not the common word's, as the books of surnames give them.
READ_AS_SURNAMES = """
曾zeng 单shan 仇qiu 解xie 盖ge 区ou 翟zhai 朴piao 查zha 任ren 华hua 员yun 贠yun 乐yue 繁po 秘bi 冼xian 种chong
召shao 黑he 折she 句gou 祭zhai 缪miao 覃qin 尉wei 宁ning 佴nai 乜nie 能nai 阚kan 那na 谌chen 葛ge 莘shen 隗wei
晁chao 訾zi 郗xi 牟mou 欧阳ouyang 尉迟yuchi 长孙zhangsun 万俟moqi 单于chanyu 澹台tantai 令狐linghu 鲜于xianyu
夏侯xiahou 皇甫huangfu 呼延huyan 拓跋tuoba 赫连helian 宰父zaifu 谷梁guliang 诸葛zhuge 上官shangguan 司徒situ
端木duanmu 东方dongfang 慕容murong 濮阳puyang 申屠shentu 宇文yuwen 轩辕xuanyuan 淳于chunyu 闻人wenren
亓官qiguan 子车ziju 夹谷jiagu 相里xiangli 乐正yuezheng
"""


@pytest.mark.parametrize("pair", READ_AS_SURNAMES.split())
def test_a_surname_is_read_as_one_and_only_where_it_stands_first(pair: str) -> None:
    surname = "".join(char for char in pair if not char.isascii())
    spelled = pair.removeprefix(surname)
    assert pinyin(f"{surname}小明") == f"{spelled}xiaoming"
    if len(surname) == 1:
        # As a given name it is the common word; the compound ones never stand there.
        assert pinyin(f"林小{surname}") == f"linxiao{pinyin(surname, surname=False)}"


@pytest.mark.parametrize(("word", "spelled"), [
    ("曾", "ceng"), ("单", "dan"), ("仇", "chou"), ("解", "jie"), ("盖", "gai"), ("区", "qu"), ("查", "cha"),
    ("朴", "pu"),
])  # fmt: skip
def test_within_a_given_name_the_word_is_the_common_one(word: str, spelled: str) -> None:
    assert pinyin(f"林{word}") == f"lin{spelled}"


@pytest.mark.parametrize("name", ["王𬭎", "谢𡒄", "李𬀩", "陈𪻐", "林𠀀", "许𠮷", "张𫖮", "王\U00030edd"])
def test_rare_characters_give_a_key_that_sorts_by_the_surname(name: str) -> None:
    surname = pinyin(name[0])
    assert pinyin(name).startswith(surname)
    assert len(pinyin(name)) > len(surname)
    assert len(initials(name)) == 2


def test_a_character_the_dictionary_lacks_is_spelled_like_the_one_it_stands_for() -> None:
    assert (pinyin("许𠮷祥"), initials("许𠮷祥")) == ("xujixiang", "xjx")
    assert pinyin("林㐂") == "linxi"


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
