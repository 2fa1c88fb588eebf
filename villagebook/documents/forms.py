"""The declaration of a form page: grid, labels, value bindings. Knows no book, no PDF and no numbers of its own.

From one Form come the filled page, the blank page for handwriting, its continuation pages (``form_setting``),
its plain text (``text_form``) and the list of its fields (``fields``). The values are a mapping of plain
values (str, int 分, Decimal, date, bool, Path, None) by field name; a ``Rows`` block takes a sequence of such
mappings under the name of its source.

A form is blocks from top to bottom::

    Form("handbook.members", "2026-1", "家庭成员",
        (Caption(right=Text("共{member_count}人", "共　　人")),
         Rows("members", count=8, row_mm=12, head_mm=11, columns=(
             RowColumn(10, "序号", Number()),
             RowColumn(24, "姓名", Value("name", Kind.NAME, "姓名")),
             RowColumn(98, "证件号码（有残疾证的填残疾证号）", Value("id_number", Kind.ID_BOXES, "证件号码")))),
         Note("成员超过8人的接填续页。")))

A form and its tables are compared by identity: each is declared once, as a module's constant.

To add a content or a block: a dataclass here, its drawing in ``form_ink`` (content) or
``form_setting`` (block), its text in ``text_form``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from villagebook.documents.faces import Role
from villagebook.documents.foot import FORM_A4, FORM_A5, FootMeasures
from villagebook.documents.page import A4, A5
from villagebook.documents.values import Kind

Values = Mapping[str, object]


@dataclass(frozen=True)
class Frame:
    """The measures of a kind of page. Lengths in mm, type in pt.

    Attributes:
        size: Of the sheet, pt.
        inner_mm, outer_mm, top_mm: Margins; inner is the binding side, left on odd pages.
        foot: Measures of the foot.
        heading_gap_pt, caption_gap_pt, caption_below_pt: White from the heading to a table, to a caption, and
            from the caption's baseline to its table.
        second_above_mm, second_below_mm: From the table above to the baseline of a second heading, and on to the table.
        heading_pt, second_pt, caption_pt, note_pt: Sizes outside the tables.
        label_pt, head_pt, value_pt, name_pt, id_pt: Sizes in cells.
        least_pt: A long text shrinks to this, half a point at a time, before its row grows.
        least_line_pt: A text that must stay on one line may shrink to this.
    """

    size: tuple[float, float] = A4
    inner_mm: float = 25
    outer_mm: float = 18
    top_mm: float = 18
    foot: FootMeasures = FORM_A4
    heading_gap_pt: float = 14.7
    caption_gap_pt: float = 10.8
    caption_below_pt: float = 7
    second_above_mm: float = 10.5
    second_below_mm: float = 4.2
    heading_pt: float = 20
    second_pt: float = 16
    caption_pt: float = 11
    note_pt: float = 10.5
    label_pt: float = 11
    head_pt: float = 11
    value_pt: float = 12
    name_pt: float = 13
    id_pt: float = 13
    least_pt: float = 10.5
    least_line_pt: float = 9

    @property
    def measure_mm(self) -> float:
        """Width between the margins: 167 on A4, 122 on A5."""
        return self.size[0] / 72 * 25.4 - self.inner_mm - self.outer_mm


FORM_PAGE_A4 = Frame()
FORM_PAGE_A5 = Frame(
    size=A5, inner_mm=16, outer_mm=10, top_mm=11, foot=FORM_A5, heading_gap_pt=7, caption_gap_pt=5,
    second_above_mm=9, second_below_mm=3.1, heading_pt=16, second_pt=13, caption_pt=9.5,
    note_pt=9, label_pt=9.5, head_pt=9.5, value_pt=10.5, name_pt=10.5, id_pt=10.5, least_pt=9,
)  # fmt: skip


# -- contents of cells


@dataclass(frozen=True)
class Label:
    """Printed words in Sans 400, centred.

    Attributes:
        text: Two lines at most; a line end breaks.
        spread: Lines shorter than this (em) are spread to it: 民　　族.
        align: "center" or "left".
    """

    text: str
    spread: float = 0
    align: str = "center"


@dataclass(frozen=True)
class Head(Label):
    """Printed words in Sans 700: heads of columns, headings inside a table."""


@dataclass(frozen=True)
class Fixed:
    """Printed words in the face of the values: what is to be checked, how it is counted."""

    text: str
    align: str = "left"


@dataclass(frozen=True)
class Value:
    """A value from the book.

    Attributes:
        field: Its name in the values.
        kind: How it is written.
        label: The field's Chinese name, for the list of fields, the plain text and continuation pages.
        align: "left", "center", "right" or "" (by kind: amounts right in rows, all else centred).
        blank: Printed where there is no value and on the blank edition: 年　　月　　日.
        options: Of a CHOICE: all are printed, the chosen one ticked.
        form: With {} for the written value: {}人.
        keep: Phrases never broken.
        bold: Set in Noto Serif 700 (sums).
        pt: Size if it is not the frame's.
    """

    field: str
    kind: Kind = Kind.TEXT
    label: str = ""
    align: str = ""
    blank: str = ""
    options: tuple[str, ...] = ()
    form: str = "{}"
    keep: tuple[str, ...] = ()
    bold: bool = False
    pt: float = 0


@dataclass(frozen=True)
class Text:
    """Running text with fields in it ({name}), written by the caller; ``blank`` on the blank edition."""

    template: str
    blank: str = ""


@dataclass(frozen=True)
class Number:
    """The row's number, printed on every edition; it runs on over continuation pages."""


