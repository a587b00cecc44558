"""The recommendations of a review: the list of them, and one of a question."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed, NotYours
from app.assessments.report.outcome import recommendation_rows, recommended_in
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.forms import NoneNeededForm, RecommendationForm
from app.features.reviewing.outcome.asking import REASONS_TO_ASK, reason_to_ask, without_recommendation
from app.features.reviewing.outcome.recommending import MadeRecommendation, Written, save_recommendation, written_in
from app.features.reviewing.review import FIRST, Review, part_in, review_of
from app.features.reviewing.routes import address, indicator_of, number, review_context
from app.web.forms import Form
from app.web.pages import is_fragment, redirect_with_message, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/review/recommendations", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_REVIEW))]
ToRecommend = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REVIEW))]
WRITTEN_MEANWHILE = N_(
    "Someone else has written on this question since you opened this page. Compare both, then save or keep theirs."
)


@router.get("")
def recommendations_page(request: Request, access: ToSee, db: Reading) -> Response:
    review = first_review(access, db)
    context = outcome_context(access, review) | {
        "asking": without_recommendation(review),
        "recommendations": recommended_in(review.recommendations),
        "declined": {id_: row.why_none for id_, row in review.recommendations.items() if row.why_none},
    }
    return render(request, "reviewing/outcome/recommendations.html", context)


@router.get("/{indicator}")
def recommendation_page(request: Request, access: ToSee, indicator: str, db: Reading) -> Response:
    review = first_review(access, db)
    return render_recommendation(request, access, review, indicator_of(review, indicator))


@router.put("/{indicator}")
@router.post("/{indicator}")
def save(request: Request, access: ToRecommend, indicator: str, submitted: SubmittedForm, db: Writing) -> Response:
    if part_in(access) != FIRST:
        raise NotAllowed
    review = review_of(db, access, with_past=False)
    question = indicator_of(review, indicator)
    form = NoneNeededForm(submitted) if submitted.get("none") else RecommendationForm(submitted)
    if form.problems:
        return render_recommendation(request, access, review, question, form, 422)
    based_on = max(number(str(submitted.get(name, ""))) for name in ("revision", "over"))
    made = MadeRecommendation(question.id, written_by(form, review, question), based_on)
    if not save_recommendation(db, review, made, by=access.visitor.id, at=utc_now()):
        form.refuse([Problem("", WRITTEN_MEANWHILE)])
        return render_recommendation(request, access, review, question, form, 409)
    if is_fragment(request):
        stored = recommendation_rows(db, review.assessment)[question.id]
        context = outcome_context(access, review) | {"stored": stored, "question": question}
        return render(request, "reviewing/outcome/_saved.html", context)
    return redirect_with_message(request, "saved", address(access, question))


def written_by(form: Form, review: Review, question: Indicator) -> Written:
    """Who says that none is needed keeps what was recommended before, for whoever thinks otherwise later."""
    typed = {name: field.data.strip() for name, field in form.fields.items()}
    if isinstance(form, RecommendationForm):
        return Written(**typed)
    stored = review.recommendations.get(question.id)
    before = written_in(stored) if stored else Written()
    return Written(before.finding, before.risk, before.recommended, before.due_on, **typed)


def first_review(access: AssessmentAccess, db: Reading) -> Review:
    """The second reviewer recommends nothing and sees nothing of what is."""
    if part_in(access) != FIRST:
        raise NotYours
    return review_of(db, access)


def render_recommendation(
    request: Request,
    access: AssessmentAccess,
    review: Review,
    question: Indicator,
    refused: Form | None = None,
    status: int = 200,
) -> Response:
    stored = review.recommendations.get(question.id)
    row, opinion = stored._mapping if stored else {}, review.opinion(question.id)
    first_words = {"finding": opinion.note if opinion and opinion.decision != "accepted" else ""}
    context = outcome_context(access, review) | {
        "question": question,
        "stored": stored,
        "is_conflict": status == 409,
        "why_asked": REASONS_TO_ASK.get(reason_to_ask(review, question), ""),
        "refused": refused,
        "form": refused if isinstance(refused, RecommendationForm) else RecommendationForm(data=row or first_words),
        "none_form": refused if isinstance(refused, NoneNeededForm) else NoneNeededForm(data=row),
    }
    if refused and is_fragment(request):
        return render(request, "reviewing/outcome/_not_saved.html", context, status=status)
    return render(request, "reviewing/outcome/recommendation.html", context, status=status)


def outcome_context(access: AssessmentAccess, review: Review) -> dict[str, Any]:
    return review_context(access, review) | {"may_write": access.may(Permission.REVIEW)}
