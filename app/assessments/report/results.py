"""The results of an assessment for one reader: its values, the scorecard of each, and which of them is reported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.assessments.answer_sets import (
    Answers,
    Values,
    differing,
    examined_of,
    moderations_of,
    newest_publication,
    newest_signature,
    published_decisions,
    published_examined,
    published_values,
    scorecards_of,
    values_from,
)
from app.assessments.examined import Examined
from app.assessments.last_round import LastRound
from app.assessments.lifecycle import State, reported_kind
from app.assessments.reads import OneAssessment, answers_in_full
from app.assessments.report.frozen import Moved, moved, published_scorecard
from app.assessments.report.outcome import outcome_in, outcome_shown
from exports.gap.outcome import NO_OUTCOME, Outcome
from questionnaires.definition import Questionnaire
from scoring.gaps import Gap, find_gaps
from scoring.progress import Progress, Status, progress_of, statuses_of
from scoring.score import score
from scoring.scorecard import Scorecard, as_document

ReadAnswers = Callable[[Session, str], Answers]
"""The team's own answers of an assessment."""


@dataclass(frozen=True)
class Results:
    """`cards` holds a scorecard for each value that is there and that the reader may see, the reported one last.

    `publication` is that of this edition, and `moved` what a calculation of today would give otherwise.
    """

    assessment: OneAssessment
    values: Values
    cards: Mapping[str, Scorecard]
    decisions: Mapping[str, Any]
    not_agreed: frozenset[str]
    signature: Row[Any] | None = None
    publication: Row[Any] | None = None
    moved: tuple[Moved, ...] = ()
    examined: Examined | None = None
    """Which answers the reviewer looked at, where the reviewed values are reported."""
    outcome: Outcome = NO_OUTCOME
    """What the review leaves behind, once it is finished; what became of the last round's only where it is frozen."""

    @property
    def kind(self) -> str:
        return self.values.reported_kind

    @property
    def scorecard(self) -> Scorecard:
        return self.cards[self.kind]

    @cached_property
    def progress(self) -> Mapping[str, Progress]:
        """Of the reported values, by node."""
        return progress_of(self.assessment.questionnaire, self.scorecard)

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """What the reported level of each node is worth."""
        return statuses_of(self.progress, is_signed=self.values.validated is not None)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return find_gaps(self.assessment.questionnaire, self.scorecard)


def results_of(
    db: Session, assessment: OneAssessment, *, with_moderated: bool, read_own: ReadAnswers = answers_in_full
) -> Results:
    """With all texts, unless `read_own` reads less. A published result comes from its snapshot, and never from a new
    calculation."""
    signature = newest_signature(db, assessment)
    if assessment.state is State.PUBLISHED and (publication := newest_publication(db, assessment.id)):
        return published_results(assessment, signature, publication)
    signed, own = signature.content if signature else None, read_own(db, assessment.id)
    is_moderated = reported_kind(assessment.state, with_moderated=with_moderated) == "moderated"
    decisions = moderations_of(db, assessment) if signed and is_moderated else {}
    values = values_from(assessment, own, signed, decisions, with_moderated=with_moderated)
    disputed = (id_ for id_, decision in decisions.items() if decision.is_disputed)
    return Results(
        assessment,
        values,
        scorecards_of(assessment, values),
        decisions,
        frozenset(disputed).intersection(differing(values)),
        signature,
        examined=examined_of(assessment, values, decisions) if values.moderated is not None else None,
        outcome=outcome_shown(db, assessment, with_moderated=with_moderated),
    )


def results_from(assessment: OneAssessment, values: Values) -> Results:
    return Results(assessment, values, scorecards_of(assessment, values), {}, frozenset())


def scorecard_then(questionnaire: Questionnaire, last: LastRound) -> Scorecard:
    """What the last round reports, with the same version of the questionnaire."""
    card = score(questionnaire, last.profile, last.reported, last.form)
    return published_scorecard(last.scorecard, card, as_document(card)) if last.scorecard else card


def published_results(assessment: OneAssessment, signature: Row[Any] | None, publication: Row[Any]) -> Results:
    content = publication.content
    values = published_values(assessment.questionnaire, content)
    today, published = scorecards_of(assessment, values), content["scorecards"]
    documents = {kind: as_document(card) for kind, card in today.items()}
    return Results(
        assessment,
        values,
        {kind: published_scorecard(published[kind], card, documents[kind]) for kind, card in today.items()},
        published_decisions(content),
        frozenset(content["not_agreed"]),
        signature,
        publication,
        tuple(figure for kind, document in documents.items() for figure in moved(kind, published[kind], document)),
        published_examined(assessment.questionnaire, content),
        outcome_in(content),
    )
