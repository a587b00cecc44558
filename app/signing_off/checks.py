"""What the check before signing finds: what stops it, and what only counts as 0 or is worth a look. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.assessments import OneAssessment
from questionnaires.answers import Answer, missing
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem
from scoring.scorecard import IndicatorResult, Scorecard


class Finding(StrEnum):
    INCOMPLETE = "incomplete"
    JUMPED = "jumped"
    NOT_ANSWERED = "not-answered"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"
    NOT_APPLICABLE = "not-applicable"
    OUTSIDE = "outside"


STOPPING = (Finding.INCOMPLETE, Finding.JUMPED)
"""Nothing is signed while there is any of these; the others count as they are."""
FINDING_NAMES = {
    Finding.INCOMPLETE: N_("A part of the answer is missing"),
    Finding.JUMPED: N_("Up or down by two levels or more, without a comment"),
    Finding.NOT_ANSWERED: N_("Not answered: counts as 0"),
    Finding.UNKNOWN: N_("Not known: counts as 0, with a star"),
    Finding.UNSUPPORTED: N_("Without evidence: the reviewer may lower it"),
    Finding.NOT_APPLICABLE: N_("Not applicable: left out if the reviewer accepts the reason"),
    Finding.OUTSIDE: N_("Decided outside our administration"),
}
Found = Mapping[Finding, tuple[Indicator, ...]]


@dataclass(frozen=True)
class Check:
    """`pillars` holds what was found by pillar; `lacks` what the incomplete answers still need, in words."""

    open_profile: tuple[str, ...]
    pillars: Mapping[str, Found]
    lacks: Mapping[str, tuple[Problem, ...]]

    def count(self, finding: Finding) -> int:
        return sum(len(found[finding]) for found in self.pillars.values())

    @property
    def stops(self) -> bool:
        return bool(self.open_profile) or any(map(self.count, STOPPING))


def check(assessment: OneAssessment, answers: Mapping[str, Answer], card: Scorecard, jumped: Iterable[str]) -> Check:
    """`answers` and `card` are of what would be signed; `jumped` are the indicators that need a comment."""
    questionnaire, jumps = assessment.questionnaire, frozenset(jumped)
    found: dict[str, dict[Finding, list[Indicator]]] = {
        pillar.id: {finding: [] for finding in Finding} for pillar in questionnaire.structure.pillars
    }
    for indicator in questionnaire.structure.indicators:
        result = card.results[indicator.id]
        if indicator.is_scored and result.asked:
            for finding in _findings(result, jumps):
                found[questionnaire.elements[indicator.element].pillar][finding].append(indicator)
    return Check(
        tuple(key for key in questionnaire.profile_keys if assessment.profile.get(key) in (None, "")),
        {pillar: {finding: tuple(ones) for finding, ones in own.items()} for pillar, own in found.items()},
        {id_: tuple(lacks) for id_, answer in answers.items() if (lacks := missing(answer))},
    )


def _findings(result: IndicatorResult, jumps: frozenset[str]) -> Iterator[Finding]:
    answer = result.answer
    if missing(answer):
        yield Finding.INCOMPLETE
    if result.id in jumps:
        yield Finding.JUMPED
    if result.is_unsupported:
        yield Finding.UNSUPPORTED
    if answer.outside_control:
        yield Finding.OUTSIDE
    if answer.state == "not_answered":
        yield Finding.NOT_ANSWERED
    elif answer.state == "unknown":
        yield Finding.UNKNOWN
    elif answer.state == "not_applicable":
        yield Finding.NOT_APPLICABLE
