"""Opens each element of Arden, where every question is answered, and of Brink, where none is, and measures.

A page is opened once: its layout follows the width of the window by the style alone.
"""

import json

from playwright.sync_api import Page
from sqlalchemy import update

from app.assessments.to_sign import figures_from
from app.cli.demo.loading import ANSWERS, THIS_YEAR
from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from tests.app.answers import store
from tests.cast import ARDEN, BRINK
from tests.heights.limits import DESK, PHONE, Case, State

Heights = dict[str, int]
"""By question."""
LEFT_OUT = {"state": "answered", "value": "yes", "evidence": ["Plan of the regional office 2026, page 3"]}
HEIGHT = 800
HEIGHTS = """() => Object.fromEntries([...document.querySelectorAll('.question[id]')].map((question) =>
  [question.id, Math.round(question.closest('.card').getBoundingClientRect().height)]))"""


def answer_everything(database: Database, catalogue: Catalogue) -> None:
    """Arden, with the full set of the demo, and the one question that the demo's own profile leaves out."""
    _open_on(database, catalogue[THIS_YEAR])
    document = json.loads((ANSWERS / THIS_YEAR / "full.json").read_text("utf-8"))
    document["profile"]["profile.oco_member"] = "yes"
    document["answers"]["CO-05"] = LEFT_OUT
    store(database, catalogue, document)


def _open_on(database: Database, questionnaire: Questionnaire) -> None:
    """The round of the stage, with Arden and Brink in it."""
    named = {"questionnaire": questionnaire.version, "fingerprint": questionnaire.fingerprint}
    with database.writing() as db:
        db.execute(update(Round).values(questionnaire=questionnaire.version))
        db.execute(update(Assessment).values(**named, **figures_from(questionnaire, {}, {}, "full")))


def measure(page: Page, questionnaire: Questionnaire, state: State) -> dict[Case, Heights]:
    """`page` is of somebody who may answer there: Alice in Arden, Charlie in Brink."""
    assessment = ARDEN if state == "answered" else BRINK
    measured: dict[Case, Heights] = {(DESK, state): {}, (PHONE, state): {}}
    for element in questionnaire.elements:
        page.goto(f"/assessments/{assessment}/elements/{element}")
        for width, state_ in measured:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            measured[width, state_] |= page.evaluate(HEIGHTS)
    return measured


def scored(questionnaire: Questionnaire) -> set[str]:
    return {indicator.id for indicator in questionnaire.structure.indicators if indicator.is_scored}
