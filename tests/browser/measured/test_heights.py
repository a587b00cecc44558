"""No question of the version grows higher than it is (tests/heights/limits.py; `python -m tests.heights` says all), and
no row of the log than a line."""

import pytest
from playwright.sync_api import expect

from app.access.identity import utc_now
from app.cli.demo.loading import THIS_YEAR
from app.db import audit_log
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter
from tests.browser.site import Site
from tests.cast import ARDEN
from tests.heights.limits import CASES, DESK, HIGHEST, HIGHEST_LOG, SLACK
from tests.heights.measuring import HEIGHT, answer_everything, measure, scored

pytestmark = pytest.mark.browser


def test_every_question_answered_or_not_is_as_low_as_it_was_at_a_desk_and_on_a_phone(
    enter: Enter, site: Site, catalogue: Catalogue
) -> None:
    answer_everything(site.database, catalogue)
    questionnaire, highest = catalogue[THIS_YEAR], HIGHEST[THIS_YEAR]

    measured = measure(enter("alice"), questionnaire, "answered")
    measured |= measure(enter("charlie"), questionnaire, "unanswered")

    assert {case: scored(questionnaire) - heights.keys() for case, heights in measured.items() if heights} == {
        case: set() for case in CASES
    }
    too_high = {
        f"{id_}, {state}, at {width} px": height
        for (width, state), heights in measured.items()
        for id_, height in heights.items()
        if height > highest[width, state]
    }
    assert too_high == {}
    lowered = {case: max(heights.values()) for case, heights in measured.items()}
    assert {case for case in CASES if lowered[case] < highest[case] - SLACK} == set(), "lower them in limits.py"


def test_a_hundred_rows_of_the_log_are_three_screens_until_one_is_unfolded(enter: Enter, site: Site) -> None:
    elements = [f"E1.{number}" for number in range(1, 7)]
    with site.database.writing() as db:
        for _ in range(100):
            details = {"elements": elements, "person": "connie", "due_on": "2026-12-18"}
            audit_log.record(db, "work given", by="alice", at=utc_now(), assessment_id=ARDEN, details=details)
    bob = enter("bob")
    bob.set_viewport_size({"width": DESK, "height": HEIGHT})
    bob.goto("/audit")
    rows = bob.locator(".log tbody")
    expect(rows.locator("tr")).to_have_count(100)

    box = rows.bounding_box()
    assert box
    assert box["height"] <= HIGHEST_LOG

    rows.locator("summary").first.click()
    expect(rows.locator("tr").first).to_contain_text('"due_on": "2026-12-18"')
