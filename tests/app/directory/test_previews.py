"""The preview of a list: it shows all that would be stored and all that would not, and nothing else is stored."""

import io

from openpyxl import Workbook
from sqlalchemy import select

from app.db.session import Database
from app.db.tables.people import Administration
from tests.app.browser import words
from tests.app.directory.files import CAIRN, TITLES, as_csv, as_excel, confirm, upload
from tests.cast import Actor


def everybody(database: Database) -> list[Administration]:
    with database.reading() as db:
        return list(db.execute(select(Administration)).scalars())


def test_all_that_is_wrong_with_a_row_is_told_at_once(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_excel(["f r", "=1+1", "", "MARS", "tlh", "Mars", "www.evil.example", "ana", ""]))

    assert all(f"cell {column}2 " in words(page) for column in "ABDEFGH")
    assert "7 cells not accepted" in words(page)


def test_the_preview_names_the_sheet_that_was_read_and_the_others_that_were_not(
    sofia: Actor, database: Database
) -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("List of 2025")):
        sheet.append(["Code", "Champion"])
        sheet.append(["ARDEN", "Ada"])
    content = io.BytesIO()
    book.save(content)

    said = words(upload(sofia, content.getvalue())[1])

    assert "Read from the sheet Sheet. These sheets hold a list too and were not read: List of 2025" in said


def test_nothing_is_stored_but_what_the_preview_showed(sofia: Actor, database: Database) -> None:
    """Of rows good and bad, hidden and merged: each value that changes in the database stood on the page."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        [*TITLES, "Champion since", "Mood"],
        ["CA", *CAIRN[1:], "", "fine"],
        ["ARDEN", "Arden", "Ardenia", "EUR", "en", "europe/paris", "", "Ana <ANA@Customs.Example>", "Ada", 46_089],
        ["DO", "Doran", "", "EUR", "en", "Asia/Calcutta", "A\u00a0B", "", "", ""],
        ["HIDDEN", "Hidden", "", "EUR", "en"],
        ["WRONG", 7, "", "EUR", "en"],
    ):
        sheet.append(row)
    sheet["J3"].number_format, sheet["B6"].number_format = "d mmmm yyyy", '"No. "0'
    sheet.row_dimensions[5].hidden = True
    content = io.BytesIO()
    book.save(content)
    before = {administration.code: administration.model_dump() for administration in everybody(database)}

    _, page = upload(sofia, content.getvalue())
    assert confirm(sofia, page).status_code == 200

    after = {administration.code: administration.model_dump() for administration in everybody(database)}
    assert after.keys() - before.keys() == {"CA", "DO"}
    for code, fields in after.items():
        given = {field for field, value in fields.items() if value and value != before.get(code, {}).get(field)}
        assert [fields[field] for field in given - {"id", "disclosure"} if fields[field] not in words(page)] == []
    assert (after["ARDEN"]["contact_email"], after["ARDEN"]["champion_since"]) == ("ANA@customs.example", "2026-03-08")
    assert (after["DO"]["time_zone"], after["DO"]["contact_name"]) == ("Asia/Kolkata", "A B")


def test_codes_regions_and_languages_are_read_as_they_are_seen(sofia: Actor, database: Database) -> None:
    """Whoever is told to write EUR sees EUR in the cell already."""
    rows = [
        ["ca", "Cairn Customs", "Canada", "ams", "FR"],
        ["\u200eMR", "Moor Customs", "", "EUR\u200e", "\u200ffr"],
        ["ＤＮ", "Dune Customs", "", "ＥＵＲ", "Fr"],  # noqa: RUF001
        ["МАС", "Mace Customs", "", "ЕSА", "en"],  # noqa: RUF001 - typed on Russian keys
    ]
    status, page = upload(sofia, as_csv(*rows))
    confirm(sofia, page)

    kept = {
        administration.code: (administration.region, administration.language) for administration in everybody(database)
    }
    assert status == 200
    assert [kept.get(code) for code in ("CA", "MR", "DN", "MAC")] == [
        ("AMS", "fr"), ("EUR", "fr"), ("EUR", "fr"), ("ESA", "en"),
    ]  # fmt: skip


def test_a_code_in_small_letters_is_the_one_that_is_stored_or_stands_twice(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["CA", "Cairn", "", "AMS", "fr"], ["ca", "Cairn", "", "AMS", "fr"]))

    assert words(page).count("This code appears in other rows too") == 2
