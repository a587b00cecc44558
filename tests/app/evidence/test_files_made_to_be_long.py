"""A file that is made to be long to look at takes no time: an archive of many members, a picture of many parts."""

import struct
from pathlib import Path
from time import process_time

from app.features.evidence.checking.file_types import look
from app.features.evidence.checking.sentences import NOT_WHAT_IT_SAYS

ENTRY = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"


def test_half_a_million_members_take_no_time(tmp_path: Path) -> None:
    """25 MB, of which the list of members is all: Python alone would read it for several seconds."""
    path, list_ = tmp_path / "many.odt", ENTRY * 500_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, len(list_), 4, 0)
    path.write_bytes(b"PK\3\4" + list_ + end)
    began = process_time()

    assert look(path, "many.odt").sentence == NOT_WHAT_IT_SAYS
    assert process_time() - began < 1


def test_a_picture_of_endless_parts_takes_no_time(tmp_path: Path) -> None:
    entry = struct.pack("<HHII", 273, 4, 90_000, 8)
    pictures = {
        "marks.jpg": b"\xff\xd8\xff\xe0\0\x02" + b"\xff" * 5_000_000 + b"\0",
        "segments.jpg": b"\xff\xd8\xff\xe0\0\x02" + b"\xff\xe0\0\x02" * 2_000_000,
        "boxes.heic": b"\0\0\0\x18ftypheic" + bytes(12) + b"\0\0\0\x08free" * 1_000_000,
        "parts.png": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IDAT\0\0\0\0" * 800_000,
        "ring.tif": b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + entry * 60_000 + struct.pack("<I", 8),
        "turns.rtf": b"{\\rtf" + b"\\obj" * 2_000_000,
    }
    began = process_time()

    for name, content in pictures.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert look(path, name).name == name

    assert process_time() - began < 3
