"""What every page of signing off shows around its content."""

from typing import Any

from app.access.loaders import AssessmentAccess
from app.assessments.lifecycle import NAMES, WAITS_FOR
from app.assessments.lifecycle import TRANSITIONS as STEPS


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    assessment = access.assessment
    return {
        "access": access,
        "assessment": assessment,
        "words": assessment.words(access.visitor.language),
        "indicators": assessment.questionnaire.indicators,
        "state_name": NAMES[assessment.state],
        "waits_for": WAITS_FOR[assessment.state],
        "steps": STEPS,
    }
