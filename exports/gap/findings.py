"""All that the sheets are told from, and the ways of speaking of it that several sheets share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from exports.content import Column, Item, Value
from exports.gap.facts import ALONE, Beside, Facts
from exports.gap.outcome import NO_OUTCOME, Outcome
from exports.styles import ground_of
from questionnaires.answers import NOT_ANSWERED, Answer, ProfileValue
from questionnaires.definition import Indicator, Questionnaire, Resource, Words, is_right_to_left
from questionnaires.small_offices import words_for
from scoring.gaps import Gap
from scoring.progress import Progress, Status, progress_of, statuses_of
from scoring.scorecard import OVERALL, IndicatorResult, Node, Scorecard, rounded

WITHOUT_LEVEL = ("not_asked", "not_applicable", "not_answered")
STAR = "0*"
"""A question that nobody could answer counts 0, and is told apart from a true 0 by its star."""

LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True)
class Findings:
    """`answers` are the reported ones; the figures come from the scorecards alone."""

    questionnaire: Questionnaire
    facts: Facts
    profile: Mapping[str, ProfileValue]
    answers: Mapping[str, Answer]
    scorecard: Scorecard
    gaps: Sequence[Gap]
    language: str
    translate: Callable[[str], str]
    beside: Beside = ALONE
    outcome: Outcome = NO_OUTCOME
    dates: Mapping[str, str] = field(default_factory=dict)
    """Those of pieces of evidence, by the lines that name them, as ISO dates."""

    @cached_property
    def words(self) -> Words:
        return words_for(self.questionnaire, self.language, self.profile)

    @property
    def right_to_left(self) -> bool:
        return is_right_to_left(self.language)

    @cached_property
    def day(self) -> str:
        """The date of the data for use in a sentence, or ""."""
        return self.dated(self.facts.as_of)

    def dated(self, date: str) -> str:
        """A date in a sentence: its parts keep their order between Arabic letters."""
        return LEFT_TO_RIGHT + date if self.right_to_left and date else date

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.questionnaire.structure.indicators if i.is_scored)

    @cached_property
    def asked(self) -> tuple[Indicator, ...]:
        """The scored indicators that this administration is asked."""
        return tuple(i for i in self.scored if self.result(i).asked)

    @cached_property
    def asked_by_any(self) -> tuple[Indicator, ...]:
        """The scored indicators that this administration is asked by any of the values."""
        cards = (self.scorecard, *self.beside.cards.values())
        return tuple(i for i in self.scored if any(card.results[i.id].asked for card in cards))

    @cached_property
    def otherwise_outside(self) -> tuple[str, ...]:
        """The values that do not say the same as the reported ones of what is decided outside."""
        return tuple(
            kind
            for kind in self.kinds
            if any(self.is_outside(kind, i) != (self.answer(i).outside_control is not None) for i in self.asked_by_any)
        )

    @cached_property
    def not_asked(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.scored if not self.result(i).asked)

    @cached_property
    def outside_levels(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.questionnaire.structure.indicators if not i.is_scored)

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """Of pillars and elements."""
        structure = self.questionnaire.structure
        pillars = {pillar.id: pillar.weight for pillar in structure.pillars}
        return pillars | {element.id: element.weight for element in structure.elements}

    @cached_property
    def states(self) -> Mapping[str, str]:
        _ = self.translate
        return {
            "answered": _("Answered"),
            "unknown": _("Unknown"),
            "not_applicable": _("Not applicable"),
            "not_answered": _("Not answered"),
            "not_asked": _("Not asked"),
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Of the values, by kind."""
        _ = self.translate
        return {"self": _("Self-assessed"), "validated": _("Signed"), "moderated": _("Reviewed")}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The values that are told side by side, with their names; none where there is only one."""
        return {kind: self.names[kind] for kind in self.beside.cards} if len(self.beside.cards) > 1 else {}

    def result(self, indicator: Indicator) -> IndicatorResult:
        return self.scorecard.results[indicator.id]

    def answer(self, indicator: Indicator) -> Answer:
        return self.answers.get(indicator.id, NOT_ANSWERED)

    def is_outside(self, kind: str, indicator: Indicator) -> bool:
        """Whether one of the values says that another authority decides it."""
        return self.beside.cards[kind].results[indicator.id].answer.outside_control is not None

    def yes_or_no(self, is_so: bool) -> str:
        return self.translate("Yes") if is_so else self.translate("No")

    def yes_if(self, is_so: bool) -> str:
        return self.translate("Yes") if is_so else ""

    def question(self, indicator: Indicator) -> str:
        return self.words.indicators[indicator.id].question

    def pillar_title(self, indicator: Indicator) -> str:
        return self.title(self.questionnaire.elements[indicator.element].pillar)

    def element_title(self, indicator: Indicator) -> str:
        return self.title(indicator.element)

    def state(self, indicator: Indicator) -> str:
        """Of its answer, in words."""
        return self.states[state_of(self.result(indicator))]

    def is_answered(self, indicator: Indicator) -> bool:
        return state_of(self.result(indicator)) == "answered"

    def authority(self, indicator: Indicator) -> str:
        """Who decides in place of the administration, "" where nobody does."""
        outside = self.answer(indicator).outside_control
        return outside.authority if outside else ""

    def title(self, id_: str) -> str:
        """Of a pillar, of an element, or of the whole."""
        if id_ == OVERALL:
            return self.translate("Overall")
        words = self.words.pillars if id_ in self.words.pillars else self.words.elements
        return words[id_].title

    def shown_id(self, id_: str) -> str:
        """As people read it: the whole has no number."""
        return self.title(id_) if id_ == OVERALL else id_

    @cached_property
    def progress(self) -> Mapping[str, Progress]:
        return progress_of(self.questionnaire, self.scorecard)

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """What the reported level of each node is worth."""
        return statuses_of(self.progress, is_signed=self.facts.is_signed)

    def is_started(self, node: Node) -> bool:
        return self.statuses[node.id] is not Status.NOT_STARTED

    def is_provisional(self, node: Node) -> bool:
        return self.statuses[node.id] is Status.PROVISIONAL

    def level_name(self, node: Node) -> str:
        """What is unfinished is no verdict: it has no name."""
        _ = self.translate
        if not self.is_started(node):
            return _("Not started")
        if node.level is None:
            return _("Not rated")
        return _("Provisional") if self.is_provisional(node) else self.words.levels[node.level].name

    def resources(self, indicator: Indicator) -> str:
        return "\n".join(f"{code}: {self._resource(self.words.resources[code])}" for code in indicator.resources)

    def _resource(self, resource: Resource) -> str:
        """With all that is known of it, on one line."""
        title = f"{resource.title} ({', '.join(resource.languages).upper()})" if resource.languages else resource.title
        minutes = self.translate("{count} minutes").format(count=resource.minutes) if resource.minutes else ""
        return ", ".join(filter(None, (title, minutes, resource.address)))


def level_now(result: IndicatorResult) -> int | str | None:
    """The level as it is shown: 0* for what nobody knows, nothing where there is no level or no answer yet."""
    if result.answer.state == "not_answered":
        return None
    return STAR if result.has_star else result.level


def state_of(result: IndicatorResult) -> str:
    """An answer on a question that is not asked is kept, and counts nowhere."""
    return result.answer.state if result.asked else "not_asked"


def levels_of(
    column: Column,
    items: Iterable[Item],
    level: Callable[[Item], Value],
    is_provisional: Callable[[Item], bool] = lambda _item: False,
) -> Column:
    """A column of levels, which look like what they say."""
    return column.of(items, level, lambda item: _ground_shown(level(item), is_provisional=is_provisional(item)))


def _ground_shown(level: Value, *, is_provisional: bool) -> str:
    """0* has the look of 0; a word in place of a level has none."""
    first = str(level)[:1]
    return ground_of(int(first) if first.isdigit() else None, is_provisional=is_provisional)


def as_number(exact: Fraction | None) -> float | None:
    """As exact as a spreadsheet can hold it."""
    return None if exact is None else float(exact)


def one_decimal(exact: Fraction | None) -> float | None:
    return None if exact is None else rounded(exact)


def percent(share: Fraction | None) -> float | None:
    return None if share is None else rounded(100 * share)
