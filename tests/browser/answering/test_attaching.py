"""Evidence is added in the question itself: chosen, dropped or pasted, and nothing typed is lost meanwhile."""

from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.db.tables.answers import Evidence
from app.db.tables.records import Download
from tests.app.evidence.office import PDF
from tests.browser.card import Card, open_card
from tests.browser.conftest import Enter, Watch
from tests.browser.places import HOME
from tests.browser.site import Site
from tests.cast import ITEM

pytestmark = pytest.mark.browser

ELEMENT = f"{HOME}/elements/E1.1"
ONE_DOT = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
FILES = """(names) => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(new File([`What ${name} says`], name, { type: "text/plain" }));
    return data;
}"""


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "Order 15.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "Note.txt"
    path.write_text("Signed in May", encoding="utf-8")
    return path


def chips(page: Page, id_: str = "RC-01") -> list[str]:
    return page.locator(f"#items-{id_} .chip > a:first-child").all_inner_texts()


def test_files_that_are_chosen_go_out_at_once_beside_what_is_being_typed(alice: Page, order: Path, note: Path) -> None:
    alice.goto(ELEMENT)
    card = Card(alice, "RC-01")
    card.choose("3")
    card.expect_saved()
    expect(card.state).to_contain_text("Add evidence")
    card.comment.press_sequentially("Not finish")
    alice.get_by_label("Upload files RC-01").set_input_files([order, note])

    expect(alice.locator("#items-RC-01 .chip")).to_have_count(2)
    assert chips(alice) == ["Order 15.pdf", "Note.txt"]
    expect(card.comment).to_have_value("Not finish")
    expect(card.state).not_to_contain_text("Add evidence")
    card.expect_saved()


def test_files_that_are_dropped_on_a_question_support_it(alice: Page) -> None:
    alice.goto(ELEMENT)
    data = alice.evaluate_handle(FILES, ["Minutes.txt", "Plan.txt"])
    alice.locator("#RC-02 .ask-text").dispatch_event("drop", {"dataTransfer": data})

    expect(alice.locator("#items-RC-02 .chip")).to_have_count(2)
    assert chips(alice, "RC-02") == ["Minutes.txt", "Plan.txt"]
    assert chips(alice) == []


def test_what_is_pasted_as_a_file_supports_the_question_and_a_text_stays_a_text(alice: Page) -> None:
    alice.goto(ELEMENT)
    field = alice.locator('#RC-01 textarea[name="evidence"]').last
    paste = "(field, data) => field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))"
    data = alice.evaluate_handle(FILES, ["Screen.txt"])
    field.evaluate(paste, data)
    expect(alice.locator("#said-RC-01")).to_contain_text("1 item was added to RC-01.")

    text = alice.evaluate_handle(FILES, ["Picture.txt"])
    text.evaluate("data => data.items.add('A sentence', 'text/plain')")
    field.evaluate(paste, text)
    alice.get_by_label("Upload files RC-02").set_input_files({"name": "b.txt", "mimeType": "", "buffer": b"b"})
    expect(alice.locator("#said-RC-02")).to_contain_text("1 item was added to RC-02.")
    assert chips(alice) == ["Screen.txt"]


def test_a_refused_file_is_named_in_the_question(
    alice: Page, order: Path, tmp_path: Path, site: Site, watch: Watch
) -> None:
    watch.expects("422")
    evil, large = tmp_path / "evil.pdf", tmp_path / "large.pdf"
    evil.write_bytes(b"MZ" + bytes(50))
    large.write_bytes(bytes(10_000_001))
    alice.goto(ELEMENT)
    alice.get_by_label("Upload files RC-01").set_input_files([evil, large, order])

    said = alice.locator("#said-RC-01")
    expect(said).to_contain_text("1 item was added to RC-01.")
    expect(said).to_contain_text("“evil.pdf” is not the type of file that its name says")
    expect(said).to_contain_text("large.pdf: Files can have up to 10 MB.")
    with site.database.reading() as db:
        assert {item.title for item in db.exec(select(Evidence)) if item.id != ITEM} == {"Order 15.pdf"}


def test_files_too_large_for_one_request_go_out_one_after_the_other(alice: Page, tmp_path: Path) -> None:
    names = ["One.txt", "Two.txt", "Three.txt"]
    for name in names:
        (tmp_path / name).write_bytes(name.encode() + b"x" * 4_000_000)
    alice.goto(ELEMENT)
    alice.get_by_label("Upload files RC-01").set_input_files([tmp_path / name for name in names])

    expect(alice.locator("#said-RC-01").get_by_text("1 item was added to RC-01.")).to_have_count(3)
    assert chips(alice) == names


