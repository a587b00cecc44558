"""What a file is, its content says, whatever its name; and the sentence says what to do."""

from exports.reading import foreign
from exports.reading.foreign import said_of_data
from exports.reading.workbook import read_workbook
from tests.exports.reading.hostile import MAIN, RELATIONS, SHEET, book, cell, entry, packed, related, relations
from tests.exports.reading.test_hostile import said_of
from tests.exports.reading.ways import packed as zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)


def named(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)


def holding(*members: str) -> bytes:
    return zipped(dict.fromkeys(members, b"x"))


FILES = {
    foreign.PASSWORD: [named("Root Entry", "EncryptionInfo", "EncryptedPackage")],
    foreign.OLD: [
        named("Root Entry", "Workbook"),
        named("Root Entry", "Book"),
        bytes.fromhex("0908100000060500"),
        bytes.fromhex("0900040002001000"),
    ],
    foreign.LOCKED: [OLE],
    foreign.BINARY: [holding("[Content_Types].xml", "_rels/.rels", "xl/workbook.bin", "xl/worksheets/sheet1.bin")],
    foreign.OPEN_DOCUMENT: [
        holding("mimetype", "content.xml", "META-INF/manifest.xml"),
        b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
    ],
    foreign.XML_OF_2003: [
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">',
    ],
    foreign.WEB_PAGE: [
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head></head><body><table>',
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>",
        b"<TABLE border=1><TR><TD>RC-01</TD></TR></TABLE>",
        "<html><table>".encode("utf-16"),
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n",
    ],
    foreign.NUMBERS: [holding("Index/Document.iwa", "Metadata/Properties.plist", "preview.jpg")],
    foreign.LINK: [b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "alice@example.org"}'],
    foreign.ZIPPED: [holding("Answers of Aurelia.xlsx"), holding("to send/Answers.xlsx", "to send/read me.txt")],
    foreign.TABLE: [
        b"id;answer\r\nRC-01;3\r\n",
        b"\xef\xbb\xbfid,answer\nRC-01,3",
        "id\tanswer\nRC-01\t3".encode("utf-16"),
    ],
    foreign.NO_WORKBOOK: [
        holding("[Content_Types].txt"),
        holding("word/document.xml", "word/embeddings/table.xlsx"),
        b"%PDF-1.7\n;",
        b"{\\rtf1 a;b}",
        b"\x89PNG\r\n\x1a\n;\n;",
        b"Dear all\n",
    ],
    foreign.EMPTY: [b""],
}  # fmt: skip


def test_each_kind_of_foreign_file_is_named_by_what_it_holds() -> None:
    for sentence, files in FILES.items():
        for data in files:
            assert said_of(data) == sentence, data[:80]


def test_a_table_as_text_may_still_be_a_list() -> None:
    assert [said_of_data(data) for data in FILES[foreign.TABLE]] == ["", "", ""]


def test_a_document_of_another_program_is_no_workbook() -> None:
    for part in ("word/document.xml", "ppt/presentation.xml"):
        document = {"_rels/.rels": relations(related("officeDocument", part)), part: "<a/>"}
        assert said_of(packed(document, without=("xl/workbook.xml",))) == foreign.NO_WORKBOOK


def test_a_sheet_that_is_a_chart_is_there_and_has_no_cells() -> None:
    links = relations(related("worksheet", "worksheets/sheet1.xml"), related("chartsheet", "chartsheets/sheet1.xml", 2))
    chart = f'<chartsheet xmlns="{MAIN}"><sheetViews/></chartsheet>'
    names = book(entry("Answers"), entry("Chart", 2))
    parts = {"xl/workbook.xml": names, RELATIONS: links, "xl/chartsheets/sheet1.xml": chart, SHEET: cell("<v>4</v>")}

    sheets = read_workbook(packed(parts))

    assert [(sheet.name, sheet.text("A1")) for sheet in sheets] == [("Answers", "4"), ("Chart", "")]


def test_a_day_is_read_without_the_midnight_that_programs_add() -> None:
    said = ("2026-11-21", "2026-11-21T00:00:00", "2026-11-21T00:00:00.000Z", "2026-11-21T09:30:00")

    read = [read_workbook(packed({SHEET: cell(f"<v>{day}</v>", "d")}))[0].text("A1") for day in said]

    assert read == ["2026-11-21", "2026-11-21", "2026-11-21", "2026-11-21T09:30:00"]
