"""A notice on one sheet: the largest size on which everything fits, and what to do with the room left over.

``Setting`` holds what one try is made of; it is shared with ``notice_pages``, which sets long lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from villagebook.base.sheet import NoticeContent, SheetTable
from villagebook.documents import notice_blocks as blocks
from villagebook.documents import notice_words as words
from villagebook.documents.notice_blocks import Block, Draw
from villagebook.documents.notice_cells import CENTRED, UNBROKEN, em, engine_table, total_label
from villagebook.documents.notice_sheet import Sheet, Sizes
from villagebook.documents.notice_signature import PER_ROW, signature
from villagebook.documents.page import MM, Drawing, Paper
from villagebook.documents.table import Plan
from villagebook.documents.table_measuring import plan

BEFORE_TABLE, AFTER_TABLE = 0.45, 0.7  # white between text and table, times the body size
INK_ABOVE_BOX = 0.31  # the ink of a line ends so far above the end of its box, times the body size
TITLE_AIR = 9 * MM
KEPT_BACK, KEPT_SHARE = 6 * MM, 0.2  # of the room left over, for the signature's sake
ABOVE_SIGNATURE = 2 / 3  # of what is left in the end; the rest is white at the bottom
HALVINGS = 12
LONG_TEXT = 24.0  # characters
LINES_CLEAR = 0.3  # white between the last line of text and the foot, times the body size
STRIDE = 4
Placed = list[tuple[float, Draw]]


@dataclass(frozen=True)
class Laid:
    """A notice laid out: pages of things to draw, each with the y of its upper edge."""

    sheet: Sheet
    sizes: Sizes
    pages: list[Placed]


@dataclass
class Setting:
    """A notice on one paper at one size.

    Attributes:
        paper, content, sheet, sizes, date_style: As said.
        loose: The last resort: every column may be broken into lines, the closing lines may stand alone.
    """

    paper: Paper
    content: NoticeContent
    sheet: Sheet
    sizes: Sizes
    date_style: str
    loose: bool = False

    @cached_property
    def title(self) -> Block:
        """Title and number."""
        return blocks.title(self.paper, self.content, self.sheet, self.sizes)

    @cached_property
    def basis(self) -> list[Block]:
        """The lines of the first paragraph."""
        return blocks.text(self.paper, self.content, self.content.basis, self.sheet, self.sizes)

    @cached_property
    def sentences(self) -> list[Block]:
        """The lines of the free sentences."""
        return [
            line
            for sentence in self.content.sentences
            for line in blocks.text(self.paper, self.content, sentence, self.sheet, self.sizes)
        ]

    @cached_property
    def tables(self) -> tuple[SheetTable, ...]:
        """The tables that have columns."""
        return tuple(table for table in self.content.tables if table.columns)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The measured tables; heads on as few lines as the columns allow."""
        return tuple(self._plan(table) for table in self.tables)

    def _plan(self, table: SheetTable) -> Plan:
        units_below = len(self.tables) == 1
        for short_heads in (False, True):
            made = plan(
                self.paper,
                engine_table(
                    table, units_below=units_below, short_heads=short_heads, loose=self.loose,
                    unbroken=CENTRED if self.sizes.grown else UNBROKEN,
                ),
                self.sheet.measure, self.sizes.table, head_pt=self.sizes.head, leading=self.sizes.cell_leading,
                scale=self.sheet.scale,
            )  # fmt: skip
            if made.fits:
                break
        return made

    @property
    def columns_fit(self) -> bool:
        """Whether every one-line column has the width it needs."""
        return all(made.fits for made in self.plans)

    @property
    def torn(self) -> bool:
        """Whether a row has more than two lines that is not a long text anyway."""
        two = 2.5 * self.sizes.cell_leading * self.sizes.table
        return any(
            height > two and max((em(v) for v in row if isinstance(v, str)), default=0) < LONG_TEXT
            for made in self.plans
            for height, row in zip(made.line_heights, made.table.rows, strict=True)
        )

    def heading(self, index: int) -> Block | None:
        """The heading of a table, None if it has none."""
        text = words.one_line(self.tables[index].heading)
        if not text:
            return None
        return blocks.heading(self.paper, text, self.sheet, self.sizes, below_table=index > 0)

    def before(self, index: int) -> Block:
        """What stands above a table: its heading, or white."""
        found = self.heading(index)
        if found is not None:
            return found
        if index:
            return blocks.gap(self.sizes.leading)
        return blocks.gap(BEFORE_TABLE * self.sizes.body if self.basis else 0)

    @cached_property
    def after_table(self) -> Block:
        """White between a table and the text below it."""
        return blocks.gap(AFTER_TABLE * self.sizes.body)

    def closing(self, *, below_table: bool, text_end: float = 0.0, extra: float = 0.0) -> Block:
        """Return closing lines and signature as one block, which stays on one page.

        Args:
            below_table: A table stands above, not a line of text.
            text_end: x where that line of text ends.
            extra: White to add above the signature.
        """
        sheet, sizes = self.sheet, self.sizes
        beside = sheet.measure / (2 if len(words.signers(self.content)) >= PER_ROW else 3) if sheet.beside else 0.0
        lines = blocks.closing(
            self.paper, self.content, sheet, sizes, sheet.measure - (beside + sizes.body if beside else 0)
        )
        above = self.after_table.height if below_table else 0.0
        ink = INK_ABOVE_BOX * sizes.body
        if sheet.beside:
            left, end, y = sheet.right - beside, None, 0.0 if below_table else -ink
        else:
            left, y = sheet.left, above + lines.height - ink + extra
            end = lines.last_end if lines.height else text_end
            if below_table and not lines.height:
                end, y = None, extra
        signed = signature(
            self.paper, self.content, sizes, left, sheet.right, date_style=self.date_style, text_end=end
        )

        def draw(page: Drawing, top: float) -> None:
            lines.draw(page, top + above)
            signed.draw(page, top + y)

        height = max(above + lines.height + LINES_CLEAR * sizes.body, y + signed.height)
        return Block(height, draw, lines.fits)

    def tail(self, extra: float = 0.0) -> Block:
        """Return all that stands below the last table (below the basis if there is none), as one block."""
        below_table = bool(self.tables)
        if not self.sentences:
            end = self.basis[-1].last_end if self.basis else self.sheet.left
            return self.closing(below_table=below_table, text_end=end, extra=extra)
        above = [self.after_table] if below_table else []
        last = self.closing(below_table=False, text_end=self.sentences[-1].last_end, extra=extra)
        return blocks.stacked([*above, *self.sentences, last])


