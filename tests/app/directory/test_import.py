"""A list of administrations from a file: looked through cell by cell, shown before anything is stored."""

import csv
import io
from datetime import date
from time import process_time
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Administration
from app.validation.names import FORMULA_STARTS
from exports.reading.apart import ask
from tests.app.browser import words
from tests.app.directory.files import (
    CAIRN,
    LIST,
    SHEET,
    TITLES,
    as_csv,
    as_excel,
    confirm,
    heavy,
    left_out,
    stored,
    the,
    upload,
    with_part,
)
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents


@pytest.mark.parametrize("made", [as_csv, as_excel])
def test_a_preview_stores_nothing_and_its_confirmation_all_at_once(made: Any, sofia: Actor, database: Database) -> None:
    content = made(CAIRN, ["ARDEN", "Arden", "", "EUR", "en", "Europe/Paris", "", "", "Grace Hopper"])
    before = contents(database)

    status, page = upload(sofia, content)

    assert (status, contents(database)) == (200, before)
    assert "1 added 1 changed 0 unchanged" in words(page)
    assert "Arden Customs Arden" in words(page)
    assert confirm(sofia, page).status_code == 303
    added, changed = stored(database, "CA"), stored(database, "ARDEN")
    assert added
    assert (added.time_zone, added.disclosure) == ("America/Toronto", "own")
    assert changed
    assert (changed.id, changed.name, changed.champion) == ("arden", "Arden", "Grace Hopper")


@ON_BOTH
def test_a_confirmation_sent_twice_stores_once(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(CAIRN))

    assert [confirm(sofia, page).status_code for _ in range(2)] == [303, 303]


def test_a_list_that_changed_meanwhile_is_shown_again(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "Arden", "", "EUR", "en", "UTC", "", "", "Grace"]))
    with database.writing() as db:
        db.execute(update(Administration).where(col(Administration.code) == "ARDEN").values(champion="Ada"))

    answer = confirm(sofia, page)

    assert answer.status_code == 409
    assert "Someone changed the list in the meantime." in words(answer.text)
    assert confirm(sofia, answer.text).status_code == 303


@pytest.mark.parametrize("made", [as_csv, as_excel])
@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (1, "@SUM(A1)", "B2: A text here cannot begin with = + - or @."),
        (1, "+1", "B2: A text here cannot begin with = + - or @."),
        (1, "\uff1dSUM(A1)", "B2: A text here cannot begin with = + - or @."),
        (1, "Cairn www.evil.example", "B2: A name cannot contain a web or email address: www.evil.example."),
        (6, "Ana\u200e", "G2: This name contains invisible characters, at each ▯ here: “Ana▯” (U+200E)."),
        (8, "\u202eecarG", "I2: This name contains invisible characters, at each ▯ here: “▯ecarG” (U+202E)."),
        (2, "Ｃairn", "C2: This name has letters in an unusual form: Ｃ. Enter it as Cairn."),  # noqa: RUF001
        (1, "", "B2: Fill this in."),
        (1, "x" * 10_001, "B2: This text has 10,001 characters. Shorten it to 10,000 or fewer"),
        (1, "x" * 201, "B2: This has 201 characters. Shorten it to 200 or fewer."),
        (1, "A\nB", "B2: Enter this on one line."),
        (3, "MARS", "D2: Enter one of these regions: AP, EUR, AMS, MENA, WCA, ESA."),
        (4, "tlh", "E2: Enter one of these languages"),
        (5, "Mars/Olympus", "F2: Enter the name of a time zone"),
        (7, "ana at home", "H2: Enter a full email address"),
        (0, "c a", "A2: Enter a code of capital letters and digits"),
        (0, "", "A2: Fill this in."),
    ],
)
def test_a_hostile_cell_is_refused_by_its_address(
    made: Any, column: int, text: str, said: str, sofia: Actor, database: Database
) -> None:
    row = [text if at == column else value for at, value in enumerate(CAIRN)]

    status, page = upload(sofia, made(row))

    place, _, sentence = said.partition(": ")
    assert status == 200
    assert f"cell {place} " in words(page)
    assert sentence in words(page)
    assert "There are no changes to save." in words(page)


def test_a_column_that_a_new_administration_needs_is_asked_for_once_in_each_row(sofia: Actor) -> None:
    _, page = upload(sofia, as_csv(["CA", "Cairn Customs", "EUR"], titles=["Code", "Name", "Region"]))

    assert "row 2 Language" in words(page)
    assert "The list has no column “Language”, which a new administration needs. Add the column." in words(page)


def test_a_formula_is_refused_and_the_other_rows_may_be_stored(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_excel(["FR", "=1+1", "France", "EUR", "fr", "", "", "", ""], CAIRN))

    said = "cell B2 Name =1+1 This cell contains a formula. Replace it with its result as text."
    assert said in words(page)
    answer = confirm(sofia, page)
    assert (answer.status_code, said in words(answer.text)) == (200, True)
    assert "1 administration was saved." in words(answer.text)
    assert (stored(database, "FR"), bool(stored(database, "CA"))) == (None, True)


