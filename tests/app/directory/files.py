"""Lists of administrations as files, brought to the page that reads them."""

import csv
import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Administration
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


SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, text: bytes) -> bytes:
    """The list with one part more, or another one in its place."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_excel(CAIRN))) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, text)
    return content.getvalue()


def heavy() -> bytes:
    """An ordinary list whose only number format takes openpyxl a quarter of a minute, in which nothing else runs."""
    with zipfile.ZipFile(io.BytesIO(as_excel(CAIRN))) as parts:
        styles = parts.read("xl/styles.xml").decode()
    code = "[" * 150_000
    styles = re.sub("<numFmts.*?(/>|</numFmts>)", "", styles, count=1)
    styles = re.sub(
        "(<styleSheet[^>]*>)", rf'\1<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts>', styles
    )
    styles = styles.replace('<xf numFmtId="0"', '<xf numFmtId="164"')
    return with_part("xl/styles.xml", styles.encode())


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
    administration = stored(database, code)
    assert administration is not None
    return administration


def listed(who: Actor, query: str = "") -> list[str]:
    rows = csv.DictReader(io.StringIO(who.browser.get(f"{LIST}.csv{query}").content.decode("utf-8-sig")))
    return [row["Code"] for row in rows]
