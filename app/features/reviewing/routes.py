"""The review screen: its overview, one element at a time, and the save of one decision."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm, number_of
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.answer_sets import REASON_NAMES
from app.assessments.evidence.items import EvidenceItem, dates_of, items_by_line, plausibility_of
from app.assessments.examined import is_opinion
from app.assessments.lifecycle import NotNow, State
from app.assessments.reads import WITH_SECRETARIAT, open_comments
from app.assessments.report.outcome import (
    STATUSES,
    SUMMARY,
    Followed,
    followed_of,
    recommended_in,
    summary_row,
    texts_in,
)
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing import actions
from app.features.reviewing.changes import PARTS
from app.features.reviewing.decisions import REASONS_OF_A_LEVEL, read_decision
from app.features.reviewing.examining.cards import Beside, NotSaved, base, card, with_typed
from app.features.reviewing.examining.last_decisions import last_decisions
from app.features.reviewing.examining.risk import by_risk, pages_of, risky_of
from app.features.reviewing.examining.together import WHY_LEFT, accepted_with, together_of
from app.features.reviewing.forms import AssignmentForm, DecisionForm, ReopeningForm
from app.features.reviewing.outcome.asking import without_recommendation
from app.features.reviewing.outcome.versions import versions_of
from app.features.reviewing.queries import disagreements_of, people_who_review, reviewers_of
from app.features.reviewing.returning.drafts import draft_cards, drafted_texts, drafts_of
from app.features.reviewing.review import FILTERS, FIRST, Review, may_decide, part_in, review_of
from app.web.forms import Form
from app.web.pages import is_fragment, redirect, render
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem
from scoring.plausibility import Hints

RISK = "risk"
"""The order of the questions that is not the questionnaire's."""
router = APIRouter(prefix="/assessments/{assessment_id}/review", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_REVIEW))]
ToDecide = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE))]
STALE = N_(
    "The administration has signed a newer version since you opened this page. Compare, then decide. What you typed "
    "is kept."
)
DECIDED_MEANWHILE = N_("{question}: someone else has decided on this since you opened it. Compare both and choose one")


@router.get("")
def overview(request: Request, access: ToSee, db: Reading, show: str = "", order: str = "") -> Response:
    return render_overview(request, access, db, order if order == RISK else show)


@router.get("/decisions/{indicator}")
def decision_fragment(request: Request, access: ToSee, indicator: str, db: Reading) -> Response:
    """One decision as it is stored: for "keep theirs". Without script it is a place on the element's page."""
    review = review_of(db, access)
    question = indicator_of(review, indicator)
    if not is_fragment(request):
        return redirect(address(access, question))
    context = review_context(access, review) | {"card": card(review, question, access.visitor.language)}
    return render(request, "reviewing/_decision_alone.html", context)


@router.put("/decisions/{indicator}")
@router.post("/decisions/{indicator}")
def save_decision(
    request: Request, access: ToDecide, indicator: str, submitted: SubmittedForm, db: Writing, order: str = ""
) -> Response:
    """`order` is that of the page: by risk it counts otherwise, and accepts nothing together."""
    if not may_decide(access):
        raise NotNow(f"{part_in(access)} review")
    review = review_of(db, access)
    question = indicator_of(review, indicator)
    form = DecisionForm(submitted, of=question.id)
    decision, problems = read_decision(question, review.signed(question.id), form.typed)
    signature, revision = max(based_on(submitted, "revision"), based_on(submitted, "over"))
    not_saved = NotSaved(form, str(submitted.get("revision", "")))
    if signature != review.assessment.signature:
        return render_not_saved(request, access, db, question, replace(not_saved, is_stale=True))
    if decision is None:
        form.refuse(problems)
        return render_not_saved(request, access, db, question, not_saved)
    made_decision = actions.MadeDecision(question.id, decision, revision)
    outcome = actions.save_decision(db, review, made_decision, by=access.visitor.id, at=utc_now())
    if isinstance(outcome, actions.Conflict):
        return render_not_saved(request, access, db, question, replace(not_saved, conflict=outcome))
    if not is_fragment(request):
        return redirect(risk_address(access, outcome, question) if order == RISK else address(access, question))
    context = review_context(access, outcome) | {"card": card(outcome, question, access.visitor.language)}
    shown = by_risk(outcome) if order == RISK else outcome.of_element(question.element)
    context |= {"progress": outcome.progress(shown), "together": None}
    if order != RISK:
        talked_about = open_comments(db, access.assessment.id, [WITH_SECRETARIAT])
        context |= {"together": together_of(outcome, question.element, talked_about), "element": question.element}
    return render(request, "reviewing/_decision_saved.html", context)


