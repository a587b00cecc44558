"""What people read in the cells of a sheet where that is not the stored value: the one rule for every reader."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from exports.number_formats import is_date, shown_text
from exports.reading.areas import area_of
from exports.reading.looks import SheetLook
from exports.reading.workbook import CellValue, ReadSheet, Seen, text_of

DATE, ERROR, OTHERWISE, STRUCK = "date", "error", "format", "struck"
"""Why nobody can tell what people read there."""


def looked_at(sheet: ReadSheet, look: SheetLook) -> ReadSheet:
    """The sheet, with what people see of it."""
    found = {address: _seen(cell.value, look, address) for address, cell in sheet.cells.items()}
    seen = {address: one for address, one in found.items() if one}
    merged = tuple(area for area in map(area_of, look.merged) if area)
    return replace(sheet, seen=seen, merged=merged, notes=look.notes)


def _seen(value: CellValue, look: SheetLook, address: str) -> Seen | None:
    if value is None or value == "":
        return None
    style = look.style(address)
    if address in look.errors:
        return Seen(trouble=ERROR)
    if style.is_struck or address in look.struck:
        return Seen(trouble=STRUCK)
    if address in look.days or (type(value) is float and is_date(value, style.code)):
        return Seen(_day(value, look), DATE)
    text = shown_text(value, style.code)
    if text is None or (look.hides_zeros and type(value) is float and not value):
        return Seen(trouble=OTHERWISE, format=style.code)
    return None if text == text_of(value) else Seen(text)


def _day(value: CellValue, look: SheetLook) -> str:
    """As a person may know it again; a time of no day is left as it is."""
    first = date(1904, 1, 1) if look.counts_from_1904 else date(1899, 12, 30)
    with suppress(OverflowError):
        if isinstance(value, float) and value >= 1:
            return (first + timedelta(days=int(value))).isoformat()
    return text_of(value)
