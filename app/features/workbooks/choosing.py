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
            [
                question.indicator,
                question.kind,
                question.here.revision,
                [_proposal_as_json(proposal) for proposal in question.proposals],
            ]
            for question in merged.questions
        ],
        "unchanged": merged.unchanged,
        "not_now": merged.not_now,
        "foreign": [astuple(foreign) for foreign in merged.foreign],
        "refused": left_out.as_json(merged.refused),
        "unread": left_out.as_json(merged.unread),
        "gone": merged.gone,
    }


def _proposal_as_json(proposal: Proposal) -> list[Any]:
    sources = [[source.file, source.sheet, source.row] for source in proposal.sources]
    return [as_document(proposal.answer), sources, proposal.is_foreign]


def of_json(document: Any, questionnaire: Questionnaire, here: Mapping[str, Saved], open_now: frozenset[str]) -> Merged:
    """The same preview, beside what is here now; every answer is read once more. Raises NotSealedHere."""
    known = questionnaire.indicators
    questions = [
        Question(
            id_,
            Kind(kind),
            here.get(id_, NEVER_SAVED),
            seen,
            tuple(_proposal(known[id_], proposal) for proposal in given),
        )
        for id_, kind, seen, given in document["questions"]
    ]
    closed = tuple(question.indicator for question in questions if question.indicator not in open_now)
    return Merged(
        tuple(question for question in questions if question.indicator in open_now),
        tuple(document["unchanged"]),
        (*document["not_now"], *closed),
        left_out.of_json(document["refused"]),
        tuple(Foreign(*foreign) for foreign in document["foreign"]),
        left_out.of_json(document["unread"]),
        tuple(document["gone"]),
    )


def _proposal(indicator: Indicator, document: Any) -> Proposal:
    raw, sources, is_foreign = document
    answer, problems = read_answer(indicator, raw)
    if problems:
        raise NotSealedHere
    return Proposal(answer, tuple(Source(*source) for source in sources), is_foreign)


def preselected(merged: Merged) -> dict[str, str]:
    """Nothing that would overwrite what another person wrote, or take away what is here: only what this file alone
    changed."""
    return {question.indicator: _preselected(question) for question in merged.questions}


def _preselected(question: Question) -> str:
    if question.kind is Kind.CHANGED:
        return HERE if question.empties else "0"
    return HERE if question.is_foreign else ""


def read_picked(merged: Merged, sent: Mapping[str, str], *, keep_the_rest: bool, fill: bool) -> dict[str, str]:
    """`sent` are the fields of the form by indicator; a box that is not ticked is not sent."""
    return {
        question.indicator: _picked(question, sent.get(question.indicator, ""), keep_the_rest, fill)
        for question in merged.questions
    }


def _picked(question: Question, sent: str, keep_the_rest: bool, fill: bool) -> str:
    if question.kind is Kind.FILL:
        return "0" if fill else HERE
    if sent in (HERE, *map(str, range(len(question.proposals)))):
        return sent
    return HERE if question.kind is Kind.CHANGED or keep_the_rest else ""


def choice_of(merged: Merged, picked: Picked) -> Choice:
    chosen = {
        question: picked[question.indicator]
        for question in merged.questions
        if picked[question.indicator] not in ("", HERE)
    }
    return Choice(
        {question.indicator: question.proposals[int(number)].answer for question, number in chosen.items()},
        {question.indicator: question.seen for question in chosen},
        tuple(question.indicator for question in merged.questions if not picked[question.indicator]),
    )


def shown_again(merged: Merged, picked: Picked) -> tuple[Merged, dict[str, str]]:
    """For another look: what is stored already is gone, and what somebody changed meanwhile waits for a new choice."""
    left = [question for question in merged.questions if not _is_settled(question, picked[question.indicator])]
    questions = tuple(replace(question, kind=Kind.CONFLICT) if question.is_late else question for question in left)
    again = {question.indicator: "" if question.is_late else picked[question.indicator] for question in left}
    return replace(merged, questions=questions), again


def _is_settled(question: Question, picked: str) -> bool:
    if picked in ("", HERE):
        return False
    return is_same_answer(question.proposals[int(picked)].answer, question.here.answer)
