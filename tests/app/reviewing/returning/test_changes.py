"""After it was signed again, the first reviewer sees what changed since the return, and what did not."""

from typing import Any

import pytest

from app.db.tables.rounds import Signature
from app.features.reviewing.changes import Change, changes_between
from questionnaires.answers import Answer, OutsideControl
from tests.app.browser import words
from tests.app.reviewing.conftest import REVIEW, Stage, answer_and_sign_again, get, post
from tests.cast import Actor
from tests.engines import ON_BOTH

BEFORE = Answer("answered", 3, evidence=("Decree 7", "Order 2"), comment="Signed in May")


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"value": 2}, ("answer",)),
        ({"state": "unknown", "value": None}, ("answer",)),
        ({"state": "not_applicable", "value": None, "reason_code": "NA1", "reason": "None"}, ("answer", "reason")),
        ({"evidence": ("Order 2", "Order 9")}, ("evidence",)),
        ({"evidence": ("Order 2", "Decree 7")}, ("evidence",)),
        ({"comment": ""}, ("comment",)),
        ({"outside_control": OutsideControl("Ministry", None)}, ("outside",)),
        ({"target": 4, "comment": "Signed in June"}, ("comment", "target")),
    ],
)
def test_each_part_of_an_answer_is_compared(changed: dict[str, Any], parts: tuple[str, ...]) -> None:
    now = Answer(**{name: getattr(BEFORE, name) for name in ("state", "value", "evidence", "comment")} | changed)

    assert Change(BEFORE, now).parts == parts
    assert changes_between({"RC-01": BEFORE, "RC-02": now}, {"RC-01": now, "RC-02": now}) == {
        "RC-01": Change(BEFORE, now)
    }


def test_evidence_is_told_by_line() -> None:
    change = Change(BEFORE, Answer("answered", 3, evidence=("Order 2", "Order 9")))

    assert (change.added, change.removed) == (("Order 9",), ("Decree 7",))


def returned(rita: Actor) -> None:
    asked = {"question-RC-01": "Name the page", "question-RC-02": "Send the policy"}
    assert post(rita, f"{REVIEW}/return", signature=1, **asked).status_code == 303


@ON_BOTH
def test_overview_and_card_mark_what_changed_and_what_did_not(rita: Actor, sofia: Actor, arden: Stage) -> None:
    assert "Changed since return" not in get(rita).text
    returned(rita)
    assert "Changed since return" not in get(sofia).text
    answer_and_sign_again(arden, value="1", comment="We looked again", evidence=["Decree 7, page 12", "Order 9"])

    overview, listed = words(get(rita).text), words(get(rita, f"{REVIEW}?show=returned").text)
    card = words(get(rita, f"{REVIEW}/E1.1").text)

    assert "signed again since 2 questions were returned. See 1 changed answer" in overview
    assert "Changed since return 1" in overview
    assert "Changed since return: answer, evidence, comment" in listed
    assert listed.count("Not changed since it was returned") == 1
    assert "Answer 3 Applied Applied → is now 1 Initial Initial" in card
    assert "Evidence added Order 9" in card
    assert "Evidence removed" not in card
    assert "Comment Signed in May → is now We looked again" in card
    assert card.count("Not changed since it was returned") == 1
    assert "RC-02" not in words(get(rita, f"{REVIEW}?show=changed").text).partition("Answered again")[2]


def test_a_level_that_became_not_applicable_is_told_with_its_reason(rita: Actor, arden: Stage) -> None:
    returned(rita)
    answer_and_sign_again(
        arden, state="not_applicable", value="", reason_code="NA1", reason="Another agency does it", evidence=[]
    )

    card = words(get(rita, f"{REVIEW}/E1.1").text)

    assert "Answer 3 Applied Applied → is now \N{EN DASH} Not applicable" in card
    assert "→ is now" in card.partition("Reason nothing")[2]
    assert "Evidence removed Decree 7, page 12" in card


def test_the_second_reviewer_sees_nothing_of_it(rita: Actor, sam: Actor, arden: Stage) -> None:
    arden.second()
    returned(rita)
    answer_and_sign_again(arden)

    for place in (REVIEW, f"{REVIEW}?show=changed", f"{REVIEW}/E1.1"):
        page = get(sam, place).text
        assert "since return" not in page
        assert "since it was returned" not in page


def test_nothing_is_compared_with_the_return_of_an_earlier_edition(rita: Actor, arden: Stage) -> None:
    returned(rita)
    answer_and_sign_again(arden)
    assert "since it was returned" in get(rita, f"{REVIEW}/E1.1").text

    with arden.database.writing() as db:
        row = arden.row()
        row.edition = 2
        db.merge(row)
        signature = db.get(Signature, (row.id, 2))
        assert signature
        signature.edition = 2

    assert "since it was returned" not in get(rita, f"{REVIEW}/E1.1").text
