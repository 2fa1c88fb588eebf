"""Numbers of resident ID cards (18) and disability certificates (20, re-issued 22).

A number is text, always: a spreadsheet keeps 15 digits and ruins the rest (``is_ruined``). The first 18
characters say who it is, so they decide about duplicates: one person may stand in two lists with the card
and with the certificate. People who have no number yet are entered with one that begins with 999999.

Source of lengths, check digit (GB 11643), class 1..7 and grade 1..4: domain notes on identity numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Literal

from villagebook.base.days import chinese, is_day
from villagebook.base.text import fold_code, is_blank, shown

Kind = Literal["resident", "disability", "disability_reissued", "none_yet"]

PROBLEMS = {
    "length": "证件号码应为 18 位（身份证）、20 位或 22 位（残疾人证）",
    "check_digit": "证件号码的校验位不符，有一位录错了",
    "birth": "证件号码里的出生日期不对",
    "class": "残疾人证第 19 位（残疾类别）应为 1 到 7",
    "grade": "残疾人证第 20 位（残疾等级）应为 1 到 4",
}
"""Each problem id that problems() can give, with its sentence."""

DISABILITY_CLASSES = {1: "视力", 2: "听力", 3: "言语", 4: "肢体", 5: "智力", 6: "精神", 7: "多重"}
DISABILITY_GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}

_KINDS: dict[int, Kind] = {18: "resident", 20: "disability", 22: "disability_reissued"}
_NONE_YET = "999999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SEVENTEEN = re.compile(r"[0-9]{17}")
_SUFFIX = re.compile(r"[0-9A-Z]{2}")
_MASKED = re.compile(r"\*+|[×●•■]{2,}|[Xx]{3,}")
_MASK_PARTS = re.compile(f"({_MASKED.pattern})")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}")
# Above this a spreadsheet's number has lost digits: it keeps 15.
_FIRST_LOSSY = 10**15


class RuinedNumberError(ValueError):
    """A cell whose number a spreadsheet rounded: its last digits are gone and cannot be guessed.

    Attributes:
        shown: The cell as text, for the message and for the record's note.
    """

    def __init__(self, shown: str) -> None:
        super().__init__(f"“{shown}”已被表格软件改成数字，末尾几位丢失，请按证件重新填写（单元格设为文本）")
        self.shown = shown


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number that has no problem.

    Attributes:
        text: The folded number.
        kind: What it is the number of; ``none_yet`` stands for a person without one.
        first18: What decides whether two numbers mean one person.
        born: Date of birth in it; None for ``none_yet``.
        sex: 男 or 女 by the 17th digit; None for ``none_yet``.
        disability_class: 1..7, see DISABILITY_CLASSES; None if it is no certificate.
        disability_grade: 1..4, 1 the most severe; None if it is no certificate.
    """

    text: str
    kind: Kind
    first18: str
    born: date | None
    sex: Literal["男", "女"] | None
    disability_class: int | None
    disability_grade: int | None


def fold(text: str) -> str:
    """Return the number as it is compared: narrow, no blanks, no leading apostrophe or ="…", capital X."""
    folded = fold_code(text).upper()
    if folded.startswith('="') and folded.endswith('"'):
        folded = folded[2:-1]
    return folded.lstrip("'‘’`")


def of_cell(value: object) -> str:
    """Return the number in a cell as folded text; empty if the cell is blank. It may still have problems.

    Raises:
        RuinedNumberError: a spreadsheet has destroyed its last digits.
        ValueError: the cell holds no number at all (a day, a yes or no).
    """
    if is_blank(value):
        return ""
    if is_ruined(value):
        raise RuinedNumberError(shown(value))
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise ValueError(f"“{shown(value)}”不是证件号码")


