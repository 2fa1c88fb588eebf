"""The parts of a notice's record below its days: one NOTICE_SECTIONS value each, in the order shown.

A section is a widget made with the window's context. ``show_notice(view)`` tells it which notice is shown, and again
after changes; it reads what else it needs itself, through ``context.runner``, and hides itself where it has nothing
to show. Its signal ``asked`` (an action of the record), if it has one, goes where the record's own buttons go.
"""

from __future__ import annotations

from dataclasses import dataclass

from villagebook.base.registry import Registry
from villagebook.ui.pages.record_parts import Factory, lazily


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """One part of the record.

    Attributes:
        id: Names it in tests.
        make: Makes the widget.
        families: Records shown there besides the notice's own row; a change of one makes the page read again.
    """

    id: str
    make: Factory
    families: frozenset[str] = frozenset()


NOTICE_SECTIONS: Registry[NoticeSection] = Registry("sections of a notice", (
    NoticeSection("photos", lazily("notice_photos_section", "PhotosSection"), frozenset({"notice_photo"})),
    NoticeSection("objections", lazily("notice_objections", "ObjectionsSection"), frozenset({"objection"})),
    NoticeSection("difference", lazily("notice_difference", "DifferenceSection"), frozenset({
        "roster_line", "household", "person", "membership", "status_period", "dynamic_case", "project",
        "project_source", "fund_entry", "officer", "meeting", "distribution", "distribution_line", "measure",
        "social_help", "village"})),
    NoticeSection("wall", lazily("notice_wall_section", "WallSection"), frozenset({"notice_event"})),
))  # fmt: skip
