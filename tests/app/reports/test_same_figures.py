"""A number is computed in one place: page, API, workbook and command line say the same."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli.main import cli
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.answers import random_document, store
from tests.app.drawn_workbooks import opened, table
from tests.app.once import Once
from tests.cast import ARDEN, Actor

DASH = "\u2013"
HOME = f"/assessments/{ARDEN}"
API = f"/api/v1{HOME}"
FIGURES = {  # the document's name -> the title in the workbook
    "score": "Score",
    "level": "Level",
    "uncapped_level": "Level from score alone, in every row",
    "of_answered": "Score of answered questions",
    "own_control": "Score within own control",
    "supported": "Score with evidence only",
    "asked": "Asked",
    "answered": "Answered",
    "unknown": "Unknown (each scores 0*)",
    "not_applicable": "Not applicable",
    "outside_control": "Decided outside",
    "unsupported": "Without evidence",
}


class Cells(HTMLParser):
    """The rows of a page's tables as lists of what each cell says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_open = True

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


@pytest.fixture
def document(database: Database, catalogue: Catalogue, once: Once[dict[str, Any]]) -> dict[str, Any]:
    """A profile and random answers, stored; as the file that `parity score` reads."""

    def stored() -> dict[str, Any]:
        made = random_document(Random(7), catalogue)
        store(database, catalogue, made)
        return made

    return once.of(database, stored)


@pytest.fixture(scope="module")
def reports() -> list[bytes]:
    return []


@pytest.fixture
def report(document: dict[str, Any], alice: Actor, reports: list[bytes]) -> bytes:
    """The gap report of the stored document, drawn once."""
    if not reports:
        reports.append(alice.browser.get(f"{HOME}/gap-report.xlsx").content)
    return reports[0]


@pytest.fixture
def scorecard(document: dict[str, Any], alice: Actor) -> dict[str, Any]:
    """As the API gives it."""
    card: dict[str, Any] = alice.browser.get(f"{API}/scorecard", headers=alice.api).json()
    return card


def nodes(scorecard: dict[str, Any]) -> list[dict[str, Any]]:
    """In the order of page and workbook: the whole, then each pillar with its elements (P1 has E1.1, E1.2 ...)."""
    return sorted((scorecard["overall"], *scorecard["pillars"], *scorecard["elements"]), key=_place)


def is_started(node: dict[str, Any]) -> bool:
    """Before the signature, a part without any answer has neither level nor score on pages and in reports."""
    return bool(node["answered"] + node["unknown"] + node["not_applicable"])


def told(node: dict[str, Any], name: str) -> Any:
    is_count = name in ("asked", "answered", "unknown", "not_applicable", "outside_control", "unsupported")
    return node[name] if is_count or is_started(node) else None


def _place(node: dict[str, Any]) -> tuple[int, int]:
    pillar, _, element = node["id"].replace("overall", "P0")[1:].partition(".")
    return int(pillar), int(element or 0)


def test_the_command_line_prints_what_the_api_gives(
    document: dict[str, Any], scorecard: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(document), encoding="utf-8")

    printed = CliRunner().invoke(cli, ["score", "--questionnaire", "2026.1", str(file)])

    assert json.loads(printed.stdout) == scorecard


def test_the_workbook_holds_the_figures_of_the_api(scorecard: dict[str, Any], report: bytes) -> None:
    rows = table(report, "Pillars and elements")

    said = [(row["Id"], *(row[title] for title in FIGURES.values())) for row in rows]
    assert said == [(shown(node["id"]), *(told(node, name) for name in FIGURES)) for node in nodes(scorecard)]


def shown(id_: str) -> str:
    return "Overall" if id_ == "overall" else id_


def test_the_sheet_check_holds_the_exact_scores_of_the_api(scorecard: dict[str, Any], report: bytes) -> None:
    check = opened(report)["Check"]
    said = {row[0]: row[5] for row in check.iter_rows(min_row=6, max_col=6, values_only=True) if row[0]}

    assert said == {shown(node["id"]): told(node, "exact") for node in nodes(scorecard)}