def test_an_upload_that_did_not_arrive_can_be_tried_again(alice: Page, order: Path, site: Site, watch: Watch) -> None:
    watch.expects("net::ERR", "Failed to fetch", "Failed to load resource")
    alice.goto(ELEMENT)
    alice.route("**/evidence/files", lambda route: route.abort())
    alice.get_by_label("Upload files RC-01").set_input_files(order)
    expect(alice.locator("#said-RC-01")).to_contain_text("the server cannot be reached")

    alice.unroute("**/evidence/files")
    alice.locator("#said-RC-01").get_by_role("button", name="Try again").click()

    expect(alice.locator("#items-RC-01")).to_contain_text("Order 15.pdf")


def test_an_item_is_removed_where_it_is_seen(alice: Page, order: Path, note: Path) -> None:
    alice.goto(ELEMENT)
    alice.get_by_label("Upload files RC-01").set_input_files([order, note])
    expect(alice.locator("#items-RC-01 .chip")).to_have_count(2)
    alice.get_by_role("button", name="Remove Order 15.pdf from RC-01").click()

    expect(alice.locator("#said-RC-01")).to_contain_text("It no longer supports RC-01.")
    assert chips(alice) == ["Note.txt"]


def test_without_script_a_button_uploads_and_another_removes(enter: Enter, order: Path) -> None:
    plain = enter("alice", java_script_enabled=False)
    plain.goto(ELEMENT)
    plain.get_by_label("Upload files RC-01").set_input_files(order)
    plain.get_by_role("button", name="Upload RC-01").click()
    plain.wait_for_url(f"**{ELEMENT}?done=*#RC-01")
    assert chips(plain) == ["Order 15.pdf"]

    plain.get_by_role("button", name="Remove Order 15.pdf from RC-01").click()
    plain.wait_for_url(f"**{ELEMENT}?done=evidence-changed*#RC-01")
    assert chips(plain) == []


def test_an_item_of_the_register_is_chosen_in_the_question(alice: Page) -> None:
    alice.goto(ELEMENT)
    card = alice.locator(".question-card", has=alice.locator("#RC-01"))
    card.get_by_text("From the register").click()
    card.get_by_label("Order 12/2024").check()
    card.get_by_role("button", name="Add to RC-01").click()

    expect(alice.locator("#said-RC-01")).to_contain_text("1 item was added to RC-01.")
    assert chips(alice) == ["Order 12/2024"]
    expect(card.get_by_label("Order 12/2024")).to_have_count(0)


ON_THE_WEB = "See https://plan.example.org."


def test_a_typed_reference_is_removed_and_brought_back_where_it_is_seen(alice: Page, site: Site) -> None:
    card = open_card(alice)
    card.choose("2")
    card.evidence(0).fill("Order 15")
    card.evidence(1).fill(ON_THE_WEB)
    card.evidence(1).blur()
    card.expect_saved()
    alice.reload()
    remove = card.form.get_by_label(f"Remove {ON_THE_WEB} from RC-01")
    card.evidence(0).focus()  # which takes a line of its own while it is in hand
    for is_removed, stored in ((True, ("Order 15",)), (False, ("Order 15", ON_THE_WEB))):
        with alice.expect_response("**/answers/RC-01"):
            remove.set_checked(is_removed)
        card.expect_saved()
        assert site.stored("RC-01").answer.evidence == stored

    there = card.link("Open https://plan.example.org")
    expect(there).to_be_visible()
    card.evidence(1).fill("Elsewhere")
    card.comment.focus()
    expect(there).to_be_hidden()


def test_a_picture_is_fetched_and_logged_once_somebody_opens_it(alice: Page, site: Site) -> None:
    alice.goto(ELEMENT)
    picture = {"name": "Notice board.gif", "mimeType": "image/gif", "buffer": b64decode(ONE_DOT)}
    alice.get_by_label("Upload files RC-01").set_input_files(picture)  # type: ignore[arg-type]
    alice.locator("#items-RC-01").get_by_text("Preview").wait_for()
    assert read(site) == []

    alice.locator("#items-RC-01").get_by_text("Preview").click()

    seen = alice.get_by_role("img", name="Notice board.gif")
    expect(seen).to_be_visible()
    expect(alice.locator(".preview img")).to_have_js_property("naturalWidth", 1)
    assert read(site) == ["Notice board.gif"]


def read(site: Site) -> list[str]:
    with site.database.reading() as db:
        return [entry.file_name for entry in db.exec(select(Download))]
