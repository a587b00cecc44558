"""The seal of a workbook: all that its cells were given, signed, in a hidden sheet of its own.

Because the content itself is there, whoever holds the public key can prove the file without any server, and can say of
a changed cell what stood in it. Sheets survive when another program saves the file; parts of the ZIP would not.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exports.cells import Book, Written
from exports.content import Value
from exports.reading.workbook import ReadCell, ReadSheet
from exports.signing import Signature, Signer, is_signed

SHEET = "Seal"
FORMAT = "parity-seal-1"
PIECE = 30_000
"""Characters of a cell; Excel allows 32,767."""
MOST_CONTENT = 20_000_000
SAME = 1e-9
"""Programs store 15 to 17 digits; numbers closer than this, relative to their size, are the same."""


@dataclass(frozen=True)
class Sealed:
    """What a seal says: what the file is (`about`), and each cell by sheet and address."""

    about: Mapping[str, str]
    sheets: Mapping[str, Mapping[str, Written]]
    signature: Signature


@dataclass(frozen=True)
class Change:
    """A cell that is no longer as it was written; an empty address means that the whole sheet is missing or was added.

    `is_open`: people are meant to fill it in.
    """

    sheet: str
    address: str
    was: str
    now: str
    is_open: bool = False


class NoSeal(Exception):
    """The workbook has no seal that can be read: it is none of ours, or its seal was destroyed."""


class ForeignSeal(Exception):
    """The seal is not signed by any of our keys, or what it says was changed."""


def seal(book: Book, signer: Signer, about: Mapping[str, str]) -> None:
    """Signs all that was written so far into the last sheet, which people do not see."""
    content = _content(about, book.written)
    signature = signer.sign(content)
    packed = b64encode(zlib.compress(content, 9)).decode()
    sheet = book.sheet(SHEET)
    sheet.worksheet.very_hidden()
    lines = [FORMAT, signature.key, signature.signature]
    lines += [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    for row, line in enumerate(lines):
        sheet.write(row, 0, line, "plain")


def _content(about: Mapping[str, str], sheets: Mapping[str, Mapping[str, Written]]) -> bytes:
    """Canonical JSON: the same content gives the same bytes."""
    cells = {
        name: {at: [cell.value, cell.formula, cell.is_open] for at, cell in written.items()}
        for name, written in sheets.items()
    }
    document = {"format": FORMAT, "about": dict(about), "order": list(sheets), "sheets": cells}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> Sealed:
    """What the seal of a workbook says. Raises NoSeal or ForeignSeal."""
    sheet = next((one for one in sheets if one.text("A1") == FORMAT), None)
    if sheet is None:
        raise NoSeal
    signature = Signature(sheet.text("A2"), sheet.text("A3"))
    content = _unpacked("".join(sheet.text(f"A{row}") for row in range(4, len(sheet.cells) + 1)))
    if not is_signed(content, signature, public_keys):
        raise ForeignSeal
    document: dict[str, Any] = json.loads(content)
    written = {
        name: {at: Written(*cell) for at, cell in document["sheets"][name].items()} for name in document["order"]
    }
    return Sealed(document["about"], written, signature)


def _unpacked(packed: str) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(b64decode(packed, validate=True), MOST_CONTENT)
    except (ValueError, zlib.error):
        raise NoSeal from None
    if not unpacker.eof:
        raise NoSeal
    return content


def changes(sealed: Sealed, sheets: Sequence[ReadSheet]) -> list[Change]:
    """Every cell that is not as it was sealed, in the order of the sheets."""
    found: list[Change] = []
    now = {sheet.name: sheet.cells for sheet in sheets if sheet.text("A1") != FORMAT}
    for name, written in sealed.sheets.items():
        if name not in now:
            found.append(Change(name, "", name, ""))
            continue
        found += _changed_cells(name, written, now[name])
    return found + [Change(name, "", "", name) for name in now if name not in sealed.sheets]


def _changed_cells(sheet: str, written: Mapping[str, Written], now: Mapping[str, ReadCell]) -> list[Change]:
    found = []
    for address in sorted({*written, *now}, key=_place):
        before, after = written.get(address, Written(None)), now.get(address, ReadCell(None))
        if not _is_same(before, after):
            found.append(Change(sheet, address, _said(before), _said(after), before.is_open))
    return found


def _is_same(before: Written, after: ReadCell) -> bool:
    return _plain(before.formula) == _plain(after.formula) and _same_value(before.value, after.value)


def _plain(formula: str) -> str:
    """As a program may write the same formula anew."""
    return formula.replace(" ", "").replace("'", "").replace("_xlfn.", "").upper()


def _same_value(before: Value, after: object) -> bool:
    if before is None or before == "":
        return after in (None, "")
    if isinstance(before, str):
        return before == after
    if isinstance(after, bool) or not isinstance(after, float):
        return False
    return abs(before - after) <= SAME * max(1.0, abs(before))


def _said(cell: Written | ReadCell) -> str:
    value = "" if cell.value is None else f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value)
    return f"{cell.formula} ({value})" if cell.formula else value


def _place(address: str) -> tuple[int, int, str]:
    """The order in which people read a sheet."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), len(letters), letters
