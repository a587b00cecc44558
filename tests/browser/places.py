"""The pages that the tests of layout and accessibility walk through, with texts as long as they may be."""

from dataclasses import dataclass

from playwright.sync_api import APIRequestContext

from tests.cast import ARDEN, LINK

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
    Place("my work", "alice", "/"),
    Place("the round", "sofia", "/"),
    Place("task list", "alice", HOME),
    Place("profile", "alice", f"{HOME}/profile"),
    Place("element", "alice", f"{HOME}/elements/E1.1"),
    Place("element to read", "sofia", f"{HOME}/elements/E1.1"),
    Place("scorecard", "alice", f"{HOME}/scorecard"),
    Place("error", "alice", "/assessments/nobodys-2026"),
)

OUTSIDE = {"authority": UNBROKEN, "raised": False}
ANSWERS = {
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
