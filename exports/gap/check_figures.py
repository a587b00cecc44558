"""The figures behind the sheet "Check": as the same answers give them today, beside those that are reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from exports.content import Value
from exports.gap.check_layout import REPORTED, FigureKey, Layout
from exports.gap.findings import Findings, as_number
from exports.gap.formulas import ROUNDED
from scoring.score import score
from scoring.scorecard import Counts, Figures, Node, Scorecard, rounded

CLOSE = 1e-9

FigurePlace = tuple[FigureKey, str]
"""A figure, and the id of its node."""


class TwoCards(NamedTuple):
    """The scorecard that the same answers give today, and the one that is reported.

    They differ only where a published result was calculated otherwise than it would be today.
    """

    today: Scorecard
    reported: Scorecard


@dataclass(frozen=True)
class CheckFigures:
    findings: Findings
    layout: Layout

    @property
    def verdicts(self) -> list[bool]:
        """Of all figures, while nobody has changed a cell."""
        return [*self.equal.values(), *self.equal_on_summary.values()]

    @cached_property
    def differing(self) -> frozenset[str]:
        """The ids of the nodes with a figure that is not equal."""
        both = (*self.equal.items(), *self.equal_on_summary.items())
        return frozenset(id_ for (_, id_), is_equal in both if not is_equal)

    def exact_score(self, id_: str) -> str | None:
        """The reported one, as a fraction."""
        node = self.findings.scorecard.by_id[id_]
        return str(node.score) if node.score is not None and self.findings.is_started(node) else None

    @cached_property
    def equal(self) -> Mapping[FigurePlace, bool]:
        """Of each figure of a node, by its id: whether the recomputed one is the stored one."""
        return {place: _is_close(*both, CLOSE) for place, both in self.today_and_reported.items()}

    @cached_property
    def equal_on_summary(self) -> Mapping[FigurePlace, bool]:
        """The same of the whole and the pillars, as the Summary tells them."""
        ids = [row.id for row in self.layout.rows if row.pattern != "element"]
        places = [(key, id_) for key in self.layout.on_summary for id_ in ids]
        return {place: _is_close_as_shown(*self.today_and_reported[place]) for place in places}

    @cached_property
    def today_and_reported(self) -> Mapping[FigurePlace, tuple[Value, Value]]:
        return {(key, row.id): self._both(key, row.id) for key in self.layout.letters for row in self.layout.rows}

    def _both(self, key: FigureKey, id_: str) -> tuple[Value, Value]:
        kind, figure = key
        today, reported = (card.by_id[id_] for card in self.cards[kind])
        value = self._value(today, figure)
        return value, value if reported == today else self._value(reported, figure)

    def _value(self, node: Node, figure: str) -> Value:
        if figure in Counts._fields:
            return int(getattr(node.counts, figure))
        if figure == "coverage":
            return None if node.counts.coverage is None else as_number(100 * node.counts.coverage)
        if figure == "score":
            return as_number(node.score)
        if figure in Figures._fields:
            return as_number(getattr(node.figures, figure))
        if figure == "rated":
            return self.findings.yes_or_no(node.rated)
        if not self.findings.is_started(node):
            return None
        return node.level if figure == "level" else node.uncapped_level

    @cached_property
    def cards(self) -> Mapping[str, TwoCards]:
        """For each of the values."""
        findings = self.findings
        beside = {kind: self._both_cards(findings.beside.cards[kind]) for kind in findings.kinds}
        is_beside = (both for both in beside.values() if both.reported is findings.scorecard)
        return {REPORTED: next(is_beside, None) or self._both_cards(findings.scorecard), **beside}

    def _both_cards(self, reported: Scorecard) -> TwoCards:
        answers = {result.id: result.answer for result in reported.indicators}
        findings = self.findings
        today = score(findings.questionnaire, findings.profile, answers, findings.facts.form)
        return TwoCards(today, reported)


def _is_close(today: Value, reported: Value, within: float) -> bool:
    if isinstance(today, int | float) and isinstance(reported, int | float):
        return abs(today - reported) <= within
    return today == reported


def _is_close_as_shown(today: Value, reported: Value) -> bool:
    """Whether a figure that is told rounded, where it is a mean, is the recomputed one."""
    if isinstance(reported, float):
        return _is_close(today, rounded(Fraction(reported)), float(ROUNDED))
    return _is_close(today, reported, CLOSE)
