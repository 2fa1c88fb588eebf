"""Words that never hang on a wall beside a household: illness, disability, causes and risks, lost ability to work.

The scan of a finished file looks for them, whatever column or free text they came from. A kind may allow phrases of
its programme's own name, in the title only. To add a word: one entry; give ``unless_before`` the characters that
make it a harmless word (因病虫害, 中风险).

Source: county rules of 2023 and procurators' cases (health, causes and disability of named households); the lists of
causes, risks and health states are the code lists of the national system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from villagebook.models.codes import CODES


@dataclass(frozen=True, slots=True)
class SensitiveWord:
    """One word.

    Attributes:
        word: As written.
        about: health, disability, cause, labour or child.
        unless_before: Characters that, directly behind, make another word of it.
        unless_after: Characters that, directly before, do so.
    """

    word: str
    about: str
    unless_before: str = ""
    unless_after: str = ""


#: Characters behind a cause that make a harmless word of it: 因病虫害, 因学校, 缺水量 …
_HARMLESS = {"因病": "虫害", "因学": "校生习院业", "缺水": "期量"}

_ILLNESSES = (
    "患病", "慢性病", "慢病", "大病", "重病", "癌", "肿瘤", "白血病", "尿毒症", "透析", "化疗", "放疗", "糖尿病",
    "高血压", "心脏病", "冠心病", "脑梗", "脑瘫", "偏瘫", "瘫痪", "截肢", "中风", "癫痫", "精神病", "精神障碍",
    "精神分裂", "抑郁", "痴呆", "智障", "弱智", "智力障碍", "失智", "失能", "艾滋", "乙肝", "肝炎", "肝硬化", "肺结核",
    "结核病", "尘肺", "股骨头坏死", "住院", "手术", "病历", "病情",
)  # fmt: skip
_UNLESS = {"中风": "险", "大病": "虫害", "重病": "虫害", "住院": "落坝"}
#: Characters before an illness that do so: 集中风貌, 其中风干房, 空中风道, 绿化疗养, 葡萄根癌病.
_UNLESS_AFTER = {"中风": "集其空", "化疗": "绿美", "癌": "根"}

_CAUSES = tuple(
    cause
    for cause in dict.fromkeys((*CODES["cause"].values, *CODES["cause"].retired, *CODES["risk"].values))
    if cause != "其他"
)

#: Causes that a project says of a place, not of a household (解决自然村缺水、缺资金); hanging them tells nobody's lot.
_ABOUT_PLACES = frozenset({
    "缺土地", "缺水", "缺技术", "缺资金", "交通条件落后", "因自然灾害", "因灾", "因安全住房", "因安全饮水",
    "因产业项目失败",
})  # fmt: skip

WORDS: tuple[SensitiveWord, ...] = (
    *(SensitiveWord(word, "health", _UNLESS.get(word, ""), _UNLESS_AFTER.get(word, "")) for word in _ILLNESSES),
    *(SensitiveWord(word, "disability") for word in ("残疾", "残障", "伤残", "致残", "病残", "聋哑", "失明", "失聪")),
    *(SensitiveWord(cause, "cause", _HARMLESS.get(cause, "")) for cause in _CAUSES if cause not in _ABOUT_PLACES),
    *(SensitiveWord(word, "labour") for word in ("丧失劳动力", "无劳动力", "弱劳动力", "半劳动力", "丧失劳动能力")),
    *(SensitiveWord(word, "child") for word in ("孤儿", "事实无人抚养")),
)


def private_words() -> tuple[str, ...]:
    """Return the words alone, for a scan that searches them literally; see harmless_phrases()."""
    return tuple(word.word for word in WORDS)


def harmless_phrases() -> tuple[str, ...]:
    """Return the phrases in which one of the words is another word (因病虫, 因学校, 中风险): no scan stops at them."""
    behind = tuple(word.word + character for word in WORDS for character in word.unless_before)
    return behind + tuple(character + word.word for word in WORDS for character in word.unless_after)


def found_in(text: str, allowed: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the sensitive words in a text, also across blanks and line breaks, each once, in the list's order.

    Args:
        allowed: Phrases that may stand (a kind's ``title_words``, for its title only).
    """
    squeezed = re.sub(r"\s+", "", text)
    for phrase in (*allowed, *harmless_phrases()):
        squeezed = squeezed.replace(phrase, "□")
    return tuple(word for word in private_words() if word in squeezed)
