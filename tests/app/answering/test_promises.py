"""No page speaks of questions that nobody is asked, of tables that do not exist, or of later versions."""

import re

from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor

PLACES = ("", "/profile", "/work", "/evidence", "/signature", "/scorecard", "/workbook")
PROMISES = re.compile(r"later version|nothing to do here|workforce tables", re.IGNORECASE)


def test_no_page_of_an_assessment_promises_what_is_not_there(alice: Actor, catalogue: Catalogue) -> None:
    questionnaire = catalogue["2026.1"]
    unasked = {id_ for id_, indicator in questionnaire.indicators.items() if not indicator.is_scored}
    places = [*PLACES, *(f"/elements/{element}" for element in questionnaire.elements)]

    shown = {place: words(alice.browser.get(f"/assessments/{ARDEN}{place}").text) for place in places}

    assert len(unasked) == 21
    assert {place: ids for place, text in shown.items() if (ids := unasked & set(text.split()))} == {}
    assert [place for place, text in shown.items() if PROMISES.search(text)] == []
