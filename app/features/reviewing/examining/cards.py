"""What the review screen shows of each indicator: what was signed on the left, the decision on the right."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.assessments.reads import RAISED_WORDS
from app.assessments.report.outcome import Followed
from app.features.reviewing.actions import Conflict
from app.features.reviewing.decisions import ACCEPTED
from app.features.reviewing.examining.last_decisions import LastDecided
from app.features.reviewing.forms import DecisionForm
from app.features.reviewing.outcome.asking import REASONS_TO_ASK, reason_to_ask
from app.features.reviewing.review import Review
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.definition import YES_PARTLY_NO, Indicator, IndicatorWords
from scoring.plausibility import NO_HINTS, Hints


@dataclass(frozen=True)
class Beside:
    """What a page shows beside the answers and decisions, by indicator; a single decision comes back without it."""

    last: Mapping[str, LastDecided] = field(default_factory=dict)
    followed: Mapping[str, tuple[Followed, ...]] = field(default_factory=dict)
    """The recommendations of the last published round on a question, and what became of them."""
    comments: Mapping[str, int] = field(default_factory=dict)
    """How many are in the thread with the secretariat, where it is not resolved."""
    accepted_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The questions that were accepted in the same act."""
    hints: Mapping[str, Hints] = field(default_factory=dict)
    """What is said of the signed answers and of their evidence."""


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class Option:
    """One answer that the reviewer may choose. `level` is what the keyboard calls it; `text` what it means."""

    choice: str
    level: int
    text: str
    is_signed: bool


@dataclass(frozen=True)
class Card:
    """`form` holds what stands in the fields, which differs from the saved decision after a problem."""

    indicator: Indicator
    words: IndicatorWords
    answer: Answer
    own: Answer
    options: tuple[Option, ...]
    saved: Any
    unexamined: Any
    """The decision that accepted it without examination, where that is what stands."""
    is_again: bool
    question: str
    form: DecisionForm
    based_on: str
    recommendation: Any = None
    why_asked: str = ""
    """Why the question asks for a recommendation, in words; "" where it does not."""
    last: LastDecided | None = None
    followed: tuple[Followed, ...] = ()
    comments: int = 0
    accepted_with: tuple[str, ...] = ()
    hints: Hints = NO_HINTS
    conflict: Conflict | None = None
    is_stale: bool = False
    """Whether it was decided on what is no longer signed."""
    newest: str = ""
    """What a decision must be based on to replace the stored one, or to be made on the newer answer."""

    @property
    def raised(self) -> str:
        outside = self.answer.outside_control
        return RAISED_WORDS[outside.raised] if outside else ""

    @property
    def before(self) -> Answer | None:
        """The team's own answer, where the head signed another level."""
        return self.own if self.own != self.answer else None


def card(review: Review, indicator: Indicator, language: str, beside: Beside = NOTHING_BESIDE) -> Card:
    id_ = indicator.id
    words = review.assessment.words(language).indicators[id_]
    row, standing, saved = review.decisions.get(id_), review.standing(id_), review.opinion(id_)
    return Card(
        indicator=indicator,
        words=words,
        answer=review.signed(id_),
        own=review.own.get(id_, NOT_ANSWERED),
        options=_options(indicator, words, review.signed(id_)),
        saved=saved,
        unexamined=standing if saved is None else None,
        is_again=row is not None and standing is None,
        question=review.question(id_),
        form=DecisionForm(data=None if saved is None else fields_of(saved), of=id_),
        based_on=base(review, indicator.id),
        recommendation=review.recommendations.get(id_),
        why_asked=REASONS_TO_ASK.get(reason_to_ask(review, indicator), ""),
        last=beside.last.get(id_),
        followed=beside.followed.get(id_, ()),
        comments=beside.comments.get(id_, 0),
        accepted_with=beside.accepted_with.get(id_, ()),
        hints=beside.hints.get(id_, NO_HINTS),
    )


def fields_of(row: Any) -> dict[str, str]:
    return {"choice": row.value or row.decision, "reason": row.reason, "note": row.note}


def base(review: Review, id_: str) -> str:
    """What a decision is based on, as a form holds it: the signature that was read, and the decision's revision."""
    row = review.decisions.get(id_)
    return f"{review.assessment.signature}.{row.revision if row is not None else 0}"


@dataclass(frozen=True)
class NotSaved:
    """A decision that could not be taken, what it was based on, and why where that lies in no field."""

    form: DecisionForm
    based_on: str
    conflict: Conflict | None = None
    is_stale: bool = False


def with_typed(stored: Card, not_saved: NotSaved) -> Card:
    """The same card with what was typed still in its fields, and what that was based on."""
    return replace(stored, newest=stored.based_on, **vars(not_saved))


def _options(indicator: Indicator, words: IndicatorWords, signed: Answer) -> tuple[Option, ...]:
    """All levels with their texts; the one that was signed stands for accepting it."""
    if signed.state == "not_applicable":
        return ()
    values: list[tuple[int | str, int]] = (
        [(level, level) for level in range(5)] if indicator.kind == "maturity" else list(YES_PARTLY_NO.items())
    )
    return tuple(
        Option(ACCEPTED if value == signed.value else str(value), level, text, value == signed.value)
        for (value, level), text in zip(values, words.levels, strict=True)
    )
