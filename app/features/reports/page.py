"""What the scorecard page shows: each figure with the parts that it is the mean of. No figure is computed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import Answers, Values
from app.assessments.lifecycle import REVIEW_GOES_ON, SUBMITTED
from app.assessments.outlines import outlines_of
from app.assessments.report.charts import Marks, as_shown, level_bands
from app.assessments.report.frozen import FIGURE_NAMES
from app.assessments.report.results import Results, results_from, results_of
from app.assessments.rights import Permission, Role, reviews_itself
from app.features.reports.answer_rows import answer_rows
from app.features.reports.last_shown import LastShown
from app.i18n.formatting import translations
from exports.gap.facts import label_of
from exports.gap.outcome import SUMMARY
from questionnaires.definition import Questionnaire
from questionnaires.problems import N_
from questionnaires.small_offices import words_for
from scoring.progress import Status
from scoring.scorecard import OVERALL, Figures, Node
from scoring.targets import scores_at_target

TOP_GAPS = 5
NO_LINES = Markup("")
KIND_NAMES = {"self": N_("Self-assessed"), "validated": N_("Signed"), "moderated": N_("Reviewed")}
"""As pages call the three values; files and the API keep self, validated and moderated."""
FIGURES = {
    "score": N_("Official score"),
    "of_answered": N_("Answered questions only"),
    "own_control": N_("Within own control"),
    "supported": N_("With evidence only"),
}


@dataclass(frozen=True)
class Component:
    """A pillar or an element in a sum: what enters each of the four figures, and with which weight. None: nothing."""

    id: str
    weight: int
    figures: Figures


@dataclass(frozen=True)
class Sum:
    """A node with what it is the weighted mean of: parts, or the answers of an element, ready for the page."""

    node: Node
    parts: tuple[Component, ...] = ()
    answers: Markup = NO_LINES


@dataclass(frozen=True)
class PillarSums:
    sum: Sum
    elements: tuple[Sum, ...]


def is_under_way(result: Results) -> bool:
    return result.kind == "moderated" and result.assessment.state in REVIEW_GOES_ON


def label_for(whose: str, figures: Mapping[str, int] | None, kind: str, language: str) -> str:
    """What the reported values are, and how many answers a reviewer examined; `kind` is that of the organisation."""
    examined = (figures["examined"], figures["asked"]) if figures else None
    is_from_outside = reviews_itself(kind, Role.REVIEWER)
    return label_of(whose, examined, translations(language).gettext, is_from_outside=is_from_outside)


def scorecard_context(result: Results, last: LastShown | None, language: str) -> dict[str, Any]:
    questionnaire, scorecard = result.assessment.questionnaire, result.scorecard
    at_target = scores_at_target(questionnaire, scorecard)
    return {
        "assessment": result.assessment,
        "results": result,
        "label": label_for(
            "under way" if is_under_way(result) else result.kind,
            result.examined.figures if result.examined else None,
            result.assessment.kind,
            language,
        ),
        "kind_names": KIND_NAMES,
        "moved_names": FIGURE_NAMES,
        "disputed": [id_ for id_ in questionnaire.indicators if id_ in result.not_agreed],
        "words": words_for(questionnaire, language, result.values.profile),
        "scorecard": scorecard,
        "statuses": result.statuses,
        "progress": result.progress,
        "indicators": questionnaire.indicators,
        "bands": level_bands(questionnaire.structure.scoring.bands),
        "marks": {node.id: _marks(result, node, last, at_target) for node in (scorecard.overall, *scorecard.pillars)},
        "marks_of": _marks_alone,
        "last": last,
        "overall": _overall(questionnaire, result),
        "pillars": [_pillar(questionnaire, result, pillar, language) for pillar in scorecard.pillars],
        "gaps": result.gaps,
        "top_gaps": result.gaps[:TOP_GAPS],
        "figure_names": FIGURES,
        "outcome": result.outcome,
        "summary_titles": SUMMARY,
        "shown": _shown(result),
        "rules": questionnaire.structure.scoring,
    }


def _marks(result: Results, node: Node, last: LastShown | None, at_target: Mapping[str, Fraction | None]) -> Marks:
    """What is not started has no score."""
    score = None if result.statuses[node.id] is Status.NOT_STARTED else node.score
    return Marks(
        as_shown(score),
        last.scores.get(node.id) if last else None,
        as_shown(at_target[node.id]) if node.rated else None,
    )


def _shown(result: Results) -> Figures:
    """The four scores of the whole, none of which there is before the first answer."""
    figures = result.scorecard.overall.figures
    return Figures(None, None, None, None) if result.statuses[OVERALL] is Status.NOT_STARTED else figures


def _marks_alone(node: Node) -> Marks:
    return Marks(as_shown(node.score))


def _overall(questionnaire: Questionnaire, result: Results) -> Sum:
    weights = {pillar.id: pillar.weight for pillar in questionnaire.structure.pillars}
    return Sum(
        result.scorecard.overall,
        tuple(Component(pillar.id, weights[pillar.id], pillar.figures) for pillar in result.scorecard.pillars),
    )


def _pillar(questionnaire: Questionnaire, result: Results, pillar: Node, language: str) -> PillarSums:
    card = result.scorecard
    nodes = [(element, card.by_id[element.id]) for element in questionnaire.elements_of[pillar.id]]
    parts = tuple(Component(element.id, element.weight, node.figures) for element, node in nodes)
    elements = (Sum(node, answers=answer_rows(questionnaire, card, node.id, language)) for _, node in nodes)
    return PillarSums(Sum(pillar, parts), tuple(elements))


def result_on_screen(db: Session, access: AssessmentAccess) -> Results:
    """For a page and the API, which show figures and no texts: the outlines are enough."""
    assessment = access.assessment
    if assessment.state not in SUBMITTED:
        return results_from(assessment, Values(assessment.profile, _own(db, assessment.id)))
    return results_of(db, assessment, with_moderated=access.may(Permission.SEE_MODERATED), read_own=_own)


def _own(db: Session, assessment_id: str) -> Answers:
    return outlines_of(db, assessment_id).own
