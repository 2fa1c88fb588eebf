from __future__ import annotations

import pytest
import segno

from tests.unit.documents.pdf_reading import text_of
from villagebook.documents import foot
from villagebook.documents.foot import FORM_A4, FORM_A5, NOTICE, Foot, FootMeasures
from villagebook.documents.page import A4, MM, Paper

QR = "VB1:QXC:2026-12:7F3A92C1"


@pytest.mark.parametrize("measures", [NOTICE, FORM_A4, FORM_A5])
def test_code_keeps_four_white_modules_below_the_rule_and_modules_are_large_enough(measures: FootMeasures) -> None:
    qr = segno.make(QR, error="m", boost_error=False, micro=False)
    modules = len(qr.matrix)
    assert qr.version == 2
    assert measures.rule_mm >= foot.quiet_zone_mm(measures, modules) - 0.001
    assert measures.qr_mm / modules >= 0.33


@pytest.mark.parametrize("mirrored", [False, True])
def test_foot_says_what_the_sheet_is_and_its_page(mirrored: bool) -> None:
    paper = Paper("试")
    page = paper.page()
    line = "清溪村2026年庭院养鸡到户项目受益户公示"
    y = foot.draw(page, Foot((line,), "7F3A92C1", QR).at(2, 4), NOTICE, 22 * MM, 188 * MM, mirrored=mirrored)
    text = text_of(paper.save())
    assert line in text
    assert "7F3A 92C1" in text
    assert "第 2 页" in text
    assert "共 4 页" in text
    assert y == pytest.approx(A4[1] - NOTICE.zone_mm * MM)


def test_a_blank_edition_has_neither_total_nor_code() -> None:
    paper = Paper("试")
    foot.draw(paper.page(), Foot(("帮扶手册（空白表）",), number=4), FORM_A4, 0, 400)
    data = paper.save()
    text = text_of(data)
    assert "第 4 页" in text
    assert "共" not in text
    assert b"/XObject" not in data
