"""The seal of a workbook: all that its cells were given, signed, in a hidden sheet of its own.

Because the content itself is there, whoever holds the public key can prove the file without any server, and can say of
a changed cell what stood in it. Sheets survive when another program saves the file; parts of the ZIP would not.

What cells hold is sealed, and which rules colour them. How they look is judged by what people see, in `looking`.
"""

import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from exports.cells import Book, WrittenCell
from exports.content import Value
from exports.reading.workbook import ReadCell, ReadSheet, text_of
from exports.signing import Signature, Signer, is_signed
from questionnaires.canonical_json import canonical

SHEET = "Seal"
FORMAT = "parity-seal-1"
FIRST_PIECE = 4
PIECE = 30_000
"""Characters of a cell; Excel allows 32,767."""
PACKED = 5
"""How hard the content is packed: 9 would take 16 ms longer, and spare less than a hundredth of the file."""
MOST_CONTENT = 40_000_000
MOST_SEALS = 3
"""Of sheets that look like a seal only so many are tried: a copy may stand beside the true one."""
SAME = 1e-12
"""Programs store 15 to 17 digits; numbers closer than this, relative to their size, are the same."""
SAME_RESULT = 1e-9
"""The same for what a formula gives, since programs add up in another order."""


@dataclass(frozen=True)
class SealedFigure:
    """Where the whole or a pillar stands, in the words of the file: for whoever compares it with what is shown."""

    id: str
    title: str
    level: int | None
    level_name: str
    score: float | None


@dataclass(frozen=True)
class Sealed:
    """What a seal says: what the file is (`about`), and each cell by sheet and address.

    `hidden` are the sheets that were hidden from the beginning, and `sheet` is the one that holds the seal. `figures`
    and `rules` are missing in seals of versions before 0.4.
    """

    about: Mapping[str, str]
    sheets: Mapping[str, Mapping[str, WrittenCell]]
    hidden: frozenset[str]
    signature: Signature
    sheet: str
    figures: tuple[SealedFigure, ...] = ()
    rules: Mapping[str, Sequence[Sequence[str]]] | None = None


@dataclass(frozen=True)
class CellChange:
    """A cell that is no longer as it was written; other kinds say what became of a whole sheet, which has no address.

    `is_open`: people are meant to fill it in. `is_result`: the formula is the same and only what it gives differs, as
    when the file was calculated anew after a change; `was` and `now` are then the results alone.
    """

    sheet: str
    address: str = ""
    was: str = ""
    now: str = ""
    kind: str = "cell"
    is_open: bool = False
    is_result: bool = False


