"""An answer that cannot be kept as it is: the question says why, nothing is lost, and mending it saves it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.card import Card, open_card
from tests.browser.conftest import Watch
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def card(alice: Page, watch: Watch) -> Card:
    watch.expects("status of 422 (Unprocessable")
    return open_card(alice)


def test_not_applicable_without_a_reason_says_so_and_a_reason_saves_it(card: Card, site: Site) -> None:
    card.write("Kept through it all")
    card.expect_saved()

    card.choose("not_applicable")
    expect(card.form).to_have_attribute("data-state", "unfinished")
    expect(card.state).not_to_contain_text("Not saved.")
    card.comment.focus()
    card.form.evaluate("form => document.activeElement.blur()")
    card.expect_not_saved("Choose why the question is not applicable.")
    expect(card.comment).to_have_value("Kept through it all")
    card.form.locator('input[name="reason_code"]').first.check()

    card.expect_saved()
    answer = site.stored("RC-01").answer
    assert (answer.state, answer.reason_code, answer.comment) == ("not_applicable", "NA1", "Kept through it all")


def test_not_applicable_and_decided_outside_exclude_each_other(card: Card, site: Site) -> None:
    card.outside().check()
    card.expect_saved()

    card.choose("not_applicable")
    with card.page.expect_response("**/answers/RC-01"):
        card.form.locator('input[name="reason_code"]').first.check()

    card.expect_not_saved("Not saved.")
    expect(card.state.get_by_role("listitem")).to_have_count(1)
    card.outside().uncheck()
    card.expect_saved()
    assert site.stored("RC-01").answer.state == "not_applicable"


def test_a_text_that_is_too_long_stays_on_the_screen(card: Card, site: Site) -> None:
    card.write("x" * 10_001)

    card.expect_not_saved("10,000")
    expect(card.comment).to_have_value("x" * 10_001)
    assert site.stored("RC-01").revision == 0
    card.write("x" * 10_000)
    card.expect_saved()


def test_the_fields_of_an_option_show_only_with_it(card: Card) -> None:
    reason, authority = (
        card.form.get_by_label("Explain in one sentence"),
        card.form.get_by_label("Which authority decides?"),
    )
    expect(reason).to_be_hidden()

    card.choose("not_applicable")
    expect(reason).to_be_visible()
    card.choose("2")
    expect(reason).to_be_hidden()
    expect(authority).to_be_hidden()
    card.outside().check()

    expect(authority).to_be_visible()
    card.expect_saved()


def test_a_reason_typed_before_a_change_of_mind_is_not_lost(card: Card, site: Site) -> None:
    card.choose("not_applicable")
    card.form.get_by_label("Explain in one sentence").fill("Another agency controls travellers")
    card.choose("2")
    card.expect_saved()

    card.choose("not_applicable")
    card.form.locator('input[name="reason_code"]').first.check()

    card.expect_saved()
    assert site.stored("RC-01").answer.reason == "Another agency controls travellers"


def test_an_answer_from_level_two_asks_for_its_evidence(card: Card) -> None:
    card.choose("2")
    card.expect_saved()
    expect(card.state).to_contain_text("Add evidence")

    card.evidence(0).fill("Order 12/2024, page 1")
    card.evidence(0).blur()

    card.expect_saved()
    expect(card.state).not_to_contain_text("Add evidence")
