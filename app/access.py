"""Who may do what: roles, permissions, the loaders and the guards. Authorisation stands nowhere else.

You cannot hold an assessment without having passed its loader: a stranger gets 404, a person who may read but not do
this gets 403.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy import Select, bindparam
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col
from starlette.datastructures import FormData

from app.assessments import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.database import Reading, Writing
from app.identity import (
    NotSignedIn,
    NotThisForm,
    Visitor,
    check_form_token,
    mark_seen,
    utc_now,
    visitor_by_session,
    visitor_by_token,
)
from app.tables import Administration, Assessment, Membership
from questionnaires.problems import N_

COOKIE = "parity"
SECURE_COOKIE = "__Host-parity"
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field


class Permission(StrEnum):
    READ = "read"
    ANSWER = "answer"
    EXPORT = "export"


@dataclass(frozen=True)
class Role:
    """What a role may do; the sentence is shown to users."""

    name: str
    sentence: str
    permissions: frozenset[Permission]


COORDINATOR = Role(
    N_("Coordinator"),
    N_("Answers the questionnaire for an administration, sees its scorecard and downloads its report."),
    frozenset({Permission.READ, Permission.ANSWER, Permission.EXPORT}),
)
SECRETARIAT = Role(
    N_("Secretariat"),
    N_("Follows the round and sees every administration; changes no answer."),
    frozenset({Permission.READ, Permission.EXPORT}),
)
AUDITOR = Role(
    N_("Auditor"),
    N_("Reads every assessment and downloads its report; changes nothing."),
    frozenset({Permission.READ, Permission.EXPORT}),
)
ROLES = {"coordinator": COORDINATOR, "secretariat": SECRETARIAT, "auditor": AUDITOR}


class NotYours(Exception):
    """It is not there, or not for this person: the answer does not tell which."""


class NotAllowed(Exception):
    """The person may see it, but not do this."""


@dataclass(frozen=True)
class Opened:
    """An assessment together with the person who opened it and what this person may do there."""

    assessment: OneAssessment
    visitor: Visitor
    permissions: frozenset[Permission]

    @property
    def may_answer(self) -> bool:
        return Permission.ANSWER in self.permissions


def sees_all(visitor: Visitor) -> bool:
    """Whether the person follows the whole round and not one administration."""
    return visitor.office in ("secretariat", "auditor")


def only_members(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Assessments, joined with their administration, cut to those of the parameter `visitor`."""
    return statement.join(Membership, col(Membership.administration_id) == col(Administration.id)).where(
        col(Membership.person_id) == bindparam("visitor")
    )


# Built once, so that SQLAlchemy finds them compiled
ANY_ONE = ONE_ASSESSMENT.where(col(Assessment.id) == bindparam("assessment"))
OWN_ONE = only_members(ANY_ONE.add_columns(col(Membership.role)))
OWN_ONE_LOCKED = OWN_ONE.with_for_update(of=Assessment)
"""One writer at a time, where SQLite's own lock does not see to it."""


def open_assessment(request: Request, db: Session, visitor: Visitor, id_: str, wanted: Permission) -> Opened:
    """The only way to an assessment: fetches and authorises in one query. Raises NotYours or NotAllowed."""
    if "\0" in id_:  # no id, and PostgreSQL refuses even to look for it
        raise NotYours
    own_one = OWN_ONE_LOCKED if wanted is Permission.ANSWER else OWN_ONE
    statement = ANY_ONE if sees_all(visitor) else own_one
    row = db.connection().execute(statement, {"assessment": id_, "visitor": visitor.id}).first()
    if row is None:
        raise NotYours
    permissions = ROLES[visitor.office or row.role].permissions
    if wanted not in permissions:
        raise NotAllowed
    return Opened(one_assessment(row, request.app.state.catalogue), visitor, permissions)


async def posted(request: Request) -> FormData:
    """The posted form. Foreign origins are refused before anything is read."""
    if not _is_from_here(request):
        raise NotThisForm
    request.state.posted = await request.form(max_files=0)
    return cast(FormData, request.state.posted)


