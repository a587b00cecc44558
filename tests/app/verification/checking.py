"""A report to check, and what somebody may do to it before."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import load_workbook
from sqlalchemy import update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.rounds import Assessment
from tests.app.browser import words
from tests.cast import ARDEN

REPORT = f"/assessments/{ARDEN}/gap-report.xlsx"
NEWER = "It is no longer the latest:"
NEWEST = "There is no later signature and no later published result."


def check(browser: TestClient, file: bytes, name: str = "report.xlsx", **form: Any) -> Response:
    return browser.post("/verify", files={"file": (name, file)}, data=form)


def changed(file: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(file))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(address: str, text: str, sheet: str = "Answers") -> Callable[[Any], None]:
    return lambda book: book[sheet].__setitem__(address, text)


def rows(answer: Response, of_seal: bool = False) -> list[str]:
    """The lines of the tables of changes, or of the one that holds the figures of the seal."""
    sealed = re.search(r'<section class="stack" id="sealed">.*?</section>', answer.text, re.DOTALL)
    figures = sealed[0] if sealed else ""
    text = figures if of_seal else answer.text.replace(figures, "")
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)[1:]]


def set_arden(database: Database, **columns: Any) -> None:
    with database.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == ARDEN).values(**columns))
