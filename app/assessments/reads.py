"""Reads shared by two or more features: an assessment with its administration, its answers, its figures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, literal, select
from sqlmodel import Session, col

from app.assessments.lifecycle import SUBMITTED, State
from app.assessments.readiness import Readiness
from app.db.fingerprints import BY_NAME
from app.db.tables.answers import Comment, Evidence, EvidenceUse, StoredAnswer, Thread
from app.db.tables.columns import table_of
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import NOT_ANSWERED, Answer, Form, OutsideControl, ProfileValue
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire, Words
from questionnaires.small_offices import words_for
from questionnaires.workforce.definition import WorkforceTables
from scoring.progress import NOTHING_ASKED, Status, statuses_of
from scoring.scorecard import OVERALL, Nodes, rounded

RAISED = {"yes": True, "no": False, "": None}
RAISED_WORDS = {value: word for word, value in RAISED.items()}


@dataclass(frozen=True)
class OneAssessment:
    """An assessment as the features use it, with the very version of the questionnaire that it was started with."""

    id: str
    administration_id: str
    administration: str
    region: str
    kind: str
    language: str
    time_zone: str
    disclosure: str
    round_id: str
    round: str
    due_on: str
    """The last day, an ISO date in the time zone of the administration; an extension stands in place of the round's."""
    extended_to: str
    extended_why: str
    catalogue: Catalogue
    """Every version: other rounds may have been answered with another one."""
    questionnaire: Questionnaire
    form: Form
    state: State
    edition: int
    signature: int
    profile: Mapping[str, ProfileValue]
    profile_revision: int
    changed_at: datetime | None
    asked: int
    done: int
    blockers: int
    """How many things stop signing."""
    last_levels: Mapping[str, int]
    """Indicator -> its level in the last round, as far as it had one."""

    def words(self, language: str) -> Words:
        return words_for(self.questionnaire, language, self.profile)

    @property
    def tables(self) -> WorkforceTables | None:
        """None where its version asks no numbers."""
        return self.catalogue.workforce.get(self.questionnaire.version)


@dataclass(frozen=True)
class Saved:
    """An answer with its revision, and who saved it when. Revision 0: never saved."""

    answer: Answer
    revision: int = 0
    by: str = ""
    at: datetime | None = None


LOOKED_UP = ("catalogue", "questionnaire", "state")
AS_THEY_ARE = tuple(field.name for field in fields(OneAssessment) if field.name not in LOOKED_UP)
AS_CONTENT = tuple(name for name in BY_NAME["assessment"].columns if name not in ("questionnaire", "fingerprint"))
NEVER_SAVED = Saved(NOT_ANSWERED)

DUE_ON = case((col(Assessment.extended_to) > col(Round.due_on), col(Assessment.extended_to)), else_=col(Round.due_on))
"""The last day of an assessment, for queries."""

ONE_ASSESSMENT: Select[*tuple[Any, ...]] = (
    select(
        col(Assessment.id),
        col(Assessment.administration_id),
        col(Administration.name).label("administration"),
        col(Administration.region),
        col(Administration.kind),
        col(Administration.language),
        col(Administration.time_zone),
        col(Administration.disclosure),
        col(Assessment.round_id),
        col(Round.name).label("round"),
        DUE_ON.label("due_on"),
        col(Assessment.extended_to),
        col(Assessment.extended_why),
        col(Assessment.questionnaire),
        col(Assessment.form),
        col(Assessment.state),
        col(Assessment.edition),
        col(Assessment.signature),
        col(Assessment.profile),
        col(Assessment.profile_revision),
        col(Assessment.changed_at),
        col(Assessment.asked),
        col(Assessment.done),
        col(Assessment.blockers),
        col(Assessment.last_levels),
    )
    .join_from(Assessment, Administration)
    .join(Round)
)

