"""Evidence in a real browser: the SHA-256 of a document that is not sent, files too large, endless names."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect
from sqlmodel import col, select, update

from app.db.tables.answers import Evidence
from tests.browser.conftest import Enter, Watch
from tests.browser.edges import over_the_edge
from tests.browser.places import HOME
from tests.browser.site import Site
from tests.cast import ITEM, KEPT_FILE

pytestmark = pytest.mark.browser

SECRET = bytes(range(256)) * 9_000
SHA256 = hashlib.sha256(SECRET).hexdigest()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Something that stays in the country."""
    path = tmp_path / "minutes.bin"
    path.write_bytes(SECRET)
    return path


def newest(site: Site) -> Evidence:
    with site.database.reading() as db:
        return db.exec(select(Evidence).where(col(Evidence.id) != ITEM)).one()


def test_the_hash_is_computed_here_and_the_document_is_not_sent(alice: Page, site: Site, document: Path) -> None:
    sent: list[Request] = []
    alice.on("request", lambda request: sent.append(request))
    alice.goto(f"{HOME}/evidence/references")
    alice.get_by_label("Calculate the SHA-256 from the document").set_input_files(document)
    expect(alice.get_by_label("SHA-256 (optional)")).to_have_value(SHA256)
    alice.locator("#title").fill("Minutes")
    alice.locator("#holder").fill("Personnel")
    alice.get_by_role("button", name="Record a document").click()

    alice.wait_for_url(re.compile(r"/evidence\?done=[^#]+#"))
    assert newest(site).sha256 == SHA256
    assert sum(len(request.post_data_buffer or b"") for request in sent) < 2_000


def test_a_reviewer_compares_the_document_on_site(enter: Enter, document: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.pdf"
    same.write_bytes(KEPT_FILE)
    rita = enter("rita")
    rita.goto(f"{HOME}/evidence/{ITEM}")
    rita.get_by_text("Proof", exact=True).click()

    for path, says in ((same, "The same."), (document, "Not the same.")):
        rita.get_by_label("Calculate the SHA-256 from the document").set_input_files(path)
        expect(rita.get_by_label("Its SHA-256")).to_have_value(hashlib.sha256(path.read_bytes()).hexdigest())
        rita.get_by_role("button", name="Compare").click()
        expect(rita.locator("#compare")).to_contain_text(says)


def test_over_http_the_page_says_why_the_browser_does_not_compute_it(alice: Page) -> None:
    alice.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    alice.goto(f"{HOME}/evidence/references")

    expect(alice.locator("[data-when=insecure]")).to_be_visible()
    expect(alice.get_by_label("Calculate the SHA-256 from the document")).to_be_hidden()


def test_without_script_the_hash_is_pasted(enter: Enter, site: Site) -> None:
    plain = enter("alice", java_script_enabled=False)
    plain.goto(f"{HOME}/evidence/references")
    expect(plain.locator("noscript")).to_be_visible()
    expect(plain.locator("#local-file")).to_be_hidden()
    plain.locator("#title").fill("Minutes")
    plain.locator("#holder").fill("Personnel")
    plain.get_by_label("SHA-256 (optional)").fill(SHA256.upper())
    plain.get_by_role("button", name="Record a document").click()

    plain.wait_for_url(re.compile(r"/evidence\?done=[^#]+#"))
    assert newest(site).sha256 == SHA256


def test_a_file_that_is_too_large_is_not_sent_and_nothing_typed_is_lost(alice: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(10_000_001))
    alice.goto(f"{HOME}/evidence/files")
    alice.locator("#title").fill("Typed")
    alice.get_by_label("File", exact=True).set_input_files(large)
    alice.get_by_role("button", name="Upload a file").click()

    expect(alice.locator("[data-when=too-large]")).to_be_visible()
    expect(alice.locator("#title")).to_have_value("Typed")


def test_endless_names_fit_the_register_and_the_page_of_an_item(alice: Page, site: Site, watch: Watch) -> None:
    endless = "W" * 300
    with site.database.writing() as db:
        db.execute(update(Evidence).values(title=endless, holder=endless, page=endless, file_name=endless))

    for address in ("evidence", f"evidence/{ITEM}"):
        alice.goto(f"{HOME}/{address}")
        assert over_the_edge(alice) == []
