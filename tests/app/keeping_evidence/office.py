"""Small files of every kind that is taken, and of some that are not."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20)
HTML = b"<!doctype html><script>alert(1)</script>"
PLAIN_TYPES = '<Types><Override ContentType="application/main+xml"/></Types>'
MACRO_TYPES = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def zipped(members: dict[str, str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def office(main: str, types: str = PLAIN_TYPES, **more: str) -> bytes:
    return zipped({"[Content_Types].xml": types, main: "<x/>", **more})


def open_document(kind: str, **more: str) -> bytes:
    members = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"}
    return zipped(members | {"META-INF/manifest.xml": "<m/>"} | more)


GOOD = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": PNG,
    "a.jpg": JPG,
    "a.jpeg": JPG,
    "a.docx": office("word/document.xml"),
    "a.xlsx": office("xl/workbook.xml"),
    "a.pptx": office("ppt/presentation.xml"),
    "a.odt": open_document("text"),
    "a.ods": open_document("spreadsheet"),
    "a.odp": open_document("presentation"),
    "a.txt": "Décision n° 7\n".encode(),
    "old.txt": "Décision n° 7\r\n".encode("cp1252"),
    "a.csv": "sexe;effectif\nF;12\n".encode("utf-16"),
}
BOMB = office("word/document.xml", " " * 5_000_000)
NOT_TAKEN = "Files of this type are not taken."
NOT_THAT = "The file does not hold what its ending says"
MACROS = "The file holds macros"
LOCKED = "The file is locked with a password"
BAD = {
    "a.exe": (b"MZ" + bytes(99), NOT_TAKEN),
    "program.pdf": (b"MZ" + bytes(99), NOT_THAT),
    "a.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_TAKEN),
    "picture.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_THAT),
    "a.html": (HTML, NOT_TAKEN),
    "page.txt": (HTML, NOT_THAT),
    "page16.txt": (HTML.decode().encode("utf-16"), NOT_THAT),
    "page.pdf": (HTML + PDF, NOT_THAT),
    "half.txt": (b"\xff\xfea", NOT_THAT),
    "binary.csv": (b"a;b\n\0\0", NOT_THAT),
    "script.txt": (b"#!/bin/sh\nrm -rf /\n", NOT_THAT),
    "a.docm": (office("word/document.xml"), NOT_TAKEN),
    "a.zip": (zipped({"a": "b"}), NOT_TAKEN),
    "zip.docx": (zipped({"a": "b"}), NOT_THAT),
    "sheet.docx": (office("xl/workbook.xml"), NOT_THAT),
    "text.ods": (open_document("text"), NOT_THAT),
    "behind.docx": (b"MZ" + office("word/document.xml"), NOT_THAT),
    "cut.docx": (office("word/document.xml")[:-30], NOT_THAT),
    "bomb.docx": (BOMB, NOT_THAT),
    "macros.docx": (office("word/document.xml", MACRO_TYPES), MACROS),
    "hidden.docx": (office("word/document.xml", MACRO_TYPES.encode("utf-16").decode("latin-1")), MACROS),
    "vba.docx": (office("word/document.xml", **{"word/vbaProject.bin": "x"}), MACROS),
    "sheet.xlsx": (office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}), MACROS),
    "basic.odt": (open_document("text", **{"Basic/Standard/Module1.xml": "x"}), MACROS),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), LOCKED),
    "locked.odt": (open_document("text", **{"META-INF/manifest.xml": "<encryption-data/>"}), LOCKED),
    "a": (PDF, NOT_TAKEN),
    "empty.pdf": (b"", "The file is empty."),
    "large.txt": (b"a" * 10_000_001, "The file has 10.0 MB; 10 MB fit."),
}
