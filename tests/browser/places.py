"""The pages that the tests of layout and accessibility walk through, with texts as long as they may be."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIRequestContext

from tests.cast import ARDEN, ITEM, LINK

UNBROKEN = "W" * 10_000
HOME = f"/assessments/{ARDEN}"


@dataclass(frozen=True)
class Place:
    name: str
    person: str
    address: str

    def __str__(self) -> str:
        return self.name


PLACES = (
    Place("sign-in", "", "/sign-in"),
    Place("choosing a new password", "", f"/links/{LINK}"),
    Place("my account", "alice", "/account"),
    Place("notices", "rita", "/notices"),
    Place("search", "sofia", "/search?q=a"),
    Place("my work", "alice", "/"),
    Place("start page of the lead", "sofia", "/"),
    Place("rounds", "sofia", "/rounds"),
    Place("the round", "sofia", "/rounds/round"),
    Place("opening a round", "sofia", "/rounds/round/opening"),
    Place("more time", "sofia", f"{HOME}/extension"),
    Place("reminding several", "sofia", "/rounds/round/reminders?chosen=ARDEN"),
    Place("more time for several", "sofia", "/rounds/round/extensions?chosen=ARDEN"),
    Place("a reviewer for several", "sofia", "/reviews/assignments?round=round&chosen=ARDEN"),
    Place("task list", "alice", HOME),
    Place("questions found", "alice", f"{HOME}?text=mandate&show=answered"),
    Place("profile", "alice", f"{HOME}/profile"),
    Place("element", "alice", f"{HOME}/elements/E1.1"),
    Place("element to read", "sofia", f"{HOME}/elements/E1.1"),
    Place("scorecard", "alice", f"{HOME}/scorecard"),
    Place("board summary", "alice", f"{HOME}/board-summary"),
    Place("evidence", "alice", f"{HOME}/evidence"),
    Place("sending a file", "alice", f"{HOME}/evidence/files?indicator=RC-01"),
    Place("adding a link", "alice", f"{HOME}/evidence/links"),
    Place("a document you keep", "alice", f"{HOME}/evidence/references"),
    Place("choosing from the register", "alice", f"{HOME}/evidence/choices?indicator=RC-01"),
    Place("a newer file", "alice", f"{HOME}/evidence/{ITEM}/replacement"),
    Place("one item of evidence", "alice", f"{HOME}/evidence/{ITEM}"),
    Place("check and sign", "hugo", f"{HOME}/signature"),
    Place("all answers", "hugo", f"{HOME}/answers"),
    Place("change of a level", "hugo", f"{HOME}/answers/RC-01/level"),
    Place("work", "alice", f"{HOME}/work"),
    Place("in Excel", "alice", f"{HOME}/workbook"),
    Place("comments", "alice", f"{HOME}/answers/RC-01/comments"),
    Place("last round", "alice", f"{HOME}/answers/RC-01/last-round"),
    Place("history", "alice", f"{HOME}/answers/RC-01/history"),
    Place("recommendations of earlier rounds", "alice", f"{HOME}/recommendations"),
    Place("help", "", "/help"),
    Place("method", "alice", "/questionnaires/2027.1/method"),
    Place("changes", "alice", "/questionnaires/2027.1/changes"),
    Place("people of an administration", "alice", "/administrations/arden/people"),
    Place("contact and settings", "alice", "/administrations/arden"),
    Place("administrations", "sofia", "/administrations"),
    Place("accounts", "tessa", "/accounts?text=a"),
    Place("start page of the administrator", "tessa", "/"),
    Place("inviting to an office", "tessa", "/accounts/invitation"),
    Place("auditor's desk", "bob", "/desk"),
    Place("sample of reports", "bob", "/desk/sample?round=round&size=3&seed=dice"),
    Place("signed results", "bob", "/desk/results"),
    Place("audit log", "bob", "/audit"),
    Place("error", "alice", "/assessments/nobodys-2026"),
)

OUTSIDE = {"authority": UNBROKEN, "raised": False}
ANSWERS: dict[str, dict[str, Any]] = {
    "RC-01": {"state": "answered", "value": 3, "evidence": [UNBROKEN] * 2, "comment": UNBROKEN},
    "RC-02": {"state": "not_applicable", "reason_code": "NA1", "reason": UNBROKEN, "comment": UNBROKEN},
    "RC-03": {"state": "unknown", "comment": UNBROKEN, "outside_control": OUTSIDE, "target": 4},
    "RC-07": {"state": "answered", "value": "partly"},
}


def fill_in(program: APIRequestContext) -> None:
    """Answers of each kind, with the longest texts, and without a space in them."""
    for id_, answer in ANSWERS.items():
        saved = program.put(f"/api/v1{HOME}/answers/{id_}", data=answer | {"revision": 0})
        assert saved.ok, saved.text()
