"""The first page after sign-in: the assessments of a team, or what waits for the secretariat and other offices."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import may_everywhere, office_of
from app.database import Reading
from app.guards import SignedIn
from app.identity import Visitor, utc_now
from app.lifecycle import NAMES
from app.my_work.offices import rounds_to_follow, waiting_for
from app.my_work.queries import lines_for
from app.rights import ROLE_SENTENCES, Permission, Role
from app.web.api import CatalogueOf
from app.web.pages import render

router = APIRouter(include_in_schema=False)


PLACES = {
    "follows": Permission.FOLLOW_ROUND,
    "reads_audit": Permission.READ_AUDIT,
    "keeps_accounts": Permission.KEEP_ACCOUNTS,
}


@router.get("/")
def my_work(request: Request, visitor: SignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    if office_of(visitor):
        return render(request, "my_work/office.html", names_for_office(visitor, db))
    names = {"lines": lines_for(db, visitor), "state_names": NAMES, "catalogue": catalogue}
    return render(request, "my_work/my_work.html", names)


def names_for_office(visitor: Visitor, db: Session) -> dict[str, Any]:
    rights = {name: may_everywhere(visitor, permission) for name, permission in PLACES.items()}
    return rights | {
        "sentence": ROLE_SENTENCES[Role(visitor.office)],
        "waiting": waiting_for(db, visitor, utc_now().date().isoformat()),
        "rounds": rounds_to_follow(db) if rights["follows"] else [],
    }
