"""The evidence package of a year: what is in it, that it proves itself, and that tampering is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from sqlalchemy import select

from tests import made_books
from tests.unit.exporting.leaks import made_files
from villagebook.base.clock import FixedClock
from villagebook.base.errors import Cancelled, KnownError, UserError
from villagebook.base.progress import Cancellable
from villagebook.exporting.evidence import Package, safe_name
from villagebook.exporting.leaks import scan_file
from villagebook.lifecycle.slots import SLOTS
from villagebook.models import (
    RECORDS,
    AttachmentLink,
    Change,
    DistributionLine,
    DossierPaper,
    FundEntry,
    Notice,
    Privacy,
    fields_of,
)
from villagebook.services import audit, books, secrets
from villagebook.services.audit import contents
from villagebook.services.audit.redaction import Redactor
from villagebook.store import Book, Undo, journal
from villagebook.store.keys import find_key, signing_key

TODAY = made_books.TODAY
YEAR = TODAY.year
STRUCK_OUT = "350699195803040024"
JOURNAL = "留痕/journal.jsonl"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The sample book; a picture lies beside one of its vouchers."""
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("audit"))) as book:
        with book.read() as connection:
            query = select(FundEntry.id).where(FundEntry.year == YEAR, FundEntry.posted_at.is_not(None))
            entry = connection.execute(query.order_by(FundEntry.voucher).limit(1)).scalar_one()
        with book.work("x", "陈信息", "发票", Undo.INVERSE) as work:
            key = book.files.put(work, b"\xff\xd8picture", "发票: 1/2?.jpg", "image/jpeg")
            papers = [key, *(book.files.put(work, content, name, "") for name, content in documents().items())]
            row = {"record": "fund_entry", "record_id": entry, "role": "附件"}
            work.write_rows(AttachmentLink, [{"attachment_id": paper, **row} for paper in papers])
            project = work.connection.execute(select(FundEntry.project_id).where(FundEntry.id == entry)).scalar_one()
            scan = book.files.put(work, a_picture(), "合同.jpg", "image/jpeg")
            work.write_rows(DossierPaper, [{
                "project_id": project, "slot": SLOTS.ids[0], "state": "已有", "attachment_id": scan, "source": "扫描",
                "name": "扫描的材料", "pages": 1,
            }])  # fmt: skip
            work.commit()
        yield book


@pytest.fixture(scope="module")
def full(village: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package."""
    path = tmp_path_factory.mktemp("full") / "证据包.zip"
    audit.make(village, path, year=YEAR, today=TODAY)
    return path


@pytest.fixture(scope="module")
def redacted(village: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package for others."""
    path = tmp_path_factory.mktemp("redacted") / "证据包.zip"
    audit.make(village, path, year=YEAR, today=TODAY, redacted=True)
    return path


def documents() -> Files:
    """A clean document beside a voucher, and one in which a number was only struck out."""
    gone = f'<w:del><w:r><w:delText>{STRUCK_OUT}</w:delText></w:r></w:del>'
    return {
        "说明.docx": made_files.docx(made_files.paragraph(made_files.run("更换主管2.4公里"))),
        "名单.docx": made_files.docx(f"<w:p>{made_files.run('领款人')}{gone}</w:p>"),
    }


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    return out.getvalue()


def pictures(pdf: bytes) -> int:
    """How many pictures stand on the pages of a PDF."""
    pages = pypdfium2.PdfDocument(pdf)
    return sum(1 for page in pages for _ in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=5))


def unpacked(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[JOURNAL].splitlines()]


# What is in it


def test_it_holds_ledgers_papers_notices_journal_and_instructions(village: Book, full: Path) -> None:
    files = unpacked(full)
    assert {name.split("/")[0] for name in files} >= {
        "台账", "凭证", "公示", "留痕", "index.html", "验证说明.txt", "public-key.pem", "SHA256SUMS", "SHA256SUMS.sig",
    }  # fmt: skip
    assert sum(name.startswith("台账/") for name in files) >= 2 * 8
    with village.read() as connection:
        posted = select(Notice.number, Notice.pdf_id).where(Notice.year == YEAR, Notice.posted_at.is_not(None))
        for number, pdf_id in connection.execute(posted):
            assert files[f"公示/{number}.pdf"] == village.files.read(pdf_id)
    (voucher,) = [name for name in files if name.startswith("凭证/") and not name.endswith(".docx")]
    assert files[voucher] == b"\xff\xd8picture"
    assert re.search(r'[\\:*?"<>|]', "".join(files)) is None


