"""The people of an administration: inviting, changing roles, taking out of the team."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlmodel import Session, col

from app import audit, contents, outbox
from app.access import NotYours, OpenedAdministration
from app.administering.inviting import (
    AGAIN_AFTER,
    TOO_SOON,
    Invitation,
    has_joined,
    new_person,
    send_invitation,
)
from app.administering.people import person_with
from app.contents import Contents
from app.rights import LEADERS, TEAM
from app.tables.answers import ElementAssignment
from app.tables.people import Administration, Membership, Person
from app.tables.rounds import Assessment
from questionnaires.problems import N_, Problem

MOST_A_DAY = 50
"""Invitations of one administration: enough for any team, too few to bother the world."""

LAST_LEADER = N_(
    "Somebody must lead the self-assessment: make another person coordinator or head first, who has accepted already."
)
OWN_ROLE = N_("Nobody changes the own role. Ask another coordinator, the head or the technical administrator.")


class Refused(ValueError):
    """The team's own rules stand against it; the problem says what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text())


def invite(db: Session, opened: OpenedAdministration, invitation: Invitation, *, key: bytes, at: datetime) -> None:
    """Says and shows the same whether the address has an account or not. Raises Refused."""
    administration = _locked(db, opened)
    person = person_with(db, invitation.email)
    member = db.get(Membership, (person.id, administration.id)) if person else None
    if member:
        if _is_repeated(member, invitation, at):
            return
        raise Refused(Problem("email", "This person belongs to the team already. See the list."))
    if _invited_since(db, administration.id, at - timedelta(days=1)) >= MOST_A_DAY:
        raise Refused(
            Problem("email", "{most} invitations went out within a day. Go on tomorrow.", {"most": MOST_A_DAY})
        )
    if person and person.office:
        return  # people of an office belong to no team: nothing happens, and the page does not tell
    person = person or new_person(db, invitation)
    member = Membership(person_id=person.id, administration_id=administration.id, role=invitation.role)
    member.invited_as, member.invited_at = invitation.name, at
    db.add(member)
    _tell(db, opened, person, key=key, at=at)
    _remember(db, "member invited", opened, contents.of(person, member), person.id, at=at, role=invitation.role)


def _is_repeated(member: Membership, invitation: Invitation, at: datetime) -> bool:
    """A double click, or the page loaded again."""
    is_new = member.invited_at is not None and at - member.invited_at < AGAIN_AFTER
    return is_new and (member.role, member.invited_as) == (invitation.role, invitation.name)


def _invited_since(db: Session, administration_id: str, moment: datetime) -> int:
    counted = select(func.count()).where(
        col(Membership.administration_id) == administration_id, col(Membership.invited_at) > moment
    )
    return int(db.execute(counted).scalar_one())


def invite_again(db: Session, opened: OpenedAdministration, person_id: str, *, key: bytes, at: datetime) -> None:
    """Raises Refused."""
    member, person = _member(db, opened, person_id)
    if member.invited_at is None or at - member.invited_at < AGAIN_AFTER:
        raise Refused(Problem("", TOO_SOON))
    member.invited_at = at
    _tell(db, opened, person, key=key, at=at)
    _remember(db, "member invited again", opened, contents.of(member), person.id, at=at)


def _tell(db: Session, opened: OpenedAdministration, person: Person, *, key: bytes, at: datetime) -> None:
    """To a new person a link, to a known one a word. One whose account is disabled gets nothing."""
    by, place = opened.visitor.name, opened.administration.name
    has_account = db.execute(select(has_joined()).where(col(Person.id) == person.id)).scalar_one()
    if not person.is_active:
        return
    if has_account:
        outbox.post(db, outbox.Kind.ADDED, person.id, "/", at=at, by=by, place=place)
    else:
        send_invitation(db, key, person, by=by, place=place, at=at)


def change_role(db: Session, opened: OpenedAdministration, person_id: str, role: str, *, at: datetime) -> None:
    """Raises Refused."""
    member, person = _member(db, opened, person_id)
    if role not in TEAM:
        raise Refused(Problem("role", "Choose what the person will do."))
    if role == member.role:
        return
    if person_id == opened.visitor.id:
        raise Refused(Problem("role", OWN_ROLE))
    if role not in LEADERS:
        _keep_a_leader(db, member)
    member.role = role
    _remember(db, "role changed", opened, contents.of(member), person.id, at=at, role=role)


def remove(db: Session, opened: OpenedAdministration, person_id: str, *, at: datetime) -> None:
    """What the person answered and did stays; work that was in their hands is nobody's. Raises Refused."""
    member, person = _member(db, opened, person_id)
    _keep_a_leader(db, member)
    own = select(col(Assessment.id)).where(col(Assessment.administration_id) == opened.administration.id)
    in_hand = delete(ElementAssignment).where(
        col(ElementAssignment.person_id) == person_id, col(ElementAssignment.assessment_id).in_(own)
    )
    gone = contents.written(db, in_hand) | contents.gone(member)
    db.delete(member)
    _remember(db, "member removed", opened, gone, person.id, at=at)


def _keep_a_leader(db: Session, member: Membership) -> None:
    leads = select(exists(_leaders(member).where(col(Membership.person_id) == member.person_id)))
    others = select(exists(_leaders(member).where(col(Membership.person_id) != member.person_id)))
    if db.execute(leads).scalar_one() and not db.execute(others).scalar_one():
        raise Refused(Problem("", LAST_LEADER))


def _leaders(member: Membership) -> Any:
    return (
        select(col(Membership.person_id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.administration_id) == member.administration_id, col(Membership.role).in_(LEADERS))
        .where(col(Person.is_active), has_joined())
    )


def _locked(db: Session, opened: OpenedAdministration) -> Administration:
    """One change of a team at a time: two leaders must not remove each other."""
    wanted = select(Administration).where(col(Administration.id) == opened.administration.id).with_for_update()
    found: Administration = db.execute(wanted).scalar_one()
    return found


def _member(db: Session, opened: OpenedAdministration, person_id: str) -> tuple[Membership, Person]:
    """Raises NotYours where the person is not of this team."""
    _locked(db, opened)
    member = None if "\0" in person_id else db.get(Membership, (person_id, opened.administration.id))
    person = db.get(Person, person_id) if member else None
    if member is None or person is None:
        raise NotYours
    return member, person


def _remember(
    db: Session,
    action: str,
    opened: OpenedAdministration,
    touched: Contents,
    person_id: str,
    *,
    at: datetime,
    **details: str,
) -> None:
    about = {"administration": opened.administration.id, "person": person_id, **details}
    audit.remember(db, action, by=opened.visitor.id, at=at, details=about, contents=touched)
