"""What the auditor's desk shows: signed results, downloads, the log. Each page is a few queries at any size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, true, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.forms import number_of
from app.assessments.lifecycle import SUBMITTED
from app.db.audit_log import ENTRIES
from app.db.tables.columns import table_of
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.records import Download
from app.db.tables.rounds import Assessment, Publication, Round, Signature
from questionnaires.codes import HEXADECIMAL, read_code
from questionnaires.dates import read_date
from questionnaires.texts import as_kept

DOWNLOADS = table_of(Download)
PAGE = 100
MOST_RESULTS = 250
MOST_SUGGESTED = 200
"""Names that a field offers while it is typed in; others can be typed too."""
Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class Sought:
    """The filters of a page, as they were typed; "" where one does not narrow. `before` pages: older than this."""

    round: str = ""
    region: str = ""
    state: str = ""
    person: str = ""
    action: str = ""
    administration: str = ""
    assessment: str = ""
    since: str = ""
    until: str = ""
    sha256: str = ""
    before: str = ""

    @property
    def is_filtered(self) -> bool:
        return self != Sought()

    def not_understood(self) -> list[str]:
        """What was typed or stands in the address and narrows nothing, since it is no date and no row."""
        days = [text for text in (self.since, self.until) if text and midnight(text) is None]
        return days + ([self.before] if self.before and number_of(self.before) is None else [])


def results(db: Session, sought: Sought | None = None, ids: Iterable[str] | None = None) -> Rows:
    """Assessments that were submitted, or of which a result is published, with what stands: one query. What is asked
    for, or those with these ids; one row more than a page has where there are more."""
    sought = sought or Sought()
    any_edition = aliased(Publication)
    newest = select(func.max(col(any_edition.edition))).where(col(any_edition.assessment_id) == col(Assessment.id))
    statement = (
        select(
            *(col(column) for column in (Assessment.id, Assessment.state, Assessment.edition)),
            col(Administration.name).label("administration"),
            col(Administration.region),
            col(Round.name).label("round"),
            *(col(column) for column in (Signature.number, Signature.name, Signature.title, Signature.at)),
            col(Signature.hash).label("signed_hash"),
            col(Publication.edition).label("published_edition"),
            col(Publication.hash).label("published_hash"),
        )
        .join_from(Assessment, Administration)
        .join(Round)
        .outerjoin(
            Signature,
            and_(col(Signature.assessment_id) == Assessment.id, col(Signature.number) == Assessment.signature),
        )
        .outerjoin(
            Publication,
            and_(
                col(Publication.assessment_id) == Assessment.id,
                col(Publication.edition) == newest.scalar_subquery(),
            ),
        )
        .where(or_(col(Assessment.state).in_(SUBMITTED), col(Publication.edition).is_not(None)))
        .order_by(col(Round.name).desc(), col(Administration.name))
    )
    if ids is not None:
        statement = statement.where(col(Assessment.id).in_(list(ids)))
    filters = ((Round.name, sought.round), (Administration.region, sought.region), (Assessment.state, sought.state))
    chosen = statement.where(*(col(column) == text for column, text in filters if text))
    return db.execute(chosen.limit(MOST_RESULTS + 1)).all()


def choices(db: Session) -> tuple[dict[str, str], list[str]]:
    """The rounds by name with their ids, the newest first, and the regions that there are."""
    rows = db.execute(
        select(col(Round.name), col(Administration.region), col(Round.id))
        .join_from(Assessment, Round)
        .join(Administration)
        .distinct()
    ).all()
    return dict(sorted({(row[0], row[2]) for row in rows}, reverse=True)), sorted({row[1] for row in rows} - {""})


def downloads(db: Session, sought: Sought) -> Rows:
    """One page of the register, the newest first, and one row more where there are older ones."""
    statement = (
        select(*DOWNLOADS.c, col(Person.name).label("person"), *_place())
        .join_from(Download, Person, col(Person.id) == col(Download.by))
        .outerjoin(Assessment, col(Assessment.id) == col(Download.assessment_id))
        .outerjoin(Administration, col(Administration.id) == col(Assessment.administration_id))
        .outerjoin(Round, col(Round.id) == col(Assessment.round_id))
        .where(*_about(sought, Download.at), _contains(Download.sha256, read_code(sought.sha256, HEXADECIMAL)))
        .where(_is(Download.what, sought.action), _contains(Person.name, sought.person))
    )
    if sought.before:
        last = select(col(Download.at)).where(col(Download.id) == sought.before).scalar_subquery()
        older = and_(col(Download.at) == last, col(Download.id) < sought.before)
        statement = statement.where(or_(col(Download.at) < last, older))
    newest_first = (col(Download.at).desc(), col(Download.id).desc())
    return db.execute(statement.order_by(*newest_first).limit(PAGE + 1)).all()


def entries(sought: Sought) -> Select[*tuple[Any, ...]]:
    """The log with names, the newest first."""
    statement = (
        select(*ENTRIES.c, col(Person.name).label("person"), *_place())
        .outerjoin_from(ENTRIES, Person, col(Person.id) == ENTRIES.c.by)
        .outerjoin(Assessment, col(Assessment.id) == ENTRIES.c.assessment_id)
        .outerjoin(Administration, col(Administration.id) == col(Assessment.administration_id))
        .outerjoin(Round, col(Round.id) == col(Assessment.round_id))
        .where(*_about(sought, ENTRIES.c.at), _is(ENTRIES.c.action, sought.action))
        .where(_contains(func.coalesce(col(Person.name), ENTRIES.c.by), sought.person))
    )
    if before := number_of(sought.before):
        statement = statement.where(ENTRIES.c.id < before)
    return statement.order_by(ENTRIES.c.id.desc())


def page_of_log(db: Session, sought: Sought) -> Rows:
    return db.execute(entries(sought).limit(PAGE + 1)).all()


def entry(db: Session, number: int) -> Row[Any] | None:
    """One row of the log, and the hash of the row before it."""
    before = ENTRIES.alias()
    hash_before = select(before.c.hash).where(before.c.id == number - 1).scalar_subquery()
    statement = entries(Sought()).where(ENTRIES.c.id == number)
    return db.execute(statement.add_columns(hash_before.label("hash_before"))).first()


def administrations(db: Session) -> dict[str, str]:
    """Id -> name, by name."""
    rows = db.execute(select(col(Administration.id), col(Administration.name)).order_by(col(Administration.name)))
    return {row[0]: row[1] for row in rows}


def suggested_people(db: Session, administration: str) -> list[str]:
    """Names of everybody with an office, and of the team of the administration that is chosen."""
    team = select(col(Membership.person_id)).where(_is(Membership.administration_id, administration or "-"))
    people = select(col(Person.name)).where(or_(col(Person.office) != "", col(Person.id).in_(team)))
    return list(db.execute(people.distinct().order_by(col(Person.name)).limit(MOST_SUGGESTED)).scalars())


def all_names_of(db: Session, ids: Iterable[str]) -> dict[str, str]:
    """Id -> name, of people, administrations and rounds: one query."""
    those_sought = set(ids)
    kinds = (
        select(col(kind.id), col(kind.name)).where(col(kind.id).in_(those_sought))
        for kind in (Person, Administration, Round)
    )
    return {row[0]: row[1] for row in db.execute(union_all(*kinds))} if those_sought else {}


def names_of(db: Session, ids: Iterable[str]) -> dict[str, str]:
    """Person id -> name, of those who are people."""
    rows = db.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(set(ids)))).all()
    return {row[0]: row[1] for row in rows}


def _place() -> tuple[Any, Any]:
    return col(Administration.name).label("administration"), col(Round.name).label("round")


def _about(sought: Sought, at: Any) -> Iterable[Any]:
    """The filters that log and register share. Days are days of UTC."""
    if sought.assessment:
        yield col(Assessment.id) == sought.assessment
    yield _is(Administration.id, sought.administration)
    if since := midnight(sought.since):
        yield col(at) >= since
    if until := midnight(sought.until):
        yield col(at) < until + timedelta(days=1)


def _is(column: Any, text: str) -> Any:
    return col(column) == as_kept(text) if text else true()


def _contains(column: Any, text: str) -> Any:
    sought = as_kept(text).strip().lower()
    return func.lower(column).contains(sought, autoescape=True) if sought else true()


def midnight(day: str) -> datetime | None:
    """The beginning of a date in UTC; None for what is no date."""
    iso_date = read_date("", day, [])
    return datetime.combine(date.fromisoformat(iso_date), time(), UTC) if iso_date else None
