"""Every figure of the workbook is the scorecard's own."""

from dataclasses import replace
from typing import Any

import pytest

from exports.content import GapReport
from exports.gap.facts import Beside, Proof
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from scoring.scorecard import OVERALL, Scorecard, as_document, rounded
from tests.exports.builders import (
    FACTS,
    MIXED,
    Row,
    a_report,
    all_at,
    assess,
    level,
    mixed,
    named,
    opened,
    questionnaire,
    rows_of,
    said_in,
)

KINDS = ("Self-assessed", "Signed", "Reviewed")

FIGURES = {
    "Id": "id",
    "Level": "level",
    "Score": "score",
    "Level from score alone, in every row": "uncapped_level",
    "Score of answered questions": "of_answered",
    "Score within own control": "own_control",
    "Score with evidence only": "supported",
    "Asked": "asked",
    "Answered": "answered",
    "Unknown (each scores 0*)": "unknown",
    "Not applicable": "not_applicable",
    "Decided outside": "outside_control",
    "Without evidence": "unsupported",
}
UNTOLD = ("Level", "Score", "Level from score alone, in every row", *list(FIGURES)[4:7])
NO_THIRD_PILLAR = {id_: {"state": "not_applicable", "reason_code": "NA1"} for id_ in all_at(3) if id_.startswith("LD")}


def scored(answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    document = as_document(assess(answers)[1])
    overall = {**document["overall"], "id": "Overall"}
    return {node["id"]: node for node in (overall, *document["pillars"], *document["elements"])}


def told(node: dict[str, Any]) -> dict[str, Any]:
    """Without an answer no level and no score is told."""
    is_started = node["answered"] + node["unknown"] + node["not_applicable"]
    return {title: node[key] if is_started or title not in UNTOLD else None for title, key in FIGURES.items()}


def said(answers: dict[str, dict[str, Any]]) -> list[Row]:
    return said_in(a_report(answers).tables[0])


@pytest.mark.parametrize("answers", [mixed(), {}, NO_THIRD_PILLAR], ids=["mixed", "empty", "a pillar not rated"])
def test_every_figure_of_pillars_and_elements_is_the_scorecards(answers: dict[str, dict[str, Any]]) -> None:
    rows = rows_of(opened(draw_gap_report(a_report(answers)))["Pillars and elements"])

    shown = {row["Id"]: {title: row[title] for title in FIGURES} for row in rows}

    assert shown == {id_: told(node) for id_, node in scored(answers).items()}


def test_coverage_is_the_scorecards_percentage() -> None:
    shown = {row["Id"]: row["Coverage, %"] for row in said(mixed())}

    assert shown == {id_: node["coverage"]["percent"] for id_, node in scored(mixed()).items()}


def test_a_pillar_names_the_answer_that_holds_it_back() -> None:
    rows = said(all_at(3) | {"LD-09": MIXED["LD-09"]})

    assert {row["Id"]: row["Held back by"] for row in rows if row["Held back by"]} == {"P3": "LD-09"}


def test_the_level_of_the_score_alone_is_shown_only_where_it_is_another() -> None:
    rows = said(all_at(3) | {"LD-09": MIXED["LD-09"]})

    assert {row["Id"]: row["Level from score alone"] for row in rows if row["Level from score alone"]} == {"P3": 3}


def test_pillars_stand_before_their_elements_behind_the_whole() -> None:
    rows = said({})

    assert [row["Id"] for row in rows][:3] == ["Overall", "P1", "E1.1"]
    assert [row["Id"] for row in rows if row["Id"].startswith("P")] == ["P1", "P2", "P3", "P4", "P5"]


def test_the_summary_shows_the_same_scores(mixed_report: GapReport) -> None:
    document = as_document(assess(mixed(), {"profile.land_border": "no", "profile.aeo_programme": "no"})[1])
    summary = mixed_report.summary

    assert [(standing.level, standing.score) for standing in (summary.overall, *summary.pillars)] == [
        (node["level"], node["score"]) for node in (document["overall"], *document["pillars"])
    ]


def test_with_every_target_met_the_score_counts_the_targets() -> None:
    summary = a_report(all_at(3) | {"LD-12": {"state": "not_answered"}}).summary

    third = summary.pillars[2]
    assert third.score is not None
    assert third.met is not None
    assert third.score < third.met
    assert summary.pillars[0].score == summary.pillars[0].met


def three(
    answers: dict[str, dict[str, Any]],
    validated: dict[str, dict[str, Any]],
    moderated: dict[str, dict[str, Any]],
    proof: Proof | None = None,
) -> tuple[GapReport, dict[str, Scorecard]]:
    """A reviewed report: of the moderated answers, with the two others beside."""
    document, card, gaps = assess(moderated)
    cards = {"self": assess(answers)[1], "validated": assess(validated)[1], "moderated": card}
    parts = (
        questionnaire(),
        replace(FACTS, kind="moderated", proof=proof),
        document.profile,
        document.answers,
        card,
        gaps,
    )
    beside = Beside(cards, {"RC-01": "Evidence missing"}, frozenset({"RC-01"}))
    return gap_report(Findings(*parts, language="en", translate=str, beside=beside)), cards


def test_the_three_values_stand_beside_the_reported_one() -> None:
    report, cards = three(all_at(3), all_at(3), all_at(3) | {"RC-01": level(1)})

    rows = {row["Id"]: row for row in said_in(report.tables[0])}

    for id_, row in rows.items():
        nodes = [card.by_id[OVERALL if id_ == "Overall" else id_] for card in cards.values()]
        assert [row[f"{name} level"] for name in KINDS] == [node.level for node in nodes]
        assert [row[f"{name} score"] for name in KINDS] == [
            rounded(node.score) for node in nodes if node.score is not None
        ]
        assert row["Score"] == row["Reviewed score"]


def test_an_answer_shows_its_three_levels_the_reason_and_that_it_is_disputed() -> None:
    report, _ = three(all_at(3), all_at(3), all_at(3) | {"RC-01": level(1)})

    first, second, *_ = said_in(report.tables[1])

    said = [*KINDS, "Reviewer's reason", "Agreement"]
    assert [first[title] for title in said] == [3, 3, 1, "Evidence missing", "Not agreed"]
    assert [second[title] for title in said] == [3, 3, 3, "", ""]
    assert opened(draw_gap_report(report))["Answers"]["A2"].value == "Indicator"


def test_with_one_value_only_nothing_stands_beside_it() -> None:
    assert not {"Self-assessed", "Signed", "Reviewed", "Agreement"} & set(said_in(a_report(mixed()).tables[1])[0])


def test_a_reviewed_report_is_labelled_and_proved() -> None:
    proof = Proof("Hugo Hale, Head", "2026-11-20", "a" * 64, "b" * 64, 2, "2026-11-21", "c" * 64)
    report, _ = three(all_at(3), all_at(3), all_at(3), proof=proof)

    method = {row[1]: row[2] for row in named(report, "Method and version").rows}
    assert report.summary.label == "Reviewed by the secretariat"
    assert (method["Edition"], method["Signed by"], method["Published on"]) == ("2", "Hugo Hale, Head", "2026-11-21")
    assert method["Fingerprint of what was signed (SHA-256)"] == "a" * 64
    assert method["Audit log fingerprint at signature"] == "b" * 64
    assert method["Fingerprint of the published result (SHA-256)"] == "c" * 64
