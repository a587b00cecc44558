"""Saving one decision: what is stored, what is refused in words, and who may."""

import pytest
from sqlmodel import col, select

from app.assessments.lifecycle import State
from app.db.tables.records import AuditEntry
from tests.app.reviewing.conftest import HTMX, REVIEW, Stage, decide, get, post
from tests.cast import Actor
from tests.engines import ON_BOTH


def test_an_accepted_answer_needs_nothing_but_the_choice(rita: Actor, arden: Stage) -> None:
    assert decide(rita).status_code == 200

    stored = arden.decision()
    assert stored
    assert (stored.decision, stored.value, stored.reason, stored.signature, stored.by) == (
        "accepted",
        "",
        "",
        1,
        "rita",
    )


def test_another_level_is_stored_with_its_reason_and_note(rita: Actor, arden: Stage) -> None:
    assert decide(rita, choice="2", reason="not shown", note="Page 12 is a draft").status_code == 200

    stored = arden.decision()
    assert stored
    assert (stored.decision, stored.value, stored.reason) == ("changed", "2", "not shown")
    assert "Page 12 is a draft" in get(rita, f"{REVIEW}/E1.1").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choice": "2"}, "Choose why your level differs."),
        ({"choice": "2", "reason": "not applicable refused"}, "Choose why your level differs."),
        ({"choice": "2", "reason": "other", "note": " "}, "Enter the reason in the note."),
        ({"choice": ""}, "Accept the answer, or choose another."),
        ({"choice": "refused"}, "Accept the answer, or choose another."),
        ({"choice": "5"}, "Accept the answer, or choose another."),
        ({"choice": "2", "reason": "too old", "note": "a\0b"}, "contains invisible characters"),
    ],
)
def test_what_is_missing_is_said_and_the_text_stays(
    fields: dict[str, str], words: str, rita: Actor, arden: Stage
) -> None:
    answer = decide(rita, **fields)
    plain = post(rita, f"{REVIEW}/decisions/RC-01", revision="1.0", **({"note": "Kept"} | fields))

    assert (answer.status_code, plain.status_code) == (422, 422)
    assert words in answer.text
    assert fields.get("note", "Kept").strip("\0 b") in plain.text
    assert arden.decision() is None


def test_choosing_the_level_as_it_was_signed_accepts_it(rita: Actor, arden: Stage) -> None:
    decide(rita, choice="3", reason="too old")

    stored = arden.decision()
    assert stored
    assert (stored.decision, stored.reason) == ("accepted", "")


@pytest.mark.parametrize("choice", ["accepted", "refused"])
def test_a_not_applicable_is_accepted_or_refused(choice: str, rita: Actor, arden: Stage) -> None:
    assert decide(rita, "RC-04", choice=choice).status_code == 200

    stored = arden.decision("RC-04")
    assert stored
    assert (stored.decision, stored.reason) == (choice, "not applicable refused" if choice == "refused" else "")


def test_a_not_applicable_gets_no_level(rita: Actor, arden: Stage) -> None:
    assert decide(rita, "RC-04", choice="2", reason="misread").status_code == 422


def test_yes_partly_and_no_are_decided_in_their_own_words(rita: Actor, arden: Stage) -> None:
    assert decide(rita, "RC-07", choice="partly", reason="wrong scope").status_code == 200

    stored = arden.decision("RC-07")
    assert stored
    assert stored.value == "partly"


@pytest.mark.parametrize("indicator", ["RC-99", "WF-01", "a%00b"])
def test_what_is_not_asked_is_not_there(indicator: str, rita: Actor, arden: Stage) -> None:
    assert decide(rita, indicator).status_code == 404


def test_without_script_the_browser_is_sent_back_to_the_question(rita: Actor, arden: Stage) -> None:
    answer = post(rita, f"{REVIEW}/decisions/RC-01", revision="1.0", choice="accepted")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{REVIEW}/E1.1#RC-01")


def test_the_log_holds_the_codes_before_and_after_and_no_text(rita: Actor, arden: Stage) -> None:
    decide(rita, choice="2", reason="not shown", note="A secret word")
    decide(rita, based_on="1.1", choice="1", reason="too old", note="A secret word")

    in_order = select(AuditEntry).where(AuditEntry.action == "decision saved").order_by(col(AuditEntry.id))
    with arden.read() as db:
        details = [entry.details for entry in db.exec(in_order)]
    assert [(detail["before"], detail["after"]) for detail in details] == [
        ("", "changed 2 not shown"),
        ("changed 2 not shown", "changed 1 too old"),
    ]
    assert "secret" not in str(details)


@ON_BOTH
def test_the_same_decision_twice_is_stored_once(rita: Actor, arden: Stage) -> None:
    assert [decide(rita).status_code, decide(rita).status_code] == [200, 200]
    assert arden.actions().count("decision saved") == 1


@ON_BOTH
def test_a_decision_that_somebody_changed_meanwhile_is_shown_beside_ones_own(
    rita: Actor, sofia: Actor, arden: Stage
) -> None:
    decide(sofia, choice="1", reason="too old", note="Sofia's note")

    answer = decide(rita, choice="2", reason="not shown", note="Rita's note")

    assert answer.status_code == 409
    assert "Sofia decided on this at" in answer.text
    assert "Rita&#39;s note" in answer.text
    assert "Sofia&#39;s note" in answer.text
    assert 'name="over" value="1.1"' in answer.text
    stored = arden.decision()
    assert stored
    assert stored.by == "sofia"


@ON_BOTH
def test_keep_mine_replaces_theirs(rita: Actor, sofia: Actor, arden: Stage) -> None:
    decide(sofia, choice="1", reason="too old")

    assert decide(rita, choice="2", reason="not shown", over="1.1").status_code == 200

    stored = arden.decision()
    assert stored
    assert (stored.value, stored.by, stored.revision) == ("2", "rita", 2)


def test_keep_theirs_brings_the_stored_decision(rita: Actor, sofia: Actor, arden: Stage) -> None:
    decide(sofia, choice="1", reason="too old", note="Sofia's note")

    answer = rita.browser.get(f"{REVIEW}/decisions/RC-01", headers=HTMX)

    assert "Sofia&#39;s note" in answer.text
    assert 'value="1.1"' in answer.text
    assert get(rita, f"{REVIEW}/decisions/RC-01").headers["location"] == f"{REVIEW}/E1.1#RC-01"


def test_a_reviewer_without_the_task_reads_and_may_not_decide(sam: Actor, arden: Stage) -> None:
    page = get(sam, f"{REVIEW}/E1.1")

    assert page.status_code == 200
    assert '<form class="question' not in page.text
    assert decide(sam).status_code == 403
    assert arden.decision() is None


def test_the_lead_without_a_task_decides_on_the_first_review(sofia: Actor, arden: Stage) -> None:
    assert decide(sofia).status_code == 200
    assert arden.decision()


@pytest.mark.parametrize("state", [State.RETURNED, State.REVIEWED])
def test_a_review_that_left_the_reviewers_hands_is_refused_with_the_text_kept(
    state: State, rita: Actor, arden: Stage
) -> None:
    arden.put(state)

    plain = post(rita, f"{REVIEW}/decisions/RC-01", revision="1.0", choice="2", note="My note", reason="too old")

    assert decide(rita).status_code == 409
    assert plain.status_code == 409
    assert "My note" in plain.text
