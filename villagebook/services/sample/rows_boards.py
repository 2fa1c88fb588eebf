"""Rows of the sample village's two boards: at the village office, and in the hamlet farthest from it."""

from __future__ import annotations

from villagebook.models import BoardPanel
from villagebook.services.sample.rows import Rows

#: Name, place, width and height in cm, headings (None: the usual four).
BOARDS = (
    ("村部公示栏", "村部门口", 240, 120, None),
    ("岭脚公示栏", "岭脚自然村文化广场", 150, 100, "项目、名单"),
)


def add_boards(rows: Rows) -> None:
    """Add the boards in their order."""
    for position, (name, place, width, height, headings) in enumerate(BOARDS, start=1):
        rows.add(BoardPanel, name, {
            "name": name, "place": place, "width": width, "height": height, "headings": headings, "position": position})
