"""Assessments of every kind by the dozen: states, conditions, other authorities, unrated pillars, three values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from exports.content import CheckSheet, GapReport, Table, TableStack
from exports.gap.facts import Beside
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from questionnaires.answers import NOT_ANSWERED, Answer, Document, OutsideControl, read_document
from questionnaires.definition import Indicator, Questionnaire
from scoring.gaps import find_gaps
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.exports.builders import FACTS

Translate = Callable[[str], str]
CHECKED = ("Pillars and elements", "Answers", "Check")
NOT_APPLICABLE: dict[str, Any] = {"state": "not_applicable", "reason_code": "NA1", "reason": "No such function"}
OUTSIDE: dict[str, Any] = {"outside_control": {"authority": "Ministry", "raised": True}}


@dataclass(frozen=True)
class Generated:
    """A report whose other sheets are empty, so that it opens sooner, and the scorecards of all its values."""

    report: GapReport
    cards: dict[str, Scorecard]


def generated(random: Random, version: Questionnaire, language: str = "en", translate: Translate = str) -> Generated:
    document = _document(random, version)
    kinds = random.choice([("self",), ("self", "validated"), ("self", "validated", "moderated")])
    values = {"self": dict(document.answers)}
    for kind in kinds[1:]:
        values[kind] = {id_: _judged(random, answer) for id_, answer in list(values.values())[-1].items()}
    cards = {kind: score(version, document.profile, answers, document.form) for kind, answers in values.items()}
    reported = kinds[-1]
    facts = replace(FACTS, form=document.form, kind=reported)
    gaps = find_gaps(version, cards[reported])
    parts = (version, facts, document.profile, values[reported], cards[reported], gaps)
    report = gap_report(Findings(*parts, language=language, translate=translate, beside=Beside(cards, {}, frozenset())))
    checked = {translate(name) for name in CHECKED}
    tables = tuple(table if table.name in checked else _emptied(table) for table in report.tables)
    return Generated(replace(report, tables=tables), cards)


def _emptied(table: Table | TableStack | CheckSheet) -> Table:
    assert isinstance(table, Table)
    return replace(table, columns=tuple(replace(column, values=(), grounds=()) for column in table.columns))


def _document(random: Random, version: Questionnaire) -> Document:
    """Some answer little, some reach the highest levels, some claim that most of a pillar does not apply."""
    keys = [key for key in version.structure.profile if key.options and random.random() < 0.7]
    answered, unlike = random.choice([0.3, 0.9, 1.0]), random.choice(["", "", *version.elements_of])
    lowest = random.choice([0, 0, 0, 3, 4])
    scored = [
        indicator for indicator in version.structure.indicators if indicator.is_scored and random.random() < answered
    ]
    raw = {
        "profile": {key.key: random.choice(key.options) for key in keys},
        "answers": {
            indicator.id: _answer(
                random, indicator, lowest, is_unlike=version.elements[indicator.element].pillar == unlike
            )
            for indicator in scored
        },
        "form": random.choice(["full", "full", "full", "short"]),
    }
    document, problems = read_document(version, raw)
    assert not problems
    return document


def _answer(random: Random, indicator: Indicator, lowest: int, *, is_unlike: bool) -> dict[str, Any]:
    if random.random() < (0.6 if is_unlike else 0.05):
        return NOT_APPLICABLE
    value = (
        random.randrange(lowest, 5) if indicator.kind == "maturity" else random.choice(["yes", "yes", "partly", "no"])
    )
    level: dict[str, Any] = {
        "state": "answered",
        "value": value,
        "evidence": random.choice([[], ["Decree 7"], ["Order 1", "Order 2"]]),
    }
    said: dict[str, Any] = random.choice(
        [level] * 9 + [{"state": "unknown"}, {"state": "not_answered", "evidence": ["Decree 8"]}]
    )
    return said | (OUTSIDE if random.random() < 0.15 else {})


def _judged(random: Random, answer: Answer) -> Answer:
    """As a head or a reviewer leaves it: mostly as it was; now and then another level, a refusal, another authority."""
    chance = random.random()
    if chance < 0.75:
        return answer
    if answer.state == "not_applicable":
        return NOT_ANSWERED
    if chance < 0.8:
        return replace(answer, outside_control=None if answer.outside_control else OutsideControl("Ministry", None))
    if answer.state != "answered":
        return answer
    return replace(answer, value=random.randrange(5) if isinstance(answer.value, int) else "partly")
