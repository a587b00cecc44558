"""The threads of one question: inside the team, and with the secretariat."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.reads import TEAM_AUDIENCE, WITH_SECRETARIAT
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.answering import comments
from app.features.answering.forms import CommentForm, text
from app.features.answering.pages import base_context, question_of
from app.web.pages import is_fragment, redirect, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_

ToComment = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.COMMENT))]
ToCommentInside = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.COMMENT_INSIDE))]

router = APIRouter(prefix="/assessments/{assessment_id}/answers/{indicator}/comments", include_in_schema=False)


@router.get("")
def comments_page(request: Request, access: ToRead, indicator: str, db: Reading, before: str = "") -> Response:
    """With `before` the comments that stand before that one: to htmx alone, since they only join what is there."""
    context = comments_context(access, db, question_of(access, indicator), before.replace("\0", ""))
    if not is_fragment(request):
        return render(request, "answering/comments.html", context)
    earlier = next((talk for talk in context["talks"] if not talk.page.is_newest), None)
    if earlier:
        return render(request, "answering/_comments_of.html", context | {"talk": earlier})
    return render(request, "answering/_comments.html", context)


@router.post("/team")
def post_to_team(
    request: Request, access: ToCommentInside, indicator: str, submitted: SubmittedForm, db: Writing
) -> Response:
    return post(request, access, db, question_of(access, indicator), TEAM_AUDIENCE, submitted)


@router.post("/secretariat")
def post_to_secretariat(
    request: Request, access: ToComment, indicator: str, submitted: SubmittedForm, db: Writing
) -> Response:
    return post(request, access, db, question_of(access, indicator), WITH_SECRETARIAT, submitted)


@router.post("/team/resolution")
def resolve_in_team(
    request: Request, access: ToCommentInside, indicator: str, submitted: SubmittedForm, db: Writing
) -> Response:
    return resolve(request, access, db, question_of(access, indicator), TEAM_AUDIENCE, submitted)


@router.post("/secretariat/resolution")
def resolve_with_secretariat(
    request: Request, access: ToComment, indicator: str, submitted: SubmittedForm, db: Writing
) -> Response:
    return resolve(request, access, db, question_of(access, indicator), WITH_SECRETARIAT, submitted)


def post(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    question: Indicator,
    audience: str,
    submitted: SubmittedForm,
) -> Response:
    form = form_of(access, question, audience, submitted)
    if form.problems:
        return render_refused(request, access, db, question, audience, form)
    comment = comments.NewComment(question.id, audience, form.text.data, text(submitted, "comment_id"))
    comments.post(db, access, comment, at=utc_now())
    return render_thread(request, access, db, question, audience)


def resolve(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    question: Indicator,
    audience: str,
    submitted: SubmittedForm,
) -> Response:
    is_resolved = text(submitted, "resolved") == "yes"
    comments.resolve(db, access, question, audience, is_resolved=is_resolved, at=utc_now())
    return render_thread(request, access, db, question, audience)


def form_of(
    access: AssessmentAccess, question: Indicator, audience: str, submitted: SubmittedForm | None = None
) -> CommentForm:
    """A page has one for each thread, and may have fetched those of several questions."""
    form = CommentForm(submitted)
    form.text.id, form.text.label.text = f"text-{question.id}-{audience}", _title(access, audience)
    return form


def _title(access: AssessmentAccess, audience: str) -> str:
    if audience == TEAM_AUDIENCE:
        return N_("Message to colleagues")
    return (
        N_("Message to the secretariat") if access.may(Permission.BE_PRESENT) else N_("Message to the administration")
    )


def render_refused(
    request: Request, access: AssessmentAccess, db: Session, question: Indicator, audience: str, form: CommentForm
) -> Response:
    """htmx puts the sentence beside the text, which stays on the screen; without script the page holds both."""
    template = "answering/_refused.html" if is_fragment(request) else "answering/comments.html"
    context = comments_context(access, db, question)
    context["forms_of"] |= {audience: form}
    return render(request, template, context | {"refused": form}, status=422)


def render_thread(
    request: Request, access: AssessmentAccess, db: Session, question: Indicator, audience: str
) -> Response:
    """What was said in this thread now: the text in the field is left to the page, which knows what it sent."""
    if not is_fragment(request):
        return redirect(
            f"/assessments/{access.assessment.id}/answers/{question.id}/comments#talk-{question.id}-{audience}"
        )
    db.flush()
    context = comments_context(access, db, question)
    (talk,) = (talk for talk in context["talks"] if talk.audience == audience)
    return render(request, "answering/_said.html", context | {"talk": talk, "swap": True})


def comments_context(access: AssessmentAccess, db: Session, question: Indicator, before: str = "") -> dict[str, Any]:
    talks = comments.talks_of(db, access, question.id, before)
    return base_context(access) | {
        "indicator": question,
        "talks": talks,
        "open_comments": sum(talk.page.total for talk in talks if not talk.resolved),
        "new_id": lambda: str(uuid4()),
        "forms_of": {talk.audience: form_of(access, question, talk.audience) for talk in talks},
        "refused": None,
    }
