from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from villagebook.documents.checkcode import canonical, check_code, content_sha256, grouped, qr_text


def test_canonical_text_does_not_depend_on_order_or_scale() -> None:
    a = {"b": Decimal("1.50"), "a": (date(2026, 3, 8), None, True)}
    b = {"a": [date(2026, 3, 8), None, True], "b": Decimal("1.5")}
    assert canonical(a) == canonical(b) == '{"a":["2026-03-08",null,true],"b":"1.5"}'


def test_code_changes_with_content_and_with_the_version_of_the_form() -> None:
    codes = {content_sha256(["王䶮"], "1"), content_sha256(["王龑"], "1"), content_sha256(["王䶮"], "2")}
    assert len(codes) == 3


def test_code_is_eight_capitals_printed_in_two_groups() -> None:
    assert check_code("7f3a92c1" + "0" * 56) == "7F3A92C1"
    assert grouped("7F3A92C1") == "7F3A 92C1"


@pytest.mark.parametrize("value", [1.5, {"a": {1, 2}}, b"x"])
def test_what_has_no_one_way_to_be_written_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_qr_text_is_capitals_and_colons() -> None:
    assert qr_text("QXC", "2026-12", "7F3A92C1") == "VB1:QXC:2026-12:7F3A92C1"
    with pytest.raises(ValueError, match="清村"):
        qr_text("QXC", "清村公示〔2026〕12号", "7F3A92C1")
