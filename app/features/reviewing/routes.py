"""The review screen: its overview, one element at a time, and the save of one decision."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm, number_of
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.answer_sets import REASON_NAMES
from app.assessments.examined import is_opinion
from app.assessments.last_round import previous_answers
from app.assessments.lifecycle import NotNow, State
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing import actions
from app.features.reviewing.cards import card, cards_of, with_screen
from app.features.reviewing.decisions import REASONS_OF_A_LEVEL, read_decision
from app.features.reviewing.queries import disagreements_of, people_of_the_secretariat, reviewers_of
from app.features.reviewing.review import FILTERS, FIRST, Review, may_decide, part_in, review_of
from app.web.pages import go_to, is_fragment, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/review", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_REVIEW))]
ToDecide = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE))]
STALE = N_("The administration has signed a newer version meanwhile. Compare, then decide; what you typed is kept.")


@router.get("")
def overview(request: Request, access: ToSee, db: Reading, show: str = "") -> Response:
    return render(request, "reviewing/review.html", overview_names(access, db, show))


@router.get("/decisions/{indicator}")
def decision_fragment(request: Request, access: ToSee, indicator: str, db: Reading) -> Response:
    """One decision as it is stored: for "keep theirs". Without script it is a place on the element's page."""
    review = review_of(db, access)
    one = indicator_of(review, indicator)
    if not is_fragment(request):
        return go_to(address(access, one))
    names = frame(access, review) | {"card": card(review, one, access.visitor.language, {})}
    return render(request, "reviewing/_decision_alone.html", names)


@router.put("/decisions/{indicator}")
@router.post("/decisions/{indicator}")
def save_decision(request: Request, access: ToDecide, indicator: str, form: SubmittedForm, db: Writing) -> Response:
    if not may_decide(access):
        raise NotNow(f"{part_in(access)} review")
    review = review_of(db, access, with_questions=False)
    one = indicator_of(review, indicator)
    decision, problems = read_decision(one, review.signed(one.id), screen_of(form))
    signature, revision = max(based_on(form, "revision"), based_on(form, "over"))
    if signature != review.assessment.signature:
        return say(request, access, db, one, form, problems=[Problem("signature", STALE)], status=409)
    if decision is None:
        return say(request, access, db, one, form, problems=problems)
    outcome = actions.save_decision(db, review, one, decision, revision=revision, by=access.visitor.id, at=utc_now())
    if isinstance(outcome, actions.Conflict):
        return say(request, access, db, one, form, conflict=outcome, status=409)
    if not is_fragment(request):
        return go_to(address(access, one))
    names = frame(access, outcome) | {"card": card(outcome, one, access.visitor.language, {})}
    names |= {"progress": outcome.progress(outcome.of_element(one.element))}
    return render(request, "reviewing/_decision_saved.html", names)


def say(
    request: Request,
    access: AssessmentAccess,
    db: Writing,
    one: Indicator,
    form: FormData,
    *,
    problems: Sequence[Problem] = (),
    conflict: actions.Conflict | None = None,
    status: int = 422,
) -> Response:
    """A problem or a conflict, with everything typed still in its fields."""
    review = review_of(db, access)
    before = str(form.get("revision", ""))
    shown = with_screen(card(review, one, access.visitor.language, {}), screen_of(form), before, problems)
    if conflict:
        shown = replace(shown, theirs=conflict.theirs, theirs_name=conflict.by_name)
    if is_fragment(request):
        return render(request, "reviewing/_decision_not_saved.html", frame(access, review) | {"card": shown}, status)
    names = element_names(access, db, review, one.element)
    names["cards"] = [
        replace(shown, last_year=other.last_year) if other.indicator.id == one.id else other for other in names["cards"]
    ]
    return render(request, "reviewing/element.html", names, status=status)


@router.get("/{element}")
def element_page(request: Request, access: ToSee, element: str, db: Reading) -> Response:
    return render(request, "reviewing/element.html", element_names(access, db, review_of(db, access), element))


def overview_names(access: AssessmentAccess, db: Reading, show: str = "") -> dict[str, Any]:
    review = review_of(db, access)
    reviewers, is_first = reviewers_of(db, access.assessment.id), review.part == FIRST
    first = reviewers.get(FIRST)
    is_finished = is_first and access.assessment.state in (State.REVIEWED, State.PUBLISHED)
    unexamined = [row.note for row in review.all_standing.values() if not is_opinion(row)]
    return frame(access, review) | {
        "is_finished": is_finished,
        "reasons_unexamined": list(dict.fromkeys(unexamined)),
        "show_only": show if show in FILTERS else "",
        "progress": review.progress(),
        "counts": review.counts(),
        "reviewers": reviewers,
        "people": people_of_the_secretariat(db) if access.may(Permission.ASSIGN_REVIEW) else {},
        "disagreements": disagreements_of(db, access.assessment) if is_first else [],
        "problems": [],
        "typed": {"why": "", "reviewer": first.person_id if first else "", "due_on": first.due_on if first else ""},
    }


def element_names(access: AssessmentAccess, db: Reading, review: Review, element: str) -> dict[str, Any]:
    questionnaire = access.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    order = [one.id for one in questionnaire.structure.elements]
    following = [one.id for one in review.elements if order.index(one.id) > order.index(element)]
    return frame(access, review) | {
        "element": questionnaire.elements[element],
        "cards": cards_of(review, element, access.visitor.language, previous_answers(db, access.assessment)),
        "progress": review.progress(review.of_element(element)),
        "following": following[0] if following else None,
    }


def frame(access: AssessmentAccess, review: Review) -> dict[str, Any]:
    """What every page of a review shows around its content."""
    return {
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.questionnaire.words(access.visitor.language),
        "rules": access.assessment.questionnaire.structure.scoring,
        "review": review,
        "may_decide": may_decide(access),
        "reason_names": REASON_NAMES,
        "reasons": REASONS_OF_A_LEVEL,
        "filters": FILTERS,
    }


def indicator_of(review: Review, id_: str) -> Indicator:
    """One that there is to decide; raises NotYours for any other id."""
    one = review.assessment.questionnaire.indicators.get(id_)
    if one is None or one not in review.asked:
        raise NotYours
    return one


def address(access: AssessmentAccess, one: Indicator | None = None) -> str:
    home = f"/assessments/{access.assessment.id}/review"
    return f"{home}/{one.element}#{one.id}" if one else home


def screen_of(form: FormData) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in ("choice", "reason", "note")}


def based_on(form: FormData, field: str) -> tuple[int, int]:
    """Signature and revision, as `cards.base` wrote them."""
    signature, _, revision = str(form.get(field, "")).partition(".")
    return number(signature), number(revision)


def number(text: str) -> int:
    """What is not a number belongs to no revision and no signature."""
    found = number_of(text)
    return -1 if found is None else found
