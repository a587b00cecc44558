"""Where everything stands on the sheet "Check": rows of nodes, columns of figures and verdicts, cells of parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from xlsxwriter.utility import xl_col_to_name

from exports.content import Column
from exports.gap.findings import Findings
from exports.gap.formulas import Limits, Parts
from questionnaires.definition import LEVELS, Questionnaire
from scoring.scorecard import OVERALL, Counts

FIRST = 6
"""The row of the whole, as a spreadsheet counts; above it: what the sheet is for, headings, titles."""
NAMING = 7
"""The columns that name a row: id, title, what it is a part of (C), its weight there (D), what it is calculated from,
its exact score, and whether all its figures are equal (G)."""
ROW_VERDICT = "G"
SPANS = (*(1 for _ in LEVELS), 2, 2, 2, 2, 1)
"""How many columns each parameter has for its name: the bands, and what follows in `Limits`."""
REPORTED = ""
OF_REPORTED = (
    *("score", "uncapped", "level", "rated", "of_answered", "own_control", "supported", "coverage"),
    *Counts._fields,
)
OF_OTHERS = ("score", "level")

FigureKey = tuple[str, str]
"""One of the values (REPORTED, self, validated, moderated) and one of its figures."""


@dataclass(frozen=True)
class CheckRow:
    """A row: its number as a spreadsheet counts, a node, what that is a part of, its weight there, and the method of
    `Calculation` that has its formulas."""

    number: int
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
    on_summary: Sequence[FigureKey]

    @cached_property
    def rows(self) -> tuple[CheckRow, ...]:
        structure, numbers = self.questionnaire.structure, count(FIRST)
        return (
            CheckRow(next(numbers), OVERALL, "", None, "overall"),
            *(CheckRow(next(numbers), pillar.id, OVERALL, pillar.weight, "pillar") for pillar in structure.pillars),
            *(
                CheckRow(next(numbers), element.id, element.pillar, element.weight, "element")
                for element in structure.elements
            ),
        )

    @property
    def last(self) -> int:
        return FIRST + len(self.rows) - 1

    @cached_property
    def groups(self) -> tuple[tuple[FigureKey, ...], ...]:
        """The figures of the reported values, and those of the values beside them, if there are any."""
        reported = tuple((REPORTED, figure) for figure in OF_REPORTED)
        others = tuple((kind, figure) for kind in self.kinds for figure in OF_OTHERS)
        return (reported, others) if others else (reported,)

    @property
    def keys(self) -> tuple[FigureKey, ...]:
        return tuple(key for group in self.groups for key in group)

    @cached_property
    def letters(self) -> Mapping[FigureKey, str]:
        """The column of each recomputed figure: they are behind all verdicts, which people look at first."""
        return {key: xl_col_to_name(at) for at, key in enumerate(self.keys, self.computed)}

    @property
    def computed(self) -> int:
        """The first of these columns, counted from 0."""
        return NAMING + len(self.keys) + len(self.on_summary)

    @cached_property
    def verdicts(self) -> tuple[str, str]:
        """The ranges of the cells that say whether figures are equal; on the Summary are only the whole and the
        pillars."""
        behind = NAMING + len(self.keys)
        last_pillar = FIRST + len(self.questionnaire.structure.pillars)
        return _area(NAMING, len(self.keys), self.last), _area(behind, len(self.on_summary), last_pillar)

    def verdicts_in(self, row: str) -> str:
        last = self.computed - 1
        return f"${xl_col_to_name(NAMING)}{row}:${xl_col_to_name(last)}{row}"

    def row_verdicts(self, last: int) -> str:
        """`last` is the last row of all, where more rows stand below the nodes."""
        return f"${ROW_VERDICT}${FIRST}:${ROW_VERDICT}${max(last, self.last)}"

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


def _area(at: int, columns: int, last: int) -> str:
    return f"${xl_col_to_name(at)}${FIRST}:${xl_col_to_name(at + columns - 1)}${last}"


def figure_columns(findings: Findings) -> Mapping[FigureKey, Column]:
    """Each figure with the title that it has among the stored ones."""
    _ = findings.translate
    reported = {
        "score": Column(_("Score"), 7.5, "fine"),
        "uncapped": Column(_("Level from score alone"), 8.5, "count"),
        "level": Column(_("Level"), 6.5, "count"),
        "rated": Column(_("Rated"), 7, "centred"),
        "of_answered": Column(_("Score of answered questions"), 9.5, "fine"),
        "own_control": Column(_("Score within own control"), 9.5, "fine"),
        "supported": Column(_("Score with evidence only"), 9.5, "fine"),
        "coverage": Column(_("Coverage, %"), 9.5, "fine"),
        "asked": Column(_("Asked"), 7, "count"),
        "answered": Column(_("Answered"), 9.5, "count"),
        "unknown": Column(_("Unknown (each scores 0*)"), 9.5, "count"),
        "not_applicable": Column(_("Not applicable"), 10.5, "count"),
        "outside_control": Column(_("Decided outside"), 8.5, "count"),
        "unsupported": Column(_("Without evidence"), 9.5, "count"),
    }
    columns = {(REPORTED, figure): column for figure, column in reported.items()}
    for kind, name in findings.kinds.items():
        columns[kind, "score"] = Column(_("{kind} score").format(kind=name), 11, "fine")
        columns[kind, "level"] = Column(_("{kind} level").format(kind=name), 11, "count")
    return columns
