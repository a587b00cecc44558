"""The list of published results: filtered, sorted and searched by its address, and as a file exactly as it is shown."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlmodel import col, select

from app.assessments.lifecycle import State
from app.assessments.stored_figures import Scale
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Download
from app.db.tables.rounds import Assessment, Publication, Round
from app.features.reports import published
from app.features.reports.result_list import Result, grouped, seen, view_of
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

NAMES = ["Éire", "Åland", "Zembla", "borduria", "Syldavia"]
REGIONS = ["AP", "EUR", "AMS", "AP", "EUR"]
LEVELS = [0, 3, None, 2, 3]
SCORES = [12.0, 70.5, None, 55.0, 71.0]
DOCS = (Path(__file__).parents[3] / "docs" / "files.md").read_text("utf-8")
VIEWS = ["", "?region=AP&sort=-score", "?text=nowhere"]
SHOWN = re.compile(r'<th scope="row"><a href="/results/[^"]+">([^<]+)</a>')


@pytest.fixture
def five(database: Database, catalogue: Catalogue) -> Database:
    """Arden's result, which is not public, and five that are, with figures of their own, of two rounds."""
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
        own, published_one = db.get_one(Assessment, ARDEN), db.get_one(Publication, (ARDEN, 1))
        db.add(Round(id="before", name="2025", questionnaire="2026.1", due_on="2025-12-18"))
        for number, name in enumerate(NAMES):
            about = {"region": REGIONS[number], "language": "en", "country": "", "disclosure": "public"}
            db.add(Administration(id=f"r{number}", code=f"R{number}", name=name, **about))
            db.flush()
            figures = own.published | {
                "level": LEVELS[number],
                "scores": own.published["scores"] | {"overall": SCORES[number]},
            }
            changed = {
                "id": f"r{number}-2026",
                "administration_id": f"r{number}",
                "round_id": "before" if number > 2 else "round",
                "published": figures,
            }
            db.add(Assessment(**own.model_dump() | changed))
            db.flush()
            db.add(Publication(**published_one.model_dump() | {"assessment_id": f"r{number}-2026"}))
    return database


def shown(page: str) -> list[str]:
    return SHOWN.findall(page)


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("", ["Åland", "Éire", "Zembla", "borduria", "Syldavia"]),
        ("?sort=administration", ["Åland", "borduria", "Éire", "Syldavia", "Zembla"]),
        ("?sort=-administration", ["Zembla", "Syldavia", "Éire", "borduria", "Åland"]),
        ("?sort=score", ["Éire", "borduria", "Åland", "Syldavia", "Zembla"]),
        ("?sort=-score", ["Syldavia", "Åland", "borduria", "Éire", "Zembla"]),
        ("?sort=-level", ["Åland", "Syldavia", "borduria", "Éire", "Zembla"]),
        ("?sort=nonsense", ["Åland", "Éire", "Zembla", "borduria", "Syldavia"]),
        ("?round=2025", ["borduria", "Syldavia"]),
        ("?region=AP", ["Éire", "borduria"]),
        ("?level=3", ["Åland", "Syldavia"]),
        ("?level=none", ["Zembla"]),
        ("?text=ALAND", ["Åland"]),
        ("?text=ia&level=3", ["Syldavia"]),
        ("?text=arden", []),
        ("?round=1900", []),
    ],
)
@ON_BOTH
def test_the_address_says_which_results_and_in_which_order(
    view: str, expected: list[str], stranger: TestClient, five: Database
) -> None:
    assert shown(stranger.get(f"/results{view}").text) == expected


def test_the_sorted_column_says_so_and_a_second_press_turns_it_round(stranger: TestClient, five: Database) -> None:
    page = stranger.get("/results?sort=score&region=AP").text

    assert re.findall(r'aria-sort="(\w+)"', page) == ["none", "none", "none", "ascending"]
    assert 'href="/results?region=AP&amp;sort=-score"' in page
    assert "2 of 5 results" in words(page)


def documented() -> list[str]:
    section = DOCS.partition("## Published results:")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^|]+?) \| (?:text|whole|number) \|", section, re.MULTILINE)


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["nobody", "alice"])
def test_the_files_have_exactly_what_is_listed(view: str, name: str, app: FastAPI, five: Database) -> None:
    browser = TestClient(app) if name == "nobody" else actor(app, name).browser
    page = shown(browser.get(f"/results{view}").text)
    of_csv = rows_of_csv(browser.get(f"/results.csv{view}").content)
    sheet = load_workbook(BytesIO(browser.get(f"/results.xlsx{view}").content)).worksheets[0]
    of_excel = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert [row[0] for row in of_csv[1:]] == page
    assert [row[0] for row in of_excel[1 : len(page) + 1]] == page
    assert of_excel[0] == of_csv[0] == documented()
    assert ("Arden Customs" in page) is ((name, view) == ("alice", ""))


def test_a_person_who_downloads_is_entered_and_a_stranger_has_no_name_to_enter(
    stranger: TestClient, vera: Actor, five: Database
) -> None:
    for browser in (stranger, vera.browser):
        for ending in ("csv", "xlsx"):
            assert browser.get(f"/results.{ending}").status_code == 200

    with five.reading() as db:
        entered = [row.what for row in db.exec(select(Download).order_by(col(Download.at)))]
    assert entered == ["published results"] * 2


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_file(
    stranger: TestClient, five: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "MOST_SHOWN", 3)
    page = stranger.get("/results").text

    assert len(shown(page)) == 3
    assert "The last 2 are not shown here" in words(page)
    assert len(rows_of_csv(stranger.get("/results.csv").content)) == 1 + 5


def test_what_no_filter_leaves_is_told_with_what_to_try(stranger: TestClient, five: Database) -> None:
    page = words(stranger.get("/results?text=nowhere").text)

    assert "0 of 5 results" in page
    assert "No results match." in page
    assert "Show all" in page


def a_result(administration: str, questionnaire: str, score: float, *, is_short: bool = False) -> Result:
    return Result("id", administration, "EUR", "administration", "2026", questionnaire, is_short, 1, 2, {}, score, {})


@pytest.mark.parametrize(
    ("sort", "order"), [("-score", "CBEDA"), ("score", "BCEAD"), ("administration", "BCEAD")], ids=str
)
def test_scores_of_two_versions_are_never_sorted_together(sort: str, order: str) -> None:
    results = [
        a_result("A", "2026.1", 10),
        a_result("B", "2027.1", 20),
        a_result("C", "2027.1", 30),
        a_result("D", "2026.1", 90),
        a_result("E", "2027.1", 80, is_short=True),
    ]

    in_order = seen(results, view_of({"sort": sort}))

    assert "".join(result.administration for result in in_order) == order
    assert [group.scale for group in grouped(in_order)] == [
        ("2027.1", False, False),
        ("2027.1", True, False),
        ("2026.1", False, False),
    ]


def test_scales_stand_in_the_order_of_their_versions_and_last_what_is_apart() -> None:
    scales = [Scale("2026.9", False, False), Scale("2026.10", True, False), Scale("2027.1", False, True)]

    in_order = sorted([*scales, Scale("2026.10", False, False)], key=lambda scale: scale.order)

    assert in_order == [("2026.10", False, False), ("2026.10", True, False), ("2026.9", False, False), scales[2]]
