"""Categories offered for a project: the preset of its year or the book's choice, with what the book added or retired.

Own values stand in the code lists 项目类型, 项目子类型 and 项目明细类型. One of a lower level may say below what it is
offered (产业发展/食用菌); without that it is offered below every value.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from villagebook.base.settings import read
from villagebook.ledgers import own
from villagebook.models.categories import Preset, preset_for

LISTS = ("project_category", "project_subcategory", "project_third_category")
SETTING = "project.categories"


class Offered(NamedTuple):
    """What is offered for one project, level by level."""

    preset: Preset
    category: tuple[str, ...]
    subcategory: tuple[str, ...]
    third_category: tuple[str, ...]


def preset_in(connection: Connection, village_id: uuid.UUID, year: int | None) -> Preset:
    """Return the preset for projects of a year in this book."""
    return preset_for(year, str(read(SETTING, own.settings(connection, village_id))))


def offered(
    connection: Connection, village_id: uuid.UUID, year: int | None, category: str | None, subcategory: str | None
) -> Offered:
    """Return what is offered for a project with these values so far."""
    preset = preset_in(connection, village_id, year)
    stored = own.code_values(connection, village_id)
    first, second, third = (stored.get(name, ()) for name in LISTS)
    return Offered(
        preset,
        _with_own(preset.first, first, ""),
        _with_own(preset.second(category), second, category or ""),
        _with_own(preset.third(category, subcategory), third, subcategory or ""),
    )


def _with_own(declared: Iterable[str], said: Iterable[own.OwnValue], above: str) -> tuple[str, ...]:
    """Return the declared values without retired ones, and the village's own that belong below ``above``."""
    retired = {one.value for one in said if one.retired}
    found = [value for value in declared if value not in retired]
    for one in said:
        parent, value = own.below(one.value)
        if not one.retired and (not parent or parent == above):
            found.append(value)
    return tuple(dict.fromkeys(found))
