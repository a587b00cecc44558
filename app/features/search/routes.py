"""The search: what of its own kinds a visitor may open elsewhere, found by parts of words."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import SignedIn
from app.access.identity import Visitor, utc_now
from app.db import audit_log
from app.db.session import Reading
from app.features.search.hits import LONGEST, Group, Sought, marked
from app.features.search.kinds import ADMINISTRATIONS, EVIDENCE, PEOPLE, QUESTIONS, groups_for, kinds_for
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.pages import render
from questionnaires.problems import N_

router = APIRouter(include_in_schema=False)

EVIDENCE_FOUND: audit_log.ReadingAction = "evidence found"
TITLES = {
    ADMINISTRATIONS: N_("Administrations"),
    PEOPLE: N_("People"),
    QUESTIONS: N_("Questions"),
    EVIDENCE: N_("Evidence"),
}
WAYS = {
    ADMINISTRATIONS: N_("by name, code or country"),
    PEOPLE: N_("of administrations, by name or email address"),
    QUESTIONS: N_("by number, or by words of the question"),
    EVIDENCE: N_("uploaded or registered, by title or file name"),
}


@router.get("/search")
def search(request: Request, visitor: SignedIn, db: Reading, catalogue: CatalogueOf, q: str = "") -> Response:
    sought = Sought.of(q)
    groups = groups_for(db, catalogue, visitor, sought) if sought.words else []
    db.rollback()  # ends this transaction, so that remembering takes its turn after it and not inside it
    _remember(request, visitor, groups)
    context = {
        "sought": sought.text,
        "longest": LONGEST,
        "is_asked": bool(sought.words),
        "groups": [group for group in groups if group.count],
        "titles": TITLES,
        "ways": {kind: WAYS[kind] for kind in kinds_for(visitor)},
        "marked": partial(marked, words=sought.words),
    }
    return render(request, "search/search.html", context)


def _remember(request: Request, visitor: Visitor, groups: Sequence[Group]) -> None:
    """Whoever of an office is shown titles of an administration's evidence is remembered before, as its reader is."""
    shown = {hit.assessment_id for group in groups for hit in group.hits if hit.assessment_id}
    if visitor.office and shown:
        details = {"assessments": sorted(shown)}
        database = state_of(request).database
        audit_log.record_reading(database, EVIDENCE_FOUND, by=visitor.id, at=utc_now(), details=details)
