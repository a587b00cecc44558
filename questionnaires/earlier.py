"""What an older version asked in place of a question, and what was answered, in the words of that version. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from questionnaires.answers import Answer
from questionnaires.comparability import Origin
from questionnaires.definition import Indicator, Questionnaire


@dataclass(frozen=True)
class Earlier:
    """`answers` has those of the older questions that were answered; of a new question there are none."""

    questionnaire: Questionnaire
    origin: Origin
    answers: tuple[tuple[Indicator, Answer], ...]

    @property
    def is_new(self) -> bool:
        return self.origin.kind == "new"

    @property
    def compared(self) -> Answer | None:
        """The answer whose level stands on the same scale: of a direct question only."""
        return self.answers[0][1] if self.origin.kind == "direct" and self.answers else None


@dataclass(frozen=True)
class EarlierAnswers:
    """All answers of an earlier round, by the ids of its own version, seen from another questionnaire or the same."""

    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    origins: Mapping[str, Origin]

    @cached_property
    def compared(self) -> Mapping[str, Answer]:
        """By the ids of today's version: the answers on the same scale. Only they make a change or a jump."""
        return {
            id_: self.answers[origin.sources[0]]
            for id_, origin in self.origins.items()
            if origin.kind == "direct" and origin.sources[0] in self.answers
        }

    def of(self, id_: str) -> Earlier | None:
        """What to show beside a question of today's version; None where there is nothing to say."""
        origin = self.origins.get(id_)
        if origin is None:
            return None
        given = ((source, self.answers[source]) for source in origin.sources if source in self.answers)
        answers = tuple((self.questionnaire.indicators[source], answer) for source, answer in given)
        return Earlier(self.questionnaire, origin, answers) if answers or origin.kind == "new" else None
