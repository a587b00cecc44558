"""How a version of the questionnaire weighs and holds back, for everybody who signed in. No figure is computed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import SignedIn
from app.access.loaders import NotYours
from app.web.app_state import state_of
from app.web.pages import render
from questionnaires.definition import Element, Indicator, Pillar, Questionnaire
from questionnaires.trials import Difference, Trial
from questionnaires.workforce.definition import WorkforceTables
from scoring.weights import effective_weights
from scoring.workforce.method import GROUPS, HOW_HIDING_WORKS, Formula

router = APIRouter(prefix="/questionnaires/{version}", include_in_schema=False)


@dataclass(frozen=True)
class WeighedElement:
    """`share` is that of the overall score; of each question too."""

    element: Element
    share: Fraction
    questions: tuple[tuple[Indicator, Fraction], ...]


@dataclass(frozen=True)
class WeighedPillar:
    """`held_back` is the share of drawn sets in which a core question lowers its level; None where it was not tried."""

    pillar: Pillar
    elements: tuple[WeighedElement, ...]
    held_back: Fraction | None
    short_form: Difference | None

    @property
    def share(self) -> Fraction:
        return sum((each.share for each in self.elements), Fraction(0))

    @property
    def core(self) -> list[str]:
        return [question.id for each in self.elements for question, _ in each.questions if question.core]


@dataclass(frozen=True)
class WorkforceMethod:
    """`thresholds`: from which number on counts are shown, with the titles of the tables for which it is so."""

    groups: tuple[tuple[str, tuple[Formula, ...]], ...]
    thresholds: tuple[tuple[int, tuple[str, ...]], ...]
    hide_zero: tuple[str, ...]


def workforce_method(tables: WorkforceTables | None, language: str) -> WorkforceMethod | None:
    """None for a version without workforce tables."""
    if tables is None:
        return None
    words = tables.words_by_language.get(language) or next(iter(tables.words_by_language.values()))
    titles = {table: words.tables[table.id].title for table in tables.structure.tables}
    limits = sorted({table.hidden_below for table in titles})
    return WorkforceMethod(
        GROUPS,
        tuple((limit, tuple(own for table, own in titles.items() if table.hidden_below == limit)) for limit in limits),
        tuple(own for table, own in titles.items() if table.hides_zero),
    )


@router.get("/method")
def method_page(request: Request, version: str, visitor: SignedIn) -> Response:
    catalogue = state_of(request).catalogue
    if version not in catalogue.versions:
        raise NotYours
    questionnaire, trial = catalogue[version], catalogue.trials.get(version)
    context: dict[str, Any] = {
        "questionnaire": questionnaire,
        "words": questionnaire.words(visitor.language),
        "rules": questionnaire.structure.scoring,
        "pillars": list(_pillars(questionnaire, trial)),
        "trial": trial,
        "is_published": version in catalogue.published,
        "how_hiding_works": HOW_HIDING_WORKS,
        "workforce": workforce_method(catalogue.workforce.get(version), visitor.language),
    }
    return render(request, "help/method.html", context)


def _pillars(questionnaire: Questionnaire, trial: Trial | None) -> Iterator[WeighedPillar]:
    shares = effective_weights(questionnaire)
    for pillar in questionnaire.structure.pillars:
        elements = tuple(_element(questionnaire, each, shares) for each in questionnaire.elements_of[pillar.id])
        held_back = trial.held_back.get(pillar.id) if trial else None
        yield WeighedPillar(pillar, elements, held_back, trial.short_form.get(pillar.id) if trial else None)


def _element(questionnaire: Questionnaire, element: Element, shares: dict[str, Fraction]) -> WeighedElement:
    questions = tuple((indicator, shares[indicator.id]) for indicator in questionnaire.scored_of[element.id])
    return WeighedElement(element, sum((share for _, share in questions), Fraction(0)), questions)
