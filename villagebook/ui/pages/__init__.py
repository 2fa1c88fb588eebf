"""The pages of the window: one PAGES value each.

To add a page: a module here with a Page subclass, and one PageInfo below. The frame makes it when it is first shown.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from villagebook.base.registry import Registry
from villagebook.ui.page import Context, Page

Factory = Callable[[Context], Page]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One page.

    Attributes:
        id: Named by ``context.go``.
        title: Two characters.
        icon: Lucide name.
        factory: Makes the page; called when it is first shown.
        at_foot: Whether it stands at the foot of the navigation.
        hidden: Has no place in the navigation and no Ctrl+number; other pages lead to it.
        takes_files: Files dropped on the window are its record: ``show_record`` gets a tuple of paths.
    """

    id: str
    title: str
    icon: str
    factory: Factory
    at_foot: bool = False
    hidden: bool = False
    takes_files: bool = False


def lazily(module: str, name: str) -> Factory:
    """Return a factory that imports the page's module when it is first needed."""

    def make(context: Context) -> Page:
        found = getattr(importlib.import_module(f"villagebook.ui.pages.{module}"), name)
        return cast(Page, found(context))

    return make


PAGES: Registry[PageInfo] = Registry(
    "pages",
    (
        PageInfo("today", "今日", "sun", lazily("today", "TodayPage")),
        PageInfo("households", "农户", "users", lazily("households", "HouseholdsPage")),
        PageInfo("projects", "项目", "construction", lazily("projects_host", "ProjectsHost")),
        PageInfo("funds", "资金", "coins", lazily("funds_host", "FundsHost")),
        PageInfo("notices", "公示", "megaphone", lazily("notices_host", "NoticesHost")),
        PageInfo("help", "帮扶", "heart-handshake", lazily("help", "HelpPage")),
        PageInfo("checks", "核查", "list-checks", lazily("checks_host", "ChecksHost")),
        PageInfo("ledgers", "台账", "table-2", lazily("ledgers", "LedgersPage")),
        PageInfo("settings", "设置", "settings", lazily("settings", "SettingsPage"), at_foot=True),
        PageInfo("importing", "导入", "upload", lazily("importing", "ImportPage"), hidden=True, takes_files=True),
    ),
)
