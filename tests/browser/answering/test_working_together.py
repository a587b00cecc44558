"""Two people at once: comments that eat no text, a hint of who is here, and all of it without script."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.card import open_card
from tests.browser.conftest import Enter, Watch
from tests.browser.line import Line, Trouble
from tests.browser.site import Site
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

HOME = f"/assessments/{ARDEN}"
TALK = "#talk-RC-01-team"


def open_talk(page: Page) -> None:
    page.goto(f"{HOME}/elements/E1.1")
    page.locator("#talks-RC-01 summary").click()
    expect(page.locator(TALK)).to_be_visible()


def post(page: Page, text: str) -> None:
    page.locator(TALK).get_by_label("Message to colleagues").fill(text)
    page.locator(TALK).get_by_role("button", name="Post").click()


def test_a_comment_appears_and_its_field_is_empty_again(alice: Page) -> None:
    open_talk(alice)
    post(alice, "Where is page 4?")

    expect(alice.locator(TALK)).to_contain_text("Where is page 4?")
    expect(alice.locator(TALK).get_by_label("Message to colleagues")).to_have_value("")
    expect(alice.locator("#open-RC-01")).to_have_text("1 open")


def test_what_is_typed_while_a_comment_goes_out_stays(alice: Page, line: Line) -> None:
    open_talk(alice)
    field = alice.locator(TALK).get_by_label("Message to colleagues")
    held = line.hold_next_save()
    post(alice, "First")
    held.wait_until_it_is_there()
    field.press_sequentially(" and second")
    held.release()

    expect(alice.locator(f"{TALK} .comment")).to_have_count(1)
    expect(field).to_have_value("First and second")


def test_a_comment_of_a_colleague_does_not_touch_what_i_type(alice: Page, enter: Enter) -> None:
    connie = enter("connie")
    open_talk(alice)
    open_talk(connie)
    alice.locator("#talk-RC-01-secretariat textarea").fill("Half a sentence")
    post(connie, "I know")
    post(alice, "Who knows?")

    expect(alice.locator(TALK)).to_contain_text("I know")
    expect(alice.locator("#talk-RC-01-secretariat textarea")).to_have_value("Half a sentence")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(Trouble.CUT, "the server cannot be reached"), (Trouble.REFUSED, "Parity cannot do this right now")],
)
def test_a_comment_that_does_not_get_through_stays_and_can_be_sent_again(
    trouble: Trouble, told: str, alice: Page, line: Line, watch: Watch
) -> None:
    watch.expects("Failed to load resource", "Failed to fetch", "503")
    open_talk(alice)
    line.trouble = trouble
    post(alice, "Kept")
    expect(alice.locator("#state-RC-01-team")).to_contain_text(told)
    expect(alice.locator(TALK).get_by_label("Message to colleagues")).to_have_value("Kept")

    line.mend()
    alice.locator("#state-RC-01-team").get_by_role("button", name="Try again").click()

    expect(alice.locator(f"{TALK} .comment")).to_have_count(1)


def test_resolving_leaves_the_field_alone(alice: Page) -> None:
    open_talk(alice)
    post(alice, "Where is page 4?")
    alice.locator(TALK).get_by_label("Message to colleagues").fill("Not sent yet")
    alice.locator(TALK).get_by_role("button", name="Resolve").click()

    expect(alice.locator(TALK)).to_contain_text("Resolved by Alice")
    expect(alice.locator("#open-RC-01")).to_have_text("")
    expect(alice.locator(TALK).get_by_label("Message to colleagues")).to_have_value("Not sent yet")


def test_colleagues_see_that_i_am_here_and_save_all_the_same(alice: Page, enter: Enter, site: Site) -> None:
    connie = enter("connie")
    with connie.expect_response("**/presence"):
        connie.goto(f"{HOME}/elements/E1.1")
    card = open_card(alice)

    expect(alice.locator("#here")).to_contain_text("Connie is on this page now")
    card.choose("3")
    card.expect_saved()
    assert site.stored("RC-01").answer.value == 3


def test_the_hint_comes_again_by_itself_while_the_page_is_open(alice: Page, enter: Enter) -> None:
    alice.clock.install(time=datetime.now())
    with alice.expect_response("**/presence"):
        alice.goto(f"{HOME}/elements/E1.1")
    expect(alice.locator("#here")).to_be_empty()
    connie = enter("connie")
    with connie.expect_response("**/presence"):
        connie.goto(f"{HOME}/elements/E1.1")

    alice.clock.fast_forward(timedelta(seconds=46).seconds * 1000)

    expect(alice.locator("#here")).to_contain_text("Connie is on this page now")


@pytest.fixture
def plain(enter: Enter) -> Page:
    return enter("alice", java_script_enabled=False)


def test_without_script_a_comment_has_a_page_of_its_own(plain: Page) -> None:
    plain.goto(f"{HOME}/elements/E1.1")
    plain.locator("#talks-RC-01 summary").click()
    plain.locator("#talks-RC-01").get_by_role("link").click()
    post(plain, "Plain")

    plain.wait_for_url(f"**{TALK}")
    expect(plain.locator(TALK)).to_contain_text("Plain")


def test_without_script_work_is_given_and_a_filter_shows_it(plain: Page) -> None:
    plain.goto(f"{HOME}/work")
    plain.get_by_label("Mandate and policy").check()
    plain.get_by_label("Person").select_option(label="Alice")
    plain.get_by_label("Due date (optional)").fill("2099-05-12")
    plain.get_by_role("button", name="Assign selected").click()
    expect(plain.get_by_text("Assigned to Alice, due 12 May 2099")).to_be_visible()

    plain.goto(HOME)
    plain.get_by_role("button", name="Assigned to me 3").click()

    expect(plain.locator(".matches tbody").get_by_role("link")).to_have_count(3)


def test_without_script_an_earlier_answer_is_restored(plain: Page, site: Site) -> None:
    card = open_card(plain)
    for choice in ("3", "1"):
        card.choose(choice)
        card.button("Save").click()
        expect(card.saved).to_be_visible()
    card.link("History RC-01").click()
    plain.get_by_text("Full answer at that time").click()
    plain.get_by_role("button", name="Restore this version").click()

    plain.wait_for_url(re.compile(r"/elements/E1\.1\?done=[^#]+#RC-01$"))
    expect(plain.locator(".message-after")).to_have_text("The earlier answer was restored.")
    stored = site.stored("RC-01")
    assert (stored.answer.value, stored.revision) == (3, 3)
