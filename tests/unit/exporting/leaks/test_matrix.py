"""Planted leaks of many kinds, found in each kind of file with their places."""

from __future__ import annotations

import pytest

from tests.unit.exporting.leaks import made_files as made
from tests.unit.exporting.leaks.pages import page, pdf
from villagebook.exporting.leaks import Children, LeakRules, Literals, scan_file

ID, WRONG_ID = "350699195803040020", "350699195803040024"
CARD, PHONE, OFFICE = "6228480012345678903", "13800138000", "13900139000"
REMARK = "长期住院由女儿在家照顾需要经常走访"
RULES = LeakRules(
    secrets=Literals([ID, PHONE, REMARK, "8765432"]), office_phones=["0593-8765430", OFFICE],
    children=Children({"林小宝": ["清溪育才校"], "陈思": []}),
)  # fmt: skip

#: Name -> (what is written, kind of leak).
LEAKS: dict[str, tuple[str, str]] = {
    "stored": (ID, "secret_number"),
    "over lines": (f"{ID[:12]}\n{ID[12:]}", "secret_number"),
    "blanks": (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "secret_number"),
    "full-width": ("３５０６９９１９５８０３０４００２４", "id_number"),
    "hyphens": ("350699-19580304-0024", "id_number"),
    "points": ("350699.19580304.0024", "id_number"),
    "starred": ("3506**********0024", "masked"),
    "stars of another kind": ("350699＊＊＊＊＊＊＊＊0024", "masked"),
    "starred card": ("6228 **** **** 8903", "masked"),
    "starred mobile": ("138****8000", "masked"),
    "full-width mobile": ("１３８００１３８０００", "secret_number"),
    "old number": ("350699580304002", "id_number"),
    "card": (CARD, "card"),
    "card in fours": ("6228 4800 1234 5678 903", "card"),
    "foreign mobile": ("13700137000", "mobile"),
    "mobile with points": ("138.0013.8000", "secret_number"),
    "health": ("因 病致贫", "word"),
    "starred illness": ("尿＊症", "word"),
    "child and school": ("林小宝在清溪小学", "child"),
    "child and own school": ("林小宝，清溪育才校", "child"),
    "child and class": ("陈思，二（3）班", "child"),
    "remark": ("长期住院由女儿 在家照顾需要经常走访", "secret_text"),
}
leaks = pytest.mark.parametrize("name", LEAKS)


def found(file: str, data: bytes) -> list[tuple[str, str]]:
    return [(hit.kind, hit.where) for hit in scan_file(file, data, RULES)]


@leaks
def test_in_a_pdf(name: str) -> None:
    text, kind = LEAKS[name]
    lines = [f"说明：{text.partition(chr(10))[0]}", *text.split("\n")[1:]]
    hits = found("a.pdf", pdf(page("清溪村公示", *lines)))
    assert (kind, "第 1 页上部“说明”旁") in hits or (kind == "child" and hits == [(kind, "第 1 页上部“说明”旁")])
    assert {one for one, _ in hits} == {kind}


@leaks
def test_in_a_workbook(name: str) -> None:
    text, kind = LEAKS[name]
    book = made.roster()
    book["名单"]["D4"] = text
    assert set(found("a.xlsx", made.saved(book))) == {(kind, "工作表“名单”的 D4“备注”")}


@leaks
def test_in_a_document(name: str) -> None:
    text, kind = LEAKS[name]
    body = made.paragraph(made.run("清溪村公示")) + made.table(
        ("序号", "户主", "备注"), ("1", "林秀兰", "无"), ("2", "林秀兰", text))
    assert set(found("a.docx", made.docx(body))) == {(kind, "表格 1 第 2 行“备注”")}


@leaks
def test_in_a_photo(name: str) -> None:
    text, kind = LEAKS[name]
    comment = b"UNICODE\0" + text.encode("utf-16-le")
    assert set(found("a.jpg", made.jpg(comment_field=comment))) == {(kind, "照片信息 用户注释")}


@leaks
def test_in_texts_and_web_pages_and_packages(name: str) -> None:
    text, kind = LEAKS[name]
    assert {one for one, _ in found("a.txt", f"清溪村\n{text}\n".encode("gb18030"))} == {kind}
    flat = text.replace("\n", "")
    table = f'序号,户主,备注\n1,林秀兰,无\n2,林秀兰,"{text}"\n'
    assert set(found("a.csv", table.encode("utf-8-sig"))) == {(kind, "第 3 行“备注”")}
    assert set(found("a.html", f"<p>清溪村</p><!-- {flat} -->".encode())) == {(kind, "网页注释")}
    inside = made.zipped({"公示/a.jpg": made.jpg(comment=flat.encode())})
    assert set(found("a.zip", inside)) == {(kind, "公示/a.jpg 照片信息 注释")}
