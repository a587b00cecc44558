"""The history of an answer and of the profile; restoring an entry is a new save of the old content."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToSee, ToAnswer, ToAnswerProfile
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments import saving
from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.lifecycle import State
from app.assessments.rights import Permission
from app.assessments.saving import PROFILE
from app.db.session import Reading, Writing
from app.features.answering import history
from app.features.answering.forms import revision
from app.features.answering.pages import address, base_context, question_of
from app.features.answering.queries import history_of, marks_of
from app.web.pages import redirect_with_message, render
from questionnaires.definition import Indicator
from questionnaires.documents import of_document

ToReadHistory = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ_HISTORY))]
router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/answers/{indicator}/history")
def answer_history(request: Request, access: ToReadHistory, indicator: str, db: Reading) -> Response:
    return render(request, "answering/history.html", answer_history_context(access, db, question_of(access, indicator)))


@router.post("/answers/{indicator}/history")
def restore_answer(request: Request, access: ToAnswer, indicator: str, form: SubmittedForm, db: Writing) -> Response:
    """Conditional on the newest revision that the person saw, as every save is."""
    question, assessment = question_of(access, indicator), access.assessment
    rows = history_of(db, assessment.id, question.id)
    content = history.content_of(rows, revision(form, "restore"), is_answer=True)
    if content is None:
        raise NotYours
    based_on = max(revision(form), revision(form, "over"))
    new = saving.NewAnswer(of_document(content), based_on, access.visitor.id, utc_now())
    outcome = saving.save_answer(db, assessment, question, new)
    if isinstance(outcome, saving.Conflict):
        conflict = {"wanted": history.answer_screen(content), "restore": revision(form, "restore")}
        return render(
            request, "answering/history.html", answer_history_context(access, db, question, conflict), status=409
        )
    if isinstance(outcome, TooMuchEvidence):
        problems = [replace(problem, place="") for problem in outcome.problems]  # nothing on this page is typed
        context = answer_history_context(access, db, question) | {"problems": problems}
        return render(request, "answering/history.html", context, status=422)
    return redirect_with_message(request, "restored", address(access, question))


@router.get("/profile/history")
def profile_history(request: Request, access: ToReadHistory, db: Reading) -> Response:
    return render(request, "answering/history.html", profile_history_context(access, db))


@router.post("/profile/history")
def restore_profile(request: Request, access: ToAnswerProfile, form: SubmittedForm, db: Writing) -> Response:
    rows = history_of(db, access.assessment.id, PROFILE)
    content = history.content_of(rows, revision(form, "restore"), is_answer=False)
    if content is None:
        raise NotYours
    based_on = max(revision(form), revision(form, "over"))
    outcome = saving.save_profile(db, access.assessment, content, revision=based_on, by=access.visitor.id, at=utc_now())
    if isinstance(outcome, saving.ProfileConflict):
        conflict = {"wanted": content, "restore": revision(form, "restore")}
        return render(request, "answering/history.html", profile_history_context(access, db, conflict), status=409)
    return redirect_with_message(request, "restored", f"/assessments/{access.assessment.id}/profile")


def answer_history_context(
    access: AssessmentAccess, db: Session, question: Indicator, conflict: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    is_open = access.assessment.state is not State.RETURNED or question.id in marks_of(db, access).returned
    return base_context(access) | {
        "indicator": question,
        "entries": history.entries(history_of(db, access.assessment.id, question.id), is_answer=True),
        "may_restore": access.may_answer and is_open,
        "here": f"/assessments/{access.assessment.id}/answers/{question.id}/history",
        "back": address(access, question),
        "conflict": conflict,
        "problems": (),
    }


def profile_history_context(
    access: AssessmentAccess, db: Session, conflict: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    home = f"/assessments/{access.assessment.id}/profile"
    return base_context(access) | {
        "indicator": None,
        "entries": history.entries(history_of(db, access.assessment.id, PROFILE), is_answer=False),
        "may_restore": access.may(Permission.ANSWER_PROFILE),
        "here": f"{home}/history",
        "back": home,
        "conflict": conflict,
        "problems": (),
    }
