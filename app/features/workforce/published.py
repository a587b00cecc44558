"""The numbers as everybody outside sees them: those of the newest publication, with what protects people hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import newest_publication
from app.assessments.reads import OneAssessment
from app.assessments.report.protection import PublishedNumbers, published_numbers
from app.features.workforce.pages import base_context, tables_of
from questionnaires.workforce.definition import OTHER, Measure, Table, TablesWords, number_text
from scoring.protection.figures import TOTAL, key, shown_rows
from scoring.protection.pattern import HIDDEN


@dataclass(frozen=True)
class Shown:
    """A row of a measure: its title, and what stands in the columns of the sexes and of all together: a number, a text
    in its place, or "" for what is not known."""

    title: str
    is_sum: bool
    cells: tuple[int | str, ...]


@dataclass(frozen=True)
class ShownTable:
    """`parts` are the things that it counts, each with its rows. Nothing known of it: `parts` is empty."""

    table: Table
    sexes: tuple[str, ...]
    parts: tuple[tuple[Measure, tuple[Shown, ...]], ...]


class Newest(NamedTuple):
    """The numbers of the newest publication, the version of its questionnaire, and which edition it is."""

    version: str
    edition: int
    numbers: PublishedNumbers


def newest_numbers(db: Session, assessment: OneAssessment) -> Newest | None:
    """None before a publication, and where it has no numbers."""
    publication = newest_publication(db, assessment.id)
    if publication is None:
        return None
    numbers = published_numbers(assessment.catalogue, publication.questionnaire, publication.content)
    return Newest(publication.questionnaire, publication.edition, numbers) if numbers else None


def published_context(access: AssessmentAccess, db: Session) -> dict[str, Any]:
    tables_of(access.assessment)
    newest = newest_numbers(db, access.assessment)
    numbers = newest.numbers if newest else None
    context = base_context(access)
    return context | {"numbers": numbers, "tables": shown_tables(numbers, context["named"]) if numbers else []}


def shown_tables(numbers: PublishedNumbers, named: TablesWords) -> list[ShownTable]:
    """Those of which something is known."""
    tables = [_table(table, numbers, named) for table in numbers.tables.structure.tables]
    return [each for each in tables if each.parts]


def _table(table: Table, numbers: PublishedNumbers, named: TablesWords) -> ShownTable:
    """The third column is never shown: it is in the totals."""
    given = dict.fromkeys(sex for measure in table.measures for sex in measure.sexes if sex != OTHER)
    parts = ((measure, tuple(_rows(table, measure, tuple(given), numbers, named))) for measure in table.measures)
    known = tuple((measure, rows) for measure, rows in parts if any(cell != "" for row in rows for cell in row.cells))
    return ShownTable(table, tuple(given), known)


def _rows(
    table: Table, measure: Measure, sexes: tuple[str, ...], numbers: PublishedNumbers, named: TablesWords
) -> Iterator[Shown]:
    rows = shown_rows(table, numbers.merged) + ([TOTAL] if table.adds_up and len(table.rows) > 1 else [])
    for row in rows:
        columns: list[str | None] = [sex if sex in measure.sexes else None for sex in sexes]
        columns.append(TOTAL if measure.sexes else "")
        cells = tuple("" if column is None else _shown(table, row, measure, column, numbers) for column in columns)
        yield Shown(title_of_row(table, row, named), row == TOTAL, cells)


def title_of_row(table: Table, row: str, named: TablesWords) -> str:
    """Of a row, of several that were merged, or of the sum of all."""
    if row == TOTAL:
        return named.tables[table.id].total
    return " + ".join(named.row(table.id, part) for part in row.split("+"))


def _shown(table: Table, row: str, measure: Measure, column: str, numbers: PublishedNumbers) -> int | str:
    figure = numbers.figure(key(table.id, row, measure.id, column))
    if figure is HIDDEN:
        return HIDDEN.value
    return number_text(figure, measure.unit) if figure is None or measure.unit == "pay" else figure
