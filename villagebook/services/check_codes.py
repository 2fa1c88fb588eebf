"""The check code on a sheet, asked of the book: which notice it is, and whether the book still says the same.

A code comes typed (7F3A 92C1), as the text of the QR code (``VB1:BOOK:NUMBER:HASH``), or as a photo, scan or PDF of the
sheet. It is compared with the frozen content as it stands in the book now, not with the code stored beside it. A code
nobody gave is said to be none; what looks like it is not offered, for that would teach to guess.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import KnownError, UserError
from villagebook.base.locks import PDFIUM
from villagebook.base.sheet import NoticeContent
from villagebook.documents.checkcode import CODE_LENGTH, check_code, grouped, parted_head
from villagebook.documents.handbook import page_hashes
from villagebook.documents.handbook.book import book_sha256
from villagebook.models import Household, Notice, Village
from villagebook.services.code_text import PREFIX, read_code
from villagebook.services.handbook_values import handbook_values
from villagebook.services.notice_states import ARCHIVED, CORRECTED, WITHDRAWN, state_on
from villagebook.store import Book

_MOST_PAGES, _LONGEST_PX, _DPI = 20, 4000, 200


@dataclass(frozen=True, slots=True)
class Verified:
    """What the book says of a code.

    Attributes:
        code: As printed: 7F3A 92C1.
        what: 公示, or 手册 and the like for papers the book keeps no copy of.
        number, title, state: Of the notice; the number of what the paper is about otherwise.
        ok: The sheet in hand says what the book says, and it still holds.
        lines: All that is known, one sentence a line, the verdict first.
    """

    code: str
    what: str
    number: str
    title: str
    state: str
    ok: bool
    lines: tuple[str, ...]


def verify(book: Book, asked: str, *, today: dt.date) -> Verified:
    """Say what a code or the text of a QR code stands for.

    Args:
        asked: 7F3A92C1 with or without a blank, the 16 or 64 digits, or VB1:….

    Raises:
        UserError: it is no code, it is of another village, or no notice of the book has it.
    """
    code = read_code(asked)
    if code is not None and code.village:
        return _marked(book, code.village, code.number, code.digits, today=today)
    if code is None:
        raise UserError("code.malformed", f"“{asked.strip()[:40]}”不是校验码",
                        "校验码印在页脚，是 8 位数字和字母（A 到 F），如 7F3A 92C1")  # fmt: skip
    digits = code.digits
    with book.read() as connection:
        rows = _rows(connection, book)
        found = [row for row in rows if str(row["sha256"]).upper().startswith(digits)]
    if not found:
        raise UserError("code.unknown", f"书里没有一份公示的校验码是 {_shown(digits)}",
                        "请对着纸再看一遍；手册、项目材料不留底，请扫它的二维码来核对")  # fmt: skip
    return _of_notice(book, found[0], rows, digits, today)


def verify_file(book: Book, name: str, data: bytes, *, today: dt.date) -> Verified:
    """Read the QR code on a photo, a scan or a PDF of a sheet, and say what it stands for.

    Raises:
        UserError: it cannot be read, there is no code of this program on it, or as ``verify``.
    """
    for text in _codes_on(name, data):
        if text.startswith(PREFIX + ":"):
            return verify(book, text, today=today)
    raise UserError("code.none_seen", f"“{name}”上没有认出校验二维码", "请把页脚的二维码拍清楚、拍正，或直接输入校验码")


# -- a notice


def _marked(book: Book, village: str, number: str, digits: str, *, today: dt.date) -> Verified:
    with book.read() as connection:
        own = connection.execute(select(Village.code).where(Village.id == book.village_id)).scalar_one()
        rows = _rows(connection, book)
    if own.upper() != village:
        raise UserError("code.other_village", f"这张纸是别的村的（行政区划代码 {village}）", f"这本书是 {own}")
    for row in rows:
        if f"{row['year']}-{row['serial']}" == number:
            return _of_notice(book, row, rows, digits, today)
    return _of_paper(book, number, digits, today)


def _rows(connection: Connection, book: Book) -> list[dict[str, Any]]:
    query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.sha256.is_not(None))
    return [dict(row) for row in connection.execute(query.order_by(Notice.number)).mappings()]


def _of_notice(
    book: Book, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], digits: str, today: dt.date
) -> Verified:
    """Compare a notice as it stands in the book now with the code on the paper."""
    now = NoticeContent.from_json(row["content"]).sha256 if row["content"] is not None else ""
    same = now.upper().startswith(digits) and now == row["sha256"]
    file = _file(book, row)
    state = state_on(row, today)
    other = f"不相符：书里 {row['number']} 现在的内容和纸上的不一样，校验码应是 {_shown(now.upper() or '无')}"
    lines = ["校验码相符：纸上的内容就是书里定稿的内容" if same else other]
    lines.append(f"{row['number']}　{row['heading'] or ''}")
    if row["from_on"] is not None and row["through_on"] is not None:
        until = "，长期张贴" if row.get("open_ended") else ""
        lines.append(f"公示时间 {row['from_on']} 至 {row['through_on']}{until}　张贴地点 {row['place'] or '没有写'}")
    lines.append(_state_line(row, rows, state))
    lines.append(file or "定稿的 PDF 没有改动")
    if row["chain_head"]:
        lines.append(f"张贴时的链头 {parted_head(row['chain_head'])}，核对整本账的留痕时用")
    ok = same and not file and state not in (WITHDRAWN, CORRECTED)
    return Verified(_shown(digits), "公示", row["number"], row["heading"] or "", state, ok, tuple(lines))


def _state_line(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], state: str) -> str:
    if state == WITHDRAWN:
        why = f"：{row['withdrawn_why']}" if row["withdrawn_why"] else ""
        return f"这份公示 {row['withdrawn_on']} 已撤回{why}{_follower(row, rows)}"
    if state == CORRECTED:
        return f"这份公示 {row['corrected_on'] or ''} 已更正{_follower(row, rows)}"
    said = f"状态：{state}"
    if row["taken_down_on"] is not None:
        said += f"，{row['taken_down_on']} 摘下"
    if state == ARCHIVED and row["result"]:
        said += f"；{row['result']}"
    return said


def _follower(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    found = [other["number"] for other in rows if other["replaces_id"] == row["id"]]
    return f"；以 {'、'.join(found)} 为准" if found else ""


def _file(book: Book, row: Mapping[str, Any]) -> str:
    """What is wrong with the kept PDF, empty if nothing is."""
    if row["pdf_id"] is None:
        return "书里没有定稿的 PDF"
    try:
        book.files.read(row["pdf_id"])
    except KnownError as error:
        return str(error)
    return ""


# -- other papers: the book keeps no copy of them


def _of_paper(book: Book, number: str, digits: str, today: dt.date) -> Verified:
    """A handbook is worked out anew and compared; of other papers only what they are about is known."""
    with book.read() as connection:
        key, code, head = _household(connection, book, number)
        if key is not None:
            (values,) = handbook_values(connection, book.village_id, [key], today)
            now = book_sha256(page_hashes(values)).upper()
            same = now.startswith(digits)
            verdict = ("校验码相符：和今天印的手册一样" if same
                       else "不相符：手册印出以后账上有过改动，或不是今天这一版的表式")  # fmt: skip
            lines = (verdict, f"户编号 {code}　户主 {head}", "手册不留底，只能和今天的账比")
            return Verified(_shown(digits), "手册", code, head, "", same, lines)
    raise UserError("code.no_copy", f"二维码是本村的，编号 {number}，但不是公示，书里没有留底",
                    "请在书里按编号找到它，重新印一份来比")  # fmt: skip


def _household(connection: Connection, book: Book, number: str) -> tuple[Any, str, str]:
    query = select(Household.id, Household.code, Household.head_name).where(
        Household.village_id == book.village_id, Household.code == number)
    row = connection.execute(query).first()
    return (row.id, row.code, row.head_name or "") if row is not None else (None, "", "")


def _shown(digits: str) -> str:
    return grouped(check_code(digits)) if len(digits) >= CODE_LENGTH else digits


# -- pictures


def _codes_on(name: str, data: bytes) -> Iterator[str]:
    """Texts of all QR codes on a picture or on the pages of a PDF."""
    try:
        if Path(name).suffix.lower() == ".pdf" or data[:5] == b"%PDF-":
            pictures = _pages(data)
        else:
            pictures = iter([_picture(data)])
        for picture in pictures:
            yield from _read(picture)
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError("code.unreadable", f"“{name}”打不开", "请用 JPG、PNG 或 PDF") from error


def _picture(data: bytes) -> Any:
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    picture.thumbnail((_LONGEST_PX, _LONGEST_PX))
    return picture.convert("L")


def _pages(data: bytes) -> Iterator[Any]:
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            count = min(len(document), _MOST_PAGES)
            for number in range(count):
                page = document[number]
                scale = min(_DPI / 72, _LONGEST_PX / max(page.get_size()))
                yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
                page.close()
        finally:
            document.close()


def _read(picture: Any) -> list[str]:
    """Codes on a picture; one too small to be read is looked at larger, part by part."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)]
    if found:
        return found
    width, height = picture.size
    for box in ((0, height // 2, width, height), (0, 0, width, height // 2)):
        part = picture.crop(box).resize((width * 2, (box[3] - box[1]) * 2))
        found += [code.text for code in zxingcpp.read_barcodes(part, formats=formats)]
    return found
