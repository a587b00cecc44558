"""A small sealed workbook, and the ways in which somebody may change it."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

from exports.cells import Book
from exports.reading.workbook import read_workbook
from exports.sealing import CellChange, changes, seal, sealed_in
from exports.signing import Signer, key_id

SIGNER, FOREIGN = Signer(bytes(range(32))), Signer(bytes(32))
KEYS = {key_id(SIGNER.public): SIGNER.public}
ABOUT = {"document": "gap report", "administration": "Customs of Aurelia"}


def small(signer: Signer = SIGNER, about: dict[str, str] = ABOUT) -> bytes:
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


def found(data: bytes, keys: dict[str, bytes] = KEYS) -> list[CellChange]:
    sheets = read_workbook(data)
    return changes(sealed_in(sheets, keys), sheets)


def resaved(data: bytes, *change: Callable[[Workbook], object]) -> bytes:
    """As another program saves it, after somebody did something to the cells or the sheets."""
    book = load_workbook(BytesIO(data))
    for step in change:
        step(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(sheet: str, address: str, value: float | str | None) -> Callable[[Workbook], object]:
    return lambda book: book[sheet].__setitem__(address, value)


def rezipped(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """With the bytes of some parts replaced; the name of a part is its stem."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts[stem](old.read(name)) if stem in parts else old.read(name))
    return made.getvalue()
