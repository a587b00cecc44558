"""The sheet "Answers": what was asked, what was said, and what is left out."""

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from tests.exports.builders import Row, a_report, all_at, assess, level, named, rows_of, said_in, scored_ids

NO_BORDER: dict[str, int | str] = {"profile.land_border": "no", "profile.aeo_programme": "no"}


@pytest.fixture
def answers(mixed_book: Workbook) -> dict[str, Row]:
    return {row["Indicator"]: row for row in rows_of(mixed_book["Answers"])}


def test_every_asked_question_stands_there_exactly_once(mixed_book: Workbook) -> None:
    _, scorecard, _ = assess({}, NO_BORDER)

    shown = [row["Indicator"] for row in rows_of(mixed_book["Answers"])]

    assert shown == [id_ for id_ in scored_ids() if scorecard.results[id_].asked]
    assert len(shown) < len(scored_ids())


def test_the_questions_left_out_are_counted_and_listed(mixed_report: GapReport) -> None:
    left_out = len(scored_ids()) - len(named(mixed_report, "Answers").rows)
    topics = [row[0] for row in named(mixed_report, "Method and version").rows]

    assert f"do not apply to this administration: {left_out}." in named(mixed_report, "Answers").notes[0]
    assert topics.count("Questions that are not asked") == left_out
    assert topics.count("Outside the levels, and not asked") == 21


def test_an_answer_shows_its_level_and_what_the_level_says(answers: dict[str, Row]) -> None:
    answer = answers["RC-01"]

    assert (answer["Level"], answer["Level name"], answer["Counts as (0 to 1)"]) == (4, "Sustained", 1)
    assert answer["What the level says"].startswith("Level 3, and within the last 12 months the head reported")


def test_partly_is_shown_as_level_2_by_its_own_word(answers: dict[str, Row]) -> None:
    answer = answers["RC-07"]

    assert (answer["Level"], answer["Level name"], answer["Without evidence"]) == (2, "Partly", "Yes")


def test_what_nobody_knows_is_a_zero_with_a_star(answers: dict[str, Row]) -> None:
    answer = answers["RC-03"]

    assert (answer["State"], answer["Level"], answer["Counts as (0 to 1)"]) == ("Unknown", "0*", 0)


def test_what_is_not_answered_has_no_level_but_counts_0(answers: dict[str, Row]) -> None:
    answer = answers["RC-04"]

    assert (answer["State"], answer["Level"], answer["Counts as (0 to 1)"], answer["Gap"]) == (
        "Not answered",
        None,
        0,
        3,
    )


def test_what_is_not_applicable_has_its_reason_and_no_figures(
    answers: dict[str, Row],
) -> None:
    answer = answers["CO-16"]

    assert (answer["Reason code"], answer["Why not applicable"]) == ("NA1", "We do not carry out this function")
    assert answer["Reason given"] == "Another agency controls travellers"
    assert {answer[title] for title in ("Level", "Counts as (0 to 1)", "Target", "Gap")} == {None}


def test_what_is_decided_outside_names_the_authority(answers: dict[str, Row]) -> None:
    answer = answers["EQ-05"]

    assert (answer["Decided outside by"], answer["Raised in writing"]) == ("Civil Service Commission", "Yes")
    assert answer["Comment"] == "Asked twice"


def test_a_target_of_ones_own_is_shown_with_its_gap(answers: dict[str, Row]) -> None:
    assert (answers["LD-09"]["Target"], answers["LD-09"]["Gap"]) == (4, 3)


def test_the_items_of_evidence_share_a_cell() -> None:
    report = a_report({"RC-01": level(2, evidence=["Circular 12", "Minutes, item 6"])})

    assert said_in(report.tables[1])[0]["Evidence"] == "Circular 12\nMinutes, item 6"


def test_a_number_given_beside_the_workforce_tables_is_not_lost() -> None:
    report = a_report(all_at(2) | {"RC-21": {"state": "answered", "value": 2.5}})

    assert any(row[1] == "RC-21" and str(row[2]).endswith("\n2.5") for row in named(report, "Method and version").rows)
