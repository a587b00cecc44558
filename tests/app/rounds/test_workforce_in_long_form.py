"""The published workforce numbers of a round, or of all rounds: one file for everybody, of publications alone."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment
from app.features.rounds.consolidated.numbers import IN_CELLS, LONG, in_cells
from questionnaires.catalogue import Catalogue
from tests.app.drawn_workbooks import opened
from tests.app.workforce.conftest import fill_in, set_profile
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state, put_on_version

HOME = "/rounds/round/consolidated"
TABLE = "?table=workforce"
STAFF = {
    f"G{row}/staff.{sex}": number
    for sex, numbers in {"W": (1, 12, 44, 96, 210, 356, 120), "M": (8, 34, 86, 168, 240, 693, 80)}.items()
    for row, number in enumerate(numbers, 1)
}


@pytest.fixture
def published(alice: Actor, database: Database, catalogue: Catalogue) -> Database:
    with database.writing() as db:
        put_on_version(db, catalogue, "2027.1")
    set_profile(database, pay_data_available="yes")
    fill_in(alice, "WT1a", STAFF)
    fill_in(alice, "WT7a", {"harassment/reports.W": 7})
    fill_in(alice, "WT4a", {f"G6/{name}.W": value for name, value in (("paid", 300), ("mean_pay", "19.60"))})
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    return database


def of_csv(who: Actor, query: str = TABLE) -> list[list[str]]:
    content = who.browser.get(f"{HOME}.csv{query}").content
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def of_jsonl(who: Actor, query: str = TABLE) -> list[dict[str, Any]]:
    return [json.loads(line) for line in who.browser.get(f"{HOME}.jsonl{query}").text.splitlines()]


def sheets_of(who: Actor, query: str = "") -> dict[str, list[tuple[Any, ...]]]:
    book = opened(who.browser.get(f"{HOME}.xlsx{query}").content)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def figures(lines: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("table", "row", "measure", "sex")
    return {"/".join(str(line[name]) for name in names): line["value"] for line in lines}


@ON_BOTH
def test_workbook_csv_and_json_lines_hold_the_same_lines_for_every_reader(
    sofia: Actor, rita: Actor, bob: Actor, published: Database
) -> None:
    lines = of_jsonl(sofia)
    (head, *rows), (titles, *cells) = of_csv(sofia), sheets_of(sofia)["Workforce"]

    assert (tuple(lines[0]), tuple(head), titles) == (LONG, IN_CELLS, IN_CELLS)
    in_order = [in_cells(tuple(line.values())) for line in lines]
    assert in_order == cells
    assert [[*map(as_text, row)] for row in in_order] == rows
    for reader in (rita, bob):
        assert of_jsonl(reader) == lines
        assert sheets_of(reader)["Workforce"][1:] == cells
        assert of_jsonl(reader, f"{TABLE}&rounds=all") == lines


def as_text(cell: Any) -> str:
    return str(cell).upper() if isinstance(cell, bool) else "" if cell is None else str(cell)


def test_small_numbers_are_hidden_and_merged_rows_stand_as_one(bob: Actor, published: Database) -> None:
    shown = figures(of_jsonl(bob))

    assert shown["WT1a/G1+G2/staff/W"] == 13
    assert shown["WT1a/total/staff/total"] == 2148
    assert shown["WT7a/harassment/reports/W"] == "c"
    assert shown["WT4a/G6/mean_pay/W"] == 19.6
    assert not [place for place in shown if "/G1/" in place or place.endswith("/X")]


def test_it_is_the_same_file_by_name_for_everybody_until_something_is_published_anew(
    sofia: Actor, bob: Actor, published: Database, catalogue: Catalogue
) -> None:
    def name(reader: Actor, kind: str = ".csv") -> str:
        told = reader.browser.get(f"{HOME}{kind}{TABLE}").headers["content-disposition"]
        return "".join(told.partition("parity-workforce")[1:])

    assert name(sofia) == name(bob) != ""
    before = name(sofia)
    with published.writing() as db:
        db.execute(text("UPDATE publication SET edition = 2"))

    assert name(sofia) != before


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.SIGNED, State.REVIEWED])
def test_while_it_is_corrected_the_published_numbers_stay_and_no_other_is_told(
    sofia: Actor, bob: Actor, published: Database, state: State
) -> None:
    before = of_jsonl(sofia)
    with published.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == ARDEN).values(state=state))
        db.execute(text("UPDATE workforce_cell SET value = 7654321"))

    assert of_jsonl(sofia) == of_jsonl(bob) == before
    assert "7654321" not in str(sheets_of(sofia))


def test_a_filter_leaves_out_whole_organisations(sofia: Actor, published: Database) -> None:
    assert of_jsonl(sofia, f"{TABLE}&region=AP") == []
    assert of_jsonl(sofia, f"{TABLE}&region=EUR") == of_jsonl(sofia)


def test_nothing_else_changes_where_no_numbers_are_published(sofia: Actor, database: Database) -> None:
    assert list(sheets_of(sofia)) == ["Administrations", "Indicators", "Heatmap", "Regions", "Levels", "Method"]
    assert of_csv(sofia) == [list(IN_CELLS)]
    assert "table=workforce" not in sofia.browser.get("/rounds/round/reports").text


def test_the_page_of_files_offers_it(sofia: Actor, published: Database) -> None:
    page = sofia.browser.get("/rounds/round/reports").text

    assert "/consolidated.jsonl?table=workforce" in page
    assert list(sheets_of(sofia))[-2:] == ["Workforce", "Method"]
    assert "Columns of the sheet “Workforce”" in {row[0] for row in sheets_of(sofia)["Method"]}


@ON_BOTH
def test_what_cannot_be_read_is_named_among_the_others(sofia: Actor, published: Database) -> None:
    with published.writing() as db:
        db.execute(text("""UPDATE publication SET content = '{"workforce": {"sha256": "0", "hidden": 7}}'"""))

    (line,) = of_jsonl(sofia)
    assert (line["code"], line["table"], line["value"]) == ("ARDEN", "unreadable", None)
