"""The fields of a table: which cell each is of, what stands in it, and what was sent in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from app.access.forms import number_of
from app.assessments.workforce.cells import SavedCell
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId, Table, number_text
from questionnaires.workforce.pasted import read_cell

REVISIONS = "revision"
"""Of all cells in their order, parted by blanks: what each number of the form was based on."""


@dataclass(frozen=True)
class Sent:
    """What a form holds of a table: numbers that can be stored, the text of each field, and what is wrong with some."""

    values: Mapping[CellId, int | None]
    typed: Mapping[CellId, str]
    based_on: Mapping[CellId, int]
    problems: tuple[Problem, ...]


def name_of(cell: CellId) -> str:
    """Of its field, which is its id on the page too."""
    return f"{cell.table}-{cell.row}-{cell.column}"


def sent_in(table: Table, form: FormData) -> Sent:
    """A field that is not in the form leaves its number as it is."""
    typed = {cell: str(form[name_of(cell)]) for cell in table.cells if name_of(cell) in form}
    read = {cell: read_cell(cell, table.measure(cell.measure).unit, text) for cell, text in typed.items()}
    return Sent(
        {cell: number for cell, number in read.items() if not isinstance(number, Problem)},
        typed,
        _based_on(table, form),
        tuple(replace(why, place=name_of(cell)) for cell, why in read.items() if isinstance(why, Problem)),
    )


def _based_on(table: Table, form: FormData) -> dict[CellId, int]:
    """Several in one field: of each cell the newest that is said."""
    revisions = dict.fromkeys(table.cells, 0)
    for text in form.getlist(REVISIONS):
        for cell, number in zip(table.cells, str(text).split(), strict=False):
            revisions[cell] = max(revisions[cell], number_of(number) or 0)
    return revisions


def revisions_of(table: Table, saved: Mapping[CellId, SavedCell]) -> str:
    return revisions_text(table, {cell: each.revision for cell, each in saved.items()})


def revisions_text(table: Table, revisions: Mapping[CellId, int]) -> str:
    return " ".join(str(revisions.get(cell, 0)) for cell in table.cells)


def texts_of(table: Table, values: Mapping[CellId, int | None]) -> Iterator[tuple[CellId, str]]:
    for cell in table.cells:
        yield cell, number_text(values.get(cell), table.measure(cell.measure).unit)
