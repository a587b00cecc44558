"""Every page, list, mail and document tells the same of an assessment: how much is done, and what stops signing."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.db.tables.records import Mail
from app.db.tables.rounds import Round, SignatureRequest
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, SIGNATURE, bring_to, form_to_sign, make_ready, rows, sign
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

Stage = Callable[[Database, Catalogue], None]
ASK = f"{HOME}/work/signature"


def with_answer(indicator: str, answer: dict[str, Any], **profile: object) -> Stage:
    def put(database: Database, catalogue: Catalogue) -> None:
        make_ready(database, catalogue, ANSWERS | {indicator: answer}, **profile)

    return put


def jumped(database: Database, catalogue: Catalogue) -> None:
    """RC-01 was at 3."""
    put_last_round(database, catalogue, State.SIGNED)
    make_ready(database, catalogue, ANSWERS | {"RC-01": LEVEL_3 | {"value": 1}})


NO_AUTHORITY = LEVEL_3 | {"outside_control": {"authority": "", "raised": None}}
STOPPED: dict[str, tuple[Stage, str, str]] = {
    "a jump": (jumped, "RC-01", "E1.1"),
    "no authority": (with_answer("RC-01", NO_AUTHORITY), "RC-01", "E1.1"),
    "no reason": (with_answer("RC-01", {"state": "not_applicable", "reason_code": "NA1"}), "RC-01", "E1.1"),
}


@pytest.mark.parametrize(("stage", "question", "element"), STOPPED.values(), ids=STOPPED)
def test_where_something_is_to_fix_every_page_says_the_same(
    stage: Stage,
    question: str,
    element: str,
    alice: Actor,
    hugo: Actor,
    sofia: Actor,
    database: Database,
    catalogue: Catalogue,
) -> None:
    stage(database, catalogue)
    done, asked = len(ANSWERS) - 1, 93
    in_element = 2  # RC-02 and RC-03

    page = alice.browser.get("/").text
    assert f"{done} of {asked} questions done" in words(page)
    assert f'href="{SIGNATURE}#check">1 thing to fix before signing</a>' in page
    assert "Ask Hugo to sign" not in page

    tasks = words(alice.browser.get(HOME).text)
    assert f"{done} of {asked} questions done" in tasks
    assert "1 thing to fix before signing" in tasks
    assert f"{in_element} / 3 Needs attention" in tasks
    own = words(alice.browser.get(f"{HOME}/elements/{element}").text)
    assert f"{in_element} of 3 questions done Needs attention" in own
    assert f"Question Answer {question}" in words(alice.browser.get(f"{HOME}?show=attention").text)
    assert "1 thing to fix before signing" in words(alice.browser.get(f"{HOME}/scorecard").text)

    link = f'href="{HOME}/elements/{element}?from=check#{question}"'
    check = hugo.browser.get(SIGNATURE).text
    assert "1 thing to fix before signing" in words(check)
    assert link in check
    assert f"{done} / {asked}" in words(sofia.browser.get("/rounds/round").text)

    assessment = alice.browser.get(f"/api/v1{HOME}", headers=alice.api).json()
    every = alice.browser.get("/api/v1/assessments", headers=alice.api).json()["assessments"]
    [listed] = [line for line in every if line["id"] == ARDEN]
    assert (assessment["done"], assessment["asked"], assessment["blockers"]) == (done, asked, 1)
    assert {name: assessment[name] for name in listed} == listed
    assert [fix["question"] for fix in assessment["to_fix"]] == [question]


@pytest.mark.parametrize("stage", [case[0] for case in STOPPED.values()], ids=STOPPED)
def test_where_something_is_to_fix_the_head_is_not_asked(
    stage: Stage, alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    stage(database, catalogue)

    answer = alice.browser.post(ASK, data=alice.form())

    assert answer.status_code == 409
    assert "no one was asked. Things to fix: 1." in words(answer.text)
    assert f'href="{SIGNATURE}#check"' in answer.text
    assert (rows(database, Mail), rows(database, SignatureRequest)) == ([], [])


def test_open_questions_of_the_profile_are_things_to_fix_too(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue, **{"profile.land_border": None, "profile.staff_total": None})

    assert "2 things to fix before signing" in words(alice.browser.get("/").text)
    assert "2 questions to answer" in words(alice.browser.get(HOME).text)
    assert alice.browser.post(ASK, data=alice.form()).status_code == 409


def test_after_the_last_day_nobody_is_asked_to_sign(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    with database.writing() as db:
        db.get_one(Round, "round").due_on = "2026-01-31"
    assert "Ask Hugo" not in alice.browser.get("/").text

    answer = alice.browser.post(ASK, data=alice.form())

    assert answer.status_code == 409
    assert "The last day to sign was" in words(answer.text)


def test_what_only_informs_does_not_keep_the_head_from_being_asked(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)

    page = words(alice.browser.get("/").text)
    assert "to fix" not in page
    assert "Ask Hugo to sign" in page


def test_a_comment_that_begins_with_a_blank_is_a_comment(
    alice: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    """Lists and the check read it in two ways, from the first letter and in full."""
    put_last_round(database, catalogue, State.SIGNED)
    make_ready(database, catalogue, ANSWERS | {"RC-01": {"state": "answered", "value": 1, "comment": "\n New law"}})

    assert "to fix" not in alice.browser.get("/").text
    assert "Nothing prevents signing, but" in words(hugo.browser.get(SIGNATURE).text)


def test_after_a_return_what_was_not_touched_informs_everywhere(
    alice: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.RETURNED)
    assert "1 to answer RC-01 Arden Customs Returned" in words(alice.browser.get("/").text)
    assert "1 returned question has not been changed" in words(hugo.browser.get(SIGNATURE).text)

    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=1, choice="2", evidence="Order 12"))
    assert "0 to answer RC-01 Arden Customs Answered again" in words(alice.browser.get("/").text)
    back = {"choice": "3", "evidence": LEVEL_3["evidence"][0]}  # type: ignore[index]
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=2, **back))

    assert "1 to answer RC-01 Arden Customs Returned" in words(alice.browser.get("/").text)
    assert "returned question has not been changed" in words(hugo.browser.get(SIGNATURE).text)


def test_after_a_return_a_jump_that_nobody_can_explain_does_not_stop_signing(
    hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    """The last round was published after the signature; RC-02 was not sent back."""
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.RETURNED)
    put_last_round(database, catalogue, State.IN_PROGRESS)
    with database.writing() as db:
        then = db.get_one(StoredAnswer, (LAST, "RC-02"))
        then.state, then.value = "answered", "0"
        db.flush()
        put_in_state(db, catalogue, State.SIGNED, LAST)

    assert "Nothing prevents signing, but" in words(hugo.browser.get(SIGNATURE).text)
    assert sign(hugo).status_code == 303


def test_from_the_check_to_the_question_and_back_without_script(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    with_answer("RC-01", NO_AUTHORITY)(database, catalogue)
    page = alice.browser.get(f"{HOME}/elements/E1.1?from=check").text
    assert "The check found: Enter the authority that decides." in words(page)
    assert f'action="{HOME}/answers/RC-01?from=check"' in page

    fields = {"choice": "3", "outside": "yes", "authority": "Ministry", "raised": "yes"}
    saved = alice.browser.post(f"{HOME}/answers/RC-01?from=check", data=alice.form(revision=1, **fields))

    assert saved.headers["location"] == f"{HOME}/elements/E1.1?from=check#RC-01"
    page = alice.browser.get(f"{HOME}/elements/E1.1?from=check").text
    assert f'href="{SIGNATURE}#check">Back to the check</a>' in page
    assert "Needs attention" not in page
    assert "Back to the check" not in alice.browser.get(f"{HOME}/elements/E1.1").text


def test_from_the_check_to_the_profile_and_back(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue, **{"profile.land_border": None})
    page = alice.browser.get(f"{HOME}/profile?from=check").text
    assert words(page).count("Answer this profile question.") == 1

    values = dict(re.findall(r'name="(profile\.\w+)" value="([^"]+)" ?(?:checked|aria)', page))
    data = alice.form(revision=1, **values | {"profile.land_border": "no"})
    saved = alice.browser.post(f"{HOME}/profile?from=check", data=data)

    assert saved.headers["location"].startswith(f"{SIGNATURE}?done=profile-saved.")
    assert saved.headers["location"].endswith("#check")
    assert "Nothing prevents signing, but" in words(alice.browser.get(SIGNATURE).text)


def ask(alice: Actor) -> None:
    assert alice.browser.post(ASK, data=alice.form()).status_code == 303


def test_the_request_goes_away_with_each_move(
    alice: Actor, hugo: Actor, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    ask(alice)
    sign(hugo)
    assert rows(database, SignatureRequest) == []
    assert "asked you to sign" not in words(hugo.browser.get("/").text)

    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="Once more."))
    ask(alice)  # at once: the request of before is answered
    assert len(rows(database, SignatureRequest)) == 1
    sign(hugo)
    rita.browser.post(f"{HOME}/review", data=rita.form())
    rita.browser.post(f"{HOME}/review/return", data=rita.form(signature="2", **{"question-RC-01": "Where?"}))
    ask(alice)

    assert "Alice asked you to sign:" in words(hugo.browser.get("/").text)
    assert [mail.kind for mail in rows(database, Mail)].count("ready to sign") == 3


def test_a_signature_is_refused_with_the_same_things_to_fix(
    alice: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    """Something broke after the page to sign was opened."""
    make_ready(database, catalogue)
    data = form_to_sign(hugo)
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=1, choice="3", outside="yes"))

    answer = hugo.browser.post(SIGNATURE, data=data)

    assert answer.status_code == 409
    assert "1 thing to fix before signing RC-01" in words(answer.text)
