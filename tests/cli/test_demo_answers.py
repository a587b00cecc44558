"""The demo's answers to questionnaire 2027.1: complete, a story as before, and much the same in the short form."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from app.cli.demo.calendar import current
from app.cli.demo.cast import INVENTED, Invented
from app.cli.demo.loading import answers_of
from app.cli.demo.year import varied
from questionnaires.answers import Document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.score import asked_indicators, score_nodes
from scoring.weights import tried

NOW = current(date(2026, 11, 30))
MOST_POINTS, MOST_ON_AVERAGE = 6, 4
"""By which the short form may move a pillar: over the demo's complete assessments, and over drawn sets."""


@pytest.fixture(scope="module")
def asked_now(shipped: Catalogue) -> Questionnaire:
    return shipped["2027.1"]


def complete(questionnaire: Questionnaire) -> Iterator[tuple[Invented, Document]]:
    for invented in INVENTED:
        if invented.answers in ("full", "small"):
            yield invented, varied(answers_of(questionnaire, invented, NOW), invented.seed)


def test_who_is_past_answering_has_answered_every_question(asked_now: Questionnaire) -> None:
    for invented, document in complete(asked_now):
        asked = asked_indicators(asked_now, document.profile, document.answers, invented.form)
        scored = {id_ for id_ in asked if asked_now.indicators[id_].is_scored}
        assert scored <= document.answers.keys(), invented.name
        assert {key.key for key in asked_now.structure.profile} <= document.profile.keys(), invented.name


def test_valdoria_has_something_of_everything(asked_now: Questionnaire) -> None:
    """A core question that holds a pillar back, unknown, not applicable, decided elsewhere, without evidence."""
    document = answers_of(asked_now, INVENTED[0], NOW)
    nodes = score_nodes(asked_now, document.profile, document.answers, "full")
    counts = nodes.overall.counts

    assert nodes.overall.level == 2
    assert {pillar.id: pillar.capped_by for pillar in nodes.pillars if pillar.capped_by} == {"P3": ("LD-09",)}
    assert min(counts.unknown, counts.not_applicable, counts.outside_control, counts.unsupported) >= 2
    assert {answer.reason_code for answer in document.answers.values()} == {"", "NA1", "NA2", "NA3"}


def test_the_short_form_moves_no_pillar_of_a_complete_assessment_by_more_than_6_points(
    asked_now: Questionnaire,
) -> None:
    moved: dict[tuple[str, str], Fraction] = {}
    for invented, document in complete(asked_now):
        if invented.form == "full":
            full = score_nodes(asked_now, document.profile, document.answers, "full")
            short = score_nodes(asked_now, document.profile, document.answers, "short")
            for long_node, short_node in zip(full.pillars, short.pillars, strict=True):
                assert long_node.figures.score is not None is not short_node.figures.score
                moved[invented.code, long_node.id] = abs(short_node.figures.score - long_node.figures.score)

    assert len(moved) == 6 * 5
    assert {place: float(points) for place, points in moved.items() if points > MOST_POINTS} == {}


def test_over_drawn_sets_the_short_form_moves_no_pillar_by_more_than_4_points_on_average(
    asked_now: Questionnaire,
) -> None:
    moved = tried(asked_now).short_form

    assert len(moved) == 5
    assert {pillar: float(each.mean) for pillar, each in moved.items() if each.mean > MOST_ON_AVERAGE} == {}


def test_the_short_form_has_a_question_in_every_element_and_all_core_ones(asked_now: Questionnaire) -> None:
    short = {indicator.id for indicator in asked_now.structure.indicators if indicator.short and indicator.is_scored}

    assert all(short & {each.id for each in scored} for scored in asked_now.scored_of.values())
    assert {indicator.id for indicator in asked_now.structure.indicators if indicator.core} <= short
    assert len(short) <= 50
