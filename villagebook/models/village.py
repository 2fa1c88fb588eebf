"""The village itself: its names, its year, its groups, the officers whose phones may hang on a wall."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, InVillage, Keyed, Record
from villagebook.models.fields import Privacy, field

PUBLIC = Privacy.PUBLIC


class Village(Keyed, Record):
    """The village a book belongs to."""

    __tablename__ = "village"
    title = "村"

    name: Mapped[str] = field("村名", "name", PUBLIC, required=True, synonyms=("村", "行政村"))
    code: Mapped[str] = field("行政区划代码", "code", PUBLIC, required=True, unique=True, help="12位统计用区划代码。")
    township: Mapped[str | None] = field("乡镇", "name", PUBLIC, synonyms=("乡", "乡(镇)", "镇(乡)", "镇"))
    county: Mapped[str | None] = field("县", "name", PUBLIC, synonyms=("县(市、区、旗)", "县市区", "区县"))
    city: Mapped[str | None] = field("市", "name", PUBLIC, synonyms=("地市", "州市"))
    province: Mapped[str | None] = field("省", "name", PUBLIC)
    committee: Mapped[str | None] = field("落款单位", "name", PUBLIC, help="公示落款，如“云岭镇清溪村村民委员会”。")
    office_address: Mapped[str | None] = field("村部地址", "text", PUBLIC)
    office_phone: Mapped[str | None] = field("村办公电话", "phone", PUBLIC)
    board_place: Mapped[str | None] = field("公示地点", "text", PUBLIC, help="默认的张贴地点。")
    number_prefix: Mapped[str | None] = field("公示字号", "text", PUBLIC, help="公示编号前的字，如“清溪公示”。")


class VillageYear(Imported, Record):
    """Figures of the whole village for one year (domain: 行政村 export)."""

    __tablename__ = "village_year"
    title = "村年度情况"

    year: Mapped[int] = field("年度", "year", PUBLIC, required=True)
    households: Mapped[int | None] = field("总户数", "int", PUBLIC, unit="户")
    people: Mapped[int | None] = field("总人口数", "int", PUBLIC, unit="人")
    collective_income_fen: Mapped[int | None] = field("村级集体经济收入", "money", PUBLIC)
    monitoring_line_fen: Mapped[int | None] = field("当年监测范围", "money", PUBLIC, help="人均纯收入参考线。")
    delisted: Mapped[str | None] = field("是否出列", "choice", PUBLIC, codes="yes_no", help="贫困村是否已退出。")
    per_capita_fen: Mapped[int | None] = field("农民人均纯收入", "money", PUBLIC, synonyms=("农民人均纯收入（元）",))
    natural_villages: Mapped[int | None] = field("自然村数", "int", PUBLIC, unit="个")
    minority_people: Mapped[int | None] = field("少数民族人口", "int", PUBLIC, unit="人", synonyms=("少数民族人口数",))
    labour_people: Mapped[int | None] = field("劳动力人数", "int", PUBLIC, unit="人")
    trained_people: Mapped[int | None] = field("接受培训人数", "int", PUBLIC, unit="人")
    away_people: Mapped[int | None] = field("外出务工人数", "int", PUBLIC, unit="人")
    outside_province_people: Mapped[int | None] = field("省外务工人数", "int", PUBLIC, unit="人", synonyms=("省外务工",))
    poor_households: Mapped[int | None] = field("建档立卡户数", "int", PUBLIC, unit="户", synonyms=("脱贫户数",))
    relocated_households: Mapped[int | None] = field("搬迁户数", "int", PUBLIC, unit="户")
    relocated_people: Mapped[int | None] = field("搬迁人数", "int", PUBLIC, unit="人")
    subsistence_households: Mapped[int | None] = field("低保户数", "int", PUBLIC, unit="户")
    subsistence_people: Mapped[int | None] = field("低保人口数", "int", PUBLIC, unit="人")
    destitute_people: Mapped[int | None] = field("特困供养人口数", "int", PUBLIC, unit="人")
    disabled_people: Mapped[int | None] = field("残疾人口数", "int", PUBLIC, unit="人")
    pension_people: Mapped[int | None] = field(
        "参加城乡居民基本养老保险人数", "int", PUBLIC, unit="人")
    primary_schools: Mapped[int | None] = field("村小学", "int", PUBLIC, unit="个", synonyms=("村小学（个数）",))
    clinics: Mapped[int | None] = field("行政村卫生室个数", "int", PUBLIC, unit="个", synonyms=("卫生室个数",))
    doctors: Mapped[int | None] = field(
        "行政村执业（助理）医师", "int", PUBLIC, unit="人", synonyms=("行政村执业（助理）医师（人）",))
    public_toilets: Mapped[int | None] = field("行政村公共卫生厕所个数", "int", PUBLIC, unit="个", synonyms=("公共卫生厕所个数",))
    libraries: Mapped[int | None] = field("行政村文化（图书）室个数", "int", PUBLIC, unit="个", synonyms=("文化（图书）室个数",))
    waste_points: Mapped[int | None] = field(
        "行政村生产生活垃圾集中堆放点个数", "int", PUBLIC, unit="个", synonyms=("行政村生产生活垃圾集中堆放点个数（个）",))
    coach: Mapped[str | None] = field("是否通客运班车", "choice", PUBLIC, codes="yes_no")
    paved_road: Mapped[str | None] = field(
        "到乡镇是否通沥青（水泥）路", "choice", PUBLIC, codes="yes_no", synonyms=("是否通硬化路",))
    unsafe_water_households: Mapped[int | None] = field("未实现饮水安全户数", "int", PUBLIC, unit="户")
    dangerous_households: Mapped[int | None] = field("危房户数", "int", PUBLIC, unit="户")
    farmland: Mapped[Decimal | None] = field("村耕地面积", "quantity", PUBLIC, unit="亩")
    forest: Mapped[Decimal | None] = field("村林地面积", "quantity", PUBLIC, unit="亩")
    pasture: Mapped[Decimal | None] = field("村牧草地面积", "quantity", PUBLIC, unit="亩")
    water_area: Mapped[Decimal | None] = field("村水面面积", "quantity", PUBLIC, unit="亩")


class Group(Imported, Record):
    """A villagers' group or natural village (村民小组, 自然村)."""

    __tablename__ = "village_group"
    title = "村民小组"

    name: Mapped[str] = field("村民小组", "name", PUBLIC, required=True, synonyms=("组", "组别", "自然村", "村民小组/自然村"))
    pinyin: Mapped[str | None] = field("拼音", "sort", PUBLIC, index=True, volatile=True)


