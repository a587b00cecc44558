"""Whether a PDF is whole, and opens without a password."""

import re
from mmap import mmap
from pathlib import Path

from app.features.evidence.checking.sentences import BUSY, CUT_SHORT, LOCKED, NOT_OPENED
from exports.reading import apart
from exports.reading.container import FileRefused

CHILD = "app.features.evidence.checking.pdf_child"
TAIL = 8_192
"""Bytes at the end in which a PDF says where it begins to be read, with what programs write behind that."""
BEGINS = re.compile(rb"startxref\s+([0-9]{1,12})")
"""Where it begins to be read; a PDF made for the web has a second such line near its front, which says 0."""
LATER = re.compile(rb".{1,1019}?%PDF-[0-9]", re.DOTALL)
LOCK = b"/Encrypt"
"""Stands in every PDF with a password, where it is never packed; most have none, and need no process of their own."""


def look(path: Path, data: mmap) -> str:
    if not has_end(data):
        return CUT_SHORT
    return _locked(path) if data.find(LOCK) >= 0 else ""


def is_behind_other_bytes(data: mmap) -> bool:
    """Mail servers, printers and portals leave lines before it; every reader looks for it in the first 1,024 bytes."""
    return bool(LATER.match(data)) and has_end(data)


def has_end(data: mmap) -> bool:
    tail = data[-TAIL:] if len(data) > TAIL else data[:]
    begins = BEGINS.findall(tail)
    return int(begins[-1]) > 0 if begins else tail.find(b"%%EOF") >= 0


def _locked(path: Path) -> str:
    """Many PDFs only forbid to print or to change: those open for everybody."""
    try:
        return LOCKED if apart.ask(str(path.resolve()).encode(), CHILD)["is_locked"] else ""
    except FileRefused as why:
        return BUSY if why.problem.sentence == apart.BUSY else NOT_OPENED
