"""The income page of a handbook, from a household's year, the year before, and their lines.

Nothing is repaired: sums are those the book has, whatever the lines come to. Where a year has lines, a line it
does not have is 0.00; where it has sums only, the sub-sums of the national list are printed instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from villagebook.base.money import format_yuan
from villagebook.documents.handbook.income import COUNT

#: Source: the collection year runs from 1 October to 30 September (poverty year of 2018 work rules).
FIRST_DAY, LAST_DAY = (10, 1), (9, 30)
DAY_TO_WRITE = "　　　　年　　月　　日"
OUT_OF_POCKET = "合规自付支出"


class Line(NamedTuple):
    """One line of an income sheet, as IncomeItem keeps it."""

    item: str
    arithmetic: str
    amount_fen: int


class Year(NamedTuple):
    """A household's year: the row of HouseholdYear, its lines, the village's monitored range of that year."""

    row: Any
    lines: tuple[Line, ...]
    line_fen: int | None


class Block(NamedTuple):
    """One of the five blocks of the sheet.

    Attributes:
        number: 一 to 五.
        name: Its heading.
        sum_field: Of HouseholdYear.
        items: Item of a line -> how it is called inside the block, in the order of the sheet.
        parts: Sub-sums of the national list: (name, field of HouseholdYear).
    """

    number: str
    name: str
    sum_field: str
    items: dict[str, str]
    parts: tuple[tuple[str, str], ...] = ()


BLOCKS = (
    Block(
        "一", "工资性收入", "wage_fen",
        {"务工收入": "务工收入", "公益性岗位": "公益性岗位", "其他工资性收入": "其他"},
        (("公益性岗位", "post_wage_fen"), ("其他", "other_wage_fen")),
    ),
    Block(
        "二", "生产经营性收入", "business_fen",
        {"种植业": "种植业", "养殖业": "养殖业", "林果业": "林果业", "其他生产经营性收入": "其他"},
    ),
    Block(
        "三", "财产性收入", "property_fen",
        {"资产收益分红": "资产收益分红", "土地流转": "土地流转", "其他财产性收入": "其他"},
        (("资产收益分红", "dividend_fen"), ("其他", "other_property_fen")),
    ),
    Block(
        "四", "转移性收入", "transfer_fen",
        {name: name for name in (
            "计划生育金", "低保金", "特困供养金", "养老保险金", "生态补偿金", "耕地地力补贴", "残疾人补贴")}
        | {"其他转移性收入": "其他"},
        # assumed: awards are subsidies; the list names them without saying which sum they belong to.
        (("计划生育金", "family_planning_fen"), ("低保金", "subsistence_fen"), ("特困供养金", "destitute_fen"),
         ("养老保险金", "pension_fen"), ("生态补偿金", "ecology_fen"), ("产业奖励", "industry_award_fen"),
         ("就业奖励", "employment_award_fen"), ("其他", "other_transfer_fen")),
    ),
    Block(
        "五", "生产经营性支出", "cost_fen",
        {"种植业支出": "种植业", "养殖业支出": "养殖业", "林果业支出": "林果业", "其他生产经营性支出": "其他"},
        (("减少支出的补贴", "cost_subsidy_fen"),),
    ),
)  # fmt: skip
_KNOWN = {item for block in BLOCKS for item in block.items} | {OUT_OF_POCKET}
ELSEWHERE = Block("另", "未归类的项目", "", {})


def income_values(this: Year | None, last: Year | None, county: str) -> dict[str, object]:
    """Return the values of the income page; None for a year the book does not have."""
    values: dict[str, object] = {"from_on": DAY_TO_WRITE, "through_on": DAY_TO_WRITE}
    if this is not None:
        year = this.row.year
        values = {"from_on": dt.date(year - 1, *FIRST_DAY), "through_on": dt.date(year, *LAST_DAY)}
    values["lines"] = list(_lines(this, last))
    for name in ("total", "net", "per_capita"):
        values |= _beside(name, _amount(this, f"{name}_fen"), _amount(last, f"{name}_fen"))
    values |= _beside("population", _population(this), _population(last))
    values |= _beside("out_of_pocket", _out_of_pocket(this), _out_of_pocket(last))
    values |= _beside("line", this and this.line_fen, last and last.line_fen)
    said = [line.arithmetic for line in (this.lines if this else ()) if line.item == OUT_OF_POCKET and line.arithmetic]
    values["per_capita_arithmetic"] = _per_capita(this)
    values["out_of_pocket_words"] = "；".join(said) or None
    ranges = f"人均纯收入参考，{county}" if county else "人均纯收入参考"
    values["line_words"] = ranges if this and this.line_fen is not None else None
    return values


def _beside(name: str, this: int | None, last: int | None) -> dict[str, object]:
    return {f"{name}_this": this, f"{name}_last": last, f"{name}_change": _change(this, last)}


def _change(this: int | None, last: int | None) -> int | None:
    return None if this is None or last is None else this - last


def _amount(year: Year | None, field: str) -> int | None:
    return getattr(year.row, field) if year is not None and field else None


def _population(year: Year | None) -> int | None:
    counted = _amount(year, "population")
    return _amount(year, "current_population") if counted is None else counted


def _out_of_pocket(year: Year | None) -> int | None:
    found = _amount(year, "out_of_pocket_fen")
    amounts = [line.amount_fen for line in (year.lines if year else ()) if line.item == OUT_OF_POCKET]
    return sum(amounts) if found is None and amounts else found


def _per_capita(this: Year | None) -> str | None:
    net, people = _amount(this, "net_fen"), _population(this)
    return None if net is None or not people else f"{format_yuan(net).removesuffix('.00')}÷{people}"


def _lines(this: Year | None, last: Year | None) -> Iterator[dict[str, object]]:
    inside = {block.number: list(_inside(block, this, last)) for block in BLOCKS}
    if this is None or not this.lines:
        _leave_room(inside)
    for block in BLOCKS:
        sums = _amount(this, block.sum_field), _amount(last, block.sum_field)
        yield _row(block, block.name, None, *sums, is_sum=True)
        yield from inside[block.number]
    unknown = list(_item_rows(ELSEWHERE, this, last)) if this is not None and this.lines else []
    if unknown:
        yield _row(ELSEWHERE, ELSEWHERE.name, None, None, None, is_sum=True)
        yield from unknown


def _inside(block: Block, this: Year | None, last: Year | None) -> Iterator[dict[str, object]]:
    if this is not None and this.lines:
        yield from _item_rows(block, this, last)
        return
    for name, field in block.parts:
        amounts = _amount(this, field), _amount(last, field)
        if amounts != (None, None):
            yield _row(block, name, None, *amounts)


def _leave_room(inside: dict[str, list[dict[str, object]]]) -> None:
    """Add empty rows to blocks without lines until the page is full: the arithmetic is then written by hand."""
    empty = [block for block in BLOCKS if not inside[block.number]]
    left = COUNT - len(BLOCKS) - sum(map(len, inside.values()))
    for i in range(left if empty else 0):
        block = empty[i % len(empty)]
        inside[block.number].append(_row(block, None, None, None, None))


def _row(
    block: Block, item: str | None, arithmetic: str | None, this: int | None, last: int | None, *, is_sum: bool = False
) -> dict[str, object]:
    return {
        "block": block.number, "item": item, "arithmetic": arithmetic, "this_year": this, "last_year": last,
        "change": _change(this, last), "is_sum": is_sum,
    }  # fmt: skip


def _item_rows(block: Block, this: Year, last: Year | None) -> Iterator[dict[str, object]]:
    before = last.lines if last is not None else ()
    nothing = 0 if before else None
    for item in _items(block, this.lines, before):
        old = [line for line in before if line.item == item]
        for line, match in paired([line for line in this.lines if line.item == item], old):
            if match is not None:
                old.remove(match)
            was = nothing if match is None else match.amount_fen
            yield _row(block, block.items.get(item, item), line.arithmetic or None, line.amount_fen, was)
        for line in old:
            words = f"（上年）{line.arithmetic}" if line.arithmetic else None
            yield _row(block, block.items.get(item, item), words, 0, line.amount_fen)


def _items(block: Block, this: Sequence[Line], last: Sequence[Line]) -> list[str]:
    """Return the items of a block that either year has; those no block knows in the order met."""
    found = dict.fromkeys(line.item for line in (*this, *last))
    if block is ELSEWHERE:
        return [item for item in found if item not in _KNOWN]
    return [item for item in block.items if item in found]


_NUMBERS = re.compile(r"[\d,.]+")


def paired(lines: Sequence[Line], before: Sequence[Line]) -> list[tuple[Line, Line | None]]:
    """Return each line with last year's line of the same item about the same person or crop, if there is one."""
    free = list(before)
    matches: dict[int, Line] = {}
    for alike in (_without_numbers, _before_numbers):
        for i, line in enumerate(lines):
            match = next((old for old in free if alike(old) == alike(line)), None) if i not in matches else None
            if match is not None:
                matches[i] = match
                free.remove(match)
    left = [i for i in range(len(lines)) if i not in matches]
    if len(left) == len(free) == 1 and not (_before_numbers(lines[left[0]]) and _before_numbers(free[0])):
        matches[left[0]] = free[0]  # one of the two does not say whom it is about
    return [(line, matches.get(i)) for i, line in enumerate(lines)]


def _without_numbers(line: Line) -> str:
    return _NUMBERS.sub("", line.arithmetic)


def _before_numbers(line: Line) -> str:
    return _NUMBERS.split(line.arithmetic, maxsplit=1)[0].strip()