def test_what_was_refused_leaves_as_a_file_and_its_page_may_be_loaded_again(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["FR", "@SUM(A1)", "France", "EUR", "fr", "", "", "", ""], CAIRN))
    first, again = confirm(sofia, page), confirm(sofia, page)

    assert "These administrations were already saved. Nothing was saved twice." in words(again.text)
    (row,) = csv.DictReader(io.StringIO(left_out(sofia, again.text).content.decode("utf-8-sig")))
    assert (row["Cell"], row["Question or field"], row["Value entered"]) == ("B2", "Name", "'@SUM(A1)")
    assert left_out(sofia, first.text).content == left_out(sofia, page).content


def test_markup_stays_text(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv([*CAIRN[:8], "<script>alert(1)</script>"]))
    confirm(sofia, page)

    assert "<script>alert" not in page + sofia.browser.get(LIST).text
    assert the("CA", database).champion == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file."),
        (b"\xff\xfe\x00", "Parity cannot read this file as a list."),
        (b"Code,Name\nA,\0", "Parity cannot read this file as a list."),
        (b"PK\x03\x04 nothing", "The workbook is damaged or incomplete."),
        (b"Code\n", "This file contains no list."),
        (b"Name\nArden\n", "One of them must be Code."),
        (b"Code,Code\nA,B\n", "These columns appear twice: Code."),
        (b"Code\n" + b"A\n" * 1_001, "more than 1,000 rows or 40 columns"),
        (b"Code" + b",x" * 40 + b"\nA\n", "more than 1,000 rows or 40 columns"),
        (b"Code\n" + b"x" * 1_000_000, "This file is too large for a list of administrations."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    content: bytes, said: str, sofia: Actor, database: Database
) -> None:
    status, page = upload(sofia, content)

    assert status == 422
    assert said in words(page)


@pytest.mark.parametrize(
    "content",
    [
        with_part("xl/bomb.xml", b" " * 9_000_000),
        with_part(SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        with_part("xl/vbaProject.bin", b"Sub Workbook_Open()"),
        as_excel(CAIRN)[:-100],
    ],
    ids=["unpacks to much", "entities", "macros", "cut off"],
)
def test_a_workbook_that_is_a_trap_is_refused_before_it_is_parsed(
    content: bytes, sofia: Actor, database: Database
) -> None:
    assert upload(sofia, content)[0] == 422


def test_a_small_list_that_is_heavy_to_read_takes_no_time_of_the_serving_process(
    sofia: Actor, database: Database
) -> None:
    """In 0.3.0 a list of 11 kB stopped every save for 15 seconds."""
    content = heavy()
    began = process_time()

    status, page = upload(sofia, content)

    assert (len(content) < 11_000, status) == (True, 200)
    assert "This cell shows something other than what it contains." in words(page)
    assert process_time() - began < 3


def test_nobody_waits_for_a_list_that_is_read(
    sofia: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No transaction is open while a file is read."""
    open_ones: list[int] = []
    pool: Any = database.engine.pool

    def watched(content: bytes, child: str, **more: Any) -> dict[str, Any]:
        open_ones.append(pool.checkedout())
        return ask(content, child, **more)

    monkeypatch.setattr("app.features.directory.files.ask", watched)

    _, page = upload(sofia, as_csv(CAIRN))
    confirm(sofia, page)

    assert open_ones == [0]
    assert stored(database, "CA")


def test_a_day_that_excel_keeps_as_a_number_is_a_day(sofia: Actor, database: Database) -> None:
    titles = [*TITLES, "Champion since"]
    _, page = upload(sofia, as_excel([*CAIRN[:8], "Grace Hopper", date(2026, 3, 8)], titles=titles))
    confirm(sofia, page)

    assert the("CA", database).champion_since == "2026-03-08"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_name_from_before_the_rule_leaves_harmless_and_comes_back_unchanged(
    ending: str, sofia: Actor, database: Database
) -> None:
    with database.writing() as db:
        old = {"name": "=HYPERLINK(1)", "champion": "\uff20SUM(1)", "contact_name": "www.evil.example"}
        db.execute(update(Administration).where(col(Administration.code) == "ARDEN").values(**old))

    content = sofia.browser.get(f"{LIST}.{ending}").content
    status, page = upload(sofia, content)

    if ending == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []
        assert "'=HYPERLINK(1)" in cells
    assert status == 200
    assert "0 added 0 changed 2 unchanged 0 cells not accepted" in words(page)


def test_a_code_that_stands_twice_is_refused_each_time(sofia: Actor, database: Database) -> None:
    """Nobody can tell which of the rows is meant."""
    _, page = upload(sofia, as_csv(CAIRN, ["ARDEN", "Arden", "", "EUR", "en", "", "", "", ""], ["CA ", *CAIRN[1:]]))

    assert "cell A2 Code CA This code appears in other rows too: 4." in words(page)
    assert "cell A4 Code CA This code appears in other rows too: 2." in words(page)
    assert "0 added" in words(page)


def test_only_the_administration_chooses_its_disclosure(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "public"], titles=["Code", "Disclosure"]))

    assert "cell B2 Disclosure public Only the administration itself can change this." in words(page)


def test_a_semicolon_and_missing_columns_are_understood(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, "Code;Champion;Mood\nARDEN;Ada;fine\n".encode("utf-8-sig"))

    assert "1 changed" in words(page)
    assert "skipped: Mood" in words(page)
