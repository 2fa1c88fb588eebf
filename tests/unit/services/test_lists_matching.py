"""Which record a row is about: by code, number, likeness; what is not sure is asked and never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.services.test_lists_dirty import import_, rows_of, written
from villagebook.base.resident_ids import check_digit
from villagebook.models import Household, Membership, Person
from villagebook.services.lists import Decisions, ImportReport
from villagebook.store import Book

HOUSEHOLDS = ("户编号", "户主姓名", "户主证件号码", "村民小组")
PEOPLE = ("户编号", "人口编号", "姓名", "证件号码", "出生日期", "与户主关系", "民族")
ROLL = ("组", "户主姓名", "姓名", "与户主关系", "身份证号", "出生日期", "民族")


def number(place: int, born: str = "19900826") -> str:
    """A made number."""
    first = f"350699{born}{place:03d}"
    return first + check_digit(first)


def people(book: Book, tmp_path: Path, *rows: tuple[Any, ...], name: str = "人信息", **options: Any) -> ImportReport:
    """Take a list of persons."""
    return import_(book, written(tmp_path / f"{name}.xlsx", [PEOPLE, *rows]), **options)


def roll(book: Book, tmp_path: Path, *rows: tuple[Any, ...], name: str = "全村花名册", **options: Any) -> ImportReport:
    """Take a roll."""
    return import_(book, written(tmp_path / f"{name}.xlsx", [ROLL, *rows]), **options)


@pytest.fixture
def two(book: Book, tmp_path: Path) -> Book:
    """Two households, each with a 张伟 whose number nobody knows."""
    rows = [("H350001", "张三", number(1), "上溪"), ("H350002", "张四", number(3), "下溪")]
    import_(book, written(tmp_path / "户信息.xlsx", [HOUSEHOLDS, *rows]))
    people(
        book, tmp_path,
        ("H350001", None, "张伟", None, "2001-02-03", "之子", "汉族"),
        ("H350002", None, "张伟", None, "2002-03-04", "之子", "汉族"),
    )  # fmt: skip
    assert len(rows_of(book, Person)) == 2
    return book


def who(report: ImportReport) -> list[tuple[int, int]]:
    """(row, number of candidates) of each question."""
    return [(question.row, len(question.candidates)) for question in report.asked]


def test_name_and_household_find_the_person_and_the_namesake_next_door_stays(two: Book, tmp_path: Path) -> None:
    report = people(two, tmp_path, ("H350002", None, "张伟", None, None, "之子", "畲族"), name="二")
    assert (report.counts["changed"], who(report)) == (1, [])
    assert sorted(row["ethnicity"] for row in rows_of(two, Person)) == ["汉族", "畲族"]


def test_another_birth_in_the_same_household_is_another_person(two: Book, tmp_path: Path) -> None:
    report = people(two, tmp_path, ("H350002", None, "张伟", None, "1970-01-01", "其他", "汉族"), name="二")
    assert report.counts["new"] == 1


def test_a_number_fills_the_blank_of_the_person_of_this_name_birth_and_household(two: Book, tmp_path: Path) -> None:
    own = number(5, "20020304")
    report = people(two, tmp_path, ("H350002", None, "张伟", own, None, "之子", None), name="二")
    assert report.counts["changed"] == 1
    assert [row["id_number"] for row in rows_of(two, Person) if row["id_number"]] == [own]


def test_a_row_without_household_is_asked_with_what_tells_the_candidates_apart(two: Book, tmp_path: Path) -> None:
    report = people(two, tmp_path, (None, None, "张伟", None, None, "之子", "畲族"), name="二", kind="people")
    (row,) = report.rows
    assert row.outcome == "refused"
    assert row.reason.endswith("请指定是谁")
    assert who(report) == [(2, 2)]
    assert {c.words.partition("；")[2] for c in report.asked[0].candidates} == {"户主张三（上溪）", "户主张四（下溪）"}
    assert report.changed.seq is None
    assert {row["ethnicity"] for row in rows_of(two, Person)} == {"汉族"}


@pytest.mark.parametrize(("answer", "persons"), [(0, 2), (1, 2), ("new", 3)])
def test_the_answer_is_obeyed(two: Book, tmp_path: Path, answer: int | str, persons: int) -> None:
    row = (None, None, "张伟", None, None, "之子", "畲族")
    asked = people(two, tmp_path, row, name="二", kind="people", dry_run=True).asked[0]
    key = answer if isinstance(answer, str) else str(asked.candidates[answer].key)
    told = Decisions(who={("二.xlsx", "Sheet", 2): key})
    report = people(two, tmp_path, row, name="二", kind="people", decisions=told)
    assert (report.counts["refused"], report.asked) == (0, ())
    found = {str(one["id"]): one["ethnicity"] for one in rows_of(two, Person)}
    assert len(found) == persons
    assert [one for one, nation in found.items() if nation == "畲族"] == ([key] if persons == 2 else list(found)[-1:])


def test_two_numbers_of_one_name_birth_and_household_are_asked_when_one_may_be_a_slip(
    book: Book, tmp_path: Path
) -> None:
    wrong = number(7)[:-1] + ("0" if number(7)[-1] != "0" else "1")
    roll(book, tmp_path, ("上溪", "张三", "张三", "户主", number(1), None, None),
         ("上溪", "张三", "张小", "之女", wrong, "1990-08-26", None))  # fmt: skip
    report = roll(book, tmp_path, ("上溪", "张三", "张小", "之女", number(7), "1990-08-26", None), name="花名册二")
    assert (report.counts["refused"], who(report)) == (1, [(2, 1)])
    assert len(rows_of(book, Person)) == 2


def test_a_roll_without_numbers_taken_again_doubles_nobody(book: Book, tmp_path: Path) -> None:
    rows = [
        ("上溪", "张三", "张三", "户主", None, None, None),
        ("上溪", "张三", "张伟", "之子", None, None, None),
        ("下溪", "张四", "张四", "户主", None, None, None),
        ("下溪", "张四", "张伟", "之子", None, None, None),
    ]
    assert roll(book, tmp_path, *rows).counts["new"] == 4
    report = roll(book, tmp_path, *rows)
    assert (report.counts["unchanged"], report.changed.seq) == (4, None)


def test_heads_of_one_name_in_two_groups_are_two_households(book: Book, tmp_path: Path) -> None:
    rows = [("上溪", "张三", "张三", "户主", None, None, None), ("下溪", "张三", "张三", "户主", None, None, None)]
    assert roll(book, tmp_path, *rows).counts["new"] == 2
    assert sorted(row["group_name"] for row in rows_of(book, Household)) == ["上溪", "下溪"]
    assert roll(book, tmp_path, *rows).counts["unchanged"] == 2


def test_a_household_by_its_heads_name_alone_is_asked_when_two_fit(book: Book, tmp_path: Path) -> None:
    rows = [("上溪", "张三", "张三", "户主", None, None, None), ("下溪", "张三", "张三", "户主", None, None, None)]
    roll(book, tmp_path, *rows)
    path = written(tmp_path / "电话变更.xlsx", [("户主姓名", "新电话"), ("张三", "13900000001")])
    report = import_(book, path)
    (question,) = report.asked
    assert (question.table, sorted(c.words for c in question.candidates)) == ("household", ["张三，上溪", "张三，下溪"])
    chosen = next(c for c in question.candidates if c.words == "张三，下溪")
    import_(book, path, decisions=Decisions(who={("电话变更.xlsx", "Sheet", 2): str(chosen.key)}))
    phones = {row["group_name"]: row["phone"] for row in rows_of(book, Household)}
    assert phones == {"上溪": None, "下溪": "13900000001"}


def test_a_listed_household_that_may_be_one_of_the_roll_is_asked(book: Book, tmp_path: Path) -> None:
    roll(book, tmp_path, ("上溪", "张三", "张三", "户主", None, None, None))
    path = written(tmp_path / "户信息.xlsx", [("户编号", "户主姓名", "家庭人口数"), ("35069901", "张三", 1)])
    report = import_(book, path)
    assert who(report) == [(2, 1)]
    key = str(report.asked[0].candidates[0].key)
    import_(book, path, decisions=Decisions(who={("户信息.xlsx", "Sheet", 2): key}))
    assert [row["code"] for row in rows_of(book, Household)] == ["35069901"]


def test_a_refused_row_leaves_no_trace_of_what_it_says_besides(two: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "二.xlsx", [(*PEOPLE, "组"), (None, None, "张伟", None, None, "之子", "畲族", "新组")])
    other = written(tmp_path / "三.xlsx", [PEOPLE, ("H350001", None, "张五", None, None, "之女", "")])
    report = import_(two, path, other, kind="people")
    assert (report.counts["new"], report.counts["refused"]) == (1, 1)
    assert all(row["group_name"] != "新组" for row in rows_of(two, Household))


def test_a_person_listed_before_their_household_is_the_same_the_next_time(book: Book, tmp_path: Path) -> None:
    row = ("H350009", None, "张伟", None, None, "之子", "汉族")
    people(book, tmp_path, row)
    assert people(book, tmp_path, row).counts["unchanged"] == 1
    assert len(rows_of(book, Membership)) == 1


# --- records that a full list ought to name ---------------------------------------------------------------------------

MEMBERS = [
    ("H350001", f"H35000100{n}", name, None, None, "户主" if n == 1 else "之子", "汉族")
    for n, name in enumerate(("甲一", "乙二", "丙三", "丁四"), 1)
]


def test_what_a_full_list_leaves_out_is_listed_and_stays(book: Book, tmp_path: Path) -> None:
    assert people(book, tmp_path, *MEMBERS).missing == ()
    report = people(book, tmp_path, *MEMBERS[:3], name="二")
    assert [(m.table, m.code, m.name, m.file) for m in report.missing] == [
        ("person", "H350001004", "丁四", "二.xlsx")
    ]
    assert len(rows_of(book, Person)) == 4


def test_a_list_of_a_few_is_no_full_list(book: Book, tmp_path: Path) -> None:
    people(book, tmp_path, *MEMBERS)
    assert people(book, tmp_path, MEMBERS[0], name="二").missing == ()


def test_two_sheets_that_name_all_together_leave_nobody_out(book: Book, tmp_path: Path) -> None:
    people(book, tmp_path, *MEMBERS)
    path = written(tmp_path / "二.xlsx", [PEOPLE, *MEMBERS[:2]], [PEOPLE, *MEMBERS[2:]])
    assert import_(book, path).missing == ()


def test_a_list_of_another_village_leaves_nobody_out(book: Book, tmp_path: Path) -> None:
    people(book, tmp_path, *MEMBERS)
    path = written(tmp_path / "二.xlsx", [("村", *PEOPLE), *(("别的村", *row) for row in MEMBERS[:3])])
    assert import_(book, path).missing == ()


def test_lists_of_the_national_system_are_not_asked_for_households_of_the_roll(book: Book, tmp_path: Path) -> None:
    roll(book, tmp_path, ("上溪", "张三", "张三", "户主", None, None, None))
    rows = [("H350001", "甲一", number(1), "上溪"), ("H350002", "乙二", number(3), "上溪")]
    report = import_(book, written(tmp_path / "户信息.xlsx", [HOUSEHOLDS, *rows]))
    assert report.missing == ()
    report = import_(book, written(tmp_path / "户信息.xlsx", [HOUSEHOLDS, rows[0]]))
    assert [m.name for m in report.missing] == ["乙二"]


def test_a_list_of_another_village_is_said_once_and_a_stray_row_by_itself(book: Book, tmp_path: Path) -> None:
    rows = [(village, *row) for village, row in zip(("别的村",) * 3, MEMBERS[:3], strict=True)]
    findings = import_(book, written(tmp_path / "一.xlsx", [("村", *PEOPLE), *rows]), dry_run=True).findings
    assert [(f.id, f.subject) for f in findings] == [("import.other-village", "一.xlsx Sheet")]
    assert "别的村（3 行），这本书是清溪村" in findings[0].message
    rows = [("清溪村", *row) for row in MEMBERS[:2]] + [("别的村", *MEMBERS[2])]
    report = import_(book, written(tmp_path / "二.xlsx", [("村", *PEOPLE), *rows]), dry_run=True)
    assert [row.reason for row in report.rows] == ["", "", "表里写的是别的村，这本书是清溪村"]


def test_codes_of_another_village_show_that_the_list_is_not_of_this_one(book: Book, tmp_path: Path) -> None:
    rows = [(f"35069910120300{n:02d}", "甲一", number(n), "上溪") for n in (1, 3)]
    assert not import_(book, written(tmp_path / "一.xlsx", [HOUSEHOLDS, *rows]), dry_run=True).findings
    others = [(f"35069910120400{n:02d}", "甲一", number(n), "上溪") for n in (1, 3)]
    findings = import_(book, written(tmp_path / "二.xlsx", [HOUSEHOLDS, *others]), dry_run=True).findings
    assert [(f.field, f.message) for f in findings] == [
        ("户编号", "这张表的户编号是别的村的：350699101204（2 行），这本书是清溪村")
    ]


def test_a_new_code_under_a_known_name_and_number_is_asked_and_doubles_nobody(book: Book, tmp_path: Path) -> None:
    heads = [("3506991012030001", "甲一", number(1), "上溪"), ("3506991012030002", "乙二", number(3), "上溪")]
    import_(book, written(tmp_path / "户.xlsx", [HOUSEHOLDS, *heads]))
    members = [(*row[:3], number(place), *row[4:]) for place, row in enumerate(MEMBERS, 1)]
    people(book, tmp_path, *members)
    slipped = written(tmp_path / "一.xlsx", [HOUSEHOLDS, ("3506991012030009", *heads[0][1:]), heads[1]])
    report = import_(book, slipped, dry_run=True)
    assert (who(report), report.count("new"), report.count("unchanged")) == ([(2, 1)], 0, 1)
    assert import_(book, slipped, dry_run=True, decisions=Decisions(who={("一.xlsx", "Sheet", 2): "new"})).count("new")
    one, *others = members
    report = people(book, tmp_path, (one[0], f"{one[1]}9", *one[2:]), *others, name="二", dry_run=True)
    assert (who(report), report.count("new")) == ([(2, 1)], 0)
    # Two rows of one list with one number are two records, as the check wants to see them.
    report = people(book, tmp_path, one, (one[0], f"{one[1]}9", *one[2:]), name="三", dry_run=True)
    assert (who(report), report.count("new")) == ([], 1)


def test_a_masked_number_erases_nothing_and_speaks_against_another_of_the_name(book: Book, tmp_path: Path) -> None:
    members = [(*row[:3], number(place), *row[4:]) for place, row in enumerate(MEMBERS, 1)]
    people(book, tmp_path, *members)
    one = number(1)
    coded = (*MEMBERS[0][:3], f"{one[:6]}********{one[14:]}", *MEMBERS[0][4:])
    people(book, tmp_path, coded, name="二")
    assert [row["id_number"] for row in rows_of(book, Person)] == [number(place) for place in range(1, 5)]
    roll = ("户编号", "姓名", "证件号码", "与户主关系")
    fitting = ("H350001", "甲一", f"{one[:6]}********{one[14:]}", "户主")
    other = ("H350001", "乙二", f"{one[:6]}********9999", "之子")
    report = import_(book, written(tmp_path / "三.xlsx", [roll, fitting, other]), kind="people", dry_run=True)
    assert ([row.outcome for row in report.rows], who(report)) == (["unchanged", "refused"], [(3, 1)])


def test_a_row_without_code_belongs_to_the_household_of_the_head_it_names(two: Book, tmp_path: Path) -> None:
    before = len(rows_of(two, Person))
    head = rows_of(two, Household)[0]
    headings = ("姓名", "与户主关系", "户主姓名", "健康状况")
    path = written(tmp_path / "三.xlsx", [headings, ("新来", "之子", head["head_name"], "健康")])
    assert import_(two, path, kind="people").count("new") == 1
    assert import_(two, path, kind="people").count("unchanged") == 1
    made = next(row for row in rows_of(two, Person) if row["name"] == "新来")
    joined = next(row for row in rows_of(two, Membership) if row["person_id"] == made["id"])
    assert (joined["household_id"], joined["household_code"]) == (head["id"], head["code"])
    assert len(rows_of(two, Person)) == before + 1


def test_two_rows_of_one_person_under_two_names_are_said(book: Book, tmp_path: Path) -> None:
    one = ("H350001", None, "甲一", f"{number(1)}42", None, "户主", None)
    two = ("H350001", None, "甲二", number(1), None, "户主", None)
    report = people(book, tmp_path, one, two, dry_run=True)
    assert [(f.id, f.message) for f in report.findings] == [
        ("import.two-names", "前面有一行也是这个人，写的是甲一，按这一行收了")
    ]
