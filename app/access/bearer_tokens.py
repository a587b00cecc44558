"""Programs that ask with a bearer token: whose it is, and whether it may do this."""

from fastapi import Request

from app.access.identity import (
    NoSecondFactor,
    NotSignedIn,
    ReadingToken,
    Visitor,
    caller_by_token,
    lacks_factor,
    mark_used,
    utc_now,
)
from app.access.services import services_of
from app.db import head_requests
from app.db.session import Reading


def caller_of(request: Request, db: Reading) -> Visitor:
    """The person of a bearer token. Raises NotSignedIn, ReadingToken, NoSecondFactor."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise NotSignedIn
    state, now = services_of(request), utc_now()
    caller = caller_by_token(db, token.strip(), now)
    request.state.visitor = caller.visitor  # for the line of the log
    if not caller.may_write and request.method not in ("GET", "HEAD"):
        raise ReadingToken
    if lacks_factor(db, state.settings, caller.visitor.id, caller.visitor.office):
        raise NoSecondFactor
    if caller.is_due and not head_requests.is_asked():
        db.rollback()  # ends this transaction, so that marking takes its turn after it and not inside it
        mark_used(state.database, token.strip(), now)
    return caller.visitor
