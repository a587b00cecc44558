"""What people do most, each with every click counted against tests/browser/measured/ways.py.

The steps are found by addresses and names of fields, so that other words on a button change nothing here.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.assessments.lifecycle import State
from questionnaires.catalogue import Catalogue
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, bring_to, make_ready
from tests.app.test_changes import put_last_round
from tests.app.workbooks.sending import filled
from tests.browser.card import Card
from tests.browser.conftest import Enter
from tests.browser.measured import ways
from tests.browser.measured.hand import Hand
from tests.browser.measured.ways import Way
from tests.browser.site import Site
from tests.cast import ARDEN, KEPT_FILE
from tests.states import put_in_state

pytestmark = pytest.mark.browser

PILLAR = ("E1.1", "E1.2", "E1.3", "E1.4", "E1.5", "E1.6")
WORKBOOK = f'a.button[href="{HOME}/workbook"]'
MANDATE = f"{HOME}/elements/E1.1"


def place(part: str) -> str:
    return f'a[href="{HOME}/{part}"]'


def form_to(address: str) -> str:
    return f'main form[action="{HOME}/{address}"]'


def assert_costs(hand: Hand, way: Way) -> None:
    assert hand.cost == way.today, f"It could be {way.could_be} acts. If this is right, say it in {ways.__name__}"


def test_the_first_answer_of_the_day(alice: Page, site: Site, catalogue: Catalogue) -> None:
    make_ready(site.database, catalogue, {"RC-01": LEVEL_3})
    hand = Hand(alice, "/")
    hand.click(f'main a.button[href="{HOME}/next"]')
    hand.choose('#RC-02 input[name="choice"][value="3"]')

    Card(alice, "RC-02").expect_saved()
    assert_costs(hand, ways.FIRST_ANSWER)


def test_from_an_answer_to_the_next_question_that_is_open(alice: Page, site: Site, catalogue: Catalogue) -> None:
    make_ready(site.database, catalogue, {id_: LEVEL_3 for id_ in ("RC-01", "RC-02", "RC-03", "RC-04", "RC-05")})
    hand = Hand(alice, f"{MANDATE}#RC-03")
    hand.click('a[href$="/next?after=RC-03"]:not(.button)')
    alice.wait_for_url(f"**{HOME}/elements/E1.2#RC-06")

    expect(alice.locator("#RC-06")).to_be_in_viewport()
    assert_costs(hand, ways.NEXT_UNANSWERED)


def test_a_file_for_a_question(alice: Page, tmp_path: Path) -> None:
    order = tmp_path / "Order 15.pdf"
    order.write_bytes(KEPT_FILE)
    hand = Hand(alice, MANDATE)
    hand.attach('#RC-01 input[type="file"]', order)

    expect(alice.locator("#items-RC-01")).to_contain_text(order.name)
    assert_costs(hand, ways.FILE_TO_A_QUESTION)


def test_a_question_that_does_not_apply(alice: Page) -> None:
    """Nothing is refused on the way, so that nobody reads of a mistake before the sentence is written."""
    hand = Hand(alice, MANDATE)
    hand.choose('#RC-01 input[name="choice"][value="not_applicable"]')
    hand.choose('#RC-01 input[name="reason_code"][value="NA1"]')
    hand.fill('#RC-01 textarea[name="reason"]', "Another agency does it")

    Card(alice, "RC-01").expect_saved()
    assert_costs(hand, ways.NOT_APPLICABLE)


def test_a_whole_pillar_to_a_colleague(alice: Page) -> None:
    hand = Hand(alice, HOME)
    hand.click(place("work"))
    hand.choose('input[name="pillar"][value="P1"]')
    hand.select(f'{form_to("work")} select[name="person"]', "connie")
    hand.fill(f'{form_to("work")} input[name="due_on"]', "2099-11-30")
    hand.click(f"{form_to('work')} button")

    expect(alice.locator(".work-list").first.get_by_text("Connie")).to_have_count(len(PILLAR))
    assert_costs(hand, ways.WHOLE_PILLAR_TO_A_COLLEAGUE)


def test_the_gap_report_from_my_work(alice: Page, site: Site, catalogue: Catalogue) -> None:
    make_ready(site.database, catalogue)
    hand = Hand(alice, "/")
    report = hand.download(f'main a[href="{HOME}/gap-report.xlsx"]')

    assert report.suggested_filename.endswith(".xlsx")
    assert_costs(hand, ways.GAP_REPORT)


def test_the_questions_as_a_workbook_and_back(alice: Page, site: Site, tmp_path: Path) -> None:
    hand = Hand(alice, HOME)
    hand.click(WORKBOOK)
    workbook = Path(hand.download(f'a[href="{HOME}/workbook.xlsx"]').path()).read_bytes()
    answered = tmp_path / "answered.xlsx"
    answered.write_bytes(filled(workbook, {("RC-01", "answer"): 4}))
    hand.come_back_to(HOME)
    hand.click(WORKBOOK)
    hand.attach('input[type="file"]', answered)
    hand.click(f"{form_to('workbook/imports')} button")
    hand.click(f"{form_to('workbook/imports/confirmation')} button")

    expect(alice.get_by_role("status")).to_be_visible()
    assert site.stored("RC-01").answer.value == 4
    assert_costs(hand, ways.WORKBOOK_ROUND_TRIP)


def test_the_head_checks_and_signs(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    """Name and title are there since the last round, which Hugo signed too."""
    put_last_round(site.database, catalogue, State.SIGNED)
    make_ready(site.database, catalogue)
    hugo = enter("hugo")
    hand = Hand(hugo, "/")
    hand.click(f'main a[href="{HOME}/signature"]')
    hand.choose("#checked")
    hand.click(f"{form_to('signature')} button")

    expect(hugo.locator("#receipt")).to_contain_text("Hugo, Director General")
    assert_costs(hand, ways.CHECK_AND_SIGN)


def test_the_head_fixes_what_stops_the_signature(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    put_last_round(site.database, catalogue, State.SIGNED)
    make_ready(site.database, catalogue, ANSWERS | {"RC-01": LEVEL_3 | {"value": 1}})
    hugo = enter("hugo")
    hand = Hand(hugo, f"{HOME}/signature")
    hand.click("#check li a")
    hand.fill('#RC-01 textarea[name="comment"]', "The order was withdrawn in May.")
    Card(hugo, "RC-01").expect_saved()
    hand.click(".back-to-check a")

    expect(hugo.locator(form_to("signature"))).to_be_visible()
    assert_costs(hand, ways.FIX_A_BLOCKER)


def test_the_head_changes_a_level(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    """From the page of all answers, where the head reads them."""
    make_ready(site.database, catalogue)
    hugo = enter("hugo")
    hand = Hand(hugo, f"{HOME}/answers")
    hand.click('#RC-01 a[href$="/level"]')
    hand.choose('input[name="level"][value="2"]')
    hand.fill('textarea[name="reason"]', "Not everywhere yet.")
    hand.click(f"{form_to('validated')} button")

    expect(hugo.locator("#RC-01")).to_contain_text("To be signed")
    assert_costs(hand, ways.CHANGE_A_LEVEL)


def test_the_administrator_invites_a_reviewer(enter: Enter) -> None:
    tessa = enter("tessa")
    hand = Hand(tessa, "/")
    hand.click('main a[href="/accounts/invitation"]')
    hand.fill('input[name="name"]', "Nora New")
    hand.fill('input[name="email"]', "nora@example.org")
    hand.click('main form[action="/accounts"] button')

    expect(tessa.get_by_role("status")).to_contain_text("invit")
    assert_costs(hand, ways.INVITE_TO_AN_OFFICE)


def test_the_lead_assigns_reviews(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    bring_to(site.database, catalogue, State.SIGNED)
    sofia = enter("sofia")
    hand = Hand(sofia, "/reviews?state=signed")
    hand.choose(f'input[name="assessment"][value="{ARDEN}"]')
    hand.select('form[action="/reviews/assignments"] select[name="reviewer"]', "sofia")
    hand.click('form[action="/reviews/assignments"] fieldset button')

    expect(sofia.get_by_role("status")).to_contain_text("The reviews were assigned.")
    assert_costs(hand, ways.ASSIGN_REVIEWS)


def test_the_lead_publishes_a_selection_of_a_round(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    bring_to(site.database, catalogue, State.REVIEWED)
    sofia = enter("sofia")
    hand = Hand(sofia, "/rounds/round")
    hand.select('select[name="state"]', "reviewed")
    expect(sofia.locator("#list tbody tr")).to_have_count(1)
    hand.click('a[href*="ticked=all"]')
    hand.click('button[formaction="/reviews/publications"]')
    hand.click('form[action="/reviews/publications"] button')

    expect(sofia).to_have_url(re.compile(r"/rounds/round\?state=reviewed&done=.*#administrations$"))
    expect(sofia.locator("#administrations .message-after")).to_contain_text("The results were published")
    assert_costs(hand, ways.PUBLISH_A_SELECTION)


def test_a_reviewer_opens_a_piece_of_evidence(
    alice: Page, enter: Enter, site: Site, catalogue: Catalogue, tmp_path: Path
) -> None:
    order = tmp_path / "Order 15.txt"
    order.write_text("Article 1: The policy is in force.")
    make_ready(site.database, catalogue, {"RC-01": LEVEL_3})
    alice.goto(MANDATE)
    alice.locator('#RC-01 input[type="file"]').set_input_files(order)
    expect(alice.locator("#items-RC-01")).to_contain_text(order.name)
    bring_to(site.database, catalogue, State.UNDER_REVIEW)
    rita = enter("rita")
    hand = Hand(rita, f"{HOME}/review/E1.1")
    hand.click("#RC-01 .preview summary")

    expect(rita.locator("#RC-01 .preview")).to_contain_text("Article 1")
    assert_costs(hand, ways.EVIDENCE_OPENED)


def test_a_reviewer_accepts_a_part_of_plain_answers(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    make_ready(site.database, catalogue, {id_: LEVEL_3 for id_ in ("RC-01", "RC-02", "RC-03")})
    bring_to(site.database, catalogue, State.UNDER_REVIEW)
    rita = enter("rita")
    hand = Hand(rita, f"{HOME}/review/E1.1")
    hand.click("#together button")
    rita.wait_for_url(f"**{HOME}/review/E1.2**")

    expect(rita.locator(".message-after")).to_contain_text("3 answers were accepted.")
    assert_costs(hand, ways.PART_ACCEPTED)


def test_the_auditor_checks_a_file(enter: Enter, site: Site, catalogue: Catalogue, tmp_path: Path) -> None:
    """From the first page after sign-in; dropping the file is the one act."""
    with site.database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    bob, report = enter("bob"), tmp_path / "report.xlsx"
    report.write_bytes(bob.request.get(f"{HOME}/gap-report.xlsx").body())
    hand = Hand(bob, "/")
    hand.attach('.file-check input[type="file"]', report)

    expect(bob.locator(".verdict-good h2")).to_have_text("Genuine and unchanged")
    expect(bob.locator(".verdict")).to_be_focused()
    assert_costs(hand, ways.CHECK_A_FILE)
