"""Tiny questionnaires built in code, answers in one word, and the scorecard as JSON."""

from collections.abc import Mapping
from typing import Any

from questionnaires.answers import Answer, Form, OutsideControl
from questionnaires.definition import (
    Band,
    Element,
    Indicator,
    Pillar,
    ProfileKey,
    Questionnaire,
    Scoring,
    Structure,
    Targets,
)
from scoring.score import score
from scoring.scorecard import Scorecard, as_document

BANDS = ("0", "12.5", "37.5", "62.5", "87.5")
UNKNOWN = Answer("unknown")
NOT_APPLICABLE = Answer("not_applicable", reason_code="NA1", reason="Done by another agency")
MINISTRY = OutsideControl("Ministry", raised=True)


def rules(**changed: Any) -> Scoring:
    """The parameters of 2026.1 but for those that a test changes."""
    agreed: dict[str, Any] = {
        "bands": tuple(Band.model_validate({"level": level, "from": lowest}) for level, lowest in enumerate(BANDS)),
        "core_margin": 1,
        "pillar_margin": 1,
        "not_rated_above": "2/5",
        "evidence_from": 2,
        "unsupported_level": 1,
        "targets": Targets(core=3, other=2),
        "first_elements": (),
    }
    return Scoring(**(agreed | changed))


def an_indicator(id_: str, element: str = "E1.1", *, condition: str = "always", **changed: Any) -> Indicator:
    usual: dict[str, Any] = {
        "kind": "maturity",
        "scored": "maturity",
        "core": False,
        "short": False,
        "weight": 1,
        "resources": (),
    }
    return Indicator.model_validate({"id": id_, "element": element, "condition": condition, **usual, **changed})


def yes_partly_no(id_: str, element: str = "E1.1", **changed: Any) -> Indicator:
    return an_indicator(id_, element, kind="yes_partly_no", **changed)


def core(id_: str, element: str = "E1.1", **changed: Any) -> Indicator:
    return an_indicator(id_, element, core=True, **changed)


def a_questionnaire(
    *indicators: Indicator,
    weights: dict[str, int] | None = None,
    profile: tuple[ProfileKey, ...] = (),
    **changed_rules: Any,
) -> Questionnaire:
    """Elements and pillars are those that the indicators name: E2.1 belongs to P2. `weights` by their ids, else 1."""
    weights = weights or {}
    elements = tuple(dict.fromkeys(indicator.element for indicator in indicators))
    pillars = tuple(dict.fromkeys(pillar_of(element) for element in elements))
    structure = Structure(
        version="2098.1",
        languages=("en",),
        scoring=rules(**changed_rules),
        profile=tuple(profile),
        pillars=tuple(Pillar(id=id_, weight=weights.get(id_, 1)) for id_ in pillars),
        elements=tuple(Element(id=id_, pillar=pillar_of(id_), weight=weights.get(id_, 1)) for id_ in elements),
        indicators=indicators,
    )
    return Questionnaire(structure, "no fingerprint", {})


def pillar_of(element: str) -> str:
    return "P" + element[1:].split(".")[0]


def a_choice(name: str, *options: str) -> ProfileKey:
    return ProfileKey(key=f"profile.{name}", kind="choice", options=options or ("yes", "no"))


def a_number(name: str) -> ProfileKey:
    return ProfileKey(key=f"profile.{name}", kind="number")


def level(value: int | str, *evidence: str, **parts: Any) -> Answer:
    return Answer("answered", value, evidence=evidence, **parts)


def shown(value: int, **parts: Any) -> Answer:
    """An answer with evidence."""
    return level(value, "Policy 12", **parts)


def outside(value: int, **parts: Any) -> Answer:
    return shown(value, outside_control=MINISTRY, **parts)


def numbered(answers: list[Answer] | tuple[Answer, ...], prefix: str = "A") -> dict[str, Answer]:
    """A-01, A-02 … with these answers."""
    return {f"{prefix}-{at:02}": answer for at, answer in enumerate(answers, 1)}


def scored(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    profile: Mapping[str, int | str | None] | None = None,
    form: Form = "full",
) -> Scorecard:
    return score(questionnaire, profile or {}, answers, form)


def in_one_element(*answers: Answer, **changed_rules: Any) -> Scorecard:
    """The scorecard of one element whose maturity indicators A-01, A-02 … have these answers."""
    given = numbered(answers)
    return scored(a_questionnaire(*(an_indicator(id_) for id_ in given), **changed_rules), given)


def card(scorecard: Scorecard) -> dict[str, dict[str, Any]]:
    """The JSON document, with its nodes and indicators by id."""
    document = as_document(scorecard)
    nodes = [document["overall"], *document["pillars"], *document["elements"], *document["indicators"]]
    return {node["id"]: node for node in nodes}
