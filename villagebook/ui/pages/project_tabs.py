"""The tabs of a project's record: one PROJECT_TABS value each, in the order shown.

A tab is a widget made with the window's context. The record tells it which project is shown, and again after changes:

* ``show_project(key)``: it reads what it shows itself, through ``context.runner``;
* ``show_view(view)`` instead, for what the record has read already (ProjectView).

What else the record understands, where a tab has it: the signal ``counted`` (an int or a short text, for the tab);
the signal ``turn_asked`` (``tab`` or ``tab:part`` to show); ``show_part(name)`` puts the keyboard on a part;
``show_findings(findings)`` gets the findings of the project and returns those it has no place for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from villagebook.base.registry import Registry
from villagebook.ui.pages.record_parts import Factory, lazily

if TYPE_CHECKING:
    from villagebook.services.projects import ProjectView


@dataclass(frozen=True, slots=True)
class ProjectTab:
    """One tab.

    Attributes:
        id: Named by ``record.show_tab``.
        title: Words of the tab.
        make: Makes the widget.
        scrolls: Whether the record scrolls it as a whole; False where it does so itself.
        families: Records shown there besides the project's own row; a change of one makes the page read again.
        wanted: Whether a project has this tab; None: every one. A tab that counted something stands in any case.
    """

    id: str
    title: str
    make: Factory
    scrolls: bool = False
    families: frozenset[str] = frozenset()
    wanted: Callable[[ProjectView], bool] | None = None


PROJECT_TABS: Registry[ProjectTab] = Registry("tabs of a project", (
    ProjectTab("all", "总览", lazily("project_overview", "OverviewTab"), True, frozenset({"project_source"})),
    ProjectTab("form", "申报", lazily("project_forms", "FormsTab"), True, frozenset({"project_source"})),
    ProjectTab("dates", "进度", lazily("project_dates", "DatesTab"), True, frozenset({"notice", "asset", "meeting"})),
    ProjectTab("roster", "受益户", lazily("project_roster", "RosterTab"), False,
               frozenset({"roster_line", "household", "membership", "person"})),
    ProjectTab("benefits", "效益", lazily("project_benefits", "BenefitsTab"), True,
               frozenset({"benefit_agreement", "benefit_line", "household"}),
               lambda view: "集体实施" in view.chips),
    ProjectTab("works", "实施", lazily("project_works", "WorksTab"), True, frozenset({
        "contract", "acceptance", "acceptance_item", "acceptance_member", "asset", "asset_event", "fund_entry"})),
    ProjectTab("meetings", "会议", lazily("project_meetings", "MeetingsTab"), True, frozenset({
        "meeting", "meeting_member", "meeting_decision", "committee", "committee_member", "notice"})),
    ProjectTab("entries", "资金", lazily("project_lists", "EntriesTab"), False, frozenset({"fund_entry"})),
    ProjectTab("notices", "公示", lazily("project_lists", "NoticesTab"), False, frozenset({"notice"})),
    ProjectTab("dossier", "档案", lazily("project_dossier", "DossierTab"), False, frozenset({
        "dossier_paper", "notice", "override", "meeting", "meeting_decision", "acceptance", "roster_line",
        "benefit_agreement", "fund_entry", "asset", "distribution"})),
    ProjectTab("steps", "改动", lazily("project_steps", "StepsTab"), True),
))  # fmt: skip
