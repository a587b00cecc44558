"""The people of an administration: inviting, changing roles, taking out of the team."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlmodel import Session, col

from app.access.accounts import has_joined
from app.access.loaders import AdministrationAccess, NotYours
from app.assessments.rights import LEADERS, TEAM, Permission, Role
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.answers import ElementAssignment
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.rounds import Assessment
from app.features.directory.people import limits, notices
from app.features.directory.people.invitations import AGAIN_AFTER, TOO_SOON, Invitation, new_person, send_invitation
from app.features.directory.people.people import person_with
from app.features.directory.people.refusal import Refused
from app.jobs import outbox
from questionnaires.problems import N_, Problem

LAST_LEADER = N_(
    "Someone must lead the self-assessment. First make another person, who has accepted their invitation, "
    "coordinator or head."
)
LAST_HEAD = N_(
    "You are the only head, so nobody else could sign. First make another person, who has accepted their invitation, "
    "head, or ask the lead of the secretariat."
)
OWN_ROLE = N_("You cannot change your own role. Ask another coordinator, the head or the technical administrator.")
NAMING_HEADS = N_(
    "Only a head of this administration, the lead of the secretariat or the technical administrator can assign or "
    "remove the role of head. Ask one of them."
)


def invite(db: Session, access: AdministrationAccess, invitation: Invitation, *, key: bytes, at: datetime) -> None:
    """Says and shows the same whether the address has an account or not. Raises Refused."""
    _keep_heads(access, invitation.role)
    administration = _locked(db, access)
    person = person_with(db, invitation.email)
    member = db.get(Membership, (person.id, administration.id)) if person else None
    if member:
        if _is_repeated(member, invitation, at):
            return
        raise Refused(Problem("email", "This person already belongs to the team. See the list."))
    if person and person.office:
        return  # people of an office belong to no team: nothing happens, and the page does not tell
    limits.count(db, key, invitation.email, by=access.visitor, administration_id=administration.id, at=at)
    person = person or new_person(db, invitation)
    member = Membership(person_id=person.id, administration_id=administration.id, role=invitation.role)
    member.invited_as, member.invited_at = invitation.name, at
    db.add(member)
    _send(db, access, person, key=key, at=at)
    if invitation.role == Role.HEAD:
        by = notices.Author(access.visitor.id, access.visitor.name)
        notices.tell_head(db, administration, person, invitation.name, by=by, at=at)
    _record(db, "member invited", access, fingerprints.of(person, member), person.id, at=at, role=invitation.role)


def _is_repeated(member: Membership, invitation: Invitation, at: datetime) -> bool:
    """A double click, or the page loaded again."""
    is_new = member.invited_at is not None and at - member.invited_at < AGAIN_AFTER
    return is_new and (member.role, member.invited_as) == (invitation.role, invitation.name)


def invite_again(db: Session, access: AdministrationAccess, person_id: str, *, key: bytes, at: datetime) -> None:
    """Raises Refused."""
    member, person = _member(db, access, person_id)
    if member.invited_at is None or at - member.invited_at < AGAIN_AFTER:
        raise Refused(Problem("", TOO_SOON))
    limits.count(db, key, person.email, by=access.visitor, administration_id=access.administration.id, at=at)
    member.invited_at = at
    _send(db, access, person, key=key, at=at)
    _record(db, "member invited again", access, fingerprints.of(member), person.id, at=at)


def _send(db: Session, access: AdministrationAccess, person: Person, *, key: bytes, at: datetime) -> None:
    """To a new person a link, to a known one a word. One whose account is disabled gets nothing."""
    by, place = access.visitor.name, access.administration.name
    has_account = db.execute(select(has_joined()).where(col(Person.id) == person.id)).scalar_one()
    if not person.is_active:
        return
    if has_account:
        outbox.post(db, outbox.Kind.ADDED, person.id, "/", at=at, by=by, place=place)
    else:
        send_invitation(db, key, person, by=by, place=place, at=at)


def change_role(db: Session, access: AdministrationAccess, person_id: str, role: str, *, at: datetime) -> None:
    """Raises Refused."""
    member, person = _member(db, access, person_id)
    if role not in TEAM:
        raise Refused(Problem("role", "Choose what the person will do."))
    if role == member.role:
        return
    _keep_heads(access, role, member.role)
    if person_id == access.visitor.id:
        raise Refused(Problem("role", OWN_ROLE))
    if role not in LEADERS:
        _keep_a_leader(db, member)
    limits.look_at_changes(db, person_id, by=access.visitor, at=at)
    before, member.role = member.role, role
    notices.tell_changed(db, access, person, before, role, at=at)
    _record(db, limits.ROLE_CHANGED, access, fingerprints.of(member), person.id, at=at, role=role)


def remove(db: Session, access: AdministrationAccess, person_id: str, *, at: datetime) -> None:
    """What the person answered and did stays; work that was in their hands is nobody's. Raises Refused."""
    member, person = _member(db, access, person_id)
    _keep_heads(access, member.role)
    _keep_a_leader(db, member)
    if member.role == Role.HEAD and person_id == access.visitor.id and not _has_others(db, member, Role.HEAD):
        raise Refused(Problem("", LAST_HEAD))
    own = select(col(Assessment.id)).where(col(Assessment.administration_id) == access.administration.id)
    in_hand = delete(ElementAssignment).where(
        col(ElementAssignment.person_id) == person_id, col(ElementAssignment.assessment_id).in_(own)
    )
    gone = fingerprints.written(db, in_hand) | fingerprints.gone(member)
    notices.tell_left(db, access, person, member.role, at=at)
    db.delete(member)
    _record(db, "member removed", access, gone, person.id, at=at)