def test_only_posted_entries_are_in_it_and_drafts_are_counted(village: Book, full: Path) -> None:
    files = unpacked(full)
    with village.read() as connection:
        of_year = select(FundEntry.voucher, FundEntry.posted_at).where(FundEntry.year == YEAR)
        entries = list(connection.execute(of_year))
    (name,) = [name for name in files if name.endswith("资金台账.xlsx")]
    sheet = openpyxl.load_workbook(io.BytesIO(files[name])).worksheets[0]
    shown = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {voucher for voucher, posted in entries if posted} <= shown
    drafts = sum(posted is None for _, posted in entries)
    assert json.loads(files["package.json"])["drafts_left_out"] == drafts
    page = files["index.html"].decode()
    assert (f"另有 {drafts} 笔分录待过账" if drafts else "没有待过账的分录") in page


def test_every_link_of_the_index_leads_to_a_file_of_it(full: Path) -> None:
    from urllib.parse import unquote

    files = unpacked(full)
    page = files["index.html"].decode()
    links = {unquote(link) for link in re.findall(r'href="([^"]+)"', page)}
    assert links >= {name for name in files if "/" in name}
    assert links <= set(files)
    assert not re.search(r"https?://|<script", page)


def test_equal_book_and_time_give_equal_bytes(village: Book, tmp_path: Path) -> None:
    made = []
    before = village.clock
    for name in ("一.zip", "二.zip"):
        village.clock = FixedClock(dt.datetime(2025, 11, 5, 8, tzinfo=dt.UTC), dt.timedelta(0))
        audit.make(village, tmp_path / name, year=YEAR, today=TODAY)
        made.append((tmp_path / name).read_bytes())
    village.clock = before
    assert made[0] == made[1]


def test_making_one_changes_nothing_in_the_book(village: Book, full: Path) -> None:
    assert journal.verify(village, json.loads(unpacked(full)["package.json"])["head"]) == []


