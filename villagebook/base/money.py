"""Money: int 分 inside, parsed and formatted here and nowhere else.

Amounts come in as cells (text, int, float, Decimal) in 元 or 万元 and go out as ``1,234.56``, as a Decimal
for spreadsheets, or in capitals for agreements and vouchers. No float is kept: a float cell is read through
its shortest decimal form, and digits beyond the 分 are accepted only where they are noise of binary
arithmetic. To support one more way of writing amounts, extend ``_AMOUNT`` and its test table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from villagebook.base.text import fold_code, fold_width, is_blank, shown

YUAN_FEN = 100
WAN_FEN = 1_000_000

MAX_FEN = 10**15
"""The largest amount accepted, ten trillion 元: anything above is a card or ID number in the wrong column."""

_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?[¥]?(?P<sign2>[+-])?"
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.(?P<part>[0-9]*))?"
    r"(?P<unit>万元|元整|元|万)?(?P<close>\))?"
)
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+E[+-]?[0-9]+", re.IGNORECASE)
# "12 5" may be 125, 12.5 or two amounts; nobody in these offices separates thousands by a blank.
_TWO_NUMBERS = re.compile(r"[0-9.,]\s+[0-9.,]")
_LONGEST_TEXT = 60
# A text with this many decimals was written by a program, not by a person: its tail is float noise.
_PROGRAM_DECIMALS = 10


def parse_yuan(value: object) -> int:
    """Return an amount given in 元, as 分.

    Args:
        value: A cell: text (thousands commas, ¥/￥, 元, full-width, U+2212 or brackets for negative; a text
            that says 万元 itself is taken at its word), int, float or Decimal.

    Raises:
        ValueError: it is empty or no amount, has parts of a 分, or is beyond MAX_FEN; the message is Chinese
            and names what was typed.
    """
    return _parse(value, YUAN_FEN)


def parse_wan(value: object) -> int:
    """Return an amount given in 万元, as 分; otherwise as parse_yuan. A text ending in 元 is refused."""
    return _parse(value, WAN_FEN)


def format_yuan(fen: int, *, sign: bool = False) -> str:
    """Return ``1,234.56``; the minus is U+2212; with ``sign`` a positive amount begins with +."""
    mark = "\u2212" if fen < 0 else "+" if sign and fen > 0 else ""
    yuan_part, fen_part = divmod(abs(fen), YUAN_FEN)
    return f"{mark}{yuan_part:,}.{fen_part:02d}"


def wan_decimals(amounts: Iterable[object]) -> int:
    """Return how many decimals amounts in 万元 need to be written alike: two, or those of the longest; no int, none."""
    return max((_decimals(fen) for fen in amounts if isinstance(fen, int)), default=2)


def _decimals(fen: int) -> int:
    return len(f"{abs(fen) % WAN_FEN:06d}".rstrip("0").ljust(2, "0"))


def format_wan(fen: int, decimals: int = 2) -> str:
    """Return the amount in 万元, exact: ``decimals`` of them (``688.50``), more only where the amount needs them."""
    mark = "\u2212" if fen < 0 else ""
    wan_part, rest = divmod(abs(fen), WAN_FEN)
    return f"{mark}{wan_part:,}.{f'{rest:06d}'.rstrip('0').ljust(decimals, '0')}"


def yuan(fen: int) -> Decimal:
    """Return the amount in 元 with exactly two decimals, for cells of spreadsheets."""
    return Decimal(fen).scaleb(-2)


def times(quantity: Decimal | int, rate_fen: int) -> int:
    """Return quantity × rate in 分, half a 分 rounded up: what a line of a roster comes to."""
    return int((Decimal(quantity) * rate_fen).to_integral_value(ROUND_HALF_UP))


def split(total_fen: int, weights: Sequence[Decimal | int]) -> tuple[int, ...]:
    """Return a sum shared out by weights so that no 分 is lost or made: the parts add up to the total.

    Each part is within one 分 of its exact share; the 分 that are left over go one each to the parts that lost most,
    of equal ones to the first.

    Raises:
        ValueError: there is nobody to share among, a weight is negative, or all are zero.
    """
    whole = sum((Decimal(weight) for weight in weights), Decimal(0))
    if any(weight < 0 for weight in weights) or not whole:
        raise ValueError("没有可以分的份额")
    # As whole numbers: a quotient of Decimals is rounded, and the rest would be wrong for large sums.
    scale = 10 ** max(0, *(-int(Decimal(weight).as_tuple().exponent) for weight in weights))
    counted = [int(Decimal(weight) * scale) for weight in weights]
    among, sign = sum(counted), -1 if total_fen < 0 else 1
    parts = [divmod(abs(total_fen) * weight, among) for weight in counted]
    left = abs(total_fen) - sum(part for part, _ in parts)
    lost_most = set(sorted(range(len(parts)), key=lambda place: -parts[place][1])[:left])
    return tuple(sign * (part + (place in lost_most)) for place, (part, _) in enumerate(parts))


def capital(fen: int) -> str:
    """Return the amount in capitals: 壹万零伍佰元整, 壹元零伍分, 伍角整, 负叁元整; 0 is 零元整.

    Source: 支付结算办法 annex one. Where it leaves a choice, 整 follows 角, and no 零 stands before a 角
    that is not zero nor before a group of four that begins with a digit.
    """
    if fen < 0:
        return "负" + capital(-fen)
    whole, rest = divmod(fen, YUAN_FEN)
    jiao, last = divmod(rest, 10)
    words = _capital_whole(whole) + "元" if whole else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    if last:
        return words + ("零" if words and not jiao else "") + _DIGITS[last] + "分"
    return (words or "零元") + "整"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _capital_whole(number: int) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            return _capital_whole(high) + name + _capital_rest(low, size)
    return _capital_four(number)


def _capital_rest(number: int, size: int) -> str:
    if not number:
        return ""
    return ("零" if number < size // 10 else "") + _capital_whole(number)


def _capital_four(number: int) -> str:
    words, gap = "", False
    for size, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // size % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    return words


def _parse(value: object, unit_fen: int) -> int:
    if is_blank(value):
        raise ValueError("没有填金额")
    if isinstance(value, int) and not isinstance(value, bool):
        return _checked(Decimal(value) * unit_fen, value) if abs(value) <= MAX_FEN else _too_large(value)
    if isinstance(value, float):
        return _from_float(value, unit_fen)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"“{value}”不是金额")
        return _checked(value * unit_fen, value) if abs(value) <= MAX_FEN else _too_large(value)
    if isinstance(value, str):
        return _from_text(value, unit_fen)
    raise ValueError(f"“{shown(value)}”不是金额")


def _from_float(value: float, unit_fen: int) -> int:
    if not math.isfinite(value):
        raise ValueError(f"“{value}”不是金额")
    if abs(value) > MAX_FEN:
        return _too_large(value)
    return _denoised(Decimal(repr(value)) * unit_fen, value)


def _from_text(value: str, unit_fen: int) -> int:
    text = fold_code(value)
    if len(text) > _LONGEST_TEXT or _TWO_NUMBERS.search(fold_width(value)):
        raise ValueError(f"“{shown(value)}”不是金额")
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError(f"“{shown(value)}”被表格软件改成了科学记数法，请填写完整的数字")
    match = _AMOUNT.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]) or _signs_clash(match):
        raise ValueError(f"“{shown(value)}”不是金额")
    unit = match["unit"]
    if unit in ("万元", "万"):
        unit_fen = WAN_FEN
    elif unit and unit_fen == WAN_FEN:
        raise ValueError(f"“{shown(value)}”写的是元，这一栏的单位是万元")
    part = match["part"] or ""
    fen = Decimal(f"{(match['whole'] or '0').replace(',', '')}.{part or '0'}") * unit_fen
    if match["open"] or "-" in (match["sign"], match["sign2"]):
        fen = -fen
    return _denoised(fen, value) if len(part) >= _PROGRAM_DECIMALS else _checked(fen, value)


def _signs_clash(match: re.Match[str]) -> bool:
    signs = [mark for mark in (match["sign"], match["sign2"]) if mark]
    return len(signs) > 1 or bool(match["open"]) != bool(match["close"]) or bool(match["open"] and signs)


def _checked(fen: Decimal, value: object) -> int:
    """Return fen that must be whole already."""
    if abs(fen) > MAX_FEN:
        return _too_large(value)
    if fen != fen.to_integral_value():
        raise ValueError(f"“{shown(value)}”精确到了分以下，金额只能到分")
    return int(fen)


def _denoised(fen: Decimal, value: object) -> int:
    """Return fen rounded half-even where the rest is noise of binary floating point."""
    whole = fen.to_integral_value(ROUND_HALF_EVEN)
    # Sums of a few hundred floats are off by some units in the 15th digit; a typed part of a 分 is not.
    noise = min(max(Decimal("1e-6"), abs(fen) * Decimal("1e-14")), Decimal("0.1"))
    return _checked(whole if abs(fen - whole) <= noise else fen, value)


def _too_large(value: object) -> int:
    raise ValueError(f"“{shown(value)}”太大，不像是金额")
