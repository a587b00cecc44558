"""What an answer says that can hardly be: a level that another question does not carry, evidence from outside its
period. It is said beside the answer, and neither refuses it nor stops anything. Pure.

Months count by the calendar, back from the snapshot date: so many months before it is the same day of that month, or
its last day where there is no such day (10 months before 31 December it is the last day of February). That day still
lies within a window of so many months, and the day before it no longer; what is dated after the snapshot date lies in
no window. A level takes the windows of the levels below it for granted, as its text does. A piece of evidence is held
against the window of its level alone, or of the nearest level below that has one: an old text may well be there for a
lower level. An answer is held against all of them: one piece must lie in the narrowest. What has no date is not judged.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.dates import months_before, whole_months
from questionnaires.definition import Indicator, Questionnaire, Window
from questionnaires.problems import N_, Problem

BELOW = {
    "answered": N_("Level {level} is hardly true while {id} is below level {least}; {id} is at level {now}."),
    "unknown": N_("Level {level} is hardly true while {id} is below level {least}; {id} is unknown."),
    "not_answered": N_("Level {level} is hardly true while {id} is below level {least}; {id} is not answered."),
}
"""By the state of the other question. What is not applicable, or not asked, carries nothing and lacks nothing."""


class Outside(NamedTuple):
    """How evidence outside a window is told: so many months before the snapshot date, more than so many, after it."""

    exactly: str
    more: str
    after: str


OF_PIECE = Outside(
    N_("Dated {months} months before the snapshot date, {day}. Level {level} asks for the last {window} months."),
    N_(
        "Dated more than {months} months before the snapshot date, {day}. Level {level} asks for the last {window} "
        "months."
    ),
    N_("Dated after the snapshot date, {day}. Level {level} asks for the last {window} months before it."),
)
OF_ALL = Outside(
    N_(
        "Level {level} asks for evidence from the last {window} months before the snapshot date, {day}. The newest "
        "dated evidence was {months} months old by then."
    ),
    N_(
        "Level {level} asks for evidence from the last {window} months before the snapshot date, {day}. The newest "
        "dated evidence was more than {months} months old by then."
    ),
    N_(
        "Level {level} asks for evidence from the last {window} months before the snapshot date, {day}. All dated "
        "evidence is from after that date."
    ),
)


@dataclass(frozen=True)
class Hints:
    """What is said of one answer, and of each dated piece of evidence if the question has windows: None where there is
    nothing to say."""

    of_answer: tuple[Problem, ...] = ()
    of_pieces: Mapping[str, Problem | None] = field(default_factory=dict)


NO_HINTS = Hints()


@dataclass(frozen=True)
class Plausibility:
    """`answers` are those of the questions that are asked; `snapshot` is the ISO date from which periods count back."""

    answers: Mapping[str, Answer]
    snapshot: str

    def hints(self, indicator: Indicator, dates: Mapping[str, str]) -> Hints:
        """`dates` are those of its pieces of evidence, as ISO dates, or "" where there is none."""
        answer = self.answers.get(indicator.id, NOT_ANSWERED)
        dated = {piece: day for piece, day in dates.items() if day} if indicator.windows else {}
        if answer.state != "answered":
            return Hints((), dict.fromkeys(dated))
        below = tuple(self._below(indicator, answer.level))
        windows = [window for window in indicator.windows if window.level <= answer.level]
        if not windows or not dated:
            return Hints(below, dict.fromkeys(dated))
        own = max(windows, key=lambda window: window.level)
        narrowest = min(windows, key=lambda window: (window.months, -window.level))
        pieces = {piece: self._outside(own, day, OF_PIECE) for piece, day in dated.items()}
        newest = self._outside(narrowest, self._newest(dated.values()), OF_ALL)
        return Hints((*below, newest) if newest else below, pieces)

    def _below(self, indicator: Indicator, level: int) -> Iterator[Problem]:
        """One for each question that is needed, by the highest level that it needs."""
        least: dict[str, int] = {}
        for need in indicator.needs:
            if need.level <= level and need.of in self.answers:
                least[need.of] = max(need.at_least, least.get(need.of, 0))
        for id_, at_least in least.items():
            other = self.answers[id_]
            if other.state in BELOW and other.level < at_least:
                names = {"level": level, "id": id_, "least": at_least, "now": other.level}
                yield Problem("value", BELOW[other.state], names)

    def _newest(self, dates: Collection[str]) -> str:
        """Of those until the snapshot date, if there are any: only they can lie in a window."""
        return max([dated for dated in dates if dated <= self.snapshot] or dates)

    def _outside(self, window: Window, dated: str, sentences: Outside) -> Problem | None:
        snapshot = self.snapshot
        if months_before(snapshot, window.months) <= dated <= snapshot:
            return None
        names: dict[str, object] = {"day": snapshot, "level": window.level, "window": window.months}
        if dated > snapshot:
            return Problem("evidence", sentences.after, names)
        months = whole_months(dated, snapshot)
        is_exact = dated == months_before(snapshot, months)
        return Problem("evidence", sentences.exactly if is_exact else sentences.more, names | {"months": months})


def has_hints(questionnaire: Questionnaire) -> bool:
    """Whether a version has anything to be said so: the first ones have not."""
    return any(indicator.needs or indicator.windows for indicator in questionnaire.structure.indicators)
