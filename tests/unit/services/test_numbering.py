"""Numbers that the program gives where a person types none."""

from __future__ import annotations

import pytest

from villagebook.services.numbering import code_after


@pytest.mark.parametrize(
    ("used", "start", "digits", "code"),
    [
        ((), "2025-", 2, "2025-01"),
        (("2025-01", "2025-9", "2024-30"), "2025-", 2, "2025-10"),
        (("2025-3号", "旧2025-07", "2025-"), "2025-", 2, "2025-01"),
        (("2025-99",), "2025-", 2, "2025-100"),
        (("FP2025-02", "2025-08"), "FP2025-", 3, "FP2025-003"),
    ],
)
def test_the_number_after_the_greatest_of_its_kind(used: tuple[str, ...], start: str, digits: int, code: str) -> None:
    assert code_after(used, start, digits) == code
