"""Publishing one result or all reviewed ones of a round: first a page that says what, then the act itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee, OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.lifecycle import NAMES
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.outcome.versions import versions_of
from app.features.reviewing.publication.prepared import ReadyForOne, ReadyForSeveral, numbers_changed
from app.features.reviewing.publication.preview import Preview, changes_since, ids_in, preview_of
from app.features.reviewing.publication.publishing import (
    ToPublish,
    opened_for_publication,
    publish,
    publish_all,
    states_of,
)
from app.features.reviewing.queries import chosen_in
from app.features.reviewing.queue import rounds_of
from app.web.api import CatalogueOf
from app.web.pages import list_of_round, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(include_in_schema=False)

ToSeePublishing = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.PUBLISH))]
MayPublish = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.PUBLISH))]
ToSeeAll = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_REVIEWS))]
ToPublishAll = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_REVIEWS))]
CHANGED = N_("Nothing was published, because something has changed since you opened this page. Check it again.")
NONE_TICKED = N_("Tick the results to publish.")
NOTHING_WAITS = N_("No result of this round is ready to publish.")


@router.get("/assessments/{assessment_id}/publication")
def publication_page(request: Request, access: ToSeePublishing, db: Reading) -> Response:
    return render_publication(request, access, db, preview_of(db, access.assessment))


@router.post("/assessments/{assessment_id}/publication")
def publication(
    request: Request,
    ready: ReadyForOne,
    access: MayPublish,
    submitted: SubmittedForm,
    db: Writing,
    catalogue: CatalogueOf,
) -> Response:
    preview = preview_of(db, access.assessment)
    changes = changes_since(db, [str(mark) for mark in submitted.getlist("shown")], [preview])
    changes = changes or numbers_changed(db, [access.assessment], ready)
    if changes:
        return render_publication(request, access, db, preview, changes)
    publish(db, catalogue, access.assessment, by=access.visitor.id, at=utc_now(), ready=ready.get(access.assessment.id))
    return redirect_with_message(request, "published", f"/assessments/{access.assessment.id}/review")


def render_publication(
    request: Request, access: AssessmentAccess, db: Reading, preview: Preview, changes: Sequence[Problem] = ()
) -> Response:
    home = f"/assessments/{access.assessment.id}"
    context = confirmation_context(f"{home}/publication", f"{home}/review", changes) | {
        "preview": preview,
        "kept": versions_of(db, access.assessment)[-1:],
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.words(access.visitor.language),
    }
    return render(request, "reviewing/publication.html", context, status=409 if changes else 200)


@router.get("/reviews/publications")
def publications_page(
    request: Request, visitor: ToSeeAll, db: Reading, catalogue: CatalogueOf, round: str = ""
) -> Response:
    """All reviewed results of a round or, from its list, those that were ticked there."""
    rounds = rounds_of(db)
    round_id = round if round in rounds else next(iter(rounds), "")
    query = request.query_params
    ids = chosen_in(db, round_id, query.getlist("chosen")) if "view" in query else None
    accesses = opened_for_publication(db, catalogue, ToPublish(round_id, ids), visitor)
    previews = [preview_of(db, access.assessment) for access in accesses]
    ready = {preview.assessment.id for preview in previews}
    others = [row for id_, row in states_of(db, ids or ()).items() if id_ not in ready]
    shown = Shown(round_id, previews, query.get("view"), others=others)
    return render_publications(request, db, shown)


@router.post("/reviews/publications")
def publish_reviewed(
    request: Request,
    ready: ReadyForSeveral,
    visitor: ToPublishAll,
    submitted: SubmittedForm,
    db: Writing,
    catalogue: CatalogueOf,
) -> Response:
    """All that were ticked, as the page listed them, or none."""
    round_id, marks = str(submitted.get("round", "")), [str(mark) for mark in submitted.getlist("mark")]
    view = str(submitted["view"]) if "view" in submitted else None
    if round_id not in rounds_of(db):
        raise NotYours
    if not (ids := ids_in(marks)):
        return render_publications(request, db, Shown(round_id, [], view, [Problem("", NONE_TICKED)]))
    accesses = opened_for_publication(db, catalogue, ToPublish(round_id, ids), visitor, to_write=True)
    previews = [preview_of(db, access.assessment) for access in accesses]
    assessments = [access.assessment for access in accesses]
    changes = changes_since(db, marks, previews) or numbers_changed(db, assessments, ready)
    if not (changes or previews):
        changes = [Problem("", NOTHING_WAITS)]
    if changes:
        return render_publications(request, db, Shown(round_id, previews, view, changes))
    publish_all(db, catalogue, assessments, by=visitor.id, at=utc_now(), ready=ready)
    leads_to = f"/reviews?round={round_id}&state=published" if view is None else list_of_round(round_id, view)
    return redirect_with_message(request, "all-published", leads_to)


@dataclass(frozen=True)
class Shown:
    """What the page before publishing several shows. `view` is how the list of the round was filtered that it was
    reached from, None from the reviews; `others` were ticked there, but cannot be published now: rows of `states_of`.
    """

    round_id: str
    previews: Sequence[Preview]
    view: str | None
    changes: Sequence[Problem] = ()
    others: Sequence[Any] = ()


def render_publications(request: Request, db: Reading, shown: Shown) -> Response:
    back = f"/reviews?round={shown.round_id}" if shown.view is None else list_of_round(shown.round_id, shown.view)
    previews = sorted(shown.previews, key=lambda preview: preview.assessment.administration)
    others: list[Any] = sorted(shown.others, key=lambda row: str(row.name).casefold())
    context = confirmation_context("/reviews/publications", back, shown.changes) | {
        "previews": previews,
        "others": others,
        "state_names": NAMES,
        "rounds": rounds_of(db),
        "round_id": shown.round_id,
        "view": shown.view,
    }
    return render(request, "reviewing/publications.html", context, status=409 if shown.changes else 200)


def confirmation_context(address: str, back: str, changes: Sequence[Problem]) -> dict[str, Any]:
    return {"address": address, "back": back, "changes": changes, "changed": CHANGED}
