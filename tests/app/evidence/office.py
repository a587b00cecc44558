"""Small files of every kind that is taken, and of some that are not."""

import struct
import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17) + b"\0\0\0\0IEND\xaeB`\x82"
THUMBNAIL = b"\xff\xe1\0\x10Exif\0\0\xff\xd8\xff\xd9\0\0\0\0"
PIXELS = b"\xff\xda\0\x08" + bytes(6) + b"a\xff\0b\xff\xd0c"
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(9) + THUMBNAIL + PIXELS + b"\xff\xd9"
GIF = b"GIF89a" + bytes(20) + b";"
WEBP = b"RIFF" + (20).to_bytes(4, "little") + b"WEBPVP8 " + bytes(12)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x0cmeta\0\0\0\0\0\0\0\x10mdat" + bytes(8)
STRIP = b"\x11\x01\x04\0\x01\0\0\0\x26\0\0\0\x17\x01\x04\0\x01\0\0\0\x08\0\0\0"
TIF = b"II*\0\x08\0\0\0\x02\0" + STRIP + bytes(12)
BIG_ENTRIES = struct.pack("<HHQQ", 273, 4, 1, 72) + struct.pack("<HHQQ", 279, 16, 1, 8)
BIG_TIF = b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2) + BIG_ENTRIES + bytes(8 + 8)
RTF = b"{\\rtf1\\ansi Staff rules\\par}\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
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
    "a.rtf": RTF,
    "a.heic": HEIC,
    "a.heif": HEIC,
    "a.webp": WEBP,
    "a.gif": GIF,
    "a.tif": TIF,
    "a.tiff": TIF,
    "moving picture of a phone.jpg": JPG + b"\0\0\0\x18ftypmp42" + bytes(99),
    "named by Office 365.docx": office("word/document2.xml"),
    "a.txt": "Décision n° 7\n".encode(),
    "old.txt": "Décision n° 7\r\n".encode("cp1252"),
    "a.csv": "sexe;effectif\nF;12\n".encode("utf-16"),
}
BOMB = office("word/document.xml", " " * 5_000_000)
NOT_TAKEN = "Files of this type are not accepted: “{name}”."
NOT_THAT = "“{name}” is not the type of file that its name says"
MACROS = "“{name}” contains macros"
OTHERS = "“{name}” contains other documents"
LOCKED = "“{name}” is protected with a password"
TOO_OLD = "“{name}” is in an old Office or Outlook format"
CUT = "“{name}” is damaged or incomplete"
LOCKED_SHEET = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": ""}
LOCKED_ZIP = zipped({"a": "b"}).replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")
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
    "a.zip": (zipped({"a": "b"}), NOT_TAKEN),
    "zip.docx": (zipped({"a": "b"}), NOT_THAT),
    "two in one.docx": (office("word/document.xml", **{"xl/workbook.xml": "x"}), NOT_THAT),
    "one behind another.docx": (zipped({"a": "b"}) + office("word/document.xml"), NOT_THAT),
    "template.dotx": (office("word/document.xml", '<Types ContentType="template.main+xml"/>'), NOT_TAKEN),
    "behind.docx": (b"MZ" + office("word/document.xml"), NOT_THAT),
    "bomb.docx": (BOMB, NOT_THAT),
    "macros.docx": (office("word/document.xml", MACRO_TYPES), MACROS),
    "macros.docm": (office("word/document.xml", MACRO_TYPES), MACROS),
    "hidden.docx": (office("word/document.xml", MACRO_TYPES.encode("utf-16").decode("latin-1")), MACROS),
    "vba.docx": (office("word/document.xml", **{"word/vbaProject.bin": "x"}), MACROS),
    "sheet.xlsx": (office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}), MACROS),
    "basic.odt": (open_document("text", **{"Basic/Standard/Module1.xml": "x"}), MACROS),
    "objects.rtf": (b"{\\rtf1{\\object{\\*\\objdata 0105}}}", OTHERS),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "locked.odt": (open_document("text", **{"META-INF/manifest.xml": "<encryption-data/>"}), LOCKED),
    "locked.ods": (zipped(LOCKED_SHEET), LOCKED),
    "locked.zip": (LOCKED_ZIP, LOCKED),
    "old.doc": (OLE, TOO_OLD),
    "old.docx": (OLE, TOO_OLD),
    "cut.docx": (office("word/document.xml")[:-30], CUT),
    "cut.pdf": (PDF[:-20], CUT),
    "cut.png": (PNG[:-13], CUT),
    "cut.jpg": (JPG[:-2], CUT),
    "cut.gif": (GIF[:-1], CUT),
    "cut.webp": (WEBP[:-1], CUT),
    "cut.heic": (HEIC[:-1], CUT),
    "cut.tif": (TIF[:-5], CUT),
    "cut big.tif": (BIG_TIF[:-5], CUT),
    "far.tif": (BIG_TIF[:8] + b"\xff" * 8, CUT),
    "a page.pdf": (b"<html>" + PDF, NOT_THAT),
    "notes.pdf": (b"The header %PDF-1.7 stands first.", NOT_THAT),
    "late.pdf": (b"\0" * 1020 + PDF, NOT_THAT),
    "cut.rtf": (RTF[:-4], CUT),
    "empty.pdf": (b"", "The file is empty."),
    "large.txt": (b"a" * 10_000_001, "The file is 10.0 MB. The limit is 10 MB."),
}
RENAMED = {
    "Minutes.docx": (PDF, "Minutes.pdf"),
    "photo.png": (JPG, "photo.jpg"),
    "sheet.docx": (office("xl/workbook.xml"), "sheet.xlsx"),
    "text.ods": (open_document("text"), "text.odt"),
    "Order 12": (PDF, "Order 12.pdf"),
    "Minutes of 31.05": (PDF, "Minutes of 31.05.pdf"),
    "Order.pdf.": (PDF, "Order.pdf."),
    "scan.jfif": (JPG, "scan.jfif"),
    "a.docm": (office("word/document.xml"), "a.docm.docx"),
    "Приказ.PDF": (PDF, "Приказ.PDF"),
    "portal.pdf": (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + PDF, "portal.pdf"),
    "printer.prn": (b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + PDF, "printer.prn.pdf"),
    "mail.pdf": (b"\0" * 1000 + PDF, "mail.pdf"),
    "atlas.tif": (BIG_TIF, "atlas.tif"),
    "تقرير.doc": (RTF, "تقرير.doc.rtf"),
}
"""Files whose name says less or other than what they hold, and what they are called when they are kept."""
