"""Versions of the questionnaire live side by side: each assessment keeps its own, with its own words."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text, update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Administration, Membership
from app.db.tables.rounds import Assessment, Round
from app.jobs.checks.database import refuse_other_questionnaires
from questionnaires.catalogue import HOME, Catalogue, load
from questionnaires.files import opened
from questionnaires.lock import read_lock
from tests.app.browser import form, words
from tests.cast import Actor, add_assessment

CEDAR = "/assessments/cedar-2026"
LOCKED = sorted(read_lock(HOME).items())


@pytest.fixture
def cedar(alice: Actor, database: Database, catalogue: Catalogue) -> Actor:
    """Alice also coordinates Cedar, whose round asks version 2099.1."""
    with database.writing() as db:
        db.add(Round(id="tiny", name="2099", questionnaire="2099.1", due_on="2099-12-18"))
        db.add(Administration(id="cedar", code="CEDAR", name="Cedar", country="", region="AP", language="en"))
        db.flush()
        db.add(Membership(person_id="alice", administration_id="cedar", role="coordinator"))
        add_assessment(db, catalogue, "2099.1", "cedar", "tiny")
    return alice


def test_every_version_of_the_project_loads_and_is_published() -> None:
    catalogue = load(HOME)

    assert set(catalogue.versions) == {path.parent.name for path in HOME.glob("*/structure.yaml")}
    assert "2026.1" in catalogue.published


@pytest.mark.parametrize(("file", "locked"), LOCKED, ids=[" ".join(file) for file, _ in LOCKED])
def test_what_was_published_is_unchanged(file: tuple[str, str], locked: str) -> None:
    assert opened(HOME / file[0] / file[1]).fingerprint == locked


def test_every_file_of_a_published_version_is_locked() -> None:
    published = {version for (version, _), _ in LOCKED}
    files = {(version, path.name) for version in published for path in (HOME / version).glob("*.yaml")}

    assert files == {file for file, _ in LOCKED}


def test_the_page_shows_the_words_of_its_own_version(cedar: Actor) -> None:
    page = words(cedar.browser.get(f"{CEDAR}/elements/E1.1").text)
    tasks = words(cedar.browser.get(CEDAR).text)

    assert "Is there a focal point?" in page
    assert ("First pillar" in tasks, "Questionnaire 2099.1" in tasks, "Leadership" in tasks) == (True, True, False)


def test_assessments_of_both_versions_stand_on_one_list(cedar: Actor) -> None:
    shown = words(cedar.browser.get("/").text)

    assert "Cedar" in shown
    assert "Arden Customs" in shown


def test_a_question_of_another_version_is_not_there(cedar: Actor) -> None:
    form_ = cedar.form(revision=0, choice="3")

    assert cedar.browser.post(f"{CEDAR}/answers/RC-01", data=form_).status_code == 404
    assert cedar.browser.post("/assessments/arden-2026/answers/AA-01", data=form_).status_code == 404
    assert cedar.browser.get(f"{CEDAR}/elements/E5.1").status_code == 404


def test_an_answer_is_scored_by_its_own_rules_and_keeps_its_version(cedar: Actor) -> None:
    cedar.browser.post(f"{CEDAR}/answers/AA-01", data=cedar.form(revision=0, choice="4"))

    scorecard = cedar.browser.get(f"/api/v1{CEDAR}/scorecard", headers=cedar.api).json()
    (line,) = (
        assessment
        for assessment in cedar.browser.get("/api/v1/assessments", headers=cedar.api).json()["assessments"]
        if assessment["id"] == "cedar-2026"
    )
    assert (scorecard["questionnaire"], [pillar["id"] for pillar in scorecard["pillars"]]) == ("2099.1", ["P1", "P2"])
    assert scorecard["indicators"][0]["target"] == 4
    assert (line["questionnaire"], line["asked"], line["done"]) == ("2099.1", 7, 1)


def test_the_profile_asks_what_its_own_version_asks(cedar: Actor) -> None:
    fields = form(cedar.browser.get(f"{CEDAR}/profile").text, f"{CEDAR}/profile")

    asked = {name for name, _ in fields.fields if name.startswith("profile.")}
    assert asked == {"profile.land_border", "profile.staff_total", "profile.snapshot_date"}


def test_the_scorecard_and_the_report_speak_its_own_words(cedar: Actor) -> None:
    cedar.browser.post(f"{CEDAR}/answers/AA-01", data=cedar.form(revision=0, choice="1"))

    scorecard = words(cedar.browser.get(f"{CEDAR}/scorecard").text)
    report = load_workbook(BytesIO(cedar.browser.get(f"{CEDAR}/gap-report.xlsx").content))
    said = {cell.value for sheet in report for row in sheet.iter_rows() for cell in row}
    assert "Adopt a policy." in scorecard
    assert {"Adopt a policy.", "2099.1", "Is there a focal point?"} <= said
    assert not any(re.fullmatch(r"(RC|EQ|LD|AW|CO)-\d\d", str(value)) for value in said)


@pytest.mark.parametrize("version", ["2026.1", "2099.1"])
def test_the_api_gives_structure_and_words_of_each_version(version: str, alice: Actor, catalogue: Catalogue) -> None:
    given = alice.browser.get(f"/api/v1/questionnaires/{version}", headers=alice.api).json()

    assert (given["version"], given["fingerprint"]) == (version, catalogue[version].fingerprint)
    assert [indicator["id"] for indicator in given["structure"]["indicators"]] == list(catalogue[version].indicators)
    assert set(given["words"]["indicators"]) == set(catalogue[version].indicators)


def test_the_api_lists_every_version(alice: Actor, catalogue: Catalogue) -> None:
    given = alice.browser.get("/api/v1/questionnaires", headers=alice.api).json()["questionnaires"]

    assert {entry["version"]: entry["fingerprint"] for entry in given} == {
        version: questionnaire.fingerprint for version, questionnaire in catalogue.versions.items()
    }


def test_a_version_that_is_not_there_gets_404(alice: Actor) -> None:
    assert alice.browser.get("/api/v1/questionnaires/1999.1", headers=alice.api).status_code == 404


@pytest.mark.parametrize("changed", [{"fingerprint": 64 * "0"}, {"questionnaire": "1999.1"}])
def test_a_start_is_refused_where_an_assessment_was_started_with_another_questionnaire(
    changed: dict[str, str], database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == "arden-2026").values(**changed))

    with database.reading() as db:
        (said,) = refuse_other_questionnaires(db, catalogue)
    assert f"Assessments were started with questionnaire {changed.get('questionnaire', '2026.1')}" in said
    assert said.endswith("Bring that version back before you start.")


def test_a_start_is_not_refused_where_all_is_as_it_was(cedar: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.reading() as db:
        assert db.execute(text("SELECT count(*) FROM assessment")).scalar_one() == 3
        assert refuse_other_questionnaires(db, catalogue) == []
