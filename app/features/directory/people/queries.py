"""The lists of people and of administrations: one or two queries each, whatever their length."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from app.access.accounts import NO_SECOND_STEP, STATE_NAMES, has_joined, is_in_state, offices_in_need
from app.access.team_names import SHOWN_NAME
from app.assessments.rights import OFFICES, TEAM
from app.db import audit_log
from app.db.tables.columns import table_of
from app.db.tables.people import Administration, Membership, Person, SignInSession
from app.db.tables.rounds import Assessment
from app.features.directory.people.invitations import AGAIN_AFTER
from app.settings import Settings
from app.validation.mail_addresses import normalised
from app.validation.regions import REGIONS
from questionnaires.texts import as_kept

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_FOUND = 50
"""Accounts that a search shows."""


@dataclass(frozen=True)
class Somebody:
    """A person in a list. `seen_at` is the last time that Parity heard of them."""

    id: str
    name: str
    email: str
    language: str
    office: str
    is_active: bool
    has_joined: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class Member:
    """A person of a team, under the name of the invitation until they came."""

    id: str
    name: str
    email: str
    role: str
    state: str
    seen_at: datetime | None
    invited_at: datetime | None

    def may_be_invited_again(self, now: datetime) -> bool:
        return self.state == "invited" and self.invited_at is not None and now - self.invited_at >= AGAIN_AFTER


@dataclass(frozen=True)
class Account:
    """An account that a search found, with its administrations and roles."""

    person: Somebody
    places: list[tuple[str, str]]


PEOPLE = (
    select(
        col(Person.id),
        col(Person.name),
        col(Person.email),
        col(Person.language),
        col(Person.office),
        col(Person.is_active),
        has_joined().label("has_joined"),
        func.max(col(SignInSession.seen_at)).label("seen_at"),
    )
    .join(SignInSession, col(SignInSession.person_id) == col(Person.id), isouter=True)
    .group_by(col(Person.id))
    .order_by(func.lower(col(Person.name)), col(Person.id))
)


def team_of(db: Session, administration_id: str) -> list[Member]:
    """Leaders first."""
    own = col(Membership.administration_id) == administration_id
    columns = (col(Membership.role), col(Membership.invited_as), col(Membership.invited_at))
    statement = (
        PEOPLE.add_columns(*columns, SHOWN_NAME.label("shown_name"))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(own)
        .group_by(*columns)
    )
    members = [_member(row) for row in _seen(db, db.execute(statement).mappings().all())]
    return sorted(members, key=lambda member: (TEAM.index(member.role), member.name.casefold()))


def _member(row: Mapping[str, Any]) -> Member:
    state = state_in_team(row)
    return Member(
        row["id"],
        row["shown_name"],
        row["email"],
        row["role"],
        state,
        None if state == "invited" else row["seen_at"],
        row["invited_at"],
    )


def state_in_team(row: Mapping[str, Any]) -> str:
    """By what happened since the invitation alone: an account from before it does not show."""
    if invited_at := row["invited_at"]:
        if row["seen_at"] is None or row["seen_at"] <= invited_at:
            return "invited"
    elif not row["has_joined"]:
        return "invited"
    return "active" if row["is_active"] else "disabled"


def people_of_offices(db: Session) -> list[Somebody]:
    people = _people(db, PEOPLE.where(col(Person.office) != ""))
    return sorted(people, key=lambda person: OFFICES.index(person.office))


@dataclass(frozen=True)
class WantedAccounts:
    """Which accounts to find: what the address of the page says. Both empty: none."""

    text: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "WantedAccounts":
        """Whatever is not known is left out."""
        state = query.get("show", "")
        text = as_kept(query.get("text", "")).replace("\0", "").strip()
        return cls(text, state if state in STATE_NAMES else "")


def search_people(db: Session, wanted: WantedAccounts, settings: Settings) -> list[Account]:
    """By a part of the name or of the address, or by what an account waits for; offices only by the latter, since the
    page lists them all."""
    if not wanted.text and not wanted.state:
        return []
    statement = PEOPLE
    if wanted.text:
        has_name = col(Person.name).icontains(wanted.text, autoescape=True)
        has_address = col(Person.email).icontains(normalised(wanted.text), autoescape=True)
        statement = statement.where(or_(has_name, has_address))
    in_need = offices_in_need(db, settings) if wanted.state == NO_SECOND_STEP else []
    chosen = is_in_state(wanted.state, in_need) if wanted.state else col(Person.office) == ""
    people = _people(db, statement.where(chosen).limit(MOST_FOUND))
    places: dict[str, list[tuple[str, str]]] = {person.id: [] for person in people}
    memberships = (
        select(col(Membership.person_id), col(Administration.name), col(Membership.role))
        .join(Administration, col(Administration.id) == col(Membership.administration_id))
        .where(col(Membership.person_id).in_(places))
        .order_by(col(Administration.name))
    )
    for person_id, administration, role in db.execute(memberships):
        places[person_id].append((administration, role))
    return [Account(person, places[person.id]) for person in people]


def _people(db: Session, statement: Select[*tuple[Any, ...]]) -> list[Somebody]:
    return [Somebody(**row) for row in _seen(db, db.execute(statement).mappings().all())]


def _seen(db: Session, rows: Any) -> list[dict[str, Any]]:
    """Sessions end and go; the log keeps when somebody was here last."""
    acts = audit_log.last_acts(db, [row["id"] for row in rows])
    both = ((dict(row), [moment for moment in (row["seen_at"], acts.get(row["id"])) if moment]) for row in rows)
    return [row | {"seen_at": max(moments, default=None)} for row, moments in both]


@dataclass(frozen=True)
class Wanted:
    """Which administrations to list, and in which order: what the address of the list says."""

    region: str = ""
    text: str = ""
    sort: str = "name"
    down: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Whatever is not known is left out."""
        region, sort = query.get("region", ""), query.get("sort", "")
        text = as_kept(query.get("text", "")).replace("\0", "").strip()
        return cls(
            region if region in REGIONS else "", text, sort if sort in SORTS else "name", query.get("down", "") == "1"
        )

    def query(self, **changed: object) -> dict[str, str]:
        """Back as an address, with something changed."""
        own = {"region": self.region, "text": self.text, "sort": self.sort, "down": "1" if self.down else ""}
        return {
            name: str(value) for name, value in (own | changed).items() if value and (name, value) != ("sort", "name")
        }


