"""Every answer of an assessment as scoring and readiness need it: without its texts in full, with the head's levels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, String, and_, bindparam, cast, exists, func, or_, select
from sqlmodel import Session

from app.assessments.reads import ANSWERS, OF_ASSESSMENT, USES, answer_of, stored_value
from app.db.tables.answers import ValidatedLevel
from app.db.tables.columns import table_of
from questionnaires.answers import Answer

VALIDATED = table_of(ValidatedLevel)
HAS_ITEMS = exists().where(USES.c.assessment_id == ANSWERS.c.assessment_id, USES.c.indicator == ANSWERS.c.indicator)
OUTLINES = select(
    ANSWERS.c.indicator,
    ANSWERS.c.state,
    ANSWERS.c.value,
    ANSWERS.c.reason_code,
    ANSWERS.c.reason,
    or_(cast(ANSWERS.c.evidence, String) != "[]", HAS_ITEMS).label("has_evidence"),
    func.substr(func.ltrim(ANSWERS.c.comment, " \t\r\n"), 1, 1).label("comment"),
    ANSWERS.c.is_outside_control,
    ANSWERS.c.authority,
    ANSWERS.c.raised,
    ANSWERS.c.target,
    VALIDATED.c.value.label("head_value"),
).outerjoin_from(
    ANSWERS,
    VALIDATED,
    and_(VALIDATED.c.assessment_id == ANSWERS.c.assessment_id, VALIDATED.c.indicator == ANSWERS.c.indicator),
)
OUTLINES_OF_ONE = OUTLINES.where(OF_ASSESSMENT)
OF_SOME = ANSWERS.c.assessment_id.in_(bindparam("assessments", expanding=True))
OUTLINES_OF_SOME = OUTLINES.add_columns(ANSWERS.c.assessment_id).where(OF_SOME)
IN_FULL_ELSEWHERE = ("…",)


@dataclass(frozen=True)
class Outlines:
    """Every answer as scoring and readiness need it: evidence and comment are there or not, but not in full.

    `own` are the team's answers; `head` are the levels that the head put in place of the team's: indicator -> value.
    """

    own: Mapping[str, Answer] = field(default_factory=dict)
    head: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def to_sign(self) -> Mapping[str, Answer]:
        """The answers that would be signed now."""
        return with_levels(self.own, self.explained)

    @property
    def explained(self) -> Mapping[str, int | str]:
        """The levels of the head that differ from the team's."""
        return {id_: value for id_, value in self.head.items() if is_level_changed(self.own[id_], value)}

    def after(self, new: Mapping[str, Answer]) -> "Outlines":
        """With some answers saved anew."""
        return Outlines({**self.own, **new}, self.head)


def is_level_changed(answer: Answer, value: int | str | None) -> bool:
    """Only a level is changed, and only while the team says another one."""
    return value is not None and answer.state == "answered" and answer.value != value


def with_levels(own: Mapping[str, Answer], levels: Mapping[str, int | str]) -> Mapping[str, Answer]:
    """The answers with some levels in place of the team's."""
    if not levels:
        return own
    return {id_: with_level(answer, levels.get(id_)) for id_, answer in own.items()}


def with_level(answer: Answer, value: int | str | None) -> Answer:
    if value is None:
        return answer
    return replace(answer, state="answered", value=value, reason_code="", reason="")


def outlines_of(db: Session, assessment_id: str) -> Outlines:
    rows = db.connection().execute(OUTLINES_OF_ONE, {"assessment": assessment_id}).all()
    return outlines_from(rows)


def outlines_of_all(db: Session, assessment_ids: Collection[str]) -> dict[str, Outlines]:
    """The same of several assessments, by their ids."""
    rows_of: dict[str, list[Row[Any]]] = {}
    for row in db.connection().execute(OUTLINES_OF_SOME, {"assessments": list(assessment_ids)}):
        rows_of.setdefault(row.assessment_id, []).append(row)
    return {id_: outlines_from(rows) for id_, rows in rows_of.items()}


def outlines_from(rows: Sequence[Row[Any]]) -> Outlines:
    """From rows that begin with the columns of OUTLINES."""
    own = {row[0]: _outline(row) for row in rows}
    return Outlines(own, {row[0]: stored_value(row.head_value) for row in rows if row.head_value is not None})


class _Columns(NamedTuple):
    """Those of OUTLINES that make an answer, in order."""

    state: str
    value: str
    reason_code: str
    reason: str
    has_evidence: bool
    comment: str
    is_outside_control: bool
    authority: str
    raised: str
    target: int | None


def _outline(row: Row[Any]) -> Answer:
    columns = _Columns._make(row[1:11])
    return _answer(columns) if columns.reason or columns.authority else _kept_answer(columns)


def _answer(columns: _Columns) -> Answer:
    return answer_of(columns, IN_FULL_ELSEWHERE if columns.has_evidence else ())


_kept_answer = lru_cache(1_000)(_answer)
"""Without a text that a person wrote there are few: a save that reads a hundred of them makes none anew."""
