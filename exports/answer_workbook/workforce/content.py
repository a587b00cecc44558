"""Decides what the sheet of the workforce tables says: the same titles, rows and columns as the pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from exports.answer_workbook.workforce.layout import key_of, place_of
from questionnaires.workforce.definition import DECIMALS, MOST, SEXES, CellId, Measure, Table, TablesWords, Unit
from scoring.workforce.sums import Totals, totals


class SavedNumber(Protocol):
    """A number as it is stored."""

    @property
    def value(self) -> int | None: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True)
class NumbersInput:
    """`tables` are those that are asked, each with the columns that its page shows; `words` are in the language of the
    workbook."""

    tables: Sequence[tuple[Table, Sequence[str]]]
    words: TablesWords
    saved: Mapping[CellId, SavedNumber]

    def cells(self) -> Iterator[CellId]:
        """All that are handed out."""
        for table, sexes in self.tables:
            yield from (cell for cell in table.cells if cell.sex in ("", *sexes))

    def revisions(self) -> dict[str, int]:
        return {key_of(cell): self.saved[cell].revision if cell in self.saved else 0 for cell in self.cells()}


@dataclass(frozen=True)
class NumberRow:
    """`values` are by sex, "" for a number that tells no women from men; as people write them, pay with its decimals.

    `total` is that of women and men, None where it is not known."""

    place: str
    title: str
    values: Mapping[str, int | float | None]
    total: int | None


@dataclass(frozen=True)
class NumbersPart:
    """What is counted, with its rows. `sums` are by sex and "" for all together; None where rows do not add up."""

    title: str
    unit: Unit
    sexes: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    sums: Mapping[str, int | None] | None

    @property
    def adds_sexes(self) -> bool:
        return bool(self.sexes) and self.unit != "pay"

    @property
    def most(self) -> int:
        in_units: int = 10**self.decimals
        return MOST[self.unit] // in_units

    @property
    def decimals(self) -> int:
        return DECIMALS[self.unit]


@dataclass(frozen=True)
class NumbersTable:
    title: str
    help: str
    total: str
    columns: tuple[str, ...]
    parts: tuple[NumbersPart, ...]

    @property
    def names_parts(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True)
class NumbersSheet:
    """`sexes` are the titles of the columns that any of the tables has."""

    name: str
    title: str
    sentences: tuple[str, ...]
    sexes: Mapping[str, str]
    total: str
    tables: tuple[NumbersTable, ...]
    wrong: Mapping[int, str]
    """What a cell says to whoever types something else than a number, by the decimals that it has."""


def numbers_sheet(source: NumbersInput, translate: Callable[[str], str]) -> NumbersSheet:
    _ = translate
    shown = {sex for _table, sexes in source.tables for sex in sexes}
    return NumbersSheet(
        name=_("Workforce"),
        title=_("Workforce tables"),
        sentences=(
            _("Leave a number empty if you do not know it: empty is not 0. Totals are calculated."),
            _("Small numbers are hidden from everyone outside before anything is published."),
        ),
        sexes={sex: source.words.sexes[sex] for sex in SEXES if sex in shown},
        total=_("Total"),
        tables=tuple(_table(source, table, sexes) for table, sexes in source.tables),
        wrong={
            0: _("Enter a whole number, or leave the cell empty."),
            2: _("Enter a number, or leave the cell empty."),
        },
    )


def _table(source: NumbersInput, table: Table, sexes: Sequence[str]) -> NumbersTable:
    words = source.words.tables[table.id]
    values = {cell: saved.value for cell, saved in source.saved.items()}
    sums = totals(table, values)
    parts = tuple(_part(source, table, measure, sexes, sums) for measure in table.measures)
    return NumbersTable(words.title, words.help, words.total, tuple(sexes), parts)


def _part(source: NumbersInput, table: Table, measure: Measure, sexes: Sequence[str], sums: Totals) -> NumbersPart:
    columns = tuple(sex for sex in measure.sexes if sex in sexes)
    rows = tuple(
        NumberRow(
            place_of(CellId(table.id, row, measure.id)),
            source.words.row(table.id, row),
            {sex: _shown(source, CellId(table.id, row, measure.id, sex), measure.unit) for sex in columns or ("",)},
            sums.rows.get((row, measure.id)),
        )
        for row in table.rows
    )
    adds_up = table.adds_up and measure.unit != "pay" and len(table.rows) > 1
    whole = {sex: sums.columns.get((measure.id, sex)) for sex in columns} | {"": sums.whole.get(measure.id)}
    title = source.words.tables[table.id].measures[measure.id]
    return NumbersPart(title, measure.unit, columns, rows, whole if adds_up else None)


def _shown(source: NumbersInput, cell: CellId, unit: Unit) -> int | float | None:
    value = source.saved[cell].value if cell in source.saved else None
    return value if value is None or not DECIMALS[unit] else value / 10 ** DECIMALS[unit]
