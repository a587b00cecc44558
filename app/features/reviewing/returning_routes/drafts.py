"""The draft of a question of a return, on the card of its question: saved as it is typed, or by its button."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.forms import DraftForm
from app.features.reviewing.returning.drafts import DraftCard, MadeDraft, draft_card, draft_of, save_draft, with_typed
from app.features.reviewing.review import FIRST, part_in, review_of
from app.features.reviewing.routes import STALE, address, based_on, element_context, indicator_of
from app.web.pages import is_fragment, redirect, redirect_with_message, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/review/questions", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.REVIEW))]
ToDraft = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REVIEW))]
DRAFTED_MEANWHILE = N_("Someone else has drafted this question since you opened it. Compare both and choose one.")


@router.get("/{indicator}")
def draft_fragment(request: Request, access: ToSee, indicator: str, db: Reading) -> Response:
    """As it is stored, for "keep theirs". Without script it is a place on the element's page."""
    question = question_of(access, db, indicator)
    if not is_fragment(request):
        return redirect(address(access, question))
    stored = draft_card(access, question.id, draft_of(db, access.assessment.id, question.id))
    return render(request, "reviewing/returning/_draft_alone.html", context_of(access, question, stored))


@router.put("/{indicator}")
@router.post("/{indicator}")
def save(request: Request, access: ToDraft, indicator: str, submitted: SubmittedForm, db: Writing) -> Response:
    question = question_of(access, db, indicator)
    form = DraftForm(submitted, of=question.id)
    signature, revision = max(based_on(submitted, "revision"), based_on(submitted, "over"))
    not_saved = DraftCard(form, str(submitted.get("revision", "")))
    if signature != access.assessment.signature:
        form.refuse([Problem("", STALE)])
        return render_not_saved(request, access, db, question, replace(not_saved, is_stale=True))
    if form.problems:
        return render_not_saved(request, access, db, question, not_saved)
    made = MadeDraft(question.id, form.needed.data.strip() and form.needed.data, revision)
    if conflict := save_draft(db, access.assessment.id, made, by=access.visitor.id, at=utc_now()):
        form.refuse([Problem("", DRAFTED_MEANWHILE)])
        return render_not_saved(request, access, db, question, replace(not_saved, conflict=conflict))
    if not is_fragment(request):
        return redirect_with_message(request, "saved", address(access, question))
    stored = draft_card(access, question.id, draft_of(db, access.assessment.id, question.id))
    return render(request, "reviewing/returning/_draft_saved.html", context_of(access, question, stored))


def render_not_saved(
    request: Request, access: AssessmentAccess, db: Writing, question: Indicator, not_saved: DraftCard
) -> Response:
    """A problem or a conflict, with everything typed still in its field."""
    stored = draft_card(access, question.id, draft_of(db, access.assessment.id, question.id))
    refused = with_typed(stored, not_saved)
    status = 409 if not_saved.is_stale or not_saved.conflict else 422
    if is_fragment(request):
        context = context_of(access, question, refused)
        return render(request, "reviewing/returning/_draft_problem.html", context, status)
    context = element_context(access, db, review_of(db, access), question.element)
    context["drafts"] = {**context["drafts"], question.id: refused}
    return render(request, "reviewing/element.html", context | {"refused": not_saved.form}, status=status)


def question_of(access: AssessmentAccess, db: Reading, indicator: str) -> Indicator:
    """Questions are the first reviewer's to draft: the second one works unseen."""
    if part_in(access) != FIRST:
        raise NotAllowed
    return indicator_of(review_of(db, access, with_past=False), indicator)


def context_of(access: AssessmentAccess, question: Indicator, draft: DraftCard) -> dict[str, Any]:
    return {"access": access, "assessment": access.assessment, "id": question.id, "draft": draft}
