"""Seals that were changed, made up or taken from elsewhere."""

import json
import zlib
from base64 import b64decode, b64encode
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exports.reading.container import FileRefused
from exports.reading.workbook import ReadCell, ReadSheet, read_workbook
from exports.sealing import BrokenSeal, ForeignSeal, NoSeal, sealed_in
from tests.exports.seals import KEYS, SIGNER, found, put, resaved, rezipped, small


def test_a_seal_whose_content_was_changed_is_broken() -> None:
    def forge(book: Workbook) -> None:
        content = zlib.decompress(b64decode(book["Seal"]["A4"].value)).replace(b"41.25", b"99.25")
        book["Seal"]["A4"] = b64encode(zlib.compress(content)).decode()
        book["Figures"]["A2"] = 99.25

    with pytest.raises(BrokenSeal):
        found(resaved(small(), forge))


def test_the_seal_of_another_file_does_not_fit() -> None:
    other = load_workbook(BytesIO(small(about={"document": "another"})))["Seal"]
    forged = resaved(small(), *(put("Seal", f"A{row}", other[f"A{row}"].value) for row in (2, 3, 4)))

    assert sealed_in(read_workbook(forged), KEYS).about == {"document": "another"}
    assert found(forged) == []


def with_seal(*lines: str) -> list[ReadSheet]:
    cells = {f"A{row}": ReadCell(line) for row, line in enumerate(("parity-seal-1", *lines), 1)}
    return [ReadSheet("Seal", True, cells)]


BOMB = b64encode(zlib.compress(bytes(50_000_000), 9)).decode()


@pytest.mark.parametrize(
    "packed", ["", "no base64", "AAAA", "é", BOMB, b64encode(zlib.compress(b"{}") + b"more").decode()]
)
def test_a_seal_that_cannot_be_unpacked_is_none(packed: str) -> None:
    with pytest.raises(NoSeal):
        sealed_in(with_seal(SIGNER.id, "AAAA", packed), KEYS)


def test_what_we_signed_for_another_purpose_is_no_seal() -> None:
    content = json.dumps({"format": "parity-manifest-1"}).encode()
    signature = SIGNER.sign(content)

    with pytest.raises(NoSeal):
        sealed_in(with_seal(SIGNER.id, signature.signature, b64encode(zlib.compress(content)).decode()), KEYS)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_no_seal_that_somebody_makes_up_breaks_the_reader(key: str, packed: str) -> None:
    with pytest.raises((NoSeal, ForeignSeal)):
        sealed_in(with_seal(key, "AAAA", packed), KEYS)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("", b"xl/workbook.xml", b"xl/other.xml"),
        ("workbook", b"sharedStrings.xml", b"others.xml"),
        ("sheet1", b'r="A2"', b'r="A1"'),
    ],
)
def test_a_file_of_which_programs_would_show_something_else_is_refused(part: str, old: bytes, new: bytes) -> None:
    """The root points to another workbook; the texts are elsewhere; one cell stands there twice."""
    forged = rezipped(small(), **{part: lambda xml: xml.replace(old, new)})
    assert forged != small()

    with pytest.raises(FileRefused):
        read_workbook(forged)
