"""Every form, sent with nothing in it: whoever did so is told at each field what to do, and is led there."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from fastapi import FastAPI
from httpx2 import Response

from app.db.session import Database
from app.web.submitted import HIDDEN, NO_TEXT
from questionnaires.catalogue import Catalogue
from tests.cast import Actor, actor
from tests.house.bodies import BODIES, NOT_ON_THE_STAGE
from tests.house.routes import WRITING_PAGES, Route
from tests.states import put_in_state

UNSEEN = {*NO_TEXT, *HIDDEN} - {"password", "again", "current"}
"""What a form carries with it stays as it is; what people type or choose is left empty."""
CARRIED = {
    "/assessments/{assessment_id}/validated": {"indicator"},
    "/reviews/assignments": {"round"},
    "/reviews/draws": {"round"},
    "/reviews/publications": {"round"},
}
"""Of single forms: the same."""
TICKED = {"administration", "assessment", "choose", "element", "indicator", "item", "region", "short", "shown"}
"""A box that is not ticked is not sent at all."""
FORMS = [route for route in WRITING_PAGES if set(BODIES[route.path]) - UNSEEN and route.path not in NOT_ON_THE_STAGE]
CONTROLS = ("input", "select", "textarea", "button", "a", "summary")


def test_an_empty_form_is_answered_at_each_of_its_fields(
    app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    faults: list[str] = []
    refused = 0
    for route, answer in answers_to_empty_forms(app, database, catalogue):
        if answer.status_code in (409, 422):
            refused += 1
            faults += [f"{route}: {fault}" for fault in faults_of(BeautifulSoup(answer.text, "html.parser"))]
        elif answer.status_code not in (200, 303):
            faults.append(f"{route}: status {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert refused > len(FORMS) / 2


def answers_to_empty_forms(app: FastAPI, database: Database, catalogue: Catalogue) -> Iterator[tuple[Route, Response]]:
    for route in FORMS:
        name, state = route.allowed
        with database.writing() as db:
            put_in_state(db, catalogue, state)
        yield route, send_empty(route, actor(app, name))


def send_empty(route: Route, person: Actor) -> Response:
    carried = UNSEEN | CARRIED.get(route.path, set())
    fields = {name: value for name, value in BODIES[route.path].items() if name in carried or name not in TICKED}
    body = {name: value if name in carried else "" for name, value in fields.items()}
    return person.browser.post(route.address(), data=person.form(**body), follow_redirects=False)


def faults_of(page: BeautifulSoup) -> Iterator[str]:
    """What keeps somebody from acting on a refusal."""
    if not (page.title and page.title.text.startswith("Error:")):
        yield "the title does not say that something is wrong"
    boxes = page.select(".error-summary")
    if len(boxes) != 1:
        yield f"{len(boxes)} boxes say what is wrong"
        return
    at_fields = page.select("[aria-invalid][autofocus]")
    if not at_fields and not (boxes[0].has_attr("autofocus") and boxes[0].get("tabindex") == "-1"):
        yield "the keyboard does not stand on what is wrong"
    lines = [" ".join(line.text.split()) for line in boxes[0].select("li, p")]
    if not lines or len(set(lines)) != len(lines):
        yield f"lines are missing or the same: {lines}"
    for link in boxes[0].select("a[href^='#']"):
        yield from faults_of_link(page, link)


def faults_of_link(page: BeautifulSoup, link: Tag) -> Iterator[str]:
    id_ = str(link["href"])[1:]
    targets = page.find_all(id=id_)
    if len(targets) != 1:
        yield f"{len(targets)} places have the id {id_}"
        return
    target = targets[0]
    if target.name not in CONTROLS and not target.has_attr("tabindex"):
        yield f"the keyboard cannot be set on {id_}"
    named = link.text.split(":")[0].strip()
    titles = list(titles_of(page, target))
    if target.name in (*CONTROLS, "fieldset") and not any(named in title for title in titles):
        yield f"the line {link.text.strip()!r} does not name its field, one of {titles}"


def titles_of(page: BeautifulSoup, target: Tag) -> Iterator[str]:
    """As people see it: the words of its label or its legend, and the headings of the parts of the page around it."""
    label = target.find_parent("label") or page.find("label", attrs={"for": str(target.get("id", ""))})
    around = target.find_parents(["fieldset", "article", "section", "tr", "li"])
    for words in (label, target, *around):
        heading = words.find(["legend", "h2", "h3", "h4", "th", "span"]) if isinstance(words, Tag) else None
        if isinstance(heading, Tag):
            yield " ".join(heading.text.split())
    if isinstance(label, Tag):
        yield " ".join(label.text.split())
    if target.has_attr("aria-label"):
        yield str(target["aria-label"])
