"""The list of administrations as a file: the same columns as Excel and as CSV, ready to be read in again."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.features.directory.fields import TITLES
from app.web.downloads import CsvForm, csv_of
from exports.content import Column
from exports.tables import TableWorkbook

COLUMNS = {name: title for name, title in TITLES.items() if name != "kind"} | {
    "disclosure": "Disclosure",
    "team": "Team",
    "last_activity": "Last activity",
    "kind": TITLES["kind"],
}
"""In English in every language: by these titles a file is read in again. What came later stands at the end."""
WIDTHS = {"name": 44, "country": 24, "time_zone": 26, "contact_name": 24, "contact_email": 30, "champion": 24}
NAME = "administrations"


def rows_of(administrations: Sequence[Mapping[str, Any]]) -> list[tuple[str | int, ...]]:
    return [tuple(_value(row[field]) for field in COLUMNS) for row in administrations]


def _value(value: Any) -> str | int:
    if value is None:
        return ""
    return value if isinstance(value, str | int) else str(value.date().isoformat())


def as_csv(administrations: Sequence[Mapping[str, Any]], form: CsvForm) -> bytes:
    return csv_of(COLUMNS.values(), rows_of(administrations), form)


def as_table(administrations: Sequence[Mapping[str, Any]], *, today: str) -> TableWorkbook:
    columns = (
        Column(title, WIDTHS.get(field, 14), "count" if field == "team" else "text").of(
            [administration[field] for administration in administrations], _value
        )
        for field, title in COLUMNS.items()
    )
    return TableWorkbook("Administrations", today, right_to_left=False, columns=tuple(columns))
