"""What a review leaves behind, as the report is told it: its summary, its recommendations, and those of earlier rounds.

Plain values, which pages and files share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.problems import N_

SUMMARY = {
    "method": N_("Method"),
    "evidence": N_("Quality of the evidence"),
    "good_practice": N_("Good practice"),
    "to_improve": N_("What to improve"),
}
"""The four texts of the review as a whole, in their order."""
STATUSES = {
    "done": N_("Done"),
    "under way": N_("Under way"),
    "not done": N_("Not done"),
    "closed": N_("Closed without being done"),
}
"""What became of a recommendation."""
SETTLED = ("done", "closed")
"""With these nobody follows it any further."""


@dataclass(frozen=True)
class Recommended:
    """One recommendation; `due_on` is an ISO date or ""."""

    number: int
    indicator: str
    finding: str
    risk: str
    recommended: str
    due_on: str = ""

    @property
    def name(self) -> str:
        return f"R{self.number}"


@dataclass(frozen=True)
class Followed:
    """A recommendation of an earlier round and what the administration says became of it; nothing yet: "".

    `indicator` is the question that it was made on, `heir` the one that came from it in another version: None for the
    same one, "" where none did.
    """

    round: str
    number: int
    indicator: str
    recommended: str
    due_on: str = ""
    status: str = ""
    reason: str = ""
    heir: str | None = None

    @property
    def name(self) -> str:
        return f"R{self.number}"

    @property
    def question(self) -> str:
        """The one on which it is followed; "" for none."""
        return self.indicator if self.heir is None else self.heir

    @property
    def is_open(self) -> bool:
        return self.status not in SETTLED


@dataclass(frozen=True)
class Outcome:
    """`summary` holds those texts of SUMMARY that were written; `followed` are those of earlier rounds."""

    recommendations: tuple[Recommended, ...] = ()
    summary: Mapping[str, str] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()

    @property
    def is_there(self) -> bool:
        return bool(self.recommendations or self.summary or self.followed)


NO_OUTCOME = Outcome()