TEAM_SIZE = (
    select(col(Membership.administration_id).label("id"), func.count().label("team"))
    .group_by(col(Membership.administration_id))
    .subquery()
)
ACTIVITY = (
    select(col(Assessment.administration_id).label("id"), func.max(col(Assessment.changed_at)).label("last_activity"))
    .group_by(col(Assessment.administration_id))
    .subquery()
)
ADMINISTRATIONS = (
    select(*table_of(Administration).c, func.coalesce(TEAM_SIZE.c.team, 0).label("team"), ACTIVITY.c.last_activity)
    .join(TEAM_SIZE, TEAM_SIZE.c.id == col(Administration.id), isouter=True)
    .join(ACTIVITY, ACTIVITY.c.id == col(Administration.id), isouter=True)
)
SORTS = {
    "code": col(Administration.code),
    "name": func.lower(col(Administration.name)),
    "region": col(Administration.region),
    "language": col(Administration.language),
    "time_zone": col(Administration.time_zone),
    "contact_name": func.lower(col(Administration.contact_name)),
    "champion": func.lower(col(Administration.champion)),
    "disclosure": col(Administration.disclosure),
    "team": func.coalesce(TEAM_SIZE.c.team, 0),
    "last_activity": func.coalesce(ACTIVITY.c.last_activity, LONG_AGO),
}


def administrations(db: Session, wanted: Wanted) -> list[Mapping[str, Any]]:
    """With the size of the team and the moment of the last save of each."""
    statement = ADMINISTRATIONS
    if wanted.region:
        statement = statement.where(col(Administration.region) == wanted.region)
    if wanted.text:
        columns = ("code", "name", "country", "contact_name", "contact_email", "champion")
        like = (getattr(Administration, name).icontains(wanted.text, autoescape=True) for name in columns)
        statement = statement.where(or_(*like))
    order = SORTS[wanted.sort]
    statement = statement.order_by(order.desc() if wanted.down else order.asc(), col(Administration.code))
    return [dict(row) for row in db.execute(statement).mappings()]
