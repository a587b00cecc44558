"""Lists of administrations as files, brought to the page that reads them."""

import csv
import io
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.tables.people import Administration
from tests.app.browser import form
from tests.cast import Actor

LIST = "/administrations"
IMPORT = f"{LIST}/import"
TITLES = ["Code", "Name", "Country", "Region", "Language", "Time zone", "Contact name", "Contact e-mail", "Champion"]
CAIRN = ["CA", "Cairn Customs", "Canada", "AMS", "fr", "", "", "", ""]


def as_csv(*rows: list[Any], titles: list[str] = TITLES) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([titles, *rows])
    return text.getvalue().encode()


def as_excel(*rows: list[Any], titles: list[str] = TITLES) -> bytes:
    book = Workbook()
    for row in [titles, *rows]:
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(who: Actor, content: bytes) -> tuple[int, str]:
    answer = who.browser.post(IMPORT, data=who.form(), files={"file": ("list", content)})
    return answer.status_code, answer.text


def confirm(who: Actor, page: str) -> Any:
    return who.browser.post(f"{IMPORT}/confirmation", data=form(page, f"{IMPORT}/confirmation").data())


def left_out(who: Actor, page: str) -> Any:
    """The file of what a page says was not taken."""
    return who.browser.post(f"{IMPORT}/left-out", data=form(page, f"{IMPORT}/left-out").data(kind="csv"))


def stored(database: Database, code: str) -> Administration | None:
    with database.reading() as db:
        return db.execute(select(Administration).where(col(Administration.code) == code)).scalar_one_or_none()


def the(code: str, database: Database) -> Administration:
    found = stored(database, code)
    assert found is not None
    return found


def listed(who: Actor, query: str = "") -> list[str]:
    rows = csv.DictReader(io.StringIO(who.browser.get(f"{LIST}.csv{query}").content.decode("utf-8-sig")))
    return [row["Code"] for row in rows]
