"""The page of a review's summary: four texts, each with its guidance."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed
from app.assessments.report.outcome import SUMMARY, summary_row, texts_in
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.forms import SummaryForm
from app.features.reviewing.outcome.summarising import save_summary
from app.features.reviewing.outcome_routes.recommendations import first_review, outcome_context
from app.features.reviewing.review import FIRST, Review, part_in, review_of
from app.features.reviewing.routes import address, number
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/review/summary", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_REVIEW))]
ToWrite = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REVIEW))]
GUIDANCE = {
    "method": N_("Who reviewed, from which documents, and how closely."),
    "evidence": N_("How complete, recent and traceable it was, and where it did not show the level."),
    "good_practice": N_("What other administrations could learn here."),
    "to_improve": N_("The two or three changes that matter most, beyond single questions."),
}
WRITTEN_MEANWHILE = N_(
    "Someone else has changed the summary since you opened it. Compare both, then save or keep theirs."
)


@router.get("")
def summary_page(request: Request, access: ToSee, db: Reading) -> Response:
    return render_summary(request, access, db, first_review(access, db))


@router.post("")
def save(request: Request, access: ToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    if part_in(access) != FIRST:
        raise NotAllowed
    review, form = review_of(db, access, with_past=False), SummaryForm(submitted)
    if form.problems:
        return render_summary(request, access, db, review, form, 422)
    texts = {name: form.fields[name].data.strip() for name in SUMMARY}
    based_on = number(str(submitted.get("revision", "")))
    if not save_summary(db, access.assessment, texts, based_on, by=access.visitor.id, at=utc_now()):
        form.refuse([Problem("", WRITTEN_MEANWHILE)])
        return render_summary(request, access, db, review, form, 409)
    return redirect_with_message(request, "saved", address(access))


def render_summary(
    request: Request,
    access: AssessmentAccess,
    db: Reading,
    review: Review,
    refused: SummaryForm | None = None,
    status: int = 200,
) -> Response:
    stored = summary_row(db, access.assessment)
    context = outcome_context(access, review) | {
        "stored": stored,
        "stored_texts": texts_in(stored),
        "titles": SUMMARY,
        "guidance": GUIDANCE,
        "refused": refused,
        "is_conflict": status == 409,
        "form": refused or SummaryForm(data=dict(stored._mapping) if stored else {}),
    }
    return render(request, "reviewing/outcome/summary.html", context, status=status)
