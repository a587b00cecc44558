"""What downloads are called: different content never has one name, on no file system and in no language."""

import re
from datetime import UTC, datetime

import pytest

from app.db.session import Database
from app.db.tables.people import Administration
from app.web.downloads import as_attachment
from app.web.file_names import LONGEST_PART, file_name, mark_of, plain_name
from tests.cast import ARDEN, Actor

TAKEN = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Windows refuses, and with it every other system."""


def taken_by(person: Actor, address: str) -> tuple[str, bytes]:
    """The name of a download, and its bytes."""
    answer = person.browser.get(f"/assessments/{ARDEN}/{address}")
    assert answer.status_code == 200
    return re.findall(r'filename="([^"]+)"', answer.headers["content-disposition"])[0], answer.content


def save(person: Actor, revision: int, choice: str) -> None:
    data = person.form(revision=revision, choice=choice)
    assert person.browser.post(f"/assessments/{ARDEN}/answers/RC-01", data=data).status_code == 303


def test_a_name_says_what_of_whom_edition_day_of_data_and_day_of_download() -> None:
    name = file_name(
        "gap-report", "Arden", "2026", ending=".xlsx", edition=2, data="2026-09-15", taken=TAKEN, mark="ab" * 32
    )

    assert name == "gap-report-Arden-2026-edition-2-data-2026-09-15-downloaded-2026-11-28-abababab.xlsx"


@pytest.mark.parametrize(
    "name", ['A/B\\C:"D"\r\nX', "..", "CON", "جمارك القصر", "関税局" * 90, "a" * 500, "=1+1", "Ä. B. ", "\u202egnp.exe"]
)
def test_every_name_can_be_kept_anywhere_and_sent_in_a_header(name: str) -> None:
    called = file_name(
        "answers", plain_name(name), "2026", name[:9], ending=".xlsx", data="2026-09-15", taken=TAKEN, mark="f" * 64
    )

    assert FORBIDDEN.findall(called) == []
    assert len(called.encode()) <= 255
    assert "\u202e" not in called
    assert as_attachment(called).isascii()
    assert len(plain_name(name).encode()) <= LONGEST_PART


@pytest.mark.parametrize("address", ["gap-report.xlsx", "workbook.xlsx"])
def test_two_downloads_of_one_day_have_one_name_only_if_they_are_the_same(address: str, alice: Actor) -> None:
    save(alice, 0, "2")
    first, again = taken_by(alice, address), taken_by(alice, address)
    save(alice, 1, "3")
    changed = taken_by(alice, address)

    assert first[0].endswith(f"-{mark_of(first[1])[:8]}.xlsx")
    assert (first[0] == again[0]) == (first[1] == again[1])
    assert changed[0] != first[0]
    assert re.search(r"-data-\d{4}-\d\d-\d\d-downloaded-\d{4}-\d\d-\d\d-", changed[0])


def test_a_name_in_arabic_letters_arrives_whole(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Administration, "arden").name = "جمارك أردن"

    disposition = alice.browser.get(f"/assessments/{ARDEN}/gap-report.xlsx").headers["content-disposition"]

    assert "filename*=UTF-8''gap-report-%D8%AC%D9%85" in disposition
