"""The guards: what a route demands of whoever asks. It names one in its signature and gets the object or nothing."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.datastructures import FormData

from app.access.bearer_tokens import caller_of
from app.access.forms import FORM_TOKEN, SubmittedForm, SubmittedFormWithFiles
from app.access.identity import (
    NotSignedIn,
    Visitor,
    check_form_token,
    lacks_factor,
    mark_seen,
    utc_now,
    visitor_by_session,
)
from app.access.loaders import (
    AdministrationAccess,
    AssessmentAccess,
    NotAllowed,
    may_everywhere,
    open_administration,
    open_assessment,
)
from app.access.services import services_of
from app.assessments.answer_sets import mark_of, newest_signature
from app.assessments.lifecycle import NotNow
from app.assessments.rights import OFFICES, Permission
from app.db import audit_log, head_requests
from app.db.session import Reading, Writing

COOKIE = "parity"
SECURE_COOKIE = "__Host-parity"
EXPECTED = "expected"
ANSWERS_READ: audit_log.ReadingAction = "answers read"
"""What the log says when somebody of an office opens an administration's answers."""
NO_READING = {Permission.EXPORT, Permission.EXTEND}
"""The routes of the first remember each file that leaves, whoever asks for it; the second shows no answer."""


def session_token(request: Request) -> str:
    """Over https only the cookie counts that no other host can have set."""
    return request.cookies.get(SECURE_COOKIE if request.url.scheme == "https" else COOKIE, "")


def visitor_of(request: Request, db: Session, *, is_use: bool = True) -> Visitor:
    """The person of the session's cookie. Raises NotSignedIn. What a page asks by itself is no use of the session."""
    state, token, now = services_of(request), session_token(request), utc_now()
    visitor, is_due = visitor_by_session(db, token, state.settings, now)
    if lacks_factor(db, state.settings, visitor.id, visitor.office):  # signed in before it was asked for
        raise NotSignedIn
    request.state.visitor = visitor
    if is_due and is_use and not head_requests.is_asked():
        db.rollback()  # ends this transaction, so that marking takes its turn after it and not inside it
        mark_seen(state.database, token, now)
    return visitor


def writing_visitor(request: Request, db: Session, form: FormData, *, is_use: bool = True) -> Visitor:
    visitor = visitor_of(request, db, is_use=is_use)
    check_form_token(services_of(request).key, visitor.id, session_token(request), str(form.get(FORM_TOKEN, "")))
    return visitor


def _opened_to_see(request: Request, db: Session, visitor: Visitor, id_: str, wanted: Permission) -> AssessmentAccess:
    """Whoever reads another administration's answers is remembered before they are shown, once an hour at most."""
    catalogue, now = services_of(request).catalogue, utc_now()
    access = open_assessment(db, catalogue, visitor, id_, wanted)
    if access.role not in OFFICES or wanted in NO_READING:
        return access
    if audit_log.is_recorded(db, ANSWERS_READ, by=visitor.id, at=now, assessment_id=id_):
        return access
    db.rollback()  # ends this transaction, so that remembering takes its turn after it and not inside it
    audit_log.record_reading_once(services_of(request).database, ANSWERS_READ, by=visitor.id, at=now, assessment_id=id_)
    return open_assessment(db, catalogue, visitor, id_, wanted)


def _opened_to_write(request: Request, db: Session, visitor: Visitor, id_: str, wanted: Permission) -> AssessmentAccess:
    return open_assessment(db, services_of(request).catalogue, visitor, id_, wanted, to_write=True)


def _of_office(visitor: Visitor, wanted: Permission) -> Visitor:
    if not may_everywhere(visitor, wanted):
        raise NotAllowed
    return visitor


def anyone() -> None:
    """For what is open to everybody."""


def perhaps_signed_in(request: Request, db: Reading) -> Visitor | None:
    """For what is open to everybody, and shows more to those who signed in."""
    try:
        return visitor_of(request, db)
    except NotSignedIn:
        return None


def sign_in_form(form: SubmittedForm) -> FormData:
    """A posted form of somebody who is not signed in yet: nothing but its origin can be checked."""
    return form


def file_from_anyone(request: Request, form: SubmittedFormWithFiles, db: Reading) -> Visitor | None:
    """For a file of anybody, of which nothing is kept: as nothing is changed, its origin is all that is checked."""
    return perhaps_signed_in(request, db)


def signed_in(request: Request, db: Reading) -> Visitor:
    return visitor_of(request, db)


def signed_in_to_write(request: Request, form: SubmittedForm, db: Writing) -> Visitor:
    """The form comes first, here and below: one that arrives slowly must not hold the turn to write meanwhile."""
    return writing_visitor(request, db, form)


def signed_in_form(request: Request, form: SubmittedForm, db: Reading) -> FormData:
    """A posted form of somebody who signed in, for what takes too long to hold the turn to write meanwhile."""
    writing_visitor(request, db, form)
    return form


@dataclass(frozen=True)
class AssessmentToSee:
    """The guard of a page of an assessment that changes nothing."""

    permission: Permission

    def __call__(self, request: Request, assessment_id: str, db: Reading) -> AssessmentAccess:
        return _opened_to_see(request, db, visitor_of(request, db), assessment_id, self.permission)


@dataclass(frozen=True)
class AssessmentToChange:
    """The guard of a posted form that changes something of an assessment."""

    permission: Permission
    is_use: bool = True

    def __call__(self, request: Request, assessment_id: str, form: SubmittedForm, db: Writing) -> AssessmentAccess:
        visitor = writing_visitor(request, db, form, is_use=self.is_use)
        return _opened_to_write(request, db, visitor, assessment_id, self.permission)


