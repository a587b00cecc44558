"""CSV and Excel hold exactly what the page shows, in the same order; both enter the register of downloads."""

import csv
import hashlib
import re
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from sqlmodel import select

from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Download
from questionnaires.catalogue import Catalogue
from tests.app.rounds.rounds import crowd
from tests.app.rounds.test_overview import ROUND, shown
from tests.cast import Actor, actor

VIEWS = ["", "?state=signed", "?region=EUR&sort=-overall", "?sort=difference", "?state=nothing"]
NASTY = "=HYPERLINK(1)"


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 14)
    return database


def csv_rows(answer_content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(answer_content.decode("utf-8-sig"), newline="")))


def excel_rows(content: bytes) -> list[list[object]]:
    """The table without the notes below it."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows: list[list[object]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return rows[: next((at for at, row in enumerate(rows) if row[0] is None), len(rows))]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("reader", ["sofia", "bob"])
def test_page_csv_and_excel_say_the_same(view: str, reader: str, app: FastAPI, full: Database) -> None:
    browser = actor(app, reader).browser
    page = browser.get(f"{ROUND}{view}").text
    of_csv = csv_rows(browser.get(f"{ROUND}/overview.csv{view}").content)
    of_excel = excel_rows(browser.get(f"{ROUND}/overview.xlsx{view}").content)

    assert [row[0] for row in of_csv[1:]] == shown(page)
    assert [[as_text(cell) for cell in row] for row in of_excel] == [
        [cell.removesuffix(".0") for cell in row] for row in of_csv
    ]


def as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.date().isoformat() if isinstance(cell, datetime) else "" if cell is None else str(cell)


def test_auditors_get_no_figures_of_what_is_not_signed(bob: Actor, full: Database) -> None:
    head, *rows = csv_rows(bob.browser.get(f"{ROUND}/overview.csv?state=in progress").content)

    assert rows
    for name in ("Done", "Asked", "Overall, score", "P1, level", "Own score"):
        assert {row[head.index(name)] for row in rows} == {""}


def test_scores_have_the_colour_of_their_level(sofia: Actor, full: Database) -> None:
    sheet = load_workbook(BytesIO(sofia.browser.get(f"{ROUND}/overview.xlsx?state=signed").content)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    level, score = (sheet.cell(2, head.index(name) + 1) for name in ("P1, level", "P1, score"))

    assert isinstance(level.value, int)
    assert score.fill.start_color.rgb == level.fill.start_color.rgb
    assert score.number_format == "0.0"


def test_a_name_that_looks_like_a_formula_stays_a_text(sofia: Actor, full: Database) -> None:
    with full.writing() as db:
        db.get_one(Administration, "x2").name = NASTY

    assert f"'{NASTY}" in [row[0] for row in csv_rows(sofia.browser.get(f"{ROUND}/overview.csv").content)]
    sheet = load_workbook(BytesIO(sofia.browser.get(f"{ROUND}/overview.xlsx").content)).worksheets[0]
    (cell,) = [row[0] for row in sheet.iter_rows() if row[0].value == NASTY]
    assert cell.data_type == "s"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_each_file_enters_the_register(ending: str, bob: Actor, full: Database) -> None:
    answer = bob.browser.get(f"{ROUND}/overview.{ending}")

    digest = hashlib.sha256(answer.content).hexdigest()
    named = re.match(
        r'attachment; filename="(round-2026-overview-downloaded-(?:\d+-){3})(\w+)\.(\w+)"',
        answer.headers["content-disposition"],
    )
    assert named
    assert named.groups()[1:] == (digest[:8], ending)
    with full.reading() as db:
        entry = db.exec(select(Download)).one()
    assert (entry.by, entry.what, entry.file_name) == ("bob", "round overview", f"{named[1]}{digest[:8]}.{ending}")
    assert entry.sha256 == digest
