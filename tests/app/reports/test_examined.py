""" "n of m examined" wherever reviewed values are shown, and never more than was examined."""

import json
from typing import Any

import pytest
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.cli.backfill import fill_figures
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Publication
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.drawn_workbooks import opened, table
from tests.app.signing.signing import HOME, bring_to, make_ready, moderate
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

WHY = "There was no time for more"


@pytest.fixture
def arden(database: Database, catalogue: Catalogue) -> Database:
    """RC-01 was examined, RC-02 accepted without, and nobody decided on the others."""
    make_ready(database, catalogue)
    moderate(database, "RC-01", "1")
    moderate(database, "RC-02", "", decision="unexamined", reason="", note=WHY)
    with database.writing() as db:
        administration = db.get(Administration, "arden")
        assert administration
        administration.disclosure = "public"
    return database


@pytest.fixture
def frozen(arden: Database, catalogue: Catalogue) -> Database:
    bring_to(arden, catalogue, State.PUBLISHED)
    return arden


@pytest.fixture
def from_before(frozen: Database) -> Database:
    """As it was frozen before decisions without examination were told apart."""
    with frozen.writing() as db:
        publication = db.exec(select(Publication)).one()
        publication.content = {
            name: part for name, part in publication.content.items() if name not in ("examined", "unexamined")
        }
    return frozen


def asked_of(person: Actor) -> int:
    answer = person.browser.get(f"/api/v1{HOME}/scorecard?values=validated", headers=person.api)
    return int(answer.json()["overall"]["asked"])


def places(person: Actor) -> dict[str, str]:
    """Where reviewed values are shown, and what stands there."""
    book = person.browser.get(f"{HOME}/gap-report.xlsx").content
    return {
        "scorecard": words(person.browser.get(f"{HOME}/scorecard").text),
        "Summary": " ".join(str(cell.value) for row in opened(book)["Summary"] for cell in row),
        "result": words(person.browser.get(f"/results/{ARDEN}").text),
    }


@pytest.mark.parametrize("published", ["frozen", "from_before"])
@ON_BOTH
def test_every_place_says_how_much_was_examined(
    published: str, alice: Actor, sofia: Actor, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(published)
    asked = asked_of(alice)
    said = f"Reviewed by the secretariat: 1 of {asked} answers examined"

    assert {place for place, text in places(alice).items() if said not in text} == set()
    assert f"1 of {asked}" in words(alice.browser.get("/results").text)
    api = alice.browser.get(f"/api/v1{HOME}/scorecard?values=moderated", headers=alice.api).json()
    assert api["review"] == {"examined": 1, "asked": asked}
    sheet = opened(sofia.browser.get("/rounds/round/consolidated.xlsx").content)["Administrations"]
    titles, row, *_ = sheet.iter_rows(values_only=True)
    columns = dict(zip(titles, row, strict=True))
    assert (columns["Answers examined"], columns["Answers to examine"]) == (1, asked)


def test_each_answer_says_whether_it_was_examined(alice: Actor, sofia: Actor, frozen: Database) -> None:
    book = alice.browser.get(f"{HOME}/gap-report.xlsx").content
    answers = {row["Indicator"]: row["Examined by the reviewer"] for row in table(book, "Answers")}
    assert (answers["RC-01"], answers["RC-02"]) == ("Yes", "No")
    method = {row["What"]: row["What applies"] for row in table(book, "Method and version")}
    assert method["Answers examined by the secretariat"].startswith(f"1 of {asked_of(alice)}.")

    long = {row["indicator"]: row["examined"] for row in of_jsonl(sofia)}
    assert (long["RC-01"], long["RC-02"]) == (1, 0)
    assert (
        list(of_jsonl(sofia)[0])[-7] == "examined"
    )  # five of the recommendations follow, and the kind of organisation


def test_before_a_review_nothing_is_said_of_it(
    alice: Actor, sofia: Actor, arden: Database, catalogue: Catalogue
) -> None:
    bring_to(arden, catalogue, State.SIGNED)

    assert "examined" not in words(alice.browser.get(f"{HOME}/scorecard").text)
    assert "review" not in alice.browser.get(f"/api/v1{HOME}/scorecard?values=validated", headers=alice.api).json()
    assert {row["examined"] for row in of_jsonl(sofia)} == {None}


def test_what_nobody_looked_at_is_not_called_reviewed(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.REVIEWED)

    page = words(alice.browser.get(f"{HOME}/scorecard").text)
    assert "Accepted by the secretariat as signed: 0 of" in page
    assert "Reviewed by the secretariat" not in page


def test_a_genuine_report_is_verified_with_how_much_was_examined(alice: Actor, frozen: Database) -> None:
    book = alice.browser.get(f"{HOME}/gap-report.xlsx").content

    page = alice.browser.post("/verify", data=alice.form(), files={"file": ("report.xlsx", book)})

    assert f"Reviewed by the secretariat: 1 of {asked_of(alice)} answers examined" in words(page.text)


def of_jsonl(who: Actor) -> list[dict[str, Any]]:
    rows = map(json.loads, who.browser.get("/rounds/round/consolidated.jsonl").text.splitlines())
    return [row for row in rows if row["administration"] == "Arden Customs"]


def test_figures_from_before_lists_said_it_are_filled_at_the_start(
    frozen: Database, catalogue: Catalogue, alice: Actor
) -> None:
    with frozen.writing() as db:
        assessment = db.get_one(Assessment, ARDEN)
        stored = assessment.published
        assessment.published = {name: figure for name, figure in stored.items() if name != "examined"}
    with frozen.writing() as db:
        fill_figures(db, catalogue, at=utc_now())

    with frozen.reading() as db:
        assert db.get_one(Assessment, ARDEN).published == stored
    assert f"1 of {asked_of(alice)}" in words(alice.browser.get("/results").text)
