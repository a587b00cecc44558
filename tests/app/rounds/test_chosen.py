"""Acts on several administrations at once: reminders and more time, each after a page that says whom it concerns."""

import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Membership, Person
from app.db.tables.records import AuditEntry, Mail
from app.db.tables.reviews import Reminder
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.rounds.rounds import members
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

BOTH = "chosen=ARDEN&chosen=BRINK"
REMINDERS, EXTENSIONS = "/rounds/round/reminders", "/rounds/round/extensions"
GIVEN = {"extended_to": "2099-12-31", "why": "The archive was flooded."}


def sign(database: Database, catalogue: Catalogue, id_: str = BRINK) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED, id_)


def shown_to(sofia: Actor, query: str = BOTH) -> str:
    (mark,) = re.findall(r'name="shown" value="(\w+)"', sofia.browser.get(f"{REMINDERS}?{query}").text)
    return str(mark)


def remind(sofia: Actor, mark: str, codes: tuple[str, ...] = ("ARDEN", "BRINK")) -> int:
    return sofia.browser.post(REMINDERS, data=sofia.form(chosen=[*codes], shown=mark)).status_code


def reminded(database: Database) -> list[str]:
    with database.reading() as db:
        return sorted(db.execute(select(col(Mail.person_id)).where(col(Mail.kind) == "due soon")).scalars())


def test_the_page_says_who_gets_which_email_and_who_none(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    sign(database, catalogue)
    before = contents(database)
    page = words(sofia.browser.get(f"{REMINDERS}?{BOTH}").text)

    assert "2 people will be reminded." in page
    assert "Arden Customs : Alice, Hugo" in page
    assert "Brink Revenue : It has been signed already. Signed" in page
    assert "Parity: the self-assessment 2026 is due on 18 December 2099" in page
    assert "Arden Customs has answered 0 of 93 questions." in page
    assert contents(database) == before


@ON_BOTH
def test_all_who_are_listed_get_one_email_in_one_entry_of_the_log(sofia: Actor, database: Database) -> None:
    assert remind(sofia, shown_to(sofia)) == 303

    assert reminded(database) == ["alice", "charlie", "hugo"]
    with database.reading() as db:
        entry = db.execute(select(AuditEntry).where(col(AuditEntry.action) == "reminders written")).scalar_one()
    assert (entry.by, entry.details) == (
        "sofia",
        {"round": "round", "mails": 3, "assessments": [ARDEN, BRINK]},
    )


def test_nobody_is_reminded_twice_within_a_week(sofia: Actor, database: Database) -> None:
    mark = shown_to(sofia)
    remind(sofia, mark)
    again = sofia.browser.get(f"{REMINDERS}?{BOTH}").text

    assert remind(sofia, mark) == 409
    assert reminded(database) == ["alice", "charlie", "hugo"]
    assert "Alice had a reminder on" in words(again)
    assert "This concerns none of the administrations that you selected." in words(again)
    with database.writing() as db:
        db.execute(update(Reminder).values(at=utc_now() - timedelta(days=8)))
    assert remind(sofia, shown_to(sofia)) == 303


@ON_BOTH
def test_who_is_late_reads_that_it_was_due_and_the_others_that_it_is(
    sofia: Actor, alice: Actor, database: Database
) -> None:
    with database.writing() as db:
        db.execute(update(Round).where(col(Round.id) == "round").values(due_on="2026-01-31"))
        db.execute(update(Assessment).where(col(Assessment.id) == BRINK).values(extended_to="2099-12-18"))
    page = words(sofia.browser.get(f"{REMINDERS}?{BOTH}").text)
    mark = shown_to(sofia)
    assert (remind(sofia, mark), remind(sofia, mark)) == (303, 409)

    assert page.count("Parity: the self-assessment 2026 was due on 31 January 2026") == 1
    assert page.count("Parity: the self-assessment 2026 is due on 18 December 2099") == 1
    assert "is due on 31 January 2026" not in page
    assert "The self-assessment was due on 31 January 2026." in words(alice.browser.get("/notices").text)
    with database.reading() as db:
        sent = sorted((row.kind, row.person_id) for row in db.execute(select(col(Mail.kind), col(Mail.person_id))))
    assert sent == [("due soon", "charlie"), ("late", "alice"), ("late", "hugo")]


def test_who_was_not_on_the_page_gets_nothing(sofia: Actor, database: Database) -> None:
    mark = shown_to(sofia)
    with database.writing() as db:
        db.execute(update(Membership).where(col(Membership.person_id) == "vera").values(role="head"))

    assert remind(sofia, mark) == 409
    assert reminded(database) == []


def test_a_round_that_has_not_opened_and_a_team_without_a_leader_are_told(sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Round).values(opens_on="2099-12-01"))
        db.execute(update(Person).where(col(Person.id) == "charlie").values(is_active=False))
    page = words(sofia.browser.get(f"{REMINDERS}?{BOTH}").text)

    assert "Arden Customs : The round opens on 1 December 2099." in page
    assert "Brink Revenue : It has no coordinator or head who can sign in." in page


