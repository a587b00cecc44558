"""What can hardly be stands in the check before signing, beside the answer under review and in the gap report."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.plausibility.conftest import ASKS, DATED, HOME, LACKS, answer, document, hints
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

REPORT = f"{HOME}/gap-report.xlsx"
NEWEST = f"{ASKS} The newest dated evidence was 14 months old by then."


@pytest.fixture
def answered(on_2027: Database, alice: Actor) -> Database:
    """RC-02 needs RC-10, which is at level 1; the one piece of RC-03 is 14 months old."""
    document(alice, "Minutes of the board", "2024-10-31", "RC-03")
    for indicator, level in {"RC-02": 4, "RC-03": 3, "RC-10": 1}.items():
        answer(alice, indicator, level)
    return on_2027


def column(workbook: bytes, title: str) -> dict[str, str] | None:
    """Of the sheet "Answers": indicator -> its cell; None where there is no such column."""
    sheet = load_workbook(BytesIO(workbook))["Answers"]
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in table if "Indicator" in row)
    if title not in head:
        return None
    id_, at = head.index("Indicator"), head.index(title)
    return {row[id_]: row[at] for row in table[table.index(head) + 1 :] if row[at]}


@ON_BOTH
def test_the_check_lists_what_to_look_at_and_nothing_of_it_stops_signing(alice: Actor, answered: Database) -> None:
    page = alice.browser.get(f"{HOME}/signature").text

    assert hints(page, "#hints") == [f"{LACKS} at level 1.", NEWEST]
    assert "Look at these before you sign 2 They do not prevent signing." in words(page)
    assert "RC-02" not in words(page.partition('id="check"')[2].partition("</div>")[0])


def test_the_check_of_an_answer_that_the_head_lowered_has_nothing_to_look_at(
    alice: Actor, hugo: Actor, answered: Database
) -> None:
    lowered = hugo.form(indicator="RC-02", level="3", reason="No data by sex yet")
    assert hugo.browser.post(f"{HOME}/validated", data=lowered).status_code == 303

    assert hints(alice.browser.get(f"{HOME}/signature").text, "#hints") == [NEWEST]


@ON_BOTH
def test_the_reviewer_sees_it_beside_the_answer_and_its_evidence(
    rita: Actor, answered: Database, catalogue: Catalogue
) -> None:
    with answered.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    page = rita.browser.get(f"{HOME}/review/E1.1").text

    assert hints(page, ".signed") == [f"{LACKS} at level 1.", NEWEST, f"Dated 14 months {DATED}"]


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.PUBLISHED])
@ON_BOTH
def test_the_gap_report_has_a_column_of_it(
    state: State, alice: Actor, answered: Database, catalogue: Catalogue
) -> None:
    with answered.writing() as db:
        put_in_state(db, catalogue, state)

    drawn = alice.browser.get(REPORT).content

    assert column(drawn, "Worth a look") == {
        "RC-02": f"{LACKS} at level 1.",
        "RC-03": NEWEST.replace("31 December 2025", "2025-12-31"),
    }


def test_a_version_without_needs_and_windows_has_neither_list_nor_column(alice: Actor) -> None:
    answer(alice, "RC-02", 4)
    document(alice, "Minutes of the board", "1999-01-01", "RC-02")

    assert 'id="hints"' not in alice.browser.get(f"{HOME}/signature").text
    assert column(alice.browser.get(REPORT).content, "Worth a look") is None
