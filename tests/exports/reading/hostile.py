"""Files that somebody made to hurt, or that broke on their way: each with the sentence that refuses it, if any does."""

import io
import zipfile
from collections.abc import Callable, Mapping

from exports.reading import container, foreign, parts, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))


def related(kind: str, target: str, number: int = 1, mode: str = "") -> str:
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def relations(*entries: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(entries)}</Relationships>'


def types(*parts: str, kind: str = "sheet.main") -> str:
    overrides = (f'<Override PartName="/{part}" ContentType="{KIND}.{kind}+xml"/>' for part in parts)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(overrides)}</Types>'


def book(*sheets: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>'


def entry(name: str = "A", number: int = 1) -> str:
    return f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def strings(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def cell(inside: str, kind: str = "n", address: str = "A1") -> str:
    return sheet(f'<row r="1"><c r="{address}" t="{kind}">{inside}</c></row>')


SOUND = {
    TYPES: types("xl/workbook.xml"),
    "_rels/.rels": relations(related("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": book(entry()),
    RELATIONS: relations(
        related("worksheet", "worksheets/sheet1.xml"), related("sharedStrings", "sharedStrings.xml", 9)
    ),
    STRINGS: strings("text"),
    SHEET: cell("<v>0</v>", "s"),
}


def packed(
    parts: Mapping[str, bytes | str] | None = None, *, without: tuple[str, ...] = (), way: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The sound workbook with other parts laid over it, packed as fast as can be."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", way, compresslevel=1) as archive:
        for name, content in {**SOUND, **(parts or {})}.items():
            if name not in without:
                archive.writestr(name, content)
    return data.getvalue()


def lying_about_its_size() -> bytes:
    """A member that says 100 bytes and holds 50 million."""
    data = packed({SHEET: b" " * 50_000_000})
    return data.replace((50_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def overlapping() -> bytes:
    """Two entries of the directory point to the same bytes, as the bomb that is known as 42.zip's heir does."""
    data = packed({"xl/a.xml": b"1" * 5_000, "xl/b.xml": b"1" * 5_000})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = (archive.getinfo(name).header_offset for name in ("xl/a.xml", "xl/b.xml"))
    directory = data.rindex(second.to_bytes(4, "little") + b"xl/b.xml")
    return data[:directory] + first.to_bytes(4, "little") + data[directory + 4 :]


def encrypted() -> bytes:
    data = bytearray(packed())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def twice() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in (*SOUND, SHEET.replace("1.xml", "2.xml")):
            archive.writestr(name, SOUND.get(name, SOUND[SHEET]))
    return data.getvalue().replace(b"sheet2.xml", b"sheet1.xml")


def in_many_rows(inside: str, rows: int) -> str:
    return sheet("".join(f'<row r="{n}">{inside.replace("#", str(n))}</row>' for n in range(1, rows + 1)))


def external_workbook() -> bytes:
    return packed(
        {RELATIONS: relations(related("worksheet", "https://evil.example/a.xml", mode=' TargetMode="External"'))}
    )


def doctype(inside: str, use: str) -> str:
    return f"<!DOCTYPE sst [{inside}]>" + strings(use)


HARMLESS = ""
DAMAGED, SWELLS, ENTITIES = container.DAMAGED, container.SWELLS, parts.ENTITIES
MACROS, TWO_FORMS = container.MACROS, container.TWO_FORMS
NO_WORKBOOK, EMPTY, TABLE, LOCKED = foreign.NO_WORKBOOK, foreign.EMPTY, foreign.TABLE, foreign.LOCKED
TOO_MANY, TOO_EMPTY, TOO_LARGE = workbook.TOO_MANY, workbook.TOO_EMPTY, container.TOO_LARGE
LINKED, INSIDE = container.UNWANTED["externallinks/"], container.UNWANTED["embeddings/"]

LIGHT: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", EMPTY),
    "a PDF with another name": (lambda: b"%PDF-1.7\n" + b"0" * 5_000, NO_WORKBOOK),
    "a table as text": (lambda: b"id;answer\nRC-01;3\n", TABLE),
    "a ZIP of something else": (lambda: packed(without=(TYPES,)), NO_WORKBOOK),
    "a ZIP without a main part": (lambda: packed(without=("xl/workbook.xml",)), DAMAGED),
    "an old .xls, or one with a password": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5_000), LOCKED),
    "an encrypted member": (encrypted, DAMAGED),
    "macros": (lambda: packed({"xl/vbaProject.bin": b"x"}), MACROS),
    "macros of Excel 4": (lambda: packed({"xl/macrosheets/sheet1.xml": "<x/>"}), MACROS),
    "links to other workbooks": (lambda: packed({"xl/externalLinks/externalLink1.xml": "<x/>"}), LINKED),
    "other documents": (lambda: packed({"xl/embeddings/a.docx": b"x"}), INSIDE),
    "a sheet on another machine": (external_workbook, DAMAGED),
    "a relation out of the file": (
        lambda: packed({RELATIONS: relations(related("worksheet", "../../../../etc/passwd"))}), DAMAGED,
    ),
    "a part that is missing": (lambda: packed(without=(SHEET,)), DAMAGED),
    "relations that are missing": (lambda: packed(without=(RELATIONS,)), DAMAGED),
    "another main part": (
        lambda: packed({"_rels/.rels": relations(related("officeDocument", "xl/other.xml"))}), DAMAGED,
    ),
    "a list of types without a main part": (lambda: packed({TYPES: types()}), DAMAGED),
    "a main part that the list of types calls a sheet": (
        lambda: packed({TYPES: types("xl/workbook.xml", kind="worksheet")}), DAMAGED,
    ),
    "a main part by the list of types, and another by its relation": (
        lambda: packed({TYPES: types("xl/workbook.xml", "xl/b.xml"), "xl/b.xml": book(entry("B"))}),
        DAMAGED,
    ),
    "two main parts": (
        lambda: packed({
            "_rels/.rels": relations(related("officeDocument", "xl/other.xml")), "xl/other.xml": book(entry("B"))
        }), DAMAGED,
    ),
    "one member twice": (twice, DAMAGED),
    "members that overlap": (overlapping, DAMAGED),
    "a member that lies about its size": (lying_about_its_size, DAMAGED),
    "a member packed in a rare way": (lambda: packed(way=zipfile.ZIP_LZMA), DAMAGED),
    "300 members": (lambda: packed({f"xl/{n}.xml": "" for n in range(300)}), SWELLS),
    "a bomb of zeros": (lambda: packed({SHEET: bytes(55_000_000)}), SWELLS),
    "a bomb beside the sheets": (lambda: packed({"xl/media/a.png": bytes(55_000_000)}), SWELLS),
    "a ZIP in a ZIP in a ZIP": (
        lambda: packed({"a.zip": packed({"b.zip": packed({"c.zip": bytes(900_000)})})}), HARMLESS,
    ),
    "an entity that reads a file": (
        lambda: packed({STRINGS: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")}), ENTITIES,
    ),
    "a DTD of another machine": (
        lambda: packed({STRINGS: '<!DOCTYPE sst SYSTEM "http://evil.example/a.dtd">' + strings("x")}), ENTITIES,
    ),
    "a billion laughs": (lambda: packed({STRINGS: doctype(LAUGHS, "&l9;")}), ENTITIES),
    "a billion laughs in the main part": (
        lambda: packed({"xl/workbook.xml": f"<!DOCTYPE a [{LAUGHS}]>" + book(entry("&l9;"))}), ENTITIES,
    ),
    "broken XML": (lambda: packed({SHEET: "<worksheet><sheetData>"}), DAMAGED),
    "no XML at all": (lambda: packed({SHEET: b"\x00\xff\xfe"}), DAMAGED),
    "XML in an unknown encoding": (lambda: packed({SHEET: b'<?xml version="1.0" encoding="x"?><a/>'}), DAMAGED),
    "XML in UTF-16": (lambda: packed({SHEET: SOUND[SHEET].encode("utf-16")}), HARMLESS),
    "one part in the strict format": (
        lambda: packed({"xl/workbook.xml": book(entry()).replace(MAIN, STRICT)}),
        TWO_FORMS,
    ),
    "a number that is none": (lambda: packed({SHEET: cell("<v>3,5</v>")}), DAMAGED),
    "a number without end": (lambda: packed({SHEET: cell("<v>1e999</v>")}), DAMAGED),
    "not a number": (lambda: packed({SHEET: cell("<v>NaN</v>")}), DAMAGED),
    "infinity": (lambda: packed({SHEET: cell("<v>-inf</v>")}), DAMAGED),
    "a text beyond the last": (lambda: packed({SHEET: cell("<v>99</v>", "s")}), DAMAGED),
    "a text before the first": (lambda: packed({SHEET: cell("<v>-1</v>", "s")}), DAMAGED),
    "a text with a number of 10,000 digits": (lambda: packed({SHEET: cell(f"<v>{'9' * 10_000}</v>", "s")}), DAMAGED),
    "half a character": (lambda: packed({STRINGS: strings("_xD800_ _x0000_")}), HARMLESS),
    "an address that is none": (lambda: packed({SHEET: cell("<v>1</v>", address="A0")}), DAMAGED),
    "two cells in one place": (
        lambda: packed({SHEET: sheet('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')}), DAMAGED,
    ),
    "two sheets of one name": (
        lambda: packed({
            "xl/workbook.xml": book(entry("A"), entry("a", 2)),
            RELATIONS: relations(related("worksheet", "worksheets/sheet1.xml"), related("worksheet", "b.xml", 2)),
        }), DAMAGED,
    ),
    "two names for one sheet": (
        lambda: packed({
            "xl/workbook.xml": book(entry("A"), entry("B", 2)),
            RELATIONS: relations(*(related("worksheet", "worksheets/sheet1.xml", n) for n in (1, 2))),
        }), DAMAGED,
    ),
    "50 sheets": (lambda: packed({"xl/workbook.xml": book(*(entry(f"S{n}", n) for n in range(50)))}), DAMAGED),
    "no sheet": (lambda: packed({"xl/workbook.xml": book()}), DAMAGED),
    "16,384 columns": (
        lambda: packed({SHEET: sheet("<row>" + '<c s="1"/>' * 16_384 + '<c r="XFD1"><v>1</v></c></row>')}), HARMLESS,
    ),
    "markup and formulas in every cell": (
        lambda: packed({SHEET: in_many_rows(
            '<c r="A#" t="str"><f>WEBSERVICE("http://evil")</f><v>&lt;script&gt;alert(1)&lt;/script&gt;</v></c>', 3_000
        )}), HARMLESS,
    ),
}  # fmt: skip
"""Refused, or read without harm, at once."""

HEAVY: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "200,000 rows of one cell": (
        lambda: packed({SHEET: in_many_rows('<c r="A#"><v>#</v></c>', 200_000)}), TOO_MANY,
    ),
    "1,048,576 empty rows": (
        lambda: packed({SHEET: in_many_rows("", 1_048_576).replace("></row>", ' ht="15"/>')}), TOO_EMPTY,
    ),
    "a text of a million letters": (lambda: packed({STRINGS: strings(unlike(200_000))}), SWELLS),
    "one text of 900 kB in 100 cells": (
        lambda: packed({STRINGS: strings(unlike(155_000)), SHEET: in_many_rows('<c r="A#" t="s"><v>0</v></c>', 100)}),
        SWELLS,
    ),
    "a million cells in a row": (
        lambda: packed({SHEET: sheet("<row>" + unlike(1_000_001, '<c s="{}"/>') + "</row>")}), SWELLS,
    ),
    "a formula of 500,000 letters that 4,000 cells share": (
        lambda: packed({SHEET: in_many_rows(
            '<c r="A#"><f t="shared" si="0"/></c>', 4_000
        ).replace('<f t="shared" si="0"/>', f'<f t="shared" si="0" ref="A1:A4000">{unlike(80_000, "A{}+")}1</f>', 1)}),
        SWELLS,
    ),
    "100,000 levels of XML": (lambda: packed({SHEET: sheet(unlike(100_000, "<t{}>"))}), SWELLS),
    "an element with 100,000 attributes": (
        lambda: packed({SHEET: sheet("<row " + " ".join(f'a{n}="{n}"' for n in range(100_000)) + "/>")}), SWELLS,
    ),
    "texts, and cells in two sheets: together more elements than a workbook may have": (
        lambda: packed({
            "xl/workbook.xml": book(*(entry(f"S{n}", n) for n in (1, 2))),
            RELATIONS: relations(
                *(related("worksheet", f"worksheets/sheet{n}.xml", n) for n in (1, 2)),
                related("sharedStrings", "sharedStrings.xml", 9),
            ),
            STRINGS: strings(*(f"{n:050}" for n in range(175_000))),
            **{f"xl/worksheets/sheet{n}.xml": in_many_rows('<c s="#"/>' * 100, 3_500) for n in (1, 2)},
        }), SWELLS,
    ),
    "attributes and spaces of names: together more attributes than a workbook may have": (
        lambda: packed({SHEET: in_many_rows(
            "<c " + " ".join(f'a{n}="#" xmlns:b{n}="#"' for n in range(1_000)) + "/>", 1_001
        )}), SWELLS,
    ),
    "more cells than a workbook may have, without addresses and in the strict form": (
        lambda: packed({name: strictly(text) for name, text in {
            **SOUND, SHEET: in_many_rows("<c><v>#</v></c>" * 100, 2_001)
        }.items()}), SWELLS,
    ),
    "60 formulas that fill 100,000 cells": (
        lambda: packed({SHEET: in_many_rows("<c><v>#</v></c>" * 20, 4_900).replace(
            "<c>", '<c><f t="array" ref="ZZ1:ZZ5000">1</f>', 60
        )}), SWELLS,
    ),
    "20,000 members": (lambda: packed({f"{n}": "" for n in range(20_000)}, way=zipfile.ZIP_STORED), SWELLS),
    "more than 10 MB": (lambda: packed({"xl/media/a.png": bytes(10_000_001)}, way=zipfile.ZIP_STORED), TOO_LARGE),
}  # fmt: skip
"""These take time or memory, if they are let."""


def strictly(text: str) -> str:
    return text.replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)


def unlike(count: int, pattern: str = "{}") -> str:
    """Pieces that differ, so that they do not swell as zeros do."""
    return "".join(pattern.format(n * 7_919 % 1_000_003) for n in range(count))


def truncated(data: bytes, parts: int = 23) -> list[bytes]:
    """The same file, cut short in many places."""
    return [data[: len(data) * part // parts] for part in range(parts)]
