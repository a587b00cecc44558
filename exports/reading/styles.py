"""Reads the styles of a workbook as far as they decide whether a cell can be read: number format, ink and ground."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from exports.number_formats import A_DATE, BUILT_IN, GENERAL
from exports.reading.container import Container
from exports.reading.parts import MAIN, every, local_name
from exports.reading.workbook import main_part, related

PARTS = frozenset(("numFmts", "fonts", "fills", "cellXfs", "dxfs", "indexedColors"))
THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
SMALLEST = 4.0
"""Points: nobody reads letters that are smaller."""
LEAST_CONTRAST = 1.25
"""As WCAG counts it: 1 is the same colour, and ours all have more than 4."""
PALETTE = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
WINDOW = {64: "000000", 65: "FFFFFF"}
Colour = tuple[float, float, float]
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Style:
    """`is_unseen`: the ink has the colour of its ground, or the letters are too small to read."""

    code: str = GENERAL
    is_unseen: bool = False
    is_struck: bool = False

    @property
    def alters(self) -> bool:
        """Whether a rule that lays it over cells takes away or changes what they show."""
        return self.is_unseen or self.code.lower() != GENERAL.lower()


PLAIN = Style()


@dataclass(frozen=True)
class Styles:
    """Of cells by their numbers, and of what rules lay over them."""

    cells: Sequence[Style]
    rules: Sequence[Style]

    @property
    def first(self) -> Style:
        return self.cells[0] if self.cells else PLAIN

    def of(self, number: int) -> Style:
        return self.cells[number] if 0 <= number < len(self.cells) else PLAIN

    def laid(self, number: int) -> Style | None:
        return self.rules[number] if 0 <= number < len(self.rules) else None


def styles_of(container: Container) -> Styles:
    """Raises Refused."""
    parts = [part for part in related(container, main_part(container), "styles").values() if container.has(part)]
    if not parts:
        return Styles((), ())
    sections = {
        local_name(element): element
        for element in every(container, parts[0], PARTS)
        if str(element.tag).startswith(MAIN)
    }
    colours = _Colours(_theme(container), _palette(sections.get("indexedColors")))
    codes = BUILT_IN | dict(_codes(sections.get("numFmts")))
    fonts, fills = list(sections.get("fonts", ())), list(sections.get("fills", ()))
    cells = [
        Style(
            codes.get(_number(xf, "numFmtId"), A_DATE),
            colours.is_unseen(_at(fonts, _number(xf, "fontId")), _at(fills, _number(xf, "fillId"))),
            _is_struck(_at(fonts, _number(xf, "fontId"))),
        )
        for xf in sections.get("cellXfs", ())
    ]
    return Styles(cells, [_laid(style, colours) for style in sections.get("dxfs", ())])


def _is_struck(font: Element | None) -> bool:
    return font is not None and any(local_name(child) == "strike" and is_on(child) for child in font)


def is_on(element: Element) -> bool:
    """Of a mark that is set by standing there."""
    return element.get("val", "1").strip().lower() in ("1", "true", "on")


def _laid(style: Element, colours: "_Colours") -> Style:
    parts = {local_name(child): child for child in style}
    code = parts["numFmt"].get("formatCode", GENERAL) if "numFmt" in parts else GENERAL
    font = parts.get("font")
    return Style(code, font is not None and colours.is_unseen(font, parts.get("fill"), of_rule=True))


def _codes(formats: Element | None) -> Iterator[tuple[int, str]]:
    for number_format in formats if formats is not None else ():
        yield _number(number_format, "numFmtId"), number_format.get("formatCode", GENERAL)


def _at(elements: Sequence[Element], number: int) -> Element | None:
    return elements[number] if 0 <= number < len(elements) else None


def _number(element: Element, name: str) -> int:
    text = element.get(name, "0")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@dataclass(frozen=True)
class _Colours:
    theme: Mapping[str, str]
    palette: Sequence[str]

    def is_unseen(self, font: Element | None, fill: Element | None, *, of_rule: bool = False) -> bool:
        """Where a colour cannot be told, nothing is held against the cell."""
        if font is None:
            return False
        parts = {local_name(child): child for child in font}
        if "sz" in parts and _size(parts["sz"]) < SMALLEST:
            return True
        ink = self._colour(parts["color"]) if "color" in parts else BLACK
        ground = self._ground(fill, of_rule=of_rule)
        return ink is not None and ground is not None and _contrast(ink, ground) < LEAST_CONTRAST

    def _ground(self, fill: Element | None, *, of_rule: bool) -> Colour | None:
        """In the style of a rule a plain ground is the second colour, in that of a cell the first."""
        pattern = (
            next((child for child in fill if local_name(child) == "patternFill"), None) if fill is not None else None
        )
        if fill is not None and len(fill) and pattern is None:
            return None
        kind = "none" if pattern is None else pattern.get("patternType", "solid" if of_rule else "none")
        if pattern is None or kind == "none":
            return WHITE
        wanted = ("bgColor", "fgColor") if of_rule else ("fgColor", "bgColor")
        parts = {local_name(child): child for child in pattern}
        first = next((parts[name] for name in wanted if name in parts and kind == "solid"), None)
        return self._colour(first) if first is not None else None

    def _colour(self, element: Element) -> Colour | None:
        text = element.get("rgb", "")[-6:]
        if "indexed" in element.attrib:
            text = self._indexed(_number(element, "indexed"))
        elif "theme" in element.attrib and (at := _number(element, "theme")) < len(THEME):
            text = self.theme.get(THEME[at], "")
        elif element.get("auto") in ("1", "true"):
            text = PALETTE[0]
        colour = _parsed(text)
        return _tinted(colour, element.get("tint", "0")) if colour else None

    def _indexed(self, number: int) -> str:
        if number < len(self.palette):
            return self.palette[number]
        return WINDOW.get(number, PALETTE[number % 8] if number < 16 else "")


def _size(element: Element) -> float:
    try:
        return float(element.get("val", "11"))
    except ValueError:
        return 11.0


def _theme(container: Container) -> Mapping[str, str]:
    """The colours of the theme by their names; its first two are those of every window where it says nothing."""
    colours = {"lt1": "FFFFFF", "dk1": "000000"}
    for part in filter(container.has, related(container, main_part(container), "theme").values()):
        for element in every(container, part, frozenset(THEME)):
            colour = next(iter(element), None)
            if colour is not None:
                colours[local_name(element)] = colour.get("lastClr", colour.get("val", ""))
    return colours


def _palette(colours: Element | None) -> Sequence[str]:
    return [colour.get("rgb", "")[-6:] for colour in colours] if colours is not None else ()


def _parsed(text: str) -> Colour | None:
    try:
        red, green, blue = bytes.fromhex(text)
    except ValueError:
        return None
    return red / 255, green / 255, blue / 255


def _tinted(colour: Colour, tint: str) -> Colour:
    try:
        by = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return colour
    red, green, blue = (part * (1 + by) if by < 0 else part + (1 - part) * by for part in colour)
    return red, green, blue


def _contrast(colour: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
