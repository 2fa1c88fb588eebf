"""Pages over the fakes, as page builders would write them: households, projects, funds, today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.ui.fakes import FakeChanged, FundsSource, HouseholdsSource, ProjectsSource
from villagebook.base.registry import Registry
from villagebook.ui.models.columns import ROW_STATE, Chip, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import PageInfo
from villagebook.ui.pages.coming import ComingPage
from villagebook.ui.scale import Grid, HBox, VBox
from villagebook.ui.widgets.bars import Bar, BarChart, Part, SegmentBar, StackedBar
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.form import Fact, FactList, Form, SectionHeading
from villagebook.ui.widgets.labels import Figure, IconLabel, MessageLine, Rule, Text
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel, scrolling
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import Stage, StageStrip
from villagebook.ui.widgets.table_pane import TablePane
from villagebook.ui.widgets.tabs import Tab
from villagebook.ui.widgets.tasks import TaskItem, TaskRow
from villagebook.ui.widgets.timeline import Event, Timeline


def _nothing() -> None:
    return None


HOUSEHOLD_FIELDS = (
    FieldSpec("head", "户主", "choice", choices=plain_choices(("钟文福", "雷桂英", "钟志强"))),
    FieldSpec("group", "村民小组", "choice", choices=plain_choices(("1组", "2组", "3组 下厝"))),
    FieldSpec("phone", "联系电话", "secret"),
    FieldSpec("type", "户类型", "choice", choices=plain_choices(("一般农户", "脱贫户", "监测户"))),
    FieldSpec(
        "monitored", "监测类别", "choice", choices=plain_choices(("脱贫不稳定户", "边缘易致贫户", "突发严重困难户"))
    ),
    FieldSpec("identified", "识别日期", "date"),
    FieldSpec("risk", "主要风险", "choice", choices=plain_choices(("因病", "因学", "因灾"))),
    FieldSpec("medical", "自付医疗费", "money", unit="元"),
    FieldSpec("house", "住房结构", "choice", choices=plain_choices(("砖混", "砖木", "土木"))),
    FieldSpec("area", "住房面积", "quantity", unit="平方米"),
    FieldSpec("water", "饮水", "choice", choices=plain_choices(("集中供水，达标", "自备水"))),
    FieldSpec("road", "入户路", "choice", choices=plain_choices(("水泥路", "土路"))),
)

MEMBER_COLUMNS = (
    Column("name", "姓名", "name", width=62),
    Column("relation", "关系", width=62),
    Column("born", "出生日期", "date", width=92),
    Column("id_number", "证件号码", "secret", width=136, stretch=1),
    Column("health", "健康", "secret", width=48, rank=1),
    Column("work", "劳动技能", width=88, rank=2),
)

MEMBERS = tuple(
    {"name": n, "relation": r, "born": b, "id_number": i, "health": "****", "work": w}
    for n, r, b, i, w in (
        ("钟文福", "户主", date(1967, 3, 14), "3506******1217", "弱劳动力"),
        ("雷桂英", "配偶", date(1969, 8, 2), "3506******4026", "普通劳动力"),
        ("钟志强", "之子", date(1992, 11, 20), "3506******2013", "技能劳动力"),
        ("蓝秀珍", "之儿媳", date(1994, 5, 9), "3506******3049", "普通劳动力"),
        ("钟子轩", "之孙子", date(2017, 6, 30), "3506******1015", "无劳动力"),
    )
)

INCOME_COLUMNS = (
    Column("item", "收入", unit="元", stretch=1, width=150),
    Column("before", "2024年", "money", width=100),
    Column("now", "2025年", "money", width=100),
    Column("more", "增减", "money", width=90, rank=1),
)

INCOME = (
    {"item": "工资性收入", "before": 4012000, "now": 4260000, "more": 248000},
    {"item": "生产经营性收入", "before": 1790000, "now": 1845000, "more": 55000},
    {"item": "财产性收入", "before": 160000, "now": 196000, "more": 36000},
    {"item": "转移性收入", "before": 656000, "now": 674000, "more": 18000},
    {"item": "减：生产经营性支出", "before": -700000, "now": -735000, "more": -35000},
    {"item": "纯收入", "before": 5918000, "now": 6240000, "more": 322000, ROW_STATE: "sum"},
)

EVENTS = (
    Event("2025-10-27 陈志明", "走访：了解复查情况", "照片 2 张", "footprints", key="v1"),
    Event("2025-10-12", "手册印 14 页", "户主已签字", "file-check", "ok"),
    Event("2025-09-30", "临时救助 3,000.00 元", "记-0121，签领单已存", "hand-coins"),
    Event("2025-08-06", "监测对象公告", "清溪公示〔2025〕11号", "megaphone", "accent", key="n11"),
    Event("2025-07-18", "纳入监测：突发严重困难户", "风险：因病；评议会 2025-07-08", "radar", "due"),
    Event("2025-07-09 至 07-13", "监测对象识别公示 5 天", "无异议", "megaphone", "accent"),
    Event("2024-12-20", "2024年人均 11,836.00 元", icon="calculator"),
    Event("2024-03-11", "钟子轩入学，改在校生状况", icon="users"),
)


class HouseholdsPage(Page):
    """农户."""

    families = frozenset({"household", "person"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = TablePane(HouseholdsSource(), self.runner, name="农户列表", no_hits="没有符合的农户")
        self.list.model.sorted_by = "group"
        self.list.model.filtered = frozenset({"kinds"})
        tools = self.list.tools
        tools.add(Button("全部农户", "bookmark", on_click=_nothing))
        tools.add(Button("筛选", "list-filter", "tool", shrink=3, on_click=_nothing))
        tools.add(self.list.columns_button(shrink=2))
        tools.add(Button("导出", "download", "tool", tip="导出", shrink=1, on_click=_nothing))
        tools.add_right(Button("新增农户", "plus", "primary", keys=NEW, on_click=_nothing))
        self.list.table.current_changed.connect(self._show)
        self._make_record()
        self.panes = Panes(self.list, self.record, self.list.table, list_name="农户列表", unit="户")
        VBox(self).addWidget(self.panes)

    def _make_record(self) -> None:
        side = Body((14, 11, 12, 6), spacing=5)
        self.timeline = Timeline(EVENTS)
        side.section("经过", "", Button("全部 41 条", kind="quiet", small=True), self.timeline)
        self.record = RecordPanel("农户", side=side)
        self.record.add_action(Button("打印手册", "printer", on_click=_nothing))
        self.record.add_more()
        body = Body()
        self.form = Form(HOUSEHOLD_FIELDS, self.context.today)
        self.form.edited.connect(self._edited)
        self.form.reveal_asked.connect(lambda name: self.form[name].reveal("1390000012"))
        body.section("基本情况", "", None, self.form)
        members = SmallTable(MEMBER_COLUMNS, MEMBERS, name="家庭成员")
        add = Button("加成员", "plus", "quiet", small=True)
        body.section("家庭成员", "5 人，在家 3 人", add, members)
        income = SmallTable(INCOME_COLUMNS, INCOME, name="收入", row_height=28)
        sheet = Button("打印测算单", "printer", "quiet", small=True)
        body.section("收入", "2025年（2024-10-01 至 2025-09-30）", sheet, income)
        counts = (
            ("成员", "5"),
            ("收入", ""),
            ("三保障", ""),
            ("帮扶", "6"),
            ("走访", "8"),
            ("文件", "14"),
            ("改动", "27"),
        )
        self.record.add_tab(Tab("basic", "基本"), body)
        for name, count in counts:
            self.record.add_tab(Tab(name, name, count), Body())

    def refresh(self) -> None:
        self.list.reload()
        self.head("386 户，1,427 人", "386 户")

    def show_record(self, key: Key) -> None:
        self.list.table.go_to(key)
        self.panes.show_record()

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "新增农户", _nothing),
            Command(FILTER, "筛选", _nothing),
            Command(PRINT, "打印手册", _nothing),
            Command(EXPORT, "导出", _nothing),
        )

    def _show(self, key: Key) -> None:
        self.runner.read(lambda book: book.households[key], self._shown, key="households.record")
        self.context.select("已选 1 户，5 人")

    def _shown(self, row: dict[str, Any]) -> None:
        chips = (Chip("监测：风险未消除", "due", "radar"), Chip("脱贫户"))
        second = (f"户编号 {row['code']}", "清溪村 3组 下厝18号", "帮扶责任人 陈志明")
        self.record.set_title(row["head"], chips, second)
        self.form.set_values(
            {"head": row["head"], "group": "3组 下厝", "phone": "139****012", "type": "脱贫户",
             "monitored": "突发严重困难户", "identified": date(2025, 7, 18), "risk": "因病", "medical": None,
             "house": "砖混", "area": 126, "water": "集中供水，达标", "road": "水泥路"}
        )  # fmt: skip
        self.form.set_findings(
            {
                "phone": ("手机号应为 11 位，现在只有 10 位", "warning"),
                "medical": ("风险是“因病”，这里要填金额", "warning"),
            }
        )

    def _edited(self, name: str, value: object) -> None:
        key = self.list.table.current_key()

        def write(book: Any, progress: Any) -> FakeChanged:
            book.note(f"write {name}")
            book.households[key][name] = value
            return FakeChanged(heading=f"改{self.form[name].spec.label}")

        self.runner.change(write)


BALANCE_COLUMNS = (
    Column("source", "资金来源", width=120, stretch=1),
    Column("received", "到账", "money", width=112),
    Column("balance", "余额", "money", width=106),
)
BALANCES = (
    {"source": "中央衔接资金", "received": 247644000, "balance": 44038000},
    {"source": "省级衔接资金", "received": 66200000, "balance": 12110000},
    {"source": "市级资金", "received": 9210000, "balance": 907000},
    {"source": "县级配套", "received": 77874000, "balance": 12957000},
    {"source": "社会捐赠", "received": 14210000, "balance": 338000},
    {"source": "合计", "received": 415138000, "balance": 70350000, ROW_STATE: "sum"},
)


class FundsPage(Page):
    """资金."""

    families = frozenset({"fund_entry"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = TablePane(FundsSource(), self.runner, name="资金流水")
        self.list.model.sorted_by, self.list.model.descending = "date", True
        tools = self.list.tools
        tools.add(Button("2025年流水", "bookmark"))
        tools.add(Button("筛选", "list-filter", "tool", shrink=4))
        tools.add(self.list.columns_button(shrink=3))
        tools.add(Button("导出", "download", "tool", shrink=1))
        tools.add(Button("打印", "printer", "tool", shrink=2))
        tools.add_right(Button("入账 2 笔", "lock"))
        tools.add_right(Button("记一笔", "plus", "primary"))
        body = Body((16, 10, 12, 16))
        body.section(
            "余额", "元，余额 = 到账 − 付款", None, SmallTable(BALANCE_COLUMNS, BALANCES, name="余额", row_height=32)
        )
        facts = (
            Fact("冲的是", "记-0139（2025-10-22）", go=_nothing),
            Fact("金额", "−19,290.00 元", "late"),
            Fact("原因", "收款单位填错，应为“云岭监理所”"),
            Fact("更正为", "记-0145", go=_nothing),
            Fact("经手", "陈志明，2025-10-30 16:08"),
        )
        body.section("记-0146", "", Button("打印凭证", "printer", "quiet", small=True), FactList(facts))
        record = RecordPanel("凭证")
        record.set_body(body)
        self.panes = Panes(
            self.list, record, self.list.table, list_name="流水", unit="笔", list_width=871, record_width=363
        )
        VBox(self).addWidget(self.panes)

    def refresh(self) -> None:
        self.list.reload()
        self.head("余额 703,500.00 元")


SUM_COLUMNS = (
    Column("source", "资金来源", width=110, stretch=1),
    *(
        Column(i, t, "money", width=92)
        for i, t in (("a", "计划"), ("b", "到账"), ("c", "付款"), ("d", "报账"), ("e", "余额"))
    ),
)
SUMS = (
    {"source": "中央衔接资金", "a": 44620000, "b": 44620000, "c": 40158000, "d": 22310000, "e": 4462000},
    {"source": "省级衔接资金", "a": 8580000, "b": 8580000, "c": 7722000, "d": 4290000, "e": 858000},
    {"source": "县级配套", "a": 4000000, "b": 4000000, "c": 3600000, "d": 2000000, "e": 400000},
    {"source": "合计", "a": 57200000, "b": 57200000, "c": 51480000, "d": 28600000, "e": 5720000, ROW_STATE: "sum"},
)
STAGES = (
    Stage("入库", "done", "03-12"), Stage("下达", "done", "04-02"), Stage("施工公示", "done", "04-08"),
    Stage("实施", "done", "04-22"), Stage("验收", "done", "10-20"), Stage("报账", "now", "今天交镇里", "due"),
    Stage("竣工公告", "next", "11-20 前"), Stage("移交归档", "next", "12-15 前"),
)  # fmt: skip


class ProjectsPage(Page):
    """项目."""

    families = frozenset({"project"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = TablePane(ProjectsSource(), self.runner, name="项目列表", row_height=46)
        self.list.model.sorted_by, self.list.model.descending = "planned", True
        tools = self.list.tools
        tools.add(Button("2025年项目", "bookmark"))
        tools.add(Button("筛选", "list-filter", "tool", shrink=3))
        tools.add(self.list.columns_button())
        tools.add(Button("导出", "download", "tool", shrink=1))
        tools.add_right(Button("新增项目", "plus", "primary"))
        record = RecordPanel("项目")
        second = ("QX2025-06", "种植 50 亩，下厝坑", "责任人 林秋月", "受益 131 户 524 人")
        record.set_title("火龙果采摘园", (Chip("产业发展"), Chip("集体实施")), second)
        record.add_action(Button("打印一本清", "printer"))
        record.add_more()
        body = Body()
        body.add(StageStrip(STAGES))
        put = Button("放入发票", "upload", small=True)
        body.add(
            MessageLine("补 1 张税务发票，就能交第 2 次报账（228,800.00 元）。", "due", lead="下一步", button=put), 8
        )
        add = Button("记一笔", "plus", "quiet", small=True)
        sums = SmallTable(SUM_COLUMNS, SUMS, name="资金", row_height=28)
        body.section("资金", "元，余额 = 到账 − 付款", add, sums)
        body.section(
            "档案",
            "19 件，缺 5 件",
            Button("打印目录", "printer", "quiet", small=True),
            SegmentBar(14, 19, name="档案"),
        )
        record.add_tab(Tab("all", "总览"), body)
        for name, count in (("申报", ""), ("受益户", "131"), ("合同", "2"), ("资金", "12"), ("档案", "14/19")):
            record.add_tab(Tab(name, name, count), Body())
        self.panes = Panes(
            self.list, record, self.list.table, list_name="项目列表", unit="个项目", list_width=604, record_width=630
        )
        VBox(self).addWidget(self.panes)

    def refresh(self) -> None:
        self.list.reload()
        self.head("12 个，计划 5,133,380.00 元", "12 个")


def _due(icon: str, title: str, note: str, when: str, verb: str, tone: str = "") -> TaskItem:
    return TaskItem(icon, title, note, when, verb, _nothing, tone)


LATE = (
    _due(
        "megaphone",
        "摘下公示：2025年危房改造补助发放公示",
        "清溪公示〔2025〕15号·公示期满 2025-11-03",
        "过期 2 天",
        "去摘下",
        "late",
    ),
    _due(
        "footprints",
        "走访：蓝丽建（监测对象，风险未消除）",
        "10月应走访 1 次，上次 2025-09-22·责任人 陈志明",
        "过期 5 天",
        "记走访",
        "late",
    ),
)
NOW = (
    _due("coins", "补发票：火龙果采摘园 第 2 次报账", "待报账 228,800.00 元，缺税务发票 1 张", "今天", "补资料", "due"),
    _due("printer", "交镇里：2025年10月项目资金台账", "12 个项目，已核对无差错", "今天", "去打印", "due"),
)
SOON = (
    _due(
        "megaphone",
        "摘下公示：2025年蜜柚种植到户补助受益户公示",
        "清溪公示〔2025〕17号·异议 1 条，已答复",
        "11-07，还有 2 天",
        "打开",
    ),
    _due("footprints", "走访：3 户监测对象 11月走访", "钟文福、许玉美、谢义金", "11-10，还有 5 天", "印走访单"),
    _due(
        "construction", "开工：安全饮水管网改造", "计划开工日期已到，实施前公示还没有张贴", "11-10，还有 5 天", "拟公示"
    ),
)
LATER = (
    _due(
        "folder-check",
        "补档案：村级光伏电站 缺 2 件",
        "管护协议、竣工公告照片·镇里审计 11-20",
        "11-20，还有 15 天",
        "补资料",
    ),
    _due(
        "book-open",
        "重印手册：14 户有改动页没有印",
        "共 23 页，其中 9 页要户主重新签字",
        "11-28，还有 23 天",
        "只印改动页",
    ),
    _due(
        "list-checks",
        "核对数据：11 个提示，其中 3 个错误",
        "人 5 个，户 5 个，资金 1 个",
        "11-30，还有 25 天",
        "去核查",
    ),
)
DUE = (("已过期", "late", LATE), ("今天", "due", NOW), ("7天内", "", SOON), ("30天内", "", LATER))


class TodayPage(Page):
    """今日."""

    families = frozenset({"*"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        row = HBox(self)
        left = Body((20, 7, 14, 16), spacing=0, gap=4)
        for title, tone, items in DUE:
            left.section(title, f"{len(items)} 件", None).title.set_tone(tone)
            for place, item in enumerate(items):
                left.add(TaskRow(item, last=place == len(items) - 1))
        row.addWidget(scrolling(left, "要办的"), 1)
        row.addWidget(Rule(upright=True))
        row.addWidget(self._figures())

    def _figures(self) -> QWidget:
        side = Body((20, 12, 20, 16))
        figures = Grid(spacing=2, gutter=20)
        for place, (number, unit, note) in enumerate(
            (("386", "户", "全村 1,427 人"), ("52", "户", "脱贫户 187 人"), ("9", "户", "监测对象 31 人"))
        ):
            figures.addWidget(Figure(number, unit, note), 0, place)
        side.add(figures)
        side.add(Rule(), 8)
        bars = [
            Bar(n, v, key=n) for n, v in (("已入库", 1), ("已下达", 1), ("实施中", 3), ("已验收", 3), ("报账中", 1))
        ]
        side.add(SectionHeading("项目 12 个", aside="按进度"), 6)
        side.add(BarChart(bars, name="项目按进度"))
        side.add(Rule(), 8)
        parts = (
            Part("已报账", 261908000, "2,619,080.00"), Part("已付款，待报账", 82880000, "828,800.00"),
            Part("已到账，未付款", 70350000, "703,500.00"), Part("未到账", 98200000, "982,000.00"),
        )  # fmt: skip
        side.add(SectionHeading("项目资金", aside="计划 5,133,380.00 元"), 6)
        side.add(StackedBar(parts, name="项目资金"))
        side.add(Rule(), 8)
        line = HBox(spacing=12)
        line.addWidget(IconLabel("shield-check", "ok", 20))
        line.addWidget(Text("备份正常：昨天 18:02", "strong"))
        line.addStretch(1)
        line.addWidget(Button("现在备份", kind="quiet", small=True))
        side.add(line, 6)
        area = scrolling(side, "村里的数")
        area.setFixedWidth(372)
        return area

    def refresh(self) -> None:
        self.head("2025-11-05 星期三")


PAGES: Registry[PageInfo] = Registry(
    "fake pages",
    (
        PageInfo("today", "今日", "sun", TodayPage),
        PageInfo("households", "农户", "users", HouseholdsPage),
        PageInfo("projects", "项目", "construction", ProjectsPage),
        PageInfo("funds", "资金", "coins", FundsPage),
        PageInfo("notices", "公示", "megaphone", ComingPage),
        PageInfo("help", "帮扶", "heart-handshake", ComingPage),
        PageInfo("checks", "核查", "list-checks", ComingPage),
        PageInfo("ledgers", "台账", "table-2", ComingPage),
        PageInfo("settings", "设置", "settings", ComingPage, at_foot=True),
    ),
)
