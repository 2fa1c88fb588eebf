"""What goes out is looked at first; over a finding only with a reason, and the reason stays."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests import made_books
from tests.unit.exporting.leaks import made_files as made
from villagebook.base.errors import UserError
from villagebook.cli import main_group
from villagebook.models import Household, Membership, Person, PersonYear
from villagebook.services import books, fields, history, release, tables
from villagebook.store import Book, Undo

TODAY = made_books.TODAY
ACTOR = "测试"


@pytest.fixture
def book(sample: Book) -> Book:
    """A copy of the sample book."""
    return sample


def a_secret(book: Book) -> str:
    """The ID number of somebody in the book."""
    with book.read() as connection:
        return str(connection.execute(select(Person.id_number).where(Person.id_number.is_not(None))).scalars().first())


def run(*args: object) -> tuple[int, str]:
    """Run a command; (exit status, what it said)."""
    done = CliRunner().invoke(main_group, [str(one) for one in args], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return int(done.return_value or 0), done.output


def test_a_stored_number_is_found_in_any_file_of_the_book(told: Book) -> None:
    secret = a_secret(told)
    spaced = f"{secret[:6]} {secret[6:14]}\n{secret[14:]}"
    hits = release.check_public(told, "a.docx", made.docx(made.paragraph(made.run(spaced))))
    assert [hit.kind for hit in hits] == ["secret_number"]
    assert secret not in str(hits)


def test_words_of_a_programme_may_stand_in_titles_of_the_book_s_notices_only(told: Book) -> None:
    name = next(kind.name for kind in release.NOTICE_KINDS if kind.id == "disability-subsidies")
    assert release.check_public(told, "a.txt", name.encode()) == ()
    assert [hit.kind for hit in release.check_public(told, "a.txt", "他家有残疾人".encode())] == ["word"]


def test_a_child_s_name_beside_the_school_of_the_book(book: Book) -> None:
    with book.work("x", ACTOR, "登记学校", Undo.INVERSE) as work:
        query = select(Person.id, Person.name).where(Person.born > TODAY.replace(year=TODAY.year - 15))
        child, name = work.connection.execute(query).first() or (None, "")
        work.write_rows(PersonYear, inserts=[{"person_id": child, "year": 2031, "school_name": "云岭育才校"}])
        work.commit()
    told = [hit.kind for hit in release.check_public(book, "a.txt", f"{name}在云岭育才校".encode(), on=TODAY)]
    assert told == ["child"]
    later = TODAY.replace(year=TODAY.year + 18)
    assert release.check_public(book, "a.txt", f"{name}在云岭育才校".encode(), on=later) == ()
    assert release.check_public(book, "a.txt", f"{name}领到补助".encode(), on=TODAY) == ()


def test_a_file_is_kept_back_until_a_reason_is_given_and_the_reason_is_journalled(book: Book) -> None:
    data = "联系 13700137000".encode()
    with pytest.raises(UserError, match="第 1 行：不是办公电话的手机号码") as caught:
        release.let_out(book, "名单.txt", data, actor=ACTOR, on=TODAY)
    assert caught.value.id == release.KEPT_BACK
    assert "13700137000" not in str(caught.value)
    before = len(history.entries(book))
    assert [hit.kind for hit in release.let_out(book, "名单.txt", data, why="本人书面同意", actor=ACTOR)] == ["mobile"]
    entry = history.entries(book)[0]
    assert (len(history.entries(book)), entry.verb, entry.heading) == (
        before + 1, "paper.release", "放行 名单.txt：本人书面同意")
    kept, = release.released(book)
    assert (kept.name, kept.why, kept.who, len(kept.hits)) == ("名单.txt", "本人书面同意", ACTOR, 1)
    assert "13700137000" not in str(kept)
    assert history.verify(book) == []


def test_a_clean_file_leaves_no_trace_whatever_is_said(book: Book) -> None:
    before = len(history.entries(book))
    assert release.let_out(book, "a.txt", "清溪村".encode(), why="多写的", actor=ACTOR) == ()
    assert release.release(book, "a.txt", "清溪村".encode(), "多写的", actor=ACTOR).seq is None
    assert len(history.entries(book)) == before


def test_a_ledger_has_a_public_edition_that_passes_or_says_that_it_has_none(told: Book, tmp_path: Path) -> None:
    public = 0
    for ledger in [tables.ledger("import-rows"), *list(tables.all_ledgers())[::5]]:
        target = tmp_path / f"{ledger.id}.csv"
        if any(column.privacy == "public" for column in ledger.columns):
            tables.export(told, ledger.id, target, on=TODAY, public=True)
            public += target.exists()
            continue
        with pytest.raises(UserError, match="没有可以公开的栏目"):
            tables.export(told, ledger.id, target, on=TODAY, public=True)
        assert not target.exists()
    assert public > 5


def test_a_public_ledger_shows_public_columns_and_is_kept_back_for_what_was_typed_into_them(
    book: Book, tmp_path: Path
) -> None:
    target = tmp_path / "农户.xlsx"
    tables.export(book, "people", target, on=TODAY, public=True)
    shown = {str(cell.value) for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row}
    assert a_secret(book) not in shown
    assert "证件号码" not in shown
    assert "姓名" in shown
    with book.read() as connection:
        query = select(Person.id).join(Membership, Membership.person_id == Person.id).join(
            Household, Household.id == Membership.household_id).where(Membership.through_on.is_(None))
        person = connection.execute(query.order_by(Person.code)).scalars().first()
    fields.edit(book, "person", person, "name", "林电话13700137000", actor=ACTOR)
    target.unlink()
    with pytest.raises(UserError, match="“姓名”：不是办公电话的手机号码"):
        tables.export(book, "people", target, on=TODAY, public=True)
    assert not target.exists()
    tables.export(book, "people", target, on=TODAY, public=True, why="核对用", actor=ACTOR)
    assert target.exists()
    assert history.entries(book)[0].verb == "paper.release"
    with pytest.raises(UserError, match="不加密码"):
        tables.export(book, "people", target, on=TODAY, public=True, password="abcd1234")


def test_files_are_looked_at_on_the_command_line(tmp_path: Path) -> None:
    book = made_books.sample()
    clean, bad, photo = tmp_path / "好.txt", tmp_path / "名单.xlsx", tmp_path / "照片.jpg"
    clean.write_text("清溪村公示", encoding="utf-8")
    workbook = made.roster()
    workbook["名单"]["D4"] = "13700137000"
    bad.write_bytes(made.saved(workbook))
    photo.write_bytes(made.jpg(gps=True))
    assert run("scan", book, clean) == (0, "好.txt：没有查出不该公开的内容\n")
    status, said = run("scan", book, clean, bad, photo, tmp_path / "没有.pdf")
    assert status == 1
    assert "  工作表“名单”的 D4“备注”：不是办公电话的手机号码 137******00" in said
    assert "  照片信息 位置：拍照的位置 有经纬度" in said
    assert "没有.pdf：打不开" in said
    status, said = run("scan", book, bad, "--json")
    hit = json.loads(said)["files"][0]["hits"][0]
    assert (status, hit["kind"], hit["cell"]) == (1, "mobile", "D4")
    with pytest.raises(UserError, match="没有说查哪些文件"):
        run("scan", book)


def test_photos_are_saved_again_without_their_position_beside_none_of_the_old(tmp_path: Path) -> None:
    photo, folder = tmp_path / "近景.jpg", tmp_path / "出门"
    photo.write_bytes(made.jpg(gps=True))
    folder.mkdir()
    status, said = run("scan", made_books.sample(), photo, "--clean", folder)
    assert status == 1
    assert "已另存" in said
    assert run("scan", made_books.sample(), folder / "近景.jpg")[0] == 0
    with pytest.raises(UserError, match="已经有了"):
        run("scan", made_books.sample(), photo, "--clean", tmp_path)


def test_a_public_ledger_on_the_command_line_and_what_was_released(tmp_path: Path) -> None:
    book = made_books.a_copy(made_books.sample(), tmp_path)
    target = tmp_path / "户.csv"
    assert run("export", book, "households", "-o", target, "--public")[0] == 0
    assert "联系电话" not in target.read_text(encoding="utf-8-sig")
    assert "没有放行过" in run("scan", book, "--released")[1]
    with books.open_book(book) as opened:
        release.release(opened, "名单.txt", b"13700137000", "同意公开", actor=ACTOR)
    assert "放行“名单.txt”：同意公开" in run("scan", book, "--released")[1]
