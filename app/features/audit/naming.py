"""Places of the log in the words of people: `answer demo-1/EQ-04` is "Arden Customs, 2026: the answer to EQ-04"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.audit_log import ENTRIES
from app.db.fingerprints import BY_NAME, Part
from app.db.tables.people import Administration, Person
from app.db.tables.rounds import Assessment, Round

WORDS = {
    "administration": "the record of the administration",
    "person": "the account",
    "membership": "the membership of {person_id}",
    "round": "the round's own record",
    "assessment": "the state and the dates of the assessment",
    "profile": "the profile",
    "move": "step {id} of the history",
    "signature": "signature {number}",
    "signature_request": "the request for the signature",
    "publication": "the published edition {edition}",
    "answer": "the answer to {indicator}",
    "history": "revision {revision} of {subject} in the history",
    "element_assignment": "the assignment of {element}",
    "thread": "the {audience} thread on {indicator}",
    "comment": "the comment {id}",
    "evidence": "the evidence {id}",
    "evidence_use": "the use of the evidence {evidence_id} for {indicator}",
    "validated_level": "the head's level of {indicator}",
    "workbook_import": "the import {id} of a workbook",
    "review_task": "the assignment of the {part} reviewer",
    "moderation": "the {part} reviewer's decision on {indicator}",
    "drafted_question": "the draft of a question on {indicator}",
    "return_letter": "the letter of the return of signature {number}",
    "returned_question": "the question on {indicator} returned from signature {number}",
    "disagreement": "the disagreement on {indicator} in edition {edition}",
    "recommendation": "the recommendation on {indicator} in edition {edition}",
    "review_summary": "the summary of the review of edition {edition}",
    "review_version": "version {number} of the review of edition {edition}",
    "follow_up": "what became of the recommendation on {indicator}",
    "workforce_cell": "the number {table_id}/{row_id}/{column_id}",
    "workforce_history": "revision {revision} of the number {table_id}/{row_id}/{column_id} in the history",
    "own_grade": "the own grade {name}",
    "signed_workforce": "the numbers of signature {number}",
    "draw": "draw {number} for second reviews",
    "download": "the download {id} in the register",
}
OWNERS = {
    "administration": ("administration", "id"),
    "person": ("person", "id"),
    "membership": ("administration", "administration_id"),
    "round": ("round", "id"),
    "draw": ("round", "round_id"),
    "own_grade": ("administration", "administration_id"),
    "assessment": ("assessment", "id"),
    "profile": ("assessment", "id"),
}
"""Whose a record is, and the column that says so; of all others it is an assessment's, by its column or by the log."""

PLACES = {
    "administration": (col(Administration.id), col(Administration.name)),
    "person": (col(Person.id), col(Person.name)),
    "round": (col(Round.id), col(Round.name)),
}


class Names:
    """Asks the database once for each name, and only for what is told."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._known: dict[tuple[str, str], str] = {}

    def of_row(self, part: Part, row: Mapping[Any, Any]) -> str:
        kind, column = OWNERS.get(part.name, ("assessment", "assessment_id"))
        words = WORDS.get(part.name, part.name).format_map({key: row[key] for key in part.keys})
        owner = self.name(kind, str(row.get(column) or ""))
        return f"{owner}: {words}" if owner else words

    def of_place(self, place: str, log_row: int) -> str:
        """Of what is not there any more; only its key is known, and the row of the log that spoke of it last."""
        name, _, key = place.partition(" ")
        part, values = BY_NAME.get(name), key.split("/")
        if part is None or len(values) != len(part.keys):
            return place
        of_log = select(ENTRIES.c.assessment_id).where(ENTRIES.c.id == log_row)
        row = {"assessment_id": self._db.execute(of_log).scalar_one_or_none() or ""}
        return self.of_row(part, row | dict(zip(part.keys, values, strict=True)))

    def moment(self, log_row: int) -> str:
        at: datetime = self._db.execute(select(ENTRIES.c.at).where(ENTRIES.c.id == log_row)).scalar_one()
        return f"row {log_row:,} of the log, {at:%Y-%m-%d %H:%M:%S} UTC"

    def name(self, kind: str, id_: str) -> str:
        if (kind, id_) not in self._known:
            self._known[kind, id_] = self._asked(kind, id_) or id_
        return self._known[kind, id_]

    def _asked(self, kind: str, id_: str) -> str | None:
        if kind in PLACES:
            id_column, name = PLACES[kind]
            return self._db.execute(select(name).where(id_column == id_)).scalar_one_or_none()
        both = (
            select(col(Administration.name), col(Round.name))
            .join_from(Assessment, Administration, col(Administration.id) == col(Assessment.administration_id))
            .join(Round, col(Round.id) == col(Assessment.round_id))
            .where(col(Assessment.id) == id_)
        )
        row = self._db.execute(both).first()
        return f"{row[0]}, {row[1]}" if row else None
