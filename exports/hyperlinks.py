"""Where a cell leads: to another cell of the workbook, or to the one web address that its text holds."""

import re
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

ADDRESS = re.compile(r"(?<!\S)https?://[^\s<>\"]+", re.IGNORECASE)
BEHIND = ".,;:!?)]}'"
"""What ends a sentence and no address."""
LONGEST = 2_079
"""Letters of an address that Excel follows."""
ESCAPED = re.compile(r"[%\[\]^`{}\\]")
"""XlsxWriter writes three letters for each of them."""


@dataclass(frozen=True)
class CellLink:
    """To a cell of the same workbook; `tip` shows when the pointer rests on it, and has at most LONGEST_TIP units."""

    sheet: str
    row: int
    column: int
    tip: str

    @property
    def place(self) -> str:
        return f"internal:{quote_sheetname(self.sheet)}!{xl_rowcol_to_cell(self.row, self.column)}"


@dataclass(frozen=True)
class WebLink:
    place: str
    tip: None = None


Link = CellLink | WebLink


def web_link(text: object) -> WebLink | None:
    """A cell leads to one place only: so it is a link where its text has exactly one address."""
    addresses = ADDRESS.findall(text) if isinstance(text, str) else []
    if len(addresses) != 1:
        return None
    address = addresses[0].rstrip(BEHIND)
    return WebLink(address) if len(ESCAPED.sub("%00", address)) <= LONGEST else None
