"""Evidence in the question that it supports: there to see, to add and to remove without leaving the page."""

import re

import pytest
from bs4 import BeautifulSoup
from httpx2 import Response
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment
from app.features.evidence.receiving import MOST_FILES
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, without_message, words
from tests.app.evidence.conftest import HOME, items, uses
from tests.app.evidence.office import PDF
from tests.cast import ARDEN, ITEM, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

ELEMENT = f"/assessments/{ARDEN}/elements/E1.1"
HTMX = {"hx-request": "true"}
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def support(person: Actor, *indicators: str) -> None:
    answer = person.browser.post(f"{HOME}/{ITEM}/uses", data=person.form(indicator=list(indicators)))
    assert answer.status_code == 303


def chips(page: str, indicator: str = "RC-01") -> list[str]:
    return [
        chip.get_text(" ", strip=True) for chip in BeautifulSoup(page, "html.parser").select(f"#items-{indicator} li")
    ]


def test_an_item_is_named_with_its_page_and_its_file_and_no_fingerprint(alice: Actor) -> None:
    support(alice, "RC-01")

    page = alice.browser.get(ELEMENT).text

    (chip,) = chips(page)
    assert chip.startswith("Order 12/2024")
    assert f'href="{HOME}/{ITEM}"' in page
    assert f'href="{HOME}/{ITEM}/file"' in page
    assert chips(page, "RC-02") == []
    assert not FINGERPRINT.search(words(page))


def test_a_link_opens_and_a_document_kept_elsewhere_says_who_holds_it(alice: Actor) -> None:
    link = {"title": "Plan", "address": "https://customs.example.org/plan", "indicator": "RC-01"}
    alice.browser.post(f"{HOME}/links", data=alice.form(**link))
    alice.browser.post(f"{HOME}/references", data=alice.form(title="Minutes", holder="Personnel", indicator="RC-01"))

    page = alice.browser.get(ELEMENT).text

    assert [chip.split(" \u00d7")[0] for chip in chips(page)] == ["Plan Open Plan", "Minutes held by Personnel"]
    assert 'href="https://customs.example.org/plan" rel="noreferrer noopener"' in page


def test_who_only_reads_sees_the_items_and_no_button(alice: Actor, vera: Actor) -> None:
    support(alice, "RC-01")

    page = vera.browser.get(ELEMENT).text

    assert len(chips(page)) == 1
    assert "/uses" not in page
    assert "remove-RC-01" not in page


def test_removing_an_item_leads_back_to_the_question(alice: Actor, database: Database) -> None:
    support(alice, "RC-01", "RC-02")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back="RC-01"))

    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{ELEMENT}#RC-01")
    assert uses(database) == {ITEM: ["RC-02"]}


@ON_BOTH
def test_with_script_removing_an_item_leaves_the_others(alice: Actor, database: Database) -> None:
    support(alice, "RC-01", "RC-02")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back="RC-01"), headers=HTMX)

    assert answer.status_code == 200
    assert "It no longer supports RC-01." in words(answer.text)
    assert chips(answer.text) == []
    assert uses(database) == {ITEM: ["RC-02"]}


