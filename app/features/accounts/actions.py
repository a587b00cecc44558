"""What signs people in and keeps their accounts: each verb in the transaction of its caller, with its audit row."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from app.access import one_time_links, passwords, sessions
from app.access.identity import has_address
from app.access.sessions import Browser, Stage
from app.db import audit_log, fingerprints
from app.db.tables.people import ExternalIdentity, Link, Person
from app.features.accounts import changed, factors, tokens
from app.jobs import mail_choices, outbox
from app.settings import Settings


def person_with_password(db: Session, email: str, password: str) -> Person | None:
    """Takes the same time whether the account exists or not."""
    person = db.execute(select(Person).where(has_address(email))).scalar_one_or_none()
    is_right = passwords.is_right(person.password_hash if person else "", password)
    if not isinstance(person, Person) or not is_right or not person.is_active:
        return None
    db.expunge(person)  # they stay as they were when it was checked: the next look would read them anew
    return person


def still_fits(db: Session, person: Person) -> bool:
    """Whether the password that was found right is still theirs: checking takes time, and waiting for the turn too."""
    same = select(col(Person.id)).where(
        col(Person.id) == person.id, col(Person.password_hash) == person.password_hash, col(Person.is_active)
    )
    return db.execute(same.with_for_update()).first() is not None


def remember_refusals(db: Session, what: str, count: int, *, by: str = "", at: datetime) -> None:
    """That it was refused so often in this hour: refusals are counted in the log, not listed. See `Throttle`."""
    audit_log.record(db, "sign-in refused", by=by, at=at, details={"by": what, "count": count})


def begin_session(
    db: Session, key: bytes, settings: Settings, person: Person, browser: Browser, *, at: datetime
) -> tuple[str, Stage]:
    """After one proof. The new token, and how far it reaches: a second factor may be wanted, or its enrolment.

    The secret of an app that is being set up is for one session alone: others end, or it does.
    """
    stage = factors.stage_after_proof(db, person, settings)
    factors.forget_waiting(db, person.id)
    if stage is Stage.ENROLMENT:
        sessions.end_all(db, person.id)
        factors.begin_authenticator(db, key, person.id, at=at)
    return sessions.start(db, person.id, stage, browser, at=at), stage


def prove_by_code(db: Session, key: bytes, person: Person, typed: str, browser: Browser, *, at: datetime) -> str:
    """The second proof. The new token; "" where the code proves nothing."""
    if not factors.take_code(db, key, person.id, typed, at=at):
        return ""
    return sessions.start(db, person.id, Stage.SIGNED_IN, browser, at=at)


def ask_for_reset(db: Session, key: bytes, email: str, *, count: int, at: datetime) -> None:
    """Posts a link to the account of this address, if there is one; whoever asks does not learn it.

    Links that were mailed before go on working: strangers who ask must not void the one that the person is following.
    `count` is how many asked in this hour, where the log is to tell of it.
    """
    if count:
        audit_log.record(db, "password reset asked for", by="", at=at, details={"count": count})
    if person := account_of(db, email):
        link = one_time_links.make(db, key, "reset", person, at=at, ends_earlier=False)
        outbox.post_link(db, outbox.Kind.RESET, person.id, link.id, at=at, until=link.expires_at.isoformat())


def set_password(db: Session, person_id: str, password_hash: str, *, but: str = "", at: datetime) -> None:
    """Ends every session of the person, without the one of the token `but`; links made before are void."""
    db.execute(update(Person).where(col(Person.id) == person_id).values(password_hash=password_hash))
    sessions.end_all(db, person_id, but=but)
    tokens.end_all(db, person_id)
    audit_log.record(db, "password changed", by=person_id, at=at)


def keep_hash(db: Session, person: Person, password_hash: str) -> None:
    """Of the same password, normalised; "" where the one that is kept is good. Unless it was changed meanwhile."""
    if password_hash:
        same = update(Person).where(col(Person.id) == person.id, col(Person.password_hash) == person.password_hash)
        db.execute(same.values(password_hash=password_hash))


def use_link(db: Session, token: str, *, at: datetime) -> tuple[Link, Person] | None:
    """The link with its person, used up with this; None if it does not work, or another was faster."""
    link_and_person = one_time_links.working_link(db, token, now=at)
    if link_and_person is None:
        return None
    link, person = link_and_person
    unused = update(Link).where(col(Link.id) == link.id, col(Link.used_at).is_(None)).values(used_at=at)
    if db.execute(unused).rowcount != 1:  # type: ignore[attr-defined]  # of an UPDATE
        return None
    audit_log.record(db, f"{link.kind} accepted", by=person.id, at=at, details={"link": link.id})
    return link, person


def describe_me(db: Session, person_id: str, name: str, language: str, emails: str, *, at: datetime) -> None:
    """The same sent twice changes nothing. Without a language, or a choice of emails, the stored one stays."""
    chosen = {"language": language} if language else {}
    differs = [col(Person.name) != name, *([col(Person.language) != language] if language else [])]
    own = update(Person).where(col(Person.id) == person_id, or_(*differs))
    changed = fingerprints.written(db, own.values(name=name, **chosen))
    if emails and mail_choices.choose(db, person_id, emails):
        chosen["emails"] = emails
    elif not changed:
        return
    audit_log.record(db, "account changed", by=person_id, at=at, details=chosen, contents=changed)


def person_by_identity(db: Session, issuer: str, subject: str) -> Person | None:
    """Whose account at the provider it is."""
    identity = db.get(ExternalIdentity, (issuer, subject))
    person = db.get(Person, identity.person_id) if identity else None
    return person if person and person.is_active else None


def accept_by_identity(db: Session, issuer: str, subject: str, invitation: str, *, at: datetime) -> Person | None:
    """Whom the invitation was for, whose account at the provider this now is; None if either is taken."""
    used = None if db.get(ExternalIdentity, (issuer, subject)) else use_link(db, invitation, at=at)
    if used is None or used[0].kind != "invitation":
        return None
    link_identity(db, used[1].id, issuer, subject, at=at)
    return used[1]


def link_identity(db: Session, person_id: str, issuer: str, subject: str, *, at: datetime) -> bool:
    """False where the account at the provider belongs to somebody else here."""
    identity = db.get(ExternalIdentity, (issuer, subject))
    if identity:
        return identity.person_id == person_id
    db.add(ExternalIdentity(issuer=issuer, subject=subject, person_id=person_id, linked_at=at))
    audit_log.record(db, "OpenID account linked", by=person_id, at=at, details={"issuer": issuer})
    return True


def make_reset_link(db: Session, key: bytes, email: str, *, by: str, at: datetime) -> Link | None:
    """For an administrator to hand over where no mail arrives; None where there is no such account."""
    person = account_of(db, email)
    if person is None:
        return None
    audit_log.record(db, "password link made", by=by, at=at, details={"person": person.id})
    return one_time_links.make(db, key, "reset", person, at=at)


def remove_factors(db: Session, email: str, *, by: str, at: datetime) -> Person | None:
    """For a person who lost everything: authenticator app, passkeys and recovery codes go, and every session ends."""
    person = account_of(db, email)
    if person is None:
        return None
    removed = [factors.remove_all(db, person.id), sessions.end_all(db, person.id), tokens.end_all(db, person.id)]
    if any(removed):
        audit_log.record(db, "second factor removed", by=by, at=at, details={"person": person.id})
    if removed[0]:
        changed.tell(db, person.id, "factors removed", at=at)
    return person


def account_of(db: Session, email: str) -> Person | None:
    """The open account of this address."""
    own = select(Person).where(has_address(email), col(Person.is_active))
    return db.execute(own).scalar_one_or_none()