@ON_BOTH
def test_several_get_more_time_with_the_entries_and_mails_of_the_single_act(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    page = words(sofia.browser.get(f"{EXTENSIONS}?{BOTH}").text)
    answer = sofia.browser.post(EXTENSIONS, data=sofia.form(chosen=["ARDEN", "BRINK"], **GIVEN))

    assert "2 administrations get the new date." in page
    assert answer.status_code == 303
    with database.reading() as db:
        days = set(db.execute(select(col(Assessment.extended_to))).scalars())
        entries = select(col(AuditEntry.assessment_id)).where(col(AuditEntry.action) == "deadline extended")
        extended = sorted(db.execute(entries).scalars())
        mails = sorted(db.execute(select(col(Mail.person_id)).where(col(Mail.kind) == "extended")).scalars())
    assert (days, extended, mails) == ({"2099-12-31"}, [ARDEN, BRINK], ["alice", "charlie", "hugo"])


def test_what_is_signed_meanwhile_stops_the_whole_act(sofia: Actor, database: Database, catalogue: Catalogue) -> None:
    sign(database, catalogue)
    before = contents(database)
    page = words(sofia.browser.get(f"{EXTENSIONS}?{BOTH}").text)
    answer = sofia.browser.post(EXTENSIONS, data=sofia.form(chosen=["ARDEN", "BRINK"], **GIVEN))

    assert "Brink Revenue : Its answers are with the secretariat, or published. Signed" in page
    assert answer.status_code == 409
    assert "The archive was flooded." in answer.text
    assert contents(database) == before


@pytest.mark.parametrize("change", [{"why": ""}, {"extended_to": "2099-12-18"}, {"extended_to": "2100-03-01"}])
def test_more_time_for_several_has_the_rules_of_the_single_act(
    change: dict[str, str], sofia: Actor, database: Database
) -> None:
    before = contents(database)

    assert sofia.browser.post(EXTENSIONS, data=sofia.form(chosen=["ARDEN"], **GIVEN | change)).status_code == 422
    assert contents(database) == before


def test_the_address_of_187_that_are_ticked_passes_every_proxy(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    round_id = str(uuid4())
    members(database, catalogue, round_id)
    page = sofia.browser.get(f"/rounds/{round_id}?ticked=all").text
    fields = re.findall(r'name="(round|view|chosen)" value="([^"]*)"', page)
    address = f"/reviews/assignments?{urlencode(fields)}"

    assert len(fields) == 187 + 2
    assert len(address) < 2_500
    assert "reviews are assigned." in words(sofia.browser.get(address).text)


def test_each_act_leads_back_to_the_list_as_it_was_filtered_with_its_message(sofia: Actor, database: Database) -> None:
    page = sofia.browser.get(f"{REMINDERS}?{BOTH}&view=region%3DEUR").text
    sent = {"chosen": ["ARDEN", "BRINK"], "view": "region=EUR&done=made-up"}
    answers = [
        sofia.browser.post(REMINDERS, data=sofia.form(shown=shown_to(sofia), **sent)),
        sofia.browser.post(EXTENSIONS, data=sofia.form(**sent, **GIVEN)),
    ]
    listed = [sofia.browser.get(answer.headers["location"]) for answer in answers]

    assert 'href="/rounds/round?region=EUR#administrations"' in page
    assert all(answer.headers["location"].startswith("/rounds/round?region=EUR&done=") for answer in answers)
    for answer, message in zip(
        listed, ("The reminders will be sent by email.", "The due dates were extended."), strict=True
    ):
        before, _, after = answer.text.partition('id="administrations"')
        assert (message in before, message in after, "Show all" in after) == (False, True, True)


def test_an_administration_has_a_short_address_in_its_round(sofia: Actor, bob: Actor) -> None:
    there, elsewhere = (
        [who.browser.get(f"/rounds/{round_}/administrations/ARDEN") for who in (sofia, bob)]
        for round_ in ("round", "none")
    )

    assert [answer.headers["location"] for answer in there] == [f"/assessments/{ARDEN}/scorecard"] * 2
    assert [answer.status_code for answer in elsewhere] == [404, 404]
    assert sofia.browser.get("/rounds/round/administrations/NONE").status_code == 404


@pytest.mark.parametrize("path", [REMINDERS, EXTENSIONS])
def test_a_selection_of_nothing_that_is_there_says_so(path: str, sofia: Actor) -> None:
    for query in ("", "chosen=none", "chosen=%00"):
        page = sofia.browser.get(f"{path}?{query}")
        assert (page.status_code, "You have not selected any administration." in page.text) == (200, True)
    assert sofia.browser.post(path, data=sofia.form(chosen=["none"], shown="", **GIVEN)).status_code == 409
