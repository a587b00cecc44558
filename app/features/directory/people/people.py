"""Accounts and tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.access import passwords
from app.access.identity import has_address
from app.assessments.rights import TEAM, Role
from app.db import audit_log, fingerprints
from app.db.tables.people import Administration, ApiToken, Membership, Person, SignInSession
from app.validation.mail_addresses import normalised, read_email
from app.validation.names import read_name
from questionnaires.problems import Problem


@dataclass(frozen=True)
class NewPerson:
    """An account to be. `administration` is the code of that of somebody who belongs to one, else ""."""

    email: str
    name: str
    password: str
    role: str
    administration: str = ""


def problem_of(db: Session, new: NewPerson) -> str:
    """What stands against this account, as a sentence; "" if nothing."""
    if new.role not in tuple(Role):
        return f"The role must be one of: {', '.join(Role)}."
    if sentence := _problem_of_names(new):
        return sentence
    if problem := passwords.problem_of(new.password, new.name, new.email):
        return problem.text()
    if (new.role in TEAM) != bool(new.administration):
        roles = ", ".join(TEAM)
        return f"The roles {roles}, and no others, belong to an administration: name it with --administration."
    if new.administration and _administration(db, new.administration) is None:
        return f"There is no administration with the code {new.administration}."
    if db.execute(select(Person.id).where(has_address(new.email))).first():  # type: ignore[call-overload]  # SQLModel's column
        return f"An account {normalised(new.email)} already exists."
    return ""


def _problem_of_names(new: NewPerson) -> str:
    problems: list[Problem] = []
    email, name = read_email("email", new.email, problems), read_name("name", new.name, problems)
    if problems:
        return problems[0].text()
    if not email:
        return "Enter a full email address, such as ana@customs.example."
    return "" if name else "Enter the person's name."


def add_person(db: Session, new: NewPerson, password_hash: str, *, by: str, at: datetime) -> str:
    """Returns the id. The caller has asked `problem_of` before."""
    id_ = str(uuid4())
    person = Person(
        id=id_,
        email=normalised(new.email),
        name=read_name("name", new.name, []),
        office="" if new.role in TEAM else new.role,
        password_hash=password_hash,
    )
    db.add(person)
    db.flush()
    touched = fingerprints.of(person)
    if new.administration and (administration := _administration(db, new.administration)):
        member = Membership(person_id=id_, administration_id=administration, role=new.role)
        db.add(member)
        touched |= fingerprints.of(member)
    details = {"person": id_, "role": new.role}
    audit_log.record(db, "person added", by=by, at=at, details=details, contents=touched)
    return id_


def _administration(db: Session, code: str) -> str | None:
    return db.execute(select(col(Administration.id)).where(col(Administration.code) == code)).scalar_one_or_none()


def person_with(db: Session, email: str) -> Person | None:
    return db.execute(select(Person).where(has_address(email))).scalar_one_or_none()


def disable(db: Session, person: Person, *, by: str, at: datetime) -> None:
    """Ends the account with all its sessions and tokens; what the person did stays. Twice is once."""
    if not person.is_active:
        return
    person.is_active = False
    _end_all(db, person)
    audit_log.record(
        db, "person disabled", by=by, at=at, details={"person": person.id}, contents=fingerprints.of(person)
    )


def enable(db: Session, person: Person, *, by: str, at: datetime) -> None:
    if person.is_active:
        return
    person.is_active = True
    audit_log.record(
        db, "person enabled", by=by, at=at, details={"person": person.id}, contents=fingerprints.of(person)
    )


def end_sessions(db: Session, person: Person, *, by: str, at: datetime) -> None:
    """Signs the person out everywhere, programs too; nothing happens where they are signed in nowhere."""
    if _end_all(db, person):
        audit_log.record(db, "sessions ended", by=by, at=at, details={"person": person.id})


def _end_all(db: Session, person: Person) -> int:
    """How many sessions and tokens there were."""
    ended = [db.execute(delete(table).where(col(table.person_id) == person.id)) for table in (SignInSession, ApiToken)]
    return sum(result.rowcount for result in ended)  # type: ignore[attr-defined]  # of a DELETE