@dataclass(frozen=True)
class Picture:
    """A photo; ``label`` is printed where there is none."""

    field: str
    label: str


@dataclass(frozen=True)
class At:
    """Words or a value at a place in a cell.

    Attributes:
        x_mm: From the cell's left edge; negative from its right edge.
        y_mm: Baseline from the cell's upper edge; negative from its lower edge.
        content: Words printed on every edition, a Text or a Value.
        align: 0 x is the left edge of the words, 0.5 their middle, 1 the right one.
        pt: Size if it is not that of values.
        role: Face.
        spread: Shorter words are spread to this many em; 0 for not.
    """

    x_mm: float
    y_mm: float
    content: str | Text | Value
    align: float = 0
    pt: float = 0
    role: Role = Role.TEXT
    spread: float = 0


@dataclass(frozen=True)
class Placed:
    """A cell whose words stand at given places: opinions, signatures, seals."""

    items: tuple[At, ...]


@dataclass(frozen=True)
class Written:
    """A line to write on: its value stands in its middle and shrinks rather than wrap.

    Attributes:
        x_mm, y_mm: Left end of the rule, from the corner of the page's measure.
        width_mm: Of the rule.
        value: Of a kind that stays on one line.
    """

    x_mm: float
    y_mm: float
    width_mm: float
    value: Value


@dataclass(frozen=True)
class Ruled:
    """A rule across, from the corner of the page's measure."""

    x_mm: float
    y_mm: float
    width_mm: float
    weight_pt: float


Content = Label | Fixed | Value | Number | Picture | Placed | None


@dataclass(frozen=True)
class Cell:
    """A content over several columns or rows; a content alone stands for itself."""

    content: Content
    across: int = 1
    down: int = 1


# -- blocks


