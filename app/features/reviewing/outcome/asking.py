"""Which questions ask the reviewer for a recommendation. It is asked for, never forced. Pure."""

from app.assessments.answer_sets import moderated_answer
from app.features.reviewing.review import Review
from questionnaires.definition import Indicator
from questionnaires.problems import N_

LOWERED, CORE = "lowered", "core"
REASONS_TO_ASK = {
    LOWERED: N_("You lowered this level. Write what the administration should do."),
    CORE: N_("A core question is below its target. Write what the administration should do."),
}


def reason_to_ask(review: Review, indicator: Indicator) -> str:
    """A key of REASONS_TO_ASK, or "": by the decisions as they are; what is not applicable asks for nothing."""
    signed = review.signed(indicator.id)
    reviewed = moderated_answer(signed, review.standing(indicator.id))
    if reviewed.state == "not_applicable":
        return ""
    if signed.state == "not_applicable" or reviewed.level < signed.level:
        return LOWERED
    targets = review.assessment.questionnaire.structure.scoring.targets
    target = targets.core if reviewed.target is None else reviewed.target
    return CORE if indicator.core and reviewed.level < target else ""


def without_recommendation(review: Review) -> tuple[str, ...]:
    """Those that ask for one, have none, and of which nobody said that none is needed; in the questionnaire's order."""
    return tuple(
        indicator.id
        for indicator in review.asked
        if indicator.id not in review.recommendations and reason_to_ask(review, indicator)
    )
