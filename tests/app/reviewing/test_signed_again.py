"""After questions were answered: what stands on, what asks for a new decision, and what a stale screen is told."""

import pytest

from app.assessments.answer_sets import values_of
from app.assessments.reads import results_of
from scoring.score import score
from tests.app.reviewing.conftest import REVIEW, Stage, answer_and_sign_again, decide, get, post
from tests.cast import Actor


@pytest.fixture
def again(rita: Actor, arden: Stage) -> Stage:
    """Rita lowered RC-01 and RC-02; RC-01 was answered anew."""
    decide(rita, choice="2", reason="not shown")
    decide(rita, "RC-02", choice="1", reason="no evidence")
    post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-01": "Name the page"})
    answer_and_sign_again(arden)
    return arden


def test_only_the_changed_answer_asks_for_a_new_decision(rita: Actor, again: Stage) -> None:
    page, element = get(rita).text, get(rita, f"{REVIEW}/E1.1").text

    assert 'Answered again <span class="count">1</span>' in page
    assert 'Differs <span class="count">1</span>' in page
    assert "The administration has answered again since your last decision" in element
    assert "We looked again" in element


def test_until_then_the_answer_counts_as_it_is_signed_now(again: Stage) -> None:
    assessment = again.assessment()
    with again.read() as db:
        moderated = values_of(db, assessment, with_moderated=True).moderated
    assert moderated
    assert (moderated["RC-01"].value, moderated["RC-02"].value) == (1, 1)
    assert again.row().moderated == results_of(
        score(assessment.questionnaire, assessment.profile, moderated, assessment.form)
    )


def test_a_decision_made_on_the_older_answer_is_refused_with_the_text_kept(rita: Actor, again: Stage) -> None:
    answer = decide(rita, based_on="1.1", choice="2", reason="too old", note="My note")
    plain = post(rita, f"{REVIEW}/decisions/RC-01", revision="1.1", choice="2", reason="too old", note="My note")

    assert (answer.status_code, plain.status_code) == (409, 409)
    assert "has signed a newer version since you opened this page" in answer.text
    assert "We looked again" in answer.text
    assert "My note" in answer.text
    assert "My note" in plain.text
    stored = again.decision()
    assert stored
    assert (stored.signature, stored.reason) == (1, "not shown")


def test_having_compared_the_reviewer_decides_on_the_newer_answer(rita: Actor, again: Stage) -> None:
    assert 'name="over" value="2.1"' in decide(rita, based_on="1.1", choice="2", reason="too old").text

    assert decide(rita, based_on="1.1", over="2.1", choice="2", reason="too old").status_code == 200

    stored = again.decision()
    assert stored
    assert (stored.signature, stored.reason, stored.revision) == (2, "too old", 2)
    assert 'Answered again <span class="count">0</span>' in get(rita).text


def test_the_same_decision_on_a_newer_answer_is_a_new_one(rita: Actor, again: Stage) -> None:
    assert decide(rita, based_on="2.1", choice="2", reason="not shown").status_code == 200

    stored = again.decision()
    assert stored
    assert stored.signature == 2
    assert again.actions().count("decision saved") == 3
