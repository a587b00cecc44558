"""A round, or all, as one workbook, as CSV and as JSON lines: the same rows, which agree with every scorecard."""

import csv
import hashlib
import json
import re
from fractions import Fraction
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, text
from sqlmodel import Session

from app.access.identity import Visitor, utc_now
from app.access.loaders import exportable, open_assessment
from app.assessments.lifecycle import State
from app.assessments.report.results import results_of
from app.assessments.rights import Permission, Role
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Download
from app.db.tables.reviews import Moderation, ReviewTask
from app.features.rounds.consolidated.gathering import Batch, Gathered, Unread, gather
from app.features.rounds.consolidated.rows import IN_CELLS, LONG, in_cells
from app.features.rounds.consolidated.wide import wide_names
from app.features.rounds.consolidated.words import KIND_NAMES
from app.validation.organisations import KINDS
from exports import consolidated
from exports.by_region import ByRegion
from exports.content import Column, Table
from exports.heatmaps import HEAD, HeatGroup, Heatmap
from questionnaires.catalogue import Catalogue
from scoring.scorecard import as_document, rounded
from tests.app.answers import random_document, store
from tests.app.drawn_workbooks import opened
from tests.app.rounds.rounds import crowd
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = "/rounds/round/consolidated"
NASTY = "=HYPERLINK(1)"
READERS = {"sofia": Role.LEAD, "rita": Role.REVIEWER, "bob": Role.AUDITOR}


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 7, past=1)
    return database


def of_csv(who: Actor, query: str = "") -> list[dict[str, str]]:
    content = who.browser.get(f"{HOME}.csv{query}").content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def of_jsonl(who: Actor, query: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in who.browser.get(f"{HOME}.jsonl{query}").text.splitlines()]


def of_excel(who: Actor, query: str = "") -> dict[str, list[tuple[Any, ...]]]:
    book = opened(who.browser.get(f"{HOME}.xlsx{query}").content)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    sheets["Heatmap"] = sheets["Heatmap"][HEAD:][: len(sheets["Administrations"])]  # below it stands the legend
    return sheets


@pytest.mark.parametrize("query", ["", "?rounds=all", "?state=signed"])
@ON_BOTH
def test_workbook_csv_and_json_lines_hold_the_same_rows(query: str, sofia: Actor, full: Database) -> None:
    rows, lines, sheets = of_csv(sofia, query), of_jsonl(sofia, query), of_excel(sofia, query)
    head, *long = sheets["Indicators"]

    assert (head, tuple(lines[0])) == (IN_CELLS, LONG)
    assert [in_cells(tuple(line.values())) for line in lines] == long
    assert [[*map(as_text, row)] for row in long] == [[*row.values()] for row in rows]
    assert len(long) == 114 * (len(sheets["Administrations"]) - 1)
    assert [row[:3:2] for row in sheets["Administrations"][1:]] == [row[:2] for row in sheets["Heatmap"][1:]]


@pytest.mark.parametrize("query", ["?table=administrations", "?table=administrations&rounds=all"])
def test_the_figures_are_those_of_the_sheet_of_administrations(query: str, sofia: Actor, full: Database) -> None:
    rows, lines, (head, *sheet) = (
        of_csv(sofia, query),
        of_jsonl(sofia, query),
        of_excel(sofia, query)["Administrations"],
    )
    names = wide_names(("P1", "P2", "P3", "P4", "P5"))

    assert len(head) == len(names)
    assert [list(line) for line in lines] == [list(names)] * len(sheet)
    assert [in_words(line) for line in lines] == sheet
    named = [line | {"round": f"r{line['round']}", "version": f"v{line['version']}"} for line in lines]
    assert [[*map(as_text, line.values())] for line in named] == [[*row.values()] for row in rows]


def as_text(cell: Any) -> str:
    return str(cell).upper() if isinstance(cell, bool) else "" if cell is None else str(cell)


def in_words(line: dict[str, Any]) -> tuple[Any, ...]:
    words = {"assessment_state": line["assessment_state"].capitalize(), "kind": KIND_NAMES[line["kind"]]}
    words |= {"organisation": KINDS[line["organisation"]]}
    return tuple((line | words).values())


def test_the_method_has_the_order_and_levels_of_the_questionnaire(sofia: Actor, full: Database) -> None:
    labels = [row[0] for row in of_excel(sofia)["Method"]]

    assert labels.index("E2.2") < labels.index("E2.10")
    assert {f"Level {number}" for number in range(5)} <= set(labels)


