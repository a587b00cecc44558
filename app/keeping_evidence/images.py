"""Whether a picture is whole: each format says where it ends. What cameras and phones write behind that may stand."""

import re
import struct
from collections.abc import Iterator
from mmap import mmap
from pathlib import Path

from app.keeping_evidence.sentences import CUT_SHORT

MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""In the data of a JPEG: neither a byte that is written so, nor a mark to start again."""
END, SCAN, ALONE = 0xD9, 0xDA, (0x01, 0xD8)
MOST_PARTS = 100_000


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
        found = MARKER.search(data, at)
        if not found:
            return CUT_SHORT
        code, at = found[1][0], found.end()
        if code == END:
            return ""
        if code not in ALONE:
            at += int.from_bytes(data[at : at + 2])
    return CUT_SHORT


def gif(_path: Path, data: mmap) -> str:
    return "" if data[-1_000:].rstrip(b"\0\r\n").endswith(b";") else CUT_SHORT


def webp(_path: Path, data: mmap) -> str:
    return "" if int.from_bytes(data[4:8], "little") + 8 <= len(data) else CUT_SHORT


def heic(_path: Path, data: mmap) -> str:
    at, kinds = 0, set[bytes]()
    while at < len(data) and len(kinds) < MOST_PARTS:
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        elif size == 0:
            size = len(data) - at
        if size < 8 or at + size > len(data):
            return CUT_SHORT
        kinds.add(bytes(kind))
        at += size
    return "" if b"meta" in kinds else CUT_SHORT


def tif(_path: Path, data: mmap) -> str:
    try:
        return "" if all(end <= len(data) for end in _ends(data)) else CUT_SHORT
    except struct.error:
        return CUT_SHORT


PLACES, SIZES = (273, 324), (279, 325)
"""The tags that say where the strips or tiles of a picture stand, and how long each is."""
WIDTHS = {3: "H", 4: "I"}
MOST_PICTURES, MOST_STRIPS = 1_000, 20_000


def _ends(data: mmap) -> Iterator[int]:
    """Where the parts of the pictures end. Raises struct.error beyond the file."""
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    for _ in range(MOST_PICTURES):
        (count,) = struct.unpack_from(f"{order}H", data, at)
        yield from _ends_of_one(data, order, at + 2, count)
        (at,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)
        if not at:
            return


def _ends_of_one(data: mmap, order: str, at: int, count: int) -> Iterator[int]:
    places, sizes = list[int](), list[int]()
    for entry in range(at, at + 12 * count, 12):
        tag, kind, many = struct.unpack_from(f"{order}HHI", data, entry)
        if tag in PLACES + SIZES and kind in WIDTHS and many <= MOST_STRIPS:
            values, where = f"{order}{many}{WIDTHS[kind]}", entry + 8
            if struct.calcsize(values) > 4:
                (where,) = struct.unpack_from(f"{order}I", data, where)
            (places if tag in PLACES else sizes).extend(struct.unpack_from(values, data, where))
    yield from (place + size for place, size in zip(places, sizes, strict=False))
