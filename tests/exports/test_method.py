"""The sheet "Method and version": the rules are printed from where they act."""

import pytest

from exports.content import GapReport
from scoring.gaps import ORDER
from tests.exports.builders import a_report, named, questionnaire


@pytest.fixture
def method(mixed_report: GapReport) -> dict[tuple[str, str], str]:
    return {(str(row[0]), str(row[1])): str(row[2]) for row in named(mixed_report, "Method and version").rows}


def test_it_names_the_version_and_its_fingerprint(method: dict[tuple[str, str], str]) -> None:
    assert method["This report", "Questionnaire version"] == "2026.1"
    assert method["This report", "Fingerprint of the questionnaire (SHA-256)"] == questionnaire().fingerprint


def test_it_prints_the_order_of_the_gaps_as_the_scoring_says_it(method: dict[tuple[str, str], str]) -> None:
    assert [text for (topic, _), text in method.items() if topic == "Order of the gaps"] == list(ORDER)


def test_it_prints_the_bands(method: dict[tuple[str, str], str]) -> None:
    assert method["From scores to levels", "1 Initial"] == "Score from 12.5 to below 37.5"
    assert method["From scores to levels", "4 Sustained"] == "Score of 87.5 or more"


def test_it_prints_caps_targets_and_limits(method: dict[tuple[str, str], str]) -> None:
    assert method["From scores to levels", "What holds a pillar back"].endswith("lowest core question plus 1.")
    assert (method["Targets and gaps", "Core questions"], method["Targets and gaps", "All others"]) == (
        "Level 3",
        "Level 2",
    )
    assert "more than 40 %" in method["States of an answer", "Not rated"]


def test_equal_weights_are_said_once(method: dict[tuple[str, str], str]) -> None:
    assert method["Weights", "Questions"] == "Each has the weight 1 (count: 93)."


def test_the_profile_is_shown_as_answered() -> None:
    report = a_report({}, {"profile.region": "EUR", "profile.staff_total": 4210, "profile.snapshot_date": "2025-12-31"})

    profile = [row[2] for row in named(report, "Method and version").rows if row[0] == "Profile as answered"]

    assert profile[:3] == ["Europe", "4210", "Not answered"]
    assert "2025-12-31" in profile
