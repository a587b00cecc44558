"""What may follow a review: a second opinion on a level, and the correction of a published result."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import (
    REASON_NAMES,
    Values,
    differing,
    examined_of,
    moderations_of,
    newest_publication,
    values_of,
)
from app.assessments.history import names_of
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import SUMMARY, Outcome, outcome_in, outcome_shown
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.signing import actions
from app.features.signing.forms import CorrectionForm, DecisionForm, DisagreementForm, indicator_of
from app.features.signing.page import render_signature
from app.features.signing.page_context import base_context
from app.features.signing.queries import disagreements_of, is_correction_asked
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.answers import NOT_ANSWERED
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeModerated = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_MODERATED))]
ToDisagree = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DISAGREE))]
ToAskCorrection = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASK_CORRECTION))]
ToDecideCorrection = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE_CORRECTION))]


@router.get("/disagreements")
def disagreements_page(request: Request, access: ToSeeModerated, db: Reading) -> Response:
    return render_disagreements(request, db, access)


@router.post("/disagreements/{indicator}")
def disagree(request: Request, access: ToDisagree, indicator: str, submitted: SubmittedForm, db: Writing) -> Response:
    assessment, by, now = access.assessment, access.visitor.id, utc_now()
    question = indicator_of(assessment.questionnaire, indicator)
    home = f"/assessments/{assessment.id}/disagreements#{question.id}"
    if submitted.get("settled"):
        actions.agree(db, assessment, question.id, by=by, at=now)
        return redirect_with_message(request, "agreed", home)
    form = DisagreementForm(submitted, of=question.id)
    if question.id not in differing(values_of(db, assessment, with_moderated=True)):
        form.refuse([Problem("text", "The reviewer did not change this level.")])
    if form.problems:
        return render_disagreements(request, db, access, form)
    actions.disagree(db, assessment, question.id, form.text.data.strip(), by=by, at=now)
    return redirect_with_message(request, "disagreed", home)


@router.post("/correction")
def ask_correction(request: Request, access: ToAskCorrection, submitted: SubmittedForm, db: Writing) -> Response:
    form = CorrectionForm(submitted)
    if form.problems:
        return render_signature(request, db, access, form)
    actions.ask_correction(db, access.assessment, form.why.data.strip(), by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "correction-asked", _signature(access))


@router.post("/correction/decision")
def decide_correction(request: Request, access: ToDecideCorrection, submitted: SubmittedForm, db: Writing) -> Response:
    """Where nobody asks for a correction, or no longer, there is nothing to decide."""
    form = DecisionForm(submitted)
    if not is_correction_asked(db, access.assessment.id):
        return redirect(_signature(access))
    decide = DECISIONS.get(form.decision.data)
    if decide is None:
        form.refuse([Problem("decision", "Choose whether to allow or refuse the correction.")])
    if decide is None or form.problems:
        return render_signature(request, db, access, form)
    act, code = decide
    act(db, access.assessment, form.why.data.strip(), by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, code, _signature(access))


DECISIONS = {
    "allow": (actions.allow_correction, "correction-allowed"),
    "refuse": (actions.refuse_correction, "correction-refused"),
}


def _signature(access: AssessmentAccess) -> str:
    return f"/assessments/{access.assessment.id}/signature"


def render_disagreements(
    request: Request, db: Session, access: AssessmentAccess, form: DisagreementForm | None = None
) -> Response:
    """The indicators that the review changed, each with its three values and what was said of it."""
    values = values_of(db, access.assessment, with_moderated=True)
    decisions, disputes = moderations_of(db, access.assessment), disagreements_of(db, access.assessment)
    differ = differing(values)
    ids = [*differ, form.of] if form and form.of not in differ else differ
    context = base_context(access) | {
        "is_reviewed": values.moderated is not None,
        "examined": examined_of(access.assessment, values, decisions),
        "lines": [(id_, *_three(values, id_)) for id_ in ids],
        "decisions": decisions,
        "outcome": _outcome(db, access.assessment),
        "summary_titles": SUMMARY,
        "disputes": disputes,
        "reason_names": REASON_NAMES,
        "people": names_of(db, (dispute.by for dispute in disputes.values())),
        "refused": form,
        "disagreement_forms": {id_: form if form and form.of == id_ else DisagreementForm(of=id_) for id_ in ids},
    }
    return render(request, "signing/disagreements.html", context, status=422 if form else 200)


def _outcome(db: Session, assessment: OneAssessment) -> Outcome:
    """What the review leaves behind; of a published result as it was published."""
    if assessment.state is State.PUBLISHED and (publication := newest_publication(db, assessment.id)):
        return outcome_in(publication.content)
    return outcome_shown(db, assessment, with_moderated=True)


def _three(values: Values, id_: str) -> tuple[Any, Any, Any]:
    sets = (values.own, values.validated or {}, values.moderated or {})
    own, validated, moderated = (answers.get(id_, NOT_ANSWERED) for answers in sets)
    return own, validated, moderated
