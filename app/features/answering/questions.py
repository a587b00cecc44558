"""What the element page shows of each question: its words, the answer on the screen and what is to be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.assessments.evidence.items import EvidenceItem, plausibility_of
from app.assessments.lifecycle import State
from app.assessments.outlines import IN_FULL_ELSEWHERE
from app.assessments.readiness import Readiness
from app.assessments.reads import NEVER_SAVED, OneAssessment, Saved
from app.assessments.saving import Conflict
from app.features.answering.progress import asked_in
from app.web.answer_fields import screen_of
from questionnaires.conventions import referred
from questionnaires.definition import YES_PARTLY_NO, Indicator, IndicatorWords
from questionnaires.earlier import Earlier
from questionnaires.problems import N_, Problem
from scoring.plausibility import Hints
from scoring.score import is_unsupported
from scoring.scorecard import Nodes


@dataclass(frozen=True)
class Surroundings:
    """What stands around a question: attached evidence, last round's answer, open comments, why it was sent back, and
    what its levels said once."""

    items: tuple[EvidenceItem, ...] = ()
    last: Earlier | None = None
    comments: int = 0
    returned: str = ""
    words_then: IndicatorWords | None = None
    """Those that the stored answer was given to, where its levels have another text now."""
    known_items: Mapping[str, str] = field(default_factory=dict)
    """All that a save is told of them: id -> date."""

    @property
    def dates(self) -> Mapping[str, str]:
        """Of its items, by their ids."""
        return self.known_items or {item.id: item.dated_on for item in self.items}


@dataclass(frozen=True)
class LevelChoice:
    """One level on the page: what the form sends for it, its number, its text, and the number and text of each level
    that it adds to."""

    choice: str
    level: int
    text: str
    below: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Question:
    """`typed` is the answer as it stands in the fields, which differs from the saved one after a problem.

    `needs` is what stops signing here, `hints` what is only said; `holds_pillar_at` is the level at which the stored
    answer holds its pillar, None where it does not.
    """

    indicator: Indicator
    words: IndicatorWords
    saved: Saved
    typed: Mapping[str, object]
    target: int
    suggests_outside: bool
    needs_evidence: bool
    surroundings: Surroundings
    is_open: bool
    hints: Hints
    needs: tuple[Problem, ...] = ()
    holds_pillar_at: int | None = None
    problems: tuple[Problem, ...] = ()
    conflict: Conflict | None = None
    based_on: int | None = None

    @property
    def revision(self) -> int:
        """The one that the fields were filled from: never a newer one that the person has not seen."""
        return self.saved.revision if self.based_on is None else self.based_on

    @property
    def levels(self) -> list[LevelChoice]:
        texts = self.words.levels
        if self.indicator.kind == "maturity":
            return [
                LevelChoice(str(level), level, text, tuple((below, texts[below]) for below in referred(texts, level)))
                for level, text in enumerate(texts)
            ]
        choices = sorted(YES_PARTLY_NO.items(), key=lambda choice: choice[1])
        return [LevelChoice(choice, level, texts[level // 2]) for choice, level in choices]

    @property
    def text_then(self) -> str:
        """What the level of the stored answer said when it was given, where the number of staff changed its text."""
        then, level = self.surroundings.words_then, self.saved.answer.level
        if then is None or self.saved.answer.state != "answered":
            return ""
        return then.levels[level if self.indicator.kind == "maturity" else level // 2]

    @property
    def own_target(self) -> int:
        """That of the stored answer, or else the default one."""
        return self.target if self.saved.answer.target is None else self.saved.answer.target

    @property
    def gap(self) -> int:
        """How many levels the stored answer is below its target."""
        return max(self.own_target - self.saved.answer.level, 0)

    @property
    def to_mend(self) -> list[Problem]:
        """What is wrong or in conflict, at the fields of the page: several questions stand there."""
        if self.conflict:
            sentence = N_("someone else changed this answer in the meantime; compare the two and choose one")
            return [Problem(f"choice-{self.indicator.id}", sentence)]
        return [replace(problem, place=f"{_field_of(problem)}-{self.indicator.id}") for problem in self.problems]

    @property
    def titles(self) -> dict[str, str]:
        return {problem.place: self.indicator.id for problem in self.to_mend}

    @property
    def wrong(self) -> frozenset[str]:
        """The names of the fields with a problem."""
        return frozenset(map(_field_of, self.problems))

    @property
    def last_fields(self) -> Mapping[str, object]:
        """Of an answer that stands on the same scale."""
        compared = self.surroundings.last.compared if self.surroundings.last else None
        return screen_of(compared) if compared else {}

    @property
    def stored_fields(self) -> Mapping[str, object]:
        """What somebody else saved meanwhile."""
        return screen_of(self.conflict.theirs.answer) if self.conflict else {}


def _field_of(problem: Problem) -> str:
    """The field of the form that an answer's place stands for."""
    field = problem.place.split("[")[0].split(".")[-1]
    return {"state": "choice", "value": "choice", "outside_control": "authority"}.get(field, field)


@dataclass(frozen=True)
class Standing:
    """How the whole assessment is as it is stored: how ready, and at which levels."""

    ready: Readiness
    nodes: Nodes


def question(
    assessment: OneAssessment,
    indicator: Indicator,
    saved: Saved,
    surroundings: Surroundings,
    standing: Standing,
    language: str,
) -> Question:
    targets = assessment.questionnaire.structure.scoring.targets
    items = IN_FULL_ELSEWHERE if surroundings.dates else ()
    with_items = replace(saved.answer, evidence=(*saved.answer.evidence, *items))
    return Question(
        indicator=indicator,
        words=assessment.words(language).indicators[indicator.id],
        saved=saved,
        typed=screen_of(saved.answer),
        target=targets.core if indicator.core else targets.other,
        suggests_outside=_suggests_outside(assessment, indicator),
        needs_evidence=is_unsupported(with_items, assessment.questionnaire.structure.scoring),
        surroundings=surroundings,
        is_open=assessment.state is not State.RETURNED or bool(surroundings.returned),
        hints=plausibility_of(assessment, standing.ready.answers).hints(indicator, surroundings.dates),
        needs=standing.ready.needs.get(indicator.id, ()),
        holds_pillar_at=standing.nodes.holds.get(indicator.id),
    )


@dataclass(frozen=True)
class NotSaved:
    """An answer that could not be stored: what was typed, what it was based on, and why."""

    typed: Mapping[str, object]
    based_on: int
    problems: tuple[Problem, ...] = ()
    conflict: Conflict | None = None


def with_typed(stored: Question, not_saved: NotSaved) -> Question:
    """The same question with what was typed still in its fields, and what that was based on."""
    return replace(stored, **vars(not_saved))


def questions_of(
    assessment: OneAssessment,
    element: str,
    standing: Standing,
    saved: Mapping[str, Saved],
    surroundings: Mapping[str, Surroundings],
    language: str,
) -> list[Question]:
    return [
        question(
            assessment,
            indicator,
            saved.get(indicator.id, NEVER_SAVED),
            surroundings[indicator.id],
            standing,
            language,
        )
        for indicator in asked_in(standing.ready, element)
    ]


def _suggests_outside(assessment: OneAssessment, indicator: Indicator) -> bool:
    """The profile says that another authority decides here; it suggests the flag and never sets it."""
    return any(
        indicator.element in key.suggests_outside_control and assessment.profile.get(key.key) in ("no", "partly")
        for key in assessment.questionnaire.structure.profile
    )