ANSWERS = table_of(StoredAnswer)
OF_ASSESSMENT = ANSWERS.c.assessment_id == bindparam("assessment")
# Built once, so that SQLAlchemy finds them compiled
ALL_ANSWERS = select(ANSWERS).where(OF_ASSESSMENT)
SOME_ANSWERS = ALL_ANSWERS.where(ANSWERS.c.indicator.in_(bindparam("indicators", expanding=True)))
ONE_ANSWER = ALL_ANSWERS.where(ANSWERS.c.indicator == bindparam("indicator"))
USES = table_of(EvidenceUse)
EVIDENCE = table_of(Evidence)
ITEMS = (
    select(USES.c.indicator, EVIDENCE)
    .join(EVIDENCE, EVIDENCE.c.id == USES.c.evidence_id)
    .where(USES.c.assessment_id == bindparam("assessment"))
    .order_by(EVIDENCE.c.added_at, EVIDENCE.c.id)
)
SOME_ITEMS = ITEMS.where(USES.c.indicator.in_(bindparam("indicators", expanding=True)))


def one_assessment(row: Row[Any], catalogue: Catalogue) -> OneAssessment:
    """From a row of ONE_ASSESSMENT."""
    columns = {name: getattr(row, name) for name in AS_THEY_ARE}
    version = catalogue[row.questionnaire]
    return OneAssessment(catalogue=catalogue, questionnaire=version, state=State(row.state), **columns)


def saved_answers(db: Session, assessment_id: str) -> dict[str, Saved]:
    return {row.indicator: saved_of(row) for row in db.connection().execute(ALL_ANSWERS, {"assessment": assessment_id})}


def some_saved_answers(db: Session, assessment_id: str, indicators: Sequence[str]) -> dict[str, Saved]:
    rows = db.connection().execute(SOME_ANSWERS, {"assessment": assessment_id, "indicators": list(indicators)})
    return {row.indicator: saved_of(row) for row in rows}


def saved_answer(db: Session, assessment_id: str, indicator: str) -> Saved:
    row = db.connection().execute(ONE_ANSWER, {"assessment": assessment_id, "indicator": indicator}).first()
    return saved_of(row) if row else NEVER_SAVED


def content_of(assessment: OneAssessment, **changed: Any) -> dict[str, Any]:
    """The columns that the log vouches for, as they are after `changed` was written; without the profile."""
    columns = {name: getattr(assessment, name) for name in AS_CONTENT}
    version = {"questionnaire": assessment.questionnaire.version, "fingerprint": assessment.questionnaire.fingerprint}
    return columns | version | changed


def answers_of(saved: Mapping[str, Saved], items: Mapping[str, tuple[str, ...]]) -> dict[str, Answer]:
    """The answers with all their evidence: what was written in words, and the items of `items_of`."""
    return {
        indicator: replace(entry.answer, evidence=(*entry.answer.evidence, *items.get(indicator, ())))
        for indicator, entry in saved.items()
    }


def answers_in_full(db: Session, assessment_id: str) -> dict[str, Answer]:
    """Every answer with its texts and all its evidence, as reports and signatures hold it."""
    return answers_of(saved_answers(db, assessment_id), items_of(db, assessment_id))


def items_of(db: Session, assessment_id: str) -> dict[str, tuple[str, ...]]:
    """Indicator -> its items of evidence, each in one line: title, where it is, SHA-256."""
    return items_from(db.connection().execute(ITEMS, {"assessment": assessment_id}))


def some_items_of(db: Session, assessment_id: str, indicators: Collection[str]) -> dict[str, tuple[str, ...]]:
    of_some = {"assessment": assessment_id, "indicators": list(indicators)}
    return items_from(db.connection().execute(SOME_ITEMS, of_some))


def items_from(rows: Iterable[Row[Any]]) -> dict[str, tuple[str, ...]]:
    """The same from rows of items, in the order in which they were added."""
    lines: dict[str, tuple[str, ...]] = {}
    for row in rows:
        lines[row.indicator] = (*lines.get(row.indicator, ()), item_line(row))
    return lines


def item_line(item: Any) -> str:
    """An item of evidence (a row with the columns of the table) in one line, as reports name it."""
    place = item.address or item.file_name or item.holder
    parts = (item.title, place, item.dated_on, item.page, f"SHA-256 {item.sha256}" if item.sha256 else "")
    return ", ".join(part for part in parts if part)


