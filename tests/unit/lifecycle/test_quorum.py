"""How many must come and agree."""

from __future__ import annotations

import datetime as dt

import pytest

from villagebook.lifecycle.quorum import QUORUM, needed, votes_needed
from villagebook.models.codes import CODES

ON = dt.date(2025, 1, 13)


@pytest.mark.parametrize(
    ("kind", "due", "least"),
    [
        ("村民代表大会", 42, 28), ("村民代表大会", 43, 29), ("村民代表大会", 1, 1), ("村民会议", 100, 51),
        ("村民会议", 101, 51), ("村两委会议", 7, 4), ("党员大会", 30, 16), ("民主评议会", 15, 10), ("理事会会议", 6, 4),
    ],
)  # fmt: skip
def test_two_thirds_are_reached_and_halves_exceeded(kind: str, due: int, least: int) -> None:
    found = needed(kind, due, ON)
    assert found is not None
    assert found.least == least


def test_more_than_half_of_those_present_agree() -> None:
    found = votes_needed(38, ON)
    assert found is not None
    assert (found.least, found.words) == (20, "到会 38 人的过半数")


def test_the_villages_own_rule_goes_first() -> None:
    found = needed("村民代表大会", 30, ON, {"meeting.quorum_thirds": [(None, None, 3)]})
    assert found is not None
    assert found.least == 30


def test_kinds_are_those_of_the_code_list() -> None:
    assert set(QUORUM) <= set(CODES["meeting_kind"].values)
