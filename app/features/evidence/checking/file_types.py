"""Which files are taken: what a file is, its content says, never its name nor what the browser says of it.

A file that nobody else could open is refused, whatever its kind: cut short, locked with a password, or empty.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from app.features.evidence.checking import images, office_files, pdfs
from app.features.evidence.checking.sentences import CUT_SHORT, NOT_TAKEN, NOT_WHAT_IT_SAYS, OTHERS_INSIDE

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": f"{OPEN}.text",
    "ods": f"{OPEN}.spreadsheet",
    "odp": f"{OPEN}.presentation",
    "rtf": "application/rtf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "heic": "image/heic",
    "heif": "image/heif",
    "webp": "image/webp",
    "gif": "image/gif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "csv": "text/csv",
}
SAME = {"jpeg": "jpg", "jfif": "jpg", "jpe": "jpg", "heif": "heic", "tiff": "tif"}
"""Other endings of one kind, which programs know too."""
TEXTS = ("txt", "csv")
ZIP = b"PK\x03\x04"
PIECE = 1 << 20

# What no text that a person reads begins with: web pages, pictures in XML, scripts
MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<!|<\?|<[a-z]|#!|%PDF-)", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OBJECTS = re.compile(rb"\\obj(?:data|update|ocx|link|autlink)\b")


@dataclass(frozen=True)
class Looked:
    """The name under which a file may be kept, and its type; or a sentence that says what is wrong with it."""

    name: str
    media_type: str = ""
    sentence: str = ""


def look(path: Path, name: str) -> Looked:
    """A name with the ending of another kind gets the right one: programs go by it, and would not open the file."""
    ending = ending_of(name)
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        kind, sentence = _looked_at(path, data)
    if sentence:
        return Looked(name, sentence=sentence)
    if not kind and ending in TEXTS:
        return Looked(name, TYPES[ending], _text(path))
    if not kind:
        return Looked(name, sentence=NOT_WHAT_IT_SAYS if ending in TYPES else NOT_TAKEN)
    if SAME.get(ending, ending) == kind:
        return Looked(name, TYPES.get(ending, TYPES[kind]))
    stem = name.rstrip(" .")[: -len(ending) - 1] if ending in TYPES else name
    return Looked(f"{stem.rstrip(' .')}.{kind}", TYPES[kind])


def ending_of(name: str) -> str:
    return Path(name.rstrip(" .")).suffix.removeprefix(".").lower()


def _looked_at(path: Path, data: mmap) -> tuple[str, str]:
    """The kind, by how each begins, "" for none of them; and what is wrong with it, "" for nothing."""
    if data[:4] == ZIP:
        return office_files.look(path)
    if data[:4] == office_files.OLE:
        return "", office_files.why_not(data)
    for kind, begins in BEGIN.items():
        if begins.match(data):
            return kind, WHOLE[kind](path, data)
    if not MARKUP.match(data) and pdfs.is_behind_other_bytes(data):
        return "pdf", pdfs.look(path, data)
    return "", ""


def _rtf(_path: Path, data: mmap) -> str:
    if OBJECTS.search(data):
        return OTHERS_INSIDE
    return "" if data[-100:].rstrip(b"\0\r\n\t ").endswith(b"}") else CUT_SHORT


def _text(path: Path) -> str:
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


BEGIN = {
    "pdf": re.compile(rb"(?:\xef\xbb\xbf)?[\r\n\t ]{0,100}%PDF-"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "heic": re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cmxs]|mif1|msf1)", re.DOTALL),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "gif": re.compile(rb"GIF8[79]a"),
    "tif": re.compile(rb"II[*+]\0|MM\0[*+]"),
    "rtf": re.compile(rb"\{\\rtf"),
}
WHOLE: dict[str, Callable[[Path, mmap], str]] = {
    "pdf": pdfs.look,
    "png": images.png,
    "jpg": images.jpg,
    "heic": images.heic,
    "webp": images.webp,
    "gif": images.gif,
    "tif": images.tif,
    "rtf": _rtf,
}
