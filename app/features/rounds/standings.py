"""What the stored figures of an assessment show to one kind of reader, read from their JSON once. Pure.

Between two looks at a round few of its figures change, and to read JSON costs more than all the rest of the overview.
So the rows come with texts, and what follows from a text is kept, for some rounds of 187.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from app.assessments.reads import stored_statuses
from app.assessments.reported import NOTHING_SHOWN, Figures, ThreeFigures, stored_figures
from scoring.progress import Status
from scoring.score import is_held_back
from scoring.scorecard import OVERALL

MOST_KEPT = 1024


class Stored(NamedTuple):
    """The figures that are stored with an assessment, as `stored_figures` and `stored_statuses` read them."""

    state: str
    level: int | None
    progress: Any
    levels: Any
    scores: Any
    validated: Any
    moderated: Any


class Followed(NamedTuple):
    """A row of `queries.FOLLOWED`. `progress`, `levels` and the like are still texts of JSON."""

    id: str
    code: str
    administration: str
    region: str
    kind: str
    zone: str
    edition: int
    form: str
    questionnaire: str
    due_on: str
    extended_to: str
    asked: int
    done: int
    state: str
    level: int | None
    progress: str
    levels: str
    scores: str
    validated: str
    moderated: str
    last_form: str
    last_questionnaire: str
    last_validated: str | None
    last_published: str | None
    reviews_second: bool
    review_due: str | None
    reviewer_id: str | None
    reviewer: str | None


@dataclass(frozen=True, eq=False)
class Standing:
    """What one kind of reader sees of the stored figures. The same object for the same texts: it compares by identity,
    so that the page keeps the cells that it made of it."""

    figures: ThreeFigures
    """Without the nodes of which no question has an answer."""
    provisional: frozenset[str]
    held_back: frozenset[str]
    """Of the nodes that are shown: those whose level can still change, and those whose score alone would give more."""

    @property
    def own(self) -> float | None:
        """The team's own overall score, once it stands."""
        return None if OVERALL in self.provisional else self.figures.own.scores.get(OVERALL)


UNSEEN = Standing(NOTHING_SHOWN, frozenset(), frozenset())


def standing_of(row: Followed, thresholds: tuple[float, ...], *, with_moderated: bool) -> Standing:
    """`thresholds` are those of the questionnaire."""
    texts = (row.progress, row.levels, row.scores, row.validated, row.moderated)
    return _standing(row.state, row.level, *texts, thresholds=thresholds, with_moderated=with_moderated)


@lru_cache(maxsize=MOST_KEPT)
def _standing(
    state: str, level: int | None, *texts: str, thresholds: tuple[float, ...], with_moderated: bool
) -> Standing:
    stored = Stored(state, level, *map(json.loads, texts))
    statuses = stored_statuses(stored)
    figures = _begun(stored_figures(stored, with_moderated=with_moderated), statuses)
    shown = figures.reported
    return Standing(
        figures,
        frozenset(id_ for id_ in shown.scores if statuses[id_] is Status.PROVISIONAL),
        frozenset(_held_back(shown, thresholds)),
    )


def _begun(figures: ThreeFigures, statuses: Mapping[str, Status]) -> ThreeFigures:
    """Nobody stands at level 0 in what they did not begin."""
    if Status.NOT_STARTED not in statuses.values():
        return figures
    own = figures.own
    begun = [id_ for id_ in own.scores if statuses[id_] is not Status.NOT_STARTED]
    levels, scores = {id_: own.levels[id_] for id_ in begun}, {id_: own.scores[id_] for id_ in begun}
    return figures._replace(own=Figures(levels, scores))


def _held_back(shown: Figures, thresholds: Sequence[float]) -> Iterator[str]:
    for id_, score in shown.scores.items():
        level = shown.levels[id_]
        if level is not None and score is not None and is_held_back(level, score, thresholds):
            yield id_


@lru_cache(maxsize=MOST_KEPT)
def read_once(text: str | None) -> Mapping[str, Any]:
    return json.loads(text) if text else {}
