"""A notice over several sheets: repeated heads, 续表, 本页小计, 累计, and the closing lines on the last one.

Rows are never cut; at least two rows, or two lines of text, stand on the page with the signature.
"""

from __future__ import annotations

from villagebook.documents import notice_words as words
from villagebook.documents.breaking import joined_items, single
from villagebook.documents.faces import Role
from villagebook.documents.notice_blocks import Block
from villagebook.documents.notice_layout import LINES_CLEAR, Laid, Placed, Setting
from villagebook.documents.notice_sheet import SMALLEST_TABLE
from villagebook.documents.page import MM, Drawing
from villagebook.documents.table import Part, Plan, TotalRow, paginate

CONTINUED_TOP = 17 * MM
HEADER = 19.0  # from the top of a continued page to its table
HEADER_PT, HEADER_BASELINE = 12.0, 10.0
SO_FAR_BASELINE, SO_FAR_BELOW, SO_FAR_LEADING = 5.2 * MM, 1.8 * MM, 1.3
SO_FAR_CLEAR = 1.2  # from the table down to the baseline at least, times the size
BETWEEN = "\u3000"
SUBTOTAL, SO_FAR, TURN = "本页小计", "累计", "（转下页）"
TOGETHER = 2
SPREAD_LAST = 8 * MM  # white added above the signature where the last page has room
NUMERALS = "〇一二三四五六七八九"


def continued(index: int) -> str:
    """Return 续表一 for the first continuation."""
    tens, ones = divmod(index, 10)
    if index < 10:
        return f"续表{NUMERALS[index]}"
    if index < 100:
        return f"续表{NUMERALS[tens] if tens > 1 else ''}十{NUMERALS[ones] if ones else ''}"
    return f"续表{index}"


