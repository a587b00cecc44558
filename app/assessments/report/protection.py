"""What a publication shows of the numbers: the pattern that protects people is decided before it and frozen in it.

The pattern takes processor time, so it is worked out in another process, before the turn to write; what it was worked
out from is compared again inside the turn.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from app.assessments.answer_sets import PUBLICATION, newest_signature
from app.assessments.reads import OneAssessment
from app.assessments.workforce.cells import cell_named, key_of
from app.assessments.workforce.signed import PART, digest_of, signed_numbers
from app.db.tables.rounds import Assessment, Round
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import OTHER, CellId, Tables, WorkforceTables
from scoring.protection.pattern import HIDDEN, Hidden, Pattern, shown
from scoring.protection.protect import Earlier, protect
from scoring.workforce.sums import in_a_sum

PROFILE_NUMBERS = ("profile.staff_total",)
"""Everybody reads them in the profile."""
ROUNDS = (
    select(col(Assessment.id))
    .join(Round)
    .where(col(Assessment.administration_id) == bindparam("administration"))
    .order_by(col(Round.due_on), col(Round.id))
)
EARLIER: Select[*tuple[Any, ...]] = (
    select(
        PUBLICATION.c.assessment_id,
        PUBLICATION.c.edition,
        PUBLICATION.c.signature,
        PUBLICATION.c.questionnaire,
        PUBLICATION.c.content["profile"].label("profile"),
        PUBLICATION.c.content[PART].label("numbers"),
    )
    .join(Assessment, col(Assessment.id) == PUBLICATION.c.assessment_id)
    .where(col(Assessment.administration_id) == bindparam("administration"))
    .order_by(PUBLICATION.c.at, PUBLICATION.c.assessment_id, PUBLICATION.c.edition)
)
Numbers = Mapping[str, int]
"""By the name of a cell."""


@dataclass(frozen=True)
class EarlierNumbers:
    """Those of one publication of the same organisation, with what was shown of them."""

    version: str
    values: Numbers
    profile: Mapping[str, int | None]
    merged: tuple[tuple[str, ...], ...]
    hidden: tuple[str, ...]
    withheld: tuple[str, ...]
    rounds_ago: int


@dataclass(frozen=True)
class ToProtect:
    """All that a pattern follows from; plain values, for another process."""

    version: str
    values: Numbers
    profile: Mapping[str, int | None]
    earlier: tuple[EarlierNumbers, ...]

    @property
    def mark(self) -> str:
        """Another one where anything of it is another."""
        return hashlib.sha256(canonical(asdict(self))).hexdigest()


@dataclass(frozen=True)
class Protected:
    """A pattern, and the mark of what it follows from."""

    pattern: Pattern
    mark: str


@dataclass(frozen=True)
class PublishedNumbers:
    """What everybody may see of the numbers of a publication: the only way out for them, whoever asks.

    `figures` are by key, as `scoring.protection.figures` names them: numbers, sums, and rows that were merged.
    """

    tables: WorkforceTables
    merged: tuple[tuple[str, ...], ...]
    hidden: frozenset[str]
    figures: Numbers

    def figure(self, key: str) -> int | Hidden | None:
        """None where it is not known."""
        return HIDDEN if key in self.hidden else self.figures.get(key)

    def may_show(self, cells: Iterable[CellId]) -> bool:
        """Whether a figure that is worked out from these may be shown."""
        return self.hidden.isdisjoint(map(key_of, cells))


def published_numbers(catalogue: Catalogue, version: str, content: Mapping[str, Any]) -> PublishedNumbers | None:
    """`content` is that of a publication, or its part of the numbers alone under its name; None where it has none."""
    part = content.get(PART)
    if not part:
        return None
    merged = tuple(map(tuple, part["merged"]))
    return PublishedNumbers(catalogue.workforce[version], merged, frozenset(part["hidden"]), part["shown"])


def to_protect(db: Session, assessment: OneAssessment) -> ToProtect | None:
    """None where nothing is under the signature that stands."""
    signed = newest_signature(db, assessment)
    if signed is None or PART not in signed.content:
        return None
    frozen = signed_numbers(db, assessment.id, signed.number)
    if digest_of(frozen) != signed.content[PART]["sha256"]:
        raise ValueError(f"The numbers of {assessment.id} are not what signature {signed.number} signed")
    values = _plain(frozen)
    profile = _numbers_of(signed.content["profile"])
    return ToProtect(assessment.questionnaire.version, values, profile, _earlier(db, assessment))


def _earlier(db: Session, assessment: OneAssessment) -> tuple[EarlierNumbers, ...]:
    names = {"administration": assessment.administration_id}
    order = list(db.connection().execute(ROUNDS, names).scalars())
    place = order.index(assessment.id)
    return tuple(
        EarlierNumbers(
            row.questionnaire,
            _plain(signed_numbers(db, row.assessment_id, row.signature)),
            _numbers_of(row.profile),
            tuple(map(tuple, row.numbers["merged"])),
            tuple(row.numbers["hidden"]),
            tuple(row.numbers["withheld"]),
            place - order.index(row.assessment_id),
        )
        for row in db.connection().execute(EARLIER, names).all()
        if row.numbers
    )


def _plain(numbers: Mapping[str, tuple[int, str]]) -> dict[str, int]:
    return {key: value for key, (value, _) in numbers.items()}


def _numbers_of(profile: Mapping[str, Any]) -> dict[str, int | None]:
    return {key: value if isinstance(value := profile.get(key), int) else None for key in PROFILE_NUMBERS}


def protected(catalogue: Catalogue, wanted: ToProtect) -> Protected:
    """Heavy: a fraction of a second. Never inside the turn to write."""
    earlier = [
        Earlier(
            _tables(catalogue, each.version),
            _cells(_tables(catalogue, each.version), each.values),
            each.profile,
            Pattern(each.merged, frozenset(each.hidden), frozenset(each.withheld)),
            each.rounds_ago,
        )
        for each in wanted.earlier
    ]
    tables = _tables(catalogue, wanted.version)
    return Protected(protect(tables, _cells(tables, wanted.values), wanted.profile, earlier), wanted.mark)


def _tables(catalogue: Catalogue, version: str) -> Tables:
    return catalogue.workforce[version].structure


def _cells(tables: Tables, values: Numbers) -> dict[CellId, int | None]:
    """Of every cell, by the rule of all sums: an empty third column is 0 beside women and men."""
    given = {cell_named(key): value for key, value in values.items()}
    return {cell: in_a_sum(cell, given) for table in tables.tables for cell in table.cells}


class NotProtected(Exception):
    """The numbers, or what was published before, have changed since the pattern was worked out. Nothing was stored."""


def numbers_to_publish(db: Session, assessment: OneAssessment, ready: Protected | None) -> dict[str, Any]:
    """What the publication says of the numbers, in place of the digest that was signed; {} where there are none.
    Raises NotProtected."""
    wanted = to_protect(db, assessment)
    if wanted is None:
        return {}
    if ready is None or ready.mark != wanted.mark:
        raise NotProtected
    pattern, tables = ready.pattern, _tables(assessment.catalogue, wanted.version)
    figures = shown(tables, pattern, _cells(tables, wanted.values), wanted.profile)
    signed = newest_signature(db, assessment)
    return {
        PART: {
            **(signed.content[PART] if signed else {}),
            "merged": [list(group) for group in pattern.merged],
            "hidden": sorted(pattern.hidden),
            "withheld": sorted(pattern.withheld),
            "shown": {
                key: value
                for key, value in sorted(figures.items())
                if value is not HIDDEN and value is not None and _is_for_others(key)
            },
        }
    }


def _is_for_others(key: str) -> bool:
    """The third sex is in the sums and never stands alone; the profile says its numbers itself."""
    return key not in PROFILE_NUMBERS and not key.endswith(f".{OTHER}")
