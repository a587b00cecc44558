"""Before the body of a request that may be large: whoever may not send it is refused before a byte of it is read.

A gate stands in the decorator of its route, in front of the form. The guard asks the same once more, in its own turn
and with the form's token.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from app.access.guards import session_token, visitor_of
from app.access.identity import NotSignedIn, Visitor, was_signed_in
from app.access.loaders import NotAllowed, may_everywhere, open_assessment
from app.assessments.rights import Permission
from app.web.app_state import state_of
from app.web.middleware import MOST_BYTES


@contextmanager
def _coming(request: Request) -> Iterator[tuple[Session, Visitor | None]]:
    """Nobody (None) passes whose session has ended, or who sends no more than an ordinary form: it is read, so that the
    texts in it come back. Others who are not signed in do not. Raises NotSignedIn."""
    with state_of(request).database.reading() as db:
        try:
            visitor = visitor_of(request, db)
        except NotSignedIn:
            if not (_is_ordinary(request) or was_signed_in(db, session_token(request))):
                raise
            visitor = None
        yield db, visitor


def _is_ordinary(request: Request) -> bool:
    """By what the request announces, which the server holds it to."""
    announced = request.headers.get("content-length", "")
    return announced.isdecimal() and int(announced[:20]) <= MOST_BYTES


@dataclass(frozen=True)
class AssessmentGate:
    """In front of a form that is sent to an assessment."""

    permission: Permission

    def __call__(self, request: Request, assessment_id: str) -> None:
        with _coming(request) as (db, visitor):
            if visitor:
                open_assessment(db, state_of(request).catalogue, visitor, assessment_id, self.permission)


@dataclass(frozen=True)
class OfficeGate:
    """In front of a form that is sent to an office."""

    permission: Permission

    def __call__(self, request: Request) -> None:
        with _coming(request) as (_db, visitor):
            if visitor and not may_everywhere(visitor, self.permission):
                raise NotAllowed
