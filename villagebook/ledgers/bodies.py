"""Who sits in the village's bodies on a day: read by papers that are signed, meetings, checks and lists.

A member is in office while the body itself and the own term run; both ends count, an empty end is open. A body formed
for one project comes before those formed for all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from villagebook.ledgers.parts import running, table
from villagebook.models import Committee, CommitteeMember

#: Posts of whoever leads a body.
HEADS = ("组长", "主任", "书记", "理事长", "监事长", "会长", "召集人", "负责人", "主席")

#: Body whose members are due at a meeting of this kind.
BODY_OF_MEETING: dict[str, str] = {
    "村民代表大会": "村民代表", "村两委会议": "村两委", "党支部会议": "党支部", "党员大会": "党员大会",
    "民主评议会": "民主评议小组", "村务监督委员会会议": "村务监督委员会", "议事会会议": "议事会",
    "理事会会议": "理事会", "监事会会议": "监事会", "领导小组会议": "领导小组",
}  # fmt: skip

#: Bodies whose members sign the papers of a project.
SIGNING = ("领导小组", "项目实施小组", "项目监督小组")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One who is in office.

    Attributes:
        post: Post in the body, 组长; unit: where they come from and what they are there.
        person_id: The person of the book, None if the member is from elsewhere or not linked.
    """

    name: str
    post: str
    unit: str
    person_id: uuid.UUID | None
    committee_id: uuid.UUID
    since: dt.date | None
    until: dt.date | None

    @property
    def leads(self) -> bool:
        """Whether this one leads the body."""
        return leads(self.post)


def leads(post: str | None) -> bool:
    """Say whether who holds this post leads a body: 组长 does, 副组长 does not."""
    parts = (post or "").replace("，", "、").replace(",", "、").split("、")
    return any(part.strip().endswith(HEADS) and "副" not in part for part in parts)


def sitting(
    connection: Connection, village_id: uuid.UUID, kind: str, on: dt.date, project_id: uuid.UUID | None = None
) -> tuple[Sitting, ...]:
    """Return the members of the bodies of a kind in office on a day, in the order of the list, heads first.

    Args:
        project_id: Members of the body formed for this project if there is one then, else of those formed for all.
    """
    body, member = table(Committee), table(CommitteeMember)
    query = (
        select(member, body.c.project_id)
        .select_from(member.join(body, body.c.id == member.c.committee_id))
        .where(
            body.c.village_id == village_id, body.c.kind == kind, running(body.c.since, body.c.until, on),
            running(member.c.since, member.c.until, on),
        )
    )  # fmt: skip
    rows = connection.execute(query).mappings().all()
    own = [row for row in rows if project_id is not None and row["project_id"] == project_id]
    wanted = own or [row for row in rows if row["project_id"] is None]
    wanted = sorted(wanted, key=lambda row: (not leads(row["post"]), row["position"] or 0, row["name"]))
    return tuple(_sitting(row) for row in wanted)


def _sitting(row: RowMapping) -> Sitting:
    return Sitting(
        row["name"], row["post"] or "", row["unit"] or "", row["person_id"], row["committee_id"], row["since"],
        row["until"],
    )  # fmt: skip
