"""Latin spellings of Chinese names, for sorting and for searching by initials.

Surnames are read as surnames: dictionaries give the common word instead (曾 ceng, 单 dan, 仇 chou). What the
dictionary would have said stays findable through ``readings``. Everything is lower-case ASCII without tones
and without blanks (ü is v, as on keyboards); a character that no dictionary knows stays itself.

To add a surname: one entry in ``_SURNAMES`` (one character) or ``_COMPOUND`` (two).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "盖": "ge", "区": "ou", "翟": "zhai", "查": "zha",
    "尉": "wei", "缪": "miao", "覃": "qin", "朴": "piao", "员": "yun", "贠": "yun", "乐": "yue", "繁": "po",
    "秘": "bi", "冼": "xian", "洗": "xian", "种": "chong", "召": "shao", "黑": "he", "折": "she", "句": "gou",
    "祭": "zhai", "任": "ren", "应": "ying", "宁": "ning", "燕": "yan", "卜": "bu", "谌": "chen", "适": "kuo",
    "会": "gui", "柏": "bai", "薄": "bo", "都": "du", "费": "fei", "干": "gan", "葛": "ge", "过": "guo",
    "华": "hua", "纪": "ji", "贾": "jia", "强": "qiang", "车": "che", "沈": "shen", "石": "shi", "宿": "su",
    "冯": "feng", "贲": "ben", "行": "xing", "相": "xiang", "曲": "qu", "呙": "guo", "撒": "sa", "乜": "nie",
    "粘": "nian", "盛": "sheng", "占": "zhan", "长": "zhang", "幺": "yao", "炅": "gui", "逄": "pang", "隗": "wei",
    "佴": "nai", "那": "na", "牟": "mou", "能": "nai", "於": "yu", "俞": "yu", "郗": "xi", "藏": "zang",
    "尹": "yin", "叶": "ye", "殷": "yin", "万": "wan", "侯": "hou", "晃": "huang", "弗": "fu", "重": "chong",
    "仝": "tong", "和": "he", "谷": "gu", "褚": "chu", "郇": "xun", "要": "yao", "哈": "ha", "朝": "chao",
    "阚": "kan", "蔚": "yu", "郄": "qie", "莘": "shen", "隽": "juan", "妫": "gui", "厍": "she", "谯": "qiao",
}  # fmt: skip

_COMPOUND = {
    "欧阳": "ou yang", "尉迟": "yu chi", "长孙": "zhang sun", "单于": "chan yu", "万俟": "mo qi",
    "澹台": "tan tai", "令狐": "ling hu", "鲜于": "xian yu", "夏侯": "xia hou", "皇甫": "huang fu",
    "呼延": "hu yan", "拓跋": "tuo ba", "赫连": "he lian", "宰父": "zai fu", "谷梁": "gu liang",
    "公冶": "gong ye", "钟离": "zhong li", "诸葛": "zhu ge", "上官": "shang guan", "司徒": "si tu",
    "司马": "si ma", "司空": "si kong", "端木": "duan mu", "东方": "dong fang", "独孤": "du gu",
    "南宫": "nan gong", "慕容": "mu rong", "濮阳": "pu yang", "申屠": "shen tu", "宇文": "yu wen",
    "轩辕": "xuan yuan", "百里": "bai li", "淳于": "chun yu", "闻人": "wen ren", "西门": "xi men",
    "乐正": "yue zheng", "夹谷": "jia gu", "子车": "zi ju", "亓官": "qi guan", "相里": "xiang li",
    "公孙": "gong sun", "仲孙": "zhong sun", "太史": "tai shi", "太叔": "tai shu", "巫马": "wu ma",
}  # fmt: skip

#: Characters of names that the dictionary does not know: other ways to write 吉 and 喜.
_RARE = {"𠮷": "ji", "㐂": "xi"}

# The few spellings of the dictionary that are no ASCII even without tones.
_ASCII = str.maketrans({"ê": "e", "ḿ": "m", "ń": "n", "ň": "n", "ǹ": "n", "ü": "v"})


def pinyin(name: str, *, surname: bool = True) -> str:
    """Return the name spelled in pinyin, the sort key of a name: 曾小明 -> ``zengxiaoming``.

    Args:
        name: A person's or place's name; blanks, points and other signs are left out.
        surname: Whether it begins with a surname; False for names of projects, groups and places.
    """
    return "".join(_syllables(name, surname))


def initials(name: str, *, surname: bool = True) -> str:
    """Return the first letter of each character's spelling: 曾小明 -> ``zxm``."""
    return "".join(syllable[:1] for syllable in _syllables(name, surname))


def readings(name: str) -> tuple[str, ...]:
    """Return every spelling under which a person may be looked for, the sort key first, without repetition.

    曾小明 -> (``zengxiaoming``, ``cengxiaoming``); 单于明 may be of the surname 单于 or 单.
    """
    core = _core(name)
    found = [_syllables(name, True)]
    if core[:2] in _COMPOUND and core[0] in _SURNAMES:
        found.append((_SURNAMES[core[0]], *_plain(core)[1:]))
    found.append(_plain(core))
    return tuple(dict.fromkeys("".join(syllables) for syllables in found))


@lru_cache(maxsize=50_000)
def _syllables(name: str, surname: bool) -> tuple[str, ...]:
    core = _core(name)
    plain = _plain(core)
    if not surname:
        return plain
    # A name of two characters is one surname and one given name: 万俟 alone is 万 of the given name 俟.
    if len(core) > 2 and core[:2] in _COMPOUND:
        return (*_COMPOUND[core[:2]].split(), *plain[2:])
    if core[:1] in _SURNAMES:
        return (_SURNAMES[core[0]], *plain[1:])
    return plain


def _core(name: str) -> str:
    # Rare names typed on old systems hold private-use characters (category Co): they belong to the name.
    return "".join(char for char in name if char.isalnum() or unicodedata.category(char) == "Co")


@lru_cache(maxsize=50_000)
def _plain(core: str) -> tuple[str, ...]:
    """Return one spelling per character, as the dictionary has it."""
    from pypinyin import lazy_pinyin  # 0.1 s, and most starts of the program sort nothing

    # Characters are asked one by one where phrases would change their number (letters and digits come back
    # as one run).
    spelled = lazy_pinyin(core)
    if len(spelled) != len(core):
        spelled = [lazy_pinyin(char)[0] for char in core]
    return tuple(_RARE.get(syllable) or syllable.lower().translate(_ASCII) for syllable in spelled)
