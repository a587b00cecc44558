"""The steps of a review: its beginning, who has it, the questions that are sent back, its end, its reopening."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed
from app.assessments.examined import opinions
from app.assessments.lifecycle import NotNow
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing import actions
from app.features.reviewing.assigning import Assignment, assign
from app.features.reviewing.review import FIRST, Review, may_decide, part_in, review_of
from app.features.reviewing.routes import STALE, address, frame, number, overview_names
from app.web.pages import go_on_saying, render
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_needed

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeReturn = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.REVIEW))]
ToReturn = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REVIEW))]
ToSeeEnd = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.DECIDE))]
ToEnd = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE))]
ToReopen = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REOPEN_REVIEW))]
ToAssign = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASSIGN_REVIEW))]
ToSeeBeginning = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.BEGIN_REVIEW))]
ToBegin = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.BEGIN_REVIEW))]
QUESTION = "question-"
LONGEST_REASON = 1_000
"""It stands with each of the answers that it is given for."""


@router.get("/review/beginning")
def beginning_page(request: Request, access: ToSeeBeginning) -> Response:
    home = address(access)
    names = {"access": access, "assessment": access.assessment, "address": home, "back": home}
    return render(request, "reviewing/beginning.html", names)


@router.post("/review")
def begin(request: Request, access: ToBegin, db: Writing) -> Response:
    if part_in(access) != FIRST:
        raise NotAllowed
    actions.begin(db, access.assessment, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, "review-begun", address(access))


@router.get("/review/return")
def return_page(
    request: Request, access: ToSeeReturn, db: Reading, choose: Annotated[list[str] | None, Query()] = None
) -> Response:
    review = first_review(access, db)
    notes = {id_: row.note for id_, row in opinions(review.all_standing).items()}
    texts = {one.id: notes.get(one.id, "") for one in review.asked if one.id in (choose or ())}
    return render(request, "reviewing/return.html", return_names(access, review, texts))


@router.post("/review/return")
def send_back(request: Request, access: ToReturn, form: SubmittedForm, db: Writing) -> Response:
    review = first_review(access, db)
    texts = questions_in(review, form)
    if form.get("more"):
        return render(request, "reviewing/return.html", return_names(access, review, texts))
    problems: list[Problem] = []
    read = {id_: read_needed(id_, text, N_("Write what is needed."), problems) for id_, text in texts.items()}
    if not texts:
        problems.append(Problem("", N_("Tick the questions that you send back.")))
    is_stale = number(str(form.get("signature", ""))) != review.assessment.signature
    if problems or is_stale:
        names = return_names(access, review, texts) | {"problems": [Problem("", STALE)] if is_stale else problems}
        return render(request, "reviewing/return.html", names, status=409 if is_stale else 422)
    actions.send_back(db, review, read, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, "returned", address(access))


def first_review(access: AssessmentAccess, db: Reading) -> Review:
    """Questions are the first reviewer's to send: the second one works unseen."""
    if part_in(access) != FIRST:
        raise NotAllowed
    return review_of(db, access)


def questions_in(review: Review, form: FormData) -> dict[str, str]:
    """The questions as they stand in the form, and an empty one for each indicator that was ticked."""
    ticked = set(form.getlist("choose"))
    return {
        one.id: str(form.get(f"{QUESTION}{one.id}", ""))
        for one in review.asked
        if one.id in ticked or f"{QUESTION}{one.id}" in form
    }


def return_names(access: AssessmentAccess, review: Review, texts: dict[str, str]) -> dict[str, Any]:
    return frame(access, review) | {"texts": texts, "problems": []}


@router.get("/review/completion")
def completion_page(request: Request, access: ToSeeEnd, db: Reading) -> Response:
    if not may_decide(access):
        raise NotNow("completion")
    return say_completion(request, access, review_of(db, access))


@router.post("/review/completion")
def finish(request: Request, access: ToEnd, form: SubmittedForm, db: Writing) -> Response:
    if not may_decide(access):
        raise NotNow("completion")
    review = review_of(db, access)
    if number(str(form.get("signature", ""))) != review.assessment.signature:
        raise NotNow("signed again")
    problems: list[Problem] = []
    why = reason_not_to_examine(form, len(review.examined.left), problems) if review.examined.left else ""
    if problems:
        return say_completion(request, access, review, problems, form)
    actions.finish(db, review, why_unexamined=why, by=access.visitor.id, at=utc_now())
    code = "review-finished" if review.part == FIRST else "second-review-finished"
    return go_on_saying(request, code, address(access))


def reason_not_to_examine(form: FormData, left: int, problems: list[Problem]) -> str:
    """The tick, for as many as the page said, and the words without which nothing is accepted unseen."""
    if form.get("unexamined") != str(left):
        problems.append(Problem("unexamined", N_("Tick that you accept them without examination, or examine them.")))
    sentence = N_("Write why they are accepted without examination.")
    why = read_needed("why", form.get("why", ""), sentence, problems).strip()
    if len(why) > LONGEST_REASON:
        problems.append(Problem("why", N_("Write at most {most} characters."), {"most": f"{LONGEST_REASON:,}"}))
    return why


def say_completion(
    request: Request,
    access: AssessmentAccess,
    review: Review,
    problems: Sequence[Problem] = (),
    form: Mapping[str, Any] | None = None,
) -> Response:
    left, typed = review.examined.left, form or {}
    names = frame(access, review) | {
        "address": f"{address(access)}/completion",
        "back": address(access),
        "counts": review.counts(),
        "problems": problems,
        "not_applicable": [id_ for id_ in left if review.signed(id_).state == "not_applicable"],
        "is_ticked": typed.get("unexamined") == str(len(left)),
        "why": str(typed.get("why", "")),
    }
    return render(request, "reviewing/completion.html", names, status=422 if problems else 200)


@router.post("/review/reopening")
def reopen(request: Request, access: ToReopen, form: SubmittedForm, db: Writing) -> Response:
    problems: list[Problem] = []
    why = str(form.get("why", ""))
    text = read_needed("why", why, N_("Write why the review is opened again."), problems)
    if problems:
        return say(request, access, db, problems, {"why": why})
    actions.reopen(db, access.assessment, text, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, "review-reopened", address(access))


@router.post("/review/reviewer")
def hand_over(request: Request, access: ToAssign, form: SubmittedForm, db: Writing) -> Response:
    one = Assignment(FIRST, str(form.get("reviewer", "")), str(form.get("due_on", "")))
    if problems := assign(db, [access.assessment], one, by=access.visitor.id, at=utc_now()):
        return say(request, access, db, problems, {"reviewer": one.reviewer_id, "due_on": one.due_on})
    return go_on_saying(request, "reviews-given", address(access))


def say(
    request: Request, access: AssessmentAccess, db: Writing, problems: list[Problem], typed: dict[str, str]
) -> Response:
    names = overview_names(access, db)
    names |= {"problems": problems, "typed": names["typed"] | typed}
    return render(request, "reviewing/review.html", names, status=422)
