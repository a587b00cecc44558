"""The threads of one question: inside the team, and with the secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.answering import comments
from app.features.answering.forms import text
from app.features.answering.pages import frame, question_of
from app.features.answering.queries import TEAM_AUDIENCE, WITH_SECRETARIAT
from app.web.pages import go_to, is_fragment, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_needed

ToComment = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.COMMENT))]
ToCommentInside = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.COMMENT_INSIDE))]

router = APIRouter(prefix="/assessments/{assessment_id}/answers/{indicator}/comments", include_in_schema=False)


@dataclass(frozen=True)
class Refused:
    """A comment that could not be kept, to show it again."""

    audience: str
    text: str
    problems: Sequence[Problem]


@router.get("")
def comments_page(request: Request, access: ToRead, indicator: str, db: Reading, before: str = "") -> Response:
    """With `before` the comments that stand before that one: to htmx alone, since they only join what is there."""
    names = names_of(access, db, question_of(access, indicator), before.replace("\0", ""))
    if not is_fragment(request):
        return render(request, "answering/comments.html", names)
    earlier = next((talk for talk in names["talks"] if not talk.page.is_newest), None)
    if earlier:
        return render(request, "answering/_comments_of.html", names | {"talk": earlier})
    return render(request, "answering/_comments.html", names)


@router.post("/team")
def post_to_team(
    request: Request, access: ToCommentInside, indicator: str, form: SubmittedForm, db: Writing
) -> Response:
    return post(request, access, db, question_of(access, indicator), TEAM_AUDIENCE, form)


@router.post("/secretariat")
def post_to_secretariat(
    request: Request, access: ToComment, indicator: str, form: SubmittedForm, db: Writing
) -> Response:
    return post(request, access, db, question_of(access, indicator), WITH_SECRETARIAT, form)


@router.post("/team/resolution")
def resolve_in_team(
    request: Request, access: ToCommentInside, indicator: str, form: SubmittedForm, db: Writing
) -> Response:
    return resolve(request, access, db, question_of(access, indicator), TEAM_AUDIENCE, form)


@router.post("/secretariat/resolution")
def resolve_with_secretariat(
    request: Request, access: ToComment, indicator: str, form: SubmittedForm, db: Writing
) -> Response:
    return resolve(request, access, db, question_of(access, indicator), WITH_SECRETARIAT, form)


def post(
    request: Request, access: AssessmentAccess, db: Session, one: Indicator, audience: str, form: SubmittedForm
) -> Response:
    problems: list[Problem] = []
    words = read_needed("text", text(form, "text"), N_("Write something first."), problems)
    if problems:
        return refuse(request, access, db, one, Refused(audience, text(form, "text"), problems))
    comments.post(db, access, one, audience, text=words, id_=text(form, "comment_id"), at=utc_now())
    return say(request, access, db, one, audience)


def resolve(
    request: Request, access: AssessmentAccess, db: Session, one: Indicator, audience: str, form: SubmittedForm
) -> Response:
    comments.resolve(db, access, one, audience, is_resolved=text(form, "resolved") == "yes", at=utc_now())
    return say(request, access, db, one, audience)


def refuse(request: Request, access: AssessmentAccess, db: Session, one: Indicator, refused: Refused) -> Response:
    """htmx puts the sentence beside the text, which stays on the screen; without script the page holds both."""
    template = "answering/_refused.html" if is_fragment(request) else "answering/comments.html"
    return render(request, template, names_of(access, db, one) | {"refused": refused}, status=422)


def say(request: Request, access: AssessmentAccess, db: Session, one: Indicator, audience: str) -> Response:
    """What was said in this thread now: the text in the field is left to the page, which knows what it sent."""
    if not is_fragment(request):
        return go_to(f"/assessments/{access.assessment.id}/answers/{one.id}/comments#talk-{one.id}-{audience}")
    db.flush()
    names = names_of(access, db, one)
    (talk,) = (found for found in names["talks"] if found.audience == audience)
    return render(request, "answering/_said.html", names | {"talk": talk, "swap": True})


def names_of(access: AssessmentAccess, db: Session, one: Indicator, before: str = "") -> dict[str, Any]:
    talks = comments.talks_of(db, access, one.id, before)
    return frame(access) | {
        "indicator": one,
        "talks": talks,
        "open_comments": sum(talk.page.total for talk in talks if not talk.resolved),
        "new_id": lambda: str(uuid4()),
        "refused": None,
    }