@dataclass(frozen=True)
class Row:
    """One row of a grid; cells covered by a cell above are left out. ``head``: 0.75 rule below."""

    height_mm: float
    cells: tuple[Cell | Content, ...]
    head: bool = False


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells in columns and rows of any shape."""

    columns_mm: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RowColumn:
    """A column of a Rows block.

    ``merge``: equal neighbouring values share one cell. A column without a head stands under the head of the
    next one.
    """

    width_mm: float
    head: str
    content: Content = None
    merge: bool = False
    spread: float = 0


@dataclass(frozen=True, eq=False)
class Rows:
    """A table with one row for each of the values under ``source``; empty rows stay for handwriting.

    Attributes:
        source: Name of the sequence in the values.
        columns: From left to right.
        count: Rows a page at least; more values go on continuation pages.
        row_mm, head_mm: Heights; head 0 for none.
        bold: Field that says whether a row is a sum; its labels are Sans 700, its numbers Serif 700.
        fixed: Rows printed on the blank edition.
        grow: Rows follow the number of values instead of leaving empty ones; the blank edition has them.
        spare_mm: Rows that grew may take so much more of the page before one of them goes on the next.
    """

    source: str
    columns: tuple[RowColumn, ...]
    count: int
    row_mm: float
    head_mm: float = 11
    bold: str = ""
    fixed: tuple[Values, ...] = ()
    grow: bool = False
    spare_mm: float = 0


@dataclass(frozen=True)
class Title:
    """A second heading on the page."""

    text: str


@dataclass(frozen=True)
class Caption:
    """Words above a table: left and right edge, stands between heading and table; or below one (who signs).

    ``repeats``: printed on continuation pages too.
    """

    left: Text | None = None
    right: Text | None = None
    repeats: bool = False


@dataclass(frozen=True)
class Note:
    """Words below a table, small."""

    text: str


@dataclass(frozen=True)
class Gap:
    """Room between two tables."""

    height_mm: float


@dataclass(frozen=True, eq=False)
class Plate:
    """Words, lines and rules anywhere on the page, without a table: a cover. Takes no room from other blocks."""

    items: tuple[At | Written | Ruled, ...]


Block = Grid | Rows | Title | Caption | Note | Gap | Plate


@dataclass(frozen=True, eq=False)
class Form:
    """One form page.

    Attributes:
        id: ``subject.what``, stable.
        version: Changes whenever the printed form changes; part of the check code.
        heading: At the top of the page; "" for none.
        blocks: From top to bottom.
        frame: Measures.
        heading_spread: Heading spread to this many em (项 目 验 收 报 告), 0 for not.
    """

    id: str
    version: str
    heading: str
    blocks: tuple[Block, ...]
    frame: Frame = FORM_PAGE_A4
    heading_spread: float = 0


class Field(NamedTuple):
    """A field of a form: ``source`` is the Rows block it belongs to, "" for the page itself."""

    name: str
    label: str
    kind: Kind
    source: str


def cells_of(row: Row) -> list[Cell]:
    """Return the cells of a grid's row, bare contents wrapped."""
    return [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.cells]


def contents(block: Block) -> Iterator[Content]:
    """Yield the contents of a block's cells in reading order, those of a Rows block once."""
    if isinstance(block, Grid):
        for row in block.rows:
            yield from (cell.content for cell in cells_of(row))
    elif isinstance(block, Rows):
        yield from (column.content for column in block.columns)
    elif isinstance(block, Plate):
        yield Placed(tuple(item for item in block.items if isinstance(item, At)))
        yield from (item.value for item in block.items if isinstance(item, Written))


def fields(form: Form) -> tuple[Field, ...]:
    """Return the fields a form prints, in reading order, each once."""
    found: dict[Field, None] = {}
    for block in form.blocks:
        source = block.source if isinstance(block, Rows) else ""
        for content in contents(block):
            for value in _values(content):
                found[Field(value.field, value.label, value.kind, source)] = None
    return tuple(found)


def _values(content: Content) -> Iterator[Value]:
    if isinstance(content, Value):
        yield content
    elif isinstance(content, Picture):
        yield Value(content.field, Kind.TEXT, content.label)
    elif isinstance(content, Placed):
        yield from (item.content for item in content.items if isinstance(item.content, Value))


def scaled(columns_mm: Sequence[float], measure_mm: float) -> tuple[float, ...]:
    """Return columns in the same proportion for another measure (A5 from A4)."""
    factor = measure_mm / sum(columns_mm)
    return tuple(width * factor for width in columns_mm)


def for_page(form: Form, frame: Frame) -> Form:
    """Return a form for another frame, its columns in proportion; rows keep their heights (they are written in)."""
    measure = frame.measure_mm
    blocks: list[Block] = []
    for block in form.blocks:
        if isinstance(block, Grid):
            blocks.append(replace(block, columns_mm=scaled(block.columns_mm, measure)))
        elif isinstance(block, Rows):
            widths = scaled([c.width_mm for c in block.columns], measure)
            columns = tuple(replace(c, width_mm=w) for c, w in zip(block.columns, widths, strict=True))
            blocks.append(replace(block, columns=columns))
        else:
            blocks.append(block)
    return replace(form, blocks=tuple(blocks), frame=frame)
