"""An archive whose list of members is long is refused before that list is read."""

import struct
from pathlib import Path
from time import process_time

from app.keeping_evidence.file_types import look
from app.keeping_evidence.sentences import NOT_WHAT_IT_SAYS

ENTRY = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"


def test_half_a_million_members_take_no_time(tmp_path: Path) -> None:
    """25 MB, of which the list of members is all: Python alone would read it for several seconds."""
    path, list_ = tmp_path / "many.odt", ENTRY * 500_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, len(list_), 4, 0)
    path.write_bytes(b"PK\3\4" + list_ + end)
    began = process_time()

    assert look(path, "many.odt").sentence == NOT_WHAT_IT_SAYS
    assert process_time() - began < 1
