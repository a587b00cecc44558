"""All numbers of an assessment beside those of the last round, with what does not fit together in them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.last_numbers import LastNumbers, last_numbers
from app.assessments.workforce.cells import SavedCell, asked_tables, saved_cells
from app.assessments.workforce.signed import signed_numbers, values_in
from questionnaires.workforce.definition import OTHER, SEXES, CellId, Table
from scoring.workforce.checks import Finding, findings, opening_of

SEX_CATEGORIES, WITH_OTHER = "profile.sex_categories", "women_men_other"


@dataclass(frozen=True)
class Numbers:
    """Everything that was saved, and what does not fit together in it."""

    saved: Mapping[CellId, SavedCell]
    last: LastNumbers | None
    findings: tuple[Finding, ...]
    returned: Mapping[str, str] = field(default_factory=dict)
    """What the secretariat asks of the tables that it sent back; only these may be filled in then."""

    @property
    def values(self) -> dict[CellId, int | None]:
        return {cell: saved.value for cell, saved in self.saved.items()}

    @property
    def errors(self) -> int:
        return sum(finding.kind == "error" for finding in self.findings)

    def by_table(self, kind: str) -> dict[str, int]:
        """Table -> how many findings of this kind speak of it; tables of which none speaks are not there."""
        return Counter(
            table
            for finding in self.findings
            if finding.kind == kind
            for table in {cell.table for cell in finding.cells}
        )


NO_NUMBERS = Numbers({}, None, ())


def numbers_of(db: Session, assessment: OneAssessment, *, as_signed: bool = False) -> Numbers:
    """In two queries; in none where its version asks no numbers. `as_signed`: those under the newest signature,
    whatever the team mends since."""
    if assessment.tables is None:
        return NO_NUMBERS
    last = last_numbers(db, assessment)
    if as_signed:
        signed = values_in(signed_numbers(db, assessment.id, assessment.signature))
        saved = {cell: SavedCell(value, 1) for cell, value in signed.items()}
    else:
        saved = saved_cells(db, assessment.id)
    values = {cell: each.value for cell, each in saved.items()}
    asked = [table.id for table in asked_tables(assessment)]
    before = last.values if last else None
    return Numbers(saved, last, findings(assessment.tables.structure, asked, values, assessment.profile, before))


def opening_numbers(
    assessment: OneAssessment, last: LastNumbers | None, table: Table, saved: Collection[CellId]
) -> dict[CellId, int]:
    """What the last round ended with, in the cells of this table that continue it. Nobody of a sex that has no column
    needs none."""
    if assessment.tables is None or last is None:
        return {}
    opening, sexes = opening_of(assessment.tables.structure, last.values), sexes_shown(assessment, table, saved)
    return {
        cell: number
        for cell, number in opening.items()
        if cell.table == table.id and (number or cell.sex in ("", *sexes))
    }


def sexes_shown(assessment: OneAssessment, table: Table, saved: Collection[CellId]) -> list[str]:
    """The columns of a table: a third one only where the profile says so, or something stands in it."""
    given = {sex for measure in table.measures for sex in measure.sexes}
    has_other = assessment.profile.get(SEX_CATEGORIES) == WITH_OTHER or any(
        cell.table == table.id and cell.sex == OTHER for cell in saved
    )
    return [sex for sex in SEXES if sex in given and (sex != OTHER or has_other)]