def test_levels_and_scores_are_real_numbers(
    sofia: Actor, database: Database, catalogue: Catalogue, filled: None
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    sheets = of_excel(sofia)
    head, *rows = sheets["Administrations"]
    published = next(row for row in rows if row[4] == "Published")

    for name in ("Overall, level", "P1, score", "Coverage (%)", "Asked", "Self-assessed score"):
        assert isinstance(published[head.index(name)], int | float), name
    assert all(row[IN_CELLS.index("level")] in (None, 0, 1, 2, 3, 4) for row in sheets["Indicators"][1:])


@ON_BOTH
@pytest.mark.parametrize("part", ["first", "second"])
@pytest.mark.parametrize("state", State, ids=str)
def test_it_says_what_the_gap_report_says(
    state: State, part: str, database: Database, catalogue: Catalogue, filled: None
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)
        _decide(db)
        db.execute(delete(ReviewTask))
        db.add(ReviewTask(assessment_id=ARDEN, part=part, reviewer_id="rita", by="sofia", at=utc_now()))
    with database.reading() as db:
        for id_, role in READERS.items():
            visitor = Visitor(id_, id_, "", "en", role)
            gathered = gather(db, catalogue, Batch(visitor, "round", (ARDEN,)))
            if ARDEN not in exportable(db, visitor, ["round"]):
                assert gathered == []
                continue
            access = open_assessment(db, catalogue, visitor, ARDEN, Permission.EXPORT)
            results = results_of(db, access.assessment, with_moderated=access.may(Permission.SEE_MODERATED))
            (entry,) = gathered
            assert isinstance(entry, Gathered)
            assert (entry.figures.kind, entry.card) == (results.kind, as_document(results.scorecard))


@ON_BOTH
def test_what_cannot_be_read_is_named_in_its_place_among_the_others(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE assessment SET profile = '[1]' WHERE id = :id"), {"id": ARDEN})
    lead = Visitor("sofia", "sofia", "", "en", READERS["sofia"])

    with database.reading() as db:
        unread, read = gather(db, catalogue, Batch(lead, "round", (ARDEN, "brink-2026")))

    assert isinstance(unread, Unread)
    assert (unread.assessment_id, unread.administration) == (ARDEN, "Arden Customs")
    assert isinstance(read, Gathered)


def _decide(db: Session) -> None:
    fields: dict[str, Any] = {"revision": 1, "signature": 1, "reason": "misread", "by": "rita", "at": utc_now()}
    db.add(Moderation(assessment_id=ARDEN, part="first", indicator="RC-01", decision="changed", value="1", **fields))


@pytest.fixture
def filled(database: Database, catalogue: Catalogue) -> None:
    store(database, catalogue, random_document(Random(7), catalogue))


@ON_BOTH
def test_an_auditor_gets_no_draft(bob: Actor, full: Database) -> None:
    signed = {"signed", "under review", "reviewed", "published"}
    rows, sheets = of_csv(bob, "?rounds=all"), of_excel(bob, "?rounds=all")

    assert {row["assessment_state"] for row in rows} == signed
    assert {row[4] for row in sheets["Administrations"][1:]} == {word.capitalize() for word in signed}
    assert [row[1] for row in sheets["Heatmap"]] == [row[2] for row in sheets["Administrations"]]
    assert len(sheets["Heatmap"]) == 1 + len(rows) // 114


@ON_BOTH
def test_means_are_of_exact_scores_that_are_signed_and_of_no_fewer_than_five(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    crowd(database, catalogue, 14)
    sheets = of_excel(sofia)
    head, *rows = sheets["Regions"]
    means = {row[3]: dict(zip(head, row, strict=True)) for row in rows if row[1]}
    with database.reading() as db:
        lead = Visitor("sofia", "sofia", "", "en", READERS["sofia"])
        gathered = gather(db, catalogue, Batch(lead, "round", tuple(exportable(db, lead, ["round"]))))
    signed = [entry for entry in gathered if isinstance(entry, Gathered) and entry.figures.kind != "self"]
    exact = [Fraction(entry.card["overall"]["exact"]) for entry in signed]

    everywhere = means.pop(None)
    assert (everywhere["Name"], everywhere["Assessments"], everywhere["Signed"]) == (
        "All regions",
        len(gathered),
        len(signed),
    )
    assert everywhere["Overall"] == rounded(sum(exact, Fraction()) / len(exact))
    assert sum(region["Signed"] for region in means.values()) == len(signed) >= 5
    assert {isinstance(region["Overall"], float) == (region["Signed"] >= 5) for region in means.values()} == {True}
    assert "fewer than 5" in {region["P1 Recognise and commit"] for region in means.values()}


def test_the_levels_of_all_that_are_signed_are_counted(sofia: Actor, database: Database, catalogue: Catalogue) -> None:
    crowd(database, catalogue, 7)
    sheets = of_excel(sofia)
    signed = sum(row[7] != "Self-assessed" for row in sheets["Administrations"][1:])
    (heading,), titles, *rows = [[cell for cell in row if cell is not None] for row in sheets["Levels"]][:8]

    assert heading == "Round 2026, questionnaire 2026.1, full"
    assert titles == ["Pillar", "0 Absent", "1 Initial", "2 Formalised", "3 Applied", "4 Sustained", "Not rated"]
    assert [sum(row[1:]) for row in rows] == [signed] * 6


DAY = r"\d{4}-\d{2}-\d{2}"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_it_enters_the_register_and_comes_out_the_same_again(kind: str, sofia: Actor, full: Database) -> None:
    first, second = (sofia.browser.get(f"{HOME}.{kind}?rounds=all").content for _ in range(2))

    assert first == second
    with full.reading() as db:
        entered = db.execute(select(Download)).scalars().all()
        assert {(download.what, download.size, download.sha256) for download in entered} == {
            ("round values", len(first), hashlib.sha256(first).hexdigest())
        }
        (name,) = {download.file_name for download in entered}
        assert re.fullmatch(rf"parity-values-all-data-{DAY}-downloaded-{DAY}-[0-9a-f]{{8}}\.{kind}", name)
        actions = [row[0] for row in db.execute(text("SELECT action FROM audit ORDER BY id"))]
    assert actions == ["round values asked for", "round values downloaded"] * 2


def test_a_name_that_looks_like_a_formula_stays_a_text(sofia: Actor, full: Database) -> None:
    with full.writing() as db:
        db.get_one(Administration, "x2").name = NASTY

    assert {f"'{NASTY}"} <= {row["administration"] for row in of_csv(sofia)}
    assert {NASTY} <= {row["administration"] for row in of_jsonl(sofia)}
    assert {NASTY} <= {row[2] for row in of_excel(sofia)["Indicators"]}


def test_there_is_no_such_round(sofia: Actor, database: Database) -> None:
    for query in ("", "?rounds=all"):
        assert sofia.browser.get(f"/rounds/nothing/consolidated.csv{query}").status_code == 404


@pytest.mark.parametrize("right_to_left", [False, True])
def test_a_full_sheet_goes_on_in_another(right_to_left: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(consolidated, "MOST_ROWS", 3)
    column = (Column("a", 9),)
    heatmaps = (Heatmap("h", column, (HeatGroup("g", (Column("b", 9, "heat"),), ("Title",)),)),)
    sheets = consolidated.Sheets("w", "l", "r", "v", "m")
    outline = consolidated.Outline("t", "2026-01-01", right_to_left, "", sheets, column, column, heatmaps, ())
    heat = ((12.5, "1"),)
    drawn = [consolidated.Drawn((number,), ("",), ((number,), (number,)), ("n" * 99,), heat, 0) for number in range(3)]
    nothing = ByRegion(Table("r", column), (), "counted", "nothing signed")

    consolidated.draw_consolidated(tmp_path / "book.xlsx", outline, drawn, lambda: nothing)

    book = load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["w", "l", "h", "r", "v", "m", "l (2)", "l (3)"]
    assert [[cell.value for cell in row] for row in book["h"]["A1:B4"]] == [
        [None, "g"],
        [None, "Title"],
        ["a", "b"],
        ["n" * 99, 12.5],
    ]
    assert book["h"].row_dimensions[4].height > 30, "a long name has its lines"
    assert book["v"]["A1"].value == "nothing signed"
    assert {sheet.sheet_view.rightToLeft for sheet in book} == {right_to_left or None}
    assert [[cell.value for (cell,) in book[name]] for name in ("l", "l (2)", "l (3)")] == [
        ["a", number, number] for number in range(3)
    ]
