"""What a screen shows of a bank line before it is asked: units by name, persons and long numbers hidden."""

from __future__ import annotations

import re

#: Words in the name of a unit: money of a unit is no secret of a person.
_UNIT = re.compile(
    r"公司|合作社|合作联社|委员会|财政|政府|单位|代发|学校|小学|中学|大学|幼儿园|医院|卫生|中心|商店|商行|银行|信用社|工程队|施工队|"
    r"农场|林场|养殖场|厂$|经营部|门市|超市|协会|基金|联社|事务所|电站|供电|自来水|保险|村部|设计|监理|总会|专户|税务|局$|所$"
)
_LONG_NUMBER = re.compile(r"[0-9*]{7,}")


def masked_name(name: str) -> str:
    """A unit in full; of a person the first character: 许**."""
    return name if not name or _UNIT.search(name) else name[0] + "*" * min(3, max(1, len(name) - 1))


def masked_text(text: str) -> str:
    """A text with all but the last four digits of long numbers hidden."""
    return _LONG_NUMBER.sub(lambda found: "****" + found[0][-4:], text)
