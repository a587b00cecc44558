"""What people read in the cells of a sheet where that is not the stored value: the one rule for every reader."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from exports.number_formats import is_date, shown_text
from exports.reading.areas import Area, area_of, covers
from exports.reading.formulas import place_of
from exports.reading.looks import SheetLook
from exports.reading.workbook import CellValue, ReadSheet, Seen, text_of
from questionnaires.problems import N_

DATE, ERROR, OTHERWISE, STRUCK, UNSEEN, RULE = "date", "error", "format", "struck", "unseen", "rule"
"""Why nobody can tell what people read there."""
HIDDEN_BY_RULE = N_("A conditional format may hide or change what this cell shows. Remove that format and try again.")
MOST_HIDING = 50
"""Areas that rules may hide, each held against each cell; of more, the one around them all is."""


def looked_at(sheet: ReadSheet, look: SheetLook) -> ReadSheet:
    """The sheet, with what people see of it."""
    hiding = _hidden_by_rules(look)
    all_seen = {address: _seen(cell.value, look, hiding, address) for address, cell in sheet.cells.items()}
    seen = {address: shown for address, shown in all_seen.items() if shown}
    merged = tuple(area for area in map(area_of, look.merged) if area)
    laid = sum(drawing.kind != "note" for drawing in look.laid)
    return replace(sheet, seen=seen, merged=merged, notes=look.notes, laid=laid)


def _hidden_by_rules(look: SheetLook) -> list[Area]:
    """Where conditional formats may take away or change what cells show; when they do, only a program can tell."""
    rules = (rule for rule in look.rules if rule.style and rule.style.alters)
    areas = list({area for rule in rules for place in rule.places.split() if (area := area_of(place))})
    if len(areas) <= MOST_HIDING:
        return areas
    top, left, bottom, right = zip(*areas, strict=True)
    return [(min(top), min(left), max(bottom), max(right))]


def _seen(value: CellValue, look: SheetLook, hiding: list[Area], address: str) -> Seen | None:
    if value is None or value == "":
        return None
    style = look.style(address)
    if address in look.errors:
        return Seen(trouble=ERROR)
    if style.is_struck or address in look.struck:
        return Seen(trouble=STRUCK)
    if style.is_unseen:
        return Seen(trouble=UNSEEN)
    if hiding and _is_in(hiding, address):
        return Seen(trouble=RULE)
    if address in look.days or (type(value) is float and is_date(value, style.code)):
        return Seen(_day(value, look), DATE)
    text = shown_text(value, style.code)
    if text is None or (look.hides_zeros and type(value) is float and not value):
        return Seen(trouble=OTHERWISE, format=style.code)
    return None if text == text_of(value) else Seen(text)


def _is_in(areas: list[Area], address: str) -> bool:
    column, row = place_of(address)
    return any(covers(area, row, column) for area in areas)


def _day(value: CellValue, look: SheetLook) -> str:
    """As a person may know it again; a time of no day is left as it is."""
    first = date(1904, 1, 1) if look.counts_from_1904 else date(1899, 12, 30)
    with suppress(OverflowError):
        if isinstance(value, float) and value >= 1:
            return (first + timedelta(days=int(value))).isoformat()
    return text_of(value)
