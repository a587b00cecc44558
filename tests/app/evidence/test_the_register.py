"""Links, references, what they serve, withdrawing, and what evidence does to an assessment."""

import hashlib
from random import Random

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.assessments.reads import answers_in_full
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Assessment, Move
from questionnaires.catalogue import Catalogue
from tests.app.answers import random_document, store
from tests.app.browser import form, words
from tests.app.evidence.conftest import HOME, Send, items, uses
from tests.cast import ARDEN, BRINK, ITEM, KEPT_FILE, Actor
from tests.engines import ON_BOTH
from tests.house.test_figures_stored import computed, stored
from tests.states import put_in_state

LINK = {"title": "Plan", "address": "https://customs.example.org/plan?year=2026&page=4"}
REFERENCE = {"title": "Minutes", "holder": "Personnel, room 3"}
SHA256 = "0123456789abcdef" * 4


def add(person: Actor, kind: str, **fields: object) -> int:
    return int(person.browser.post(f"{HOME}/{kind}", data=person.form(**fields)).status_code)


def use(person: Actor, *indicators: str, was: tuple[str, ...] = (), item: str = ITEM) -> int:
    body = person.form(indicator=list(indicators), was=list(was))
    return int(person.browser.post(f"{HOME}/{item}/uses", data=body).status_code)


def withdraw(person: Actor, item: str = ITEM) -> int:
    return int(person.browser.post(f"{HOME}/{item}/withdrawal", data=person.form()).status_code)


def test_a_link_is_kept_and_shown_so_that_the_other_site_learns_nothing(alice: Actor, database: Database) -> None:
    assert add(alice, "links", **LINK, indicator="RC-01") == 303

    (item,) = items(database)
    assert (item.kind, item.address) == ("link", LINK["address"])
    page = alice.browser.get(HOME).text
    assert 'href="https://customs.example.org/plan?year=2026&amp;page=4" rel="noreferrer noopener"' in page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "//example.org",
        "customs.example.org",
        "https://",
        "https://me:secret@example.org",
        "https://example.org/a b",
        "https://[::1",
        "https://example.org/\u202eevil",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_an_address_that_is_no_web_address_is_refused_and_kept_on_the_screen(
    address: str, alice: Actor, database: Database
) -> None:
    answer = alice.browser.post(f"{HOME}/links", data=alice.form(title="Plan", address=address))

    assert answer.status_code == 422
    assert "Enter a full address that begins with https:// or http://" in words(answer.text)
    assert form(answer.text, f"{HOME}/links").value("address") == address
    assert items(database) == []


def test_marks_that_nobody_sees_around_an_address_are_not_a_part_of_it(alice: Actor, database: Database) -> None:
    written = "\u202ahttps://customs.example.org/\u062c\u0645\u0631\u0643\u202c\u200f\n"

    assert add(alice, "links", title="Plan", address=written) == 303
    assert [item.address for item in items(database)] == [written.strip("\u202a\u202c\u200f\n")]


@pytest.mark.parametrize("written", [SHA256, SHA256.upper(), f"  {SHA256[:32]} {SHA256[32:]} ", ""])
def test_a_reference_is_kept_with_the_hash_however_it_is_written(
    written: str, alice: Actor, database: Database
) -> None:
    assert add(alice, "references", **REFERENCE, sha256=written, dated_on="2026-03-12") == 303

    (item,) = items(database)
    assert (item.kind, item.holder, item.dated_on) == ("reference", "Personnel, room 3", "2026-03-12")
    assert item.sha256 == (SHA256 if written else "")