def test_after_a_return_only_the_questions_sent_back_offer_a_button(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    support(alice, "RC-01", "RC-02")
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    page = alice.browser.get(ELEMENT).text

    assert 'form="remove-RC-01"' in page
    assert 'form="remove-RC-02"' not in page
    assert len(chips(page, "RC-02")) == 1


@pytest.mark.parametrize("back", ["", "RC-99", "https://example.org"])
def test_no_form_leads_elsewhere(back: str, alice: Actor) -> None:
    support(alice, "RC-01")

    answer = alice.browser.post(f"{HOME}/{ITEM}/uses", data=alice.form(was="RC-01", back=back))

    assert without_message(answer.headers["location"]) == f"{HOME}/{ITEM}"


def upload(person: Actor, *files: tuple[str, bytes], headers: dict[str, str] | None = None) -> Response:
    data = person.form(indicator="RC-01", back="RC-01")
    return person.browser.post(
        f"{HOME}/files", data=data, files=[("file", file) for file in files], headers=headers or {}
    )


def test_several_files_at_once_support_the_question(alice: Actor, database: Database) -> None:
    answer = upload(alice, ("Order.pdf", PDF), ("Note.txt", b"Signed in May"), headers=HTMX)

    assert answer.status_code == 200
    assert "2 items were added to RC-01." in words(answer.text)
    assert [item.title for item in items(database)] == ["Order.pdf", "Note.txt"]
    assert set(map(tuple, uses(database).values())) == {("RC-01",)}
    assert [chip.split(" ")[0] for chip in chips(answer.text)] == ["Order.pdf", "Note.txt"]


def test_without_script_the_files_lead_back_to_the_question(alice: Actor, database: Database) -> None:
    answer = upload(alice, ("Order.pdf", PDF))

    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{ELEMENT}#RC-01")
    assert len(items(database)) == 1


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with script", "without script"])
def test_a_refused_file_is_named_and_stops_no_other(
    headers: dict[str, str], alice: Actor, database: Database, files: EvidenceFiles
) -> None:
    answer = upload(alice, ("evil.pdf", b"MZ" + bytes(50)), ("empty.txt", b""), ("Order.pdf", PDF), headers=headers)

    said = words(answer.text)
    assert answer.status_code == 200
    assert "1 item was added to RC-01." in said
    assert "“evil.pdf” is not the type of file that its name says" in said
    assert "empty.txt : The file is empty." in said
    assert [item.title for item in items(database)] == ["Order.pdf"]
    assert list(files.folder.glob("draft-*")) == []


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with script", "without script"])
def test_where_no_file_is_good_nothing_is_added(headers: dict[str, str], alice: Actor, database: Database) -> None:
    answer = upload(alice, ("evil.pdf", b"MZ" + bytes(50)), headers=headers)

    assert answer.status_code == 422
    assert items(database) == []


def test_an_upload_without_a_file_asks_for_one(alice: Actor) -> None:
    answer = alice.browser.post(f"{HOME}/files", data=alice.form(indicator="RC-01", back="RC-01"), headers=HTMX)

    assert answer.status_code == 422
    assert "Choose a file." in words(answer.text)


def test_more_files_than_a_request_may_have_are_told_by_name(alice: Actor, database: Database) -> None:
    answer = upload(alice, *((f"{number}.txt", b"text %d" % number) for number in range(MOST_FILES + 1)), headers=HTMX)

    assert len(items(database)) == MOST_FILES
    assert f"{MOST_FILES}.txt : At most {MOST_FILES} files can be uploaded at once." in words(answer.text)


def test_the_page_of_one_file_takes_one_file(alice: Actor, database: Database) -> None:
    answer = alice.browser.post(
        f"{HOME}/files", data=alice.form(), files=[("file", ("a.txt", b"1")), ("file", ("b.txt", b"2"))]
    )

    assert answer.status_code == 422
    assert items(database) == []


def test_the_first_files_open_the_assessment(alice: Actor, database: Database) -> None:
    upload(alice, ("one.txt", b"1"), ("two.txt", b"2"))

    with database.reading() as db:
        assert db.exec(select(Assessment.state).where(Assessment.id == ARDEN)).one() == State.IN_PROGRESS


def test_after_a_return_no_file_comes_to_a_question_that_was_not_sent_back(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    data = alice.form(indicator="RC-02", back="RC-02")
    answer = alice.browser.post(f"{HOME}/files", data=data, files={"file": ("Order.pdf", PDF)}, headers=HTMX)

    assert answer.status_code == 409
    assert items(database) == []


def choose(person: Actor, *ids: str, headers: dict[str, str] | None = None) -> Response:
    data = person.form(back="RC-01", item=list(ids))
    return person.browser.post(f"{HOME}/choices", data=data, headers=headers or {})


def test_the_register_offers_what_the_question_does_not_use_yet(alice: Actor) -> None:
    page = alice.browser.get(f"{HOME}/choices?indicator=RC-01", headers=HTMX).text
    assert "Order 12/2024" in words(page)

    support(alice, "RC-01")

    page = alice.browser.get(f"{HOME}/choices?indicator=RC-01", headers=HTMX).text
    assert "The register has no other items for RC-01." in words(page)
    assert "Order 12/2024" in words(alice.browser.get(f"{HOME}/choices?indicator=RC-02").text)


def test_withdrawn_items_are_not_offered(alice: Actor) -> None:
    alice.browser.post(f"{HOME}/{ITEM}/withdrawal", data=alice.form())

    assert ITEM not in alice.browser.get(f"{HOME}/choices?indicator=RC-01").text


def test_items_that_are_chosen_support_the_question_too(alice: Actor, database: Database) -> None:
    support(alice, "RC-02")

    answer = choose(alice, ITEM, headers=HTMX)

    assert "1 item was added to RC-01." in words(answer.text)
    assert len(chips(answer.text)) == 1
    assert uses(database) == {ITEM: ["RC-01", "RC-02"]}


def test_without_script_choosing_leads_back_to_the_question(alice: Actor, database: Database) -> None:
    answer = choose(alice, ITEM)

    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{ELEMENT}#RC-01")
    assert uses(database) == {ITEM: ["RC-01"]}


def test_choosing_nothing_asks_for_a_tick(alice: Actor, database: Database) -> None:
    answer = choose(alice, headers=HTMX)

    assert answer.status_code == 422
    assert "Tick the items that support this question." in words(answer.text)
    page = choose(alice)
    assert page.status_code == 422
    assert "There is a problem Which items support this question?: Tick the items" in words(page.text)
    assert uses(database) == {}


def test_an_item_of_nobody_and_a_question_that_is_none_are_not_there(alice: Actor, database: Database) -> None:
    assert choose(alice, ITEM, "none").status_code == 404
    assert alice.browser.post(f"{HOME}/choices", data=alice.form(back="RC-99", item=ITEM)).status_code == 404
    assert alice.browser.get(f"{HOME}/choices?indicator=RC-99").headers["location"] == HOME
    assert uses(database) == {}


@pytest.mark.parametrize("kind", ["links", "references", "files"])
def test_the_page_of_an_item_leads_back_to_the_question_that_one_came_from(
    kind: str, alice: Actor, database: Database
) -> None:
    page = alice.browser.get(f"{HOME}/{kind}?indicator=RC-01").text
    typed = {"title": "Plan", "address": "https://customs.example.org/plan", "holder": "Personnel"}
    data = form(page, f"{HOME}/{kind}").data(**typed)
    sent = {"file": ("Order.pdf", PDF)} if kind == "files" else None

    answer = alice.browser.post(f"{HOME}/{kind}", data=data, files=sent)

    assert "Also supports other questions" in words(page)
    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"{ELEMENT}#RC-01")
    assert list(uses(database).values()) == [["RC-01"]]


def test_what_the_page_refuses_still_leads_back_to_the_question(alice: Actor) -> None:
    data = form(alice.browser.get(f"{HOME}/links?indicator=RC-01").text, f"{HOME}/links").data(ids="RC-99")

    answer = alice.browser.post(f"{HOME}/links", data=data)

    assert answer.status_code == 422
    assert form(answer.text, f"{HOME}/links").value("next") == "RC-01"
    assert "There is no question RC-99." in words(answer.text)
