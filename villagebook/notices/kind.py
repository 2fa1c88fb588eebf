"""What a notice kind is, and the check at import that it shows nothing it must not.

A column names the ledger columns it reads; its value is worked out from exactly those cells and can see no others.
Privacy of a column is the strictest of their fields: ``public`` may hang; ``office`` only with a Disclosure that names
the rule; ``secret`` never.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection

from villagebook.base.days import Period
from villagebook.base.sheet import NoticeContent, SheetColumn, Value
from villagebook.cases import PROCEDURES
from villagebook.ledgers import Column, Scope
from villagebook.lifecycle.stages import STAGES
from villagebook.models import FieldInfo, Privacy
from villagebook.notices.masking import NONE, masked_throughout, unclear
from villagebook.notices.subject import NoticeRules, NoticeSubject
from villagebook.policies import NO_OVERRIDES, POLICIES, Overrides, period

Cells = Mapping[str, Any]
Signer = Literal["committee", "supervision", "township", "county"]
Board = Literal["项目", "资金", "名单", "监督"]
#: What of a subject a kind takes; ``period`` is a quarter or month of the accounts (2026Q3, 2026-09).
Ask = Literal["project", "households", "cases", "year", "period"]
Draft = Callable[["NoticeKind", Connection, Scope, NoticeSubject, NoticeRules], NoticeContent]


@dataclass(frozen=True)
class NoticeColumn:
    """One column of a notice.

    Attributes:
        id: Id of the SheetColumn.
        heading: As the form has it, unit apart.
        kind: One of sheet.COLUMN_KINDS.
        reads: Ledger columns whose cells it is made of; none for the running number.
        value: Makes the value of those cells (by ledger column id); None takes the only one as it is.
        unit: Shown below the heading.
        total: Whether the last row has the sum.
    """

    id: str
    heading: str
    kind: str
    reads: tuple[Column, ...] = ()
    value: Callable[[Cells], Value] | None = None
    unit: str | None = None
    total: bool = False

    @property
    def fields(self) -> tuple[FieldInfo, ...]:
        """The declared fields it shows."""
        return tuple(dict.fromkeys(field for column in self.reads for field in column.sources))

    @property
    def sheet(self) -> SheetColumn:
        """The column as documents draw it."""
        return SheetColumn(self.id, self.heading, self.kind, self.unit)

    def of(self, cells: Cells, place: int) -> Value:
        """Return the value in row ``place`` (from 1), seeing only the cells it declares."""
        if self.kind == "serial":
            return place
        seen = {column.id: cells[column.id] for column in self.reads}
        if self.value is not None:
            return self.value(seen)
        (value,) = seen.values()
        found: Value = value
        return found


@dataclass(frozen=True)
class NoticeTable:
    """One table of a notice; ``heading`` only where there are two."""

    columns: tuple[NoticeColumn, ...]
    heading: str = ""


@dataclass(frozen=True)
class Disclosure:
    """An office field that a kind shows, and the rule that demands it."""

    field: str
    rule: str


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice.

    Attributes:
        id: Stable; stored in Notice.kind.
        number: Its number in the office's list (N4).
        name: As the office calls it.
        mode: 公示 asks for objections, 公告 tells.
        days: Policy id of the least time on the wall; empty where ``own_days`` says it.
        signers: Who signs.
        board: Under which heading of the board it hangs.
        asks: What of the subject it takes; the first is what the window asks for first.
        tables: Its tables; their columns are all it can show.
        discloses: The office fields among them, with their rules.
        title: The title's pattern cut at sense breaks, with {village} {year} {project} {period}.
        basis: The end of the basis sentence, after document and meeting, with {project} {year} {day} {period}.
        draw: The function that reads the book and gives the content.
        place: Where it hangs by its nature, a pattern with {site} for the project's place and {board} for the village's
            board; empty: the board alone.
        objection: Label of the line that says whom to tell.
        forbidden: Words that must not stand anywhere on its sheets, beside those no notice may carry.
        follows: Id of the kind whose result it tells (公告 after 公示); empty if it stands alone.
        title_words: Sensitive phrases allowed in the title (its programme's own name).
        source: Where the form comes from.
        own_days: The least time on the wall of a kind a village made for itself; no policy knows it.
    """

    id: str
    number: str
    name: str
    mode: Literal["公示", "公告"]
    days: str
    signers: tuple[Signer, ...]
    board: Board
    asks: tuple[Ask, ...]
    tables: tuple[NoticeTable, ...]
    discloses: tuple[Disclosure, ...]
    title: tuple[str, ...]
    basis: str
    draw: Draft
    place: str = ""
    objection: str = "意见反映"
    forbidden: frozenset[str] = frozenset()
    follows: str = ""
    title_words: frozenset[str] = frozenset()
    source: str = ""
    own_days: Period | None = None

    def __post_init__(self) -> None:
        if self.own_days is None and POLICIES[self.days].unit != "期限":
            raise ValueError(f"notice kind {self.id}: {self.days} is no period")
        allowed = {disclosure.field for disclosure in self.discloses}
        shown = [(column, field) for table in self.tables for column in table.columns for field in column.fields]
        for column, field in shown:
            if field.privacy is Privacy.SECRET:
                raise ValueError(f"notice kind {self.id}: column {column.id} shows the secret field {field.id}")
            if field.privacy is Privacy.OFFICE and field.id not in allowed:
                raise ValueError(f"notice kind {self.id}: column {column.id} shows {field.id} without a rule")
        unused = allowed - {field.id for _, field in shown}
        if unused or not all(disclosure.rule for disclosure in self.discloses):
            raise ValueError(f"notice kind {self.id}: disclosures without use or rule: {sorted(unused)}")

    def length(self, on: dt.date, overrides: Overrides = NO_OVERRIDES) -> Period:
        """Return the least time on the wall in force on a day, the book's own values of policies first."""
        return self.own_days if self.own_days is not None else period(self.days, on, overrides)

    @property
    def stages(self) -> tuple[str, ...]:
        """Ids of the stages of a project it belongs to."""
        return tuple(stage.id for stage in STAGES if self.id in stage.notices)

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """(procedure id, step id) of the steps of cases it belongs to."""
        return tuple(
            (procedure.id, step.id) for procedure in PROCEDURES for step in procedure.steps if step.notice == self.id
        )

    @property
    def issuer(self) -> str:
        """Whose notice it is: 村, 乡镇 or 县."""
        return {"township": "乡镇", "county": "县"}.get(self.signers[0], "村")

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings in order."""
        return tuple(column.heading for table in self.tables for column in table.columns)

    @property
    def needs(self) -> Ask:
        """What is asked for first: project, households or year."""
        return self.asks[0]

    @property
    def period_label(self) -> str:
        """公示时间 or 公告时间."""
        return f"{self.mode}时间"

    def draft(
        self, conn: Connection, scope: Scope, subject: NoticeSubject, overrides: Overrides = NO_OVERRIDES
    ) -> NoticeContent:
        """Return what a notice of this kind says about the subject, as of ``scope.on``.

        Args:
            overrides: The book's own values of policies, and its settings as ``setting.<id>``.

        Raises:
            UserError: there is nothing to show, or the subject is not in the book; the message says what to do.
        """
        rules = NoticeRules.of(overrides, self.id, subject.from_on or scope.on)
        content = self.draw(self, conn, scope, subject, rules)
        if rules.mask == NONE:
            return content
        return masked_throughout(content, self._whole(conn, scope, subject, rules), rules.mask)

    def unclear_names(
        self, conn: Connection, scope: Scope, subject: NoticeSubject, overrides: Overrides = NO_OVERRIDES
    ) -> tuple[str, ...]:
        """Return the hidden names of a draft behind which several people stand, told apart by nothing."""
        rules = NoticeRules.of(overrides, self.id, subject.from_on or scope.on)
        if rules.mask == NONE:
            return ()
        content = self.draw(self, conn, scope, subject, rules)
        return unclear(content, self._whole(conn, scope, subject, rules))

    def _whole(self, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules) -> NoticeContent:
        return self.draw(self, conn, scope, subject, replace(rules, mask=NONE))
