"""The letter of a return: drafted from its questions, changed by the reviewer, read by the administration."""

import pytest
from httpx2 import Response
from sqlmodel import select

from app.access.identity import utc_now
from app.db.tables.people import Person
from app.db.tables.records import Mail, Notice
from app.db.tables.reviews import ReturnedQuestion, ReturnLetter
from app.features.reviewing.returning import letter as letters
from app.features.reviewing.returning.letter import drafted_letter, language_of_letter
from app.jobs.mail_words import WORDS
from app.jobs.outbox import Kind
from questionnaires.texts import MOST_UNITS, utf16_units
from tests.app.browser import form, words
from tests.app.reviewing.conftest import REVIEW, Stage, answer_and_sign_again, get
from tests.app.reviewing.returning.test_drafts import draft
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

HOME, RETURN = f"/assessments/{ARDEN}", f"{REVIEW}/return"
OWN = "Dear colleagues, two pages are missing."


def opened(person: Actor, address: str = RETURN) -> dict[str, object]:
    """The fields of the return as its page has them."""
    return form(get(person, address).text, RETURN).data()


def sent(person: Actor, fields: dict[str, object], **changed: object) -> Response:
    return person.browser.post(RETURN, data=fields | changed)


def letter_in(page: Response) -> str:
    return form(page.text, RETURN).value("letter")


def stored(arden: Stage) -> dict[int, str]:
    with arden.read() as db:
        return {row.number: row.text for row in db.exec(select(ReturnLetter))}


@ON_BOTH
def test_it_says_who_what_by_when_and_how_in_the_order_of_the_questionnaire(rita: Actor, arden: Stage) -> None:
    draft(rita, "Send the policy", "RC-02")
    draft(rita, "Name the page")

    drafted = letter_in(get(rita, RETURN))

    asked = arden.assessment().questionnaire.words("en").indicators
    assert drafted.split("\n\n")[:4] == [
        "In its review of the self-assessment 2026 of Arden Customs, the secretariat found questions that need an "
        "answer: 2.",
        f"RC-01 {asked['RC-01'].question}\nName the page",
        f"RC-02 {asked['RC-02'].question}\nSend the policy",
        "Please answer by 18 December 2099.",
    ]
    assert "sign in to Parity and open the returned questions under My work" in drafted


@ON_BOTH
def test_what_was_sent_is_read_by_the_administration_and_stays_in_its_history(
    rita: Actor, sofia: Actor, alice: Actor, hugo: Actor, vera: Actor, arden: Stage
) -> None:
    draft(rita, "Name the page")
    assert sent(rita, opened(rita), letter=OWN).status_code == 303

    assert stored(arden) == {1: OWN}
    for reader in (alice, hugo, vera):
        for place in (HOME, f"{HOME}?show=returned", f"{HOME}/signature", f"{HOME}/moves"):
            assert OWN in get(reader, place).text, (reader.id, place)
    assert OWN in get(alice, "/").text
    assert OWN in get(sofia, f"{HOME}/moves").text

    answer_and_sign_again(arden)
    assert OWN in get(alice, f"{HOME}/moves").text
    assert OWN not in get(alice, HOME).text


def test_it_is_not_for_the_second_reviewer_the_auditor_or_a_stranger(
    rita: Actor, sam: Actor, bob: Actor, charlie: Actor, arden: Stage
) -> None:
    arden.second()
    sent(rita, {"signature": "1", "question-RC-01": "Name the page"} | rita.form(), letter=OWN)
    places = ("/", HOME, f"{HOME}/signature", f"{HOME}/moves", REVIEW, f"{REVIEW}/E1.1")

    assert [place for place in places for reader in (sam, bob, charlie) if OWN in get(reader, place).text] == []
    assert "has not been changed" not in get(sam, f"{HOME}/signature").text
    answer_and_sign_again(arden)
    assert [place for place in places for reader in (sam, bob, charlie) if OWN in get(reader, place).text] == []


def test_the_mail_says_that_there_is_a_letter_and_holds_nothing_of_it(rita: Actor, arden: Stage) -> None:
    sent(rita, {"signature": "1", "question-RC-01": "Name the page"} | rita.form(), letter=OWN)

    assert "wrote a letter" in WORDS[Kind.RETURNED].text
    with arden.read() as db:
        told = [*db.exec(select(Mail)), *db.exec(select(Notice))]
    assert {each.kind for each in told} == {"returned"}
    assert not [each for each in told if "page" in str(each.names)]


@ON_BOTH
def test_sent_twice_there_is_one_letter(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)

    assert [sent(rita, fields, letter=OWN).status_code for _ in range(2)] == [303, 409]

    assert stored(arden) == {1: OWN}
    with arden.read() as db:
        assert len(db.exec(select(ReturnedQuestion)).all()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"more": "yes", "choose": "RC-02"},
        {"signature": "0"},
        {"question-RC-01": " "},
        {"again": "yes"},
    ],
)
def test_a_letter_of_ones_own_stays_whatever_the_page_says(
    changed: dict[str, object], rita: Actor, arden: Stage
) -> None:
    draft(rita, "Name the page")

    answer = sent(rita, opened(rita), letter=OWN, **changed)

    assert letter_in(answer) == OWN
    assert stored(arden) == {}


