"""Lists that speak of another village: said once of a list, of a row where only some rows do."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from villagebook.base.findings import Finding, Severity

if TYPE_CHECKING:
    from villagebook.services.lists.taking import Taking

_HINT = "请核对是不是拿错了表"
#: A household's code begins with the 12 digits of its village.
_CODE = re.compile(r"(?P<village>[0-9]{12})[0-9]{4}")


@dataclass(slots=True)
class Villages:
    """What the rows of one sheet say of their village.

    Attributes:
        rows: How many say anything.
        others: Rows that name another village, and which.
        codes: Of rows that name none, the village in the household's code -> how many rows.
    """

    rows: int = 0
    others: list[tuple[Taking, str]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)


def note(taking: Taking, named: str | None) -> None:
    """Note which village a row names, or shows by the code of its household."""
    if not named and taking.around.village["code"] is None:
        return
    place = (taking.around.file, taking.draft.sheet)
    villages = taking.around.villages.setdefault(place, Villages())
    if named:
        villages.rows += 1
        if named != taking.around.village["name"]:
            taking.around.other_villages.add(taking.around.file)
            villages.others.append((taking, named))
        return
    code = taking.value("household.code") or taking.value("membership.household_code")
    if isinstance(code, str) and (match := _CODE.fullmatch(code)):
        villages.rows += 1
        if match["village"] != taking.around.village["code"]:
            villages.codes[match["village"]] += 1


def tell(villages: Villages, file: str, sheet: str, own: str) -> list[Finding]:
    """Return what is to be said of a sheet; rows among many of this village get their own doubt."""
    names = Counter(name for _, name in villages.others)
    if villages.others and len(villages.others) * 2 > villages.rows:
        said = "、".join(f"{name}（{count} 行）" for name, count in names.most_common(3))
        return [_of_sheet(file, sheet, "村", f"这张表写的是{said}，这本书是{own}")]
    for taking, name in villages.others:
        taking.doubt("import.other-village", "村", f"表里写的是{name}，这本书是{own}", _HINT)
    if villages.codes.total() * 2 <= villages.rows:
        return []
    said = "、".join(f"{code}（{count} 行）" for code, count in villages.codes.most_common(3))
    return [_of_sheet(file, sheet, "户编号", f"这张表的户编号是别的村的：{said}，这本书是{own}")]


def _of_sheet(file: str, sheet: str, heading: str, message: str) -> Finding:
    return Finding("import.other-village", Severity.WARNING, f"{file} {sheet}", heading, message, _HINT)
