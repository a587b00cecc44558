"""What would be published, before it is: shown on the page that asks, and compared when it is sent.

What a person saw is what is frozen: the page carries marks of all that it showed, and if one of them is another when
the form comes back, nothing is published and the page says what changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.assessments.answer_sets import (
    DISAGREEMENT,
    content_hash,
    moderations_of,
    published_examined,
    published_values,
)
from app.assessments.examined import Examined, is_opinion
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import content_to_publish
from app.features.reviewing.publication.publishing import states_of
from questionnaires.problems import N_, Problem

AUDIENCES = {
    "own": N_("Only the administration's team, the secretariat and the auditors."),
    "members": N_("Everyone who signs in to Parity."),
    "public": N_("Everyone, without signing in."),
}
"""Who sees a published result, by what the administration chose."""
PARTS = {
    "signed": N_("{place}: what was signed has changed."),
    "decisions": N_("{place}: the reviewer's decisions have changed."),
    "outcome": N_("{place}: the recommendations or the summary of the review have changed."),
    "disputes": N_("{place}: the levels that are not agreed have changed."),
    "disclosure": N_("{place}: the administration has changed who may see its result."),
}
NEW = N_("{place}: its review was finished in the meantime.")
PUBLISHED = N_("{place}: it was published in the meantime.")
GONE = N_("{place}: its review is no longer finished.")
MARK_LETTERS = 12


@dataclass(frozen=True)
class Preview:
    """One result as it would be frozen now. `not_applicable` are those of the unexamined that are left out as N/A."""

    assessment: OneAssessment
    level: int | None
    score: float | None
    examined: Examined
    not_applicable: tuple[str, ...]
    why_unexamined: tuple[str, ...]
    disputes: tuple[str, ...]
    marks: Mapping[str, str]

    @property
    def audience(self) -> str:
        return AUDIENCES[self.assessment.disclosure]

    @property
    def mark(self) -> str:
        """What the form carries of it."""
        return ":".join((self.assessment.id, *(self.marks[part] for part in PARTS)))


def preview_of(db: Session, assessment: OneAssessment) -> Preview:
    content, disputes = content_to_publish(db, assessment), _open_disputes(db, assessment)
    examination = published_examined(assessment.questionnaire, content)
    overall = content["scorecards"]["moderated"]["overall"]
    validated = published_values(assessment.questionnaire, content).validated or {}
    left_out = tuple(id_ for id_ in examination.left if id_ in validated and validated[id_].state == "not_applicable")
    marked = {
        "signed": {name: content.get(name) for name in ("profile", "answers", "validated", "workforce")},
        "decisions": {name: content[name] for name in ("moderated", "unexamined")},
        "outcome": {name: content.get(name) for name in ("recommendations", "summary", "followed")},
        "disputes": {"open": disputes, "lasting": content["not_agreed"]},
        "disclosure": {"disclosure": assessment.disclosure},
    }
    marks = {part: content_hash(what)[:MARK_LETTERS] for part, what in marked.items()}
    level, score, why = overall["level"], overall["score"], _why_unexamined(db, assessment)
    return Preview(assessment, level, score, examination, left_out, why, tuple(disputes), marks)


def _why_unexamined(db: Session, assessment: OneAssessment) -> tuple[str, ...]:
    """The reasons for accepting answers without examination, each once."""
    notes = (row.note for row in moderations_of(db, assessment).values() if not is_opinion(row))
    return tuple(dict.fromkeys(notes))


def _open_disputes(db: Session, assessment: OneAssessment) -> list[str]:
    statement = select(DISAGREEMENT.c.indicator).where(
        DISAGREEMENT.c.assessment_id == assessment.id,
        DISAGREEMENT.c.edition == assessment.edition,
        DISAGREEMENT.c.settled == "",
    )
    return sorted(db.connection().execute(statement).scalars())


def ids_in(sent: Sequence[str]) -> tuple[str, ...]:
    """The assessments whose marks came back."""
    return tuple(id_ for id_ in (mark.partition(":")[0] for mark in sent) if id_ and "\0" not in id_)


def changes_since(db: Session, sent: Sequence[str], now: Sequence[Preview]) -> list[Problem]:
    """What is otherwise than on the page whose marks came back, in sentences; nothing where all is as it was shown."""
    shown = {id_: marks.split(":") for id_, _, marks in (mark.partition(":") for mark in sent)}
    problems = [change for preview in now for change in _changes(preview, shown.get(preview.assessment.id))]
    gone = states_of(db, [id_ for id_ in shown.keys() - {preview.assessment.id for preview in now} if "\0" not in id_])
    for row in gone.values():
        problems.append(Problem("", PUBLISHED if row.state == State.PUBLISHED else GONE, {"place": row.name}))
    return problems


def _changes(preview: Preview, shown: Sequence[str] | None) -> list[Problem]:
    place = {"place": preview.assessment.administration}
    if shown is None:
        return [Problem(preview.assessment.id, NEW, place)]
    then = dict(zip(PARTS, shown, strict=False))
    return [
        Problem(preview.assessment.id, PARTS[part], place) for part in PARTS if then.get(part) != preview.marks[part]
    ]
