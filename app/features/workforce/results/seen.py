"""The numbers that a person's results come from, and which of them this person may see.

Who may see every number gets the results of those that are saved. Everyone else gets the results of those under the
newest publication, as far as it shows every number that a result is worked out from.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import newest_publication, newest_signature
from app.assessments.report.protection import PublishedNumbers, published_numbers
from app.assessments.report.results import Results, published_results, results_of
from app.assessments.rights import Permission
from app.assessments.workforce.cells import Values, asked_tables, values_of
from app.assessments.workforce.signed import signed_numbers, values_in
from questionnaires.workforce.definition import CellId, WorkforceTables
from scoring.protection.figures import figures_of, key, name_of, shown_rows
from scoring.protection.pattern import HIDDEN, Hidden
from scoring.workforce.figures import Figure, TableNumbers
from scoring.workforce.sums import in_a_sum

Number = int | Hidden | None
"""None is "not known"."""


@dataclass(frozen=True)
class Seen:
    """`numbers` are all of them, for the statistics alone; what of them is shown, only `shown` and `may_show` say."""

    tables: WorkforceTables
    numbers: TableNumbers
    shown: PublishedNumbers
    results: Results

    def may_show(self, cells: Iterable[CellId]) -> bool:
        return self.shown.may_show(cells)

    def value_of(self, figure: Figure) -> Fraction | Hidden | None:
        return figure.value if self.may_show(figure.inputs) else HIDDEN

    def number(self, table: str, row: str, measure: str, column: str) -> Number:
        """As it is shown: of a row, of rows that were put together, or of all (TOTAL); so with the columns."""
        return self.shown.figure(key(table, row, measure, column))

    def rows(self, table: str) -> list[str]:
        return shown_rows(self.tables.tables[table], self.shown.merged)

    def together(self, rows: Collection[str], table: str, measure: str, column: str) -> Number:
        """The sum of some rows, from figures that are shown."""
        if tuple(rows) in self.shown.merged:
            return self.number(table, name_of(rows), measure, column)
        numbers = [self.number(table, row, measure, column) for row in rows]
        if HIDDEN in numbers:
            return HIDDEN
        return None if None in numbers else sum(number for number in numbers if isinstance(number, int))

    def has_numbers(self, *tables: str) -> bool:
        return any(value is not None and cell.table in tables for cell, value in self.numbers.cells.items())


def seen_by(access: AssessmentAccess, db: Session) -> Seen | None:
    """None where there is no number yet, or none that was published. Raises nothing: whoever reads may ask."""
    if access.assessment.tables is None:
        return None
    return _every_number(access, db) if access.may(Permission.SEE_WORKFORCE) else _published(access, db)


def _every_number(access: AssessmentAccess, db: Session) -> Seen | None:
    assessment = access.assessment
    asked = {table.id for table in asked_tables(assessment)}
    values = {cell: value for cell, value in values_of(db, assessment.id).items() if cell.table in asked}
    if assessment.tables is None or not any(value is not None for value in values.values()):
        return None
    results = results_of(db, assessment, with_moderated=access.may(Permission.SEE_MODERATED))
    return Seen(
        assessment.tables, _numbers(assessment.tables, values), nothing_hidden(assessment.tables, values), results
    )


def _published(access: AssessmentAccess, db: Session) -> Seen | None:
    assessment = access.assessment
    publication = newest_publication(db, assessment.id)
    if publication is None:
        return None
    shown = published_numbers(assessment.catalogue, publication.questionnaire, publication.content)
    if shown is None:
        return None
    values = values_in(signed_numbers(db, assessment.id, publication.signature))
    results = published_results(assessment, newest_signature(db, assessment), publication)
    return Seen(shown.tables, _numbers(shown.tables, values), shown, results)


def _numbers(tables: WorkforceTables, values: Values) -> TableNumbers:
    return TableNumbers(tables.tables, values)


def nothing_hidden(tables: WorkforceTables, values: Values) -> PublishedNumbers:
    """Every figure of every table, for those who may see them all."""
    known = {cell: in_a_sum(cell, values) for cell in tables.cells}
    figures = figures_of(tables.structure, known)
    return PublishedNumbers(
        tables, (), frozenset(), {name: number for name, number in figures.items() if number is not None}
    )
