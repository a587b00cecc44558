"""An administration says once which of its own grades belong to which of the seven."""

from app.assessments.workforce.own_grades import own_grades_of
from app.db.session import Database
from tests.app.browser import form, words
from tests.app.workforce.conftest import HOME
from tests.cast import Actor
from tests.engines import ON_BOTH

GRADES = f"{HOME}/grades"


@ON_BOTH
def test_own_grades_are_kept_with_the_administration(alice: Actor, rita: Actor, on_2027: Database) -> None:
    fields = form(alice.browser.get(GRADES).text, GRADES).data(G4="Inspector\nChief inspector", G6="Officer")

    assert alice.browser.post(GRADES, data=fields).status_code == 303

    with on_2027.reading() as db:
        assert own_grades_of(db, "arden") == {"Inspector": "G4", "Chief inspector": "G4", "Officer": "G6"}
    page = form(alice.browser.get(GRADES).text, GRADES)
    assert page.value("G4").splitlines() == ["Inspector", "Chief inspector"]


def test_a_name_in_two_grades_is_told_and_nothing_is_lost(alice: Actor, on_2027: Database) -> None:
    fields = form(alice.browser.get(GRADES).text, GRADES).data(G4="Inspector", G6="Inspector")

    answer = alice.browser.post(GRADES, data=fields)

    assert answer.status_code == 422
    assert "“Inspector” is in two grades. Keep one of the two." in words(answer.text)
    assert form(answer.text, GRADES).value("G6") == "Inspector"


def test_two_people_at_once_do_not_overwrite_each_other(alice: Actor, connie: Actor, on_2027: Database) -> None:
    pages = [form(person.browser.get(GRADES).text, GRADES) for person in (alice, connie)]
    assert alice.browser.post(GRADES, data=pages[0].data(G4="Inspector")).status_code == 303

    answer = connie.browser.post(GRADES, data=pages[1].data(G5="Analyst"))

    assert answer.status_code == 422
    assert "Someone else changed the grades since you opened this page." in words(answer.text)
    assert form(answer.text, GRADES).value("G5") == "Analyst"
