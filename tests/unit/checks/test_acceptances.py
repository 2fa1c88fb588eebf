"""Checks of acceptances."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders import a_project, add
from villagebook.models import Acceptance, AcceptanceItem

CODE = "35069920250002"
SAID = "实际完成硬化村道1.8公里，路面宽3.5米，质量符合要求，验收合格。"
D = dt.date


@pytest.fixture
def acceptance(conn, village):
    """Give a function: items (name, unit, planned, done, note), fields -> key as text of an acceptance."""
    owner = a_project(conn, village, code=CODE, finished_on=D(2025, 6, 10)).project

    def make(*items, **fields):
        given = {"kind": "乡镇验收", "accepted_on": D(2025, 6, 24), "result": "合格", "opinion": SAID, **fields}
        key = add(conn, Acceptance, village_id=village, project_id=owner, **given)
        for item, unit, planned, done, note in items:
            add(conn, AcceptanceItem, village_id=village, acceptance_id=key, item=item, unit=unit,
                planned=Decimal(planned) if planned else None, done=Decimal(done) if done else None,
                note=note)  # fmt: skip
        return str(key)

    return make


ROAD = (("硬化村道", "公里", "1.8", "1.8", None), ("路面宽", "米", "3.5", "3.5", None))


@pytest.mark.parametrize(
    ("opinion", "lacks"),
    [
        ("已完成", "“合格”、硬化村道1.8公里、路面宽3.5米"),
        ("按计划完成，验收合格", "硬化村道1.8公里、路面宽3.5米"),
        ("硬化村道1.8公里，宽3.5米，已完成", "“合格”"),
        ("硬化村道11.8公里，宽3.5米，合格", "硬化村道1.8公里"),
        ("硬化村道1.8公里，宽3.5米，不合格", "“合格”"),
    ],
)
def test_fires_acceptances_opinion(findings, acceptance, opinion, lacks):
    key = acceptance(*ROAD, opinion=opinion)
    (one,) = findings("acceptances.opinion")
    assert (one.subject, one.field, one.record) == (CODE, "验收意见", ("acceptance", key))
    assert one.message == f"乡镇验收的意见没有写{lacks}"


def test_silent_on_acceptances_opinion(found, acceptance):
    acceptance(*ROAD)
    acceptance(*ROAD, opinion="路面宽3.50米，硬化村道 1.8 公里，合格")
    acceptance(*ROAD, result="整改", opinion="路肩未完成")
    acceptance(("接线", "", None, None, None))
    assert found("acceptances.opinion") == []


def test_fires_acceptances_item_differs(found, acceptance):
    key = acceptance(("硬化村道", "公里", "1.8", "1.7", None))
    assert found("acceptances.item-differs") == [(CODE, "说明", "acceptance", key)]


def test_silent_on_acceptances_item_differs(found, acceptance):
    acceptance(*ROAD, ("护坡", "米", "60", "50", "岩质边坡10米免护"), ("接线", "处", None, "2", None))
    assert found("acceptances.item-differs") == []


def test_fires_acceptances_before_finish(found, acceptance):
    key = acceptance(accepted_on=D(2025, 6, 9))
    assert found("acceptances.before-finish") == [(CODE, "验收日期", "acceptance", key)]


def test_silent_on_acceptances_before_finish(found, acceptance):
    acceptance(accepted_on=D(2025, 6, 10))
    acceptance(accepted_on=None)
    assert found("acceptances.before-finish") == []


def test_fires_acceptances_unmended(found, findings, acceptance):
    key = acceptance(result="整改", to_mend="路肩", mend_by=D(2025, 11, 4))
    assert found("acceptances.unmended") == [(CODE, "整改完成日期", "acceptance", key)]
    assert findings("acceptances.unmended")[0].message.endswith("已过 1 天")


def test_silent_on_acceptances_unmended(found, acceptance):
    acceptance(result="整改", to_mend="路肩", mend_by=D(2025, 11, 5))
    acceptance(to_mend="路肩", mend_by=D(2025, 7, 1), mended_on=D(2025, 6, 30))
    acceptance()
    assert found("acceptances.unmended") == []
