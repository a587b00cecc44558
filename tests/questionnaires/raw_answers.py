"""Answers as they come in, good unless a test spoils them, on the small questionnaire."""

from typing import Any

from questionnaires.catalogue import load
from questionnaires.texts import MOST_UNITS
from tests.questionnaires.editing import SMALL, VERSION

QUESTIONNAIRE = load(SMALL)[VERSION]
CORE, OTHER, CHOICE, PERCENT = (QUESTIONNAIRE.indicators[id_] for id_ in ("AA-01", "AA-03", "AA-02", "BA-03"))
LONGEST = "x" * MOST_UNITS


def answered(value: list[int | str] | float | str = 3, **parts: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value, **parts}


def not_applicable(**parts: Any) -> dict[str, Any]:
    return {"state": "not_applicable", "reason_code": "NA1", "reason": "Done by another agency", **parts}


def outside(**parts: Any) -> dict[str, Any]:
    return answered(outside_control={"authority": "Ministry", "raised": True, **parts})
