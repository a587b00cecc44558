"""Reads a block that is laid out as a table is on its page: what is counted one below the other, a column for each sex.

A block that has what is counted side by side, as people keep it in spreadsheets, is read as `pasted.py` does. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.numbers import ENGLISH, Marks
from questionnaires.workforce.definition import CellId, Measure, Table, TablesWords
from questionnaires.workforce.labels import TOTAL, Labels, labels_of
from questionnaires.workforce.pasted import (
    TWICE,
    NotTaken,
    Pasted,
    Rows,
    check_placed,
    placed,
    read_placed,
    refused_whole,
    rows_in,
    too_large,
)


@dataclass(frozen=True)
class PageTable:
    """A table as a page shows it: with columns for these sexes only. `totals` are words that the page has for them."""

    table: Table
    sexes: Sequence[str]
    languages: Sequence[TablesWords]
    totals: Sequence[str] = ()

    @property
    def shown(self) -> Table:
        return self._with(self._shown(measure) for measure in self.table.measures)

    def of(self, measure: Measure) -> Table:
        """As if it counted nothing else."""
        return self._with([self._shown(measure)])

    def labels(self, table: Table) -> Labels:
        return labels_of(table, self.languages, self.totals)

    def _shown(self, measure: Measure) -> Measure:
        return measure.model_copy(update={"sexes": tuple(sex for sex in measure.sexes if sex in self.sexes)})

    def _with(self, measures: Iterator[Measure] | Sequence[Measure]) -> Table:
        """Made anew: a copy would keep the cells."""
        fields = {name: getattr(self.table, name) for name in Table.model_fields}
        return Table.model_construct(**fields | {"measures": tuple(measures)})


def read_page_block(page: PageTable, start: str, text: str, marks: Marks = ENGLISH) -> Pasted:
    """`start` is what the first numbers count, where the block does not say it; they begin in the first row.

    Refused as a whole, or cell by cell, as `read_block` does.
    """
    table = page.shown
    first = table.measure(start)
    beginning = CellId(table.id, table.rows[0], first.id, first.columns[0])
    try:
        rows = rows_in(text)
        parts = _parts(page, table, start, rows)
        placed_texts = dict(_placed_in(page, parts) if parts else placed(table, page.labels(table), beginning, rows))
        check_placed(text, placed_texts)
    except NotTaken as why:
        return refused_whole(beginning, text, why)
    return read_placed(table, placed_texts, marks)


Parts = list[tuple[Measure, Rows]]
"""What is counted, and its rows, with those of the titles above."""


def _placed_in(page: PageTable, parts: Parts) -> Iterator[tuple[CellId, str]]:
    """Raises NotTaken."""
    for measure, rows in parts:
        table = page.of(measure)
        own = table.measures[0]
        start = CellId(table.id, table.rows[0], own.id, own.columns[0])
        yield from placed(
            table, page.labels(table), start, rows if own.sexes else _in_one_column(page.labels(table), rows)
        )


def _in_one_column(labels: Labels, rows: Rows) -> Rows:
    """Of what tells no women from men: on the page its numbers stand below "Total", so that titles say nothing."""
    top = next((at for at, row in enumerate(rows) if labels.row(row[0]) or _has_digits(row)), len(rows))
    if any(labels.row(row[0]) for row in rows):
        return [[row[0], *(_filled(row[1:]) or [""])] for row in rows[top:]]
    return [_filled(row) or [""] for row in rows[top:]]


def _has_digits(row: Sequence[str]) -> bool:
    return any(any(map(str.isdecimal, text)) for text in row)


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _parts(page: PageTable, table: Table, start: str, rows: Rows) -> Parts:
    """Empty where the block is not laid out so. Raises NotTaken."""
    if len(table.measures) == 1:
        return []
    labels = page.labels(table)
    headings = {at: measure for at, row in enumerate(rows) if (measure := _heading(labels, row))}
    if headings:
        return _below_headings(table, rows, headings)
    cuts = _repetitions(table, labels, rows)
    if len(cuts) < 2:
        return []
    left = [measure.id for measure in table.measures]
    left = left[left.index(start) :]
    if len(cuts) > len(left):
        raise too_large(table, CellId(table.id, table.rows[0], start, table.measure(start).columns[0]), rows)
    above = rows[: cuts[0]]
    ends = [*cuts[1:], len(rows)]
    return [(table.measure(id_), above + rows[begin:end]) for id_, begin, end in zip(left, cuts, ends, strict=False)]


def _heading(labels: Labels, row: Sequence[str]) -> str:
    """What is counted in the rows below, where this row says nothing else."""
    filled = _filled(row)
    title = labels.title(filled[0]) if len(filled) == 1 and not labels.row(filled[0]) else None
    return title.measure if title and not title.sex else ""


def _below_headings(table: Table, rows: Rows, headings: dict[int, str]) -> Parts:
    places = sorted(headings)
    for at in places:
        if list(headings.values()).count(headings[at]) > 1:
            raise NotTaken(TWICE, given=_filled(rows[at])[0])
    above = rows[: places[0]]
    return [
        (table.measure(headings[at]), above + rows[at + 1 : end])
        for at, end in zip(places, [*places[1:], len(rows)], strict=True)
    ]


def _repetitions(table: Table, labels: Labels, rows: Rows) -> list[int]:
    """Where the rows of the table begin, each time; by their names, or where there are none, by their number."""
    names = [labels.row(row[0]) for row in rows]
    if not any(names):
        last = max((at for at, row in enumerate(rows, 1) if _filled(row)), default=0)
        top = next((at for at, row in enumerate(rows) if _has_digits(row)), last)
        return list(range(top, last, len(table.rows))) if (last - top) % len(table.rows) == 0 else []
    cuts: list[int] = []
    here: set[str] = set()
    for at, name in enumerate(names):
        if name and name != TOTAL and (not cuts or name in here):
            cuts.append(at)
            here = set()
        here.add(name)
    return cuts