def render_not_saved(
    request: Request, access: AssessmentAccess, db: Writing, question: Indicator, not_saved: NotSaved
) -> Response:
    """A problem or a conflict, with everything typed still in its fields."""
    review = review_of(db, access)
    if not_saved.is_stale:
        not_saved.form.refuse([Problem(question.id, STALE)])
    if not_saved.conflict:
        not_saved.form.refuse([Problem(question.id, DECIDED_MEANWHILE, {"question": question.id})])
    refused = with_typed(card(review, question, access.visitor.language), not_saved)
    status = 409 if not_saved.is_stale or not_saved.conflict else 422
    if is_fragment(request):
        context = review_context(access, review) | {"card": refused, "register": register_of(db, access)}
        return render(request, "reviewing/_decision_not_saved.html", context, status)
    context = element_context(access, db, review, question.element)
    context["cards"] = [
        with_typed(other, not_saved) if other.indicator.id == question.id else other for other in context["cards"]
    ]
    return render(request, "reviewing/element.html", context | {"refused": not_saved.form}, status=status)


@router.get("/{element}")
def element_page(request: Request, access: ToSee, element: str, db: Reading) -> Response:
    return render(request, "reviewing/element.html", element_context(access, db, review_of(db, access), element))


def render_overview(
    request: Request, access: AssessmentAccess, db: Reading, show: str = "", form: Form | None = None
) -> Response:
    """`form` is what could not be taken, of the two of this page."""
    review = review_of(db, access)
    reviewers, is_first = reviewers_of(db, access.assessment.id), review.part == FIRST
    first = reviewers.get(FIRST)
    is_finished = is_first and access.assessment.state in (State.REVIEWED, State.PUBLISHED)
    unexamined = [row.note for row in review.all_standing.values() if not is_opinion(row)]
    given = {"reviewer": first.person_id, "due_on": first.due_on} if first else {}
    context = review_context(access, review) | {
        "is_finished": is_finished,
        "reasons_unexamined": list(dict.fromkeys(unexamined)),
        "show_only": show if show in (RISK, *review.filters) else "",
        "risky": risky_of(review),
        "progress": review.progress(),
        "counts": review.counts(),
        "reviewers": reviewers,
        "people": people_to_assign(db, access),
        "recommended": recommended_in(review.recommendations),
        "asking": without_recommendation(review),
        "drafted": drafted_texts(drafts_of(db, access), access.assessment.questionnaire.indicators),
        "written_texts": texts_in(summary_row(db, access.assessment)) if is_first else {},
        "summary_titles": SUMMARY,
        "versions": versions_of(db, access.assessment) if is_first else [],
        "disagreements": disagreements_of(db, access.assessment) if is_first else [],
        "refused": form,
        "reopening_form": form if isinstance(form, ReopeningForm) else ReopeningForm(),
        "assignment_form": form if isinstance(form, AssignmentForm) else AssignmentForm(data=given),
    }
    return render(request, "reviewing/review.html", context, status=422 if form else 200)


def people_to_assign(db: Session, access: AssessmentAccess) -> dict[str, str]:
    """Nobody, for whoever does not assign."""
    if not access.may(Permission.ASSIGN_REVIEW):
        return {}
    return people_who_review(db).for_kinds([access.assessment.kind])