def is_ruined(cell: object) -> bool:
    """Say whether a spreadsheet has destroyed the last digits of the number in a cell.

    True for a number of more than 15 digits, for a text like 3.50699E+17, and for a text of 15 digits
    followed by zeros only whose check digit (of 18) or class (of 20 and 22) is wrong, or that has a card's
    19 digits.
    """
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int):
        return abs(cell) >= _FIRST_LOSSY
    if isinstance(cell, float):
        return math.isfinite(cell) and abs(cell) >= _FIRST_LOSSY
    if not isinstance(cell, str):
        return False
    text = fold(cell)
    if _SCIENTIFIC.fullmatch(text):
        return True
    if not re.fullmatch(r"[0-9]{15}0{3,7}", text):
        return False
    return len(text) > 18 or text[17] != check_digit(text[:17])


def check_digit(first17: str) -> str:
    """Return the 18th character for the first 17 digits.

    Raises:
        ValueError: they are not 17 digits.
    """
    if not _SEVENTEEN.fullmatch(first17):
        raise ValueError("身份证号码前 17 位应全是数字")
    return _CHECK_DIGITS[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def problems(text: str, *, on: date | None = None) -> tuple[str, ...]:
    """Return the ids of what is wrong with a number, see PROBLEMS; empty if nothing is.

    Args:
        text: The number in any spelling that fold() understands.
        on: If given, a birth after this day is wrong too.

    A number beginning with 999999 is checked for its length only. A character that is no digit among the
    first 17 counts as a wrong check digit.
    """
    number = fold(text)
    if len(number) not in _KINDS or (len(number) == 22 and not _SUFFIX.fullmatch(number[20:])):
        return ("length",)
    if number.startswith(_NONE_YET):
        return ()
    found = []
    if not _SEVENTEEN.fullmatch(number[:17]) or check_digit(number[:17]) != number[17]:
        found.append("check_digit")
    born = _born(number)
    if born is None or (on is not None and born > on):
        found.append("birth")
    if len(number) >= 20:
        found += ["class"] * (number[18] not in "1234567") + ["grade"] * (number[19] not in "1234")
    return tuple(found)


def parse(text: str) -> ResidentId:
    """Return what a number says.

    Raises:
        ValueError: it has problems; the message is Chinese and tells the first of them.
    """
    number = fold(text)
    found = problems(number)
    if found:
        raise ValueError(_why(number, found[0]))
    if number.startswith(_NONE_YET):
        return ResidentId(number, "none_yet", number[:18], None, None, None, None)
    certified = len(number) >= 20
    return ResidentId(
        text=number,
        kind=_KINDS[len(number)],
        first18=number[:18],
        born=_born(number),
        sex="男" if int(number[16]) % 2 else "女",
        disability_class=int(number[18]) if certified else None,
        disability_grade=int(number[19]) if certified else None,
    )


def is_masked(text: str) -> bool:
    """Whether some digits of a number were hidden by whoever wrote it: 3506******1217, 138xxxx0001."""
    return _MASKED.search(text) is not None


def fits_mask(masked: str, number: str | None) -> bool:
    """Whether a number, or its first 18 characters, is one that a masked number may stand for."""
    pattern = "".join(".+" if _MASKED.fullmatch(part) else re.escape(part) for part in _MASK_PARTS.split(masked))
    return any(re.fullmatch(pattern, whole) for whole in {number or "", (number or "")[:18]})


def mask(text: str) -> str:
    """Return ``3506******1217``; the last four are those of the first 18, never a disability's class."""
    number = fold(text)[:18]
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:4]}******{number[-4:]}"


def _born(number: str) -> date | None:
    return _day(number[6:14])


@lru_cache(maxsize=65_536)
def _day(digits: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if is_day(born) else None


def _why(number: str, problem: str) -> str:
    if problem == "length":
        return f"{PROBLEMS['length']}，现在是 {len(number)} 位"
    if problem == "check_digit" and not _SEVENTEEN.fullmatch(number[:17]):
        return "证件号码前 17 位应全是数字"
    if problem == "birth":
        born = _born(number)
        return PROBLEMS["birth"] + (f"：{chinese(born)}" if born else f"：{number[6:14]}")
    return PROBLEMS[problem]
