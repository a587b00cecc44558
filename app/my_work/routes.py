"""The first page after sign-in: a coordinator's assessments, or the whole round for secretariat and auditors."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access import may_everywhere
from app.database import Reading
from app.guards import SignedIn
from app.lifecycle import NAMES
from app.my_work.queries import lines_for
from app.rights import Permission
from app.web.api import CatalogueOf
from app.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def my_work(request: Request, visitor: SignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    names = {"lines": lines_for(db, visitor), "state_names": NAMES, "catalogue": catalogue}
    return render(
        request,
        "my_work/round.html" if may_everywhere(visitor, Permission.FOLLOW_ROUND) else "my_work/my_work.html",
        names,
    )
