"""On the page of the team: who has how many questions in hand, and who did how much, for the team alone."""

import re

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Membership
from app.i18n.formatting import NO_FIGURE
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
WORK = f"{HOME}/work"
LINK = {"title": "Plan of the ports", "address": "https://plan.example.org/2026", "indicator": "RC-06"}


@pytest.fixture
def busy(alice: Actor, connie: Actor) -> Actor:
    """Connie has the three questions of E1.1 and answered two, of which Alice saved one again; she added a link.
    One item of evidence is Alice's from the beginning."""
    alice.browser.post(WORK, data=alice.form(element="E1.1", person="connie"))
    for id_ in ("RC-01", "RC-02"):
        connie.browser.post(f"{HOME}/answers/{id_}", data=connie.form(revision=0, choice="3"))
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=1, choice="2"))
    connie.browser.post(f"{HOME}/evidence/links", data=connie.form(**LINK))
    return alice


def rows(person: Actor) -> dict[str, str]:
    """Name -> what the table says of this person, without the time."""
    table = person.browser.get(WORK).text.partition('class="shares"')[2].partition("</tbody>")[0]
    said = [words(row).replace(NO_FIGURE, "none") for row in table.split("<tr>")[2:]]
    return {row.split()[0]: re.sub(r" \d\d:\d\d UTC$", " now", row.partition(" ")[2]) for row in said}


@ON_BOTH
def test_each_person_has_questions_answers_evidence_and_the_last_time(busy: Actor, database: Database) -> None:
    expected = {
        "Alice": "none 1 1 now",
        "Connie": "2 of 3 done 1 1 now",
        "Hugo": "none none none none",
        "Unassigned": "0 of 90 done",
    }

    assert rows(busy) == expected
    with queries(database) as sent:
        assert f'href="{HOME}?person=connie"' in busy.browser.get(WORK).text
    assert len(sent) <= 6, sent


def test_what_somebody_did_who_left_is_still_counted(busy: Actor, database: Database) -> None:
    with database.writing() as db:
        db.delete(db.get(Membership, ("connie", "arden")))

    assert rows(busy)["Connie"] == "no longer on the team none 1 1 now"
    assert rows(busy)["Unassigned"] == "2 of 93 done"


def test_it_is_for_the_team_alone(
    busy: Actor, vera: Actor, sofia: Actor, bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    assert rows(vera)["Connie"] == "2 of 3 done 1 1 now"
    for person in (sofia, bob):
        page = person.browser.get(WORK)
        assert page.status_code == 200
        assert "Progress by person" not in page.text


def test_the_list_of_questions_leads_here_with_its_parts_ticked(busy: Actor) -> None:
    page = busy.browser.get(f"{HOME}?show=answered").text
    (link,) = re.findall(rf'href="({WORK}\?element[^"]*)"', page)
    of_pillar = f'href="{WORK}?pillar=P1#P1"'
    assert of_pillar in busy.browser.get(HOME).text

    assert re.findall(r'value="([\w.]+)" checked', busy.browser.get(link).text) == ["E1.1"]
    assert re.findall(r'value="([\w.]+)" checked', busy.browser.get(f"{WORK}?pillar=P1").text) == ["P1"]
    assert "error-summary" not in busy.browser.get(f"{WORK}?pillar=P9&element=x").text
