"""What people see in one cell of a list, and why it cannot be taken where that is not the text that is stored."""

import re
from collections.abc import Mapping

from exports.reading.seen import DATE, ERROR, HIDDEN_BY_RULE, OTHERWISE, RULE, STRUCK, UNSEEN
from exports.reading.styles import Style
from exports.reading.tables import ListCell
from exports.reading.workbook import ReadCell, Seen, text_of
from questionnaires.problems import N_

FORMULA, MERGED, LOST, TRUTH = "formula", "merged", "lost", "truth"
REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands for letters that a program could not read when it wrote the file."""
AN_ERROR = re.compile(r"#(?:[¡¿]?[^\s#]{1,12}[!?]|N/?A|N/D|NV|\u041d/\u0414|#+)|Err:[0-9]{3}")
"""What spreadsheets show in place of a value, in their languages; a row of # where the column is too narrow."""
NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format shows as it stands there."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HIDDEN = N_("This row is hidden, so nobody can see what would be imported. Unhide it, or delete it.")
WRONG: Mapping[str, str] = {
    FORMULA: N_("This cell contains a formula. Replace it with its result as text."),
    ERROR: N_("This cell contains a spreadsheet error. Replace it with text."),
    DATE: N_("This cell contains a date. Format it as Text, then enter what it should say."),
    OTHERWISE: N_("This cell shows something other than what it contains. Format it as Text, then enter the text."),
    STRUCK: N_("Some of this text is struck through. Delete what is not meant, or remove the strikethrough."),
    TRUTH: N_("This cell contains TRUE or FALSE, which each program shows in its own language. Replace it with text."),
    MERGED: N_("This cell is merged with others, so its row and column cannot be determined. Unmerge them."),
    UNSEEN: N_(
        "This text cannot be seen: it has the colour of its background or is too small. Change its colour or size."
    ),
    RULE: HIDDEN_BY_RULE,
    LOST: N_("Some letters were lost when this file was saved: each � replaces one. Enter them again."),
}


def cell_seen(cell: ReadCell, seen: Seen | None, style: Style) -> ListCell:
    """A day comes as ISO writes it and of the kind DATE; other kinds are troubles."""
    text = text_of(cell.value).strip()
    if cell.formula:
        return cell.formula, FORMULA
    if seen and seen.trouble == DATE:
        day = DAY.match(seen.text)
        return (day[0], DATE) if day and _shows_all(cell, style.code) else (text, OTHERWISE)
    if seen and seen.trouble:
        return text, seen.trouble
    if isinstance(cell.value, bool):
        return text, TRUTH
    return cell_of(seen.text.strip() if seen else text)


def cell_of(text: str) -> ListCell:
    """Of a text alone, which may be what a program left in the place of another."""
    return text, ERROR if AN_ERROR.fullmatch(text) else LOST if REPLACED in text else ""


def _shows_all(cell: ReadCell, code: str) -> bool:
    """Year, month and day, where the cell holds a number for them."""
    letters = NO_LETTERS.sub("", code).casefold()
    return isinstance(cell.value, str) or all(letter in letters for letter in "ymd")
