"""Which indicators are asked of an administration, given its profile and its answers."""

from collections.abc import Mapping

from questionnaires.answers import NOT_ANSWERED, Answer, Form, ProfileValue
from questionnaires.definition import Questionnaire


def asked_indicators(
    questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], answers: Mapping[str, Answer], form: Form
) -> frozenset[str]:
    """Goes through the questionnaire in order, since a condition looks only back: an unasked answer counts 0 there."""
    asked = set()
    levels: dict[str, int] = {}
    for indicator in questionnaire.structure.indicators:
        if form == "short" and not indicator.short:
            continue
        if not indicator.condition.clauses or indicator.condition.holds(profile, levels):
            asked.add(indicator.id)
            if indicator.is_scored:
                levels[indicator.id] = answers.get(indicator.id, NOT_ANSWERED).level
    return frozenset(asked)
