"""What a program-made paper is: its forms, what fills them, where it lies in a project's binder.

    APPLICATION = MadePaper("application", "项目申报书", "project", (forms.APPLICATION,), gather, slot="application")

``gather(connection, scope, key)`` reads the record ``key`` as of ``scope.on`` and returns what the paper says, or
None where the book has nothing to say on it yet. Printed for a project's volume, ``scope.filters["project"]`` is
that project's key.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from villagebook.documents.forms import Form, Values
from villagebook.ledgers import Scope


@dataclass(frozen=True, slots=True)
class Filled:
    """What one paper says about one record, and how the volume's list of contents names it.

    Attributes:
        values: Of all the paper's forms.
        subject: Number of the record, for the foot (项目编号, 会议编号).
        on: The paper's own day; None if the book does not know it.
        number: 文号.
        unit: 责任者; "" for the village committee.
        title: What the contents call it; "" for the paper's own title.
        slot: Where this one lies, if not in the paper's own slot.
    """

    values: Values
    subject: str = ""
    on: dt.date | None = None
    number: str = ""
    unit: str = ""
    title: str = ""
    slot: str = ""


Gather = Callable[[Connection, Scope, uuid.UUID], Filled | None]
Keys = Callable[[Connection, Scope, uuid.UUID], Sequence[uuid.UUID]]
Where = Callable[[Connection, Scope, uuid.UUID], str]


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One paper the program makes.

    Attributes:
        id: Of the command line and of slots; stable.
        title: What people call it.
        subject: Kind of record it is about; an id of ``subjects.SUBJECTS``.
        forms: Its pages, in order.
        gather: What it says about a record.
        slot: Where it lies in a project's binder (lifecycle.slots); "" for nowhere.
        keys: For a subject other than the project: keys of the records that belong to a project, in order.
        together: All of a project's copies are one line of the contents (agreements).
        where: In which slot ``gather`` would put something, "" for nothing, told without reading all of it: for
            papers that take long, so that what is missing in all binders of a book is found quickly.
    """

    id: str
    title: str
    subject: str
    forms: tuple[Form, ...]
    gather: Gather
    slot: str = ""
    keys: Keys | None = None
    together: bool = False
    where: Where | None = None

    def of_project(self, connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
        """Return the keys of the records of a project that this paper is about."""
        if self.keys is not None:
            return self.keys(connection, scope, project)
        return (project,) if self.subject == "project" else ()