def test_written_again_it_is_shown_first_and_taken_on_demand(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)

    offered = sent(rita, fields, letter=OWN, again="yes")
    assert "The letter as your questions make it now" in offered.text
    assert "RC-01" in offered.text.partition('id="offered"')[2]

    assert letter_in(sent(rita, fields, letter=OWN, use="yes")) == fields["letter"][0]  # type: ignore[index]
    assert "The letter as your questions make it now" not in sent(rita, fields, again="yes").text


def test_a_letter_that_nobody_changed_follows_its_questions(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita) | {"question-RC-01": "Name the chapter"}
    assert "Send the policy" not in letter_in(sent(rita, fields, more="yes", choose="RC-02"))

    assert sent(rita, fields, **{"question-RC-02": "Send the policy"}).status_code == 303

    assert "Name the page" not in stored(arden)[1]
    assert stored(arden)[1].index("Name the chapter") < stored(arden)[1].index("Send the policy")


def test_what_was_drafted_in_another_window_is_shown_before_anything_is_sent(
    rita: Actor, sofia: Actor, arden: Stage
) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)
    draft(sofia, "Name the chapter", based_on="1.1")
    draft(sofia, "Send the policy", "RC-02")

    answer = sent(rita, fields, letter=OWN)

    assert answer.status_code == 409
    assert "in another window since you opened this page: RC-01, RC-02" in words(answer.text)
    assert "Drafted in another window: Name the chapter" in words(answer.text)
    again = form(answer.text, RETURN)
    assert (again.value("question-RC-01"), again.value("question-RC-02")) == ("Name the page", "Send the policy")
    assert sent(rita, again.data()).status_code == 303
    assert stored(arden) == {1: OWN}


@pytest.mark.parametrize("button", ["more", "again", "use"])
def test_whatever_button_is_pressed_first_what_was_drafted_elsewhere_is_sent_too(
    button: str, rita: Actor, sofia: Actor, arden: Stage
) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)
    draft(sofia, "Send the policy", "RC-02")

    page = sent(rita, fields, **{button: "yes"})

    assert "in another window since you opened this page: RC-02" in words(page.text)
    assert sent(rita, form(page.text, RETURN).data()).status_code == 303
    with arden.read() as db:
        assert {row.indicator: row.text for row in db.exec(select(ReturnedQuestion))} == {
            "RC-01": "Name the page",
            "RC-02": "Send the policy",
        }


def test_a_draft_that_was_removed_elsewhere_is_not_sent_unseen(rita: Actor, sofia: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)
    draft(sofia, "", based_on="1.1")

    answer = sent(rita, fields)

    assert answer.status_code == 409
    assert "The draft of this question was removed in another window." in words(answer.text)
    assert stored(arden) == {}


def test_a_letter_that_quotes_a_question_as_it_was_is_told_once(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)
    own = f"{letter_in(get(rita, RETURN))} Thank you."

    told = sent(rita, fields, letter=own, **{"question-RC-01": "Name the chapter"})

    assert told.status_code == 422
    assert "Your letter does not say what you ask in RC-01 now." in words(told.text)
    assert letter_in(told) == own
    assert sent(rita, form(told.text, RETURN).data()).status_code == 303
    assert stored(arden) == {1: own}


def test_an_empty_letter_and_one_that_is_too_long_are_refused(rita: Actor, arden: Stage) -> None:
    draft(rita, "Name the page")
    fields = opened(rita)

    empty, long = sent(rita, fields, letter=" "), sent(rita, fields, letter="a" * 10_001)

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Enter the letter, or write it again from the questions." in empty.text
    assert letter_in(long) == "a" * 10_001


def test_however_many_and_long_the_questions_are_the_letter_is_no_longer_than_a_text(arden: Stage) -> None:
    assessment, now = arden.assessment(), utc_now()
    indicators = assessment.questionnaire.indicators

    few = drafted_letter(assessment, dict.fromkeys(["RC-01", "RC-02"], "a" * MOST_UNITS), "en", now)
    every = drafted_letter(assessment, dict.fromkeys(indicators, "a" * MOST_UNITS), "en", now)

    assert max(utf16_units(few), utf16_units(every)) <= MOST_UNITS
    for drafted in (few, every):
        assert "What is asked is shown beside each of these questions." in drafted
    assert assessment.questionnaire.words("en").indicators["RC-02"].question in few
    assert all(id_ in every for id_ in indicators)


def test_a_day_that_is_past_is_not_named(arden: Stage) -> None:
    assessment = arden.assessment()

    late = drafted_letter(assessment, {"RC-01": "Name the page"}, "en", utc_now().replace(year=2100))

    assert "Please answer by" not in late


@ON_BOTH
def test_it_is_in_the_language_of_the_administration_or_of_its_coordinator(
    arden: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with arden.database.writing() as db:
        alice = db.get(Person, "alice")
        assert alice
        alice.language = "fr"
    for spoken, expected in (({"en", "fr"}, "en"), ({"fr"}, "fr"), ({"es"}, "en")):
        monkeypatch.setattr(letters, "offered", lambda spoken=spoken: dict.fromkeys(spoken, ""))
        with arden.read() as db:
            assert language_of_letter(db, arden.assessment()) == expected
