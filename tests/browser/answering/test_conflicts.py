"""A colleague was faster: both texts are shown, a person decides, and nothing is overwritten without being seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.browser.card import Card, open_card
from tests.browser.conftest import Watch
from tests.browser.line import Line
from tests.browser.site import COLLEAGUE, Site
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

SavesAs = Callable[..., None]


@pytest.fixture
def dora_saves(colleague: APIRequestContext) -> SavesAs:
    def save(comment: str, revision: int = 0, value: int = 4) -> None:
        body = {"state": "answered", "value": value, "comment": comment, "revision": revision}
        assert colleague.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", data=body).ok

    return save


@pytest.fixture
def card(alice: Page, watch: Watch, dora_saves: SavesAs) -> Card:
    """Alice has typed; Dora has saved meanwhile."""
    watch.expects("status of 409 (Conflict)")
    card = open_card(alice)
    dora_saves("Dora's text")
    card.write("Alice's text")
    return card


def test_both_texts_are_shown_and_nothing_is_stored(card: Card, site: Site) -> None:
    expect(card.box).to_contain_text("Dora changed this answer at")
    expect(card.box.locator("section").nth(0)).to_contain_text("Alice's text")
    expect(card.box.locator("section").nth(1)).to_contain_text("Dora's text")
    expect(card.box.locator("section").nth(1)).to_contain_text("4 Sustained")
    expect(card.saved).to_be_hidden()
    expect(card.form.locator(".answered button:visible")).to_have_text(["Keep mine"])
    expect(card.box.get_by_role("link")).to_have_text(["Keep theirs", "Edit mine first"])
    stored = site.stored("RC-01")
    assert (stored.answer.comment, stored.by) == ("Dora's text", COLLEAGUE)


def test_keep_mine_stores_mine(card: Card, site: Site) -> None:
    card.button("Keep mine").click()

    card.expect_saved()
    expect(card.box).to_have_count(0)
    stored = site.stored("RC-01")
    assert (stored.answer.comment, stored.revision, stored.by) == ("Alice's text", 2, "alice")


def test_keep_theirs_shows_theirs_in_the_fields_and_stores_nothing(card: Card, site: Site) -> None:
    card.link("Keep theirs").click()

    expect(card.comment).to_have_value("Dora's text")
    expect(card.option("4")).to_be_checked()
    expect(card.box).to_have_count(0)
    expect(card.saved).to_be_visible()
    assert site.stored("RC-01").revision == 1


def test_after_keep_theirs_the_next_change_is_saved(card: Card, site: Site) -> None:
    card.link("Keep theirs").click()
    expect(card.comment).to_have_value("Dora's text")

    card.choose("3")

    card.expect_saved()
    stored = site.stored("RC-01")
    assert (stored.answer.value, stored.answer.comment, stored.revision) == (3, "Dora's text", 2)


def test_an_edited_text_is_what_keep_mine_stores(card: Card, site: Site) -> None:
    card.link("Edit mine first").click()
    card.write("Both: Alice's and Dora's text")
    expect(card.box.locator("section").nth(0)).to_contain_text("Both: Alice's and Dora's text")
    assert site.stored("RC-01").by == COLLEAGUE

    card.button("Keep mine").click()

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "Both: Alice's and Dora's text"


def test_a_slow_press_of_keep_mine_right_after_typing_is_not_lost(card: Card, line: Line, site: Site) -> None:
    """Pressing the button takes the focus from the field, and that saves: the box must not move away meanwhile."""
    expect(card.box).to_be_visible()
    card.comment.press_sequentially(", and one word more")
    saves = line.saves
    card.button("Keep mine").hover()
    card.page.mouse.down()
    card.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    card.page.mouse.up()

    card.expect_saved()
    assert line.saves == saves + 1
    assert site.stored("RC-01").answer.comment == "Alice's text, and one word more"


def test_saving_by_itself_never_overwrites_while_the_box_is_open(card: Card, line: Line, site: Site) -> None:
    expect(card.box).to_be_visible()
    with card.page.expect_response("**/answers/RC-01") as answered:
        card.comment.press_sequentially("!")

    assert answered.value.status == 409
    expect(card.box).to_be_visible()
    assert (site.stored("RC-01").answer.comment, site.stored("RC-01").revision) == ("Dora's text", 1)


def test_enter_in_a_field_does_not_decide_while_the_box_is_open(card: Card, site: Site) -> None:
    expect(card.box).to_be_visible()
    authority = card.form.get_by_label("Which authority decides?")
    with card.page.expect_response("**/answers/RC-01"):
        card.outside().check()
    with card.page.expect_response("**/answers/RC-01"):
        authority.fill("Civil Service Commission")
        authority.blur()

    with card.page.expect_response("**/answers/RC-01") as answered:
        authority.press("Enter")

    assert answered.value.status == 409
    expect(card.box).to_be_visible()
    assert (site.stored("RC-01").answer.comment, site.stored("RC-01").revision) == ("Dora's text", 1)


def test_who_decided_on_an_older_version_is_asked_again(card: Card, dora_saves: SavesAs, site: Site) -> None:
    expect(card.box).to_be_visible()
    dora_saves("Dora's second text", revision=1)

    card.button("Keep mine").click()

    expect(card.box).to_contain_text("Dora's second text")
    assert site.stored("RC-01").answer.comment == "Dora's second text"
    card.button("Keep mine").click()
    card.expect_saved()
    assert (site.stored("RC-01").answer.comment, site.stored("RC-01").revision) == ("Alice's text", 3)


def test_the_same_answer_saved_by_a_colleague_is_no_conflict(alice: Page, dora_saves: SavesAs, site: Site) -> None:
    card = open_card(alice)
    dora_saves("", value=2)

    card.choose("2")

    card.expect_saved()
    assert site.stored("RC-01").revision == 1


def test_the_box_can_be_answered_with_the_keyboard_alone(card: Card, site: Site) -> None:
    card.button("Keep mine").focus()
    card.page.keyboard.press("Enter")

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "Alice's text"
    card.page.keyboard.press("Tab")
    assert card.page.evaluate("document.activeElement.closest('form')?.id") == "RC-01"
