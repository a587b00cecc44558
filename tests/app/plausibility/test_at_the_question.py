"""What can hardly be is said at the question and at its evidence, with script and without, and stops nothing."""

import pytest
from bs4 import BeautifulSoup

from app.db.session import Database
from tests.app.browser import form
from tests.app.plausibility.conftest import ASKS, DATED, ELEMENT, HOME, HTMX, LACKS, answer, document, hints
from tests.app.queries import queries
from tests.cast import Actor
from tests.engines import ON_BOTH

pytestmark = pytest.mark.usefixtures("on_2027")


def test_a_level_that_needs_another_question_says_so_below_it(alice: Actor) -> None:
    answer(alice, "RC-02", 4)
    assert hints(alice.browser.get(ELEMENT).text, "#state-RC-02") == [f"{LACKS} not answered."]

    answer(alice, "RC-10", 1)
    assert hints(alice.browser.get(ELEMENT).text, "#state-RC-02") == [f"{LACKS} at level 1."]

    answer(alice, "RC-10", 2)
    assert hints(alice.browser.get(ELEMENT).text, "#state-RC-02") == []


@ON_BOTH
def test_a_save_brings_the_hints_with_it_and_asks_the_database_nothing_more(alice: Actor, on_2027: Database) -> None:
    answer(alice, "RC-10", 1)
    page = alice.browser.get(f"{HOME}/answers/RC-02", headers=HTMX).text
    with queries(on_2027) as sent:
        fields = form(page, "RC-02").data(choice="4")
        saved = alice.browser.put(f"{HOME}/answers/RC-02", data=fields, headers=HTMX).text
    with queries(on_2027) as without:
        fields = form(page, "RC-02").data(choice="3", revision="1")
        lower = alice.browser.put(f"{HOME}/answers/RC-02", data=fields, headers=HTMX).text

    assert f"{LACKS} at level 1." in saved
    assert "hardly true" not in lower
    assert len(sent) == len(without)


@ON_BOTH
def test_a_piece_outside_its_period_says_so_and_so_does_the_question_if_there_is_no_newer_one(alice: Actor) -> None:
    document(alice, "Minutes of the board", "2024-10-31", "RC-03")
    answer(alice, "RC-03", 3)
    page = alice.browser.get(ELEMENT).text

    assert hints(page, "#items-RC-03") == [f"Dated 14 months {DATED}"]
    assert hints(page, "#state-RC-03") == [f"{ASKS} The newest dated evidence was 14 months old by then."]

    document(alice, "Newer minutes", "2025-06-30", "RC-03")
    page = alice.browser.get(ELEMENT).text
    assert hints(page, "#items-RC-03") == [f"Dated 14 months {DATED}"]
    assert hints(page, "#state-RC-03") == []


@ON_BOTH
def test_the_page_of_a_part_takes_as_few_queries_as_ever(alice: Actor, on_2027: Database) -> None:
    document(alice, "Minutes of the board", "2024-10-31", "RC-01", "RC-02", "RC-03")
    for indicator in ("RC-01", "RC-02", "RC-03"):
        answer(alice, indicator, 4)
    with queries(on_2027) as sent:
        page = alice.browser.get(ELEMENT).text

    assert "Dated 14 months" in page
    assert len(sent) <= 6, "\n".join(sent)


def test_choosing_another_level_changes_what_the_pieces_say_on_the_screen(alice: Actor) -> None:
    document(alice, "Minutes of the board", "2024-10-30", "RC-03")

    raised = answer(alice, "RC-03", 3, **HTMX).text
    lowered = answer(alice, "RC-03", 2, **HTMX).text

    assert 'class="dated hint" id="dated-RC-03-' in raised
    assert f"Dated more than 14 months {DATED}" in raised
    assert "Dated more than" not in lowered
    assert 'hx-swap-oob="true"></span>' in lowered


def test_evidence_that_is_removed_or_added_with_script_brings_what_is_said_of_the_rest(alice: Actor) -> None:
    document(alice, "Minutes of the board", "2024-10-31", "RC-03")
    document(alice, "Later minutes", "2026-01-01", "RC-03")
    answer(alice, "RC-03", 4)
    page = alice.browser.get(ELEMENT).text
    later = BeautifulSoup(page, "html.parser").select("#items-RC-03 .dated")[1]["id"]

    fields = alice.form(was="RC-03", back="RC-03")
    left = alice.browser.post(
        f"{HOME}/evidence/{str(later).removeprefix('dated-RC-03-')}/uses", data=fields, headers=HTMX
    ).text

    assert [hint.partition(",")[0] for hint in hints(page, "#items-RC-03")] == [
        "Dated 14 months before the snapshot date",
        "Dated after the snapshot date",
    ]
    assert hints(left, "#items-RC-03") == [f"Dated 14 months {DATED}".replace("Level 3", "Level 4")]


def test_what_has_no_date_and_what_is_typed_is_not_judged(alice: Actor) -> None:
    document(alice, "Minutes of the board", "", "RC-03")
    page = alice.browser.get(f"{HOME}/answers/RC-03", headers=HTMX).text
    fields = form(page, "RC-03").data(choice="4", evidence=["Report of 1 May 1999"])
    alice.browser.post(f"{HOME}/answers/RC-03", data=fields)

    assert hints(alice.browser.get(ELEMENT).text, "#RC-03") == []


def test_a_made_up_list_of_items_harms_nothing(alice: Actor) -> None:
    items = ["", " ", "<b> 2024-10-31", "a 2024-13-45", "b never", "c 2024-10-31 2024-10-31"]
    fields = alice.form(choice="3", revision="0", items=items)
    saved = alice.browser.put(f"{HOME}/answers/RC-03", data=fields, headers=HTMX)

    assert saved.status_code == 200
    assert "<b>" not in saved.text
    assert "dated-RC-03-&lt;b&gt;" in saved.text
    assert "dated-RC-03-a" not in saved.text


def test_whoever_only_reads_is_told_too(alice: Actor, vera: Actor) -> None:
    document(alice, "Minutes of the board", "2024-10-31", "RC-03")
    answer(alice, "RC-03", 3)
    answer(alice, "RC-02", 4)
    page = vera.browser.get(ELEMENT).text

    assert hints(page, "#items-RC-03") == [f"Dated 14 months {DATED}"]
    assert f"{LACKS} not answered." in hints(page, "#RC-02")


def test_the_register_and_the_page_of_an_item_name_the_questions_that_ask_for_another_date(alice: Actor) -> None:
    document(alice, "Minutes of the board", "2024-10-31", "RC-03", "RC-04")
    document(alice, "Undated", "", "RC-03")
    answer(alice, "RC-03", 3)
    register = f"{HOME}/evidence"

    assert hints(alice.browser.get(register).text, ".evidence-list") == [f"RC-03: Dated 14 months {DATED}"]

    answer(alice, "RC-04", 3)
    page = alice.browser.get(register).text
    assert "2 questions ask for another date" in page
    assert hints(page, ".evidence-list")[1] == f"RC-04: Dated 14 months {DATED}"

    items = [row["id"] for row in BeautifulSoup(page, "html.parser").select(".evidence-list tr[id]")]
    pages = [alice.browser.get(f"{register}/{item}").text for item in items]
    assert sorted(len(hints(each, "dl.card")) for each in pages) == [0, 0, 2]
