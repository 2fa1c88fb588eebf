"""What else stands in a project's record of the sample village: the way into the library, goals, opinions, its binder.

Made by rule from what is told of a project (projects.py), in the order of a project's file.
"""

from __future__ import annotations

import datetime as dt

from villagebook.base.money import format_wan
from villagebook.base.text import fold_code
from villagebook.models.categories import PRESETS
from villagebook.services.sample import works
from villagebook.services.sample.projects import ProjectTold
from villagebook.services.sample.rows import Values

_COMMITTEE, _COUNTY = "上云村村民委员会", "示范县乡村振兴局"
_DAY = dt.timedelta(days=1)


def more(project: ProjectTold) -> Values:
    """Return the fields of a project beside those told."""
    _, through = project.library_notice
    # Between the end of the notice and the grant lie the review, the county's argument and its approval.
    days = min((project.granted_on - through).days, 40)
    reviewed = through + _DAY * max(2, days // 4)
    argued = reviewed + _DAY * max(1, days // 4)
    second, third = _levels(project)
    return {
        "subcategory": second, "third_category": third, "proposer": "村", "applicant": _COMMITTEE,
        "declared_on": through + _DAY, "township_reviewed_on": reviewed, "county_argued_on": argued,
        "county_approved_on": argued + _DAY * (days // 5), "approval_unit": _COUNTY, "covers_villages": "上云村",
        "village_opinion": "经村民代表大会讨论通过，公示无异议，同意申报。",
        "township_opinion": "经审核，情况属实，资金来源可靠，同意上报。", "county_opinion": "经论证，同意纳入项目库。",
        "participation": "村民代表大会讨论决定，村民代表参与监督和验收", **_goals(project),
        "preliminary_on": _preliminary(project), **_binder(project),
    }  # fmt: skip


def _levels(project: ProjectTold) -> tuple[str, str]:
    """Return second and third level of its category, as the newer list writes them."""
    wanted = fold_code(project.subcategory)
    for second, thirds in PRESETS["2021"].tree[project.category].items():
        for third in thirds:
            if wanted.startswith(fold_code(third)[:6]):
                return second, third
    raise ValueError(f"{project.code}: no such category: {project.subcategory}")


def _goals(project: ProjectTold) -> Values:
    year, month = project.planned[1].split("-")
    return {
        "goal_quantity": project.content, "goal_quality": "验收合格率100%",
        "goal_time": f"{year}年{int(month)}月底前完成",
        "goal_cost": f"总投资不超过{format_wan(project.planned_fen)}万元", "goal_benefit": project.goal,
        "goal_satisfaction": "受益群众满意度95%以上",
    }  # fmt: skip


def _preliminary(project: ProjectTold) -> dt.date | None:
    """Return the day of the first acceptance; where something was to be mended works.py tells it."""
    mended = any(one.project == (project.year, project.serial) for one in works.MENDED)
    if project.accepted_on is None or project.finished_on is None or mended:
        return None
    return max(project.finished_on, project.accepted_on - 4 * _DAY)


def _binder(project: ProjectTold) -> Values:
    """Return what is known of the volume: those of the year before are bound."""
    bound = project.year == 2024 and project.accepted_on is not None
    names = ("archived_on", "archive_number", "archive_term", "archived_by", "archive_checked_by")
    if not bound:
        return dict.fromkeys(names)
    number = f"XM{project.year}-{project.serial % 100:02d}"
    said = (dt.date(project.year + 1, 3, 20), number, "永久", "林晓芸", "王建华")
    return dict(zip(names, said, strict=True))
