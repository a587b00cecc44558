"""Whether an assessment can be signed: what is missing, what stops signing, and what only informs. Pure.

Every page, mail and document says it from here. The words: a question is *asked* if the profile and the other answers
leave it in; it is *answered* if it has an answer, "we don't know" and "not applicable" included; it is *done* if it is
answered and nothing of it stops signing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from questionnaires.answers import NOT_ANSWERED, Answer, ProfileValue, is_answered, missing
from questionnaires.definition import Questionnaire
from questionnaires.problems import N_, Problem
from scoring.score import is_unsupported

JUMP = 2
"""From here a change needs a comment (questionnaire rules, 1.1)."""
JUMPED = Problem("comment", "The level moved by two or more since the last round. Explain why in the comment.")
OPEN = Problem("profile", "Answer this profile question.")


class Finding(StrEnum):
    """What may be signed as it is, and is worth a look before."""

    NOT_ANSWERED = "not-answered"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"
    NOT_APPLICABLE = "not-applicable"
    OUTSIDE = "outside"


FINDING_NAMES = {
    Finding.NOT_ANSWERED: N_("Not answered: scores 0"),
    Finding.UNKNOWN: N_("Unknown: scores 0"),
    Finding.UNSUPPORTED: N_("Without evidence: the reviewer may lower the level"),
    Finding.NOT_APPLICABLE: N_("Not applicable: left out if the reviewer accepts the reason"),
    Finding.OUTSIDE: N_("Decided outside our administration"),
}


def jumped(last: int | None, answer: Answer) -> bool:
    """Whether a level went up or down by two or more. Unknown, N/A and not answered have no level to compare."""
    return last is not None and answer.state == "answered" and abs(last - answer.level) >= JUMP


def what_stops(answer: Answer, last: int | None, *, is_explained: bool = False) -> tuple[Problem, ...]:
    """What one asked question needs before it can be signed.

    `last` is its level in the last round, None where it had none; `is_explained`: the head gave a reason for the level.
    """
    lacks = tuple(missing(answer))
    needs_comment = jumped(last, answer) and not answer.comment.strip() and not is_explained
    return (*lacks, JUMPED) if needs_comment else lacks


@dataclass(frozen=True)
class Basis:
    """What readiness is judged by beside the answers.

    `last_levels`: indicator -> its level in the last round. `explained` are the questions whose level the head changed
    with a reason. `changeable` are the only questions that may be changed now, None for all and the profile too:
    nothing that nobody can mend may stop signing.
    """

    last_levels: Mapping[str, int] = field(default_factory=dict)
    explained: Collection[str] = ()
    changeable: Collection[str] | None = None


@dataclass(frozen=True)
class Readiness:
    """`answers` are those of the asked questions, in the order of the questionnaire; `needs` says of each question that
    stops signing what it needs, and `open_profile` are the keys of the profile that stop it too."""

    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    needs: Mapping[str, tuple[Problem, ...]]
    open_profile: tuple[str, ...]

    @property
    def blockers(self) -> int:
        """How many things are to be fixed before it can be signed: each question once."""
        return len(self.open_profile) + len(self.needs)

    @property
    def not_answered(self) -> int:
        """How many may be signed as they are, and score 0."""
        return sum(not is_answered(answer) for answer in self.answers.values())

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(self.answers)

    def is_done(self, indicator: str) -> bool:
        return indicator not in self.needs and is_answered(self.answers[indicator])

    def count(self, indicators: Iterable[str]) -> tuple[int, int]:
        """(done, asked) among some indicators."""
        asked = [id_ for id_ in indicators if id_ in self.answers]
        return sum(map(self.is_done, asked)), len(asked)

    @property
    def progress(self) -> dict[str, tuple[int, int, int]]:
        """Pillar -> (done, asked, answered)."""
        done, asked, answered = Counter[str](), Counter[str](), Counter[str]()
        for id_, answer in self.answers.items():
            pillar = self.questionnaire.pillar_of[id_]
            asked[pillar] += 1
            answered[pillar] += is_answered(answer)
            done[pillar] += self.is_done(id_)
        return {p.id: (done[p.id], asked[p.id], answered[p.id]) for p in self.questionnaire.structure.pillars}

    @property
    def open_elements(self) -> frozenset[str]:
        """Those with a question that is not done."""
        element_of = self.questionnaire.indicators
        return frozenset(element_of[id_].element for id_ in self.answers if not self.is_done(id_))

    @property
    def to_fix(self) -> dict[str, tuple[Problem, ...]]:
        """Everything that stops signing: key of the profile or indicator -> what it needs."""
        return {key: (OPEN,) for key in self.open_profile} | dict(self.needs)

    def found(self) -> dict[Finding, tuple[str, ...]]:
        """What only informs: finding -> indicators."""
        every = {id_: tuple(self._findings(answer)) for id_, answer in self.answers.items()}
        return {finding: tuple(id_ for id_, own in every.items() if finding in own) for finding in Finding}

    def _findings(self, answer: Answer) -> Iterator[Finding]:
        if is_unsupported(answer, self.questionnaire.structure.scoring):
            yield Finding.UNSUPPORTED
        if answer.outside_control:
            yield Finding.OUTSIDE
        if answer.state == "not_answered":
            yield Finding.NOT_ANSWERED
        elif answer.state == "unknown":
            yield Finding.UNKNOWN
        elif answer.state == "not_applicable":
            yield Finding.NOT_APPLICABLE


def readiness(
    questionnaire: Questionnaire,
    profile: Mapping[str, ProfileValue],
    asked: Collection[str],
    answers: Mapping[str, Answer],
    basis: Basis,
) -> Readiness:
    """`asked` are the ids of `scoring.score`; `answers` those that would be signed now: with the head's levels."""
    own = {
        indicator.id: answers.get(indicator.id, NOT_ANSWERED)
        for indicator in questionnaire.structure.indicators
        if indicator.is_scored and indicator.id in asked
    }
    changeable = own if basis.changeable is None else basis.changeable
    stops = {
        id_: what_stops(answer, basis.last_levels.get(id_), is_explained=id_ in basis.explained)
        for id_, answer in own.items()
        if id_ in changeable
    }
    asked_keys = questionnaire.asked_keys(profile)
    open_keys = [key.key for key in asked_keys if not key.given and profile.get(key.key) in (None, "")]
    return Readiness(
        questionnaire,
        own,
        {id_: needs for id_, needs in stops.items() if needs},
        tuple(open_keys) if basis.changeable is None else (),
    )
