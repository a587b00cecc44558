"""All answers of an assessment on one page: what the head reads before signing, and what anybody prints."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.guards import ToRead
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import Answers, newest_signature, own_values, validated_values
from app.assessments.lifecycle import WITH_THE_TEAM, State
from app.assessments.readiness import Readiness
from app.assessments.to_sign import returned_of
from app.db.session import Reading
from app.features.signing.drafts import draft_of
from app.features.signing.levels import changeable_levels
from app.features.signing.page_context import base_context
from app.i18n.formatting import translations
from app.web.pages import render
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.definition import Element, Indicator, Questionnaire
from questionnaires.problems import Problem
from questionnaires.profiles import who_took_part
from scoring.score import asked_indicators

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@dataclass(frozen=True)
class AnswerSet:
    """What the page shows: `to_sign` are the answers with the head's levels, as they are or would be signed.

    `ready` is None and there is a `signature` once they are. This reader may answer the questions of `changeable` and
    change the level of those of `levels`.
    """

    asked: Collection[str]
    own: Answers
    to_sign: Answers
    ready: Readiness | None = None
    changeable: Collection[str] = ()
    levels: Collection[str] = ()
    signature: Any = None

    @property
    def needs(self) -> Mapping[str, Sequence[Problem]]:
        """What stops signing, by question."""
        return self.ready.needs if self.ready else {}


@dataclass(frozen=True)
class AnswerLine:
    """One question: the team's answer, and the same as it is or would be signed."""

    indicator: Indicator
    own: Answer
    to_sign: Answer
    needs: Sequence[Problem]
    may_answer: bool
    may_change_level: bool

    @property
    def is_changed(self) -> bool:
        """Whether the head gave it another level."""
        return self.own.value != self.to_sign.value

    @property
    def evidence(self) -> int:
        return sum(bool(item.strip()) for item in self.own.evidence)


@router.get("/answers")
def answers_page(request: Request, access: ToRead, db: Reading) -> Response:
    shown = _shown(db, access)
    context = base_context(access) | {
        "signed": shown.signature,
        "ready": shown.ready,
        "pillars": _by_pillar(access.assessment.questionnaire, shown),
        "changes": bool(shown.changeable or shown.levels),
        "took_part": _took_part(access, shown),
    }
    return render(request, "signing/answers.html", context)


def _took_part(access: AssessmentAccess, shown: AnswerSet) -> str:
    assessment, language = access.assessment, access.visitor.language
    profile = shown.signature.content["profile"] if shown.signature else assessment.profile
    return who_took_part(assessment.words(language), profile, translations(language).gettext)


def _shown(db: Session, access: AssessmentAccess) -> AnswerSet:
    """What was signed, or what would be, as long as the team may change something."""
    if access.assessment.state not in WITH_THE_TEAM and (signature := newest_signature(db, access.assessment)):
        return _signed(access, signature)
    draft, returned = draft_of(db, access.assessment), returned_of(db, access.assessment)
    may_answer = draft.ready.asked if access.assessment.state is not State.RETURNED else returned
    return AnswerSet(
        draft.ready.asked,
        draft.own,
        draft.answers,
        draft.ready,
        may_answer if access.may_answer else (),
        changeable_levels(draft, returned, access),
    )


def _signed(access: AssessmentAccess, signature: Any) -> AnswerSet:
    assessment, content = access.assessment, signature.content
    signed = validated_values(content)
    asked = asked_indicators(assessment.questionnaire, content["profile"], signed, assessment.form)
    return AnswerSet(asked, own_values(content), signed, signature=signature)


def _by_pillar(questionnaire: Questionnaire, shown: AnswerSet) -> dict[str, list[tuple[Element, list[AnswerLine]]]]:
    """In the order of the questionnaire; an element of which nothing is asked is left out."""
    by_element = {
        element.id: [
            _line(indicator, shown) for indicator in questionnaire.scored_of[element.id] if indicator.id in shown.asked
        ]
        for element in questionnaire.structure.elements
    }
    return {
        pillar.id: [
            (element, by_element[element.id])
            for element in questionnaire.elements_of[pillar.id]
            if by_element[element.id]
        ]
        for pillar in questionnaire.structure.pillars
    }


def _line(indicator: Indicator, shown: AnswerSet) -> AnswerLine:
    id_ = indicator.id
    return AnswerLine(
        indicator,
        shown.own.get(id_, NOT_ANSWERED),
        shown.to_sign.get(id_, NOT_ANSWERED),
        shown.needs.get(id_, ()),
        id_ in shown.changeable,
        id_ in shown.levels,
    )
