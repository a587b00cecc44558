"""What a person may fill in wrongly: the page says what to do, and nothing is stored."""

import pytest

from tests.cast import ARDEN, Actor

HOME = f"/assessments/{ARDEN}"

BAD_FORMS = [
    ({"choice": "9"}, "Choose a level from 0 to 4."),
    ({"choice": "yes"}, "Choose a level from 0 to 4."),
    ({"choice": "3", "target": "9"}, "Choose a target level from 0 to 4."),
    ({"choice": "3", "target": "x"}, "Choose a target level from 0 to 4."),
    ({"choice": "not_applicable"}, "Choose why the question is not applicable."),
    ({"choice": "not_applicable", "reason_code": "NA3"}, "This is a core question"),
    ({"choice": "not_applicable", "reason_code": "NA1", "outside": "yes"}, "cannot also be decided outside"),
    ({"choice": "3", "comment": 10_001 * "a"}, "This text has 10,001 characters. Shorten it to 10,000 or fewer"),
    (
        {"choice": "3", "comment": "a\x07b"},
        "This text contains invisible characters, at each ▯ here: “a▯b” (U+0007). Enter these words again.",
    ),
    ({"choice": "3", "evidence": 21 * ["a"]}, "Enter at most 20 items."),
]


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize(("typed", "said"), BAD_FORMS, ids=[said for _, said in BAD_FORMS])
def test_a_bad_form_is_told_what_to_do(
    typed: dict[str, object], said: str, headers: dict[str, str], alice: Actor
) -> None:
    answer = alice.browser.put(f"{HOME}/answers/RC-01", data=alice.form(revision=0, **typed), headers=headers)

    assert answer.status_code == 422
    assert said in answer.text
    assert alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json() == {"answers": {}}


def test_the_title_of_the_page_says_that_there_is_a_problem(alice: Actor) -> None:
    right = alice.browser.get(f"{HOME}/elements/E1.1").text
    wrong = alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="9")).text

    assert ["<title>Error: " in page for page in (right, wrong)] == [False, True]


def test_an_answer_with_as_much_evidence_as_may_be_can_be_saved_again(alice: Actor) -> None:
    items = [f"Order {number}" for number in range(20)]

    fields = alice.form(revision=0, choice="3", evidence=[*items, ""])
    answer = alice.browser.post(f"/assessments/{ARDEN}/answers/RC-01", data=fields)

    assert answer.status_code == 303


def test_a_refused_answer_to_a_question_that_is_no_longer_asked_keeps_its_text(alice: Actor) -> None:
    alice.browser.post(
        f"/assessments/{ARDEN}/profile", data=alice.form(revision=0, **{"profile.passenger_control": "no"})
    )

    fields = alice.form(revision=5, choice="3", comment="Written before it went")
    answer = alice.browser.post(f"/assessments/{ARDEN}/answers/CO-13", data=fields)

    assert answer.status_code == 409
    assert "Written before it went" in answer.text
