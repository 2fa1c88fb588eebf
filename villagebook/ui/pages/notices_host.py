"""公示: the notices themselves, and what goes with them (意见投诉, 公示栏, 公开日历).

To add a view: a module with a Page subclass, and one line in VIEWS.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.ui.page import Context
from villagebook.ui.pages import lazily
from villagebook.ui.pages.hosting import HostPage, View

VIEWS: Registry[View] = Registry("views of 公示", (
    View("notices", "公示", lazily("notices", "NoticesPage")),
))  # fmt: skip


class NoticesHost(HostPage):
    """公示."""

    name = "公示"

    def __init__(self, context: Context, views: Registry[View] = VIEWS) -> None:
        super().__init__(context, views)
