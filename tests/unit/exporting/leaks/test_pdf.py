from __future__ import annotations

import io
import random

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from tests.unit.exporting.leaks.pages import page, pdf
from villagebook.base.errors import KnownError
from villagebook.exporting.leaks import LeakRules, Literals, scan_pdf

ID, PHONE = "350699195803040020", "13800138000"
BARE = LeakRules()


def kinds(data, rules=BARE):
    return [(hit.kind, hit.page) for hit in scan_pdf(data, rules)]


def test_a_hit_names_its_page_and_place():
    hit, = scan_pdf(pdf(page("清溪村公示"), page("林秀兰", f"证件号码 {ID}")), BARE)
    assert (hit.kind, hit.page, hit.where) == ("id_number", 2, "第 2 页上部“证件号码”旁")
    (left, bottom, right, top), = hit.rects
    assert 60 + 4 * 10.5 < left < right < 60 + 4 * 10.5 + 20 * 6.5
    assert 762 - 3 < bottom < top < 762 + 10.5


def test_a_number_broken_at_the_end_of_a_line_is_found_in_both_lines():
    hit, = scan_pdf(pdf(page(f"说明：林秀兰，证件号码 {ID[:10]}", ID[10:])), BARE)
    assert hit.kind == "id_number"
    assert len(hit.rects) == 2


@pytest.mark.parametrize("line", ["３５０６９９１９５８０３０４００２４", "350699 19580304 0024",
                                  "350699-19580304-0024",
                                  "3506**********0024", "138-0013-8000", "6228 4800 1234 5678 901"])
def test_dressed_up_numbers_are_found(line):
    assert len(kinds(pdf(page(f"说明：{line}。")))) == 1


def test_a_number_drawn_in_pieces_is_found():
    assert kinds(pdf([(60, 700, ID[:6]), (60 + 6 * 5.8, 700, ID[6:14]), (60 + 14 * 5.8, 700, ID[14:])])) == [
        ("id_number", 1)]


def test_amounts_side_by_side_are_no_card():
    cells = [(60 + 30 * column, 700.0 - 14 * line, text) for line in range(5)
             for column, text in enumerate(["6222", "4800", "1234", "5678", "138", "0013", "8000", "6222"])]
    assert kinds(pdf(cells)) == []
    by_column = sorted(cells, key=lambda cell: (cell[0], -cell[1]))
    assert kinds(pdf(by_column)) == []


def test_a_code_at_the_end_of_a_row_is_not_read_on_in_the_next_row():
    rows = [[(60, 700 - 18 * line, str(line + 10)), (300, 700 - 18 * line, "3506992002030112")] for line in range(40)]
    assert kinds(pdf([cell for row in rows for cell in row])) == []


def test_white_and_tiny_text_is_found():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica", 1)
    canvas.drawString(100, 100, PHONE)
    canvas.save()
    assert kinds(buffer.getvalue()) == [("mobile", 1)]


def test_file_properties_bookmarks_notes_and_attachments_are_looked_at():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setSubject(f"附 {PHONE}")
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry(f"名单 {ID}", "a")
    canvas.textAnnotation(f"核对 {PHONE}", Rect=(10, 10, 20, 20))
    canvas.drawString(100, 100, "x")
    canvas.save()
    hits = scan_pdf(buffer.getvalue(), BARE)
    assert [(hit.kind, hit.where) for hit in hits] == [
        ("mobile", "第 1 页的批注"), ("mobile", "文件属性 主题"), ("id_number", "书签")]


def test_a_page_that_is_only_an_image_is_reported():
    from PIL import Image

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawInlineImage(Image.new("L", (8, 8)), 10, 10)
    canvas.showPage()
    canvas.rect(10, 10, 50, 50)
    canvas.showPage()
    canvas.save()
    assert kinds(buffer.getvalue()) == [("unchecked", 1)]


def test_what_is_no_pdf_is_an_error_and_not_clean():
    with pytest.raises(KnownError) as caught:
        scan_pdf(b"%PDF-1.4 cut off", BARE)
    assert caught.value.id == "leaks.unreadable"


def test_title_words_are_allowed_in_a_title_over_two_lines():
    rules = LeakRules(titles=["清溪村2025年残疾人两项补贴公示"], title_words=["残疾人"])
    assert kinds(pdf(page("清溪村2025年残疾人", "两项补贴公示", "林秀兰 80 元")), rules) == []
    assert kinds(pdf(page("清溪村2025年残疾人", "两项补贴公示", "林秀兰 残疾人")), rules) == [("word", 1)]


def test_a_table_whose_cells_wrap_is_searched():
    buffer = io.BytesIO()
    number = "350699195803040024"  # its check digit is wrong: only its place tells that the two lines belong together
    rows = [["No", "ID", "PHONE"], ["1", f"{number[:9]}\n{number[9:]}", "139001\n39000"], ["2", "-", "-"]]
    SimpleDocTemplate(buffer, pagesize=A4).build([Table(rows)])
    assert kinds(buffer.getvalue(), LeakRules(secrets=Literals(["13900139000"]))) == [
        ("id_number", 1), ("secret_number", 1)]


def test_a_clean_list_of_a_village_is_silent_against_everything_stored():
    chance = random.Random(7)
    secrets = Literals(
        [f"350699{chance.randint(1930, 2020)}0{n % 9 + 1}1{n % 10}{n:04d}" for n in range(4000)]
        + [f"1{chance.randint(3, 9)}{chance.randint(0, 10**9 - 1):09d}" for _ in range(4000)]
        + [str(chance.randint(2000000, 8999999)) for _ in range(500)])
    lines = [f"{n} 林秀兰 第{n % 9}组 {chance.randint(1, 9)} {chance.randint(100, 99999) / 100:,.2f} "
             f"{chance.randint(1, 5000)} {chance.randint(10**4, 10**7) / 100:,.2f}" for n in range(40)]
    rules = LeakRules(secrets=secrets, office_phones=["0593-8765432"])
    assert kinds(pdf(page(*lines, "核对码 8f3a91c4  清溪公示〔2025〕17号  0593-8765432")), rules) == []
