"""Named fakes for the window: an invented village, sources over it, verbs. No person, place or amount is real."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Group, Key, Share
from villagebook.ui.verbs import BookState, Found, Verbs
from villagebook.ui.widgets.navigation import Badge

MONITORED, POOR = Chip("监测", "due", "radar"), Chip("脱贫")
LOW, DESTITUTE = Chip("低保", "info"), Chip("特困", "info")


@dataclass(frozen=True)
class FakeChanged:
    """What a fake change returns."""

    families: frozenset[str] = frozenset({"household"})
    seq: int | None = 1
    heading: str = "改联系电话 蓝丽建"


@dataclass
class FakeBook:
    """Rows by key, and who asked for what from which thread.

    Attributes:
        households: key -> mapping as a services function would give it.
        calls: (what, thread name) in the order in which they ran.
    """

    households: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    undone: int = 0

    def note(self, what: str) -> None:
        """Remember a call and its thread."""
        self.calls.append((what, threading.current_thread().name))


NAMES = (
    ("许玉美", 1, 2, (MONITORED, POOR), 1110000, 2), ("张建军", 1, 5, (POOR,), 1195000, 0),
    ("何勇义", 1, 5, (POOR,), 1195200, 0), ("卢阿玉", 2, 4, (POOR, LOW), 1430000, 0),
    ("郑国强", 2, 4, (POOR,), 1190000, 1), ("雷英兰", 2, 6, (POOR,), 1020000, 0),
    ("钟柏芳", 3, 6, (POOR,), 1870000, 0), ("钟文福", 3, 5, (MONITORED, POOR), 1248000, 2),
    ("蓝丽建", 3, 5, (MONITORED, POOR), 1090000, 1), ("杨玉珠", 3, 3, (POOR,), 1152667, 0),
    ("蔡金水", 4, 3, (POOR,), 1324000, 0), ("许芳", 4, 2, (POOR, LOW), 986000, 0),
    ("陈水建", 4, 2, (LOW,), 842000, 1), ("许文清", 5, 2, (POOR,), 1207500, 0),
    ("杨龙", 5, 1, (DESTITUTE,), 936000, 0), ("蓝松芳", 5, 2, (POOR,), 1081500, 0),
    ("李宝和", 6, 5, (POOR,), 1568000, 0), ("杨来清", 6, 2, (MONITORED,), 898000, 1),
    ("谢义金", 6, 1, (MONITORED, LOW), 874000, 0),
)  # fmt: skip
HELPERS = ("陈志明", "林秋月", "黄国平")


def a_book() -> FakeBook:
    """Return the invented village."""
    book = FakeBook()
    for place, (head, group, members, chips, income, findings) in enumerate(NAMES, 1):
        book.households[f"h{place}"] = {
            "code": f"35069910120300{place:02d}",
            "head": head,
            "group": group,
            "members": members,
            "kinds": chips,
            "per_capita": income,
            "helper": HELPERS[(place - 1) % 3],
            "visited": date(2025, 10, (12, 18, 22, 27)[place % 4]),
            "findings": findings,
        }
    return book


HOUSEHOLD_COLUMNS = (
    Column("head", "户主", "name", width=62),
    Column("code", "户编号", "code", width=150, rank=5),
    Column("group", "组", "int", width=48),
    Column("members", "人口", "int", width=54),
    Column("kinds", "类别", "chips", width=120),
    Column("per_capita", "人均纯收入", "money", width=102),
    Column("helper", "帮扶责任人", width=92, rank=4),
    Column("visited", "最近走访", "date", rank=3),
    Column("findings", "提示", "findings", width=52, rank=1),
    Column("phone", "联系电话", "secret", optional=True),
)


class HouseholdsSource:
    """Households of a FakeBook."""

    columns = HOUSEHOLD_COLUMNS

    def ids(self, book: FakeBook, sort: str | None, descending: bool, filter: Any) -> Sequence[Key]:
        book.note(f"ids {sort} {descending} {filter}")
        keys = [k for k, row in book.households.items() if not filter or filter in row["head"]]
        if sort:
            keys.sort(key=lambda key: book.households[key][sort], reverse=descending)
        return keys

    def rows(self, book: FakeBook, keys: Sequence[Key]) -> Sequence[dict[str, Any]]:
        book.note(f"rows {len(keys)}")
        return [book.households[str(key)] for key in keys]

    def totals(self, book: FakeBook, filter: Any) -> dict[str, Any]:
        return {"label": "386 户", "members": 1427}


class ManyRows:
    """As many rows as wanted, made when they are asked for; counts how many were."""

    columns = (Column("name", "姓名", "name"), Column("number", "序号", "int"), Column("amount", "金额", "money"))

    def __init__(self, count: int) -> None:
        self.count = count
        self.served = 0
        self.asked: list[tuple[str | None, bool, Any]] = []

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key]:
        self.asked.append((sort, descending, filter))
        return range(self.count - 1, -1, -1) if descending else range(self.count)

    def rows(self, book: Any, keys: Sequence[Any]) -> Sequence[dict[str, Any]]:
        self.served += len(keys)
        return [{"name": f"户{key}", "number": key, "amount": key * 100} for key in keys]

    def totals(self, book: Any, filter: Any) -> dict[str, Any]:
        return {"label": f"{self.count:,} 户"}


DRAFT = Chip("草稿", "mute", "pencil", dashed=True)
POSTED = Chip("已入账", "mute", "lock")
REVERSAL = Chip("冲销", "late", "undo-2")
REVERSED = Chip("已冲销", "mute", "ban")

FUNDS: tuple[tuple[Any, ...], ...] = (
    Group("2025-11", "2025年11月", "草稿 2 笔，入账前可以改"),
    (DRAFT, date(2025, 11, 5), "", "危房改造补助 第 2 批付款", "中央衔接资金", None, 4452000, "缺"),
    (DRAFT, date(2025, 11, 4), "", "主干道拓宽工程 第 3 次付款", "省级衔接资金", None, 6430000, 2),
    Group("2025-10", "2025年10月", "10 笔，未结账", aside="银行对账单 10-31 余额相符"),
    (POSTED, date(2025, 10, 31), "记-0148", "雨露计划职业教育补助 到账", "中央衔接资金", 2140000, None, 1),
    (POSTED, date(2025, 10, 31), "记-0147", "雨露计划职业教育补助 到账", "县级配套", 560000, None, 1),
    (REVERSAL, date(2025, 10, 30), "记-0146", "冲销 记-0139：收款单位填错", "县级配套", None, -1929000, 1),
    (POSTED, date(2025, 10, 30), "记-0145", "主干道拓宽工程 监理费", "县级配套", None, 1929000, 3),
    (POSTED, date(2025, 10, 28), "记-0144", "火龙果采摘园 第 2 次付款", "中央衔接资金", None, 17848000, 4),
    (POSTED, date(2025, 10, 28), "记-0143", "火龙果采摘园 第 2 次付款", "省级衔接资金", None, 3432000, 4),
    (POSTED, date(2025, 10, 28), "记-0142", "火龙果采摘园 第 2 次付款", "县级配套", None, 1600000, 4),
    (POSTED, date(2025, 10, 24), "记-0141", "蜜柚种植到户补助 到账", "中央衔接资金", 4550000, None, 1),
    (POSTED, date(2025, 10, 24), "记-0140", "蜜柚种植到户补助 到账", "省级衔接资金", 1840000, None, 1),
    (REVERSED, date(2025, 10, 22), "记-0139", "主干道拓宽工程 监理费", "县级配套", None, 1929000, 3),
    Group("2025-09", "2025年9月", "21 笔，2025-10-08 结账，不能再改", icon="lock", folded=True),
)  # fmt: skip

FUND_STATES = {"冲销": "reversal", "已冲销": "reversed", "草稿": "draft"}


class FundsSource:
    """Fund entries under their months."""

    columns = (
        Column("state", "状态", "state", width=92),
        Column("date", "日期", "date", width=98),
        Column("voucher", "凭证号", "text", width=78),
        Column("what", "项目和摘要", "text", width=215, stretch=1),
        Column("source", "资金来源", "text", width=114, rank=1),
        Column("income", "收入", "money", unit="元", width=108),
        Column("spent", "支出", "money", unit="元", width=112),
        Column("papers", "附件", "papers", width=54),
    )

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        keys: list[Any] = [entry if isinstance(entry, Group) else place for place, entry in enumerate(FUNDS)]
        return [*keys, 90, 91]

    def rows(self, book: Any, keys: Sequence[Any]) -> Sequence[dict[str, Any]]:
        return [self._row(FUNDS[key]) if key < 90 else self._row(FUNDS[4]) for key in keys]

    def _row(self, entry: tuple[Any, ...]) -> dict[str, Any]:
        names = ("state", "date", "voucher", "what", "source", "income", "spent", "papers")
        row = dict(zip(names, entry, strict=True))
        row[ROW_STATE] = FUND_STATES.get(row["state"].text, "")
        if row["papers"] == "缺":
            row["papers"] = Cell("缺", tone="due", icon="triangle-alert")
        return row

    def totals(self, book: Any, filter: Any) -> dict[str, Any]:
        return {"label": "已入账 10 笔，草稿不计", "income": 9090000, "spent": 24809000}


PROJECTS = (
    ("主干道拓宽工程", "QX2025-01", "公益设施", "实施中", "construction", 128600000, 25720000, 11, 21, 1),
    ("自然村水泥路工程", "QX2025-02", "公益设施", "已验收", "clipboard-check", 120000000, 12000000, 17, 21, 0),
    ("火龙果采摘园", "QX2025-06", "集体实施", "报账中", "receipt-text", 57200000, 5720000, 14, 19, 1),
    ("村级光伏电站", "QX2025-04", "集体实施", "已验收", "clipboard-check", 54000000, 5400000, 18, 20, 1),
    ("肉牛养殖合作社入股", "QX2025-05", "集体实施", "已归档", "circle-check", 49500000, 0, 19, 19, 0),
    ("安全饮水管网改造", "QX2025-11", "公益设施", "已下达", "file-input", 33800000, 0, 6, 20, 0),
    ("村部修缮和环境整治", "QX2025-03", "公益设施", "已归档", "circle-check", 27000000, 0, 21, 21, 0),
    ("危房改造补助", "QX2025-10", "分户实施", "实施中", "construction", 18550000, 11130000, 12, 18, 0),
    ("村庄公共照明设施", "QX2025-12", "公益设施", "已入库", "archive-restore", 12960000, 0, 4, 20, 0),
    ("蜜柚种植到户补助", "QX2025-07", "分户实施", "已验收", "clipboard-check", 7680000, 7680000, 13, 17, 0),
    ("雨露计划职业教育补助", "QX2025-09", "分户实施", "实施中", "construction", 2700000, 2700000, 8, 14, 0),
    ("庭院养鸡到户补助", "QX2025-08", "分户实施", "已归档", "circle-check", 1348000, 0, 17, 17, 0),
)  # fmt: skip


class ProjectsSource:
    """Projects in rows of two lines."""

    columns = (
        Column("name", "项目名称", "name", width=168, stretch=1),
        Column("state", "进度", "state", width=92),
        Column("planned", "计划", "money", unit="元", width=112),
        Column("balance", "余额", "money", unit="元", width=108, rank=2),
        Column("papers", "档案", "progress", width=124, rank=1),
    )

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key]:
        return range(len(PROJECTS))

    def rows(self, book: Any, keys: Sequence[Any]) -> Sequence[dict[str, Any]]:
        return [self._row(*PROJECTS[key]) for key in keys]

    def _row(self, name: str, code: str, mode: str, state: str, icon: str, *rest: int) -> dict[str, Any]:
        planned, balance, done, total, due = rest
        tone = "ok" if state == "已归档" else "mute"
        return {
            "name": Cell(name, second=f"{code}\u2003{mode}"),
            "state": Chip(state, tone, icon),
            "planned": planned,
            "balance": balance,
            "papers": Share(done, total, "due" if due else ""),
        }

    def totals(self, book: Any, filter: Any) -> dict[str, Any]:
        return {"label": "12 个项目", "planned": 513338000, "balance": 70350000}


def state(book: FakeBook) -> BookState:
    """What the frame shows of the fake book."""
    return BookState(
        village="清溪村",
        place="云岭镇·2025年",
        undo="改联系电话 蓝丽建",
        redo="",
        saved_at=datetime(2025, 11, 5, 14, 26),
        backup="备份正常：昨天 18:02",
        badges={"today": Badge(4, "late"), "notices": Badge(1, "late"), "checks": Badge(11, "due")},
    )


HITS = (
    Found("农户", "users", "钟文福", "households", "h8", note="3组 下厝，5 人，监测：风险未消除", aside="尾号 0008"),
    Found("农户", "users", "张伟发", "households", "h2", note="5组，3 人", aside="尾号 0112"),
    Found("人", "user", "钟文福", "households", "h8", note="户主，58 岁", aside="3组"),
    Found("人", "user", "周文芳", "households", "h11", note="蔡金水的儿媳，34 岁", aside="4组"),
    Found("人", "user", "郑玮枫", "households", "h5", note="郑国强的儿子，2025-09 到漳州务工", aside="2组"),
    Found(
        "走访",
        "footprints",
        "钟文福",
        "households",
        "h8",
        lead="走访",
        note="了解复查情况，照片 2 张",
        aside="2025-10-27",
    ),
    Found(
        "可以做的事",
        "printer",
        "钟文福",
        "households",
        "h8",
        "print",
        "打印帮扶手册：",
        "14 页，其中 4 页有改动",
        "Ctrl+P",
    ),
    Found(
        "可以做的事", "footprints", "钟文福", "households", "h8", "visit", "记走访：", "11月走访 11-10 到期", "Ctrl+M"
    ),
)


def search(book: FakeBook, text: str) -> Sequence[Found]:
    """Find in the fake book."""
    book.note(f"search {text}")
    return HITS if text == "zwf" else ()


def undo(book: FakeBook, progress: Any) -> FakeChanged:
    """Undo in the fake book."""
    book.undone += 1
    return FakeChanged(heading="已撤销：改联系电话 蓝丽建")


def verbs() -> Verbs:
    """What the frame asks of the fake services."""
    return Verbs(state=state, search=search, undo=undo)
