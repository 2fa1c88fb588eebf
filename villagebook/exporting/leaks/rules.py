"""What the leak scan looks for, and what it reports.

To look for one more kind of leak: one ``LeakKind`` here, one finder in search.py. To add a word: one string in
``SENSITIVE_WORDS``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from villagebook.base.registry import Registry
from villagebook.exporting.leaks.squeeze import squeezed

#: Shorter secret texts (残疾, 一级, 小学) are ordinary words; the health and cause words among them are words of
#: ``SENSITIVE_WORDS``, not literals.
SHORTEST_TEXT = 6
#: Shorter numbers (a year, 一户 101) stand everywhere; a phone without its area code has seven digits.
SHORTEST_NUMBER = 7
#: Names of one character are ordinary characters.
SHORTEST_NAME = 2
_PREFIX = 4
_NUMBER = re.compile(r"[0-9]+X?")
_NUMBER_IN_TEXT = re.compile(r"[0-9]{11,}X?")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")

#: Words about health, disability and causes by illness that no notice may carry (domain notes on privacy).
#: A kind of notice may allow some of them in its title.
SENSITIVE_WORDS: tuple[str, ...] = (
    "因病", "因残", "患病", "大病", "重病", "慢性病", "慢病", "病残", "残疾", "伤残", "致残",
    "残障", "智障", "聋哑", "失明", "失聪", "瘫痪", "截肢", "失能", "失智", "精神病", "精神障碍",
    "智力障碍", "丧失劳动能力", "丧失劳动力", "癌", "肿瘤", "白血病", "尿毒症", "透析", "糖尿病", "高血压", "心脏病",
    "脑梗", "脑中风", "肝炎", "肺结核", "艾滋", "癫痫", "抑郁", "孤儿", "事实无人抚养",
)
#: Words of farming that contain some of the words above.
_HARMLESS = ("因病虫", "因病害", "大病虫", "大病害", "重病虫", "重病害")


@dataclass(frozen=True, slots=True)
class LeakKind:
    """One kind of leak: its id and the words the window shows."""

    id: str
    title: str


KINDS: Registry[LeakKind] = Registry("kinds of leaks", (
    LeakKind("secret_number", "本村登记的证件、银行卡或电话号码"),
    LeakKind("id_number", "像身份证号码的数字"),
    LeakKind("card", "像银行卡号的数字"),
    LeakKind("mobile", "不是办公电话的手机号码"),
    LeakKind("masked", "打了星号的号码"),
    LeakKind("secret_text", "本村登记的不公开内容"),
    LeakKind("word", "健康、残疾或致贫原因的词"),
    LeakKind("child", "未成年人的姓名和学校"),
    LeakKind("location", "拍照的位置"),
    LeakKind("unchecked", "不能检查的内容"),
))

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """One leak in a finished file.

    Attributes:
        kind: Id of a LeakKind.
        shown: What was found, masked; a word stands as it is.
        where: The place in words: 第 2 页 表格第 7 行“备注”, 工作表“农户”的 C5, 文件属性 作者, 照片信息 说明.
        page: Page from 1; None outside the pages of a PDF.
        rects: Where on the page, (left, bottom, right, top) in points from the lower left corner, one per line.
        sheet: Name of the sheet; None if it is none.
        cell: Address of the cell; None if it is none.
    """

    kind: str
    shown: str
    where: str
    page: int | None = None
    rects: tuple[Rect, ...] = ()
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        return f"{self.where}：{KINDS[self.kind].title} {self.shown}"


class Literals:
    """Values that are searched for as they are; built once, used for many files.

    Numbers are looked up by length in sets, texts by their first characters, so that the time does not grow with the
    number of people.
    """

    __slots__ = ("_numbers", "_prefix", "_texts")

    def __init__(self, values: Iterable[str], *, shortest_text: int = SHORTEST_TEXT) -> None:
        self._prefix = min(_PREFIX, shortest_text)
        self._numbers: dict[int, set[str]] = {}
        self._texts: dict[str, set[str]] = {}
        for value in values:
            self._add(squeezed(value), shortest_text)

    def _add(self, value: str, shortest_text: int) -> None:
        if _NUMBER.fullmatch(value):
            self._add_number(value)
            return
        if len(value) >= shortest_text:
            self._texts.setdefault(value[:self._prefix], set()).add(value)
        for number in _NUMBER_IN_TEXT.findall(value):
            self._add_number(number)

    def _add_number(self, number: str) -> None:
        if len(number) < SHORTEST_NUMBER or _DATE.fullmatch(number):
            return
        self._numbers.setdefault(len(number), set()).add(number)
        if len(number) in (20, 22):  # a disability certificate begins with the ID number
            self._numbers.setdefault(18, set()).add(number[:18])

    def numbers_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of the numbers that occur in squeezed text."""
        lengths = sorted(self._numbers, reverse=True)
        if not lengths:
            return
        for run in re.finditer(rf"[0-9X]{{{lengths[-1]},}}", text):
            for start in range(run.start(), run.end() - lengths[-1] + 1):
                for length in lengths:
                    if start + length <= run.end() and text[start:start + length] in self._numbers[length]:
                        yield start, start + length

    def __contains__(self, number: str) -> bool:
        return number in self._numbers.get(len(number), ())

    @property
    def has_texts(self) -> bool:
        """Whether any text, not only numbers, is searched for."""
        return bool(self._texts)

    def texts_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of the texts that occur in squeezed text."""
        if not self._texts:
            return
        for start in range(len(text) - self._prefix + 1):
            for value in self._texts.get(text[start:start + self._prefix], ()):
                if text.startswith(value, start):
                    yield start, start + len(value)


class Children:
    """The people under age of the book: names, and the schools they go to."""

    __slots__ = ("_schools", "names")

    def __init__(self, schools: Mapping[str, Iterable[str]]) -> None:
        self._schools = {
            squeezed(name): frozenset(filter(None, map(squeezed, found))) for name, found in schools.items()
            if len(squeezed(name)) >= SHORTEST_NAME
        }
        self.names = Literals(self._schools, shortest_text=SHORTEST_NAME)

    def schools_of(self, name: str) -> frozenset[str]:
        """The schools of a child, as searched for."""
        return self._schools.get(name, frozenset())


@dataclass(frozen=True, slots=True)
class LeakRules:
    """Everything that one scan needs to know.

    Attributes:
        secrets: Every secret value stored in the book.
        office_phones: Phones that may hang on a wall.
        allowed: Texts and numbers printed on purpose (household and project codes, names of authorities); what lies
            wholly inside one of them is no leak.
        words: Words that must not appear.
        titles: Titles of this document, whole; only inside one of them a word of ``title_words`` is no leak.
        title_words: Words of the programme's own name.
        children: Who is under age, with the schools; a name beside a school is a leak.
    """

    secrets: Literals = field(default_factory=lambda: Literals(()))
    office_phones: Collection[str] = ()
    allowed: Collection[str] = ()
    words: Collection[str] = SENSITIVE_WORDS
    titles: Collection[str] = ()
    title_words: Collection[str] = ()
    children: Children = field(default_factory=lambda: Children({}))
    exempt: Literals = field(init=False, repr=False)

    def __post_init__(self) -> None:
        exempt = Literals([*self.office_phones, *self.allowed, *_HARMLESS], shortest_text=2)
        object.__setattr__(self, "exempt", exempt)
