"""The key of a gap report: a hash over all that its bytes hang on, so that one drawn under the same key is the same.

Whatever changes an answer, evidence, a decision, a state, a signature or a publication leaves a row in the log, so of
all those the newest row is enough. What a report says beside them is in the key as it stands: the assessment with its
administration and round, which rounds there are (the last one of them is shown too, in the words of its version), and
the names of the people in its history. Read in the transaction of the report and before it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app import VERSION
from app.assessments.lifecycle import reported_kind
from app.assessments.newest_change import day_of, newest_changes
from app.assessments.reads import OneAssessment
from app.assessments.report.told_numbers import Published, with_numbers
from app.db import audit_log
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.rounds import Assessment, Move, Publication, Round, Signature
from questionnaires.canonical_json import canonical
from questionnaires.comparability import maps_back
from questionnaires.definition import Questionnaire

OF_ADMINISTRATION = aliased(Assessment)
NEWEST = audit_log.ENTRIES.alias()
ROUNDS: Select[*tuple[Any, ...]] = (
    select(
        col(OF_ADMINISTRATION.administration_id),
        col(OF_ADMINISTRATION.id),
        col(Round.id),
        col(Round.name),
        col(Round.due_on),
        NEWEST.c.id,
        NEWEST.c.hash,
    )
    .join_from(OF_ADMINISTRATION, Round, col(Round.id) == col(OF_ADMINISTRATION.round_id))
    .outerjoin(NEWEST, NEWEST.c.id == audit_log.newest_change(col(OF_ADMINISTRATION.id)))
    .where(col(OF_ADMINISTRATION.administration_id).in_(bindparam("administrations", expanding=True)))
)
"""Each assessment of an administration with its round and the newest change in the log: the hash is chained, so that it
is another one even where a backup brought the numbers back."""
ACTS = union(
    *(
        select(table.c.assessment_id, table.c.by).where(
            table.c.assessment_id.in_(bindparam("assessments", expanding=True))
        )
        for table in (table_of(Move), table_of(Signature), table_of(Publication))
    )
).subquery()
PEOPLE = select(ACTS.c.assessment_id, col(Person.id), col(Person.name), col(Person.office)).join(
    Person, col(Person.id) == ACTS.c.by
)
"""Everybody whom `assessments/history.py` names."""
OWN_FIELDS = tuple(field.name for field in fields(OneAssessment) if field.name not in ("catalogue", "questionnaire"))


@dataclass(frozen=True)
class Edition:
    """What reports of many assessments have in common: their language, and the id of the key that signs them."""

    language: str
    signing_key: str


class Key(NamedTuple):
    """`data` is the day of the newest data, as the report itself says it; "" where there is none."""

    hash: str
    data: str


def report_keys(
    db: Session,
    assessments: Sequence[OneAssessment],
    moderated: Collection[str],
    edition: Edition,
    own: Collection[str] = (),
) -> dict[str, Key]:
    """By assessment id, in three queries, however many, and two more where tables of numbers are asked. `moderated` are
    the ids of those that report the reviewer's values to this reader, `own` those of which this reader sees every
    workforce number."""
    rounds = _grouped(db, ROUNDS, administrations=[assessment.administration_id for assessment in assessments])
    people = _grouped(db, PEOPLE, assessments=[assessment.id for assessment in assessments])
    changes, numbered = newest_changes(db, assessments, moderated), with_numbers(db, assessments)
    common = {"program": VERSION, "signing key": edition.signing_key, "language": edition.language}
    by_version = {assessment.questionnaire.version: assessment for assessment in assessments}
    earlier = {version: _earlier(any_of_it, edition.language) for version, any_of_it in by_version.items()}
    keys = {}
    for assessment in assessments:
        id_, newest = assessment.id, changes[assessment.id]
        parts = {
            "assessment": {name: _plain(getattr(assessment, name)) for name in OWN_FIELDS},
            "questionnaire": _questionnaire(assessment.questionnaire, edition.language),
            "earlier questionnaires": earlier[assessment.questionnaire.version],
            "moderated": id_ in moderated,
            "newest data": _plain(newest),
            "rounds": rounds[assessment.administration_id],
            "people": people[id_],
        }
        if id_ in numbered:
            parts |= {"workforce": _workforce(assessment, numbered[id_], edition.language, is_own=id_ in own)}
        keys[id_] = Key(hashlib.sha256(canonical(common | parts, only_ascii=True)).hexdigest(), day_of(newest))
    return keys


def ids_of_own(db: Session, assessments: Iterable[OneAssessment], sees_workforce: Mapping[str, bool]) -> frozenset[str]:
    """Which of them have workforce numbers and tell every one to whoever may see them, by assessment id."""
    seen = [assessment for assessment in assessments if sees_workforce[assessment.id]]
    return frozenset(with_numbers(db, seen))


def ids_of_moderated(assessments: Iterable[OneAssessment], sees_moderated: Mapping[str, bool]) -> frozenset[str]:
    """Which of them report the reviewer's values to whoever may see them, by assessment id."""
    return frozenset(
        assessment.id
        for assessment in assessments
        if reported_kind(assessment.state, with_moderated=sees_moderated[assessment.id]) == "moderated"
    )


def _workforce(assessment: OneAssessment, published: Published, language: str, *, is_own: bool) -> list[Any]:
    """The edition, what it is told from beside the log, and the tables with their words, which may be reworded."""
    if assessment.tables is None:
        raise ValueError(f"{assessment.id} is asked no numbers")
    words = assessment.tables.words_by_language.get(language)
    digest = hashlib.sha256(words.model_dump_json().encode()).hexdigest() if words else ""
    return ["own" if is_own else "others", list(published), assessment.tables.fingerprint, digest]


def _grouped(db: Session, statement: Select[*tuple[Any, ...]], **ids: list[str]) -> Mapping[str, list[list[Any]]]:
    """The rows by their first column, in an order that no database changes."""
    rows = defaultdict[str, list[list[Any]]](list)
    for owner, id_, *others in sorted(db.connection().execute(statement, ids), key=lambda row: (row[0], row[1])):
        rows[owner].append([id_, *others])
    return rows


@lru_cache
def _questionnaire(questionnaire: Questionnaire, language: str) -> tuple[str, str, str]:
    """With its words, which may be reworded: a command reads them anew while a server goes on with those it has."""
    words = questionnaire.words(language).model_dump_json()
    return questionnaire.version, questionnaire.fingerprint, hashlib.sha256(words.encode()).hexdigest()


def _earlier(assessment: OneAssessment, language: str) -> list[tuple[str, tuple[str, str, str]]]:
    """What a last round with another version is shown by: the maps that lead back, and the words of each version."""
    catalogue = assessment.catalogue
    return [
        (comparability.model_dump_json(), _questionnaire(catalogue[comparability.compared_with], language))
        for comparability in maps_back(assessment.questionnaire.version, catalogue.maps)
    ]


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
