"""What is below its target, worst first. The order is said once, here, in code and in words."""

from dataclasses import dataclass

from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import N_
from scoring.scorecard import IndicatorResult, Scorecard

ORDER = (
    N_("First, the answers that hold back the level of a pillar."),
    N_("Then, the questions on harassment, violence and staff safety."),
    N_("Then, the others by priority: levels below target, times weight, times two for a core question."),
    N_("At equal priority, those at level 1 come first: an adopted text is enough to reach level 2."),
    N_("Those still equal follow the order of the questionnaire."),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """An applicable indicator below its target."""

    indicator: Indicator
    pillar: str
    result: IndicatorResult
    level: int
    target: int
    priority: int
    holds_back: bool
    is_first_element: bool

    @property
    def next_level(self) -> int:
        """The next level worth aiming at: from 0 that is 2, since the texts of level 1 say what falls short of it."""
        return (
            2 if self.level == 0 and self.target > 1 else self.level + (1 if self.indicator.kind == "maturity" else 2)
        )

    @property
    def rank(self) -> tuple[bool, bool, int, bool]:
        """The lower, the earlier; see ORDER."""
        return (not self.holds_back, not self.is_first_element, -self.priority, self.level != 1)


def find_gaps(questionnaire: Questionnaire, scorecard: Scorecard) -> tuple[Gap, ...]:
    holding_back = {id_ for pillar in scorecard.pillars for id_ in pillar.capped_by}
    first = set(questionnaire.structure.scoring.first_elements)
    gaps = [
        Gap(
            indicator=indicator,
            pillar=questionnaire.elements[indicator.element].pillar,
            result=result,
            level=result.level,
            target=result.target,
            priority=result.gap * indicator.weight * (2 if indicator.core else 1),
            holds_back=indicator.id in holding_back,
            is_first_element=indicator.element in first,
        )
        for indicator, result in zip(questionnaire.structure.indicators, scorecard.indicators, strict=True)
        if result.gap and result.level is not None and result.target is not None
    ]
    return tuple(sorted(gaps, key=lambda gap: gap.rank))
