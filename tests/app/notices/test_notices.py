"""Notices: told with the act, counted on each page, read when opened, and for nobody else's eyes."""

import re
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import delete, select
from sqlmodel import col

from app.access.identity import utc_now
from app.access.notices import IS_READABLE, MOST_COUNTED
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail, Notice
from app.db.tables.rounds import Assessment
from app.features.notices.queries import ON_A_PAGE
from app.jobs.notice_words import SENTENCES
from app.jobs.outbox import Kind
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.mail.test_arriving import FILLED_IN
from tests.app.notices.conftest import PLACE, Tell
from tests.app.queries import queries
from tests.cast import ARDEN, OFFICES, TEAMS, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

BELL = re.compile(r'class="bell-count">([\d+]+)<')
HOME = f"/assessments/{ARDEN}"
OF_NO_ASSESSMENT = {
    Kind.INVITATION, Kind.RESET, Kind.ADDED, Kind.HEAD_INVITED, Kind.ROLE_CHANGED, Kind.ROLE_ENDED,
    Kind.MEMBER_CHANGED, Kind.MEMBER_LEFT, Kind.MEMBER_DISABLED, Kind.OFFICE_CHANGED, Kind.SIGN_IN_CHANGED,
    Kind.LOG_HEAD, Kind.DIGEST,
}  # fmt: skip
"""About accounts, and the log: mails only."""


def bell(person: Actor, address: str = "/") -> str:
    return "".join(BELL.findall(person.browser.get(address).text))


def ids(database: Database, person: str) -> list[str]:
    with database.reading() as db:
        return list(db.execute(select(col(Notice.id)).where(col(Notice.person_id) == person)).scalars())


@ON_BOTH
def test_what_somebody_is_told_is_counted_listed_and_read_once_it_is_opened(
    hugo: Actor, database: Database, tell: Tell
) -> None:
    tell("hugo")
    (notice,) = ids(database, "hugo")
    page = words(hugo.browser.get("/notices").text)
    assert (bell(hugo), bell(hugo, HOME)) == ("1", "1")
    assert "Unread: Alice asked you to check and sign. Arden Customs, 2026" in page

    opened = hugo.browser.post(f"/notices/{notice}", data=hugo.form())

    assert (opened.status_code, opened.headers["location"]) == (303, PLACE)
    assert bell(hugo) == ""
    page = words(hugo.browser.get("/notices").text)
    assert "Alice asked you to check and sign." in page
    assert "Unread" not in page


def test_the_mail_and_the_notice_come_in_the_transaction_of_the_act(
    alice: Actor, connie: Actor, database: Database
) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(element="E1.1", person="connie", due_on="2026-12-01"))

    with database.reading() as db:
        mail, notice = db.execute(select(Mail)).scalar_one(), db.execute(select(Notice)).scalar_one()
    assert (mail.kind, mail.person_id, mail.names) == (
        notice.kind,
        notice.person_id,
        notice.names | {"path": notice.path},
    )
    assert "Alice assigned this to you: " in words(connie.browser.get("/notices").text)


@ON_BOTH
def test_marking_all_leaves_what_came_after_the_page_was_shown(alice: Actor, database: Database, tell: Tell) -> None:
    now = utc_now()
    tell("alice", at=now - timedelta(hours=1))
    tell("alice", at=now)

    marked = alice.browser.post("/notices/read", data=alice.form(until=(now - timedelta(minutes=1)).isoformat()))

    assert marked.status_code == 303
    assert bell(alice) == "1"
    assert alice.browser.post("/notices/read", data=alice.form(until="yesterday")).status_code == 303
    assert bell(alice) == "1"


def test_nobody_reads_counts_or_opens_the_notices_of_another(app: FastAPI, database: Database, tell: Tell) -> None:
    tell("hugo", by="Canary")
    (notice,) = ids(database, "hugo")

    for name in (*TEAMS, *OFFICES):
        person = actor(app, name)
        if name != "hugo":
            page = person.browser.get("/notices").text
            assert ("Canary" in page, bell(person)) == (False, ""), name
            assert person.browser.post(f"/notices/{notice}", data=person.form()).status_code == 404
            person.browser.post("/notices/read", data=person.form(until="2099-01-01T00:00:00+00:00"))

    assert bell(actor(app, "hugo")) == "1"


@ON_BOTH
def test_who_left_the_team_keeps_nothing_of_it(alice: Actor, database: Database, tell: Tell) -> None:
    tell("alice", by="Canary")
    (notice,) = ids(database, "alice")
    with database.writing() as db:
        db.execute(delete(Membership).where(col(Membership.person_id) == "alice"))

    assert bell(alice) == ""
    assert "Canary" not in alice.browser.get("/notices").text
    assert alice.browser.post(f"/notices/{notice}", data=alice.form()).status_code == 404


def test_a_notice_shows_to_nobody_whom_the_loader_refuses(app: FastAPI, database: Database, tell: Tell) -> None:
    people = (*TEAMS, *OFFICES)
    for name in people:
        tell(name)
    catalogue: Catalogue = app.state.catalogue
    shows = select(col(Notice.person_id)).join_from(Notice, Person).join(Assessment).where(IS_READABLE)
    for state in State:
        with database.writing() as db:
            put_in_state(db, catalogue, state)
        with database.reading() as db:
            shown = set(db.execute(shows).scalars())
            assert shown <= {name for name in people if _may_read(app, name)}, state
            assert shown == {"alice", "connie", "hugo", "vera", "sofia", "rita"}


def _may_read(app: FastAPI, name: str) -> bool:
    return actor(app, name).browser.get(f"{HOME}/scorecard").status_code == 200


@ON_BOTH
def test_a_page_holds_a_hundred_and_the_bell_no_more(alice: Actor, database: Database, tell: Tell) -> None:
    tell("alice")
    with database.writing() as db:
        row = db.execute(select(Notice)).scalar_one().model_dump()
        many = [Notice(**row | {"id": f"n-{number}"}) for number in range(ON_A_PAGE + MOST_COUNTED)]
        db.add_all(many)

    with queries(database) as sent:
        first = alice.browser.get("/notices").text
    last = alice.browser.get("/notices?page=3").text

    assert len(sent) == 2, "whose session it is with the count, and the page"
    assert (first.count("asked you to check"), last.count("asked you to check")) == (ON_A_PAGE, 1)
    assert ("Older notices" in first, "Older notices" in last) == (True, False)
    assert bell(alice) == "99+"
    assert alice.browser.get("/notices?page=nonsense").status_code == 200


def test_a_finished_review_says_how_many_levels_changed_and_the_score_before_and_after(
    alice: Actor, tell: Tell
) -> None:
    tell("alice", Kind.REVIEWED, changed=14, before=53.7, after=49.9)

    assert "The review is finished. Levels changed: 14. Score: 53.7 → 49.9" in words(alice.browser.get("/notices").text)


def test_each_kind_of_mail_about_an_assessment_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Kind) - OF_NO_ASSESSMENT
    for kind, sentence in SENTENCES.items():
        assert set(re.findall(r"{(\w+)}", sentence)) <= FILLED_IN[kind].keys(), kind
