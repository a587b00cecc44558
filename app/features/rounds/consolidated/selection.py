"""Which assessments a file of values holds, in which order, and on which scales."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlmodel import Session

from app import VERSION
from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.stored_figures import Scale, scale_of
from app.db.tables.rounds import Round
from app.features.rounds.consolidated.gathering import BATCH, Batch
from app.features.rounds.numbers import ORDERED, publications_with_numbers
from app.features.rounds.queries import newest_changes
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue

BEFORE_ANY_DATA = "2000-01-01"


class Selection(NamedTuple):
    """Which assessments, in order; `name` is that of the round, or "all"."""

    name: str
    batches: tuple[Batch, ...]
    scales: tuple[Scale, ...]
    created: str
    mark: str = ""
    """Another as soon as anything of it would be."""

    @property
    def compared(self) -> tuple[Scale, ...]:
        """Those of figures that stand among those of others."""
        return tuple(scale for scale in self.scales if not scale.is_apart)

    @property
    def versions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(scale.version for scale in self.scales))


def selection_of(
    db: Session, visitor: Visitor, rounds: Sequence[Round], chosen: Collection[str] | None = None
) -> Selection:
    """What this visitor may download of these rounds; `chosen` are the ids that pass a filter, None for all."""
    ids = [round_.id for round_ in rounds]
    allowed = exportable(db, visitor, ids)
    result = db.connection().execute(ORDERED, {"rounds": ids})
    rows = [row for row in result if row.id in allowed and (chosen is None or row.id in chosen)]
    changes = {id_: newest_changes(db, id_) for id_ in ids}
    state = [[row.id, row.kind, allowed[row.id], changes[row.round_id].get(row.administration_id, 0)] for row in rows]
    days = [row.changed_at.date().isoformat() for row in rows if row.changed_at]
    rows.sort(key=lambda row: (row.round, _scale(row).order))  # of each round, each scale for itself
    return Selection(
        rounds[0].name if len(rounds) == 1 else "all",
        tuple(_batches(visitor, [(row.round_id, row.id) for row in rows])),
        tuple(sorted({_scale(row) for row in rows}, key=lambda scale: scale.order)),
        max(days, default=BEFORE_ANY_DATA),
        hashlib.sha256(canonical([VERSION, visitor.language, state])).hexdigest(),
    )


def with_numbers(
    db: Session, visitor: Visitor, rounds: Sequence[Round], chosen: Collection[str] | None = None
) -> Selection:
    """Those of which workforce numbers are published, whatever state they are in now: the same for every reader, so
    that its mark and day are as well."""
    published = publications_with_numbers(db, visitor, rounds)
    rows = [row for row in published if chosen is None or row.id in chosen]
    days = [row.at.date().isoformat() for row in rows]
    state = [[row.id, row.edition, row.name] for row in rows]
    return Selection(
        rounds[0].name if len(rounds) == 1 else "all",
        tuple(_batches(visitor, [(row.round_id, row.id) for row in rows])),
        (),
        max(days, default=BEFORE_ANY_DATA),
        hashlib.sha256(canonical([VERSION, state])).hexdigest(),
    )


def with_both(selection: Selection, published: Selection) -> Selection:
    """For the name of a file that holds both: as without any numbers where none are published."""
    if not published.batches:
        return selection
    mark = hashlib.sha256(canonical([selection.mark, published.mark])).hexdigest()
    return selection._replace(created=max(selection.created, published.created), mark=mark)


def _scale(row: Row[Any]) -> Scale:
    return scale_of(row.questionnaire, row.form, row.kind)


def _batches(visitor: Visitor, pairs: Sequence[tuple[str, str]]) -> Iterator[Batch]:
    for round_id, of_round in groupby(pairs, key=lambda pair: pair[0]):
        ids = [id_ for _, id_ in of_round]
        for at in range(0, len(ids), BATCH):
            yield Batch(visitor, round_id, tuple(ids[at : at + BATCH]))


def pillars_of(catalogue: Catalogue, selection: Selection) -> tuple[str, ...]:
    """Of all these versions, in order."""
    structures = [catalogue[version].structure for version in selection.versions]
    return tuple(dict.fromkeys(pillar.id for structure in structures for pillar in structure.pillars))
