"""All answers on one page: what the head reads before signing, and what anybody prints."""

import re

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, bring_to, make_ready, moderate, sign
from tests.cast import Actor

PAGE = f"{HOME}/answers"
ROW = re.compile(r'<tr id="([A-Z]{2}-\d\d)">(.*?)</tr>', re.DOTALL)
CHANGE = {"indicator": "RC-01", "level": "2", "reason": "Two units do not follow it yet."}


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue, ANSWERS | {"RC-04": LEVEL_3 | {"comment": "As <b>ordered</b>"}})
    return database


def rows_of(reader: Actor) -> dict[str, str]:
    """Question -> its row as it came."""
    return dict(ROW.findall(reader.browser.get(PAGE).text))


def said(reader: Actor, indicator: str) -> str:
    return words(rows_of(reader)[indicator])


def test_each_asked_question_has_one_row_in_the_order_of_the_questionnaire(
    vera: Actor, ready: Database, catalogue: Catalogue
) -> None:
    page = vera.browser.get(PAGE).text
    order = [indicator.id for indicator in catalogue["2026.1"].structure.indicators if indicator.is_scored]
    shown = [id_ for id_, _ in ROW.findall(page)]

    assert len(shown) == 93
    assert shown == [id_ for id_ in order if id_ in shown]
    assert page.count("<h2>") == len(catalogue["2026.1"].structure.pillars)


@pytest.mark.parametrize(
    ("indicator", "sentence"),
    [
        ("RC-01", "Applied Answered 1"),
        ("RC-02", "Applied Answered No evidence"),
        ("RC-03", "Unknown: scores 0"),
        ("CO-16", "Comment Reason: Another agency does it"),
        ("EQ-05", "Comment Decided outside by Ministry 3 Applied"),
        ("RC-04", "Comment As <b>ordered</b> 3 Applied"),
        ("RC-05", "Not answered: scores 0"),
    ],
)
def test_a_row_says_level_state_evidence_and_comment(
    indicator: str, sentence: str, vera: Actor, ready: Database
) -> None:
    assert sentence in said(vera, indicator)


def test_each_reader_is_offered_what_they_may_do(alice: Actor, hugo: Actor, vera: Actor, ready: Database) -> None:
    question = f'href="{HOME}/elements/E1.1?from=check#RC-0'

    assert f'{question}1"' in rows_of(alice)["RC-01"]
    assert f'{question}3"' in rows_of(alice)["RC-03"]
    assert f'href="{PAGE}/RC-01/level"' in rows_of(hugo)["RC-01"]
    assert f'{question}3"' in rows_of(hugo)["RC-03"], "what has no level can only be answered"
    assert "<a " not in "".join(rows_of(vera).values())


def test_what_stops_signing_is_said_at_its_question(vera: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue, ANSWERS | {"CO-16": {"state": "not_applicable", "reason_code": "NA1"}})

    assert "1 thing to fix before signing" in words(vera.browser.get(PAGE).text)
    assert "hint-problem" in rows_of(vera)["CO-16"]


def test_the_head_changes_a_level_and_comes_back_to_its_row(hugo: Actor, alice: Actor, ready: Database) -> None:
    answer = hugo.browser.post(f"{HOME}/validated", data=hugo.form(**CHANGE))

    assert answer.headers["location"].startswith(f"{PAGE}?")
    assert answer.headers["location"].endswith("#RC-01")
    assert "The level was changed." in words(hugo.browser.get(answer.headers["location"]).text)
    for reader in (hugo, alice):
        assert "3 Applied Applied To be signed 2 Formalised" in said(reader, "RC-01")


def test_once_signed_the_page_is_what_was_signed(hugo: Actor, alice: Actor, ready: Database) -> None:
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(**CHANGE))
    sign(hugo)

    page = words(alice.browser.get(PAGE).text)

    assert "As signed by Hugo Hale, Director General" in page
    assert "3 Applied Applied Signed 2 Formalised" in said(alice, "RC-01")
    assert not any("<a " in row for reader in (hugo, alice) for row in rows_of(reader).values())


def test_the_reviewers_levels_are_not_on_it(alice: Actor, rita: Actor, ready: Database, catalogue: Catalogue) -> None:
    bring_to(ready, catalogue, State.UNDER_REVIEW)
    before = [said(reader, "RC-01") for reader in (alice, rita)]

    moderate(ready, "RC-01", "1", note="Page 4 says otherwise")
    bring_to(ready, catalogue, State.REVIEWED)

    assert [said(reader, "RC-01") for reader in (alice, rita)] == before


def test_after_a_return_only_what_was_sent_back_can_be_changed(
    alice: Actor, hugo: Actor, ready: Database, catalogue: Catalogue
) -> None:
    bring_to(ready, catalogue, State.RETURNED)

    for reader in (alice, hugo):
        assert [id_ for id_, row in rows_of(reader).items() if "<a " in row] == ["RC-01"]
        assert "Not signed again yet." in words(reader.browser.get(PAGE).text)


@pytest.mark.parametrize(("indicator", "levels"), [("RC-01", "01234"), ("RC-07", "024")])
def test_the_levels_of_exactly_this_question_are_offered(
    indicator: str, levels: str, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue, ANSWERS | {"RC-07": {"state": "answered", "value": "partly"}})

    page = hugo.browser.get(f"{PAGE}/{indicator}/level").text

    assert "".join(re.findall(r'name="level" value="(\d)"', page)) == levels
    assert catalogue["2026.1"].words("en").indicators[indicator].levels[-1] in words(page)
    assert page.count(" checked>") == 1, "the level that would be signed"


@pytest.mark.parametrize(
    ("state", "indicator", "sentence"),
    [
        (State.IN_PROGRESS, "RC-03", "This question has no level to change."),
        (State.RETURNED, "RC-02", "This question was not returned, so it stays as signed."),
    ],
)
def test_where_no_level_can_be_changed_the_page_says_why(
    state: State, indicator: str, sentence: str, hugo: Actor, ready: Database, catalogue: Catalogue
) -> None:
    bring_to(ready, catalogue, state)

    page = hugo.browser.get(f"{PAGE}/{indicator}/level")

    assert page.status_code == 200
    assert sentence in words(page.text)
    assert 'name="level"' not in page.text
    assert hugo.browser.get(f"{PAGE}/ZZ-99/level").status_code == 404


@pytest.mark.parametrize("address", [f"{HOME}/signature", f"{HOME}/scorecard"])
def test_check_and_result_lead_to_it(address: str, hugo: Actor, ready: Database) -> None:
    assert f'href="{PAGE}"' in hugo.browser.get(address).text
