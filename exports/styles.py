"""How cells look: in the colours of the pages (app/web/static/parity.css); levels always carry their number as well."""

from collections.abc import Mapping
from typing import Any

INK = "#14232A"
QUIET = "#4D5F67"
LINE = "#D5DDE0"
DEEP = "#15505F"
PALE = "#E4F0F2"
TO_FILL_IN = "#FFFBEF"
STILL_OPEN = "#FCE3A6"
WRONG = "#B3261E"

LEVELS = (("#FFFFFF", INK), ("#F6DFAE", INK), ("#9CCFCA", INK), ("#2D7D86", "#FFFFFF"), ("#0B3A4A", "#FFFFFF"))
"""Ground and ink of the levels 0 to 4: darker is higher, in black and white too, and every pair reads easily."""

BANDS = ("#FFFFFF", "#FCF3E0", "#D9EDEB", "#AFCED1", "#A2B4BA")
"""The same grounds behind bars, as pale as on the pages."""

ROW = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1, "bottom": 1, "bottom_color": LINE}
NUMBER = {**ROW, "align": "center", "indent": 0}
FILL = {**ROW, "bg_color": TO_FILL_IN, "locked": False, "border": 1, "border_color": LINE}
HEAD = {
    **ROW,
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": DEEP,
    "valign": "vcenter",
    "border": 1,
    "border_color": LINE,
}
LEVEL = {"bold": True, "align": "center", "border": 1, "border_color": LINE}
PROVISIONAL = {
    **LEVEL,
    "italic": True,
    "font_color": INK,
    "bg_color": "#FFFFFF",
    "fg_color": LINE,
    "pattern": 14,
    "border": 3,
    "border_color": QUIET,
}
"""Hatched with a dashed edge, and of no level's colour: what can still change takes no place in the scale."""
HELD_BACK = "\N{DAGGER}"
"""Behind a level that is lower than its score alone would give. A star is another sign: what nobody knows."""
GROUNDS = {
    "-": NUMBER,
    "provisional": PROVISIONAL,
    **{str(level): {**LEVEL, "bg_color": ground, "font_color": ink} for level, (ground, ink) in enumerate(LEVELS)},
}
"""What a cell says of its level by its look."""


def ground_of(level: int | None, *, is_provisional: bool = False, is_held_back: bool = False) -> str:
    """The end of the name of a style."""
    if level is None:
        return "-"
    return ("provisional" if is_provisional else str(level)) + (" held back" if is_held_back else "")


def _grounds(look: str, number: str, **properties: Any) -> dict[str, dict[str, Any]]:
    """The styles of this look, by name; `number` is how their figures are written."""
    styles = {f"{look} {name}": {**ground, "num_format": number, **properties} for name, ground in GROUNDS.items()}
    marked = f'{number}"{HELD_BACK}"'
    return styles | {f"{name} held back": {**ground, "num_format": marked} for name, ground in styles.items()}


def _striped(level: str) -> dict[str, Any]:
    """At the edges of a cell the colour of its level: painted whole, a tall one would outshine its row."""
    if level == "-":
        return {"bold": False}
    if level == "provisional":
        return {"italic": True, "left": 3, "right": 3, "left_color": QUIET, "right_color": QUIET}
    ground, _ = LEVELS[int(level)]
    colour = LINE if ground == "#FFFFFF" else ground
    return {"left": 5, "right": 5, "left_color": colour, "right_color": colour}


STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": ROW,
    "text part": {**ROW, "indent": 3},
    "centred": NUMBER,
    "day": {**NUMBER, "num_format": "yyyy-mm-dd"},
    "count": {**NUMBER, "num_format": "0"},
    "count pay": {**NUMBER, "num_format": "0.00"},
    "outcome tenths": {**NUMBER, "num_format": "0.0"},
    "outcome hundredths": {**NUMBER, "num_format": "0.00"},
    "points": {**NUMBER, "num_format": "+0.0;-0.0;0.0"},
    "chance": {**NUMBER, "num_format": "0.0000"},
    "score": {**NUMBER, "num_format": "0.0"},
    "share": {**NUMBER, "num_format": "0.00"},
    "exact": {**NUMBER, "font_color": QUIET},
    "unrounded": {**NUMBER, "font_color": QUIET, "num_format": "0.000000000"},
    "fine": {**NUMBER, "num_format": "0.000"},
    "verdict": NUMBER,
    "parameter": {**NUMBER, "bottom": 0},
    "big verdict": {
        "font_size": 18,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": LINE,
    },
    "change": {**NUMBER, "num_format": "+0;-0;0"},
    "hash": {**ROW, "font_color": QUIET, "font_size": 9},
    "head": HEAD,
    "head group": {**HEAD, "align": "center", "indent": 0},
    "head upright": {**HEAD, "rotation": 90, "align": "center", "valign": "bottom", "indent": 0, "font_size": 9},
    "lead": {"bold": True, "font_color": DEEP, "valign": "vcenter", "align": "left"},
    "back": {"valign": "vcenter", "align": "left"},
    "fill total": {"bold": True, "font_color": DEEP, "valign": "vcenter", "align": "left", "text_wrap": True},
    "above": {"font_color": QUIET, "valign": "vcenter", "align": "left", "indent": 1, "text_wrap": True},
    "note": {"font_color": QUIET, "italic": True},
    "fill": FILL,
    "fill count": {**FILL, "align": "center", "indent": 0, "num_format": "0"},
    "fill text": {**FILL, "num_format": "@"},
    "fill day": {**FILL, "align": "center", "indent": 0, "num_format": "yyyy-mm-dd"},
    "fill amount": {**FILL, "align": "center", "indent": 0, "num_format": "0.00"},
    "fill choice": {**FILL, "num_format": "@", "bold": True},
    "unseen": {"num_format": ";;;"},
    "paper id": {"font_size": 11, "bold": True, "top": 2, "valign": "top", "align": "left"},
    "paper question": {"font_size": 11, "bold": True, "top": 2, "valign": "top", "align": "left", "text_wrap": True},
    "paper tag": {"top": 2, "valign": "top", "align": "right", "text_wrap": True},
    "paper box": {"font_size": 12, "align": "center", "valign": "top"},
    "paper code": {"bold": True, "align": "left", "valign": "top"},
    "paper text": {"align": "left", "valign": "top", "text_wrap": True},
    "paper room": {"align": "left", "valign": "top", "text_wrap": True, "border": 1, "font_size": 8},
    "read": {**ROW, "font_color": QUIET},
    "id": {**ROW, "bold": True, "font_color": DEEP},
    "sheet title": {
        "font_size": 13,
        "bold": True,
        "font_color": DEEP,
        "valign": "vcenter",
        "align": "left",
        "text_wrap": True,
    },
    "sheet progress": {"font_size": 13, "bold": True, "font_color": DEEP, "valign": "vcenter", "align": "left"},
    "heading number": {"bold": True, "font_color": DEEP, "align": "center", "bottom": 2, "bottom_color": DEEP},
    "fill date": {**FILL, "align": "center", "indent": 0, "num_format": "yyyy-mm-dd"},
    "title": {"font_size": 22, "bold": True, "font_color": DEEP, "valign": "vcenter", "text_wrap": True},
    "subject": {"font_size": 12, "valign": "vcenter", "text_wrap": True},
    "label": {"bold": True, "font_color": DEEP, "valign": "top"},
    "badge": {"bold": True, "font_color": DEEP, "bg_color": PALE, "align": "center", "valign": "vcenter"},
    "about": {"font_color": QUIET, "align": "right", "valign": "vcenter"},
    "big name": {"font_size": 20, "bold": True, "font_color": DEEP, "valign": "vcenter", "indent": 1},
    "big score": {"font_size": 28, "bold": True, "font_color": DEEP, "align": "center", "num_format": "0.0"},
    "caption": {"font_color": QUIET, "align": "center", "valign": "top", "text_wrap": True},
    "conclusion": {"align": "left", "valign": "top", "indent": 1, "text_wrap": True, "bold": True},
    "signed": {"bold": True, "font_color": DEEP, "align": "left", "valign": "top", "text_wrap": True},
    "meaning": {"align": "left", "valign": "top", "indent": 1, "text_wrap": True},
    "heading": {
        "font_size": 13,
        "bold": True,
        "font_color": DEEP,
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": DEEP,
    },
    "stack heading": {"font_size": 13, "bold": True, "font_color": DEEP, "valign": "vcenter"},
    "column": {"font_color": QUIET, "valign": "bottom", "text_wrap": True},
    "column number": {"font_color": QUIET, "valign": "bottom", "align": "center", "text_wrap": True},
    "pillar name": {
        "valign": "vcenter",
        "align": "left",
        "bottom": 1,
        "bottom_color": LINE,
        "indent": 1,
        "shrink": True,
    },
    "pillar id": {"bold": True, "font_color": DEEP, "valign": "vcenter", "bottom": 1, "bottom_color": LINE},
    "pillar": {"valign": "vcenter", "bottom": 1, "bottom_color": LINE, "text_wrap": True},
    "pillar score": {"valign": "vcenter", "align": "center", "bottom": 1, "bottom_color": LINE, "num_format": "0.0"},
    "pillar change": {
        "valign": "vcenter",
        "align": "center",
        "bottom": 1,
        "bottom_color": LINE,
        "num_format": "+0.0;-0.0;0.0",
    },
    "sentence": {"valign": "top", "text_wrap": True},
    "figure": {"bold": True, "font_color": DEEP, "valign": "top", "align": "left", "num_format": "0.0"},
    "big count": {"font_size": 16, "bold": True, "font_color": DEEP, "align": "center", "num_format": "0"},
    "big figure": {"font_size": 16, "bold": True, "font_color": DEEP, "align": "center", "num_format": "0.0"},
    "plain": {},
    "plain number": {"align": "center"},
    **_grounds("level", "0", valign="top"),
    **{f"stripe {level}": {**NUMBER, "bold": True, "num_format": "0", **_striped(level)} for level in GROUNDS},
    **_grounds("pillar level", "0", valign="vcenter"),
    **_grounds("big level", "0", valign="vcenter", font_size=40),
    **_grounds("heat", "0.0", valign="top"),
    "pillar level -": {"valign": "vcenter", "align": "center", "bottom": 1, "bottom_color": LINE},
    "big level -": {**LEVEL, "valign": "vcenter", "font_size": 40},
}

