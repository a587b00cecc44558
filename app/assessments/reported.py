"""The figures that are stored with an assessment, whose values they are, and which of them are reported.

For lists, which never score. `answer_sets` says the same of the answers themselves, by the same rule.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import col

from app.assessments.lifecycle import Kind, State, reported_kind
from app.db.tables.rounds import Assessment
from scoring.scorecard import OVERALL


class Figures(NamedTuple):
    """Levels and scores by pillar and for "overall"; a node that is not rated has None."""

    levels: Mapping[str, int | None]
    scores: Mapping[str, float | None]


NO_FIGURES = Figures({}, {})

STORED = (
    col(Assessment.level),
    col(Assessment.levels),
    col(Assessment.scores),
    col(Assessment.validated),
    col(Assessment.moderated),
)
"""What a query reads for `stored_figures`, beside the state."""


class ThreeFigures(NamedTuple):
    """By whose values; without figures where those are not there, or where the reader may not see them.

    `own` moves on while questions are returned: then it is not what the head had before them.
    """

    kind: Kind
    own: Figures
    validated: Figures
    moderated: Figures
    has_moved_on: bool = False

    @property
    def reported(self) -> Figures:
        if self.kind == "self":
            return self.own
        return self.validated if self.kind == "validated" else self.moderated

    @property
    def by_head(self) -> float | None:
        """By how much the head changed the overall score in the check before signing; None where it is not known."""
        return None if self.has_moved_on else difference(self.own, self.validated)

    @property
    def by_reviewer(self) -> float | None:
        """By how much the reviewer changed what was signed."""
        return difference(self.validated, self.moderated)


NOTHING_SHOWN = ThreeFigures("self", NO_FIGURES, NO_FIGURES, NO_FIGURES)


def stored_figures(row: Any, *, with_moderated: bool) -> ThreeFigures:
    """From a row with the state and the columns STORED."""
    state = State(row.state)
    kind = reported_kind(state, with_moderated=with_moderated)
    return ThreeFigures(
        kind,
        Figures({**row.levels, OVERALL: row.level}, row.scores),
        NO_FIGURES if kind == "self" else _figures(row.validated),
        _figures(row.moderated) if kind == "moderated" else NO_FIGURES,
        has_moved_on=state is State.RETURNED,
    )


def _figures(stored: Mapping[str, Any]) -> Figures:
    return Figures({**stored["levels"], OVERALL: stored["level"]}, stored["scores"])


def difference(before: Figures, after: Figures) -> float | None:
    """Of the overall scores as they are shown."""
    first, then = before.scores.get(OVERALL), after.scores.get(OVERALL)
    return None if first is None or then is None else round(then - first, 1)