def test_a_cancelled_one_leaves_nothing(village: Book, tmp_path: Path) -> None:
    progress = Cancellable()
    progress.cancel()
    with pytest.raises(Cancelled):
        audit.make(village, tmp_path / "p.zip", year=YEAR, today=TODAY, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_once_and_is_in_no_journal_and_no_package(village: Book, full: Path) -> None:
    key = signing_key(village)
    assert key == find_key(village)
    raw = key._private.private_bytes_raw()
    with village.read() as connection:
        texts = "".join(str(row) for row in connection.execute(select(Change.record)))
    assert "book_key" not in texts
    for content in unpacked(full).values():
        assert raw not in content
        assert raw.hex().encode() not in content
    assert str(raw) not in repr(key)


def test_a_read_only_book_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    path = made_books.a_copy(made_books.imported(), tmp_path)
    with books.open_book(path, read_only=True) as book, pytest.raises(KnownError, match="请正常打开后"):
        audit.make(book, tmp_path / "p.zip", year=YEAR, today=TODAY)


@pytest.mark.parametrize(("typed", "name"), [
    ("记/01", "记 01"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), (" 发票. ", "发票"), ("", "未命名"), ("..", "未命名"),
    ("a\n=b.pdf", "a =b.pdf"), ("村" * 200 + ".pdf", "村" * 38 + ".pdf"),
])  # fmt: skip
def test_names_are_safe_on_windows_and_linux(typed: str, name: str) -> None:
    assert safe_name(typed) == name


def test_two_files_of_one_name_both_go_in(tmp_path: Path) -> None:
    package = Package(tmp_path / "p.zip", dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    for content in (b"1", b"2"):
        package.add(package.free_name("凭证", "发票.jpg"), content)
    package.finish(lambda _: b"")
    assert [name for name in unpacked(tmp_path / "p.zip") if "发票" in name] == ["凭证/发票.jpg", "凭证/发票（2）.jpg"]


def test_every_project_of_the_year_has_its_binder_in_it(village: Book, full: Path) -> None:
    with village.read() as connection:
        wanted = [f"档案/{name}.pdf" for _, name in contents.projects(connection, village, YEAR)]
    binders = {name: content for name, content in unpacked(full).items() if name.startswith("档案/")}
    assert list(binders) == wanted != []
    assert sum(map(pictures, binders.values())) >= 1


def test_scans_and_photos_stay_out_of_the_redacted_binders(redacted: Path, full: Path) -> None:
    binders = {name: content for name, content in unpacked(redacted).items() if name.startswith("档案/")}
    assert set(binders) == {name for name in unpacked(full) if name.startswith("档案/")}
    assert sum(map(pictures, binders.values())) == 0


def test_tails_of_cards_on_papers_are_hidden_in_the_redacted_binders(
    village: Book, redacted: Path, full: Path
) -> None:
    with village.read() as connection:
        tails = [one for one in connection.execute(select(DistributionLine.card_tail)).scalars() if one]
    assert len(tails) > 5
    shown, hidden = (
        words(next(content for name, content in unpacked(path).items() if name.endswith("村级光伏电站.pdf")))
        for path in (full, redacted)
    )
    assert set(tails) <= set(shown)
    assert set(tails) & set(hidden) == set()
    assert hidden.count("已隐去") == len(tails)


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [word for page in document for word in page.get_textpage().get_text_range().split()]


# It proves itself


def test_an_untouched_one_is_proved_with_and_without_the_book(village: Book, full: Path, redacted: Path) -> None:
    for path in (full, redacted):
        head = audit.prove(path).head
        proof = audit.prove(path, book=village, head=head[:12])
        assert proof.findings == ()
        assert proof.operations == journal.entries(village, 1)[0].seq
        assert proof.fingerprint == signing_key(village).fingerprint


def test_the_head_that_stands_on_a_posted_notice_is_in_its_chain(village: Book, full: Path) -> None:
    with village.read() as connection:
        heads = list(connection.execute(select(Notice.chain_head).where(Notice.chain_head.is_not(None))).scalars())
    assert heads
    for head in (heads[0], heads[-1]):
        assert audit.prove(full, head=head[:12]).findings == ()
    assert [f.id for f in audit.prove(full, head="0123456789ab").findings] == ["evidence.head"]
    with pytest.raises(UserError):
        audit.prove(full, head="村")


def resigned(files: Files, key: Ed25519PrivateKey | None = None) -> None:
    """Make manifest, key and signature anew, as somebody would who knows the form of a package."""
    key = key or Ed25519PrivateKey.generate()
    files["public-key.pem"] = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    facts = json.loads(files["package.json"])
    files["package.json"] = json.dumps(facts | {"key": hashlib.sha256(der).hexdigest()}).encode()
    names = sorted(set(files) - {"SHA256SUMS", "SHA256SUMS.sig"})
    files["SHA256SUMS"] = "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in names).encode()
    files["SHA256SUMS.sig"] = key.sign(files["SHA256SUMS"])


def rewritten(files: Files, edit: Callable[[list[Any]], Any]) -> None:
    """Edit the journal's lines, and make everything else fit."""
    lines = lines_of(files)
    lines = edit(lines) or lines
    files[JOURNAL] = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
    resigned(files)


def operations(lines: list[Any]) -> list[list[Any]]:
    """The lines of each operation."""
    parts: list[list[Any]] = []
    for line in lines:
        if "operation" in line:
            parts.append([])
        parts[-1].append(line)
    return parts


def a_byte(files: Files) -> None:
    name = next(name for name in files if name.endswith("资金台账.pdf"))
    files[name] = files[name][:500] + bytes([files[name][500] ^ 1]) + files[name][501:]


def a_file_gone(files: Files) -> None:
    del files[next(name for name in files if name.startswith("凭证/"))]


def a_file_more(files: Files) -> None:
    files["凭证/补的.jpg"] = b"x"


def manifest(files: Files) -> None:
    files["SHA256SUMS"] = files["SHA256SUMS"].replace(b"  index.html", b"  index2.html")


def signature(files: Files) -> None:
    files["SHA256SUMS.sig"] = bytes(64)


def public_key(files: Files) -> None:
    own = Ed25519PrivateKey.generate().public_key()
    files["public-key.pem"] = own.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def an_actor(files: Files) -> None:
    rewritten(files, lambda lines: operations(lines)[6][0].update(actor="别人"))


def a_value(files: Files) -> None:
    def edit(lines: list[Any]) -> None:
        line = next(x for x in lines if (x.get("after_open") or {}).get("value", {}).get("amount_fen"))
        line["after_open"]["value"]["amount_fen"] += 100

    rewritten(files, edit)


def a_commitment(files: Files) -> None:
    def edit(lines: list[Any]) -> None:
        line = next(x for x in lines if (x.get("after_open") or {}).get("value", {}).get("amount_fen"))
        line["after_open"] = {"commitment": "0" * 64}

    rewritten(files, edit)


def an_operation_gone(files: Files) -> None:
    rewritten(files, lambda lines: [x for i, part in enumerate(operations(lines), 1) if i != 9 for x in part])


def the_last_gone(files: Files) -> None:
    rewritten(files, lambda lines: [x for part in operations(lines)[:-1] for x in part])


def two_swapped(files: Files) -> None:
    def edit(lines: list[Any]) -> list[Any]:
        parts = operations(lines)
        parts[10], parts[11] = parts[11], parts[10]
        return [x for part in parts for x in part]

    rewritten(files, edit)


def a_change_gone(files: Files) -> None:
    def edit(lines: list[Any]) -> list[Any]:
        parts = operations(lines)
        del next(part for part in parts if len(part) > 2)[1]
        return [x for part in parts for x in part]

    rewritten(files, edit)


def no_json(files: Files) -> None:
    files[JOURNAL] = files[JOURNAL].replace(b'{"operation":5,', b'"operation":5,', 1)
    resigned(files)


@pytest.mark.parametrize(("tamper", "finding", "named"), [
    (a_byte, "evidence.changed", "资金台账.pdf"),
    (a_file_gone, "evidence.missing", "少了文件“凭证/"),
    (a_file_more, "evidence.added", "多了文件“凭证/补的.jpg”"),
    (manifest, "evidence.signature", "SHA256SUMS"),
    (signature, "evidence.signature", "SHA256SUMS.sig"),
    (public_key, "evidence.changed", "public-key.pem"),
    (an_actor, "evidence.operation", "第7号操作被改动过"),
    (a_value, "evidence.part", "内容被改动过"),
    (a_commitment, "evidence.operation", "号操作被改动过"),
    (an_operation_gone, "evidence.chain", "第9号操作不见了"),
    (the_last_gone, "evidence.head", "最后的操作被删过"),
    (two_swapped, "evidence.chain", "次序被调换过"),
    (a_change_gone, "evidence.chain", "的改动缺了"),
    (no_json, "evidence.journal", "第3号操作以后读不出来"),
], ids=lambda value: getattr(value, "__name__", ""))  # fmt: skip
def test_tampering_is_named(
    full: Path, tmp_path: Path, tamper: Callable[[Files], None], finding: str, named: str
) -> None:
    files = unpacked(full)
    tamper(files)
    path = packed_again(files, tmp_path)
    found = audit.prove(path).findings
    assert named in "".join(f"{f.message}{f.hint}" for f in found if f.id == finding), found


def packed_again(files: Files, folder: Path) -> Path:
    path = folder / "又.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_package_made_anew_with_another_key_is_told_by_the_book(village: Book, full: Path, tmp_path: Path) -> None:
    files = unpacked(full)
    resigned(files)
    path = packed_again(files, tmp_path)
    alone = audit.prove(path)
    assert alone.findings == ()  # whole by itself: only the fingerprint tells
    assert alone.fingerprint != signing_key(village).fingerprint
    (finding,) = audit.prove(path, book=village).findings
    assert finding.id == "evidence.foreign_key"
    assert signing_key(village).fingerprint in finding.hint


def test_the_package_of_another_book_is_told_by_the_book(full: Path, tmp_path: Path) -> None:
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as other:
        found = {finding.id for finding in audit.prove(full, book=other).findings}
    assert found == {"evidence.foreign_key", "evidence.foreign_chain"}


def test_a_byte_changed_inside_the_zip_itself_is_named(full: Path, tmp_path: Path) -> None:
    data = bytearray(full.read_bytes())
    with zipfile.ZipFile(full) as archive:
        info = archive.getinfo(JOURNAL)
    data[info.header_offset + 200 + info.compress_size // 2] ^= 0xFF
    (tmp_path / "坏.zip").write_bytes(data)
    assert f"文件“{JOURNAL}”被改动过" in [finding.message for finding in audit.prove(tmp_path / "坏.zip").findings]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_of_the_same_name_is_named(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "又.zip"
    path.write_bytes(full.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("index.html", b"other")
    ids = {finding.id for finding in audit.prove(path).findings}
    assert ids == {"evidence.twice", "evidence.changed"}


def test_what_is_no_package_at_all_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(UserError, match="不是证据包"):
        audit.prove(tmp_path / "a.zip")
    with pytest.raises(UserError, match="没有"):
        audit.prove(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("x.txt", "x")
    missing = [finding.subject for finding in audit.prove(tmp_path / "c.zip").findings]
    assert missing[:3] == ["SHA256SUMS", "SHA256SUMS.sig", "public-key.pem"]


# The redacted edition


def test_the_redacted_edition_passes_the_leak_scan_in_every_file(village: Book, redacted: Path) -> None:
    with village.read() as connection:
        rules = Redactor.of(village, connection)._rules
    for name, content in unpacked(redacted).items():
        assert scan_file(name, content, rules) == (), name


def test_no_secret_value_of_the_book_stands_in_the_redacted_edition(village: Book, redacted: Path) -> None:
    """Independent of the scan: every long secret text and number, searched in the bytes of the plain files."""
    with village.read() as connection:
        phones = secrets.office_phones(connection, village.village_id)
        hidden = set()
        for record in RECORDS:
            table = record.__table__
            names = [f.name for f in fields_of(record) if f.privacy is Privacy.SECRET and f.kind in (
                "id_number", "card", "phone")]  # fmt: skip
            for row in connection.execute(select(*(table.c[name] for name in names))) if names else ():
                hidden |= {value for value in row if value and len(value) >= 11 and value not in phones}
    assert len(hidden) > 100
    for name, content in unpacked(redacted).items():
        if name.endswith((".jsonl", ".html", ".json", ".txt")):
            text = content.decode()
            assert [value for value in hidden if value in text] == [], name
        elif name.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
            cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
            assert cells.isdisjoint(hidden), name


def test_secret_parts_headings_and_their_salts_stay_closed_in_it(redacted: Path, full: Path) -> None:
    for line in lines_of(unpacked(redacted)):
        if "operation" in line:
            assert set(line["heading"]) == {"commitment"}
        else:
            for part in ("before_secret", "after_secret"):
                assert line[part] is None or set(line[part]) == {"commitment"}
    opened = [line["after_secret"] for line in lines_of(unpacked(full)) if line.get("after_secret")]
    assert any("salt" in part for part in opened)


def test_who_lives_here_stays_sealed_in_it_and_money_is_open(redacted: Path, full: Path) -> None:
    opened = {line["record"] for line in lines_of(unpacked(redacted)) if "value" in (line.get("after_open") or {})}
    assert opened & {"household", "person", "household_year", "person_year", "membership", "officer"} == set()
    assert {"fund_entry", "project", "notice", "roster_line"} <= opened
    everything = {line["record"] for line in lines_of(unpacked(full)) if "value" in (line.get("after_open") or {})}
    assert {"household", "person"} <= everything


def test_a_document_goes_along_if_nothing_private_is_left_in_any_corner_of_it(redacted: Path, full: Path) -> None:
    files = unpacked(redacted)
    there = [Path(name).name for name in unpacked(full) if name.endswith(".docx")]
    assert sorted(there) == ["附件 名单.docx", "附件 说明.docx"]
    assert [Path(name).name for name in files if name.endswith(".docx")] == ["附件 说明.docx"]
    assert any("名单.docx" in name and "SHA-256" in why for name, why in json.loads(files["package.json"])["left_out"])


def test_pictures_stay_out_of_it_and_are_listed_with_their_hash(redacted: Path) -> None:
    files = unpacked(redacted)
    assert not any(name.endswith(".jpg") for name in files)
    assert hashlib.sha256(b"\xff\xd8picture").hexdigest() in files["index.html"].decode()


def test_operations_before_the_year_stay_sealed_and_carry_the_chain(village: Book, tmp_path: Path) -> None:
    later = journal.entries(village, 1)[0].at.year + 1
    audit.make(village, tmp_path / "p.zip", year=later, today=dt.date(later, 1, 1))
    assert audit.prove(tmp_path / "p.zip", book=village).findings == ()
    for line in lines_of(unpacked(tmp_path / "p.zip")):
        assert "salt" not in json.dumps(line)
