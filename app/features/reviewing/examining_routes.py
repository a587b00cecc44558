"""The risky questions of a review as one list, and accepting the plain answers of an element in one act."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.lifecycle import NotNow
from app.assessments.reads import WITH_SECRETARIAT, open_comments
from app.db.session import Reading, Writing
from app.features.reviewing.examining.risk import by_risk, pages_of
from app.features.reviewing.examining.together import Accepted, Sent, accept_together, together_of
from app.features.reviewing.review import Review, may_decide, part_in, review_of
from app.features.reviewing.routes import (
    RISK,
    ToDecide,
    ToSee,
    address,
    cards_context,
    element_context,
    number,
)
from app.web.pages import redirect, redirect_with_message, render

router = APIRouter(prefix="/assessments/{assessment_id}/review", include_in_schema=False)


@router.get("/risks")
def risks_page(
    request: Request, access: ToSee, db: Reading, page: Annotated[int, Query(ge=1, le=1000)] = 1
) -> Response:
    review = review_of(db, access)
    pages = pages_of(review) or [()]
    if page > len(pages):
        raise NotYours
    context = cards_context(access, db, review, pages[page - 1])
    context |= {"order": RISK, "page": page, "pages": len(pages), "progress": review.progress(by_risk(review))}
    return render(request, "reviewing/risks.html", context)


@router.post("/{element}/acceptances")
def accept_answers(request: Request, access: ToDecide, element: str, submitted: SubmittedForm, db: Writing) -> Response:
    if not may_decide(access):
        raise NotNow(f"{part_in(access)} review")
    review = review_of(db, access)
    if element not in access.assessment.questionnaire.elements:
        raise NotYours
    plain = together_of(review, element, open_comments(db, access.assessment.id, [WITH_SECRETARIAT])).accepted
    sent = sent_in(review, element, submitted)
    result = accept_together(db, review, plain, sent, by=access.visitor.id, at=utc_now())
    if result.problems:
        return render_not_all(request, access, db, element, result)
    following = address(access, result.review.next_open(element))
    if not result.ids:
        return redirect(following)
    return redirect_with_message(request, f"accepted:{len(result.ids)}", following)


def render_not_all(request: Request, access: AssessmentAccess, db: Writing, element: str, result: Accepted) -> Response:
    """The element as it now is: what could be accepted is, and the page says of the others why not."""
    context = element_context(access, db, result.review, element) | {"not_accepted": result}
    return render(request, "reviewing/element.html", context, status=409)


def sent_in(review: Review, element: str, submitted: FormData) -> list[Sent]:
    """The questions of this element that the page showed, each once, as the form has them: id, signature, revision."""
    marks = dict(str(mark).partition(":")[::2] for mark in submitted.getlist("shown"))
    bases = {
        indicator.id: marks[indicator.id].partition(".")
        for indicator in review.of_element(element)
        if indicator.id in marks
    }
    return [Sent(id_, number(signature), number(revision)) for id_, (signature, _, revision) in bases.items()]
