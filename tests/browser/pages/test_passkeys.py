"""Passkeys in Chromium, with the authenticator that its developer tools play: alone and as a second step."""

from datetime import timedelta

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect
from sqlalchemy import update

from app.access.identity import utc_now
from app.db.tables.people import SignInSession
from tests.browser.conftest import Enter, Watch
from tests.browser.menus import sign_out
from tests.browser.site import Site
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Window:
    """A browser with a passkey device, on the name of this machine: a passkey is never bound to a number."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.home = site.address.replace("127.0.0.1", "localhost")
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        added = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.device = added["authenticatorId"]

    def go(self, address: str) -> None:
        self.page.goto(self.home + address)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sign_in(self) -> None:
        self.go("/sign-in")
        self.page.get_by_label("Email address").fill("alice@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")

    def add_passkey(self) -> None:
        self.sign_in()
        self.go("/account")
        self.page.get_by_label("Name of the passkey").fill("Office laptop")
        self.press("Add a passkey")
        expect(self.heading).to_have_text("Recovery codes")

    def verify_user(self, is_verified: bool) -> None:
        self.tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.device, "isUserVerified": is_verified})

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)


@pytest.fixture
def window(enter: Enter, site: Site) -> Window:
    return Window(enter(), site)


def test_a_passkey_signs_in_alone(window: Window) -> None:
    window.add_passkey()
    sign_out(window.page)

    window.press("Sign in with a passkey")

    expect(window.heading).to_have_text("My work")


def test_beside_the_password_a_passkey_is_the_second_step(window: Window) -> None:
    window.add_passkey()
    sign_out(window.page)
    window.sign_in()
    expect(window.heading).to_have_text("Second step")

    window.press("Continue with a passkey")

    expect(window.heading).to_have_text("My work")


def test_a_name_that_no_passkey_may_have_is_told_beside_its_field_and_stays_there(window: Window, watch: Watch) -> None:
    watch.expects("422")
    window.sign_in()
    window.go("/account")
    field = window.page.get_by_label("Name of the passkey")
    field.fill("see www.evil.example")

    window.press("Add a passkey")

    expect(window.page.locator("#passkey_name-problem")).to_contain_text("A name cannot contain a web or email address")
    expect(field).to_have_value("see www.evil.example")


def test_a_recovery_code_stands_in_for_a_lost_passkey(window: Window, watch: Watch) -> None:
    watch.expects("422")
    window.add_passkey()
    code = window.page.locator(".recovery li").first.inner_text()
    sign_out(window.page)
    window.sign_in()
    window.page.get_by_label("Recovery code").fill("abcd-efgh-jkmn")
    window.press("Continue")
    expect(window.page.get_by_role("alert")).to_contain_text("This recovery code does not work.")

    window.page.get_by_label("Recovery code").fill(code)
    window.press("Continue")

    expect(window.heading).to_have_text("My work")


def test_a_passkey_shows_that_it_is_me_before_what_signs_me_in_is_changed(window: Window, site: Site) -> None:
    window.add_passkey()
    with site.database.writing() as db:
        db.execute(update(SignInSession).values(started_at=utc_now() - timedelta(minutes=11)))
    window.go("/account")
    expect(window.page.get_by_role("button", name="Create token")).to_be_hidden()

    window.press("Confirm with a passkey")

    expect(window.page.get_by_role("button", name="Create token")).to_be_visible()


def test_a_passkey_that_was_removed_opens_nothing(window: Window, watch: Watch) -> None:
    watch.expects("status of 422")
    window.add_passkey()
    window.go("/account")
    expect(window.page.locator("strong").get_by_text("Office laptop")).to_be_visible()
    window.page.get_by_role("link", name="Remove Office laptop", exact=True).click()
    window.press("Remove this passkey")
    expect(window.page.get_by_role("status").first).to_contain_text("The passkey was removed.")
    sign_out(window.page)

    window.press("Sign in with a passkey")

    expect(window.page.get_by_role("alert").first).to_contain_text("The passkey was not accepted.")


def test_without_finger_face_or_pin_the_browser_says_so_and_nobody_is_signed_in(window: Window) -> None:
    window.add_passkey()
    sign_out(window.page)
    window.verify_user(False)

    window.press("Sign in with a passkey")

    expect(window.page.get_by_text("The passkey did not work.")).to_be_visible()
    expect(window.heading).to_have_text("Sign in")


def test_what_a_passkey_answered_signs_in_once(window: Window, watch: Watch) -> None:
    watch.expects("status of 422")
    window.add_passkey()
    sign_out(window.page)
    sent = []
    window.page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    window.press("Sign in with a passkey")
    expect(window.heading).to_have_text("My work")

    again = window.page.request.post(
        f"{window.home}/sign-in/passkey",
        data=sent[-1],
        headers={"content-type": "application/x-www-form-urlencoded"},
        max_redirects=0,
    )

    assert again.status == 422


def test_without_script_or_where_passkeys_cannot_be_none_is_offered(enter: Enter, site: Site) -> None:
    plain, number = enter(java_script_enabled=False), enter()
    plain.goto(site.address.replace("127.0.0.1", "localhost") + "/sign-in")
    number.goto("/sign-in")

    for page in (plain, number):
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        expect(page.get_by_text("Sign in with a passkey")).to_be_hidden()
