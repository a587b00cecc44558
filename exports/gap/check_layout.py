"""Where everything stands on the sheet "Check": rows of nodes, columns of figures and verdicts, cells of parameters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from exports.gap.formulas import Limits, Parts
from questionnaires.definition import LEVELS, Questionnaire
from scoring.scorecard import OVERALL, Counts

FIRST = 6
"""The row of the whole, as a spreadsheet counts; above it: what the sheet is for, headings, titles."""
NAMING = 4
"""The columns that name a row: id, title, what it is a part of (C), its weight there (D)."""
SPANS = (*(1 for _ in LEVELS), 2, 2, 2, 2, 1)
"""How many columns each parameter has for its name: the bands, and what follows in `Limits`."""
REPORTED = ""
OF_REPORTED = (
    *("score", "uncapped", "level", "rated", "of_answered", "own_control", "supported", "coverage"),
    *Counts._fields,
)
OF_OTHERS = ("score", "level")

Key = tuple[str, str]
"""One of the values (REPORTED, self, validated, moderated) and one of its figures."""


@dataclass(frozen=True)
class Line:
    """A row: a node, what it is a part of, its weight there, and the method of `Calculation` that has its formulas."""

    id: str
    parent: str
    weight: int | None
    pattern: str


@dataclass(frozen=True)
class Layout:
    """`kinds` are the values that stand beside the reported one, `on_summary` the figures that the Summary tells too.

    The pillars stand before all elements, so that the parts of each node are one range that does not hold the node
    itself.
    """

    questionnaire: Questionnaire
    kinds: Sequence[str]
    on_summary: Sequence[Key]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        structure = self.questionnaire.structure
        pillars = (Line(pillar.id, OVERALL, pillar.weight, "pillar") for pillar in structure.pillars)
        elements = (Line(element.id, element.pillar, element.weight, "element") for element in structure.elements)
        return (Line(OVERALL, "", None, "overall"), *pillars, *elements)

    @property
    def last(self) -> int:
        return FIRST + len(self.lines) - 1

    @cached_property
    def groups(self) -> tuple[tuple[Key, ...], ...]:
        """The figures of the reported values, and those of the values beside them, if there are any."""
        reported = tuple((REPORTED, figure) for figure in OF_REPORTED)
        others = tuple((kind, figure) for kind in self.kinds for figure in OF_OTHERS)
        return (reported, others) if others else (reported,)

    def _begins(self) -> Iterator[tuple[int, tuple[Key, ...]]]:
        """The first column of each group; behind its figures stand as many verdicts."""
        at = NAMING
        for group in self.groups:
            yield at, group
            at += 2 * len(group)

    @cached_property
    def letters(self) -> Mapping[Key, str]:
        """The column of each recomputed figure."""
        return {key: xl_col_to_name(at) for begin, group in self._begins() for at, key in enumerate(group, begin)}

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """The ranges of the cells that say whether figures are equal."""
        of_groups = (
            f"${xl_col_to_name(at + len(group))}${FIRST}:${xl_col_to_name(at + 2 * len(group) - 1)}${self.last}"
            for at, group in self._begins()
        )
        return (*of_groups, self._verdicts_on_summary)

    @property
    def _verdicts_on_summary(self) -> str:
        """Only the whole and the pillars stand there."""
        at = NAMING + sum(2 * len(group) for group in self.groups)
        last = FIRST + len(self.questionnaire.structure.pillars)
        return f"${xl_col_to_name(at)}${FIRST}:${xl_col_to_name(at + len(self.on_summary) - 1)}${last}"

    @cached_property
    def parts(self) -> tuple[Parts, Parts]:
        """The rows of the pillars and those of the elements."""
        last_pillar = FIRST + len(self.questionnaire.structure.pillars)
        return Parts(FIRST + 1, last_pillar, "C", "D"), Parts(last_pillar + 1, self.last, "C", "D")

    @cached_property
    def limits(self) -> Limits:
        """The cells of the parameters, in one row below the nodes, under a heading and their names; first the bands."""
        row = self.last + 4
        begins = [NAMING + sum(SPANS[:at]) for at in range(len(SPANS))]
        bands, others = begins[: len(LEVELS)], begins[len(LEVELS) :]
        lowest = f"${xl_col_to_name(bands[0])}${row}:${xl_col_to_name(bands[-1])}${row}"
        return Limits(lowest, *(f"${xl_col_to_name(at)}${row}" for at in others))