STRONG = {"bold": True, "bg_color": PALE}
"""Laid over the style of a cell in a row that stands out; a level keeps its own ground."""

MARKS: Mapping[str, Mapping[str, Any]] = {
    "open": {"bg_color": STILL_OPEN},
    "odd": {"font_color": WRONG, "bold": True},
    "moving": {"bg_color": LEVELS[1][0], "font_color": INK},
    "done": {"bg_color": "#DCEDDF", "font_color": "#1E4D2B"},
    "late": {"bg_color": "#FAE0C4", "font_color": "#6B3A05", "bold": True},
    "dropped": {"bg_color": PALE, "font_color": QUIET, "font_strikeout": True},
    "equal": {"bg_color": "#DCEDDF", "font_color": "#1E4D2B"},
    "differs": {"bg_color": "#F8DCD8", "font_color": "#7F1D1D", "bold": True},
}
"""Laid over a cell by a rule: what stands in it says the same, the colour only helps to find it."""

MIRRORED = {"left": "right", "right": "left"}


def properties(style: str, *, strong: bool, linked: bool, right_to_left: bool) -> dict[str, Any]:
    """What xlsxwriter wants to know of a style."""
    look = {"font_size": 10, "font_color": DEEP if linked else INK, **STYLES[style]}
    if linked:
        look |= {"underline": 1}
    if strong and "bold" not in look:
        look |= STRONG
    if right_to_left:
        align = look.get("align", "left")
        look |= {"reading_order": 2, "align": MIRRORED.get(align, align)}
    return look
