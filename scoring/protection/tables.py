"""The tables of an administration, in all its years and editions together, as one system of cells and equations."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from questionnaires.workforce.definition import Table
from scoring.protection import relations
from scoring.protection.figures import Figures, Key, Sum, counted, is_median, sums, told_of_heads
from scoring.protection.linked import Cell, Equation, System
from scoring.protection.primary import is_sensitive
from scoring.protection.publications import Publication
from scoring.protection.relations import Form


def count_system(publications: Sequence[Publication]) -> System:
    """Of all that is counted: people, places, cases."""
    whole = _Whole()
    for each in publications:
        _know_a_year(whole, each)
    for this in publications:
        for last in publications:
            if last.rounds_ago == this.rounds_ago + 1:
                for form, before in relations.between_years(this.tables, last.tables):
                    whole.know([(form, this, this.counts), (relations.times(before, -1), last, last.counts)])
    return whole.system()


def _know_a_year(whole: "_Whole", publication: Publication) -> None:
    counts, tables = publication.counts, publication.tables
    whole.add(publication, publication.count_cells())
    for form in (*map(_form, sums_of_counts(publication)), *relations.equal(tables)):
        whole.know([(form, publication, counts)])
    for name, form in relations.at_most(tables):
        whole.know_never_negative(form, publication, name)
    for table, name, form in relations.carried_over(tables):
        whole.keep_back(form, publication, name, table)


def amount_system(publications: Sequence[Publication]) -> System:
    """Of pay and hours, each as that of all heads together."""
    whole = _Whole()
    for each in publications:
        whole.add(each, each.amount_cells())
        for form in map(_form, sums_of_amounts(each)):
            whole.know([(form, each, each.amounts)])
    return whole.system()


def sums_of_counts(publication: Publication) -> Iterator[Sum]:
    for table, measure in counted(publication.tables):
        yield from sums(table, measure, publication.merged)


def sums_of_amounts(publication: Publication) -> Iterator[Sum]:
    for table, measure, _ in told_of_heads(publication.tables):
        if not is_median(measure):
            yield from sums(table, measure, publication.merged)


def _form(known: Sum) -> Form:
    return {**dict.fromkeys(known.parts, 1), known.key: -1}


class _Whole:
    """What is known of all publications, as it is gathered."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, Cell] = {}
        self._equations: dict[Hashable, Equation] = {}
        self._public: dict[Hashable, int] = {}
        self._hidden: dict[bool, set[Hashable]] = {True: set(), False: set()}

    def add(self, publication: Publication, cells: Iterable[tuple[Key, Cell]]) -> None:
        """What earlier publications showed is public, and what is known anyway; what they hid stays hidden."""
        for name, cell in cells:
            self._cells.setdefault(cell.id, cell)
            if publication.hides(name):
                self._hidden[publication.is_new].add(cell.id)
            elif not publication.is_new or name in publication.always_known:
                self._public[cell.id] = cell.value

    def know(self, forms: Sequence[tuple[Form, Publication, Figures]]) -> None:
        """The sum of these forms; nobody knows it where a figure is not known."""
        if (terms := _terms(forms)) is not None:
            self._know(*terms)

    def know_never_negative(self, form: Form, publication: Publication, name: str) -> None:
        """By a cell that takes up the difference (a slack variable: Dantzig, 1947)."""
        self._add_unshown(form, publication, Cell(f"{publication.edition} {name}", 0, 0))

    def keep_back(self, form: Form, publication: Publication, name: Key, table: Table) -> None:
        """What is never shown, and must be hidden from outsiders as if it stood in the table."""
        self._add_unshown(form, publication, Cell(name, 0, table.hidden_below, table.hides_zero))

    def _add_unshown(self, form: Form, publication: Publication, empty: Cell) -> None:
        """The cell gets the value of the form."""
        coefficients, value = _terms([(form, publication, publication.counts)]) or ({}, -1)
        if value >= 0:
            width = empty.hidden_below if is_sensitive(value, empty.hidden_below, empty.hides_zero) else 0
            cell = replace(empty, id=publication.unknown(str(empty.id), value), value=value, width=width)
            self._cells.setdefault(cell.id, cell)
            self._hidden[publication.is_new].add(cell.id)
            self._know({**coefficients, cell.id: -1}, 0)

    def _know(self, coefficients: dict[Hashable, int], constant: int) -> None:
        kept = {id_: by for id_, by in coefficients.items() if by}
        self._equations.setdefault(frozenset(kept.items()), Equation(kept, constant))

    def system(self) -> System:
        before, new = (frozenset(self._hidden[is_new] - self._public.keys()) for is_new in (False, True))
        return System(self._cells, tuple(self._equations.values()), self._public, before, new)


def _terms(forms: Sequence[tuple[Form, Publication, Figures]]) -> tuple[dict[Hashable, int], int] | None:
    coefficients: dict[Hashable, int] = {}
    total = 0
    for form, publication, figures in forms:
        for name, by in form.items():
            if (value := figures.get(name)) is None:
                return None
            id_ = publication.unknown(name, value)
            coefficients[id_] = coefficients.get(id_, 0) + by
            total += by * value
    return coefficients, total
