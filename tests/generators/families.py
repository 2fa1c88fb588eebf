"""Random households of an invented village, told with the same values as the sample village.

The same Random gives the same households. In a household made here nothing contradicts anything: what tests want
wrong is done to the lists by faults.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from villagebook.services.sample.facts import YEARS, age_in, collection_end, education_after, labour, school
from villagebook.services.sample.incomes import PRODUCTS, lines, year_values
from villagebook.services.sample.persons import PLACES
from villagebook.services.sample.shape import House, Job, Member, Status, job

YEAR = YEARS[-1]
GROUPS = ("上溪", "下溪", "田中央", "石兜", "山边", "小坑", "大埔", "下楼")

_SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱罗叶苏蓝雷钟何卢"
_MALE = "国志建文明水金木火土根福来庆春生山海勇强伟杰辉龙虎"
_FEMALE = "秀玉丽美英兰珍珠凤花桂香莲琴云燕红梅芳妹娟萍敏"
_RARE = "㛃䶮𬭎𫍯𬀩𬳵𠅤𡒄𣲗𠮷"
_TRACKS = ("普高", "中职", "普高+本科", "普高+高职", "中职+高职")
_LEAST_YUAN = 6_000
_NO_LABOUR = {"无劳动力", "丧失劳动力"}


def houses(random: Random, count: int) -> list[House]:
    """Return households numbered from 1, all 脱贫户 or monitored, in order of their numbers."""
    return [_house(random, number) for number in range(1, count + 1)]


def _house(random: Random, number: int) -> House:
    house = House(
        number=number, group=random.choice(GROUPS), door=number, members=tuple(_family(random)), farm=_farm(random),
        forest_mu=Decimal(random.randint(10, 120)) / 10, rented_mu=Decimal(random.randint(0, 20)) / 10,
        causes=(random.choice(("缺技术", "缺资金", "缺劳力")),), attribute="一般脱贫户")
    house = _assisted(house)
    house = replace(house, statuses=tuple(_statuses(random, house)))
    return _supported(house)


def _family(random: Random) -> Iterator[Member]:
    surname = random.choice(_SURNAMES)
    kind = random.choices(("children", "three", "old", "alone"), (50, 30, 14, 6))[0]
    if kind in ("old", "alone"):
        yield _elder(random, "户主", surname, random.choice("男女") if kind == "alone" else "男")
        if kind == "old":
            yield _elder(random, "配偶", random.choice(_SURNAMES), "女")
        return
    head = _adult(random, "户主", surname, "男", random.randint(1968, 1992))
    yield head
    yield _adult(random, "配偶", random.choice(_SURNAMES), "女", head.born.year + random.randint(-2, 4))
    for _ in range(random.choice((1, 1, 2, 2, 3))):
        sex = random.choice("男女")
        yield _young(random, surname, sex, min(2024, head.born.year + random.randint(23, 33)))
    if kind == "three":
        yield _elder(random, "之母", random.choice(_SURNAMES), "女", head.born.year - random.randint(20, 30))


def _name(random: Random, surname: str, sex: str) -> str:
    given = "".join(random.choices(_MALE if sex == "男" else _FEMALE, k=random.choice((1, 2, 2, 2))))
    return surname + (random.choice(_RARE) if random.random() < 0.01 else given)


def _birth(random: Random, year: int) -> str:
    return date(year, random.randint(1, 8), random.randint(1, 28)).isoformat()


def _adult(random: Random, relation: str, surname: str, sex: str, year: int) -> Member:
    """Return someone who works, keeps the farm, is ill or disabled."""
    member = Member(relation, _name(random, surname, sex), sex, _birth(random, year), random.choice(("小学", "初中")))
    what = random.choices(("works", "farms", "ill", "disabled"), (45, 40, 9, 6))[0]
    if what == "works":
        return replace(member, job=_job(random), labour=random.choice(("", "技能")))
    if what == "ill":
        return replace(member, health=random.choice(("长期慢性病", "患有大病")), labour="弱")
    if what == "disabled":
        return replace(member, health="残疾", labour=random.choice(("弱", "丧失")),
                       disability=(random.randint(1, 7), random.randint(1, 4)), reissued=random.random() < 0.1)
    return member


def _young(random: Random, surname: str, sex: str, year: int) -> Member:
    """Return a child, pupil or student, or a grown-up one at work."""
    track = random.choice(_TRACKS)
    relation = "之子" if sex == "男" else "之女"
    member = Member(relation, _name(random, surname, sex), sex, _birth(random, year), track=track)
    if school(member.born, YEAR, track):
        return member
    return replace(member, track="", education=education_after(track), job=_job(random))


def _elder(random: Random, relation: str, surname: str, sex: str, year: int = 0) -> Member:
    year = max(1930, min(year or random.randint(1940, 1962), 1962))
    education = random.choice(("文盲或半文盲", "小学"))
    return Member(relation, _name(random, surname, sex), sex, _birth(random, year), education)


def _job(random: Random) -> Job:
    return job(random.choice(list(PLACES)), random.randrange(2000, 6000, 100), random.randint(6, 11))


def _farm(random: Random) -> tuple[tuple[str, Decimal], ...]:
    names = random.sample(list(PRODUCTS), random.randint(1, 3))
    counted = {"只": (20, 90), "头": (1, 6), "箱": (3, 20)}
    found = []
    for name in names:
        low, high = counted.get(PRODUCTS[name].unit, (0, 0))
        quantity = Decimal(random.randint(low, high)) if high else Decimal(random.randint(5, 40)) / 10
        found.append((name, quantity))
    return tuple(found)


def _assisted(house: House) -> House:
    """Give 低保 to the head where nobody can work."""
    able = [m for m in house.members if labour(
        age_in(m.born, YEAR), school(m.born, YEAR, m.track) is not None, m.labour) not in _NO_LABOUR]
    if able:
        return house
    head = replace(house.head, subsistence_yuan=450)
    return replace(house, members=(head, *house.members[1:]), attribute="低保脱贫户")


def _statuses(random: Random, house: House) -> Iterator[Status]:
    lifted = random.choice((2016, 2017, 2018))
    marginal = random.random() < 0.06
    if not marginal:
        yield Status(kind="脱贫户", from_on=date(lifted, 12, 31), first_identified_on=date(2015, 12, 31),
                     lifted_year=lifted)
    if marginal or random.random() < 0.06:
        kind = random.choice(("边缘易致贫户", "突发严重困难户")) if marginal else "脱贫不稳定户"
        yield Status(kind=kind, from_on=date(2024, 6, 18), first_identified_on=date(2024, 6, 18),
                     risks=(_risk(house),))
    if house.head.subsistence_yuan:
        yield Status(kind="低保户", from_on=date(2019, 1, 1))


def _risk(house: House) -> str:
    if any(m.health in ("长期慢性病", "患有大病") for m in house.members):
        return "因病"
    return "因残" if any(m.disability for m in house.members) else "因意外事故"


def _supported(house: House) -> House:
    """Let children elsewhere send what is missing to a modest income per head."""
    people = len(house.members_on(collection_end(YEAR)))
    net_fen = year_values(house, YEAR, lines(house, YEAR))["net_fen"]
    missing_yuan = _LEAST_YUAN * people - net_fen // 100
    if missing_yuan <= 0:
        return house
    return replace(house, support_yuan=100 * (missing_yuan // 1200 + 1))
