"""The formulas of the sheet "Check", as text: the rules of `scoring` once more, in a spreadsheet's own words.

Only functions that Excel, LibreOffice, Gnumeric and Google Sheets share, and none inside a sum of products, where
Gnumeric would ask it about one cell alone. A sum of products over several ranges takes text as 0, so that 0* and words
in a column of levels do no harm. A sheet calculates with floats where `scoring` has fractions: what is compared with a
band or a limit is rounded to nine decimals before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.scorecard import Counts

DECIMALS = 9
CLOSE = "0.000000001"
ANY_ROW = "\0"
"""In place of the number of a row, in a formula that many rows share."""
ROUNDED = "0.050000001"
"""A billionth more than a figure that is rounded to one decimal may lie apart from the exact one."""


def in_quotes(text: str) -> str:
    """As a formula writes a text."""
    return '"' + text.replace('"', '""') + '"'


def sentence_of(sentence: str, numbers: Mapping[str, str]) -> str:
    """A sentence with formulas in place of its names, which each language puts where it likes."""
    texts_and_names = enumerate(re.split(r"\{(\w+)\}", sentence))
    return "&".join(numbers[piece] if at % 2 else in_quotes(piece) for at, piece in texts_and_names if at % 2 or piece)


def total(*factors: str) -> str:
    return f"SUMPRODUCT({','.join(factors)})"


@dataclass(frozen=True)
class Parts:
    """The rows of the sheet that hold the parts of a node: what each is a part of, and its weight."""

    first: int
    last: int
    parent: str
    weight: str

    def column(self, letter: str) -> str:
        return f"${letter}${self.first}:${letter}${self.last}"

    def of(self, row: str) -> str:
        return f"({self.column(self.parent)}=$A{row})"

    def mean(self, row: str, letter: str) -> str:
        """Weighted, of those that have a value."""
        figures, weighted = self.column(letter), f"{self.of(row)}*{self.column(self.weight)}"
        return f"{total(weighted, figures)}/{self.present(row, letter)}"

    def present(self, row: str, letter: str) -> str:
        """The weight of those that have a value."""
        return total(f'{self.of(row)}*{self.column(self.weight)}*({self.column(letter)}<>"")')


@dataclass(frozen=True)
class Limits:
    """The cells of the parameters; the bands stand in a row, one for each level from 0."""

    bands: str
    core_margin: str
    pillar_margin: str
    not_rated_above: str
    unsupported_level: str
    evidence_from: str


@dataclass(frozen=True)
class Source:
    """The columns of the sheet "Answers" that one of the values is read from; `words` as formulas write them.

    `inside` says in each method which answers belong to the node.
    """

    columns: Mapping[str, str]
    words: Mapping[str, str]
    limits: Limits

    def inside(self, column: str, row: str) -> str:
        return f"({self.columns[column]}=$A{row})"

    def asked(self, inside: str) -> str:
        return f"{inside}*({self.columns['state']}<>{self.words['not_asked']})"

    def in_state(self, inside: str, state: str) -> str:
        return f"{inside}*({self.columns['state']}={self.words[state]})"

    def applicable(self, inside: str) -> str:
        return f"{self.asked(inside)}*({self.columns['state']}<>{self.words['not_applicable']})"

    def own(self, inside: str) -> str:
        return f"{self.applicable(inside)}*({self.columns['outside']}<>{self.words['yes']})"

    def unsupported(self, inside: str) -> str:
        high = f"({self.columns['level']}>={self.limits.evidence_from})"
        return f'{self.in_state(inside, "answered")}*{high}*({self.columns["evidence"]}="")'

    def counted(self, inside: str) -> Mapping[str, str]:
        outside = f"{self.asked(inside)}*({self.columns['outside']}={self.words['yes']})"
        states = {state: self.in_state(inside, state) for state in ("answered", "unknown", "not_applicable")}
        others = {"asked": self.asked(inside), "outside_control": outside, "unsupported": self.unsupported(inside)}
        return states | others

    def levels(self, chosen: str) -> str:
        """The sum of the levels of chosen answers, times their weights."""
        return total(f"{chosen}*{self.columns['weight']}", self.columns["level"])

    def weights(self, chosen: str) -> str:
        return total(f"{chosen}*{self.columns['weight']}")

    def lowest_core(self, row: str) -> str:
        """The lowest level of the core questions that can hold a pillar back; 5 if there is none."""
        core = f"{self.own(self.inside('pillar', row))}*({self.columns['core']}={self.words['core']})"
        level = self.columns["level"]
        held = [f"IF({total(f'{core}*({level}={number})')}>0,{number}," for number in range(1, 5)]
        none = "*".join(f"({level}<>{number})" for number in range(1, 5))  # words count as 0
        return f"IF({total(f'{core}*{none}')}>0,0,{''.join(held)}5)))))"


@dataclass(frozen=True)
class Calculation:
    """The formulas of one of the values; `letters` are the columns of its figures on the sheet itself.

    Before the signature a node without any answer has no level; its score of 0 enters the means above it all the same.
    """

    source: Source
    letters: Mapping[str, str]
    pillars: Parts
    elements: Parts
    is_signed: bool = True

    def done(self, row: str) -> str:
        """How many questions of the node have an answer."""
        columns = (self.letters[name] for name in ("answered", "unknown", "not_applicable"))
        return f"({'+'.join(f'{column}{row}' for column in columns)})"

    def element(self, figure: str, row: str) -> str:
        source, inside = self.source, self.source.inside("element", row)
        if figure in Counts._fields:
            return f"={total(source.counted(inside)[figure])}"
        if figure == "level":
            return self._anywhere("uncapped", row)
        levels, unsupported = source.levels(inside), source.unsupported(inside)
        at_lowest = f"{source.limits.unsupported_level}*{source.weights(unsupported)}"
        sums = {
            "score": (levels, source.applicable(inside)),
            "of_answered": (source.levels(source.in_state(inside, "answered")), source.in_state(inside, "answered")),
            "own_control": (source.levels(source.own(inside)), source.own(inside)),
            "supported": (f"({levels}-{source.levels(unsupported)}+{at_lowest})", source.applicable(inside)),
        }
        if figure not in sums:
            return self._anywhere(figure, row)
        upper, entering = sums[figure]
        return f'=IF({source.weights(entering)}=0,"",25*{upper}/{source.weights(entering)})'

    def pillar(self, figure: str, row: str) -> str:
        source, inside = self.source, self.source.inside("pillar", row)
        if figure == "score":
            not_applicable, asked = total(source.in_state(inside, "not_applicable")), total(source.asked(inside))
            is_over = f"ROUND({not_applicable}-{source.limits.not_rated_above}*{asked},{DECIMALS})>0"
            return self._mean(self.elements, "score", row, unless=is_over)
        if figure == "level":
            return self._held(row, f"{source.lowest_core(row)}+{source.limits.core_margin}")
        return self._of_parts(self.elements, figure, row)

    def overall(self, figure: str, row: str) -> str:
        if figure == "score":
            scores = self.pillars.column(self.letters["score"])
            return self._mean(self.pillars, "score", row, unless=f"COUNT({scores})<ROWS({scores})")
        if figure == "level":
            levels = self.pillars.column(self.letters["level"])
            lowest = f"MIN({levels})" if self.is_signed else f"IF(COUNT({levels})<ROWS({levels}),0,MIN({levels}))"
            return self._held(row, f"{lowest}+{self.source.limits.pillar_margin}")
        return self._of_parts(self.pillars, figure, row)

    def _of_parts(self, parts: Parts, figure: str, row: str) -> str:
        if figure in Counts._fields:
            return f"={total(f'{parts.of(row)}*{parts.column(self.letters[figure])}')}"
        if figure in ("of_answered", "own_control", "supported"):
            return self._mean(parts, figure, row)
        return self._anywhere(figure, row)

    def _mean(self, parts: Parts, figure: str, row: str, *, unless: str = "") -> str:
        letter = self.letters[figure]
        mean = parts.mean(row, letter)
        if unless:
            mean = f'IF({unless},"",{mean})'
        return f'=IF({parts.present(row, letter)}=0,"",{mean})'

    def _anywhere(self, figure: str, row: str) -> str:
        """What is the same for every node, from its own row."""
        at = {name: f"{letter}{row}" for name, letter in self.letters.items()}
        if figure == "uncapped":
            return f'=IF({self._has_none(row)},"",{self._band(row)})'
        if figure == "rated":
            return f'=IF({at["score"]}="",{self.source.words["no"]},{self.source.words["yes"]})'
        applicable = f"({at['asked']}-{at['not_applicable']})"
        return f'=IF({applicable}=0,"",100*{at["answered"]}/{applicable})'

    def _held(self, row: str, limit: str) -> str:
        return f'=IF({self._has_none(row)},"",MIN({self._band(row)},{limit}))'

    def _has_none(self, row: str) -> str:
        """Whether the node has no level."""
        is_unrated = f'{self.letters["score"]}{row}=""'
        return is_unrated if self.is_signed else f"OR({is_unrated},{self.done(row)}=0)"

    def _band(self, row: str) -> str:
        return f"MATCH(ROUND({self.letters['score']}{row},{DECIMALS}),{self.source.limits.bands})-1"


@dataclass(frozen=True)
class ReportedCell:
    """A cell that tells a figure, how far it may lie from the recomputed one, and what it says where there is none.

    Where there is a `done`, it is how many questions are answered: without any, the cell must tell no figure.
    """

    cell: str
    within: str = CLOSE
    none: str = '""'
    done: str = ""

    def is_same(self, computed: str) -> str:
        """What is no number, or missing, must be the same."""
        usual = self._is_figure(computed)
        return f'IF({self.done}=0,{self.cell}&""={self.none},{usual})' if self.done else usual

    def _is_figure(self, computed: str) -> str:
        near = f"ABS({computed}-{self.cell})<={self.within}"
        same = f'{computed}&""={self.cell}&""'
        missing = same if self.none == '""' else f'AND({computed}="",{self.cell}={self.none})'
        return f"IF(COUNT({computed},{self.cell})=2,{near},{missing})"


def verdict(computed: str, reported: Sequence[ReportedCell], equal: str, differs: str) -> str:
    """Equal only if all that tell the figure say the same."""
    is_same = ",".join(cell.is_same(computed) for cell in reported)
    return f"=IF(IFERROR(AND({is_same}),0),{equal},{differs})"
