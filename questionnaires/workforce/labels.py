"""The titles and names of rows that come along when a block of a table is copied: which row and column they mean.

They are known however they are written, in each language of the version, as words or as ids. A total is known as well,
and is left out: it is computed. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from questionnaires.texts import plain_label
from questionnaires.workforce.definition import CellId, Table, TablesWords

TOTAL = "*"
"""In place of a row or column."""


class Title(NamedTuple):
    """What a title says of a column: its measure, its sex, or both; or that it is a total."""

    measure: str = ""
    sex: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Labels:
    """By the words, as `plain_label` writes them: the row, or TOTAL; and the title of a column."""

    rows: Mapping[str, str]
    titles: Mapping[str, Title]

    def row(self, text: str) -> str:
        """ "" where it names none."""
        return self.rows.get(plain_label(text), "")

    def title(self, text: str) -> Title | None:
        return self.titles.get(plain_label(text))


def labels_of(table: Table, languages: Iterable[TablesWords], totals: Iterable[str] = ()) -> Labels:
    """`totals` are further words for a total, as a page writes them."""
    languages = tuple(languages)
    total = {word: TOTAL for words in languages if (word := words.tables[table.id].total)} | dict.fromkeys(
        totals, TOTAL
    )
    rows = {row: row for row in table.rows} | {
        words.row(table.id, row): row for words in languages for row in table.rows
    }
    titles = dict.fromkeys(total, Title(is_total=True))
    for measure in table.measures:
        names = {measure.id, *(words.tables[table.id].measures[measure.id] for words in languages)}
        titles |= dict.fromkeys(names, Title(measure.id))
        for sex in measure.sexes:
            sexes = {sex, *(words.sexes[sex] for words in languages)}
            titles |= dict.fromkeys(sexes, Title(sex=sex))
            titles |= {f"{name} {word}": Title(measure.id, sex) for name in names for word in sexes}
    return Labels(
        {plain_label(text): row for text, row in (total | rows).items()},
        {plain_label(text): title for text, title in titles.items()},
    )


def columns_of(table: Table, row: str) -> tuple[CellId, ...]:
    return tuple(cell for cell in table.cells if cell.row == row)


def joined(titles: Iterable[Title | None]) -> Title | None:
    """Of a column under several rows of titles. None where none of them says anything, or two the same."""
    measure, sex, is_total = "", "", False
    for title in titles:
        if title and ((measure and title.measure) or (sex and title.sex)):
            return None
        if title:
            measure, sex, is_total = measure or title.measure, sex or title.sex, is_total or title.is_total
    return Title(measure, sex, is_total) if measure or sex or is_total else None


def columns_meant(titles: Iterable[Title | None], columns: Sequence[CellId], start: CellId) -> list[CellId | None]:
    """The column that each title means; None for a total, and for what names no column or the same again.

    A title that names the sex alone means a column of the measure where `start` is, and where that has one of this sex
    already, of the next measure; one that names the measure alone means its next column.
    """
    measures = list(dict.fromkeys(column.measure for column in columns))
    at = measures.index(start.measure)
    meant: list[CellId | None] = []
    for title in titles:
        if not title or title.is_total:
            meant.append(None)
            continue
        if title.measure:
            at = measures.index(title.measure)
        free = [column for column in columns if column not in meant and title.sex in ("", column.sex)]
        if not title.measure:
            at = next((measures.index(column.measure) for column in free if column.measure in measures[at:]), at)
        meant.append(next((column for column in free if column.measure == measures[at]), None))
    return meant
