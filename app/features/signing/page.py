"""What the page "Check and sign" shows: the check while the administration has it, the receipt once it is signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import newest_signature, own_values, validated_values
from app.assessments.evidence.items import dates_of, items_by_line, plausibility_of
from app.assessments.history import answered_to_other_texts, names_of
from app.assessments.lifecycle import WITH_THE_TEAM, State
from app.assessments.readiness import FINDING_NAMES, Finding
from app.assessments.reads import OneAssessment
from app.assessments.rights import Permission
from app.assessments.to_sign import letter_of, returned_of
from app.features.signing.drafts import AS_THINGS_STAND, Draft, draft_of, late_now
from app.features.signing.figures import figures_of_draft, figures_of_signature
from app.features.signing.forms import CorrectionForm, DecisionForm, SignatureForm, WithdrawalForm
from app.features.signing.levels import changeable_levels
from app.features.signing.page_context import base_context
from app.features.signing.queries import correction_asked, last_title, request_of, validated_levels
from app.web.forms import Form
from app.web.pages import render
from questionnaires.definition import Indicator
from questionnaires.problems import Problem
from scoring.plausibility import has_hints

AnyForm = TypeVar("AnyForm", bound=Form)


def render_signature(request: Request, db: Session, access: AssessmentAccess, form: Form | None = None) -> Response:
    """`form` is what could not be taken, of the several of this page."""
    context = base_context(access) | _receipt(db, access) | {"refused": form}
    if access.assessment.state in WITH_THE_TEAM:
        context |= _check(db, access, utc_now()) | _form_to_sign(db, access, form)
    if access.may(Permission.WITHDRAW):
        context["withdrawal_form"] = refused_or(form, WithdrawalForm)
    if access.assessment.state is State.PUBLISHED:
        context |= _correction(db, access, form)
    return render(request, "signing/signature.html", context, status=_status_of(form.problems if form else ()))


def _status_of(problems: Sequence[Problem]) -> int:
    if any(problem.place in AS_THINGS_STAND for problem in problems):
        return 409
    return 422 if problems else 200


def refused_or(form: Form | None, kind: type[AnyForm], stored: Mapping[str, Any] | None = None) -> AnyForm:
    """The form that could not be taken, if it is of this kind, or a new one with what is stored."""
    return form if isinstance(form, kind) else kind(data=stored)


def _check(db: Session, access: AssessmentAccess, now: datetime) -> dict[str, Any]:
    assessment, draft, language = access.assessment, draft_of(db, access.assessment), access.visitor.language
    by_pillar, other_texts = _by_pillar(draft), answered_to_other_texts(db, assessment)
    return {
        "draft": draft,
        "ready": draft.ready,
        "profile_blockers": draft.ready.open_profile,
        "table_titles": _table_titles(access),
        "hints": _hints(db, assessment, draft),
        "found": by_pillar,
        "informs": sum(len(ids) for own in by_pillar.values() for ids in own.values()),
        "finding_names": FINDING_NAMES,
        "figures": figures_of_draft(db, assessment, draft),
        "late": late_now(assessment, language, now),
        "validated": validated_levels(db, assessment.id),
        "letter": letter_of(db, assessment) if access.sees_returns else None,
        "other_texts": [id_ for id_ in assessment.questionnaire.indicators if id_ in other_texts & draft.ready.asked],
        "changeable": changeable_levels(draft, returned_of(db, assessment), access),
        "request": request_of(db, assessment.id),
    }


def _table_titles(access: AssessmentAccess) -> dict[str, str]:
    """Of the workforce tables, for those who see their numbers."""
    tables = access.assessment.tables
    if tables is None or not access.may(Permission.SEE_WORKFORCE):
        return {}
    words = tables.words(access.visitor.language)
    return {id_: words.tables[id_].title for id_ in tables.tables}


def _form_to_sign(db: Session, access: AssessmentAccess, form: Form | None) -> dict[str, Any]:
    """The account knows the name, and the last signature of this person the title."""
    title = last_title(db, access.visitor.id) if access.may(Permission.SIGN) else ""
    return {"signature_form": refused_or(form, SignatureForm, {"name": access.visitor.name, "title": title})}


def _by_pillar(draft: Draft) -> dict[str, dict[Finding, list[Indicator]]]:
    """What only informs: pillar -> finding -> its questions."""
    version, findings = draft.ready.questionnaire, draft.ready.found()
    return {
        pillar.id: {
            finding: [
                version.indicators[id_]
                for id_ in ids
                if version.elements[version.indicators[id_].element].pillar == pillar.id
            ]
            for finding, ids in findings.items()
        }
        for pillar in version.structure.pillars
    }


def _hints(db: Session, assessment: OneAssessment, draft: Draft) -> dict[str, tuple[Problem, ...]]:
    """Indicator -> what is said of the answer that would be signed."""
    if not has_hints(assessment.questionnaire):
        return {}
    register, answers = items_by_line(db, assessment.id), draft.ready.answers
    plausible, indicators = plausibility_of(assessment, answers), assessment.questionnaire.indicators
    said = {id_: plausible.hints(indicators[id_], dates_of(own, register)).of_answer for id_, own in answers.items()}
    return {id_: hints for id_, hints in said.items() if hints}


def _receipt(db: Session, access: AssessmentAccess) -> dict[str, Any]:
    """The signature that stands, with the levels that the head changed in it."""
    signed = newest_signature(db, access.assessment)
    if signed is None:
        return {"signed": None}
    own, validated = own_values(signed.content), validated_values(signed.content)
    changed = [(id_, own[id_], validated[id_]) for id_ in signed.content["validated"]]
    return {"signed": signed, "changed": changed, "signed_figures": figures_of_signature(access.assessment, signed)}


def _correction(db: Session, access: AssessmentAccess, form: Form | None) -> dict[str, Any]:
    correction = correction_asked(db, access.assessment.id)
    return {
        "correction": correction,
        "correction_form": refused_or(form, DecisionForm if correction else CorrectionForm),
        "people": names_of(db, [correction.by]) if correction else {},
    }
