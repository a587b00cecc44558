"""A list of administrations from a file: looked through cell by cell, shown before anything is stored."""

import csv
import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.database import Database
from app.tables.people import Administration
from tests.app.administering.files import CAIRN, LIST, as_csv, as_excel, confirm, left_out, stored, the, upload
from tests.app.browser import words
from tests.cast import Actor
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


def test_a_confirmation_sent_twice_stores_once(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(CAIRN))

    assert [confirm(sofia, page).status_code for _ in range(2)] == [303, 303]


def test_a_list_that_changed_meanwhile_is_shown_again(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "Arden", "", "EUR", "en", "UTC", "", "", "Grace"]))
    with database.writing() as db:
        db.execute(update(Administration).where(col(Administration.code) == "ARDEN").values(champion="Ada"))

    answer = confirm(sofia, page)

    assert answer.status_code == 409
    assert "Somebody changed the list meanwhile." in words(answer.text)
    assert confirm(sofia, answer.text).status_code == 303


@pytest.mark.parametrize("made", [as_csv, as_excel])
@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (1, "@SUM(A1)", "B2: A text here cannot begin with = + - or @."),
        (1, "+1", "B2: A text here cannot begin with = + - or @."),
        (1, "", "B2: Fill this in."),
        (1, "x" * 10_001, "B2: This text has 10,001 characters; 10,000 fit."),
        (1, "x" * 201, "B2: This has 201 characters; 200 fit."),
        (1, "A\nB", "B2: Write this on one line."),
        (3, "MARS", "D2: Write one of these regions: AP, EUR, AMS, MENA, WCA, ESA."),
        (4, "tlh", "E2: Write one of these languages"),
        (5, "Mars/Olympus", "F2: Write a name of a time zone"),
        (7, "ana at home", "H2: Write a whole e-mail address"),
        (0, "c a", "A2: Write a code of capital letters and digits"),
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
    assert "There is nothing to store." in words(page)


def test_a_formula_is_refused_and_the_other_rows_may_be_stored(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_excel(["FR", "=1+1", "France", "EUR", "fr", "", "", "", ""], CAIRN))

    said = "cell B2 Name =1+1 This cell holds a formula. Write its result as a text in its place."
    assert said in words(page)
    answer = confirm(sofia, page)
    assert (answer.status_code, said in words(answer.text)) == (200, True)
    assert "1 administration is stored." in words(answer.text)
    assert (stored(database, "FR"), bool(stored(database, "CA"))) == (None, True)


def test_what_was_refused_leaves_as_a_file_and_its_page_may_be_loaded_again(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["FR", "@SUM(A1)", "France", "EUR", "fr", "", "", "", ""], CAIRN))
    first, again = confirm(sofia, page), confirm(sofia, page)

    assert "What fits is stored already. Nothing was stored twice." in words(again.text)
    (row,) = csv.DictReader(io.StringIO(left_out(sofia, again.text).content.decode("utf-8-sig")))
    assert (row["Cell"], row["Question or field"], row["What was given"]) == ("B2", "Name", "'@SUM(A1)")
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
        (b"\xff\xfe\x00", "This file is no list that Parity can read."),
        (b"PK\x03\x04 nothing", "This file is no list that Parity can read."),
        (b"Code\n", "This file holds no list."),
        (b"Name\nArden\n", "one of them must be Code"),
        (b"Code,Code\nA,B\n", "These columns stand twice: code."),
        (b"Code\n" + b"A\n" * 1_001, "more than 1,000 rows or 40 columns"),
        (b"Code" + b"," * 41 + b"\nA\n", "more than 1,000 rows or 40 columns"),
        (b"Code\n" + b"x" * 1_000_000, "This file is larger than a list of administrations."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    content: bytes, said: str, sofia: Actor, database: Database
) -> None:
    status, page = upload(sofia, content)

    assert status == 422
    assert said in words(page)


def with_part(name: str, text: bytes) -> bytes:
    content = io.BytesIO(as_excel(CAIRN))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        with_part("xl/bomb.xml", b" " * 9_000_000),
        with_part("xl/laugh.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        as_excel(CAIRN)[:-100],
    ],
    ids=["unpacks to much", "entities", "cut off"],
)
def test_a_workbook_that_is_a_trap_is_refused_before_it_is_parsed(
    content: bytes, sofia: Actor, database: Database
) -> None:
    assert upload(sofia, content)[0] == 422


def test_a_code_that_stands_twice_is_refused_the_second_time(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(CAIRN, CAIRN))

    assert "cell A3 Code CA This code stands in row 2 already." in words(page)
    assert "1 added" in words(page)


def test_only_the_administration_chooses_its_disclosure(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "public"], titles=["Code", "Disclosure"]))

    assert "cell B2 disclosure public Only the administration itself chooses this." in words(page)


def test_a_semicolon_and_missing_columns_are_understood(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, "Code;Champion;Mood\nARDEN;Ada;fine\n".encode("utf-8-sig"))

    assert "1 changed" in words(page)
    assert "left out: Mood" in words(page)