class NotProven(Exception):
    """The workbook is not proven to be ours; `key` is the id of the key that its seal names, or ""."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


class NoSeal(NotProven):
    """It has no seal that can be read: it is none of ours, or its seal was taken out or destroyed."""


class ForeignSeal(NotProven):
    """Its seal was made with a key that is not among ours."""


class BrokenSeal(NotProven):
    """Its seal names one of our keys, but was changed after it was signed, or never signed by that key."""


def seal(book: Book, signer: Signer, about: Mapping[str, str], figures: Sequence[SealedFigure] = ()) -> None:
    """Signs all that was written so far into the last sheet, which people do not see."""
    hidden = [sheet.get_name() for sheet in book.workbook.worksheets() if sheet.hidden]
    content = _content(book, about, figures, hidden)
    signature = signer.sign(content)
    packed = b64encode(zlib.compress(content, PACKED)).decode()
    sheet = book.sheet(SHEET)
    sheet.worksheet.very_hidden()
    lines = [FORMAT, signature.key, signature.signature]
    lines += [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    for row, line in enumerate(lines):
        sheet.write(row, 0, line, "plain")


def _content(book: Book, about: Mapping[str, str], figures: Sequence[SealedFigure], hidden: Sequence[str]) -> bytes:
    """Canonical JSON: the same content gives the same bytes."""
    document = {
        "format": FORMAT,
        "about": dict(about),
        "figures": [astuple(figure) for figure in figures],
        "order": list(book.written),
        "hidden": hidden,
        "rules": book.rules,
        "sheets": book.written,
    }
    return canonical(document)


def sealed_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> Sealed:
    """What the seal of a workbook says. Raises NotProven."""
    failure: NotProven = NoSeal()
    for sheet in [candidate for candidate in sheets if candidate.text("A1") == FORMAT][:MOST_SEALS]:
        try:
            return _opened(sheet, public_keys)
        except NotProven as reason:
            failure = reason
    raise failure


def _opened(sheet: ReadSheet, public_keys: Mapping[str, bytes]) -> Sealed:
    signature = Signature(sheet.text("A2"), sheet.text("A3"))
    content = _unpacked("".join(_pieces(sheet)))
    if signature.key not in public_keys:
        raise ForeignSeal(signature.key)
    if not is_signed(content, signature, public_keys):
        raise BrokenSeal(signature.key)
    document: dict[str, Any] = json.loads(content)
    if document["format"] != FORMAT:  # signed by us, but for something else
        raise NoSeal
    written = {
        name: {at: WrittenCell(*cell) for at, cell in document["sheets"][name].items()} for name in document["order"]
    }
    figures = tuple(SealedFigure(*figure) for figure in document.get("figures", ()))
    hidden, rules = frozenset(document["hidden"]), document.get("rules")
    return Sealed(document["about"], written, hidden, signature, sheet.name, figures, rules)


def _pieces(sheet: ReadSheet) -> Iterator[str]:
    row = FIRST_PIECE
    while piece := sheet.text(f"A{row}"):
        yield piece
        row += 1


def _unpacked(packed: str) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(b64decode(packed, validate=True), MOST_CONTENT)
    except (ValueError, zlib.error):
        raise NoSeal from None
    if not unpacker.eof or unpacker.unused_data:
        raise NoSeal
    return content


def changes(sealed: Sealed, sheets: Sequence[ReadSheet]) -> list[CellChange]:
    """All that is not as it was sealed, in the order of the sheets; what differs only as a result comes last."""
    now: dict[str, ReadSheet] = {}
    added = [
        CellChange(sheet.name, kind="sheet added") for sheet in sheets if now.setdefault(sheet.name, sheet) is not sheet
    ]
    added += [CellChange(name, kind="sheet added") for name in now if name not in {*sealed.sheets, sealed.sheet}]
    cell_changes: list[CellChange] = []
    for name, written in sealed.sheets.items():
        if name not in now:
            cell_changes.append(CellChange(name, kind="sheet missing"))
            continue
        if now[name].is_hidden != (name in sealed.hidden):
            cell_changes.append(CellChange(name, kind="sheet hidden" if now[name].is_hidden else "sheet shown"))
        cell_changes += _changed_cells(name, written, now[name].cells)
    return sorted(cell_changes + added + _beside_the_seal(now[sealed.sheet]), key=lambda change: change.is_result)


def _beside_the_seal(sheet: ReadSheet) -> list[CellChange]:
    """Cells that somebody wrote into the sheet of the seal."""
    own = {f"A{row}" for row in range(1, FIRST_PIECE + sum(1 for _ in _pieces(sheet)))}
    return [CellChange(sheet.name, at, "", _said(cell)) for at, cell in sheet.cells.items() if at not in own]


def _changed_cells(sheet: str, written: Mapping[str, WrittenCell], now: Mapping[str, ReadCell]) -> list[CellChange]:
    cell_changes = []
    for address in sorted({*written, *now}, key=_place):
        before, after = written.get(address, WrittenCell(None)), now.get(address, ReadCell(None))
        if not _is_same(before, after):
            cell_changes.append(_changed_cell(sheet, address, before, after))
    return cell_changes


def _changed_cell(sheet: str, address: str, before: WrittenCell, after: ReadCell) -> CellChange:
    if before.formula and _plain(before.formula) == _plain(after.formula):
        return CellChange(sheet, address, _shown(before), _shown(after), is_open=before.is_open, is_result=True)
    return CellChange(sheet, address, _said(before), _said(after), is_open=before.is_open)


def _is_same(before: WrittenCell, after: ReadCell) -> bool:
    if _plain(before.formula) != _plain(after.formula):
        return False
    if before.formula:  # a program that does not calculate may leave the result out; the formula is what counts
        return after.value is None or _same_value(before.value, after.value, SAME_RESULT)
    return _same_value(before.value, after.value, SAME)


TEXT_IN_FORMULA = re.compile('("(?:[^"]|"")*")')
NUMBER_IN_FORMULA = re.compile(r"(?<![A-Z0-9_.$:!])[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?(?![A-Z0-9_.:(!])")


def _plain(formula: str) -> str:
    """As a program may write the same formula anew; what stands between quotation marks is left as it is."""
    if not formula:
        return ""
    pieces = TEXT_IN_FORMULA.split(formula)
    return "".join(piece if at % 2 else _spelled(piece) for at, piece in enumerate(pieces))


def _spelled(piece: str) -> str:
    upper = "".join(piece.split()).replace("'", "").upper()
    plain = upper.replace("_XLFN.", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return NUMBER_IN_FORMULA.sub(lambda number: repr(float(number[0])), plain)


def _same_value(before: Value, after: object, nearness: float) -> bool:
    if before is None or before == "":
        return after in (None, "")
    if isinstance(before, str) or isinstance(after, str | None):
        return before == after
    if not isinstance(after, bool | float) or (isinstance(after, bool) and not isinstance(before, bool)):
        return False
    return abs(before - after) <= nearness * max(1.0, abs(before))


def _said(cell: WrittenCell | ReadCell) -> str:
    return f"{cell.formula} ({_shown(cell)})" if cell.formula else _shown(cell)


def _shown(cell: WrittenCell | ReadCell) -> str:
    return text_of(float(cell.value) if type(cell.value) is int else cell.value)


def _place(address: str) -> tuple[int, int, str]:
    """The order in which people read a sheet."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), len(letters), letters
