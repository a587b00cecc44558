"""Published results as others see them: levels and scores from the frozen snapshots, never an answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import NotYours, only_disclosed
from app.assessments.answer_sets import published_examined
from app.db.tables.columns import table_of
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Publication, Round
from questionnaires.catalogue import Catalogue

PUBLICATION = table_of(Publication)
SCORECARD = ("scorecards", "moderated")
LATER = PUBLICATION.alias()
NEWEST = select(func.max(LATER.c.edition)).where(LATER.c.assessment_id == PUBLICATION.c.assessment_id)
RESULTS = (
    select(
        PUBLICATION.c.assessment_id,
        PUBLICATION.c.edition,
        PUBLICATION.c.questionnaire,
        PUBLICATION.c.form,
        PUBLICATION.c.hash,
        PUBLICATION.c.at,
        col(Administration.name).label("administration"),
        col(Administration.region),
        col(Administration.disclosure),
        col(Round.name).label("round"),
        PUBLICATION.c.content[(*SCORECARD, "overall")].label("overall"),
        PUBLICATION.c.content[(*SCORECARD, "pillars")].label("pillars"),
        PUBLICATION.c.content["examined"].label("examined"),
    )
    .select_from(PUBLICATION)
    .join(Assessment, col(Assessment.id) == PUBLICATION.c.assessment_id)
    .join(Administration, col(Administration.id) == col(Assessment.administration_id))
    .join(Round, col(Round.id) == col(Assessment.round_id))
    .where(PUBLICATION.c.edition == NEWEST.scalar_subquery())
    .order_by(col(Round.name).desc(), col(Administration.name))
)
"""The newest edition of each, cut down in the database to the figures that are shown."""
ONE_RESULT = RESULTS.add_columns(PUBLICATION.c.content[(*SCORECARD, "elements")].label("elements"))


OF_BEFORE = select(
    PUBLICATION.c.assessment_id,
    PUBLICATION.c.edition,
    PUBLICATION.c.questionnaire,
    PUBLICATION.c.content["moderated"].label("moderated"),
    PUBLICATION.c.content[("scorecards", "validated")].label("validated"),
)


def examined_of(db: Session, catalogue: Catalogue, rows: Sequence[Row[Any]]) -> dict[str, Mapping[str, int]]:
    """Assessment id -> how many of how many answers were examined; counted where a publication is too old to say so."""
    examined: dict[str, Mapping[str, int]] = {row.assessment_id: row.examined for row in rows if row.examined}
    editions = {row.assessment_id: row.edition for row in rows if not row.examined}
    if not editions:
        return examined
    for row in db.connection().execute(OF_BEFORE.where(PUBLICATION.c.assessment_id.in_(editions))):
        if row.edition == editions[row.assessment_id]:
            content = {"moderated": row.moderated, "scorecards": {"validated": row.validated}}
            examined[row.assessment_id] = published_examined(catalogue[row.questionnaire], content).figures
    return examined


def results_for(db: Session, visitor: Visitor | None) -> list[Row[Any]]:
    return list(db.connection().execute(only_disclosed(RESULTS, visitor)))


class Group(NamedTuple):
    """Results that compare with each other: of one version of the questionnaire, all in full or all in short form."""

    questionnaire: str
    is_short: bool
    results: list[Row[Any]]


def grouped(results: Iterable[Row[Any]]) -> list[Group]:
    """The newest version first, and of each the full form before the short one; within, the order stays."""
    groups: dict[tuple[str, bool], Group] = {}
    for result in results:
        key = result.questionnaire, result.form == "short"
        groups.setdefault(key, Group(*key, [])).results.append(result)
    full_first = sorted(groups.values(), key=lambda group: group.is_short)
    return sorted(full_first, key=lambda group: group.questionnaire, reverse=True)


def result_for(db: Session, visitor: Visitor | None, assessment_id: str) -> Row[Any]:
    """Raises NotYours where there is none for this person."""
    if "\0" in assessment_id:
        raise NotYours
    statement = only_disclosed(ONE_RESULT, visitor).where(PUBLICATION.c.assessment_id == assessment_id)
    row = db.connection().execute(statement).first()
    if row is None:
        raise NotYours
    return row
