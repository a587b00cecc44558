"""The first page after sign-in: what waits for a person of a team, or for the secretariat and other offices."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.guards import SignedIn
from app.access.identity import Visitor, utc_now
from app.access.loaders import may_everywhere, office_of
from app.assessments.lifecycle import NAMES, State
from app.assessments.rights import ROLE_NAMES, Permission, Role, may, sees_only_assigned
from app.db.session import Reading
from app.features.dashboard import acts
from app.features.dashboard.installation import installation_of
from app.features.dashboard.mine import ReturnedWork, heads_of, parts_of, returned_to, threads_of
from app.features.dashboard.offices import WAYS, rounds_to_follow, waiting_for
from app.features.dashboard.queries import lines_for, own_lines
from app.jobs.checks.results import PART_NAMES
from app.jobs.mail_sender import PROBLEMS
from app.jobs.outbox import QUIET_FOR
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.pages import home_of, redirect, render
from questionnaires.catalogue import Catalogue

router = APIRouter(include_in_schema=False)


PLACES = {"follows": Permission.FOLLOW_ROUND, "runs_rounds": Permission.RUN_ROUND}


@router.get("/")
def my_work(request: Request, visitor: SignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    if (home := home_of(visitor)) != "/":
        return redirect(home)
    if office_of(visitor):
        return render(request, "dashboard/office.html", context_of_office(visitor, db) | _state(request, visitor, db))
    return render(request, "dashboard/my_work.html", context_of_team(db, visitor, catalogue))


def _state(request: Request, visitor: Visitor, db: Session) -> dict[str, Any]:
    """That of the installation, for whoever keeps the accounts: it names paths and programs of the server."""
    state = state_of(request)
    if not may_everywhere(visitor, Permission.KEEP_ACCOUNTS):
        return {"installation": None}
    return {
        "installation": installation_of(db, state.settings, state.catalogue),
        "sends": bool(state.settings.smtp_host),
        "problems": PROBLEMS,
        "parts": PART_NAMES,
    }


def context_of_team(db: Session, visitor: Visitor, catalogue: Catalogue) -> dict[str, Any]:
    """A handful of queries, however much there is; those for a state run only where something is in it."""
    now = utc_now()
    own = own_lines(db, visitor, now)
    to_ask = {mine.line.id for mine in own if acts.may_ask_for_signature(mine)}
    returned = [mine for mine in own if mine.line.state is State.RETURNED]
    open_again = {mine.line.id for mine in returned if may(Permission.ANSWER, mine.role, State.RETURNED)}
    sent_back = returned_to(db, catalogue, open_again) if open_again else ReturnedWork((), ())
    return {
        "lines": own,
        "state_names": NAMES,
        "catalogue": catalogue,
        "acts": {mine.line.id: acts.acts(mine.line, mine.role) for mine in own},
        "says_readiness": {mine.line.id for mine in own if acts.says_readiness(mine.line)},
        "sentences": acts.SENTENCES,
        "to_ask": to_ask,
        "heads": heads_of(db, visitor) if to_ask else {},
        "asked_since": now - QUIET_FOR,
        "parts": parts_of(db, catalogue, visitor, now, sent_back.questions),
        "returned": sent_back.questions,
        "letters": sent_back.letters,
        "threads": threads_of(db, visitor),
    }


def context_of_office(visitor: Visitor, db: Session) -> dict[str, Any]:
    rights = {name: may_everywhere(visitor, permission) for name, permission in PLACES.items()}
    waiting = waiting_for(db, visitor, utc_now().date().isoformat())
    return rights | {
        "office": ROLE_NAMES[Role(visitor.office)],
        "waiting": waiting,
        "assigned": lines_for(db, visitor) if sees_only_assigned(office_of(visitor)) else None,
        "state_names": NAMES,
        "ways": [] if waiting else [way for way in WAYS if may_everywhere(visitor, way.permission)],
        "rounds": rounds_to_follow(db) if rights["follows"] else [],
    }
