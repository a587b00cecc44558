"""Threads: who reads which, who is told, what is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Comment, Thread
from app.db.tables.records import Mail, Notice
from tests.app.browser import form, words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

TALK = f"/assessments/{ARDEN}/answers/RC-01/comments"
HTMX = {"hx-request": "true"}
SECRET, OPEN = "Between us: page 4 is missing", "Dear secretariat, see page 4"


def post(person: Actor, text: str, audience: str = "team", **more: object) -> int:
    data = person.form(text=text, **more)
    return person.browser.post(f"{TALK}/{audience}", data=data, headers=HTMX).status_code


def told(database: Database) -> list[str]:
    with database.reading() as db:
        return sorted(mail.person_id for mail in db.exec(select(Mail)))


@pytest.fixture
def talked(alice: Actor) -> Actor:
    post(alice, SECRET)
    post(alice, OPEN, "secretariat")
    return alice


@pytest.mark.parametrize("name", ["alice", "connie", "hugo", "vera"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_team_reads_both(name: str, headers: dict[str, str], talked: Actor, request: pytest.FixtureRequest) -> None:
    page = words(request.getfixturevalue(name).browser.get(TALK, headers=headers).text)

    assert SECRET in page
    assert OPEN in page


@pytest.mark.parametrize("name", ["sofia", "rita", "bob"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_nobody_outside_reads_what_the_team_says(
    name: str, headers: dict[str, str], talked: Actor, database: Database, request: pytest.FixtureRequest
) -> None:
    if name == "bob":
        with database.writing() as db:
            put_in_state(db, talked.browser.app.state.catalogue, State.SIGNED)  # type: ignore[attr-defined]
    reader = request.getfixturevalue(name)

    page = words(reader.browser.get(TALK, headers=headers).text)

    assert OPEN in page
    assert SECRET not in page
    assert "colleagues" not in page
    assert "1 open" in words(reader.browser.get(f"/assessments/{ARDEN}/elements/E1.1").text)


@pytest.mark.parametrize("name", ["sofia", "rita", "bob", "vera"])
def test_who_only_reads_cannot_write_there(name: str, talked: Actor, request: pytest.FixtureRequest) -> None:
    reader = request.getfixturevalue(name)

    assert post(reader, "Hello") in (403, 404)
    assert reader.browser.post(f"{TALK}/team/resolution", data=reader.form(resolved="yes")).status_code in (403, 404)


def test_the_answer_to_a_reviewer_comes_from_the_secretariat(talked: Actor, rita: Actor) -> None:
    assert post(rita, "Thank you", "secretariat") == 200

    assert "Thank you" in words(talked.browser.get(TALK).text)


@ON_BOTH
def test_those_who_take_part_get_a_mail_but_never_the_author(alice: Actor, connie: Actor, database: Database) -> None:
    post(alice, SECRET)
    assert told(database) == []

    post(connie, "It is on page 5")

    with database.reading() as db:
        (mail,) = db.exec(select(Mail))
    assert (mail.kind, mail.person_id) == ("commented", "alice")
    assert mail.names == {
        "path": f"{TALK}#talk-RC-01-team",
        "by": "Connie",
        "indicator": "RC-01",
        "place": "Arden Customs",
    }


@ON_BOTH
def test_at_most_one_mail_in_an_hour_and_thread(alice: Actor, connie: Actor, database: Database) -> None:
    post(alice, SECRET)
    for number in range(3):
        post(connie, f"And {number}")
    assert told(database) == ["alice"]

    with database.writing() as db:
        db.execute(update(Notice).values(at=utc_now() - timedelta(minutes=61)))
    post(connie, "Later")

    assert told(database) == ["alice", "alice"]


def test_who_has_the_element_and_who_reviews_it_take_part(alice: Actor, database: Database) -> None:
    alice.browser.post(f"/assessments/{ARDEN}/work", data=alice.form(element="E1.1", person="connie"))
    with database.writing() as db:
        db.delete(db.exec(select(Mail)).one())

    post(alice, SECRET)
    assert told(database) == ["connie"]
    post(alice, OPEN, "secretariat")
    assert told(database) == ["connie", "connie", "rita"]


@ON_BOTH
def test_a_thread_is_resolved_and_opened_again(talked: Actor, database: Database) -> None:
    for word, is_resolved in (("yes", True), ("", False), ("yes", True)):
        talked.browser.post(f"{TALK}/team/resolution", data=talked.form(resolved=word))
        with database.reading() as db:
            thread = db.get(Thread, (ARDEN, "RC-01", "team"))
        assert thread
        assert (thread.resolved_at is not None) is is_resolved
    assert "Resolved by Alice" in words(talked.browser.get(TALK).text)


def test_a_new_comment_opens_a_resolved_thread(talked: Actor) -> None:
    talked.browser.post(f"{TALK}/team/resolution", data=talked.form(resolved="yes"))
    post(talked, "One more thing")

    assert "Resolved by" not in words(talked.browser.get(TALK).text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Enter a comment."),
        ("a" * 10_001, "Shorten it to 10,000 or fewer"),
        ("Kept\0", "contains invisible characters"),
    ],
)
def test_a_refused_comment_stays_in_its_field(text: str, sentence: str, alice: Actor, database: Database) -> None:
    before = contents(database)

    answer = alice.browser.post(f"{TALK}/team", data=alice.form(text=text))

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert form(answer.text, f"{TALK}/team").value("text") == text
    assert contents(database) == before


@ON_BOTH
def test_a_form_sent_twice_is_one_comment_and_another_text_is_never_lost(alice: Actor, database: Database) -> None:
    id_ = str(uuid4())
    for text in ("Once", "Once", "Written after going back"):
        assert post(alice, text, comment_id=id_) == 200

    with database.reading() as db:
        assert sorted(comment.text for comment in db.exec(select(Comment))) == ["Once", "Written after going back"]


def test_without_script_one_comes_back_to_the_thread(alice: Actor) -> None:
    page = form(alice.browser.get(TALK).text, f"{TALK}/team")

    answer = alice.browser.post(page.action, data=page.data(text="Plain"))

    assert answer.headers["location"] == f"{TALK}#talk-RC-01-team"
    assert "Plain" in words(alice.browser.get(TALK).text)


def test_a_reply_by_htmx_brings_what_was_said_and_no_field_for_texts(talked: Actor) -> None:
    """Whatever stands in a field of the page meanwhile is not touched."""
    answer = talked.browser.post(f"{TALK}/team", data=talked.form(text="More"), headers=HTMX)

    assert "More" in words(answer.text)
    assert OPEN not in answer.text
    assert "<textarea" not in answer.text
