"""How one cell becomes a value of a field's kind; nothing here raises.

What cannot be read as the kind is not guessed: the cell stays as it came (``Reading.keep``) and a problem says
why. Harmless habits of lists are forgiven without a word: full-width digits, blanks and apostrophes around
numbers, dates in every form, amounts with commas. Names and texts lose their outer blanks and nothing else.

To read one more kind of field: one entry in ``_READERS``; a test walks the kinds of all fields.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Literal, TypeAlias

from villagebook.base.days import FIRST_YEAR, LAST_YEAR, parse_day, parse_month
from villagebook.base.findings import Severity
from villagebook.base.money import MAX_FEN, parse_wan, parse_yuan
from villagebook.base.resident_ids import RuinedNumberError, is_masked, is_ruined
from villagebook.base.text import clean_name, fold_code, is_blank, shown
from villagebook.importing.private_use import private_use
from villagebook.importing.sheets import Cell, text_of
from villagebook.models.codes import CODES
from villagebook.models.fields import FieldInfo

Unit: TypeAlias = Literal["yuan", "qian", "wan"]
"""What one unit of a money column is worth: 元, 千元, 万元."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell needs a person's eyes; becomes a Finding once the row's code is known."""

    id: str
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    Attributes:
        value: Of the field's kind; None if there is none.
        problem: What is to be told; None if nothing.
        keep: Whether the cell's own text must be kept beside the record, because no value holds it.
    """

    value: object | None = None
    problem: Problem | None = None
    keep: bool = False


NOTHING = Reading()


class _MaskedError(Exception):
    """Some digits of a number were hidden by whoever wrote the list; it would erase the whole number."""


#: Days that lists from above give as a month only (识别监测时间(YYYYMM)); the first of the month stands for it.
#: Nowhere else: a birth or a payment on an invented day would be found wrong by every check.
MONTH_IS_ENOUGH = frozenset({
    "status_period.from_on", "status_period.through_on", "status_period.first_identified_on",
    "status_period.removed_on", "person.identified_on",
})  # fmt: skip

_PLACEHOLDERS = frozenset({"/", "\\", "-", "--", "---", "—", "——", "–", "无", "空", "N/A", "n/a", "#N/A"})
#: Nobody's name, and no text either; 无 says something as a text.
STROKES = frozenset({"/", "\\", "-", "--", "---", "—", "——", "–", "#N/A"})
_ERRORS = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_KEEP_PLACEHOLDER = Reading(keep=True)
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_TICKS = {**dict.fromkeys("√✓✔☑", "是"), **dict.fromkeys("×✗✘☒", "否")}
_FIRST_LOSSY = 10**15
_BIGGEST_INT = 2**31 - 1
_BIGGEST_QUANTITY = Decimal(10**9)
_FOUR_PLACES = Decimal("0.0001")
_WHOLE = re.compile(r"[+-]?[0-9]{1,10}(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?(?:年度?)?")
# The tail that a data program puts behind numbers when it writes csv.
_GUARDED = re.compile(r"'[=+\-@\t]")
_DOT_ZERO = re.compile(r"([0-9]{5,})\.0")


def read_cell(field: FieldInfo, cell: Cell, unit: Unit | None = None) -> Reading:
    """Return what a cell says under a field.

    Args:
        field: Decides the kind, the code list and the unit.
        cell: As the file has it.
        unit: Of money columns; 元 if not given.
    """
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, str):
        if _is_placeholder(field, cell.strip()):
            return _KEEP_PLACEHOLDER
        if cell.startswith("#") and cell.strip() in _ERRORS:
            message = f"“{cell.strip()}”是表格里算错的公式，没有采用"
            return _refusal("import.unreadable", Severity.WARNING, message, "原文保留在“其他栏目”，请改正后再填")
        if "'" in cell:
            cell = _without_mark(cell)
            if is_blank(cell):
                return _KEEP_PLACEHOLDER
    if field.kind in _NUMBERED and _is_zero(cell):
        return _KEEP_PLACEHOLDER
    try:
        return _READERS[field.kind](field, cell, unit or "yuan")
    except RuinedNumberError:
        # The message does not repeat the number: most of an ID's digits are still good.
        message = f"{_KIND_WORDS[field.kind]}被表格软件改成了数字，末尾几位已丢失，没有采用"
        hint = "请在原表把这一栏设为文本、按证件补全后重新导入，或直接补录"
        return _refusal("import.ruined-number", Severity.ERROR, message, hint)
    except _MaskedError:
        message = f"{_KIND_WORDS[field.kind]}打了星号，没有采用"
        return _refusal("import.masked-number", Severity.INFO, message, "要用全的号码，请找没有打星号的表")
    except (ValueError, ArithmeticError) as error:
        message = str(error) if isinstance(error, ValueError) else f"“{shown(cell)}”不是{_KIND_WORDS[field.kind]}"
        return _refusal("import.unreadable", Severity.WARNING, message, "原文保留在“其他栏目”，请改正后再填")


def _is_placeholder(field: FieldInfo, text: str) -> bool:
    """Whether a text only fills the cell, so that nobody takes it for forgotten."""
    return text in (STROKES if field.kind in _TEXTS else _PLACEHOLDERS)


def _without_mark(text: str) -> str:
    """Return a text without the apostrophe by which a spreadsheet was told that it is text; quotes in pairs stay."""
    bare = text.lstrip()
    return bare[1:] if bare.startswith("'") and bare.count("'") == 1 else text


def _is_zero(cell: Cell) -> bool:
    """Whether a cell that should hold a number of somebody holds 0, 0.0 or 000: there is none."""
    if isinstance(cell, str):
        return bool(cell) and not fold_code(cell).strip("0.") and "0" in fold_code(cell)
    return not isinstance(cell, bool) and cell == 0


def _refusal(id: str, severity: Severity, message: str, hint: str) -> Reading:
    return Reading(None, Problem(id, severity, message, hint), keep=True)


def _text(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    text = clean_name(text_of(cell))
    if _GUARDED.match(text):
        text = text[1:]  # the apostrophe that our csv puts before what a spreadsheet would run
    return Reading(text, _rare(text))


def _name(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    if isinstance(cell, (bool, dt.date)):
        raise ValueError(f"“{text_of(cell)}”不是名称")
    return _text(field, cell, unit)


def _rare(text: str) -> Problem | None:
    """Return the problem of a text with characters that only the system it was typed on can show."""
    found = private_use(text)
    if found is None:
        return None
    char, likely = found
    hint = f"可能是“{likely}”，请核对后改正" if likely else "请核对证件后改正"
    message = f"“{shown(text)}”里有旧系统的自造字（U+{ord(char):04X}）"
    return Problem("import.private-use", Severity.WARNING, message, hint)


def _code(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    """Codes, phones: folded text; a number is taken if it has all its digits."""
    if isinstance(cell, (bool, dt.date)):
        raise ValueError(f"“{text_of(cell)}”不是{_KIND_WORDS[field.kind]}")
    if isinstance(cell, (int, float)):
        if abs(cell) >= _FIRST_LOSSY or cell != cell:
            raise RuinedNumberError(shown(text_of(cell)))
        return Reading(text_of(cell))
    text = _digits(str(cell))
    if _ROUNDED.fullmatch(text):
        raise RuinedNumberError(shown(cell))
    if not text.isdigit() and is_masked(text):
        raise _MaskedError
    if text == cell:
        text = cell  # the same object: a large list has the code of a household in many rows
    # A lone apostrophe is a spreadsheet's mark for "text", with no text behind it.
    return Reading(text, _rare(text)) if text else _KEEP_PLACEHOLDER


def _digits(cell: str) -> str:
    """Return the folded text without what spreadsheets and old tools put around numbers ('…, ="…", ….0)."""
    text = fold_code(cell)
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    text = text.lstrip("'‘’`")
    match = _DOT_ZERO.fullmatch(text)
    return match[1] if match else text


def _identity_number(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    """ID numbers and cards: as codes, and what a spreadsheet ruined is recognised by its zeros too."""
    if is_ruined(cell):
        raise RuinedNumberError(shown(text_of(cell)))
    reading = _code(field, cell, unit)
    if reading.value is None:
        return reading
    text = str(reading.value)
    if (upper := text.upper()) != text:
        text = upper
    if not any(char.isdigit() for char in text):
        raise ValueError(f"“{shown(cell)}”不是{_KIND_WORDS[field.kind]}")
    return Reading(text, reading.problem)


def _phone(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    """Phones as codes; 停机, 见附表 is no number and erases none."""
    reading = _code(field, cell, unit)
    if isinstance(reading.value, str) and not any(char.isdigit() for char in reading.value):
        raise ValueError(f"“{shown(cell)}”不是电话")
    return reading


def _choice(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    """A value of the code list where the cell means one, else the text as typed: a check finds it."""
    if isinstance(cell, bool) and field.codes == "yes_no":
        return Reading("是" if cell else "否")
    text = clean_name(text_of(cell))
    known = _spellings(field.codes or "").get(fold_code(text))
    return Reading(known, None) if known else Reading(text, _rare(text))


@cache
def _spellings(codes: str) -> dict[str, str]:
    """Return folded value -> value: （） and (), full-width letters and stray blanks are one spelling."""
    listed = CODES.get(codes)
    if listed is None:
        return {}
    known = {fold_code(value): value for value in (*listed.retired, *listed.values)}
    # The national system exports the code instead of the word where a column was not translated.
    return known | {"sex": {"1": "男", "2": "女"}, "yes_no": _TICKS}.get(codes, {})


def _int(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    number = _whole(field, cell)
    if abs(number) > _BIGGEST_INT:
        raise ValueError(f"“{shown(cell)}”太大了")
    return Reading(number)


def _whole(field: FieldInfo, cell: Cell) -> int:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    if isinstance(cell, str):
        text = fold_code(cell).replace(",", "").removesuffix(field.unit or "\0").removesuffix("个")
        if _WHOLE.fullmatch(text):
            return int(float(text))
    raise ValueError(f"“{shown(cell)}”不是整数")


def _year(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    text = fold_code(text_of(cell))
    match = _YEAR.fullmatch(text)
    day = None if match else _day_or_month(cell)
    year = int(match[1]) if match else day.year if day else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"“{shown(cell)}”不是年度")
    if day is None:
        return Reading(year)
    message = f"“{shown(cell)}”写到了月日，这一栏只记年份 {year}"
    return Reading(year, Problem("import.year-only", Severity.INFO, message), keep=True)


def _day_or_month(cell: Cell) -> dt.date | None:
    """Return the day of a date, or the first day of a month; None if the cell is neither."""
    for read in (parse_day, _first_of_month):
        try:
            return read(cell)
        except ValueError:
            continue
    return None


def _first_of_month(cell: Cell) -> dt.date:
    return dt.date.fromisoformat(parse_month(cell) + "-01")


def _day(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    try:
        return Reading(parse_day(cell))
    except ValueError:
        if field.id not in MONTH_IS_ENOUGH:
            raise
    try:
        first = _first_of_month(cell)
    except ValueError:
        raise ValueError(f"“{shown(cell)}”不是日期") from None
    message = f"“{shown(cell)}”只有年月，记为当月 1 日"
    return Reading(first, Problem("import.month-only", Severity.INFO, message))


def _month(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    return Reading(parse_month(cell))


def _money(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    if unit == "yuan":
        return Reading(parse_yuan(cell))
    if unit == "wan":
        return Reading(parse_wan(cell))
    tenfold = parse_wan(cell)
    if tenfold % 10 or abs(tenfold) > MAX_FEN:
        raise ValueError(f"“{shown(cell)}”精确到了分以下，金额只能到分")
    return Reading(tenfold // 10)


def _quantity(field: FieldInfo, cell: Cell, unit: Unit) -> Reading:
    number = _decimal(field, cell)
    if abs(number) > _BIGGEST_QUANTITY:
        raise ValueError(f"“{shown(cell)}”太大了")
    kept = number.quantize(_FOUR_PLACES, ROUND_HALF_EVEN)
    value = Decimal(int(kept)) if kept == int(kept) else kept.normalize()
    # The binary noise of a spreadsheet's sum is no digit that anyone wrote.
    if abs(kept - number) <= Decimal("1e-9"):
        return Reading(value)
    problem = Problem("import.rounded", Severity.INFO, f"“{shown(cell)}”小数太长，记为 {value}")
    return Reading(value, problem, keep=True)


def _decimal(field: FieldInfo, cell: Cell) -> Decimal:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = Decimal(repr(cell))
        if number.is_finite():
            return number
    if isinstance(cell, str):
        text = fold_code(cell).removesuffix(field.unit or "\0")
        if _NUMBER.fullmatch(text):
            return Decimal(text.replace(",", ""))
    raise ValueError(f"“{shown(cell)}”不是数量")


_TEXTS = frozenset({"text", "long_text"})
# Nobody's phone, card or number is 0; lists fill blanks with it.
_NUMBERED = frozenset({"phone", "card", "id_number"})
_READERS: dict[str, Callable[[FieldInfo, Cell, Unit], Reading]] = {
    "text": _text,
    "long_text": _text,
    "name": _name,
    "code": _code,
    "phone": _phone,
    "id_number": _identity_number,
    "card": _identity_number,
    "choice": _choice,
    "int": _int,
    "year": _year,
    "day": _day,
    "month": _month,
    "money": _money,
    "quantity": _quantity,
}
_KIND_WORDS = {
    "text": "文字", "long_text": "文字", "name": "名称", "code": "编号", "phone": "电话", "id_number": "证件号码",
    "card": "银行卡号", "choice": "选项", "int": "整数", "year": "年度", "day": "日期", "month": "年月",
    "money": "金额", "quantity": "数量",
}  # fmt: skip

#: Kinds of fields that a list can bring; the others are the program's own.
READABLE = frozenset(_READERS)
