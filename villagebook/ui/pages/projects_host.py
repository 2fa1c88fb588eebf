"""项目: the projects themselves, and what belongs to several of them (会议和小组, 档案, 资产, 社会帮扶).

To add a view: a module with a Page subclass, and one line in VIEWS.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.services import assets, social_help_views
from villagebook.ui.page import Context
from villagebook.ui.pages import lazily
from villagebook.ui.pages.hosting import HostPage, View

VIEWS: Registry[View] = Registry("views of 项目", (
    View("projects", "项目", lazily("projects", "ProjectsPage")),
    View("meetings", "会议", lazily("meetings", "MeetingsPage")),
    View("committees", "小组", lazily("committees", "CommitteesPage")),
    View("dossiers", "档案", lazily("dossiers", "DossiersPage")),
    View("assets", "资产", lazily("assets", "AssetsPage"), assets.waiting, frozenset({"asset"})),
    View("social-help", "社会帮扶", lazily("social_help", "SocialHelpPage"), social_help_views.waiting,
         frozenset({"social_help", "fund_entry"})),
))  # fmt: skip


class ProjectsHost(HostPage):
    """项目."""

    name = "项目"

    def __init__(self, context: Context, views: Registry[View] = VIEWS) -> None:
        super().__init__(context, views)
