"""The kind of an organisation: chosen by the lead, kept in the list, given to the profile, and what follows from it."""

import pytest
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.report.gap_report import assessment_for_command
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.actions import open_round
from app.validation.regions import REGIONS
from questionnaires.catalogue import Catalogue
from questionnaires.checks import GIVEN
from scoring.score import asked_indicators, score
from tests.app.browser import form, words
from tests.app.directory.files import LIST, confirm, the, upload
from tests.app.organisations.conftest import become
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = "/administrations/arden"
NOT_OF_A_SECRETARIAT = {"LD-14", "AW-05", "EQ-09", "EQ-38", "EQ-40"} | {
    f"CO-{number:02}" for number in (1, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23)
}


def change(sofia: Actor, **fields: str) -> tuple[int, str]:
    page = form(sofia.browser.get(HOME).text, HOME)
    answer = sofia.browser.post(HOME, data=page.data(**fields))
    return answer.status_code, words(answer.text)


def kind_of(database: Database, code: str = "arden") -> str:
    with database.reading() as db:
        return db.get_one(Administration, code).kind


def test_the_regions_of_a_questionnaire_are_those_of_the_list() -> None:
    assert tuple(REGIONS) == GIVEN["region"]


@ON_BOTH
def test_the_lead_changes_the_kind_and_the_log_tells_of_it(sofia: Actor, database: Database) -> None:
    assert change(sofia, kind="secretariat", region="")[0] == 303

    assert kind_of(database) == "secretariat"
    with database.reading() as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.action == "administration changed")).all()
    assert entry.details["fields"] == ["kind", "region"]
    assert "Secretariat" in words(sofia.browser.get(LIST).text)


def test_only_a_secretariat_belongs_to_no_region(sofia: Actor, database: Database) -> None:
    for kind in ("administration", "regional_office"):
        status, page = change(sofia, kind=kind, region="")
        assert status == 422
        assert "Choose the region. Only a secretariat belongs to none." in page
    assert change(sofia, kind="embassy")[0] == 422
    assert kind_of(database) == "administration"


@pytest.mark.parametrize("state", State)
@ON_BOTH
def test_the_kind_stays_while_an_assessment_is_on_its_way(
    state: State, sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)

    status, page = change(sofia, kind="regional_office")

    is_free = state in (State.NOT_OPENED, State.PUBLISHED)
    assert status == (303 if is_free else 422)
    assert ("Change its kind once the result is published." in page) is not is_free


@ON_BOTH
def test_a_new_one_has_its_kind_from_the_form_or_from_a_file(sofia: Actor, database: Database) -> None:
    content = b"Code,Name,Region,Language,Kind\nSEC,The Secretariat,,en,secretariat\nNEW,New Customs,EUR,en,\n"
    status, page = upload(sofia, content)
    assert status == 200
    confirm(sofia, page)

    assert (the("SEC", database).kind, the("SEC", database).region) == ("secretariat", "")
    assert (the("NEW", database).kind, the("NEW", database).region) == ("administration", "EUR")


