"""Whether a picture is whole: each format says where it ends. What cameras and phones write behind that may stand."""

import re
import struct
from collections.abc import Iterable, Iterator
from mmap import mmap
from pathlib import Path
from typing import NamedTuple

from app.features.evidence.checking.sentences import CUT_SHORT

MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
"""In the data of a JPEG: neither a byte that is written so, nor a mark to start again."""
END, SCAN, ALONE = 0xD9, 0xDA, (0x01, 0xD8)
MOST_PARTS = 100_000
"""Far more than honest files have: so that a file made for it keeps nobody waiting."""


def png(_path: Path, data: mmap) -> str:
    at = 8
    for _ in range(MOST_PARTS):
        head = data[at : at + 8]
        if len(head) < 8:
            return CUT_SHORT
        at += 12 + int.from_bytes(head[:4])
        if head[4:] == b"IEND":
            return "" if at <= len(data) else CUT_SHORT
    return CUT_SHORT


def jpg(_path: Path, data: mmap) -> str:
    """Segments say how long they are; of the picture itself only its end can be looked for."""
    at = 2
    for _ in range(MOST_PARTS):
        match = MARKER.search(data, at)
        if not match:
            return CUT_SHORT
        code, at = match[1][0], match.end()
        if code == END:
            return ""
        if code not in ALONE:
            at += int.from_bytes(data[at : at + 2])
    return CUT_SHORT


def gif(_path: Path, data: mmap) -> str:
    return "" if data[-1_000:].rstrip(b"\0\r\n").endswith(b";") else CUT_SHORT


def webp(_path: Path, data: mmap) -> str:
    return "" if int.from_bytes(data[4:8], "little") + 8 <= len(data) else CUT_SHORT


MOST_BOXES = 1_000


def heic(_path: Path, data: mmap) -> str:
    at, kinds = 0, list[bytes]()
    while at < len(data) and len(kinds) < MOST_BOXES:
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        elif size == 0:
            size = len(data) - at
        if size < 8 or at + size > len(data):
            return CUT_SHORT
        kinds.append(kind)
        at += size
    return "" if b"meta" in kinds else CUT_SHORT


def tif(_path: Path, data: mmap) -> str:
    try:
        return "" if all(end <= len(data) for end in _ends(data)) else CUT_SHORT
    except (struct.error, IndexError, OverflowError):
        return CUT_SHORT


PLACES, SIZES = (273, 324), (279, 325)
"""The tags that say where the strips or tiles of a picture stand, and how long each is."""
WIDTHS = {3: "H", 4: "I", 16: "Q"}


class _Layout(NamedTuple):
    """How numbers are written: BigTIFF, which holds more than 4 GB, has wider ones in the same places."""

    order: str
    place: str = "I"
    many: str = "H"
    entry: int = 12

    def number(self, letter: str, data: mmap, at: int) -> int:
        return int(struct.unpack_from(self.order + letter, data, at)[0])


def _ends(data: mmap) -> Iterator[int]:
    """Where the parts of the pictures end, as far as honest files go. Raises where a place is beyond the file."""
    order, room = "<" if data[:2] == b"II" else ">", MOST_PARTS
    own = _Layout(order, "Q", "Q", 20) if b"+" in data[2:4] else _Layout(order)
    at = own.number(own.place, data, struct.calcsize(own.place))
    while at and room > 0:
        count, first = own.number(own.many, data, at), at + struct.calcsize(own.many)
        behind = first + own.entry * count
        ends = list(_ends_of_one(data, own, range(first, behind, own.entry)[:room]))
        yield from ends
        at = own.number(own.place, data, behind)
        room -= 1 + count + len(ends)


def _ends_of_one(data: mmap, own: _Layout, entries: Iterable[int]) -> Iterator[int]:
    places, sizes = list[int](), list[int]()
    for entry in entries:
        tag, kind, many = struct.unpack_from(f"{own.order}HH{own.place}", data, entry)
        if tag in PLACES + SIZES and kind in WIDTHS and many <= MOST_PARTS and not (places if tag in PLACES else sizes):
            values, where = f"{own.order}{many}{WIDTHS[kind]}", entry + 4 + struct.calcsize(own.place)
            if struct.calcsize(values) > struct.calcsize(own.place):
                where = own.number(own.place, data, where)
            (places if tag in PLACES else sizes).extend(struct.unpack_from(values, data, where))
    yield from (place + size for place, size in zip(places, sizes, strict=False))
