"""A household on one A4 (农户情况一页通): who, which classes, incomes, and what happened, for the visitor at the door.

    write_timelines(Path("蓝丽建.pdf"), [sheet])

Always exactly one page a household. Type and rows become smaller first, to 9 pt; then events are told more shortly
(each level of ``HouseholdSheet.levels`` says the same in fewer lines); what still does not fit, the oldest, is counted
in one line. The caller gives masked numbers and no words of illness: nothing is hidden here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.documents import foot
from villagebook.documents.breaking import Line, paragraph, single, spread_name
from villagebook.documents.composite import Style
from villagebook.documents.faces import Faces, Role
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Page, Paper
from villagebook.documents.saving import write_whole

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP = 18 * MM, 192 * MM, 15 * MM
TITLE = "农户情况一页通"
TITLE_PT, HEADING_PT, FACT_PT = 19, 11, 10.5
#: Sizes of the story's text that are tried, and the height of a line in times of it.
SIZES, LEADING = (11, 10.5, 10, 9.5, 9), 1.36
PADDING, ABOVE_AND_BELOW = 1.2 * MM, 0.75 * MM
MOST_MEMBERS, MOST_YEARS, MOST_STATUSES = 12, 6, 6
MEMBER_ROW, BAR_ROW = 5.6 * MM, 5.4 * MM
FOOT = foot.FootMeasures(4, 8, 1.6, (3.4,), 9, 10)
SIGN_ROOM = 13 * MM
#: Columns: heading, share of the measure.
MEMBERS = (
    ("姓名", 23), ("与户主关系", 22), ("性别", 12), ("出生日期", 25), ("年龄", 12), ("证件号码", 33), ("务工", 47),
)  # fmt: skip
STORY = (("日期", 22), ("类别", 19), ("事项", 66), ("依据、经手", 43), ("金额（元）", 24))


@dataclass(frozen=True)
class MemberLine:
    """One member; ``number`` is masked, ``work`` says where and how long."""

    name: str
    relation: str
    sex: str
    born: date | None
    age: int | None
    number: str
    work: str


@dataclass(frozen=True)
class StoryLine:
    """One event, or several of a kind told in one line.

    Attributes:
        when: As printed. on: for counting what was folded; None if not known.
        count: How many it stands for. unit: their measure word (次, 项, 份).
    """

    when: str
    on: date | None
    kind: str
    words: str
    evidence: str = ""
    amount_fen: int | None = None
    count: int = 1
    unit: str = "条"


@dataclass(frozen=True)
class HouseholdSheet:
    """What the sheet says.

    Attributes:
        village: Township and village. facts: (label, value), two in a row; a long one has a row of its own.
        statuses: Classes, the running ones first: (class, since when and until when).
        years: (year, income a head in 分), the newest first.
        levels: The story, the newest first, told ever more shortly.
    """

    village: str
    head: str
    facts: Sequence[tuple[str, str]]
    statuses: Sequence[tuple[str, str]]
    members: Sequence[MemberLine]
    years: Sequence[tuple[int, int]]
    levels: Sequence[Sequence[StoryLine]]
    on: date


@dataclass(frozen=True)
class TimelinePdf:
    """What was written.

    Attributes:
        pages: One for each household.
        told, folded: Events that stand in a line, and those only counted.
        missing: (household's head, text, character) where no face has the character; 〓 is printed there.
    """

    pages: int
    told: int
    folded: int
    missing: tuple[tuple[str, str, str], ...]


def write_timelines(target: Path, sheets: Iterable[HouseholdSheet], *, faces: Faces | None = None) -> TimelinePdf:
    """Write the sheets as one PDF. Equal arguments give equal bytes.

    Raises:
        KnownError: the target cannot be written; it is as it was before.
    """
    data, report = render_timelines(sheets, faces=faces)
    write_whole(target, data)
    return report


def render_timelines(sheets: Iterable[HouseholdSheet], *, faces: Faces | None = None) -> tuple[bytes, TimelinePdf]:
    """Return the sheets as one PDF, and what is on it."""
    every = tuple(sheets)
    paper = Paper(TITLE, author=every[0].village if every else "", using=faces)
    told = folded = 0
    missing: list[tuple[str, str, str]] = []
    for sheet in every:
        printer = _Printer(paper, sheet)
        more_told, more_folded = printer.draw()
        told, folded = told + more_told, folded + more_folded
        missing += [(sheet.head, *found) for found in paper.faces.missing(dict.fromkeys(printer.texts))]
    return paper.save(), TimelinePdf(paper.page_count, told, folded, tuple(missing))


@dataclass(frozen=True)
class _Row:
    """One row of the story, set: lines of each column, height in pt."""

    cells: tuple[tuple[Line, ...], ...]
    height: float


class _Printer:
    def __init__(self, paper: Paper, sheet: HouseholdSheet) -> None:
        self.paper, self.sheet = paper, sheet
        self.page: Page = paper.page((WIDTH, HEIGHT))
        self.label: Style = paper.style(Role.LABEL, 9.5)
        self.value: Style = paper.style(Role.TEXT, FACT_PT)
        self.heading: Style = paper.style(Role.HEAD, HEADING_PT)
        self.texts: list[str] = []

    def draw(self) -> tuple[int, int]:
        """Draw everything; return how many events are told and how many folded."""
        y = self._title()
        y = self._facts(y)
        y = self._members(y)
        y = self._classes_and_incomes(y)
        bottom = HEIGHT - FOOT.zone_mm * MM - SIGN_ROOM
        told = self._story(y, bottom)
        self._signatures(bottom)
        line = f"{self.sheet.village}　{TITLE}　数据截至 {chinese(self.sheet.on)}　证件号码、电话已隐去中间几位"
        foot.draw(self.page, foot.Foot((line,), number=1, total=1), FOOT, LEFT, RIGHT)
        return told

    # -- who

    def _title(self) -> float:
        style = self.paper.style(Role.TITLE, TITLE_PT)
        y = TOP + 0.88 * TITLE_PT
        self.page.line(WIDTH / 2, y, single(TITLE, style.font), style, 0.5)
        self.page.text(LEFT, y, self.sheet.village, self.label)
        self.page.text(RIGHT, y, f"截至 {chinese(self.sheet.on)}", self.label, 1)
        y += 3.2 * MM
        self.page.rule(LEFT, y, RIGHT, y, FRAME_PT)
        return y

    def _facts(self, y: float) -> float:
        """Draw the household's name large, and its facts two in a row."""
        name = self.paper.style(Role.TITLE, 16)
        y += 7.2 * MM
        self.page.line(LEFT, y, spread_name(self.sheet.head, name.font), name)
        end = LEFT + spread_name(self.sheet.head, name.font).width * name.size / 1000
        self.page.text(end + 2 * MM, y, "户", self.value)
        self.texts.append(self.sheet.head)
        half = (RIGHT - LEFT) / 2
        step, place = 5.4 * MM, 0
        y += 6.2 * MM
        for label, value in self.sheet.facts:
            wide = self.value.width(value) > half - 25 * MM
            if place == 1 and wide:
                y, place = y + step, 0
            x = LEFT + place * half
            self.page.text(x, y, label, self.label)
            room = (RIGHT if wide else x + half) - x - 24 * MM
            self._fitted(x + 22 * MM, y, value, room, self.value)
            place = 0 if wide or place == 1 else 1
            y += step if place == 0 else 0
        return y + (step if place else 0) - 3 * MM

    def _fitted(self, x: float, y: float, text: str, room: float, style: Style) -> None:
        """Show a text on one line, smaller down to 8 pt, cut then."""
        self.texts.append(text)
        size = style.size
        while style.width(text) > room and size > 8:
            size -= 0.5
            style = self.paper.style(Role.TEXT, size)
        while style.width(text) > room and len(text) > 1:
            text = text.rstrip("…")[:-1] + "…"
        self.page.text(x, y, text, style)

    def _heading(self, y: float, x: float, words: str, note: str = "") -> float:
        """Draw a heading; return where what it heads begins."""
        y += 5.2 * MM
        self.page.text(x, y, words, self.heading)
        if note:
            self.page.text(x + self.heading.width(words) + 2 * MM, y, note, self.label)
        return y + 1.8 * MM

    def _members(self, y: float) -> float:
        members = self.sheet.members
        y = self._heading(y, LEFT, "家庭成员", f"{len(members)} 人")
        shown = members[: MOST_MEMBERS if len(members) <= MOST_MEMBERS else MOST_MEMBERS - 1]
        rows = [
            (m.name, m.relation, m.sex, m.born.isoformat() if m.born else "", "" if m.age is None else f"{m.age}",
             m.number, m.work)
            for m in shown
        ]  # fmt: skip
        if len(shown) < len(members):
            rows.append((f"另有 {len(members) - len(shown)} 人", "", "", "", "", "", ""))
        xs = _edges(MEMBERS)
        self._grid(xs, [y + i * MEMBER_ROW for i in range(len(rows) + 2)])
        head = self.paper.style(Role.HEAD, 9.5)
        for i, (title, _) in enumerate(MEMBERS):
            middle = (xs[i] + xs[i + 1]) / 2
            self.page.text(middle, y + MEMBER_ROW / 2 + 0.37 * head.size, title, head, 0.5)
        for r, row in enumerate(rows, 1):
            base = y + (r + 0.5) * MEMBER_ROW + 0.37 * 10
            for i, text in enumerate(row):
                self._fitted(xs[i] + PADDING, base, text, xs[i + 1] - xs[i] - 2 * PADDING, self._text(10))
        return y + (len(rows) + 1) * MEMBER_ROW + 1.6 * MM

    def _text(self, size: float) -> Style:
        return self.paper.style(Role.TEXT, size)

    def _grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        page = self.page
        page.box(xs[0], ys[0], xs[-1] - xs[0], ys[-1] - ys[0], FRAME_PT)
        for i, y in enumerate(ys[1:-1], 1):
            page.rule(xs[0], y, xs[-1], y, HEAD_RULE_PT if i == 1 else RULE_PT)
        for x in xs[1:-1]:
            page.rule(x, ys[0], x, ys[-1], RULE_PT)

    def _classes_and_incomes(self, y: float) -> float:
        """Draw classes at the left, incomes with their bars at the right."""
        middle = LEFT + 82 * MM
        statuses, years = self.sheet.statuses, self.sheet.years[:MOST_YEARS]
        left = self._heading(y, LEFT, "户类型") if statuses else y
        right = self._heading(y, middle, "人均纯收入", "元") if years else y
        shown = statuses[:MOST_STATUSES]
        for kind, since in shown:
            left += BAR_ROW
            base = left - 1.5 * MM
            self._fitted(LEFT, base, kind, 34 * MM, self._text(10.5))
            self._fitted(LEFT + 35 * MM, base, since, 45 * MM, self._text(9.5))
        if len(statuses) > len(shown):
            left += BAR_ROW
            self.page.text(LEFT, left - 1.5 * MM, f"另有 {len(statuses) - len(shown)} 条更早的", self.label)
        most = max((abs(fen) for _, fen in years), default=0) or 1
        number = self._text(10)
        for year, fen in years:
            right += BAR_ROW
            base = right - 1.5 * MM
            self.page.text(middle, base, f"{year}年", number)
            start, longest = middle + 15 * MM, 54 * MM
            length = max(0.3 * MM, longest * abs(fen) / most)
            bar = base - 0.37 * number.size
            if fen < 0:
                self.page.box(start, bar - 1.3 * MM, length, 2.6 * MM, RULE_PT)
            else:
                self.page.rule(start + 1.3 * MM, bar, start + max(1.3 * MM, length - 1.3 * MM), bar, 2.6 * MM)
            self.page.text(start + length + 2 * MM, base, format_yuan(fen), number)
        return max(left, right) + 0.8 * MM

    # -- what happened

    def _story(self, y: float, bottom: float) -> tuple[int, int]:
        every = sum(line.count for line in self.sheet.levels[0]) if self.sheet.levels else 0
        y = self._heading(y, LEFT, "经过", f"{every} 件，新的在前" if every else "还没有记下什么")
        if not every:
            return 0, 0
        xs = _edges(STORY)
        for lines in self.sheet.levels:
            for size in SIZES:
                rows = [self._row(line, xs, size) for line in lines]
                if y + _head_height(size) + sum(row.height for row in rows) <= bottom:
                    self._draw_story(y, xs, size, rows)
                    return every, 0
        return self._cut_story(y, bottom, xs, self.sheet.levels[-1])

    def _cut_story(self, y: float, bottom: float, xs: Sequence[float], lines: Sequence[StoryLine]) -> tuple[int, int]:
        """Draw as many of the newest lines as fit, the older ones counted in the last row."""
        size = SIZES[-1]
        rows = [self._row(line, xs, size) for line in lines]
        for many in range(len(rows) - 1, -1, -1):
            rest = self._rest(lines[many:], xs, size)
            if y + _head_height(size) + sum(row.height for row in rows[:many]) + rest.height <= bottom or many == 0:
                self._draw_story(y, xs, size, rows[:many], rest)
                folded = sum(line.count for line in lines[many:])
                return sum(line.count for line in lines[:many]), folded
        raise AssertionError("a loop down to no rows ends")

    def _row(self, line: StoryLine, xs: Sequence[float], size: float) -> _Row:
        amount = "" if line.amount_fen is None else format_yuan(line.amount_fen)
        texts = (line.when, line.kind, line.words, line.evidence, amount)
        cells = tuple(
            self._cell(text, xs[i + 1] - xs[i] - 2 * PADDING, size, most=3) for i, text in enumerate(texts)
        )
        return _Row(cells, _height(max(map(len, cells)), size))

    def _rest(self, lines: Sequence[StoryLine], xs: Sequence[float], size: float) -> _Row:
        cell = self._cell(rest_words(lines), xs[-1] - xs[0] - 2 * PADDING, size, most=6)
        return _Row((cell,), _height(len(cell), size))

    def _cell(self, text: str, room: float, size: float, most: int) -> tuple[Line, ...]:
        self.texts.append(text)
        if not text:
            return ()
        font, measure = self._text(size).font, room * 1000 / size
        if font.em(text) <= measure:
            return (Line(text, font.em(text)),)
        lines = paragraph(text, font, measure, autospace=False, justify_below=0, last_at_least=1)
        if len(lines) <= most:
            return lines
        last = lines[most - 1].text
        while last and font.em(last + "…") > measure:
            last = last[:-1]
        return (*lines[: most - 1], Line(last + "…", font.em(last + "…")))

    def _draw_story(
        self, y: float, xs: Sequence[float], size: float, rows: Sequence[_Row], rest: _Row | None = None
    ) -> None:
        style, head = self._text(size), self.paper.style(Role.HEAD, size - 0.5)
        ys = [y, y + _head_height(size)]
        for row in rows:
            ys.append(ys[-1] + row.height)
        self._grid(xs, ys)
        if rest is not None:
            top = ys[-1]
            self.page.box(xs[0], top, xs[-1] - xs[0], rest.height, FRAME_PT)
            self._lines(rest.cells[0], xs[0] + PADDING, top, rest.height, style, lambda _: 0.0)
        for i, (title, _) in enumerate(STORY):
            middle = (xs[i] + xs[i + 1]) / 2
            self.page.text(middle, y + _head_height(size) / 2 + 0.37 * head.size, title, head, 0.5)
        last = len(STORY) - 1
        for row, top in zip(rows, ys[1:], strict=False):
            for i, lines in enumerate(row.cells):
                room = xs[i + 1] - xs[i] - 2 * PADDING
                shift = _to_the_right(room, size) if i == last else (lambda _: 0.0)
                self._lines(lines, xs[i] + PADDING, top, row.height, style, shift)

    def _lines(
        self, lines: Iterable[Line], x: float, top: float, height: float, style: Style, shift: Callable[[Line], float]
    ) -> None:
        every = tuple(lines)
        step = LEADING * style.size
        base = top + height / 2 + 0.37 * style.size - step * (len(every) - 1) / 2
        for line in every:
            self.page.line(x + shift(line), base, line, style)
            base += step

    def _signatures(self, bottom: float) -> None:
        y = bottom + 8.6 * MM
        style = self._text(10.5)
        for x, words, until in (
            (LEFT, "户主（家人）核对：", LEFT + 76 * MM), (LEFT + 82 * MM, "走访人：", LEFT + 130 * MM),
        ):  # fmt: skip
            self.page.text(x, y, words, style)
            self.page.rule(x + style.width(words), y + 0.8 * MM, until, y + 0.8 * MM, RULE_PT)
        self.page.text(RIGHT, y, "年　　月　　日", style, 1)


def rest_words(lines: Sequence[StoryLine]) -> str:
    """Say what older events are counted only: 更早的 143 件（2014-03-02 至 2021-05-01）：走访 100 次，……。"""
    days = sorted(line.on for line in lines if line.on is not None)
    span = f"（{days[0].isoformat()} 至 {days[-1].isoformat()}）" if days else ""
    kinds: dict[str, tuple[int, str, int]] = {}
    for line in lines:
        count, unit, fen = kinds.get(line.kind, (0, line.unit, 0))
        kinds[line.kind] = count + line.count, unit, fen + (line.amount_fen or 0)
    parts = (
        f"{kind} {count} {unit}" + (f" {format_yuan(fen)} 元" if fen else "")
        for kind, (count, unit, fen) in kinds.items()
    )
    return f"更早的 {sum(line.count for line in lines)} 件{span}：{'，'.join(parts)}。"


def _edges(columns: Sequence[tuple[str, float]]) -> list[float]:
    """Return the left edges of columns, and the right edge of the last; widths in mm fill the measure."""
    scale = (RIGHT - LEFT) / sum(width for _, width in columns)
    xs = [LEFT]
    for _, width in columns:
        xs.append(xs[-1] + width * scale)
    return xs


def _height(lines: int, size: float) -> float:
    return max(1, lines) * LEADING * size + 2 * ABOVE_AND_BELOW


def _head_height(size: float) -> float:
    return _height(1, size) + 0.6 * MM


def _to_the_right(room: float, size: float) -> Callable[[Line], float]:
    return lambda line: room - line.width * size / 1000
