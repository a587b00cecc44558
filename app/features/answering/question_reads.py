"""What pages read of some questions, in three queries: the answers, what stands around them, and the last round.

The answers of the others are read as well, in short: which questions are asked, and what they lack, hangs on them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, cast, literal, null, select
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.evidence.items import items_by_question
from app.assessments.history import answered_to_other_texts
from app.assessments.last_round import earlier_answers
from app.assessments.outlines import OUTLINES_OF_ONE, Outlines, outlines_from
from app.assessments.reads import ANSWERS, EVIDENCE, OPEN_COMMENTS, USES, Saved
from app.assessments.to_sign import ready_with
from app.features.answering.queries import SENT_BACK, Marks, marks_from, of_marks, shows_returned
from app.features.answering.questions import Standing, Surroundings
from questionnaires.definition import IndicatorWords
from questionnaires.small_offices import is_small, words_of
from scoring.score import score_nodes

SHOWN: BindParameter[Any] = bindparam("shown", expanding=True)
IS_SHOWN = ANSWERS.c.indicator.in_(SHOWN)
# Built once, so that SQLAlchemy finds them compiled
SHOWN_IN_FULL = OUTLINES_OF_ONE.add_columns(
    ANSWERS.c.revision,
    ANSWERS.c.saved_by,
    ANSWERS.c.saved_at,
    case((IS_SHOWN, ANSWERS.c.evidence)).label("evidence"),
    case((IS_SHOWN, ANSWERS.c.comment)).label("whole_comment"),
)
OF_ITEM = ("address", "dated_on", "file_name", "holder", "id", "media_type")
ITEMS = (
    select(
        literal("item"),
        USES.c.indicator,
        EVIDENCE.c.title,
        literal(1),
        *(EVIDENCE.c[name] for name in OF_ITEM),
        EVIDENCE.c.kind.label("item_kind"),
        EVIDENCE.c.size,
        EVIDENCE.c.added_at,
    )
    .join(EVIDENCE, EVIDENCE.c.id == USES.c.evidence_id)
    .where(USES.c.assessment_id == bindparam("assessment"), USES.c.indicator.in_(SHOWN))
)


def as_wide(marks: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With columns for what only an item of evidence has."""
    moment = cast(null(), EVIDENCE.c.added_at.type).label("added_at")
    texts = (literal("").label(name) for name in (*OF_ITEM, "item_kind"))
    return marks.add_columns(*texts, literal(0).label("size"), moment)


AROUND = as_wide(OPEN_COMMENTS).union_all(as_wide(SENT_BACK), ITEMS).order_by("added_at", "id")


@dataclass(frozen=True)
class QuestionsRead:
    """`saved` and `surroundings` are those of the questions that are shown; the rest is of the whole assessment."""

    standing: Standing
    saved: Mapping[str, Saved]
    marks: Marks
    surroundings: Mapping[str, Surroundings]


def read_questions(db: Session, access: AssessmentAccess, shown: Collection[str]) -> QuestionsRead:
    assessment = access.assessment
    outlines, saved = _answers(db, assessment.id, shown)
    rows = db.connection().execute(AROUND, of_marks(access) | {"shown": list(shown)}).all()
    marks, items = marks_from(rows), items_by_question(row for row in rows if row.kind == "item")
    last, then = earlier_answers(db, assessment), _words_then(db, access)
    ready = ready_with(db, assessment, outlines, marks.returned if shows_returned(access) else None)
    return QuestionsRead(
        Standing(ready, score_nodes(assessment.questionnaire, assessment.profile, outlines.own, assessment.form)),
        saved,
        marks,
        {
            id_: Surroundings(
                items.get(id_, ()),
                last.of(id_) if last else None,
                marks.comments.get(id_, 0),
                marks.returned.get(id_, ""),
                then.get(id_),
            )
            for id_ in shown
        },
    )


def _words_then(db: Session, access: AssessmentAccess) -> Mapping[str, IndicatorWords]:
    """By question, of those that were answered to another text of their levels: the words of then."""
    assessment, small_then = access.assessment, not is_small(access.assessment.profile)
    words = words_of(assessment.questionnaire, access.visitor.language, small=small_then).indicators
    return {id_: words[id_] for id_ in answered_to_other_texts(db, assessment)}


def _answers(db: Session, assessment_id: str, shown: Collection[str]) -> tuple[Outlines, dict[str, Saved]]:
    """All in short, and those that are shown as they were saved."""
    rows = db.connection().execute(SHOWN_IN_FULL, {"assessment": assessment_id, "shown": list(shown)}).all()
    outlines = outlines_from(rows)
    in_full = {row.indicator: row for row in rows if row.evidence is not None}
    saved = {
        id_: Saved(
            replace(outlines.own[id_], evidence=tuple(row.evidence), comment=row.whole_comment),
            row.revision,
            row.saved_by,
            row.saved_at,
        )
        for id_, row in in_full.items()
    }
    return outlines, saved
