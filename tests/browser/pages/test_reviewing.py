"""The review screen in a real browser: by keyboard, by autosave, without script, on a narrow screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from app.assessments.lifecycle import State
from app.db.tables.reviews import Moderation
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter, Watch
from tests.browser.pages.test_pages import JUMPS, LONELY_RADIOS, NAMELESS, TWICE
from tests.browser.places import fill_in
from tests.browser.site import Site
from tests.cast import ARDEN
from tests.states import put_in_state

pytestmark = pytest.mark.browser

REVIEW = f"/assessments/{ARDEN}/review"
PAGES = [
    ("rita", "/reviews"),
    ("sofia", "/reviews"),
    ("sofia", "/reviews/second"),
    ("sofia", REVIEW),
    ("rita", f"{REVIEW}?show=undecided"),
    ("rita", f"{REVIEW}/E1.1"),
    ("rita", f"{REVIEW}?order=risk"),
    ("rita", f"{REVIEW}/risks"),
    ("rita", f"{REVIEW}/return?choose=RC-01"),
    ("rita", f"{REVIEW}/completion"),
    ("rita", f"{REVIEW}/recommendations/RC-01"),
    ("rita", f"{REVIEW}/summary"),
]
Stored = Callable[[str], Moderation | None]


@pytest.fixture(autouse=True)
def _under_review(site: Site, colleague: APIRequestContext, catalogue: Catalogue) -> None:
    """RC-01 is signed at level 3, RC-02 as not applicable, RC-03 as unknown; the texts are as long as they may be."""
    fill_in(colleague)
    with site.database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)


@pytest.fixture
def stored(site: Site) -> Stored:
    def of(indicator: str) -> Moderation | None:
        with site.database.reading() as db:
            return db.get(Moderation, (ARDEN, "first", indicator))

    return of


def test_a_recommendation_saves_itself_once_it_is_whole_and_two_windows_choose(enter: Enter, watch: Watch) -> None:
    watch.expects("status of 409 (Conflict)")
    first, second = enter("rita"), enter("sofia")
    for page in (first, second):
        page.goto(f"{REVIEW}/recommendations/RC-01")
    form, state = first.locator("form.autosave"), first.locator("#recommendation-state")

    first.get_by_label("What was found").fill("No date")
    expect(form).to_have_attribute("data-state", "unfinished")
    first.get_by_label("The risk if nothing changes").fill("Nothing happens")
    first.get_by_label("What you recommend").fill("Set a date")
    expect(form).to_have_attribute("data-state", "saved")
    first.get_by_label("What you recommend").fill("Set a date for each")
    expect(form).to_have_attribute("data-state", "saved")

    for label in ("What was found", "The risk if nothing changes", "What you recommend"):
        second.get_by_label(label).fill("Another view")
    conflict = second.locator("#recommendation-state")
    expect(conflict).to_contain_text("Set a date for each")
    expect(second.get_by_label("What you recommend")).to_have_value("Another view")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(second.get_by_role("status")).to_contain_text("Saved.")
    first.reload()
    expect(first.get_by_label("What you recommend")).to_have_value("Another view")
    expect(state).to_contain_text("Saved")


def test_a_whole_element_is_decided_by_the_keyboard_alone(enter: Enter, stored: Stored, watch: Watch) -> None:
    watch.expects("status of 422 (Unprocessable")  # the level is sent before its reason is chosen
    page = enter("rita")
    page.goto(f"{REVIEW}/E1.1")
    keys = page.keyboard

    keys.press("n")
    expect(page.locator("#RC-01")).to_be_focused()
    keys.press("a")
    expect(page.locator("#state-RC-01")).to_contain_text("Saved")
    keys.press("2")
    expect(page.locator("#state-RC-01")).to_contain_text("Choose why your level differs.")
    keys.press("Space")
    expect(page.locator("#decide-RC-01")).to_have_attribute("data-state", "saved")
    keys.press("n")
    keys.press("a")
    expect(page.locator("#decide-RC-02")).to_have_attribute("data-state", "saved")
    keys.press("n")
    keys.press("n")

    expect(page.locator("a[data-next]")).to_be_focused()
    expect(page.locator("#review-progress")).to_contain_text("2 of 3 examined")
    first, second = stored("RC-01"), stored("RC-02")
    assert first
    assert second
    assert (first.value, first.reason, second.decision) == ("2", "no evidence", "accepted")


def test_keys_that_are_typed_into_a_note_decide_nothing(enter: Enter, stored: Stored, watch: Watch) -> None:
    watch.expects("status of 422 (Unprocessable")
    page = enter("rita")
    page.goto(f"{REVIEW}/E1.1")
    note = page.locator("#decide-RC-01 textarea")

    note.press_sequentially("A 2 n")
    note.blur()

    expect(page.locator("#state-RC-01")).to_contain_text("Accept the answer, or choose another.")
    expect(note).to_have_value("A 2 n")
    assert stored("RC-01") is None


def test_without_script_a_decision_is_saved_by_its_button(enter: Enter, stored: Stored) -> None:
    page = enter("rita", java_script_enabled=False)
    page.goto(f"{REVIEW}/E1.1")
    form = page.locator("#decide-RC-01")
    form.locator('input[name="choice"][value="1"]').check()
    form.get_by_label("The evidence does not show the level").check()
    form.get_by_label("Note").fill("Page 12 is a draft")
    form.get_by_role("button", name="Save").click()

    page.wait_for_url("**/review/E1.1#RC-01")
    expect(form.get_by_label("Note")).to_have_value("Page 12 is a draft")
    decision = stored("RC-01")
    assert decision
    assert (decision.value, decision.reason) == ("1", "not shown")


def test_two_windows_decide_and_one_chooses(enter: Enter, stored: Stored, watch: Watch) -> None:
    watch.expects("status of 409 (Conflict)", "status of 422 (Unprocessable")
    rita, sofia = enter("rita"), enter("sofia")
    for page in (rita, sofia):
        page.goto(f"{REVIEW}/E1.1")
    sofia.keyboard.press("n")
    sofia.keyboard.press("a")
    expect(sofia.locator("#state-RC-01")).to_contain_text("Saved")

    rita.locator("#decide-RC-01 textarea").fill("Rita's note")
    rita.locator('#decide-RC-01 input[value="accepted"]').check()
    expect(rita.locator("#decide-RC-01 .conflict")).to_contain_text("Sofia decided on this at")
    rita.get_by_role("button", name="Keep mine").click()

    expect(rita.locator("#decide-RC-01")).to_have_attribute("data-state", "saved")
    decision = stored("RC-01")
    assert decision
    assert (decision.note, decision.by, decision.revision) == ("Rita's note", "rita", 2)


def test_a_question_is_drafted_as_it_is_typed_and_waits_on_the_page_of_the_return(enter: Enter) -> None:
    page = enter("rita")
    page.goto(f"{REVIEW}/E1.1")
    card = page.locator("#draft-RC-01")
    card.get_by_text("Return with a question").click()
    card.get_by_label("What is needed?").fill("Name the page")
    expect(card.locator(".state")).to_contain_text("Question drafted, not sent yet")
    card.get_by_label("What is needed?").fill("Name the page and the day")
    expect(card.locator("form")).to_have_attribute("data-state", "saved")

    card.get_by_role("link", name="Go to the return").click()

    expect(page.get_by_label("What is needed?")).to_have_value("Name the page and the day")


@pytest.mark.parametrize(("person", "address"), PAGES)
def test_a_page_fits_and_everything_has_a_name(person: str, address: str, enter: Enter) -> None:
    page: Page = enter(person)
    page.goto(address)

    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for question in (NAMELESS, LONELY_RADIOS, TWICE, JUMPS):
            assert page.evaluate(question) == []
    assert page.locator("h1").count() == 1
