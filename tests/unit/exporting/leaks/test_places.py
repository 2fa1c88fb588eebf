"""Every corner of a finished file is looked at, and a hit says which one."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.unit.exporting.leaks import made_files as made
from tests.unit.exporting.leaks.pages import page, pdf
from villagebook.exporting.leaks import Children, LeakRules, is_located, scan_file

ID, PHONE = "350699195803040024", "13800138000"
BARE = LeakRules()
SS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def found(name: str, data: bytes, rules: LeakRules = BARE) -> list[tuple[str, str]]:
    return [(hit.kind, hit.where) for hit in scan_file(name, data, rules)]


# Photos


@pytest.mark.parametrize(("photo", "where"), [
    (made.jpg({0x010E: PHONE}), "说明"), (made.jpg({0x013B: f"摄影 {PHONE}"}), "作者"),
    (made.jpg({0x9C9C: PHONE.encode("utf-16-le") + b"\0\0"}), "备注"),
    (made.jpg({0x9C9E: PHONE.encode("utf-16-le")}), "标记"),
    (made.jpg(comment_field=b"ASCII\0\0\0" + PHONE.encode()), "用户注释"),
    (made.jpg(comment_field=b"UNICODE\0" + PHONE.encode("utf-16-be")), "用户注释"),
    (made.jpg(comment=f"电话{PHONE}".encode("gb18030")), "注释"), (made.jpg(iptc=f"电话{PHONE}"), "说明"),
    (made.jpg(xmp=f"电话{PHONE}"), "说明"), (made.jpg({0x010E: PHONE}, form="webp"), "说明"),
    (made.png(Author=f"摄影 {PHONE}"), "Author"), (made.png(**{"XML:com.adobe.xmp": made.packet(PHONE)}), "说明"),
])  # fmt: skip
def test_what_a_photo_says(photo: bytes, where: str) -> None:
    assert set(found("a.jpg", photo)) == {("mobile", f"照片信息 {where}")}


def test_where_a_photo_was_taken() -> None:
    assert found("a.jpg", made.jpg(gps=True)) == [("location", "照片信息 位置")]
    assert found("a.webp", made.jpg(gps=True, form="webp")) == [("location", "照片信息 位置")]
    told = made.packet("27,8.508N", "exif:GPSLatitude xmlns:exif='http://ns.adobe.com/exif/1.0/'")
    told = told.replace("</exif:GPSLatitude xmlns:exif='http://ns.adobe.com/exif/1.0/'>", "</exif:GPSLatitude>")
    assert found("a.png", made.png(**{"XML:com.adobe.xmp": told})) == [("location", "照片信息 位置")]
    assert is_located(made.jpg(gps=True))
    assert not is_located(made.jpg({0x010E: "公示栏"}))


def test_a_second_picture_behind_a_photo_is_looked_at() -> None:
    assert ("location", "照片信息 位置") in found("a.jpg", made.jpg(behind=made.jpg(gps=True)))


def test_a_stored_number_in_the_camera_makers_data_is_found() -> None:
    from villagebook.exporting.leaks import Literals

    rules = LeakRules(secrets=Literals([ID]))
    assert found("a.jpg", made.jpg({0x927C: b"\1\2\3maker" + ID.encode() + b"\0"}), rules) == [
        ("secret_number", "照片信息 其他数据")]


def test_an_ordinary_photo_is_silent() -> None:
    fields = {0x010F: "HUAWEI", 0x0110: "P40", 0x0132: "2026:03:11 09:12:44", 0xA431: "6228480012345678903"}
    assert found("IMG_20260311_091244.jpg", made.jpg(fields, xmp="公示栏近景")) == []


# PDFs


def test_a_photo_on_a_page_says_where_it_was_taken() -> None:
    photo = ImageReader(io.BytesIO(made.jpg({0x010E: PHONE}, gps=True)))

    def draw(canvas: object) -> None:
        canvas.drawString(100, 700, "A")
        canvas.showPage()
        canvas.drawImage(photo, 60, 60, 40, 30)
        canvas.drawString(100, 700, "B")

    assert found("a.pdf", made.canvas_pdf(draw)) == [
        ("location", "第 2 页的照片信息 位置"), ("mobile", "第 2 页的照片信息 说明")]


def test_properties_of_other_programs_and_xmp_and_what_was_replaced() -> None:
    plain = pdf(page("清溪村公示"))
    title = b"\xfe\xff" + "公示".encode("utf-16-be")
    info = b"1 0 obj\n<< /Title (" + title + b") /Company (tel " + PHONE.encode() + b") >>\nendobj\n"
    told = f"电话{PHONE}".encode("utf-16-be").hex().encode()
    assert found("a.pdf", plain + info) == [("mobile", "文件属性 单位")]
    assert found("a.pdf", plain + b"9 0 obj\n<</Manager <feff" + told + b">>>\nendobj") == [("mobile", "文件属性 经理")]
    xmp = made.packet(PHONE).encode()
    stream = b"8 0 obj\n<< /Type /Metadata /Subtype /XML >>\nstream\n" + xmp + b"\nendstream\nendobj\n"
    assert found("a.pdf", plain + stream) == [("mobile", "文件属性 description")]


def test_a_file_attached_to_a_pdf_is_scanned() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(page("清溪村公示")))
    document.new_attachment("名单.csv").set_data(f"姓名,电话\n林秀兰,{PHONE}\n".encode())
    out = io.BytesIO()
    document.save(out)
    assert found("a.pdf", out.getvalue()) == [("mobile", "文件附件 名单.csv 第 2 行“电话”")]


def test_a_large_picture_beside_text_cannot_be_checked() -> None:
    def draw(canvas: object) -> None:
        canvas.drawString(100, 700, "scanned by")
        canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 590, 600)

    assert found("a.pdf", made.canvas_pdf(draw)) == [("unchecked", "第 1 页")]


def test_a_child_and_the_school_in_other_cells_of_the_row() -> None:
    rules = LeakRules(children=Children({"林小宝": []}))
    row = [(60, 700.0, "1"), (120, 700.0, "林小宝"), (300, 700.0, "清溪小学")]
    other = [(60, 660.0, "2"), (120, 660.0, "林秀兰"), (300, 660.0, "操场")]
    assert found("a.pdf", pdf([*row, *other]), rules) == [("child", "第 1 页上部")]
    apart = [(60, 700.0, "1"), (120, 700.0, "林小宝"), (60, 660.0, "2"), (120, 660.0, "清溪小学操场")]
    assert found("a.pdf", pdf(apart), rules) == []


# Workbooks


def planted(**more: str | bytes) -> list[tuple[str, str]]:
    return found("a.xlsx", made.saved(made.roster(), **more))


def test_hidden_sheets_rows_and_columns_are_named() -> None:
    book = made.roster()
    sheet = book["名单"]
    sheet["B4"], sheet["D5"] = PHONE, ID
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    base = book.create_sheet("底稿")
    base["A1"], base.sheet_state = "13700137000", "hidden"
    assert found("a.xlsx", made.saved(book)) == [
        ("mobile", "工作表“名单”的 B4“户主”（隐藏的行）"), ("id_number", "工作表“名单”的 D5“备注”（隐藏的列）"),
        ("mobile", "工作表“底稿”的 A1（隐藏的工作表）")]


def test_comments_headers_names_and_properties() -> None:
    book = made.roster()
    sheet: openpyxl.worksheet.worksheet.Worksheet = book["名单"]
    sheet["B3"].comment = Comment(f"电话 {PHONE[:7]}\n{PHONE[7:]}", "甲")
    sheet.oddHeader.center.text = "联系 13700137000"
    book.defined_names["经手"] = DefinedName("经手", attr_text='"13700137001"')
    book.properties.creator = "林秀兰 13700137002"
    book.properties.lastModifiedBy = "13700137003"
    told = found("a.xlsx", made.saved(book))
    assert [place for _, place in told if "批注" in place][:1] == ["批注 B3"]
    assert {place for _, place in told} >= {
        "页眉页脚、提示和表以外", "定义的名称", "文件属性 作者", "文件属性 最后修改人"}
    assert {kind for kind, _ in told} == {"mobile"}


def test_parts_that_other_programs_write() -> None:
    text = f"电话{PHONE}"
    own = f'<Properties><property name="经手人"><lpwstr>{text}</lpwstr></property></Properties>'
    assert planted(docProps__custom=own) == [("mobile", "文件属性 经手人")]
    assert planted(docProps__app=f"<Properties><Company>{text}</Company></Properties>") == [("mobile", "文件属性 单位")]
    threaded = f'<ThreadedComments><threadedComment ref="B4"><text>{text}</text></threadedComment></ThreadedComments>'
    assert planted(xl__threadedComments__threadedComment1=threaded) == [("mobile", "批注 B4")]
    box = f"<a:xml xmlns:a='a'><a:p><a:r><a:t>1380</a:t></a:r><a:r><a:t>{PHONE[4:]}</a:t></a:r></a:p></a:xml>"
    assert planted(xl__drawings__drawing9=box) == [("mobile", "文本框和图形")]
    strings = f"<sst {SS}><si><t>1380</t></si><si><r><t>13800</t></r><r><t>138000</t></r></si></sst>"
    assert planted(xl__sharedStrings=strings) == [("mobile", "删掉后留在文件里的文字")]
    cache = f'<r><x><s v="{PHONE}"/></x></r>'
    assert planted(xl__pivotCache__pivotCacheDefinition1=cache) == [("mobile", "透视表里存的数据")]
    assert planted(xl__externalLinks__externalLink1=f"<x><v>{PHONE}</v></x>") == [("mobile", "外部链接里存的数据")]


def test_pictures_and_files_inside_a_workbook() -> None:
    book = made.roster()
    book["名单"].add_image(Picture(io.BytesIO(made.jpg({0x010E: PHONE}, gps=True))))
    assert found("a.xlsx", made.saved(book)) == [
        ("location", "第 1 张图片的照片信息 位置"), ("mobile", "第 1 张图片的照片信息 说明")]
    inner = made.docx(made.paragraph(made.run(f"电话{PHONE}")))
    assert planted(**{"xl__embeddings__a.docx": inner}) == [
        ("mobile", "嵌入的文件 xl/embeddings/a.docx 第 1 段“电话…”")]


# Documents


def test_parts_of_a_document() -> None:
    told = made.paragraph(made.run(f"电话{PHONE[:4]}", "<w:b/>"), made.run(PHONE[4:]))
    assert found("a.docx", made.docx(told)) == [("mobile", "第 1 段“电话…”")]
    assert found("a.docx", made.docx(word__header1=made.story("hdr", told))) == [("mobile", "页眉第 1 段“电话…”")]
    foot = made.story("ftr", made.table(("", PHONE)))
    assert found("a.docx", made.docx(word__footer2=foot)) == [("mobile", "页脚表格 1 第 1 行第 2 格")]
    note = made.story("footnotes", f"<w:footnote>{told}</w:footnote>")
    assert found("a.docx", made.docx(word__footnotes=note)) == [("mobile", "脚注第 1 段“电话…”")]
    comment = made.story("comments", f'<w:comment w:author="陈信息">{told}</w:comment>')
    assert found("a.docx", made.docx(word__comments=comment)) == [("mobile", "批注（陈信息）")]
    people = f'<x><person author="{PHONE}"/></x>'
    assert found("a.docx", made.docx(word__people=people)) == [("mobile", "批注人")]
    core = f"<cp><creator>{PHONE}</creator><revision>13800138000</revision></cp>"
    assert found("a.docx", made.docx(docProps__core=core)) == [("mobile", "文件属性 作者")]
    assert found("a.docx", made.docx(customXml__item1=f"<a><b>{PHONE}</b></a>")) == [("mobile", "自定义数据")]
    photo = made.docx(**{"word__media__image1.jpeg": made.jpg(gps=True)})
    assert found("a.docx", photo) == [("location", "第 1 张图片的照片信息 位置")]


def test_deleted_and_hidden_text_is_still_in_the_file() -> None:
    gone = f'<w:del w:author="甲"><w:r><w:delText>{PHONE[4:]}</w:delText></w:r></w:del>'
    assert found("a.docx", made.docx(f"<w:p>{made.run('电话' + PHONE[:4])}{gone}</w:p>")) == [
        ("mobile", "第 1 段“电话…”里修订删除的文字")]
    hidden = made.paragraph(made.run("公示"), made.run(ID, "<w:vanish/>"))
    assert found("a.docx", made.docx(hidden)) == [("id_number", "第 1 段“公示…”（隐藏文字）")]
    code = f"<w:p><w:r><w:instrText> HYPERLINK tel:{PHONE} </w:instrText></w:r></w:p>"
    assert found("a.docx", made.docx(code)) == [("mobile", "第 1 段（域代码）")]


def test_text_boxes_and_what_a_picture_is_said_to_show() -> None:
    box = f"<w:pict><w:txbxContent>{made.paragraph(made.run(PHONE))}</w:txbxContent></w:pict>"
    assert found("a.docx", made.docx(f"<w:p>{made.run('公示')}<w:r>{box}</w:r></w:p>")) == [("mobile", "文本框")]
    drawing = f'<w:drawing><docPr descr="林秀兰 {PHONE}"/></w:drawing>'
    assert found("a.docx", made.docx(f"<w:p><w:r>{drawing}</w:r></w:p>")) == [("mobile", "第 1 段（图片说明）")]


def test_what_stands_beside_the_text_of_a_document() -> None:
    told = f'<w:tbl><w:tblPr><w:tblCaption w:val="{PHONE}"/></w:tblPr></w:tbl>'
    assert found("a.docx", made.docx(told)) == [("mobile", "表格说明")]
    choice = f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{PHONE}"/></w:dropDownList></w:sdtPr></w:sdt>'
    assert found("a.docx", made.docx(choice)) == [("mobile", "下拉选项")]
    author = f'<w:p><w:ins w:author="林 {PHONE}">{made.run("甲")}</w:ins></w:p>'
    assert found("a.docx", made.docx(author)) == [("mobile", "修订或批注的作者")]


def test_a_row_of_a_table_is_one_line_for_a_child() -> None:
    rules = LeakRules(children=Children({"林小宝": []}))
    rows = (("序号", "姓名", "地方"), ("7", "林小宝", "清溪小学"), ("8", "林秀兰", "操场"))
    assert found("a.docx", made.docx(made.table(*rows)), rules) == [("child", "表格 1 第 7 行“姓名”")]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    assert found("a.xlsx", made.saved(book), rules) == [("child", "工作表“Sheet”的 B2“姓名”")]
    apart = (("序号", "姓名", "地方"), ("7", "林小宝", "无"), ("8", "林秀兰", "清溪小学操场"))
    assert found("a.docx", made.docx(made.table(*apart)), rules) == []


# Others


def test_web_pages_and_old_tables() -> None:
    html = f'<table><tr><td>甲<td title="{PHONE}">乙</table><script>var a="{ID}"</script><img src="{data_uri()}">'
    assert set(found("a.html", html.encode())) == {
        ("mobile", "属性 title"), ("id_number", "脚本"), ("location", "网页里的图片 照片信息 位置")}
    assert found("a.xls", html.encode())[0][0] == "mobile"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + f"电话 {PHONE}".encode("utf-16-le") + b"\0" * 64
    assert found("a.doc", old) == [("mobile", "老格式文件里的文字"), ("unchecked", "整个文件")]


def data_uri() -> str:
    import base64

    return "data:image/jpeg;base64," + base64.b64encode(made.jpg(gps=True)).decode()


def test_zips_inside_zips_and_their_names() -> None:
    inner = made.zipped({f"{PHONE}.txt": "清溪村"})
    assert found("a.zip", made.zipped({"b.zip": inner})) == [("mobile", f"b.zip {PHONE}.txt 的文件名")]
