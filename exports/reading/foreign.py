"""What a file is that is no .xlsx workbook: its content says so, and not its name. Each kind with what to do."""

import re
from collections.abc import Collection

from questionnaires.problems import N_

NO_WORKBOOK = N_("This is not an Excel workbook (.xlsx). Choose an .xlsx file.")
EMPTY = N_("The file is empty. Choose the .xlsx file again.")
LOCKED = N_("The workbook has a password or is in the old .xls format. Save it as .xlsx without a password.")
PASSWORD = N_("The workbook is protected with a password. Remove the password, save the workbook and try again.")
OLD = N_("This is a workbook in the old Excel format (.xls). Save it as .xlsx and try again.")
BINARY = N_("This is a binary Excel workbook (.xlsb). Save it as .xlsx and try again.")
OPEN_DOCUMENT = N_("This is an OpenDocument workbook (.ods). Save it as .xlsx and try again.")
XML_OF_2003 = N_("This is a workbook in the XML format of Excel 2003. Save it as .xlsx and try again.")
WEB_PAGE = N_(
    "This is a web page with the name of a workbook. Open it in Excel or LibreOffice, save it as .xlsx and try again."
)
NUMBERS = N_("This is an Apple Numbers file. Export it to Excel (.xlsx), then choose that file.")
LINK = N_(
    "This is only a link to a Google Sheet. Download the sheet as Microsoft Excel (.xlsx), then choose that file."
)
ZIPPED = N_("This is a ZIP file with a workbook inside. Unpack it, then choose the workbook.")
TABLE = N_("This is a table as text (CSV), not a workbook. Choose the Excel workbook (.xlsx) itself.")

OLE = b"\xd0\xcf\x11\xe0"
"""What old .xls files, and new ones with a password, begin with."""
STREAMS = {"EncryptedPackage": PASSWORD, "Workbook": OLD, "Book": OLD}
BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
"""The first record of .xls files that are older than their container."""
BEGINNING = 4_096
"""Bytes in which a text says what it is."""
LINE = re.compile(rb"[^\x01-\x08\x0b\x0c\x0e-\x1f]*[,;\t][^\x01-\x08\x0b\x0c\x0e-\x1f]*")
MARKED = (
    (re.compile(rb"^\{\\rtf"), NO_WORKBOOK),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), XML_OF_2003),
    (re.compile(rb"urn:oasis:names:tc:opendocument:xmlns:office|<office:document"), OPEN_DOCUMENT),
    (re.compile(rb"^\s*\{.*docs\.google\.com", re.DOTALL), LINK),
    (re.compile(rb"<html|<table|<!doctype html|^\s*mime-version:", re.IGNORECASE), WEB_PAGE),
)
"""The first that fits: a workbook of 2003 may begin as a web page does."""
MEMBERS = (
    (re.compile(r"xl/workbook\.bin"), BINARY),
    (re.compile(r"meta-inf/manifest\.xml"), OPEN_DOCUMENT),
    (re.compile(r"index/document\.iwa|index\.zip|index\.apxl"), NUMBERS),
    (re.compile(r"(?!.*embeddings/).*\.xlsx"), ZIPPED),
)


def said_of_data(data: bytes) -> str:
    """The sentence for a file that is no ZIP, or "" where it might be a table as text."""
    if not data:
        return EMPTY
    if data.startswith(OLE):
        return next((said for name, said in STREAMS.items() if name.encode("utf-16-le") in data), LOCKED)
    if BIFF.match(data):
        return OLD
    beginning = data[:BEGINNING].replace(b"\0", b"")  # so that it reads in UTF-16 too
    return next((said for mark, said in MARKED if mark.search(beginning)), "")


def said_of_members(names: Collection[str]) -> str:
    """The sentence for a ZIP that holds no workbook of ours, by the names in it, in small letters."""
    sentences = (said for mark, said in MEMBERS if any(mark.fullmatch(name) for name in names))
    return next(sentences, NO_WORKBOOK)


def is_table(data: bytes) -> bool:
    """Whether it reads like lines with separators."""
    lines = data[:BEGINNING].replace(b"\0", b"").splitlines()[:2]
    return bool(lines) and all(LINE.fullmatch(line) for line in lines)
