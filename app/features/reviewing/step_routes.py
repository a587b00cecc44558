"""The steps of a review: its beginning, who has it, its end, its reopening."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed
from app.assessments.lifecycle import NotNow
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing import actions
from app.features.reviewing.assigning import Assignment, assign
from app.features.reviewing.forms import AssignmentForm, CompletionForm, ReopeningForm, UnadvisedForm
from app.features.reviewing.outcome.asking import without_recommendation
from app.features.reviewing.returning.drafts import drafted_texts, drafts_of
from app.features.reviewing.review import FIRST, Review, may_decide, part_in, review_of
from app.features.reviewing.routes import address, number, render_overview, review_context
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeEnd = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.DECIDE))]
ToEnd = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE))]
ToReopen = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REOPEN_REVIEW))]
ToAssign = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASSIGN_REVIEW))]
ToSeeBeginning = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.BEGIN_REVIEW))]
ToBegin = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.BEGIN_REVIEW))]


@router.get("/review/beginning")
def beginning_page(request: Request, access: ToSeeBeginning) -> Response:
    home = address(access)
    context = {"access": access, "assessment": access.assessment, "address": home, "back": home}
    return render(request, "reviewing/beginning.html", context)


@router.post("/review")
def begin(request: Request, access: ToBegin, db: Writing) -> Response:
    if part_in(access) != FIRST:
        raise NotAllowed
    actions.begin(db, access.assessment, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "review-begun", address(access))


@router.get("/review/completion")
def completion_page(request: Request, access: ToSeeEnd, db: Reading) -> Response:
    if not may_decide(access):
        raise NotNow("completion")
    return render_completion(request, access, db, review_of(db, access))


@router.post("/review/completion")
def finish(request: Request, access: ToEnd, submitted: SubmittedForm, db: Writing) -> Response:
    if not may_decide(access):
        raise NotNow("completion")
    review = review_of(db, access)
    if number(str(submitted.get("signature", ""))) != review.assessment.signature:
        raise NotNow("signed again")
    unexamined, unadvised = completion_forms(review, submitted)
    if any(form.problems for form in (unexamined, unadvised) if form):
        return render_completion(request, access, db, review, unexamined, unadvised)
    actions.finish(
        db,
        review,
        why_unexamined=unexamined.why.data if unexamined else "",
        why_none=unadvised.why_none.data if unadvised else "",
        by=access.visitor.id,
        at=utc_now(),
    )
    code = "review-finished" if review.part == FIRST else "second-review-finished"
    return redirect_with_message(request, code, address(access))


def completion_forms(review: Review, submitted: FormData) -> tuple[CompletionForm | None, UnadvisedForm | None]:
    """What was sent for each thing that finishing leaves undone; None where there is nothing of it."""
    left, asking = review.examined.left, asking_in(review)
    unexamined, unadvised = CompletionForm(submitted), UnadvisedForm(submitted)
    if unexamined.unexamined.data != str(len(left)):
        sentence = N_("Tick that you accept them without examination, or examine them first.")
        unexamined.refuse([Problem("unexamined", sentence)])
    if unadvised.unadvised.data != str(len(asking)):
        sentence = N_("Tick that no recommendation is needed on these questions, or write one on each first.")
        unadvised.refuse([Problem("unadvised", sentence)])
    return unexamined if left else None, unadvised if asking else None


def asking_in(review: Review) -> tuple[str, ...]:
    """Only the first reviewer recommends."""
    return without_recommendation(review) if review.part == FIRST else ()


def render_completion(
    request: Request,
    access: AssessmentAccess,
    db: Reading,
    review: Review,
    unexamined: CompletionForm | None = None,
    unadvised: UnadvisedForm | None = None,
) -> Response:
    left, asking = review.examined.left, asking_in(review)
    form, advice_form = unexamined or CompletionForm(), unadvised or UnadvisedForm()
    context = review_context(access, review) | {
        "address": f"{address(access)}/completion",
        "back": address(access),
        "counts": review.counts(),
        "not_applicable": [id_ for id_ in left if review.signed(id_).state == "not_applicable"],
        "is_ticked": form.unexamined.data == str(len(left)),
        "form": form,
        "asking": asking,
        "drafted": drafted_texts(drafts_of(db, access), review.assessment.questionnaire.indicators),
        "asking_is_ticked": advice_form.unadvised.data == str(len(asking)),
        "advice_form": advice_form,
    }
    is_refused = bool(form.problems or advice_form.problems)
    return render(request, "reviewing/completion.html", context, status=422 if is_refused else 200)


@router.post("/review/reopening")
def reopen(request: Request, access: ToReopen, submitted: SubmittedForm, db: Writing) -> Response:
    form = ReopeningForm(submitted)
    if form.problems:
        return render_overview(request, access, db, form=form)
    actions.reopen(db, access.assessment, form.why.data, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "review-reopened", address(access))


@router.post("/review/reviewer")
def hand_over(request: Request, access: ToAssign, submitted: SubmittedForm, db: Writing) -> Response:
    form = AssignmentForm(submitted)
    assignment = Assignment(FIRST, form.reviewer.data, form.due_on.data)
    form.refuse(assign(db, [access.assessment], assignment, by=access.visitor.id, at=utc_now()))
    if form.problems:
        return render_overview(request, access, db, form=form)
    return redirect_with_message(request, "reviews-given", address(access))
