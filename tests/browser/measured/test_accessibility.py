"""axe-core finds nothing, whoever looks at whichever page in whichever state.

`make test` draws one assessment's state as one person sees it, and all other pages of one person; `make test-long`
looks at all of them.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.assessments.lifecycle import State
from app.assessments.rights import Permission, Role, may
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter, Watch
from tests.browser.measured.checker import violations
from tests.browser.site import Site
from tests.cast import BY_ROLE
from tests.heights.measuring import answer_everything
from tests.house.routes import READING, Route
from tests.states import put_in_state

pytestmark = pytest.mark.browser

NOBODY = ""
NOT_PAGES = re.compile(r"\.\w+$|/file$|/progress$|^/(healthz|readyz|verify/keys|api/)")
PAGES = [route for route in READING if not NOT_PAGES.search(route.path)]
OF_AN_ASSESSMENT = [route for route in PAGES if route.is_of_assessment]
ELSEWHERE = [route for route in PAGES if not route.is_of_assessment]
COMPLAINTS = (
    "status of 404 (Not Found)",
    "status of 409 (Conflict)",
    "status of 422 (Unprocessable",
    "does not conform to the required format",
)
"""What the browser says of pages looked at like all others: refusals, and a wrong day that comes back as typed."""
BARS = """() => { const heading = document.querySelector('h1');
  heading.append(document.createElement('button'));
  heading.style.color = '#888'; document.body.style.backgroundColor = '#999' }"""
SEEN = [(role, state) for role in Role for state in State if may(Permission.READ, role, state)]


@pytest.mark.long(keep=1)
@pytest.mark.parametrize(("role", "state"), SEEN)
def test_nothing_bars_anybody_from_an_assessment(
    role: Role, state: State, enter: Enter, site: Site, catalogue: Catalogue, watch: Watch
) -> None:
    watch.expects(*COMPLAINTS)
    answer_everything(site.database, catalogue)
    with site.database.writing() as db:
        put_in_state(db, catalogue, state)

    broken, looked_at = looked_through(enter(BY_ROLE[role]), allowed(OF_AN_ASSESSMENT, role, state))

    assert not broken, "\n".join(broken)
    assert looked_at > 5


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("role", [NOBODY, *Role])
def test_nothing_bars_anybody_from_the_other_pages(role: str, enter: Enter, watch: Watch) -> None:
    watch.expects(*COMPLAINTS)
    routes = allowed(ELSEWHERE, Role(role), State.IN_PROGRESS) if role else ELSEWHERE

    broken, looked_at = looked_through(enter(BY_ROLE[Role(role)] if role else NOBODY), routes)

    assert not broken, "\n".join(broken)
    assert looked_at > 5


def test_the_checker_sees_what_bars_people(alice: Page) -> None:
    alice.goto("/help")
    alice.evaluate(BARS)

    seen = violations(alice)

    for scheme in ("light", "dark"):
        assert [broken for broken in seen if broken.startswith(scheme) and "color-contrast" in broken]
        assert [broken for broken in seen if broken.startswith(scheme) and "button-name" in broken]


def test_nothing_bars_anybody_from_the_menu_of_a_phone(enter: Enter) -> None:
    alice = enter("alice", viewport={"width": 320, "height": 800})
    alice.goto("/help")
    alice.locator("[popovertarget]").click()

    assert violations(alice, ((320, "light"), (320, "dark"))) == []


def allowed(routes: list[Route], role: Role, state: State) -> list[Route]:
    return [route for route in routes if route.permission is None or may(route.permission, role, state)]


def looked_through(page: Page, routes: list[Route]) -> tuple[list[str], int]:
    """What is broken, and on how many pages it was looked for."""
    seen = [(route, violations(page)) for route in reached(page, routes)]
    return [f"{route}, {broken}" for route, some in seen for broken in some], len(seen)


def reached(page: Page, routes: list[Route]) -> Iterator[Route]:
    """Where the page now is; without those that lead on to another page, which has a route of its own."""
    for route in routes:
        page.set_viewport_size({"width": 1280, "height": 800})
        answer = page.goto(route.address())
        if answer and not answer.request.redirected_from:
            yield route