TITLES = {"sha256": "SHA-256", "dated_on": "Date of the document", "title": "Title", "holder": "Held by"}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("sha256", "abc", "A SHA-256 has 64 characters, each from 0 to 9 or a to f. This has 3."),
        ("sha256", "g" * 64, "A SHA-256 has 64 characters"),
        ("dated_on", "12.3.2026", "Enter a date"),
        ("dated_on", "2026-02-30", "Enter a date"),
        ("dated_on", "0026-03-01", "The year 0026 is out of range."),
        ("title", "", "Enter a title"),
        ("title", "   ", "Enter a title"),
        ("title", "a" * 301, "This has 301 characters. Shorten it to 300 or fewer."),
        ("title", "two\nlines", "Enter this on one line."),
        ("title", "nul\0", "nul▯"),
        ("holder", "", "Enter who holds the document"),
        ("ids", "RC-99, rc-01", "There is no question RC-99."),
        ("ids", "OD-01\0", "There is no question"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_beside_everything_typed(
    field: str, text: str, sentence: str, alice: Actor, database: Database
) -> None:
    typed = REFERENCE | {"page": "Kept", field: text}
    answer = alice.browser.post(f"{HOME}/references", data=alice.form(**typed))

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert words(answer.text).startswith("Error: Record a document")
    assert field == "ids" or f"There is a problem {TITLES[field]}: " in words(answer.text)
    assert form(answer.text, f"{HOME}/references").value("page") == "Kept"
    assert items(database) == []


def test_questions_are_ticked_or_written_by_their_ids(alice: Actor, database: Database) -> None:
    assert add(alice, "links", **LINK, indicator=["RC-01"], ids="eq-01; RC-02 RC-01") == 303

    (item,) = items(database)
    assert uses(database) == {item.id: ["EQ-01", "RC-01", "RC-02"]}


def test_the_address_of_a_question_ticks_it_in_the_form_and_filters_the_register(alice: Actor) -> None:
    add(alice, "links", **LINK, indicator="RC-01")
    add(alice, "references", **REFERENCE, indicator="RC-02")

    page = alice.browser.get(f"{HOME}?indicator=RC-01").text

    assert f'href="{HOME}/files?indicator=RC-01"' in page
    assert ("Plan" in words(page), "Minutes" in words(page)) == (True, False)
    new = alice.browser.get(f"{HOME}/files?indicator=RC-01").text
    assert form(new, f"{HOME}/files").values("indicator") == ["RC-01"]


def test_uses_are_changed_by_what_the_person_ticked_and_cleared(alice: Actor, database: Database) -> None:
    use(alice, "RC-01", "RC-02")

    assert use(alice, "RC-02", "EQ-01", was=("RC-01", "RC-02")) == 303

    assert uses(database) == {ITEM: ["EQ-01", "RC-02"]}


@ON_BOTH
def test_two_people_who_change_uses_at_once_lose_nothing_of_each_other(
    alice: Actor, connie: Actor, database: Database
) -> None:
    use(alice, "RC-01")
    use(alice, "RC-01", "RC-02", was=("RC-01",))

    use(connie, "RC-03", was=("RC-01",))

    assert uses(database) == {ITEM: ["RC-02", "RC-03"]}


def test_withdrawn_evidence_stays_with_its_file_but_serves_nothing(alice: Actor, database: Database) -> None:
    use(alice, "RC-01")

    assert [withdraw(alice) for _ in range(2)] == [303, 303]

    assert uses(database) == {}
    assert "Withdrawn by Alice" in words(alice.browser.get(f"{HOME}/{ITEM}").text)
    assert "1 withdrawn item" in words(alice.browser.get(HOME).text)
    assert alice.browser.get(f"{HOME}/{ITEM}/file").status_code == 200
    assert use(alice, "RC-01") == 409
    with database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry)) if "withdrawn" in entry.action] == [
            "evidence withdrawn"
        ]


