"""What households earn: lines with their arithmetic, and the year's sums made from those lines.

Sums are never told, only lines: so the figures of a year always agree with the arithmetic printed beside them.
To add a product: one ``Product``; an income line of another kind: one ``_Line`` in the function of its block.

Sources: blocks and sub-sums as in the national income sheet; prices and rates are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from villagebook.services.sample.facts import YEARS, collection_end, per_capita_fen, product_fen
from villagebook.services.sample.persons import POST_MONTHS, POST_YUAN, Values, months_worked
from villagebook.services.sample.shape import House, Member

Yearly = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Product:
    """What a unit brings and costs in 元 in each of YEARS; ``block`` is 种植业, 林果业 or 养殖业."""

    block: str
    unit: str
    price_yuan: Yearly
    cost_yuan: Yearly


PRODUCTS: dict[str, Product] = {
    "水稻": Product("种植业", "亩", (1050, 1100, 1150), (450, 460, 470)),
    "红薯": Product("种植业", "亩", (1900, 1950, 2000), (500, 510, 520)),
    "芋头": Product("种植业", "亩", (2600, 2700, 2800), (880, 890, 900)),
    "蔬菜": Product("种植业", "亩", (2800, 2900, 3000), (930, 940, 950)),
    "太子参": Product("种植业", "亩", (3400, 3600, 3500), (1450, 1480, 1500)),
    "茶叶": Product("林果业", "亩", (1650, 1700, 1800), (380, 390, 400)),
    "油茶": Product("林果业", "亩", (800, 850, 900), (240, 245, 250)),
    "毛竹": Product("林果业", "亩", (300, 310, 320), (55, 58, 60)),
    "鸡": Product("养殖业", "只", (60, 62, 65), (24, 25, 26)),
    "鸭": Product("养殖业", "只", (50, 52, 55), (20, 21, 22)),
    "猪": Product("养殖业", "头", (1900, 1850, 2000), (1280, 1300, 1350)),
    "羊": Product("养殖业", "只", (900, 920, 950), (400, 410, 420)),
    "蜜蜂": Product("养殖业", "箱", (600, 620, 650), (170, 175, 180)),
    "鱼塘": Product("养殖业", "亩", (4000, 4100, 4200), (2300, 2350, 2400)),
}
_INPUTS = {"种植业": "种子、化肥", "林果业": "化肥、人工", "养殖业": "饲料、防疫"}

RENT_YUAN: Yearly = (400, 430, 450)
PENSION_YUAN: Yearly = (150, 155, 165)
LAND_SUBSIDY_YUAN, ECOLOGY_YUAN, FAMILY_PLANNING_YUAN = 85, 125, 80
_DISABLED_IN_NEED_YUAN, _DISABLED_SEVERE_YUAN = 100, 120

#: Item of the income sheet -> the field of HouseholdYear that sums it.
ITEM_FIELDS: dict[str, str] = {
    "务工收入": "other_wage_fen", "公益性岗位": "post_wage_fen", "其他工资性收入": "other_wage_fen",
    "种植业": "business_fen", "养殖业": "business_fen", "林果业": "business_fen",
    "其他生产经营性收入": "business_fen",
    "资产收益分红": "dividend_fen", "土地流转": "other_property_fen", "其他财产性收入": "other_property_fen",
    "计划生育金": "family_planning_fen", "低保金": "subsistence_fen", "特困供养金": "destitute_fen",
    "养老保险金": "pension_fen", "生态补偿金": "ecology_fen", "耕地地力补贴": "other_transfer_fen",
    "残疾人补贴": "other_transfer_fen", "其他转移性收入": "other_transfer_fen",
    "种植业支出": "cost_fen", "养殖业支出": "cost_fen", "林果业支出": "cost_fen", "其他生产经营性支出": "cost_fen",
    "合规自付支出": "out_of_pocket_fen",
}

_WAGE = ("post_wage_fen", "other_wage_fen")
_PROPERTY = ("dividend_fen", "other_property_fen")
_TRANSFER = ("family_planning_fen", "subsistence_fen", "destitute_fen", "pension_fen", "ecology_fen",
             "other_transfer_fen")


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One line of an income sheet, as IncomeItem keeps it."""

    item: str
    arithmetic: str
    amount_fen: int


def lines(house: House, year: int, extra: Iterable[IncomeLine] = ()) -> tuple[IncomeLine, ...]:
    """Return the income sheet of a household for one of YEARS, in the order of the items.

    Args:
        extra: Lines that come from elsewhere in the book: dividends, subsidies paid to the household.
    """
    members = house.members_on(collection_end(year))
    found = [*_wages(members, year), *_farm(house, year), *_property(house, year),
             *_personal_transfers(members, year), *_household_transfers(house, members, year),
             *_medical(house, year), *extra]
    order = list(ITEM_FIELDS)
    return tuple(sorted(found, key=lambda line: order.index(line.item)))