def _is_from_here(request: Request) -> bool:
    """By what the browser says of the sender; older ones name its origin only, programs neither."""
    if site := request.headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == request.headers.get("host")


Posted = Annotated[FormData, Depends(posted)]


def session_token(request: Request) -> str:
    """Over https only the cookie counts that no other host can have set."""
    return request.cookies.get(SECURE_COOKIE if request.url.scheme == "https" else COOKIE, "")


def _visitor(request: Request, db: Session) -> Visitor:
    state, token, now = request.app.state, session_token(request), utc_now()
    visitor, is_due = visitor_by_session(db, token, state.settings, now)
    request.state.visitor = visitor
    if is_due:
        db.rollback()  # ends this transaction, so that marking takes its turn after it and not inside it
        with suppress(OperationalError):  # busy elsewhere: the next request marks it
            mark_seen(state.database, token, now)
    return visitor


def _writing_visitor(request: Request, db: Session, form: FormData) -> Visitor:
    visitor = _visitor(request, db)
    check_form_token(request.app.state.key, visitor.id, str(form.get(FORM_TOKEN, "")))
    return visitor


def _caller(request: Request, db: Session) -> Visitor:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise NotSignedIn
    return visitor_by_token(db, token.strip(), utc_now())


def anyone() -> None:
    """For what is open to everybody."""


def sign_in_form(form: Posted) -> FormData:
    """A posted form of somebody who is not signed in yet: nothing but its origin can be checked."""
    return form


def signed_in(request: Request, db: Reading) -> Visitor:
    return _visitor(request, db)


def signed_in_to_write(request: Request, form: Posted, db: Writing) -> Visitor:
    """The form comes first, here and below: one that arrives slowly must not hold the turn to write meanwhile."""
    return _writing_visitor(request, db, form)


def assessment_to_read(request: Request, assessment_id: str, db: Reading) -> Opened:
    return open_assessment(request, db, _visitor(request, db), assessment_id, Permission.READ)


def assessment_to_export(request: Request, assessment_id: str, db: Reading) -> Opened:
    return open_assessment(request, db, _visitor(request, db), assessment_id, Permission.EXPORT)


def assessment_to_answer(request: Request, assessment_id: str, form: Posted, db: Writing) -> Opened:
    return open_assessment(request, db, _writing_visitor(request, db, form), assessment_id, Permission.ANSWER)


def api_caller(request: Request, db: Reading) -> Visitor:
    return _caller(request, db)


def api_assessment_to_read(request: Request, assessment_id: str, db: Reading) -> Opened:
    return open_assessment(request, db, _caller(request, db), assessment_id, Permission.READ)


def api_assessment_to_export(request: Request, assessment_id: str, db: Reading) -> Opened:
    return open_assessment(request, db, _caller(request, db), assessment_id, Permission.EXPORT)


def api_assessment_to_answer(request: Request, assessment_id: str, db: Writing) -> Opened:
    return open_assessment(request, db, _caller(request, db), assessment_id, Permission.ANSWER)


GUARDS: tuple[Callable[..., object], ...] = (
    anyone,
    sign_in_form,
    signed_in,
    signed_in_to_write,
    assessment_to_read,
    assessment_to_export,
    assessment_to_answer,
    api_caller,
    api_assessment_to_read,
    api_assessment_to_export,
    api_assessment_to_answer,
)

SignedIn = Annotated[Visitor, Depends(signed_in)]
SignedInToWrite = Annotated[Visitor, Depends(signed_in_to_write)]
SignInForm = Annotated[FormData, Depends(sign_in_form)]
ToRead = Annotated[Opened, Depends(assessment_to_read)]
ToExport = Annotated[Opened, Depends(assessment_to_export)]
ToAnswer = Annotated[Opened, Depends(assessment_to_answer)]
ApiCaller = Annotated[Visitor, Depends(api_caller)]
ApiToRead = Annotated[Opened, Depends(api_assessment_to_read)]
ApiToExport = Annotated[Opened, Depends(api_assessment_to_export)]
ApiToAnswer = Annotated[Opened, Depends(api_assessment_to_answer)]
