"""What the page "Check and sign" shows: the check while the administration has it, the receipt once it is signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import newest_signature, own_values, validated_values
from app.assessments.history import names_of
from app.assessments.lifecycle import NAMES, WAITS_FOR, WITH_THE_TEAM, State
from app.assessments.lifecycle import TRANSITIONS as STEPS
from app.assessments.readiness import FINDING_NAMES, Finding
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_of
from app.features.signing.drafts import Draft, draft_of, late_now
from app.features.signing.figures import figures_of_draft, figures_of_signature
from app.features.signing.queries import correction_asked, last_title, request_of, validated_levels
from questionnaires.answers import NOT_ANSWERED
from questionnaires.definition import Indicator
from questionnaires.problems import Problem

NOTHING_TYPED: Mapping[str, Any] = {}


def frame(access: AssessmentAccess) -> dict[str, Any]:
    """What every page of this room shows around its content."""
    assessment = access.assessment
    return {
        "access": access,
        "assessment": assessment,
        "words": assessment.questionnaire.words(access.visitor.language),
        "indicators": assessment.questionnaire.indicators,
        "state_name": NAMES[assessment.state],
        "waits_for": WAITS_FOR[assessment.state],
        "steps": STEPS,
        "problems": (),
        "typed": NOTHING_TYPED,
    }


def names(
    db: Session,
    access: AssessmentAccess,
    now: datetime,
    *,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, Any] = NOTHING_TYPED,
    change: str = "",
) -> dict[str, Any]:
    shown = frame(access) | {"problems": problems, "typed": typed}
    shown |= _receipt(db, access)
    if access.assessment.state in WITH_THE_TEAM:
        shown |= _check(db, access, now, change)
    if access.assessment.state is State.PUBLISHED:
        shown |= _correction(db, access)
    return shown


def _check(db: Session, access: AssessmentAccess, now: datetime, change: str) -> dict[str, Any]:
    assessment, draft = access.assessment, draft_of(db, access.assessment)
    request = request_of(db, assessment.id)
    signs = access.may(Permission.SIGN)
    return {
        "draft": draft,
        "ready": draft.ready,
        "profile_blockers": draft.ready.open_profile,
        "found": _by_pillar(draft),
        "finding_names": FINDING_NAMES,
        "figures": figures_of_draft(db, assessment, draft),
        "late": late_now(assessment, access.visitor.language, now),
        "validated": validated_levels(db, assessment.id),
        "choices": _choices(draft, returned_of(db, assessment), access),
        "change": assessment.questionnaire.indicators.get(change),
        "request": request,
        "signer": {"name": access.visitor.name, "title": last_title(db, access.visitor.id) if signs else ""},
    }


def _by_pillar(draft: Draft) -> dict[str, dict[Finding, list[Indicator]]]:
    """What only informs: pillar -> finding -> its questions."""
    version, found = draft.ready.questionnaire, draft.ready.found()
    return {
        pillar.id: {
            finding: [
                version.indicators[id_]
                for id_ in ids
                if version.elements[version.indicators[id_].element].pillar == pillar.id
            ]
            for finding, ids in found.items()
        }
        for pillar in version.structure.pillars
    }


def _choices(draft: Draft, returned: Sequence[str], access: AssessmentAccess) -> list[Indicator]:
    """The questions whose level the head may change: those with a level, after a return only those sent back."""
    if not access.may(Permission.VALIDATE):
        return []
    everything = access.assessment.questionnaire.structure.indicators
    return [one for one in everything if one.is_scored and _may_be_validated(draft, returned, access, one)]


def _may_be_validated(draft: Draft, returned: Sequence[str], access: AssessmentAccess, indicator: Indicator) -> bool:
    return not any(reasons_not_to_validate(draft, returned, access, indicator))


def reasons_not_to_validate(
    draft: Draft, returned: Sequence[str], access: AssessmentAccess, indicator: Indicator
) -> Iterator[Problem]:
    if draft.own.get(indicator.id, NOT_ANSWERED).state != "answered":
        yield Problem("indicator", "This question has no level to change. Answer it among the questions.")
    if access.assessment.state is State.RETURNED and indicator.id not in returned:
        yield Problem("indicator", "This question was not sent back: it stays as it was signed.")


def _receipt(db: Session, access: AssessmentAccess) -> dict[str, Any]:
    """The signature that stands, with the levels that the head changed in it."""
    signed = newest_signature(db, access.assessment)
    if signed is None:
        return {"signed": None}
    own, validated = own_values(signed.content), validated_values(signed.content)
    changed = [(id_, own[id_], validated[id_]) for id_ in signed.content["validated"]]
    return {"signed": signed, "changed": changed, "signed_figures": figures_of_signature(access.assessment, signed)}


def _correction(db: Session, access: AssessmentAccess) -> dict[str, Any]:
    asked = correction_asked(db, access.assessment.id)
    return {"correction": asked, "people": names_of(db, [asked.by]) if asked else {}}
