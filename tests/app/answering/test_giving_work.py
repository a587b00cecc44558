"""Elements in colleagues' hands: who may give them, what the person is told, what stands there after they left."""

import pytest
from sqlmodel import select

from app.db.session import Database
from app.db.tables.answers import ElementAssignment
from app.db.tables.people import Membership
from app.db.tables.records import AuditEntry, Mail
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import make_ready
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents

HOME = f"/assessments/{ARDEN}"
WORK = f"{HOME}/work"
TO_CONNIE = {"element": ["E1.1", "E1.2"], "person": "connie", "due_on": "2099-05-12"}


def give(person: Actor, /, **fields: object) -> int:
    return person.browser.post(WORK, data=person.form(**TO_CONNIE | fields)).status_code


def mails(database: Database) -> list[Mail]:
    with database.reading() as db:
        return list(db.exec(select(Mail)))


@ON_BOTH
def test_several_elements_go_to_a_person_with_a_day_and_one_mail(alice: Actor, database: Database) -> None:
    assert give(alice) == 303

    (mail,) = mails(database)
    assert (mail.kind, mail.person_id, mail.assessment_id) == ("assigned", "connie", ARDEN)
    assert mail.names == {
        "path": f"{HOME}?show=mine",
        "by": "Alice",
        "place": "Arden Customs",
        "element": "Mandate and policy, Responsibility",
        "due": "2099-05-12",
    }
    with database.reading() as db:
        entry = db.exec(select(AuditEntry)).one()
    assert entry.details == {"elements": ["E1.1", "E1.2"], "person": "connie", "due_on": "2099-05-12"}


@pytest.mark.parametrize("address", [WORK, HOME, f"{HOME}/elements/E1.1"])
def test_everybody_sees_who_has_an_element_until_when(address: str, alice: Actor, sofia: Actor) -> None:
    give(alice)

    for person in (alice, sofia):
        assert "Assigned to Connie, due 12 May 2099" in words(person.browser.get(address).text)


def test_the_same_form_sent_twice_is_one_mail(alice: Actor, database: Database) -> None:
    give(alice)
    before = contents(database)

    assert give(alice) == 303
    assert contents(database) == before


def test_only_what_is_new_in_the_hands_of_a_person_is_mailed(alice: Actor, database: Database) -> None:
    give(alice)
    give(alice, element=["E1.1", "E1.3"], due_on="")

    older, newer = sorted(mails(database), key=lambda mail: mail.created_at)
    assert older.names["path"] == f"{HOME}?show=mine"
    assert newer.names["path"] == f"{HOME}/elements/E1.3"
    assert newer.names["due"] == "2099-12-18"


def test_who_takes_work_alone_gets_no_mail(alice: Actor, database: Database) -> None:
    give(alice, person="alice")

    assert mails(database) == []


def test_nobody_takes_it_back(alice: Actor, database: Database) -> None:
    give(alice)
    give(alice, person="nobody", element="E1.1")

    with database.reading() as db:
        assert [assignment.element for assignment in db.exec(select(ElementAssignment))] == ["E1.2"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"element": []}, "Tick at least one part."),
        ({"element": "E9.9"}, "Tick at least one part."),
        ({"person": ""}, "Choose someone on the team."),
        ({"person": "vera"}, "Choose someone on the team."),
        ({"person": "charlie"}, "Choose someone on the team."),
        ({"due_on": "2099-02-30"}, "Enter a date"),
        ({"due_on": "soon"}, "Enter a date"),
        ({"due_on": "0026-05-12"}, "The year 0026 is out of range."),
        ({"due_on": "2099-12-19"}, "Choose that day or an earlier one"),
        ({"due_on": "\0"}, "Enter a date"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_on_the_page(
    wrong: dict[str, object], sentence: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = alice.browser.post(WORK, data=alice.form(**TO_CONNIE | wrong))

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    if wrong.get("element") is None:
        assert 'value="E1.2" checked' in answer.text
    assert contents(database) == before


def test_the_last_day_of_the_assessment_is_good(alice: Actor) -> None:
    assert give(alice, due_on="2099-12-18") == 303


def test_who_left_the_team_has_nothing(alice: Actor, database: Database) -> None:
    give(alice)
    with database.writing() as db:
        db.delete(db.get(Membership, ("connie", "arden")))

    assert "With Connie" not in words(alice.browser.get(HOME).text)


@pytest.mark.parametrize("name", ["connie", "vera", "sofia", "bob"])
def test_only_leaders_give_work(name: str, request: pytest.FixtureRequest, alice: Actor, database: Database) -> None:
    assert give(request.getfixturevalue(name)) in (403, 404)
    assert mails(database) == []


def test_from_the_page_of_an_element_one_goes_back_to_it(alice: Actor) -> None:
    answer = alice.browser.post(WORK, data=alice.form(**TO_CONNIE | {"element": "E1.2", "back": "element"}))

    assert answer.headers["location"].startswith(f"{HOME}/elements/E1.2?done=assigned.")


@ON_BOTH
def test_the_head_is_asked_once_a_week(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    for _ in range(2):
        answer = alice.browser.post(f"{WORK}/signature", data=alice.form())
        assert answer.headers["location"].startswith("/?done=signature-asked.")

    (mail,) = mails(database)
    assert (mail.kind, mail.person_id, mail.names["path"]) == ("ready to sign", "hugo", f"{HOME}/signature")


def test_a_whole_pillar_is_assigned_with_one_tick(alice: Actor, database: Database) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(pillar="P1", person="connie", due_on=""))

    page = words(alice.browser.get(f"{HOME}/work").text)
    assert page.count("Assigned to Connie") == 6
