"""Unfinished is not a verdict: the same assessment, as far as it is, on every page and in every file."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.drawn_workbooks import opened, table
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
LEVEL_4 = {"state": "answered", "value": 4, "evidence": ["Circular 12"]}
OPEN = "EQ-33"
ABSENT = "Absent"
UNANSWERED = "core questions are not answered"
LATER = (
    "Promote women's leadership, Raise awareness, Enhance co-operation - international, at the border and with partners"
)
QUOTE = "Not signed: do not quote."
NAME = "Arden Customs"


@pytest.fixture
def begun(database: Database, catalogue: Catalogue) -> Database:
    """P1 is answered in full, of P2 one core question is open, nothing of the others is answered."""
    version = catalogue["2026.1"]
    given = {
        indicator.id: LEVEL_4 | {"value": 4 if indicator.kind == "maturity" else "yes"}
        for indicator in version.structure.indicators
        if indicator.is_scored and version.elements[indicator.element].pillar in ("P1", "P2") and indicator.id != OPEN
    }
    store(database, catalogue, {"profile": {}, "answers": given})
    return database


def badges(page: str) -> list[str]:
    """The look and the number of each level, in order."""
    return [
        f"{look} {number.strip()}" for look, number in re.findall(r'<span class="level ([\w-]+)"[^>]*>([^<]*)', page)
    ]


def report_of(who: Actor) -> bytes:
    return who.browser.get(f"{HOME}/gap-report.xlsx").content


def summary_of(report: bytes) -> list[tuple[object, ...]]:
    book = opened(report)
    return [tuple(cell for cell in row if cell is not None) for row in book["Summary"].iter_rows(values_only=True)]


def line_of(who: Actor, address: str) -> dict[str, str]:
    content = who.browser.get(address).content.decode("utf-8-sig")
    rows = csv.DictReader(StringIO(content, newline=""))
    return next(row for row in rows if NAME in row.values())


def test_who_has_not_begun_has_no_level_anywhere(alice: Actor, sofia: Actor) -> None:
    work, card = alice.browser.get("/").text, alice.browser.get(f"{HOME}/scorecard").text
    drawn = report_of(alice)
    report = summary_of(drawn)

    assert badges(work) == []
    assert {look for look in badges(card.partition("How solid is this score")[0])} == {"level-none \N{EN DASH}"}
    assert "there is no level and no score" in words(card)
    assert not re.search("score-fill|so-far|mark-now", card)
    assert ABSENT not in words(work) + words(card)
    assert ("—", "Overall: Not started", "—") in report
    assert ("No question is answered yet, so there is no level.", "score out of 100") in report
    assert (QUOTE,) in report
    nodes = table(drawn, "Pillars and elements")
    assert [row for row in nodes if row["Level"] is not None or row["Score"] is not None] == []
    assert line_of(sofia, "/rounds/round/overview.csv")["Overall, level"] == ""


def test_pages_tell_what_is_provisional_from_what_is_complete(alice: Actor, begun: Database) -> None:
    work, card = alice.browser.get("/").text, alice.browser.get(f"{HOME}/scorecard").text

    assert badges(work) == [], "before the signature there is no verdict on the first page"
    assert badges(card)[:6] == ["provisional 1", "level-4 4", "provisional 1", *["level-none \N{EN DASH}"] * 3]
    assert "Not rated yet: 52 of 93 answered" in words(card)
    assert "Unanswered questions score 0, so level and score can still change. Do not quote them." in words(card)
    assert (
        "At level 1 so far because Promote women's leadership has not been started, Raise awareness has not"
        in words(card)
    )
    assert f"At level 1 so far because {OPEN} is not answered." in words(card)
    assert (card.count('class="score-fill"'), card.count('class="so-far"')) == (1, 2)  # P1; the whole and P2
    assert ABSENT not in words(work) + words(card)


def test_the_overview_hatches_them_and_says_which_they_are(sofia: Actor, begun: Database) -> None:
    page = sofia.browser.get("/rounds/round").text
    (row,) = [row for row in page.split("<tr>") if f">{NAME}<" in row]
    line = line_of(sofia, "/rounds/round/overview.csv")

    assert re.findall(r'class="heat ?([\w-]*)', row) == ["provisional", "level-4", "provisional", "", "", ""]
    assert "provisional: not all questions are answered" in words(page)
    assert (line["Provisional"], line["P1, level"], line["P3, level"], line["P3, score"]) == (
        "Overall, P2",
        "4",
        "",
        "",
    )


def test_the_files_of_a_round_name_them(sofia: Actor, begun: Database) -> None:
    line = line_of(sofia, "/rounds/round/consolidated.csv?table=administrations")
    book = load_workbook(BytesIO(sofia.browser.get("/rounds/round/consolidated.xlsx").content))
    (heat,) = [row for row in book["Heatmap"].iter_rows() if row[1].value == NAME]

    assert (line["provisional"], line["overall_level"], line["P1_level"]) == ("overall P2", "1", "4")
    assert (line["P3_level"], line["P3_score"]) == ("", "")
    assert [cell.fill.patternType for cell in heat[2:6]] == ["lightUp", "solid", "lightUp", None]
    assert "Hatched: provisional" in "\n".join(str(row[2]) for row in book["Heatmap"].iter_rows(values_only=True))


def test_the_gap_report_says_that_nobody_should_quote_it(alice: Actor, begun: Database) -> None:
    drawn = report_of(alice)
    report, rows = summary_of(drawn), {row["Id"]: row for row in table(drawn, "Pillars and elements")}

    assert any("Overall: Provisional" in row for row in report)
    assert any("Provisional: 52 of 93 questions answered. The others score 0." in row for row in report)
    assert (QUOTE,) in report
    assert ("P3", "Overall is at level 1 so far, because no question is answered in: " + LATER) in report
    assert (OPEN, f"Eliminate discrimination and bias is at level 1 so far, because {UNANSWERED}: {OPEN}") in report
    assert [(rows[id_]["Level"], rows[id_]["Level name"]) for id_ in ("Overall", "P1", "P2", "P3")] == [
        (1, "Provisional"),
        (4, rows["P1"]["Level name"]),
        (1, "Provisional"),
        (None, "Not started"),
    ]
    assert rows["P1"]["Level name"] not in ("Provisional", "Not started")


def test_signed_is_never_provisional(alice: Actor, begun: Database, catalogue: Catalogue) -> None:
    with begun.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    work, card = alice.browser.get("/").text, alice.browser.get(f"{HOME}/scorecard").text

    assert "rovisional" not in words(work) + words(card)
    assert not any("do not quote" in str(row) for row in summary_of(report_of(alice)))


def test_the_api_says_beside_the_figures_what_they_are_worth(alice: Actor, begun: Database) -> None:
    line = alice.browser.get(f"/api/v1{HOME}", headers=alice.api).json()

    assert line["status"] == {
        "overall": "provisional",
        "P1": "complete",
        "P2": "provisional",
        **dict.fromkeys(("P3", "P4", "P5"), "not started"),
    }
    assert (line["level"], line["levels"]["P3"]) == (1, 0)


def test_a_star_has_its_legend_where_it_stands(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    legend = "* Unknown: nobody knows the answer, so it counts as 0."
    assert "*" not in words(alice.browser.get(f"{HOME}/scorecard").text)

    store(database, catalogue, {"profile": {}, "answers": {"EQ-33": {"state": "unknown"}}})
    _, behind = words(alice.browser.get(f"{HOME}/scorecard").text).split("How solid is this score?")

    for section in behind.split("What to do next"):
        assert legend in section
