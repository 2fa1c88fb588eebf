"""Voucher numbers: which spellings are one voucher (记-0071, 记-71, 记字第71号)."""

from __future__ import annotations

import re

from villagebook.base.text import fold_code

#: A sequence whose first number is beyond this began elsewhere (a book taken into use in the middle of a year); one
#: that begins a little late lost its first numbers.
STARTS_LATE = 10

_VOUCHER = re.compile(r"(?P<word>[\u4e00-\u9fff]{0,4}?)(?:字第?)?[-–—]?(?:第)?(?P<number>[0-9]{1,9})号?")


def voucher_key(text: str) -> tuple[str, int] | None:
    """Return (word, number) by which vouchers are the same: 记-0071, 记字第71号 and 记71 -> (记, 71).

    The word is empty where none is written: such a number means the only voucher of that number. None if the
    text is no voucher.
    """
    match = _VOUCHER.fullmatch(fold_code(text))
    return (match["word"].removesuffix("字").removesuffix("第"), int(match["number"])) if match else None