def _keep_heads(access: AdministrationAccess, *roles: str) -> None:
    """Who signs for an administration is nothing that a coordinator decides. Raises Refused."""
    if Role.HEAD in roles and not access.may(Permission.NAME_HEAD):
        raise Refused(Problem("role", NAMING_HEADS), 403)


def _keep_a_leader(db: Session, member: Membership) -> None:
    leads = select(exists(_active(member, *LEADERS).where(col(Membership.person_id) == member.person_id)))
    if db.execute(leads).scalar_one() and not _has_others(db, member, *LEADERS):
        raise Refused(Problem("", LAST_LEADER))


def _has_others(db: Session, member: Membership, *roles: Role) -> bool:
    others = _active(member, *roles).where(col(Membership.person_id) != member.person_id)
    return bool(db.execute(select(exists(others))).scalar_one())


def _active(member: Membership, *roles: Role) -> Any:
    """Those of the same administration who have one of these roles and can sign in."""
    return (
        select(col(Membership.person_id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.administration_id) == member.administration_id, col(Membership.role).in_(roles))
        .where(col(Person.is_active), has_joined())
    )


def _locked(db: Session, access: AdministrationAccess) -> Administration:
    """One change of a team at a time: two leaders must not remove each other."""
    wanted = select(Administration).where(col(Administration.id) == access.administration.id).with_for_update()
    administration: Administration = db.execute(wanted).scalar_one()
    return administration


def _member(db: Session, access: AdministrationAccess, person_id: str) -> tuple[Membership, Person]:
    """Raises NotYours where the person is not of this team."""
    _locked(db, access)
    member = None if "\0" in person_id else db.get(Membership, (person_id, access.administration.id))
    person = db.get(Person, person_id) if member else None
    if member is None or person is None:
        raise NotYours
    return member, person


def _record(
    db: Session,
    action: str,
    access: AdministrationAccess,
    touched: Contents,
    person_id: str,
    *,
    at: datetime,
    **details: str,
) -> None:
    about = {"administration": access.administration.id, "person": person_id, **details}
    audit_log.record(db, action, by=access.visitor.id, at=at, details=about, contents=touched)
