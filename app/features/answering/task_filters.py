"""What narrows the list of questions down: a state, a person, words that are looked for. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.assessments.readiness import Finding, Readiness
from app.features.answering.queries import Marks, Team
from questionnaires.definition import Indicator, Words
from questionnaires.problems import N_
from questionnaires.texts import folded

UNASSIGNED = "unassigned"
LONGEST = 200
"""Letters of a text that is looked for; nobody types more."""


@dataclass(frozen=True)
class Sought:
    """What the address asks for, each "" for anything: the name of a filter, the id of a person, words."""

    show: str = ""
    person: str = ""
    text: str = ""

    @property
    def words(self) -> list[str]:
        return folded(self.text[:LONGEST]).split()


@dataclass(frozen=True)
class TaskFilter:
    """`name` stands in the address."""

    name: str
    title: str
    questions: tuple[Indicator, ...]


@dataclass(frozen=True)
class Match:
    """A question in which every word was found; `found_in` are the parts of its answer that have some of them, none
    where the question itself has them all."""

    indicator: Indicator
    found_in: tuple[str, ...] = ()


TITLES = {
    "attention": N_("Needs attention"),
    "returned": N_("Returned"),
    "mine": N_("Assigned to me"),
    "not-answered": N_("Not answered"),
    "answered": N_("Answered"),
    "unknown": N_("Unknown"),
    "not-applicable": N_("Not applicable"),
    "no-evidence": N_("No evidence"),
    "commented": N_("Has comments"),
}
STATES = {"answered": "answered", "unknown": "unknown", "not-applicable": "not_applicable"}


def filters_of(
    ready: Readiness, marks: Marks, mine: frozenset[str] | None, among: Sequence[Indicator]
) -> list[TaskFilter]:
    """`mine` are the elements in the visitor's hands, None for visitors who are not of the team; `among` are the
    questions that person and words leave."""
    informs = ready.found()
    ids = {
        "attention": ready.needs,
        "returned": marks.returned,
        "mine": [indicator.id for indicator in among if indicator.element in (mine or ())],
        "not-answered": informs[Finding.NOT_ANSWERED],
        "no-evidence": informs[Finding.UNSUPPORTED],
        "commented": marks.comments,
    }
    ids |= {
        name: [id_ for id_, answer in ready.answers.items() if answer.state == state] for name, state in STATES.items()
    }
    return [
        TaskFilter(name, title, tuple(indicator for indicator in among if indicator.id in ids[name]))
        for name, title in TITLES.items()
        if name != "mine" or mine is not None
    ]


def of_person(asked: Sequence[Indicator], person: str, team: Team) -> list[Indicator]:
    """The questions in the hands of a person, or of nobody; all where nobody is named."""
    holders = {element: held.person.id for element, held in team.in_hand.items()}
    if not person:
        return list(asked)
    return [indicator for indicator in asked if holders.get(indicator.element, UNASSIGNED) == person]


def matches(
    asked: Sequence[Indicator], words: Words, sought: list[str], answers: Mapping[str, Mapping[str, str]]
) -> Iterator[Match]:
    """The questions in which each of the sought words stands somewhere: in its id and text, or in a part of its answer.

    `answers`: indicator -> name of the part -> its text.
    """
    for indicator in asked:
        question = folded(f"{indicator.id} {words.indicators[indicator.id].question}")
        parts = {name: folded(text) for name, text in answers.get(indicator.id, {}).items()}
        if all(word in question for word in sought):
            yield Match(indicator)
        elif all(any(word in text for text in (question, *parts.values())) for word in sought):
            yield Match(indicator, tuple(name for name, text in parts.items() if any(word in text for word in sought)))
