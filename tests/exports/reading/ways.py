"""Ways in which programs write one and the same workbook: each is allowed by ECMA-376, or opened by Excel.

Behind each stands a report of a file that people could open everywhere but in one reader.
"""

import io
import re
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK, LINKS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
)
CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    'Requires="x15"><a:absPath xmlns:a="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:/"/>'
    "</mc:Choice></mc:AlternateContent>"
)
EXTENSION = '<extLst><ext uri="{1}"><a:b xmlns:a="urn:a"><a:c/></a:b></ext></extLst>'
UNREAD = (
    *("docProps/app.xml", "xl/calcChain.xml", "xl/printerSettings/printerSettings1.bin", "customXml/item1.xml"),
    *("_xmlsignatures/sig1.xml", "xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"),
    *("docMetadata/LabelInfo.xml", "xl/metadata.xml", "xl/richData/rdrichvalue.xml"),
)


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, way: int = zipfile.ZIP_DEFLATED, comment: bytes = b"", *, folders: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", way) as archive:
        archive.comment = comment
        for folder in ("xl/", "xl/worksheets/", "_rels/") if folders else ():
            archive.writestr(folder, "")
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


class Pipe(io.RawIOBase):
    """Somewhere that cannot go back: what a ZIP says of a member then stands behind it."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def streamed(parts: Parts) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return bytes(pipe.data)


def for_large_files(parts: Parts) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    return data.getvalue()


def changed(parts: Parts, where: str, *pairs: tuple[str, str]) -> Parts:
    """With a pattern replaced in the parts whose names match."""
    made = dict(parts)
    for name in made:
        if re.fullmatch(where, name):
            text = made[name].decode()
            for pattern, by in pairs:
                text = re.sub(pattern, by, text)
            made[name] = text.encode()
    assert made != parts
    return made


def renamed(parts: Parts, old: str, new: str, *pairs: tuple[str, str]) -> Parts:
    """A part by another name, in the relations and types too."""
    made = changed(parts, r".*\.rels|\[Content_Types\].xml", *pairs)
    return {name.replace(old, new): content for name, content in made.items()}


SHEETS = r"xl/worksheets/sheet\d+.xml"
XML = r".*\.(xml|rels)"


def without_addresses(parts: Parts, *, rows: bool) -> Parts:
    """Only where nothing is left out between, as writers of whole tables do."""
    made = dict(parts)
    for name in made:
        if re.fullmatch(SHEETS, name):
            text, above, column = made[name].decode(), 0, 0
            pieces = re.split(r'(<row r="\d+"|<c r="[A-Z]+\d+")', text)
            for at in range(1, len(pieces), 2):
                row = re.fullmatch(r'<row r="(\d+)"', pieces[at])
                if row:
                    pieces[at] = "<row" if rows and int(row[1]) == above + 1 else pieces[at]
                    above, column = int(row[1]), 0
                else:
                    letters = re.sub(r'<c r="([A-Z]+)\d+"', r"\1", pieces[at])
                    number = 0
                    for letter in letters:
                        number = 26 * number + ord(letter) - 64
                    pieces[at] = "<c" if number == column + 1 else pieces[at]
                    column = number
            made[name] = "".join(pieces).encode()
    assert made != parts
    return made


def with_texts_inside(parts: Parts) -> Parts:
    """Without a list of texts that cells share, which the relations still name."""
    texts = re.findall(r"<si>(.*?)</si>", parts[STRINGS].decode(), re.DOTALL)
    made = {name: content for name, content in parts.items() if name != STRINGS}
    for name in made:
        if re.fullmatch(SHEETS, name):
            made[name] = re.sub(
                r't="s"([^>]*)><v>(\d+)</v>',
                lambda match: f't="inlineStr"{match[1]}><is>{texts[int(match[2])]}</is>',
                made[name].decode(),
            ).encode()
    return made


def prefixed(parts: Parts) -> Parts:
    return changed(
        parts,
        rf"{BOOK}|{STRINGS}|xl/styles.xml|{SHEETS}",
        (r"<(/?)([A-Za-z])", r"<\1x:\2"),
        ("xmlns=", "xmlns:x="),
    )


def in_utf16(parts: Parts) -> Parts:
    return {
        name: content.decode().replace("UTF-8", "UTF-16").encode("utf-16") if name != TYPES else content
        for name, content in parts.items()
        if content
    }


def strictly(parts: Parts) -> Parts:
    return changed(parts, XML, *((re.escape(ordinary), strict) for ordinary, strict in STRICT))


PARTS: dict[str, Callable[[Parts], Parts]] = {
    "a main part of another name": lambda p: renamed(
        p, "workbook.xml", "workbook2.xml", (r"workbook\.xml", "workbook2.xml")
    ),
    "a main part at the root": lambda p: renamed(
        {**p, "_rels/workbook.xml.rels": p[LINKS].replace(b'Target="', b'Target="xl/')},
        BOOK, "workbook.xml", ("xl/workbook.xml", "workbook.xml"),
    ),
    "targets from the root": lambda p: changed(
        changed(p, ROOT, ('Target="xl', 'Target="/xl')), LINKS, ('Target="', 'Target="/xl/')
    ),
    "targets by way of the folder above": lambda p: changed(p, LINKS, ('Target="', 'Target="../xl/')),
    "members with the slashes of Windows": lambda p: {name.replace("/", "\\"): content for name, content in p.items()},
    "members in capitals": lambda p: {name.upper(): content for name, content in p.items()},
    "SharedStrings with a capital, which nothing else has": lambda p: {
        name.replace("sharedS", "SharedS"): content for name, content in p.items()
    },
    "members in another order": lambda p: dict(reversed(p.items())),
    "names with a prefix": prefixed,
    "UTF-16": in_utf16,
    "a mark of the order of bytes": lambda p: {name: b"\xef\xbb\xbf" + content for name, content in p.items()},
    "the strict form": strictly,
    "cells without addresses": lambda p: without_addresses(p, rows=False),
    "rows without numbers": lambda p: without_addresses(p, rows=True),
    "texts in the cells": with_texts_inside,
    "empty rows and a size that is wrong": lambda p: changed(
        p, SHEETS, ("</sheetData>", '<row r="4000" spans="1:9" ht="3"/><row r="4001"></row></sheetData>'),
        (r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>'),
    ),
    "without styles, theme and properties": lambda p: {
        name: content for name, content in p.items() if not re.search("styles|theme|docProps", name)
    },
    "a choice of contents": lambda p: changed(p, BOOK, ("<bookViews>", f"{CHOICE}<bookViews>")),
    "extensions of everything": lambda p: changed(
        p, f"{SHEETS}|{STRINGS}|{BOOK}", ("</row>", f"{EXTENSION}</row>"), ("</v></c>", f"</v>{EXTENSION}</c>"),
        ("</(worksheet|sst|workbook)>", rf"{EXTENSION}</\1>"),
    ),
    "notes of machines in the XML": lambda p: changed(p, SHEETS, ("<v>", "<v><!-- a value --><?so it?>")),
    "attributes that nobody knows": lambda p: changed(
        p, SHEETS, ("<(row|c) ", r'<\1 xmlns:z="urn:z" z:uid="7" cm="1" vm="0" ph="0" '),
    ),
    "parts that nothing here reads": lambda p: {**p, **dict.fromkeys(UNREAD, b"<a/>")},
    "types by the ending alone, as the SDK of Microsoft has them": lambda p: changed(
        p, r"\[Content_Types\].xml", (r'<Override PartName="/xl/workbook.xml"[^>]*>', ""),
        (r'(Extension="xml" ContentType=")[^"]*', rf"\1{MAIN_TYPE}"),
    ),
    "a program that may hold macros, but has none": lambda p: changed(
        p, r"\[Content_Types\].xml",
        ("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"),
    ),
}  # fmt: skip

ZIPS: dict[str, Callable[[Parts], bytes]] = {
    "stored": lambda p: packed(p, zipfile.ZIP_STORED),
    "with a comment": lambda p: packed(p, comment=b"made by hand"),
    "with folders": lambda p: packed(p, folders=True),
    "sent while it was made": streamed,
    "for files of any size": for_large_files,
}