def test_saving_an_answer_never_removes_evidence(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    use(alice, "RC-01")
    for revision, texts in enumerate((["In words"], [])):
        body = {"state": "answered", "value": 2, "evidence": texts, "revision": revision}
        answer = alice.browser.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", json=body, headers=alice.api)
        assert answer.status_code == 200

    assert uses(database) == {ITEM: ["RC-01"]}
    with database.reading() as db:
        (line,) = answers_in_full(db, ARDEN)["RC-01"].evidence
    assert line.startswith("Order 12/2024, Order 12.pdf, SHA-256 ")


def test_evidence_opens_and_dates_an_assessment_but_moves_no_figure(
    alice: Actor, send: Send, database: Database, catalogue: Catalogue
) -> None:
    store(database, catalogue, random_document(Random(1), catalogue))
    before = stored(database)

    send(indicator="RC-01")
    use(alice, "EQ-01")
    withdraw(alice)

    assert stored(database) == before == computed(database, catalogue)


def test_the_first_evidence_opens_the_assessment_as_the_first_answer_does(alice: Actor, database: Database) -> None:
    add(alice, "links", **LINK, indicator="RC-01")
    add(alice, "references", **REFERENCE)

    with database.reading() as db:
        assessment = db.exec(select(Assessment).where(Assessment.id == ARDEN)).one()
        assert (assessment.state, assessment.changed_at is not None) == (State.IN_PROGRESS, True)
        assert [move.verb for move in db.exec(select(Move))] == ["open"]


@pytest.fixture
def returned(alice: Actor, database: Database, catalogue: Catalogue) -> Database:
    """RC-01 was sent back; the item of the stage serves it and RC-02."""
    use(alice, "RC-01", "RC-02")
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
    return database


@ON_BOTH
def test_after_a_return_only_uses_of_returned_questions_change(alice: Actor, returned: Database) -> None:
    assert use(alice, was=("RC-02",)) == 409
    assert use(alice, "EQ-01") == 409
    assert add(alice, "links", **LINK, indicator=["RC-01", "EQ-01"]) == 409
    assert withdraw(alice) == 409
    assert uses(returned) == {ITEM: ["RC-01", "RC-02"]}
    assert items(returned) == []

    assert add(alice, "links", **LINK, indicator="RC-01") == 303
    assert use(alice, was=("RC-01",)) == 303
    assert uses(returned)[ITEM] == ["RC-02"]


def test_after_a_return_the_page_offers_only_what_can_be_done(alice: Actor, returned: Database) -> None:
    page = alice.browser.get(f"{HOME}/{ITEM}").text

    assert 'value="RC-02" checked disabled' in page
    assert form(page, f"{HOME}/{ITEM}/uses").values("was") == ["RC-01"]
    assert "cannot be withdrawn now" in words(page)


def test_every_write_is_in_the_audit_log_by_ids_and_without_a_text(
    alice: Actor, send: Send, database: Database
) -> None:
    send(title="Secret title", holder="Secret holder", indicator="RC-01")

    with database.reading() as db:
        entries = db.exec(select(AuditEntry)).all()
    assert {"evidence added", "uses of evidence changed"} <= {entry.action for entry in entries}
    assert "Secret" not in str([entry.details for entry in entries])


@pytest.mark.parametrize(
    ("given", "says"), [("same", "The same."), ("other", "Not the same."), ("abc", "64 characters")]
)
def test_anybody_who_reads_can_compare_a_hash_without_script(given: str, says: str, rita: Actor) -> None:
    known = {"same": hashlib.sha256(KEPT_FILE).hexdigest(), "other": SHA256}
    answer = rita.browser.get(f"{HOME}/{ITEM}", params={"sha256": known.get(given, given)})

    assert answer.status_code == (422 if given == "abc" else 200)
    assert says in words(answer.text)


def test_items_of_another_assessment_are_not_there(alice: Actor, charlie: Actor, database: Database) -> None:
    own = f"/assessments/{BRINK}/evidence"
    for address in (f"{own}/{ITEM}", f"{own}/{ITEM}/file", f"{own}/nothing%00"):
        assert charlie.browser.get(address).status_code == 404
    body = charlie.form(indicator="RC-01")
    assert charlie.browser.post(f"{own}/{ITEM}/uses", data=body).status_code == 404
    assert charlie.browser.post(f"{own}/{ITEM}/withdrawal", data=charlie.form()).status_code == 404
    assert uses(database) == {}


def test_the_api_lists_the_register_and_no_content(alice: Actor, bob: Actor, database: Database) -> None:
    use(alice, "RC-01")

    answer = alice.browser.get(f"/api/v1{HOME}", headers=alice.api)

    (item,) = answer.json()["evidence"]
    assert (item["id"], item["indicators"], item["added_by"]) == (ITEM, ["RC-01"], "Alice")
    assert (item["kind"], item["file_name"], item["withdrawn_at"]) == ("file", "Order 12.pdf", None)
    assert bob.browser.get(f"/api/v1{HOME}", headers=bob.api).status_code == 404
