"""Reports on questionnaire 2027.1, which says how to choose a level, what weighs more and why, and other frameworks."""

from functools import cache
from typing import Any

from exports.content import GapReport
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from questionnaires.answers import read_document
from questionnaires.catalogue import load
from questionnaires.definition import Questionnaire
from scoring.gaps import find_gaps
from scoring.score import score
from tests.exports.builders import FACTS

ANSWERS: dict[str, Any] = {
    "RC-02": {"state": "answered", "value": 3, "evidence": ["Policy 12/2025"]},
    "RC-06": {"state": "answered", "value": 2},
    "RC-03": {"state": "unknown"},
    "CO-16": {"state": "not_applicable", "reason_code": "NA1", "reason": "Another agency controls travellers"},
}


@cache
def newest() -> Questionnaire:
    return load()["2027.1"]


def a_newest_report(profile: dict[str, Any]) -> GapReport:
    version = newest()
    document, problems = read_document(version, {"profile": profile, "answers": ANSWERS})
    assert not problems
    scorecard = score(version, document.profile, document.answers)
    parts = (version, FACTS, document.profile, document.answers, scorecard, find_gaps(version, scorecard))
    return gap_report(Findings(*parts, language="en", translate=str))
