"""The search finds what a person may open elsewhere, and of everything else not even that it is there."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.db.tables.people import Administration, Membership, Person, SignInSession
from app.db.tables.records import AuditEntry
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.cast import ARDEN, BY_ROLE, ITEM, TEAMS, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

TEAM = {name for name, (place, _) in TEAMS.items() if place == "arden"}
EVERYBODY = {*BY_ROLE.values(), "charlie"} - {"xenia"}
"""But who comes from outside, and finds nothing before a review is theirs: see tests/app/organisations."""
OF_ARDEN = {"administrations": "arden", "people": "connie", "questions": "rc-01", "evidence": "order 12"}
FINDS = {
    "administrations": TEAM | {"sofia", "rita", "bob", "tessa"},
    "people": TEAM | {"sofia", "tessa"},
    "questions": EVERYBODY - {"tessa"},
    "evidence": TEAM | {"sofia", "rita"},
}
"""While Arden has not signed. The questions of strangers are those of their own assessment."""
HIT = re.compile(r'<li>\s*(?:<a href="([^"]*)"|<span) dir="auto">(.*?)</(?:a|span)>', re.DOTALL)
NOWHERE = "zyxwv"


def found_by(person: Actor, text: str, kind: str) -> list[str]:
    """The titles of the hits of a kind."""
    return [title for title, _ in hits(person, text, kind)]


def hits(person: Actor, text: str, kind: str) -> list[tuple[str, str]]:
    page = person.browser.get("/search", params={"q": text})
    assert page.status_code == 200
    part = page.text.partition(f'aria-labelledby="{kind}"')[2].partition("</section>")[0]
    return [(unescape(re.sub("<[^>]+>", "", title)), unescape(address)) for address, title in HIT.findall(part)]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", OF_ARDEN)
@ON_BOTH
def test_each_finds_what_they_may_open(kind: str, app: FastAPI) -> None:
    finding = {name for name in EVERYBODY if found_by(actor(app, name), OF_ARDEN[kind], kind)}

    assert finding == FINDS[kind]


@pytest.mark.parametrize("state", State)
def test_auditors_find_evidence_where_they_may_open_it(
    state: State, bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)
    may_open = bob.browser.get(f"/assessments/{ARDEN}/evidence/{ITEM}").status_code == 200

    assert bool(found_by(bob, OF_ARDEN["evidence"], "evidence")) is may_open


@pytest.mark.parametrize("kind", ["administrations", "people", "evidence"])
def test_to_a_stranger_it_is_as_if_it_were_not_there(kind: str, charlie: Actor) -> None:
    """To the last word and byte: neither a name nor a count, nor an empty heading."""
    sought = OF_ARDEN[kind]
    of_nothing = (NOWHERE * 3)[: len(sought)]
    pages = [charlie.browser.get("/search", params={"q": text}).text for text in (sought, of_nothing)]

    assert words(pages[0]).replace(sought, of_nothing) == words(pages[1])
    assert len(pages[0].replace(sought.replace(" ", "%20"), of_nothing)) == len(pages[1])


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_every_hit_leads_to_a_page_that_opens(
    name: str, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    person = actor(app, name)
    pages = [person.browser.get("/search", params={"q": text}).text for text in ("a", *OF_ARDEN.values())]
    links = {unescape(link) for page in pages for link in re.findall(r'href="([^"]+)"', page.partition("<main")[2])}
    places = {link for link in links if link.startswith("/")}

    assert len(places) > 8
    assert {place for place in places if person.browser.get(place.partition("#")[0]).status_code != 200} == set()


def test_whoever_is_not_signed_in_signs_in_first(app: FastAPI) -> None:
    answer = TestClient(app, follow_redirects=False).get("/search?q=arden")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@ON_BOTH
def test_a_name_elsewhere_is_not_found_before_the_invited_person_came(alice: Actor, database: Database) -> None:
    now = utc_now()
    with database.writing() as db:
        db.get_one(Person, "charlie").name = "Zephyr"
        invited: dict[str, Any] = {"invited_as": "Carl", "invited_at": now + timedelta(hours=1)}
        db.add(Membership(person_id="charlie", administration_id="arden", role="viewer", **invited))
    assert (found_by(alice, "zephyr", "people"), found_by(alice, "carl", "people")) == ([], ["Carl"])
    assert "Carl" in alice.browser.get("/administrations/arden/people").text

    with database.writing() as db:
        sessions = db.exec(select(SignInSession).where(col(SignInSession.person_id) == "charlie"))
        sessions.one().seen_at = now + timedelta(hours=2)

    assert (found_by(alice, "zephyr", "people"), found_by(alice, "carl", "people")) == (["Zephyr"], [])
    assert "Zephyr" in alice.browser.get("/administrations/arden/people").text


@pytest.mark.parametrize("text", ["SOCIÉTÉ", "societe orsted", "ORSTED  société", "100%", "_x", "الجمارك"])
@ON_BOTH
def test_letters_are_compared_as_people_see_them(text: str, sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Administration, "arden").name = "Société Ørsted 100% [_x] الجُمارِك"

    assert found_by(sofia, text, "administrations") == ["Société Ørsted 100% [_x] الجُمارِك"]


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u2003", "\0", "%", "_", "x" * 5_000])
def test_what_says_nothing_finds_nothing(text: str, sofia: Actor) -> None:
    assert [found_by(sofia, text, kind) for kind in OF_ARDEN] == [[]] * 4


def test_twenty_are_shown_and_the_others_counted(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        for number in range(23):
            _add_evidence(db, f"many-{number}", "Minutes")
    page = words(alice.browser.get("/search?q=minutes").text)

    assert len(found_by(alice, "minutes", "evidence")) == 20
    assert "Evidence 23" in page
    assert "3 more" in page


def _add_evidence(db: Session, id_: str, title: str) -> None:
    about: dict[str, Any] = {"assessment_id": ARDEN, "kind": "reference", "holder": "Archive", "added_by": "alice"}
    db.add(Evidence(id=id_, title=title, added_at=utc_now(), **about))


@ON_BOTH
def test_whoever_of_an_office_is_shown_evidence_stands_in_the_log(
    sofia: Actor, alice: Actor, tessa: Actor, database: Database
) -> None:
    for person in (sofia, alice, tessa):
        for text in ("order 12", "arden", NOWHERE):
            person.browser.get("/search", params={"q": text})
    sofia.browser.head("/search?q=order")

    with database.reading() as db:
        rows = db.exec(select(AuditEntry).where(col(AuditEntry.action) == "evidence found")).all()
    assert [(row.by, row.details) for row in rows] == [("sofia", {"assessments": [ARDEN]})]


@pytest.mark.parametrize("name", ["alice", "sofia", "bob", "tessa"])
def test_each_kind_costs_one_query(name: str, app: FastAPI, database: Database) -> None:
    person = actor(app, name)
    person.browser.get("/search?q=nothing")
    with queries(database) as asked:
        person.browser.get(f"/search?q={NOWHERE}")

    assert len(asked) <= 1 + 4  # the one beside: who asks


def test_the_parts_that_match_are_marked_as_they_are_written(sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Administration, "arden").name = "Straße <b>Économie</b>"

    page = sofia.browser.get("/search", params={"q": "econ strass"}).text

    assert "<mark>Straß</mark>e &lt;b&gt;<mark>Écon</mark>omie&lt;/b&gt;" in page


def test_reviewers_go_from_a_question_to_their_review(rita: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)

    ((title, address),) = hits(rita, "rc-01", "questions")

    assert title.startswith("RC-01 Has the head")
    assert address == f"/assessments/{ARDEN}/review/E1.1#RC-01"
