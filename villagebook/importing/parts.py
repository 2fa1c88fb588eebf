"""A row while it is being turned into a draft: what its columns gave, before its kind has its say."""

from __future__ import annotations

from dataclasses import dataclass, field

from villagebook.base.findings import Severity
from villagebook.importing.convert import Problem, Unit, read_cell
from villagebook.importing.sheets import Cell, text_of
from villagebook.models.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cell whose meaning depends on the rest of its row (收入 or 支出, whose phone)."""

    heading: str
    cell: Cell
    unit: Unit


@dataclass(slots=True)
class Parts:
    """What a row has given so far.

    Attributes:
        values: By value id, see ListKind.
        extra: Text of cells that no value holds, by heading.
        problems: (heading, problem) in the order of the columns.
        waiting: Cells under the headings that the kind itself reads, by pseudo id (``#income``).
        headings: The heading each value came from, by value id.
    """

    values: dict[str, object] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    def read(self, waiting: Waiting, id: str, info: FieldInfo) -> None:
        """Read a waiting cell as a field after all."""
        reading = read_cell(info, waiting.cell, waiting.unit)
        if reading.value is not None:
            self.values[id] = reading.value
            self.headings[id] = waiting.heading
        if reading.keep:
            self.keep(waiting)
        if reading.problem is not None:
            self.problems.append((waiting.heading, reading.problem))

    def keep(self, waiting: Waiting) -> None:
        """Keep a waiting cell as it came."""
        self.extra[waiting.heading] = text_of(waiting.cell)

    def warn(self, heading: str, id: str, message: str, hint: str = "") -> None:
        """Note that a person should look at a cell."""
        self.problems.append((heading, Problem(id, Severity.WARNING, message, hint)))
