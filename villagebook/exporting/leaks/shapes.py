"""What digits put together look like: an ID number of now or of before 2000, a bank card."""

from __future__ import annotations

import re

from villagebook.base import resident_ids

ID, _OLD_ID = re.compile(r"[0-9]{17}[0-9X]"), re.compile(r"[0-9]{15}")
_CARD = re.compile(r"(?:62|4|5)[0-9]+")


def is_old_id(text: str) -> bool:
    """Whether it is an ID number of 15 digits."""
    return _OLD_ID.fullmatch(text) is not None and has_birth(f"{text[:6]}19{text[6:]}")


def has_birth(number: str) -> bool:
    """Whether the area code begins with a province's and digits 7 to 14 are a day of birth."""
    if not "11" <= number[:2] <= "83":
        return False
    return "birth" not in resident_ids.problems(f"{number[:17]}0")


def is_valid_id(number: str) -> bool:
    """Whether nothing is wrong with an ID number, its check digit included."""
    return not resident_ids.problems(number)


def is_card(text: str) -> bool:
    """Whether it begins as bank cards do and is as long as one."""
    return 16 <= len(text) <= 19 and _CARD.fullmatch(text) is not None and not (len(text) == 18 and has_birth(text))


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a bank card."""
    doubled = (sum(divmod(int(d) * (2 if place % 2 else 1), 10)) for place, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0
