"""Files of offices, which are archives: what kind they are, and why some are not taken."""

import re
import zipfile
from collections.abc import Mapping
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

from app.features.evidence.checking.sentences import CUT_SHORT, HAS_MACROS, LOCKED, TOO_OLD
from app.files.zip_errors import BROKEN

MOST_MEMBERS = 10_000
ENTRY = re.compile(rb"PK\x01\x02")
"""What each entry in the list of members begins with."""
MOST_OF_A_MEMBER = 1_000_000
OLE = b"\xd0\xcf\x11\xe0"
"""How the old container begins, in which Office also locks new files."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAIN_PARTS = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
    "pptx": re.compile(r"ppt/presentation\d*\.xml"),
}
DOCUMENT = "application/vnd.oasis.opendocument."
DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
SCRIPTS = ("basic/", "scripts/")


def why_not(data: mmap) -> str:
    """Of the old container."""
    return LOCKED if data.find(ENCRYPTED) >= 0 else TOO_OLD


def look(path: Path) -> tuple[str, str]:
    """The kind of an archive and what is wrong with it, each "" where there is none."""
    if _has_too_many_members(path):
        return "", ""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if min((member.header_offset for member in members), default=1):  # a second archive stands behind another
                return "", ""
            if any(member.flag_bits & 1 for member in members):
                return "", LOCKED
            names = {member.filename.lower().lstrip("/"): member.filename for member in members}
            return _of_office(archive, names) if "[content_types].xml" in names else _open_document(archive, names)
    except _Swollen:
        return "", ""
    except (*BROKEN, OSError):
        return "", CUT_SHORT


def _has_too_many_members(path: Path) -> bool:
    """Counted before they are read: the list of half a million members would keep the server from all else."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        return sum(1 for _ in islice(re.finditer(ENTRY, whole), MOST_MEMBERS + 1)) > MOST_MEMBERS


def _of_office(archive: zipfile.ZipFile, names: Mapping[str, str]) -> tuple[str, str]:
    kinds = [kind for kind, main in MAIN_PARTS.items() if any(map(main.fullmatch, names))]
    types = _member(archive, names, "[content_types].xml").replace(b"\0", b"").lower()  # UTF-16 hides nothing
    if len(kinds) != 1 or b"template.main+xml" in types or b"slideshow.main+xml" in types:
        return "", ""
    all_names = " ".join(names)
    has_macros = (
        b"macroenabled" in types or b"vbaproject" in types or "vbaproject" in all_names or "/macrosheets/" in all_names
    )
    return kinds[0], HAS_MACROS if has_macros else ""


def _open_document(archive: zipfile.ZipFile, names: Mapping[str, str]) -> tuple[str, str]:
    type_ = _member(archive, names, "mimetype").decode(errors="replace").strip()
    kind = DOCUMENTS.get(type_.removeprefix(DOCUMENT), "") if type_.startswith(DOCUMENT) else ""
    manifest = _member(archive, names, "meta-inf/manifest.xml")
    if kind and ("encrypted-package" in names or b"encryption-data" in manifest):
        return kind, LOCKED
    if "content.xml" not in names:
        return "", ""
    return kind, HAS_MACROS if any(name.startswith(SCRIPTS) for name in names) else ""


class _Swollen(Exception):
    """A member is larger than any honest one."""


def _member(archive: zipfile.ZipFile, names: Mapping[str, str], name: str) -> bytes:
    """A small member, empty if there is none. Never more of it than that, whatever the archive announces."""
    if name not in names:
        return b""
    with archive.open(names[name]) as member:
        content = member.read(MOST_OF_A_MEMBER)
    if len(content) == MOST_OF_A_MEMBER:
        raise _Swollen
    return content
