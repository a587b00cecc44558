"""What a preview carries to its confirmation, and what the person chose there. Pure."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from app.access.sealing import NotSealedHere
from app.assessments.reads import NEVER_SAVED, Saved
from app.features.workbooks.merging import Foreign, Kind, Merged, Proposal, Question, Source
from app.web import left_out
from questionnaires.answers import Answer, is_same_answer, read_answer
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.documents import as_document

HERE = "here"
"""Chosen where what is here shall stay; an answer of the files is chosen by its number."""
Picked = Mapping[str, str]
"""Indicator -> HERE, the number of a proposal, or "" where a choice is missing."""


@dataclass(frozen=True)
class Choice:
    """What is to be stored, and the revisions that it was compared with; `missing` are conflicts that wait."""

    wanted: Mapping[str, Answer]
    revisions: Mapping[str, int]
    missing: tuple[str, ...]


def as_json(merged: Merged) -> Any:
    return {
        "questions": [
            [one.indicator, one.kind, one.here.revision, [_proposal_as_json(given) for given in one.proposals]]
            for one in merged.questions
        ],
        "unchanged": merged.unchanged,
        "not_now": merged.not_now,
        "foreign": [astuple(one) for one in merged.foreign],
        "refused": left_out.as_json(merged.refused),
        "unread": left_out.as_json(merged.unread),
        "gone": merged.gone,
    }


def _proposal_as_json(one: Proposal) -> list[Any]:
    sources = [[source.file, source.sheet, source.row] for source in one.sources]
    return [as_document(one.answer), sources, one.is_foreign]


def of_json(document: Any, questionnaire: Questionnaire, here: Mapping[str, Saved], open_now: frozenset[str]) -> Merged:
    """The same preview, beside what is here now; every answer is read once more. Raises NotSealedHere."""
    known = questionnaire.indicators
    questions = [
        Question(id_, Kind(kind), here.get(id_, NEVER_SAVED), seen, tuple(_proposal(known[id_], one) for one in given))
        for id_, kind, seen, given in document["questions"]
    ]
    closed = tuple(one.indicator for one in questions if one.indicator not in open_now)
    return Merged(
        tuple(one for one in questions if one.indicator in open_now),
        tuple(document["unchanged"]),
        (*document["not_now"], *closed),
        left_out.of_json(document["refused"]),
        tuple(Foreign(*one) for one in document["foreign"]),
        left_out.of_json(document["unread"]),
        tuple(document["gone"]),
    )


def _proposal(indicator: Indicator, document: Any) -> Proposal:
    raw, sources, is_foreign = document
    answer, problems = read_answer(indicator, raw)
    if problems:
        raise NotSealedHere
    return Proposal(answer, tuple(Source(*one) for one in sources), is_foreign)


def preselected(merged: Merged) -> dict[str, str]:
    """Nothing that would overwrite what another person wrote, or take away what is here: only what this file alone
    changed."""
    return {one.indicator: _preselected(one) for one in merged.questions}


def _preselected(question: Question) -> str:
    if question.kind is Kind.CHANGED:
        return HERE if question.empties else "0"
    return HERE if question.is_foreign else ""


def read_picked(merged: Merged, sent: Mapping[str, str], *, keep_the_rest: bool, fill: bool) -> dict[str, str]:
    """`sent` are the fields of the form by indicator; a box that is not ticked is not sent."""
    return {one.indicator: _picked(one, sent.get(one.indicator, ""), keep_the_rest, fill) for one in merged.questions}


def _picked(question: Question, sent: str, keep_the_rest: bool, fill: bool) -> str:
    if question.kind is Kind.FILL:
        return "0" if fill else HERE
    if sent in (HERE, *map(str, range(len(question.proposals)))):
        return sent
    return HERE if question.kind is Kind.CHANGED or keep_the_rest else ""


def choice_of(merged: Merged, picked: Picked) -> Choice:
    chosen = {one: picked[one.indicator] for one in merged.questions if picked[one.indicator] not in ("", HERE)}
    return Choice(
        {one.indicator: one.proposals[int(number)].answer for one, number in chosen.items()},
        {one.indicator: one.seen for one in chosen},
        tuple(one.indicator for one in merged.questions if not picked[one.indicator]),
    )


def shown_again(merged: Merged, picked: Picked) -> tuple[Merged, dict[str, str]]:
    """For another look: what is stored already is gone, and what somebody changed meanwhile waits for a new choice."""
    left = [one for one in merged.questions if not _is_settled(one, picked[one.indicator])]
    questions = tuple(replace(one, kind=Kind.CONFLICT) if one.is_late else one for one in left)
    again = {one.indicator: "" if one.is_late else picked[one.indicator] for one in left}
    return replace(merged, questions=questions), again


def _is_settled(question: Question, picked: str) -> bool:
    if picked in ("", HERE):
        return False
    return is_same_answer(question.proposals[int(picked)].answer, question.here.answer)
