"""The risky questions come first: which they are, in which order, on which page, and why."""

import re
from typing import Any

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.answers import PROFILE, store
from tests.app.browser import words
from tests.app.reviewing.conftest import HTMX, REVIEW, Stage, get, post
from tests.app.test_changes import put_last_round
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

RISKS = f"{REVIEW}/risks"
PLAIN: dict[str, Any] = {"state": "answered", "value": 2, "evidence": ["Decree 7"]}
ANSWERS: dict[str, Any] = {
    "RC-01": PLAIN | {"value": 4, "comment": "A new policy"},
    "RC-02": PLAIN,
    "RC-03": {"state": "unknown"},
    "RC-05": {"state": "answered", "value": 2},
    "RC-06": PLAIN,
}
"""RC-01 and RC-02 are core questions; RC-01 was at 2 in the last round; RC-05 names no evidence; RC-06 is plain."""


@pytest.fixture
def risky(database: Database, catalogue: Catalogue) -> Stage:
    put_last_round(database, catalogue, State.PUBLISHED)
    store(database, catalogue, {"profile": PROFILE, "answers": ANSWERS})
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    return Stage(database, catalogue)


def listed(person: Actor) -> list[str]:
    page = get(person, f"{REVIEW}?order=risk").text
    return re.findall(r'risks\?page=\d+#([A-Z]+-\d+)"><strong>', page)


def on_page(person: Actor, number: int) -> list[str]:
    return re.findall(r'<article [^>]*id="([A-Z]+-\d+)"', get(person, f"{RISKS}?page={number}").text)


@ON_BOTH
def test_core_questions_come_first_then_moved_unsupported_and_unknown_ones(rita: Actor, risky: Stage) -> None:
    order = listed(rita)
    core = [each.id for each in risky.assessment().questionnaire.structure.indicators if each.core]

    assert order[:2] == ["RC-01", "RC-02"]
    assert set(order[:-2]) <= set(core)
    assert order[-2:] == ["RC-05", "RC-03"]


def test_tags_say_why(rita: Actor, risky: Stage) -> None:
    page = words(get(rita, RISKS).text)

    assert "RC-01 Core 2 levels up since last round" in page
    assert "RC-02 Core Is there" not in page
    assert "RC-05 No evidence" in words(get(rita, f"{REVIEW}/E1.2").text)


def test_each_page_holds_five_and_together_they_hold_the_list(rita: Actor, risky: Stage) -> None:
    order = listed(rita)
    pages = [on_page(rita, number) for number in range(1, -(-len(order) // 5) + 1)]

    assert {len(page) for page in pages[:-1]} == {5}
    assert [id_ for page in pages for id_ in page] == order


@pytest.mark.parametrize(("page", "status"), [("99", 404), ("0", 422), ("x", 422)])
def test_a_page_that_is_not_there_is_said_to_be(page: str, status: int, rita: Actor, risky: Stage) -> None:
    assert get(rita, f"{RISKS}?page={page}").status_code == status


@pytest.mark.parametrize(("show", "ids"), [("moved", ["RC-01"]), ("unknown", ["RC-03"]), ("no-evidence", ["RC-05"])])
def test_each_risk_can_be_shown_alone_with_its_number(show: str, ids: list[str], rita: Actor, risky: Stage) -> None:
    page = get(rita, f"{REVIEW}?show={show}").text

    assert re.findall(r'#([A-Z]+-\d+)"><strong>', page) == ids
    assert re.search(rf'show={show}#questions" aria-current="true">[^<]*<span class="count">1</span>', page)


def test_a_decision_made_by_risk_counts_the_risks_and_leads_back_to_them(rita: Actor, risky: Stage) -> None:
    total = len(listed(rita))
    fields = {"revision": "1.0", "choice": "accepted", "reason": "", "note": ""}
    decisions = f"{REVIEW}/decisions/RC-01?order=risk"
    plain = post(rita, decisions, **fields)
    fragment = rita.browser.put(decisions, data=rita.form(**fields), headers=HTMX)

    assert plain.headers["location"] == f"{RISKS}?page=1#RC-01"
    assert f"1 of {total} examined" in words(fragment.text)
    assert "answers with evidence" not in fragment.text


def test_the_order_does_not_hang_on_what_was_decided(rita: Actor, risky: Stage) -> None:
    before = listed(rita)
    post(rita, f"{REVIEW}/decisions/RC-05", revision="1.0", choice="1", reason="no evidence")

    assert listed(rita) == before
