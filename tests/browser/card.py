"""One question on the element page, as a person sees it."""

from playwright.sync_api import Locator, Page, expect

from tests.cast import ARDEN


def press_if_there(button: Locator) -> None:
    """What is typed is saved at once, and perhaps once more when the typing pauses: that takes "Try again" away."""
    button.evaluate_all("buttons => buttons.forEach((button) => button.click())")


class Card:
    def __init__(self, page: Page, id_: str) -> None:
        self.page = page
        self.form = page.locator(f"form#{id_}")
        self.state = self.form.locator(".state")
        self.box = self.form.locator(".conflict")
        self.saved = self.state.get_by_text("Saved", exact=False).and_(self.state.locator(".when-saved"))
        self.saving = self.state.locator(".when-saving")
        self.changed = self.state.locator(".when-changed")

    @property
    def comment(self) -> Locator:
        """Which is under "More"."""
        self.form.locator(".more-fields").evaluate("more => { more.open = true }")
        return self.form.get_by_label("Comment")

    def option(self, choice: str) -> Locator:
        return self.form.locator(f'input[name="choice"][value="{choice}"]')

    def choose(self, choice: str) -> None:
        """Opens the levels first where one is chosen, since the others are folded then."""
        if (unfold := self.form.get_by_label("Show all levels")).is_visible():
            unfold.check()
        self.option(choice).check()

    def outside(self) -> Locator:
        """ "Decided outside our administration", which is under "More" too."""
        self.form.locator(".more-fields").evaluate("more => { more.open = true }")
        return self.form.get_by_label("Decided outside our administration")

    def button(self, name: str) -> Locator:
        return self.form.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.form.get_by_role("link", name=name, exact=True)

    def evidence(self, place: int) -> Locator:
        return self.form.locator('textarea[name="evidence"]').nth(place)

    def write(self, text: str) -> None:
        """Into the comment, and leave the field, which saves at once."""
        self.comment.fill(text)
        self.comment.blur()

    def expect_saved(self) -> None:
        expect(self.form).to_have_attribute("data-state", "saved")
        expect(self.saved).to_be_visible()

    def expect_not_saved(self, words: str) -> None:
        expect(self.state).to_contain_text(words)
        expect(self.saved).to_be_hidden()


def open_card(page: Page, id_: str = "RC-01", element: str = "E1.1") -> Card:
    page.goto(f"/assessments/{ARDEN}/elements/{element}")
    return Card(page, id_)