@dataclass(frozen=True)
class AssessmentToSign(AssessmentToChange):
    """As above; but who sends again the very signature that stands gets to see it: a double click is no mistake."""

    def __call__(self, request: Request, assessment_id: str, form: SubmittedForm, db: Writing) -> AssessmentAccess:
        try:
            return super().__call__(request, assessment_id, form, db)
        except NotNow:
            visitor = writing_visitor(request, db, form)
            access = open_assessment(db, services_of(request).catalogue, visitor, assessment_id, Permission.READ)
            signed = newest_signature(db, access.assessment)
            if signed is None or mark_of(signed.number, signed.hash) != form.get(EXPECTED):
                raise
            return access


@dataclass(frozen=True)
class AssessmentToUpload:
    """The guard of a posted form with a file."""

    permission: Permission

    def __call__(
        self, request: Request, assessment_id: str, form: SubmittedFormWithFiles, db: Writing
    ) -> AssessmentAccess:
        return _opened_to_write(request, db, writing_visitor(request, db, form), assessment_id, self.permission)


@dataclass(frozen=True)
class AssessmentToCompare:
    """The guard of a posted form with files that are only looked at: reading them must not hold the turn to write."""

    permission: Permission

    def __call__(
        self, request: Request, assessment_id: str, form: SubmittedFormWithFiles, db: Reading
    ) -> AssessmentAccess:
        visitor = writing_visitor(request, db, form)
        return open_assessment(db, services_of(request).catalogue, visitor, assessment_id, self.permission)


@dataclass(frozen=True)
class ApiAssessmentToSee:
    permission: Permission

    def __call__(self, request: Request, assessment_id: str, db: Reading) -> AssessmentAccess:
        return _opened_to_see(request, db, caller_of(request, db), assessment_id, self.permission)


@dataclass(frozen=True)
class ApiAssessmentToChange:
    permission: Permission

    def __call__(self, request: Request, assessment_id: str, db: Writing) -> AssessmentAccess:
        return _opened_to_write(request, db, caller_of(request, db), assessment_id, self.permission)


@dataclass(frozen=True)
class AdministrationToSee:
    permission: Permission

    def __call__(self, request: Request, administration_id: str, db: Reading) -> AdministrationAccess:
        return open_administration(db, visitor_of(request, db), administration_id, self.permission)


@dataclass(frozen=True)
class AdministrationToChange:
    permission: Permission

    def __call__(
        self, request: Request, administration_id: str, form: SubmittedForm, db: Writing
    ) -> AdministrationAccess:
        return open_administration(db, writing_visitor(request, db, form), administration_id, self.permission)


@dataclass(frozen=True)
class OfficeToSee:
    """The guard of a page of the secretariat, of auditors or of the technical administrator."""

    permission: Permission
    is_use: bool = True

    def __call__(self, request: Request, db: Reading) -> Visitor:
        return _of_office(visitor_of(request, db, is_use=self.is_use), self.permission)


@dataclass(frozen=True)
class OfficeToChange:
    permission: Permission

    def __call__(self, request: Request, form: SubmittedForm, db: Writing) -> Visitor:
        return _of_office(writing_visitor(request, db, form), self.permission)


@dataclass(frozen=True)
class OfficeToCompare:
    """The guard of a posted form that is only looked at: reading it must not hold the turn to write meanwhile."""

    permission: Permission

    def __call__(self, request: Request, form: SubmittedFormWithFiles, db: Reading) -> Visitor:
        return _of_office(writing_visitor(request, db, form), self.permission)


GUARDS = (
    anyone,
    perhaps_signed_in,
    file_from_anyone,
    sign_in_form,
    signed_in,
    signed_in_to_write,
    signed_in_form,
    caller_of,
)
"""Those that look at no right; every other guard is one of GUARD_KINDS with its permission."""
ON_ASSESSMENTS = (
    AssessmentToSee,
    AssessmentToChange,
    AssessmentToSign,
    AssessmentToUpload,
    AssessmentToCompare,
    ApiAssessmentToSee,
    ApiAssessmentToChange,
)
GUARD_KINDS = (
    *ON_ASSESSMENTS,
    AdministrationToSee,
    AdministrationToChange,
    OfficeToSee,
    OfficeToChange,
    OfficeToCompare,
)

Anyone = Annotated[None, Depends(anyone)]
FileFromAnyone = Annotated[Visitor | None, Depends(file_from_anyone)]
PerhapsSignedIn = Annotated[Visitor | None, Depends(perhaps_signed_in)]
SignedIn = Annotated[Visitor, Depends(signed_in)]
SignedInToWrite = Annotated[Visitor, Depends(signed_in_to_write)]
SignedInForm = Annotated[FormData, Depends(signed_in_form)]
SignInForm = Annotated[FormData, Depends(sign_in_form)]
ApiCaller = Annotated[Visitor, Depends(caller_of)]
ToRead = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ))]
ToExport = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.EXPORT))]
ToAnswer = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ANSWER))]
ToAnswerProfile = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ANSWER_PROFILE))]
ApiToRead = Annotated[AssessmentAccess, Depends(ApiAssessmentToSee(Permission.READ))]
ApiToExport = Annotated[AssessmentAccess, Depends(ApiAssessmentToSee(Permission.EXPORT))]
ApiToAnswer = Annotated[AssessmentAccess, Depends(ApiAssessmentToChange(Permission.ANSWER))]
ApiToAnswerProfile = Annotated[AssessmentAccess, Depends(ApiAssessmentToChange(Permission.ANSWER_PROFILE))]
