"""The first page after sign-in: what waits for a person of an administration, or the whole round for the others."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import may_everywhere
from app.database import Reading
from app.guards import SignedIn
from app.identity import Visitor, utc_now
from app.lifecycle import NAMES, State
from app.my_work import acts
from app.my_work.mine import heads_of, parts_of, returned_to, threads_of
from app.my_work.queries import lines_for, own_lines
from app.outbox import QUIET_FOR
from app.rights import Permission, may
from app.web.api import CatalogueOf
from app.web.pages import render
from questionnaires.catalogue import Catalogue

router = APIRouter(include_in_schema=False)


@router.get("/")
def my_work(request: Request, visitor: SignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    names = {"state_names": NAMES, "catalogue": catalogue}
    if may_everywhere(visitor, Permission.FOLLOW_ROUND):
        return render(request, "my_work/round.html", names | {"lines": lines_for(db, visitor)})
    return render(request, "my_work/my_work.html", names | names_of(db, visitor, catalogue))


def names_of(db: Session, visitor: Visitor, catalogue: Catalogue) -> dict[str, Any]:
    """A handful of queries, however much there is; those for a state run only where something is in it."""
    lines, now = own_lines(db, visitor), utc_now()
    is_returned = any(one.state is State.RETURNED and may(Permission.ANSWER, role, one.state) for one, role in lines)
    return {
        "lines": [line for line, _ in lines],
        "acts": {line.id: acts.acts(line, role) for line, role in lines},
        "sentences": acts.SENTENCES,
        "to_ask": {line.id for line, role in lines if acts.may_ask_for_signature(line, role)},
        "heads": heads_of(db, visitor) if acts.asks_heads(lines) else {},
        "asked_since": now - QUIET_FOR,
        "parts": parts_of(db, catalogue, visitor, now),
        "returned": returned_to(db, visitor) if is_returned else [],
        "threads": threads_of(db, visitor),
    }
