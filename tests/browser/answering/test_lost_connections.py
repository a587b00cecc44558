"""A connection, a server or a session that fails: the text stays on the screen, and trying again saves it once."""

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, Page, expect

from tests.browser.card import Card, open_card, press_if_there
from tests.browser.conftest import Watch
from tests.browser.line import Line, Trouble
from tests.browser.menus import download_gap_report
from tests.browser.site import Site
from tests.cast import ARDEN, PASSWORD

pytestmark = pytest.mark.browser

UNREACHABLE = "Not saved: the server cannot be reached."
UNABLE = "Not saved: Parity cannot do this right now."
TOLD = {Trouble.CUT: UNREACHABLE, Trouble.REFUSED: UNABLE}


@pytest.fixture
def card(alice: Page, watch: Watch) -> Card:
    watch.expects("Failed to load resource", "htmx:error: Failed to fetch")
    return open_card(alice)


@pytest.mark.parametrize("trouble", TOLD)
def test_a_save_that_fails_says_so_keeps_the_text_and_can_be_tried_again(
    card: Card, line: Line, site: Site, trouble: Trouble
) -> None:
    line.trouble = trouble
    card.write("typed in the tunnel")

    card.expect_not_saved(TOLD[trouble])
    expect(card.comment).to_have_value("typed in the tunnel")
    assert site.stored("RC-01").revision == 0
    line.mend()
    press_if_there(card.button("Try again"))
    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "typed in the tunnel"


def test_a_computer_without_network_says_so_and_saves_by_itself_when_it_is_back(card: Card, site: Site) -> None:
    card.page.context.set_offline(True)
    with card.page.expect_event("requestfailed"):
        card.form.get_by_text("From the register").click()
    expect(card.form).not_to_have_attribute("data-state", "failed")  # who only looked has lost nothing
    card.write("typed at the border post")
    card.expect_not_saved(UNREACHABLE)

    card.page.context.set_offline(False)

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "typed at the border post"


def test_typing_on_after_a_failure_saves_by_itself_once_the_server_is_back(card: Card, line: Line, site: Site) -> None:
    line.trouble = Trouble.REFUSED
    card.write("first")
    card.expect_not_saved(UNABLE)

    line.mend()
    card.write("first and second")

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "first and second"


def test_text_typed_during_a_save_that_fails_is_tried_by_itself(card: Card, line: Line, site: Site) -> None:
    first, second = line.hold_next_save(), line.hold_next_save()
    card.write("first")
    first.wait_until_it_is_there()
    line.trouble = Trouble.REFUSED
    card.comment.fill("first and second")
    first.release()
    second.wait_until_it_is_there()

    line.mend()
    second.release()

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "first and second"


def test_an_answer_that_was_stored_but_never_confirmed_is_stored_once(card: Card, line: Line, site: Site) -> None:
    line.trouble = Trouble.LOST_ANSWER
    card.write("confirmed to nobody")
    card.expect_not_saved(UNREACHABLE)

    line.mend()
    press_if_there(card.button("Try again"))

    card.expect_saved()
    assert [entry.revision for entry in site.history("RC-01")] == [1]
    assert site.stored("RC-01").answer.comment == "confirmed to nobody"


def test_typing_on_after_a_lost_answer_is_no_conflict_with_oneself(card: Card, line: Line, site: Site) -> None:
    line.trouble = Trouble.LOST_ANSWER
    card.write("first")
    card.expect_not_saved(UNREACHABLE)

    line.mend()
    card.write("first and second")

    card.expect_saved()
    stored = site.stored("RC-01")
    assert (stored.answer.comment, stored.revision) == ("first and second", 2)


def test_after_a_failure_the_next_save_works_as_before(card: Card, line: Line, site: Site) -> None:
    line.trouble = Trouble.CUT
    card.choose("1")
    card.expect_not_saved(UNREACHABLE)
    line.mend()
    press_if_there(card.button("Try again"))
    card.expect_saved()

    card.choose("2")

    card.expect_saved()
    assert (site.stored("RC-01").answer.value, site.stored("RC-01").revision) == (2, 2)


def sign_in(window: BrowserContext) -> None:
    tab = window.pages[-1]
    tab.get_by_label("Email address").fill("alice@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("My work")


def test_after_a_session_has_ended_signing_in_in_a_second_tab_lets_the_text_be_saved(card: Card, site: Site) -> None:
    site.end_sessions()
    card.write("typed after the lunch break")
    card.expect_not_saved("Your session has ended. What you typed is still here. Sign in in a new tab")
    expect(card.comment).to_have_value("typed after the lunch break")

    with card.page.context.expect_page():
        card.link("Sign in in a new tab").click()
    sign_in(card.page.context)
    press_if_there(card.button("Try again"))

    card.expect_saved()
    assert site.stored("RC-01").answer.comment == "typed after the lunch break"


def test_signing_in_as_somebody_else_does_not_save_the_text_under_their_name(card: Card, site: Site) -> None:
    card.page.context.clear_cookies()
    card.page.context.add_cookies([{"name": "parity", "value": "session of charlie", "url": site.address}])

    card.write("typed by Alice")

    card.expect_not_saved("Not saved.")
    expect(card.comment).to_have_value("typed by Alice")
    assert site.stored("RC-01").revision == 0


def test_keep_theirs_without_a_session_does_not_take_the_text_away(
    card: Card, site: Site, colleague: APIRequestContext
) -> None:
    body = {"state": "answered", "value": 4, "comment": "Dora's", "revision": 0}
    assert colleague.put("/api/v1/assessments/arden-2026/answers/RC-01", data=body).ok
    card.write("Alice's")
    expect(card.box).to_be_visible()

    site.end_sessions()
    card.link("Keep theirs").click()

    card.expect_not_saved("Your session has ended.")
    expect(card.comment).to_have_value("Alice's")


def test_a_download_without_a_session_leads_to_the_sign_in_page(alice: Page, site: Site) -> None:
    alice.goto(f"/assessments/{ARDEN}")
    site.end_sessions()

    download_gap_report(alice)

    expect(alice.get_by_role("heading", level=1)).to_have_text("Sign in")
