"""The page of a return: its questions, those that were drafted first, and the letter that goes with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotAllowed
from app.assessments.answer_sets import content_hash
from app.assessments.examined import opinions
from app.assessments.rights import Permission
from app.assessments.workforce.cells import asked_tables
from app.db.session import Reading, Writing
from app.features.reviewing.returning.drafts import Drafts, drafted_texts, drafts_of, mark_of_drafts
from app.features.reviewing.returning.letter import drafted_letter, language_of_letter, mark_of_letter, title_of
from app.features.reviewing.returning.sending import send_back
from app.features.reviewing.review import FIRST, Review, part_in, review_of
from app.features.reviewing.routes import STALE, address, number, review_context
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, read_needed

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeReturn = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.REVIEW))]
ToReturn = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.REVIEW))]
QUESTION, CHOOSE, LETTER = "question-", "choose", "letter"
NEEDED = N_("Enter what is needed.")
NEEDS_LETTER = N_("Enter the letter, or write it again from the questions.")
NOT_IN_LETTER = N_(
    "Your letter does not say what you ask in {ids} now. Change it or write it again, or return the assessment once "
    "more to send the letter as it is."
)
NOTHING_CHOSEN = N_("Tick the questions to return.")
DRAFTED_MEANWHILE = N_(
    "Questions were drafted or changed in another window since you opened this page: {ids}. Check them, then return. "
    "What you typed is kept."
)
CHANGED_MEANWHILE = (STALE, DRAFTED_MEANWHILE)


@dataclass(frozen=True)
class Composed:
    """What stands on the page: the questions, and the letter as it was typed or as they make it (`fresh`)."""

    texts: Mapping[str, str]
    letter: str
    fresh: str
    is_offered: bool = False
    """Whether the letter that the questions make is shown beside the one that was typed."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Drafts that differ from what was typed here."""


@router.get("/review/return")
def return_page(
    request: Request, access: ToSeeReturn, db: Reading, choose: Annotated[list[str] | None, Query()] = None
) -> Response:
    review = first_review(access, db)
    drafts, notes = drafts_of(db, access), {id_: row.note for id_, row in opinions(review.all_standing).items()}
    drafted = drafted_texts(drafts, review.assessment.questionnaire.indicators)
    chosen = {id_: notes.get(id_, "") for id_ in returnable(review) if id_ in (choose or ())} | drafted
    composed = drawn(access, db, in_order(review, chosen))
    return render_return(request, access, review, drafts, composed)


@router.post("/review/return")
def return_with_questions(request: Request, access: ToReturn, submitted: SubmittedForm, db: Writing) -> Response:
    review, drafts = first_review(access, db), drafts_of(db, access)
    composed = composed_in(access, db, submitted, questions_in(review, submitted))
    problems = list[Problem]()
    if number(str(submitted.get("signature", ""))) != review.assessment.signature:
        problems.append(Problem("", STALE))
    # Before any button: the page comes back with the mark of the drafts of now, so it must have them all
    if str(submitted.get("shown", "")) != mark_of_drafts(drafts) and (elsewhere := drafted_elsewhere(composed, drafts)):
        texts = in_order(review, {**elsewhere, **composed.texts})
        composed = replace(composed_in(access, db, submitted, texts), elsewhere=elsewhere)
        problems.append(Problem("", DRAFTED_MEANWHILE, {"ids": ", ".join(elsewhere)}))
    if problems or any(submitted.get(button) for button in ("more", "again", "use")):
        return render_return(request, access, review, drafts, asked_for(composed, submitted), problems)
    texts, letter, problems = read(composed, str(submitted.get("told", "")))
    if problems:
        return render_return(request, access, review, drafts, composed, problems)
    send_back(db, review, texts, letter, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "returned", address(access))


def first_review(access: AssessmentAccess, db: Reading) -> Review:
    """Questions are the first reviewer's to send: the second one works unseen."""
    if part_in(access) != FIRST:
        raise NotAllowed
    return review_of(db, access)


def returnable(review: Review) -> list[str]:
    """The questions that are asked, and the workforce tables."""
    return [*(indicator.id for indicator in review.asked), *(table.id for table in asked_tables(review.assessment))]


def in_order(review: Review, texts: Mapping[str, str]) -> dict[str, str]:
    return {id_: texts[id_] for id_ in returnable(review) if id_ in texts}


