"""Whether a sealed workbook still shows what its cells hold: the second verdict, beside the one on values.

It asks what people see, and not whether the look is the one that was drawn: programs save styles in their own way, and
some drop them. So a format is as good as any other that shows the value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.cells import WrittenCell
from exports.number_formats import is_shown
from exports.reading.areas import Area, address_of, area_of, covers
from exports.reading.formulas import letters_of, place_of
from exports.reading.looks import ConditionalFormat, SheetLook
from exports.reading.workbook import CellValue, ReadSheet, text_of
from exports.sealing import Sealed

OWN_RULE = "cellIs equal"
TEXT = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True)
class Unlike:
    """Something that is not shown as it was: a cell whose `value` is shown by the format `shown`; other kinds say what
    else people do not see, or see too much of."""

    kind: str
    sheet: str
    address: str = ""
    value: str = ""
    shown: str = ""


def unlike(sealed: Sealed, sheets: Sequence[ReadSheet], looks: Mapping[str, SheetLook]) -> list[Unlike]:
    """In the order of the sheets. What was changed or is missing is the other verdict's."""
    now = {sheet.name: sheet for sheet in sheets}
    differences: list[Unlike] = []
    for name, written in sealed.sheets.items():
        if name in now and name in looks and name not in sealed.hidden:
            differences += _on_sheet(name, written, now[name], looks[name])
            differences += [
                Unlike("rule", name, rule.places, shown=rule.formula) for rule in _odd_rules(name, looks[name], sealed)
            ]
    return differences


def _on_sheet(name: str, written: Mapping[str, WrittenCell], now: ReadSheet, look: SheetLook) -> Iterator[Unlike]:
    full = {at: cell for at, cell in written.items() if cell.value not in (None, "")}
    places = {at: place_of(at) for at in full}
    rows, columns = {row for _, row in places.values()}, {column for column, _ in places.values()}
    yield from (Unlike("row", name, f"{row}:{row}") for row in sorted(rows) if look.hides_row(row))
    for column in sorted(columns):
        if look.hides_column(column):
            yield Unlike("column", name, f"{letters_of(column)}:{letters_of(column)}")
    merged = [area for area in map(area_of, look.merged) if area]
    for at, cell in full.items():
        column, row = places[at]
        value = _value_now(at, cell, now)
        if not cell.is_open and (kind := _unlike_cell(value, look, at)):
            yield Unlike(kind, name, at, text_of(value), look.style(at).code)
        elif any(covers(area, row, column) and (row, column) != area[:2] for area in merged):
            yield Unlike("merged", name, at, text_of(value))
    if look.shows_formulas and any(cell.formula for cell in full.values()):
        yield Unlike("formulas", name)
    for laid in look.laid:
        lies_over = laid.area is None or any(covers(laid.area, row, column) for column, row in places.values())
        if laid.kind != "chart" or lies_over:
            yield Unlike("object", name, address_of(laid.area) if laid.area else "")


def _value_now(address: str, cell: WrittenCell, now: ReadSheet) -> CellValue:
    """What the program that calculates nothing left out is what it was."""
    value = now.cells[address].value if address in now.cells else None
    if value is not None:
        return value
    return float(cell.value) if isinstance(cell.value, int) else cell.value


def _unlike_cell(value: CellValue, look: SheetLook, address: str) -> str:
    style = look.style(address)
    if value is None or value == "":
        return ""
    if not is_shown(value, style.code) or (look.hides_zeros and value == 0 and not isinstance(value, bool)):
        return "format"
    return "ink" if style.is_unseen else ""


def _odd_rules(sheet: str, look: SheetLook, sealed: Sealed) -> Iterator[ConditionalFormat]:
    """Ours only colour cells that hold a certain text. Seals of before 0.4 do not say which."""
    ours = None if sealed.rules is None else sealed.rules.get(sheet, ())
    for rule in look.rules:
        style = rule.style
        is_known = _is_plain(rule) if ours is None else _is_one_of(rule, ours)
        if not is_known or (style and style.alters):
            yield rule


def _is_plain(rule: ConditionalFormat) -> bool:
    return rule.kind == OWN_RULE and bool(TEXT.fullmatch(rule.formula))


def _is_one_of(rule: ConditionalFormat, ours: Sequence[Sequence[str]]) -> bool:
    """A program may have cut the cells into pieces or put them together, but added none."""
    own = [area for places, formula in ours if formula == rule.formula and (area := area_of(places))]
    now = [area_of(place) for place in rule.places.split()]
    return rule.kind == OWN_RULE and all(area and _is_within(area, own) for area in now)


def _is_within(area: Area, own: Sequence[Area]) -> bool:
    """Whether these areas together cover it: what the first of them leaves, the others must."""
    top, left, bottom, right = area
    if top > bottom or left > right:
        return True
    if not own:
        return False
    first, *others = own
    above, before, below, behind = max(top, first[0]), max(left, first[1]), min(bottom, first[2]), min(right, first[3])
    if above > below or before > behind:
        return _is_within(area, others)
    around = (
        (top, left, above - 1, right),
        (below + 1, left, bottom, right),
        (above, left, below, before - 1),
        (above, behind + 1, below, right),
    )
    return all(_is_within(part, others) for part in around)
