"""What the page "Check and sign" shows: the check while the administration has it, the receipt once it is signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import newest_signature, own_values, validated_values
from app.assessments.history import names_of
from app.assessments.lifecycle import NAMES, WAITS_FOR, WITH_THE_TEAM, State
from app.assessments.lifecycle import TRANSITIONS as STEPS
from app.assessments.readiness import FINDING_NAMES, Finding
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_of
from app.features.signing.drafts import AS_THINGS_STAND, Draft, draft_of, late_now
from app.features.signing.figures import figures_of_draft, figures_of_signature
from app.features.signing.forms import CorrectionForm, DecisionForm, LevelForm, SignatureForm, WithdrawalForm
from app.features.signing.queries import correction_asked, last_title, request_of, validated_levels
from app.i18n.formatting import translations
from app.web.forms import Form
from app.web.pages import render
from questionnaires.answers import NOT_ANSWERED
from questionnaires.definition import YES_PARTLY_NO, Indicator, Words
from questionnaires.problems import Problem

AnyForm = TypeVar("AnyForm", bound=Form)


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    """What every page of signing off shows."""
    assessment = access.assessment
    return {
        "access": access,
        "assessment": assessment,
        "words": assessment.questionnaire.words(access.visitor.language),
        "indicators": assessment.questionnaire.indicators,
        "state_name": NAMES[assessment.state],
        "waits_for": WAITS_FOR[assessment.state],
        "steps": STEPS,
    }


def render_signature(
    request: Request, db: Session, access: AssessmentAccess, form: Form | None = None, change: str = ""
) -> Response:
    """`form` is what could not be taken, of the several of this page; `change` a question whose level shall change."""
    context = base_context(access) | _receipt(db, access) | {"refused": form}
    if access.assessment.state in WITH_THE_TEAM:
        context |= _check(db, access, utc_now()) | _forms_of_check(db, access, form, change)
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
    words, choices = assessment.questionnaire.words(language), _choices(draft, returned_of(db, assessment), access)
    found = _by_pillar(draft)
    return {
        "draft": draft,
        "ready": draft.ready,
        "profile_blockers": draft.ready.open_profile,
        "found": found,
        "informs": sum(len(ids) for own in found.values() for ids in own.values()),
        "finding_names": FINDING_NAMES,
        "figures": figures_of_draft(db, assessment, draft),
        "late": late_now(assessment, language, now),
        "validated": validated_levels(db, assessment.id),
        "choices": choices,
        "questions": _questions(choices, draft, words, language),
        "levels": _levels(words),
        "request": request_of(db, assessment.id),
    }


def _forms_of_check(db: Session, access: AssessmentAccess, form: Form | None, change: str) -> dict[str, Any]:
    title = last_title(db, access.visitor.id) if access.may(Permission.SIGN) else ""
    if isinstance(form, LevelForm):
        change = form.indicator.data
    return {
        "signature_form": refused_or(form, SignatureForm, {"name": access.visitor.name, "title": title}),
        "level_form": refused_or(form, LevelForm, {"indicator": change, "level": "0"}),
        "change": access.assessment.questionnaire.indicators.get(change),
    }


def _questions(choices: Sequence[Indicator], draft: Draft, words: Words, language: str) -> dict[str, str]:
    """For the list of them, each with the level that the team gave it."""
    level = translations(language).gettext("level %(level)s")
    return {
        indicator.id: f"{indicator.id} ({level % {'level': draft.answers[indicator.id].level}}) "
        f"{words.indicators[indicator.id].question}"
        for indicator in choices
    }


def _levels(words: Words) -> dict[str, str]:
    """For the list of them; some questions are answered with yes, partly or no."""
    choices = {str(level): f" ({words.choices[choice]})" for choice, level in YES_PARTLY_NO.items()}
    return {str(level): f"{level} {words.levels[level].name}{choices.get(str(level), '')}" for level in range(5)}


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


def _choices(draft: Draft, returned: Sequence[str], access: AssessmentAccess) -> list[Indicator]:
    """The questions whose level the head may change: those with a level, after a return only those sent back."""
    if not access.may(Permission.VALIDATE):
        return []
    return [
        indicator
        for indicator in access.assessment.questionnaire.structure.indicators
        if indicator.is_scored and not any(reasons_not_to_validate(draft, returned, access, indicator))
    ]


def reasons_not_to_validate(
    draft: Draft, returned: Sequence[str], access: AssessmentAccess, indicator: Indicator
) -> Iterator[Problem]:
    if draft.own.get(indicator.id, NOT_ANSWERED).state != "answered":
        yield Problem("indicator", "This question has no level to change. Answer it on the page Questions.")
    if access.assessment.state is State.RETURNED and indicator.id not in returned:
        yield Problem("indicator", "This question was not returned, so it stays as signed.")


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
