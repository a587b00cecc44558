"""What the report is told of an assessment: its facts, its proof, its events, and what stands beside its values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from questionnaires.answers import Answer, Form
from questionnaires.earlier import EarlierAnswers
from questionnaires.problems import N_
from scoring.scorecard import Scorecard

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
BY_THE_SECRETARIAT = N_("Reviewed by the secretariat. The administration's own are shown beside them.")
EXAMINED_BY = N_("Answers examined by the secretariat")
FROM_OUTSIDE = {
    LABELS["moderated"]: N_("Reviewed by an external reviewer"),
    EXAMINED["moderated"]: N_("Reviewed by an external reviewer: {examined} of {asked} answers examined"),
    EXAMINED["unseen"]: N_("Accepted by an external reviewer as signed: {examined} of {asked} answers examined"),
    BY_THE_SECRETARIAT: N_("Reviewed by an external reviewer. The secretariat's own are shown beside them."),
    EXAMINED_BY: N_("Answers examined by the external reviewer"),
}
"""What is said instead where the secretariat assessed itself."""


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
    is_from_outside: bool = False
    """Whether the review was not the secretariat's, whose own assessment it is."""

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

    `last` holds the answers that the last round reports on the same scale, `last_name` is its name, and `last_round`
    their scorecard, if it was answered with the same version of the questionnaire and in the same form. In another
    form, `common` are the scorecards of the last round and of this one on the questions that both forms ask. `earlier`
    are its answers where it used another questionnaire, whose scores do not compare.
    """

    cards: Mapping[str, Scorecard]
    reasons: Mapping[str, str]
    not_agreed: frozenset[str]
    last_round: Scorecard | None = None
    last: Mapping[str, Answer] = field(default_factory=dict)
    last_name: str = ""
    common: tuple[Scorecard, Scorecard] | None = None
    earlier: EarlierAnswers | None = None

    @property
    def other_version(self) -> str:
        return self.earlier.questionnaire.version if self.earlier else ""


ALONE = Beside({}, {}, frozenset())


def label_of(
    whose: str, examined: tuple[int, int] | None, translate: Callable[[str], str], *, is_from_outside: bool = False
) -> str:
    """`whose` is a key of LABELS, `examined` how many of how many answers the reviewer looked at."""
    if examined is None or whose not in EXAMINED:
        return translate(by_whom(LABELS[whose], is_from_outside=is_from_outside))
    number, asked = examined
    words = EXAMINED["unseen" if whose == "moderated" and not number else whose]
    return translate(by_whom(words, is_from_outside=is_from_outside)).format(examined=number, asked=asked)


def by_whom(sentence: str, *, is_from_outside: bool) -> str:
    return FROM_OUTSIDE.get(sentence, sentence) if is_from_outside else sentence
