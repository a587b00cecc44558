"""Publishing one result or all reviewed ones of a round: first a page that says what, then the act itself."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee, OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.preview import Preview, changes_since, preview_of
from app.features.reviewing.publishing import opened_for_publication, publish, publish_all
from app.features.reviewing.queue import rounds_of
from app.web.api import CatalogueOf
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(include_in_schema=False)

ToSeePublishing = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.PUBLISH))]
ToPublish = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.PUBLISH))]
ToSeeAll = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_REVIEWS))]
ToPublishAll = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_REVIEWS))]
CHANGED = N_("Nothing was published, because something has changed since you opened this page. Check it again.")
NOTHING_WAITS = N_("No result of this round is ready to publish.")


@router.get("/assessments/{assessment_id}/publication")
def publication_page(request: Request, access: ToSeePublishing, db: Reading) -> Response:
    return render_publication(request, access, preview_of(db, access.assessment))


@router.post("/assessments/{assessment_id}/publication")
def publication(
    request: Request, access: ToPublish, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    preview = preview_of(db, access.assessment)
    if changes := changes_since(db, [str(mark) for mark in submitted.getlist("shown")], [preview]):
        return render_publication(request, access, preview, changes)
    publish(db, catalogue, access.assessment, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "published", f"/assessments/{access.assessment.id}/review")


def render_publication(
    request: Request, access: AssessmentAccess, preview: Preview, changes: Sequence[Problem] = ()
) -> Response:
    home = f"/assessments/{access.assessment.id}"
    context = confirmation_context(f"{home}/publication", f"{home}/review", changes) | {
        "preview": preview,
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.questionnaire.words(access.visitor.language),
    }
    return render(request, "reviewing/publication.html", context, status=409 if changes else 200)


@router.get("/reviews/publications")
def publications_page(
    request: Request, visitor: ToSeeAll, db: Reading, catalogue: CatalogueOf, round: str = ""
) -> Response:
    rounds = rounds_of(db)
    round_id = round if round in rounds else next(iter(rounds), "")
    accesses = opened_for_publication(db, catalogue, round_id, visitor)
    return render_publications(request, db, round_id, [preview_of(db, access.assessment) for access in accesses])


@router.post("/reviews/publications")
def publish_reviewed(
    request: Request, visitor: ToPublishAll, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    """All that the page listed, as it listed them, or none."""
    round_id = str(submitted.get("round", ""))
    if round_id not in rounds_of(db):
        raise NotYours
    accesses = opened_for_publication(db, catalogue, round_id, visitor, to_write=True)
    previews = [preview_of(db, access.assessment) for access in accesses]
    changes = changes_since(db, [str(mark) for mark in submitted.getlist("shown")], previews)
    if not (changes or previews):
        changes = [Problem("", NOTHING_WAITS)]
    if changes:
        return render_publications(request, db, round_id, previews, changes)
    publish_all(db, catalogue, [access.assessment for access in accesses], by=visitor.id, at=utc_now())
    return redirect_with_message(request, "all-published", f"/reviews?round={round_id}&state=published")


def render_publications(
    request: Request,
    db: Reading,
    round_id: str,
    previews: Sequence[Preview],
    changes: Sequence[Problem] = (),
) -> Response:
    context = confirmation_context("/reviews/publications", f"/reviews?round={round_id}", changes) | {
        "previews": sorted(previews, key=lambda preview: preview.assessment.administration),
        "rounds": rounds_of(db),
        "round_id": round_id,
    }
    return render(request, "reviewing/publications.html", context, status=409 if changes else 200)


def confirmation_context(address: str, back: str, changes: Sequence[Problem]) -> dict[str, Any]:
    return {"address": address, "back": back, "changes": changes, "changed": CHANGED}
