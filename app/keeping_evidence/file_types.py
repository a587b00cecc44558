"""Which files are taken: by their ending and by what they really hold, never by what the browser says of them."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

import puremagic

from app.archives import BROKEN
from questionnaires.problems import N_

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
MOST_MEMBERS = 10_000
ENTRY = re.compile(rb"PK\x01\x02")
"""What each entry in the list of members begins with."""
MOST_OF_A_MEMBER = 1_000_000
PIECE = 1 << 20

NOT_WHAT_IT_SAYS = N_(
    "The file does not hold what its ending says (.{ending}). Open it in the program that made it, save it again as "
    "PDF, and choose that file."
)
HAS_MACROS = N_("The file holds macros, which are not taken. Save it as PDF, or without macros, and choose that file.")
LOCKED = N_("The file is locked with a password, so nobody could read it here. Save it without, and choose that file.")

# What no text that a person reads begins with: web pages, pictures in XML, scripts
MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<!|<\?|<[a-z]|#!|%PDF-)", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class FileType:
    media_type: str
    look: Callable[[Path, str], str]
    """Gives a sentence that says what is wrong with a file of this ending, "" if nothing."""


def problem_with(path: Path, ending: str) -> str:
    """A sentence, "" for a file that may be kept. The ending is one of TYPES."""
    return TYPES[ending].look(path, ending)


def _of_its_kind(path: Path, ending: str) -> str:
    try:
        with path.open("rb") as file:
            found = {match.extension for match in puremagic.magic_stream(file)}
    except (puremagic.PureError, ValueError):
        found = set()
    return "" if f".{ending}" in found else NOT_WHAT_IT_SAYS


def _text(path: Path, _ending: str) -> str:
    """Old encodings are welcome, since spreadsheets still write them; anything that is no text is not."""
    with path.open("rb") as file:
        begin = file.read(PIECE)
        if MARKUP.match(begin):
            return NOT_WHAT_IT_SAYS
        if begin.startswith(UTF_16):
            return "" if _decodes(path) else NOT_WHAT_IT_SAYS
        piece = begin
        while piece:
            if BINARY.search(piece):
                return NOT_WHAT_IT_SAYS
            piece = file.read(PIECE)
    return ""


def _decodes(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-16")
    except UnicodeError:
        return False
    return not BINARY.search(text.encode()) and not MARKUP.match(text[:1000].encode())


def _office(path: Path, ending: str) -> str:
    if _of_its_kind(path, ending):
        with path.open("rb") as file:  # the old container, in which Office also locks new files
            return LOCKED if file.read(4) == b"\xd0\xcf\x11\xe0" else NOT_WHAT_IT_SAYS
    return _archive(path, _office_members, ending)


def _open_document(path: Path, ending: str) -> str:
    return _archive(path, _open_members, ending)


def _archive(path: Path, look: Callable[[zipfile.ZipFile, set[str], str], str], ending: str) -> str:
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":  # nothing stands before the archive
                return NOT_WHAT_IT_SAYS
        if _has_too_many_members(path):
            return NOT_WHAT_IT_SAYS
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                return LOCKED
            return look(archive, {member.filename for member in members}, ending)
    except (*BROKEN, OSError):
        return NOT_WHAT_IT_SAYS


def _has_too_many_members(path: Path) -> bool:
    """Counted before they are read: the list of half a million members would keep the server from all else."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        return sum(1 for _ in islice(re.finditer(ENTRY, whole), MOST_MEMBERS + 1)) > MOST_MEMBERS


def _office_members(archive: zipfile.ZipFile, names: set[str], ending: str) -> str:
    if not {"[Content_Types].xml", MAIN_PARTS[ending]} <= names:
        return NOT_WHAT_IT_SAYS
    kinds = _member(archive, "[Content_Types].xml").replace(b"\0", b"").lower()  # UTF-16 hides nothing
    said = " ".join(names).lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds or "vbaproject" in said or "/macrosheets/" in said:
        return HAS_MACROS
    return ""


def _open_members(archive: zipfile.ZipFile, names: set[str], ending: str) -> str:
    if "content.xml" not in names or _member(archive, "mimetype").decode().strip() != TYPES[ending].media_type:
        return NOT_WHAT_IT_SAYS
    if b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        return LOCKED
    return HAS_MACROS if any(name.startswith(("Basic/", "Scripts/")) for name in names) else ""


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small member, empty if there is none. Never more of it than that, whatever the archive announces."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as member:
        content = member.read(MOST_OF_A_MEMBER)
    if len(content) == MOST_OF_A_MEMBER:
        raise ValueError("larger than any honest one")
    return content


MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
TYPES = {
    "pdf": FileType("application/pdf", _of_its_kind),
    "docx": FileType(f"{OFFICE}.wordprocessingml.document", _office),
    "xlsx": FileType(f"{OFFICE}.spreadsheetml.sheet", _office),
    "pptx": FileType(f"{OFFICE}.presentationml.presentation", _office),
    "odt": FileType(f"{OPEN}.text", _open_document),
    "ods": FileType(f"{OPEN}.spreadsheet", _open_document),
    "odp": FileType(f"{OPEN}.presentation", _open_document),
    "png": FileType("image/png", _of_its_kind),
    "jpg": FileType("image/jpeg", _of_its_kind),
    "jpeg": FileType("image/jpeg", _of_its_kind),
    "txt": FileType("text/plain", _text),
    "csv": FileType("text/csv", _text),
}
