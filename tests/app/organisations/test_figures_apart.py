"""What is no customs administration stands in no figure of others: in one test for each place that forms some."""

import csv
import json
from io import StringIO

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import COUNTS, Administration
from app.db.tables.rounds import Assessment
from app.features.dashboard.offices import rounds_to_follow
from app.features.rounds.overview import regions_of, total_of
from app.features.rounds.queries import counts_of
from app.validation.organisations import KINDS, counts_in_figures
from questionnaires.catalogue import Catalogue
from questionnaires.checks import GIVEN
from tests.app.browser import words
from tests.app.drawn_workbooks import opened
from tests.app.organisations.conftest import become
from tests.app.rounds.rounds import crowd
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

APART = "These are not customs administrations, so they are in no figure of a region or of the round."


@pytest.fixture
def many(database: Database, catalogue: Catalogue) -> Database:
    """Arden is the secretariat and published, beside fourteen administrations, two in each state, and Brink."""
    crowd(database, catalogue, 14)
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
        become(db, "secretariat")
    return database


@pytest.mark.parametrize("kind", KINDS)
@ON_BOTH
def test_the_rule_is_the_same_for_a_row_and_for_the_database(kind: str, database: Database) -> None:
    with database.writing() as db:
        become(db, kind)
    with database.reading() as db:
        counted = set(db.execute(select(Administration.id).where(COUNTS)).scalars())

    assert ("arden" in counted) is counts_in_figures(kind)
    assert tuple(KINDS) == GIVEN["kind"]


@ON_BOTH
def test_it_is_not_among_the_counts_of_rounds(many: Database) -> None:
    with many.reading() as db:
        of_round = counts_of(db)["round"]
        line = next(line for line in rounds_to_follow(db) if line.id == "round")

    assert sum(of_round.values()) == 15
    assert of_round[State.PUBLISHED] == line.published == 2
    assert line.opened == 15


def test_it_is_on_no_bar_of_progress(many: Database, sofia: Actor) -> None:
    page = words(sofia.browser.get("/rounds/round").text)

    assert "15 of 15 administrations" in page
    assert f"Apart {APART} Arden Customs Secretariat" in page
    assert page.index("Arden Customs") > page.index("Administration 013")


def test_regions_and_their_total_leave_it_out(many: Database, sofia: Actor) -> None:
    csv_of_round = rows(sofia, "/rounds/round/overview.csv")

    assert csv_of_round[-1]["Administration"] == "Arden Customs"
    assert [row["Kind of organisation"] for row in csv_of_round] == ["Customs administration"] * 15 + ["Secretariat"]
    assert regions_of([]) == []
    assert total_of([]).total == 0


def rows(who: Actor, address: str) -> list[dict[str, str]]:
    content = who.browser.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


def test_the_consolidated_workbook_has_it_at_the_end_and_in_no_mean(many: Database, sofia: Actor) -> None:
    book = opened(sofia.browser.get("/rounds/round/consolidated.xlsx").content)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    wide = sheets["Administrations"]
    regions = sheets["Regions"]
    of_all = next(row for row in regions if "All regions" in row)

    assert (wide[-1][2], wide[-1][-1]) == ("Arden Customs", "Secretariat")
    assert all("Arden Customs" not in row for row in sheets["Heatmap"])
    assert of_all[5] == 15
    assert len([row for row in regions if "EUR" in row]) == 1


def test_files_for_programs_name_the_kind(many: Database, sofia: Actor) -> None:
    lines = [json.loads(line) for line in sofia.browser.get("/rounds/round/consolidated.jsonl").text.splitlines()]
    figures = rows(sofia, "/rounds/round/consolidated.csv?table=administrations")
    api = sofia.browser.get("/api/v1/assessments", headers=sofia.api).json()["assessments"]

    assert {line["organisation"] for line in lines if line["code"] == "ARDEN"} == {"secretariat"}
    assert {line["organisation"] for line in lines if line["code"] != "ARDEN"} == {"administration"}
    assert figures[-1]["organisation"] == "secretariat"
    assert next(line for line in api if line["id"] == ARDEN)["organisation"] == "secretariat"


@ON_BOTH
def test_published_results_list_it_apart(many: Database, sofia: Actor, catalogue: Catalogue) -> None:
    with many.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED, "brink-2026")

    page = words(sofia.browser.get("/results").text)
    lines = rows(sofia, "/results.csv")

    assert f"Questionnaire 2026.1, apart {APART}" in page
    assert page.index("Brink Revenue") < page.index(APART) < page.rindex("Arden Customs")
    assert (lines[-1]["Administration"], lines[-1]["Kind of organisation"]) == ("Arden Customs", "Secretariat")


def test_a_regional_office_stands_apart_too(many: Database, sofia: Actor) -> None:
    with many.writing() as db:
        become(db, "regional_office", "brink")

    page = words(sofia.browser.get("/rounds/round").text)

    assert "14 of 14 administrations" in page
    assert "Brink Revenue Regional office" in page
    with many.reading() as db:
        assert db.get_one(Assessment, "brink-2026").administration_id == "brink"
