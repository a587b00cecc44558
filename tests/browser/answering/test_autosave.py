"""Saving by itself: what is stored is what the screen shows, and "Saved" is never said too early."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.card import Card, open_card
from tests.browser.line import Line
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def card(alice: Page) -> Card:
    return open_card(alice)


@pytest.fixture
def warnings_on_leaving(alice: Page) -> Iterator[list[str]]:
    """Each question of the browser whether to leave; the answer is to stay."""
    seen: list[str] = []

    def stay(dialog: Dialog) -> None:
        seen.append(dialog.type)
        dialog.dismiss()

    alice.on("dialog", stay)
    yield seen
    alice.remove_listener("dialog", stay)


def test_choosing_a_level_saves_it(card: Card, site: Site) -> None:
    card.choose("3")

    card.expect_saved()
    assert site.stored("RC-01").answer.value == 3


def test_a_comment_is_saved_when_the_typing_pauses_and_is_there_after_a_reload(card: Card, site: Site) -> None:
    card.comment.press_sequentially("Signed in May")

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "Signed in May"
    card.page.reload()
    expect(card.comment).to_have_value("Signed in May")
    expect(card.saved).to_be_visible()


def test_while_typing_the_line_says_that_it_is_not_saved_yet(card: Card) -> None:
    card.choose("3")
    card.expect_saved()

    card.comment.press_sequentially("S")

    expect(card.saved).to_be_hidden()
    expect(card.changed).to_be_visible()
    card.expect_saved()


def test_while_the_server_works_the_line_says_saving(card: Card, line: Line) -> None:
    held = line.hold_next_save()
    card.choose("3")
    held.wait_until_it_is_there()

    expect(card.saving).to_be_visible()
    expect(card.saved).to_be_hidden()
    held.release()
    card.expect_saved()


def test_what_is_typed_during_a_save_is_saved_after_it_with_the_right_revision(
    card: Card, line: Line, site: Site
) -> None:
    first, second = line.hold_next_save(), line.hold_next_save()
    card.write("first")
    first.wait_until_it_is_there()
    card.comment.press_sequentially(" and second")
    first.release()
    second.wait_until_it_is_there()

    expect(card.saved).to_be_hidden()
    second.release()
    card.expect_saved()
    stored = site.stored("RC-01")
    assert (stored.answer.comment, stored.revision) == ("first and second", 2)


def test_saved_is_not_said_for_an_older_text(card: Card, line: Line) -> None:
    """The save of "first" succeeds while "first and second" is on the screen."""
    held = line.hold_next_save()
    card.write("first")
    held.wait_until_it_is_there()
    card.page.clock.install()
    card.page.clock.pause_at(datetime.now() + timedelta(minutes=1))  # the pause before the next save never ends
    card.comment.press_sequentially(" and second")
    with card.page.expect_response("**/answers/RC-01"):
        held.release()

    expect(card.changed).to_be_visible()
    expect(card.saved).to_be_hidden()


def test_of_several_fast_changes_the_newest_is_stored(card: Card, line: Line, site: Site) -> None:
    held = line.hold_next_save()
    for choice in ("0", "1", "2", "3", "4"):
        card.choose(choice)
    held.wait_until_it_is_there()
    held.release()

    expect(card.saving).to_be_hidden()
    card.expect_saved()
    stored = site.stored("RC-01")
    assert (stored.answer.value, stored.revision, line.saves) == (4, 2, 2)


def test_each_question_is_saved_by_itself(alice: Page, line: Line, site: Site) -> None:
    first, other = open_card(alice), Card(alice, "RC-02")
    held = line.hold_next_save()
    first.choose("1")
    held.wait_until_it_is_there()
    other.choose("2")

    other.expect_saved()
    expect(first.saving).to_be_visible()
    held.release()
    first.expect_saved()
    assert (site.stored("RC-01").answer.value, site.stored("RC-02").answer.value) == (1, 2)


def test_a_second_piece_of_evidence_finds_an_empty_field(card: Card, site: Site) -> None:
    card.choose("2")
    card.evidence(0).fill("Order 12/2024")
    card.evidence(1).fill("https://example.org/order")
    card.evidence(1).blur()

    card.expect_saved()
    assert site.stored("RC-01").answer.evidence == ("Order 12/2024", "https://example.org/order")
    card.page.reload()
    expect(card.evidence(2)).to_have_value("")


def test_the_progress_above_follows_each_save(alice: Page) -> None:
    card = open_card(alice)
    expect(alice.locator("#element-progress")).to_contain_text("0 of 3 questions")

    card.choose("3")

    expect(alice.locator("#element-progress")).to_contain_text("1 of 3 questions")


def test_leaving_is_asked_about_only_while_something_is_not_saved(
    card: Card, line: Line, warnings_on_leaving: list[str]
) -> None:
    home = card.page.get_by_role("link", name="Back to all questions")
    held = line.hold_next_save()
    card.choose("3")
    held.wait_until_it_is_there()
    home.click()
    expect(card.saving).to_be_visible()
    assert warnings_on_leaving == ["beforeunload"]

    held.release()
    card.expect_saved()
    home.click()

    expect(card.page.get_by_role("heading", level=1)).to_have_text("Questions")
    assert warnings_on_leaving == ["beforeunload"]
