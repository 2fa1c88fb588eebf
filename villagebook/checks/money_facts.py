"""Projects, fund entries and rosters as checks look at them, each read when first asked for and kept."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from sqlalchemy import ColumnElement, func, select

from villagebook.base.settings import read
from villagebook.checks.book_facts import BookFacts
from villagebook.checks.money_rows import EntryRow, LineRow, ProjectRow
from villagebook.ledgers import own, project_days
from villagebook.ledgers.figures import counted_as, in_scope
from villagebook.ledgers.parts import table
from villagebook.lifecycle.standing import Known
from villagebook.models import FundEntry, Household, Meeting, Project, ProjectSource, RosterLine, fields_of


class MoneyFacts(BookFacts):
    """The projects and the money of one village.

    Attributes:
        only_projects: The projects looked at; None looks at all.
    """

    only_projects: frozenset[uuid.UUID] | None = None

    @cached_property
    def projects(self) -> dict[uuid.UUID, ProjectRow]:
        """All projects by key, by code."""
        project, meeting = table(Project), table(Meeting)
        names = tuple(field.name for field in fields_of(Project) if field.kind != "json")
        statement = (
            select(meeting.c.held_on, *(project.c[name] for name in names))
            .select_from(project.outerjoin(meeting, meeting.c.id == project.c.meeting_id))
            .where(project.c.village_id == self.scope.village_id, *self._looked_at(project.c.id))
            .order_by(project.c.code, project.c.id)
        )
        found = {}
        for held_on, *cells in self.conn.execute(statement):
            values = dict(zip(names, cells, strict=True))
            found[values["id"]] = ProjectRow(values["id"], values, held_on, self._planned.get(values["id"], {}))
        return found

    def _looked_at(self, column: ColumnElement[uuid.UUID]) -> list[ColumnElement[bool]]:
        return [] if self.only_projects is None else [column.in_(self.only_projects)]

    @cached_property
    def project_days(self) -> Mapping[uuid.UUID, Known]:
        """The days of the stages of each project, those of its notices where it has none of its own."""
        return project_days.known(self.conn, self.scope)

    @cached_property
    def categories(self) -> str:
        """Which list of categories the book chose for all its projects; auto: that of their year."""
        return str(read("project.categories", own.settings(self.conn, self.scope.village_id)))

    @cached_property
    def _planned(self) -> dict[uuid.UUID, dict[str, int]]:
        plan = table(ProjectSource)
        statement = select(plan.c.project_id, plan.c.source, plan.c.planned_fen).where(
            plan.c.village_id == self.scope.village_id, *self._looked_at(plan.c.project_id)
        )
        found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
        for project, source, planned in self.conn.execute(statement):
            found[project][source] = found[project].get(source, 0) + planned
        return found

    @cached_property
    def entries(self) -> tuple[EntryRow, ...]:
        """All fund entries, drafts too, by date and voucher; undated last."""
        return tuple(self.entries_where())

    def entries_where(self, *limits: ColumnElement[bool]) -> Iterator[EntryRow]:
        """Yield the fund entries within limits on the table ``fund_entry``, by date and voucher; undated last."""
        entry, origin, project = table(FundEntry), table(FundEntry, "origin"), table(Project)
        statement = (
            select(
                entry.c.id, entry.c.date, entry.c.year, entry.c.voucher, entry.c.project_id,
                func.coalesce(project.c.code, entry.c.project_code), entry.c.memo, entry.c.kind, entry.c.source,
                entry.c.amount_fen, entry.c.reverses_id, entry.c.reverses_text, entry.c.programme, entry.c.document,
                entry.c.payee, entry.c.papers, entry.c.contract_id, entry.c.payment_step, entry.c.claim_on,
                entry.c.posted_at.is_not(None), entry.c.posted_over, entry.c.reason, counted_as(entry, origin),
            )
            .select_from(
                entry.outerjoin(origin, origin.c.id == entry.c.reverses_id)
                .outerjoin(project, project.c.id == entry.c.project_id)
            )
            .where(*in_scope(entry, self.scope), *limits)
            .order_by(entry.c.date.nulls_last(), entry.c.voucher, entry.c.id)
        )  # fmt: skip
        return (EntryRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def entry_by_key(self) -> dict[uuid.UUID, EntryRow]:
        """Fund entries by key."""
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def lines(self) -> tuple[LineRow, ...]:
        """All roster lines, by project and place."""
        line, home, project = table(RosterLine), table(Household), table(Project)
        statement = (
            select(
                line.c.id, line.c.project_id, func.coalesce(project.c.code, line.c.project_code), line.c.household_id,
                func.coalesce(home.c.code, line.c.household_code), line.c.head_name, line.c.quantity, line.c.rate_fen,
                line.c.amount_fen, line.c.received_on,
            )
            .select_from(
                line.outerjoin(home, home.c.id == line.c.household_id)
                .outerjoin(project, project.c.id == line.c.project_id)
            )
            .where(line.c.village_id == self.scope.village_id, *self._looked_at(line.c.project_id))
            .order_by(project.c.code, line.c.project_code, line.c.list_number, line.c.id)
        )  # fmt: skip
        return tuple(LineRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def lines_by_project(self) -> dict[uuid.UUID, tuple[LineRow, ...]]:
        """Roster lines of known projects."""
        found: dict[uuid.UUID, list[LineRow]] = defaultdict(list)
        for line in self.lines:
            if line.project is not None:
                found[line.project].append(line)
        return {project: tuple(lines) for project, lines in found.items()}
