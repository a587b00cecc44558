"""Tiny questionnaires built in code, answers in one word, and the scorecard as JSON."""

from questionnaires.answers import Answer, OutsideControl
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
from scoring.document import as_document
from scoring.score import score

BANDS = ("0", "12.5", "37.5", "62.5", "87.5")
UNKNOWN = Answer("unknown")
NOT_APPLICABLE = Answer("not_applicable", reason_code="NA1", reason="Done by another agency")
MINISTRY = OutsideControl("Ministry", raised=True)


def rules(**changed):
    """The parameters of 2026.1 but for those that a test changes."""
    agreed = {
        "bands": tuple(Band(level=level, **{"from": lowest}) for level, lowest in enumerate(BANDS)),
        "core_margin": 1,
        "pillar_margin": 1,
        "not_rated_above": "2/5",
        "evidence_from": 2,
        "unsupported_level": 1,
        "targets": Targets(core=3, other=2),
        "first_elements": (),
    }
    return Scoring(**(agreed | changed))


def an_indicator(id_, element="E1.1", *, condition="always", **changed):
    usual = {"kind": "maturity", "scored": "maturity", "core": False, "short": False, "weight": 1, "resources": ()}
    return Indicator(id=id_, element=element, condition=condition, **(usual | changed))


def yes_partly_no(id_, element="E1.1", **changed):
    return an_indicator(id_, element, kind="yes_partly_no", **changed)


def core(id_, element="E1.1", **changed):
    return an_indicator(id_, element, core=True, **changed)


def a_questionnaire(*indicators, weights=None, profile=(), **changed_rules):
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


def pillar_of(element):
    return "P" + element[1:].split(".")[0]


def a_choice(name, *options):
    return ProfileKey(key=f"profile.{name}", kind="choice", options=options or ("yes", "no"))


def a_number(name):
    return ProfileKey(key=f"profile.{name}", kind="number")


def level(value, *evidence, **parts):
    return Answer("answered", value, evidence=evidence, **parts)


def shown(value, **parts):
    """An answer with evidence."""
    return level(value, "Policy 12", **parts)


def outside(value, **parts):
    return shown(value, outside_control=MINISTRY, **parts)


def numbered(answers, prefix="A"):
    """A-01, A-02 … with these answers."""
    return {f"{prefix}-{at:02}": answer for at, answer in enumerate(answers, 1)}


def scored(questionnaire, answers, profile=None, form="full"):
    return score(questionnaire, profile or {}, answers, form)


def in_one_element(*answers, **changed_rules):
    """The scorecard of one element whose maturity indicators A-01, A-02 … have these answers."""
    given = numbered(answers)
    return scored(a_questionnaire(*(an_indicator(id_) for id_ in given), **changed_rules), given)


def card(scorecard):
    """The JSON document, with its nodes and indicators by id."""
    document = as_document(scorecard)
    nodes = [document["overall"], *document["pillars"], *document["elements"], *document["indicators"]]
    return {node["id"]: node for node in nodes}