def value_of(stored: str) -> int | str | None:
    return stored_value(stored) if stored else None


def stored_value(stored: str) -> int | str:
    """A level as its column holds it: a number, or yes / partly / no."""
    return int(stored) if stored.isdigit() else stored


def saved_of(row: Row[Any]) -> Saved:
    return Saved(answer_of(row, tuple(row.evidence)), row.revision, row.saved_by, row.saved_at)


def answer_of(row: Any, evidence: tuple[str, ...]) -> Answer:
    """From the columns of the answer table, with its evidence in full or only in short."""
    return Answer(
        state=row.state,
        value=value_of(row.value),
        reason_code=row.reason_code,
        reason=row.reason,
        evidence=evidence,
        comment=row.comment,
        outside_control=OutsideControl(row.authority, RAISED[row.raised]) if row.is_outside_control else None,
        target=row.target,
    )


def columns_of(answer: Answer) -> dict[str, Any]:
    """The columns of the answer table that hold the answer itself; `answer_of` reads them back."""
    outside = answer.outside_control
    return {
        "state": answer.state,
        "value": "" if answer.value is None else str(answer.value),
        "reason_code": answer.reason_code,
        "reason": answer.reason,
        "evidence": list(answer.evidence),
        "comment": answer.comment,
        "is_outside_control": outside is not None,
        "authority": outside.authority if outside else "",
        "raised": RAISED_WORDS[outside.raised] if outside else "",
        "target": answer.target,
    }


def figures_of(nodes: Nodes, ready: Readiness) -> dict[str, Any]:
    """The figures stored with the assessment: see the table."""
    progress = ready.progress
    return {
        "asked": sum(asked for _, asked, _ in progress.values()),
        "done": sum(done for done, _, _ in progress.values()),
        "blockers": ready.blockers,
        **results_of(nodes),
        "progress": {pillar: list(counts) for pillar, counts in progress.items()},
    }


def results_of(scored: Nodes) -> dict[str, Any]:
    """Level, levels of the pillars, and scores with one decimal: what lists and heatmaps show of a scorecard."""
    nodes = (scored.overall, *scored.pillars)
    return {
        "level": scored.overall.level,
        "levels": {pillar.id: pillar.level for pillar in scored.pillars},
        "scores": {node.id: None if node.score is None else rounded(node.score) for node in nodes},
    }


def stored_statuses(row: Any) -> dict[str, Status]:
    """What the figures stored with an assessment are worth, of the whole and of each pillar: lists never score.

    `row` has its columns `state` and `progress`.
    """
    progress = {id_: (answered, asked) for id_, (_, asked, answered) in row.progress.items()}
    whole = tuple(map(sum, zip(*progress.values(), strict=True))) if progress else NOTHING_ASKED
    return statuses_of({OVERALL: whole, **progress}, is_signed=row.state in SUBMITTED)


TEAM_AUDIENCE, WITH_SECRETARIAT = "team", "secretariat"
COMMENTS, THREADS = table_of(Comment), table_of(Thread)
OPEN_COMMENTS = (
    select(literal("comments").label("kind"), COMMENTS.c.indicator, literal("").label("title"))
    .add_columns(func.count().label("count_"))
    .join(THREADS, and_(*(THREADS.c[key] == COMMENTS.c[key] for key in ("assessment_id", "indicator", "audience"))))
    .where(COMMENTS.c.assessment_id == bindparam("assessment"), THREADS.c.resolved_at.is_(None))
    .where(THREADS.c.audience.in_(bindparam("audiences", expanding=True)))
    .group_by(COMMENTS.c.indicator)
)


def open_comments(db: Session, assessment_id: str, audiences: Sequence[str]) -> dict[str, int]:
    """Indicator -> how many comments of these threads, where the thread is not resolved."""
    rows = db.connection().execute(OPEN_COMMENTS, {"assessment": assessment_id, "audiences": audiences})
    return {row.indicator: row.count_ for row in rows}
