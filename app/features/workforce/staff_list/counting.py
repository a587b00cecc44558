"""What a list of staff would change in the tables. Its rows stay in the process that counts them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.access.loaders import AssessmentAccess
from app.access.sealing import NotSealedHere
from app.assessments.report.numbers import sexes_shown
from app.assessments.workforce.cells import NEVER_SAVED, SavedCell, asked_tables, cell_named, key_of
from app.features.workforce.pages import tables_of
from app.i18n import languages
from app.i18n.formatting import marks_of, translations
from exports.staff_list.headings import question_of
from exports.staff_list.reading import CountedStaff, count_staff
from questionnaires.conventions import snapshot_day
from questionnaires.workforce.definition import CellId, Table


@dataclass(frozen=True)
class Changes:
    """Numbers to store, each with the revision that was there, and how many stand there already."""

    values: Mapping[CellId, int | None]
    based_on: Mapping[CellId, int]
    unchanged: int

    def of(self, table: Table) -> list[CellId]:
        return [cell for cell in table.cells if cell in self.values]

    def as_json(self) -> dict[str, list[int | None]]:
        return {key_of(cell): [value, self.based_on[cell]] for cell, value in self.values.items()}


def counted_in(access: AssessmentAccess, data: bytes, own_grades: Mapping[str, str]) -> CountedStaff:
    """`own_grades`: names that the administration has for grades, with that of the tables. Raises FileRefused."""
    assessment = access.assessment
    question = question_of(
        tables_of(assessment).words_by_language.values(),
        [translations(code).gettext for code in languages.offered()],
        snapshot=snapshot_day(assessment.profile, assessment.round),
        own_grades=own_grades,
        marks=marks_of(access.visitor.language),
    )
    return count_staff(data, question)


def changes_of(
    access: AssessmentAccess,
    counted: Mapping[CellId, int | None],
    saved: Mapping[CellId, SavedCell],
    open_now: Collection[str],
) -> Changes:
    """In the tables that can be filled in now; a third column that nobody shows gets no 0."""
    tables = [table for table in asked_tables(access.assessment) if table.id in open_now]
    there = {cell: saved.get(cell, NEVER_SAVED) for table in tables for cell in table.cells}
    columns = {table.id: ("", *sexes_shown(access.assessment, table, saved)) for table in tables}
    told = {
        cell: number
        for cell, number in counted.items()
        if cell in there and (number or cell.sex in columns[cell.table])
    }
    changed = {cell: number for cell, number in told.items() if there[cell].value != number}
    return Changes(changed, {cell: there[cell].revision for cell in changed}, len(told) - len(changed))


def changes_in(document: object) -> Changes:
    """As `as_json` wrote them. Raises NotSealedHere."""
    if not isinstance(document, dict):
        raise NotSealedHere
    sent = {cell_named(key): pair for key, pair in document.items()}
    return Changes(
        {cell: value for cell, (value, _) in sent.items()}, {cell: revision for cell, (_, revision) in sent.items()}, 0
    )
