"""A text or picture is seen on the page: of a text its beginning, as letters only. Whoever reads it is in the log."""

import pytest
from sqlmodel import select

from app.db.session import Database
from app.db.tables.records import Download
from app.files.evidence_store import EvidenceFiles
from tests.app.browser import words
from tests.app.evidence.conftest import HOME, Send, items
from tests.app.evidence.office import PDF, PNG, TIF
from tests.cast import ITEM, Actor

HTMX = {"hx-request": "true"}
HOSTILE = b"Signed <script>alert(1)</script> in May"


def text_page(person: Actor, database: Database, headers: dict[str, str] | None = None) -> str:
    (item,) = items(database)
    answer = person.browser.get(f"{HOME}/{item.id}/text", headers=headers or {})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with script", "without script"])
def test_what_is_in_a_text_is_only_shown(headers: dict[str, str], send: Send, alice: Actor, database: Database) -> None:
    send("May.txt", HOSTILE)

    page = text_page(alice, database, headers)

    assert HOSTILE.decode() in words(page)
    assert "<script>alert" not in page


def test_only_the_beginning_of_a_long_text_is_shown(send: Send, alice: Actor, database: Database) -> None:
    send("long.txt", b"a" * 2_000 + b"b" * 20_000)

    page = text_page(alice, database, HTMX)

    assert (page.count("a" * 2_000), page.count("ab")) == (1, 0)
    assert "This is the beginning of the text." in words(page)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_is_read_in_its_encoding(encoding: str, send: Send, alice: Actor, database: Database) -> None:
    send("decision.txt", "D\u00e9cision sign\u00e9e".encode(encoding))

    page = text_page(alice, database, HTMX)

    assert "D\u00e9cision sign\u00e9e" in words(page)
    assert "This is the beginning" not in page


def test_a_letter_cut_in_two_at_the_end_of_what_is_read_is_left_out(
    send: Send, alice: Actor, database: Database
) -> None:
    send("decision.txt", b"x" + "\u0639".encode() * 8_000)

    assert "x" + "\u0639" * 1_999 in words(text_page(alice, database, HTMX))


def test_reading_a_text_is_entered_in_the_register_of_downloads(send: Send, alice: Actor, database: Database) -> None:
    send("May.txt", HOSTILE)

    text_page(alice, database)

    with database.reading() as db:
        (entry,) = db.exec(select(Download))
    assert (entry.what, entry.file_name, entry.by) == ("evidence", "May.txt", "alice")


def test_what_is_no_text_or_gone_is_not_read(
    send: Send, alice: Actor, database: Database, files: EvidenceFiles
) -> None:
    send("May.txt", HOSTILE)
    (item,) = items(database)
    files.path_of(item.sha256).unlink()

    assert alice.browser.get(f"{HOME}/{ITEM}/text").headers["location"] == f"{HOME}/{ITEM}"
    assert alice.browser.get(f"{HOME}/{item.id}/text").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "previews"),
    [("May.txt", HOSTILE, "/text"), ("May.png", PNG, "/file"), ("May.tif", TIF, ""), ("May.pdf", PDF, "")],
)
def test_texts_and_pictures_offer_a_preview(
    name: str, content: bytes, previews: str, send: Send, alice: Actor, database: Database
) -> None:
    send(name, content)
    (item,) = items(database)
    page = alice.browser.get(f"{HOME}/{item.id}").text

    assert ("Preview" in words(page)) == bool(previews)
    assert (f'hx-get="{HOME}/{item.id}/text"' in page) == (previews == "/text")
    assert (f'<img src="{HOME}/{item.id}/file" alt="{name}" loading="lazy">' in page) == (previews == "/file")