class _Flow:
    """Pages being filled from top to bottom.

    Attributes:
        pages: So far.
        y: Where the next block stands.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.pages: list[Placed] = [[]]
        self.y = setting.sheet.top

    @property
    def room(self) -> float:
        return self.setting.sheet.bottom - self.y

    @property
    def page_room(self) -> float:
        """Room on a continued page."""
        return self.setting.sheet.bottom - (CONTINUED_TOP + HEADER) * self.setting.sheet.scale

    @property
    def at_top(self) -> bool:
        return not self.pages[-1] or (len(self.pages) > 1 and len(self.pages[-1]) == 1)

    def put(self, block: Block) -> None:
        self.pages[-1].append((self.y, block.draw))
        self.y += block.height

    def new_page(self, label: str = "") -> None:
        header = _header(self.setting, label)
        self.pages.append([])
        self.y = CONTINUED_TOP * self.setting.sheet.scale
        self.put(header)

    def lines(self, lines: list[Block], together: float = 0.0) -> None:
        """Put lines of text, the last two of them on one page with what follows, which is ``together`` high."""
        for i, line in enumerate(lines):
            needed = line.height
            if i + TOGETHER == len(lines) or (i == 0 and len(lines) < TOGETHER):
                needed = sum(b.height for b in lines[i:]) + together
            if needed > self.room - LINES_CLEAR * self.setting.sizes.body and not self.at_top:
                self.new_page()
            self.put(line)


def several_sheets(setting: Setting) -> Laid | None:
    """Return the notice over as many sheets as it needs; None if a row or the closing is higher than a page."""
    flow = _Flow(setting)
    flow.put(setting.title)
    tail = setting.tail()
    flow.lines(setting.basis, 0.0 if setting.tables else tail.height)
    for index in range(len(setting.tables)):
        last = index + 1 == len(setting.tables)
        if not _put_table(flow, index, tail.height if last and not setting.loose else 0.0):
            return None
    return _closed(flow, tail) if tail.height <= flow.page_room else _closed_in_parts(flow)


def _closed(flow: _Flow, tail: Block) -> Laid | None:
    setting = flow.setting
    if tail.height > flow.room + 0.01:
        if not setting.loose:
            return None
        flow.new_page()  # the last resort: the closing lines stand alone
    flow.put(setting.tail(min(SPREAD_LAST * setting.sheet.scale, flow.room - tail.height)))
    return Laid(setting.sheet, setting.sizes, flow.pages)


def _closed_in_parts(flow: _Flow) -> Laid | None:
    """Put sentences that are themselves longer than a page, then the closing."""
    setting = flow.setting
    if not setting.sentences:
        return None
    closing = setting.closing(below_table=False, text_end=setting.sentences[-1].last_end)
    if closing.height + TOGETHER * setting.sizes.leading > flow.page_room:
        return None
    if setting.tables:
        flow.put(setting.after_table)
    flow.lines(setting.sentences, closing.height)
    flow.put(closing)
    return Laid(setting.sheet, setting.sizes, flow.pages)


def _header(setting: Setting, label: str) -> Block:
    """Return the running head: title left, number and 续表 right."""
    content, sheet, paper = setting.content, setting.sheet, setting.paper
    full = HEADER_PT * sheet.scale
    right = BETWEEN.join(filter(None, (words.one_line(content.number), label)))
    right_style = paper.style(Role.TEXT, full)
    title = "".join(words.title_phrases(content))
    room = sheet.measure - right_style.width(right) - 2 * full
    size = full
    while paper.style(Role.TITLE, size).width(title) > room and size > SMALLEST_TABLE:
        size -= 0.5
    style = paper.style(Role.TITLE, size)
    if style.width(title) > room:
        while title and style.width(title + "……") > room:
            title = title[:-1]
        title += "……"

    def draw(page: Drawing, y: float) -> None:
        baseline = y + HEADER_BASELINE * sheet.scale
        page.text(sheet.left, baseline, title, style)
        page.line(sheet.right, baseline, single(right, right_style.font), right_style, 1)

    return Block(HEADER * sheet.scale, draw)


def _put_table(flow: _Flow, index: int, tail: float) -> bool:
    """Put a table from here on over as many pages as it needs; return whether it could be done.

    Args:
        flow: The pages.
        index: Of the table.
        tail: Height of what must follow its last rows on their page.
    """
    made, before = flow.setting.plans[index], flow.setting.before(index)
    tail = tail if tail <= flow.page_room else 0.0  # closed in parts: the text flows on by itself
    parts = _parts(flow, made, before.height, tail)
    if parts is None and not flow.at_top:
        flow.new_page()
        parts = _parts(flow, made, before.height, tail)
    if parts is None:
        return False
    flow.put(before)
    for number, part in enumerate(parts):
        if number:
            flow.new_page(continued(number))
        _put_part(flow, made, part, last=number + 1 == len(parts), only=len(parts) == 1)
    return True


def _parts(flow: _Flow, made: Plan, before: float, tail: float) -> list[Part] | None:
    """Return the rows of each page, the present one first; None if two rows or the tail do not fit there."""
    row, rows = flow.setting.sizes.row, len(made.table.rows)
    here = flow.room - before
    if made.height(0, rows, row) + tail <= here:
        return [Part(0, rows)]
    so_far, totals = _so_far_height(flow.setting, made), int(made.table.has_total)
    if rows <= TOGETHER or made.height(0, TOGETHER, row, totals) + so_far > here:
        return None
    # On the last page 合计 and what follows take the place of the line 累计.
    closing = tail + totals * row - so_far
    page_room = flow.page_room
    return paginate(made, row, lambda i: (page_room if i else here) - so_far, closing, together=TOGETHER)


def _put_part(flow: _Flow, made: Plan, part: Part, *, last: bool, only: bool) -> None:
    setting, row = flow.setting, flow.setting.sizes.row
    totals: list[TotalRow] = []
    if made.table.has_total and not only:
        totals.append(made.table.total(part.first, part.last, SUBTOTAL))
    if made.table.has_total and last:
        totals.append(made.table.total(0, len(made.table.rows)))

    def draw(page: Drawing, y: float) -> None:
        made.draw(page, setting.sheet.left, y, part.first, part.last, row, totals)

    flow.put(Block(made.height(part.first, part.last, row, len(totals)), draw))
    if not last:
        flow.put(_so_far(setting, made, made.table.total(0, part.last, SO_FAR)))


def _so_far_items(made: Plan, total: TotalRow) -> tuple[str, ...]:
    columns = made.table.columns
    items = [total.label] if made.table.has_total else []
    units = [_unit(made, c) for c in total.sums]
    for c, value in total.sums.items():
        unit = _unit(made, c)
        name = "" if unit and units.count(unit) == 1 else columns[c].heading.split("\n（")[0].replace("\n", "")
        if value is not None and not isinstance(value, str):
            items.append(f"{name}{columns[c].shown(value)}{unit}")
    return (*items, TURN)


def _unit(made: Plan, column: int) -> str:
    found = made.table.columns[column]
    return found.unit or (found.heading.rpartition("（")[2].rstrip("）") if "\n（" in found.heading else "")


def _so_far_size(setting: Setting, made: Plan) -> tuple[float, int]:
    """Return (size, lines) of the line 累计 for the largest sums it can say."""
    items = _so_far_items(made, made.table.total(0, len(made.table.rows), SO_FAR))
    size = min(setting.sizes.table, HEADER_PT * setting.sizes.body / 14)
    font = setting.paper.style(Role.TEXT, size).font
    while size > SMALLEST_TABLE and font.width(BETWEEN.join(items), size) > setting.sheet.measure:
        size = max(SMALLEST_TABLE, size - 0.5)
    return size, len(joined_items(items, font, setting.sheet.measure / size * 1000, BETWEEN))


def _so_far_height(setting: Setting, made: Plan) -> float:
    size, lines = _so_far_size(setting, made)
    below = SO_FAR_BELOW * setting.sheet.scale
    return _so_far_baseline(setting, size) + below + (lines - 1) * SO_FAR_LEADING * size


def _so_far_baseline(setting: Setting, size: float) -> float:
    return max(SO_FAR_BASELINE * setting.sheet.scale, SO_FAR_CLEAR * size)


def _so_far(setting: Setting, made: Plan, total: TotalRow) -> Block:
    """Return the line below a page's table: 累计　56户　194人　（转下页）."""
    size, _ = _so_far_size(setting, made)
    style = setting.paper.style(Role.TEXT, size)
    items = _so_far_items(made, total)
    lines = joined_items(items, style.font, setting.sheet.measure / size * 1000, BETWEEN)

    first = _so_far_baseline(setting, size)

    def draw(page: Drawing, y: float) -> None:
        for i, line in enumerate(lines):
            page.line(setting.sheet.right, first + y + i * SO_FAR_LEADING * size, line, style, 1)

    return Block(_so_far_height(setting, made), draw)
