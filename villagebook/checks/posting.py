"""What posting asks about: the economic rules an entry breaks, looking at nothing but the projects it touches.

Limits that run through the days are in limits.py; rules about a single entry are checks, those in ``ABOUT_ENTRIES``.
To ask about one more rule: a check whose findings name a fund entry, and its id there.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, or_

from villagebook.base.money import format_wan
from villagebook.checks import claims, flows, payments, purposes
from villagebook.checks.check import Check
from villagebook.checks.facts import Facts
from villagebook.checks.limits import Accounts
from villagebook.checks.money_rows import EntryRow
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.models import FundEntry
from villagebook.policies import Overrides

#: Checks about one entry at a time, asked when it is posted.
ABOUT_ENTRIES: tuple[Check, ...] = (
    flows.reimbursed_before_acceptance, *claims.ABOUT_ENTRIES, *purposes.ABOUT_ENTRIES, *payments.ABOUT_ENTRIES,
)
_SHARED_OUT = ("收益", "分配", "冲销")
_MANY = 400


class Questions:
    """Posted entries of the projects some drafts touch, and what these drafts would break.

    Args:
        drafts: The entries that may be posted.
        projects: The projects they are of; None stands for those of no known project.
        shared_out: Whether income or its distribution is among them.
        also: Entries that are not written yet.
    """

    def __init__(
        self,
        conn: Connection,
        scope: Scope,
        overrides: Overrides | None,
        drafts: Collection[uuid.UUID],
        projects: Collection[uuid.UUID | None],
        *,
        shared_out: bool = False,
        also: Sequence[EntryRow] = (),
    ) -> None:
        self._conn, self._scope, self._overrides = conn, scope, overrides
        self._drafts = frozenset(drafts)
        self._projects = frozenset(key for key in projects if key is not None)
        facts = self._facts()
        found = facts.entries_where(*self._limits(projects, shared_out=shared_out))
        self._entries = [entry for entry in found if entry.posted or entry.key in self._drafts] + list(also)
        self._facts_read = facts

    def asked(self, posted: Collection[uuid.UUID], allowed: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, list[str]]:
        """Return what is broken if these drafts are posted: messages by key.

        Args:
            allowed: Those of them that are posted whatever is asked.
        """
        among = set(posted)
        standing = tuple(entry for entry in self._entries if entry.posted or entry.key in among)
        found = Accounts(standing, self._facts_read.projects).asked(among, allowed)
        facts = self._facts(standing)
        for entry in standing:
            if entry.key in among and (said := self._plan_differs(entry)):
                found.setdefault(entry.key, []).append(said)
        for check in ABOUT_ENTRIES:
            for finding in check.on(facts):
                key = uuid.UUID(finding.record[1]) if finding.record and finding.record[0] == "fund_entry" else None
                if key in among and key is not None:
                    found.setdefault(key, []).append(finding.message)
        return found

    def _plan_differs(self, entry: EntryRow) -> str:
        """Say that the plan a grant belongs to does not add up; of other entries nothing is said."""
        project = self._facts_read.projects.get(entry.project) if entry.project else None
        if entry.kind != "指标下达" or project is None or not project.planned:
            return ""
        stated, summed = project.values["planned_fen"], sum(project.planned.values())
        if stated is None or stated == summed:
            return ""
        return f"项目资金投入合计 {format_wan(stated)} 万元，各来源相加 {format_wan(summed)} 万元"

    def _facts(self, entries: Sequence[EntryRow] | None = None) -> Facts:
        facts = Facts(self._conn, self._scope, self._overrides)
        facts.only_projects = self._projects if len(self._projects) <= _MANY else None
        if entries is not None:
            # What was read once is not read again for every round of drafts that fall away.
            facts.__dict__["entries"] = tuple(entries)
            facts.__dict__["projects"] = self._facts_read.projects
        return facts

    def _limits(self, projects: Collection[uuid.UUID | None], *, shared_out: bool) -> Iterator[ColumnElement[bool]]:
        entry = table(FundEntry)
        if len(projects) > _MANY:
            return
        parts: list[ColumnElement[bool]] = [entry.c.project_id.in_(self._projects)]
        if None in projects:
            parts.append(entry.c.project_id.is_(None))
        if shared_out:
            parts.append(entry.c.kind.in_(_SHARED_OUT))
        yield or_(*parts)
