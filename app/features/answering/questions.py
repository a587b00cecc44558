"""What the element page shows of each question: its words, the answer on the screen and what is to be said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.assessments.lifecycle import State
from app.assessments.readiness import Readiness
from app.assessments.reads import NEVER_SAVED, OneAssessment, Saved
from app.features.answering.progress import asked_in
from app.web.answer_fields import screen_of
from questionnaires.answers import Answer
from questionnaires.definition import Indicator, IndicatorWords
from questionnaires.problems import N_, Problem
from scoring.score import is_unsupported


@dataclass(frozen=True)
class Around:
    """What stands around a question: attached evidence, last round's answer, open comments, why it was sent back."""

    items: tuple[str, ...] = ()
    last: Answer | None = None
    comments: int = 0
    returned: str = ""


@dataclass(frozen=True)
class Question:
    """`screen` is the answer as it stands in the fields, which differs from the saved one after a problem.

    `needs` is what stops signing here.
    """

    indicator: Indicator
    words: IndicatorWords
    saved: Saved
    screen: Mapping[str, object]
    target: int
    suggests_outside: bool
    needs_evidence: bool
    around: Around
    is_open: bool
    needs: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    theirs: Saved | None = None
    theirs_name: str = ""
    based_on: int | None = None

    @property
    def revision(self) -> int:
        """The one that the fields were filled from: never a newer one that the person has not seen."""
        return self.saved.revision if self.based_on is None else self.based_on

    @property
    def to_mend(self) -> list[Problem]:
        """What is wrong or in conflict, at the fields of the page: several questions stand there."""
        if self.theirs:
            sentence = N_("somebody changed this answer meanwhile; compare and decide")
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
    def last_screen(self) -> Mapping[str, object]:
        return screen_of(self.around.last) if self.around.last else {}

    @property
    def theirs_screen(self) -> Mapping[str, object]:
        return screen_of(self.theirs.answer) if self.theirs else {}


def _field_of(problem: Problem) -> str:
    """The field of the form that an answer's place stands for."""
    field = problem.place.split("[")[0].split(".")[-1]
    return {"state": "choice", "value": "choice", "outside_control": "authority"}.get(field, field)


def question(
    assessment: OneAssessment,
    indicator: Indicator,
    saved: Saved,
    around: Around,
    needs: tuple[Problem, ...],
    language: str,
) -> Question:
    targets = assessment.questionnaire.structure.scoring.targets
    with_items = replace(saved.answer, evidence=(*saved.answer.evidence, *around.items))
    return Question(
        indicator=indicator,
        words=assessment.questionnaire.words(language).indicators[indicator.id],
        saved=saved,
        screen=screen_of(saved.answer),
        target=targets.core if indicator.core else targets.other,
        suggests_outside=_suggests_outside(assessment, indicator),
        needs_evidence=is_unsupported(with_items, assessment.questionnaire.structure.scoring),
        around=around,
        is_open=assessment.state is not State.RETURNED or bool(around.returned),
        needs=needs,
    )


def with_screen(one: Question, screen: Mapping[str, object], based_on: int, problems: Sequence[Problem]) -> Question:
    """The same question with what the person typed still in its fields, and what that was based on."""
    return replace(one, screen=screen, based_on=based_on, problems=tuple(problems))


def questions_of(
    assessment: OneAssessment,
    element: str,
    ready: Readiness,
    saved: Mapping[str, Saved],
    around: Mapping[str, Around],
    language: str,
) -> list[Question]:
    return [
        question(
            assessment,
            one,
            saved.get(one.id, NEVER_SAVED),
            around[one.id],
            ready.needs.get(one.id, ()),
            language,
        )
        for one in asked_in(ready, element)
    ]


def _suggests_outside(assessment: OneAssessment, indicator: Indicator) -> bool:
    """The profile says that another authority decides here; it suggests the flag and never sets it."""
    return any(
        indicator.element in key.suggests_outside_control and assessment.profile.get(key.key) in ("no", "partly")
        for key in assessment.questionnaire.structure.profile
    )
