"""The figures that a signature stands for: levels and scores, with what is unknown, unsupported and not answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app.assessments.answer_sets import validated_values
from app.assessments.last_round import last_results, last_round
from app.assessments.reads import OneAssessment
from app.assessments.report.charts import LevelBand, Marks, level_bands
from app.features.signing.drafts import Draft
from scoring.gaps import Gap, find_gaps
from scoring.score import score
from scoring.scorecard import Counts, Node, Scorecard, change, rounded

LARGEST_GAPS = 3


@dataclass(frozen=True)
class FigureRow:
    """The whole or a pillar: now, and in the last round where the two compare."""

    node: Node
    score: float | None
    last_level: int | None = None
    last_score: float | None = None

    @property
    def change(self) -> float | None:
        return change(self.score, self.last_score)


@dataclass(frozen=True)
class FiguresShown:
    """`last` is the year of the last round, "" without one; `compares` is False where its figures mean something else:
    another version of the questionnaire, or its other form. `changed` counts the levels that the head changed."""

    rows: Sequence[FigureRow]
    counts: Counts
    changed: int
    last: str = ""
    compares: bool = False
    gaps: Sequence[Gap] = ()
    bands: Sequence[LevelBand] = ()

    @property
    def marks(self) -> Marks:
        """Of the whole, on the scale of the levels."""
        overall = self.rows[0]
        return Marks(overall.score, overall.last_score)


def figures_of_draft(db: Session, assessment: OneAssessment, draft: Draft) -> FiguresShown:
    last = last_round(db, assessment)
    results = last_results(assessment, last) if last else None
    shown = _shown(draft.card, len(draft.content["validated"]), last.round if last else "", results)
    questionnaire = assessment.questionnaire
    return replace(
        shown,
        gaps=find_gaps(questionnaire, draft.card)[:LARGEST_GAPS],
        bands=level_bands(questionnaire.structure.scoring.bands),
    )


def figures_of_signature(assessment: OneAssessment, signature: Any) -> FiguresShown:
    """From the content that was signed. The last round is no part of that, and may be corrected later."""
    content = signature.content
    answers = validated_values(content)
    card = score(assessment.questionnaire, content["profile"], answers, assessment.form)
    return _shown(card, len(content["validated"]))


def _shown(card: Scorecard, changed: int, last: str = "", results: Mapping[str, Any] | None = None) -> FiguresShown:
    rows = [_row(node, results) for node in (card.overall, *card.pillars)]
    return FiguresShown(rows, card.overall.counts, changed, last, results is not None)


def _row(node: Node, results: Mapping[str, Any] | None) -> FigureRow:
    score_ = None if node.score is None else rounded(node.score)
    if results is None:
        return FigureRow(node, score_)
    level = results["levels"].get(node.id, results["level"])
    return FigureRow(node, score_, level, results["scores"].get(node.id))