def year_values(house: House, year: int, sheet: Iterable[IncomeLine]) -> Values:
    """Return the fields of a household's year: sums of its sheet, people counted, income per head."""
    sums = dict.fromkeys([*_WAGE, "business_fen", *_PROPERTY, *_TRANSFER, "cost_fen", "out_of_pocket_fen"], 0)
    for line in sheet:
        sums[ITEM_FIELDS[line.item]] += line.amount_fen
    wage, property_, transfer = (sum(sums[name] for name in names) for names in (_WAGE, _PROPERTY, _TRANSFER))
    total = wage + sums["business_fen"] + property_ + transfer
    net = total - sums["cost_fen"]
    people = len(house.members_on(collection_end(year)))
    values: Values = {
        "year": year, "population": people, "wage_fen": wage, "property_fen": property_, "transfer_fen": transfer,
        **sums, "total_fen": total, "net_fen": net, "per_capita_fen": per_capita_fen(net, people), "claims_fen": 0,
    }
    if year in house.unknown_out_of_pocket:
        values["out_of_pocket_fen"] = None
    return values


def _line(item: str, before: str, quantity: Decimal | int, unit: str, price_yuan: int) -> IncomeLine:
    # Prices first where a month's pay is told (王𬭎 4,200×9个月), quantities first where things are counted.
    if unit == "个月":
        text = f"{before} {price_yuan:,}×{quantity}个月".strip()
    else:
        text = f"{before}{quantity}{unit}×{price_yuan:,}"
    return IncomeLine(item, text, product_fen(Decimal(quantity), price_yuan))


def _wages(members: tuple[Member, ...], year: int) -> Iterable[IncomeLine]:
    at = YEARS.index(year)
    for member in members:
        months = months_worked(member, year)
        if member.job and months:
            yield _line("务工收入", member.name, months, "个月", member.job.pay_yuan[at])
        if member.post:
            yield _line("公益性岗位", member.name, POST_MONTHS, "个月", POST_YUAN)


def _farm(house: House, year: int) -> Iterable[IncomeLine]:
    at = YEARS.index(year)
    for name, quantity in house.farm:
        product = PRODUCTS[name]
        yield _line(product.block, name, quantity, product.unit, product.price_yuan[at])
        inputs = f"{name}{_INPUTS[product.block]} "
        yield _line(f"{product.block}支出", inputs, quantity, product.unit, product.cost_yuan[at])


def _property(house: House, year: int) -> Iterable[IncomeLine]:
    if house.rented_mu:
        yield _line("土地流转", "", house.rented_mu, "亩", RENT_YUAN[YEARS.index(year)])


def _personal_transfers(members: tuple[Member, ...], year: int) -> Iterable[IncomeLine]:
    for member in members:
        if member.subsistence_yuan:
            yield _line("低保金", member.name, 12, "个月", member.subsistence_yuan)
        if member.destitute_yuan:
            yield _line("特困供养金", member.name, 12, "个月", member.destitute_yuan)
        if member.is_pensioner(year):
            yield _line("养老保险金", member.name, 12, "个月", PENSION_YUAN[YEARS.index(year)])
        if member.disability and member.subsistence_yuan:
            yield _line("残疾人补贴", f"{member.name} 生活补贴", 12, "个月", _DISABLED_IN_NEED_YUAN)
        if member.disability and member.disability[1] <= 2:
            yield _line("残疾人补贴", f"{member.name} 护理补贴", 12, "个月", _DISABLED_SEVERE_YUAN)


def _household_transfers(house: House, members: tuple[Member, ...], year: int) -> Iterable[IncomeLine]:
    land = farmland_mu(house)
    if land:
        yield _line("耕地地力补贴", "", land, "亩", LAND_SUBSIDY_YUAN)
    if house.returned_forest_mu:
        yield _line("生态补偿金", "退耕还林", house.returned_forest_mu, "亩", ECOLOGY_YUAN)
    if house.family_planning:
        yield _line("计划生育金", "奖励扶助", 12, "个月", FAMILY_PLANNING_YUAN)
    if house.support_yuan:
        yield _line("其他转移性收入", "子女赡养", 12, "个月", house.support_yuan)


def _medical(house: House, year: int) -> Iterable[IncomeLine]:
    amount = house.out_of_pocket_yuan.get(year, 0)
    if amount:
        who = next(m for m in house.members if m.health != "健康")
        yield IncomeLine("合规自付支出", f"医疗自付：{who.name}门诊和住院", amount * 100)


def farmland_mu(house: House) -> Decimal:
    """Return the farmland of a household: what it tills and what it lets."""
    return _mu(house, "种植业") + house.rented_mu


def orchard_mu(house: House) -> Decimal:
    """Return the land under tea and oil camellia."""
    return sum((quantity for name, quantity in house.farm if name in ("茶叶", "油茶")), Decimal(0))


def _mu(house: House, block: str) -> Decimal:
    return sum((quantity for name, quantity in house.farm if PRODUCTS[name].block == block), Decimal(0))


def quantity_of(house: House, product: str) -> Decimal:
    """Return how much of a product a household has; 0 for none."""
    return dict[str, Decimal](house.farm).get(product, Decimal(0))


def by_house(shares: Mapping[int, IncomeLine], number: int) -> tuple[IncomeLine, ...]:
    """Return the line of a household in a distribution, or nothing."""
    return (shares[number],) if number in shares else ()
