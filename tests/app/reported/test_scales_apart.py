"""Short and full form, and two versions of the questionnaire, are never told as if they were one scale."""

import csv
import re
from collections.abc import Sequence
from io import StringIO
from itertools import takewhile
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.assessments.report.gap_report import assessment_for_command, beside_of
from app.assessments.report.results import results_of
from app.db.session import Database
from app.db.tables.rounds import Assessment, Publication
from exports.heatmaps import HEAD
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from scoring.score import score
from scoring.scorecard import rounded
from tests.app.browser import words
from tests.app.drawn_workbooks import opened
from tests.app.rounds.rounds import crowd
from tests.app.signing.signing import HOME, LEVEL_3, bring_to, make_ready
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor

ROUND, ONLY_FULL = "/rounds/round", "RC-06"
SHORT = ("x2", "x6", "x13")
"""Signed, published, published."""


@pytest.fixture
def mixed(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 14)
    set_(database, [f"{id_}-2026" for id_ in SHORT], form="short")
    return database


def set_(database: Database, ids: Sequence[str], **columns: Any) -> None:
    with database.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id).in_(ids)).values(**columns))


@pytest.mark.parametrize("sort", ["administration", "-overall", "P3", "-state", "signed", "difference"])
def test_whatever_the_order_the_short_form_follows_the_full_one(sort: str, sofia: Actor, mixed: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?sort={sort}").text.partition("round-table")[2]
    rows = csv_rows(sofia, f"{ROUND}/overview.csv?sort={sort}")

    full, heading, short = page.partition("Short form <span")
    assert heading
    assert "cannot be compared with those of the full form" in short
    assert 'class="tag">short form' not in full
    assert {f"x{n}" for n in map(int, re.findall(r">Administration (\d+)<", short))} == set(SHORT)
    assert [row["Form"] for row in rows] == ["full"] * 13 + ["short"] * 3


def csv_rows(who: Actor, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(who.browser.get(address).content.decode("utf-8-sig"), newline="")))


def test_the_workbook_of_the_list_says_why_the_short_form_comes_last(sofia: Actor, mixed: Database) -> None:
    for query, is_said in (("", True), ("?state=in progress", False)):
        sheet = opened(sofia.browser.get(f"{ROUND}/overview.xlsx{query}").content).worksheets[0]
        notes = " ".join(str(row[0].value) for row in sheet.iter_rows())
        assert ("The short form asks fewer questions" in notes) is is_said


def test_each_scale_has_a_heatmap_of_its_own(sofia: Actor, mixed: Database) -> None:
    set_(mixed, ["x3-2025"], questionnaire="2099.1")
    own, both = (
        opened(sofia.browser.get(f"{ROUND}/consolidated.xlsx{query}").content) for query in ("", "?rounds=all")
    )

    assert own.sheetnames == [
        "Administrations",
        "Indicators",
        "Heatmap",
        "Heatmap, short form",
        "Regions",
        "Levels",
        "Method",
    ]
    assert names_on(own["Heatmap, short form"]) == [f"Administration {int(id_[1:]):03}" for id_ in SHORT]
    assert names_on(own["Administrations"], 2, head=1) == names_on(own["Heatmap"]) + names_on(
        own["Heatmap, short form"]
    )
    heatmaps = [name for name in both.sheetnames if "Heatmap" in name]
    assert heatmaps == ["Heatmap 2099.1", "Heatmap 2026.1", "Heatmap 2026.1, short form"]
    assert names_on(both["Heatmap 2099.1"]) == ["Administration 003"]


def names_on(sheet: Any, column: int = 1, head: int = HEAD + 1) -> list[str]:
    """Up to the legend."""
    return list(takewhile(bool, (row[column] for row in sheet.iter_rows(values_only=True, min_row=head + 1))))


def test_published_results_are_listed_by_scale(sofia: Actor, database: Database, catalogue: Catalogue) -> None:
    put_last_round(database, catalogue, State.PUBLISHED)
    with database.writing() as db:
        db.execute(update(Publication).values(form="short"))
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.PUBLISHED)

    page = words(sofia.browser.get("/results").text)

    assert re.search(r"Questionnaire 2026.1 Administration .* 2026 .* Questionnaire 2026.1, short form The short", page)
    assert "short form" in words(sofia.browser.get(f"/results/{LAST}").text)
    assert "short form" not in words(sofia.browser.get(f"/results/{ARDEN}").text)


