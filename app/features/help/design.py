"""The page that shows each component of the design language in each state, from the macros that all pages use."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import SignedIn
from app.access.guides import Shown, guide_of_team
from app.assessments.evidence.items import EvidenceItem
from app.assessments.lifecycle import ALL_DONE, State
from app.assessments.report.charts import Marks, level_bands
from app.assessments.rights import Role
from app.web.api import CatalogueOf
from app.web.forms import ChoiceField, DateField, Form, TextField
from app.web.pages import render
from questionnaires.problems import N_, Problem

router = APIRouter(include_in_schema=False)


STATUSES = {
    "not-started": N_("Not yet started"),
    "in-progress": N_("In progress"),
    "problem": N_("Needs attention"),
    "sent-back": N_("Sent back"),
    "completed": N_("Completed"),
    "not-asked": N_("Not asked"),
}


ABOUT = (N_("When you sign, the answers go to the secretariat."),)
PLACE = {"id": "design"}
"""In the address of the example's items, which there are nowhere."""
PDF, PNG = "application/pdf", "image/png"
ITEMS = (
    EvidenceItem("order", "file", "Order 12/2024 on equal recruitment", "", "", 84_000, PDF),
    EvidenceItem("poster", "file", "Poster in the main hall", "", "", 1_240_000, PNG),
    EvidenceItem("policy", "link", "Gender policy", "", "https://customs.example/policy", 0, ""),
    EvidenceItem("minutes", "reference", "Minutes of the board", "Personnel, room 3", "", 0, ""),
)
REFERENCES = ("Circular 12, 2 June 2025, page 4", "See https://customs.example/plan, chapter 3")


class ExampleForm(Form):
    """Fields as other pages have them; nothing is ever sent."""

    example_name = TextField(N_("Name"))
    example_reason = TextField(N_("Reason"))
    example_day = DateField(N_("Due date (optional)"))
    example_level = ChoiceField(N_("Our target"))


@router.get("/design")
def design_page(request: Request, visitor: SignedIn, catalogue: CatalogueOf) -> Response:
    questionnaire = catalogue[catalogue.newest_first()[0]]
    own = {"words": questionnaire.words(visitor.language), "bands": level_bands(questionnaire.structure.scoring.bands)}
    return render(request, "help/design.html", examples() | own)


def examples() -> dict[str, Any]:
    filled = ExampleForm(data={"example_name": "Alice Marin", "example_level": "3"})
    refused = ExampleForm(data={"example_day": "2026-13-01"}, of="wrong")
    refused.refuse([Problem("example_name", N_("Enter a name.")), Problem("example_day", N_("Enter a date."))])
    return {
        "guides": (guide_of_team(Role.VIEWER, State.IN_PROGRESS), Shown(N_("You can sign here."), ABOUT)),
        "filled": filled,
        "refused": refused,
        "steps_shown": (0, 2, ALL_DONE),
        "level_numbers": range(5),
        "statuses": STATUSES,
        "place": PLACE,
        "items": ITEMS,
        "references": REFERENCES,
        "marks": Marks(54.2, 38.2, 71.5),
        "begun": Marks(9.0, None, 55.7),
        "empty": Marks(None, None, 54.0),
    }
