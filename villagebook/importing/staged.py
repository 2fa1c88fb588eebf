"""Headings of help and guarantees inside lists of households and people: one column a class, one block a moment.

A column 产业帮扶 holds what reached the household in that class: value id ``measure.item#产业帮扶``. The columns of
三保障 and incomes stand once for each moment (识别时, 风险消除后): ``guarantee.house_problem#识别时``; the bare
``guarantee.house_problem`` is of the moment that the household's class tells.

Source: columns of 帮扶措施, 三保障和饮水安全 and 收支情况 of the monitored household's handbook of 2023.
"""

from __future__ import annotations

import re
from functools import cache

from villagebook.importing.headings import fold_heading
from villagebook.models import Guarantee, Measure, fields_of, info
from villagebook.models.codes import CODES

MEASURE = "measure.item#"

#: Classes of help that mean something else as a heading of their own.
_ELSEWHERE = frozenset({"其他", "公益岗位", "易地扶贫搬迁", "雨露计划", "基础设施", "产业发展"})


def _measure_headings() -> dict[str, str]:
    classes = CODES["measure_class"]
    found = {name: MEASURE + name for name in (*classes.values, *classes.retired) if name not in _ELSEWHERE}
    for name in classes.values:
        found |= {f"帮扶措施/{name}": MEASURE + name, f"{name}措施": MEASURE + name, f"{name}情况": MEASURE + name}
    return found


#: Folded heading -> value id of the measure that a cell beneath it tells.
MEASURE_HEADINGS = _measure_headings()

#: How lists name the moment, longest first.
_STAGES = {
    "识别监测时": "识别时", "纳入监测时": "识别时", "识别时": "识别时", "纳入时": "识别时",
    "风险消除时": "风险消除时", "风险消除后": "风险消除时",
    "消除时": "风险消除时", "消除后": "风险消除时", "当前": "当前", "目前": "当前",
}  # fmt: skip
_STAGE = re.compile(rf"[(]?({'|'.join(_STAGES)})[)]?的?[-—:：]?")

#: Beside the labels: what the same lists call a figure or a question.
_ALSO = {
    "纯收入": "net_fen", "人均纯收入": "per_capita_fen", "家庭年人均纯收入": "per_capita_fen",
    "理赔收入": "claims_fen", "自付支出": "out_of_pocket_fen", "家庭合规自付支出": "out_of_pocket_fen",
    "住房是否出现安全问题": "house_problem", "是否出现住房安全问题": "house_problem",
    "饮水是否出现安全问题": "water_problem", "是否出现饮水安全问题": "water_problem",
    "是否有失学辍学": "school_problem", "是否失学辍学": "school_problem",
    "是否有家庭成员未参加基本医疗保险": "medical_problem", "是否未参加基本医疗保险": "medical_problem",
    "纳入监测对象的收入参考范围户": "reference_fen", "纳入监测对象的收入参考范围人均": "reference_per_capita_fen",
}  # fmt: skip
#: Questions that only this block asks, so that they need no moment beside them.
_OWN = ("food", "clothes", "house_problem", "school_problem", "water_problem", "medical_problem")


@cache
def _labels() -> dict[str, str]:
    """Folded heading -> field name of Guarantee."""
    found = {fold_heading(label): name for label, name in _ALSO.items()}
    for one in fields_of(Guarantee):
        if one.kind in {"choice", "money"} and one.name != "stage":
            found |= {fold_heading(heading): one.name for heading in one.headings}
    return found


def guarantee_id(path: tuple[str, ...]) -> str | None:
    """Return the value id of a folded heading path that is of one moment's block, None if it is of none."""
    leaf, stage = path[-1], ""
    for place, part in enumerate(path):
        match = _STAGE.search(part)
        if match:
            stage = _STAGES[match[1]]
            if place == len(path) - 1:
                leaf = part[: match.start()] + part[match.end() :]
    name = _labels().get(leaf)
    if name is None:
        return None
    if stage:
        return f"guarantee.{name}#{stage}"
    return f"guarantee.{name}" if name in _OWN else None


def words(id: str) -> str:
    """What people call a value id of this module: 帮扶措施（产业帮扶）, 工资性收入（识别时）; empty for others."""
    table, _, rest = id.partition(".")
    name, _, part = rest.partition("#")
    if id.startswith(MEASURE):
        return f"帮扶措施（{part}）"
    if table != "guarantee" or not part:
        return ""
    return f"{info(getattr(Guarantee, name)).label}（{part}）"


def choices() -> tuple[tuple[str, str, str], ...]:
    """Return what a heading may mean here: (value id, words, title of the record), in the order of the lists."""
    measures = [(MEASURE + name, words(MEASURE + name), Measure.title) for name in CODES["measure_class"].values]
    names = [one.name for one in fields_of(Guarantee) if one.kind in {"choice", "money"} and one.name != "stage"]
    moments = [f"guarantee.{name}#{stage}" for stage in dict.fromkeys(_STAGES.values()) for name in names]
    return (*measures, *((id, words(id), Guarantee.title) for id in moments))


@cache
def staged_ids() -> frozenset[str]:
    """Return the value ids that a person may choose for a heading here."""
    return frozenset(id for id, _, _ in choices())
