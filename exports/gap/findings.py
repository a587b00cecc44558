"""All that the sheets are told from, and the ways of speaking of it that several sheets share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from questionnaires.answers import NOT_ANSWERED, Answer, Form, ProfileValue
from questionnaires.definition import Indicator, Questionnaire, Words
from questionnaires.problems import N_
from scoring.gaps import Gap
from scoring.progress import Progress, Status, progress_of, statuses_of
from scoring.scorecard import OVERALL, IndicatorResult, Node, Scorecard, rounded

WITHOUT_LEVEL = ("not_asked", "not_applicable", "not_answered")
STAR = "0*"
"""A question that nobody could answer counts 0, and is told apart from a true 0 by its star."""

LEFT_TO_RIGHT = "\u200e"

LABELS = {
    "self": N_("Self-assessment, not signed"),
    "validated": N_("Signed, not reviewed"),
    "moderated": N_("Reviewed by the secretariat"),
    "under way": N_("Review under way"),
}
"""What the reported values are."""
EXAMINED = {
    "moderated": N_("Reviewed by the secretariat: {examined} of {asked} answers examined"),
    "under way": N_("Review under way: {examined} of {asked} answers examined"),
    "unseen": N_("Accepted by the secretariat as signed: {examined} of {asked} answers examined"),
}
"""The same, where it is known how many answers a reviewer looked at: an answer that nobody examined is not reviewed."""


@dataclass(frozen=True)
class Proof:
    """Who signed what is reported, and the hashes by which anybody can prove it; ISO dates."""

    signed_by: str
    signed_on: str
    signature: str
    audit_head: str
    edition: int = 1
    published_on: str = ""
    publication: str = ""


@dataclass(frozen=True)
class Event:
    """A line of the audit trail, in words; `at` is a moment in UTC, or "" where none is known."""

    at: str
    what: str
    source: str = ""
    target: str = ""
    who: str = ""
    why: str = ""
    hash: str = ""
    audit_head: str = ""


@dataclass(frozen=True)
class Facts:
    """What the report says of the assessment itself. `state` is in words; `as_of` the date of its last change or "".

    `kind` says which values are reported: self, validated or moderated; `is_under_way` that their
    review is not finished. `examined` says by id which asked answers a reviewer looked at, where the reviewed ones are
    reported. `events` is all that happened, oldest first.
    """

    administration: str
    round: str
    state: str
    as_of: str
    form: Form = "full"
    kind: str = "self"
    is_under_way: bool = False
    examined: Mapping[str, bool] | None = None
    proof: Proof | None = None
    events: tuple[Event, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.kind != "self"

    @property
    def whose(self) -> str:
        """The key of what is said of the values."""
        return "under way" if self.is_under_way and self.kind == "moderated" else self.kind

    @property
    def counted(self) -> tuple[int, int] | None:
        """How many of how many asked answers were examined."""
        return None if self.examined is None else (sum(self.examined.values()), len(self.examined))


@dataclass(frozen=True)
class Beside:
    """What stands beside the reported values: every scorecard by its kind, why the reviewer changed a level, in words,
    and the indicators on which both sides do not agree.

    `last` holds the answers that the last round reports, and `last_round` their scorecard, if it was answered with the
    same version of the questionnaire and in the same form. In another form, `common` are the scorecards of the last
    round and of this one on the questions that both forms ask; `other_version` is that of another questionnaire, whose
    scores do not compare.
    """

    cards: Mapping[str, Scorecard]
    reasons: Mapping[str, str]
    not_agreed: frozenset[str]
    last_round: Scorecard | None = None
    last: Mapping[str, Answer] = field(default_factory=dict)
    common: tuple[Scorecard, Scorecard] | None = None
    other_version: str = ""


ALONE = Beside({}, {}, frozenset())


@dataclass(frozen=True)
class Findings:
    """`answers` are the reported ones; the figures come from the scorecards alone."""

    questionnaire: Questionnaire
    words: Words
    facts: Facts
    profile: Mapping[str, ProfileValue]
    answers: Mapping[str, Answer]
    scorecard: Scorecard
    gaps: Sequence[Gap]
    translate: Callable[[str], str]
    beside: Beside = ALONE
    right_to_left: bool = False

    @cached_property
    def day(self) -> str:
        """The date of the data for use in a sentence, or "": its parts keep their order between Arabic letters."""
        mark = LEFT_TO_RIGHT if self.right_to_left and self.facts.as_of else ""
        return mark + self.facts.as_of

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.questionnaire.structure.indicators if i.is_scored)

    @cached_property
    def asked(self) -> tuple[Indicator, ...]:
        """The scored indicators that this administration is asked."""
        return tuple(i for i in self.scored if self.result(i).asked)

    @cached_property
    def told(self) -> tuple[Indicator, ...]:
        """The scored indicators that this administration is asked by any of the values."""
        cards = (self.scorecard, *self.beside.cards.values())
        return tuple(i for i in self.scored if any(card.results[i.id].asked for card in cards))

    @cached_property
    def otherwise_outside(self) -> tuple[str, ...]:
        """The values that do not say the same as the reported ones of what is decided outside."""
        return tuple(
            kind
            for kind in self.kinds
            if any(self.is_outside(kind, i) != (self.answer(i).outside_control is not None) for i in self.told)
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
            "unknown": _("Not known"),
            "not_applicable": _("Not applicable"),
            "not_answered": _("Not answered"),
            "not_asked": _("Not asked"),
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Of the values, by kind."""
        _ = self.translate
        return {"self": _("Self"), "validated": _("Validated"), "moderated": _("Moderated")}

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

    def place(self, indicator: Indicator) -> tuple[str, str]:
        """The titles of its pillar and of its element."""
        element = self.questionnaire.elements[indicator.element]
        return self.title(element.pillar), self.title(element.id)

    def title(self, id_: str) -> str:
        """Of a pillar, of an element, or of the whole."""
        if id_ == OVERALL:
            return self.translate("Overall")
        words = self.words.pillars if id_ in self.words.pillars else self.words.elements
        return words[id_].title

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
        return "\n".join(f"{code}: {self.words.resources[code]}" for code in indicator.resources)


def label_of(whose: str, examined: tuple[int, int] | None, translate: Callable[[str], str]) -> str:
    """`whose` is a key of LABELS, `examined` how many of how many answers the reviewer looked at."""
    if examined is None or whose not in EXAMINED:
        return translate(LABELS[whose])
    number, asked = examined
    words = EXAMINED["unseen" if whose == "moderated" and not number else whose]
    return translate(words).format(examined=number, asked=asked)


def level_now(result: IndicatorResult) -> int | str | None:
    """The level as it is shown: 0* for what nobody knows, nothing where there is no level or no answer yet."""
    if result.answer.state == "not_answered":
        return None
    return STAR if result.has_star else result.level


def state_of(result: IndicatorResult) -> str:
    """An answer on a question that is not asked is kept, and counts nowhere."""
    return result.answer.state if result.asked else "not_asked"


def as_number(exact: Fraction | None) -> float | None:
    """As exact as a spreadsheet can hold it."""
    return None if exact is None else float(exact)


def one_decimal(exact: Fraction | None) -> float | None:
    return None if exact is None else rounded(exact)


def percent(share: Fraction | None) -> float | None:
    return None if share is None else rounded(100 * share)
