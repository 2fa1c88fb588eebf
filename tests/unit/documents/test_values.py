from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from villagebook.documents.values import Kind, shown

DAY = date(2026, 3, 8)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.TEXT, "清溪村", "清溪村"),
        (Kind.COUNT, 12345, "12,345"),
        (Kind.COUNT, -3, "−3"),
        (Kind.QUANTITY, Decimal("6.20"), "6.2"),
        (Kind.QUANTITY, Decimal("1200"), "1,200"),
        (Kind.QUANTITY, Decimal("100"), "100"),
        (Kind.QUANTITY, Decimal("-0.5"), "−0.5"),
        (Kind.MONEY, 123456, "1,234.56"),
        (Kind.MONEY, -100, "−1.00"),
        (Kind.CHANGE, 180000, "+1,800.00"),
        (Kind.CHANGE, -168000, "−1,680.00"),
        (Kind.CHANGE_COUNT, 2, "+2"),
        (Kind.CHANGE_COUNT, 0, "0"),
        (Kind.WAN, 688500000, "688.50"),
        (Kind.DATE, DAY, "2026年3月8日"),
        (Kind.DATE_LINES, DAY, "2026年\n3月8日"),
        (Kind.DATE_DOTTED, DAY, "2026.03.08"),
        (Kind.TICK, True, "√"),
        (Kind.TICK, False, "—"),
        (Kind.INDEX, 7, "7"),
    ],
)
def test_values_are_written_as_on_the_pattern(kind: Kind, value: object, text: str) -> None:
    assert shown(value, kind) == text


@pytest.mark.parametrize("kind", list(Kind))
def test_none_is_blank_and_a_text_stays_as_it_is(kind: Kind) -> None:
    assert shown(None, kind) == ""
    assert shown("356.00/月", kind) == "356.00/月"


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.QUANTITY, Kind.MONEY, Kind.CHANGE, Kind.WAN])
def test_floats_are_refused(kind: Kind) -> None:
    with pytest.raises(TypeError):
        shown(1.5, kind)