def questions_in(review: Review, submitted: FormData) -> dict[str, str]:
    """The questions as they stand in the form, and an empty one for each indicator that was ticked."""
    ticked = set(submitted.getlist(CHOOSE))
    return {
        id_: str(submitted.get(f"{QUESTION}{id_}", ""))
        for id_ in returnable(review)
        if id_ in ticked or f"{QUESTION}{id_}" in submitted
    }


def drawn(access: AssessmentAccess, db: Reading, texts: Mapping[str, str]) -> Composed:
    """With the letter that these questions make."""
    assessment = access.assessment
    letter = drafted_letter(assessment, texts, language_of_letter(db, assessment), utc_now())
    return Composed(texts, letter, letter)


def composed_in(access: AssessmentAccess, db: Reading, submitted: FormData, texts: Mapping[str, str]) -> Composed:
    """A letter that nobody changed follows its questions."""
    fresh = drawn(access, db, texts)
    typed = as_kept(str(submitted.get(LETTER, "")))
    is_own = LETTER in submitted and mark_of_letter(typed) != submitted.get("was")
    return replace(fresh, letter=typed) if is_own else fresh


def asked_for(composed: Composed, submitted: FormData) -> Composed:
    """By the button: the letter that the questions make is shown first, and takes the place of the other on demand."""
    if submitted.get("use"):
        return replace(composed, letter=composed.fresh)
    return replace(composed, is_offered=bool(submitted.get("again")) and composed.letter.strip() != composed.fresh)


def drafted_elsewhere(composed: Composed, drafts: Drafts) -> dict[str, str]:
    """Drafts that the page does not have or has otherwise, and as "" those that were removed."""
    return {id_: row.text for id_, row in drafts.items() if row.text != as_kept(composed.texts.get(id_, ""))}


def mark_of(composed: Composed) -> str:
    """Changes with each question and with the letter: whoever was told of a difference may return just this."""
    return content_hash({"texts": dict(composed.texts), "letter": composed.letter})


def missing_in_letter(composed: Composed) -> list[str]:
    """Questions that the reviewer's own letter names, and does not quote as they are now."""
    own, fresh = (" ".join(letter.split()) for letter in (composed.letter, composed.fresh))
    quoted = {id_: " ".join(text.split()) for id_, text in composed.texts.items()}
    return [id_ for id_, text in quoted.items() if id_ in own and text in fresh and text not in own]


def read(composed: Composed, told: str) -> tuple[dict[str, str], str, list[Problem]]:
    """The questions and the letter as they are kept, with what is wrong with them. `told` is the mark of what the
    reviewer was told of before."""
    problems: list[Problem] = []
    texts = {id_: read_needed(f"{QUESTION}{id_}", text, NEEDED, problems) for id_, text in composed.texts.items()}
    if not texts:
        return {}, "", [Problem(CHOOSE, NOTHING_CHOSEN)]
    letter = read_needed(LETTER, composed.letter, NEEDS_LETTER, problems).strip()
    if not problems and told != mark_of(composed) and (missing := missing_in_letter(composed)):
        problems.append(Problem(LETTER, NOT_IN_LETTER, {"ids": ", ".join(missing)}))
    return texts, letter, problems


def render_return(
    request: Request,
    access: AssessmentAccess,
    review: Review,
    drafts: Drafts,
    composed: Composed,
    problems: Sequence[Problem] = (),
) -> Response:
    texts, titles = composed.texts, {CHOOSE: N_("Choose questions"), LETTER: N_("Letter")}
    context = review_context(access, review) | {
        "texts": texts,
        "composed": composed,
        "was": mark_of_letter(composed.fresh),
        "shown": mark_of_drafts(drafts),
        "told": mark_of(composed) if any(problem.sentence == NOT_IN_LETTER for problem in problems) else "",
        "drafted": [id_ for id_, row in drafts.items() if row.text],
        "tables": asked_tables(review.assessment),
        "title_of": lambda id_: title_of(review.assessment, id_, access.visitor.language),
        "problems": problems,
        "problem_at": {problem.place: problem for problem in problems},
        "titles": titles | {f"{QUESTION}{id_}": id_ for id_ in texts},
    }
    return render(request, "reviewing/returning/return.html", context, status=status_of(problems))


def status_of(problems: Sequence[Problem]) -> int:
    """What has changed since the page was opened is no mistake in a field."""
    if any(problem.sentence in CHANGED_MEANWHILE for problem in problems):
        return 409
    return 422 if problems else 200
