"""What a policy is: a number laid down from outside, with its source and the time in which it is in force.

``since`` is the first day, ``until`` the first day no longer (exclusive); None means without limit. A value
is a Period, an int (money in 分) or a Decimal (shares: 0.1 is 10%). A source that nobody has seen in print
begins with ``assumed`` and says whom to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from villagebook.base.days import Period
from villagebook.base.money import format_yuan

Value = Period | int | Decimal
Unit = Literal["期限", "元", "%", "岁", "年", "亩", "公里", "人", "天", "次", "个", "级", "分", "/3", "月日"]

_WHOLE_UNITS = frozenset({"岁", "年", "人", "天", "次", "个", "级", "分", "/3"})


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """One value of a policy.

    Attributes:
        value: In the shape of the policy's unit.
        source: Document, article and date; begins with ``assumed`` if it is not known.
        since: First day in force; None: always was.
        until: First day no longer in force; None: still is.
        region: Part of the book's province–city–county text in which it holds; empty: everywhere.
    """

    value: Value
    source: str
    since: date | None = None
    until: date | None = None
    region: str = ""

    def in_force(self, on: date) -> bool:
        """Say whether the value holds on a day."""
        return in_force(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Policy:
    """A number from outside, by its id.

    Attributes:
        id: ``subject.what``, never reused, never renamed.
        title: What the window and the manual call it, Chinese.
        unit: 期限 for a Period, 元 for an int in 分, % for a Decimal share (0.1 is 10%), 亩 and 公里 for a
            Decimal, 月日 for an int 1231 (a day of every year), otherwise an int counted in this unit (分 are marks
            of an assessment, /3 are thirds).
        values: In order of ``since`` within each region.
    """

    id: str
    title: str
    unit: Unit
    values: tuple[PolicyValue, ...]

    def decode(self, raw: object) -> Value:
        """Return a value as a book's override keeps it (JSON, see encode), or in its own shape.

        Raises:
            ValueError: it is no value of this unit; the message is Chinese.
        """
        if isinstance(raw, bool):
            raise ValueError(f"“{raw}”不能作“{self.title}”的取值")
        if self.unit == "期限":
            return raw if isinstance(raw, Period) else Period.parse(str(raw))
        if self.unit == "月日":
            return _day_of_year(raw)
        if self.unit == "元" or self.unit in _WHOLE_UNITS:
            if isinstance(raw, int) and raw >= 0:
                return raw
            raise ValueError(f"“{raw}”不能作“{self.title}”的取值，应为不小于 0 的整数")
        return _decimal(raw, self.title)

    def show(self, value: Value) -> str:
        """Return the value as people read it: 10天, 4,000.00 元, 10%, 15 岁."""
        if isinstance(value, Period):
            return str(value)
        if self.unit == "%":
            return f"{(Decimal(value) * 100).normalize():f}%"
        if self.unit == "元":
            return f"{format_yuan(int(value))} 元"
        if self.unit == "月日":
            return "{}月{}日".format(*divmod(int(value), 100))
        return f"{value}/3" if self.unit == "/3" else f"{value} {self.unit}"


def encode(value: Value) -> str | int:
    """Return a value as JSON for a book's override: 10天, an int, or the Decimal as text."""
    return value if isinstance(value, int) else str(value)


def in_force(since: date | None, until: date | None, on: date) -> bool:
    """Say whether ``since <= on < until``."""
    return (since is None or since <= on) and (until is None or on < until)


def always(value: Value, source: str) -> tuple[PolicyValue, ...]:
    """Return the values of a policy that has had one value for as long as books go back."""
    return (PolicyValue(value, source),)


def _decimal(raw: object, title: str) -> Decimal:
    # A float is never taken: 0.1 as a float is another number.
    if isinstance(raw, (int, str, Decimal)):
        try:
            number = Decimal(raw)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and number >= 0:
            return number
    raise ValueError(f"“{raw}”不能作“{title}”的取值，应为不小于 0 的数")


def _day_of_year(raw: object) -> int:
    """Return month × 100 + day; 29 February is no day of every year."""
    try:
        if isinstance(raw, int):
            date(2001, *divmod(raw, 100))
            return raw
    except ValueError:
        pass
    raise ValueError(f"“{raw}”不能作月日，应为四位数，如 1231（12月31日）")
