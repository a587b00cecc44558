"""Seals that were changed, made up or taken from elsewhere."""

import json
import zlib
from base64 import b64decode, b64encode
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports.cells import Book
from exports.reading.container import Refused
from exports.reading.workbook import ReadCell, ReadSheet, read_workbook
from exports.sealing import BrokenSeal, ForeignSeal, NoSeal, changes, seal, sealed_in
from exports.signing import Signer, key_id

SIGNER, FOREIGN = Signer(bytes(range(32))), Signer(bytes(32))
KEYS = {key_id(SIGNER.public): SIGNER.public}
ABOUT = {"document": "gap report", "administration": "Customs of Aurelia"}


def small(signer=SIGNER, about=ABOUT):
    """A text, a figure, a formula with its value, and two cells to fill in."""
    book = Book(title="Small", subject="", created="2026-11-22", right_to_left=False)
    sheet = book.sheet("Figures")
    sheet.write(0, 0, "Score", "head")
    sheet.write(1, 0, 41.25, "text")
    sheet.write_formula(1, 1, '=IF(A2>=25,"Level 1","none")', "Level 1", "text")
    sheet.write_formula(2, 1, "=SUM(A2:A9)/3", 13.75, "text")
    sheet.write(3, 0, "", "fill")
    sheet.write(4, 0, "Alice", "fill")
    book.sheet("Notes").write(0, 0, "Nothing to add", "text")
    seal(book, signer, about)
    return book.close()


def found(data, keys=KEYS):
    sheets = read_workbook(data)
    return changes(sealed_in(sheets, keys), sheets)


def resaved(data, *change):
    """As another program saves it, after somebody did something to the cells or the sheets."""
    book = load_workbook(BytesIO(data))
    for step in change:
        step(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(sheet, address, value):
    return lambda book: book[sheet].__setitem__(address, value)


def rezipped(data, **parts):
    """With the bytes of some parts replaced; the name of a part is its stem."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts[stem](old.read(name)) if stem in parts else old.read(name))
    return made.getvalue()


def test_a_seal_whose_content_was_changed_is_broken():
    def forge(book):
        content = zlib.decompress(b64decode(book["Seal"]["A4"].value)).replace(b"41.25", b"99.25")
        book["Seal"]["A4"] = b64encode(zlib.compress(content)).decode()
        book["Figures"]["A2"] = 99.25

    with pytest.raises(BrokenSeal):
        found(resaved(small(), forge))


def test_the_seal_of_another_file_does_not_fit():
    other = load_workbook(BytesIO(small(about={"document": "another"})))["Seal"]
    forged = resaved(small(), *(put("Seal", f"A{row}", other[f"A{row}"].value) for row in (2, 3, 4)))

    assert sealed_in(read_workbook(forged), KEYS).about == {"document": "another"}
    assert found(forged) == []


def with_seal(*lines):
    cells = {f"A{row}": ReadCell(line) for row, line in enumerate(("parity-seal-1", *lines), 1)}
    return [ReadSheet("Seal", True, cells)]


BOMB = b64encode(zlib.compress(bytes(50_000_000), 9)).decode()


@pytest.mark.parametrize(
    "packed", ["", "no base64", "AAAA", "é", BOMB, b64encode(zlib.compress(b"{}") + b"more").decode()]
)
def test_a_seal_that_cannot_be_unpacked_is_none(packed):
    with pytest.raises(NoSeal):
        sealed_in(with_seal(SIGNER.id, "AAAA", packed), KEYS)


def test_what_we_signed_for_another_purpose_is_no_seal():
    content = json.dumps({"format": "parity-manifest-1"}).encode()
    signature = SIGNER.sign(content)

    with pytest.raises(NoSeal):
        sealed_in(with_seal(SIGNER.id, signature.signature, b64encode(zlib.compress(content)).decode()), KEYS)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_no_seal_that_somebody_makes_up_breaks_the_reader(key, packed):
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
def test_a_file_of_which_programs_would_show_something_else_is_refused(part, old, new):
    """The root points to another workbook; the texts are elsewhere; one cell stands there twice."""
    forged = rezipped(small(), **{part: lambda xml: xml.replace(old, new)})
    assert forged != small()

    with pytest.raises(Refused):
        read_workbook(forged)