@pytest.mark.parametrize(
    ("then", "named"),
    [({"form": "short"}, "short form"), ({"questionnaire": "2099.1"}, "other questionnaire"), ({}, "")],
)
def test_the_round_before_is_named_where_its_level_does_not_compare(
    then: dict[str, str], named: str, sofia: Actor, mixed: Database
) -> None:
    set_(mixed, ["x3-2025"], **({"form": "full"} | then))
    row = sofia.browser.get(ROUND).text.partition(">Administration 003<")[2].partition("</tr>")[0]
    (line,) = (
        entry for entry in csv_rows(sofia, f"{ROUND}/overview.csv") if entry["Administration"] == "Administration 003"
    )

    shown = re.search(r'data-label="Previous round"><span class="([a-z]+)[^>]*>([^<]+)<', row)
    assert shown
    assert (shown[1], shown[2]) == ("quiet", named) if named else shown[1] == "level"
    assert line["The round before was"] == named
    assert bool(line["Level in the round before"]) is not bool(named)


@pytest.mark.parametrize("sort", ["administration", "-overall", "P3", "-signed"])
def test_in_one_round_each_version_is_a_group(sort: str, sofia: Actor, mixed: Database) -> None:
    set_(mixed, ["x3-2026", "x8-2026"], questionnaire="2027.1")
    page = words(sofia.browser.get(f"{ROUND}?sort={sort}").text).partition("Reviewer")[2]
    rows = csv_rows(sofia, f"{ROUND}/overview.csv?sort={sort}")

    newest, _, others = page.partition("Questionnaire 2026.1 Levels and scores of different versions")
    assert set(re.findall(r"Administration 0\d\d", newest.partition("Questionnaire 2027.1 Levels")[2])) == {
        "Administration 003",
        "Administration 008",
    }
    assert "Questionnaire 2026.1, short form The short form asks fewer" in others
    assert [row["Questionnaire"] for row in rows] == ["v2027.1"] * 2 + ["v2026.1"] * 14


def test_the_consolidated_files_keep_versions_together(sofia: Actor, mixed: Database) -> None:
    set_(mixed, ["x3-2026", "x8-2026"], questionnaire="2099.1")
    rows = csv_rows(sofia, f"{ROUND}/consolidated.csv?table=administrations")
    book = opened(sofia.browser.get(f"{ROUND}/consolidated.xlsx").content)

    versions = [row["version"] for row in rows]
    assert versions == sorted(versions, reverse=True)
    assert set(versions) == {"v2026.1", "v2099.1"}
    titles = [cell.value for cell in next(book["Regions"].iter_rows())]
    assert [title for title in titles if str(title).startswith(("P1", "P3"))] == ["P1", "P3 Promote women's leadership"]


def test_my_work_and_the_api_name_the_form(alice: Actor, database: Database) -> None:
    set_(database, [ARDEN], form="short")

    assert "short form" in words(alice.browser.get("/").text)
    assert alice.browser.get(f"/api/v1{HOME}", headers=alice.api).json()["form"] == "short"


ON_BOTH = "Compared on the {count} questions that both forms ask."


@pytest.fixture
def after_a_short_form(database: Database, catalogue: Catalogue) -> Database:
    """RC-01 is a question of both forms, then at 3 and now at 4; RC-06, now at 4 too, is one of the full form only."""
    assert [catalogue["2026.1"].indicators[id_].short for id_ in ("RC-01", ONLY_FULL)] == [True, False]
    four = LEVEL_3 | {"value": 4}
    make_ready(database, catalogue, {"RC-01": four, ONLY_FULL: four})
    put_last_round(database, catalogue, State.SIGNED)
    set_(database, [LAST], form="short")
    return database


def summary(who: Actor) -> str:
    sheet = opened(who.browser.get(f"{HOME}/gap-report.xlsx").content)["Summary"]
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_a_full_form_after_a_short_one_is_compared_on_the_questions_of_both(
    alice: Actor, after_a_short_form: Database, catalogue: Catalogue
) -> None:
    said, questionnaire = summary(alice), catalogue["2026.1"]

    with after_a_short_form.reading() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        profile = assessment.profile
    then, now = (
        score(questionnaire, profile, {"RC-01": Answer("answered", n)}, "short").by_id["P1"].score for n in (3, 4)
    )
    count = score(questionnaire, profile, {}, "short").overall.counts.asked
    assert then is not None
    assert now is not None
    change = round(rounded(now) - rounded(then), 1)
    assert f"The last round used the short form, this one uses the full form. {ON_BOTH.format(count=count)}" in said
    assert f": score {rounded(then)} in the last round, {rounded(now)} now (+{change})." in said
    assert "Last round score" not in said


def test_the_scores_of_the_two_forms_do_not_stand_side_by_side(
    after_a_short_form: Database, catalogue: Catalogue
) -> None:
    with after_a_short_form.reading() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        beside = beside_of(db, results_of(db, assessment, with_moderated=True), {})

    assert beside.last_round is None
    assert beside.common
    assert set(beside.last) == {"RC-01", "RC-02"}


def test_another_version_is_named_and_not_compared(alice: Actor, after_a_short_form: Database) -> None:
    set_(after_a_short_form, [LAST], questionnaire="2099.1")

    said = summary(alice)

    assert "The last round used questionnaire 2099.1, so its scores cannot be compared with these." in said
    assert "questions that both forms ask" not in said
