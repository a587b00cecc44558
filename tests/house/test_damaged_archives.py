"""A damaged archive, or one that was made to do damage, is a sentence wherever a file can be sent; never a fault."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from app.cli.backup.archive import Damaged, check_members, read_manifest
from app.db.session import Database
from app.features.reports.verification.archive import BrokenArchive, is_archive, verdict_of_archive
from app.files.zip_errors import BROKEN
from tests.cast import ARDEN, Actor

TYPES = b'<Types><Override ContentType="application/main+xml"/></Types>'
NAMES = ("[Content_Types].xml", "xl/workbook.xml", "word/document.xml", "manifest.json", "parity-manifest.json")
METHOD_AT, FLAGS_AT, CRC_AT, PACKED_AT, SIZE_AT = 8, 6, 14, 18, 22
"""Places in the header of a member; in the list at the end each stands two bytes further."""


def packed(way: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        for name in NAMES:
            archive.writestr(name, TYPES * 40)
    return file.getvalue()


def overwritten(data: bytes, place: int, value: bytes) -> bytes:
    """In the header of each member and in the list of members."""
    made = bytearray(data)
    for mark, moved in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        at = made.find(mark)
        while at >= 0:
            made[at + place + moved : at + place + moved + len(value)] = value
            at = made.find(mark, at + 4)
    return bytes(made)


def garbled(data: bytes) -> bytes:
    """The content of each member, not what is said of it."""
    made = bytearray(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            begin = info.header_offset + 30 + len(info.filename)
            made[begin : begin + info.compress_size] = b"\xa5" * info.compress_size
    return bytes(made)


DAMAGED: dict[str, Callable[[], bytes]] = {
    "broken checksums": lambda: overwritten(packed(), CRC_AT, b"\1\2\3\4"),
    "garbled members": lambda: garbled(packed()),
    "garbled LZMA": lambda: garbled(packed(zipfile.ZIP_LZMA)),
    "garbled bzip2": lambda: garbled(packed(zipfile.ZIP_BZIP2)),
    "cut in the middle": lambda: packed()[: len(packed()) // 2],
    "cut at the end": lambda: packed()[:-5],
    "absurd sizes": lambda: overwritten(packed(), SIZE_AT, struct.pack("<L", 0xFFFFFFFE)),
    "absurd packed sizes": lambda: overwritten(packed(), PACKED_AT, struct.pack("<L", 0x7FFFFFFF)),
    "sizes in a field that is missing": lambda: overwritten(packed(), SIZE_AT, b"\xff\xff\xff\xff"),
    "locked": lambda: overwritten(packed(), FLAGS_AT, b"\1\0"),
    "locked in the stronger way": lambda: overwritten(packed(), FLAGS_AT, b"\x41\0"),
    "packed in an unknown way": lambda: overwritten(packed(), METHOD_AT, b"\x63\0"),
    "packed in a way of old": lambda: overwritten(packed(), METHOD_AT, b"\6\0"),
    "patched data": lambda: overwritten(packed(), FLAGS_AT, b"\x20\0"),
    "nothing but a beginning": lambda: b"PK\x03\x04",
    "nothing but an end": lambda: b"PK\x05\x06" + bytes(18),
}
PLACES = {
    "/verify": ("file", "report.xlsx", {}),
    f"/assessments/{ARDEN}/evidence/files": ("file", "plan.docx", {"title": "Plan", "indicator": "RC-01"}),
    f"/assessments/{ARDEN}/workbook/imports": ("workbooks", "answers.xlsx", {}),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("path", PLACES)
def test_whoever_sends_one_is_told(path: str, damage: str, alice: Actor, database: Database) -> None:
    field, name, more = PLACES[path]

    answer = alice.browser.post(path, data=alice.form(**more), files={field: (name, DAMAGED[damage]())})

    assert answer.status_code in (200, 303, 422), answer.text


@pytest.mark.parametrize("damage", DAMAGED)
def test_the_lead_who_sends_one_as_a_list_is_told(damage: str, sofia: Actor, database: Database) -> None:
    files = {"file": ("list.xlsx", DAMAGED[damage]())}

    answer = sofia.browser.post("/administrations/import", data=sofia.form(), files=files)

    assert answer.status_code in (200, 422), answer.text


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_command_that_reads_one_tells_it(damage: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("archive") / "round.zip"
    path.write_bytes(DAMAGED[damage]())

    try:
        if is_archive(path):
            verdict_of_archive(path, {})
    except BrokenArchive:
        pass
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive, read_manifest(archive))
    except (Damaged, zipfile.BadZipFile, NotImplementedError):
        return
    raise AssertionError("a damaged backup was taken")


def test_what_python_raises_is_known() -> None:
    assert issubclass(NotImplementedError, BROKEN)
    assert not issubclass(OSError, BROKEN)
