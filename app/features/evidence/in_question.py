"""Answers to the forms of evidence that stand in a question: they lead back to it, and nothing typed there is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from fastapi import Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.evidence.items import items_of_question
from app.assessments.evidence.limit import without_room
from app.assessments.reads import item_line
from app.features.evidence import actions
from app.features.evidence.dates import said_in_question
from app.features.evidence.forms import NewItem
from app.features.evidence.pages import base_context
from app.features.evidence.queries import one_item
from app.features.evidence.receiving import NO_FILE, Received, files_of
from app.web.app_state import state_of
from app.web.pages import is_fragment, redirect_with_message, render
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import N_, Problem

NONE_CHOSEN = Problem("item", N_("Tick the items that support this question."))
NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
BACK, NEXT = "back", "next"
"""The fields that name the question that a form is in, or that its page leads back to."""


@dataclass(frozen=True)
class Told:
    """What happened: how many items the question got, or lost, and what stands against others."""

    added: int = 0
    removed: int = 0
    problems: Sequence[tuple[str, Problem]] = ()
    """Each with the name of the file."""

    @property
    def is_refused(self) -> bool:
        return bool(self.problems) and not self.added


def question_behind(submitted: FormData, questionnaire: Questionnaire) -> Indicator | None:
    """The question that the form stands in; None for a form on a page of the register."""
    return question_called(str(submitted.get(BACK, "")), questionnaire)


def question_after(submitted: FormData, questionnaire: Questionnaire) -> Indicator | None:
    """The question that somebody came from to a page of the register, and goes back to."""
    return question_called(str(submitted.get(NEXT, "")), questionnaire)


def question_called(id_: str, questionnaire: Questionnaire) -> Indicator | None:
    indicator = questionnaire.indicators.get(id_)
    return indicator if indicator and indicator.is_scored else None


def add_files(
    request: Request, access: AssessmentAccess, db: Session, indicator: Indicator, received: Sequence[Received]
) -> Told:
    """Each file for itself: one that is refused does not stop the others. Raises NotNow."""
    assessment, added, problems = access.assessment, 0, list[tuple[str, Problem]]()
    for file in received:
        if problem := file.problem or _add_file(request, replace(access, assessment=assessment), db, indicator, file):
            problems.append((file.name, problem))
            continue
        added += 1
        assessment = replace(assessment, state=actions.opened(assessment.state))
    return Told(added=added, problems=problems if received else [("", NO_FILE)])


def _add_file(
    request: Request, access: AssessmentAccess, db: Session, indicator: Indicator, file: Received
) -> Problem | None:
    item = file.as_item(NewItem("file", "", indicators=frozenset({indicator.id})))
    problems = actions.problems_with(db, access.assessment, item, state_of(request).settings)
    if problems:
        return problems[0]
    if file.draft:
        files_of(request).keep(file.draft)
    actions.add_item(db, access.assessment, item, by=access.visitor.id, at=utc_now())
    return None


def add_chosen(access: AssessmentAccess, db: Session, indicator: Indicator, ids: Sequence[str]) -> Told:
    """Items that the register has already. Raises NotNow, and NotYours for one that is not there."""
    assessment, added, problems = access.assessment, 0, list[tuple[str, Problem]]()
    wanted = frozenset({indicator.id})
    for item in (one_item(db, assessment, id_) for id_ in dict.fromkeys(ids)):
        new = wanted.difference(item.indicators)
        if no_room := without_room(db, assessment.id, item_line(item.row), new):
            problems.append((item.row.title, no_room[0]))
            continue
        uses = actions.ChangedUses(item.row.id, add=new)
        actions.change_uses(db, assessment, item, uses, by=access.visitor.id, at=utc_now())
        added += len(new)
    return Told(added=added, problems=problems if ids else [("", NONE_CHOSEN)])


def page_of(access: AssessmentAccess, indicator: Indicator) -> str:
    return f"/assessments/{access.assessment.id}/elements/{indicator.element}#{indicator.id}"


def back_to(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    indicator: Indicator,
    told: Told,
    more: Mapping[str, Any] = NOTHING_MORE,
) -> Response:
    """The evidence of the question as it is now, with a sentence; without script, the question itself."""
    named = {"id": indicator.id, "told": told, "back": page_of(access, indicator)}
    context = {**base_context(access), **named, **more}
    status = 422 if told.is_refused else 200
    if is_fragment(request):
        items = items_of_question(db, access.assessment.id, indicator.id)
        context |= {"items": items, "hints": said_in_question(db, access.assessment, indicator, items)}
        return render(request, "evidence/_in_question.html", context, status=status)
    if told.problems:
        return render(request, "evidence/not_all_added.html", context, status=status)
    code = "evidence-added" if told.added else "evidence-changed"
    return redirect_with_message(request, code, page_of(access, indicator))
