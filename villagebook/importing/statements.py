"""Bank statements: from a read sheet to lines with the amount that came in and went out, and what they add up to.

Banks write the same thing in many ways: 收入 and 支出 in two columns, or 贷方 and 借方 (the bank's side: 贷 is what the
village received), or one amount with a mark or a sign; newest or oldest first; opening and closing balance above,
below or nowhere. What a heading means comes from the synonyms of BankLine; the chain of balances proves the reading,
and where it only holds the other way round the two columns are taken the other way round.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from villagebook.base.days import parse_day
from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.base.text import clean_name, fold_code, is_blank
from villagebook.importing.headings import fold_heading, is_total, paths
from villagebook.importing.sheets import Cell, Row, Sheet, Workbook, text_of
from villagebook.models import BankLine, fields_of

_SEARCHED_ROWS = 40
_SIDES = {"in_fen", "out_fen"}
_AMOUNT, _MARK, _MORE_MEMO = "amount", "mark", "more_memo"
_AMOUNTS = ("交易金额", "发生额", "金额", "交易额", "发生金额", "交易金额(元)")
_MARKS = ("借贷标志", "借贷方向", "借贷", "借/贷", "借贷标识", "收支", "收/支", "收支类型", "收支标志", "方向",
          "交易方向", "资金流向", "收付标志", "借贷别")  # fmt: skip
_MORE = {"交易日": "date", "日期": "date", "交易时间": "date", "收入": "in_fen", "支出": "out_fen", "收": "in_fen",
         "支": "out_fen", "收方": "in_fen", "付方": "out_fen", "转入": "in_fen", "转出": "out_fen", "汇入": "in_fen",
         "汇出": "out_fen", "收款": "in_fen", "付款": "out_fen", "贷方(收入)": "in_fen", "借方(支出)": "out_fen",
         "收入(贷方)": "in_fen", "支出(借方)": "out_fen", "对方": "counterpart", "对方姓名": "counterpart",
         "对方账户名称": "counterpart", "对方账户名": "counterpart", "交易对手": "counterpart",
         "收/付款方名称": "counterpart", "对方账户": "counterpart_account", "对方卡号": "counterpart_account",
         "交易说明": "memo", "交易类型": "memo", "业务摘要": "memo", "备注": "memo", "交易流水": "reference",
         "流水": "reference"}  # fmt: skip
_OUT_WORDS = re.compile(r"借|支|付|出|D|-")
_IN_WORDS = re.compile(r"贷|收|入|来|C|\+")
_OPENING = re.compile(r"(?:期初|上期|承前页|上页|起始|上日|年初)(?:账户)?余?额?")
_CLOSING = re.compile(r"(?:期末|本期末|结束|本页|当前|账户当前)(?:账户)?余额|余额合计")
_DAY = r"\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?"
_SPAN = re.compile(rf"({_DAY})\s*(?:至|到|~|～|-|—|－)+\s*({_DAY})")
_SAID = {
    "account_name": ("户名", "账户名称", "客户名称", "账户名", "单位名称"),
    "account": ("账号", "账户", "卡号", "客户账号"),
    "bank": ("开户行", "开户银行", "开户机构", "开户网点"),
}
_NOTHING = re.compile(r"[-—–/\\]*|0+(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line; ``row`` as the spreadsheet program numbers it, money in 分."""

    row: int
    date: dt.date
    in_fen: int | None
    out_fen: int | None
    balance_fen: int | None = None
    counterpart: str = ""
    counterpart_account: str = ""
    memo: str = ""
    reference: str = ""

    @property
    def amount_fen(self) -> int:
        """What it adds to the balance."""
        return (self.in_fen or 0) - (self.out_fen or 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the file has it, oldest line first.

    Attributes:
        account_tail: The last four digits of the account.
        from_on, through_on: The days it says it covers, else those of its first and last line.
        opening_fen, closing_fen: As said, else as the balances of the lines tell; None if nothing does.
        problems: What does not add up or could not be read, in words with the row.
    """

    bank: str
    account_name: str
    account_tail: str
    from_on: dt.date
    through_on: dt.date
    opening_fen: int | None
    closing_fen: int | None
    lines: tuple[StatementLine, ...]
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Above:
    """What stands around the table."""

    texts: dict[str, str] = field(default_factory=dict)
    opening: int | None = None
    closing: int | None = None
    span: tuple[dt.date, dt.date] | None = None


def read_statement(workbook: Workbook) -> Statement:
    """Read the first sheet that holds a statement.

    Raises:
        UserError: no sheet has a day and an amount, or no line could be read.
    """
    for sheet in workbook.sheets:
        for top in range(min(_SEARCHED_ROWS, len(sheet.rows))):
            one, two = _columns(sheet, top, 1), _columns(sheet, top, 2)
            if "date" not in one:
                continue
            depth = 1 if _SIDES & one.keys() or not _SIDES & two.keys() else 2
            columns = one if depth == 1 else two
            if _SIDES & columns.keys() or _AMOUNT in columns:
                return _statement(sheet, top, depth, columns)
    raise UserError(
        "bank.not_a_statement", f"“{workbook.file_name}”里没有找到银行流水",
        "表头要有交易日期，和收入、支出两栏（或借方、贷方，或金额）；请用网银导出的明细表")  # fmt: skip


@cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for info in fields_of(BankLine):
        if info.name in ("date", "in_fen", "out_fen", "balance_fen", "counterpart", "counterpart_account", "memo",
                         "reference"):  # fmt: skip
            for word in (info.label, *info.synonyms):
                found.setdefault(fold_heading(word), info.name)
    for word, name in _MORE.items():
        found.setdefault(fold_heading(word), name)
    found |= {fold_heading(word): _AMOUNT for word in _AMOUNTS}
    found |= {fold_heading(word): _MARK for word in _MARKS}
    return found


def _columns(sheet: Sheet, top: int, depth: int) -> dict[str, int]:
    """Return what -> column; the first column that means it."""
    if top + depth > len(sheet.rows):
        return {}
    found: dict[str, int] = {}
    for index, path in enumerate(paths(sheet, top, depth)):
        folded = [fold_heading(part) for part in path]
        name = next((_known()[word] for word in ("/".join(folded), "".join(folded), *reversed(folded))
                     if word in _known()), None)  # fmt: skip
        if name == "memo" and name in found:
            name = _MORE_MEMO
        if name is not None:
            found.setdefault(name, index)
    return found


def _statement(sheet: Sheet, top: int, depth: int, columns: Mapping[str, int]) -> Statement:
    above = _around(sheet, (*range(top), *range(top + depth, len(sheet.rows))), columns, top)
    lines, problems = _lines(sheet, top + depth, columns)
    if not lines:
        raise UserError("bank.no_lines", f"“{sheet.name}”里没有一行能读的流水", "请看交易日期和金额两栏")
    lines = _oldest_first(lines)
    if _AMOUNT not in columns:
        lines = _right_way_round(lines)
    elif _MARK not in columns:
        lines = _signs_from_balances(lines, above.opening)
    chained = lines[0].balance_fen
    opening = above.opening
    if opening is None and chained is not None:
        opening = chained - lines[0].amount_fen
    closing = above.closing if above.closing is not None else lines[-1].balance_fen
    if closing is None and opening is not None:
        closing = opening + sum(line.amount_fen for line in lines)
    first, last = above.span or (lines[0].date, lines[-1].date)
    account = re.sub(r"\D", "", above.texts.get("account", ""))
    return Statement(
        above.texts.get("bank", ""), above.texts.get("account_name", ""), account[-4:],
        min(first, lines[0].date), max(last, lines[-1].date), opening, closing, tuple(lines),
        (*problems, *_broken(lines, opening, closing)),
    )  # fmt: skip


def _lines(sheet: Sheet, start: int, columns: Mapping[str, int]) -> tuple[list[StatementLine], list[str]]:
    lines, problems = [], []
    for position in range(start, len(sheet.rows)):
        row = sheet.rows[position]
        if all(is_blank(cell) for cell in row) or is_total(row) or _repeats(row, columns):
            continue
        number = sheet.number(position)
        day = _day(_at(row, columns["date"]))
        if day is None:
            filled = any(_money(_at(row, columns.get(name))) for name in ("in_fen", "out_fen", _AMOUNT))
            if filled and not _OPENING.search(_words(row)) and not _CLOSING.search(_words(row)):
                problems.append(f"第 {number} 行没有读懂交易日期，没有收进来")
            continue
        try:
            money = {name: _fen(_at(row, columns.get(name))) for name in ("in_fen", "out_fen", "balance_fen")}
            money |= _marked(row, columns) if _AMOUNT in columns else {}
        except ValueError as error:
            problems.append(f"第 {number} 行的金额读不懂（{error}），没有收进来")
            continue
        texts = {name: clean_name(text_of(_at(row, columns.get(name))))
                 for name in ("counterpart", "counterpart_account", "memo", "reference")}  # fmt: skip
        more = clean_name(text_of(_at(row, columns.get(_MORE_MEMO))))
        if more and more not in texts["memo"]:
            texts["memo"] = f"{texts['memo']} {more}".strip()
        if not money["in_fen"] and not money["out_fen"]:
            if not _OPENING.search(_words(row)):
                problems.append(f"第 {number} 行没有金额，没有收进来")
            continue
        lines.append(StatementLine(number, day, money["in_fen"], money["out_fen"], money["balance_fen"], **texts))
    return lines, problems


def _at(row: Row, index: int | None) -> Cell:
    return row[index] if index is not None and index < len(row) else None


def _words(row: Row) -> str:
    return "".join(fold_code(text_of(cell)) for cell in row if isinstance(cell, str))


def _repeats(row: Row, columns: Mapping[str, int]) -> bool:
    """Whether a row is the heading once more, as on every page of a printed statement."""
    date = _at(row, columns["date"])
    return isinstance(date, str) and _known().get(fold_heading(date)) == "date"


def _day(cell: Cell) -> dt.date | None:
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        text = fold_code(cell) if " " not in cell.strip() else cell.strip().split()[0]
        for candidate in (text, text[:10], text[:8]):
            try:
                return parse_day(candidate)
            except ValueError:
                continue
        return None
    try:
        return parse_day(cell)
    except ValueError:
        return None


def _fen(cell: Cell) -> int | None:
    """Return an amount in 分; None for an empty cell, a stroke, or zero in a column of movements.

    Raises:
        ValueError: it is no amount.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        text = fold_code(cell).lstrip("¥￥").removesuffix("元")
        if _NOTHING.fullmatch(text):
            return 0 if "0" in text else None
        return parse_yuan(text)
    return parse_yuan(cell)


def _money(cell: Cell) -> int | None:
    try:
        return _fen(cell)
    except ValueError:
        return None


def _marked(row: Row, columns: Mapping[str, int]) -> dict[str, int | None]:
    """Return the two sides of one amount: by the mark beside it, else by its sign."""
    amount = _fen(_at(row, columns[_AMOUNT]))
    if amount is None:
        return {"in_fen": None, "out_fen": None}
    mark = fold_code(text_of(_at(row, columns.get(_MARK)))).upper()
    if mark and _OUT_WORDS.search(mark) and not _IN_WORDS.search(mark):
        return {"in_fen": None, "out_fen": abs(amount)}
    if mark and _IN_WORDS.search(mark) and not _OUT_WORDS.search(mark):
        return {"in_fen": abs(amount), "out_fen": None}
    return {"in_fen": amount, "out_fen": None} if amount >= 0 else {"in_fen": None, "out_fen": -amount}


def _oldest_first(lines: Sequence[StatementLine]) -> list[StatementLine]:
    """Turn a statement that begins with the newest line; the order within a day is kept by the chain of balances."""
    if lines[0].date > lines[-1].date:
        return list(reversed(lines))
    if lines[0].date == lines[-1].date and _held(list(reversed(lines))) > _held(lines):
        return list(reversed(lines))
    return sorted(lines, key=lambda line: line.date)


def _held(lines: Sequence[StatementLine]) -> int:
    """How many steps of the chain of balances hold."""
    pairs = pairwise(lines)
    return sum(
        after.balance_fen == before.balance_fen + after.amount_fen
        for before, after in pairs if before.balance_fen is not None and after.balance_fen is not None)  # fmt: skip


def _right_way_round(lines: list[StatementLine]) -> list[StatementLine]:
    other = [replace(line, in_fen=line.out_fen, out_fen=line.in_fen) for line in lines]
    return other if _held(other) > _held(lines) else lines


def _signs_from_balances(lines: list[StatementLine], opening: int | None) -> list[StatementLine]:
    """Of amounts without mark and sign, the balance tells which way they went."""
    if any(line.out_fen for line in lines):
        return lines
    found, before = [], opening
    for line in lines:
        if before is not None and line.balance_fen is not None and before - (line.in_fen or 0) == line.balance_fen:
            line = replace(line, in_fen=None, out_fen=line.in_fen)
        found.append(line)
        before = line.balance_fen
    return found


def _around(sheet: Sheet, positions: Sequence[int], columns: Mapping[str, int], top: int) -> _Above:
    """Read what is said above the table, and opening and closing balance wherever they stand."""
    above = _Above()
    for position in positions:
        row = sheet.rows[position]
        is_line = position > top and _day(_at(row, columns.get("date"))) is not None
        for label, value in _pairs(row, columns if position > top else {}):
            if not is_line and above.opening is None and _OPENING.match(label):
                above.opening = _money(value)
            elif not is_line and _CLOSING.match(label):
                above.closing = _money(value) if _money(value) is not None else above.closing
            if position < top:
                for name, words in _SAID.items():
                    if name not in above.texts and label in words:
                        above.texts[name] = clean_name(text_of(value))
        span = _SPAN.search(" ".join(text_of(cell) for cell in row)) if position < top else None
        if span and above.span is None:
            first, last = _day(span[1]), _day(span[2])
            above.span = (first, last) if first and last else None
    return above


def _pairs(row: Row, columns: Mapping[str, int]) -> Iterator[tuple[str, Cell]]:
    """Yield (label, value): 户名：某村, or the label in one cell and the value in a later one (its balance column)."""
    for index, cell in enumerate(row):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        label, colon, rest = cell.strip().replace("：", ":").partition(":")
        if colon and rest.strip():
            # Several in one cell: 户名:某村 账号:123
            for part in re.split(r"\s{1,}(?=\S+[:：])", cell.strip().replace("：", ":")):
                name, _, value = part.partition(":")
                yield fold_heading(name), value.strip()
            continue
        balance = _at(row, columns.get("balance_fen"))
        later = next((one for one in row[index + 1 :] if not is_blank(one)), None)
        yield fold_heading(label), balance if not is_blank(balance) else later


def _broken(lines: Sequence[StatementLine], opening: int | None, closing: int | None) -> Iterator[str]:
    """Yield where balances and lines disagree."""
    before = opening
    for line in lines:
        if before is not None and line.balance_fen is not None and before + line.amount_fen != line.balance_fen:
            due, said = format_yuan(before + line.amount_fen), format_yuan(line.balance_fen)
            yield f"第 {line.row} 行：上一余额 {format_yuan(before)} 元加减本行应为 {due} 元，表上是 {said} 元"
        known = line.balance_fen
        before = known if known is not None else None if before is None else before + line.amount_fen
    if opening is not None and closing is not None:
        made = opening + sum(line.amount_fen for line in lines)
        if made != closing:
            yield f"期初余额加减各行是 {format_yuan(made)} 元，期末余额是 {format_yuan(closing)} 元"


__all__ = ["Statement", "StatementLine", "read_statement"]