class Officer(Imported, Record):
    """Someone whose office phone may stand on a notice."""

    __tablename__ = "officer"
    title = "干部"

    name: Mapped[str] = field("姓名", "name", PUBLIC, required=True)
    unit: Mapped[str | None] = field("单位", "name", PUBLIC, synonyms=("单位名称",))
    post: Mapped[str | None] = field("职务", "text", PUBLIC)
    phone: Mapped[str | None] = field("办公电话", "phone", PUBLIC, help="只有这里的电话可以印在公示上。")
    role: Mapped[str | None] = field("公示用途", "choice", PUBLIC, codes="officer_role")
    since: Mapped[dt.date | None] = field("任职开始", "day", PUBLIC)
    until: Mapped[dt.date | None] = field("任职结束", "day", PUBLIC)


class Override(InVillage, Record):
    """This book's own value of a policy or of a notice's words, with its reason.

    ``value`` is JSON in the policy's own shape; ``since`` None means always.
    """

    __tablename__ = "override"
    title = "本村规定"

    subject: Mapped[str] = field("项", "code", PUBLIC, required=True, index=True, help="政策或词语的编号。")
    value: Mapped[object] = field("取值", "json", PUBLIC)
    since: Mapped[dt.date | None] = field("起", "day", PUBLIC)
    until: Mapped[dt.date | None] = field("止", "day", PUBLIC)
    reason: Mapped[str | None] = field("依据", "text", PUBLIC)


