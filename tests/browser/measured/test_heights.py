"""No question of the version grows higher than it is (tests/heights/limits.py; `python -m tests.heights` says all)."""

import pytest

from app.cli.demo.loading import VERSION
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter
from tests.browser.site import Site
from tests.heights.limits import CASES, HIGHEST, SLACK
from tests.heights.measuring import answer_everything, measure, scored

pytestmark = pytest.mark.browser


def test_every_question_answered_or_not_is_as_low_as_it_was_at_a_desk_and_on_a_phone(
    enter: Enter, site: Site, catalogue: Catalogue
) -> None:
    answer_everything(site.database, catalogue)
    questionnaire = catalogue[VERSION]

    measured = measure(enter("alice"), questionnaire, "answered")
    measured |= measure(enter("charlie"), questionnaire, "unanswered")

    assert {case: scored(questionnaire) - heights.keys() for case, heights in measured.items() if heights} == {
        case: set() for case in CASES
    }
    too_high = {
        f"{id_}, {state}, at {width} px": height
        for (width, state), heights in measured.items()
        for id_, height in heights.items()
        if height > HIGHEST[width, state]
    }
    assert too_high == {}
    lowered = {case: max(heights.values()) for case, heights in measured.items()}
    assert {case for case in CASES if lowered[case] < HIGHEST[case] - SLACK} == set(), "lower them in limits.py"
