"""What the result page says of the last round: beside this round's figures where they compare, else in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sqlmodel import Session

from app.assessments.last_round import LastRound, last_results, last_round
from app.assessments.reads import OneAssessment
from app.assessments.report.charts import as_shown
from questionnaires.problems import N_
from scoring.scorecard import OVERALL, change

OTHER_VERSION = N_("It used another version of the questionnaire, so it cannot be compared.")
OTHER_FORM = N_("It used another form of the questionnaire, so it cannot be compared.")


@dataclass(frozen=True)
class LastShown:
    """`round` is its year. `why_not` says why its figures do not compare, "" where they do; then `levels` and `scores`
    have those of the whole and of the pillars."""

    round: str
    level: int | None = None
    score: float | None = None
    why_not: str = ""
    levels: Mapping[str, int | None] = field(default_factory=dict)
    scores: Mapping[str, float | None] = field(default_factory=dict)

    def change(self, node: str, score: Fraction | None) -> float | None:
        return change(as_shown(score), self.scores.get(node))


def last_shown(db: Session, assessment: OneAssessment) -> LastShown | None:
    last = last_round(db, assessment)
    if last is None:
        return None
    results = last_results(assessment, last)
    if results is None:
        return _in_words(assessment, last)
    levels = {OVERALL: results["level"], **results["levels"]}
    return LastShown(last.round, levels[OVERALL], results["scores"][OVERALL], levels=levels, scores=results["scores"])


def _in_words(assessment: OneAssessment, last: LastRound) -> LastShown:
    """The figures of another questionnaire are known where they were published."""
    why_not = OTHER_FORM if last.questionnaire is assessment.questionnaire else OTHER_VERSION
    overall = last.scorecard["overall"] if last.scorecard else {"level": None, "score": None}
    return LastShown(last.round, overall["level"], overall["score"], why_not)
