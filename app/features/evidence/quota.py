"""How much evidence one administration may keep, in all its rounds: so that one team's files stop nobody else's saves.

Withdrawn items count like others, since their files are kept too.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.assessments.reads import OneAssessment
from app.db.tables.rounds import Assessment
from app.features.evidence.forms import NewItem
from app.features.evidence.queries import EVIDENCE
from app.settings import Settings
from questionnaires.problems import N_, Problem

MEGABYTE = 1_000_000
NEAR = 0.8
"""From this share on, the pages say how much is used."""
NO_ROOM = N_(
    "Your administration has used {used} of {most} MB for evidence files, including withdrawn ones. This "
    "file is {size} MB. Add a link to the document, or record it without uploading it."
)
TOO_MANY = N_(
    "Your administration has {used} items of evidence, including withdrawn ones. The limit is {most}. Use an "
    "existing item for this question too, or name the document in the answer itself. The secretariat can ask "
    "for a higher limit."
)


@dataclass(frozen=True)
class Quota:
    """What the evidence of an administration takes, and what it may take at most."""

    size: int
    items: int
    most_size: int
    most_items: int

    @property
    def megabytes(self) -> str:
        return f"{self.size / MEGABYTE:,.1f}"

    @property
    def most_megabytes(self) -> str:
        return f"{self.most_size // MEGABYTE:,}"

    @property
    def is_near(self) -> bool:
        return self.size >= NEAR * self.most_size or self.items >= NEAR * self.most_items

    def problems_with(self, item: NewItem) -> list[Problem]:
        """What stands against one more item."""
        problems = []
        if item.size and self.size + item.size > self.most_size:
            names = {"used": self.megabytes, "most": self.most_megabytes, "size": f"{item.size / MEGABYTE:,.1f}"}
            problems.append(Problem("file", NO_ROOM, names))
        if self.items >= self.most_items:
            place = "file" if item.kind == "file" else "title"
            problems.append(Problem(place, TOO_MANY, {"used": f"{self.items:,}", "most": f"{self.most_items:,}"}))
        return problems


def quota_of(db: Session, assessment: OneAssessment, settings: Settings) -> Quota:
    """One query, over all rounds of the administration."""
    sums = (
        select(func.coalesce(func.sum(EVIDENCE.c.size), 0), func.count())
        .select_from(EVIDENCE)
        .join(Assessment, col(Assessment.id) == EVIDENCE.c.assessment_id)
        .where(col(Assessment.administration_id) == assessment.administration_id)
    )
    size, items = db.connection().execute(sums).one()
    return Quota(int(size), items, settings.evidence_all_megabytes * MEGABYTE, settings.evidence_all_items)