def one_sheet(paper: Paper, content: NoticeContent, sheet: Sheet, date_style: str) -> Laid | None:
    """Return the notice on one sheet at the largest size that fits; None if none does."""
    tries = sheet.tries
    # Every fourth size first: what fits once fits at all smaller sizes, so the sizes between are tried only once.
    for coarse in (*range(STRIDE - 1, len(tries), STRIDE), len(tries) - 1):
        found = _tried(Setting(paper, content, sheet, tries[coarse], date_style))
        if found is None:
            continue
        first = coarse - coarse % STRIDE
        larger = (_tried(Setting(paper, content, sheet, sizes, date_style)) for sizes in tries[first:coarse])
        return next((laid for laid in larger if laid is not None), found)
    return None


def _tried(setting: Setting) -> Laid | None:
    sheet, sizes = setting.sheet, setting.sizes
    room = sheet.bottom - sheet.top
    rows = sum(len(t.rows) + 1 + bool(total_label(t)) for t in setting.tables) * sizes.row
    # Cheap first: most sizes are refused here, before any table is measured.
    if setting.title.height + rows > room:
        return None
    tail = setting.tail()
    above = [setting.title, *setting.basis]
    befores = [setting.before(i) for i in range(len(setting.tables))]
    fixed = sum(b.height for b in (*above, *befores, tail))
    last_try = sizes is sheet.tries[-1]
    if fixed + rows > room or not (tail.fits or last_try) or not setting.columns_fit:
        return None
    if fixed + _tables_height(setting, sizes.row) > room or (sizes.grown and setting.torn):
        return None
    return Laid(sheet, sizes, [_distributed(setting, befores, room - fixed)])


def _tables_height(setting: Setting, row: float) -> float:
    return sum(made.height(0, len(made.table.rows), row) for made in setting.plans)


def _distributed(setting: Setting, befores: list[Block], room: float) -> Placed:
    """Place everything; ``room`` is what the tables may take. First the rows grow, then the title gets air."""
    row = _row_height(setting, room)
    rest = room - _tables_height(setting, row)
    scale = setting.sheet.scale
    air = max(0.0, min(TITLE_AIR * scale, (rest - KEPT_BACK * scale) / 2))
    extra = ABOVE_SIGNATURE * (rest - 2 * air)
    out: Placed = []
    y = setting.sheet.top + air
    for block in (setting.title, blocks.gap(air), *setting.basis):
        out.append((y, block.draw))
        y += block.height
    for made, before in zip(setting.plans, befores, strict=True):
        out.append((y, before.draw))
        y += before.height
        out.append((y, table_drawing(setting, made, 0, len(made.table.rows), row)))
        y += made.height(0, len(made.table.rows), row)
    out.append((y, setting.tail(extra).draw))
    return out


def _row_height(setting: Setting, room: float) -> float:
    low, high = setting.sizes.row, max(setting.sizes.row, setting.sizes.row_max)
    slack = room - _tables_height(setting, low)
    room -= min(KEPT_BACK * setting.sheet.scale, KEPT_SHARE * slack)
    if _tables_height(setting, high) <= room:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _tables_height(setting, middle) <= room else (low, middle)
    return low


def table_drawing(setting: Setting, made: Plan, first: int, last: int, row: float) -> Draw:
    """Return what draws rows of a table with its own total row."""
    return lambda page, y: _drawn(made, page, setting.sheet.left, y, first, last, row)


def _drawn(made: Plan, page: Drawing, x: float, y: float, first: int, last: int, row: float) -> None:
    made.draw(page, x, y, first, last, row)
