"""Every page works in a browser without script: forms by their buttons, and nothing typed is lost."""

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.browser.card import Card, open_card
from tests.browser.conftest import Enter, Watch
from tests.browser.menus import sign_out
from tests.browser.site import Site
from tests.cast import ARDEN, PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(enter: Enter) -> Page:
    return enter("alice", java_script_enabled=False)


def test_an_answer_is_saved_by_the_save_button(plain: Page, site: Site) -> None:
    card = open_card(plain)
    card.choose("3")
    card.evidence(0).fill("Order 12/2024")
    card.comment.fill("Signed in May")
    card.button("Save").click()

    plain.wait_for_url("**/elements/E1.1#RC-01")
    expect(card.saved).to_be_visible()
    expect(card.option("3")).to_be_checked()
    expect(card.comment).to_have_value("Signed in May")
    expect(card.evidence(1)).to_have_value("")
    assert site.stored("RC-01").answer.evidence == ("Order 12/2024",)


def test_a_refused_answer_comes_back_with_its_problem_and_its_text(plain: Page, site: Site, watch: Watch) -> None:
    watch.expects("status of 422 (Unprocessable")
    card = open_card(plain)
    card.choose("not_applicable")
    card.comment.fill("Kept")
    card.button("Save").click()

    expect(plain.locator(".error-summary")).to_contain_text("There is a problem")
    expect(card.state).to_contain_text("Choose why the question is not applicable.")
    expect(card.comment).to_have_value("Kept")
    assert site.stored("RC-01").revision == 0


def save_after_dora(plain: Page, colleague: APIRequestContext, watch: Watch) -> Card:
    """Alice sends her text on a page that is older than Dora's."""
    watch.expects("status of 409 (Conflict)")
    card = open_card(plain)
    body = {"state": "answered", "value": 4, "comment": "Dora's text", "revision": 0}
    assert colleague.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", data=body).ok
    card.comment.fill("Alice's text")
    card.button("Save").click()
    return card


def test_a_conflict_is_decided_with_plain_buttons(
    plain: Page, site: Site, colleague: APIRequestContext, watch: Watch
) -> None:
    card = save_after_dora(plain, colleague, watch)
    expect(card.box).to_contain_text("Dora's text")
    expect(card.comment).to_have_value("Alice's text")

    card.button("Keep mine").click()

    plain.wait_for_url("**/elements/E1.1#RC-01")
    assert site.stored("RC-01").answer.comment == "Alice's text"


def test_keep_theirs_loads_their_answer(plain: Page, site: Site, colleague: APIRequestContext, watch: Watch) -> None:
    card = save_after_dora(plain, colleague, watch)

    card.link("Keep theirs").click()

    expect(card.comment).to_have_value("Dora's text")
    expect(card.option("4")).to_be_checked()


def test_an_ended_session_keeps_the_text_until_it_is_sent_again(plain: Page, site: Site, watch: Watch) -> None:
    watch.expects("status of 401 (Unauthorized)", "status of 403 (Forbidden)")
    card = open_card(plain)
    card.comment.fill("Typed for an hour")
    site.end_sessions()
    card.button("Save").click()
    expect(plain.locator("main")).to_contain_text("Typed for an hour")

    with plain.context.expect_page() as opened:
        plain.get_by_role("link", name="Sign in in a new tab").click()
    opened.value.get_by_label("Email address").fill("alice@example.org")
    opened.value.get_by_label("Password").fill(PASSWORD)
    opened.value.get_by_role("button", name="Sign in").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("My work")
    plain.get_by_role("button", name="Send again").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("This form is out of date")
    plain.get_by_role("button", name="Send again").click()

    expect(card.comment).to_have_value("Typed for an hour")
    assert site.stored("RC-01").answer.comment == "Typed for an hour"


def test_the_profile_is_saved_by_its_button(plain: Page, site: Site) -> None:
    plain.goto(f"/assessments/{ARDEN}/profile")
    plain.locator('input[name="profile.staff_total"]').fill("420")
    plain.get_by_role("button", name="Save and go to the questions").click()

    plain.wait_for_url(f"**/assessments/{ARDEN}?done=profile-saved.*")
    assert site.history("profile")[-1].content["profile.staff_total"] == 420


def test_signing_in_the_scorecard_and_signing_out(enter: Enter) -> None:
    page = enter(java_script_enabled=False)
    page.goto(f"/assessments/{ARDEN}/scorecard")
    page.get_by_label("Email address").fill("alice@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overall")).to_be_visible()
    page.locator("details.sum summary").first.click()
    expect(page.get_by_text("None of its questions is answered yet").first).to_be_visible()

    sign_out(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
