"""Settings: what a person may choose, each declared once with its label, help and default.

A setting is a matter of taste or habit (text size, where the board hangs, which day counts as the first).
A number laid down by a rule from outside is a policy, not a setting. Nothing is stored here: the caller
keeps a mapping of setting id to JSON value, per computer or per book (``scope``).

To add one: one Setting in SETTINGS. The window's page, ``check()`` and the manual's table follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from villagebook.base.days import parse_day
from villagebook.base.errors import UserError
from villagebook.base.registry import Registry

Kind = Literal["choice", "bool", "int", "text", "folder", "days"]
Scope = Literal["computer", "book"]
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to choose.

    Attributes:
        id: ``subject.what``.
        label: What the window calls it.
        help: One Chinese sentence: what it does.
        default: The value until somebody chooses.
        kind: choice (of ``choices``), bool, int (within ``low..high``), text, folder (empty: the program's
            own), or days (text of days, separated by blanks, commas or lines).
        scope: Whether it belongs to this computer or to the book and travels with it.
        choices: (value, word shown) in order; for kind choice only.
        low: Smallest int allowed.
        high: Largest int allowed.
    """

    id: str
    label: str
    help: str
    default: Value
    kind: Kind
    scope: Scope = "book"
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0

    def check(self, value: object) -> Value:
        """Return the value as it may be stored.

        Raises:
            UserError: the value is not one of those allowed; ``setting.value``.
        """
        fault = self._fault(value)
        if fault:
            raise UserError("setting.value", f"“{self.label}”{fault}", self.help)
        assert isinstance(value, (str, int))
        return value

    def _fault(self, value: object) -> str:
        if self.kind == "bool":
            return "" if isinstance(value, bool) else "只能选 是 或 否"
        if self.kind == "int":
            if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
                return f"应为 {self.low} 到 {self.high} 的整数"
            return ""
        if not isinstance(value, str):
            return "应为文字"
        if self.kind == "choice" and value not in dict(self.choices):
            return "只能选 " + "、".join(word for _, word in self.choices)
        if self.kind == "days":
            return _days_fault(value)
        return ""


def read(setting_id: str, stored: Mapping[str, object]) -> Value:
    """Return the chosen value, or the default where none is stored.

    A stored value that is no longer allowed (an older program's, a file edited by hand) counts as not
    chosen, so that the program still starts.
    """
    setting = SETTINGS[setting_id]
    if setting_id not in stored:
        return setting.default
    try:
        return setting.check(stored[setting_id])
    except UserError:
        return setting.default


def read_days(setting_id: str, stored: Mapping[str, object]) -> frozenset[date]:
    """Return the days of a setting of kind days."""
    return frozenset(parse_day(part) for part in _split(str(read(setting_id, stored))))


def _split(text: str) -> list[str]:
    for mark in "，,；;、":
        text = text.replace(mark, " ")
    return text.split()


def _days_fault(text: str) -> str:
    for part in _split(text):
        try:
            parse_day(part)
        except ValueError as fault:
            return f"里{fault}"
    return ""


SETTINGS: Registry[Setting] = Registry(
    "settings",
    (
        Setting(
            "window.text_size", "字号", "窗口里文字的大小，以百分数计。", 100, "int", "computer", low=90, high=200
        ),
        Setting(
            "window.theme", "颜色", "窗口的颜色；纸面和预览总是白底黑字。", "light", "choice", "computer",
            (("light", "浅色"), ("dark", "深色"), ("contrast_light", "高对比"), ("contrast_dark", "高对比（黑底）")),
        ),
        Setting(
            "window.mask_secrets", "屏幕上遮住证件号码和电话",
            "打开后，身份证号、银行卡号、电话和健康状况先以星号显示，点一下再看。", True, "bool", "computer",
        ),
        Setting(
            "notice.first_day_counts", "张贴当天算第一天",
            "公示期从张贴当天算起，还是从第二天算起；默认不算当天。", False, "bool",
        ),
        Setting(
            "notice.mask_names", "公示里遮住名字中的一个字", "打开后，公示名单里的姓名第二个字以＊代替。",
            False, "bool",
        ),
        Setting(
            "project.categories", "项目类型用哪一套",
            "项目的类型、子类型和明细类型用哪一年的一套；按年度就是各用各年的。", "auto", "choice",
            choices=(("auto", "按项目年度"), ("2021", "2021年以后的"), ("2014", "2014年至2020年的")),
        ),
        Setting(
            "paper.date_style", "落款日期", "公示、公告落款处日期的写法。", "arabic", "choice",
            choices=(("arabic", "2026年3月11日"), ("numerals", "二〇二六年三月十一日")),
        ),
        Setting(
            "calendar.days_off", "放假的日子",
            "工作日里放假的日子，如 2027-01-01；程序已有的年份不用填，填了就按填的。数工作日时跳过。", "", "days",
        ),
        Setting(
            "calendar.days_worked", "调休上班的日子",
            "周末上班的日子，如 2027-01-03；程序已有的年份不用填，填了就按填的。数工作日时算上。", "", "days",
        ),
        Setting(
            "backup.folder", "备份存放处", "自动备份放在哪个文件夹；不填就放在书里面。", "", "folder", "computer",
        ),
    ),
)  # fmt: skip
