"""A sample of the signed reports of a round, drawn by the rule of `assessments/draws.py`: the address says it all."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.assessments.draws import in_drawn_order, read_seed
from app.db.tables.rounds import Assessment
from app.features.audit.queries import Rows, results
from app.features.audit.work_list import readable_by
from app.web.forms import ChoiceField, Field, Form
from app.web.pages import with_query
from questionnaires.numbers import read_whole
from questionnaires.problems import N_, Problem

MOST_DRAWN = 50
USUAL_SIZE = 5


def _size(place: str, raw: object, problems: list[Problem]) -> int:
    return read_whole(place, raw, problems, 1, MOST_DRAWN) or 0


class SampleForm(Form):
    round = ChoiceField(N_("Round"))
    size = Field(N_("Number of reports"), _size)
    seed = Field(N_("Seed"), read_seed)


@dataclass(frozen=True)
class Sample:
    """`rows` in the order in which they were drawn; `among` are the ids that it was drawn from, sorted."""

    seed: str
    among: list[str]
    rows: Rows


def address_of(round_id: str, size: int, seed: str) -> str:
    return with_query("/desk/sample", urlencode({"round": round_id, "size": size, "seed": seed}))


def sample_of(db: Session, visitor: Visitor, round_id: str, size: int, seed: str) -> Sample:
    """From all reports of the round that this visitor may download now. Two queries."""
    of_round = select(col(Assessment.id)).where(
        col(Assessment.round_id) == round_id, col(Assessment.state).in_(readable_by(visitor))
    )
    among = sorted(db.execute(of_round).scalars())
    drawn = in_drawn_order(among, seed)[:size]
    rows = {row.id: row for row in results(db, ids=drawn)}
    return Sample(seed, among, [rows[id_] for id_ in drawn if id_ in rows])
