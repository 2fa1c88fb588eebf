"""公示: the notices themselves, and what goes with them (意见投诉, 公示栏, 公开日历).

To add a view: a module with a Page subclass, and one line in VIEWS.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from villagebook.base.registry import Registry
from villagebook.ui.page import Context
from villagebook.ui.pages import lazily
from villagebook.ui.pages.hosting import HostPage, View


def _waiting(book: Any, today: dt.date) -> int:
    from villagebook.services import objection_views

    return objection_views.waiting(book, today)


def _duties(book: Any, today: dt.date) -> int:
    from villagebook.services import duties

    with book.read() as connection:
        return len(duties.pressing(connection, book, today))


VIEWS: Registry[View] = Registry("views of 公示", (
    View("notices", "公示", lazily("notices", "NoticesPage")),
    View("boards", "公示栏", lazily("boards", "BoardPage")),
    View("objections", "意见投诉", lazily("objections", "ObjectionsPage"), _waiting, frozenset({"objection"})),
    View("duties", "公开日历", lazily("duties", "DutiesPage"), _duties, frozenset({"notice", "fund_entry"})),
    View("leaks", "出门前检查", lazily("leak_check", "LeakCheckPage")),
))  # fmt: skip


class NoticesHost(HostPage):
    """公示."""

    name = "公示"

    def __init__(self, context: Context, views: Registry[View] = VIEWS) -> None:
        super().__init__(context, views)
