"""What the preview shows of numbers: table by table, what is here and what the files say."""

from dataclasses import dataclass
from typing import Any

from app.access.loaders import AssessmentAccess
from app.assessments.workforce.cells import key_of
from app.features.workbooks.choosing import Picked
from app.features.workbooks.merging import Kind
from app.features.workbooks.numbers.merging import MergedNumbers, NumberChange
from questionnaires.workforce.definition import Table, number_text


@dataclass(frozen=True)
class NumberLine:
    """`here` and the texts of `options` are "" for what is not known; `name` is that of the field."""

    name: str
    title: str
    change: NumberChange
    here: str
    options: tuple[str, ...]
    picked: str

    @property
    def is_conflict(self) -> bool:
        return self.change.kind is Kind.CONFLICT


def numbers_context(access: AssessmentAccess, merged: MergedNumbers, picked: Picked) -> dict[str, Any]:
    tables = access.assessment.tables
    if tables is None or not merged.changes:
        return {"number_tables": [], "numbers": merged}
    words = tables.words(access.visitor.language)
    by_table = {
        table.id: [
            _line(table, change, words.title_of(change.cell), picked[key_of(change.cell)])
            for change in merged.changes
            if change.cell.table == table.id
        ]
        for table in tables.structure.tables
    }
    shown = [(words.tables[id_].title, lines) for id_, lines in by_table.items() if lines]
    return {"number_tables": shown, "numbers": merged}


def _line(table: Table, change: NumberChange, title: str, picked: str) -> NumberLine:
    unit = table.measure(change.cell.measure).unit
    options = tuple(number_text(proposal.value, unit) for proposal in change.proposals)
    return NumberLine(
        f"number-{key_of(change.cell)}", title, change, number_text(change.here.value, unit), options, picked
    )
