"""Reads how a workbook shows its cells: formats, what is hidden, what lies over them, and which rules colour them.

It reads more than programs show rather than less: what stands at an odd place of a part counts like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from exports.reading.addresses import ROW, addressed
from exports.reading.areas import Area
from exports.reading.container import SWELLS, Container, FileRefused, open_container
from exports.reading.parts import every, local_name
from exports.reading.styles import PLAIN, Style, Styles, is_on, styles_of
from exports.reading.workbook import main_part, related, sheets_of

SHOWN = frozenset(
    ("col", "row", "mergeCell", "conditionalFormatting", "picture", "sparklineGroup", "sheetView", "sheetFormatPr")
)
ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
TEXTS, NOTES, PROPERTIES = frozenset(("si",)), frozenset(("comment",)), frozenset(("workbookPr",))
CHARTS = ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart")
"""In the ordinary form and in the strict one."""
DRAWN = frozenset(("sp", "pic", "cxnSp", "grpSp", "contentPart"))
VML_SHAPES = frozenset(("shape", "rect", "roundrect", "oval", "line", "polyline", "image", "arc", "curve", "group"))
YES = ("1", "true", "on")
LOWEST_ROW = 2.0
MOST_LAID = 2_000
"""Of merged cells, rules, columns and drawings on a sheet: each is held against each cell."""
NARROWEST_COLUMN = 0.5
"""Lower and narrower than this shows nothing."""
LAST_COLUMN = 16_384
EDGE = 100_000
"""How far (in EMU, 12,700 a point) something may reach into a cell without covering it."""


@dataclass(frozen=True)
class ConditionalFormat:
    """A conditional format: where, its type and comparison with what, and what it lays over the cells."""

    places: str
    kind: str
    formula: str
    style: Style | None


@dataclass(frozen=True)
class Laid:
    """What lies on a sheet: a "chart", a "note" that always shows, or anything "other"; None where it is not said over
    which cells."""

    kind: str
    area: Area | None


@dataclass
class SheetLook:
    """How a sheet shows its cells; addresses without a style have the plain one."""

    styles: dict[str, Style] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hides_other_rows: bool = False
    listed_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    rules: list[ConditionalFormat] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    """Cells in which a part of the text is struck out; of those that are struck out as a whole, the style says so."""
    errors: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    """Cells that hold a day and no number for it."""
    counts_from_1904: bool = False
    """Whether its days are counted as old programs for the Macintosh did."""
    hides_zeros: bool = False
    shows_formulas: bool = False

    def style(self, address: str) -> Style:
        return self.styles.get(address, PLAIN)

    def hides_row(self, row: int) -> bool:
        return row in self.hidden_rows or (self.hides_other_rows and row not in self.listed_rows)

    def hides_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_looks(data: bytes) -> Mapping[str, SheetLook]:
    """By the names of the sheets. Raises FileRefused."""
    container = open_container(data)
    styles, struck = styles_of(container), _struck_texts(container)
    from_1904 = any(
        _is_yes(properties.get("date1904")) for properties in every(container, main_part(container), PROPERTIES)
    )
    return {
        name: replace(_look(container, part, styles, struck), counts_from_1904=from_1904)
        for name, _, part in sheets_of(container)
    }


def _struck_texts(container: Container) -> frozenset[int]:
    """The numbers of the texts that cells share in which something is struck out."""
    numbers = set[int]()
    for part in _related(container, main_part(container), "sharedStrings"):
        for number, text in enumerate(every(container, part, TEXTS)):
            if _has_struck_run(text):
                numbers.add(number)
            text.clear()
    return frozenset(numbers)


def _has_struck_run(text: Element) -> bool:
    return any(local_name(element) == "strike" and is_on(element) for element in text.iter())


def _look(container: Container, part: str, styles: Styles, struck: frozenset[int]) -> SheetLook:
    look, above = SheetLook(), 0
    for element in every(container, part, SHOWN):
        name = local_name(element)
        if name == "row":
            above = addressed(element, above) if element.tag == ROW else above
            _take_row(look, element, styles, struck)
            element.clear()
        elif name == "conditionalFormatting":
            look.rules += _rules(element, styles)
        elif name in ("picture", "sparklineGroup"):
            look.laid.append(Laid("other", None))
        else:
            _take(look, name, element)
    for kind, read in (("drawing", _drawn), ("vmlDrawing", _drawn_in_vml)):
        for drawing in _related(container, part, kind):
            look.laid += read(container, drawing)
    for noted in _related(container, part, "comments"):
        look.notes |= _notes(container, noted)
    if max(len(look.laid), len(look.rules), len(look.merged), len(look.hidden_columns)) > MOST_LAID:
        raise FileRefused(SWELLS)
    return look


def _related(container: Container, part: str, kind: str) -> Sequence[str]:
    return [target for target in related(container, part, kind).values() if container.has(target)]


def _notes(container: Container, part: str) -> Iterator[tuple[str, str]]:
    """The texts beside cells, also of those on which people answer one another: programs keep both together."""
    for note in every(container, part, NOTES):
        yield note.get("ref", ""), "".join(element.text or "" for element in note.iter() if local_name(element) == "t")


def _take_row(look: SheetLook, row: Element, styles: Styles, struck: frozenset[int]) -> None:
    number = _whole(row.get("r"), 0)
    look.listed_rows.add(number)
    if _is_yes(row.get("hidden")) or (_is_yes(row.get("customHeight")) and _number(row.get("ht"), 15) < LOWEST_ROW):
        look.hidden_rows.add(number)
    for cell in row:
        if local_name(cell) != "c":
            continue
        address, kind = cell.get("r", ""), cell.get("t", "n")
        if cell.get("s", "0") != "0":
            look.styles[address] = styles.of(_whole(cell.get("s"), 0))
        elif styles.first is not PLAIN:
            look.styles[address] = styles.first
        if kind in ("e", "d"):
            (look.errors if kind == "e" else look.days).add(address)
        elif _is_struck(cell, kind, struck):
            look.struck.add(address)


def _is_struck(cell: Element, kind: str, struck: frozenset[int]) -> bool:
    """Whether a part of its text is."""
    if kind == "s":
        return any(_whole(child.text, -1) in struck for child in cell if local_name(child) == "v")
    return kind == "inlineStr" and _has_struck_run(cell)


def _take(look: SheetLook, name: str, element: Element) -> None:
    if name == "col":
        if _is_yes(element.get("hidden")) or _number(element.get("width"), 9) < NARROWEST_COLUMN:
            look.hidden_columns.append((_whole(element.get("min"), 1), _whole(element.get("max"), LAST_COLUMN)))
    elif name == "mergeCell":
        look.merged.append(element.get("ref", ""))
    elif name == "sheetFormatPr":
        look.hides_other_rows |= _is_yes(element.get("zeroHeight"))
    else:
        look.hides_zeros |= not _is_yes(element.get("showZeros", "1"))
        look.shows_formulas |= _is_yes(element.get("showFormulas"))


def _rules(element: Element, styles: Styles) -> Iterator[ConditionalFormat]:
    """One of the newer kind has its cells in an element of its own, and its own style inside."""
    inside = {local_name(child): child.text or "" for child in element}
    for rule in element:
        if local_name(rule) != "cfRule":
            continue
        formulas = [part.text or "" for part in rule if local_name(part) in ("formula", "f")]
        kind = " ".join(filter(None, (rule.get("type"), rule.get("operator"))))
        style = styles.laid(_whole(rule.get("dxfId"), -1))
        if any(part.get("showValue") and not _is_yes(part.get("showValue")) for part in rule):  # bars, icons alone
            style = Style(is_unseen=True)
        yield ConditionalFormat(element.get("sqref", inside.get("sqref", "")), kind, "; ".join(formulas), style)


def _drawn(container: Container, part: str) -> Iterator[Laid]:
    for anchor in every(container, part, ANCHORS):
        names = {local_name(element) for element in anchor.iter()}
        uris = {element.get("uri") for element in anchor.iter() if local_name(element) == "graphicData"}
        is_chart = len(uris) == 1 and uris <= {*CHARTS} and not names & DRAWN
        yield Laid("chart" if is_chart else "other", _area(anchor))


def _area(anchor: Element) -> Area | None:
    """The cells that it covers but for a narrow edge; None where the anchor does not name its last cell."""
    ends = {local_name(corner): {local_name(at): _whole(at.text, 0) for at in corner} for corner in anchor}
    first, last = ends.get("from", {}), ends.get("to", {})
    if not first or not last:
        return None
    top, left = (first.get(at, 0) + 1 + (first.get(f"{at}Off", 0) > EDGE) for at in ("row", "col"))
    bottom, right = (last.get(at, 0) + (last.get(f"{at}Off", 0) > EDGE) for at in ("row", "col"))
    return top, left, bottom, right


def _drawn_in_vml(container: Container, part: str) -> Iterator[Laid]:
    """Notes show when the pointer rests on their cell, if they are not told to stay."""
    try:
        for shape in every(container, part, VML_SHAPES):
            about = {local_name(element): element for element in shape.iter()}
            is_note = "ClientData" in about and about["ClientData"].get("ObjectType") == "Note"
            if not is_note:
                yield Laid("other", None)
            elif "Visible" in about or "visibility:visible" in "".join(shape.get("style", "").split()).lower():
                yield Laid("note", None)
    except FileRefused:  # programs read what is no XML too
        yield Laid("other", None)


def _is_yes(text: str | None) -> bool:
    return text is not None and text.strip().lower() in YES


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return otherwise
