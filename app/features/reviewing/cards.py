"""What the review screen shows of each indicator: what was signed on the left, the decision on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.assessments.reads import RAISED_WORDS
from app.features.reviewing.decisions import ACCEPTED
from app.features.reviewing.review import Review
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.definition import YES_PARTLY_NO, Indicator, IndicatorWords
from questionnaires.problems import Problem

NOT_DECIDED = {"choice": "", "reason": "", "note": ""}


@dataclass(frozen=True)
class Option:
    """One answer that the reviewer may choose. `level` is what the keyboard calls it; `text` what it means."""

    choice: str
    level: int
    text: str
    is_signed: bool


@dataclass(frozen=True)
class Card:
    """`screen` holds the fields as they stand there, which differ from the saved decision after a problem."""

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
    screen: Mapping[str, str]
    based_on: str
    last_year: Answer | None = None
    problems: tuple[Problem, ...] = ()
    theirs: Any = None
    theirs_name: str = ""
    newest: str = ""
    """What a decision must be based on to replace theirs, or to be made on the newer answer."""

    @property
    def raised(self) -> str:
        outside = self.answer.outside_control
        return RAISED_WORDS[outside.raised] if outside else ""

    @property
    def before(self) -> Answer | None:
        """The team's own answer, where the head signed another level."""
        return self.own if self.own != self.answer else None


def card(review: Review, indicator: Indicator, language: str, last_year: Mapping[str, Answer]) -> Card:
    id_ = indicator.id
    words = review.assessment.questionnaire.words(language).indicators[id_]
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
        screen=NOT_DECIDED if saved is None else screen_of(saved),
        based_on=base(review, indicator.id),
        last_year=last_year.get(id_),
    )


def cards_of(review: Review, element: str, language: str, last_year: Mapping[str, Answer]) -> list[Card]:
    return [card(review, one, language, last_year) for one in review.of_element(element)]


def screen_of(row: Any) -> dict[str, str]:
    return {"choice": row.value or row.decision, "reason": row.reason, "note": row.note}


def base(review: Review, id_: str) -> str:
    """What a decision is based on, as a form holds it: the signature that was read, and the decision's revision."""
    row = review.decisions.get(id_)
    return f"{review.assessment.signature}.{row.revision if row is not None else 0}"


def with_screen(one: Card, screen: Mapping[str, str], based_on: str, problems: Sequence[Problem]) -> Card:
    """The same card with what was typed still in its fields, and what that was based on."""
    return replace(one, screen=screen, based_on=based_on, newest=one.based_on, problems=tuple(problems))


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
