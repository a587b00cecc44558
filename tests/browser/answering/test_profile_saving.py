"""The profile saves itself as the questions do, and its button leads on to them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.card import press_if_there
from tests.browser.conftest import Watch
from tests.browser.line import Line, Trouble
from tests.browser.site import Site
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

STAFF = "profile.staff_total"
BORDER = "profile.land_border"


@pytest.fixture
def profile(alice: Page) -> Page:
    alice.goto(f"/assessments/{ARDEN}/profile")
    return alice


def stored(site: Site) -> dict[str, object]:
    entries = site.history("profile")
    return entries[-1].content if entries else {}


def expect_saved(profile: Page) -> None:
    expect(profile.locator("form.profile")).to_have_attribute("data-state", "saved")
    expect(profile.locator("#profile-state .when-saved")).to_be_visible()


def test_each_answer_of_the_profile_is_saved_at_once(profile: Page, site: Site) -> None:
    profile.locator(f'input[name="{BORDER}"][value="yes"]').check()

    expect_saved(profile)
    assert stored(site)[BORDER] == "yes"


def test_a_number_is_saved_when_the_typing_pauses(profile: Page, site: Site) -> None:
    profile.locator(f'input[name="{STAFF}"]').press_sequentially("1420")

    expect_saved(profile)
    assert stored(site)[STAFF] == 1420


def test_what_is_no_number_is_refused_in_words_and_stays(profile: Page, site: Site, watch: Watch) -> None:
    watch.expects("status of 422 (Unprocessable")
    profile.locator(f'input[name="{STAFF}"]').fill("many")
    profile.locator(f'input[name="{STAFF}"]').blur()

    expect(profile.locator("#profile-state")).to_contain_text("Enter a whole number")
    expect(profile.locator(f'input[name="{STAFF}"]')).to_have_value("many")
    assert stored(site) == {}


def test_trying_again_without_a_connection_keeps_the_page_and_saves_when_it_is_back(
    profile: Page, line: Line, site: Site, watch: Watch
) -> None:
    watch.expects("Failed to load resource", "htmx:error: Failed to fetch")
    line.trouble = Trouble.CUT
    profile.locator(f'input[name="{STAFF}"]').fill("420")
    profile.locator(f'input[name="{STAFF}"]').blur()
    again = profile.get_by_role("button", name="Try again")
    with profile.expect_event("requestfailed"):
        again.click()

    expect(profile.locator(f'input[name="{STAFF}"]')).to_have_value("420")
    line.mend()
    press_if_there(again)
    expect_saved(profile)
    assert stored(site)[STAFF] == 420


def test_the_button_saves_and_leads_to_the_questions(profile: Page, site: Site) -> None:
    profile.locator(f'input[name="{BORDER}"][value="no"]').check()
    profile.get_by_role("button", name="Save and go to the questions").click()

    profile.wait_for_url(f"**/assessments/{ARDEN}?done=profile-saved.*")
    assert stored(site)[BORDER] == "no"
