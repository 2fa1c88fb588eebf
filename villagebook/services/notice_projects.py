"""Which projects a notice about all of a year names: its hanging is a step of each of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.sheet import NoticeContent
from villagebook.ledgers.parts import table
from villagebook.models import Project

#: Kinds about all projects of a year whose hanging dates a stage of each; their table has a column of names.
OF_ALL = frozenset({"project-library"})


def named(
    connection: Connection, village_id: uuid.UUID, row: Mapping[str, Any], content: NoticeContent
) -> dict[str, Any]:
    """Return what the notice's row gets when it is frozen: its subject with the codes of the projects it names.

    Empty for other kinds, and for a notice about one project.
    """
    subject = row["subject"] or {}
    if row["kind"] not in OF_ALL or subject.get("project"):
        return {}
    names = {
        line[place]
        for one in content.tables for place, column in enumerate(one.columns) if column.id == "name"
        for line in one.rows
    }  # fmt: skip
    project = table(Project)
    query = select(project.c.code, project.c.name, project.c.year).where(
        project.c.village_id == village_id, project.c.code.is_not(None))  # fmt: skip
    found = [line for line in connection.execute(query.order_by(project.c.code)) if line.name in names]
    # Projects of several years may have one name: meant are those of the year the notice is about.
    year = subject.get("year") or max((line.year for line in found if line.year), default=None)
    return {"subject": {**subject, "projects": [line.code for line in found if line.year == year]}}