def test_the_workbook_names_what_holds_a_level_back_as_the_api_does(scorecard: dict[str, Any], report: bytes) -> None:
    rows = table(report, "Pillars and elements")

    assert [row["Held back by"] or "" for row in rows] == [", ".join(node["capped_by"]) for node in nodes(scorecard)]


def test_the_scorecard_page_shows_the_scores_of_the_api(scorecard: dict[str, Any], alice: Actor) -> None:
    page = alice.browser.get(f"{HOME}/scorecard").text

    shown = re.findall(
        r'<summary>\s*<span id="sum-[^"]*">.*?<span class="number">(.*?)</span>.*?</summary>', page, re.DOTALL
    )
    assert len({*shown}) > 2
    assert [re.sub("<.*?>", "", cell).strip() for cell in shown] == [
        written(node["score"]) if is_started(node) else not_started(node) for node in nodes(scorecard)
    ]


def test_the_sums_of_the_scorecard_page_end_in_the_figures_of_the_api(scorecard: dict[str, Any], alice: Actor) -> None:
    rows = Cells(alice.browser.get(f"{HOME}/scorecard").text).rows

    means = [row[1:] for row in rows if row and row[0].startswith("Mean")]
    names = ("score", "of_answered", "own_control", "supported")
    assert means == [[written(node[name]) for name in names] for node in nodes(scorecard) if is_started(node)]


def not_started(node: dict[str, Any]) -> str:
    """A pillar says it in words beside its name."""
    return DASH if node["id"].startswith("P") else "Not started"


def written(figure: float | None) -> str:
    return DASH if figure is None else f"{figure:.1f}"


def written_level(level: int | None) -> str:
    return DASH if level is None else str(level)


def test_the_list_of_the_api_has_the_levels_of_the_scorecard(scorecard: dict[str, Any], sofia: Actor) -> None:
    line = sofia.browser.get(API, headers=sofia.api).json()

    levels = {pillar["id"]: pillar["level"] for pillar in scorecard["pillars"]}
    assert (line["level"], line["levels"]) == (scorecard["overall"]["level"], levels)


def test_the_gaps_stand_in_the_same_order_on_page_and_workbook(
    scorecard: dict[str, Any], alice: Actor, report: bytes
) -> None:
    rows = table(report, "Gaps")
    page = alice.browser.get(f"{HOME}/scorecard").text

    order = [row["Indicator"] for row in rows]
    assert set(order) == {indicator["id"] for indicator in scorecard["indicators"] if indicator["gap"]}
    assert re.findall(r'<p class="caption">([A-Z]{2}-\d\d) ·', page) == order[:5]


def test_the_answers_sheet_holds_the_target_and_gap_of_the_api(scorecard: dict[str, Any], report: bytes) -> None:
    rows = {row["Indicator"]: row["Gap"] for row in table(report, "Answers")}

    gaps = {
        indicator["id"]: indicator["gap"]
        for indicator in scorecard["indicators"]
        if indicator["asked"] and indicator["fraction"] is not None
    }
    assert {id_: rows[id_] or 0 for id_ in gaps} == gaps


@pytest.mark.parametrize("sheet", ["Pillars and elements", "Answers"])
def test_the_report_of_a_file_holds_what_the_report_of_the_assessment_holds(
    sheet: str, document: dict[str, Any], report: bytes, tmp_path: Path
) -> None:
    file, out = tmp_path / "answers.json", tmp_path / "gap.xlsx"
    file.write_text(json.dumps(document), encoding="utf-8")
    CliRunner().invoke(cli, ["export", "gap", "--answers", str(file), "--out", str(out)])

    assert table(out.read_bytes(), sheet) == table(report, sheet)
