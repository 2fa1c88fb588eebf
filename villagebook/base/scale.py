"""What is to be built or bought, read out of a sentence: 建冷库1座，库容300立方米 is two items with their quantities.

Also the other way: the sentence of an acceptance, which must state the scale that was done and the word 合格.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: A comma between digits parts thousands.
_PARTS = re.compile(r"[，；;。、\n]|(?<![0-9]),|,(?![0-9])")
_UNITS = (
    "立方米|平方米|平方公里|公里|千米|千瓦时|千瓦|公顷|公斤|万株|万元|株|米|亩|座|处|盏|台|套|户|人|口|眼|栋|间|个|只|头|吨|块|棵|条|"
    "根|张|辆|箱|件|次|期|名|㎡|m³|m2|m|km"
)
_ITEM = re.compile(rf"(?P<what>.*?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>{_UNITS})(?P<rest>.*)")
#: Not what is built: a rate (每户500元), a span of months, a price.
_NOT_BUILT = re.compile(r"每|由.*至|元|月至|年至")


@dataclass(frozen=True, slots=True)
class Scale:
    """One item: what, how much of it, in which unit; quantity None and unit empty where the words give none."""

    what: str
    quantity: Decimal | None = None
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.what}{number(self.quantity)}{self.unit}" if self.quantity is not None else self.what


def read(text: str | None) -> tuple[Scale, ...]:
    """Return the items a content names (拓宽2.6公里，路面由3.5米拓宽至6米): those with a quantity, else all parts.

    Rates, prices and spans of months are no items.
    """
    parts = [part.strip() for part in _PARTS.split(text or "") if part.strip()]
    found = [item for part in parts if (item := _item(part)) is not None]
    plain = [part for part in parts if not _NOT_BUILT.search(part)] or parts
    return tuple(found) or tuple(Scale(part) for part in plain[:8])


def _item(part: str) -> Scale | None:
    match = _ITEM.fullmatch(part)
    if match is None or _NOT_BUILT.search(part):
        return None
    try:
        quantity = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        return None
    return Scale((match["what"].strip() or match["rest"].strip() or part), quantity, match["unit"])


def number(quantity: Decimal | None) -> str:
    """Return a quantity as a sentence has it: no zeros behind, no thousands; empty for None."""
    return "" if quantity is None else f"{quantity.normalize():f}"


def states(text: str, quantity: Decimal) -> bool:
    """Whether a text names a quantity as a number of its own: 2.6 stands in 拓宽2.60公里, not in 12.6."""
    numbers = re.findall(r"(?<![0-9.])[0-9][0-9,]*(?:\.[0-9]+)?", text)
    return any(Decimal(one.replace(",", "")) == quantity for one in numbers)


def sentence(items: Iterable[Scale], result: str = "合格") -> str:
    """Return the opinion an acceptance should give: 实际完成拓宽2.6公里，……，经验收合格。"""
    done = "，".join(str(item) for item in items if item.what)
    end = {"合格": "质量符合要求，验收合格。", "整改": "尚有不足，须按要求整改后复验。"}.get(
        result, "质量不符合要求，验收不合格。")  # fmt: skip
    return f"实际完成{done}，{end}" if done else end
