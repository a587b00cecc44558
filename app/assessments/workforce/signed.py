"""The numbers under a signature. What is signed can be downloaded, so it holds their digest alone."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.workforce.cells import SavedCell, asked_tables, cell_named, key_of, saved_cells
from app.db import fingerprints
from app.db.fingerprints import Contents
from app.db.tables.columns import table_of
from app.db.tables.workforce import SignedWorkforce
from questionnaires.canonical_json import canonical
from questionnaires.workforce.definition import CellId

SIGNED = table_of(SignedWorkforce)
PART = "workforce"
OF_SIGNATURE = select(SIGNED.c.cells).where(
    SIGNED.c.assessment_id == bindparam("assessment"), SIGNED.c.number == bindparam("number")
)

Salted = Mapping[str, tuple[int, str]]
"""By the name of a cell: its number and its salt, without which the digest could be tried out."""


def numbers_to_sign(db: Session, assessment: OneAssessment, saved: Mapping[CellId, SavedCell] | None = None) -> Salted:
    """Of the tables that are asked; what is not known is left out. `saved` is everything, where it was read already."""
    asked = {table.id for table in asked_tables(assessment)}
    if not asked:
        return {}
    return {
        key_of(cell): (each.value, each.salt)
        for cell, each in sorted((saved_cells(db, assessment.id) if saved is None else saved).items())
        if each.value is not None and cell.table in asked
    }


def digest_of(numbers: Salted) -> str:
    return hashlib.sha256(canonical({key: list(salted) for key, salted in numbers.items()})).hexdigest()


def part_to_sign(
    db: Session, assessment: OneAssessment, saved: Mapping[CellId, SavedCell] | None = None
) -> dict[str, Any]:
    """What a signature says of the numbers: nothing where there are none."""
    numbers = numbers_to_sign(db, assessment, saved)
    return {PART: {"cells": len(numbers), "sha256": digest_of(numbers)}} if numbers else {}


def freeze(db: Session, assessment: OneAssessment, number: int, content: Mapping[str, Any]) -> Contents:
    """Keeps the numbers of the signature `number`, whose content says their digest."""
    if PART not in content:
        return {}
    numbers = numbers_to_sign(db, assessment)
    row = {"assessment_id": assessment.id, "number": number}
    row |= {"cells": {key: list(salted) for key, salted in numbers.items()}}
    return fingerprints.written(db, insert(SIGNED), [row])


def signed_numbers(db: Session, assessment_id: str, number: int) -> dict[str, tuple[int, str]]:
    """As they were frozen, with their salts; {} where there were none."""
    names = {"assessment": assessment_id, "number": number}
    cells = db.connection().execute(OF_SIGNATURE, names).scalar_one_or_none() or {}
    return {key: (value, salt) for key, (value, salt) in cells.items()}


def values_in(cells: Salted) -> dict[CellId, int | None]:
    return {cell_named(key): value for key, (value, _) in cells.items()}
