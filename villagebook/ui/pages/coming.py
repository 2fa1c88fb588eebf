"""Stands in for a page that is not built yet."""

from __future__ import annotations

from villagebook.ui.page import Context, Page
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.empty import EmptyState


class ComingPage(Page):
    """Says so."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        box = VBox(self)
        box.addWidget(EmptyState("hourglass", "这一页还没有做好", "其余各页可以照常用。"))