def element_context(access: AssessmentAccess, db: Reading, review: Review, element: str) -> dict[str, Any]:
    questionnaire = access.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    order = [other.id for other in questionnaire.structure.elements]
    following = [other.id for other in review.elements if order.index(other.id) > order.index(element)]
    context = cards_context(access, db, review, review.of_element(element))
    comments = {card.indicator.id: card.comments for card in context["cards"] if card.comments}
    return context | {
        "element": element,
        "title": access.assessment.words(access.visitor.language).elements[element].title,
        "together": together_of(review, element, comments),
        "following": following[0] if following else None,
    }


def _by_question(followed: Iterable[Followed]) -> dict[str, tuple[Followed, ...]]:
    by_question: dict[str, tuple[Followed, ...]] = {}
    for each in followed:
        by_question[each.question] = (*by_question.get(each.question, ()), each)
    return by_question


def cards_context(
    access: AssessmentAccess, db: Reading, review: Review, indicators: Iterable[Indicator]
) -> dict[str, Any]:
    """What a page of questions shows, whatever their order."""
    indicators, id_, register = list(indicators), access.assessment.id, register_of(db, access)
    beside = Beside(
        last_decisions(db, review.last),
        _by_question(followed_of(db, access.assessment)),
        open_comments(db, id_, [WITH_SECRETARIAT]),
        accepted_with(db, review),
        _hints(review, indicators, register),
    )
    return review_context(access, review) | {
        "cards": [card(review, indicator, access.visitor.language, beside) for indicator in indicators],
        "statuses": STATUSES,
        "progress": review.progress(indicators),
        "register": register,
        "refused": None,
        "drafts": draft_cards(access, db, indicators),
        "together": None,
    }


def _hints(review: Review, indicators: Iterable[Indicator], register: Mapping[str, EvidenceItem]) -> dict[str, Hints]:
    """What is said of the signed answers, by the signed profile."""
    asked = {indicator.id: review.signed(indicator.id) for indicator in review.asked}
    plausible = plausibility_of(replace(review.assessment, profile=review.profile), asked)
    return {each.id: plausible.hints(each, dates_of(review.signed(each.id), register)) for each in indicators}


def register_of(db: Session, access: AssessmentAccess) -> dict[str, EvidenceItem]:
    """What the signed lines of evidence are in the register, so that a reviewer opens them beside the answer."""
    return items_by_line(db, access.assessment.id)


def review_context(access: AssessmentAccess, review: Review) -> dict[str, Any]:
    """What every page of a review shows."""
    return {
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.words(access.visitor.language),
        "rules": access.assessment.questionnaire.structure.scoring,
        "review": review,
        "may_decide": may_decide(access),
        "reason_names": REASON_NAMES,
        "reasons": REASONS_OF_A_LEVEL,
        "filters": FILTERS,
        "changed_parts": PARTS,
        "why_left": WHY_LEFT,
        "base_of": base,
        "order": "",
    }


def indicator_of(review: Review, id_: str) -> Indicator:
    """One that there is to decide; raises NotYours for any other id."""
    indicator = review.assessment.questionnaire.indicators.get(id_)
    if indicator is None or indicator not in review.asked:
        raise NotYours
    return indicator


def address(access: AssessmentAccess, question: Indicator | None = None) -> str:
    home = f"/assessments/{access.assessment.id}/review"
    return f"{home}/{question.element}#{question.id}" if question else home


def risk_address(access: AssessmentAccess, review: Review, question: Indicator) -> str:
    """The page of the risks that a question is on; its own part where it has none."""
    page = next((page for page, shown in enumerate(pages_of(review), 1) if question in shown), None)
    return f"{address(access)}/risks?page={page}#{question.id}" if page else address(access, question)


def based_on(submitted: FormData, field: str) -> tuple[int, int]:
    """Signature and revision, as `cards.base` wrote them."""
    signature, _, revision = str(submitted.get(field, "")).partition(".")
    return number(signature), number(revision)


def number(text: str) -> int:
    """What is not a number belongs to no revision and no signature."""
    number = number_of(text)
    return -1 if number is None else number
