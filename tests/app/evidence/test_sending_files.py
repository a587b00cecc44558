"""Files of evidence: kept once under their content, and given out again so that they do no harm."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select
from structlog.testing import capture_logs

from app.access.guards import COOKIE
from app.access.identity import utc_now
from app.db import audit_log
from app.db.session import Database
from app.db.tables.records import AuditEntry, Download
from app.files.evidence_store import EvidenceFiles
from tests.app.browser import without_message, words
from tests.app.evidence.conftest import HOME, Send, items, uses
from tests.app.evidence.office import HTML, PDF
from tests.cast import ARDEN, ITEM, KEPT_FILE, Actor, actor
from tests.engines import ON_BOTH

SHA256 = hashlib.sha256(PDF).hexdigest()


def test_a_file_is_kept_under_its_hash_with_what_was_said_of_it(
    send: Send, database: Database, files: EvidenceFiles
) -> None:
    answer = send(title="Order", holder="Minister", dated_on="2026-03-12", page="4", indicator=["RC-01", "EQ-01"])

    (item,) = items(database)
    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{HOME}#{item.id}")
    assert (item.title, item.holder, item.dated_on, item.page) == ("Order", "Minister", "2026-03-12", "4")
    assert (item.file_name, item.media_type) == ("Order 12.pdf", "application/pdf")
    assert (item.size, item.sha256, item.added_by) == (len(PDF), SHA256, "alice")
    assert uses(database) == {item.id: ["EQ-01", "RC-01"]}
    with files.open(SHA256) as kept:
        assert kept.read() == PDF
    assert files.path_of(SHA256).stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_title_is_called_by_its_name(send: Send, database: Database) -> None:
    send()

    assert [item.title for item in items(database)] == ["Order 12.pdf"]


def test_the_same_content_is_kept_once_for_two_items(send: Send, database: Database, files: EvidenceFiles) -> None:
    send("one.pdf", PDF)
    send("two.pdf", PDF)

    assert [item.sha256 for item in items(database)] == [SHA256, SHA256]
    assert sum(path.name == SHA256 for path in files.folder.rglob("*")) == 1


@ON_BOTH
def test_the_same_form_sent_twice_makes_one_item(send: Send, database: Database) -> None:
    assert [send(indicator="RC-01").status_code for _ in range(2)] == [303, 303]

    (item,) = items(database)
    assert uses(database) == {item.id: ["RC-01"]}


@ON_BOTH
def test_files_sent_at_once_are_all_kept(app: FastAPI, database: Database, files: EvidenceFiles) -> None:
    def sending(number: int) -> int:
        alice = actor(app, "alice")
        file = {"file": (f"{number}.txt", f"text {number}".encode())}
        return alice.browser.post(f"{HOME}/files", data=alice.form(), files=file).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(sending, range(4))) == [303] * 4

    assert len(items(database)) == 4
    assert all(files.is_whole(item.sha256) for item in items(database))
    assert list(files.folder.glob("draft-*")) == []


def test_a_refused_file_leaves_nothing_and_every_field_as_it_was_typed(
    send: Send, database: Database, files: EvidenceFiles
) -> None:
    before = list(files.folder.rglob("*"))
    answer = send("evil.pdf", b"MZ" + bytes(50), title="<b>Kept</b>", page="4", indicator="RC-02", ids="EQ-01")

    assert answer.status_code == 422
    assert "“evil.pdf” is not the type of file that its name says (.pdf)." in words(answer.text)
    assert 'value="&lt;b&gt;Kept&lt;/b&gt;"' in answer.text
    assert 'value="EQ-01"' in answer.text
    assert 'value="RC-02" checked' in answer.text
    assert items(database) == []
    assert list(files.folder.rglob("*")) == before


def test_a_form_without_a_file_is_refused_in_words(alice: Actor) -> None:
    answer = alice.browser.post(f"{HOME}/files", data=alice.form(title="No file"))

    assert answer.status_code == 422
    assert "Choose a file." in words(answer.text)


def test_a_body_far_too_large_is_refused_unread_with_a_sentence(alice: Actor) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "99000000"}

    answer = alice.browser.post(f"{HOME}/files", content=b"--x", headers=headers)

    assert answer.status_code == 413
    assert "This file is too large" in words(answer.text)


@pytest.mark.parametrize("person", ["vera", "sofia", "charlie", "tessa"])
def test_who_may_not_add_makes_the_server_look_at_nothing(
    person: str, app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.features.evidence.receiving.look_at", lambda *_: pytest.fail("it looked"))
    who = actor(app, person)

    answer = who.browser.post(f"{HOME}/files", data=who.form(), files={"file": ("a.pdf", PDF)})

    assert answer.status_code in (403, 404)


@ON_BOTH
def test_a_slow_scanner_keeps_nobody_from_saving(
    send: Send, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scan(*_: object) -> str:
        with database.writing() as db:  # would wait for the turn to write, and give up
            audit_log.record(db, "saved meanwhile", by="connie", at=utc_now(), assessment_id=ARDEN)
        return ""

    monkeypatch.setattr("app.features.evidence.receiving.scanned", scan)

    assert send().status_code == 303
    with database.reading() as db:
        log = db.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert [entry.action for entry in log if entry.action != "assessment moved"] == [
        "saved meanwhile",
        "evidence added",
    ]


def test_a_download_is_an_attachment_that_can_do_nothing(alice: Actor, database: Database) -> None:
    answer = alice.browser.get(f"{HOME}/{ITEM}/file")

    assert (answer.status_code, answer.content) == (200, KEPT_FILE)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="Order 12.pdf"')
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    with database.reading() as db:
        (entry,) = db.exec(select(Download))
    assert (entry.what, entry.by, entry.assessment_id, entry.size) == ("evidence", "alice", ARDEN, len(KEPT_FILE))
    assert entry.sha256 == hashlib.sha256(KEPT_FILE).hexdigest()


def test_a_page_hidden_in_a_pdf_is_served_as_a_pdf_to_save(send: Send, alice: Actor, database: Database) -> None:
    send("both.pdf", PDF + HTML)
    (item,) = items(database)

    answer = alice.browser.get(f"{HOME}/{item.id}/file")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_text_is_served_without_a_guess_at_its_encoding(send: Send, alice: Actor, database: Database) -> None:
    send("a.txt", "Décision".encode("cp1252"))
    (item,) = items(database)

    assert alice.browser.get(f"{HOME}/{item.id}/file").headers["content-type"] == "text/plain"


NAMES = {
    'an "order".pdf': 'an "order".pdf',
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\me\\plan.pdf": "plan.pdf",
    "two\nlines.pdf": "two_lines.pdf",
    "evil\u202efdp.exe.pdf": "evil_fdp.exe.pdf",
    "تقرير المساواة.pdf": "تقرير المساواة.pdf",
    "\u200fتقرير.pdf\u200f": "تقرير.pdf",
    "De\u0301cision\u200b no\ufeff 7.pdf": "Décision no 7.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "a" * 300 + ".pdf": "a" * 195 + "….pdf",
    "100%25.pdf": "100%25.pdf",
}


@pytest.mark.parametrize("sent", NAMES)
def test_names_are_shown_as_written_but_harmless(sent: str, send: Send, alice: Actor, database: Database) -> None:
    assert send(sent, PDF).status_code == 303

    (item,) = items(database)
    assert item.file_name == NAMES[sent]
    page = alice.browser.get(HOME).text
    assert "<img" not in page
    assert NAMES[sent] in words(page)
    disposition = alice.browser.get(f"{HOME}/{item.id}/file").headers["content-disposition"]
    assert disposition.endswith(f"; filename*=UTF-8''{quote(NAMES[sent], safe='')}")
    assert disposition.count('"') == 2


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_file_that_is_gone_or_damaged_is_said_calmly_and_logged(
    damage: str, send: Send, alice: Actor, database: Database, files: EvidenceFiles
) -> None:
    send("own.txt", b"only here")
    (item,) = items(database)
    path = files.path_of(item.sha256)
    path.unlink() if damage == "missing" else path.write_bytes(b"other")

    with capture_logs() as lines:
        answer = alice.browser.get(f"{HOME}/{item.id}/file")

    assert answer.status_code == 404
    assert "The register lists it" in words(answer.text)
    assert [line["id"] for line in lines if line["log_level"] == "error"] == [item.id]
    with database.reading() as db:
        assert db.exec(select(Download)).all() == []


def test_a_crash_between_file_and_commit_leaves_an_orphan_and_no_row(
    app: FastAPI, alice: Actor, database: Database, files: EvidenceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = TestClient(app, raise_server_exceptions=False, cookies={COOKIE: "session of alice"})
    with monkeypatch.context() as patch:
        patch.setattr(database.engine.dialect, "do_commit", lambda _connection: dict[str, str]()["the power is gone"])
        content = b"written before the power went"
        answer = browser.post(f"{HOME}/files", data=alice.form(), files={"file": ("a.txt", content)})

    orphan = files.path_of(hashlib.sha256(content).hexdigest())
    later, now = utc_now() + timedelta(minutes=1), utc_now() - timedelta(hours=1)
    with database.reading() as db:
        assert orphan in files.orphans(db, older_than=later)
        assert files.orphans(db, older_than=now) == []
        assert files.path_of(hashlib.sha256(KEPT_FILE).hexdigest()) not in files.orphans(db, older_than=later)
    assert answer.status_code == 500
    assert items(database) == []