def test_a_file_never_changes_the_kind(sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        become(db, "secretariat")

    for cell, refused in (("administration", "1 cell not accepted"), ("", "0 cells not accepted")):
        _status, page = upload(sofia, f"Code,Kind\nARDEN,{cell}\n".encode())
        assert refused in words(page)
    assert kind_of(database) == "secretariat"


@ON_BOTH
def test_a_round_begins_with_what_the_list_gives(database: Database, catalogue: Catalogue) -> None:
    version = catalogue["2027.1"]
    with database.writing() as db:
        become(db, "secretariat")
        db.add(Round(id="next", name="2027", questionnaire="2027.1", due_on="2100-12-18"))
        db.flush()
        opened = open_round(
            db, db.get_one(Round, "next"), version, {"arden": "full", "brink": "full"}, by="sofia", at=utc_now()
        )
        assert opened == 2
        profiles = {
            row.administration_id: (row.profile, row.asked)
            for row in db.exec(select(Assessment).where(Assessment.round_id == "next"))
        }

    assert profiles["arden"][0] == {"profile.organisation": "secretariat"}
    assert profiles["brink"][0] == {"profile.organisation": "administration", "profile.region": "EUR"}
    assert profiles["arden"][1] == profiles["brink"][1] - len(scored(NOT_OF_A_SECRETARIAT, catalogue))


def scored(ids: set[str], catalogue: Catalogue) -> set[str]:
    return {id_ for id_ in ids if catalogue["2027.1"].indicators[id_].is_scored}


def test_of_2026_1_nothing_is_given(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        become(db, "secretariat")
        db.add(Round(id="next", name="2027", questionnaire="2026.1", due_on="2100-12-18"))
        db.flush()
        open_round(db, db.get_one(Round, "next"), catalogue["2026.1"], {"arden": "full"}, by="sofia", at=utc_now())
        (row,) = db.exec(select(Assessment).where(Assessment.round_id == "next")).all()
        assert (row.profile, row.asked) == ({}, 93)


def test_a_secretariat_is_not_asked_about_borders(catalogue: Catalogue) -> None:
    version = catalogue["2027.1"]
    everything = asked_indicators(version, {}, {}, "full") | {"RC-21", "RC-22", "AW-15"}
    of_secretariat = asked_indicators(version, {"profile.organisation": "secretariat"}, {}, "full")
    of_administration = asked_indicators(version, {"profile.organisation": "administration"}, {}, "full")
    of_office = asked_indicators(
        version, {"profile.organisation": "regional_office", "profile.region": "AP"}, {}, "full"
    )

    assert everything - of_secretariat - {"RC-21", "RC-22", "AW-15"} == NOT_OF_A_SECRETARIAT
    assert everything - {"RC-21", "RC-22", "AW-15"} == of_administration
    assert of_office - of_secretariat == {"CO-01", "CO-05"}


def test_an_element_of_which_nothing_is_asked_has_no_score_and_the_whole_is_rated(catalogue: Catalogue) -> None:
    card = score(catalogue["2027.1"], {"profile.organisation": "secretariat"}, {})

    assert {node.id for node in card.elements if node.score is None} == {"E5.3", "E5.4"}
    assert card.overall.rated


@ON_BOTH
def test_what_is_given_cannot_be_changed_in_the_profile(newer: Database, alice: Actor, catalogue: Catalogue) -> None:
    page = alice.browser.get(f"/assessments/{ARDEN}/profile").text
    assert "What kind of organisation is assessed?" in page
    assert 'name="profile.organisation"' not in page
    assert 'name="profile.land_border"' not in page

    sent = {"revision": 0, "profile.organisation": "administration", "profile.land_border": "yes"}
    sent |= {"profile.staff_total": "40"}
    alice.browser.post(f"/assessments/{ARDEN}/profile", data=alice.form(**sent))

    with newer.reading() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
    assert assessment
    assert assessment.profile == {"profile.organisation": "secretariat", "profile.staff_total": 40}


def test_a_program_is_told_that_it_is_kept_elsewhere(newer: Database, alice: Actor) -> None:
    address = f"/api/v1/assessments/{ARDEN}/profile"
    other = {"revision": 0, "profile": {"profile.organisation": "administration"}}
    same = {"revision": 0, "profile": {"profile.organisation": "secretariat", "profile.staff_total": 40}}

    refused = alice.browser.put(address, json=other, headers=alice.api)
    assert refused.status_code == 422
    assert "The secretariat keeps this in its list of administrations." in refused.text
    stored = alice.browser.put(address, json=same, headers=alice.api)
    assert stored.status_code == 200
    assert stored.json()["profile"]["profile.organisation"] == "secretariat"


@ON_BOTH
def test_with_the_kind_goes_what_an_unopened_assessment_asks(newer: Database, sofia: Actor) -> None:
    with newer.reading() as db:
        before = db.get_one(Assessment, ARDEN).asked

    assert change(sofia, kind="administration", region="EUR")[0] == 303

    with newer.reading() as db:
        own = db.get_one(Assessment, ARDEN)
        assert own.profile == {"profile.organisation": "administration", "profile.region": "EUR"}
        assert own.asked == db.get_one(Assessment, BRINK).asked
    assert before
